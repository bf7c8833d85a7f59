"""Write edits into Excel, and take them back."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from akmxl.core.cells import Formula
from akmxl.core.errors import Locked
from akmxl.core.i18n import N_
from akmxl.ooxml.edit.tables import merged_away
from akmxl.workbook.doors.grids import EMPTY, cell_at
from akmxl.workbook.doors.live import sheet_facts
from akmxl.workbook.doors.live.com import LeftInPart, ask, asked_once, patient, stubborn, tell
from akmxl.workbook.doors.live.conversion import (
    DATE_FORMAT,
    GENERAL,
    TEXT_FORMAT,
    as_rows,
    formulas_of,
    numbered,
    to_excel,
    values_of,
)
from akmxl.workbook.doors.live.rectangles import Rectangle, rectangles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from akmxl.core.cells import Cell, Position, Range
    from akmxl.workbook.doors.edits import Edits
    from akmxl.workbook.doors.live.excel_types import ExcelRange, ExcelSheet
    from akmxl.workbook.doors.live.workbook import LiveWorkbook

_VERY_HIDDEN, _VISIBLE = 2, -1
# What is put into a cell: the number format that it needs where the cell's own is one that spoils it.
_FITTING = {
    Formula | int | float: (GENERAL, frozenset({TEXT_FORMAT})),
    date: (DATE_FORMAT, frozenset({TEXT_FORMAT, GENERAL})),
}
_LONGEST_IN_BLOCK = 8_000  # a longer text is refused among others, but taken alone


class Writer:
    """One run of writing; it remembers how to put back what it has written over.

    Values, formulas, number formats, tables and sheets; of how the new rows of a table look, Excel tells too
    little: that is done when every value stands.
    """

    def __init__(self, workbook: LiveWorkbook) -> None:
        self._workbook = workbook
        self._date1904 = bool(ask(workbook.excel.api, "Date1904"))
        self._undo: list[Callable[[], object]] = []
        self._grown: dict[str, list[Range]] = {}  # sheet -> rows that were not the table's before

    def write(self, edits: Edits) -> None:
        for name in edits.added_sheets:
            self._add_sheet(name)
        for name, last_row in edits.table_ends.items():
            self._resize(name, last_row)
        for sheet, cells in edits.cells.items():
            for rectangle in rectangles(cells):
                self._put(sheet, rectangle)
        for name, last_row in edits.table_ends.items():  # after what Excel may refuse
            if name not in edits.taken_in:  # rows that people typed look as they made them
                self._spread_formats(name, last_row, edits)
        for name in edits.fitted:
            self._fit(name, edits)
        for name, reference in edits.names.items():
            self._define(name, reference)

    def put_back(self) -> None:
        """Take back what was done, the last first. Raises ``FileProblem`` where Excel does not let it."""
        failed = None
        for step in reversed(self._undo):
            try:
                stubborn(step)()
            except Exception as error:
                failed = error
        if failed is not None:
            raise LeftInPart(
                N_(
                    "“{file}” was written in part, and Excel did not let it be put back. "
                    "Close the file without saving it and open it again."
                ),
                file=self._workbook.path.name,
            ) from failed

    def _add_sheet(self, name: str) -> None:
        """Add a very hidden sheet behind all others."""
        sheets = self._workbook.excel.sheets
        known = {sheet.name for sheet in sheet_facts.sheets(self._workbook.excel)}

        def remove() -> None:
            for sheet in [sheet for sheet in sheets if sheet.name not in known]:
                if sheet.used_range.raw_value is None:  # another may be somebody's, renamed meanwhile
                    sheet.api.Visible = _VISIBLE  # Excel deletes no sheet that is very hidden
                    sheet.delete()

        last = patient(sheets)(patient(len)(sheets))
        self._undo.append(remove)
        sheet = asked_once(sheets.add)(name, after=last)  # several calls: asked again, it adds another
        tell(sheet.api, "Visible", _VERY_HIDDEN)

    def _define(self, name: str, reference: str) -> None:
        """Let a name stand for other cells; one that is not there is added."""
        names = self._workbook.excel.names
        before = self._workbook.names.get(name)
        if before is None:
            self._undo.append(lambda: names[name].delete())
            asked_once(names.add)(name, f"={reference}")
        else:
            self._undo.append(lambda: setattr(names[name], "refers_to", f"={before}"))
            tell(names[name], "refers_to", f"={reference}")

    def _resize(self, name: str, last_row: int) -> None:
        table = self._workbook.tables[name]
        areas = [
            (table.first_row, table.first_col, row, table.last_col) for row in (table.last_row, last_row)
        ]
        before, after = (self._range(table.sheet, area) for area in areas)
        listed = patient(self._sheet(table.sheet).tables)(name)
        if last_row > table.last_row:
            new = (table.last_row + 1, table.first_col, last_row, table.last_col)
            self._undo.append(self._restoring(table.sheet, new, _content(self._range(table.sheet, new))))
            self._grown.setdefault(table.sheet, []).append(new)
        self._undo.append(lambda: listed.resize(before))
        patient(listed.resize)(after)

    def _spread_formats(self, name: str, last_row: int, edits: Edits) -> None:
        """Make the new rows of a table look like the last one that was there."""
        table, cells = self._workbook.tables[name], edits.cells.get(self._workbook.tables[name].sheet, {})
        new = {position for position in cells if table.last_row < position[0] <= last_row}
        if not new:
            return
        first = min(new)[0]
        columns = table.first_col, table.last_col
        self._keep_formats(table.sheet, (first, columns[0], last_row, columns[1]))
        model = self._range(table.sheet, (first - 1, columns[0], first - 1, columns[1]))
        whole = self._range(table.sheet, (first - 1, columns[0], last_row, columns[1]))
        patient(model.autofill)(whole, "fill_formats")
        self._make_fitting(table.sheet, {position: cells[position] for position in new})

    def _keep_formats(self, sheet: str, area: Range) -> None:
        self._undo.append(
            partial(self._give_formats, sheet, sheet_facts.number_formats(self._sheet(sheet), area))
        )

    def _give_formats(self, sheet: str, formats: Mapping[Range, str]) -> None:
        for area, text in formats.items():
            self._range(sheet, area).number_format = text

    def _put(self, sheet: str, rectangle: Rectangle) -> None:
        old = _content(self._range(sheet, rectangle.area))
        self._refuse_changed(sheet, rectangle, old)
        self._refuse_merged(sheet, rectangle)
        self._make_fitting(sheet, rectangle.cells)
        self._undo.append(self._restoring(sheet, rectangle.area, old))
        self._hand_over(sheet, rectangle)

    def _restoring(self, sheet: str, area: Range, old: list[list[Cell | None]]) -> Callable[[], object]:
        """Return what puts back the cells of a rectangle as they stand now."""
        before = Rectangle(*area[:2], [[_typed(cell) for cell in row] for row in old])
        spoilt = self._spoiling(sheet, before.cells)  # under formulas that were there before the format

        def restore() -> None:
            self._give_formats(sheet, {area: new for area, (_, new) in spoilt.items()})
            self._hand_over(sheet, before)
            self._give_formats(sheet, {area: old for area, (old, _) in spoilt.items()})

        return restore

    def _make_fitting(self, sheet: str, cells: Mapping[Position, object]) -> None:
        """Change the format of cells that would spoil what they get, and of no others.

        In a cell of texts Excel computes no formula and makes texts of numbers and dates; in one without a
        format it shows a date as a number.
        """
        spoilt = self._spoiling(sheet, cells)
        self._undo.append(
            partial(self._give_formats, sheet, {area: old for area, (old, _) in spoilt.items()})
        )
        patient(self._give_formats)(sheet, {area: new for area, (_, new) in spoilt.items()})

    def _spoiling(self, sheet: str, cells: Mapping[Position, object]) -> dict[Range, tuple[str, str]]:
        """Return where cells would spoil what they get: their format, and the one that fits."""
        found: dict[Range, tuple[str, str]] = {}
        for kind, (fitting, unfit) in _FITTING.items():
            wanting = {position: value for position, value in cells.items() if isinstance(value, kind)}
            for rectangle in rectangles(wanting):
                formats = sheet_facts.number_formats(self._sheet(sheet), rectangle.area)
                found |= {area: (text, fitting) for area, text in formats.items() if text in unfit}
        return found

    @patient
    def _hand_over(self, sheet: str, rectangle: Rectangle) -> None:
        """Give Excel a whole rectangle of values at once; texts too long for that one by one."""
        as_text = self._text_cells(sheet, rectangle)
        long, rows = [], []
        for row, values in enumerate(rectangle.rows, rectangle.top):
            given = []
            for position, value in zip(
                ((row, column) for column in count(rectangle.left)), values, strict=False
            ):
                cell = to_excel(value, as_text=position in as_text, date1904=self._date1904)
                if isinstance(cell, str) and len(cell) > _LONGEST_IN_BLOCK:
                    long.append((position, cell))
                    cell = ""
                given.append(cell)
            rows.append(tuple(given))
        self._range(sheet, rectangle.area).raw_value = tuple(rows)
        for position, text in long:
            self._sheet(sheet).range(position).raw_value = text

    def _text_cells(self, sheet: str, rectangle: Rectangle) -> set[Position]:
        """Return the cells of those that get texts whose format is that of texts."""
        formats = sheet_facts.number_formats(self._sheet(sheet), rectangle.area, rectangle.texts)
        areas = (area for area, text in formats.items() if text == TEXT_FORMAT)
        return rectangle.texts & {position for area in areas for position in sheet_facts.positions(area)}

    def _refuse_changed(self, sheet: str, rectangle: Rectangle, old: list[list[Cell | None]]) -> None:
        """Refuse to write over what was not read: somebody may type while a command runs."""
        known = any(known.name == sheet for known in self._workbook.sheets)
        grid = self._workbook.grid(sheet) if known else EMPTY
        for row, cells in enumerate(old, rectangle.top):
            for column, cell in enumerate(cells, rectangle.left):
                if self._filled_by_excel(sheet, row, column, cell):
                    continue
                if self._said(cell) != self._said(grid.cell(row, column)):
                    raise Locked(
                        N_("“{sheet}” was changed meanwhile. Try again. Nothing was written."), sheet=sheet
                    )

    def _filled_by_excel(self, sheet: str, row: int, column: int, cell: Cell | None) -> bool:
        """Tell whether it is a formula that Excel itself puts into new rows of a table."""
        new = any(sheet_facts.holds(area, row, column) for area in self._grown.get(sheet, ()))
        return new and cell is not None and cell.formula is not None

    def _said(self, cell: Cell | None) -> object:
        """Return what a cell holds beside what Excel computes of it."""
        if cell is None or cell.formula is None:
            return cell and cell.value
        return f"={numbered(cell.formula, self._workbook.linked)}"

    def _refuse_merged(self, sheet: str, rectangle: Rectangle) -> None:
        """Refuse a value for a cell that is merged away: Excel takes it, and nobody ever sees it."""
        for area in sheet_facts.merged(self._sheet(sheet), rectangle.area):
            for row, column in sheet_facts.positions(area):
                inside = (row, column) != area[:2] and sheet_facts.holds(rectangle.area, row, column)
                if inside and rectangle.rows[row - rectangle.top][column - rectangle.left] is not None:
                    raise merged_away(sheet, row, column, area)

    @patient
    def _fit(self, name: str, edits: Edits) -> None:
        """Make the rows of a table as high as their texts, those that it has left too."""
        table = self._workbook.tables[name]
        if table.sheet in edits.cells:
            last = max(table.last_row, edits.table_ends.get(name, 0))
            area = (table.first_data_row, table.first_col, last, table.last_col)
            self._range(table.sheet, area).api.EntireRow.AutoFit()

    def _sheet(self, name: str) -> ExcelSheet:
        return self._workbook.sheet(name)

    def _range(self, sheet: str, area: Range) -> ExcelRange:
        return self._sheet(sheet).range(area[:2], area[2:])


@patient
def _content(cells: ExcelRange) -> list[list[Cell | None]]:
    """Return what stands in a rectangle now."""
    values, formulas = as_rows(cells.raw_value), as_rows(cells.formula)
    columns = []
    for held, told in zip(zip(*values, strict=True), zip(*formulas, strict=True), strict=True):
        own = values_of(0, held), formulas_of(0, told, held)
        columns.append([cell_at(*own, row) for row in range(len(held))])
    return [list(row) for row in zip(*columns, strict=True)]


def _typed(cell: Cell | None) -> object:
    """Return a cell as somebody would type it again."""
    if cell is None:
        return None
    return Formula(cell.formula) if cell.formula is not None else cell.value
