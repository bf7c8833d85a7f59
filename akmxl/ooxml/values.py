"""What a cell holds, as Python values; dates and the styles that make numbers dates."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from akmxl.ooxml.address import WrongUse
from akmxl.ooxml.lazily import lazily


class ExcelError(str):
    """The value of a cell in error: ``#REF!``, ``#N/A`` and the like."""

    __slots__ = ()


class NotCalculated:
    """The value of a formula whose result nobody has stored yet; a blank cell is ``None``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_CALCULATED"

    def __bool__(self) -> bool:
        return False


NOT_CALCULATED = NotCalculated()

Scalar = None | int | float | str | bool | dt.datetime | dt.date | dt.time
Value = Scalar | ExcelError | NotCalculated


class Cell(NamedTuple):
    """A cell's value, its formula without ``=`` (None when it has none), its style's index.

    A member of a shared formula has the formula ``""``: its text stands in the master cell.
    """

    value: Value
    formula: str | None
    style: int


class Formula(NamedTuple):
    """A formula to write: text without ``=``, and the result to store for who does not calculate."""

    text: str
    value: object = None


_DAY_MS = 86_400_000
# A cell's moment has no time zone: it is the clock on the wall of whoever typed it.
_EPOCH_1900 = dt.datetime.combine(dt.date(1899, 12, 30), dt.time())
_EPOCH_1904 = dt.datetime.combine(dt.date(1904, 1, 1), dt.time())
_LAST_SERIAL = 2_958_466
_BUILTIN_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_DATE_LETTERS = frozenset("dmyhs")
_FORMAT_NOISE = lazily(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = lazily(r"\[(?:h+|m+|s+)\]")


def is_date_format(number_id: int, code: str | None) -> bool:
    """Whether a number format shows a date or a time of day (elapsed times stay numbers)."""
    if code is None:
        return number_id in _BUILTIN_DATES
    first = code.split(";")[0].lower()
    if _ELAPSED.search(first) or first == "standard":
        return False
    return not _DATE_LETTERS.isdisjoint(_FORMAT_NOISE.sub("", first))


def from_serial(serial: float, date1904: bool) -> Scalar:
    """A date for a day number: a date when whole, a time below 1, else both; to the millisecond.

    What no calendar holds (negative, after 9999, zero) comes back as the number it is.
    """
    if not 0 < serial < _LAST_SERIAL:
        return serial
    days, fraction = divmod(serial, 1)
    milliseconds = round(fraction * _DAY_MS)
    if days == 0 and not date1904:
        return (_EPOCH_1900 + dt.timedelta(milliseconds=milliseconds)).time()
    if not date1904 and serial < 60:
        days += 1  # Excel believes in 29 February 1900, so the days before it are one behind
    try:
        moment = (_EPOCH_1904 if date1904 else _EPOCH_1900) + dt.timedelta(days, milliseconds=milliseconds)
    except OverflowError:
        return serial
    return moment if moment.time() != dt.time() else moment.date()


def to_serial(value: dt.date | dt.time, date1904: bool) -> int | float:
    """The day number of a date, a date with time, or a time of day. ValueError before the epoch."""
    if isinstance(value, dt.time):
        return (dt.datetime.combine(_EPOCH_1900, value) - _EPOCH_1900) / dt.timedelta(days=1)
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    if moment.tzinfo is not None:
        raise WrongUse("a cell holds no time zone")
    days = (moment - (_EPOCH_1904 if date1904 else _EPOCH_1900)) / dt.timedelta(days=1)
    if not date1904 and days < 61:
        days -= 1
    if days < 0:
        raise WrongUse(f"before the first day that Excel knows: {value}")
    return int(days) if days == int(days) else days
