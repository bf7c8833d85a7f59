"""Choose what goes from one year's workbook into the next one's, as the basis that it is made from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.cell_values import known_value
from akmxl.core.errors import NotAPlan
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.core.value_text import day_text
from akmxl.core.vocabulary import meaning
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.create import plan_rows, shipped
from akmxl.workbook.create.basis import Basis, TableRows, holiday_row
from akmxl.workbook.reading.registers import sector_columns
from akmxl.workbook.reading.settings import fixed_days
from akmxl.workbook.writing.rollup import home_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.actions.new_year.facts import Facts
    from akmxl.plan.model import Item, Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

_CONFIRMED_BY_THE_YEAR = ("previous", "planned")  # to be confirmed in the old plan only


def next_basis(opened: OpenedPlan, facts: Facts, planned: Mapping[str, str]) -> Basis:
    """Return the basis of the next year's workbook.

    Structure, services, settings and catalogue are kept; last year's facts go into their column and by month;
    the plan figures are those ``planned``, by code. Raises ``NotAPlan`` for a total without parts.
    """
    plan, views = opened.plan, opened.file.views
    tables = {str(table.table): _rows(views[str(table.table)]) for table in layout.SETTINGS_TABLES}
    tables[str(layout.CATALOGUE.table)] = _catalogue(opened)
    tables[str(layout.HOLIDAYS.table)] = [holiday_row(day) for day in _next_holidays(opened)]
    people = {field: plan.organisation[field] for field in layout.ORGANISATION if field != "year"}
    return Basis(
        rows=tuple(
            _plan_row(opened, item, facts.printed[code], planned.get(code, ""))
            for code, item in plan.items.items()
        ),
        year=plan.year + 1,
        organisation=people,
        first_period=f"{plan.year + 1}-01",
        sections=_sections(opened),
        tables=tables,
        daily_items=plan.settings.daily_items,
        work_week=plan.settings.work_week,
        centre_code=plan.settings.centre_code,
        records={registers.LISTS: _in_force(plan)},
        last_year=facts.months,
    )


def _plan_row(opened: OpenedPlan, item: Item, fact: str, planned: str) -> plan_rows.PlanRow:
    year, view = opened.plan.year, opened.file.views[layout.PLAN]
    if item.kind == "total" and not opened.plan.parts(item):
        raise NotAPlan(N_("Item {code} is a total without parts. Mend its kind in Reja."), code=item.code)
    return plan_rows.PlanRow(
        code=item.code,
        section=item.section,
        printed_no=item.printed_no,
        parent=item.parent or "",
        kind=item.kind,
        adds_up=item.adds_up,
        source=item.source,
        rhythm=item.rhythm or "",
        name=item.name,
        unit=view.text(item.row, "unit"),
        previous=fact,
        planned=planned,
        mechanism=item.mechanism,
        due=_next_year(item.due_text, year),
        responsible=(item.responsible,) if item.responsible else (),
        to_confirm=tuple(field for field in item.to_confirm if field not in _CONFIRMED_BY_THE_YEAR),
        window=_next_year(item.window_text, year),
    )


def _next_year(text: str, year: int) -> str:
    """Return a due text moved by a year: ``2025-yil I chorak`` becomes ``2026-yil I chorak``."""
    return re.sub(rf"\b{year}(?=\s*[-‐‑–—]?\s*yil)", str(year + 1), text)


def _sections(opened: OpenedPlan) -> dict[str, str]:
    """Return section names, in small letters where Bosh sahifa has them so; Reja prints them in capitals."""
    at_home = home_names(opened.file)
    names = {section.code: section.name for section in opened.plan.sections}
    return {
        code: str(at_home[code]) if fold(str(at_home.get(code, ""))) == fold(name) else name
        for code, name in names.items()
    }


def _rows(view: SheetView) -> TableRows:
    """Return a table of Sozlamalar, row by row; the people's own columns are left behind."""
    fields = view.layout.fields
    return [tuple(known_value(view.cell(row, field).value) for field in fields) for row in view.filled_rows()]


