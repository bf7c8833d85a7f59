"""Make the values of spreadsheet programs plain: whole numbers, days, times as texts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LARGEST_WHOLE = 2.0**53


def number(text: str) -> object:
    """Read a number as XML spells it; what is none stays a text."""
    try:
        return whole_or_not(float(text)) if len(text) < 64 else text
    except ValueError:
        return text or None


def whole_or_not(value: float) -> int | float:
    """Return a whole number as int."""
    return int(value) if value.is_integer() and abs(value) <= _LARGEST_WHOLE else value


def clock(hours: int, minutes: int, seconds: int) -> str:
    """Return a time of day or a length of time as people write it."""
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def _time(value: dt.time) -> str:
    return clock(value.hour, value.minute, value.second)


def _length(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return sign + clock(seconds // 3600, seconds // 60 % 60, seconds % 60)


_PLAIN: dict[type, Callable[..., object]] = {
    float: whole_or_not,
    dt.time: _time,
    dt.timedelta: _length,
}


def plain_row(row: Sequence[object]) -> list[object]:
    """Return a row with each value as the rest of akmxl knows it: None for a blank."""
    return [
        (value or None)
        if (kind := value.__class__) is str
        else _PLAIN[kind](value)
        if kind in _PLAIN
        else value
        for value in row
    ]
