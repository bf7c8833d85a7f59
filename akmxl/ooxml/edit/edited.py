"""Say what an editor of cells asks of a sheet, whatever that is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from akmxl.core.cells import Cell, Range
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.read.grid import Column
    from akmxl.ooxml.read.sheet_facts import Table

    Rows = Sequence[Sequence[Writable]]
    NewCell = tuple[int, int, Writable]  # row, column and what shall stand there
    Style = int | None  # a style's number in a file; None: as the place has it, or not known


class NewRows(NamedTuple):
    """Rows of values to write from (``top``, ``left``) on: the cells that change, the columns' styles.

    The last ``fresh`` rows stand below all that is there, and their cells are not among the changes.
    """

    top: int
    left: int
    rows: Rows
    changes: Sequence[NewCell]
    styles: Mapping[int, Style]
    fresh: int = 0

    @property
    def fresh_rows(self) -> Rows:
        """The rows below all that is there."""
        return self.rows[len(self.rows) - self.fresh :]


class EditedSheet(Protocol):
    """One sheet as it stands after the edits so far; rows and columns count from 1."""

    @property
    def name(self) -> str:
        """The sheet's own name."""

    @property
    def merges(self) -> Sequence[Range]:
        """Merged areas."""

    @property
    def formula_areas(self) -> Sequence[Range]:
        """Areas of several cells that one formula fills: arrays, data tables."""

    @property
    def shares_formulas(self) -> bool:
        """Whether any cell's formula is stored once for several."""

    def shares_formula(self, row: int, column: int) -> bool:
        """Tell whether a cell's formula is stored once for several, so that none of them changes alone."""

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell with a value or a formula, or None."""

    def holds(self, row: int, column: int, value: Writable) -> bool:
        """Tell whether a cell holds this already, so that writing it would change nothing."""

    def column(self, column: int) -> Column | None:
        """Return a column's values and formulas, by row; None where cells must be asked for one by one."""

    def is_empty(self, area: Range) -> bool:
        """Tell whether no cell of an area has a value or a formula."""

    def rows_upwards(self, top: int, bottom: int) -> Iterator[int]:
        """Return the rows that have cells at all, from the bottom up: a table may reach to the last row."""

    def rows_from(self, first_row: int) -> Iterable[tuple[int, Collection[int]]]:
        """Return the rows from one on that have cells, each with the columns of its cells."""

    def style(self, row: int, column: int, /) -> Style:
        """Return the style that a cell has, or would have when somebody typed into it."""

    def own_style(self, row: int, column: int, /) -> Style:
        """Return the style of a cell that is there, even an empty one; else None."""

    def put(self, row: int, column: int, value: Writable, style: Style, /) -> None:
        """Write a cell; None empties it."""

    def put_column(self, column: int, values: Mapping[int, Writable]) -> None:
        """Write cells of a column, by row, each in the style that its place has."""

    def lay(self, new: NewRows) -> None:
        """Write the cells of rows that change, or a whole rectangle around them."""

    def clear(self, row: int, columns: Collection[int]) -> None:
        """Leave nothing in some cells of a row, no styles either."""


class EditedWorkbook(Protocol):
    """A workbook's sheets and tables as they stand after the edits so far."""

    @property
    def file(self) -> str:
        """The file's name, for messages."""

    @property
    def sheet_names(self) -> Sequence[str]:
        """The names that sheets have, those of charts and of new sheets too."""

    @property
    def tables(self) -> Mapping[str, Table]:
        """Excel tables by name."""

    def edited_sheet(self, name: str) -> EditedSheet:
        """Return a sheet, letter case apart; raises Unsupported where there is none."""

    def resize_table(self, table: Table, last_row: int) -> None:
        """Let a table without totals end at another row."""