def _catalogue(opened: OpenedPlan) -> TableRows:
    """Return the catalogue, its days kept; a due date that names its year is moved."""
    fields = layout.CATALOGUE.fields
    days, rule = fields.index("days"), fields.index("due_rule")
    dated = {report.place.row for report in opened.plan.reports if report.due_rule == "date"}
    view = opened.file.views[str(layout.CATALOGUE.table)]
    rows = zip(view.filled_rows(), _rows(view), strict=True)
    return [
        (*row[:days], _moved_day(row[days]), *row[days + 1 :]) if at in dated and row[rule] else row
        for at, row in rows
    ]


def _moved_day(day: object) -> object:
    if isinstance(day, date):
        return day_text(moved(day, 1))
    return re.sub(r"\b(20\d\d)\b", lambda year: str(int(year[1]) + 1), str(day))


def _next_holidays(opened: OpenedPlan) -> list[shipped.Holiday]:
    """Return the days off of the next year.

    These are the days that come on the same day each year, moved, and those of the next year known already.
    """
    days = list(_holidays(opened.file))
    moved_days = [replace(day, date=moved(day.date, 1)) for day in days if _fixed(day)]
    known = {(day.date, day.week) for day in moved_days}
    ahead = [day for day in days if day.date.year > opened.plan.year and (day.date, day.week) not in known]
    return sorted([*moved_days, *ahead], key=lambda day: day.date)


def other_holidays(opened: OpenedPlan) -> list[tuple[date, str]]:
    """Return this year's days off, with names, that are announced each year: both hayits, moved days."""
    year = opened.plan.year
    days = (day for day in _holidays(opened.file) if day.date.year == year and not _fixed(day))
    return [(day.date, day.name) for day in days]


def _fixed(day: shipped.Holiday) -> bool:
    """Tell whether a day off comes on the same day each year."""
    return day.kind == "off" and (day.date.month, day.date.day) in fixed_days()


def _holidays(file: PlanFile) -> Iterator[shipped.Holiday]:
    view = file.views[str(layout.HOLIDAYS.table)]
    for row in view.filled_rows():
        if day := day_in(view.cell(row, "date").value):
            kind = meaning("day_kind", view.text(row, "day_kind")) or "off"
            yield shipped.Holiday(
                day, view.text(row, "title"), kind, view.text(row, "week"), view.text(row, "basis")
            )


def moved(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th."""
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _in_force(plan: Plan) -> TableRows:
    """Return the rows of Royxatlar that make up a stock, such as contracts: they are in force still."""
    stocks = {code for code, item in plan.items.items() if item.adds_up == "stock"}
    return [
        layout.LISTS_SHEET.in_order(
            {field: known_value(v) for field, v in record.values.items() if field != "id"}
        )
        for record in plan.records[registers.LISTS]
        if record.date and stocks.intersection(record.codes)
    ]


def left_behind(opened: OpenedPlan) -> tuple[str, ...]:
    """Return the sheets, and the columns of known sheets, that people added: they are not carried over."""
    file = opened.file
    known = {*layout.REQUIRED_SHEETS, *layout.OWNED_SHEETS, *(sheet.name for sheet in layout.OPTIONAL_SHEETS)}
    folded = {fold(name) for name in known}
    sheets = [sheet.name for sheet in file.workbook.sheets if fold(sheet.name) not in folded]
    sectors = set(sector_columns(file.views[registers.DAILY], opened.plan.settings).values())
    columns = [
        f"{view.name}: {title}"
        for name, view in file.views.items()
        for column, title in sorted(view.titles.items())
        if column not in view.columns.values()
        and not (name == registers.DAILY and column in sectors)
        and name not in (layout.ROLLUP, layout.COMPARISON, layout.LAST_YEAR, layout.APPROVED)
    ]
    return (*sheets, *columns)
