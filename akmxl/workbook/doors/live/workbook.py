"""Read a workbook that a running Excel holds."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.cells import Cell
from akmxl.ooxml.edit.cellxml import same
from akmxl.ooxml.read.sheet_facts import Table, area_of_name
from akmxl.workbook.doors.grids import ColumnGrid, cells_of
from akmxl.workbook.doors.live import sheet_facts
from akmxl.workbook.doors.live.com import ask, patient
from akmxl.workbook.doors.live.conversion import as_rows, column_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.core.cells import Range
    from akmxl.ooxml.read.sheet_facts import Sheet
    from akmxl.workbook.doors.grids import ColumnCells
    from akmxl.workbook.doors.live.excel_types import ExcelBook, ExcelSheet, ExcelTable


_EMPTY_TEXT = Cell("", None, 0)
AKM_FOLDER = Path("Documents", "AKM")  # in a user's folder, for workbooks that stand in no folder of this PC


class LiveWorkbook:
    """A workbook in Excel, each sheet read once when it is first asked for. ``excel`` is the xlwings book.

    Excel's language, its separators and the cells' formats do not matter: values are read, not texts.
    """

    def __init__(self, excel: ExcelBook) -> None:
        self.excel = excel
        self._grids: dict[str, ColumnGrid] = {}

    @cached_property
    def path(self) -> Path:
        """The workbook's file; for one in the web, or not saved yet, a place among the user's documents.

        A web address is no place for templates and forms.
        """
        if self.in_web or not self.has_folder:
            name = str(ask(self.excel, "name"))
            return Path.home() / AKM_FOLDER / Path(name).stem / name
        return Path(self._address)

    @property
    def in_web(self) -> bool:
        """Whether it was opened from OneDrive or SharePoint.

        Where the same file stands on this PC, if it does, Excel does not tell, and nothing is guessed.
        """
        return "://" in self._address

    @cached_property
    def _address(self) -> str:
        return str(ask(self.excel.api, "FullName"))

    @property
    def has_folder(self) -> bool:
        """Whether it was ever saved: Excel names its folder, or its web address."""
        return bool(ask(self.excel.api, "Path"))

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        return sheet_facts.sheets(self.excel)

    @cached_property
    def sheet_names(self) -> tuple[str, ...]:
        return sheet_facts.sheet_names(self.excel)

    @cached_property
    def names(self) -> dict[str, str]:
        return sheet_facts.names(self.excel)

    @cached_property
    def tables(self) -> dict[str, Table]:
        found = (self._table(sheet.name, table) for sheet in self.sheets for table in self._listed(sheet))
        return {table.name: table for table in found}

    @patient
    def _listed(self, sheet: Sheet) -> list[ExcelTable]:
        return list(self.sheet(sheet.name).tables)

    @patient
    def _table(self, sheet: str, table: ExcelTable) -> Table:
        area = sheet_facts.area_of(table.range)
        header_rows, totals_rows = int(table.api.ShowHeaders), int(table.api.ShowTotals)
        grid = self.grid(sheet)
        titles = (grid.cell(area[0], column) for column in range(area[1], area[3] + 1))
        columns = tuple(str(title.value) if title else "" for title in titles) if header_rows else ()
        return Table(table.display_name, sheet, *area, columns, "", header_rows, totals_rows)

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """The files that formulas look into."""
        return sheet_facts.linked_files(self.excel)

    @property
    def linked_files(self) -> int:
        return len(self.linked)

    @property
    def recalculates(self) -> bool:
        return str(ask(self.excel.app, "calculation")) != "manual"

    def name_range(self, name: str) -> tuple[str, int, int, int, int] | None:
        return area_of_name(name, self.names, self.sheets)

    def grid(self, sheet: str) -> ColumnGrid:
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet)
        return self._grids[sheet]

    @patient
    def _read(self, name: str) -> ColumnGrid:
        """Read a sheet in one range: its values, and the formulas behind them."""
        top, left, _, _ = area = sheet_facts.used_area(sheet := self.sheet(name))
        block = sheet.range(area[:2], area[2:])
        values = list(zip(*as_rows(block.raw_value), strict=True))
        formulas = list(zip(*as_rows(block.formula), strict=True))

        def column(number: int) -> ColumnCells:
            return column_of(top, formulas[number - left], values[number - left], self.linked)

        both = zip(values, formulas, strict=True)
        filled = [
            left + place
            for place, (cells, told) in enumerate(both)
            if any(told) or cells.count(None) < len(cells)
        ]
        return ColumnGrid(filled, column)

    def cells(self, sheet: str) -> dict[tuple[int, int], Cell]:
        return cells_of(self.grid(sheet))

    def merged(self, sheet: str) -> tuple[Range, ...]:
        return sheet_facts.merged(self.sheet(sheet))

    def formula_areas(self, sheet: str) -> tuple[Range, ...]:
        return sheet_facts.formula_areas(self.sheet(sheet))

    def shared_formulas(self, _sheet: str) -> tuple[()]:
        """Return none: Excel lets each cell change alone, however the file stores its formula."""
        return ()

    def holds(self, cell: Cell | None, value: object) -> bool:
        """Tell whether a cell holds a value; an empty text is nothing to Excel, which keeps none."""
        if value in (None, "") and cell == _EMPTY_TEXT:
            return True
        return same(cell, None if value == "" else value, False)

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        return sheet_facts.hidden_rows(self.sheet(sheet))

    def odd_formats(self, sheet: str) -> Mapping[tuple[int, int], str]:
        return sheet_facts.odd_formats(self.sheet(sheet))

    def number_format(self, sheet: str, row: int, column: int) -> str:
        return sheet_facts.number_format(self.sheet(sheet), row, column)

    def validations(self, sheet: str) -> tuple[Range, ...]:
        return sheet_facts.validations(self.sheet(sheet))

    def sheet(self, name: str) -> ExcelSheet:
        """Return a worksheet as xlwings has it."""
        return patient(self.excel.sheets)(name)
