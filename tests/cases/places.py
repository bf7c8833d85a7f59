"""Where in a workbook: ``Oylik / 11 / Mart``, as people say it, or an address, ``Oylik / G32``."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rules.examples import column_of

from akmxl.core.cell_values import day_of
from akmxl.core.cells import Place
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import place_of, text_of
from akmxl.workbook.reading.figures import read_code

if TYPE_CHECKING:
    from akmxl.workbook.plan_file import PlanFile, SheetView

_CODED = (layout.PLAN, layout.MONTHLY, layout.LAST_YEAR, layout.ROLLUP)
_NAMED_BY = {registers.JOURNAL: ("report", "period"), layout.FINDINGS: ("rule", "item")}


def parts(where: str) -> list[str]:
    return [part.strip() for part in where.split(" / ")]


def place(file: PlanFile, where: str) -> Place:
    """A cell: sheet, row and column's heading; or sheet and address."""
    sheet, *rest = parts(where)
    if len(rest) == 1 and re.fullmatch(r"[A-Z]{1,2}\d+", rest[0]):
        return place_of(sheet, rest[0])
    view, (row, heading) = file.views[sheet], rest
    return Place(view.name, row_of(view, row), column_of(view, heading))


def area(file: PlanFile, where: str) -> list[list[Place]]:
    """Cells by row: ``Oylik / 11:14.2 / Mart:May``; without headings all columns of the rows."""
    sheet, rows, *headings = parts(where)
    view = file.views[sheet]
    columns = columns_of(view, headings[0]) if headings else sorted(view.titles)
    return [[Place(view.name, row, column) for column in columns] for row in rows_of(view, rows)]


def rows_of(view: SheetView, key: str) -> range:
    first, _, last = key.partition(":")
    return range(row_of(view, first), row_of(view, last or first) + 1)


def columns_of(view: SheetView, heading: str) -> range:
    first, _, last = heading.partition(":")
    return range(column_of(view, first), column_of(view, last or first) + 1)


def row_of(view: SheetView, key: str) -> int:
    """The row of a code, a day, a report and its period, a finding's rule and item; ``#3`` is the third
    row that is filled, ``#-1`` the last one; elsewhere the row whose first column says it."""
    if key.startswith("#"):
        nth = int(key[1:])
        return list(view.filled_rows())[nth - 1 if nth > 0 else nth]
    return next(row for row in view.rows if _is_named(view, row, key))


def _is_named(view: SheetView, row: int, key: str) -> bool:
    sheet = view.layout.name
    if sheet in _CODED:
        return read_code(view.cell(row, "code").value) == key
    if sheet == registers.DAILY:
        return day_of(view.cell(row, "date").value) == date.fromisoformat(key)
    if sheet in _NAMED_BY:
        return " ".join(view.text(row, field) for field in _NAMED_BY[sheet]).strip() == key
    return fold(text_of(view.at(row, min(view.titles)).value)) == fold(key)
