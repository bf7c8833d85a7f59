"""Tell what a row says cell by cell: texts, counts, sums; whether it is signed, or the year's total."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.side_words import has_a_line, is_signed
from akmxl.plan.period_words import day_in
from akmxl.workbook.doors.grids import says

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.workbook.plan_file import SheetView

_RANGE = lazily(r"[A-Z]{1,3}\$?(\d+):\$?[A-Z]{1,3}\$?(\d+)|\[")  # of cells, or a table's column
_OF_A_SIGNATURE = 5  # cells: also a line to sign on, and the day
_YEARS = range(1990, 2100)


class Said(NamedTuple):
    """What a row says beside its day: texts, counts (figures, or texts with a digit in a figure's place),
    sums of the cells above.
    """

    texts: list[str]
    counts: list[int]  # columns
    sums: list[int]

    @property
    def cells(self) -> int:
        return len(self.texts) + len(self.counts) + len(self.sums)


def said_in(view: SheetView, row: int, columns: Iterable[int], figures: frozenset[int]) -> Said:
    """Return what a row says in some columns; ``figures`` are those in which numbers belong."""
    found = Said([], [], [])
    for column in columns:
        cell = view.at(row, column)
        if cell.formula is not None:
            if adds_up_rows(cell.formula):
                found.sums.append(column)
            elif says(cell.value) and type(cell.value) is not str:
                found.counts.append(column)
        elif says(cell.value):
            text = cell.value if type(cell.value) is str else None
            if text is None or (column in figures and any(map(str.isdecimal, text))):
                found.counts.append(column)
            else:
                found.texts.append(text)
    return found


def adds_up_rows(formula: str) -> bool:
    """Tell whether a formula looks into several rows, or into a table's column."""
    return any(match[1] is None or match[1] != match[2] for match in _RANGE.finditer(formula))


def is_signed_row(view: SheetView, row: int) -> bool:
    """Tell whether people sign in a row: a few texts, the first of them by whom or a line among them, and a
    day at most. Where the day stands in a record's own place there must be the line.
    """
    own, dated = view.columns.get("id"), view.columns.get("date", 0)
    cells = {column: view.at(row, column) for column in sorted(view.titles) if column != own}
    values = {column: cell.value for column, cell in cells.items() if says(cell.value)}
    if len(values) > _OF_A_SIGNATURE or any(cell.formula is not None for cell in cells.values()):
        return False
    texts = [value for value in values.values() if type(value) is str and day_in(value) is None]
    days = [
        column
        for column, value in values.items()
        if isinstance(value, date) or (type(value) is str and value not in texts)
    ]
    if len(texts) + len(days) < len(values) or len(days) > 1 or any(map(str.isdecimal, texts)):
        return False
    return is_signed(texts) and (dated not in days or any(map(has_a_line, texts)))


def is_total_of_year(view: SheetView, row: int) -> bool:
    """Tell whether a row is named by the year alone, and holds sums of the days or more than any day."""
    named = view.cell(row, "date").value
    if type(named) is not int or named not in _YEARS:
        return False
    words = {view.columns["date"], view.columns.get("weekday"), view.columns.get("note")}
    columns = frozenset(view.titles.keys() - words)
    said = said_in(view, row, columns, columns)
    above = [(view.at(row, c).value, max(days)) for c in said.counts if (days := _days_above(view, row, c))]
    more = all(isinstance(own, int | float) and own > most for own, most in above)
    return more and bool(said.sums or above)


def _days_above(view: SheetView, row: int, column: int) -> list[float]:
    above = view.grid.values(column).items()
    return [value for at, value in above if view.first_row <= at < row and isinstance(value, int | float)]
