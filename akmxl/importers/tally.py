"""Add up the rows of an export that are alike in all that decides of them."""

from __future__ import annotations

from datetime import date, datetime
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_DAY = 10  # signs of a day in figures alone


class Tally:
    """The rows that are alike in all that decides of them."""

    __slots__ = ("rows", "said", "sums")

    def __init__(self, sums: int) -> None:
        self.rows = 0
        self.sums = [0] * sums
        self.said = [False] * sums  # whether any of the rows says a quantity: unknown is not 0


def picker(places: Sequence[int | None]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    """Return a function that takes the cells at these places; None stands for a column that is not there."""
    known = [place for place in places if place is not None]
    if len(known) == len(places) > 1:
        return itemgetter(*known)
    return lambda cells: tuple(None if place is None else cells[place] for place in places)


def with_plain_days(key: tuple[object, ...], places: Iterable[int]) -> tuple[object, ...]:
    """Take the hour off the days of a key: rows of one day are alike."""
    for place in places:
        value = key[place]
        if isinstance(value, datetime):
            key = (*key[:place], date(value.year, value.month, value.day), *key[place + 1 :])
        elif type(value) is str and len(value) > _DAY and value[_DAY] in "T " and _is_day(value[:_DAY]):
            key = (*key[:place], value[:_DAY], *key[place + 1 :])
    return key


def _is_day(text: str) -> bool:
    """Tell whether ten signs are a day, ``2025-03-05``, ``05.03.2025``: ``12-yanvar, 2024`` has none."""
    figures = (text[:4], text[5:7], text[8:]) if text[4] in "-./" else (text[:2], text[3:5], text[6:])
    return all(map(str.isdigit, figures))
