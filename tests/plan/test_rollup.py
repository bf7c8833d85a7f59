"""Totals by item, section and service: unknown is never nought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan

from akmxl.plan.period import Period
from akmxl.plan.rollup import figure_of, percent_of, roll_up

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.plan.rollup import ItemTotals, Rollup, Share

OCTOBER = date(2025, 10, 15)
YEAR = Period.whole(2025)
READERS = "Abonementlar va foydalanuvchilarga xizmat ko‘rsatish xizmati"


def contract(number: int, day: date) -> dict[str, object]:
    return {
        "id": number, "date": day, "list_kind": "Hamkorlik shartnomasi", "code": "19.1",
        "title": f"Shartnoma {number}", "quantity": 1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    months: dict[tuple[str, int], object] = {("9.2", m): 15 for m in range(1, 10)}
    months |= {("9.4.1", 3): 7, ("9.4.2", 3): 30, ("9.1", 2): "-", ("29", 1): 40_000, ("11", 5): 0}
    contracts = [contract(1, date(2024, 11, 1)), contract(2, date(2025, 3, 3)), contract(3, date(2025, 8, 1))]
    return make_plan(
        tmp_path_factory.mktemp("reja") / "reja.xlsx", months=months, rows={"Royxatlar": contracts}
    )


@pytest.fixture(scope="module")
def rolled(plan: Plan) -> Rollup:
    return roll_up(plan, OCTOBER)


def totals(rolled: Rollup, code: str) -> ItemTotals:
    return next(one for one in rolled.items if one.code == code)


def share(shares: tuple[Share, ...], name: str) -> Share:
    return next(one for one in shares if one.name == name)


def test_a_total_is_the_sum_of_its_parts_whatever_its_cell_says(rolled: Rollup) -> None:
    assert totals(rolled, "9.4").fact == 37
    assert totals(rolled, "9").fact == 9 * 15 + 37
    assert totals(rolled, "9").months[Period.month(2025, 3)] == 52
    assert totals(rolled, "9").quarters[Period.quarter(2025, 2)] == 45
    assert totals(rolled, "9").since[Period(2025, 1, 6)] == 127
    assert totals(rolled, "9").percent == 57.0  # of 302


def test_blank_is_unknown_a_dash_adds_nothing_and_nought_is_a_figure(rolled: Rollup) -> None:
    assert totals(rolled, "9.1").fact is None
    assert totals(rolled, "22").fact is None
    assert totals(rolled, "11").fact == 0
    assert totals(rolled, "11").percent == 0.0
    assert totals(rolled, "11").months[Period.month(2025, 1)] is None


def test_a_stock_has_its_last_value_and_none_in_months_to_come(rolled: Rollup) -> None:
    one = totals(rolled, "19.1")
    assert [one.months[Period.month(2025, m)] for m in (1, 2, 3, 7, 8, 10, 11, 12)] == [
        1, 1, 2, 2, 3, 3, None, None,
    ]  # fmt: skip
    assert one.quarters[Period.quarter(2025, 1)] == 2
    assert one.fact == 3
    assert one.percent == 50.0


def test_nothing_is_shown_for_months_that_have_not_begun(tmp_path: Path) -> None:
    months: dict[tuple[str, int], object] = {("11", m): 5 for m in (1, 2, 3, 5)}  # May: a slip (TMP01)
    plan = make_plan(tmp_path / "reja.xlsx", months=months)
    one = totals(roll_up(plan, date(2025, 4, 8)), "11")
    assert [value for value in one.months.values() if value] == [5, 5, 5]
    assert [one.since[Period(2025, 1, last)] for last in (3, 6, 9, 12)] == [15, None, None, None]
    assert one.fact == 15
    assert totals(roll_up(plan, date(2025, 6, 1)), "11").since[Period(2025, 1, 6)] == 20
    assert totals(roll_up(plan, date(2024, 12, 31)), "11").fact is None


def test_a_total_over_a_part_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    months: dict[tuple[str, int], object] = {("9.2", 1): 15, ("9.4.1", 1): "o‘nta", ("9.4.1", 2): 3}
    plan = make_plan(tmp_path / "reja.xlsx", months=months)
    rolled = roll_up(plan, OCTOBER)
    for code in ("9.4.1", "9.4", "9"):
        one = totals(rolled, code)
        assert one.months[Period.month(2025, 1)] is None
        assert one.quarters[Period.quarter(2025, 1)] is None
        assert one.fact is None
        assert one.percent is None
    assert totals(rolled, "9.4").months[Period.month(2025, 2)] == 3
    assert totals(rolled, "9.2").fact == 15


def test_groups_have_no_figures_of_their_own(plan: Plan, rolled: Rollup) -> None:
    codes = {one.code for one in rolled.items}
    assert codes == {item.code for item in plan.items.values() if item.kind != "group"}


def test_percent_is_to_one_decimal_and_unknown_without_a_plan() -> None:
    assert percent_of(2, 3) == 66.7
    assert percent_of(0, 3) == 0.0
    assert percent_of(5, 4) == 125.0
    assert percent_of(None, 3) is None
    assert percent_of(3, None) is None
    assert percent_of(3, 0) is None


def test_a_sections_percent_counts_a_total_once_and_each_row_to_100(plan: Plan, rolled: Rollup) -> None:
    rows = [
        item
        for item in plan.items.values()
        if item.section == "IV" and item.kind != "group" and item.parent not in ("9", "9.4", "15", "21")
    ]
    planned = [item for item in rows if item.plan]
    done = {"9": 57.0, "11": 0.0, "19.1": 50.0, "29": 100.0}  # 29: 113 % counts as 100
    own = share(rolled.sections, "IV")
    assert own.percent == round(sum(done.values()) / len(planned), 1)
    assert (own.rows, own.unplanned) == (len(planned), len(rows) - len(planned))


def test_a_section_without_any_figure_is_unknown_not_nought(rolled: Rollup) -> None:
    assert share(rolled.sections, "VII").percent is None
    assert [one.name for one in rolled.sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]


def test_an_item_of_two_services_counts_under_both(plan: Plan) -> None:
    item = replace(plan.items["29"], services=(READERS, "Direktor"))
    rolled = roll_up(replace(plan, items={**plan.items, "29": item}), OCTOBER)
    before = roll_up(plan, OCTOBER)
    assert share(rolled.services, READERS).rows == share(before.services, READERS).rows + 1
    assert share(rolled.services, "Direktor").rows == share(before.services, "Direktor").rows + 1


def test_all_services_together_are_the_last_line(rolled: Rollup) -> None:
    names = [one.name for one in rolled.services]
    assert names[-1] == "Barcha xizmatlar"
    assert len(names) == len(set(names))


def test_the_means_of_the_months_end_with_the_last_month_filled(rolled: Rollup) -> None:
    assert all(mean is not None for mean in rolled.means[:9])
    assert rolled.means[11] is None
    assert list(rolled.means[:9]) == sorted(mean for mean in rolled.means[:9] if mean is not None)


@pytest.mark.parametrize(
    ("today", "gone"),
    [
        (date(2024, 12, 1), 0.0),
        (date(2025, 1, 1), 0.3),
        (date(2025, 12, 31), 100.0),
        (date(2026, 5, 1), 100.0),
    ],
)
def test_the_share_of_the_year_that_has_gone(today: date, gone: float, plan: Plan) -> None:
    assert roll_up(plan, today).year_gone == gone


def test_the_frames_say_the_same_as_the_records(rolled: Rollup) -> None:
    by_item = rolled.by_item
    assert by_item.loc["9", "fact"] == 172
    assert by_item.loc["9", "2025-03"] == 52
    assert by_item["fact"].isna()["22"]
    assert by_item.loc["9", "percent"] == 57.0
    assert rolled.by_section.loc["IV", "percent"] == share(rolled.sections, "IV").percent
    assert rolled.by_service.index[-1] == "Barcha xizmatlar"


def test_a_figure_beyond_the_year_is_not_asked_for(plan: Plan) -> None:
    assert figure_of(plan, plan.items["9"], YEAR, OCTOBER) == 172
    assert figure_of(plan, plan.items["13"], YEAR, OCTOBER) is None
