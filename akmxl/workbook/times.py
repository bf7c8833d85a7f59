"""Times New Roman, the type of the forms: how long its words are, and how high its texts."""

from __future__ import annotations

from functools import cache

from akmxl.workbook.create.heights import HIGHEST, text_lines

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
    """The height in points of a wrapped text of ``size`` points in columns of ``width``."""
    letter = size / _DIGIT * (_BOLD if bold else 1.0)
    lines = sum(text_lines(line, width, letter, _length) for line in text.split("\n"))
    return min(HIGHEST, lines * _LINE * size + 3)


@cache
def _length(word: str) -> float:
    return sum(_WIDTHS.get(char, 500) for char in word) / 500
