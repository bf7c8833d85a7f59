"""What a cell holds, as Python values, and the styles that make numbers dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from akmxl.ooxml.lazily import lazily

if TYPE_CHECKING:
    from akmxl.ooxml.serials import Moment


class ExcelError(str):
    """The value of a cell in error: ``#REF!``, ``#N/A`` and the like."""

    __slots__ = ()


class NotCalculated:
    """The value of a formula whose result nobody has stored yet; a blank cell is ``None``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_CALCULATED"

    def __bool__(self) -> bool:
        return False


NOT_CALCULATED = NotCalculated()

if TYPE_CHECKING:
    Scalar = None | int | float | str | bool | Moment
    Value = Scalar | ExcelError | NotCalculated


class Cell(NamedTuple):
    """A cell's value, its formula without ``=`` (None when it has none), its style's index.

    A member of a shared formula has the formula ``""``: its text stands in the master cell.
    """

    value: Value
    formula: str | None
    style: int


class Formula(NamedTuple):
    """A formula to write: text without ``=``, and the result to store for who does not calculate."""

    text: str
    value: object = None


_BUILTIN_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_DATE_LETTERS = frozenset("dmyhs")
_FORMAT_NOISE = lazily(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = lazily(r"\[(?:h+|m+|s+)\]")


def is_date_format(number_id: int, code: str | None) -> bool:
    """Whether a number format shows a date or a time of day (elapsed times stay numbers)."""
    if code is None:
        return number_id in _BUILTIN_DATES
    first = code.split(";")[0].lower()
    if _ELAPSED.search(first) or first == "standard":
        return False
    return not _DATE_LETTERS.isdisjoint(_FORMAT_NOISE.sub("", first))
