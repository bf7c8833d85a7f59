"""Compute where a row, a range or a formula's reference goes when rows are repeated or removed.

The one law: a range that contains the repeated rows grows, a range below them moves. A single
cell inside them means its first copy, seen from outside; a formula inside them follows its own
copy with its relative references, and sees the rest of the sheet as everyone does.
"""

from __future__ import annotations

import importlib.util
import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from akmxl.core.cells import (
    COLUMN_PART,
    CORNER,
    MAX_COLUMN,
    MAX_ROW,
    ROW_PART,
    Range,
    column_letter,
    column_number,
    format_range,
)
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml import attributes

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

_SHEET = r"(?:'(?:[^']|'')+'|[^'!\[\]:(),\s]+)!"
_SHEET_REFERENCE = lazily(
    rf"(?P<sheet>{_SHEET})?"
    rf"(?:(?P<start>{CORNER})(?::(?P<end>{CORNER}))?|(?P<top>{ROW_PART}):(?P<bottom>{ROW_PART}))"
)
_SEVERAL_SHEETS = lazily(r"[^'!]+:[^'!]+!|'(?:[^']|'')*:(?:[^']|'')*'!")
_CORNER_PARTS = lazily(f"^(?:{COLUMN_PART})?(?:{ROW_PART})?$")
_SHEET_COLUMNS = lazily(f"(?:{_SHEET})?{COLUMN_PART}:{COLUMN_PART}")
_ROW_OF = lazily(r"(.*?)(\$?)([0-9]+)")


class UnclearFormula(Exception):
    """A formula whose references cannot be told apart with certainty; ``args[0]`` is its text."""

    place = ""
    """The cell it stands in, where that is known."""


class Expansion:
    """The repetition of rows ``first`` to ``last`` of a sheet, so that they stand there ``count`` times.

    With 0 they do not stand there at all.
    """

    __slots__ = ("count", "first", "last", "sheet")

    def __init__(self, sheet: str, first: int, last: int, count: int) -> None:
        self.sheet, self.first, self.last, self.count = sheet, first, last, count

    @property
    def height(self) -> int:
        """How many rows repeat."""
        return self.last - self.first + 1

    @property
    def delta(self) -> int:
        """How far everything below goes down (up, when negative)."""
        return (self.count - 1) * self.height

    def row(self, row: int) -> int | None:
        """Return where one row stands afterwards; its first copy when it repeats, None when it is gone."""
        if row > self.last:
            return row + self.delta
        return None if self.count == 0 and row >= self.first else row

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where a range of rows stands afterwards; None when nothing of it is left."""
        if self.count == 0:
            top = self.first if self.first <= first <= self.last else self.row(first) or first
            bottom = self.first - 1 if self.first <= last <= self.last else self.row(last) or last
            return (top, bottom) if top <= bottom else None
        grows = last > self.last or (last == self.last and first <= self.first)
        return self.row(first) or first, last + self.delta if grows else last

    def area(self, area: Range) -> Range | None:
        """Return where a cell range stands afterwards; None when nothing of it is left."""
        if area[2] >= MAX_ROW:
            return area  # whole columns
        rows = self.span(area[0], area[2])
        return None if rows is None else (rows[0], area[1], rows[1], area[3])

    def inside(self, area: Range) -> bool:
        """Tell whether a range lies wholly in the repeated rows."""
        return self.first <= area[0] and area[2] <= self.last

    def copies(self, area: Range) -> list[Range]:
        """Return a range of the repeated rows, once for every copy."""
        offsets = (copy * self.height for copy in range(self.count))
        return [(area[0] + offset, area[1], area[2] + offset, area[3]) for offset in offsets]

    def overlaps(self, area: Range) -> bool:
        """Tell whether a range and the repeated rows cut each other, neither containing the other."""
        meet = area[0] <= self.last and area[2] >= self.first
        contains = area[0] <= self.first and area[2] >= self.last
        return meet and not contains and not self.inside(area)

    def areas(self, text: str) -> str:
        """Shift a list of ranges (``sqref``): each grows, moves, or is repeated with its rows."""
        moved: list[Range] = []
        for area in attributes.areas(text):
            contains = area[0] <= self.first and area[2] >= self.last
            if self.inside(area) and not contains:
                moved += self.copies(area)
            elif new := self.area(area):
                moved.append(new)
        return " ".join(format_range(area) for area in moved)


def shift_formula(text: str, shift: Expansion, *, at_home: bool, copy: int | None = None) -> str:
    """Shift a formula. ``at_home``: it stands on the shifted sheet; ``copy``: in which copy.

    Raises UnclearFormula for a reference across several sheets and for what cannot be read.
    """
    if not any(letter.isdigit() for letter in text):
        return text
    if not at_home and shift.sheet.casefold() not in text.replace("''", "'").casefold():
        return text
    pieces = _tokens(text)
    try:
        return "".join(
            _shift_reference(value, shift, at_home, copy) if is_range else value for is_range, value in pieces
        )
    except UnclearFormula as error:
        raise UnclearFormula(text) from error  # the whole formula says more than its reference


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[tuple[bool, str], ...]:
    """Split a formula into pieces: whether a piece is a reference, and its text."""
    tokenizer = _tokenizer()
    try:
        items = tokenizer.Tokenizer("=" + text).items
    except (tokenizer.TokenizerError, IndexError) as error:
        raise UnclearFormula(text) from error
    pieces = tuple((item.subtype == tokenizer.Token.RANGE, str(item.value)) for item in items)
    ranged_call = any(item.type == tokenizer.Token.FUNC and ":" in item.value for item in items)
    if ranged_call or "".join(value for _, value in pieces) != text:
        raise UnclearFormula(text)
    return pieces


@cache
def _tokenizer() -> Any:
    """Load openpyxl's tokenizer alone: the package around it takes 200 ms to import."""
    loaded = sys.modules.get("openpyxl.formula.tokenizer")
    if loaded is not None:
        return loaded
    package = importlib.util.find_spec("openpyxl")
    places = package.submodule_search_locations if package else None
    if places:
        file = Path(places[0]) / "formula" / "tokenizer.py"
        spec = importlib.util.spec_from_file_location("akmxl.ooxml._tokenizer", file)
        if spec is not None and spec.loader is not None and file.exists():
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    from openpyxl.formula import tokenizer

    return tokenizer


