"""Plan workbooks for the tests: the shipped plan of 2025, with figures and rows typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.ooxml import Patch
from akmxl.reading import read_plan
from akmxl.reading.entries import monthly_rows
from akmxl.reading.items import code_places
from akmxl.sample import sample
from akmxl.workbook import layout, shipped
from akmxl.workbook.create import create_plan
from akmxl.workbook.file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from akmxl.model import Place, Plan

PEOPLE = {"director": "Direktor F.I.Sh.", "reporter": "1-xodim", "phone": "+998 67 000 00 00"}
YEAR = 2025


def make_plan(
    path: Path,
    *,
    months: Mapping[tuple[str, int], object] | None = None,
    rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    planned: Mapping[str, object] | None = None,
    people: Mapping[str, str] = PEOPLE,
    first_period: str | None = "2025-Q1",
) -> Plan:
    """The shipped plan with figures in Oylik by (code, month), rows by table and field, and other plans."""
    create_plan(
        path,
        rows=shipped.plan(),
        year=YEAR,
        organisation="Shirin shahar axborot-kutubxona markazi",
        first_period=first_period,
        region="Sirdaryo viloyati",
    )
    file = PlanFile.open(path)
    patch = Patch(file.workbook)
    for field, text in people.items():
        place = file.named_place(layout.ORGANISATION[field][0])
        assert place is not None
        patch.set(place.sheet, place.row, place.column, text)
    _type_months(file, patch, months or {})
    _type_plans(file, patch, planned or {})
    for table, records in (rows or {}).items():
        _append(file, patch, table, records)
    patch.save(backup=False)
    return read_plan(PlanFile.open(path))


def _type_months(file: PlanFile, patch: Patch, months: Mapping[tuple[str, int], object]) -> None:
    view = file.views[layout.MONTHLY]
    places = monthly_rows(view)
    for (code, month), value in months.items():
        patch.set(view.name, places[code], view.columns[f"m{month:02d}"], value)


def _type_plans(file: PlanFile, patch: Patch, planned: Mapping[str, object]) -> None:
    view = file.views[layout.PLAN]
    places = code_places(view)
    for code, value in planned.items():
        patch.set(view.name, places[code][0].row, view.columns["planned"], value)


def _append(file: PlanFile, patch: Patch, table: str, records: Sequence[Mapping[str, Any]]) -> None:
    """Rows by field for a register, the journal or a table of Sozlamalar."""
    view = file.views[table]
    columns = file.workbook.tables[table].columns
    fields = {title: field for field, column in view.columns.items() for title in [view.titles[column]]}
    patch.append_rows(table, [[record.get(fields.get(title, "")) for title in columns] for record in records])


def fill_sample(path: Path, last_month: int) -> None:
    """Sample figures for January to ``last_month`` into a plan: days, months and registers."""
    file = PlanFile.open(path)
    plan = read_plan(file)
    figures = sample(plan, last_month)
    patch = Patch(file.workbook)
    _type_months(file, patch, figures.months)
    view = file.views[layout.DAILY]
    columns = {title: column for column, title in view.titles.items()} | dict(view.columns)
    rows = {day.date: day.row for day in plan.days}
    for day, values in figures.days.items():
        for name, value in values.items():
            patch.set(view.name, rows[day], columns[name], value)
    for table, records in figures.records.items():
        _append(file, patch, table, records)
    patch.save(backup=False)


def add_records(
    path: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[tuple[str, int], Mapping[str, Place]]:
    """Add rows to registers; where each of them (by table and number) has its fields."""
    file = PlanFile.open(path)
    patch = Patch(file.workbook)
    for table, records in rows.items():
        _append(file, patch, table, records)
    patch.save(backup=False)
    views = PlanFile.open(path).views
    places = {}
    for table, records in rows.items():
        filled = list(views[table].filled_rows())[-len(records) :]
        for number, row in enumerate(filled):
            places[table, number] = {field: views[table].place(row, field) for field in views[table].columns}
    return places


def set_work_week(path: Path, days: int) -> None:
    """Say in Sozlamalar that a week has five or six working days."""
    file = PlanFile.open(path)
    place = file.named_place(layout.WORK_WEEK)
    assert place is not None
    patch = Patch(file.workbook)
    patch.set(place.sheet, place.row, place.column, days)
    patch.save(backup=False)
