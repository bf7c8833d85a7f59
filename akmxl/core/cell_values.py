"""Tell what a cell's value says: its day, what is known by it, and how JSON holds it."""

from __future__ import annotations

from datetime import date, datetime

from akmxl.core.cells import ExcelError, NotCalculated


def day_of(value: object) -> date | None:
    """Return the day that a cell holds, without its hours; None where Excel does not hold it as a date."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


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


def plain(value: object) -> str | int | float | None:
    """Return a value as JSON holds it: dates in ISO form; what JSON has no form for (a time) as text."""
    if day := day_of(value):
        return day.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
