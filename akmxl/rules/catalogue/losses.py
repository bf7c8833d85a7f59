"""Check that the workbook has all that it ought to have: days, sectors, columns, tables, names."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.i18n import N_
from akmxl.core.unseen import tell_apart
from akmxl.core.value_text import day_text
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.kept_settings import KEPT_LAST_YEAR
from akmxl.plan.period import listed
from akmxl.plan.row_numbers import numbers_in, ranges
from akmxl.plan.sector_sums import kept_months, new_sectors
from akmxl.plan.values import split_key
from akmxl.rules.figures import month_of
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.rules.stopped import items_of
from akmxl.workbook import layout
from akmxl.workbook.copies import own_copies
from akmxl.workbook.doors.grids import says
from akmxl.workbook.lost_ids import lost_ids
from akmxl.workbook.plan_file import odd_sheet_names, text_of
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.losses import (
    LostDays,
    days_off,
    lost_columns,
    lost_days,
    lost_hidden_sheets,
    lost_names,
    lost_sectors,
    lost_tables,
)
from akmxl.workbook.reading.named_places import SETTINGS_CELLS, misplaced_names
from akmxl.workbook.reading.registers import sector_columns, undated_rows
from akmxl.workbook.used_columns import cleared_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.plan.model import Record
    from akmxl.plan.period import Period
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("What went missing"), 21

_LEAST = 10  # days with figures: a month that is just being filled is no matter
_DAYS = N_("Sheet “{sheet}”: rows of days are missing: {value}. They belong at cell {cell}.")
_PUT_BACK = N_(
    "Press “Tiklash”, or run: akmxl repair. It puts back what is missing, empty; what stood there is in the "
    "copies of the file, in the folder .akmxl-zaxira."
)


@rule("STR26", Severity.ERROR, _DAYS, _PUT_BACK)
def working_days_are_there(case: Case) -> Iterator[Hit]:
    """Every working day of the year has its row in the day log.

    Why: with a row its visits and loans go, unseen: the month simply shows less.

    Okay:
        Kundalik
        | Sana       | Izoh |
        | 2025-02-05 | ish  |
    Bad:
        kunsiz: 2025-02-05
    """
    undated = {row + 1 for row, _ in undated_rows(case.file, case.plan.settings)}  # they are REF08's
    found = (lost for lost in _lost_days(case) if lost.row not in undated)
    return (_days(case, lost) for lost in found if not days_off(case.plan, lost))


@rule("STR27", Severity.INFO, _DAYS, _PUT_BACK)
def days_off_are_there(case: Case) -> Iterator[Hit]:
    """Every day off of the year has its row in the day log, too.

    Why: nobody comes on such a day, as a rule; but an event on a Sunday then has no row to be typed into.

    Okay:
        kunsiz: 2025-02-05
    Bad:
        kunsiz: 2025-02-02
    """
    return (_days(case, lost) for lost in _lost_days(case) if days_off(case.plan, lost))


@once
def _lost_days(case: Case) -> Iterator[LostDays]:
    return lost_days(case.file, case.plan.year)


def _days(case: Case, lost: LostDays) -> Hit:
    view = case.view(registers.DAILY)
    ends = dict.fromkeys((day_text(lost.first), day_text(lost.last)))
    return Hit(
        view.place(lost.row, "date"),
        item=case.plan.settings.daily_items.get("visits"),
        period=month_of(case, lost.first.month),
        value="–".join(ends),
        subject=f"{registers.DAILY}:{lost.first.isoformat()}",
    )


@rule(
    "STR28",
    Severity.ERROR,
    N_("Sheet “{sheet}” has no column of the sector “{value}”; what was typed into it counts for nothing."),
    N_(
        "Press “Tiklash”, or run: akmxl repair; what stood there is in the copies of the file, in the folder "
        ".akmxl-zaxira. A sector that is no more is taken off the list on sheet “Sozlamalar”."
    ),
)
def sectors_have_columns(case: Case) -> Iterator[Hit]:
    """Every sector of Sozlamalar has its column in the day log.

    Why: with a column the visits of a whole sector go, unseen: each day simply shows less.

    Okay:
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-05 | 12                   |
    Bad:
        ustun: Kundalik / Boshqa xizmat va sektorlar = Ustun
    """
    view = case.view(registers.DAILY)
    item = case.plan.settings.daily_items.get("visits")
    for sector in lost_sectors(case.file, case.plan.settings):
        place = view.place(view.header_row, "visits")
        yield Hit(place, item=item, value=sector, subject=f"{registers.DAILY}/{sector}")


@rule(
    "STR32",
    Severity.EXPLAIN,
    N_("Cell {cell}: the sector “{value}” has no figure at all in: {months}; the others have."),
    N_(
        "If nobody came, type 0 on one day of the month, or write the reason. If figures were there: "
        "akmxl repair --from-copy takes them from the copies in the folder .akmxl-zaxira."
    ),
)
def sectors_have_figures(case: Case) -> Iterator[Hit]:
    """A sector has figures in every month in which the others have them on ten days or more.

    One that was added in the course of the year is asked for its months from then on. Where most sectors
    are never used, one that never was is no matter.

    Why: a column that was cleared takes a sector's visits away, and each day simply shows less.

    Okay:
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-05 | 12                   |
    Bad:
        today: 2025-03-20
        nom: Birinchi_davr = 2025-03
        Kundalik
        | Sana       | Umumiy o‘quv zallari sektori |
        | 2025-02-10 | 12                           |
        keyin:
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-01 | 11                   |
        | 2025-03-03 | 12                   |
        | 2025-03-04 | 14                   |
        | 2025-03-05 | 17                   |
        | 2025-03-06 | 12                   |
        | 2025-03-07 | 19                   |
        | 2025-03-10 | 13                   |
        | 2025-03-11 | 16                   |
        | 2025-03-12 | 15                   |
        | 2025-03-13 | 18                   |
    """
    view = case.view(registers.DAILY)
    columns = sector_columns(view, case.plan.settings)
    for sector, missing in _months_without(case, list(columns)):
        yield Hit(
            view.place(view.header_row, "date").in_column(columns[sector]),
            item=case.plan.settings.daily_items.get("visits"),
            period=missing[0],
            value=sector,
            subject=f"{registers.DAILY}/{sector}",
            params={"months": listed(missing, lambda month: month.words)},
        )


def _months_without(case: Case, sectors: Sequence[str]) -> Iterator[tuple[str, list[Period]]]:
    """Yield each sector with the months in which it has no figure though the others have theirs."""
    filled: dict[int, int] = Counter()
    known: dict[int, set[str]] = defaultdict(set)
    for day in case.plan.days:
        there = {name for name in sectors if (figure := day.columns.get(name)) and not figure.blank}
        known[day.date.month] |= there
        filled[day.date.month] += bool(there)
    used, since = set().union(*known.values()), new_sectors(case.plan)
    for sector in sectors:
        if sector in used or 2 * len(used) >= len(sectors):
            had = kept_months(case.plan, sector)  # what was there is missed also from before it was known
            asked = [m for m in sorted(known) if m > since.get(sector, 0) or m in had]
            months = [m for m in asked if filled[m] >= _LEAST and sector not in known[m]]
            if months:
                yield sector, [month_of(case, month) for month in months]


@rule(
    "STR33",
    Severity.EXPLAIN,
    N_(
        "Sheet “{sheet}”, cell {cell}: nothing stands in the column “{value}”, "
        "which was in use at the last check."
    ),
    N_(
        "Undo (Ctrl+Z), or run: akmxl repair --from-copy; it takes what stood there from the copies in the "
        "folder .akmxl-zaxira. If it was emptied on purpose, write the reason."
    ),
)
def columns_have_entries(case: Case) -> Iterator[Hit]:
    """A register's column that was in use at the last check has entries still.

    Why: the titles, participants or results of a whole register are cleared with one key, and the forms list
    the rows without them.

    Okay:
        ustunlar: Tadbirlar = title
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | Navro‘z     |
        | 2025-03-05 | Ko‘rgazma   | ~           |
        | 2025-03-06 | Ko‘rgazma   | ~           |
    Bad:
        ustunlar: Tadbirlar = title
        Tadbirlar
        | Sana       | Tadbir turi |
        | 2025-03-04 | Ko‘rgazma   |
        | 2025-03-05 | Ko‘rgazma   |
        | 2025-03-06 | Ko‘rgazma   |
    """
    for view, field in cleared_columns(case.opened):
        title = view.title(field)
        yield Hit(view.place(view.header_row, field), value=title, subject=f"{view.layout.name}/{field}")


@rule(
    "STR52",
    Severity.WARNING,
    N_("The sheet “{value}” was there at the last check and is gone: no month is compared with last year's."),
    N_("Undo; or copy the sheet from the newest file in the folder .akmxl-zaxira. This is said once."),
)
def last_year_is_kept(case: Case) -> Iterator[Hit]:
    """The sheet of last year's months that was there at the last check is there still.

    Why: without it no rule compares a month with last year's, and reports print no figure of last year for
    part of the year; nothing else looks different.

    Okay:
        qatorlar: Malaka = 1
        Malaka
        | Sana       | Kod | Xodim   | ID |
        | 2025-03-05 | '31 | 1-xodim | 1  |
    Bad:
        qatorlar: varaq/Otgan yil = 1
    """
    if KEPT_LAST_YEAR in case.plan.known_rows and layout.LAST_YEAR not in case.file.views:
        view = case.view(layout.PLAN)
        place = view.place(view.header_row, "previous")
        yield Hit(place, value=layout.LAST_YEAR, subject=KEPT_LAST_YEAR)


@rule(
    "STR34",
    Severity.WARNING,
    N_("Sheet “{sheet}”: rows that were there at the last check are gone: {value} (ID: {ids})."),
    N_(
        "If they were deleted on purpose, nothing is to be done: this is said once. If not: the newest copy "
        "of the file that has them is “{copy}” in the folder .akmxl-zaxira."
    ),
)
def rows_are_kept(case: Case) -> Iterator[Hit]:
    """The rows of a register that were there at the last check are there still.

    Why: a row that was deleted by mistake leaves no gap; its figure is gone, and only a report that was sent
    would tell. Rows are deleted on purpose too, so the check after tells it, and no other. Of rows that a
    sent report lists SUB03 speaks.

    Okay:
        qatorlar: Malaka = 1
        Malaka
        | Sana       | Kod | Xodim   | ID |
        | 2025-03-05 | '31 | 1-xodim | 1  |
    Bad:
        qatorlar: Malaka = 1-3
        Malaka
        | Sana       | Kod | Xodim   | ID |
        | 2025-03-05 | '31 | 1-xodim | 1  |
    """
    no_copy = N_("If they were deleted on purpose, nothing is to be done: this is said once. If not: undo.")
    bare = {view.layout.name: view for view in lost_ids(case.file, case.plan.known_rows)}
    for register, own in bare.items():
        place, count = own.place(own.header_row, "id"), len(list(own.filled_rows()))
        yield Hit(place, value=count, subject=f"{register}:ids", message=_NO_IDS, fix=_IDS_BACK)
    for register, text in case.plan.known_rows.items():
        records, view = case.plan.records.get(register, ()), case.file.views.get(register)
        if view is None or register in bare:
            continue  # of the day log's sectors and of the settings more is kept
        gone = numbers_in(text) - {int(record.id) for record in records}
        gone -= _sent_rows(case, register) if gone else set()
        typed = _typed_ids(view, records, numbers_in(text)) if gone else {}
        bald = _row_without_id(case, register, min(gone)) if gone and not typed else None
        if bald is not None and "id" in bald.columns:
            params = {"ids": str(min(gone))}
            yield Hit(bald.places["id"], value=params["ids"], subject=f"{register}:{ranges(gone)}",
                      params=params, message=_BLANK_ID, fix=_ID_BACK)  # fmt: skip
        elif gone and typed:
            place, value = next(iter(typed.items()))
            params = {"ids": show(ranges(gone).replace(";", ", "))}
            subject, covers = f"{register}:{ranges(gone)}", tuple(typed)[1:]
            yield Hit(place, value=value, subject=subject, params=params, covers=covers,
                      message=_TYPED_ID, fix=_TYPE_ID_AGAIN)  # fmt: skip
        elif gone:
            place = Place(view.name, view.header_row, view.columns.get("id", min(view.titles)))
            copies = [Path(copy).name for copy in own_copies(case.file.path)]
            params = {"ids": show(ranges(gone).replace(";", ", ")), "copy": copies[-1] if copies else ""}
            fix, subject = None if copies else no_copy, f"{register}:{ranges(gone)}"
            yield Hit(place, value=len(gone), subject=subject, params=params, fix=fix)


def _row_without_id(case: Case, register: str, number: int) -> Record | None:
    """Return the row that had an id, it seems, where no row has it now."""
    from akmxl.plan.old_ids import likely_rows  # late: most plans have all their ids

    return likely_rows(case.plan).get((register, str(number)))


_NO_IDS = N_("Sheet “{sheet}”, cell {cell}: the IDs of all rows are gone: {value}.")
_IDS_BACK = N_("Press “Tiklash”, or run: akmxl repair. Sent reports and reasons know the rows by their IDs.")
_BLANK_ID = N_("Sheet “{sheet}”, cell {cell}: the row has no ID, and no row has the ID {ids} any more.")
_ID_BACK = N_(
    "If it is the same row, type {ids} there again; if that row was deleted, leave it: this is said once."
)
_TYPED_ID = N_(
    "Sheet “{sheet}”, cell {cell}: “{value}” was typed over an ID; no row has the ID any more that stood in "
    "this column at the last check: {ids}."
)
_TYPE_ID_AGAIN = N_("Type {ids} there again: sent reports and reasons know the row by it.")


def _typed_ids(view: SheetView, records: Sequence[Record], known: set[int]) -> dict[Place, str]:
    """Return the cells whose id akmxl did not give: no number, another row's, one that no row had."""
    given = view.values("id")
    odd = (one for one in records if one.new_id or int(one.id) not in known)
    return {view.place(one.row, "id"): text_of(given[one.row]) for one in odd if says(given.get(one.row))}


