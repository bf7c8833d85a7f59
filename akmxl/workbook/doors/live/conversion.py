"""Convert cells as Excel hands them over to Python values, and back."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from akmxl.core.cell_values import shown_number
from akmxl.core.cells import NOT_CALCULATED, ExcelError, Formula
from akmxl.core.unseen import is_blank
from akmxl.ooxml.read.serials import from_serial, to_serial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.core.cells import Value

# An error in a cell arrives as a whole number; figures always arrive as floats.
_FIRST_ERROR = -2146826288
ERRORS = {
    _FIRST_ERROR: "#NULL!",
    _FIRST_ERROR + 7: "#DIV/0!",
    _FIRST_ERROR + 15: "#VALUE!",
    _FIRST_ERROR + 23: "#REF!",
    _FIRST_ERROR + 29: "#NAME?",
    _FIRST_ERROR + 36: "#NUM!",
    _FIRST_ERROR + 42: "#N/A",
    _FIRST_ERROR + 43: "#GETTING_DATA",
}
_DAY_0 = dt.datetime.combine(dt.date(1899, 12, 30), dt.time())
_PLAIN = {str, bool, type(None)}
GENERAL, TEXT_FORMAT, DATE_FORMAT = "General", "@", "dd.mm.yyyy"  # to xlwings, in every language of Excel
_HALF_A_LETTER = re.compile("[\ud800-\udfff]")  # as a formula may cut one; read as in a file

# =[plan.xlsx]Oylik!B7 and ='C:\folder\[plan.xlsx]Other sheet'!B7
_OTHER_FILE = re.compile(r"'(?P<folder>[^'\[\]]*)\[(?P<file>[^\[\]]+)\](?P<sheet>(?:[^'\[\]]|'')+)'!"
                         r"|\[(?P<near>[^\[\]]+)\](?P<tab>\w+)!")  # fmt: skip


def values_of(first: int, cells: Sequence[object]) -> dict[int, Value]:
    """Return row -> value for a column's cells, the first of which stands in row ``first``."""
    kinds = set(map(type, cells))
    if kinds <= _PLAIN:
        return {
            row: _HALF_A_LETTER.sub("\ufffd", cell) if isinstance(cell, str) else cell  # type: ignore[misc]
            for row, cell in enumerate(cells, first)
            if cell is not None
        }
    return {row: value_of(cell) for row, cell in enumerate(cells, first) if cell is not None}


def column_of(
    first: int, formulas: Sequence[str], cells: Sequence[object], linked: Sequence[str] = ()
) -> tuple[dict[int, Value], dict[int, str]]:
    """Return a column's values and formulas by row; a formula that has no result yet is not calculated.

    A text that shows nothing is no value; the formula that gives it gives an empty text.
    """
    values, told = values_of(first, cells), formulas_of(first, formulas, cells, linked)
    for row in [row for row, value in values.items() if type(value) is str and is_blank(value)]:
        if row in told:
            values[row] = ""
        else:
            del values[row]
    pending: dict[int, Value] = dict.fromkeys(told.keys() - values.keys(), NOT_CALCULATED)
    return (dict(sorted((values | pending).items())) if pending else values), told


def value_of(cell: object) -> Value:
    """Return a cell's value; whole numbers as ints, days as dates."""
    if isinstance(cell, float):
        return shown_number(cell)
    if isinstance(cell, str):
        return _HALF_A_LETTER.sub("\ufffd", cell)
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int):
        return ExcelError(ERRORS.get(cell, "#VALUE!"))
    if isinstance(cell, dt.datetime):  # with a time zone that means nothing
        moment = dt.datetime.combine(cell.date(), cell.time())
        return from_serial((moment - _DAY_0) / dt.timedelta(days=1), date1904=False)
    if isinstance(cell, Decimal):  # of a cell formatted as money
        return value_of(float(cell))
    raise TypeError(f"Excel handed over {cell!r}")


def formulas_of(
    first: int, formulas: Sequence[str], cells: Sequence[object], linked: Sequence[str] = ()
) -> dict[int, str]:
    """Return row -> formula without ``=``.

    Excel gives the formula of every cell, that of a text too: a text that begins with ``=`` is its own
    formula.
    """
    found = {
        row: formula[1:]
        for row, (formula, cell) in enumerate(zip(formulas, cells, strict=True), first)
        if formula and formula[0] == "=" and formula != cell
    }
    return {row: numbered(formula, linked) for row, formula in found.items()} if linked else found


def numbered(formula: str, linked: Sequence[str]) -> str:
    """Write a formula as a file keeps it: other files by number among those that the workbook links to."""

    def number(match: re.Match[str]) -> str:
        name = match["file"] or match["near"]
        known = [place for place, path in enumerate(linked, 1) if re.split(r"[\\/]", path)[-1] == name]
        if not known:
            return match[0]
        sheet = match["sheet"] or match["tab"]
        quote = "" if re.fullmatch(r"\w+", sheet) else "'"
        return f"{quote}[{known[0]}]{sheet}{quote}!"

    return _OTHER_FILE.sub(number, formula)


def to_excel(value: object, *, as_text: bool, date1904: bool) -> str | float | bool:
    """Write a value as Excel is given it so that it stays what it is.

    Excel reads a text as if it were typed: "9.10" would become a date. An apostrophe before it says that it
    is a text; in a cell whose format is text (``as_text``) it is one anyway, and the apostrophe would show.
    """
    if value is None:
        return ""
    if isinstance(value, Formula):
        return f"={value.text}"
    if isinstance(value, bool | ExcelError):
        return value
    if isinstance(value, dt.date | dt.time):
        return float(to_serial(value, date1904))
    if isinstance(value, int | float):
        return float(value)
    return str(value) if as_text else f"'{value}"


def as_rows(block: object) -> tuple[tuple[object, ...], ...]:
    """Return what a range hands over as rows: a single cell comes bare."""
    return block if isinstance(block, tuple) else ((block,),)


def is_text(value: object) -> bool:
    """Tell whether a value is a text, which an error such as ``#REF!`` is not."""
    return isinstance(value, str) and not isinstance(value, ExcelError)
