"""Find the cells of a template that hold placeholders, and tell what each row is for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.cells import a1
from akmxl.core.dataclass import dataclass
from akmxl.submission.template.placeholders import Placeholder

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.ooxml.read.workbook import Workbook


# The kinds of rows; a later kind wins over an earlier one: an item's row may name its section.
_KINDS = ("total", "otherwise", "section", "kind", "item", "record", "change", "centre", "list_total")


@dataclass(frozen=True)
class Spot:
    """A cell with placeholders, its text split into ``pieces``."""

    sheet: str
    row: int
    column: int
    style: int
    pieces: tuple[str | Placeholder, ...]

    @property
    def a1(self) -> str:
        return a1(self.row, self.column)

    @cached_property
    def placeholders(self) -> tuple[Placeholder, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Placeholder))

    @property
    def whole(self) -> bool:
        """Whether the cell is exactly one placeholder, so that it takes a typed value."""
        return len(self.pieces) == 1


@dataclass(frozen=True)
class Spots:
    """A workbook and its cells with placeholders, by row, with what each row is for."""

    workbook: Workbook
    spots: tuple[Spot, ...]

    @property
    def path(self) -> Path:
        return self.workbook.path

    def row(self, sheet: str, row: int) -> tuple[Spot, ...]:
        """Return the cells with placeholders of one row, from left to right."""
        return self._rows.get((sheet, row), ())

    @cached_property
    def _rows(self) -> dict[tuple[str, int], tuple[Spot, ...]]:
        rows: dict[tuple[str, int], tuple[Spot, ...]] = {}
        for spot in self.spots:
            rows[spot.sheet, spot.row] = (*rows.get((spot.sheet, spot.row), ()), spot)
        return rows

    @cached_property
    def kinds(self) -> dict[tuple[str, int], str]:
        """The rows (sheet, row) with a special purpose and its name, from top to bottom.

        A row repeats (record, item, text, change, centre, list_total), heads what repeats (section, kind),
        adds it up (total), or is there where nothing repeats (otherwise).
        """
        kinds = {(spot.sheet, spot.row): "text" for spot in self.spots if spot.whole and _is_text(spot)}
        for kind in _KINDS:
            for spot in self.spots:
                if any(placeholder.kind == kind for placeholder in spot.placeholders):
                    kinds[spot.sheet, spot.row] = kind
        return dict(sorted(kinds.items()))


def _is_text(spot: Spot) -> bool:
    return any((one.kind, one.field) == ("letter", "text") for one in spot.placeholders)
