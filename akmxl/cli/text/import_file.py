"""Print on the terminal what an import comes to, and what one that is taken back came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from akmxl.cli.text.lines import say
from akmxl.core.i18n import _, number
from akmxl.core.vocabulary import MONTHS
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from akmxl.importers.proposal import Changed, CountChange, Kept, Proposal
    from akmxl.importers.rows import Rejected
    from akmxl.importers.taking import Taken
    from akmxl.importers.writing import Undone
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan

T = TypeVar("T")

_SHOWN = 10  # of each sort; what is rejected or kept is shown to the end of a screen
_LONG = 40


def show_import(
    opened: OpenedPlan, proposal: Proposal, *, written: bool, dry_run: bool, rejected: Path | None
) -> None:
    """Print an import: what is new, changed, unchanged, twice, rejected, kept; and what was written."""
    plan, profile = opened.plan, proposal.profile
    title = _(
        "{file}: profile “{profile}” → {target}",
        file=proposal.file,
        profile=profile.name,
        target=profile.target,
    )
    click.echo(click.style(title, bold=True))
    _list(_("New: {count}", count=number(proposal.new_count)), proposal.new, _new_line)
    _list("", [one for one in proposal.counts if one.old is None], lambda one: _count_line(plan, one))
    _list(_("Changed: {count}", count=number(proposal.changed_count)), proposal.changed, _changed_line)
    _list("", [one for one in proposal.counts if one.old is not None], lambda one: _count_line(plan, one))
    click.echo(_("Unchanged: {count}", count=number(proposal.unchanged)))
    if proposal.filtered:
        click.echo(_("Left out by the profile: {count}", count=number(proposal.filtered)))
    for year, rows in sorted((proposal.other_years or {}).items()):
        click.echo(_("Of another year, {year}: {count}", year=str(year), count=number(rows)))
    if proposal.twice:
        heading = _(
            "Twice in the file, so the second is not taken: {count}", count=number(len(proposal.twice))
        )
        _list(
            heading,
            proposal.twice,
            lambda pair: _("rows {first} and {second}", first=pair[0], second=pair[1]),
        )
    if proposal.kept:
        heading = _("Changed by a person, so left as it is: {count}", count=number(len(proposal.kept)))
        _list(heading, proposal.kept, _kept_line, _LONG)
    if proposal.rejected_count:
        heading = _("Rejected: {count}", count=number(proposal.rejected_count))
        _list(heading, proposal.rejected, _rejected_line, _LONG, whole=proposal.rejected_count)
    for one in proposal.frozen:
        text = _(
            "It changes what was sent: {report}, {period}. The check will say so; a correction may be owed.",
            report=one.report, period=one.period.words,
        )  # fmt: skip
        say("  ", text)
    _show_end(proposal, written=written, dry_run=dry_run, rejected=rejected)


def _show_end(proposal: Proposal, *, written: bool, dry_run: bool, rejected: Path | None) -> None:
    if rejected:
        say("", _("The rejected rows are in {path}: mend them there and import that file.", path=rejected))
    if dry_run:
        click.echo(_("Nothing was written: this is only what would be."))
    elif written:
        click.echo(_("Written. To take it back: akmxl import --undo"))
    elif proposal.nothing_to_write:
        click.echo(_("There was nothing to write."))


def show_undo(found: Undone, *, done: bool) -> None:
    """Print what taking an import back came to."""
    receipt = found.receipt
    click.echo(
        _(
            "Import of {day}: {file}, profile “{profile}”.",
            day=receipt.day,
            file=receipt.file,
            profile=receipt.profile,
        )
    )
    click.echo(_("Rows taken out: {count}", count=number(found.emptied)))
    click.echo(_("Rows as they were before: {count}", count=number(found.restored)))
    if found.counts:
        click.echo(_("Counts taken back: {count}", count=number(found.counts)))
    if found.left:
        cells = ", ".join(f"{place.sheet}!{place.a1}" for place in found.left[:_SHOWN])
        say("", _("Changed since by a person, so left as they are: {count}. They are at: {cells}",
                  count=number(len(found.left)), cells=cells))  # fmt: skip
    click.echo(_("Done.") if done else _("Nothing was written: this is only what would be."))


def _list(
    heading: str, rows: Sequence[T], line: Callable[[T], str], most: int = _SHOWN, whole: int = 0
) -> None:
    if heading:
        click.echo(heading)
    for row in rows[:most]:
        say("  ", line(row))
    if (left := (whole or len(rows)) - most) > 0:
        click.echo("  " + _("… and {count} more", count=number(left)))


def _new_line(row: Taken) -> str:
    return _("row {row}: {values}", row=row.row, values=" · ".join(map(show, list(row.values.values())[:4])))


def _changed_line(one: Changed) -> str:
    changes = "; ".join(
        f"{one.places[field].a1}: {_shown(one.old.get(field))} → {_shown(value)}"
        for field, value in one.new.items()
    )
    return _("row {row}: {values}", row=one.taken.row, values=changes)


def _count_line(plan: Plan, one: CountChange) -> str:
    name = plan.items[one.code].name
    value = number(one.new) if one.old is None else f"{number(one.old)} → {number(one.new)}"
    return f"{one.code} {name[:_LONG]}, {MONTHS[one.month - 1]}: {value}"


def _kept_line(one: Kept) -> str:
    if one.place is None:
        return _("row {row}: a person has deleted it from the sheet", row=one.row)
    return _("row {row}: {sheet}!{cell} holds {standing}; the file says {coming}", row=one.row,
             sheet=one.place.sheet, cell=one.place.a1, standing=_shown(one.standing),
             coming=_shown(one.coming))  # fmt: skip


def _rejected_line(one: Rejected) -> str:
    if one.column:
        return _("row {row}, “{column}”: {why}", row=one.row, column=one.column, why=str(one.reason))
    return _("row {row}: {values}", row=one.row, values=str(one.reason))


def _shown(value: object) -> str:
    return show(value) or "–"