def copy_formula(text: str, rows: int, columns: int) -> str:
    """Return a formula as it reads when its cell is copied so many rows down and columns right.

    Raises UnclearFormula where a reference would leave the sheet, or cannot be told apart.
    """

    def moved(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, digits = match.groups(default="")
        if letters and not fixed_column:
            letters = column_letter(_within(_column(letters, text) + columns, MAX_COLUMN, text))
        if digits and not fixed_row:
            digits = str(_within(int(digits) + rows, MAX_ROW, text))
        return f"{fixed_column}{letters}{fixed_row}{digits}"

    def reference(value: str) -> str:
        if not (_SHEET_REFERENCE.fullmatch(value) or _SHEET_COLUMNS.fullmatch(value)):
            return value  # a name, a table's column
        sheet, bang, area = value.rpartition("!")
        return sheet + bang + ":".join(_CORNER_PARTS.sub(moved, corner) for corner in area.split(":"))

    return with_references(text, reference)


def with_references(text: str, replace: Callable[[str], str]) -> str:
    """Put each reference of a formula (cells, names, columns of tables) through ``replace``.

    Raises UnclearFormula where they cannot be told apart with certainty.
    """
    return "".join(replace(value) if is_range else value for is_range, value in _tokens(text))


def _column(letters: str, formula: str) -> int:
    try:
        return column_number(letters)
    except ValueError as error:
        raise UnclearFormula(formula) from error


def _within(number: int, limit: int, formula: str) -> int:
    if not 1 <= number <= limit:
        raise UnclearFormula(formula)
    return number


def _shift_reference(text: str, shift: Expansion, at_home: bool, copy: int | None) -> str:
    match = _SHEET_REFERENCE.fullmatch(text)
    if text.endswith("#REF!"):
        return text  # what it pointed to is gone already
    if match is None:
        if text.endswith("!#REF!"):
            return text  # what it meant went with an earlier edit
        if _SEVERAL_SHEETS.match(text) or text.count("!") > 1:
            raise UnclearFormula(text)
        return text  # a name, a table's column, another file's cell, whole columns
    sheet = match["sheet"] or ""
    if _SEVERAL_SHEETS.match(text):
        raise UnclearFormula(text)
    name = sheet[:-1].strip("'").replace("''", "'") if sheet else ""
    if name.casefold() != shift.sheet.casefold() if sheet else not at_home:
        return text
    corners = [corner for corner in match.group("start", "end", "top", "bottom") if corner]
    return sheet + _shift_corners(corners, shift, copy)


def _shift_corners(corners: list[str], shift: Expansion, copy: int | None) -> str:
    parts = [_row_of(corner) for corner in corners]
    rows = [row for _, _, row in parts]
    repeated = [shift.first <= row <= shift.last for row in rows]
    moved: list[int | None]
    if copy is not None and any(repeated):
        moved = [
            row + (0 if fixed else copy * shift.height) if inside else shift.row(row)
            for (_, fixed, row), inside in zip(parts, repeated, strict=True)
        ]
    elif len(rows) == 1:
        moved = [shift.row(rows[0])]
    elif rows[0] > rows[1]:
        raise UnclearFormula(":".join(corners))
    elif rows[1] == MAX_ROW:
        moved = [*rows]
    else:
        moved = list(shift.span(rows[0], rows[1]) or (None, None))
    if None in moved or any(row is not None and row > MAX_ROW for row in moved):
        return "#REF!"
    return ":".join(f"{column}{fixed}{row}" for (column, fixed, _), row in zip(parts, moved, strict=True))


def _row_of(corner: str) -> tuple[str, str, int]:
    match = _ROW_OF.fullmatch(corner)
    assert match is not None
    return match[1], match[2], int(match[3])
