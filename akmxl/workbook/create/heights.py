"""How high a row must be for its wrapped texts: a new file tells Excel the heights of its rows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

HIGHEST = 409.0  # what Excel allows

_WIDEST = 1.45  # a letter, in the width of a digit
_WIDE, _NARROW = frozenset("mwMWOQGDHNUVXYZ—@%&"), frozenset("ijlft.,;:‘’'|!()[] -I1/")


class Type(NamedTuple):
    """A font as far as heights go: ``letter`` against Calibri 11, ``line`` in points."""

    letter: float
    line: float


SCREEN = Type(1.0, 15.0)  # Calibri 11
SMALL = Type(0.83, 12.5)  # Calibri 9
PRINT = Type(0.92, 14.5)  # Times New Roman 11
PRINT_BOLD = Type(0.98, 14.5)


def text_lines(text: str, width: float, letter: float = 1.0) -> int:
    """How many lines a text takes in a column of ``width``, words kept whole."""
    room = (width - 1.0) / letter
    if len(text) * _WIDEST <= room:
        return 1
    lines, used = 1, 0.0
    for word in text.split():
        length = _length(word)
        if used and used + _length(" ") + length > room:
            lines, used = lines + 1, 0.0
        used += length + (_length(" ") if used else 0.0)
        while used > room:  # a word longer than the column is broken
            lines, used = lines + 1, used - room
    return lines


def row_height(cells: Iterable[tuple[str, float]], kind: Type = SCREEN) -> float:
    """The height in points for texts, each in a column of its width."""
    lines = max((text_lines(text, width, kind.letter) for text, width in cells), default=1)
    return min(HIGHEST, lines * kind.line + 5)


@cache
def _length(word: str) -> float:
    """The word's length in the width of a digit."""
    return sum(_WIDEST if char in _WIDE else 0.58 if char in _NARROW else 1.0 for char in word)
