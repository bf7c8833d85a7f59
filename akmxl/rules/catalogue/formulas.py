"""Check that formulas stand in their cells and take the cells they ought to, and the headings they go by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.cells import NOT_CALCULATED, Place, column_letter
from akmxl.core.i18n import N_
from akmxl.core.text_length import shortened
from akmxl.core.unseen import tell_apart
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.computed import ACROSS, VISITS, Computed, computed_cells, with_more
from akmxl.rules.day_sums import short_sums
from akmxl.rules.figures import measured, month_of, number_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.headings import (
    columns_named,
    has_column,
    other_than_the_table,
    out_of_order,
    place_among,
    renamed_sectors,
    shifted,
)
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.exchanged_months import EXCHANGE_BACK, exchanged_months
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.losses import lost_sectors
from akmxl.workbook.table_names import odd_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.plan.model import Item
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("Formulas and headings"), 30

_RESTORE = N_("Restore the formula: undo, or run: akmxl repair.")


@rule(
    "STR12",
    Severity.WARNING,
    N_("A number was typed over the formula in cell {cell}: {value}. It is right now: {right}."),
    _RESTORE,
)
def constant_for_formula(case: Case) -> Iterator[Hit]:
    """A computed cell holds its formula, even where the number typed over it is right.

    Why: the number is right today and stays behind tomorrow, when a part changes.

    Okay:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
    Bad:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
        | 9.4   | 7    |  STR12
    """
    for computed in computed_cells(case):
        if computed.known and computed.constant and computed.agrees:
            yield _overwritten(computed)


@rule(
    "STR18",
    Severity.ERROR,
    N_("A number was typed over the formula in cell {cell}: {value}. By the cells it is: {right}."),
    _RESTORE,
)
def wrong_computed_cell(case: Case) -> Iterator[Hit]:
    """A computed cell shows what its cells add up to, by its own formula or another; a month that a
    register fills has kept its formula, or a figure typed over it.

    Why: people print and copy what the cell shows; akmxl sends what the parts say. They must not differ.

    Okay:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
    Bad:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
        | 9.4   | 8    |  STR18
        Oylik
        | Kod | Nomi                                                       |
        | 16  | =IFERROR(INDEX(Reja_nomi,MATCH($A1,Reja_kod,0)),"") -> Kod |  STR18
    """
    yield from _sums_without_a_sector(case)
    short = {place for found in short_sums(case) for place in found.places}
    table = case.file.workbook.tables.get(registers.DAILY)
    for computed in computed_cells(case):
        if computed.place in short:
            continue
        if computed.known and computed.of_other_cells:
            hit = _overwritten(computed, message=_ELSEWHERE)
            yield hit._replace(value=f"={computed.cell.formula}")
        if not computed.known or computed.agrees:
            continue
        if computed.constant:
            yield _overwritten(computed)
        elif computed.deleted and computed.right is not None and not _waits(computed, table):
            yield _overwritten(computed, message=_DELETED)
        elif computed.altered and computed.kind != ACROSS:  # a quarter's or the year's is arithmetic
            yield _overwritten(computed, message=_CHANGED)
    yield from _emptied_months(case)
    for place, code, formula in _words_of_other_rows(case):
        yield Hit(place, code, None, f"={formula}", f"{code}/{place.column}", message=_ELSEWHERE)


def _waits(computed: Computed, table: Table | None) -> bool:
    """Tell whether a day stands below its table: it gets its sum when the table takes it in."""
    return computed.kind == VISITS and table is not None and computed.place.row > table.last_row


_CHANGED = N_("The formula in cell {cell} was changed; it shows: {value}. By the cells it is: {right}.")
_ELSEWHERE = N_("The formula in cell {cell} takes other cells than it ought to: {value}.")


def _sums_without_a_sector(case: Case) -> Iterator[Hit]:
    item = case.plan.settings.daily_items.get("visits")
    for found in short_sums(case):
        first, *others = found.places
        sectors = ", ".join(found.sectors)
        yield Hit(
            first, item, None, f"={found.formula}", f"{sectors}/visits", params={"value": sectors},
            message=_SHORT, covers=tuple(others),
        )  # fmt: skip


_SHORT = N_("Sheet “{sheet}”, cell {cell}: the sum of the day leaves out: {value}.")


def _words_of_other_rows(case: Case) -> Iterator[tuple[Place, str, str]]:
    """Yield the cells of Oylik that fetch another row's name, service or unit, with item and formula."""
    view = case.view(layout.MONTHLY)
    code = column_letter(view.columns["code"])
    for field in ("name", "service", "unit"):
        formulas = view.grid.formulas(view.columns[field]) if field in view.columns else {}
        for item, row in monthly_rows(view).items():
            formula = formulas.get(row) or ""
            if f"MATCH(${code}" in formula and f"MATCH(${code}{row}," not in formula:
                yield view.place(row, field), item, formula


