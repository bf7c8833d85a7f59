"""Give a sheet's cells by column, decoded as they are asked for: most of a long sheet never are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from akmxl.core.cells import Cell, a1
from akmxl.ooxml.xml.attributes import BadPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from akmxl.core.cells import Range, Value
    from akmxl.ooxml.read.blocks import Block, BlockColumn
    from akmxl.ooxml.read.decode import Reader

    Column = tuple[Mapping[int, Value], Mapping[int, str]]  # its values and its formulas, by row

T = TypeVar("T")
_FEW, _MANY = 64, 1000  # rows of a block, cells of a column


class SheetGrid:
    """The cells of a sheet by column. Rows and columns count from 1; the mappings are shared: only look.

    ``reading`` is entered for decoding: it turns what the part's content cannot mean into Unreadable.
    ``areas`` tells which are filled by one formula each, which stands in the first cell alone: the others
    have it too. It is not asked where no cell has a formula.
    """

    def __init__(
        self,
        blocks: Iterable[Block],
        reader: Reader,
        reading: Callable[[], AbstractContextManager[None]],
        areas: Callable[[], Sequence[Range]] = tuple,
    ) -> None:
        self._reader = reader
        self._reading = reading
        self._pieces: dict[int, list[tuple[Sequence[int], BlockColumn]]] = {}
        self._in_order = True  # whether rows only go upwards, which no file need keep to
        for block in blocks:
            self._in_order = self._in_order and block.rows == sorted(block.rows)
            for column in block.columns:
                piece = column.decoded(reader) if len(block.rows) > _FEW else column
                self._pieces.setdefault(column.number, []).append((block.rows, piece))
        several = (column.formulas is not None for pieces in self._pieces.values() for _, column in pieces)
        self._areas = areas() if any(several) else ()
        self._values: dict[int, Mapping[int, Value]] = {}
        self._formulas: dict[int, Mapping[int, str]] = {}
        self._cells: dict[int, Mapping[int, Cell]] = {}
        self._let_go: dict[int, list[int]] = {}  # long columns without their texts -> where pieces begin
        self._again: Callable[[], SheetGrid] | None = None

    @property
    def columns(self) -> Sequence[int]:
        """The columns in which there is anything, in order."""
        return sorted(self._pieces)

    def last_row(self, column: int) -> int:
        """Return a row below which a column has nothing, as far as is known without decoding it."""
        return max((rows[-1] for rows, _ in self._pieces.get(column, ())), default=0)

    def values(self, column: int) -> Mapping[int, Value]:
        """Return row -> value, for the cells of a column that have one."""
        if column not in self._values and column in self._let_go and self._again is not None:
            again, self._again = self._again(), None
            self._values |= {column: again.values(column) for column in self._let_go}
        if column not in self._values:
            self._values[column] = self._decoded(column, lambda piece: piece.values(self._reader))
            if len(self._values[column]) > _MANY and column not in self._cells:
                self._let_go_of_texts(column)
        return self._values[column]

    def _let_go_of_texts(self, column: int) -> None:
        """Keep of a long column, once it is put together, only what tells its formulas and styles."""
        pieces = self._pieces[column]
        starts = [rows[0] for rows, _ in pieces]
        if self._in_order and starts == sorted(starts):
            self._pieces[column] = [(rows, piece.without_values()) for rows, piece in pieces]
            self._let_go[column] = starts

    def let_go_of_values(self, again: Callable[[], SheetGrid]) -> None:
        """Forget the values of long columns; where one is asked for, ``again`` reads the sheet anew."""
        self._again = again
        for column in self._let_go:
            self._values.pop(column, None)

    def formulas(self, column: int) -> Mapping[int, str]:
        """Return row -> formula without ``=``, for the cells of a column that have one."""
        if column not in self._formulas:
            any_formula = any(piece.formulas for _, piece in self._pieces.get(column, ()))
            found = self._decoded(column, lambda piece: piece.formulas or ()) if any_formula else {}
            self._formulas[column] = found
            for area in self._areas:
                if area[1] <= column <= area[3]:
                    found.update(self._by_area(area, column))
        return self._formulas[column]

    def _by_area(self, area: Range, column: int) -> dict[int, str]:
        """Return row -> formula for the cells of a column that an area's first cell fills."""
        top, left, bottom, _ = area
        formula, known = self.formulas(left).get(top), self.values(column)
        if formula is None:
            return {}
        if bottom - top > len(known):
            return {row: formula for row in known if top <= row <= bottom}
        return {row: formula for row in range(top, bottom + 1) if row in known}

    def column(self, column: int) -> Column:
        """Return the values and the formulas of a column."""
        return self.values(column), self.formulas(column)

    def cell(self, row: int, column: int) -> Cell | None:
        """Return one cell; None where there is neither value nor formula."""
        cells = self._cells.get(column)
        if cells is not None:
            return cells.get(row)
        if column in self._let_go:
            return self._put_together(row, column)
        self._look_cell_by_cell_at(column)
        return self.cell(row, column)

    def _look_cell_by_cell_at(self, column: int) -> None:
        if sum(len(rows) for rows, _ in self._pieces.get(column, ())) > _MANY:
            self.values(column)
        if column not in self._let_go:
            found = self._decoded(column, lambda piece: piece.cells(self._reader))
            if any(area[1] <= column <= area[3] for area in self._areas):
                filled = self.formulas(column)
                found = {row: cell._replace(formula=filled.get(row)) for row, cell in found.items()}
            self._cells[column] = found

    def _put_together(self, row: int, column: int) -> Cell | None:
        """Return one cell of a long column, of which few are ever looked at alone."""
        value, formula = self.values(column).get(row), self.formulas(column).get(row)
        if value is None and formula is None:
            return None
        rows, piece = self._pieces[column][bisect_right(self._let_go[column], row) - 1]
        marks = piece.attributes
        mark = marks if isinstance(marks, str) else marks[bisect_left(rows, row)]
        return Cell(value, formula, self._reader.mark(mark)[1])

    def _decoded(self, column: int, read: Callable[[BlockColumn], Sequence[T | None]]) -> dict[int, T]:
        """Return row -> what the pieces of a column hold; rows of which they hold nothing are left out."""
        found: dict[int, T] = {}
        count = 0
        with self._reading():
            for rows, piece in self._pieces.get(column, ()):
                said = read(piece)
                nothing = said.count(None)
                count += len(said) - nothing
                if nothing:
                    found.update((row, one) for row, one in zip(rows, said, strict=True) if one is not None)
                elif said:
                    found.update(zip(rows, said, strict=True))  # type: ignore[arg-type]
            if len(found) < count:
                raise BadPlace(_twice(column, self._pieces[column]))
        return found


def _twice(column: int, pieces: Iterable[tuple[Sequence[int], BlockColumn]]) -> str:
    """Return the address of the first cell of a column that stands there twice."""
    rows = sorted(row for rows, _ in pieces for row in rows)
    return a1(next(row for row, after in pairwise(rows) if row == after), column)
