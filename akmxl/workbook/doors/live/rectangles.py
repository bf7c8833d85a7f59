"""Group cells into few rectangles: Excel takes a whole one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.workbook.doors.live.conversion import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.core.cells import Position, Range


class Rectangle(NamedTuple):
    """A rectangle of values; ``top`` and ``left`` are its first row and column."""

    top: int
    left: int
    rows: list[list[object]]

    @property
    def area(self) -> Range:
        return self.top, self.left, self.top + len(self.rows) - 1, self.left + len(self.rows[0]) - 1

    @property
    def cells(self) -> dict[Position, object]:
        return {
            (row, column): value
            for row, values in enumerate(self.rows, self.top)
            for column, value in enumerate(values, self.left)
        }

    @property
    def texts(self) -> set[Position]:
        """The places that get texts."""
        return {position for position, value in self.cells.items() if is_text(value)}


def rectangles(cells: Mapping[Position, object]) -> Iterator[Rectangle]:
    """Group cells into rectangles of just these cells.

    Cells side by side make a run, which is joined with the same run of the row above.
    """
    growing: dict[tuple[int, int], Rectangle] = {}
    last_row = 0
    for row, runs in _runs(cells).items():
        above = growing if row == last_row + 1 else {}
        yield from (
            rectangle for span, rectangle in growing.items() if not above or span not in map(_span, runs)
        )
        growing, last_row = {}, row
        for left, values in runs:
            rectangle = above.get((left, len(values))) or Rectangle(row, left, [])
            rectangle.rows.append(values)
            growing[left, len(values)] = rectangle
    yield from growing.values()


def _span(run: tuple[int, list[object]]) -> tuple[int, int]:
    return run[0], len(run[1])


def _runs(cells: Mapping[Position, object]) -> dict[int, list[tuple[int, list[object]]]]:
    """Return row -> the cells that stand side by side: the first one's column, and their values."""
    rows: dict[int, list[tuple[int, list[object]]]] = {}
    for row, column in sorted(cells):
        runs = rows.setdefault(row, [])
        if runs and runs[-1][0] + len(runs[-1][1]) == column:
            runs[-1][1].append(cells[row, column])
        else:
            runs.append((column, [cells[row, column]]))
    return rows
