"""Numbers and days as people read them: written in full, as Excel shows them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from akmxl.core.i18n import in_language, number
from akmxl.core.value_text import day_text, number_text
from akmxl.submission.spoken import spoken
from akmxl.workbook.reading.figures import show

NUMBERS = [  # the number, in Uzbek, without a blank between thousands, in English
    (0, "0", "0", "0"),
    (-7, "-7", "-7", "-7"),
    (8850, "8 850", "8850", "8850"),
    (-1234567, "-1 234 567", "-1234567", "-1234567"),
    (12345678901234567890, "12 345 678 901 234 567 890", "12345678901234567890", "12345678901234567890"),
    (129.9, "129,9", "129,9", "129.9"),
    (0.1 + 0.2, "0,3", "0,3", "0.3"),
    (-0.5, "-0,5", "-0,5", "-0.5"),
    (5.0, "5", "5", "5"),
    (1234567.5, "1 234 567,5", "1234567,5", "1234567.5"),
    (123456789012.25, "123 456 789 012,25", "123456789012,25", "123456789012.25"),
    (2 / 3, "0,666666666666667", "0,666666666666667", "0.666666666666667"),
    (1.5e20, "1,5e+20", "1,5e+20", "1.5e+20"),
    (float("inf"), "inf", "inf", "inf"),
]


@pytest.mark.parametrize(("value", "grouped", "plain", "english"), NUMBERS)
def test_a_number_is_written_in_full(value: float, grouped: str, plain: str, english: str) -> None:
    grouped = grouped.replace(" ", "\xa0")
    assert number_text(value) == number(value) == grouped
    assert number_text(value, grouped=False) == show(value) == plain
    with in_language("en"):
        assert number(value) == english


def test_a_number_with_so_many_decimals() -> None:
    assert number_text(1413, decimals=1) == "1\xa0413,0"
    assert number_text(97.25, decimals=1) == "97,2"
    assert number_text(-0.04, decimals=1) == "-0,0"


def test_a_form_writes_every_number_in_uzbek_and_a_percent_with_its_decimal() -> None:
    with in_language("en"):
        assert spoken(1413) == "1\xa0413"
        assert spoken(97.0) == "97,0"
        assert spoken(1234.5) == "1\xa0234,5"
        assert spoken(97, "percent") == "97,0\xa0%"
        assert spoken(2025, "year") == "2025"


def test_a_day_is_written_without_its_hours() -> None:
    day = date(2025, 4, 5)
    assert day_text(day) == day_text(datetime.combine(day, time(9, 30))) == "05.04.2025"
