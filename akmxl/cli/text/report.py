"""Totals, drafts and due days, as people read them on the terminal."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

import click

from akmxl.findings import Severity
from akmxl.i18n import N_, _, number
from akmxl.submission.content import spoken
from akmxl.terminal.lines import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from akmxl.findings import Finding
    from akmxl.owed import Owed
    from akmxl.parcel import Parcel
    from akmxl.rollup import Rollup, Share
    from akmxl.submitting import Result, Submission

STATUS_WORDS = {
    "written": N_("draft written"),
    "unchanged": N_("draft unchanged"),
    "already_sent": N_("sent already"),
    "blocked": N_("blocked"),
    "no_template": N_("no template"),
    "bad_template": N_("bad template"),
    "overdue": N_("overdue"),
    "due": N_("due"),
    "upcoming": N_("upcoming"),
    "sent": N_("sent"),
}
LETTER_WORDS = {
    "written": N_("letter written"),
    "unchanged": N_("letter unchanged"),
    "kept": N_("letter left as it is"),
}

NOT_MADE = N_("Not made: {title}. {reason}")
KEPT = N_("The draft was edited by hand. A copy of it: {file}. Edit the plan workbook instead.")

_CAP = 12  # cells shown of each form in a dry run of several
_MOST_AREAS = 6  # shown behind one cell
_MOST_SAME = 5  # shown of the sent reports in which a correction would change nothing
_MOST_FINDINGS = 3  # shown of what blocks one report; all of them stand in Tekshiruv


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
    same = [one for one in submission.results if submission.request.correction and _is_sent(one)]
    told = [one for one in submission.results if one not in same or len(same) <= _MOST_SAME]
    alone = sum(bool(result.placed) for result in told) == 1
    for result in told:
        _show_result(result, most=None if alone else _CAP)
        if result in same:
            click.echo("  " + _(N_("No figure differs from the report that was sent.")))
    if len(same) > _MOST_SAME:
        click.echo(_(N_("Reports of which no figure differs from what was sent: {count}."), count=len(same)))
    if not submission.results:
        click.echo(_(N_("No report is owed for this period.")))
    for parcel in submission.parcels:
        _show_parcel(parcel)
    if submission.results and submission.request.dry_run:
        click.echo(_(N_("Nothing was written: --dry-run.")))


def _is_sent(result: Result) -> bool:
    return result.status == "already_sent"


def _show_result(result: Result, *, most: int | None) -> None:
    report = result.owed.report
    status = click.style(_(STATUS_WORDS[result.status]), bold=result.status in ("blocked", "bad_template"))
    where = result.file if result.status in ("written", "unchanged") else ""
    click.echo(f"{report.code}  {result.owed.period}  {status}  {where}".rstrip())
    if result.fault:
        click.echo("  " + _(NOT_MADE, title=report.title, reason=result.fault))
    if result.findings:
        _show_in_the_way(report.title, result.findings)
    if result.kept:
        click.echo("  " + _(KEPT, file=result.kept))
    _show_places(result, most=most)


def _show_in_the_way(title: str, findings: Sequence[Finding]) -> None:
    """What blocks a report: how much, and the gravest of it."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    others = len(findings) - errors
    text = N_("Not made: {title}. Errors: {errors}, unexplained: {others}. See “Tekshiruv” first.")
    click.echo("  " + _(text, title=title, errors=errors, others=others))
    for finding in findings[:_MOST_FINDINGS]:
        place = f"{finding.place.sheet}!{finding.place.a1}  " if finding.place else ""
        say(f"    {place}", f"{finding.text} {finding.advice}".strip())
    if len(findings) > _MOST_FINDINGS:
        click.echo("    " + _(N_("and {count} more"), count=len(findings) - _MOST_FINDINGS))


def _show_places(result: Result, most: int | None) -> None:
    """Of a dry run: what would be placed where, and from which cells; at most so many lines."""
    for one in result.placed[:most]:
        value = shorten(spoken(one.value) or "–", 60, placeholder="…")
        sources = ", ".join(one.sources[:_MOST_AREAS]) + (", …" if len(one.sources) > _MOST_AREAS else "")
        click.echo(f"  {one.cell} = {value}" + (f"  ← {sources}" if sources else ""))
    if most is not None and len(result.placed) > most:
        more = N_("  {count} more cells. All of them: akmxl submit --dry-run --only {code}")
        click.echo(_(more, count=len(result.placed) - most, code=result.owed.report.code))


def _show_parcel(parcel: Parcel) -> None:
    text = N_("Parcel: {recipient}. Enclosed: {count}. {letter}: {status}")
    letter, count = parcel.letter, len(parcel.enclosed)
    status = _(LETTER_WORDS[parcel.status])
    click.echo(_(text, recipient=parcel.recipient, count=count, letter=letter, status=status))
    if parcel.status == "kept":
        click.echo("  " + _(N_("Somebody changed this letter. For a new one delete or rename it.")))
    if parcel.left_out:
        names = ", ".join(f"{one.owed.report.code} ({one.owed.period})" for one in parcel.left_out)
        click.echo("  " + _(N_("Left out, blocked: {reports}."), reports=names))


def show_old_pdfs(files: Sequence[Path]) -> None:
    if files:
        names = ", ".join(dict.fromkeys(file.name for file in files))
        click.echo(_(N_("Older than their forms: {files}. Make them anew: --pdf"), files=names))


def show_due(owed: Sequence[Owed], today: date) -> None:
    for line in due_lines(owed, today):
        click.echo(line)


def due_lines(owed: Sequence[Owed], today: date) -> Iterator[str]:
    """What is due, a line each; further ones where it has to go out earlier, or went out and is corrected."""
    for one in owed:
        due = f"{one.due:%d.%m.%Y}" if one.due else _(N_("no day set"))
        mark = "" if one.confirmed or one.due is None else " " + _(N_("(assumed)"))
        status = _(STATUS_WORDS[one.status(today)])
        yield f"{due}{mark}  {one.report.code or '—'}  {one.period}  {status}  {one.report.title}"
        if one.send_by and one.send_by != one.due:
            send_by = f"{one.send_by:%d.%m.%Y}"
            yield "  " + _(N_("Send by {day}: the day itself is a day off."), day=send_by)
        if one.version > 1:
            text = N_("It went out before; the corrected version {version} has not yet.")
            yield "  " + _(text, version=one.version)
    if not owed:
        yield _(N_("Nothing is overdue or due."))
