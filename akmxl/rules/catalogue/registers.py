"""Check that each register row is a record: with a date, a known code or kind that it feeds, a quantity."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, nearest_code
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.kept_settings import KINDS
from akmxl.plan.model import TOLD
from akmxl.plan.unread_rows import unread
from akmxl.rules.catalogue.references import suggestion
from akmxl.rules.figures import (
    WITH_A_POINT,
    ends,
    item_of,
    record_period,
    row_name,
    with_a_point,
)
from akmxl.rules.lost_words import place_of_lost
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.stopped import items_of
from akmxl.workbook import layout
from akmxl.workbook.headings import renamed_sectors
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.figures import read_codes, read_figure
from akmxl.workbook.reading.losses import meant_sectors, unknown_sectors
from akmxl.workbook.reading.registers import sector_columns, undated_rows

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from akmxl.plan.model import Record
    from akmxl.workbook.plan_file import SheetView

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
    return found.codes if found.codes is not None else items_of(case, record.register)


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
    counts = Counter(typed.values())
    unknown = [value for value in counts if type(value) is str and fold(value) not in known]
    lost = [value for value in unknown if f"{KINDS}/{fold(value)}" in kept]
    if not lost:
        return {}
    view, used = case.view(str(layout.EVENT_KINDS.table)), {fold(str(value)) for value in typed.values()}
    found: dict[object, Hit] = {}
    for value in lost:
        place = place_of_lost(view, "event_kind", value, used)
        stops = items_of(case, view.layout.table)  # nobody knows to which its events belong
        found[value] = Hit(place, value=value, subject=f"{KINDS}/{fold(value)}",
                           params={"count": counts[value]}, message=_LOST_KIND, fix=_LOST_KIND_FIX,
                           stops=stops)  # fmt: skip
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
    view, settings = case.view(registers.DAILY), case.plan.settings
    unknown = unknown_sectors(view, settings)
    meant = meant_sectors(view, settings) if unknown else {}
    renamed = renamed_sectors(case.file, settings.sector_spellings) if unknown else {}  # STR44
    for column in unknown:
        if (title := view.titles.get(column)) and column not in renamed:
            hit = Hit(
                view.place(view.header_row, "date").in_column(column),
                item=settings.daily_items.get("visits"),
                value=title,
                subject=f"{registers.DAILY}/{title}",
                params={"meant": meant.get(column, "")},
                message=N_("Sheet “{sheet}”, cell {cell}: the sector is not on the list: “{value}”."),
                fix=_BY_ITS_PLACE if column in meant else _RESTORE,
            )
            lost = hit.subject in case.plan.known_rows  # it was on the list at the last check
            yield _lost_sector(case, hit, title) if lost else hit


_RESTORE = N_("Restore the heading, or add the sector to the list on sheet “Sozlamalar”.")
_BY_ITS_PLACE = N_(
    "By its place it is “{meant}”: if so, type that into the cell; else add the sector to the list on sheet "
    "“Sozlamalar”."
)

_LOST_SECTOR = N_("Sheet “{sheet}”, cell {cell}: the list has the sector “{value}” no more, Kundalik has it.")
_LOST_SECTOR_FIX = N_("Write it here again, or give its column in Kundalik the new name.")


def _lost_sector(case: Case, hit: Hit, title: str) -> Hit:
    """Return the hit of a column whose sector is gone from Sozlamalar: there, where it stood."""
    used = set(map(fold, sector_columns(case.view(registers.DAILY), case.plan.settings)))
    place = place_of_lost(case.view(str(layout.SECTORS.table)), "sector", title, used)
    return hit._replace(place=place, message=_LOST_SECTOR, fix=_LOST_SECTOR_FIX)
