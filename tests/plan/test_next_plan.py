"""The last three years of an item: what is known of each, and when a mean may stand beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import fill_sample, make_plan

from akmxl.plan.next_plan import DraftRow, draft_rows
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import read_plan

if TYPE_CHECKING:
    from akmxl.plan.model import Plan

TODAY = date(2026, 1, 12)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("yil") / "reja.xlsx"
    make_plan(path)
    fill_sample(path, 12)
    return read_plan(PlanFile.open(path))


def three(plan: Plan) -> list[Plan]:
    """The same figures in three years: with the days of 2025, as only the months are looked at."""
    return [replace(plan, year=year) for year in (2023, 2024, 2025)]


def row(plans: list[Plan], code: str) -> DraftRow:
    return next(row for row in draft_rows(plans, TODAY) if row.item.code == code)


def test_three_whole_years_have_a_mean(plan: Plan) -> None:
    plans = three(plan)
    figures = {**plan.entries, ("11", 1): replace(plan.entries["11", 1], value=107)}
    found = row([plans[0], replace(plans[1], entries=figures), plans[2]], "11")
    facts = [one.fact or 0 for one in found.years]
    assert facts[0] == facts[2] != facts[1]
    assert found.mean == round(sum(facts) / 3)


def test_a_stock_has_no_mean(plan: Plan) -> None:
    assert row(three(plan), "19.1").mean is None


def test_years_that_cannot_be_compared_have_no_mean(plan: Plan) -> None:
    first, second, last = three(plan)
    items = {**last.items, "11": replace(last.items["11"], unit="Sahifa")}
    found = row([first, second, replace(last, items=items)], "11")
    assert (found.mean, [one.changed for one in found.years]) == (None, [False, False, True])


def test_an_item_with_another_meaning_before_has_no_past(plan: Plan) -> None:
    first, second, last = three(plan)
    items = {**last.items, "11": replace(last.items["11"], name="Kutubxona binosini ta’mirlash")}
    found = row([first, second, replace(last, items=items)], "11")
    assert [one.fact is None for one in found.years] == [True, True, False]


def test_a_group_is_only_a_heading(plan: Plan) -> None:
    assert row(three(plan), "19").years == ()
