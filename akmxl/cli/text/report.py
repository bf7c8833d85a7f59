"""Print totals, drafts and due days on the terminal."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

import click

from akmxl.actions.hand_in_wording import not_handed_in_lines
from akmxl.actions.wording import KEPT, LETTER_WORDS, NOT_MADE, STATUS_WORDS, cut_lines, due_lines
from akmxl.cli.text.lines import say
from akmxl.core.i18n import N_, _, number
from akmxl.plan.findings import Severity
from akmxl.submission.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from akmxl.actions.submit_request import Result, Submission
    from akmxl.plan.findings import Finding
    from akmxl.plan.owed import Owed
    from akmxl.plan.rollup import Rollup, Share
    from akmxl.submission.parcel.parcel import Parcel


_CAP = 12  # cells shown of each form in a dry run of several
_MOST_AREAS = 6  # shown behind one cell
_MOST_SAME = 5  # shown of the sent reports in which a correction would change nothing
_MOST_FINDINGS = 3  # shown of what blocks one report; all of them stand in Tekshiruv


def show_rollup(rollup: Rollup) -> None:
    """Print the mean percent done of sections and services."""
    click.echo(_(N_("Done since January, mean % (the year gone: {gone} %):"), gone=number(rollup.year_gone)))
    _show_shares(rollup.sections)
    click.echo(_(N_("By service:")))
    _show_shares(rollup.services)


def _show_shares(shares: Iterable[Share]) -> None:
    for share in shares:
        percent = "-" if share.percent is None else number(share.percent)
        click.echo(f"  {percent:>6}  {share.name}")


def show_submission(submission: Submission, doubts: Sequence[str] = (), off: str = "") -> None:
    """Print the results of drafting reports, and the parcels; why it is not known what is owed.

    ``off`` names the rules that were not asked.
    """
    same = [one for one in submission.results if submission.request.correction and _is_sent(one)]
    told = [one for one in submission.results if one not in same or len(same) <= _MOST_SAME]
    alone = sum(bool(result.placed) for result in told) == 1
    for result in told:
        _show_result(result, most=None if alone else _CAP)
        if result in same:
            click.echo("  " + _(N_("No figure differs from the report that was sent.")))
    if len(same) > _MOST_SAME:
        click.echo(_(N_("Reports of which no figure differs from what was sent: {count}."), count=len(same)))
    for doubt in doubts:
        click.echo(doubt)
    for line in not_handed_in_lines(submission.not_handed_in):
        click.echo(line)
    if not submission.results and not doubts:
        click.echo(_(N_("No report is owed for this period.")))
    if submission.results and off:
        click.echo(off)
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
    for line in cut_lines(result):
        click.echo("  " + line)
    _show_places(result, most=most)


def _show_in_the_way(title: str, findings: Sequence[Finding]) -> None:
    """Print what blocks a report: how much, and the gravest of it."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    others = len(findings) - errors
    text = N_("Not made: {title}. Errors: {errors}, unexplained: {others}. See “Tekshiruv” first.")
    click.echo("  " + _(text, title=title, errors=errors, others=others))
    for finding in findings[:_MOST_FINDINGS]:
        place = f"{finding.place.sheet}!{finding.place.a1}  " if finding.place else ""
        say(f"    {place}", f"{finding.message} {finding.fix}".strip())
    if len(findings) > _MOST_FINDINGS:
        click.echo("    " + _(N_("and {count} more"), count=len(findings) - _MOST_FINDINGS))


def _show_places(result: Result, most: int | None) -> None:
    """Print, of a dry run, each cell of the form and the cells that it comes from; at most so many lines."""
    for one in result.placed[:most]:
        value = shorten(spoken(one.value, one.field) or "–", 60, placeholder="…")
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
    """Print the names of PDFs that are older than their forms."""
    if files:
        names = ", ".join(dict.fromkeys(file.name for file in files))
        click.echo(_(N_("Older than their forms: {files}. Make them anew: --pdf"), files=names))


def show_due(owed: Sequence[Owed], today: date, doubts: Sequence[str]) -> None:
    """Print why it is not known what is owed, where it is not; then what is due, a line each."""
    for line in due_lines(owed, today, doubts):
        click.echo(line)
