"""Ask Excel in few calls for what stands beside the cells.

Where a sheet is protected with a password, Excel does not tell which rows are hidden and where validations
stand: nothing is then said of them, rather than something wrong.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_COLUMN, MAX_ROW
from akmxl.ooxml.read.number_formats import odd_format
from akmxl.ooxml.read.sheet_facts import Sheet
from akmxl.workbook.doors.live.com import ask, is_busy, patient, refused, restore
from akmxl.workbook.doors.live.protection import PasswordNeeded, unprotected

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from akmxl.core.cells import Range
    from akmxl.workbook.doors.live.excel_types import ComObject, ExcelBook, ExcelRange, ExcelSheet

_STATES = {-1: "visible", 0: "hidden", 2: "veryHidden"}
_ALL_VALIDATIONS, _VISIBLE = -4174, 12  # XlCellType
_EXCEL_LINKS = 1  # XlLink
_EVERYWHERE = (1, 1, MAX_ROW, MAX_COLUMN)


@patient
def sheets(workbook: ExcelBook) -> tuple[Sheet, ...]:
    """Return the worksheets in the order of their tabs."""
    states = ((sheet.name, _STATES.get(sheet.api.Visible, "visible")) for sheet in workbook.sheets)
    return tuple(Sheet(name, "", state, place) for place, (name, state) in enumerate(states))


@patient
def sheet_names(workbook: ExcelBook) -> tuple[str, ...]:
    """Return the names on the tabs, those of charts too."""
    return tuple(str(sheet.Name) for sheet in workbook.api.Sheets)


@patient
def names(workbook: ExcelBook) -> dict[str, str]:
    """Return defined names of the whole workbook; a sheet's own have its name before them."""
    pairs = ((name.name, name.refers_to) for name in workbook.names)
    return {name: str(text).removeprefix("=") for name, text in pairs if "!" not in name}


@patient
def linked_files(workbook: ExcelBook) -> tuple[str, ...]:
    """Return the files that formulas look into, in the order in which a saved file numbers them."""
    return tuple(workbook.api.LinkSources(_EXCEL_LINKS) or ())


@patient
def used_area(sheet: ExcelSheet) -> Range:
    """Return the rectangle outside which nothing stands."""
    used = sheet.used_range
    height, width = used.shape
    return used.row, used.column, used.row + height - 1, used.column + width - 1


@patient
def merged(sheet: ExcelSheet, within: Range | None = None) -> tuple[Range, ...]:
    """Return merged areas that touch a rectangle (default: the used one).

    Excel tells of any range whether all of it is merged, none, or some; so it is halved until Excel knows.
    """
    found: dict[Range, None] = {}
    open_areas = [within or used_area(sheet)]
    while open_areas:
        area = open_areas.pop()
        state = _range(sheet, area).merge_cells
        if state is None and area[:2] != area[2:]:
            open_areas += halves(area)
        elif state:
            found.update(dict.fromkeys(_merges_in(sheet, area, found)))
    return tuple(sorted(found))


@patient
def formula_areas(sheet: ExcelSheet) -> tuple[Range, ...]:
    """Return the areas of several cells that one formula fills: arrays, data tables.

    Excel tells of any range whether all of it belongs to such formulas, none, or some; so it is halved until
    Excel knows.
    """
    found: dict[Range, None] = {}
    open_areas = [used_area(sheet)]
    while open_areas:
        area = open_areas.pop()
        state = _range(sheet, area).api.HasArray
        if state is None and area[:2] != area[2:]:
            open_areas += halves(area)
        elif state:
            for position in positions(area):
                if not any(holds(one, *position) for one in found):
                    found[_com_area(sheet.range(position).api.CurrentArray)] = None
    return tuple(area for area in sorted(found) if area[:2] != area[2:])


def _merges_in(sheet: ExcelSheet, area: Range, known: dict[Range, None]) -> Iterator[Range]:
    """Yield the merged areas of a rectangle in which every cell is merged."""
    covered = {position for one in known for position in positions(one)}
    for position in positions(area):
        if position not in covered:
            one = area_of(sheet.range(position).merge_area)
            covered.update(positions(one))
            yield one


