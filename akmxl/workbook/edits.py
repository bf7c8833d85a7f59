"""Fills worked out on grids: which cells change and where tables end, as the file door would have it.

What a door without a file does with fills: Excel is handed these cells, a preview lays them over the grids.
"""

from __future__ import annotations

from dataclasses import field
from itertools import product
from typing import TYPE_CHECKING, cast

from akmxl.ooxml import NOT_CALCULATED, Cell, Formula, rowsets
from akmxl.ooxml.address import MAX_ROW, WrongUse, format_range
from akmxl.ooxml.cellxml import check_value, same
from akmxl.quickly import dataclass
from akmxl.workbook.grid import end_with_typed
from akmxl.workbook.grids import EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.ooxml import Table
    from akmxl.ooxml.address import Range
    from akmxl.ooxml.values import Value
    from akmxl.workbook.door import Door
    from akmxl.workbook.fills import Fills, Rows
    from akmxl.workbook.grid import Grid

Spot = tuple[int, int]  # row and column
_EMPTY_TEXT = Cell("", None, 0)


@dataclass(frozen=True)
class Edits:
    """What fills come to: new values of cells by sheet and spot (None empties, a ``Formula`` computes), the
    new last rows of tables, sheets that are not there yet. ``fitted`` are the tables filled whole."""

    cells: dict[str, dict[Spot, object]] = field(default_factory=dict)
    table_ends: dict[str, int] = field(default_factory=dict)
    added_sheets: tuple[str, ...] = ()
    fitted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.table_ends or self.added_sheets)

    def tables(self, tables: Mapping[str, Table]) -> dict[str, Table]:
        """Tables as they then are."""
        ends = self.table_ends
        return {
            name: table._replace(last_row=ends[name]) if name in ends else table
            for name, table in tables.items()
        }


def edits_of(door: Door, fills: Fills) -> Edits:
    """The edits of a workbook; raises ``Unsupported``, naming the table or sheet, for an unsafe one."""
    editor = Editor(door)
    for place, value in fills.cells.items():
        editor.put(place.sheet, place.row, place.column, value)
    for table, rows in fills.tables.items():
        editor.set_table_rows(table, rows)
    for table, rows in fills.added.items():
        editor.append_rows(table, rows)
    for sheet, rows in fills.sheets.items():
        editor.set_sheet_rows(sheet, rows)
    cells = {sheet: cells for sheet, cells in editor.cells.items() if cells}
    return Edits(cells, editor.table_ends, tuple(editor.added_sheets), tuple(fills.tables))


