"""Define the door: what a plan asks of the workbook that it stands in, be it a file or one in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from akmxl.core.cells import Cell, Range
    from akmxl.ooxml.read.sheet_facts import Sheet, Table
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.fills import Fills


class Door(Protocol):
    """An opened workbook: read as grids and facts, written by fills.

    ``FileDoor`` and ``LiveDoor`` are the two; both give the same of the same workbook. Rows and
    columns count from 1. What it returns is kept and shared: look, do not change. ``write`` ends it: open
    the workbook again to see what was written.
    """

    @property
    def path(self) -> Path:
        """The workbook's place: templates and forms stand beside it."""

    @property
    def through_excel(self) -> bool:
        """Whether a running Excel holds it: what was written is then not saved yet."""

    @property
    def sheets(self) -> Sequence[Sheet]:
        """The worksheets in the order of their tabs."""

    @property
    def sheet_names(self) -> Sequence[str]:
        """The names on the tabs, those of charts too."""

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names of the whole workbook: name to reference text, without ``=``."""

    @property
    def tables(self) -> Mapping[str, Table]:
        """Excel tables by name."""

    @property
    def linked_files(self) -> int:
        """How many other files its formulas or names look into."""

    @property
    def recalculates(self) -> bool:
        """Whether Excel sees to it that no formula shows an old result."""

    def name_range(self, name: str) -> tuple[str, int, int, int, int] | None:
        """Return sheet, first row, first column, last row, last column of a one-range name, or None."""

    def grid(self, sheet: str) -> Grid:
        """Return a sheet's cells by column."""

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """Return a sheet's cells by row and column: for sheets all of whose cells are looked at."""

    def merged(self, sheet: str) -> Sequence[Range]:
        """Return merged areas: first row, first column, last row, last column."""

    def formula_areas(self, sheet: str) -> Sequence[Range]:
        """Return the areas of several cells that one formula fills."""

    def shared_formulas(self, sheet: str, /) -> Collection[tuple[int, int]]:
        """Return row and column of cells whose formula is stored once for several: none changes alone."""

    def holds(self, cell: Cell | None, value: object) -> bool:
        """Tell whether a cell holds a value already, so that writing it would change nothing."""

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        """Return the rows that nobody sees: hidden by hand, by a filter, or folded away."""

    def odd_formats(self, sheet: str, /) -> Mapping[tuple[int, int], str]:
        """Return the number formats by which cells show another number than they hold, by row and column."""

    def number_format(self, sheet: str, row: int, column: int, /) -> str:
        """Return the number format of a cell; empty for many that show a number as it is."""

    def validations(self, sheet: str) -> Sequence[Range]:
        """Return the areas that have a drop-down list or an input check."""

    def write(self, fills: Fills) -> bool:
        """Write fills; False when nothing would change. Raises ``Locked``; then all is as it was."""

    def preview(self, fills: Fills) -> Door:
        """Return the workbook as it would be with the fills written; nothing is written."""

    def refuse_held(self) -> None:
        """Raise ``Locked`` where it cannot be written, so that a long job is refused before it begins."""
