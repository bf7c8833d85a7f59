"""Spell a value as a form and a letter show it."""

from __future__ import annotations

from datetime import date

from akmxl.core.value_text import day_text, number_text
from akmxl.plan.register_rows import PART

BLANK = "________"  # what is not known yet is filled in by hand

_YEARS = ("year", "previous_year", "year_published")  # no blank between thousands


def is_year(field: str) -> bool:
    """Tell whether a field holds a year, or a part of a row's details, which may be one."""
    return field in _YEARS or field.startswith(PART)


def spoken(value: object, field: str = "") -> str:
    """Return a value as a sentence says it: ``1 413``, ``97,3 %``, ``05.04.2025``.

    A year, and a part of a row's details, is returned as it is.
    """
    match value:
        case None:
            return ""
        case date():
            return day_text(value)
        case bool() | str():
            return str(value)
        case int() | float() if is_year(field):
            return str(value)
        case int() | float():
            # In Uzbek whatever the run's language is; a percent, and a difference of two, with its decimal.
            if field == "percent":
                return f"{number_text(value, decimals=1)}\xa0%"
            return number_text(value, decimals=1 if type(value) is float and value.is_integer() else None)
    return str(value)
