"""Print what was put back on the terminal: by sheet and kind, long lists cut with a count."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from akmxl.actions.repair.outcome import ADDED
from akmxl.core.i18n import N_, _
from akmxl.ooxml.package.save import BACKUP_FOLDER
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.actions.repair.outcome import Repair, Repairs

_KIND_WORDS = {
    "edition": N_("Edition"),
    "sheet": N_("New sheets"),
    "table": N_("New settings"),
    "column": N_("New columns"),
    "name": N_("New names"),
    "code": N_("Codes"),
    "formula": N_("Formulas"),
    "format": N_("Formats"),
    "validation": N_("Input checks and lists"),
    "colours": N_("Colours of findings"),
    "protection": N_("Protection"),
}
_CAP = 8  # cells of one kind on one sheet


def show_repairs(repairs: Repairs, *, written: bool, stuck: bool = False) -> None:
    """Print the repairs, and what was left as it is."""
    for sheet, group in groupby(sorted(repairs.done, key=_rank), key=lambda repair: repair.sheet):
        click.echo(click.style(sheet or _(N_("The whole workbook")), bold=True))
        for kind, found in groupby(group, key=lambda repair: repair.kind):
            _show_kind(kind, list(found))
    for one in repairs.left:
        place = f"{one.sheet}!{one.area}"
        click.echo(_(N_("Left as it is: {place}: {value}. {reason}"),
                     place=place, value=one.value, reason=one.reason))  # fmt: skip
    if stuck:
        click.echo(_(N_("The workbook was not brought up to date: first mend what is named above.")))
    elif not repairs.done:
        click.echo(_(N_("Nothing to put back.")))
    else:
        _show_counts(repairs, written=written)


def _show_counts(repairs: Repairs, *, written: bool) -> None:
    added = sum(one.kind in ADDED for one in repairs.done)
    put_back = len(repairs.done) - added
    if written and added:
        text = N_("Added: {count}. The old file is kept in the folder {folder}.")
        click.echo(_(text, count=added, folder=BACKUP_FOLDER))
    elif added:
        click.echo(_(N_("To add: {count}."), count=added))
    if not written:
        click.echo(_(N_("To put back: {count}. Nothing was written."), count=put_back))
    elif put_back:
        click.echo(_(N_("Put back: {count}."), count=put_back))


def _rank(repair: Repair) -> tuple[str, int]:
    return repair.sheet, list(_KIND_WORDS).index(repair.kind)


def _show_kind(kind: str, repairs: Sequence[Repair]) -> None:
    click.echo(f"  {_(_KIND_WORDS[kind])}: {len(repairs)}")
    for one in repairs[:_CAP]:
        change = f"{show(one.before)} → {show(one.after)}" if one.before else show(one.after)
        click.echo(f"    {show(one.area)}  {change}" if one.area else f"    {change}")
    if len(repairs) > _CAP:
        click.echo("    " + _(N_("and {count} more"), count=len(repairs) - _CAP))
