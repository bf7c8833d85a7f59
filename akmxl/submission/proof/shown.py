"""Compare what a cell of a form shows with the value that was written into it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.cells import parse_a1
from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.plan.values import split_key
from akmxl.submission.spoken import BLANK, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = "word"  # the key of what a form prints and does not submit: headings, the letterhead

WORDS_UNPROVEN = N_("The form was made before its words were kept, so they are not proven.")

_DAY = lazily(r"(\d{4})-(\d\d)-(\d\d)")
_BEFORE = r"(?<!\d)(?<!\d[\xa0,.])"  # a figure inside a text is a whole one: 84 is not in 184 nor in 1 084
_AFTER = r"(?!\d)(?![\xa0,.]\d)"


@dataclass(frozen=True)
class Written:
    """One value of a form's list and a cell that shows it.

    ``look`` is how the cell shows it (``proof/look.py``), empty where it is shown as it is, and in forms of
    before. ``by_hand``: the cell has room for the outgoing number or date, which are written after the
    form is made.
    """

    key: str
    value: object
    sheet: str
    cell: str
    look: str = ""
    by_hand: bool = False

    @cached_property
    def _place(self) -> tuple[int, int]:
        return parse_a1(self.cell)

    @property
    def row(self) -> int:
        return self._place[0]

    @property
    def column(self) -> int:
        return self._place[1]


def stands(cell: object, one: Written) -> bool:
    """Tell whether a cell's value is the one written, or a text that contains it."""
    return agrees(cell, one.value) or shows(cell, one)


def is_whole(cell: object, one: Written) -> bool:
    """Tell whether a cell's value is the one written and nothing else; a number or day may be a text now."""
    if agrees(cell, one.value):
        return True
    if not isinstance(cell, str):
        return False
    whole = " ".join(cell.split())
    if one.by_hand:
        return _lengthened(whole, str(one.value or ""))
    return one.value is not None and whole in (_in_one_line(one.value), _in_one_line(_said(one)))


def _in_one_line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _lengthened(cell: str, written: str) -> bool:
    """Tell whether a cell says all words that were written, in their order, whatever stands between."""
    return re.fullmatch(".*".join(("", *map(re.escape, written.split()), "")), cell) is not None


def agrees(cell: object, value: object) -> bool:
    """Tell whether a cell read back is the value written: a line's end may have become another."""
    if type(cell) is type(value) and cell == value:
        return True
    if value is None:
        return cell == ""
    cell, value = plain(cell), plain(value)
    if isinstance(value, str) and isinstance(cell, str):
        return _lines(cell) == _lines(value)
    return type(value) is not str and not isinstance(cell, str) and cell == value


def shows(cell: object, one: Written) -> bool:
    """Tell whether a cell's text says the value as a sentence does: ``1 413``, ``97,3 %``, ``05.04.2025``."""
    if not isinstance(cell, str):
        return False
    said = _said(one)
    if isinstance(one.value, int | float) or said != one.value:
        return re.search(_BEFORE + re.escape(said) + _AFTER, cell) is not None
    return said in cell


def forms_of(value: object) -> Iterator[object]:
    """Yield what to look a value up by, alone in a cell: as it is, and a date as people write it."""
    value = plain(value)
    if isinstance(value, str):
        yield "\n".join(_lines(value))
        if day := _day(value):
            yield day
    elif value is not None:
        yield value


def _said(one: Written) -> str:
    """Return a value as ``form/content.py`` puts it into a text; dates are ISO text in the list."""
    if one.value is None:
        return BLANK
    if isinstance(one.value, str) and (day := _day(one.value)):
        return day
    return spoken(one.value, split_key(one.key)[2])


def _day(text: str) -> str:
    day = _DAY.fullmatch(text)
    return f"{day[3]}.{day[2]}.{day[1]}" if day else ""


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
