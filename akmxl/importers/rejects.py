"""Gather the rows of an export that cannot be counted, to give them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.importers.heading import place_of
from akmxl.importers.rows import RUNS_OVER, Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.importers.rows import Data
    from akmxl.importers.sources.table import SourceTable

MOST_REJECTED = 10_000  # rows that are given back to be mended; more are only counted
NO_NUMBER = N_("“{value}” is no whole number of 0 or more")
_NO_MARK = N_(
    "the hidden mark of the row is gone, so nobody can tell whether it was counted; mend it in the export"
)


class Rejects:
    """The rows that are not counted: ``rows`` are given back, ``count`` is how many there are.

    ``marks`` are those of the mended rows that are counted now, ``known`` how many were counted before.
    """

    def __init__(self, marks: frozenset[str]) -> None:
        self._known_marks = marks
        self.marks: list[str] = []
        self.known = 0
        self.rows: list[Rejected] = []
        self.count = 0

    def is_known(self, data: Data, row: int, cells: Sequence[object]) -> bool:
        """Tell whether a mended row was counted before, or cannot be told apart from one that was."""
        mark = data.mark(cells)
        if not mark:
            self.reject(data, row, cells, -1, Said(_NO_MARK))
            return True
        if mark in self._known_marks or mark in self.marks:
            self.known += 1
            return True
        self.marks.append(mark)
        return False

    def runs_over(self, data: Data, row: int, cells: Sequence[object]) -> bool:
        """Tell whether a row is longer than the heading, which rejects it."""
        if not data.runs_over(cells):
            return False
        self.reject(data, row, cells, -1, Said(RUNS_OVER))
        return True

    def reject(self, data: Data, row: int, cells: Sequence[object], place: int, reason: Said) -> None:
        """Reject a row for what stands in one of its cells; -1 for none."""
        self.count += 1
        self.give_back(data, row, cells, place, reason)

    def give_back(self, data: Data, row: int, cells: Sequence[object], place: int, reason: Said) -> None:
        """Give a row back that is in the count already."""
        self._keep(_rejected(data, row, cells, place, reason))

    def add_faults(self, table: SourceTable) -> None:
        """Add the rows that could not be read at all."""
        for broken in table.faults:
            reason = Said(broken.message, **broken.params)
            self._keep(Rejected(broken.row, "", reason, (), place_of(table)))
        self.count += len(table.faults)

    def _keep(self, rejected: Rejected) -> None:
        if rejected.mark in self.marks:
            self.marks.remove(rejected.mark)
        if len(self.rows) < MOST_REJECTED:
            self.rows.append(rejected)


def _rejected(data: Data, row: int, cells: Sequence[object], place: int, reason: Said) -> Rejected:
    title = data.heading.titles.get(place) or (column_letter(place + 1) if place >= 0 else "")
    return Rejected(row, title, reason, data.cells(cells), place_of(data.table), data.mark(cells))
