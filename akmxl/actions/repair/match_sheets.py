"""Match the sheets of a plan workbook with those of the template: by code, by day, by header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.actions.repair.sheet_match import Match
from akmxl.core.spelling import fold
from akmxl.ooxml.look.areas import runs
from akmxl.ooxml.read.serials import from_serial
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.below_tables import rows_below_tables
from akmxl.workbook.reading.coded_rows import coded_rows
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.losses import unknown_sectors
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Mapping
    from datetime import date

    from akmxl.plan.model import Settings
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView


def match_sheets(opened: OpenedPlan, template: PlanFile) -> list[Match]:
    """Return every sheet and table in which people type, matched with the template's."""
    file, settings = opened.file, opened.plan.settings
    pairs = {
        name: (template.views[name], view) for name, view in file.views.items() if name in template.views
    }
    columns = {name: _columns(*pair, settings) for name, pair in pairs.items()}
    titles = {name: _titles(*pairs[name], found, settings) for name, found in columns.items()}
    sums = _sums(*pairs[registers.DAILY], settings)

    def match(name: str, rows: Mapping[int, int], *, growing: bool = False) -> Match:
        return Match(*pairs[name], rows, columns[name], titles, file.workbook.names, growing, sums)

    keyed: dict[str, Callable[[SheetView], Mapping[Any, int]]] = {
        layout.PLAN: _plan_rows,
        layout.MONTHLY: monthly_rows,
        registers.DAILY: _days,
    }
    ends = {below.table.name: below.last for below in rows_below_tables(opened)}
    found = []
    if layout.APPROVED in pairs:  # a sheet that a workbook may lack
        keyed[layout.APPROVED] = monthly_rows
    for name, read in keyed.items():
        there, here = (read(view) for view in pairs[name])
        rows = {row: there[key] for key, row in here.items() if key in there}
        if name == registers.DAILY:
            rows |= _more_days(file, pairs[name][1], ends, rows, min(there.values()))
        found.append(match(name, rows))
    growing = (*layout.REGISTER_SHEETS, layout.JOURNAL_SHEET, *layout.SETTINGS_TABLES)
    for name in (sheet.key for sheet in growing):
        pattern, view = pairs[name]
        rows = dict.fromkeys(_own_rows(file, view, ends), pattern.first_row)
        found.append(match(name, rows, growing=True))
    return found


def _more_days(
    file: PlanFile, view: SheetView, ends: Mapping[str, int], known: Container[int], pattern: int
) -> dict[int, int]:
    """Return the rows of a day that stands twice, or is of another year: they have their sums like others."""
    days = (row for row in _own_rows(file, view, ends) if _day(view.cell(row, "date").value))
    return {row: pattern for row in days if row not in known}


def _own_rows(file: PlanFile, view: SheetView, ends: Mapping[str, int]) -> list[int]:
    """Return the rows of a table, with those that it is to take in; what stands below them are notes."""
    table = file.workbook.tables.get(str(view.layout.table))
    last = ends.get(table.name, table.last_row) if table else view.last_row
    return [row for row in view.rows if row <= last]


def _plan_rows(view: SheetView) -> dict[Hashable, int]:
    """Return the rows of Reja by their code; the line below a total by the total's."""
    rows: dict[Hashable, int] = {}
    coded, above = coded_rows(view), ""
    for row in view.rows:
        code = coded.get(row)
        if not code and fold(view.text(row, "name")) == fold(layout.UNDER_TOTAL):
            rows.setdefault((above, layout.UNDER_TOTAL), row)
        elif code:
            rows.setdefault(code, row)
            above = code
    return rows


def _days(view: SheetView) -> dict[Hashable, int]:
    """Return the rows of Kundalik by their day, or by the day's number where its format was lost."""
    rows: dict[Hashable, int] = {}
    for row in view.rows:
        if day := _day(view.cell(row, "date").value):
            rows.setdefault(day, row)  # a note's day below the table is no second one
    return rows


def _day(value: object) -> date | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = from_serial(value, date1904=False)
    return day_in(value)


def _columns(there: SheetView, here: SheetView, settings: Settings) -> dict[int, int]:
    """Return the template's column of each column here; an unknown sector is like the template's first."""
    found = {column: there.columns[field] for field, column in here.columns.items() if field in there.columns}
    if here.layout.name == registers.DAILY:
        sectors = _sectors(there)
        first = min(sectors.values())
        found |= {c: sectors.get(name, first) for name, c in sector_columns(here, settings).items()}
    return found


def _sectors(template: SheetView) -> dict[str, int]:
    own = template.columns.values()
    return {title: column for column, title in template.titles.items() if column not in own}


def _sums(there: SheetView, here: SheetView, settings: Settings) -> dict[str, str]:
    """Return the range of a day's sectors as it reads where they do not stand side by side."""
    spans = runs([*sector_columns(here, settings).values(), *unknown_sectors(here, settings)])
    if len(spans) < 2:
        return {}
    own = list(_sectors(there))

    def span(first: str, last: str) -> str:
        columns = f"[{first}]" if first == last else f"[{first}]:[{last}]"
        return f"{registers.DAILY}[[#This Row],{columns}]"

    return {span(own[0], own[-1]): ",".join(span(here.titles[a], here.titles[b]) for a, b in spans)}


def _titles(
    there: SheetView, here: SheetView, columns: Mapping[int, int], settings: Settings
) -> dict[str, str]:
    """Return the title here of each column's title in the template."""
    titles = {there.titles[beside]: here.titles[c] for c, beside in columns.items() if c in here.titles}
    if here.layout.name == registers.DAILY:  # the sum runs from the first sector to the last
        sectors = [*sector_columns(here, settings).values(), *unknown_sectors(here, settings)]
        own = list(_sectors(there))
        if sectors:
            titles |= {own[-1]: here.titles[max(sectors)], own[0]: here.titles[min(sectors)]}
    return titles
