"""Find in the dated copies what stood in columns and tables that are empty now: of Reja, Oylik, the registers
and the journal.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from akmxl.actions.repair.copied import Copied
from akmxl.core.cell_values import whole_number
from akmxl.core.cells import as_written
from akmxl.core.spelling import same_heading
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.plan.rollup import begun
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.used_columns import cleared_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
    from datetime import date

    from akmxl.core.cells import Place, Value
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

    _Wanted = tuple[SheetView, str, Callable[[SheetView], Copied | None]]
    Rows = dict[Hashable, int]  # what a row is known by in every copy -> the row

GROUND = ("kind", "adds_up", "source")  # of Reja: what Oylik's formulas are made by
_EMPTIED = ("code", "to_confirm")  # of Reja: its rows are known by the one, the other is emptied on purpose
_LETTER = ("report", "title", "recipient", "period", "version", "number", "sent")
_FIGURES = ("planned", "previous")
_ON_PURPOSE = "-"  # in the approved plan; a figure's own dash is one in Reja too


def bare_ground(file: PlanFile) -> tuple[str, ...]:
    """Return the headings of the columns of Reja that decide about Oylik and in which nothing stands."""
    view = file.views[layout.PLAN]
    return tuple(view.title(field) for field in GROUND if field in view.columns and _is_bare(view, field))


def columns_in_copies(
    opened: OpenedPlan,
    copies: Iterable[tuple[str, PlanFile]],
    today: date,
    *,
    deep: bool,
    made: Collection[tuple[str, str]] = (),
) -> tuple[Copied, ...]:
    """Return what the newest of the copies have for columns and tables in which nothing stands now.

    Unless ``deep`` only registers' columns that ``_akmxl`` knows to have been in use are looked for: to ask
    the copies for each column that was never used takes long. ``made`` are the columns, by sheet and heading,
    that were made again just now.
    """
    wanted = list(_wanted(opened, today, made, deep=deep))
    found: dict[tuple[str, str], Copied] = {}
    for copy, other in copies if wanted else ():
        for view, what, read in wanted:
            there, key = other.views.get(view.layout.key), (view.layout.key, what)
            if there is not None and key not in found and (copied := read(there)):
                found[key] = copied._replace(copy=copy)
        if len(found) == len(wanted):
            break
    approved = opened.file.views.get(layout.APPROVED)
    for view, what, read in wanted:
        key = (view.layout.key, what)
        if approved is not None and key[0] == layout.PLAN and key not in found and what in approved.columns:
            copied = read(approved)
            found |= {key: copied._replace(copy=layout.APPROVED)} if copied else {}
    return tuple(found.values())


def _wanted(
    opened: OpenedPlan, today: date, made: Collection[tuple[str, str]], *, deep: bool
) -> Iterator[_Wanted]:
    """Yield what is asked of the copies: the sheet here, the field or row, and how a copy's is read."""
    for view, field in _lost(opened, today, made) if deep else cleared_columns(opened):
        yield view, field, partial(_column, view, field)
    if deep:
        view = opened.file.views[layout.MONTHLY]
        for code in _empty_rows(opened):
            yield view, f"row {code}", partial(_months, view, code)
        for view in _bare_tables(opened):
            yield view, "", partial(_whole_rows, view)


def _column(view: SheetView, field: str, there: SheetView) -> Copied | None:
    values = _values(view, there, field)
    return Copied("", f"{view.name}: {view.title(field)}", values, view.titles) if values else None


def _lost(
    opened: OpenedPlan, today: date, made: Collection[tuple[str, str]]
) -> Iterator[tuple[SheetView, str]]:
    """Yield the columns in which figures or words of people ought to stand, and nothing does."""
    plan, views = opened.plan, opened.file.views
    for name, records in plan.records.items():
        if records:
            yield from ((views[name], field) for field in views[name].columns if _is_bare(views[name], field))
    view = views[registers.JOURNAL]
    if any(True for _ in view.filled_rows()):
        yield from ((view, field) for field in view.columns if _is_bare(view, field))
    view = views[layout.PLAN]
    emptied = {field for field in _EMPTIED if (view.name, view.title(field)) not in made}
    fields = (field for field in view.columns if field not in emptied)
    yield from ((view, field) for field in fields if _is_bare(view, field))
    view = views[layout.MONTHLY]
    for month, field in enumerate(layout.MONTH_FIELDS, 1):
        if field in view.columns and begun(Period.month(plan.year, month), today) and _is_bare(view, field):
            yield view, field


