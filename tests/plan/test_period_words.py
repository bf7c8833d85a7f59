"""Periods are read in the many ways in which people write them; what is not sure is not read."""

from __future__ import annotations

from datetime import date

import pytest

from akmxl.plan.period_words import (
    due_day_in,
    read_month_day,
    read_named_periods,
    read_period,
    read_sure_day,
)

JANUARY = (
    "2025-01",
    "01.2025",
    "1.2025",
    "2025.01",
    "2025.1",
    "2025/01",
    "01/2025",
    "2025-1",
    "01-2025",
    "2025 01",
    "2025–01",
    "2025 — 01",
    "2025‑01",
    "2025-01.",
    "２０２５－０１",
    "yanvar 2025",
    "2025 yil yanvar",
    "2025-yil yanvar",
    "2025-yil 1-oy",
    "2025-yil yanvar oyi",
    "2025 yil yanvardan",
    "Январь 2025",
    "январь 2025 г.",
    "2025 йил январь",
    "2025-йил 1-ой",
    "January 2025",
    "01.01.2025",
    "2025-01-31",
    "1-yanvar 2025",
    "2025-yil 1-yanvar",
    "yanvar",
    "1-oy",
    "YANVAR  2025",
)
OTHERS = {
    "oktyabr 2025": "2025-10",
    "Октябрь 2025": "2025-10",
    "sentyabr 2024": "2024-09",
    "сентябрь": "2025-09",
    "июнь 2025": "2025-06",
    "июль 2025": "2025-07",
    "март 2025": "2025-03",
    "May 2025": "2025-05",
    "I chorak 2025": "2025-Q1",
    "2025-yil IV chorak": "2025-Q4",
    "2025 Q2": "2025-Q2",
    "3-chorak": "2025-Q3",
    "2025-yil 1-yarim yillik": "2025-H1",
    "II yarim yil": "2025-H2",
    "2025": "2025",
    "2025-yil": "2025",
}
UNSURE = (
    "",
    "1",
    "01.25",
    "01.02.25",
    "2025-13",
    "2025-00",
    "32.01.2025",
    "31.02.2025",
    "2025 9 oylik",
    "boshi",
    "yanvar fevral 2025",
    "2025-yil yanvar–mart",
    "2024/2025",
    "I 2025",
    "V chorak",
    "45658",
    "2025-01 ga qadar",
    "#REF!",
    "yanvar 2024 2025",
    "-",
    "9999-01",
)


@pytest.mark.parametrize("text", JANUARY)
def test_january_is_read(text: str) -> None:
    assert str(read_period(text, 2025)) == "2025-01"


@pytest.mark.parametrize(("text", "period"), OTHERS.items())
def test_other_periods_are_read(text: str, period: str) -> None:
    assert str(read_period(text, 2025)) == period


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_not_sure_is_not_read(text: str) -> None:
    assert read_period(text, 2025) is None


NAMED = {
    ("Q1;Q2;Q3", "quarterly"): ("Q1", "Q2", "Q3"),
    ("I-III chorak", "quarterly"): ("Q1", "Q2", "Q3"),
    ("Q1–Q3", "quarterly"): ("Q1", "Q2", "Q3"),
    ("I, II va IV chorak", "quarterly"): ("Q1", "Q2", "Q4"),
    ("1-chorak\n3-chorak", "quarterly"): ("Q1", "Q3"),
    ("Q1；Q3", "quarterly"): ("Q1", "Q3"),
    ("yanvar, iyul", "monthly"): ("01", "07"),
    ("yanvar–mart", "monthly"): ("01", "02", "03"),
    ("1;12", "monthly"): ("01", "12"),
    ("I yarim yillik", "half-yearly"): ("H1",),
    ("H2", "half-yearly"): ("H2",),
    ("2025-yil", "yearly"): (),
    ("Q5", "quarterly"): None,
    ("yanvar", "quarterly"): None,
    ("Q1", "monthly"): None,
    ("Q1; ikkinchi", "quarterly"): None,
    ("Q3", "once"): None,
    ("H3", "half-yearly"): None,
    ("Q1", ""): None,
}


@pytest.mark.parametrize(("written", "named"), NAMED.items())
def test_the_periods_of_a_report_are_read(written: tuple[str, str], named: tuple[str, ...] | None) -> None:
    assert read_named_periods(*written) == named


def test_a_day_of_any_year_is_read() -> None:
    assert read_month_day("25-dekabr") == (12, 25)
    assert read_month_day("25 декабрь") == (12, 25)
    assert read_month_day("31-fevral") is None
    assert read_month_day("dekabr") is None
    assert read_month_day("25 dekabr yoki 26") is None


@pytest.mark.parametrize(
    "text",
    [
        "05.03.2025", "5.3.2025", "5,03,2025", "2025-03-05", "2025.03.05", "2025/3/5", "5 mart 2025",
        "5-mart 2025", "2025 yil 5 mart", "2025-yil 5-martda", "05.03.2025 y.", "05.03.2025-yil",
        "2025 йил 5 март",
        "5 марта 2025 г.", "March 5, 2025", "\u200b05.\u00a003.2025 ", "05.03.2025 14:30",
        "2025-03-05T10:00:00Z", "5.III.2025", "5-III-2025 y.", "05 III 2025 yil", "5 mar. 2025",
        "05-Mar-2025", "«05» mart 2025 y.", "05.03.2025y.", "2025.03.05 yil",
    ],
)  # fmt: skip
def test_a_text_that_can_be_only_one_day_is_read(text: str) -> None:
    assert read_sure_day(text) == date(2025, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "05/03/2025", "05-03-2025", "5/3/25", "05.03.25", "5 mart", "5 mart 25", "mart", "5-7 mart 2025",
        "31.02.2025", "05.13.2025", "5 maydon 2025", "5 mart 2025 yoki 6", "05.03.2025, chorshanba", "45721",
        "", "5.3", "5-mart", "5.III.25", "25.03.25", "V.III.2025", "5.XIII.2025", "5 mars 2025", "I.2025",
    ],
)  # fmt: skip
def test_a_text_that_can_be_several_days_is_not_read(text: str) -> None:
    assert read_sure_day(text) is None


def test_a_day_above_twelve_leaves_one_reading() -> None:
    assert read_sure_day("25/03/2025") == read_sure_day("03/25/2025") == date(2025, 3, 25)
    assert read_sure_day("05/05/2025") == date(2025, 5, 5)


def test_a_due_day_may_say_until() -> None:
    assert due_day_in("18.04.2025 gacha") == due_day_in("2025-yil 18-aprelgacha") == date(2025, 4, 18)
    assert due_day_in("18-aprelgacha") is None


@pytest.mark.parametrize("text", ["{}", "2025-{}", "2025 yil {}", "{}-chorak 2025", "{} mart 2025"])
def test_digits_of_a_key_that_was_held_down_are_no_period(text: str) -> None:
    held = text.format("2" * 5000)
    assert read_period(held, 2025) is None
    assert read_month_day(held) is None
    assert read_sure_day(held) is None
    assert all(read_named_periods(held, cadence) is None for cadence in ("monthly", "quarterly", "yearly"))
