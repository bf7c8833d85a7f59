"""Tell what a cell's value says: its day, what is known by it, and how JSON holds it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING

from akmxl.core.cells import ExcelError, NotCalculated

if TYPE_CHECKING:
    from json import JSONEncoder


def day_of(value: object) -> date | None:
    """Return the day that a cell holds, without its hours; None where Excel does not hold it as a date."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


_EXACT = 2**53
DIGITS = 15
"""The digits of a number that Excel keeps and shows; what stands behind them is noise of its sums."""


def shown_number(value: float) -> int | float:
    """Return a number as Excel shows it, to fifteen digits: 434.99999999999994 is 435. Whole ones are ints.

    Raises ``ValueError`` for what is no number to Excel: not a number, infinite.
    """
    if type(value) is int and -(10**DIGITS) < value < 10**DIGITS:
        return value
    exact = float(value)
    if not isfinite(exact):
        raise ValueError(value)
    number = float(f"{exact:.{DIGITS}g}")
    if not isfinite(number):  # the largest of all would be rounded past all numbers
        return exact
    return int(number) if -_EXACT < number < _EXACT and number == int(number) else number


def whole_number(text: str, digits: int = DIGITS) -> int | None:
    """Return the number that a text of ASCII digits writes; None for other texts and for too many digits."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= digits else None


def known_value(value: object) -> object:
    """Return what is known by a value: a day without its hours, anything else as it is.

    None is known by an error, a formula without result, a truth value or an empty text.
    """
    match value:
        case ExcelError() | NotCalculated() | bool() | "":
            return None
        case datetime():
            return value.date()
    return value


def json_text(value: object) -> str:
    """Write a value, as ``plain`` gives it, in JSON."""
    if type(value) is int:
        return str(value)
    if value is None:
        return "null"
    if type(value) is str and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'  # as most
    return _encoder().encode(plain(value))


def from_json(text: str) -> str | int | float | None:
    """Read a value that ``json_text`` wrote; raises ``ValueError`` for what is none."""
    if text[:1] == text[-1:] == '"' and text.isprintable() and "\\" not in text and text.count('"') == 2:
        return text[1:-1]  # as most
    if (number := whole_number(text)) is not None and (text[0] != "0" or text == "0"):
        return number
    if text == "null":
        return None
    import json  # late, as below

    try:
        value = json.loads(text)
    except RecursionError as error:  # brackets in brackets
        raise ValueError(text[:40]) from error
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError(text[:40])


@cache
def _encoder() -> JSONEncoder:
    import json  # late: a new plan is checked without it

    return json.JSONEncoder(ensure_ascii=False)


def plain(value: object) -> str | int | float | None:
    """Return a value as JSON holds it: dates in ISO form; what JSON has no form for (a time) as text."""
    if type(value) is str or type(value) is int:  # as nearly all are
        return value
    if day := day_of(value):
        return day.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
