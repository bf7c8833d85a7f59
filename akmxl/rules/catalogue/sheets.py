"""Check that the rows and cells of a sheet are whole: none empty, lost below, merged, hidden, unchecked."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.core.cells import Place, format_range
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import COUNTED_IN_REGISTERS, measured
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.side_rows import side_rows
from akmxl.rules.stopped import items_of
from akmxl.workbook import layout
from akmxl.workbook.below_tables import rows_below_tables
from akmxl.workbook.doors.grids import filled, filled_of, says
from akmxl.workbook.plan_file import FAR, text_of
from akmxl.workbook.reading.entries import monthly_rows

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
    beside = {view.layout.name: rows for view, rows in side_rows(case)}
    for sheet in (layout.MONTHLY_SHEET, *layout.REGISTER_SHEETS):
        view = case.view(sheet.name)
        own = view.titles.keys() - {view.columns.get("id")}  # akmxl's own number does not fill a row
        if isinstance(view.rows, range) and filled_of(view.grid, sorted(own), view.rows) is view.rows:
            continue
        rows = {row for row in filled(view.grid, own) if row >= view.first_row} - beside[sheet.name]
        for above, below in pairwise([view.first_row - 1, *sorted(rows)]):
            if above + 1 < below <= above + FAR:  # what stands further down is STR40's
                row = above + 1
                yield Hit(_first(view, row), value=row, subject=f"row {row}", params={"row": row})


def _first(view: SheetView, row: int) -> Place:
    return Place(view.name, row, min(view.titles))


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
            stops, subject = items_of(case, below.table.name), f"{below.table.name}/below"
            yield Hit(below.left, value=count, subject=subject, params=params, stops=stops)


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
    home = (sheet.name for sheet in case.file.workbook.sheets if fold(sheet.name) == fold(layout.HOME))
    sheets |= {name: case.file.grid(name) for name in home}
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
                monthly = sheet is layout.MONTHLY_SHEET
                own = tuple(codes[row] for row in rows if row in codes) if monthly else ()
                stops = own if monthly else items_of(case, sheet.name)
                value = format_range((rows[0], left, rows[-1], right))
                place = Place(view.name, rows[0], left)
                yield Hit(place, next(iter(own), None), value=value, subject=f"merged {value}",
                          covers=tuple(area), stops=stops)  # fmt: skip


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