def _sent_rows(case: Case, register: str) -> set[int]:
    """Return the ids of a register's rows that sent reports list."""
    keys = (split_key(key) for one in case.plan.receipts if one.sealed for key, _ in one.values)
    return {int(name) for kind, name, _ in keys if kind.startswith(register) and name.isdecimal()}


@rule("STR29", Severity.ERROR, N_("Sheet “{sheet}” has no column “{value}”."), _PUT_BACK)
def optional_columns_are_there(case: Case) -> Iterator[Hit]:
    """The columns without which a plan can still be read are there too, such as windows and quarterly plans.

    Why: what stood in such a column, a quarter's plan for one, no longer counts, unseen.

    Okay:
        ustun: Reja / Oyna = OYNA
    Bad:
        ustun: Reja / Oyna = Xyz
    """
    for view, column in lost_columns(case.file):
        title = column.header(case.plan.year)
        place = Place(view.name, view.header_row, _where_it_stood(view))
        subject, stops = f"{view.layout.key}/{title}", items_of(case, view.layout.key)
        yield Hit(place, value=title, subject=subject, stops=stops)


def _where_it_stood(view: SheetView) -> int:
    """Return the column whose heading alone is gone; else the last one."""
    last = max(view.titles, default=1)
    bare = [c for c in range(1, last) if c not in view.titles]
    filled = [c for c in bare if view.grid.last_row(c) > view.header_row]
    return next((found[0] for found in (filled, bare) if len(found) == 1), last)


