"""The file door: a workbook read and written as a file, without Excel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from akmxl.errors import Locked
from akmxl.i18n import N_
from akmxl.ooxml import Workbook
from akmxl.ooxml.validations import recalculates, validations
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.ooxml import Cell, Patch
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

    def holds(self, cell: Cell | None, value: object) -> bool:
        from akmxl.ooxml.cellxml import same  # late, as all that only writing needs

        return same(cell, value, self.date1904)

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


def patch_of(workbook: FileDoor, fills: Fills) -> Patch:
    """The edits that the fills come to."""
    from akmxl.ooxml import Patch
    from akmxl.workbook.dress import fit_table
    from akmxl.workbook.edits import carry_out

    patch = Patch(workbook)
    carry_out(patch, workbook, fills)
    for table, rows in fills.tables.items():
        fit_table(patch, table, cast("WritableRows", rows))
    for place, style in fills.styles.items():
        patch.set_style(place.sheet, place.row, place.column, style)
    for (sheet, name), elements in fills.elements.items():
        patch.set_elements(sheet, name, elements)
    if fills.style_sheet:
        patch.set_style_sheet(fills.style_sheet)
    return patch
