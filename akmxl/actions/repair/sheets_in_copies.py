"""Take the sheets that nothing can make again, Reja and Sozlamalar, from the newest dated copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.repair.new_sheets import sheet_addition
from akmxl.actions.repair.outcome import NOTHING, Repairs
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.adopting import Adopter
from akmxl.ooxml.package.save import copies_of
from akmxl.workbook import layout
from akmxl.workbook.copies import newest_copy_with
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from akmxl.actions.repair.addition import Addition


def sheets_from_copy(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the lost sheets as the newest copies have them; unchanged where none has.

    Where something of the user's is in the way, ``left`` of the list names it.
    """
    done = NOTHING
    for name in layout.NEVER_MADE:
        if name not in file.missing_sheets or not (copy := newest_copy_with(file.path, name)):
            continue
        path = next(path for path in copies_of(file.path) if Path(path).name == copy)
        there = PlanFile.open(Path(path))
        addition = sheet_addition(file, there, name)
        if addition.left:
            return file, Repairs(left=(addition.left,))
        file = _with(file, there, addition)
        done |= Repairs((replace(addition.repair, after=f"{name} ({copy})"),))
    return file, done


def _with(file: PlanFile, there: PlanFile, addition: Addition) -> PlanFile:
    door = on_disk(file.workbook)
    patch = Patch(door)
    adopter = Adopter(patch, on_disk(there.workbook))
    addition.apply(adopter)
    adopter.finish()
    return PlanFile.of(door.changed(patch))
