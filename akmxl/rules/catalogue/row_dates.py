"""Check the dates and years in rows: a date that Excel counts, of the plan's year; a year that can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import all_records, cell_hit, item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.rules.stopped import items_of
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.setting_cells import read_moved_day, read_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Record

TITLE, PLACE = N_("Dates and years of the rows"), 107


@rule(
    "REF33",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the date stands there as a text: “{value}”. It was read as {day}."),
    N_("Excel does not count it; one command makes dates of all of them: akmxl check --fix."),
)
def dates_are_no_texts(case: Case) -> Iterator[Hit]:
    """A date is a date for Excel, not a text that looks like one. A text that can be only one day is read.

    Why: the row counts in the reports, but the formulas of Oylik, filters and sorting pass it over.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-05 | Ko‘rgazma   | Navro‘z     |
    Bad:
        Tadbirlar
        | Sana         | Tadbir turi | Tadbir nomi |
        | '05.03.2025  | Ko‘rgazma   | Navro‘z     |  REF33
        | '5-mart 2025 | Ko‘rgazma   | Bahor       |  REF33
    """
    rows = {(one.sheet, one.row): one for one in all_records(case.plan)} if case.text_dates else {}
    for found in case.text_dates:
        place, params = found.place, {"day": found.day}
        if found.sheet == layout.HOLIDAYS.table and read_moved_day(found.day, case.plan.year).fault:
            continue  # REF12's
        record = rows.get((place.sheet, place.row))
        if record is None and found.sheet in case.plan.records:
            continue  # the date of a note: REF41's
        item, period = (item_of(case, record), record_period(case, record)) if record else (None, None)
        subject = f"{row_name(record)}/date" if record else f"{found.sheet}:row {place.row}/{found.field}"
        yield Hit(place, item, period, found.text, subject, params=params)


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
            subject, params = f"{row_name(record)}/date", {"year": str(year)}
            yield Hit(place, item_of(case, record), None, record.date, subject, params=params)
    for day in case.plan.days:
        if day.date.year != year and any(not figure.blank for figure in day.columns.values()):
            place = case.view(registers.DAILY).place(day.row, "date")
            subject = f"{registers.DAILY}:{show(day.date)}"
            params, stops = {"year": str(year)}, items_of(case, registers.DAILY)
            yield Hit(place, value=day.date, subject=subject, params=params, stops=stops)


def _in_force(case: Case, record: Record) -> bool:
    """Tell whether a record is a contract of an earlier year that is still in force: its item is a stock."""
    items = [case.plan.items[code] for code in record.codes if code in case.plan.items]
    stock = any(item.adds_up == "stock" for item in items)
    return stock and record.register == registers.LISTS and (record.date or date.max).year < case.plan.year


_EARLIEST = 1400  # no book or paper that is registered here was printed earlier
_YEAR = lazily(r"(?<!\d)\d{4}(?!\d)")


@rule(
    "TYP15",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: this can be no year: {value}."),
    N_("Type the year in four digits, e.g. {year}."),
)
def year_can_be(case: Case) -> Iterator[Hit]:
    """The year of a record or article is one: of four digits, not after the next year.

    Why: two digits exchanged make 2052 of 2025; the list of the report goes out with it.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili |
        | 2025-03-05 | '22 | Maqola   | 2024 |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili |
        | 2025-03-05 | '22 | Maqola   | 2205 |  TYP15
    """
    for record, value in _odd_years(case):
        if not _years_in(case, value):
            yield cell_hit(case, record, "year_published", value, year=str(case.plan.year))


@rule(
    "TYP16",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: words stand with the year: “{value}”."),
    N_("Leave the year only: {year}."),
)
def year_alone(case: Case) -> Iterator[Hit]:
    """The year of the plan, of a record or article stands without words; of a volume over two years both may.

    Why: "2025-yil" is a text for Excel, which neither sorts nor filters it as a year.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili      |
        | 2025-03-05 | '22 | Maqola   | 2025      |
        | 2025-03-05 | '22 | To‘plam  | 2024–2025 |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili     |
        | 2025-03-05 | '22 | Maqola   | 2025-yil |  TYP16
    """
    for record, value in _odd_years(case):
        years = _years_in(case, value)
        if years and any(sign.isalpha() for sign in str(value)):
            yield cell_hit(case, record, "year_published", value, year=years[0])
    value = case.file.named_cell("Yil").value
    if (read := read_year(value)).fault:
        yield Hit(case.file.named_place("Yil"), value=value, subject="Yil", params={"year": str(read.value)},
                  message=_PLAN_YEAR, fix=_YEAR_AS_NUMBER)  # fmt: skip


_PLAN_YEAR = N_(
    "Sheet “{sheet}”, cell {cell}: the plan's year stands there as “{value}”. It was read as {year}, but "
    "Excel's formulas cannot reckon with that."
)
_YEAR_AS_NUMBER = N_("Type the year alone, as a number: {year}.")


@once
def _odd_years(case: Case) -> Iterator[tuple[Record, object]]:
    """Yield the rows in whose column of years another thing than a likely year stands."""
    view, last = case.view(registers.PRESS), case.plan.year + 1
    typed = view.values("year_published")
    odd = {value for value in set(typed.values()) if type(value) is not int or not _EARLIEST <= value <= last}
    for record in case.plan.records[registers.PRESS] if len(odd) > 1 else ():  # the heading is one
        value = typed.get(record.row)
        if value in odd and text_of(value):
            yield record, value


def _years_in(case: Case, value: object) -> list[str]:
    """Return the years that a cell names; none where one of them cannot be. A dash, or words without a
    digit, stand for no year."""
    text = text_of(value)
    if not any(sign.isdigit() for sign in text):
        return ["-"] if not text.strip("-–— ") else [text]
    years = _YEAR.findall(text)
    return years if all(_EARLIEST <= int(year) <= case.plan.year + 1 for year in years) else []
