"""Read and write a workbook as a file, without Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from akmxl.core.errors import Locked
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.look.validations import recalculates, validations
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.core.cells import Cell, Range
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.package.package import Package
    from akmxl.workbook.doors.door import Door
    from akmxl.workbook.doors.preview import Preview
    from akmxl.workbook.fills import Fills

    WritableRows = Sequence[Sequence[Writable]]

_LINKED_FILE = lazily(r"/?xl/externalLinks/[^/]+\.xml")


class FileDoor(Workbook):
    """A workbook file as a ``Door``."""

    _read: Package | None = None  # what the disk has, where this is what is to be written over it

    @property
    def through_excel(self) -> bool:
        return False

    @property
    def linked_files(self) -> int:
        return sum(
            "/externalLinks/" in part and _LINKED_FILE.match(part) is not None for part in self.part_crcs
        )

    @property
    def recalculates(self) -> bool:
        return recalculates(self)

    def validations(self, sheet: str) -> tuple[Range, ...]:
        return validations(self, sheet)

    def holds(self, cell: Cell | None, value: object) -> bool:
        from akmxl.ooxml.edit.cellxml import same  # late, as all that only writing needs

        return same(cell, value, self.date1904)

    def write(self, fills: Fills) -> bool:
        from akmxl.ooxml.package.temporaries import sweep_below  # late, as all that only writing needs

        sweep_below(str(self.path.parent / REPORTS_FOLDER))
        return patch_of(self, fills).save(over=self._read)

    def preview(self, fills: Fills) -> Preview:
        from akmxl.workbook.doors.edits import edits_of  # late, as all that only some commands need
        from akmxl.workbook.doors.preview import Preview

        return Preview(self, edits_of(self, fills))

    def filled(self, fills: Fills) -> FileDoor:
        """Make the file that writing would make, in memory."""
        return self.changed(patch_of(self, fills))

    def changed(self, patch: Patch) -> FileDoor:
        """Return the file that edits of this one make, in memory; writing it replaces what the disk has."""
        made = FileDoor.of(self.path, patch.to_bytes())
        made._read = self._read or self.package
        made.take_over(self)
        return made

    def with_parts(self, parts: Mapping[str, bytes], removed: frozenset[str] = frozenset()) -> FileDoor:
        """Return the file with other bytes in some of its parts, in memory, as ``changed`` does.

        Those that are ``removed`` are not in it any more.
        """
        from akmxl.ooxml.package.zipraw import rebuild  # late, as all that only writing needs

        package = self.package
        data = rebuild(package.data, package.entries, package.directory_start, dict(parts), removed)
        made = FileDoor.of(self.path, data)
        made._read = self._read or package
        return made

    def refuse_held(self) -> None:
        from akmxl.ooxml.package.locks import refuse_held  # late, as all that only writing needs

        refuse_held(self.path)


def on_disk(workbook: Door) -> FileDoor:
    """Return the workbook as a file, for what Excel does not offer; raise ``Locked`` where Excel holds it."""
    if isinstance(workbook, FileDoor):
        return workbook
    raise Locked(
        N_("“{file}” is open in Excel. Save and close it there, then try again. Nothing was changed."),
        file=workbook.path.name,
    )


def patch_of(workbook: FileDoor, fills: Fills) -> Patch:
    """Collect the edits that fills come to, without saving them."""
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.workbook.doors.edits import apply_fills
    from akmxl.workbook.row_heights import fit_added, fit_table, fit_texts

    patch = Patch(workbook)
    apply_fills(patch, workbook, fills)
    for table, rows in fills.tables.items():
        fit_table(patch, table, cast("WritableRows", rows))
    for table, rows in fills.added.items():
        fit_added(patch, table, cast("WritableRows", rows))
    if fills.cells:
        fit_texts(patch, fills.cells)
    for place, style in fills.styles.items():
        patch.set_style(place.sheet, place.row, place.column, style)
    for (sheet, name), elements in fills.elements.items():
        patch.set_elements(sheet, name, elements)
    if fills.style_sheet:
        patch.set_style_sheet(fills.style_sheet)
    return patch
