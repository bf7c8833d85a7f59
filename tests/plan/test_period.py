"""Periods as people write them, and the due texts of the plan."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from akmxl.core.errors import BadArgument
from akmxl.plan.period import WHOLE_YEAR, Period, WorkTime, read_work_time
from akmxl.workbook.create.shipped import plan_csv

PERIODS = {
    "2025-03": Period(2025, 3, 3),
    "2025-12": Period(2025, 12, 12),
    "2025-Q1": Period(2025, 1, 3),
    "2025-q4": Period(2025, 10, 12),
    "2025-H2": Period(2025, 7, 12),
    "2025-9M": Period(2025, 1, 9),
    "2025": Period(2025, 1, 12),
    " 2025-06 ": Period(2025, 6, 6),
}


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_a_period_is_read(text: str, period: Period) -> None:
    assert Period.parse(text) == period


@pytest.mark.parametrize("period", PERIODS.values(), ids=str)
def test_a_period_is_written_as_it_is_read(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    "text", ["", "mart", "2025-13", "2025-00", "2025-Q5", "2025-3", "25-03", "2025-H3", "2025-5M"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadArgument):
        Period.parse(text)


def test_a_period_knows_its_days_and_months() -> None:
    february = Period.month(2024, 2)
    assert (february.start, february.end) == (date(2024, 2, 1), date(2024, 2, 29))
    assert Period.quarter(2025, 4).end == date(2025, 12, 31)
    assert Period.quarter(2025, 2).months == (4, 5, 6)
    assert Period.quarter(2025, 2).since_january == Period.half(2025, 1)


def test_periods_lie_within_each_other_and_in_order() -> None:
    march, first, year = Period.month(2025, 3), Period.quarter(2025, 1), Period.whole(2025)
    assert march in first
    assert first in year
    assert first not in march
    assert Period.month(2024, 3) not in year
    assert sorted([year, first, march, Period.month(2025, 1)]) == [Period.month(2025, 1), march, first, year]


QUARTERS = {1: (1, 2, 3), 2: (4, 5, 6), 3: (7, 8, 9), 4: (10, 11, 12)}
DUE_TEXTS = {
    "2025-yil davomida": WorkTime(WHOLE_YEAR, "continuous"),
    "Yil davomida": WorkTime(WHOLE_YEAR, "continuous"),
    "2025-yilning har oyida": WorkTime(WHOLE_YEAR, "monthly"),
    "2025-yil har chorakda": WorkTime(WHOLE_YEAR, "quarterly"),
    "2025-yil har haftada": WorkTime(WHOLE_YEAR, "weekly"),
    "2025-yil I-III chorak": WorkTime(tuple(range(1, 10)), "quarterly"),
    "2025-yil I chorak": WorkTime(QUARTERS[1], "once"),
    "2025-yil II chorak": WorkTime(QUARTERS[2], "once"),
    "2025-yil IV chorak": WorkTime(QUARTERS[4], "once"),
    "2025-yil yanvar, fevral": WorkTime((1, 2), "once"),
    "2025-yil sentyabr–dekabr": WorkTime((9, 10, 11, 12), "once"),
    "2025-yil davomida. Har bir AKM muddatini o‘zi belgilaydi": WorkTime(
        WHOLE_YEAR, "continuous", centre_sets=True
    ),
}


@pytest.mark.parametrize(("text", "due"), DUE_TEXTS.items())
def test_a_due_text_of_the_plan_is_read(text: str, due: WorkTime) -> None:
    assert read_work_time(text) == due


def test_every_due_text_of_the_shipped_plan_is_known() -> None:
    with plan_csv().open(encoding="utf-8", newline="") as file:
        texts = {row["due"] for row in csv.DictReader(file)}
    assert texts - {""} <= set(DUE_TEXTS)


OTHER_SPELLINGS = {
    "2025 yil davomida": WHOLE_YEAR,
    "2025-йил давомида": WHOLE_YEAR,
    "III-chorak": QUARTERS[3],
    "2-chorak": QUARTERS[2],
    "I va II choraklar": QUARTERS[1] + QUARTERS[2],
    "2025-yil mart-may oylarida": (3, 4, 5),
    "oktabr": (10,),
    "сентябрь - декабрь": (9, 10, 11, 12),
    "2025-yil noyabr va dekabr": (11, 12),
}


@pytest.mark.parametrize(("text", "months"), OTHER_SPELLINGS.items())
def test_a_due_text_in_other_words_is_read(text: str, months: tuple[int, ...]) -> None:
    due = read_work_time(text)
    assert due is not None
    assert due.months == months


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bahorda",
        "I chorak yoki yozda",
        "dekabr-yanvar",
        "har oyning 5-sanasigacha",
        "13-chorak",
        "chorak",
    ],
)
def test_what_is_not_understood_is_never_guessed(text: str) -> None:
    assert read_work_time(text) is None
