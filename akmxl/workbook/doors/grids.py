"""Grids that are not a file's: columns read when asked for, and new cells laid over another grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from akmxl.ooxml import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from akmxl.ooxml.values import Value
    from akmxl.workbook.grid import Grid

    Column = tuple[Mapping[int, Value], Mapping[int, str]]  # its values and its formulas, by row

T = TypeVar("T")


class ColumnGrid:
    """A ``Grid`` whose columns a function gives when they are first asked for."""

    def __init__(self, columns: Sequence[int], read: Callable[[int], Column]) -> None:
        self._numbers = columns
        self._read = read
        self._columns: dict[int, Column] = {}

    @property
    def columns(self) -> Sequence[int]:
        return self._numbers

    def values(self, column: int) -> Mapping[int, Value]:
        return self._column(column)[0]

    def formulas(self, column: int) -> Mapping[int, str]:
        return self._column(column)[1]

    def cell(self, row: int, column: int) -> Cell | None:
        return cell_at(*self._column(column), row)

    def _column(self, number: int) -> Column:
        if number not in self._columns:
            self._columns[number] = self._read(number) if number in self._numbers else ({}, {})
        return self._columns[number]


def cell_at(values: Mapping[int, Value], formulas: Mapping[int, str], row: int) -> Cell | None:
    """A cell of a column; without a style, which no door but a file's knows."""
    value, formula = values.get(row), formulas.get(row)
    return None if value is None and formula is None else Cell(value, formula, 0)


EMPTY = ColumnGrid((), lambda _column: ({}, {}))


class EditedGrid:
    """A ``Grid`` with other cells in some places of another; None empties a place."""

    def __init__(self, grid: Grid, edits: Mapping[tuple[int, int], Cell | None]) -> None:
        self._grid = grid
        self._edited: dict[int, dict[int, Cell | None]] = {}
        for (row, column), cell in edits.items():
            self._edited.setdefault(column, {})[row] = cell

    @property
    def columns(self) -> Sequence[int]:
        return sorted({*self._grid.columns, *self._edited})

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
    """Downwards, as a grid gives its columns."""
    if not new:
        return old
    both: dict[int, T | None] = {**old, **new}
    return {row: value for row, value in sorted(both.items(), key=_row) if value is not None}


def _row(entry: tuple[int, object]) -> int:
    return entry[0]


def cells_of(grid: Grid) -> dict[tuple[int, int], Cell]:
    """All cells of a grid by row and column."""
    spots = sorted(
        (row, column) for column in grid.columns for row in {*grid.values(column), *grid.formulas(column)}
    )
    found = ((spot, grid.cell(*spot)) for spot in spots)
    return {spot: cell for spot, cell in found if cell is not None}