@rule(
    "STR30",
    Severity.ERROR,
    N_(
        "Sheet “{sheet}”: the table “{value}” was made into a plain range, which does not grow with its rows."
    ),
    N_("Undo (Ctrl+Z), press “Tiklash”, or run: akmxl repair."),
)
def tables_are_tables(case: Case) -> Iterator[Hit]:
    """The registers, the day log and the journal are Excel tables.

    Why: the formulas of Oylik count a table; over a plain range they no longer see the rows that come.

    Okay:
        Malaka
        | Sana       | Kod |
        | 2025-03-05 | '31 |
    Bad:
        jadvalsiz: Malaka
    """
    for view in lost_tables(case.file):
        place = Place(view.name, view.header_row, min(view.titles, default=1))
        yield Hit(place, value=str(view.layout.table), subject=f"table {view.layout.table}")


@rule(
    "STR31",
    Severity.ERROR,
    N_("Names are missing through which formulas look: {value}."),
    N_("Press “Tiklash”, or run: akmxl repair."),
)
def names_are_there(case: Case) -> Iterator[Hit]:
    """The names that formulas and akmxl look through are defined, and stand for cells that are there.

    Why: without Birinchi_davr nothing is owed, without Reja_kod every row of Oylik loses its name and plan.

    Okay:
        nom: Birinchi_davr = 2025-01
    Bad:
        nomsiz: Reja_kod
    """
    if lost := lost_names(case.file):
        yield Hit(Place(layout.HOME, 1, 1), value=", ".join(lost), subject="names")
    looked = {_sheet_of(text) for text in case.file.workbook.names.values()}
    for sheet, right in odd_sheet_names(case.file).items():
        if right.casefold() in looked - {sheet.casefold()}:
            right, odd = tell_apart(right, sheet)
            params, subject = {"right": right}, f"sheet {right}"
            yield Hit(Place(sheet, 1, 1), value=odd, subject=subject, params=params, message=_OTHER_SHEET)


