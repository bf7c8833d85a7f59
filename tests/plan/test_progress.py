"""What an item's time asks for by now: work that is due later is not behind, what is not known is not 0."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan

from akmxl.plan.progress import (
    blanks,
    furthest_behind,
    on_time,
    planned_by,
    progress_of,
    without_figures,
)

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan

OCTOBER, JANUARY = date(2025, 10, 6), date(2025, 1, 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reja.xlsx"


def monthly(code: str, value: int, last: int = 9) -> dict[tuple[str, int], object]:
    return {(code, month): value for month in range(1, last + 1)}


def told(plan: Plan, code: str, today: date = OCTOBER) -> tuple[int, int | None, float] | None:
    one = progress_of(plan, plan.items[code], today)
    return (one.asked, one.done, one.lag) if one else None


def test_monthly_work_is_asked_for_by_the_months_that_are_over(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 2000))  # of 35 400 a year
    assert told(plan, "29") == (26_550, 18_000, 24.2)


def test_the_running_month_counts_for_what_is_done_and_not_for_what_is_asked(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 2000, 10))
    assert told(plan, "29") == (26_550, 20_000, 18.5)


def test_work_of_the_last_quarter_is_not_behind_before_its_time(path: Path) -> None:
    plan = make_plan(path)
    for code in ("8", "24"):
        assert told(plan, code) == (0, None, 0.0)
    assert not {"8", "24"} & {one.item.code for one in furthest_behind(plan, OCTOBER)}


def test_work_that_is_due_once_is_asked_for_when_its_window_is_over(path: Path) -> None:
    plan = make_plan(path, months={("5", 3): 0})
    assert planned_by(plan, plan.items["5"], 2) == 0
    assert told(plan, "5", date(2025, 3, 31)) == (0, 0, 0.0)
    assert told(plan, "5", date(2025, 4, 1)) == (1, 0, 100.0)


def test_a_stock_is_asked_for_at_the_end_of_its_window(path: Path) -> None:
    plan = make_plan(path)
    stock = plan.items["19.1"]
    assert (stock.adds_up, planned_by(plan, stock, 11), planned_by(plan, stock, 12)) == ("stock", 0, 6)


def test_the_quarters_of_the_plan_count_where_they_are_given(path: Path) -> None:
    plan = make_plan(path)
    item = replace(plan.items["29"], quarter_plans=(100, 200, None, 35_100))
    assert [planned_by(plan, item, month) for month in (2, 3, 8, 9, 12)] == [0, 100, 300, 300, 35_400]
    stock = replace(plan.items["19.1"], quarter_plans=(None, 4, 5, 6))
    assert [planned_by(plan, stock, month) for month in (3, 6, 9, 12)] == [0, 4, 5, 6]


def test_a_row_with_blank_months_is_compared_as_of_its_last_full_month(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 2950, 6))
    one = progress_of(plan, plan.items["29"], OCTOBER)
    assert one is not None
    assert (one.through, one.gaps, one.behind) == (6, True, False)
    assert ("29", (7,)) in [(item.code, span) for item, span in blanks(plan, OCTOBER)]


def test_a_row_without_any_figure_is_unknown_and_not_behind(path: Path) -> None:
    plan = make_plan(path)
    assert told(plan, "29") is None
    counted = on_time(plan, [plan.items["29"]], OCTOBER)
    assert (counted.done, counted.compared, counted.unknown) == (0, 0, 1)
    assert furthest_behind(plan, OCTOBER) == []


def test_a_figure_that_cannot_be_read_makes_no_number(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 2000) | {("29", 4): "o‘n ming"})
    assert told(plan, "29") is None


def test_zeros_are_figures(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 0))
    assert told(plan, "29") == (26_550, 0, 75.0)


def test_rows_without_a_plan_and_those_that_the_journal_counts_are_not_compared(path: Path) -> None:
    plan = make_plan(path, planned={"29": "-"}, months=monthly("29", 5))
    assert told(plan, "29") is None
    assert on_time(plan, [plan.items["29"], plan.items["I.2"]], OCTOBER).compared == 0


def test_a_window_that_the_centre_has_not_set_is_not_guessed(path: Path) -> None:
    plan = make_plan(path, months={("7", 5): 1})
    assert plan.items["7"].window is None
    assert told(plan, "7") is None


def test_a_total_speaks_for_its_parts(path: Path) -> None:
    plan = make_plan(path, months=monthly("9.2", 1) | monthly("9.4.1", 1) | monthly("9.4.2", 1))
    codes = [one.item.code for one in furthest_behind(plan, OCTOBER)]
    assert "9" in codes
    assert not {"9.2", "9.4", "9.4.1"} & set(codes)


def test_what_is_over_the_plan_is_in_time(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 90_000))
    assert told(plan, "29") == (26_550, 810_000, 0.0)


def test_the_furthest_behind_comes_first_by_the_share_of_its_plan(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 2000) | monthly("11", 0) | {("5", 2): 0})
    found = furthest_behind(plan, OCTOBER)
    assert [one.item.code for one in found] == ["5", "11", "29"]
    assert [one.lag for one in found] == sorted((one.lag for one in found), reverse=True)


@pytest.mark.parametrize(("today", "behind"), [(JANUARY, 0), (date(2024, 12, 1), 0), (date(2026, 2, 1), 1)])
def test_before_the_first_month_is_over_nothing_is_behind_and_after_the_year_all_counts(
    path: Path, today: date, behind: int
) -> None:
    plan = make_plan(path, months=monthly("29", 1, 12))
    assert len([one for one in furthest_behind(plan, today) if one.item.code == "29"]) == behind


def test_rows_of_one_rounded_lag_come_by_what_they_really_lack(path: Path) -> None:
    """5 of 302 is 1.66 %, 79 of 4 620 is 1.71 %: both are told as 1.7."""
    done = {("13.2", 9): 221, ("13.1", 9): 3386}
    plan = make_plan(path, months=monthly("13.2", 0, 8) | monthly("13.1", 0, 8) | done)
    first, second = furthest_behind(plan, OCTOBER)
    assert (first.item.code, second.item.code) == ("13.1", "13.2")
    assert (first.lag, second.lag) == (1.7, 1.7)


def test_rows_without_any_figure_are_counted(path: Path) -> None:
    plan = make_plan(path, months=monthly("29", 0))
    rows = [plan.items[code] for code in ("29", "13.1", "13.2", "9.2")]
    assert without_figures(plan, rows, OCTOBER) == 2  # a 0 is a figure; a total speaks for 9.2
