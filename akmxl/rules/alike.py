"""Tell which rows of a register say the same: their names in whatever spelling, or a letter off.

There may be thousands of rows. Names are compared without their digits, of which few are different, and
only those are held beside one another of which one half is the same.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import apart_from_digits, fold
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import Hit
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from akmxl.plan.model import Record
    from akmxl.rules.rule import Case

    Name = tuple[str, bytes]  # without case, apostrophes and signs, 0 for every digit; and the digits

_SIGNS = lazily(r"[^\w]+|_+")
_LEAST_LETTERS = 6  # of shorter names a letter more is another name
_MANY = 40  # names with one half in common: they are made after one pattern
SERIES = 3  # different days on which the same is done again and again
_MOST_ROWS = 20  # rows of one name: no longer held beside one another, but by all that they say

Key = tuple[object, ...]
Same = tuple["Record", "Record"]  # a row and the earlier one that it repeats


def plain(value: object) -> str:
    """Reduce a name to its words: as ``fold``, signs between words gone; empty where it says nothing.

    >>> plain("“Bahor” kechasi.") == plain("Bahor  kechasi")
    True
    """
    return _SIGNS.sub(" ", fold(text_of(value))).strip()


class Names:
    """The names in a column of a register."""

    def __init__(self, case: Case, register: str, field: str) -> None:
        view = case.view(register)
        self._given, self._texts = view.values(field), case.texts(view, field)
        self._letters = {text: plain(text) for text in case.without_digits(view, field)}

    @cached_property
    def _names(self) -> dict[object, Name]:
        alike, digits = apart_from_digits(self._texts)
        letters = {text: self._letters.get(text) or plain(text) for text in set(alike)}
        return {
            text: (letters[one], bytes(own))
            for text, one, own in zip(self._texts, alike, digits, strict=True)
            if letters[one]
        }

    @cached_property
    def all_different(self) -> bool:
        """Whether no two rows have one name, or names a letter off: as where thousands are numbered."""
        names = set(self._letters.values())
        once = len(self._texts) == len(self._given) and len(names) == len(self._letters)
        return once and not any(True for _ in self.near())

    def of(self, record: Record) -> Name | None:
        """Return the name in a row; None where it says nothing."""
        value = self._given.get(record.row)
        if value is None or type(value) is str:
            return self._names.get(value)
        return plain(value), b""  # a year, say

    def near(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs of different names that are a letter off, with as many digits in each."""
        pairs = nearly_equal(set(self._letters.values()))
        return (pair for pair in pairs if pair[0].count("0") == pair[1].count("0"))


def nearly_equal(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names of which one is the other with a letter more, less, changed or exchanged.

    Where one letter differs, the half that it is not in is the same.
    """
    halves: defaultdict[tuple[bool, str], list[str]] = defaultdict(list)
    for name in names:
        if len(name) >= _LEAST_LETTERS:
            for half in {len(name) // 2, (len(name) + 1) // 2}:
                halves[True, name[:half]].append(name)
                halves[False, name[-half:]].append(name)
    pairs = (
        pair for own in halves.values() if 1 < len(own) <= _MANY for pair in combinations(sorted(own), 2)
    )
    yield from dict.fromkeys(pair for pair in pairs if letter_off(*pair))


def letter_off(one: str, other: str) -> bool:
    """Tell whether two names differ in one letter: more, less, another, or two exchanged.

    >>> letter_off("mutolaasi", "mutolasi"), letter_off("kitob", "ktiob"), letter_off("ona", "bola")
    (True, True, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    first = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if first is None:  # one goes on where the other ends
        return True
    rest, others = one[first:], other[first:]
    if rest[1:] == others or rest == others[1:] or rest[1:] == others[1:]:
        return True
    return rest[:2] == others[:2][::-1] and rest[2:] == others[2:]


def agree(one: object, other: object) -> bool:
    """Tell whether two cells may say the same: as much as a letter off, or one of them nothing."""
    if one == other:
        return True
    a, b = plain(one), plain(other)
    return not a or not b or a == b or (len(a) >= _LEAST_LETTERS and letter_off(a, b) and _no_digits(a, b))


def _no_digits(one: str, other: str) -> bool:
    """Tell whether names differ in their letters alone: № 3 is not № 4."""
    return [sign for sign in one if sign.isdigit()] == [sign for sign in other if sign.isdigit()]


def values_agree(record: Record, other: Record, *fields: str) -> bool:
    """Tell whether two rows may say the same in each of these columns."""
    return all(agree(record.values.get(field), other.values.get(field)) for field in fields)


def rows_alike(
    case: Case, register: str, field: str, key: Callable[[Record], Key | None]
) -> Iterator[list[Record]]:
    """Yield rows of a register that have the rest of their keys and the name in a field in common."""
    names = Names(case, register, field)
    keys: defaultdict[tuple[Key, Name], list[Record]] = defaultdict(list)
    for record in () if names.all_different else case.plan.records[register]:
        name, context = names.of(record), key(record)
        if name and context is not None and record.date is not None:
            keys[context, name].append(record)
    yield from _pairs_of(names, keys)


def _pairs_of(names: Names, keys: Mapping[tuple[Key, Name], list[Record]]) -> Iterator[list[Record]]:
    """Yield the rows that may be the same: those of one key, and those whose names are a letter off.

    A key is what must be the same, and the name.
    """
    yield from (rows for rows in keys.values() if len(rows) > 1)
    near: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in names.near():
        near[one].append(other)
    for key, rows in keys.items() if near else ():
        context, (letters, digits) = key
        for other in near.get(letters, ()):
            if others := keys.get((context, (other, digits))):
                yield sorted((*rows, *others), key=lambda record: record.row)


def repeats_among(rows: list[Record], same: Callable[[Record, Record], bool]) -> Iterator[Same]:
    """Yield each row that repeats an earlier one. What is done on many days is a series: only on one day
    can it stand twice."""
    series = len({record.date for record in rows}) >= SERIES
    if len(rows) > _MOST_ROWS:
        by_day: defaultdict[date | None, list[Record]] = defaultdict(list)
        for record in rows:
            by_day[record.date].append(record)
        parts = [part[:_MOST_ROWS] for part in by_day.values() if len(part) > 1]
    else:
        parts = [rows]
    for part in parts:
        for nth, record in enumerate(part):
            earlier = (o for o in part[:nth] if (not series or o.date == record.date) and same(record, o))
            if (other := next(earlier, None)) is not None:
                yield record, other


def repeat_hit(case: Case, same: Same, field: str, *, any_period: bool = False) -> Hit:
    """Return the hit of a row at the cell in which it repeats another; in any period where none matters."""
    record, other = same
    return Hit(
        record.places[field],
        item_of(case, record),
        None if any_period else record_period(case, record),
        text_of(record.values[field]),
        f"{row_name(record)}/twice",
        params={"other": str(other.row)},
    )