def _sheet_of(reference: str) -> str:
    """Return the sheet into which a defined name looks, in small letters; "" where it looks into none."""
    return reference.removeprefix("=").rpartition("!")[0].strip("'").casefold()


_OTHER_SHEET = N_("Names look into the sheet “{right}”, which is spelt otherwise in the file: “{value}”.")


@rule(
    "STR45",
    Severity.WARNING,
    N_("The very hidden sheet “{value}” is gone, so nothing tells when a row of “{plan}” is changed."),
    N_(
        "Run: akmxl repair --from-copy; it takes the approved plan from the newest copy that has it. Where "
        "none has, “{plan}” as it is counts as approved from then on."
    ),
)
def approved_plan_kept(case: Case) -> Iterator[Hit]:
    """The plan as it was approved is kept in the workbook, on the very hidden sheet _reja.

    Why: without it a word, a unit or a figure of the plan that is changed by mistake looks like the plan.

    Okay:
        today: 2025-04-10
    Bad:
        varaqsiz: _reja
    """
    if layout.APPROVED in lost_hidden_sheets(case.file):
        params = {"plan": layout.PLAN}
        yield Hit(Place(layout.HOME, 1, 1), value=layout.APPROVED, subject=layout.APPROVED, params=params)


@rule(
    "STR41",
    Severity.ERROR,
    N_("Names stand for other cells than those that they are for: {value}."),
    N_("Press “Tiklash”, or run: akmxl repair; it lets them stand for {right}."),
)
def names_in_their_places(case: Case) -> Iterator[Hit]:
    """The names that formulas and akmxl look through stand for their own column, cell or panel, whole.

    Those of single cells of Sozlamalar are REF23.

    Why: with Reja_reja at the column beside it, or a row lower than Reja_kod, every row of Oylik shows
    another plan and another percent.

    Okay:
        joyi: Reja_reja = Reja!$F$7:$F$76
    Bad:
        joyi: Reja_reja = Reja!$E$7:$E$76
    """
    found = {name: right for name, right in misplaced_names(case.file).items() if name not in SETTINGS_CELLS}
    if found:
        params = {"right": ", ".join(found.values())}
        yield Hit(Place(layout.HOME, 1, 1), value=", ".join(found), subject="places", params=params)
