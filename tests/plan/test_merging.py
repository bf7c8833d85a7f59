"""Three sides of one cell: what stood there, what the plan says, what the copy says."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from akmxl.plan.copies import as_merged, merged_cells, pack, unpack
from akmxl.plan.merging import Whose, compare, taken_cells

VALUES = st.none() | st.integers(0, 3)
FIELDS = st.sampled_from(["m01", "title"])
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["Oylik", "Matbuot"]), st.sampled_from("123"), FIELDS), VALUES, max_size=12
)
MONTHS = st.dictionaries(st.tuples(st.just("Oylik"), st.sampled_from("123"), FIELDS), VALUES, max_size=6)
OURS = Whose(("Matbuot",), (), lambda _key: True, lambda _row: True)
NOBODYS = Whose(("Matbuot",), (), lambda _key: False, lambda _row: False)


def sides(base: object, plan: object, copy: object, whose: Whose = OURS) -> dict[str, int]:
    """What one cell of Oylik comes to."""
    key = ("Oylik", "11", "m03")
    found = compare({} if base is None else {key: base}, {key: plan}, {key: copy}, whose)
    names = ("taken", "agreed", "conflicts", "foreign", "homeless")
    return {name: len(getattr(found, name)) for name in names if getattr(found, name)}


@pytest.mark.parametrize(
    ("base", "plan", "copy", "what"),
    [
        (1, 1, 1, None),
        (1, 2, 1, None),
        (1, 1, 2, "taken"),
        (1, 1, None, "taken"),
        (None, None, 2, "taken"),
        (1, 2, 2, "agreed"),
        (1, 2, 3, "conflicts"),
        (1, None, 3, "conflicts"),
        (None, 2, 3, "conflicts"),
        (5, 5.0, 5, None),
        ("Navro‘z  bayrami", "x", "Navro‘z bayrami", None),
    ],
)
def test_one_cell(base: object, plan: object, copy: object, what: str | None) -> None:
    assert sides(base, plan, copy) == ({what: 1} if what else {})
    others = sides(base, plan, copy, NOBODYS)
    assert others == ({} if what is None else {"agreed": 1} if what == "agreed" else {"foreign": 1})


@given(base=CELLS, plan=CELLS)
def test_a_copy_in_which_nobody_worked_comes_to_nothing(
    base: dict[tuple[str, str, str], object], plan: dict[tuple[str, str, str], object]
) -> None:
    found = compare(base, plan, base, OURS)
    told = (found.taken, found.conflicts, found.added, found.removed, found.gone)
    assert not any(told)


@given(base=MONTHS, plan=MONTHS, copy=MONTHS)
def test_no_figure_of_the_copy_is_passed_over(
    base: dict[tuple[str, str, str], object],
    plan: dict[tuple[str, str, str], object],
    copy: dict[tuple[str, str, str], object],
) -> None:
    found = compare(base, plan, copy, OURS)
    told = [one.key for one in (*found.taken, *found.agreed, *found.conflicts, *found.homeless)]
    assert sorted(told) == sorted(key for key, value in copy.items() if value != base.get(key))


ROWS = st.dictionaries(
    st.tuples(st.just("Matbuot"), st.sampled_from("1234"), st.sampled_from(["date", "title", "author"])),
    st.integers(0, 2),
    max_size=12,
)


@given(base=ROWS, plan=ROWS, first=ROWS, second=ROWS)
def test_rows_are_taken_once_and_none_is_written_over_by_another_desks(
    base: dict[tuple[str, str, str], object],
    plan: dict[tuple[str, str, str], object],
    first: dict[tuple[str, str, str], object],
    second: dict[tuple[str, str, str], object],
) -> None:
    kept, now = dict(base), dict(plan)
    for turn, copy in enumerate((first, first, second, second)):
        found = compare(kept, now, copy, OURS)
        names = {one.row: f"{turn}-{number}" for number, one in enumerate(found.added)}
        assert not (turn == 1 and names), "nothing is taken twice"
        assert not any(one.there[2] == "title" and one.there[1] in found.known_as.values()
                       for one in found.taken)  # fmt: skip
        now |= {one.there: one.new for one in found.taken}
        for one in found.added:
            now |= {("Matbuot", names[one.row], field): value for field, value in one.values.items()}
        kept |= dict(taken_cells(found, (), names, ()))


@given(CELLS)
def test_what_is_kept_comes_back(cells: dict[tuple[str, str, str], object]) -> None:
    assert unpack(pack(cells)) == cells
    assert merged_cells(as_merged("a1", cells), "a1") == cells
    assert merged_cells(as_merged("a1", cells), "b2") == {}


@pytest.mark.parametrize("text", ["buzuq", "eJzbuzynqq==", "eJyLjgUAARUAuQ=="])
def test_what_is_damaged_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whichever kind
        unpack([text])