_NOT_SHOWN = N_("Cell {cell} has no formula, so it does not show what was imported: {right}.")
_DELETED = N_("The formula in cell {cell} was deleted. By the cells it is: {right}.")


def _emptied_months(case: Case) -> Iterator[Hit]:
    """Yield a hit for each month whose cell is empty although a register has a figure for it."""
    for entry in case.plan.entries.values():
        figure = entry.figure
        if entry.register is None or not figure.blank or figure.by_formula:
            continue
        if (period := month_of(case, entry.month)).start <= case.today:
            params = {"right": show(entry.register)}
            imported = case.plan.items[entry.code].source == registers.IMPORT
            message = _NOT_SHOWN if imported else _DELETED
            yield Hit(entry.place, entry.code, period, params=params, message=message)


def _overwritten(computed: Computed, message: str | None = None) -> Hit:
    right = "-" if computed.right is None else show(computed.right)
    return Hit(
        computed.place,
        item=computed.item.code if computed.item else None,
        period=computed.period,
        value=computed.cell.value,
        subject=computed.subject,
        params={"right": right},
        message=message,
    )


@rule(
    "STR37",
    Severity.ERROR,
    N_("Item {item}, {period}: the formula in cell {cell} takes another month: {value}."),
    _RESTORE,
)
def register_formula_of_its_cell(case: Case) -> Iterator[Hit]:
    """The formula with which a month is fetched from a register is that of its own row, month and column.

    Why: a formula that was copied beside its place, letter for letter, shows another month or another row's
    work under this name; akmxl counts the register itself, but whoever prints Oylik prints what it shows.

    Okay:
        Oylik
        | Kod | Mart                                                                     |
        | 22  | =SUMPRODUCT((Matbuot[Sana]>=DATE(Yil,3,1))*(Matbuot[Sana]<DATE(Yil,4,1))) -> 0 |
    Bad:
        Oylik
        | Kod | Mart                                                                     |
        | 22  | =SUMPRODUCT((Matbuot[Sana]>=DATE(Yil,2,1))*(Matbuot[Sana]<DATE(Yil,3,1))) -> 0 |  STR37
        | 2   | =SUMPRODUCT((Matbuot[Sana]>=DATE(Yil,3,1))*(Matbuot[Sana]<DATE(Yil,4,1)))+3 -> 3 |  STR37
        | 20  | =Kundalik!B3 -> 7                                                        |  STR37
    """
    view, days = case.view(layout.MONTHLY), case.view(registers.DAILY)
    if any(wrong is view for wrong, *_ in out_of_order(case.file)):
        return  # its headings stand in other places: one slip, one finding (STR42)
    fields = {code: field for field, code in case.plan.settings.daily_items.items()}
    fed = [
        (item, row, days.title(fields[item.code]) if item.code in fields else "")
        for code, row in monthly_rows(view).items()
        if (item := case.plan.items.get(code)) and item.source in _TABLES
    ]
    code = column_letter(view.columns["code"])
    found: list[Hit] = []
    moved: dict[str, str] | None = None
    for month, field in enumerate(layout.MONTH_FIELDS, 1):
        formulas = view.grid.formulas(view.columns[field])
        judged: dict[tuple[str, str, str], str] = {}  # of a month's formulas few are different
        for item, row, column in fed:
            formula = formulas.get(row)
            if not formula:
                continue
            key = item.source, column, formula.replace(f"${code}{row}", "")
            if key not in judged:
                judged[key] = _foreign(*key, month, days)
            if judged[key] == _ELSEWHERE:
                found += _not_of_the_register(case, item, month, formula)
            elif judged[key]:
                moved = exchanged_months(view) if moved is None else moved
                other = view.title(moved[field]) if field in moved else ""
                hit = Hit(view.place(row, field), item.code, month_of(case, month), formula)
                found.append(_copied(hit, judged[key], other))
    yield from _by_cause(found)


def _copied(hit: Hit, message: str, other: str) -> Hit:
    """Return the hit of a copied formula with what is said of it; ``other`` is the heading of its month."""
    brief, fix = shortened(f"={hit.value}", _BRIEF), None
    if message == _MORE:
        formula = str(hit.value)
        brief, fix = f"={formula[:_END]} … {formula[-_END:]}", _CLEAR
    params = {"value": brief, "other": other}
    return hit._replace(params=params, message=message, fix=EXCHANGE_BACK if other else fix)


