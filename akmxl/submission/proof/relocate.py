"""Find the values of a form again after people inserted rows or columns, sorted rows, renamed a sheet.

The list of values names the cells in which akmxl wrote them. Where they are not there any more, the rows and
columns are matched with those of the sheet by the values in them: rare values tell most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.submission.proof.shown import forms_of, shows, stands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from akmxl.core.cells import Cell, Position
    from akmxl.submission.proof.shown import Written

    Weights = Mapping[tuple[int, int], float]

_MOST_SEARCHES = (
    2_000_000  # of a value in a text: a second or two, and no form that people change has so many
)
_TOO_COMMON = 50  # rows: a value that stands in more of them tells nothing
_STAYED = 1e-6  # of two ways that fit alike, the one that moves nothing


@dataclass(frozen=True)
class Moves:
    """The new places of a sheet's rows and columns; None for a row that is gone."""

    rows: Mapping[int, int | None]
    columns: Mapping[int, int | None]

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """Return where a cell (row, column) is now; None where its row or column is gone."""
        now = self.rows.get(row), self.columns.get(column)
        return (now[0], now[1]) if now[0] is not None and now[1] is not None else None


def find_moves(written: Iterable[Written], cells: Mapping[Position, Cell]) -> Moves:
    """Find where the rows and columns of these values, of one sheet of the form, are now among its cells."""
    known = [one for one in written if one.value is not None]
    by_row: dict[int, dict[int, object]] = defaultdict(dict)
    for (row, column), cell in cells.items():
        by_row[row][column] = cell.value
    weights: dict[tuple[int, int], float] = defaultdict(float)
    met: Counter[tuple[int, int]] = Counter()
    for one, found in _rows_with(known, by_row):
        for row in found:
            weights[one.row, row] += 1 / len(found)
            met[one.row, row] += 1
    values = Counter(one.row for one in known)
    whole = [pair for pair, count in met.items() if count == values[pair[0]]]
    rows = _settle({one.row for one in written}, weights, whole, by_row)
    votes = Counter(
        (one.column, column)
        for one in known
        for column, value in by_row.get(rows[one.row] or 0, {}).items()
        if stands(value, one)
    )
    columns = {column for _, column in cells}
    return Moves(rows, _settle({one.column for one in written}, votes, (), columns))


def _rows_with(
    known: Iterable[Written], by_row: Mapping[int, Mapping[int, object]]
) -> Iterator[tuple[Written, Collection[int]]]:
    """Yield each value that is not common with the rows that have it, alone in a cell, else inside a text."""
    alone: dict[object, set[int]] = defaultdict(set)
    texts = []
    for row, values in by_row.items():
        for value in values.values():
            for form in forms_of(value):
                alone[form].add(row)
            if isinstance(value, str):
                texts.append((row, value))
    left = _MOST_SEARCHES
    for one in known:
        found = set().union(*(alone.get(form, ()) for form in forms_of(one.value)))
        if not found and left >= len(texts):
            left -= len(texts)
            found = {row for row, text in texts if shows(text, one)}
        if len(found) <= _TOO_COMMON:
            yield one, found


def _settle(
    lines: Iterable[int],
    weights: Weights,
    whole: Iterable[tuple[int, int]],
    filled: Collection[int],
) -> dict[int, int | None]:
    """Return each line with its line now.

    Lines are matched by the heaviest pairs that keep the order, then by the ``whole`` pairs of lines that
    were sorted elsewhere, then beside their neighbours.
    """
    weights = {(old, new): weight + _STAYED * (old == new) for (old, new), weight in weights.items()}
    settled = _heaviest_chain(weights)
    for old, new in sorted(whole, key=lambda pair: -weights[pair]):
        if old not in settled and new not in settled.values():
            settled[old] = new
    return {line: settled[line] if line in settled else _beside(line, settled, filled) for line in lines}


def _heaviest_chain(weights: Weights) -> dict[int, int]:
    """Return the pairs of the greatest weight in all whose old and new lines both ascend."""
    chains: list[tuple[float, int, int, int]] = []  # weight of the whole chain, its last pair, the one before
    ends: list[int] = []  # new lines at which a chain ends that is heavier than all that end before it
    which: list[int] = []  # that chain
    for old, new in sorted(weights, key=lambda pair: (pair[0], -pair[1])):
        at = bisect_left(ends, new)
        before = which[at - 1] if at else -1
        weight = weights[old, new] + (chains[before][0] if at else 0)
        if at < len(ends) and ends[at] == new and chains[which[at]][0] >= weight:
            continue
        chains.append((weight, old, new, before))
        upto = at
        while upto < len(ends) and chains[which[upto]][0] <= weight:
            upto += 1
        ends[at:upto], which[at:upto] = [new], [len(chains) - 1]
    chain: dict[int, int] = {}
    last = which[-1] if which else -1
    while last >= 0:
        _, old, new, last = chains[last]
        chain[old] = new
    return chain


def _beside(line: int, settled: Mapping[int, int], filled: Collection[int]) -> int | None:
    """Return the place of a line that keeps its distance from a neighbour, on a filled line if there is one.

    None where there is no room.
    """
    above = max((old for old in settled if old < line), default=None)
    below = min((old for old in settled if old > line), default=None)
    if above is None and below is None:
        return line
    near = [settled[old] + line - old for old in (above, below) if old is not None]
    room = [
        new
        for new in near
        if (above is None or settled[above] < new) and (below is None or new < settled[below]) and new > 0
    ]
    return next((new for new in room if new in filled), room[0] if room else None)
