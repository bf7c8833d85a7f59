"""Give each row its code: that of the usual plan's item where it is that item, else its printed number.

Reports, registers and rules know items by their codes. So the title decides which item a row is; a printed
number that means another work in the usual plan is never taken for its code.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.lazy_pattern import lazily
from akmxl.core.likeness import likeness
from akmxl.core.spelling import fold
from akmxl.core.text_length import shortened
from akmxl.importers.official import doubts
from akmxl.importers.official.entries import adds_up
from akmxl.workbook.create import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.importers.official.doubts import Doubts
    from akmxl.importers.official.entries import Entry
    from akmxl.workbook.create.plan_rows import PlanRow

SAME, LIKE = 0.9, 0.6
"""How alike titles of one item are, and may be; no two of the usual plan are as alike as ``SAME``."""
_NUMBER = lazily(r"\d{1,3}(?:\.\d{1,3}){0,3}")
_WORD = lazily(r"\w+")
_YEAR = lazily(r"(?:19|20)\d\d")
_FIRST = "I"  # the section whose numbers begin anew in the next one
_SHOWN = 80


def with_codes(entries: list[Entry], found: Doubts) -> list[Entry]:
    """Return the rows with the items of the usual plan that they are, and their codes."""
    known = _usual_items(entries, found)
    coded = _coded(known, found)
    return _with_parts(coded, found)


def _usual_items(entries: list[Entry], found: Doubts) -> list[Entry]:
    """Find the usual plan's item of each row: the same title first, then one like it at the same place."""
    taken: set[str] = set()
    usual: dict[int, PlanRow] = {}
    over = _rows_over(entries)
    for at, entry in enumerate(entries):
        item = _by_title().get(title_words(entry.name))
        if item is not None and item.code not in taken and _fits(entry, item, usual.get(over[at]), taken):
            usual[at] = item
            taken.add(item.code)
    for at, entry in enumerate(entries):
        if at in usual:
            continue
        item, like = _nearest(entry, usual.get(over[at]), taken)
        if item is None:
            continue
        if like < SAME:
            found.add(
                doubts.ALIKE, entry.mark._replace(item=item.code), entry.at,
                code=item.code, usual=shortened(item.name, _SHOWN),
            )  # fmt: skip
        usual[at] = item
        taken.add(item.code)
    return [_as_usual(entry, usual.get(at)) for at, entry in enumerate(entries)]


def _rows_over(entries: list[Entry]) -> list[int]:
    """Return for each row the place of the one that it stands below, -1 for none: a row with a number of its
    own stands below no other here.
    """
    over, last = [], -1
    for at, entry in enumerate(entries):
        if entry.above is not None:
            over.append(entry.above)
        elif entry.number:
            last = at
            over.append(-1)
        else:
            over.append(last)
    return over


def _as_usual(entry: Entry, item: PlanRow | None) -> Entry:
    """Return a row as the usual plan's item; a measure that only its unit names gets the item's name."""
    if item is not None and entry.above is not None and entry.name == entry.unit:
        return entry.with_(usual=item, name=item.name)
    return entry.with_(usual=item)


def _fits(entry: Entry, item: PlanRow, above: PlanRow | None, taken: set[str]) -> bool:
    """Tell whether an item can stand where a row stands: titles such as “yangi” say nothing elsewhere."""
    if above is not None and item.parent == above.code:
        return True
    if entry.above is not None:
        return False
    return not item.parent or (bool(entry.number) and item.parent in taken)


def _nearest(entry: Entry, above: PlanRow | None, taken: set[str]) -> tuple[PlanRow | None, float]:
    """Return the item that a row may be, among those below its own item or with its number."""
    if entry.above is not None or not entry.number:
        among = [item for item in shipped_items().values() if above and item.parent == above.code]
    else:
        item = shipped_items().get(_printed_code(entry))
        among = [item] if item is not None else []
    ranked = sorted(
        ((likeness(entry.name, item.name), item) for item in among if item.code not in taken),
        key=lambda pair: pair[0], reverse=True,
    )  # fmt: skip
    if not ranked or ranked[0][0] < LIKE or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None, 0.0
    return ranked[0][1], ranked[0][0]


def _printed_code(entry: Entry) -> str:
    """Return the code that a printed number stands for: the first section's works count for themselves."""
    number = number_of(entry.number)
    return f"{_FIRST}.{number}" if number and entry.section == _FIRST else number


def _coded(entries: list[Entry], found: Doubts) -> list[Entry]:
    """Give codes to rows that have a number, or that are items of the usual plan."""
    twice = Counter((entry.section, number_of(entry.number)) for entry in entries if entry.number)
    places = _Places(entries)
    taken = {entry.usual.code for entry in entries if entry.usual is not None}
    printed = {number_of(entry.number) for entry in entries}
    coded: list[Entry] = []
    for entry in entries:
        code = entry.usual.code if entry.usual is not None else ""
        number = number_of(entry.number)
        if not code and entry.number:
            if not number:
                found.add(doubts.NUMBER_UNREAD, entry.mark, entry.at, number=entry.number)
            elif twice[entry.section, number] > 1:
                code = _by_place(coded, entry.section, taken | printed)
                kind = doubts.NUMBER_TWICE if code else doubts.NO_CODE
                found.add(kind, entry.mark, entry.at, number=number, code=code)
            else:
                code = _free_code(entry, number, taken, places, found)
        if code:
            taken.add(code)
            places.note(entry, number, code)
        coded.append(entry.with_(code=code))
    return coded


