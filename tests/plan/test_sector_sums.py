"""Two sectors whose headings were exchanged over their figures are told from other changes."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from akmxl.plan.sector_sums import exchanged_sectors, new_sectors, sector_sums

if TYPE_CHECKING:
    from akmxl.plan.model import Plan


def plan(kept: dict[str, str], **sectors: list[int]) -> Plan:
    """A plan with these figures of its sectors, one a month from January on, and what was kept of them."""
    months = range(max(map(len, sectors.values())))
    days = [
        SimpleNamespace(
            date=date(2025, month + 1, 9),
            columns={
                name: SimpleNamespace(value=row[month]) for name, row in sectors.items() if month < len(row)
            },
        )
        for month in months
    ]
    settings = SimpleNamespace(sectors=tuple(sectors))
    known = {f"Kundalik/{name}": text for name, text in kept.items()}
    return cast("Plan", SimpleNamespace(days=days, settings=settings, known_rows=known))


KEPT = {"a": "1:12;2:9;3:1", "b": "1:7;2:5;3:2"}


@pytest.mark.parametrize(("a", "b", "told"), [
    ([12, 9, 1], [7, 5, 2], []),  # nothing happened
    ([7, 5, 2], [12, 9, 1], [("a", "b")]),
    ([7, 5, 4, 3], [12, 9, 1, 8], [("a", "b")]),  # the last month went on, and another came
    ([7, 5, 2], [12, 8, 1], []),  # a figure was mended too: they may have been typed anew
    ([12, 9, 1], [12, 9, 1], []),
])  # fmt: skip
def test_exchanged_headings(a: list[int], b: list[int], told: list[tuple[str, str]]) -> None:
    after = plan(KEPT, a=a, b=b)
    assert list(exchanged_sectors(after)) == told
    kept = {name.removeprefix("Kundalik/"): text for name, text in sector_sums(after).items()}
    assert (kept == KEPT) == (bool(told) or (a, b) == ([12, 9, 1], [7, 5, 2]))  # until they are put right


def test_of_a_single_month_nothing_can_be_told() -> None:
    assert list(exchanged_sectors(plan({"a": "1:3", "b": "1:4"}, a=[4], b=[3]))) == []
    assert sector_sums(plan({}, a=[4], b=[0])) == {"Kundalik/a": "1:4", "Kundalik/b": "0"}


def test_of_a_sector_off_the_list_it_stays_known() -> None:
    assert sector_sums(plan({"a": "1:3", "b": "1:4"}, a=[3])) == {"Kundalik/a": "1:3", "Kundalik/b": "1:4"}


def test_since_when_a_sector_is_known() -> None:
    assert new_sectors(plan({}, a=[4, 5], b=[0, 3])) == {}  # the first check knows nothing
    first = plan({"a": "1:3", "b": "0"}, a=[3, 4], b=[0, 0], c=[0, 1])
    assert new_sectors(first) == {"c": 2}
    kept = {name.removeprefix("Kundalik/"): text for name, text in sector_sums(first).items()}
    assert kept == {"a": "1:3;2:4", "b": "0", "c": "s2;2:1"}
    later = plan(kept, a=[3, 4, 5], b=[0, 0, 0], c=[0, 1, 0])
    assert new_sectors(later) == {"c": 2}
    assert sector_sums(later)["Kundalik/c"] == "s2;2:1"
