"""Join rectangles of cells, cut them out of each other, write them as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import format_range

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """Return what is left of the areas once the others are cut out of them."""
    left = list(areas)
    for cut in cuts:
        left = [piece for area in left for piece in _cut(area, cut)]
    return left


def _cut(area: Range, cut: Range) -> list[Range]:
    r1, c1, r2, c2 = area
    top, start, bottom, end = max(r1, cut[0]), max(c1, cut[1]), min(r2, cut[2]), min(c2, cut[3])
    if top > bottom or start > end:
        return [area]
    pieces = (
        (r1, c1, top - 1, c2),
        (top, c1, bottom, start - 1),
        (top, end + 1, bottom, c2),
        (bottom + 1, c1, r2, c2),
    )
    return [piece for piece in pieces if piece[0] <= piece[2] and piece[1] <= piece[3]]


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
