"""Find the rows that people typed below a table, which the workbook's formulas do not count.

LibreOffice, WPS and scripts do not let a table grow when somebody types below it. Reading counts such rows,
so the table is to end with them; never over what is no row of it.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from akmxl.core.cells import Formula, Place, format_range
from akmxl.core.cyrillic import code_letters
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import filled, says
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from akmxl.core.cells import Range
    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView

_GAP = 50  # blank rows that may lie between: what stands further down has got there by a slip
_RULE = lazily(r"[A-Z]{3}\d\d")  # the code of a finding's rule
_LEAST = 2  # cells of a row of a register: a date alone is somebody's note


class Below(NamedTuple):
    """A table and the rows below it that are counted with it.

    ``last`` is the row with which the table can end. Where rows are left behind, ``left`` is the first of
    them and ``in_the_way`` the cell that keeps them out of the table.
    """

    view: SheetView
    table: Table
    rows: tuple[int, ...]
    last: int
    left: Place | None = None
    in_the_way: Place | None = None

    @property
    def grows(self) -> bool:
        return self.last > self.table.last_row

    @property
    def before(self) -> str:
        return format_range(self.table.area)

    @property
    def after(self) -> str:
        return format_range((*self.table.area[:2], self.last, self.table.last_col))

    @property
    def taken(self) -> int:
        """How many rows the table takes in."""
        return sum(row <= self.last for row in self.rows)


def rows_below_tables(opened: OpenedPlan) -> tuple[Below, ...]:
    """Return the tables that have rows of theirs below them, in the order of the layout."""
    workbook = opened.file.workbook
    found = []
    for view in opened.file.views.values():
        table = workbook.tables.get(str(view.layout.table))
        if table is None or table.sheet != view.name:
            continue
        if view.last_row > table.last_row:
            found.append(_below(opened, view, table))
    return tuple(below for below in found if below is not None and below.rows)


def fill_ends(opened: OpenedPlan, tables: Collection[str] = ()) -> Fills:
    """Fill in where tables (all, or those of these sheets) end, over the rows that stand below them.

    What a column computes it goes on computing there, as in Excel; the tables that akmxl makes again compute
    nothing.
    """
    found = [below for below in rows_below_tables(opened) if not tables or below.view.layout.name in tables]
    cells = {
        place: formula
        for below in found
        if below.grows and below.view.layout.name not in layout.MADE_AGAIN
        for place, formula in _continued(below)
    }
    return Fills(cells, ends={below.table.name: below.last for below in found if below.grows})


def _continued(below: Below) -> Iterator[tuple[Place, Formula]]:
    """Yield the formulas of a table's last row for the rows that it takes in, where nothing stands."""
    from akmxl.ooxml.edit.shift import UnclearFormula, copy_formula  # late: with it come 15 ms

    view, above = below.view, below.table.last_data_row
    models = {column: view.at(above, column).formula for column in sorted(view.titles)}
    for column, model in models.items():
        for row in below.rows:
            cell = view.at(row, column)
            if not model or row > below.last or cell.formula is not None or says(cell.value):
                continue
            with suppress(UnclearFormula):
                yield Place(view.name, row, column), Formula(copy_formula(model, row - above, 0))


def _below(opened: OpenedPlan, view: SheetView, table: Table) -> Below | None:
    belongs = _judge(opened.plan, view)
    below = sorted(row for row in filled(view.grid, view.titles) if table.last_row < row <= view.last_row)
    rows = tuple(row for row in below if belongs(row))
    if not rows:
        return None
    walls = sorted(_walls(opened, view, table))
    strangers = {row: _first(view, row) for row in set(below).difference(rows)}
    last, way = table.last_data_row, None
    for row in rows:
        way = _wall_in(walls, last, row, view) or _stranger_in(strangers, last, row)
        if way is None and row - last > _GAP + 1:
            way = _first(view, row)
        if way is not None:
            return Below(view, table, rows, last, _first(view, row), way)
        last = row
    return Below(view, table, rows, last)


def _judge(plan: Plan, view: SheetView) -> Callable[[int], bool]:
    """Return what tells whether a row is one of the table: it has a day, or names what the table lists."""
    if view.layout.name == layout.SETTINGS:
        return lambda _row: True
    if view.layout.name in layout.MADE_AGAIN:
        return lambda row: (
            view.text(row, "code") in plan.items or _RULE.fullmatch(view.text(row, "rule")) is not None
        )
    if view.layout.name == registers.JOURNAL:
        reports = {report.code for report in plan.reports}
        tasks = {one.row for one in plan.journal if one.period and (one.report or one.values.get("title"))}
        return lambda row: (
            row in tasks
            or code_letters(view.text(row, "report")) in reports
            or any(day_in(view.cell(row, field).value) for field in ("report_due", "sent"))
        )
    kinds = {fold(kind) for kind in (*plan.settings.event_kind_names, *plan.settings.list_kinds)}
    records = plan.records.get(view.layout.name, ())
    coded = {record.row for record in records if not plan.items.keys().isdisjoint(record.codes)}
    known = {record.row for record in records}
    is_register = view.layout.name in plan.records
    typed = view.titles.keys() - {view.columns.get("id")}  # its number says nothing of a row

    def belongs(row: int) -> bool:
        if sum(says(view.at(row, column).value) for column in typed) < _LEAST:
            return False
        if is_register and row not in known:
            return False  # a total, or a note
        day = view.cell(row, "date").value
        if day_in(day) or (not isinstance(day, bool) and isinstance(day, int | float)):
            return True
        named = {fold(view.text(row, field)) for field in ("event_kind", "list_kind")}
        dated = isinstance(day, str) and any(map(str.isdigit, day))
        return dated or row in coded or not kinds.isdisjoint(named)

    return belongs


def _walls(opened: OpenedPlan, view: SheetView, table: Table) -> Iterator[Range]:
    """Yield what no table grows over: other tables, merged cells, formulas of several cells, its totals."""
    workbook = opened.file.workbook
    others = (other.area for other in workbook.tables.values() if other != table and other.sheet == view.name)
    areas = (*others, *workbook.merged(view.name), *workbook.formula_areas(view.name))
    yield from (area for area in areas if area[1] <= table.last_col and table.first_col <= area[3])
    if table.totals_rows:
        yield table.last_data_row + 1, table.first_col, table.last_row, table.last_col


def _wall_in(walls: Iterable[Range], last: int, row: int, view: SheetView) -> Place | None:
    """Return the first cell of what stands in the rows after ``last`` down to ``row``."""
    reached = takewhile(lambda area: area[0] <= row, walls)
    return next((Place(view.name, *area[:2]) for area in reached if area[2] > last), None)


def _stranger_in(strangers: dict[int, Place], last: int, row: int) -> Place | None:
    between = (other for other in strangers if last < other < row)
    first = min(between, default=None)
    return strangers[first] if first is not None else None


def _first(view: SheetView, row: int) -> Place:
    """Return the first filled cell of a row."""
    column = next(column for column in sorted(view.titles) if says(view.at(row, column).value))
    return Place(view.name, row, column)
