"""What is compared with what another system counts, and over which span."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import imported, make_plan

from akmxl.plan.comparison import compared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.model import Plan

TODAY = date(2025, 4, 10)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """11 has monthly figures, 14.1 a dash, 9.2 two of its months; 5 and 20 are due more seldom."""
    months = {
        **{("11", month): 40 for month in (1, 2, 3, 4)},
        ("14.1", 1): "-", ("9.2", 1): 10, ("9.2", 2): 12, ("20", 3): 6, ("5", 1): 1, ("5", 2): 1, ("5", 3): 1,
        ("13.2", 1): "o‘n", ("15.1", 1): 8,
    }  # fmt: skip
    return make_plan(tmp_path_factory.mktemp("solishtirma") / "reja.xlsx", months=months)


def told(plan: Plan, counts: Mapping[tuple[str, int], int]) -> dict[tuple[str, str], tuple[object, ...]]:
    """Code and period -> the plan's figure, the import's, the difference, whether it is too much."""
    found = compared(replace(plan, imports=(imported(counts),)), TODAY)
    return {
        (one.item.code, str(one.period)): (one.figure, one.imported, one.difference, one.beyond)
        for one in found
        if one.receipts
    }


def test_without_imports_there_is_nothing(plan: Plan) -> None:
    assert list(compared(plan, TODAY)) == []


def test_a_month_of_a_typed_figure_and_of_a_dash(plan: Plan) -> None:
    assert told(plan, {("11", 1): 40, ("11", 2): 41, ("14.1", 1): 0, ("14.1", 3): 0}) == {
        ("11", "2025-01"): (40, 40, 0, False),
        ("11", "2025-02"): (40, 41, -1, True),
        ("14.1", "2025-01"): (0, 0, 0, False),
        ("14.1", "2025-03"): (None, 0, None, False),
    }


def test_a_month_that_is_not_over_is_shown_and_not_judged(plan: Plan) -> None:
    assert told(plan, {("11", 4): 9, ("11", 5): 9}) == {("11", "2025-04"): (40, 9, None, False)}


def test_a_figure_that_is_due_by_the_quarter_is_compared_by_the_quarter(plan: Plan) -> None:
    counts = {("20", 1): 1, ("20", 2): 2, ("20", 3): 3}
    assert told(plan, counts) == {
        ("20", "2025-01"): (None, 1, None, False),
        ("20", "2025-02"): (None, 2, None, False),
        ("20", "2025-03"): (6, 3, None, False),
        ("20", "2025-Q1"): (6, 6, 0, False),
    }
    assert told(plan, {("20", 3): 5}) == {("20", "2025-03"): (6, 5, 1, True)}


def test_a_cell_that_could_not_be_read_is_not_compared(plan: Plan) -> None:
    assert told(plan, {("13.2", 1): 10}) == {}


def test_a_total_is_the_sum_of_its_parts(plan: Plan) -> None:
    assert told(plan, {("9", 1): 10, ("9", 2): 15}) == {
        ("9", "2025-01"): (10, 10, 0, False),
        ("9", "2025-02"): (12, 15, -3, True),
    }


def test_so_many_percent_of_the_import_are_tolerated(plan: Plan) -> None:
    one = replace(
        plan, settings=replace(plan.settings, thresholds={("IMP01", ""): 10.0, ("IMP01", "11"): 2.5})
    )
    counts = {("11", 1): 39, ("11", 2): 41, ("9.2", 1): 11, ("9.2", 2): 11}
    assert {key: found[3] for key, found in told(one, counts).items()} == {
        ("11", "2025-01"): True,
        ("11", "2025-02"): False,
        ("9.2", "2025-01"): False,
        ("9.2", "2025-02"): False,
    }


def test_the_newest_import_counts(plan: Plan) -> None:
    imports = imported({("11", 1): 7, ("11", 2): 40}), imported({("11", 1): 40}, number=2, day="2025-05-02")
    found = list(compared(replace(plan, imports=imports), TODAY))
    assert [(one.imported, [r.number for r in one.receipts]) for one in found[:2]] == [(40, [2]), (40, [1])]
