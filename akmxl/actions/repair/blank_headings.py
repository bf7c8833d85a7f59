"""Write the headings that a table's own part knows into its heading row, where all of its cells are blank.

In memory and before the workbook is read: nobody reads a table none of whose headings stand in their cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import HEADING, NOTHING, Repair, Repairs
from akmxl.actions.repair.table_ranges import stands_elsewhere, tables_of
from akmxl.core.cells import format_range
from akmxl.core.errors import Unreadable
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.xml.attributes import corners
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says

if TYPE_CHECKING:
    from akmxl.actions.repair.table_ranges import Written
    from akmxl.core.cells import Range
    from akmxl.workbook.doors.file_door import FileDoor


def fill_blank_headings(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Return the workbook with the headings of its tables in their blank rows, and the list of these rows."""
    own = {str(sheet.table) for sheet in layout.everything()}
    try:
        bare = [(one, area) for one in tables_of(door) if one.name in own and (area := _bare(door, one))]
    except Unreadable:  # whoever reads the workbook then says so
        return door, NOTHING
    if not bare:
        return door, NOTHING
    patch, done = Patch(door), []
    for table, (top, left, _, right) in bare:
        name, rows = patch.open_rows(table.sheet)
        for column, title in enumerate(table.titles, left):
            patch.write(name, rows, top, column, title, rows.own_style(top, column))
        row = format_range((top, left, top, right))
        done.append(Repair(HEADING, table.sheet, row, "", ", ".join(table.titles)))
    return door.changed(patch), Repairs(tuple(done))


def _bare(door: FileDoor, table: Written) -> Range | None:
    """Return the range of a table in whose first row nothing stands, with data below; else None."""
    area = corners(table.reference)
    if area is None or area[3] - area[1] + 1 != len(table.titles) or area[2] <= area[0]:
        return None
    if b'headerRowCount="0"' in door.package.xml(table.part)[:2000]:
        return None
    grid = door.grid(table.sheet)
    blank = not any(says(grid.values(column).get(area[0])) for column in range(area[1], area[3] + 1))
    return area if blank and not stands_elsewhere(grid, table.titles) else None
