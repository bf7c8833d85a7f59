"""Check that each register row has a known code or kind, a date of the year and a quantity."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, nearest_code
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.kept_settings import KINDS
from akmxl.plan.model import TOLD, is_closed
from akmxl.plan.period_words import read_period
from akmxl.plan.register_rows import labels_of, parts_of
from akmxl.plan.unread_rows import unread
from akmxl.rules.catalogue.references import place_of_lost, suggestion
from akmxl.rules.figures import (
    WITH_A_POINT,
    all_records,
    ends,
    item_of,
    record_period,
    row_name,
    with_a_point,
)
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import FAR, text_of
from akmxl.workbook.reading.figures import read_codes, read_figure, show
from akmxl.workbook.reading.hand_ins import faulty_hand_ins, hand_in_rows
from akmxl.workbook.reading.no_records import (
    no_record_text,
    no_records,
    totals_of_days,
    written_rows,
)
from akmxl.workbook.reading.registers import sector_columns, undated_rows
from akmxl.workbook.reading.setting_cells import read_moved_day

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from akmxl.plan.model import Record
    from akmxl.plan.period import Period
    from akmxl.workbook.plan_file import SheetView
    from akmxl.workbook.reading.hand_ins import HandInRow

TITLE, PLACE = N_("Rows of the registers"), 100


@rule(
    "REF08",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the date is missing."),
    N_("Type the date as day.month.year."),
    silences=("PLN02", "LIB02"),
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
    for register, records in case.plan.records.items():
        view = case.view(register)
        yield from _bad_dates(case, records)
        yield from _bad_kinds(case, view, records)
        yield from _bad_codes(case, view, records)
        yield from _bad_quantities(case, view, records)
    yield from _days_without_date(case)
    yield from _unknown_sectors(case)


def _hit(
    case: Case, record: Record, field: str, message: str | None, fix: str | None, **params: object
) -> Hit:
    view = case.view(record.register)
    return Hit(
        view.place(record.row, field),
        item=item_of(case, record),
        period=record_period(case, record),
        value=view.values(field).get(record.row),
        subject=f"{row_name(record)}/{field}",
        params=params,
        message=message,
        fix=fix,
        stops=_stopped(case, record),
    )


def _in_row(hit: Hit, view: SheetView, record: Record, field: str) -> Hit:
    """Return the hit of a row that says the same as another's."""
    place, subject = view.place(record.row, field), f"{row_name(record)}/{field}"
    return Hit(place, hit.item, hit.period, hit.value, subject, None, hit.params, hit.message, hit.fix,
               stops=hit.stops)  # fmt: skip


def _stopped(case: Case, record: Record) -> tuple[str, ...]:
    """Return the items whose figures a row that could not be read may change."""
    found = unread(record, case.plan.items, case.plan.settings, case.plan.year)
    if found is None:
        return ()
    return found.codes if found.codes is not None else _fed(case)[0].get(record.register, ())


