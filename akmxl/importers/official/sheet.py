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
    from akmxl.ooxml.read.workbook import Workbook

AS_DATE = N_("Excel has made a date of it: {day}")
_ERROR = N_("an error stands in the cell: {text}")
_UNCALCULATED = N_("its formula has no result")
_HIDDEN = N_("Hidden rows of “{sheet}” were not read: {rows}.")


def sheet_document(workbook: Workbook, file: str) -> Document:
    """Read the visible sheets of a workbook; raises ``Unreadable`` for one that is too large."""
    blocks: list[Grid | str] = []
    notes: list[Said] = []
    for sheet in workbook.sheets:
        if sheet.state == "visible":
            grid, hidden = _grid(workbook, sheet.name, len(blocks) + 1, file)
            blocks.append(grid)
            if hidden:
                notes.append(Said(_HIDDEN, sheet=sheet.name, rows=", ".join(map(str, hidden))))
    return Document(file, tuple(blocks), tuple(notes))


def _grid(workbook: Workbook, name: str, number: int, file: str) -> tuple[Grid, list[int]]:
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
    hidden = workbook.hidden_rows(name)
    rows = [
        GridRow(row, tuple(shown.get((row, column)) for column in range(1, width + 1)))
        for row in range(1, height + 1)
    ]
    unseen = [row.number for row in rows if row.number in hidden and row.distinct]
    return Grid(tuple(row for row in rows if row.number not in hidden), number, name), unseen


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
