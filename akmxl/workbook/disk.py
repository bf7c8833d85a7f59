"""The file door: a workbook read and written as a file, without Excel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from akmxl.errors import Locked
from akmxl.i18n import N_
from akmxl.ooxml import Workbook
from akmxl.ooxml.validations import recalculates, validations
from akmxl.workbook.grid import end_with_typed
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.ooxml import Patch
    from akmxl.ooxml.address import Range
    from akmxl.ooxml.cellxml import Writable
    from akmxl.workbook.door import Door
    from akmxl.workbook.fills import Fills
    from akmxl.workbook.preview import Preview

    WritableRows = Sequence[Sequence[Writable]]

_LINKED_FILE = re.compile(r"/?xl/externalLinks/[^/]+\.xml")


class FileDoor(Workbook):
    """A workbook file as a ``Door``."""

    @property
    def through_excel(self) -> bool:
        return False

    @property
    def linked_files(self) -> int:
        return sum(_LINKED_FILE.match(part) is not None for part in self.part_crcs)

    @property
    def recalculates(self) -> bool:
        return recalculates(self)

    def validations(self, sheet: str) -> tuple[Range, ...]:
        return validations(self, sheet)

    def write(self, fills: Fills) -> bool:
        from akmxl.ooxml.temporaries import sweep_below  # late, as all that only writing needs

        sweep_below(str(self.path.parent / REPORTS_FOLDER))
        return patch_of(self, fills).save()

    def preview(self, fills: Fills) -> Preview:
        from akmxl.workbook.edits import edits_of  # late, as all that only some commands need
        from akmxl.workbook.preview import Preview

        return Preview(self, edits_of(self, fills))

    def filled(self, fills: Fills) -> FileDoor:
        """The file that writing would make, in memory."""
        return FileDoor.of(self.path, patch_of(self, fills).to_bytes())

    def refuse_held(self) -> None:
        from akmxl.ooxml.locks import refuse_held  # late, as all that only writing needs

        refuse_held(self.path)


def on_disk(workbook: Door) -> FileDoor:
    """The workbook as a file, for what Excel does not offer; raises ``Locked`` where Excel holds it."""
    if isinstance(workbook, FileDoor):
        return workbook
    raise Locked(
        N_("“{file}” is open in Excel. Save and close it there, then try again. Nothing was changed."),
        file=workbook.path.name,
    )


def patch_of(workbook: Workbook, fills: Fills) -> Patch:
    """The edits that the fills come to."""
    from akmxl.ooxml import Patch
    from akmxl.workbook.dress import fit_table

    patch = Patch(workbook)
    for place, value in fills.cells.items():
        patch.set(place.sheet, place.row, place.column, cast("Writable", value))
    for table, rows in fills.tables.items():
        patch.set_table_rows(table, cast("WritableRows", rows))
        fit_table(patch, table, cast("WritableRows", rows))
    for table, rows in fills.added.items():
        _take_in(patch, table)
        patch.append_rows(table, cast("WritableRows", rows))
    for sheet, rows in fills.sheets.items():
        _fill_sheet(patch, sheet, cast("WritableRows", rows))
    for place, style in fills.styles.items():
        patch.set_style(place.sheet, place.row, place.column, style)
    for (sheet, name), elements in fills.elements.items():
        patch.set_elements(sheet, name, elements)
    if fills.style_sheet:
        patch.set_style_sheet(fills.style_sheet)
    return patch


def _take_in(patch: Patch, name: str) -> None:
    table = patch.tables.get(name)
    if table is None:
        return
    merges = patch.open_rows(table.sheet)[1].merges
    last = end_with_typed(patch.workbook.grid(table.sheet), table, merges)
    if last > table.last_row:
        patch.resize_table(table, last)


def _fill_sheet(patch: Patch, sheet: str, rows: WritableRows) -> None:
    """The rows of a sheet of akmxl's own; very hidden where it is not there yet."""
    if any(known.name.casefold() == sheet.casefold() for known in patch.workbook.sheets):
        patch.set_sheet_rows(sheet, rows)
    else:
        patch.add_sheet(sheet, rows)
