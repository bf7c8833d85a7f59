"""Convert day numbers to dates and times, and back; imported late, as most edits touch no date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from akmxl.core.cells import WrongUse

if TYPE_CHECKING:
    from akmxl.core.cells import Moment


_DAY_MS = 86_400_000
# A cell's moment has no time zone: it is the clock on the wall of whoever typed it.
_EPOCH_1900 = dt.datetime.combine(dt.date(1899, 12, 30), dt.time())
_EPOCH_1904 = dt.datetime.combine(dt.date(1904, 1, 1), dt.time())
_EPOCH_DAY = _EPOCH_1900.toordinal()
_LAST_SERIAL = 2_958_466


def from_serial(serial: float, date1904: bool) -> float | Moment:
    """Convert a day number: to a date when whole, a time below 1, else both; to the millisecond.

    What no calendar holds (negative, after 9999, zero) comes back as the number it is.
    """
    if not 0 < serial < _LAST_SERIAL:
        return serial
    if type(serial) is int and serial >= 60 and not date1904:  # a plain day, as nearly all
        return dt.date.fromordinal(_EPOCH_DAY + serial)
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


def to_serial(value: Moment, date1904: bool) -> int | float:
    """Convert a date, with or without time, or a time to a day number. Raises ValueError before the epoch."""
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


def from_iso(text: str) -> Moment:
    """Read a date, a time, or both, as ISO 8601 writes them; raises ValueError, also for a day before 1904.

    A time zone says nothing: a cell holds the clock on the wall.
    """
    text = text.strip()
    if "T" not in text and ":" in text:
        return dt.time.fromisoformat(text.rstrip("Z")).replace(tzinfo=None)
    moment = dt.datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=None)
    if moment.year < 1904:  # the first days that Excel knows are of 1900 or 1904
        raise ValueError(text)
    return moment if "T" in text and moment.time() != dt.time() else moment.date()
