"""Map a sheet to the same sheet of the template: its rows, its columns, and the formulas carried over."""

from __future__ import annotations

import re
from dataclasses import field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from akmxl.core.cells import REFERENCE, column_letter, parse_range
from akmxl.core.dataclass import dataclass
from akmxl.ooxml.edit.shift import UnclearFormula, copy_formula, with_references
from akmxl.ooxml.look.areas import runs

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from akmxl.core.cells import Position, Range
    from akmxl.workbook.plan_file import SheetView

_TITLE = re.compile(r"\[([^\[\]#]+)\]")


@dataclass(frozen=True)
class Match:
    """A sheet and its template: which row and column of the template each one here is.

    ``rows`` and ``columns`` map those here to the template's; where ``growing``, all rows are alike and any
    number of them may follow. ``titles`` are those of the tables that formulas name: as the template has them
    -> as they are here, for each table; ``sums`` are the ranges of columns that do not stand side by side
    here.
    """

    template: SheetView
    actual: SheetView
    rows: Mapping[int, int]
    columns: Mapping[int, int]
    titles: Mapping[str, Mapping[str, str]]
    names: Container[str]
    growing: bool = False
    sums: Mapping[str, str] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        return self.actual.name

    @cached_property
    def _back(self) -> tuple[dict[int, int], dict[int, int]]:
        """Row and column of the template -> the first one here."""
        return _turned(self.rows), _turned(self.columns)

    def positions(self) -> Iterator[tuple[Position, Position]]:
        """Yield each cell here that the template knows, with the template's cell."""
        for row, there in self.rows.items():
            for column, beside in self.columns.items():
                yield (row, column), (there, beside)

    def origins(self) -> Iterator[Position]:
        """Return the template's cells that stand for any here, each once."""
        return product(dict.fromkeys(self.rows.values()), dict.fromkeys(self.columns.values()))

    def origin(self, here: Position) -> Position:
        """Return the cell of the template that the corner of an area here is."""
        row = here[0] - self._shift if self.growing else self.rows[here[0]]
        return row, self.columns[here[1]]

    @property
    def _shift(self) -> int:
        return self.actual.first_row - self.template.first_row

    def areas(self, area: Range) -> list[Range]:
        """Return the areas here that the cells of an area of the template became."""
        top, left, bottom, right = area
        columns = runs(here for here, there in self.columns.items() if left <= there <= right)
        if self.growing:
            rows = [(top + self._shift, bottom + self._shift)]
        else:
            rows = runs(here for here, there in self.rows.items() if top <= there <= bottom)
        return [(r1, c1, r2, c2) for r1, r2 in rows for c1, c2 in columns]

    def formula(
        self, text: str, here: Position, origin: Position, seen_from: Position | None = None
    ) -> str | None:
        """Return a formula of the template's cell ``origin`` as it reads ``here``.

        None where it names what is not in this workbook. ``seen_from`` is where its references start, if not
        from ``origin``.
        """
        down, right = (o - s for o, s in zip(origin, seen_from or origin, strict=True))
        try:
            moved = copy_formula(text, down, right)
            several = "LOOKUP(" not in moved  # which takes one range only
            return with_references(moved, lambda value: self._reference(value, here, origin, several))
        except (KeyError, ValueError, UnclearFormula):  # a row, column, title or name that is not here
            return None

    def _reference(self, value: str, here: Position, origin: Position, several: bool) -> str:
        corners = REFERENCE.fullmatch(value)
        if corners is None:
            return self._name(value)
        top, left, bottom, right = parse_range(value)
        taken: Sequence[int] = range(top, bottom + 1)
        if several and len(taken) > 1:  # of the parts of a sum those count that are here
            taken = [row for row in taken if self._is_here(row, origin)] or taken
        rows = runs(self._row(row, here, origin) for row in taken)
        columns_ = runs(self._column(column, here, origin) for column in range(left, right + 1))
        if not several:
            rows, columns_ = [(rows[0][0], rows[-1][1])], [(columns_[0][0], columns_[-1][1])]
        return ",".join(_written(r, c, corners[1], corners[3]) for r in rows for c in columns_)

    def _is_here(self, row: int, origin: Position) -> bool:
        return row == origin[0] or row < self.template.first_row or row in self._back[0]

    def _row(self, row: int, here: Position, origin: Position) -> int:
        if row == origin[0]:
            return here[0]
        if row < self.template.first_row:  # a heading
            return row + self._shift
        return self._back[0][row]

    def _column(self, column: int, here: Position, origin: Position) -> int:
        return here[1] if column == origin[1] else self._back[1][column]

    def _name(self, value: str) -> str:
        """Return a defined name, or columns of a table; raises ``KeyError`` for one that is not here."""
        if value in self.sums:
            return self.sums[value]
        table, bracket, columns = value.partition("[")
        if not bracket and value not in self.names:
            raise KeyError(value)
        titles = self.titles[table] if bracket else {}
        return table + _TITLE.sub(lambda match: f"[{titles[match[1]]}]", bracket + columns)


def _turned(numbers: Mapping[int, int]) -> dict[int, int]:
    return {there: here for here, there in reversed(list(numbers.items()))}


def _written(rows: Position, columns: Position, fixed_column: str, fixed_row: str) -> str:
    first, last = (
        f"{fixed_column}{column_letter(column)}{fixed_row}{row}"
        for row, column in zip(rows, columns, strict=True)
    )
    return first if first == last else f"{first}:{last}"
