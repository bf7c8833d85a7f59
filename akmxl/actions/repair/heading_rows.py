"""Put the row of headings back that was deleted from Reja or Oylik, as the newest dated copy has it; where no
copy does, as a new workbook has it, if all columns stand as there.

In a table Excel lets nobody delete it. What stood below has moved up by a row: so the codes tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.lost_headings import newest_copies, pattern_of
from akmxl.actions.repair.outcome import HEADING, NOTHING, Repair, Repairs
from akmxl.core.cells import format_range
from akmxl.core.errors import Unsupported
from akmxl.core.spelling import same_heading
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.adopting import Adopter
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.plan_file import PlanFile, text_of
from akmxl.workbook.reading.figures import read_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.plan_file import SheetView


def put_heading_rows_back(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the rows of headings that it has lost, and the list of these."""
    done = NOTHING
    for name in (layout.PLAN, layout.MONTHLY):
        view = file.views.get(name)
        for other, is_copy in _known(file) if view and view.missing else ():
            known = other.views.get(name)
            if not view or not known or known.missing or not _has_moved_up(view, known):
                continue
            if is_copy or _stands_alike(view, known):
                file, repairs = _put_back(file, view, other, known)
                done |= repairs
                break
    return file, done


def _known(file: PlanFile) -> Iterator[tuple[PlanFile, bool]]:
    """Yield the workbooks that may tell the headings, and whether each is a copy of this one."""
    yield from ((copy, True) for copy in newest_copies(file))
    yield pattern_of(file), False


def _stands_alike(view: SheetView, known: SheetView) -> bool:
    """Tell whether no column was put in or moved.

    As many are in use, with formulas in the same ones, and what is left of the headings says the same.
    """
    top, columns = known.header_row, range(1, max(known.titles) + 1)
    rows = range(known.first_row, known.last_row + 1)

    def computed(sheet: SheetView, up: int) -> list[bool]:
        formulas = (sheet.grid.formulas(column) for column in columns)
        return [2 * sum(bool(found.get(row - up)) for row in rows) > len(rows) for found in formulas]

    wide = max((column for column in view.grid.columns if view.grid.last_row(column) >= top), default=0)
    return (
        wide <= columns[-1]
        and all(same_heading(_above(view, top, column), _above(known, top, column)) for column in columns)
        and computed(view, 1) == computed(known, 0)
    )


def _above(view: SheetView, row: int, column: int) -> str:
    return text_of(view.grid.values(column).get(row - 1))


def _has_moved_up(view: SheetView, known: SheetView) -> bool:
    """Tell whether all codes stand a row higher than in the copy, and the headings' own row is gone."""
    column = known.columns["code"]
    there = {row: code for row in known.rows if (code := read_code(known.at(row, column).value))}
    moved = sum(read_code(view.at(row - 1, column).value) == code for row, code in there.items())
    return 2 * moved > len(there)


def _put_back(file: PlanFile, view: SheetView, other: PlanFile, known: SheetView) -> tuple[PlanFile, Repairs]:
    door, top = on_disk(file.workbook), known.header_row
    patch = Patch(door)
    try:
        patch.repeat_rows(view.name, top, top, 2)
    except Unsupported:  # whoever asks for the columns then says what can be done
        return file, NOTHING
    name, rows = patch.open_rows(view.name)
    for column in view.grid.columns:
        patch.write(name, rows, top, column, None, None)
    adopter = Adopter(patch, on_disk(other.workbook))
    for column in known.grid.columns:
        if known.grid.cell(top, column):
            adopter.cell((known.name, top, column), (view.name, top, column))
    adopter.row_height(known.name, top, (view.name, top))
    adopter.finish()
    area = format_range((top, min(known.titles), top, max(known.titles)))
    done = Repair(HEADING, view.name, area, "", ", ".join(known.titles.values()))
    return PlanFile.of(door.changed(patch)), Repairs((done,))