def _not_of_the_register(case: Case, item: Item, month: int, formula: str) -> Iterator[Hit]:
    """Yield the hit of a month whose formula is people's own and shows another figure than the register."""
    entry = case.plan.entry(item.code, month)
    if entry is None or entry.figure.typed or entry.failed:  # counted as it is, or told by its own rule
        return
    cell, right = case.view(layout.MONTHLY).cell(entry.place.row, layout.MONTH_FIELDS[month - 1]), entry.value
    kept = cell.value is NOT_CALCULATED
    if not kept and number_of(cell, entry.place) in ({right} if right else {None, 0, right}):
        return
    value = f"={formula}" if kept else cell.value
    params = {"value": shortened(show(value), _BRIEF), "right": "-" if right is None else show(right)}
    yield Hit(entry.place, item.code, month_of(case, month), value, params=params,
              message=_ELSEWHERE if kept else _CHANGED)  # fmt: skip


def _by_cause(found: Sequence[Hit]) -> Iterator[Hit]:
    """Yield the hits, those of a row or a column that was pasted over with one cause."""
    rows = Counter((hit.item, hit.message) for hit in found)
    months = Counter((hit.period, hit.message) for hit in found)
    for hit in found:
        whole = rows[hit.item, hit.message] >= _WHOLE_ROW
        below = months[hit.period, hit.message] >= _WHOLE_COLUMN
        cause = f"{hit.item}/{hit.message}" if whole else f"{hit.period}/{hit.message}" if below else ""
        yield hit._replace(cause=cause) if cause else hit


_WHOLE_ROW = 6  # months in which a row's formulas are another's: one cause
_WHOLE_COLUMN = 3  # rows of a month: a column that was pasted over another
_BRIEF = 80  # characters of a formula that a message shows
_END = 20  # of one to which something was added: its beginning and its end
_TABLES = {registers.DAILY: registers.DAILY, registers.JOURNAL: registers.JOURNAL,
           registers.IMPORT: layout.COMPARISON,
           **{one.name: one.name for one in layout.REGISTER_SHEETS}}  # fmt: skip


def _foreign(source: str, column: str, formula: str, month: int, days: SheetView) -> str:
    """Return what of another a formula without its own row takes, as a message id; else ""."""
    own = [f"DATE(Yil,{month},1)", f"DATE(Yil,{month + 1},1)"]
    letters = [f'&"-{name}"' for name in (f"{month:02d}", f"Q{month / 3:g}", f"H{month / 6:g}")]
    if source == registers.JOURNAL:
        own += letters
    elif source == registers.IMPORT:
        from akmxl.workbook.create.formulas import month_words  # late: few plans import anything

        own += [f'&"{month_words(month)}"']
    rest, table = formula, _TABLES[source]
    for name in own:
        rest = rest.replace(name, "")
    if f"{table}[" not in rest:
        return _OTHER_REGISTER if any(f"{name}[" in rest for name in _TABLES.values()) else _ELSEWHERE
    if "DATE(Yil," in rest or '&"-' in rest:
        return _OTHER_MONTH
    if "$" in rest:
        return _OTHER_ROW
    columns = [f"{source}[{title}]" for title in (column, days.title("date"))]
    if source == registers.DAILY and column and rest.count(f"{source}[") > sum(map(rest.count, columns)):
        return _OTHER_COLUMN
    if with_more(formula):
        return _MORE
    return _ELSEWHERE if rest == formula else ""  # it names no month


_OTHER_MONTH = N_("Item {item}, {period}: the formula in cell {cell} takes another month: {value}.")
_OTHER_ROW = N_("Item {item}, {period}: the formula in cell {cell} takes another row: {value}.")
_OTHER_COLUMN = N_("Item {item}, {period}: the formula in cell {cell} takes another column: {value}.")
_CLEAR = N_("Undo, or clear the cell and run: akmxl repair.")
_MORE = N_("Item {item}, {period}: something was added to the formula in cell {cell}: {value}.")
_OTHER_REGISTER = N_("Item {item}, {period}: the formula in cell {cell} takes another register: {value}.")


