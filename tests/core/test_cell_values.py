"""What a cell's value says: its day, what is known by it, and how JSON holds it."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pytest

from akmxl.core.cell_values import day_of, json_text, known_value, plain, shown_number
from akmxl.core.cells import NOT_CALCULATED, REFERENCE, ExcelError

DAY = date(2025, 3, 5)

VALUES = [  # the value, its day, what is known by it, how JSON holds it
    (DAY, DAY, DAY, "2025-03-05"),
    (datetime.combine(DAY, time(9, 30)), DAY, DAY, "2025-03-05"),
    (time(9, 30), None, time(9, 30), "09:30:00"),
    (7, None, 7, 7),
    (0.5, None, 0.5, 0.5),
    (True, None, None, True),
    ("2025-03-05", None, "2025-03-05", "2025-03-05"),
    ("", None, None, ""),
    (None, None, None, None),
    (ExcelError("#REF!"), None, None, "#REF!"),
    (NOT_CALCULATED, None, None, "NOT_CALCULATED"),
]


@pytest.mark.parametrize(("value", "day", "known", "held"), VALUES)
def test_what_a_value_says(value: object, day: date | None, known: object, held: object) -> None:
    assert day_of(value) == day
    assert known_value(value) == known
    assert plain(value) == held
    assert json.loads(json.dumps(plain(value))) == held


@pytest.mark.parametrize(
    ("text", "corners"),
    [
        ("B7", ("", "B", "", "7", None, None, None, None)),
        ("$A$1:C3", ("$", "A", "$", "1", "", "C", "", "3")),
        ("A0", None),
        ("Reja_kod", None),
        ("A:C", None),
    ],
)
def test_a_reference_of_a_formula(text: str, corners: tuple[str | None, ...] | None) -> None:
    found = REFERENCE.fullmatch(text)
    assert (found and found.groups()) == corners


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (434.99999999999994, 435),
        (0.1 + 0.2, 0.3),
        (7, 7),
        (10**15 + 1, 10**15),
        (-2.5, -2.5),
        (1.7976931348623157e308, 1.7976931348623157e308),  # rounded it would be infinite
        (5e-324, 5e-324),
    ],
)
def test_a_number_as_excel_shows_it(held: float, shown: float) -> None:
    assert shown_number(held) == shown


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_to_excel(value: float) -> None:
    with pytest.raises(ValueError, match=r"nan|inf"):
        shown_number(value)


@pytest.mark.parametrize(
    "value", ["Ko‘rgazma", 'a "b"', "c:\\d", "two\nlines", "no\u00a0break", "\x7f", "", 3, None, DAY]
)
def test_a_value_in_json_is_what_json_makes_of_it(value: object) -> None:
    assert json_text(value) == json.dumps(plain(value), ensure_ascii=False)
