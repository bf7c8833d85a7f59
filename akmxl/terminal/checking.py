"""Findings, mended texts, a month's blanks and the rules, as people read them on the terminal."""

from __future__ import annotations

from collections import Counter
from textwrap import indent
from typing import TYPE_CHECKING

import click

from akmxl.findings import Finding, Severity
from akmxl.i18n import N_, _, outline, sentence
from akmxl.sheets.findings import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from akmxl.closing import Month
    from akmxl.hygiene import Mend
    from akmxl.model import Plan
    from akmxl.rules import Rule

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
