"""Hand over a sheet's cells by column: what every grid offers, and the grids made without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from akmxl.core.cells import Cell
from akmxl.core.unseen import is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from akmxl.core.cells import Range, Value
    from akmxl.ooxml.read.sheet_facts import Table

    ColumnCells = tuple[Mapping[int, Value], Mapping[int, str]]  # its values and its formulas, by row

T = TypeVar("T")


class ColumnGrid:
    """A ``Grid`` whose columns a function gives when they are first asked for."""

    def __init__(self, columns: Sequence[int], read: Callable[[int], ColumnCells]) -> None:
        self._numbers = columns
        self._read = read
        self._columns: dict[int, ColumnCells] = {}

    @property
    def columns(self) -> Sequence[int]:
        return self._numbers

    def last_row(self, column: int) -> int:
        return max((row for cells in self._column(column) for row in cells), default=0)

    def values(self, column: int) -> Mapping[int, Value]:
        return self._column(column)[0]

    def formulas(self, column: int) -> Mapping[int, str]:
        return self._column(column)[1]

    def cell(self, row: int, column: int) -> Cell | None:
        return cell_at(*self._column(column), row)

    def _column(self, number: int) -> ColumnCells:
        if number not in self._columns:
            self._columns[number] = self._read(number) if number in self._numbers else ({}, {})
        return self._columns[number]


def cell_at(values: Mapping[int, Value], formulas: Mapping[int, str], row: int) -> Cell | None:
    """Return a cell of a column; without a style, which no door but a file's knows."""
    value, formula = values.get(row), formulas.get(row)
    return None if value is None and formula is None else Cell(value, formula, 0)


EMPTY = ColumnGrid((), lambda _column: ({}, {}))


class EditedGrid:
    """A ``Grid`` with edits laid over another: other cells in some places; None empties a place."""

    def __init__(self, grid: Grid, edits: Mapping[tuple[int, int], Cell | None]) -> None:
        self._grid = grid
        self._edited: dict[int, dict[int, Cell | None]] = {}
        for (row, column), cell in edits.items():
            self._edited.setdefault(column, {})[row] = cell

    @property
    def columns(self) -> Sequence[int]:
        return sorted({*self._grid.columns, *self._edited})

    def last_row(self, column: int) -> int:
        return max(self._grid.last_row(column), max(self._edited.get(column, ()), default=0))

    def values(self, column: int) -> Mapping[int, Value]:
        new = {row: cell.value if cell else None for row, cell in self._edited.get(column, {}).items()}
        return _laid_over(self._grid.values(column), new)

    def formulas(self, column: int) -> Mapping[int, str]:
        new = {row: cell.formula if cell else None for row, cell in self._edited.get(column, {}).items()}
        return _laid_over(self._grid.formulas(column), new)

    def cell(self, row: int, column: int) -> Cell | None:
        edited = self._edited.get(column, {})
        return edited[row] if row in edited else self._grid.cell(row, column)


def _laid_over(old: Mapping[int, T], new: Mapping[int, T | None]) -> Mapping[int, T]:
    """Lay new entries over old ones, in the order of the rows, as a grid gives its columns."""
    if not new:
        return old
    both: dict[int, T | None] = {**old, **new}
    return {row: value for row, value in sorted(both.items(), key=_row) if value is not None}


def _row(entry: tuple[int, object]) -> int:
    return entry[0]


def cells_of(grid: Grid) -> dict[tuple[int, int], Cell]:
    """Return all cells of a grid by row and column."""
    positions = sorted(
        (row, column) for column in grid.columns for row in {*grid.values(column), *grid.formulas(column)}
    )
    found = ((position, grid.cell(*position)) for position in positions)
    return {position: cell for position, cell in found if cell is not None}


class Grid(Protocol):
    """The cells of one sheet by column; rows and columns count from 1, and nobody changes the mappings.

    Knows nothing of XML. The file door decodes a column when it is first asked for
    (``SheetGrid``); a door that is handed whole lists of values and formulas needs a dictionary for
    each column. A cell without value and formula is nowhere; one whose formula has no result yet has the
    value ``NOT_CALCULATED``. A text that shows nothing is none, as the result of a formula it is ``""``.
    """

    @property
    def columns(self) -> Sequence[int]:
        """The columns in which there is anything, in order."""

    def last_row(self, column: int) -> int:
        """Return a row below which a column has nothing; it need not be the last that has something."""

    def values(self, column: int) -> Mapping[int, Value]:
        """Return row -> value, downwards: for passes over thousands of rows."""

    def formulas(self, column: int) -> Mapping[int, str]:
        """Return row -> formula without ``=``, for the cells that have one."""

    def cell(self, row: int, column: int) -> Cell | None:
        """Return one cell, for looking here and there; None where there is none."""


def filled(grid: Grid, columns: Iterable[int]) -> set[int]:
    """Return the rows that hold anything in these columns; a text that shows nothing is ``""``."""
    rows: set[int] = set()
    for column in columns:
        values = grid.values(column)
        empty = "" in values.values()
        rows.update((row for row, value in values.items() if value != "") if empty else values)
    return rows


def filled_of(grid: Grid, columns: Iterable[int], rows: Sequence[int]) -> Sequence[int]:
    """Return those of some rows that hold anything but blanks in these columns."""
    left = set(rows)
    for column in columns:
        left -= filled(grid, (column,))
        if not left:
            return rows
    return [row for row in rows if row not in left]


def end_with_typed(grid: Grid, table: Table, taken: Iterable[Range]) -> int:
    """Return a table's last row with the rows that people typed right under it, up to one that is taken.

    Not every program lets a table grow.
    """
    columns = range(table.first_col, table.last_col + 1)
    typed = filled(grid, (column for column in columns if grid.last_row(column) > table.last_row))
    for first, _, end, _ in taken:
        typed = {row for row in typed if not first <= row <= end}
    last = table.last_row
    while last + 1 in typed and not table.totals_rows:
        last += 1
    return last


def says(value: object) -> bool:
    """Tell whether a value is more than blanks and signs that nobody sees."""
    return value is not None and not (isinstance(value, str) and is_blank(value))
