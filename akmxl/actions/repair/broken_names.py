"""Take out the plan's own names that stand for nothing, before the workbook is read.

They are defined again with those that are gone (``new_names``), each by its own rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.spelling import fold
from akmxl.ooxml.edit.workbookxml import without_names
from akmxl.workbook import layout
from akmxl.workbook.standing_names import broken_names, every_name, standing_names

if TYPE_CHECKING:
    from akmxl.workbook.doors.file_door import FileDoor


def take_broken_names_out(door: FileDoor) -> FileDoor:
    """Return the workbook without its own names that say nothing, nor those of a sheet in their stead.

    A name that stands for a sheet alone hides the one of the workbook there: as long as that is whole, it is
    somebody's copy of a sheet, and stays.
    """
    try:
        broken, standing = broken_names(door), standing_names(door)
    except Unreadable:  # whoever reads the workbook then says so
        return door
    lost = {name.casefold() for name in every_name(layout.EDITION)} - standing | broken
    own = {fold(name) for name in (*layout.REQUIRED_SHEETS, *layout.OWNED_SHEETS, layout.APPROVED)}
    places = {place for place, name in enumerate(door.sheet_names) if fold(name) in own}
    xml = door.package.xml(door.part)
    new = without_names(xml, lost, places)
    return door if new == xml else door.with_parts({door.part: new})
