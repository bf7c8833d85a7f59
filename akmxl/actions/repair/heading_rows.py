"""Put the row of headings back that was deleted from Reja or Oylik, as the newest dated copy has it.

In a table Excel lets nobody delete it. What stood below has moved up by a row: so the codes tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.lost_headings import newest_copies
from akmxl.actions.repair.outcome import HEADING, NOTHING, Repair, Repairs
from akmxl.core.cells import format_range
from akmxl.core.errors import Unsupported
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.adopting import Adopter
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.figures import read_code

if TYPE_CHECKING:
    from akmxl.workbook.plan_file import SheetView


def put_heading_rows_back(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the rows of headings that it has lost, and the list of these."""
    done = NOTHING
    for name in (layout.PLAN, layout.MONTHLY):
        view = file.views.get(name)
        for other in newest_copies(file) if view and view.missing else ():
            known = other.views.get(name)
            if view and known and not known.missing and _has_moved_up(view, known):
                file, repairs = _put_back(file, view, other, known)
                done |= repairs
                break
    return file, done


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
