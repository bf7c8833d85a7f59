"""Check that the rows and cells of a sheet are whole, its formulas and validations in place."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.core.cells import Place, column_letter, format_range
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.core.text_length import shortened
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.computed import ACROSS, Computed, computed_cells
from akmxl.rules.figures import COUNTED_IN_REGISTERS, measured, month_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.below_tables import rows_below_tables
from akmxl.workbook.doors.grids import filled, filled_of, says
from akmxl.workbook.plan_file import FAR, text_of
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.headings import (
    columns_named,
    has_column,
    other_than_the_table,
    out_of_order,
)
from akmxl.workbook.reading.losses import lost_sectors
from akmxl.workbook.table_names import odd_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from akmxl.core.cells import Range
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("Sheets, rows and cells"), 30

_VALIDATED = ("date", "code", "event_kind", "list_kind", *COUNTED_IN_REGISTERS)


@rule(
    "STR10",
    Severity.WARNING,
    N_("Sheet “{sheet}”: row {row} is empty, and rows with data follow it."),
    N_("Delete the empty row."),
)
def empty_row_inside(case: Case) -> Iterator[Hit]:
    """No empty row stands among the rows of a register or of Oylik.

    Why: filters, sorting and look-ups in Excel end at an empty row; what stands below it is left behind.

    Okay:
        Malaka
        | Sana       | Kod | Xodim   |
        | 2025-03-05 | '31 | 1-xodim |
        | 2025-03-06 | '31 | 2-xodim |
    Bad:
        Malaka
        | Sana       | Kod | Xodim   |
        | 2025-03-05 | '31 | 1-xodim |
        | ~          | ~   | ~       |  STR10
        | 2025-03-06 | '31 | 2-xodim |
    """
    for sheet in (layout.MONTHLY_SHEET, *layout.REGISTER_SHEETS):
        view = case.view(sheet.name)
        own = view.titles.keys() - {view.columns.get("id")}  # akmxl's own number does not fill a row
        if isinstance(view.rows, range) and filled_of(view.grid, sorted(own), view.rows) is view.rows:
            continue
        rows = {row for row in filled(view.grid, own) if row >= view.first_row}
        for above, below in pairwise([view.first_row - 1, *sorted(rows)]):
            if above + 1 < below <= above + FAR:  # what stands further down is STR40's
                row = above + 1
                yield Hit(_first(view, row), value=row, subject=f"row {row}", params={"row": row})


@rule(
    "STR25",
    Severity.ERROR,
    N_(
        "Sheet “{sheet}”, cell {cell}: rows stand below the table “{table}” that cannot join it: {value}. "
        "In the way is cell {way}."
    ),
    N_("Move what stands there, or move the rows right below the table; then check again."),
)
def rows_below_a_table(case: Case) -> Iterator[Hit]:
    """Rows that people typed below a table can join it: nothing else stands between.

    Rows that can are no finding: check lets the table end with them, and says so.

    Why: akmxl counts the rows, the formulas of Oylik count the table; what Excel shows and prints is then
    less.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi |
        | 2025-03-04 | Ko‘rgazma   |
        | 2025-03-05 | Ko‘rgazma   |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi |
        | 2025-03-04 | Ko‘rgazma   |
        | Imzo       | ~           |
        keyin:
        Tadbirlar
        | Sana       | Tadbir turi |
        | 2025-03-05 | Ko‘rgazma   |  STR25
    """
    for below in rows_below_tables(case.opened):
        if below.left and below.in_the_way:
            count = len(below.rows) - below.taken
            params = {"table": below.table.name, "way": below.in_the_way.a1}
            yield Hit(below.left, value=count, subject=f"{below.table.name}/below", params=params)


def _of_table(case: Case, view: SheetView, rows: Collection[int]) -> Collection[int]:
    """Return the rows without those around a cell far below: nobody types there."""
    table = case.file.workbook.tables.get(str(view.layout.table))
    if isinstance(rows, range) or table is None:
        return rows
    last = max(table.last_data_row, view.header_row)
    return [row for row in rows if row <= last]


def _bare(rows: Collection[int], covered: Iterable[range]) -> Sequence[Sequence[int]]:
    """Return those rows, upwards and by stretches, that lie in none of the ranges."""
    if not isinstance(rows, range):
        return [sorted(set(rows).difference(*covered))]
    bare, first = [], rows.start
    for found in sorted((found for found in covered if found), key=_start):
        bare.append(range(first, min(found.start, rows.stop)))
        first = max(first, found.stop)
    return [*bare, range(first, rows.stop)]


_start = attrgetter("start")


def _covered(view: SheetView, areas: Iterable[Range], column: int) -> Iterator[range]:
    """Yield the rows of a column that lie in the areas, a range for each area."""
    return (_within(view, top, bottom) for top, left, bottom, right in areas if left <= column <= right)


def _first(view: SheetView, row: int) -> Place:
    return Place(view.name, row, min(view.titles))


@rule(
    "STR40",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: it stands far below all the rest of the sheet: “{value}”."),
    N_("Delete that row, or move what stands there up to the table."),
)
def far_below(case: Case) -> Iterator[Hit]:
    """No cell stands a thousand blank rows or more below all else on its sheet, or as far right of it.

    Why: nobody sees it there, and printing, scrolling and saving take all that lies between along.

    Okay:
        Malaka
        | Sana       | Kod | Xodim   |
        | 2025-03-05 | '31 | 1-xodim |
    Bad:
        pastda: Kundalik / A5000 = x
    """
    sheets = {view.name: view.grid for view in case.file.views.values()}
    own = {fold(name) for name in (layout.HOME, layout.RECEIPTS)}
    names = (sheet.name for sheet in case.file.workbook.sheets if fold(sheet.name) in own)
    sheets |= {name: case.file.grid(name) for name in names}
    for sheet, grid in sheets.items():
        told = list(_far_right(sheet, grid))
        yield from told
        columns = [grid.values(column) for column in grid.columns]
        longest, last = (max(map(count, columns), default=0) for count in (len, _last))
        if last <= longest + FAR:  # no gap can be as long
            continue
        rows = sorted(filled(grid, grid.columns))
        for row in (below for above, below in pairwise([0, *rows]) if below - above > FAR):
            column = min(c for c in grid.columns if says(grid.values(c).get(row)))
            place, value = Place(sheet, row, column), text_of(grid.values(column)[row])
            if all(hit.place != place for hit in told):
                yield Hit(place, value=value, subject=f"{sheet}:row {row}")


_FAR_RIGHT = 200  # blank columns: what stands further right is no part of what stands left of it


def _far_right(sheet: str, grid: Grid) -> Iterator[Hit]:
    message = N_("Sheet “{sheet}”, cell {cell}: it stands far right of all the rest of the sheet: “{value}”.")
    fix = N_("Delete that column, or move what stands there to the table.")
    for column in (right for left, right in pairwise([0, *grid.columns]) if right - left > _FAR_RIGHT):
        for row, found in grid.values(column).items():
            if says(found):
                value, subject = text_of(found), f"{sheet}:column {column}"
                yield Hit(Place(sheet, row, column), value=value, subject=subject, message=message, fix=fix)
                break


def _last(values: Collection[int]) -> int:
    return max(values, default=0)


@rule(
    "STR11",
    Severity.ERROR,
    N_("Sheet “{sheet}”: cells in which figures are typed were merged: {value}."),
    N_("Unmerge them (Home, Merge) and type each figure into its own cell."),
)
def merged_inputs(case: Case) -> Iterator[Hit]:
    """No merged cell lies across cells in which people type, in Oylik, Kundalik and the registers.

    Why: of merged cells only the first keeps its figure; the months or rows beside it are lost.

    Okay:
        Oylik
        | Kod | Mart | Aprel |
        | 11  | 5    | 6     |
    Bad:
        birlashgan: Oylik / 11 / Mart:Aprel
        Oylik
        | Kod | Mart |
        | 11  | 5    |  STR11
    """
    codes = {row: code for code, row in monthly_rows(case.view(layout.MONTHLY)).items()}
    for sheet in (layout.MONTHLY_SHEET, layout.DAILY_SHEET, *layout.REGISTER_SHEETS):
        view = case.view(sheet.name)
        merged = case.file.workbook.merged(view.name)
        inputs = _inputs(case, view) if merged else {}
        for top, left, bottom, right in merged:
            rows = _within(view, top, bottom)
            columns = [column for column in inputs if left <= column <= right]
            area = [Place(view.name, row, c) for row in view.rows if row in rows for c in columns]
            several = len(rows) > 1 or left < right
            if several and any(place.row in inputs[place.column] for place in area):
                item = codes.get(top) if sheet is layout.MONTHLY_SHEET else None
                value = format_range((rows[0], left, rows[-1], right))
                place = Place(view.name, rows[0], left)
                yield Hit(place, item=item, value=value, subject=f"merged {value}", covers=tuple(area))


def _within(view: SheetView, top: int, bottom: int) -> range:
    return range(max(top, view.first_row), min(bottom, view.last_row) + 1)


def _inputs(case: Case, view: SheetView) -> dict[int, Collection[int]]:
    """Return the input cells as column -> rows: in Oylik months of measured rows, elsewhere every cell."""
    if view.layout.name != layout.MONTHLY:
        every = view.rows if isinstance(view.rows, range) else frozenset(view.rows)
        return dict.fromkeys(view.titles, every)
    rows = monthly_rows(view)
    typed = {
        rows[item.code] for item in measured(case.plan) if item.source != "computed" and item.code in rows
    }
    return {view.columns[field]: typed for field in layout.MONTH_FIELDS}


@rule(
    "STR13",
    Severity.INFO,
    N_("Sheet “{sheet}”: cells without their drop-down list or input check: {value}, the first is {cell}."),
    N_("To put them back: akmxl repair."),
)
def validations_in_place(case: Case) -> Iterator[Hit]:
    """The input cells of Oylik and of the registers have their drop-down lists and input checks.

    Why: pasting from another file takes them away unseen; the next typo is then let in. Number formats
    are not looked at: what they spoil (dates, codes) has rules of its own.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        tekshiruvsiz: Oylik
    """
    for sheet in (layout.MONTHLY_SHEET, *layout.REGISTER_SHEETS):
        view = case.view(sheet.name)
        checked = {view.columns[field] for field in _VALIDATED if field in view.columns}
        areas = case.file.workbook.validations(view.name)
        bare = [
            (column, stretch)
            for column, rows in _inputs(case, view).items()
            if sheet is layout.MONTHLY_SHEET or column in checked
            for stretch in _bare(_of_table(case, view, rows), _covered(view, areas, column))
            if stretch
        ]
        if bare:
            count = sum(len(rows) for _, rows in bare)
            first = min((rows[0], column) for column, rows in bare)
            yield Hit(Place(view.name, *first), value=count, subject=sheet.name)


@rule(
    "STR17",
    Severity.WARNING,
    N_("Sheet “{sheet}”: hidden or filtered rows hold figures: {value}, the first is row {row}."),
    N_("Show all rows (clear the filter) and look at them."),
)
def hidden_inputs(case: Case) -> Iterator[Hit]:
    """No figure stands in a row of Oylik, Kundalik or a register that is hidden or filtered away.

    Why: pasting into a filtered sheet fills the hidden rows too, and nobody sees them.

    Okay:
        yashirin: Oylik / 11
        Oylik
        | Kod | Mart |
        | 12  | 0    |
    Bad:
        yashirin: Oylik / 11
        Oylik
        | Kod | Mart |
        | 11  | 5    |  STR17
    """
    typed = {layout.MONTHLY: {e.place.row for e in case.plan.entries.values() if e.figure.typed}}
    typed[registers.DAILY] = {
        day.row for day in case.plan.days if any(figure.typed for figure in day.columns.values())
    }
    for sheet in (*typed, *case.plan.records):
        view = case.view(sheet)
        rows = case.file.workbook.hidden_rows(view.name)
        if rows and sheet in case.plan.records:
            typed[sheet] = {record.row for record in case.plan.records[sheet]}
        if hidden := rows & typed.get(sheet, set()):
            row = min(hidden)
            yield Hit(_first(view, row), value=len(hidden), subject=sheet, params={"row": row})


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
    """
    other = N_("The formula in cell {cell} was changed; it shows: {value}. By the cells it is: {right}.")
    elsewhere = N_("The formula in cell {cell} takes other cells than it ought to: {value}.")
    for computed in computed_cells(case):
        if computed.known and computed.of_other_cells:
            hit = _overwritten(computed, message=elsewhere)
            yield replace(hit, value=f"={computed.cell.formula}")
        if not computed.known or computed.agrees:
            continue
        if computed.constant:
            yield _overwritten(computed)
        elif computed.deleted and computed.right is not None:
            yield _overwritten(computed, message=_DELETED)
        elif computed.altered and computed.kind != ACROSS:  # a quarter's or the year's is arithmetic
            yield _overwritten(computed, message=other)
    yield from _emptied_months(case)


