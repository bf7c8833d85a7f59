"""Read and write a workbook that is open in Excel as a ``Door``."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem, Locked
from akmxl.core.i18n import N_
from akmxl.workbook.doors.edits import edits_of
from akmxl.workbook.doors.live.com import ask
from akmxl.workbook.doors.live.workbook import LiveWorkbook
from akmxl.workbook.doors.preview import Preview

if TYPE_CHECKING:
    from akmxl.workbook.fills import Fills


class LiveDoor(LiveWorkbook):
    """A workbook in Excel, written to by fills: all of them, or none."""

    through_excel = True

    def refuse_never_saved(self) -> None:
        """Raise ``FileProblem`` where the workbook has no file yet: forms are made beside the file."""
        if not self.has_folder:
            raise FileProblem(
                N_(
                    "This workbook has never been saved, and forms are made beside its file. "
                    "Save it first (F12)."
                )
            )

    def refuse_without_file(self) -> None:
        """Raise ``FileProblem`` where this PC has no file of it: never saved, or opened from the web."""
        if not self.has_folder:
            raise FileProblem(N_("This workbook has never been saved. Save it first (F12)."))
        if self.in_web:
            raise FileProblem(
                N_("“{file}” was opened from the web. Open it from its folder on this PC and try again."),
                file=self.path.name,
            )

    def write(self, fills: Fills) -> bool:
        """Write fills through Excel: nothing is saved, and Excel forgets what could be undone."""
        edits = edits_of(self, fills)
        if not edits:
            return False
        self.refuse_held()
        self._keep_copy()
        from akmxl.workbook.doors.live.all_or_none import write_all_or_none

        write_all_or_none(self, edits)
        return True

    def _keep_copy(self) -> None:
        """Keep a dated copy of the file as it was last saved, as before every write to a file.

        Where the folder takes none, the file itself is still as it was: nothing is saved here.
        """
        from akmxl.ooxml.package.save import keep_backup

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
