"""What a door hands over of a sheet: all that views, reading and rules know of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.ooxml import Cell, Table
    from akmxl.ooxml.address import Range
    from akmxl.ooxml.values import Value


class Grid(Protocol):
    """The cells of one sheet by column; rows and columns count from 1, and nobody changes the mappings.

    Knows nothing of XML. The file door decodes a column when it is first asked for
    (``ooxml.SheetGrid``); a door that is handed whole lists of values and formulas needs a dictionary for
    each column. A cell without value and formula is nowhere; one whose formula has no result yet has the
    value ``NOT_CALCULATED``; a blank text is a value.
    """

    @property
    def columns(self) -> Sequence[int]:
        """The columns in which there is anything, in order."""

    def values(self, column: int) -> Mapping[int, Value]:
        """Row -> value, downwards: for passes over thousands of rows."""

    def formulas(self, column: int) -> Mapping[int, str]:
        """Row -> formula without ``=``, for the cells that have one."""

    def cell(self, row: int, column: int) -> Cell | None:
        """One cell, for looking here and there."""


def filled(grid: Grid, columns: Iterable[int]) -> set[int]:
    """The rows that hold anything but blanks in these columns."""
    rows: set[int] = set()
    for column in columns:
        values = grid.values(column)
        rows.update(row for row in values.keys() - rows if says(values[row]))
    return rows


def end_with_typed(grid: Grid, table: Table, merges: Iterable[Range]) -> int:
    """The last row of a table with the rows that people typed right under it, up to a merged one: not
    every program lets a table grow."""
    typed = filled(grid, range(table.first_col, table.last_col + 1))
    typed -= {row for first, _, last, _ in merges for row in range(first, last + 1)}
    last = table.last_row
    while last + 1 in typed and not table.totals_rows:
        last += 1
    return last


def says(value: object) -> bool:
    """Whether a value is more than blanks."""
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


class RowValues(Mapping[str, object]):
    """A row's values by field, looked up in its columns when asked for."""

    __slots__ = ("_columns", "_row")

    def __init__(self, columns: Mapping[str, Mapping[int, object]], row: int) -> None:
        self._columns = columns
        self._row = row

    def __getitem__(self, field: str) -> object:
        return self._columns[field].get(self._row)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)