_NOT_SHOWN = N_("Cell {cell} has no formula, so it does not show what was imported: {right}.")
_DELETED = N_("The formula in cell {cell} was deleted. By the cells it is: {right}.")


def _emptied_months(case: Case) -> Iterator[Hit]:
    """Yield a hit for each month whose cell is empty although a register has a figure for it."""
    for entry in case.plan.entries.values():
        figure, period = entry.figure, month_of(case, entry.month)
        empty = figure.blank and not figure.by_formula
        if empty and entry.register is not None and period.start <= case.today:
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
            if judged[key]:
                place, period = view.place(row, field), month_of(case, month)
                params = {"value": shortened(f"={formula}", _BRIEF)}
                found.append(Hit(place, item.code, period, formula, params=params, message=judged[key]))
    rows = Counter((hit.item, hit.message) for hit in found)
    months = Counter((hit.period, hit.message) for hit in found)
    for hit in found:
        whole = rows[hit.item, hit.message] >= _WHOLE_ROW
        below = months[hit.period, hit.message] >= _WHOLE_COLUMN
        cause = f"{hit.item}/{hit.message}" if whole else f"{hit.period}/{hit.message}" if below else ""
        yield replace(hit, cause=cause) if cause else hit


_WHOLE_ROW = 6  # months in which a row's formulas are another's: one cause
_WHOLE_COLUMN = 3  # rows of a month: a column that was pasted over another
_BRIEF = 80  # characters of a formula that a message shows
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
        return _OTHER_REGISTER if any(f"{name}[" in rest for name in _TABLES.values()) else ""
    if "DATE(Yil," in rest or '&"-' in rest:
        return _OTHER_MONTH
    if "$" in rest:
        return _OTHER_ROW
    if source != registers.DAILY or not column:
        return ""
    columns = (f"{source}[{title}]" for title in (column, days.title("date")))
    return _OTHER_COLUMN if rest.count(f"{source}[") > sum(map(rest.count, columns)) else ""


