"""Finding the values of a form again after people inserted rows or columns, sorted rows, renamed a sheet.

The list of values names the cells in which akmxl wrote them. Where they do not stand there any more, the
rows and columns are matched with those of the sheet by the values in them: rare values tell most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from akmxl.submission.shown import forms_of, shows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from akmxl.ooxml import Cell
    from akmxl.submission.shown import Written

    Cells = Mapping[tuple[int, int], Cell]
    Weights = Mapping[tuple[int, int], float]

_TOO_COMMON = 200  # rows: a value that stands in more of them tells nothing
_STAYED = 1e-6  # of two ways that fit alike, the one that moves nothing


@dataclass(frozen=True)
class Moves:
    """Where the rows and columns of a sheet have gone; None for a row that is not there any more."""

    rows: Mapping[int, int | None]
    columns: Mapping[int, int | None]

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        now = self.rows.get(row), self.columns.get(column)
        return (now[0], now[1]) if now[0] is not None and now[1] is not None else None


def find_moves(written: Iterable[Written], cells: Cells) -> Moves:
    """Where the rows and columns of these values, of one sheet of the form, stand among its cells."""
    known = [one for one in written if one.value is not None]
    places = _places(known, cells)
    rows, columns = {one.row for one in known}, {one.column for one in known}
    weights: dict[tuple[int, int], float] = defaultdict(float)
    met: Counter[tuple[int, int]] = Counter()
    for one in known:
        found = {row for row, _ in places[one]}
        for row in found if len(found) <= _TOO_COMMON else ():
            weights[one.row, row] += 1 / len(found)
            met[one.row, row] += 1
    values = Counter(one.row for one in known)
    whole = [(old, new) for (old, new), count in met.items() if count == values[old]]
    filled = {row for row, _ in cells}
    rows_now = _settle(rows | {one.row for one in written}, weights, whole, filled)
    votes = Counter(
        (one.column, column) for one in known for row, column in places[one] if row == rows_now[one.row]
    )
    columns |= {one.column for one in written}
    return Moves(rows_now, _settle(columns, votes, (), {column for _, column in cells}))


def _places(known: Iterable[Written], cells: Cells) -> dict[Written, list[tuple[int, int]]]:
    """Where each value stands: alone in a cell, else inside a text."""
    alone: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for place, cell in cells.items():
        for form in forms_of(cell.value):
            alone[form].append(place)
    texts = [(place, cell.value) for place, cell in cells.items() if isinstance(cell.value, str)]
    found = {}
    for one in known:
        places = {place for form in forms_of(one.value) for place in alone.get(form, ())}
        found[one] = sorted(places) or [place for place, text in texts if shows(text, one)]
    return found


def _settle(
    lines: Iterable[int],
    weights: Weights,
    whole: Iterable[tuple[int, int]],
    filled: Collection[int],
) -> dict[int, int | None]:
    """Line -> its line now: by the heaviest pairs that keep the order, then the ``whole`` pairs of lines
    that were sorted elsewhere, then beside the neighbours."""
    weights = {(old, new): weight + _STAYED * (old == new) for (old, new), weight in weights.items()}
    settled = _heaviest_chain(weights)
    for old, new in sorted(whole, key=lambda pair: -weights[pair]):
        if old not in settled and new not in settled.values():
            settled[old] = new
    return {line: settled[line] if line in settled else _beside(line, settled, filled) for line in lines}


def _heaviest_chain(weights: Weights) -> dict[int, int]:
    """The pairs of the greatest weight in all whose old and new lines both ascend."""
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
    """Where a line stands that keeps its distance from a neighbour, on a filled line if there is one;
    None where there is no room."""
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
