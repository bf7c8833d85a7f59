"""Give a workbook its calendar back, where all its dates lie four years and a day off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import FORMAT, NOTHING, Repair, Repairs
from akmxl.core.cell_values import day_of
from akmxl.core.cells import format_range
from akmxl.core.errors import NotAPlan
from akmxl.core.lazy_pattern import lazily
from akmxl.core.value_text import day_text
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.xml.xmlbytes import with_attribute
from akmxl.plan import registers
from akmxl.workbook.calendar import APART, all_off, off_calendar
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import year_of

if TYPE_CHECKING:
    import re
    from datetime import timedelta

_PROPERTIES = lazily(rb"<(?:\w+:)?workbookPr(?=[\s/>])[^>]*>")


def put_calendar_right(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the other calendar, where that alone puts every date into the plan's year.

    Where only the days of the day log lie so far off, as after a copy from another workbook, they are mended.
    """
    try:
        by = off_calendar(file, year := year_of(file))
    except NotAPlan:
        return file, NOTHING
    if by is None:
        return file, NOTHING
    other = (by == -APART) == on_disk(file.workbook).date1904 and all_off(file, year, by)
    return _with_other_calendar(file) if other else _with_days_moved(file, by)


def _with_other_calendar(file: PlanFile) -> tuple[PlanFile, Repairs]:
    door = on_disk(file.workbook)
    xml, setting = door.package.xml(door.part), b"0" if door.date1904 else b"1"

    def other(tag: re.Match[bytes]) -> bytes:
        return with_attribute(tag[0], b"date1904", setting)

    changed, count = _PROPERTIES.subn(other, xml, count=1)
    if not count:
        return file, NOTHING
    before, after = ("1904", "1900") if door.date1904 else ("1900", "1904")
    return PlanFile.of(door.with_parts({door.part: changed})), Repairs(
        (Repair(FORMAT, "", "", before, after),)
    )


def _with_days_moved(file: PlanFile, by: timedelta) -> tuple[PlanFile, Repairs]:
    view, door = file.views[registers.DAILY], on_disk(file.workbook)
    dates = {row: view.cell(row, "date") for row in view.rows}
    days = {row: day for row, cell in dates.items() if cell.formula is None and (day := day_of(cell.value))}
    if not days:
        return file, NOTHING
    patch = Patch(door)
    sheet, rows = patch.open_rows(view.name)
    column = view.columns["date"]
    patch.write_column(sheet, rows, column, {row: day + by for row, day in days.items()})
    area = format_range((min(days), column, max(days), column))
    first = days[min(days)]
    repair = Repair(FORMAT, view.name, area, day_text(first), day_text(first + by))
    return PlanFile.of(door.changed(patch)), Repairs((repair,))
