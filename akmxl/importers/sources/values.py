"""Make the values of spreadsheet programs plain: whole numbers, days, times as texts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_LARGEST_WHOLE = 2.0**53


def number(text: str) -> object:
    """Read a number as XML spells it; what is none stays a text."""
    try:
        return whole_or_not(float(text)) if len(text) < 64 else text
    except ValueError:
        return text or None


def whole_or_not(value: float) -> int | float:
    """Return a whole number as int."""
    return int(value) if abs(value) <= _LARGEST_WHOLE and value.is_integer() else value


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
    str: lambda text: text or None,
    dt.time: _time,
    dt.timedelta: _length,
}
_CHANGED = frozenset(_PLAIN)


def plain_rows(rows: Sequence[Sequence[object]]) -> Iterable[Sequence[object]]:
    """Return rows with each value as the rest of akmxl knows it: None for a blank. All have the same width.

    What is done is decided by the kinds of a column's values, so some hundred rows at a time are quickest.
    """
    if not rows or not rows[0]:
        return rows
    return zip(*map(_plain_column, zip(*rows, strict=True)), strict=True)


def _plain_column(values: Sequence[object]) -> Sequence[object]:
    kinds = set(map(type, values))
    if not kinds & _CHANGED:
        return values
    if kinds == {float}:
        return _plain_numbers(cast("Sequence[float]", values))
    if kinds == {str} and "" not in values:
        return values
    return [_PLAIN[kind](value) if (kind := type(value)) in _PLAIN else value for value in values]


def _plain_numbers(values: Sequence[float]) -> Sequence[object]:
    try:
        whole = list(map(int, values))
    except (ValueError, OverflowError):  # what is no number, or without end
        return list(map(whole_or_not, values))
    if min(whole) < -_LARGEST_WHOLE or max(whole) > _LARGEST_WHOLE:
        return list(map(whole_or_not, values))
    if whole == list(values):
        return whole
    return [one if one == value else value for one, value in zip(whole, values, strict=True)]
