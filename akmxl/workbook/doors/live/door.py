"""A workbook open in Excel as a ``Door``."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from akmxl.errors import FileProblem, Locked
from akmxl.i18n import N_
from akmxl.ooxml import Cell, Sheet, Table
from akmxl.ooxml.cellxml import same
from akmxl.ooxml.workbook import area_of_name
from akmxl.workbook.edits import edits_of
from akmxl.workbook.grids import ColumnGrid, cells_of
from akmxl.workbook.live import facts
from akmxl.workbook.live.com import ask, patient
from akmxl.workbook.live.values import as_rows, column_of
from akmxl.workbook.preview import Preview

if TYPE_CHECKING:
    from akmxl.ooxml.address import Range
    from akmxl.workbook.fills import Fills
    from akmxl.workbook.grids import Column

_EMPTY_TEXT = Cell("", None, 0)
HOME = Path("Documents", "AKM")  # in a user's folder, for workbooks that stand in no folder of this PC


class LiveDoor:
    """What Excel holds, each sheet read once when it is first asked for. ``excel`` is the xlwings book.

    Excel's language, its separators and the cells' formats do not matter: values are read, not texts.
    """

    through_excel = True

    def __init__(self, excel: Any) -> None:
        self.excel = excel
        self._grids: dict[str, ColumnGrid] = {}

    @cached_property
    def path(self) -> Path:
        """The file; for one that stands in the web, or nowhere yet, a place of its own among the user's
        documents: a web address is no place for templates and forms."""
        if self.in_web or not self._has_folder:
            name = str(ask(self.excel, "name"))
            return Path.home() / HOME / Path(name).stem / name
        return Path(self._address)

    @property
    def in_web(self) -> bool:
        """Whether it was opened from OneDrive or SharePoint. Where the same file stands on this PC, if it
        does, Excel does not tell, and nothing is guessed."""
        return "://" in self._address

    @cached_property
    def _address(self) -> str:
        return str(ask(self.excel.api, "FullName"))

    @property
    def _has_folder(self) -> bool:
        return bool(ask(self.excel.api, "Path"))

    def refuse_never_saved(self) -> None:
        """Raises ``FileProblem`` where the workbook has no file yet: forms are made beside the file."""
        if not self._has_folder:
            raise FileProblem(
                N_(
                    "This workbook has never been saved, and forms are made beside its file. "
                    "Save it first (F12)."
                )
            )

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        return facts.sheets(self.excel)

    @cached_property
    def names(self) -> dict[str, str]:
        return facts.names(self.excel)

    @cached_property
    def tables(self) -> dict[str, Table]:
        found = (self._table(sheet.name, table) for sheet in self.sheets for table in self._listed(sheet))
        return {table.name: table for table in found}

    @patient
    def _listed(self, sheet: Sheet) -> list[Any]:
        return list(self.sheet(sheet.name).tables)

    @patient
    def _table(self, sheet: str, table: Any) -> Table:
        area = facts.area_of(table.range)
        header_rows, totals_rows = int(table.api.ShowHeaders), int(table.api.ShowTotals)
        grid = self.grid(sheet)
        titles = (grid.cell(area[0], column) for column in range(area[1], area[3] + 1))
        columns = tuple(str(title.value) if title else "" for title in titles) if header_rows else ()
        return Table(table.display_name, sheet, *area, columns, "", header_rows, totals_rows)

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """The files that formulas look into."""
        return facts.linked_files(self.excel)

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
        """A sheet in one range: its values, and the formulas behind them."""
        top, left, _, _ = area = facts.used_area(sheet := self.sheet(name))
        block = sheet.range(area[:2], area[2:])
        values = list(zip(*as_rows(block.raw_value), strict=True))
        formulas = list(zip(*as_rows(block.formula), strict=True))

        def column(number: int) -> Column:
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
        return facts.merged(self.sheet(sheet))

    def formula_areas(self, sheet: str) -> tuple[Range, ...]:
        return facts.formula_areas(self.sheet(sheet))

    def shared_formulas(self, _sheet: str) -> tuple[()]:
        """None: Excel lets each cell change alone, however the file tells its formula."""
        return ()

    def holds(self, cell: Cell | None, value: object) -> bool:
        """An empty text is nothing to Excel, which keeps none."""
        if value in (None, "") and cell == _EMPTY_TEXT:
            return True
        return same(cell, None if value == "" else value, False)

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        return facts.hidden_rows(self.sheet(sheet))

    def validations(self, sheet: str) -> tuple[Range, ...]:
        return facts.validations(self.sheet(sheet))

    def sheet(self, name: str) -> Any:
        """A worksheet as xlwings has it."""
        return patient(self.excel.sheets)(name)

    def write(self, fills: Fills) -> bool:
        """Through Excel: nothing is saved, and Excel forgets what could be undone."""
        edits = edits_of(self, fills)
        if not edits:
            return False
        self.refuse_held()
        self._keep_copy()
        from akmxl.workbook.live.writing import carry_out

        carry_out(self, edits)
        return True

    def _keep_copy(self) -> None:
        """A dated copy of the file as it was last saved, as before every write to a file. Where the folder
        takes none, the file itself is still as it was: nothing is saved here."""
        from akmxl.ooxml.save import keep_backup

        if self.path.is_file():
            with suppress(OSError):
                keep_backup(self.path, self.path.read_bytes())

    def preview(self, fills: Fills) -> Preview:
        return Preview(self, edits_of(self, fills))

    def refuse_held(self) -> None:
        if ask(self.excel.api, "ReadOnly"):
            raise Locked(
                N_(
                    "“{file}” is open for reading only. Close it, and open it again when nobody else has "
                    "it open. Nothing was changed."
                ),
                file=self.path.name,
            )
