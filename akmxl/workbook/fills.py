"""Fills: what is to be written, as data. Both doors apply them; a dry run only looks at them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.model import Place
from akmxl.quickly import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.workbook.door import Door
    from akmxl.workbook.file import PlanFile

    Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Fills:
    """Values for single cells, whole tables that akmxl owns, rows to add to a table, whole owned sheets.

    ``styles`` gives cells another style, by its index in ``style_sheet`` (empty: the workbook's own as it
    is); ``elements`` what stands beside a sheet's cells, by sheet and element name, all of that name.
    """

    cells: Mapping[Place, object] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)
    added: Mapping[str, Rows] = field(default_factory=dict)
    sheets: Mapping[str, Rows] = field(default_factory=dict)
    styles: Mapping[Place, int] = field(default_factory=dict)
    elements: Mapping[tuple[str, str], Sequence[bytes]] = field(default_factory=dict)
    style_sheet: bytes = b""

    def __or__(self, other: Fills) -> Fills:
        return Fills(
            {**self.cells, **other.cells},
            {**self.tables, **other.tables},
            {**self.added, **other.added},
            {**self.sheets, **other.sheets},
            {**self.styles, **other.styles},
            {**self.elements, **other.elements},
            other.style_sheet or self.style_sheet,
        )


def write(file: PlanFile, fills: Fills) -> bool:
    """Write fills through the door that the workbook was opened by; False when nothing would change.

    Raises ``Locked`` where it cannot be written; then all is as it was.
    """
    return file.workbook.write(fills)


def preview(file: PlanFile, fills: Fills) -> Door:
    """The workbook as it would be with the fills written; nothing is written."""
    return file.workbook.preview(fills)


def block(file: PlanFile, name: str, rows: Sequence[Sequence[object]]) -> Fills:
    """Rows of values into the block of cells that a defined name covers; what is left over is emptied."""
    area = file.workbook.name_range(name)
    if area is None:
        return Fills()
    sheet, first_row, first_column, last_row, last_column = area
    cells: dict[Place, object] = {}
    for row in range(first_row, last_row + 1):
        values = rows[row - first_row] if row - first_row < len(rows) else ()
        for column in range(first_column, last_column + 1):
            offset = column - first_column
            cells[Place(sheet, row, column)] = values[offset] if offset < len(values) else None
    return Fills(cells)
