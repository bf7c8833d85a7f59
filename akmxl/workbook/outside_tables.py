"""Find what people typed around a table in which they type, where nothing counts it: above it, in its totals
row, right beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

_LEAST = 2  # cells of an entry: a date alone is the day of a title


class Outside(NamedTuple):
    """A row like one of a table, ``above`` it or in its ``totals``; or ``headings`` that are off."""

    place: Place
    table: str
    what: str


def rows_outside(opened: OpenedPlan) -> Iterator[Outside]:
    """Yield the entries above tables' headings and in their totals rows, and tables without headings."""
    for view, table in _tables(opened.file):
        if not table.header_rows:
            yield Outside(Place(view.name, table.first_row, table.first_col), table.name, "headings")
        rows = (
            dict.fromkeys(range(1, table.first_row), "above") if view.layout.name != layout.SETTINGS else {}
        )
        rows |= dict.fromkeys(range(table.last_data_row + 1, table.last_row + 1), "totals")
        for row, what in rows.items():
            if column := _entry(opened, view, row):
                yield Outside(Place(view.name, row, column), table.name, what)


def columns_beside(file: PlanFile) -> Iterator[tuple[Place, str, str]]:
    """Yield the cell and the words of each heading right beside a table, and the table's name.

    Where numbers stand there without a heading: the first of them.
    """
    for view, table in _tables(file):
        if view.layout.name == layout.SETTINGS:
            continue  # its tables stand side by side
        for column in (table.first_col - 1, table.last_col + 1):
            values = view.grid.values(column) if column in view.grid.columns else {}
            title = values.get(table.first_row)
            last = max(table.last_row, view.last_row)  # with the rows that were typed below it
            below = [row for row, value in values.items() if table.first_row < row <= last and says(value)]
            if says(title) and below:
                yield Place(view.name, table.first_row, column), text_of(title), table.name
            elif below and (row := _number(view, column, below)):
                yield Place(view.name, row, column), text_of(values[row]), table.name


def _number(view: SheetView, column: int, rows: Iterable[int]) -> int:
    """Return the first of the rows in which a number was typed; 0 where there is none."""
    cells = ((row, view.at(row, column)) for row in rows)
    return next((row for row, cell in cells if type(cell.value) in (int, float) and not cell.formula), 0)


def _tables(file: PlanFile) -> Iterator[tuple[SheetView, Table]]:
    for key, view in file.views.items():
        table = file.workbook.tables.get(str(view.layout.table))
        if table is not None and table.sheet == view.name and key not in layout.MADE_AGAIN:
            yield view, table


def _entry(opened: OpenedPlan, view: SheetView, row: int) -> int:
    """Return the first cell's column where a row has a day, or names what its table lists; else 0."""
    cells = {column: value for column in view.titles if says(value := view.at(row, column).value)}
    if len(cells) < _LEAST or any(view.at(row, column).formula for column in cells):
        return 0
    if view.layout.name == layout.SETTINGS:
        total = fold(text_of(cells[min(cells)])).startswith(_TOTALS)
        return 0 if total else min(cells)
    settings = opened.plan.settings
    kinds = {fold(kind) for kind in (*settings.event_kind_names, *settings.list_kinds)}
    named = {fold(text_of(cells.get(view.columns.get(field, 0)))) for field in ("event_kind", "list_kind")}
    days = (cells.get(view.columns.get(field, 0)) for field in ("date", "sent", "report_due"))
    dated = any(day_in(day) or (isinstance(day, int | float) and not isinstance(day, bool)) for day in days)
    return min(cells) if dated or not kinds.isdisjoint(named) else 0


_TOTALS = ("jami", "hammasi", "итог", "всего", "total")
