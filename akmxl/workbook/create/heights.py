"""How high a row must be for its wrapped texts: a new file tells Excel the heights of its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HIGHEST = 409.0  # what Excel allows

_WIDE, _NARROW = frozenset("mwMWOQGDHNUVXYZ—@%&"), frozenset("ijlft.,;:‘’'|!()[] -I1/")


# The letters of Times New Roman by their width in thousandths of the type's size; the others are 500.
_TIMES = {
    letter: width
    for width, letters in (
        (250, " ,."), (278, "/:;\\ijlt"), (333, "!()-I[]fr‘’'"), (389, "Js"), (444, "?acez“”"), (556, "FPS"),
        (611, "ELTZ"), (667, "BCR"), (722, "ADGHKNOQUVXYw"), (778, "&m"), (833, "%"), (889, "M"), (944, "W№"),
        (921, "@"), (1000, "—…"),
    )
    for letter in letters
}  # fmt: skip


@dataclass(frozen=True)
class Type:
    """A font as far as heights go: ``letter`` against Calibri 11, ``line`` in points, and where it is known
    exactly the length of a word of it."""

    letter: float
    line: float
    measure: Callable[[str], float] | None = None

    def length(self, word: str) -> float:
        """A word's length in the width of a digit of the workbook's own font."""
        return (self.measure or _length)(word) * self.letter


def times(size: float, *, bold: bool = False) -> Type:
    """Times New Roman of a size in points."""
    return Type(size / 10.5 * (1.06 if bold else 1.0), 1.32 * size, _times_length)


SCREEN = Type(1.0, 15.0)  # Calibri 11
SMALL = Type(0.83, 12.5)  # Calibri 9
PRINT = Type(0.92, 14.5)  # Times New Roman 11
PRINT_BOLD = Type(0.98, 14.5)


def text_lines(text: str, width: float, kind: Type = SCREEN) -> int:
    """How many lines a text takes in a column of ``width``, words kept whole."""
    room = width - 1.0
    blank = kind.length(" ")
    lines, used = 1, 0.0
    for word in text.split():
        for number, piece in enumerate(_pieces(word, room, kind)):
            length, space = kind.length(piece), blank if used and not number else 0.0
            if used and used + space + length > room:
                lines, used, space = lines + 1, 0.0, 0.0
            used += space + length
            while used > room:  # longer than the column: broken anywhere
                lines, used = lines + 1, used - room
    return lines


def _pieces(word: str, room: float, kind: Type) -> list[str]:
    """A word that is too long for its column, such as an address, breaks behind these signs first."""
    return re.findall(r"[^/-]*[/-]*", word)[:-1] if kind.length(word) > room else [word]


def row_height(cells: Iterable[tuple[str, float]], kind: Type = SCREEN) -> float:
    """The height in points for texts, each in a column of its width."""
    lines = max((text_lines(text, width, kind) for text, width in cells), default=1)
    return min(HIGHEST, lines * kind.line + 5)


def _length(word: str) -> float:
    """The word's length in the width of a digit."""
    return sum(1.45 if char in _WIDE else 0.58 if char in _NARROW else 1.0 for char in word)


def _times_length(word: str) -> float:
    return sum(_TIMES.get(char, 500) for char in word) / 500
