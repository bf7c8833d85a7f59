"""Check that the tables of Sozlamalar are understood and whole: what is not read changes figures unseen.

A cell is read where the settings are (``workbook/reading/setting_cells.py``), and asked again here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.cyrillic import code_letters
from akmxl.core.i18n import N_
from akmxl.core.side_words import is_noted
from akmxl.core.spelling import fold
from akmxl.core.value_text import day_text
from akmxl.plan.findings import Severity
from akmxl.rules.catalogue.setting_items import CODE_FIXES
from akmxl.rules.figures import BLANK_IN_ROW
from akmxl.rules.lost_rows import holidays_of, lost_rows
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.rules.stopped import items_of
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.reading import setting_cells as cells
from akmxl.workbook.reading.figures import read_codes, show
from akmxl.workbook.reading.lost_settings import few, lost_in_copies
from akmxl.workbook.reading.setting_gaps import cells_in_gaps
from akmxl.workbook.reading.settings import moved_days, spellings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from akmxl.workbook.plan_file import SheetView
    from akmxl.workbook.reading.setting_gaps import Stray

    _Keys = Iterator[tuple[str, Hashable, object]]  # a row's fields, what must stand once, and its text

TITLE, PLACE = N_("Tables of the settings"), 85

_UNREAD = N_("Sheet “{sheet}”, cell {cell}: not understood: “{value}”.")
_FAULTS = {
    cells.UNREAD: _UNREAD,
    cells.PART: N_("Sheet “{sheet}”, cell {cell}: a part is not understood: “{left}”."),
    cells.BLANK: BLANK_IN_ROW,
    cells.DATED: N_("Excel has turned the entry in cell {cell} into a date: {value}."),
}
_TEXT = N_("Set the cell's format to “Text” and type it again.")
_FIXES = {
    **CODE_FIXES,
    "field": N_("Write the heading of a column of Kundalik: {known}."),
    "pattern": N_("Write each label with a colon, with ; between: manzil: ; fond:"),
}


@rule("REF24", Severity.ERROR, _UNREAD, _TEXT)
def settings_understood(case: Case) -> Iterator[Hit]:
    """Each cell in the tables of Sozlamalar holds what its column asks for.

    Why: what is not read there does not count, without anything else to show for it: half of a kind's codes
    is half of an item's events.

    Okay:
        TadbirTurlari
        | Tadbir turi   | Bandlar  |
        | Yangi tadbir  | 7 va 18  |
    Bad:
        TadbirTurlari
        | Tadbir turi   | Bandlar    |
        | Yangi tadbir  | 7 yoki 18  |  REF24
    """
    for table, readers in cells.READERS.items():
        view = case.view(table)
        if table in _NEVER_EMPTY and not any(True for _ in view.filled_rows()):
            place, stops = Place(view.name, view.header_row, min(view.titles)), items_of(case, table)
            copy, lost = lost_in_copies(case.opened, view)
            params = {"lost": few([one.name for one in lost]), "copy": copy}
            yield Hit(place, value=table, subject=f"{table}/empty", params=params, stops=stops,
                      message=_EMPTIED if lost else _EMPTY, fix=_FROM_COPY)  # fmt: skip
        for row in view.filled_rows():
            for field, reader in readers.items():
                if reader and field in view.columns:
                    read = reader(view.cell(row, field).value)
                    if read.fault:
                        yield _fault_hit(case, view, row, field, read)


_NEVER_EMPTY = frozenset(str(one.table) for one in (layout.UNITS, layout.SERVICES, layout.CATALOGUE))
_EMPTY = N_("Sheet “{sheet}”, cell {cell}: the table “{value}” is empty.")
_EMPTIED = N_("Sheet “{sheet}”, cell {cell}: the table “{value}” is empty; here stood: {lost}.")
_FROM_COPY = N_(
    "Undo (Ctrl+Z), or run: akmxl repair --from-copy; it takes the rows from the newest dated copy."
)


def _fault_hit(case: Case, view: SheetView, row: int, field: str, read: cells.Read[object]) -> Hit:
    """Return the hit of a cell that is not understood; of the catalogue it is about the row's report."""
    value = view.cell(row, field).value
    known = ", ".join(
        column.header() for column in layout.DAILY_SHEET.columns if column.field in _DAILY_FIELDS
    )
    params = {"left": show(read.left), "column": view.title(field), "known": known}
    report = code_letters(view.text(row, "report")) or None
    subject = f"{view.layout.table}/{row}/{field}"
    stops = items_of(case, view.layout.table)
    place, message, fix = view.place(row, field), _FAULTS[read.fault], _fix_of(field, read.fault)
    return Hit(place, None, None, value, subject, report, params, message, fix, stops=stops)