@rule(
    "STR43",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the formula names the column “{value}”, which is not there."),
    N_("Give the column its heading again, or run: akmxl repair, which mends the formulas ({count})."),
)
def formulas_name_columns(case: Case) -> Iterator[Hit]:
    """The columns of tables that the formulas of Oylik and Kundalik name are there.

    Why: a program that renames a heading without the formulas leaves them with an error, or with the result
    of before, which nobody sees is old.

    Okay:
        ustun: Tadbirlar / Izoh = Eslatma
    Bad:
        ustun: Tadbirlar / Tadbir turi = Turi
    """
    if any(odd_tables(case.file)):  # STR46 speaks of them
        return
    tables = {table.name.casefold(): table for table in case.file.workbook.tables.values()}
    gone = lost_sectors(case.file, case.plan.settings)  # STR28 speaks of them
    for name in (layout.MONTHLY, registers.DAILY):
        view = case.view(name)
        columns = {column: view.grid.formulas(column) for column in view.titles}
        every = columns_named(text for found in columns.values() for text in found.values() if "[" in text)
        for owner, title in sorted(every):
            table = tables.get(owner.casefold())
            if table is None or has_column(table, title) or title in gone:
                continue
            part = f"[{title}]"
            cells = [
                Place(view.name, row, column)
                for column, found in columns.items()
                for row, text in found.items()
                if owner in text and part in text
            ]
            value, params = f"{owner}[{title}]", {"count": len(cells)}
            yield Hit(min(cells), value=value, subject=value, params=params, covers=tuple(sorted(cells)[1:]))


@rule(
    "STR42",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” stands where “{right}” belongs: the order of the year."),
    N_("Undo (Ctrl+Z), or write the headings in the order of the year again."),
)
def months_in_order(case: Case) -> Iterator[Hit]:
    """The headings of months and quarters stand in the order of the year, in Reja, Oylik and Otgan yil.

    Why: two months whose headings were exchanged give each other's figures to every report.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral |
        | 11  | 5      | 6      |
    Bad:
        ustun: Oylik / Yanvar = x
        ustun: Oylik / Fevral = Yanvar
        ustun: Oylik / x = Fevral
    """
    stops = tuple(item.code for item in measured(case.plan))
    for view, column, right in out_of_order(case.file):
        title, params = view.titles[column], {"right": right.header(case.plan.year)}
        place, subject = view.heading_place(column), f"{view.name}/{right.field}"
        fix = _BY_FORMULAS if view.layout.name == layout.MONTHLY else None
        yield Hit(place, value=title, subject=subject, params=params, stops=stops, fix=fix)


_BY_FORMULAS = N_(
    "Undo (Ctrl+Z), or run: akmxl repair, which puts the headings of “Oylik” back by the formulas."
)


@rule(
    "STR44",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the heading is “{value}”, but its table calls the column “{right}”."),
    N_("Type the heading “{right}” again, or run: akmxl repair. To rename a column, do it in Excel."),
    silences=("PLN02", "LIB02"),  # of a sector's figures, which the day's sum lacks
)
def headings_as_in_their_tables(case: Case) -> Iterator[Hit]:
    """A heading's cell says what its table says; Excel keeps them alike, other programs do not.

    Why: akmxl and the formulas go by the table; people go by what they see, and Excel mends such a file
    when it opens it, one way or the other.

    Okay:
        ustun: Tadbirlar / Izoh = Eslatma
    Bad:
        sarlavha: Tadbirlar / ID = ~
    """
    others, moved = list(other_than_the_table(case.file)), shifted(case.file)
    renamed = renamed_sectors(case.file, case.plan.settings.sector_spellings) if others else {}
    for key in sorted(moved):
        found = [one for one in others if one[0].layout.key == key]
        view, _, said, title = found[0]
        cells = [Place(view.name, view.header_row, column) for _, column, *_ in found]
        yield Hit(
            cells[0], value=said or "–", subject=key, params={"right": title}, covers=tuple(cells[1:]),
            message=_SHIFTED, fix=_FOLLOW,
        )  # fmt: skip
    for view, column, said, title in others:
        if view.layout.key in moved:
            continue
        shown, right = tell_apart(said, title)
        place, params = Place(view.name, view.header_row, column), {"right": right, "value": shown}
        empty = N_("Sheet “{sheet}”, cell {cell}: the heading “{right}” is gone from its cell.")
        message = None if said else empty
        another = place_among([*view.titles.values()], said) is not None
        subject, fix = f"{view.layout.key}/{title}", _WHICH if another else None
        if view.layout.name == registers.DAILY and column in renamed:
            fix = _RENAMED
        item = case.plan.settings.daily_items.get("visits") if fix == _RENAMED else None
        yield Hit(place, item, value=said, subject=subject, params=params, message=message, fix=fix)


_RENAMED = N_("Run: akmxl repair; the table then calls the sector as “Sozlamalar” and the heading do.")
_WHICH = N_(
    "Undo (Ctrl+Z); or see what stands below the headings, and write the right ones into their cells in "
    "Excel."
)
_SHIFTED = N_(
    "Sheet “{sheet}”, cell {cell}: the heading is “{value}”, but its table calls the column “{right}”, and "
    "so it goes on to the right: another program took a column out or put one in."
)
_FOLLOW = N_(
    "Undo, or run: akmxl repair. The headings in the cells stay, and the table follows them. What stood in a "
    "column that was taken out comes back by: akmxl repair --from-copy."
)
