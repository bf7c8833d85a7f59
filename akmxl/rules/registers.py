"""Registers: each row has a known code or kind, a date of the year and a quantity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.findings import Severity
from akmxl.i18n import N_
from akmxl.reading.figures import read_codes, read_date, read_figure, show
from akmxl.reading.registers import sector_columns
from akmxl.records import labels_of, parts_of
from akmxl.rules.base import Case, Hit, rule
from akmxl.rules.figures import all_records, record_period, row_name
from akmxl.rules.references import suggestion
from akmxl.words import fold
from akmxl.workbook import layout
from akmxl.workbook.file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.model import Record
    from akmxl.workbook.file import SheetView


@rule(
    "REF08",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the date is missing or is no date: “{value}”."),
    N_("Type the date as day.month.year."),
)
def register_row_whole(case: Case) -> Iterator[Hit]:
    """A row of a register, or of the day log, has what its figure needs: date, code or kind, quantity.

    Why: a typo here silently drops the figure; the row stands there and counts for nothing.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi   |
        | 2025-03-05 | Ko‘rgazma   | Navro‘z       |
        Malaka
        | Sana       | Kod | Xodim |
        | 2025-03-05 | '31 | Xodim |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi   |
        | 2025-03-05 | Korgazmalik | Navro‘z       |  REF08
        Malaka
        | Sana       | Kod  | Xodim |
        | 2025-03-05 | '311 | Xodim |  REF08
    """
    for record in all_records(case.plan):
        view = case.view(record.register)
        yield from _bad_date(view, record)
        yield from _bad_kind(case, view, record)
        yield from _bad_code(case, view, record)
        yield from _bad_quantity(case, view, record)
    yield from _days_without_date(case)
    yield from _unknown_sectors(case)


def _bad_date(view: SheetView, record: Record) -> Iterator[Hit]:
    if record.date is None:
        value = record.values.get("date")
        yield Hit(view.place(record.row, "date"), value=value, subject=f"{row_name(record)}/date")


def _bad_kind(case: Case, view: SheetView, record: Record) -> Iterator[Hit]:
    settings = case.plan.settings
    kinds = {"event_kind": settings.event_kind_names, "list_kind": settings.list_kinds}
    message = N_("Sheet “{sheet}”, cell {cell}: the kind is missing or not on the list: “{value}”.")
    for field, known in kinds.items():
        text = view.text(record.row, field)
        if field in view.columns and fold(text) not in {fold(kind) for kind in known}:
            params, fix = suggestion(text, known)
            yield Hit(
                view.place(record.row, field),
                period=record_period(case, record),
                value=text,
                subject=f"{row_name(record)}/{field}",
                params=params,
                message=message,
                fix=fix,
            )


def _bad_code(case: Case, view: SheetView, record: Record) -> Iterator[Hit]:
    """A code is one code of the plan; a second one in the cell would not be counted."""
    if "code" not in view.columns:
        return
    value = view.cell(record.row, "code").value
    codes = read_codes(value)
    if len(codes) == 1 and codes[0] in case.plan.items:
        return
    yield Hit(
        view.place(record.row, "code"),
        period=record_period(case, record),
        value=value,
        subject=f"{row_name(record)}/code",
        message=N_("Sheet “{sheet}”, cell {cell}: the code is missing or not in the plan: “{value}”."),
        fix=N_("Choose the code of one item from the list."),
    )


def _bad_quantity(case: Case, view: SheetView, record: Record) -> Iterator[Hit]:
    if record.register != layout.LISTS:
        return
    cell, place = view.cell(record.row, "quantity"), view.place(record.row, "quantity")
    if read_figure(cell, place).value is None:
        yield Hit(
            place,
            item=next((code for code in record.codes if code in case.plan.items), None),
            period=record_period(case, record),
            value=cell.value,
            subject=f"{row_name(record)}/quantity",
            message=N_("Sheet “{sheet}”, cell {cell}: no quantity, or no whole number: “{value}”."),
            fix=N_("Type a whole number, 0 or more."),
        )


def _days_without_date(case: Case) -> Iterator[Hit]:
    view = case.view(layout.DAILY)
    fields = ("loans", "new_readers", "renewed_readers")
    columns = [*sector_columns(view, case.plan.settings).values(), *(view.columns[f] for f in fields)]
    for row in view.rows:
        value = view.cell(row, "date").value
        if read_date(value) is None and any(text_of(view.at(row, c).value) for c in columns):
            yield Hit(view.place(row, "date"), value=value, subject=f"{layout.DAILY}:row {row}")


def _unknown_sectors(case: Case) -> Iterator[Hit]:
    """Columns of figures, between weekday and sum, whose heading names no sector: they are in no sum."""
    view = case.view(layout.DAILY)
    known = {*sector_columns(view, case.plan.settings).values(), *view.columns.values()}
    for column in range(view.columns["weekday"] + 1, view.columns["visits"]):
        title = view.titles.get(column)
        if (
            column not in known
            and title
            and any(isinstance(view.at(r, column).value, int) for r in view.rows)
        ):
            params, fix = suggestion(title, case.plan.settings.sectors)
            yield Hit(
                view.place(view.header_row, "date").in_column(column),
                item=case.plan.settings.daily_items.get("visits"),
                value=title,
                subject=f"{layout.DAILY}/{title}",
                params=params,
                message=N_("Sheet “{sheet}”, cell {cell}: the sector is not on the list: “{value}”."),
                fix=fix,
            )


@rule(
    "REF13",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the details lack: {value}."),
    N_("Write them as “label: value”, with ; between; where there is none, “-”."),
)
def details_whole(case: Case) -> Iterator[Hit]:
    """The details of a list's row have all the parts that its kind is written with (Sozlamalar).

    Why: the parts stand in columns of the report; where one is missing or its label misspelt, the form has
    a blank in that place.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi           | Kod | Nomi          | Tafsiloti  | Miqdori |
        | 2025-03-05 | Raqamlashtirilgan nashr | '29 | Oybek. Navoiy | yili: 1944 | 12      |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi           | Kod | Nomi          | Tafsiloti  | Miqdori |
        | 2025-03-05 | Raqamlashtirilgan nashr | '29 | Oybek. Navoiy | yil: 1944  | 12      |  REF13
    """
    for record in case.plan.records[layout.LISTS]:
        pattern = case.plan.settings.list_patterns.get(fold(text_of(record.values.get("list_kind"))), "")
        given = parts_of(text_of(record.values.get("details")))
        missing = [label for label in labels_of(pattern) if not given.get(fold(label))]
        if missing and "details" in record.columns:
            yield Hit(
                record.places["details"],
                item=next((code for code in record.codes if code in case.plan.items), None),
                period=record_period(case, record),
                value=", ".join(missing),
                subject=f"{row_name(record)}/details",
            )


@rule(
    "REF09",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the date {value} is not of the year {year}."),
    N_("Mend the date; what belongs to another year goes into that year's file."),
)
def date_of_the_year(case: Case) -> Iterator[Hit]:
    """The date of a row lies in the plan's year; what is in force as a stock may have begun earlier.

    Why: in January the old year is typed out of habit, and the row counts for nothing.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi |
        | 2025-01-05 | Ko‘rgazma   |
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Miqdori |
        | 2023-01-05 | Shartnoma    | '19.1 | 2       |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi |
        | 2024-01-05 | Ko‘rgazma   |  REF09
    """
    year = case.plan.year
    for record in all_records(case.plan):
        if record.date and record.date.year != year and not _in_force(case, record):
            place = record.places["date"]
            subject = f"{row_name(record)}/date"
            yield Hit(place, value=record.date, subject=subject, params={"year": str(year)})
    for day in case.plan.days:
        if day.date.year != year and any(not figure.blank for figure in day.columns.values()):
            place = case.view(layout.DAILY).place(day.row, "date")
            subject = f"{layout.DAILY}:{show(day.date)}"
            yield Hit(place, value=day.date, subject=subject, params={"year": str(year)})


def _in_force(case: Case, record: Record) -> bool:
    """A contract of an earlier year, still in force: its item is a stock."""
    items = [case.plan.items[code] for code in record.codes if code in case.plan.items]
    stock = any(item.adds_up == "stock" for item in items)
    return stock and record.register == layout.LISTS and (record.date or date.max).year < case.plan.year