def _fix_of(field: str, fault: str) -> str:
    """Return what to do about a cell of a field that has this fault."""
    if fault == cells.DATED and field in ("codes", "code", "item"):
        return N_("Set the cell's format to “Text” and type the item's code again.")
    if fault in (cells.UNREAD, cells.PART) and field in _NAMES:
        return N_("Write it in words; each name stands in a row of its own.")
    return _FIXES.get(field, _FILL if fault == cells.BLANK else _TEXT)


_NAMES = frozenset({
    "unit", "service", "sector", "event_kind", "list_kind", "person", "spellings", "recipient", "copy_to",
    "form_kind", "title",
})  # fmt: skip
_FILL = N_("Fill the cell in, or delete the row.")
_DAILY_FIELDS = ("visits", "loans", "new_readers", "renewed_readers")


@rule(
    "REF28",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” stands in row {other} of this table too."),
    N_("Leave one of the rows, or mend this one."),
)
def settings_stand_once(case: Case) -> Iterator[Hit]:
    """No name, spelling, code or day stands twice in a table of Sozlamalar.

    Why: only one of the two counts, and nobody knows which.

    Okay:
        TadbirTurlari
        | Tadbir turi   | Bandlar |
        | Yangi tadbir  | '18     |
    Bad:
        TadbirTurlari
        | Tadbir turi   | Bandlar |
        | Ko‘rgazma     | '20     |  REF28
    """
    for table, keys_of in _NAMED_ONCE.items():
        view = case.view(str(table.table))
        seen: dict[Hashable, int] = {}
        for row in view.filled_rows():
            for field, key, value in keys_of(view, row):
                other = seen.setdefault(key, row)
                if other != row:
                    subject = f"{table.table}/{row}/{field}/{show(value)}"
                    place, params = view.place(row, field), {"other": str(other)}
                    stops = items_of(case, table.table)
                    yield Hit(place, value=value, subject=subject, params=params, stops=stops)
                    break
    yield from _days_off_and_worked(case)


def _words(field: str, *, commas: bool) -> Callable[[SheetView, int], _Keys]:
    """Return what yields a row's name and its other spellings."""

    def of_row(view: SheetView, row: int) -> _Keys:
        name = cells.plain_text(view.cell(row, field).value)
        if name:
            yield field, fold(name), name
        for spelling in spellings_of(view.cell(row, "spellings").value, commas=commas):
            yield "spellings", fold(spelling), spelling

    return of_row


def _fields(*fields: str) -> Callable[[SheetView, int], _Keys]:
    """Return what yields each of a row's fields that must stand once."""

    def of_row(view: SheetView, row: int) -> _Keys:
        for field in fields:
            value = view.cell(row, field).value
            if text := fold(cells.plain_text(value)):
                yield field, (field, text), value

    return of_row


def _together(first: str, second: str) -> Callable[[SheetView, int], _Keys]:
    """Return what yields a row's first two fields, which must stand once together."""

    def of_row(view: SheetView, row: int) -> _Keys:
        one, other = (fold(cells.plain_text(view.cell(row, field).value)) for field in (first, second))
        if one:
            yield first, (one, other), view.cell(row, first).value

    return of_row


def _thresholds(view: SheetView, row: int) -> _Keys:
    """Yield the rule and item of a threshold that is understood, which must stand once together."""
    if not cells.read_threshold(view.cell(row, "threshold").value).fault:
        yield from _together("rule", "item")(view, row)


_NAMED_ONCE: Mapping[layout.SheetLayout, Callable[[SheetView, int], _Keys]] = {
    layout.UNITS: _words("unit", commas=True),
    layout.SERVICES: _words("service", commas=False),
    layout.SECTORS: _words("sector", commas=True),
    layout.EVENT_KINDS: _fields("event_kind"),
    layout.LIST_KINDS: _fields("list_kind"),
    layout.DAILY_ITEMS: _fields("field", "code"),
    layout.STAFF: _together("person", "service"),
    layout.CATALOGUE: _fields("report"),
    layout.THRESHOLDS: _thresholds,
}


