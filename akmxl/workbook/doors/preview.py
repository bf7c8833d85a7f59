"""Show a workbook as it would be with edits written: new cells laid over its grids, nothing written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.cells import WrongUse
from akmxl.ooxml.read.sheet_facts import Sheet, area_of_name
from akmxl.ooxml.read.workbook import own_name
from akmxl.workbook.doors.edits import cell_of, edits_of
from akmxl.workbook.doors.grids import EMPTY, EditedGrid, cells_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from akmxl.core.cells import Cell, Range
    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.workbook.doors.door import Door
    from akmxl.workbook.doors.edits import Edits
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.fills import Fills


class Preview:
    """A ``Door`` to look through only. What stands beside the cells is as it is in the workbook."""

    def __init__(self, door: Door, edits: Edits) -> None:
        self._door = door
        self._edits = edits
        self._grids: dict[str, Grid] = {}
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {}

    @property
    def path(self) -> Path:
        return self._door.path

    @property
    def through_excel(self) -> bool:
        return self._door.through_excel

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        known = tuple(self._door.sheets)
        added = self._edits.added_sheets
        behind = enumerate(added, len(self._door.sheet_names))
        return (*known, *(Sheet(name, "", "veryHidden", place) for place, name in behind))

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return (*self._door.sheet_names, *self._edits.added_sheets)

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {**self._door.names, **self._edits.names}

    @cached_property
    def tables(self) -> dict[str, Table]:
        return self._edits.tables(self._door.tables)

    @property
    def linked_files(self) -> int:
        return self._door.linked_files

    @property
    def recalculates(self) -> bool:
        return self._door.recalculates

    def name_range(self, name: str) -> tuple[str, int, int, int, int] | None:
        return area_of_name(name, self.names, self.sheets)

    def grid(self, sheet: str) -> Grid:
        name = self._own(sheet)
        if name not in self._grids:
            old = EMPTY if self._is_new(name) else self._door.grid(name)
            edits = self._edits.cells.get(name, {})
            self._grids[name] = EditedGrid(old, {spot: cell_of(value) for spot, value in edits.items()})
        return self._grids[name]

    def cells(self, sheet: str) -> dict[tuple[int, int], Cell]:
        name = self._own(sheet)
        if name not in self._cells:
            self._cells[name] = cells_of(self.grid(name))
        return self._cells[name]

    def merged(self, sheet: str) -> Sequence[Range]:
        name = self._own(sheet)
        return () if self._is_new(name) else self._door.merged(name)

    def formula_areas(self, sheet: str) -> Sequence[Range]:
        name = self._own(sheet)
        return () if self._is_new(name) else self._door.formula_areas(name)

    def shared_formulas(self, sheet: str) -> Collection[tuple[int, int]]:
        """Return those of the workbook that were not written over: what is written is stored for itself."""
        name = self._own(sheet)
        shared = () if self._is_new(name) else self._door.shared_formulas(name)
        return frozenset(shared) - self._edits.cells.get(name, {}).keys()

    def holds(self, cell: Cell | None, value: object) -> bool:
        return self._door.holds(cell, value)

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        name = self._own(sheet)
        return frozenset() if self._is_new(name) else self._door.hidden_rows(name)

    def odd_formats(self, sheet: str) -> Mapping[tuple[int, int], str]:
        name = self._own(sheet)
        return {} if self._is_new(name) else self._door.odd_formats(name)

    def number_format(self, sheet: str, row: int, column: int) -> str:
        name = self._own(sheet)
        return "" if self._is_new(name) else self._door.number_format(name, row, column)

    def validations(self, sheet: str) -> Sequence[Range]:
        name = self._own(sheet)
        return () if self._is_new(name) else self._door.validations(name)

    def _own(self, sheet: str) -> str:
        """Return a sheet's own name, letter case apart; raises ``Unsupported`` where there is none."""
        return own_name(sheet, [known.name for known in self.sheets], self.path.name)

    def _is_new(self, name: str) -> bool:
        return name in self._edits.added_sheets

    def write(self, fills: Fills) -> bool:
        raise WrongUse(f"a preview takes no fills: {fills}")

    def preview(self, fills: Fills) -> Preview:
        return Preview(self, edits_of(self, fills))

    def refuse_held(self) -> None:
        self._door.refuse_held()
