"""Read and write addresses of cells; define places, values and formulas."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    import re
    from collections.abc import Sequence


MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, all inclusive."""

Position = tuple[int, int]
"""Row and column."""


class WrongUse(ValueError):
    """A wrong call by the program, never a fault of the file: so it is not reported as damage."""


COLUMN_PART, ROW_PART = r"(\$?)([A-Za-z]{1,3})", r"(\$?)([1-9][0-9]{0,6})"
CORNER = COLUMN_PART + ROW_PART
REFERENCE = lazily(rf"{CORNER}(?::{CORNER})?")
"""A cell or an area in a formula, such as ``B7`` or ``$A$1:C3``; four groups a corner: the ``$`` of the
column, the column, the ``$`` of the row, the row."""

_A1 = lazily(CORNER)
_WHOLE_ROWS = lazily(f"{ROW_PART}:{ROW_PART}")
_WHOLE_COLUMNS = lazily(f"{COLUMN_PART}:{COLUMN_PART}")


@lru_cache(maxsize=MAX_COLUMN)
def column_letter(n: int) -> str:
    """Return the letters of a column, counted from 1: 28 gives ``AB``. Raises ValueError for no column."""
    if not 1 <= n <= MAX_COLUMN:
        raise ValueError(f"no such column: {n}")
    letters = ""
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: ``AB`` gives 28. Raises ValueError for no column."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    if not letters.isalpha() or not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"no such column: {letters!r}")
    return number


def a1(row: int, col: int) -> str:
    """Return the address of a cell: row 7, column 2 give ``B7``."""
    return f"{column_letter(col)}{row}"


def parse_a1(address: str) -> tuple[int, int]:
    """Read row and column, from 1, of an address; ``$`` is allowed. Raises ValueError for anything else."""
    return _position(_A1.fullmatch(address), address)


def _position(match: re.Match[str] | None, address: str) -> tuple[int, int]:
    if match is None or int(match[4]) > MAX_ROW:
        raise ValueError(f"not a cell address: {address!r}")
    return int(match[4]), column_number(match[2])


@lru_cache(maxsize=4096)  # those of one template come again in each of its forms, and at each look
def parse_range(text: str) -> Range:
    """Read ``A1:B2``, ``A1``, ``3:5`` or ``A:C`` as four numbers. Raises ValueError for anything else."""
    start, _, end = text.partition(":")
    corner = _A1.fullmatch(start)
    if corner is None:
        if match := _WHOLE_ROWS.fullmatch(text):
            first, last = sorted((int(match[2]), int(match[4])))
            return first, 1, last, MAX_COLUMN
        if match := _WHOLE_COLUMNS.fullmatch(text):
            first, last = sorted((column_number(match[2]), column_number(match[4])))
            return 1, first, MAX_ROW, last
    r1, c1 = _position(corner, start)
    r2, c2 = parse_a1(end) if end else (r1, c1)
    return min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)


def referred_area(groups: Sequence[str]) -> Range | None:
    """Return the area of which ``REFERENCE`` found these groups; None where it is on no sheet."""
    _, left, _, top, _, right, _, bottom = groups
    try:
        columns = column_number(left), column_number(right or left)
    except ValueError:
        return None
    rows = int(top), int(bottom or top)
    return None if max(rows) > MAX_ROW else (min(rows), min(columns), max(rows), max(columns))


def format_range(area: Range) -> str:
    """Write four numbers as ``A1:B2``, or as ``A1`` for a single cell."""
    r1, c1, r2, c2 = area
    return a1(r1, c1) if (r1, c1) == (r2, c2) else f"{a1(r1, c1)}:{a1(r2, c2)}"


def check_position(row: int, col: int) -> None:
    """Raise WrongUse for a position outside a sheet: our fault, not the user's."""
    if not (1 <= row <= MAX_ROW and 1 <= col <= MAX_COLUMN):
        raise WrongUse(f"outside the sheet: row {row}, column {col}")


if TYPE_CHECKING:
    Moment = dt.datetime | dt.date | dt.time


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

    def __reduce__(self) -> str:
        return "NOT_CALCULATED"  # the one of the other process: it is known by ``is``


NOT_CALCULATED = NotCalculated()
UNCALCULATED = "=…"
"""How a message shows a formula without a result."""

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
    """A formula to write: text without ``=``, and the result to store for programs that do not calculate."""

    text: str
    value: object = None


def as_written(value: object, formula: str | None) -> object:
    """Return what to write for a cell to hold again what it holds: its formula with the result, if any."""
    known = None if value is NOT_CALCULATED else value
    return Formula(formula, known) if formula else known


class Place(NamedTuple):
    """One cell: the sheet's name, row and column (both from 1). A tuple: there are very many of them."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address without the sheet, such as ``B7``."""
        return f"{column_letter(self.column)}{self.row}"

    def in_column(self, column: int) -> Place:
        """Return the place in another column of the same row."""
        return Place(self.sheet, self.row, column)