def _days_off_and_worked(case: Case) -> Iterator[Hit]:
    """Yield a hit for each row of Bayramlar whose day a row above has, or says the opposite of."""
    view = case.view(str(layout.HOLIDAYS.table))
    seen: dict[Hashable, int] = {}
    for moved in moved_days(case.file, case.plan.year):
        for week in sorted(moved.weeks) if moved.day and moved.kind else ():
            row = seen.setdefault((moved.day, week), moved.row)
            if row != moved.row:
                subject, params = f"{layout.HOLIDAYS.table}/{moved.row}", {"other": str(row)}
                yield Hit(view.place(moved.row, "date"), value=moved.day, subject=subject, params=params)
                break


@rule(
    "REF29",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” stands below the table “{table}” and is not read."),
    N_("Move it up to the table's last row, without an empty row between."),
)
def settings_in_their_tables(case: Case) -> Iterator[Hit]:
    """What stands below a table of Sozlamalar joins it without an empty row; all codes of a kind of event
    stand in its own cell, none in the next.

    Why: a report or a day off below the gap is not read, and nobody misses it.

    Okay:
        Chegaralar
        | Qoida | Band | Chegara |
        | PLN01 | '11  | 30      |
    Bad:
        Chegaralar
        | Qoida | Band | Chegara |
        | ~     | ~    | ~       |
        | PLN01 | '11  | 30      |  REF29
    """
    for sheet in layout.SETTINGS_TABLES:
        view = case.view(str(sheet.table))
        params = {"table": sheet.table}
        below = [
            (row, column)
            for column in view.titles
            for row, value in view.grid.values(column).items()
            if row > view.last_row and says(value) and not (type(value) is str and is_noted(value))
        ]
        if below:
            place = Place(view.name, *min(below))
            value, subject = view.at(place.row, place.column).value, f"{sheet.table}/below"
            stops = items_of(case, sheet.table)
            yield Hit(place, value=value, subject=subject, params=params, stops=stops)
    yield from _codes_beside_kinds(case)


_BESIDE = N_("Sheet “{sheet}”, cell {cell}: “{value}” stands beside the table “{table}” and is not read.")


def _codes_beside_kinds(case: Case) -> Iterator[Hit]:
    """Yield the second codes of kinds of events that were typed into the next cell; a note is a note."""
    view = case.view(str(layout.EVENT_KINDS.table))
    beside = max(view.titles) + 1
    if any(beside in case.view(str(other.table)).titles for other in layout.SETTINGS_TABLES):
        return
    for row, value in view.grid.values(beside).items():
        codes = read_codes(value) if row in view.rows and view.text(row, "event_kind") else ()
        if codes and case.plan.items.keys() >= set(codes):
            subject, params = f"{view.layout.table}:row {row}/beside", {"table": view.layout.table}
            place, stops = Place(view.name, row, beside), items_of(case, view.layout.table)
            yield Hit(place, None, None, show(value), subject, params=params,
                      message=_BESIDE, fix=CODE_FIXES["codes"], stops=stops)  # fmt: skip


@rule(
    "REF82",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” stands outside the tables, and nothing reads it."),
    N_("If it is to count, write it into its table or beside its label; if not, delete it."),
    unless=("REF23", "REF29"),
)
def settings_stand_where_they_are_read(case: Case) -> Iterator[Hit]:
    """No figure, code or name of the settings stands between, above or beside the tables of Sozlamalar.

    Why: somebody wrote it so that it counts, and it counts nowhere.

    Okay:
        pastda: Sozlamalar / D1 = Bu varaqni direktor ruxsati bilan o‘zgartiring
    Bad:
        pastda: Sozlamalar / F4 = 2025-06
    """
    for one in _strays(case):
        if one.is_setting:
            yield Hit(one.place, value=one.text, subject=f"{one.place.column}/gap", cause="gap")


@rule(
    "REF83",
    Severity.INFO,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is a remark; nothing reads it."),
    N_("If it is to count, write it into its table or beside its label; else leave it."),
)
def remarks_among_settings(case: Case) -> Iterator[Hit]:
    """What people write between, above or beside the tables of Sozlamalar is told once, as it counts nowhere.

    Why: nobody can tell a remark from a setting in the wrong place but who wrote it.

    Okay:
        pastda: Sozlamalar / C4 = (oy)
    Bad:
        pastda: Sozlamalar / F4 = yangi sektor ochildi
    """
    for one in _strays(case):
        if not one.is_setting:
            yield Hit(one.place, value=one.text, subject=f"{one.place.column}/gap", cause="gap")


@once
def _strays(case: Case) -> Iterator[Stray]:
    return cells_in_gaps(case.opened)


