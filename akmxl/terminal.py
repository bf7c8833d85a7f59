"""What people read on the terminal: findings, reports, due days, in short lines."""

from __future__ import annotations

from collections import Counter
from textwrap import indent
from typing import TYPE_CHECKING

import click

from akmxl.findings import Finding, Severity
from akmxl.i18n import N_, _, number, outline, sentence
from akmxl.sheets.findings import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from akmxl.closing import Month
    from akmxl.hygiene import Mend
    from akmxl.model import Plan
    from akmxl.owed import Owed
    from akmxl.rollup import Rollup, Share
    from akmxl.rules import Rule
    from akmxl.submitting import Submission

SEVERITY_WORDS = {
    Severity.GATE: N_("stops the run"),
    Severity.ERROR: N_("error"),
    Severity.EXPLAIN: N_("to explain"),
    Severity.WARNING: N_("warning"),
    Severity.INFO: N_("note"),
}
_COLOURS = {
    Severity.GATE: "red",
    Severity.ERROR: "red",
    Severity.EXPLAIN: "magenta",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}
STATUS_WORDS = {
    "written": N_("draft written"),
    "unchanged": N_("draft unchanged"),
    "already_sent": N_("sent already"),
    "blocked": N_("blocked"),
    "no_template": N_("no template"),
    "overdue": N_("overdue"),
    "due": N_("due"),
    "upcoming": N_("upcoming"),
    "sent": N_("sent"),
}
_CAP = 8  # findings of one rule shown at most: one bad column must not flood the screen


def show_findings(plan: Plan, findings: Sequence[Finding], whole: Sequence[Finding]) -> None:
    """Findings, the gravest first, many of one rule cut with a count; the summary is of the whole check."""
    shown: Counter[str] = Counter()
    total = Counter(finding.rule for finding in findings)
    for finding in findings:
        shown[finding.rule] += 1
        if shown[finding.rule] <= _CAP:
            _show_finding(finding)
        elif shown[finding.rule] == _CAP + 1:
            click.echo(
                _(
                    N_("  {rule}: {count} more of the same."),
                    rule=finding.rule,
                    count=total[finding.rule] - _CAP,
                )
            )
    click.echo(summary(plan, whole))


def _show_finding(finding: Finding) -> None:
    word = click.style(_(SEVERITY_WORDS[finding.severity]), fg=_COLOURS[finding.severity], bold=True)
    place = f"{finding.place.sheet}!{finding.place.a1} " if finding.place else ""
    click.echo(f"{word}  {finding.rule}  {place}")
    click.echo(f"  {finding.text} {finding.advice}")
    if finding.explained:
        click.echo("  " + _(N_("Explained: {reason}"), reason=finding.explanation))


def show_mends(mends: Iterable[Mend], *, done: bool) -> None:
    """What ``check --fix`` put right, or would: each cell with before and after."""
    for mend in mends:
        place = f"{mend.place.sheet}!{mend.place.a1}"
        change = {"place": place, "before": mend.before, "after": mend.after}
        if done:
            click.echo(_(N_("Mended: {place}: “{before}” → “{after}”"), **change))
        else:
            click.echo(_(N_("To mend: {place}: “{before}” → “{after}”"), **change))


def show_month(month: Month) -> None:
    """A month's blanks by service."""
    click.echo(_(N_("{period}: {count} blank cells."), period=month.period.words, count=month.count))
    filled = _(N_("all filled"))
    for service, blanks in month.blanks.items():
        name = service or _(N_("Items without a service"))
        items = ", ".join(f"{blank.item.code} ({blank.place.a1})" for blank in blanks)
        click.echo(f"  {name}: {items or filled}")


def show_rollup(rollup: Rollup) -> None:
    click.echo(_(N_("Done since January, mean % (the year gone: {gone} %):"), gone=number(rollup.year_gone)))
    _show_shares(rollup.sections)
    click.echo(_(N_("By service:")))
    _show_shares(rollup.services)


def _show_shares(shares: Iterable[Share]) -> None:
    for share in shares:
        percent = "-" if share.percent is None else number(share.percent)
        click.echo(f"  {percent:>6}  {share.name}")


def show_submission(submission: Submission) -> None:
    for result in submission.results:
        report = result.owed.report
        status = click.style(_(STATUS_WORDS[result.status]), bold=result.status == "blocked")
        where = result.file if result.status in ("written", "unchanged") else ""
        click.echo(f"{report.code}  {result.owed.period}  {status}  {where}".rstrip())
        if result.findings:
            errors = sum(f.severity is Severity.ERROR for f in result.findings)
            others = len(result.findings) - errors
            text = N_("Not made: {title}. Errors: {errors}, unexplained: {others}. See “Tekshiruv” first.")
            click.echo("  " + _(text, title=report.title, errors=errors, others=others))
    if not submission.results:
        click.echo(_(N_("No report is owed for this period.")))


def show_due(owed: Sequence[Owed], today: date) -> None:
    for one in owed:
        due = f"{one.due:%d.%m.%Y}" if one.due else "—"
        send_by = f"{one.send_by:%d.%m.%Y}" if one.send_by else "—"
        mark = "" if one.report.confirmed else " " + _(N_("(assumed)"))
        status = _(STATUS_WORDS[one.status(today)])
        click.echo(f"{due}{mark}  {one.report.code}  {one.period}  {status}  {one.report.title}")
        if send_by != due:
            click.echo("  " + _(N_("Send by {day}: the day itself is a day off."), day=send_by))
    if not owed:
        click.echo(_(N_("Nothing is overdue or due.")))


def show_rules(rules: Iterable[Rule]) -> None:
    for rule in rules:
        click.echo(f"{rule.code}  {_(SEVERITY_WORDS[rule.severity]):<14}  {_(rule.summary)}")


def show_rule(rule: Rule) -> None:
    click.echo(click.style(f"{rule.code}  {_(SEVERITY_WORDS[rule.severity])}", bold=True))
    click.echo(_(rule.summary))
    click.echo(sentence(rule.reason))
    if rule.fix:  # what stops a run says itself what to do
        click.echo(_(N_("What to do: {advice}"), advice=outline(rule.fix)))
    for title, example in zip((_(N_("Right:")), _(N_("Wrong:"))), rule.examples, strict=True):
        click.echo(f"\n{title}\n{indent(example.rstrip(), '  ')}")
