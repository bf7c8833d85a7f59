"""Compute how high a row must be for its wrapped texts, on the screen and in Times New Roman."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

HIGHEST = 409.0  # what Excel allows
LEAST_WIDTH = 2.0  # in a column narrower than two digits nobody reads: it was dragged shut, not to wrap

_AROUND = 5.0  # points, above and below the lines
_GAPS = lazily(r"\s+")
_WIDEST = 1.45  # a letter, in the width of a digit
_WIDE, _NARROW = frozenset("mwMWOQGDHNUVXYZ—@%&"), frozenset("ijlft.,;:‘’'|!()[] -I1/")


class Type(NamedTuple):
    """The measures of a font for heights: ``letter`` against Calibri 11, ``line`` in points."""

    letter: float
    line: float


SCREEN = Type(1.0, 15.0)  # Calibri 11
SMALL = Type(0.83, 12.5)  # Calibri 9
SMALLEST = Type(0.74, 11.2)  # Calibri 8
PRINT = Type(0.92, 14.5)  # Times New Roman 11
PRINT_BOLD = Type(0.98, 14.5)


def text_lines(
    text: str, width: float, letter: float = 1.0, measure: Callable[[str], float] | None = None
) -> int:
    """Count the lines that a text takes in a column of ``width``, words kept whole.

    ``measure`` gives a word's length in the width of a digit, where the font's letters are known.
    """
    if width < LEAST_WIDTH:
        return 1
    room, length = (width - 1.0) / letter, measure or _length
    if measure is None and is_one_line(text, width, letter):
        return 1
    lines, used = 1, 0.0
    for word in text.split():
        blank = length(" ") if used else 0.0
        for piece in _pieces(word) if length(word) > room else (word,):
            if used and used + blank + length(piece) > room:
                lines, used, blank = lines + 1, 0.0, 0.0
            used, blank = used + blank + length(piece), 0.0
            if used > room:  # a word longer than the column is broken
                more = ceil(used / room) - 1
                lines, used = lines + more, used - more * room
    return lines


def is_one_line(text: str, width: float, letter: float = 1.0) -> bool:
    """Tell whether a text has room on one line of a column, its line ends aside: as most have."""
    room = (width - 1.0) / letter
    return len(text) * _WIDEST <= room or sum(map(_SIZES.__getitem__, text)) <= room


def are_one_line(texts: Collection[str], width: float, letter: float) -> bool:
    """Tell whether each of many texts surely has room on one line, by the longest of them."""
    together = "".join(texts)
    widest = 1.0 if _WIDE.isdisjoint(together) else _WIDEST
    return "\n" not in together and max(map(len, texts), default=0) * widest <= (width - 1.0) / letter


def _pieces(word: str) -> list[str]:
    """Split a word that is too long for its column, such as an address, behind these signs first."""
    return [piece for piece in re.findall(r"[^/-]*[/-]*", word) if piece]


def row_height(cells: Iterable[tuple[str, float]], kind: Type = SCREEN) -> float:
    """Compute the height in points of a row for texts, each in a column of its width."""
    lines = max((_all_lines(text, width, kind) for text, width in cells), default=1)
    return min(HIGHEST, lines * kind.line + _AROUND)


def row_texts(text: str, width: float, kind: Type = SCREEN, points: float = 150.0) -> list[str]:
    """Cut a text for which no row is high enough into several, between words as far as there are any.

    Each is at most so many ``points`` high: rows of a whole page would leave white what is above them.
    """
    if _all_lines(text, width, kind) * kind.line + _AROUND <= HIGHEST:
        return [text]
    most, found = int((points - _AROUND) // kind.line), []
    while _all_lines(text, width, kind) > most:
        for ends in ([gap.end() for gap in _GAPS.finditer(text)], range(1, len(text) + 1)):
            fitting = bisect_right(ends, most, key=lambda end: _all_lines(text[:end], width, kind))
            if fitting:
                break
        found.append(text[: ends[fitting - 1]].rstrip())
        text = text[ends[fitting - 1] :].lstrip()
    return [*found, text]


def _all_lines(text: str, width: float, kind: Type) -> int:
    if "\n" not in text:
        return text_lines(text, width, kind.letter)
    return sum(text_lines(line, width, kind.letter) for line in text.split("\n"))


@cache
def _length(word: str) -> float:
    """Compute the word's length in the width of a digit."""
    return sum(map(_SIZES.__getitem__, word))


class _Sizes(dict[str, float]):
    """The lengths of letters; of those that are not named, that of a digit."""

    def __missing__(self, char: str) -> float:
        return self.setdefault(char, 1.0)


_SIZES = _Sizes({**dict.fromkeys(_NARROW, 0.58), **dict.fromkeys(_WIDE, _WIDEST)})


_DIGIT = 10.5  # points: at this size a digit is as wide as Excel's unit of a column's width

_BOLD = 1.06  # times as wide

_LINE = 1.32  # of the type's size

# Its letters by their width in thousandths of the type's size; all others are 500.
_WIDTHS = {
    letter: width
    for width, letters in (
        (250, " ,."), (278, "/:;\\ijlt"), (333, "!()-I[]fr‘’'"), (389, "Js"), (444, "?acez“”"), (556, "FPS"),
        (611, "ELTZ"), (667, "BCR"), (722, "ADGHKNOQUVXYw"), (778, "&m"), (833, "%"), (889, "M"), (944, "W№"),
        (921, "@"), (1000, "—…"),
    )
    for letter in letters
}  # fmt: skip


def times_height(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Compute the height in points of a wrapped text of ``size`` points in columns of ``width``."""
    return min(HIGHEST, times_need(text, width, size, bold=bold))


def times_need(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Compute the height in points that the text needs, be it more than a row can have."""
    letter = size / _DIGIT * (_BOLD if bold else 1.0)
    lines = sum(text_lines(line, width, letter, _times_length) for line in text.split("\n"))
    return lines * _LINE * size + 3


@cache
def _times_length(word: str) -> float:
    return sum(_WIDTHS.get(char, 500) for char in word) / 500