@once
def _fed(case: Case) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield the items that each register feeds."""
    sources = {item.code: item.source for item in case.plan.items.values()}
    yield {r: tuple(code for code, source in sources.items() if source == r) for r in case.plan.records}


_NO_DATE = N_("Sheet “{sheet}”, cell {cell}: this is no date for Excel: “{value}”.")
_TYPE_DATE = N_("Set the cell's format to a date and type the date again, e.g. 05.04.2025.")


def _bad_dates(case: Case, records: Iterable[Record]) -> Iterator[Hit]:
    for record in records:
        if record.date is None:
            typed = text_of(record.values.get("date"))
            yield _hit(case, record, "date", *((_NO_DATE, _TYPE_DATE) if typed else (None, None)))


def _bad_kinds(case: Case, view: SheetView, records: Iterable[Record]) -> Iterator[Hit]:
    settings = case.plan.settings
    missing = N_("Sheet “{sheet}”, cell {cell}: the kind is missing.")
    unknown = N_("Sheet “{sheet}”, cell {cell}: this kind is not on the list: “{value}”.")
    kinds = {"event_kind": settings.event_kind_names, "list_kind": settings.list_kinds}
    for field, names in kinds.items():
        known, typed = {fold(name) for name in names}, view.values(field)
        right = {value for value in set(typed.values()) if fold(text_of(value)) in known}
        found: dict[Hashable, Hit] = {}  # by what a row says: of thousands few say something else
        lost = _lost_kinds(case, typed) if field == "event_kind" else {}
        yield from lost.values()
        for record in records if field in view.columns else ():
            if (value := typed.get(record.row)) in right or value in lost:
                continue
            says = type(value), value, TOLD(record), field == "list_kind" and record.values.get("quantity")
            if says not in found:
                text = text_of(value)
                params, fix = suggestion(text, names)
                found[says] = _hit(case, record, field, unknown if text else missing, fix, **params)
            yield _in_row(found[says], view, record, field)


_LOST_KIND = N_(
    "Sheet “{sheet}”, cell {cell}: the list has the kind “{value}” no more; {count} events have it."
)
_LOST_KIND_FIX = N_("Write it here again; if it has a new name, choose that in the events too.")


def _lost_kinds(case: Case, typed: Mapping[int, object]) -> dict[object, Hit]:
    """Return the kinds that counted at the last check and are gone from Sozlamalar, with their hits there."""
    known, kept = case.plan.settings.event_kinds, case.plan.known_rows
    counts = Counter(value for value in typed.values() if type(value) is str and fold(value) not in known)
    lost = [value for value in counts if f"{KINDS}/{fold(value)}" in kept]
    if not lost:
        return {}
    view, used = case.view(str(layout.EVENT_KINDS.table)), {fold(str(value)) for value in typed.values()}
    found: dict[object, Hit] = {}
    for value in lost:
        place = place_of_lost(view, "event_kind", value, used)
        codes = tuple(code for code in kept[f"{KINDS}/{fold(value)}"].split(";") if code in case.plan.items)
        found[value] = Hit(place, value=value, subject=f"{KINDS}/{fold(value)}",
                           params={"count": counts[value]}, message=_LOST_KIND, fix=_LOST_KIND_FIX,
                           stops=codes)  # fmt: skip
    return found


def _bad_codes(case: Case, view: SheetView, records: Iterable[Record]) -> Iterator[Hit]:
    """Yield a hit for each code cell that is not one code of the plan; a second code would not be counted."""
    missing = N_("Sheet “{sheet}”, cell {cell}: the code is missing.")
    unknown = N_("Sheet “{sheet}”, cell {cell}: the plan has no such code: “{value}”.")
    several = N_("Sheet “{sheet}”, cell {cell}: several codes stand in one row: “{value}”.")
    one = N_("Leave one code; what counts for another item too is a row of its own.")
    for record in records if "code" in view.columns else ():
        codes, typed = read_codes(record.values["code"]), text_of(record.values["code"])
        if len(codes) == 1 and codes[0] in case.plan.items:
            continue
        if meant := with_a_point(case.plan, typed):
            yield _hit(case, record, "code", unknown, WITH_A_POINT, meant=meant)
        elif len(codes) > 1:
            yield _hit(case, record, "code", several, one)
        else:
            fix = N_("Choose the code of one item from the list.")
            near = nearest_code(typed, case.plan.items)
            yield _hit(case, record, "code", unknown if typed else missing, fix, near_code=near)


@rule(
    "REF41",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: this row is no record and counts nowhere: “{value}”."),
    N_(
        "A total or a note stands better beside the table or above it. If it is a record, write its date, "
        "and its kind or code."
    ),
)
def rows_are_records(case: Case) -> Iterator[Hit]:
    """A row of a register, or of the day log, is a record: no total, no heading within, no note.

    Why: people add up what they have typed, and sign it; such a row has no date, and must not make the
    figures of a year unknown.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-05 | Ko‘rgazma   | Navro‘z     |
    Bad:
        Tadbirlar
        | Sana          | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-05    | Ko‘rgazma   | Navro‘z     | 12             |
        | I chorak jami | ~           | ~           | 12             |  REF41
    """
    settings = case.plan.settings
    views = [case.view(register) for register in case.plan.records]
    found = [(view, no_records(view, written_rows(view), settings)) for view in views]
    day_log = case.view(registers.DAILY)
    for view, rows in (*found, (day_log, totals_of_days(day_log))):
        known = case.plan.days if view is day_log else case.plan.records[view.layout.name]
        near = max([view.first_row, *(one.row for one in known)]) + FAR
        for row in sorted(row for row in rows if row <= near):  # what stands further down is STR40's
            text, subject = no_record_text(view, row), f"{view.layout.name}:row {row}"
            yield Hit(view.place(row, "date"), value=text, subject=subject)


@rule(
    "REF34",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: item {value} is not fed by “{register}”, so the row counts nowhere."),
    N_("Choose the code of the item that the row is about."),
    unless=("REF40",),
)
def register_feeds_item(case: Case) -> Iterator[Hit]:
    """The code in a row of Malaka or Matbuot is of an item that this register feeds. Royxatlar may list what
    stands behind any figure; but where it feeds a part, the code is the part's and not that of the row above.

    Why: 21 typed for 22 is a code of the plan, and the record is gone from 22.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '22 | Maqola   |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '21 | Maqola   |  REF34
    """
    for register, records in case.plan.records.items():
        if "code" not in case.view(register).columns:
            continue
        items = case.plan.items.values()
        others = {item.code for item in items if item.source != register or not item.measured}
        if register == registers.LISTS:
            others &= {str(item.parent) for item in items if item.source == register}
        for record in records:
            told = record.codes and record.codes[0] in others  # several codes in one cell are REF08's
            if told and len(read_codes(record.values["code"])) == 1:
                yield _hit(case, record, "code", None, None, register=register)


def _bad_quantities(case: Case, view: SheetView, records: Iterable[Record]) -> Iterator[Hit]:
    missing = N_("Sheet “{sheet}”, cell {cell}: the quantity is missing.")
    other = N_("Sheet “{sheet}”, cell {cell}: the quantity is no whole number: “{value}”.")
    for record in records if view.layout.name == registers.LISTS else ():
        if record.quantity > 0:  # it was read
            continue
        cell, place = view.cell(record.row, "quantity"), view.place(record.row, "quantity")
        if read_figure(cell, place).value is None and not ends(case, record):
            fix = N_("Type a whole number, 0 or more.")
            yield _hit(case, record, "quantity", other if text_of(cell.value) else missing, fix)


def _days_without_date(case: Case) -> Iterator[Hit]:
    view, codes = case.view(registers.DAILY), case.plan.settings.daily_items
    for row, fields in undated_rows(case.file, case.plan.settings):
        value, place = view.cell(row, "date").value, view.place(row, "date")
        message, fix = (_NO_DATE, _TYPE_DATE) if text_of(value) else (None, None)
        stops = tuple(dict.fromkeys(codes.get(name, codes.get("visits", "")) for name in fields))
        subject = f"{registers.DAILY}:row {row}"
        yield Hit(place, value=value, subject=subject, message=message, fix=fix, stops=stops)


def _unknown_sectors(case: Case) -> Iterator[Hit]:
    """Yield a hit for each column of figures whose heading names no sector: it is in no sum.

    Only the columns between weekday and sum are looked at.
    """
    view = case.view(registers.DAILY)
    known = {*sector_columns(view, case.plan.settings).values(), *view.columns.values()}
    for column in range(view.columns["weekday"] + 1, view.columns["visits"]):
        title = view.titles.get(column)
        if (
            column not in known
            and title
            and any(isinstance(view.at(r, column).value, int) for r in view.rows)
        ):
            hit = Hit(
                view.place(view.header_row, "date").in_column(column),
                item=case.plan.settings.daily_items.get("visits"),
                value=title,
                subject=f"{registers.DAILY}/{title}",
                message=N_("Sheet “{sheet}”, cell {cell}: the sector is not on the list: “{value}”."),
                fix=N_("Restore the heading, or add the sector to the list on sheet “Sozlamalar”."),
            )
            lost = hit.subject in case.plan.known_rows  # it was on the list at the last check
            yield _lost_sector(case, hit, title) if lost else hit


_LOST_SECTOR = N_("Sheet “{sheet}”, cell {cell}: the list has the sector “{value}” no more, Kundalik has it.")
_LOST_SECTOR_FIX = N_("Write it here again, or give its column in Kundalik the new name.")


def _lost_sector(case: Case, hit: Hit, title: str) -> Hit:
    """Return the hit of a column whose sector is gone from Sozlamalar: there, where it stood."""
    used = set(map(fold, sector_columns(case.view(registers.DAILY), case.plan.settings)))
    place = place_of_lost(case.view(str(layout.SECTORS.table)), "sector", title, used)
    return replace(hit, place=place, message=_LOST_SECTOR, fix=_LOST_SECTOR_FIX)


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
        item, period = (item_of(case, record), record_period(case, record)) if record else (None, None)
        subject = f"{row_name(record)}/date" if record else f"{found.sheet}:row {place.row}/{found.field}"
        yield Hit(place, item, period, found.text, subject, params=params)


@rule(
    "REF58",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is not a date."),
    N_("Type the day of hand-in, e.g. 05.10.2025; of a service that was closed all month, the word “yopiq”."),
)
def hand_ins_understood(case: Case) -> Iterator[Hit]:
    """A row of Topshirish names a month of the year, a service of Sozlamalar and the day of hand-in, or the
    word “yopiq” in place of the day.

    Why: a row that is not understood counts for nothing: the month of a closed service is asked for again.

    Okay:
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2025-03 | Barcha xizmatlar | 2025-04-05        |
        | 2025-04 | Barcha xizmatlar | yopiq             |
    Bad:
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2O25-03 | Barcha xizmatlar | 2025-04-05        |  REF58
        | 2025-03 | Boshqa           | 2025-04-05        |  REF58
        | 2025-04 | Barcha xizmatlar | '5/4/25           |  REF58
        | 2025-03 | Fond xizmati     | ~                 |  REF58
    """
    if layout.HAND_INS not in case.file.views:
        return
    view, services = case.view(layout.HAND_INS), case.plan.settings.services
    for row, field in faulty_hand_ins(case.file, case.plan.year, services):
        value = view.text(row, field)
        params: dict[str, object] = {"year": str(case.plan.year)}
        message, fix = _HAND_INS.get(field, (None, None))
        if field == "handed_in" and not value:
            period = read_period(view.text(row, "period"), case.plan.year)
            if period is not None and period.end >= case.today:
                continue  # written ahead: REF65's
            message = _NO_DAY
        if field == "service":
            more, fix = suggestion(value, services.values())
            params |= more
        subject = f"{layout.HAND_INS}:{view.text(row, 'period')}/{view.text(row, 'service')}/{field}"
        shown = value or "–"
        yield Hit(view.place(row, field), None, None, shown, subject, params=params, message=message, fix=fix)


@rule(
    "REF65",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {period} is not over, so nothing can be handed in of it: {value}."),
    N_("Correct the month or the day; a month is handed in when it is over."),
    unless=("REF58",),
)
def hand_ins_can_be(case: Case) -> Iterator[Hit]:
    """A month is handed in once, after its last working day; a service that was closed has no figures in it.

    Why: a month marked too early, or as closed, is asked for no more, whatever it still lacks.

    Okay:
        today: 2025-05-10
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2025-03 | Barcha xizmatlar | 2025-03-31        |
        | 2025-04 | Barcha xizmatlar | yopiq             |
    Bad:
        today: 2025-05-10
        nom: Birinchi_davr = 2025-06
        Oylik
        | Kod | Aprel |
        | 11  | 5     |
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2025-03 | Barcha xizmatlar | 2025-03-14        |  REF65
        | 2025-03 | Barcha xizmatlar | 2025-04-02        |  REF65
        | 2025-04 | Barcha xizmatlar | yopiq             |  REF65
        | 2025-06 | Barcha xizmatlar | ~                 |  REF65
    """
    if layout.HAND_INS not in case.file.views:
        return
    view = case.view(layout.HAND_INS)
    seen: set[tuple[Period, str]] = set()
    for one in hand_in_rows(case.file, case.plan.year, case.plan.settings.services):
        key, subject = (one.period, one.service), f"{layout.HAND_INS}:{one.period}/{one.service}"
        text = view.text(one.row, "service")
        if key in seen:
            place = view.place(one.row, "period")
            yield Hit(place, None, one.period, text, f"{subject}/twice", message=_TWICE, fix=_ONE_ROW)
        seen.add(key)
        if one.day and one.day > case.today:
            place, come = view.place(one.row, "handed_in"), f"{subject}/coming"
            yield Hit(place, None, one.period, one.day, come, message=_COMING, fix=_DAY)
        elif _too_early(case, one):
            value = one.day or view.text(one.row, "handed_in") or "–"
            place = view.place(one.row, "handed_in" if one.day else "period")
            yield Hit(place, None, one.period, value, f"{subject}/{one.row}")
        elif one.closed and (codes := _at_work(case, one)):
            params = {"codes": ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")}
            place, fix = view.place(one.row, "handed_in"), _NOT_CLOSED
            yield Hit(place, None, one.period, text, f"{subject}/closed", None, params, _HAS_FIGURES, fix)


_NO_DAY = N_("Sheet “{sheet}”, cell {cell}: the day of hand-in is missing.")
_COMING = N_("Sheet “{sheet}”, cell {cell}: {period} was handed in on {value}, a day that has not come yet.")
_DAY = N_("Correct the day of hand-in.")
_TWICE = N_("Sheet “{sheet}”, cell {cell}: {period} of “{value}” stands in two rows.")
_ONE_ROW = N_("Delete one of the rows.")
_HAS_FIGURES = N_(
    "Sheet “{sheet}”, cell {cell}: “{value}” was closed in {period}, but has figures: items {codes}."
)
_NOT_CLOSED = N_("Write the day of hand-in in place of “yopiq”, or empty the figures.")


def _too_early(case: Case, one: HandInRow) -> bool:
    """Tell whether a month has not begun, or a working day of it was still to come on the day of hand-in."""
    if one.period.start > case.today:
        return True
    left = range((one.period.end - one.day).days) if one.day else range(0)
    working = case.plan.settings.is_working_day
    return any(working(one.period.end - timedelta(days=day)) for day in left)


def _at_work(case: Case, one: HandInRow) -> list[str]:
    """Return the items of a closed service that have figures in that month; a stock stands without work."""
    found = []
    for month in one.period.months:
        closed = frozenset({(month, one.service)})
        for item in case.plan.items.values():
            counts = item.adds_up == "flow" and item.source not in (registers.JOURNAL, "computed")
            if counts and case.plan.value(item.code, month) and is_closed(closed, item, month):
                found.append(item.code)
    return found


_HAND_INS = {
    "period": (
        N_(
            "Sheet “{sheet}”, cell {cell}: “{value}” is not a month of {year}, so the row counts for nothing."
        ),
        N_("Write the month as close-month does, e.g. 2025-03."),
    ),
    "service": (
        N_("Sheet “{sheet}”, cell {cell}: there is no service “{value}”, so the row counts for nothing."),
        None,
    ),
}


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
    for record in case.plan.records[registers.LISTS]:
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
            subject, params = f"{row_name(record)}/date", {"year": str(year)}
            yield Hit(place, item_of(case, record), None, record.date, subject, params=params)
    for day in case.plan.days:
        if day.date.year != year and any(not figure.blank for figure in day.columns.values()):
            place = case.view(registers.DAILY).place(day.row, "date")
            subject = f"{registers.DAILY}:{show(day.date)}"
            yield Hit(place, value=day.date, subject=subject, params={"year": str(year)})


def _in_force(case: Case, record: Record) -> bool:
    """Tell whether a record is a contract of an earlier year that is still in force: its item is a stock."""
    items = [case.plan.items[code] for code in record.codes if code in case.plan.items]
    stock = any(item.adds_up == "stock" for item in items)
    return stock and record.register == registers.LISTS and (record.date or date.max).year < case.plan.year
