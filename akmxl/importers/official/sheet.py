"""Read the sheets of a workbook as tables of cells, merged ones as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of, shown_number
from akmxl.core.cells import NOT_CALCULATED, UNCALCULATED, ExcelError
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import plain_signs
from akmxl.core.value_text import day_text
from akmxl.importers.official.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Document,
    Grid,
    GridCell,
    GridRow,
    too_large,
)

if TYPE_CHECKING:
    from akmxl.ooxml.read.sheet_facts import Sheet
    from akmxl.ooxml.read.workbook import Workbook

AS_DATE = N_("Excel has made a date of it: {day}")
_ERROR = N_("an error stands in the cell: {text}")
_UNCALCULATED = N_("its formula has no result")


def sheet_document(workbook: Workbook, file: str) -> Document:
    """Read the sheets of a workbook, hidden ones too; raises ``Unreadable`` for one that is too large."""
    grids = (_grid(workbook, sheet, file) for sheet in workbook.sheets)
    return Document(file, tuple(grids))


def _grid(workbook: Workbook, sheet: Sheet, file: str) -> Grid:
    name = sheet.name
    cells = {
        place: cell.value for place, cell in workbook.cells(name).items() if cell.value not in (None, "")
    }
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise too_large(file)
    shown: dict[tuple[int, int], GridCell] = {place: _cell(value) for place, value in cells.items()}
    merged = workbook.merged(name)
    if len(merged) > MOST_ROWS:
        raise too_large(file)
    for top, left, bottom, right in merged:
        one = shown.get((top, left), GridCell())
        for row in range(top, min(bottom, height) + 1):
            for column in range(left, min(right, width) + 1):
                shown[row, column] = one
    rows = tuple(
        GridRow(row, tuple(shown.get((row, column)) for column in range(1, width + 1)))
        for row in range(1, height + 1)
    )
    hidden = workbook.hidden_rows(name)
    return Grid(rows, sheet.position + 1, name, hidden, unseen=sheet.state != "visible")


def _cell(value: object) -> GridCell:
    if value is NOT_CALCULATED:
        return GridCell((UNCALCULATED,), (Said(_UNCALCULATED),))
    if isinstance(value, ExcelError):
        return GridCell((str(value),), (Said(_ERROR, text=value),))
    if day := day_of(value):
        return GridCell((day_text(day),), (Said(AS_DATE, day=day_text(day)),))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return GridCell((str(shown_number(value)),))
    return GridCell(tuple(map(plain_signs, str(value).split("\n"))))