class _Places:
    """Where codes stand on paper: by section and printed number, and the section of each."""

    def __init__(self, entries: list[Entry]) -> None:
        self._codes: dict[tuple[str, str], str] = {}
        self._sections: dict[str, str] = {}
        for entry in entries:
            if entry.usual is not None:
                self.note(entry, number_of(entry.number), entry.usual.code)

    def note(self, entry: Entry, number: str, code: str) -> None:
        self._sections[code] = entry.section
        if number:
            self._codes[entry.section, number] = code

    def own_code(self, entry: Entry, number: str) -> str:
        """Return the code that a printed number such as 3.1 stands for: below the row that has the 3."""
        code = _printed_code(entry)
        above, _, last = number.rpartition(".")
        if not above:
            return code
        over, usual = self._codes.get((entry.section, above)), code.rpartition(".")[0]
        if over is not None:
            return f"{over}.{last}"
        elsewhere = self._sections.get(usual, entry.section) != entry.section
        return f"{entry.section}.{number}" if elsewhere else code


def _by_place(before: list[Entry], section: str, taken: set[str]) -> str:
    """Return the number that follows the last one of a section, where it is printed nowhere; else nothing."""
    numbers = [whole_number(entry.code) or 0 for entry in before if entry.section == section]
    following = str(max(numbers, default=0) + 1)
    return following if any(numbers) and following not in taken else ""


def _free_code(entry: Entry, number: str, taken: set[str], places: _Places, found: Doubts) -> str:
    """Return the code of a work that is not in the usual plan: its number, with its section where taken."""
    other = shipped_items().get(_printed_code(entry))
    own = places.own_code(entry, number)
    if own in taken or own in shipped_items():
        above = own.rpartition(".")[0] if "." in number else ""
        own = _next_below(above, taken) if above else f"{entry.section}.{number}"
    if own in shipped_items():  # what is reported on under this code is another work
        own = _next_below(entry.section, taken)
    own = own if own not in taken else _next_below(own, taken)
    if other is not None:
        found.add(
            doubts.OTHER_WORK, entry.mark, entry.at,
            number=number, usual=shortened(other.name, _SHOWN), code=own,
        )  # fmt: skip
    return own


def _with_parts(entries: list[Entry], found: Doubts) -> list[Entry]:
    """Give codes to rows without a number: below the row above them, in their order."""
    done: list[Entry] = []
    taken = {entry.code for entry in entries if entry.code}
    over = _rows_over(entries)
    proven = _proven(entries, over)
    for at, entry in enumerate(entries):
        if entry.code or entry.number:
            done.append(entry)
            continue
        above = over[at]
        code = _next_below(done[above].code, taken) if above >= 0 and done[above].code else ""
        if entry.above is None and (not code or above not in proven):
            kind = doubts.NO_NUMBER if code else doubts.NUMBER_MISSING
            found.add(
                kind, entry.mark, entry.at + 0.5,
                above=done[above].code if above >= 0 else "", code=code,
            )  # fmt: skip
        taken.add(code)
        done.append(entry.with_(code=code, above=max(above, 0)))
    return done


def _proven(entries: list[Entry], over: list[int]) -> set[int]:
    """Return the places of rows whose figures are the sums of the rows without a number below them."""
    proven = set()
    for at, entry in enumerate(entries):
        below = [other for other, above in zip(entries, over, strict=True) if above == at]
        sums = [
            adds_up(total, [other.figures[column] for other in below])
            for column, total in enumerate(entry.figures)
        ]
        if True in sums and False not in sums:
            proven.add(at)
    return proven


def _next_below(above: str, taken: set[str]) -> str:
    number = 1
    while f"{above}.{number}" in taken or f"{above}.{number}" in shipped_items():
        number += 1
    return f"{above}.{number}"


def number_of(printed: str) -> str:
    """Return a printed number without the signs around it: ``9.1.`` is 9.1; empty for what is no number.

    >>> number_of("9.1."), number_of("12)"), number_of("№ 04"), number_of("a")
    ('9.1', '12', '4', '')
    """
    plain = printed.strip().removeprefix("№").rstrip(".)-–—").strip()
    if not _NUMBER.fullmatch(plain) or not plain.isascii():
        return ""
    return ".".join(part.lstrip("0") or part for part in plain.split("."))


@cache
def shipped_items() -> Mapping[str, PlanRow]:
    """Return the rows of the plan that ships with akmxl, by their codes."""
    return {row.code: row for row in shipped.plan()}


@cache
def _by_title() -> Mapping[tuple[str, ...], PlanRow]:
    titles = Counter(title_words(row.name) for row in shipped_items().values())
    return {words: row for row in shipped_items().values() if titles[words := title_words(row.name)] == 1}


@cache
def title_words(title: str) -> tuple[str, ...]:
    """Return a title's words for comparing: folded, any year one year, without signs."""
    return tuple(_WORD.findall(_YEAR.sub("0", fold(title))))
