"""Read a printed figure of a plan: a whole number, a dash, several measures with a slash; never a guess."""

from __future__ import annotations

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import DASH, fold
from akmxl.core.unseen import is_blank
from akmxl.importers.numbers import read_count

_DASHES = frozenset("-‐‑‒–—−")
_SLASHED = lazily(r"\d+(?:\s*/\s*\d+)+")
_ONE_NUMBER = lazily(r"\D*?(\d+(?:[ \u00a0\u202f]\d{3})*)\D*")
_COUNTED = ("ta", "dona", "sht")
_RATE = lazily(
    r"\bhar\b|foiz|protsent|prosent|tadan\b|oyda|oyiga|chorak|hafta|kun|yiliga"
)  # so many each time
_DOUBTFUL = frozenset(".,%⁰¹²³⁴⁵⁶⁷⁸⁹½¼¾")  # signs that make a number another one


class PrintedFigure(NamedTuple):
    """A figure as a plan keeps it (``12``, ``-``, ``6/36``, empty), and whether that is sure.

    A figure that is not sure and not empty is what the text seems to mean.
    """

    text: str
    sure: bool = True


def read_printed(text: str, unit: str = "") -> PrintedFigure:
    """Read a cell of figures; behind a number may stand what is counted: “ta”, or the row's ``unit``.

    >>> read_printed("1 413"), read_printed("—").text, read_printed("6 / 36").text
    (PrintedFigure(text='1413', sure=True), '-', '6/36')
    >>> read_printed("12 ta").sure, read_printed("12 kishi"), read_printed("12,5")
    (True, PrintedFigure(text='12', sure=False), PrintedFigure(text='', sure=False))
    """
    plain = text.strip()
    if is_blank(plain):
        return PrintedFigure("")
    if set(plain) <= _DASHES:
        return PrintedFigure(DASH)
    if _SLASHED.fullmatch(plain) and plain.isascii():
        return PrintedFigure("".join(plain.split()))
    count = read_count(plain)
    if count is not None and not _DOUBTFUL & set(plain):
        return PrintedFigure(str(count))
    found = _ONE_NUMBER.fullmatch(plain)
    meant = read_count(found[1]) if found else None
    if (
        found
        and meant is not None
        and not (_DOUBTFUL | _DASHES) & set(plain)
        and not _RATE.search(fold(plain))
    ):
        counted = fold(plain[found.end(1) :]).rstrip(".")
        sure = found.start(1) == 0 and counted in {*_COUNTED, fold(unit)}
        return PrintedFigure(str(meant), sure=sure)
    return PrintedFigure("", sure=False)


def pieces(figure: str) -> tuple[str, ...]:
    """Return the measures of a figure: ``6/36`` are two."""
    return tuple(figure.split("/")) if "/" in figure else (figure,)