class Editor:
    """A workbook's cells and tables as they stand after the edits so far."""

    def __init__(self, door: Door) -> None:
        self.cells: dict[str, dict[Spot, object]] = {}
        self.table_ends: dict[str, int] = {}
        self.added_sheets: list[str] = []
        self._door = door
        self._grids: dict[str, Grid] = {}
        self._sheets = {sheet.name.casefold(): sheet.name for sheet in door.sheets}

    def put(self, sheet: str, row: int, column: int, value: object) -> None:
        """Put a value into a cell; one that stands there already is no edit."""
        check_value(value, sheet, row, column)
        if not self._stands(sheet, row, column, value):
            self._own(sheet)[row, column] = value

    def set_table_rows(self, name: str, rows: Rows) -> None:
        """Make these the only data rows of a table; one blank row stays when there are none."""
        table = self._table(name)
        wanted = [self._padded(table, row) for row in rows or [[]]]
        last = table.first_data_row + len(wanted) - 1
        self._make_room(table, last)
        self._lay(table.sheet, wanted, table.first_data_row, table.first_col)
        left = range(last + 1, table.last_data_row + 1)
        if any(self._cell(table.sheet, row, column) for row in left for column in _columns(table)):
            self._own(table.sheet).update({(row, column): None for row in left for column in _columns(table)})
        if last < table.last_row:
            self.table_ends[name] = last

    def append_rows(self, name: str, rows: Rows) -> None:
        """Add rows to a table: into the blank rows at its end first, then growing it."""
        table = self._taken_in(self._table(name))
        first = table.last_data_row + 1
        while first > table.first_data_row and self._is_blank(table, first - 1):
            first -= 1
        model = max(first - 1, table.first_data_row)
        self._make_room(table, first + len(rows) - 1)
        for number, row in enumerate(rows, first):
            inside = number <= table.last_data_row
            for column, value in zip(_columns(table), self._padded(table, row), strict=True):
                above = None if inside else self._cell(table.sheet, model, column)
                new = rowsets.continued(table, above, number - model) if value is None else value
                if new is not None or self._cell(table.sheet, number, column) is None:
                    check_value(new, table.sheet, number, column)
                    self._own(table.sheet)[number, column] = new  # a blank row may carry a formula of its own

    def set_sheet_rows(self, sheet: str, rows: Rows) -> None:
        """Make these the only rows of a sheet of akmxl's own, very hidden where it is not there yet."""
        name = self._sheets.get(sheet.casefold())
        if name is None:
            self.added_sheets.append(sheet)
            name = self._sheets[sheet.casefold()] = sheet
        else:
            self._refuse_structure(name)
        width = max((len(row) for row in rows), default=0)
        wanted = [[*row, *[None] * (width - len(row))] for row in rows]
        self._lay(name, wanted, 1, 1)
        old = () if name in self.added_sheets else self._door.cells(name)
        left = {spot: None for spot in old if spot[0] > len(rows) or spot[1] > width}
        self._own(name).update(left)

    def _lay(self, sheet: str, rows: Sequence[Sequence[object]], top: int, left: int) -> None:
        """Rows of values, edited as one rectangle around all that differs: one write instead of many."""
        differing = [
            (row, column)
            for row, values in enumerate(rows, top)
            for column, value in enumerate(values, left)
            if not self._stands(sheet, row, column, value)
        ]
        if not differing:
            return
        first, last = (edge(column for _, column in differing) for edge in (min, max))
        cells = self._own(sheet)
        for row in range(differing[0][0], differing[-1][0] + 1):
            for column in range(first, last + 1):
                value = rows[row - top][column - left]
                check_value(value, sheet, row, column)
                cells[row, column] = value

    def _own(self, sheet: str) -> dict[Spot, object]:
        return self.cells.setdefault(sheet, {})

    def _cell(self, sheet: str, row: int, column: int) -> Cell | None:
        edited = self.cells.get(sheet)
        if edited and (row, column) in edited:
            return cell_of(edited[row, column])
        return self._grid(sheet).cell(row, column)

    def _grid(self, sheet: str) -> Grid:
        if sheet not in self._grids:
            self._grids[sheet] = EMPTY if sheet in self.added_sheets else self._door.grid(sheet)
        return self._grids[sheet]

    def _stands(self, sheet: str, row: int, column: int, value: object) -> bool:
        cell = self._cell(sheet, row, column)
        if value in (None, "") and cell == _EMPTY_TEXT:  # Excel keeps none
            return True
        return same(cell, None if value == "" else value, False)

    def _table(self, name: str) -> Table:
        table = self._door.tables.get(name)
        if table is None:
            raise rowsets.no_table(name, self._door.path.name)
        if table.header_rows != 1:
            raise rowsets.no_headings(table)
        return table._replace(last_row=self.table_ends.get(name, table.last_row))

    def _padded(self, table: Table, row: Sequence[object]) -> list[object]:
        if len(row) > len(_columns(table)):
            raise WrongUse(f"{len(row)} values for the {len(_columns(table))} columns of {table.name}")
        return [*row, *[None] * (len(_columns(table)) - len(row))]

    def _taken_in(self, table: Table) -> Table:
        last = end_with_typed(self._door.grid(table.sheet), table, self._door.merged(table.sheet))
        if last > table.last_row:
            self.table_ends[table.name] = last
        return table._replace(last_row=last)

    def _is_blank(self, table: Table, row: int) -> bool:
        """Whether nobody has typed anything into a table row; formulas that wait there do not count."""
        cells = (self._cell(table.sheet, row, column) for column in _columns(table))
        return all(cell is None or cell.formula is not None or cell.value == "" for cell in cells)

    def _make_room(self, table: Table, last: int) -> None:
        """Let a table end at ``last``; Unsupported when that would swallow what stands below it."""
        if last <= table.last_data_row:
            return
        area = (table.last_row + 1, table.first_col, last, table.last_col)
        if table.totals_rows or last > MAX_ROW or not self._is_free(table, area):
            raise rowsets.cannot_grow(table, area)
        self.table_ends[table.name] = last

    def _is_free(self, table: Table, area: Range) -> bool:
        top, left, bottom, right = area
        tables = self._door.tables.values()
        others = [other for other in tables if other.sheet == table.sheet and other.name != table.name]
        areas: list[Range] = [(o.first_row, o.first_col, o.last_row, o.last_col) for o in others]
        if any(_meet(area, other) for other in (*areas, *self._door.merged(table.sheet))):
            return False
        spots = product(range(top, bottom + 1), range(left, right + 1))
        return all(self._cell(table.sheet, *spot) is None for spot in spots)

    def _refuse_structure(self, sheet: str) -> None:
        tables = [table.name for table in self._door.tables.values() if table.sheet == sheet]
        areas = self._door.merged(sheet)
        if tables or areas:
            raise rowsets.cannot_replace(sheet, tables[0] if tables else format_range(areas[0]))


def cell_of(value: object) -> Cell | None:
    """A cell that was written with a value, as reading finds it."""
    if isinstance(value, Formula):
        result = NOT_CALCULATED if value.value is None else value.value
        return Cell(cast("Value", result), value.text, 0)
    return None if value is None else Cell(cast("Value", value), None, 0)


def _columns(table: Table) -> range:
    return range(table.first_col, table.last_col + 1)


def _meet(one: Range, other: Range) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
