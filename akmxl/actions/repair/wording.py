"""Put what was repaired into lines for people: by sheet and kind, long lists cut with a count."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import ADDED, COLUMN, HEADING, NAME
from akmxl.core.i18n import N_, _
from akmxl.core.unseen import tell_apart
from akmxl.ooxml.package.save import BACKUP_FOLDER
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.actions.repair.outcome import Repair, Repairs
    from akmxl.actions.repair.repair import Repaired

_KIND_WORDS = {
    "edition": N_("Edition"),
    "sheet": N_("New sheets"),
    "table": N_("Tables"),
    "column": N_("New columns"),
    "name": N_("Names"),
    "moved": N_("Months handed in, moved here from “Hisobotlar”"),
    "code": N_("Codes"),
    "heading": N_("Headings"),
    "formula": N_("Formulas"),
    "format": N_("Formats"),
    "validation": N_("Input checks and lists"),
    "colours": N_("Colours of findings"),
    "protection": N_("Protection"),
}
_CAP = 8  # cells of one kind on one sheet


def by_sheet(repairs: Repairs) -> Iterator[tuple[str, list[str]]]:
    """Yield each sheet that was repaired, with a line for each kind of repair and each cell."""
    for sheet, group in groupby(sorted(repairs.done, key=_rank), key=lambda repair: repair.sheet):
        kinds = groupby(group, key=lambda repair: repair.kind)
        lines = [line for kind, found in kinds for line in _kind_lines(kind, list(found))]
        yield sheet or _(N_("The whole workbook")), lines


def outcome_lines(outcome: Repaired) -> Iterator[str]:
    """Yield a line for each cell that was left as it is, then how much was put back."""
    repairs = outcome.repairs
    for one in repairs.left:
        place = f"{one.sheet}!{one.area}"
        yield _(N_("Left as it is: {place}: {value}. {reason}"),
                place=place, value=one.value, reason=one.reason)  # fmt: skip
    if outcome.stuck:
        yield _(N_("The workbook was not brought up to date: first mend what is named above."))
    elif not repairs.done:
        yield _(N_("Nothing to put back."))
    else:
        yield from _count_lines(repairs, written=outcome.written)
    if not outcome.stuck and any(map(_is_sector, repairs.done)):
        yield _(
            N_(
                "A sector's column stands at the right end of the table and counts there as well. To have it "
                "at its place: cut it in Excel and insert it there."
            )
        )


def _is_sector(repair: Repair) -> bool:
    """Tell a sector's column from one with which the day log grew."""
    own = {column.header() for column in layout.DAILY_SHEET.columns}
    return (repair.kind, repair.sheet) == (COLUMN, registers.DAILY) and repair.after not in own


_WAITS = N_(
    "“Reja” has columns that are empty, by which the formulas of “Oylik” are made; so nothing else was put "
    "back. First fill them in (repair --from-copy takes what the copies have), then run akmxl repair again."
)


_UNKNOWN = N_(
    "“Reja” has columns that are empty, by which the formulas of “Oylik” are made, and no copy has them; so "
    "“Oylik” was left as it is. Fill them in, then run akmxl repair again."
)


def copied_lines(outcome: Repaired) -> Iterator[str]:
    """Yield what the dated copies have for what is blank, a line each."""
    if outcome.waits:
        yield _(_WAITS)
    if outcome.unknown:
        yield _(_UNKNOWN)
    if outcome.copied:
        done = outcome.taken and outcome.written
        yield _(N_("Taken over from the dated copies:") if done else N_("In the dated copies stands:"))
        yield from (f"  {one.line}" for one in outcome.copied)


def _count_lines(repairs: Repairs, *, written: bool) -> Iterator[str]:
    added = sum(one.kind in ADDED for one in repairs.done)
    put_back = len(repairs.done) - added
    if written and added:
        text = N_("Added: {count}. The old file is kept in the folder {folder}.")
        yield _(text, count=added, folder=BACKUP_FOLDER)
    elif added:
        yield _(N_("To add: {count}."), count=added)
    if not written:
        yield _(N_("To put back: {count}. Nothing was written."), count=put_back)
    elif put_back:
        yield _(N_("Put back: {count}."), count=put_back)


def _rank(repair: Repair) -> tuple[str, int]:
    return repair.sheet, list(_KIND_WORDS).index(repair.kind)


def _kind_lines(kind: str, repairs: Sequence[Repair]) -> Iterator[str]:
    yield f"  {_(_KIND_WORDS[kind])}: {len(repairs)}"
    for one in repairs[:_CAP]:
        change = f"{show(one.before)} → {show(one.after)}" if one.before else show(one.after)
        apart = tell_apart(one.before, one.after) if kind in (NAME, HEADING) else ()
        if apart and apart != (one.before, one.after):
            change = " → ".join(apart)
        yield f"    {show(one.area)}  {change}" if one.area else f"    {change}"
    if len(repairs) > _CAP:
        yield "    " + _(N_("and {count} more"), count=len(repairs) - _CAP)
