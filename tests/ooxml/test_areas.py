"""Rectangles of cells cut out of one another."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from akmxl.ooxml.look.areas import without

if TYPE_CHECKING:
    from akmxl.core.cells import Range

number = st.integers(1, 9)
corners = st.tuples(number, number, number, number)
rectangle = corners.map(lambda c: (min(c[0], c[2]), min(c[1], c[3]), max(c[0], c[2]), max(c[1], c[3])))


def cells(area: Range) -> set[tuple[int, int]]:
    return set(product(range(area[0], area[2] + 1), range(area[1], area[3] + 1)))


@given(st.lists(rectangle, max_size=3), st.lists(rectangle, max_size=6))
def test_what_is_left_has_each_cell_once(whole: list[Range], cuts: list[Range]) -> None:
    holes = {cell for cut in cuts for cell in cells(cut)}
    left = Counter(cell for area in without(whole, cuts) for cell in cells(area))
    assert left == Counter(cell for area in whole for cell in cells(area) - holes)
    untouched = [area for area in whole if not cells(area) & holes]
    assert [area for area in without(whole, cuts) if area in untouched] == untouched


def test_thousands_of_cells_are_held_against_those_near_them_alone() -> None:
    """As many steps as cells; each against each would be a thousand million."""
    single = [(row, 1, row, 1) for row in range(1, 60_001, 2)]
    assert without(single, single) == []
    assert len(without([(1, 1, 1_048_576, 1)], single)) == len(single)