@rule(
    "REF32",
    Severity.WARNING,
    N_("Sheet “{sheet}”: the table “{table}” has lost a row: {value}."),
    N_("Write the row again, or run: akmxl repair --from-copy; if it is right, leave it."),
    unless=("REF61", "REF24", "STR19"),
)
def settings_rows_kept(case: Case) -> Iterator[Hit]:
    """The holidays that come on the same day each year, and the reports and thresholds that were there at a
    check before, stand in their tables of Sozlamalar.

    Why: a row that was deleted by mistake leaves no gap; its report is never owed again, its day is worked.

    Okay:
        yuborilgan: MK-10 2025-Q1 2025-04-05
    Bad:
        yuborilgan: MK-10 2025-Q1 2025-04-05
        ustun: Sozlamalar / MK-10 = MK-99
    """
    for table, name, row in lost_rows(case):
        view = case.view(str(table.table))
        place = Place(view.name, row or view.header_row, min(view.titles))
        subject, params = f"{table.table}/{name}", {"table": table.table}
        fix = _REPORT if table is layout.CATALOGUE else None
        yield Hit(place, value=name, subject=subject, params=params, fix=fix)
    worked = {one.day: one.row for one in moved_days(case.file, case.plan.year) if one.kind == "working"}
    for day in holidays_of(case.plan.year):
        if day in worked:
            view = case.view(str(layout.HOLIDAYS.table))
            field = "day_kind" if "day_kind" in view.columns else "date"
            subject = f"{layout.HOLIDAYS.table}/{day_text(day)}/worked"
            yield Hit(view.place(worked[day], field), value=day_text(day), subject=subject, message=_WORKED,
                      fix=_OFF)  # fmt: skip


_REPORT = N_(
    "Write the row again, or run: akmxl repair --from-copy; if it is owed no more, write the reason."
)
_WORKED = N_(
    "Sheet “{sheet}”, cell {cell}: {value} is a holiday each year, but counts here as a working day."
)
_OFF = N_("Choose the kind of day that a holiday has; if everybody works on it this year, leave it.")


@rule(
    "REF62",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: a row of the table “{value}” is empty, and rows follow it."),
    N_("Write what stood there, or delete the row of the table (right click, Delete, Table Rows)."),
    unless=("REF32",),
)
def settings_without_gaps(case: Case) -> Iterator[Hit]:
    """No empty row stands among the rows of a table of Sozlamalar, nor at its end.

    Why: a row that was cleared says nothing of what stood there, and its report or kind is gone unseen.

    Okay:
        Chegaralar
        | Qoida | Band | Chegara |
        | PLN01 | '11  | 30      |
    Bad:
        bo‘sh: RoyxatTurlari / Jadid merosi materiali
    """
    for sheet in layout.SETTINGS_TABLES:
        view = case.view(str(sheet.table))
        filled = list(view.filled_rows())
        for above, below in pairwise((view.header_row, *filled)):
            if below - above > 1:
                yield _gap(case, view, above + 1, below - 1, at_the_end=False)
        last = filled[-1] if filled else view.header_row
        told = sheet is layout.STAFF or (not filled and sheet is not layout.THRESHOLDS)
        if last < view.last_row and not told:
            yield _gap(case, view, last + 1, view.last_row, at_the_end=True)


def _gap(case: Case, view: SheetView, first: int, last: int, *, at_the_end: bool) -> Hit:
    """Return the hit of empty rows, with what the newest copy has in them."""
    table, place = view.layout.table, Place(view.name, first, min(view.titles))
    copy, lost = lost_in_copies(case.opened, view)
    names = [one.name for one in lost if first <= one.row <= last]
    message = _AT_THE_END if at_the_end else None
    params = {"lost": few(names), "copy": copy}
    return Hit(place, value=table, subject=f"{table}/{first}", params=params,
               message=_STOOD if names else message, fix=_GAP_FROM_COPY if names else None)  # fmt: skip


_AT_THE_END = N_("Sheet “{sheet}”, cell {cell}: the table “{value}” ends in an empty row.")
_STOOD = N_("Sheet “{sheet}”, cell {cell}: rows of the table “{value}” are empty; here stood: {lost}.")
_GAP_FROM_COPY = N_(
    "Undo (Ctrl+Z), or run: akmxl repair --from-copy; it takes the rows from the newest dated copy. If they "
    "are not needed, delete the rows of the table (right click, Delete, Table Rows)."
)