def _empty_rows(opened: OpenedPlan) -> Iterator[str]:
    """Yield the items whose months are typed, and whose row of Oylik holds nothing: it may be a new one."""
    plan = opened.plan
    for code in monthly_rows(opened.file.views[layout.MONTHLY]):
        item = plan.items.get(code)
        entries = [plan.entry(code, month) for month in range(1, 13)]
        if item and item.source == "typed" and not any(entry and entry.filled for entry in entries):
            yield code


def _months(view: SheetView, code: str, there: SheetView) -> Copied | None:
    """Return the months that a copy has of an item; no formulas, and nothing over a formula."""
    row, beside = monthly_rows(view)[code], monthly_rows(there).get(code)
    known = [f for f in layout.MONTH_FIELDS if f in view.columns and f in there.columns]
    fields = [field for field in known if view.cell(row, field).formula is None]
    cells = {view.place(row, f): there.cell(beside, f) for f in fields} if beside else {}
    values = {place: cell.value for place, cell in cells.items() if not cell.formula and says(cell.value)}
    return Copied("", f"{view.name}: {code}", values, view.titles) if values else None


def _bare_tables(opened: OpenedPlan) -> Iterator[SheetView]:
    """Yield the registers and the journal of whose rows none is left, and the findings without reasons."""
    for key in (*opened.plan.records, registers.JOURNAL, layout.HAND_INS):
        view = opened.file.views.get(key)
        if view is not None and not any(True for _ in view.filled_rows()):
            yield view
    view = opened.file.views[layout.FINDINGS]
    if _is_bare(view, "reason"):
        yield view


def _is_bare(view: SheetView, field: str) -> bool:
    """Tell whether nobody has typed anything into a column, below its heading."""
    formulas = view.grid.formulas(view.columns[field])
    values = view.values(field).items()
    return not any(row >= view.first_row and row not in formulas and says(value) for row, value in values)


def _values(view: SheetView, there: SheetView, field: str) -> dict[Place, object]:
    """Return what a copy has in a column for the rows that are here too; no formulas."""
    here, rows = _rows(view, field), _rows(there, field)
    formulas = there.grid.formulas(there.columns.get(field, 0))
    known = there.values(field)
    taken = view.grid.formulas(view.columns[field])
    found = {here[key]: known.get(row) for key, row in rows.items() if key in here and row not in formulas}
    empty = None
    if there.layout.key == layout.APPROVED:  # which holds texts alone
        found = {row: _figure(value) for row, value in found.items()} if field in _FIGURES else found
        empty = None if field in _FIGURES else _ON_PURPOSE
    return {
        view.place(row, field): value
        for row, value in found.items()
        if says(value) and row not in taken and value != empty
    }


def _figure(value: Value) -> Value:
    """Return the number that a text says, so that the cell is one; else the text."""
    number = whole_number(value) if isinstance(value, str) else None
    return value if number is None else number


def _rows(view: SheetView, field: str) -> Rows:
    """Return the rows by what they are known by: an id, a code; lines without one by the code above them.

    Rows of the journal are known by what they say of the letter, but for ``field``; two alike by nothing.
    """
    found: Rows = {}
    if view.layout.key == layout.MONTHLY:
        return found | dict(monthly_rows(view))
    if view.layout.key == registers.JOURNAL:
        fields = [one for one in _LETTER if one != field]
        known = {row: tuple(view.text(row, one) for one in fields) for row in view.filled_rows()}
        count = Counter(known.values())
        return found | {key: row for row, key in known.items() if count[key] == 1}
    if view.layout.key not in (layout.PLAN, layout.APPROVED):
        ids = view.values("id").items()
        return found | {text_of(name): row for row, name in ids if row >= view.first_row}
    above, below = "", 0
    for row in view.rows:
        code = view.text(row, "code")
        above, below = (code, 0) if code else (above, below + 1)
        found.setdefault((above, below), row)
    return found


def _whole_rows(view: SheetView, there: SheetView) -> Copied | None:
    said = {column: there.grid.values(column).get(there.header_row) for column in there.titles}
    if any(not same_heading(text_of(said[column]), title) for column, title in there.titles.items()):
        return None  # its columns moved (STR44)
    fields = [field for field in there.columns if field in view.columns]
    found = [row for row in there.filled_rows() if "reason" not in view.columns or there.text(row, "reason")]
    cells = ({field: there.cell(row, field) for field in fields} for row in found)
    rows = [view.in_order({f: as_written(c.value, c.formula) for f, c in row.items()}) for row in cells]
    table = str(view.layout.table)
    return Copied("", view.name, {}, view.titles, table=table, rows=rows) if rows else None
