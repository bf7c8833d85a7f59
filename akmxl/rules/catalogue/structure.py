"""Check that the workbook is a plan and that its sheets, columns, codes and settings are whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import NotAPlan
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, nearest, nearest_code
from akmxl.core.unseen import tell_apart
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.period_words import day_in
from akmxl.rules.figures import BLANK_IN_ROW, WITH_A_POINT, dated_codes, measured, with_a_point
from akmxl.rules.rule import ALWAYS_ON, RULES, Case, Hit, gate, once, rule
from akmxl.rules.stopped import items_of, items_of_lost_code
from akmxl.rules.taken_codes import taken_codes
from akmxl.workbook import layout
from akmxl.workbook.calendar import off_calendar
from akmxl.workbook.copies import newest_copy_with, newest_copy_with_column, newest_copy_with_entries
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.figures import item_code, read_code
from akmxl.workbook.reading.items import code_places, rows_without_code
from akmxl.workbook.reading.no_records import no_items
from akmxl.workbook.reading.plan import year_of
from akmxl.workbook.reading.setting_cells import read_threshold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.core.cells import Place
    from akmxl.rules.taken_codes import TakenCodes
    from akmxl.workbook.layout import Column
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("Structure of the file"), 10


@gate("STR01")
def opens(path: Path) -> PlanFile:
    """The file opens as an Excel workbook.

    Why: an old .xls, an encrypted or a damaged file cannot be read without losing something; better
    said at once than found half-way.

    Okay:
        fayl: reja
    Bad:
        fayl: matn
    """
    return PlanFile.open(path)


@gate("STR02")
def known_edition(file: PlanFile) -> None:
    """The workbook says that it is a plan, of an edition that this akmxl knows.

    Why: a workbook that only looks like a plan, or one laid out by a newer akmxl, would be read wrongly; one
    of an earlier edition lacks what has come since, until akmxl repair adds it.

    Okay:
        nom: akmxl_nashr = 2
    Bad:
        nom: akmxl_nashr = 99
    """
    plan_file(file)
    if file.edition is None or file.edition < layout.READ_FROM:
        raise earlier_edition(file)


def earlier_edition(file: PlanFile) -> NotAPlan:
    """Return what is said where an earlier edition lacks what is needed."""
    return NotAPlan(
        N_(
            "“{file}” is of an earlier edition ({edition}). Bring it up to date: "
            "press “Tiklash”, or run: akmxl repair."
        ),
        file=file.path.name, edition=file.edition or "-",
    )  # fmt: skip


def plan_file(file: PlanFile) -> None:
    """Raise ``NotAPlan`` where a workbook is no plan, or one that this akmxl does not know yet."""
    if not file.is_plan:
        raise NotAPlan(
            N_(
                "This is not a work plan file: “{file}”. "
                "Open the plan workbook itself, or make one: akmxl init."
            ),
            file=file.path.name,
        )
    if file.edition is not None and file.edition > layout.EDITION:
        raise NotAPlan(
            N_("The plan “{file}” is of a newer edition ({edition}). Update akmxl (it knows {known})."),
            file=file.path.name, edition=file.edition, known=layout.EDITION,
        )  # fmt: skip


@gate("STR04")
def sheets_present(file: PlanFile) -> None:
    """Every required sheet is there, and Reja has rows.

    Why: a renamed or deleted sheet would silently drop its figures.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        varaqsiz: Oylik
    """
    for name in file.missing_sheets:
        if alike := file.sheets_like(name):
            raise NotAPlan(_RENAMED_SHEET, sheet=name, other=alike[0])
        similar = file.similar_sheet(name)
        if similar:
            name, similar = tell_apart(name, similar)
            raise NotAPlan(
                N_(
                    "The sheet “{sheet}” was not found in the file. "
                    "A similar name: “{similar}”. Restore its name."
                ),
                sheet=name, similar=similar,
            )  # fmt: skip
        if name in layout.NEVER_MADE:
            raise _lost_for_good(file, name)
        raise NotAPlan(_MAKE_SHEET if name in layout.MADE_AGAIN else _PUT_SHEET_BACK, sheet=name)
    there = {fold(sheet.name) for sheet in file.workbook.sheets}
    if fold(layout.COLOURS) not in there and layout.COLOURS in file.workbook.sheet_names:  # its part is gone
        raise NotAPlan(_MAKE_SHEET, sheet=layout.COLOURS)
    plan_rows_present(file)


def plan_rows_present(file: PlanFile) -> None:
    """Raise ``NotAPlan`` where Reja has its headings and no row of an item below; a signature is none."""
    view = file.views[layout.PLAN]
    if view.missing or any(view.text(row, field) for row in view.rows for field in _OF_ITEMS):
        return  # headings come first
    copy = newest_copy_with_entries(file.path, layout.PLAN, "code")
    raise NotAPlan(_ROWS_IN_COPY if copy else _ROWS_NOWHERE, sheet=view.name, copy=copy)


_OF_ITEMS = ("code", "kind", "unit")
_ROWS_IN_COPY = N_(
    "All rows of the sheet “{sheet}” are gone. Undo it (Ctrl+Z). If that cannot be done, run: akmxl repair "
    "--from-copy; it takes them as the newest copy has them, the file “{copy}” in the folder .akmxl-zaxira."
)
_ROWS_NOWHERE = N_(
    "All rows of the sheet “{sheet}” are gone. Undo it (Ctrl+Z), or take an older copy of the file: in the "
    "folder .akmxl-zaxira beside it none has them."
)


def _lost_for_good(file: PlanFile, name: str) -> NotAPlan:
    """Return the error for a sheet that nothing can make again; it names the newest copy that has it."""
    if copy := newest_copy_with(file.path, name):
        return NotAPlan(_TAKE_COPY, sheet=name, copy=copy)
    return NotAPlan(_NO_COPY, sheet=name)


_TAKE_COPY = N_(
    "The sheet “{sheet}” was not found in the file. Undo its deletion (Ctrl+Z). If that cannot be done, run: "
    "akmxl repair --from-copy; it takes the sheet as the newest copy has it, the file “{copy}” in the folder "
    ".akmxl-zaxira. What was changed on it since is to be typed again."
)
_NO_COPY = N_(
    "The sheet “{sheet}” was not found in the file. Undo its deletion (Ctrl+Z), or take an older copy of the "
    "file: in the folder .akmxl-zaxira beside it none has this sheet."
)


_RENAMED_SHEET = N_(
    "The sheet “{sheet}” was not found in the file; the sheet “{other}” has its headings. Restore its name, "
    "or press “Tiklash” (akmxl repair)."
)
_MAKE_SHEET = N_(
    "The sheet “{sheet}”, which akmxl fills itself, was not found in the file. "
    "To have it made again: press “Tiklash”, or run: akmxl repair; "
    "if the folder .akmxl-zaxira has copies of the file, what stood there is in them."
)
_PUT_SHEET_BACK = N_(
    "The sheet “{sheet}” was not found in the file. Undo its deletion, or press “Tiklash” (akmxl repair); "
    "if the folder .akmxl-zaxira has copies of the file, what stood there is in them."
)
_MAKE_COLUMN = N_(
    "The sheet “{sheet}” has no column “{column}”, which akmxl fills itself. "
    "To have it made again: press “Tiklash”, or run: akmxl repair; "
    "if the folder .akmxl-zaxira has copies of the file, what stood there is in them."
)
_PUT_COLUMN_BACK = N_(
    "The sheet “{sheet}” has no column “{column}”. Restore its header, or press “Tiklash” (akmxl repair); "
    "if the folder .akmxl-zaxira has copies of the file, what stood there is in them."
)
_CODES_IN_COPY = N_(
    "The sheet “{sheet}” has no column “{column}”, which nothing can make again. Undo its deletion (Ctrl+Z). "
    "If that cannot be done: take the newest copy that has it, the file “{copy}” in the folder "
    ".akmxl-zaxira. Put it in this file's place, and type again what was entered since."
)
_CODES_NOWHERE = N_(
    "The sheet “{sheet}” has no column “{column}”, which nothing can make again. Undo its deletion (Ctrl+Z), "
    "or restore its heading; in the folder .akmxl-zaxira no copy has it."
)
_PUT_TABLE_BACK = N_(
    "The sheet “{sheet}” has no column “{column}” (table: {table}). "
    "Restore its header, or press “Tiklash” (akmxl repair); "
    "if the folder .akmxl-zaxira has copies of the file, what stood there is in them."
)


@gate("STR05")
def columns_present(file: PlanFile) -> None:
    """Every required column is there, once.

    Why: columns are found by their headers; without one its figures are lost, with two akmxl would guess.

    Okay:
        ustun: Oylik / Mart = MART
    Bad:
        ustun: Oylik / Mart = Xyz
    """
    for view in file.views.values():
        for column in view.missing:
            raise _without(file, view, column)
        for column in view.doubled:
            raise NotAPlan(
                N_("The sheet “{sheet}” has two columns “{column}”. Rename or delete one of them."),
                sheet=view.name, column=column.header(),
            )  # fmt: skip


def _without(file: PlanFile, view: SheetView, missing: Column) -> NotAPlan:
    """Return the error for a missing column.

    It names the table where a sheet has several, else a similar header if the sheet has one; of the plan's
    codes, which nothing can make again, the newest copy that has them.
    """
    column = missing.header()
    if view.layout.name == layout.SETTINGS and not view.titles:
        text = N_(
            "The table “{table}” of the sheet “{sheet}” is gone, or is a plain range now. Where its headings "
            "stand still, press “Tiklash” (akmxl repair). If not, take the newest copy of the file that has "
            "it, from the folder .akmxl-zaxira, and type again what was entered since."
        )
        return NotAPlan(text, sheet=view.name, table=view.layout.table)
    if view.layout.name == layout.SETTINGS:
        return NotAPlan(_PUT_TABLE_BACK, sheet=view.name, column=column, table=view.layout.table)
    if view.layout.name in layout.MADE_AGAIN or column == layout.ID_TITLE:
        return NotAPlan(_MAKE_COLUMN, sheet=view.name, column=column)
    unknown = (text for place, text in view.titles.items() if place not in view.columns.values())
    if similar := nearest(column, unknown):
        text = N_("The sheet “{sheet}” has no column “{column}”. A similar header: “{similar}”. Mend it.")
        column, similar = tell_apart(column, similar)
        return NotAPlan(text, sheet=view.name, column=column, similar=similar)
    if view.layout.name == layout.PLAN and missing.field == "code" and not _is_to_be_made(file):
        copy = newest_copy_with_column(file.path, layout.PLAN, "code")
        text = _CODES_IN_COPY if copy else _CODES_NOWHERE
        return NotAPlan(text, sheet=view.name, column=column, copy=copy)
    return NotAPlan(_PUT_COLUMN_BACK, sheet=view.name, column=column)


def _is_to_be_made(file: PlanFile) -> bool:
    """Tell whether the codes of Reja come back by the approved plan, or stand there without a heading."""
    approved, view = file.views.get(layout.APPROVED), file.views[layout.PLAN]
    if approved is None or approved.missing:
        return False
    codes = {approved.text(row, "code") for row in approved.rows} - {""}
    there = {read_code(value) for column in view.grid.columns for value in view.grid.values(column).values()}
    return "name" in view.columns or 2 * len(codes & there) > len(codes)


@gate("STR20")
def days_of_the_year(file: PlanFile) -> None:
    """The plan's year is known, and days of it stand in the day log.

    Why: a digit too many in the year makes every date one of another year; better one sentence than a
    finding for each row.

    Okay:
        nom: Yil = 2025
    Bad:
        nom: Yil = 2024
    """
    year, view = year_of(file), file.views[registers.DAILY]
    dates = view.values("date")
    days = (day_in(dates.get(row)) for row in view.rows)
    years = Counter(day.year for day in days if day)
    if off_calendar(file, year):
        raise NotAPlan(_CALENDAR, sheet=view.name, year=year)
    if years and year not in years:
        raise NotAPlan(
            N_(
                "By sheet “{home}”, cell {cell}, the plan is for {year}, but the days of “{sheet}” are of "
                "{other}. Mend the year; a new year's plan is a new file."
            ),
            home=layout.HOME, cell=_cell_of_year(file), year=year, sheet=view.name,
            other=max(years, key=years.__getitem__),
        )  # fmt: skip


def _cell_of_year(file: PlanFile) -> str:
    place = file.named_place("Yil")
    return place.a1 if place else "–"


_CALENDAR = N_(
    "The days of “{sheet}” lie four years and a day beside the year {year}: the file's calendar (of 1900 or "
    "of 1904) was switched. Press “Tiklash”, or run: akmxl repair; or switch it back in Excel: File, "
    "Options, Advanced, “Use 1904 date system”."
)


_GIVE_CODE = N_("Write the item's own code into the column “Kod”; each code stands once.")


@rule("STR08", Severity.ERROR, N_("Cell {cell}: the row has no code."), _GIVE_CODE, silences=("PLN02",))
def codes_unique(case: Case) -> Iterator[Hit]:
    """Every item row has a code, and no code stands twice.

    Why: the plan prints the numbers 16 and 17 twice; only the code says which row is meant.

    Okay:
        Reja
        | Kod | Nomi       |
        | 11  | Tasniflash |
    Bad:
        Reja
        | Kod | Kod |
        | 12  | 11  |  STR08
        Oylik
        | Kod | Kod |
        | 13  | ~   |  STR08
    """
    yield from _rows_of_no_or_two_codes(case)


@once
def _rows_of_no_or_two_codes(case: Case) -> Iterator[Hit]:
    dated = dated_codes(case)  # a code that Excel took for a date is TYP06
    twice = N_("The same code stands in two rows: {item} (cells: {first}, {cell}).")
    plan, monthly = case.view(layout.PLAN), case.view(layout.MONTHLY)
    for view, rows in ((plan, rows_without_code(plan)), (monthly, _months_without_code(case, monthly))):
        for row in rows:
            if view.place(row, "code") not in dated:
                stops = items_of(case, view.layout.name)
                yield Hit(view.place(row, "code"), subject=f"row {row}", stops=stops)
        for code, places in code_places(view).items():
            for place in places[1:]:
                params = {"first": places[0].a1}
                fix = N_("Mend the code of one of them.")
                yield Hit(place, item=code, value=place.a1, params=params, message=twice, fix=fix,
                          stops=items_of_lost_code(case))  # fmt: skip


def _months_without_code(case: Case, view: SheetView) -> list[int]:
    """Return the rows of Oylik without a code, or with something else in its place, that hold a typed month,
    the name of a section or the formula of a name."""
    odd = {row for row, value in view.values("code").items() if says(value) and not item_code(value)}
    others = no_items(view)
    cells = {
        row: [view.cell(row, field) for field in layout.MONTH_FIELDS]
        for row in view.filled_rows()
        if not item_code(view.cell(row, "code").value) and row not in others
    }
    own, sections = (
        f"MATCH(${column_letter(view.columns['code'])}",
        {fold(s.name) for s in case.plan.sections},
    )
    names = view.grid.formulas(view.columns["name"])
    return [
        row
        for row, months in cells.items()
        if row in odd
        or any(c.value is not None and c.formula is None for c in months)
        or f"{own}{row}," in (names.get(row) or "")
        or fold(view.text(row, "name")) in sections
    ]


_ROW_AGAIN = N_(
    "If its row was deleted, undo (Ctrl+Z), or run: akmxl repair --from-copy. It puts the row back with its "
    "formulas, and the figures that the copies in the folder .akmxl-zaxira have. If not, mend the code."
)
_PLAN_ROW_AGAIN = N_(
    "If its row was deleted, undo (Ctrl+Z), or run: akmxl repair --from-copy. It takes the row from the "
    "newest copy in the folder .akmxl-zaxira that has it. If it is a new item, add its row to sheet "
    "“{other}”; if not, mend the code."
)


_MEND_CODE = N_(
    "This row stands where the row of {meant} belongs, or has its name. If it is that row, type its code "
    "into cell {cell} again. If it is a new item, add its row to sheet “{other}” as well."
)
_MEND_FIRST = N_("First mend the code in cell {first}: that may be this row. Then check again.")


@rule(
    "STR09",
    Severity.ERROR,
    N_("Item {item} stands on sheet “{sheet}” (cell {cell}), but not on sheet “{other}”."),
    _PLAN_ROW_AGAIN,
)
def codes_on_both_sheets(case: Case) -> Iterator[Hit]:
    """Every code of Reja that has figures stands in Oylik, and every code of Oylik in Reja.

    Why: an item without a row has nowhere to put its figures; a row without an item is counted nowhere.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        Reja
        | Kod | 2025-yil (reja) |
        | 11  | 600             |
        keyin:
        Reja
        | Kod | Kod |
        | 11  | 99  |  STR09
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    """
    plan, sections = case.plan, {section.code for section in case.plan.sections}
    turned = set(dated_codes(case).values())
    view = case.view(layout.MONTHLY)
    monthly = monthly_rows(view)
    with_comma = {code: with_a_point(plan, view.text(row, "code")) for code, row in monthly.items()}
    whole = {*monthly, *turned, *with_comma.values()}
    lost = {item.code: item.places["code"] for item in measured(plan) if item.code not in whole}
    odd = {code: row for code, row in monthly.items() if code not in {*plan.items, *sections, *turned}}
    taken = taken_codes(case) if lost or odd else None
    for code, place in lost.items():
        yield from _on_one_sheet(case, place, code, layout.MONTHLY, taken, _ROW_AGAIN)
    for code, row in odd.items():
        for hit in _on_one_sheet(case, view.place(row, "code"), code, layout.PLAN, taken, None):
            meant = with_comma[code]
            yield hit._replace(params={**hit.params, "meant": meant}, fix=WITH_A_POINT) if meant else hit


def _on_one_sheet(
    case: Case, place: Place, code: str, other: str, taken: TakenCodes | None, fix: str | None
) -> Iterator[Hit]:
    """Yield the hit of a code that the other sheet does not have, unless another row's hit names it: with the
    code that is meant, or the cell in which one is to be mended first."""
    if taken is None or taken.is_told(code):
        return
    params = {"other": other, "meant": ", ".join(taken.meant.get(code, ()))}
    if params["meant"]:
        fix = _MEND_CODE
    elif code in taken.waits:
        fix, params["first"] = _MEND_FIRST, taken.waits[code]
    yield Hit(place, item=code, params=params, fix=fix, stops=items_of_lost_code(case))


@rule(
    "STR19",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: no rule has the code “{value}”."),
    N_("Write a code that stands in the column “Qoida” of Tekshiruv, e.g. PLN01, or delete the row."),
)
def thresholds_understood(case: Case) -> Iterator[Hit]:
    """A row of the table Chegaralar names a rule, and says a number, where the rule has a threshold, or
    o‘chirilgan, where the rule can be switched off, with a reason.

    Why: a row that is not understood changes nothing, while whoever wrote it believes that it does; and
    a rule that is silent without a reason is a hole that nobody remembers.

    Okay:
        Chegaralar
        | Qoida | Band | Chegara     | Izoh                      |
        | PLN01 | '11 | o‘chirilgan | Reja yil o‘rtasida oshdi |
    Bad:
        Chegaralar
        | Qoida | Band | Chegara     |
        | PLN01 | '11  | o‘chirilgan |  STR19
        | PLN77 | ~    | 20          |  STR19
        | XSH01 | ~    | 20          |  STR19
    """
    view = case.view(str(layout.THRESHOLDS.table))
    for row in view.filled_rows():
        name, threshold = code_letters(view.text(row, "rule")), view.cell(row, "threshold").value
        read = read_threshold(threshold)
        subject = f"{name}/{view.text(row, 'item')}"
        off = read.value == "off"
        if name not in RULES:
            params = {"near_code": nearest_code(name, RULES), "column": view.title("rule")}
            message = None if name else BLANK_IN_ROW
            typed = view.cell(row, "rule").value
            yield Hit(view.place(row, "rule"), value=typed, subject=subject, params=params, message=message)
        elif off and (name in ALWAYS_ON or RULES[name].severity is Severity.GATE):
            message = N_("Rule {value} cannot be switched off (cell {cell}); it goes on checking.")
            fix = N_("Delete the row.")
            yield Hit(view.place(row, "threshold"), value=name, subject=subject, message=message, fix=fix)
        elif off and not view.text(row, "note"):
            message = N_("Rule {value} is switched off without a reason (cell {cell}); it goes on checking.")
            fix = N_("Write the reason into the column “Izoh”, or delete the row.")
            yield Hit(view.place(row, "note"), value=name, subject=subject, message=message, fix=fix)
        elif read.fault:
            message = N_("Sheet “{sheet}”, cell {cell}: the threshold is not understood: “{value}”.")
            fix = N_("Type a number, or the word “o‘chirilgan” with a reason beside it.")
            params = {"column": view.title("threshold")}
            yield Hit(view.place(row, "threshold"), value=threshold, subject=subject, params=params,
                      message=message if says(threshold) else BLANK_IN_ROW, fix=fix)  # fmt: skip
        elif not off and (of := _without_threshold(name, view.text(row, "item"))):
            fix = N_("Delete the row; a rule can be switched off by the word “o‘chirilgan” with a reason.")
            yield Hit(view.place(row, "threshold"), value=name, subject=subject, message=of, fix=fix)


def _without_threshold(name: str, item: str) -> str:
    """Return what is said of a number that a rule does not ask for; empty where it does."""
    if name not in WITH_THRESHOLD:
        return N_("Rule {value} has no threshold: the number in cell {cell} changes nothing.")
    if item and name in _OF_ALL_ITEMS:
        return N_("Rule {value} has no threshold of an item: the number in cell {cell} changes nothing.")
    return ""


WITH_THRESHOLD = frozenset({
    "ARI11", "IMP01", "LIB02", "PLN01", "PLN02", "PLN05", "TMP07", "TMP08", "TMP09", "TMP14", "TMP16",
    "TYP11", "XSH03", "XSH06",
})  # fmt: skip
"""The rules that ask Sozlamalar how far a figure may go."""

_OF_ALL_ITEMS = frozenset({"LIB02"})
