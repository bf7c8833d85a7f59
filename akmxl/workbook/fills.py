"""Fills: what is to be written, as data. Both doors apply them; a dry run only looks at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from akmxl.model import Place
from akmxl.ooxml import Patch, Workbook
from akmxl.workbook.dress import fit_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.ooxml.cellxml import Writable
    from akmxl.workbook.file import PlanFile

    Rows = Sequence[Sequence[object]]
    WritableRows = Sequence[Sequence[Writable]]


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
    """Write fills into the workbook, safely; False when nothing would change. Raises ``Locked``."""
    return patch_of(file, fills).save()


def preview(file: PlanFile, fills: Fills) -> Workbook:
    """The workbook as it would be with the fills written; nothing is written."""
    return Workbook.of(file.path, patch_of(file, fills).to_bytes())


def patch_of(file: PlanFile, fills: Fills) -> Patch:
    """The edits that the fills come to."""
    patch = Patch(file.workbook)
    for place, value in fills.cells.items():
        patch.set(place.sheet, place.row, place.column, cast("Writable", value))
    for table, rows in fills.tables.items():
        patch.set_table_rows(table, cast("WritableRows", rows))
        fit_table(patch, table, cast("WritableRows", rows))
    for table, rows in fills.added.items():
        _take_in(patch, file, table)
        patch.append_rows(table, cast("WritableRows", rows))
    for sheet, rows in fills.sheets.items():
        patch.set_sheet_rows(sheet, cast("WritableRows", rows))
    for place, style in fills.styles.items():
        patch.set_style(place.sheet, place.row, place.column, style)
    for (sheet, name), elements in fills.elements.items():
        patch.set_elements(sheet, name, elements)
    if fills.style_sheet:
        patch.set_style_sheet(fills.style_sheet)
    return patch


def _take_in(patch: Patch, file: PlanFile, name: str) -> None:
    """Let a table take in the rows that people typed right under it: not every program lets it grow."""
    table, view = patch.tables.get(name), file.views.get(name)
    if table is None or view is None or table.totals_rows:
        return
    merges = patch.open_rows(table.sheet)[1].merges
    merged = {row for first, _, last, _ in merges for row in range(first, last + 1)}
    last, typed = table.last_row, set(view.filled_rows()) - merged
    while last + 1 in typed:
        last += 1
    if last > table.last_row:
        patch.resize_table(table, last)


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