@patient
def number_formats(
    sheet: ExcelSheet, area: Range, wanted: Set[tuple[int, int]] | None = None
) -> dict[Range, str]:
    """Return rectangles of one number format each (only those with cells that are wanted).

    Excel tells a format that a whole rectangle has; one of several is cut until it does, between columns
    first: those differ most.
    """
    found: dict[Range, str] = {}
    open_areas = [area]
    while open_areas:
        area = open_areas.pop()
        if wanted is not None and wanted.isdisjoint(positions(area)):
            continue
        text = _range(sheet, area).number_format
        if text is None and area[:2] != area[2:]:
            open_areas += halves(area, columns_first=True)
        else:
            found[area] = str(text)
    return found


def odd_formats(sheet: ExcelSheet) -> dict[tuple[int, int], str]:
    """Return the number formats by which cells show another number than they hold, by row and column."""
    formats = number_formats(sheet, used_area(sheet))
    odd = {area: code for area, text in formats.items() if (code := odd_format(0, text))}
    return {spot: code for area, code in odd.items() for spot in positions(area)}


@patient
def number_format(sheet: ExcelSheet, row: int, column: int) -> str:
    """Return the number format of a cell."""
    return str(sheet.range((row, column)).number_format)


def hidden_rows(sheet: ExcelSheet) -> frozenset[int]:
    """Return the rows that nobody sees, down to the last one in which something stands."""
    top, left, bottom, right = used_area(sheet)
    seen = _special_cells(sheet, _range(sheet, (top, left, bottom, right)).api.EntireRow, _VISIBLE)
    if not seen:
        return frozenset()
    rows = {row for first, _, last, _ in seen for row in range(first, last + 1)}
    return frozenset(range(top, bottom + 1)) - rows


def validations(sheet: ExcelSheet) -> tuple[Range, ...]:
    """Return the areas that have a drop-down list or an input check."""
    found = _special_cells(sheet, sheet.api.Cells, _ALL_VALIDATIONS)
    return (_EVERYWHERE,) if found is None else found


def _special_cells(sheet: ExcelSheet, cells: ComObject, kind: int) -> tuple[Range, ...] | None:
    """Return cells of a kind as areas; none where Excel finds none, None where it may not look."""
    workbook = sheet.book.api
    saved = ask(workbook, "Saved")
    try:
        with unprotected(sheet):  # on a protected sheet Excel refuses to look for them
            return _areas(cells, kind)
    except PasswordNeeded:
        return None
    finally:
        if saved:
            restore(workbook, "Saved", True)  # opening and closing the protection has changed nothing


@patient
def _areas(cells: ComObject, kind: int) -> tuple[Range, ...]:
    try:
        found = cells.SpecialCells(kind)
    except Exception as error:
        if refused(error) and not is_busy(error):
            return ()  # "no cells were found" comes as an error
        raise
    return tuple(map(_com_area, found.Areas))


def _com_area(cells: ComObject) -> Range:
    """Return the place of a range as Excel itself gives it."""
    top, left = cells.Row, cells.Column
    return top, left, top + cells.Rows.Count - 1, left + cells.Columns.Count - 1


def area_of(cells: ExcelRange) -> Range:
    """Return the place of an xlwings range."""
    height, width = cells.shape
    return cells.row, cells.column, cells.row + height - 1, cells.column + width - 1


def _range(sheet: ExcelSheet, area: Range) -> ExcelRange:
    return sheet.range(area[:2], area[2:])


def halves(area: Range, *, columns_first: bool = False) -> tuple[Range, Range]:
    """Halve a rectangle across its longer side, or between columns as long as it can be."""
    top, left, bottom, right = area
    if left == right or (bottom - top >= right - left and not columns_first):
        middle = (top + bottom) // 2
        return (top, left, middle, right), (middle + 1, left, bottom, right)
    middle = (left + right) // 2
    return (top, left, bottom, middle), (top, middle + 1, bottom, right)


def holds(area: Range, row: int, column: int) -> bool:
    """Tell whether a cell lies in an area."""
    return area[0] <= row <= area[2] and area[1] <= column <= area[3]


def positions(area: Range) -> Iterator[tuple[int, int]]:
    """Return row and column of every cell of a rectangle."""
    return product(range(area[0], area[2] + 1), range(area[1], area[3] + 1))
