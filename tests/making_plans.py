"""Plan workbooks for the tests: the shipped plan of 2025, with figures and rows typed into it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from running import put

from akmxl.actions.demo.sample import sample
from akmxl.core.cells import Place
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.imports import Count, ImportReceipt
from akmxl.workbook import layout
from akmxl.workbook.create import shipped
from akmxl.workbook.create.new_file import create_plan
from akmxl.workbook.fills import Fills
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile, write
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.reading.plan import read_plan
from akmxl.workbook.receipts_sheet import to_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from rules.years import Year

    from akmxl.actions.demo.sample import Sample
    from akmxl.plan.model import Plan

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
    path.write_bytes(_created(first_period))
    file = PlanFile.open(path)
    patch = Patch(file.workbook)
    for field, text in people.items():
        place = file.named_place(layout.ORGANISATION[field][0])
        assert place is not None
        patch.set(place.sheet, place.row, place.column, text)
    _type(patch, month_cells(file, months or {}))
    _type_plans(file, patch, planned or {})
    for table, records in (rows or {}).items():
        _append(file, patch, table, records)
    patch.save(backup=False)
    return read_plan(PlanFile.open(path))


@cache
def _created(first_period: str | None) -> bytes:
    """A new workbook: the same bytes each time, so it is made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "reja.xlsx")
        create_plan(
            path,
            rows=shipped.plan(),
            year=YEAR,
            organisation="Shirin shahar axborot-kutubxona markazi",
            first_period=first_period,
            region="Sirdaryo viloyati",
        )
        return path.read_bytes()


def month_cells(file: PlanFile, months: Mapping[tuple[str, int], object]) -> Iterator[tuple[Place, object]]:
    """Figures of Oylik, given by code and month."""
    view = file.views[layout.MONTHLY]
    rows = monthly_rows(view)
    for (code, month), value in months.items():
        yield view.place(rows[code], f"m{month:02d}"), value


def day_cells(
    opened: OpenedPlan, days: Mapping[date, Mapping[str, object]]
) -> Iterator[tuple[Place, object]]:
    """Figures of Kundalik, given by day and then by field or sector."""
    view = opened.file.views[registers.DAILY]
    columns = {title: column for column, title in view.titles.items()} | dict(view.columns)
    rows = {day.date: day.row for day in opened.plan.days}
    for day, values in days.items():
        for name, value in values.items():
            yield Place(view.name, rows[day], columns[name]), value


def _type(patch: Patch, cells: Iterable[tuple[Place, object]]) -> None:
    for place, value in cells:
        patch.set(place.sheet, place.row, place.column, value)


def _type_plans(file: PlanFile, patch: Patch, planned: Mapping[str, object]) -> None:
    view = file.views[layout.PLAN]
    places = code_places(view)
    for code, value in planned.items():
        patch.set(view.name, places[code][0].row, view.columns["planned"], value)
    approved = file.views[layout.APPROVED]  # another plan, not one that was changed
    for row in approved.rows:
        if (code := approved.text(row, "code")) in planned:
            patch.set(approved.name, row, approved.columns["planned"], str(planned[code]))


def _append(file: PlanFile, patch: Patch, table: str, records: Sequence[Mapping[str, Any]]) -> None:
    """Rows by field for a register, the journal or a table of Sozlamalar."""
    view = file.views[table]
    columns = file.workbook.tables[table].columns
    fields = {title: field for field, column in view.columns.items() for title in [view.titles[column]]}
    patch.append_rows(table, [[record.get(fields.get(title, "")) for title in columns] for record in records])


def fill_sample(path: Path, last_month: int) -> None:
    """Sample figures for January to ``last_month`` into a plan: days, months and registers."""
    fill(path, sample(read_plan(PlanFile.open(path)), last_month))


def fill(path: Path, figures: Sample | Year) -> None:
    """Write a year's figures into a plan: days, months, and the rows of registers and journal."""
    file = PlanFile.open(path)
    patch = Patch(file.workbook)
    _type(patch, month_cells(file, figures.months))
    _type(patch, day_cells(OpenedPlan(read_plan(file), file), figures.days))
    for table, records in figures.records.items():
        _append(file, patch, table, records)
    patch.save(backup=False)


def append_rows(path: Path, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Add rows to a table of the workbook, their values in the order of its columns."""
    patch = Patch(Workbook.open(path))
    patch.append_rows(table, rows)
    patch.save(backup=False)


def insert_row_above(path: Path, sheet: str, row: int) -> None:
    """A blank row, as Excel inserts it: everything below moves, formulas and names follow."""
    patch = Patch(Workbook.open(path))
    patch.repeat_rows(sheet, row, row, 2)
    patch.save(backup=False)
    book = Workbook.open(path)
    put(path, {(sheet, row, column): None for line, column in book.cells(sheet) if line == row})


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


def imported(
    counts: Mapping[tuple[str, int], int],
    *,
    number: int = 1,
    profile: str = "kundalik",
    day: str = "2025-04-02",
) -> ImportReceipt:
    """The receipt of an import of counts, by code and month."""
    lines = tuple(Count(code, month, value) for (code, month), value in counts.items())
    return ImportReceipt(
        number, profile, "hisobot.xlsx", f"{number:064d}", day, {"new": len(lines)}, (), lines
    )


def add_imports(path: Path, *receipts: ImportReceipt) -> OpenedPlan:
    """Note imports in a plan, as the command does; nothing else is filled."""
    file = PlanFile.open(path)
    plan = read_plan(file)
    kept = plan.highest_ids, plan.used_columns, plan.kept_tasks, plan.known_rows, [*plan.imports, *receipts]
    write(file, Fills(sheets={layout.RECEIPTS: to_rows(plan.receipts, *kept)}))
    file = PlanFile.open(path)
    return OpenedPlan(read_plan(file), file)


def set_source(path: Path, code: str, word: str) -> None:
    """Choose an item's source in Reja, as approved."""
    file = PlanFile.open(path)
    plan, approved = file.views[layout.PLAN], file.views[layout.APPROVED]
    row = next(row for row in approved.rows if approved.text(row, "code") == code)
    place = code_places(plan)[code][0]
    here = Place(place.sheet, place.row, plan.columns["source"])
    write(file, Fills({here: word, approved.place(row, "source"): word}))


def set_work_week(path: Path, days: int) -> None:
    """Say in Sozlamalar that a week has five or six working days."""
    file = PlanFile.open(path)
    place = file.named_place(layout.WORK_WEEK)
    assert place is not None
    patch = Patch(file.workbook)
    patch.set(place.sheet, place.row, place.column, days)
    patch.save(backup=False)
