"""Spell a value as a form and a letter show it."""

from __future__ import annotations

from datetime import date

from akmxl.plan.register_rows import PART

BLANK = "________"  # what is not known yet is filled in by hand

_YEARS = ("year", "previous_year", "year_published")  # no blank between thousands


def spoken(value: object, field: str = "") -> str:
    """Return a value as a sentence says it: ``1 413``, ``97,3 %``, ``05.04.2025``.

    A year, and a part of a row's details, is returned as it is.
    """
    match value:
        case None:
            return ""
        case date():
            return value.strftime("%d.%m.%Y")
        case bool() | str():
            return str(value)
        case int() | float() if field in _YEARS or field.startswith(PART):
            return str(value)
        case int() | float():
            # A no-break space between thousands: a figure must not fall apart at a line's end.
            digits = f"{value:,.1f}" if field == "percent" else f"{value:,}"
            number = digits.replace(",", "\xa0").replace(".", ",")
            return f"{number}\xa0%" if field == "percent" else number
    return str(value)
