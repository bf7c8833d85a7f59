"""Write numbers and days as people in Uzbekistan read them: ``8 850``, ``129,9``, ``05.04.2025``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def number_text(value: float, *, grouped: bool = True, decimals: int | None = None) -> str:
    """Return a number as text; ``grouped`` sets thousands apart, with a blank at which no line ends.

    An int is written in full; a float with its decimals up to 15 significant digits, or with exactly
    ``decimals`` of them. Only a float of 10^15 or more, or below 0.0001, gets an exponent: ``1e+20``.
    """
    form = f".{decimals}f" if decimals is not None else _form(value)
    text = f"{value:{',' if grouped else ''}{form}}"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def point_text(value: float) -> str:
    """Return a number as ``number_text`` rounds it, with a decimal point and its thousands together."""
    return f"{value:{_form(value)}}"


def _form(value: float) -> str:
    return "d" if isinstance(value, int) else ".15g"  # the digits that Excel keeps


def day_text(day: date) -> str:
    """Return a day, or the day of a moment, as text: ``05.04.2025``."""
    return f"{day:%d.%m.%Y}"
