"""Figures far from those of like centres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.records import Centre
from tests.plan.returns.making import KNOWN, form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.plan.returns.records import Outlier, Value


def outliers(
    values: Sequence[int | dict[str, Value]], groups: Sequence[str] = (), regions: Sequence[str] = ()
) -> tuple[Outlier, ...]:
    centres = [
        Centre(str(n), f"C{n}", (), regions[n] if regions else "", "", groups[n] if groups else "")
        for n in range(len(values))
    ]
    forms = [form(str(n), values=value, name=f"C{n}") for n, value in enumerate(values)]
    return consolidation(forms, (), centres, known=KNOWN).outliers


def done(fact: int, plan: int) -> dict[str, Value]:
    return {"item:15.1/fact": fact, "item:15.1/plan": plan}


def test_a_figure_far_from_the_median_is_found() -> None:
    (one,) = outliers([10, 12, 11, 9, 13, 1200])
    assert (one.centre, one.value, one.median) == ("5", 1200, 11.5)
    assert one.distance == pytest.approx((1200 - 11.5) / 2.29, rel=0.01)  # the chance of a count of eleven


@pytest.mark.parametrize("values", [[12] * 9 + [13], [1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 1], [10, 12, 1200, 9]])
def test_chance_and_few_values_are_no_outliers(values: list[int]) -> None:
    assert outliers(values) == ()


def test_where_all_say_the_same_one_that_does_not_is_found() -> None:
    assert [one.centre for one in outliers([12] * 9 + [120])] == ["9"]


def test_only_like_centres_are_compared() -> None:
    values = [10, 11, 12, 13, 14, 1000, 1100, 1200, 1300, 1400]
    assert outliers(values, groups=["a"] * 5 + ["b"] * 5) == ()
    assert outliers(values, regions=["a"] * 5 + ["b"] * 5) == ()
    assert outliers([*values[:5], 1000, 1100], groups=["a"] * 5 + ["b"] * 2) == ()


def test_what_was_done_is_compared_by_the_plan() -> None:
    fair = [done(10 * n, 12 * n) for n in (1, 4, 20, 80, 300)]
    assert [one for one in outliers(fair) if one.measure == "fact"] == []
    (one,) = (one for one in outliers([*fair, done(900, 120)]) if one.measure == "fact")
    assert (one.centre, one.value, one.median) == ("5", 900, 100)
