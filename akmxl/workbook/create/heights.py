"""How high a row must be for its wrapped texts: a new file tells Excel the heights of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDE, _NARROW = frozenset("mwMWOQGDHNUVXYZ—@%&"), frozenset("ijlft.,;:‘’'|!()[] -I1/")
HIGHEST = 409.0  # what Excel allows


def text_lines(text: str, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column of ``width`` digits (11 points), words kept whole."""
    room = (width - 1.0) * (0.93 if bold else 1.0)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            length = _length(word)
            if used and used + _length(" ") + length > room:
                lines += 1
                used = 0.0
            elif used:
                used += _length(" ")
            used += length
            while used > room:  # a word longer than the column is broken
                lines += 1
                used -= room
    return lines


def row_height(cells: Iterable[tuple[str, float]], *, line: float = 14.5, bold: bool = False) -> float:
    """The height in points for texts, each in a column of its width."""
    lines = max((text_lines(text, width, bold=bold) for text, width in cells), default=1)
    return min(HIGHEST, lines * line + 4)


def _length(word: str) -> float:
    """The word's length in digit widths."""
    return sum(1.45 if char in _WIDE else 0.58 if char in _NARROW else 1.0 for char in word)
