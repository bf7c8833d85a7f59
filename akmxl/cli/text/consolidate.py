"""Print on the terminal what a consolidation came to, and what a question of its store brings."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import click

from akmxl.cli.text.lines import day_words, say
from akmxl.core.errors import one_line
from akmxl.core.i18n import N_, _, number
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.actions.consolidate.store import Answer
    from akmxl.plan.returns.records import Entry, Expected, Finding, Outlier

_MOST = 20  # lines of one kind; all of them stand in the workbook
_UNSURE = ("?", "yellow")
_MARKS = {True: ("✓", "green"), False: ("✗", "red")}


def show_consolidated(found: Consolidated) -> None:
    """Print how many files came and count, and what was refused, is missing and came late."""
    result = found.consolidation
    counts = Counter(one.status for one in result.entries)
    click.echo(_(N_("Files: {files}. Centres: {centres}."), files=found.files, centres=len(result.centres)))
    accepted, twice = counts[Status.ACCEPTED], counts[Status.DUPLICATE]
    text = N_("Accepted: {accepted}, replaced by a later version: {older}, came twice: {twice}.")
    click.echo(_(text, accepted=accepted, older=counts[Status.SUPERSEDED], twice=twice))
    if found.known:
        click.echo(_(N_("Known from an earlier run, so not read again: {count}."), count=found.known))
    if found.aside:
        click.echo(_(N_("Letters, pictures and the like, left aside: {count}."), count=len(found.aside)))
    _show_rates(found)
    _show_regions(found)
    refused = (f"{one.came.file}: {_(one.reason, **one.params)}" for one in found.refused)
    _show(N_("Not accepted: {count}"), len(found.refused), refused)
    _show(N_("Missing: {count}"), len(result.missing), map(_missing, result.missing))
    late = (_late(one, found.first_came(one)) for one in found.late)
    _show(N_("Late: {count}"), len(found.late), late, unsure=found.undated > 0)
    looked_at = chain(map(_finding, result.findings), map(_outlier, result.outliers))
    _show(N_("To be looked at: {count}"), found.to_look_at, looked_at)
    if found.out:
        text = N_("Written: {out}. Answers for the centres: {count}.")
        say("", _(text, out=found.out, count=len(found.feedback)))
    for copy in found.kept:
        text = N_("Somebody had changed a workbook that is made anew; as it was, it is kept: {file}")
        say("", _(text, file=copy))
    if found.summaries:
        folder = found.summaries[0].parents[1]
        say("", _(N_("Summary forms: {count}, in {folder}."), count=len(found.summaries), folder=folder))
    elif found.summaries is not None:
        say("", _(N_("No form counts, so there is no summary form.")))
    if found.left_out:
        heading = N_("In no summary form, as the region is another one or is not said: {count}")
        lines = (f"{one.code}: {one.region or '–'}" for one in found.left_out)
        _show(heading, len(found.left_out), lines)


def _missing(one: Expected) -> str:
    text = N_("{centre}: {report} {period}, due {day}")
    day = day_words(one.due) or "–"
    return _(text, centre=one.centre, report=one.report, period=one.period, day=day)


def _late(one: Entry, received: str) -> str:
    text = N_("{centre}: {report} {period}, due {day}, came {came}")
    day, came = day_words(one.due), day_words(received)
    return _(text, centre=one.centre, report=one.report, period=one.period, day=day, came=came)


def _finding(one: Finding) -> str:
    return f"{one.centre}: {one.report} {one.period}: {one.said}"


def _outlier(one: Outlier) -> str:
    text = N_("{centre}: {report} {period}: {item}: {value} is far from what like centres say: {median}.")
    return _(
        text, centre=one.centre, report=one.report, period=one.period, item=one.code,
        value=number(one.value), median=number(one.median),
    )  # fmt: skip


def _show_rates(found: Consolidated) -> None:
    if found.completeness is None:
        say("", _(N_("It is not known what the centres owe, so nothing is called missing.")))
        return
    came = number(found.completeness)
    if found.timeliness is None:
        text = N_("Of what is owed came {came} %; in time: not known, as nobody says on which day it came.")
        click.echo(_(text, came=came))
        return
    text = N_("Of what is owed came {came} %, in time {in_time} %.")
    click.echo(_(text, came=came, in_time=number(found.timeliness)))
    if found.undated:
        say("  ", _(N_("Not known whether in time: {count}."), count=found.undated))


def _show_regions(found: Consolidated) -> None:
    """Print what the counts of centres do not hold, where the forms are those of regions."""
    result = found.consolidation
    if result.uncounted:
        text = N_("Not in n / N, as it is not known of how many centres they are: {regions}.")
        say("  ", _(text, regions=", ".join(map(one_line, result.uncounted))))
    if not result.regions.listed:
        text = N_(
            "Without a list of centres N holds only those regions whose forms came: give it with --centres."
        )
        say("  ", _(text))


def _show(heading: str, count: int, lines: Iterable[str], *, unsure: bool = False) -> None:
    """Print a list under its heading, as much of it as people read; ``unsure``: there may be more."""
    mark, colour = _UNSURE if unsure and not count else _MARKS[count == 0]
    click.echo(f"{click.style(mark, fg=colour)} {_(heading, count=count)}")
    for line, _nth in zip(lines, range(_MOST), strict=False):
        say("  ", one_line(line))  # a file's name may hold anything
    if count > _MOST:
        click.echo("  " + _(N_("and {count} more"), count=count - _MOST))


def show_answer(answer: Answer) -> None:
    """Print the rows of an answer under their columns, between which stand tabs: other programs read them."""
    click.echo("\t".join(answer.columns))
    for row in answer.rows:
        click.echo("\t".join("" if one is None else str(one).replace("\t", " ") for one in row))