_OTHER_MONTH = N_("Item {item}, {period}: the formula in cell {cell} takes another month: {value}.")
_OTHER_ROW = N_("Item {item}, {period}: the formula in cell {cell} takes another row: {value}.")
_OTHER_COLUMN = N_("Item {item}, {period}: the formula in cell {cell} takes another column: {value}.")
_OTHER_REGISTER = N_("Item {item}, {period}: the formula in cell {cell} takes another register: {value}.")


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
        place, subject = Place(view.name, view.header_row, column), f"{view.name}/{right.field}"
        fix = _BY_FORMULAS if view.layout.name == layout.MONTHLY else None
        yield Hit(place, value=title, subject=subject, params=params, stops=stops, fix=fix)


_BY_FORMULAS = N_(
    "Undo (Ctrl+Z), or run: akmxl repair, which puts the headings of “Oylik” back by the formulas."
)


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
    "STR44",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the heading is “{value}”, but its table calls the column “{right}”."),
    N_("Type the heading “{right}” again, or run: akmxl repair. To rename a column, do it in Excel."),
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
    for view, column, said, title in other_than_the_table(case.file):
        place, params = Place(view.name, view.header_row, column), {"right": title}
        empty = N_("Sheet “{sheet}”, cell {cell}: the heading “{right}” is gone from its cell.")
        message = None if said else empty
        yield Hit(place, value=said, subject=f"{view.layout.key}/{title}", params=params, message=message)
