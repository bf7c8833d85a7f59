"""Tell by its cells what a row of an export is."""

from __future__ import annotations

from functools import lru_cache
from itertools import count, dropwhile
from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.core.unseen import is_blank
from akmxl.importers.days import is_day
from akmxl.importers.numbers import text_in
from akmxl.plan.period_words import read_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from akmxl.importers.heading import Heading

ANY = "*"
_LEADING = 3  # cells in which the word of a total may stand
_NUMBERED = 2  # a row of column numbers has at least so many
_REMEMBERED = 4096
_COLUMN_LETTERS = frozenset("AaBbАаБбВв")  # Latin and Cyrillic: the columns of texts are lettered
_ABOUT = lazily(r"\b(?:boyicha|uchun|za|po|oyida|oyining)\b")
_ABOUT_TOTALS = lazily(r"\d+|\b(?:ta|nafar|dona|yil\w*|oy\w*|god\w*|za|po|boyicha|chorak\w*|mesya\w*)\b")
_ANY_YEAR = 2000


def led_by(words: Iterable[str]) -> Callable[..., bool]:
    """Return a test whether a row is led by one of the words; ``days`` are columns in which days stand.

    The row's first text begins with it, as a word and not as a part of a longer one, or names a period and
    ends with it (``Yanvar oyi jami``); or one of its first cells says nothing else. A title such as ``Jami
    kitobxonlar`` that stands behind a day leads no row, nor does one of a row that has a day.
    """
    known = tuple(fold(word) for word in words)
    plain_fold = fold.__wrapped__  # its memory has no end, and an export may have millions of texts

    @lru_cache(_REMEMBERED)
    def said(text: str) -> tuple[bool, bool, bool]:
        folded = plain_fold(text).strip(" :.")
        rests = [
            folded.removeprefix(word)
            for word in known
            if folded.startswith(word) and not folded[len(word) : len(word) + 1].isalpha()
        ]
        ends = any(folded.endswith(f" {word}") and _is_period(folded.removesuffix(word)) for word in known)
        return bool(rests) or ends, folded in known, ends or any(map(_says_little, rests))

    def test(cells: Sequence[object], days: Sequence[int] = ()) -> bool:
        leads = True
        for value in cells[:_LEADING]:
            if value is None or value == "" or type(value) is int or type(value) is float:
                continue  # the row's number may stand before the word
            if isinstance(value, str):
                if value.isdigit():
                    continue
                begins, alone, plain = said(value)
                if alone or (leads and begins and (plain or not any(is_day(cells[at]) for at in days))):
                    return True
            leads = False
        return False

    return test if known else lambda _cells, _days=(): False


def one_of(words: Iterable[str]) -> Callable[[object], bool]:
    """Return a test whether a cell says one of the words, in any spelling; ``*`` is anything but a blank."""
    known = {fold(word) for word in words}
    if ANY in known:
        return lambda value: not is_blank_cell(value)
    return lambda value: fold.__wrapped__(text_in(value)) in known


def _says_little(rest: str) -> bool:
    """Tell whether what follows the word of a total is a number, a unit, a year: no title."""
    return not _ABOUT_TOTALS.sub("", rest).strip(" :.-,()")


def _is_period(text: str) -> bool:
    plain = _ABOUT.sub("", text).strip(" :.-")
    return bool(plain) and read_period(plain, _ANY_YEAR) is not None


def first_text(cells: Sequence[object], more: int = 0) -> str:
    """Return a row's first filled cell as text; where it is a number, so much more."""
    text = next((text_in(value) for value in cells if not is_blank_cell(value)), "")
    number = whole_number(text)
    return text if number is None else str(number + more)


def beginnings(heading: Heading) -> set[object]:
    """Return what stands in the heading's rows, as the file has it."""
    return {cell for cells in heading.rows for cell in cells} - {None, ""}


def folded_texts(cells: Sequence[object]) -> tuple[str, ...]:
    """Return the texts of a row, folded, up to the last one."""
    texts = [fold.__wrapped__(text_in(value)) for value in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def is_blank_cell(value: object) -> bool:
    return value is None or (isinstance(value, str) and is_blank(value))


def is_numbered(cells: Sequence[object], columns: int) -> bool:
    """Tell whether a row numbers all columns: 1, 2, 3 ..., the first of them perhaps with letters."""
    filled = [text_in(value) for value in cells if not is_blank_cell(value)]
    if len(filled) < max(_NUMBERED, columns):
        return False
    numbers = list(dropwhile(_COLUMN_LETTERS.__contains__, filled))
    return len(numbers) > 1 and all(text == str(n) for text, n in zip(numbers, count(1), strict=False))
