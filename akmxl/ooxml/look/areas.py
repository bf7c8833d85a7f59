"""Join rectangles of cells, cut them out of each other, write them as a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from akmxl.core.cells import format_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.core.cells import Range


def format_areas(areas: Iterable[Range], separator: str = " ") -> str:
    """Write ranges as ``A1:B2 C3``, from the top."""
    return separator.join(map(format_range, sorted(areas)))


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Group numbers into runs without a gap: 1, 2, 3, 7 give (1, 3) and (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def without(areas: Iterable[Range], cuts: Iterable[Range]) -> list[Range]:
    """Return what is left of the areas once the others are cut out of them; one that none touches as it is.

    A rule may stand in thousands of single cells: each area is held against the cuts near it alone.
    """
    holes = sorted(set(cuts))
    tops = [hole[0] for hole in holes]
    reach = list(accumulate((hole[2] for hole in holes), max))  # the lowest row down to each
    found: list[Range] = []
    for area in areas:
        near = holes[bisect_left(reach, area[0]) : bisect_right(tops, area[2])]
        own = [hole for hole in near if hole[2] >= area[0] and hole[1] <= area[3] and hole[3] >= area[1]]
        found += _rest(area, own) if own else [area]
    return found


def _rest(area: Range, holes: Iterable[Range]) -> list[Range]:
    """Return an area without the holes, row by row where these begin and end, alike rows joined."""
    top, left, bottom, right = area
    changes: dict[int, list[tuple[int, int, int]]] = {top: [], bottom + 1: []}
    for hole in holes:
        changes.setdefault(max(top, hole[0]), []).append((1, hole[1], hole[3]))
        changes.setdefault(min(bottom, hole[2]) + 1, []).append((-1, hole[1], hole[3]))
    inside: Counter[tuple[int, int]] = Counter()
    found: list[Range] = []
    open_: dict[tuple[int, int], int] = {}
    for row in sorted(changes):
        for count, *span in changes[row]:
            inside[span[0], span[1]] += count
        inside = +inside
        now = dict.fromkeys(_between(left, right, inside) if row <= bottom else (), row)
        found += [(open_[one], one[0], row - 1, one[1]) for one in open_ if one not in now]
        open_ = {one: open_.get(one, row) for one in now}
    return found


def _between(left: int, right: int, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the columns from left to right that none of the spans takes."""
    for first, last in sorted(spans):
        if first > left:
            yield left, min(first - 1, right)
        left = max(left, last + 1)
    if left <= right:
        yield left, right


def covering(cells: Iterable[tuple[int, int]]) -> list[Range]:
    """Cover cells, given by row and column, with rectangles: along the rows first, then downwards."""
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    open_: dict[tuple[int, int], Range] = {}
    found: list[Range] = []
    for row in sorted(rows):
        now: dict[tuple[int, int], Range] = {}
        for span in runs(rows[row]):
            above = open_.pop(span, None)
            first = above[0] if above is not None and above[2] == row - 1 else row
            if above is not None and first == row:
                found.append(above)
            now[span] = first, span[0], row, span[1]
        found += open_.values()
        open_ = now
    return sorted([*found, *open_.values()])
