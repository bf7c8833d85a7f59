"""Work out fills as edits: which cells change and where tables end, in a file or on grids.

A file takes the edits itself (``Patch``). What has no file is edited on its grids: Excel is handed the cells
that change, a preview lays them over. Both do what ``ooxml.edit.tables`` says, as ``apply_fills`` asks them.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Protocol, cast

from akmxl.core.cells import NOT_CALCULATED, Cell, Formula
from akmxl.core.dataclass import dataclass
from akmxl.ooxml.edit import tables
from akmxl.ooxml.read.workbook import own_name
from akmxl.workbook.doors.grids import EMPTY, end_with_typed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from akmxl.core.cells import Position, Range, Value
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.edited import EditedSheet, NewCell, NewRows, Rows, Style
    from akmxl.ooxml.read.grid import Column
    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.workbook.doors.door import Door
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.fills import Fills


class Editor(Protocol):
    """An editor of a workbook: ``Patch`` for a file, ``GridEditor`` for grids."""

    @property
    def tables(self) -> Mapping[str, Table]:
        """Tables as they are after the edits so far."""

    def set(self, sheet: str, row: int, col: int, value: Writable) -> None:
        """Put a value into a cell."""

    def set_column(self, sheet: str, col: int, values: Mapping[int, Writable]) -> None:
        """Put values into cells of a column, by row."""

    def set_table_rows(self, table_name: str, rows: Rows) -> None:
        """Make these the only data rows of a table."""

    def append_rows(self, table_name: str, rows: Rows) -> None:
        """Add rows to a table."""

    def set_sheet_rows(self, sheet: str, rows: Rows) -> None:
        """Make these the only rows of a sheet."""

    def add_sheet(self, name: str, rows: Rows) -> None:
        """Add a very hidden sheet after all others."""

    def define_name(self, name: str, reference: str) -> None:
        """Let a name of the whole workbook stand for this."""

    def edited_sheet(self, name: str) -> EditedSheet:
        """Return a sheet after the edits so far."""

    def resize_table(self, table: Table, last_row: int) -> None:
        """Let a table end at another row."""


def apply_fills(editor: Editor, door: Door, fills: Fills) -> None:
    """Edit a workbook by fills; raises ``Unsupported``, naming cell, table or sheet, for an unsafe one."""
    for name, last in fills.ends.items():
        if last > editor.tables[name].last_row:
            editor.resize_table(editor.tables[name], last)
    for place, value in fills.cells.items():
        editor.set(place.sheet, place.row, place.column, cast("Writable", value))
    for (sheet, column), values in fills.columns.items():
        editor.set_column(sheet, column, cast("Mapping[int, Writable]", values))
    for table, rows in fills.tables.items():
        editor.set_table_rows(table, cast("Rows", rows))
    for table, rows in fills.added.items():
        _take_in(editor, door, table)
        editor.append_rows(table, cast("Rows", rows))
    known = {sheet.name.casefold() for sheet in door.sheets}
    for sheet, rows in fills.sheets.items():
        if sheet.casefold() in known:
            editor.set_sheet_rows(sheet, cast("Rows", rows))
        else:
            editor.add_sheet(sheet, cast("Rows", rows))
    for name, reference in fills.names.items():
        editor.define_name(name, reference)


def _take_in(editor: Editor, door: Door, name: str) -> None:
    """Let a table end with the rows that people typed right under it, up to what is not just rows."""
    table = editor.tables.get(name)
    if table is None:
        return
    sheet = editor.edited_sheet(table.sheet)
    others = (other for other in editor.tables.values() if other.sheet == table.sheet and other.name != name)
    below = (*(other.area for other in others), *sheet.formula_areas)
    taken = [area for area in below if area[1] <= table.last_col and table.first_col <= area[3]]
    last = end_with_typed(door.grid(table.sheet), table, (*sheet.merges, *taken))
    if last > table.last_row:
        editor.resize_table(table, last)


@dataclass(frozen=True)
class Edits:
    """The edits that fills come to.

    ``cells`` are new values by sheet and position (None empties, a ``Formula`` computes), ``table_ends`` the
    new last rows of tables, ``added_sheets`` those not there yet, ``fitted`` the tables filled whole,
    ``names`` the defined names that get another reference, ``taken_in`` the tables that end with rows that
    people typed below them.
    """

    cells: dict[str, dict[Position, object]] = field(default_factory=dict)
    table_ends: dict[str, int] = field(default_factory=dict)
    added_sheets: tuple[str, ...] = ()
    fitted: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    taken_in: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.table_ends or self.added_sheets or self.names)

    def tables(self, tables: Mapping[str, Table]) -> dict[str, Table]:
        """Return tables as they are after the edits."""
        ends = self.table_ends
        return {
            name: table._replace(last_row=ends[name]) if name in ends else table
            for name, table in tables.items()
        }


def edits_of(door: Door, fills: Fills) -> Edits:
    """Work out the edits of a workbook on its grids; raises ``Unsupported`` for an unsafe one."""
    editor = GridEditor(door)
    apply_fills(editor, door, fills)
    cells = {sheet: cells for sheet, cells in editor.cells.items() if cells}
    added, fitted = tuple(editor.added_sheets), tuple(fills.tables)
    return Edits(cells, editor.table_ends, added, fitted, editor.names, tuple(fills.ends))


class GridEditor:
    """An editor of a workbook's grids: its cells and tables as they stand after the edits so far.

    ``cells`` are the new values by sheet, ``table_ends`` the tables' new last rows, ``names`` the names that
    get another reference.
    """

    def __init__(self, door: Door) -> None:
        self.cells: dict[str, dict[Position, object]] = {}
        self.table_ends: dict[str, int] = {}
        self.added_sheets: list[str] = []
        self.names: dict[str, str] = {}
        self.tables: dict[str, Table] = dict(door.tables)
        self._door = door
        self._sheets: dict[str, GridSheet] = {}

    @property
    def sheet_names(self) -> Sequence[str]:
        return (*self._door.sheet_names, *self.added_sheets)

    @property
    def file(self) -> str:
        return self._door.path.name

    def set(self, sheet: str, row: int, col: int, value: Writable) -> None:
        tables.set_cell(self, sheet, row, col, value)

    def set_column(self, sheet: str, col: int, values: Mapping[int, Writable]) -> None:
        tables.set_column(self, sheet, col, values)

    def set_table_rows(self, table_name: str, rows: Rows) -> None:
        tables.set_table_rows(self, table_name, rows)

    def append_rows(self, table_name: str, rows: Rows) -> None:
        tables.append_rows(self, table_name, rows)

    def set_sheet_rows(self, sheet: str, rows: Rows) -> None:
        tables.set_sheet_rows(self, sheet, rows)

    def add_sheet(self, name: str, rows: Rows) -> None:
        tables.check_new_sheet(self, name)
        tables.check_rows(name, rows)
        self.added_sheets.append(name)
        tables.set_sheet_rows(self, name, rows)

    def define_name(self, name: str, reference: str) -> None:
        if self._door.names.get(name) != reference:
            self.names[name] = reference

    def edited_sheet(self, name: str) -> GridSheet:
        """Return a sheet as ``ooxml.edit.tables`` works on it; raises ``Unsupported`` where there is none."""
        names = (*(sheet.name for sheet in self._door.sheets), *self.added_sheets)
        own = own_name(name, names, self.file)
        if own not in self._sheets:
            grid = EMPTY if own in self.added_sheets else self._door.grid(own)
            self._sheets[own] = GridSheet(self._door, own, grid, self.cells.setdefault(own, {}))
        return self._sheets[own]

    def resize_table(self, table: Table, last_row: int) -> None:
        self.table_ends[table.name] = last_row
        self.tables[table.name] = table._replace(last_row=last_row)


class GridSheet:
    """A sheet's grid and the new cells over it, as the editor of cells and tables works on them."""

    def __init__(self, door: Door, name: str, grid: Grid, cells: dict[Position, object]) -> None:
        self.name = name
        self._door = door
        self._grid = grid
        self._cells = cells

    @property
    def _is_new(self) -> bool:
        return self._grid is EMPTY

    @cached_property
    def merges(self) -> Sequence[Range]:
        return () if self._is_new else self._door.merged(self.name)

    @cached_property
    def formula_areas(self) -> Sequence[Range]:
        return () if self._is_new else self._door.formula_areas(self.name)

    @cached_property
    def _shared(self) -> Collection[Position]:
        return () if self._is_new else self._door.shared_formulas(self.name)

    @property
    def shares_formulas(self) -> bool:
        return bool(self._shared)

    def shares_formula(self, row: int, column: int) -> bool:
        return (row, column) in self._shared and (row, column) not in self._cells

    def cell(self, row: int, column: int) -> Cell | None:
        if (row, column) in self._cells:
            return cell_of(self._cells[row, column])
        return self._grid.cell(row, column)

    def holds(self, row: int, column: int, value: Writable) -> bool:
        return self._door.holds(self.cell(row, column), value)

    def column(self, column: int) -> Column | None:
        return None if self._cells else (self._grid.values(column), self._grid.formulas(column))

    def is_empty(self, area: Range) -> bool:
        top, left, bottom, right = area
        positions = product(self.rows_upwards(top, bottom), range(left, right + 1))
        return all(self.cell(*position) is None for position in positions)

    def rows_upwards(self, top: int, bottom: int) -> Iterator[int]:
        grid = self._grid
        held = (rows for column in grid.columns for rows in (grid.values(column), grid.formulas(column)))
        rows = {row for column in held for row in column} | {row for row, _ in self._cells}
        return iter(sorted((row for row in rows if top <= row <= bottom), reverse=True))

    def rows_from(self, first_row: int) -> Iterator[tuple[int, Collection[int]]]:
        rows: dict[int, set[int]] = {}
        for row, column in (*(() if self._is_new else self._door.cells(self.name)), *self._cells):
            rows.setdefault(row, set()).add(column)
        return ((row, columns) for row, columns in sorted(rows.items()) if row >= first_row)

    def style(self, *_place: int) -> Style:
        """Return None: a grid has no styles."""
        return None

    own_style = style

    def put(self, row: int, column: int, value: Writable, _style: Style) -> None:
        self._cells[row, column] = value

    def put_column(self, column: int, values: Mapping[int, Writable]) -> None:
        self._cells.update(((row, column), value) for row, value in values.items())

    def lay(self, new: NewRows) -> None:
        """Write one rectangle around all that changes: Excel takes that at once.

        A cell that shares its formula and does not change is left out; Excel has none.
        """
        changes = [*new.changes, *_fresh(new)]
        if not changes:
            return
        changed = {(row, column) for row, column, _ in changes}
        first, last = (edge(column for _, column, _ in changes) for edge in (min, max))
        for row in range(changes[0][0], changes[-1][0] + 1):
            values = new.rows[row - new.top]
            for column in range(first, last + 1):
                if (row, column) not in changed and self.shares_formula(row, column):
                    continue
                offset = column - new.left
                self._cells[row, column] = values[offset] if offset < len(values) else None

    def clear(self, row: int, columns: Collection[int]) -> None:
        if any(self.cell(row, column) for column in columns):
            self._cells.update(dict.fromkeys(((row, column) for column in columns), None))


def _fresh(new: NewRows) -> Iterator[NewCell]:
    """Yield the cells of the rows that stand below all that was there."""
    for row, values in enumerate(new.fresh_rows, new.top + len(new.rows) - new.fresh):
        for column, value in enumerate(values, new.left):
            if value is not None:
                yield row, column, value


def cell_of(value: object) -> Cell | None:
    """Return a cell that was written with a value, as reading finds it."""
    if isinstance(value, Formula):
        result = NOT_CALCULATED if value.value is None else value.value
        return Cell(cast("Value", result), value.text, 0)
    return None if value is None else Cell(cast("Value", value), None, 0)
