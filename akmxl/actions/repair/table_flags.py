"""Switch tables' heading rows on again, rows of totals off that are none, and write both where a file says
what cannot be.

All in memory and before the workbook is read, as their ranges (``table_ranges``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import NOTHING, TABLE, Repair, Repairs
from akmxl.actions.repair.table_ranges import stands_elsewhere, tables_of
from akmxl.core.cells import format_range
from akmxl.core.errors import Unreadable
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.xml.attributes import corners, whole
from akmxl.ooxml.xml.xmlbytes import attribute, with_attribute
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says

if TYPE_CHECKING:
    import re

    from akmxl.actions.repair.table_ranges import Written
    from akmxl.core.cells import Range
    from akmxl.ooxml.read.grid import SheetGrid
    from akmxl.workbook.doors.file_door import FileDoor

_TAG = lazily(rb"<(?:\w+:)?table\s[^>]*>")
_TOTALLED = lazily(rb"\btotalsRow(?:Function|Label)=")


def mend_table_flags(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Return the workbook whose tables have a heading row and no false totals, and the list of those mended.

    A table of people's own, or one whose headings something else stands in place of, is left as it is.
    """
    own = {str(sheet.table) for sheet in layout.everything()}
    done: list[Repair] = []
    try:
        for table in list(tables_of(door)):
            area = corners(table.reference)
            if area and (made := _changed(door, table, area, own=table.name in own)):
                door = made
                done.append(Repair(TABLE, table.sheet, table.reference, "", table.name))
    except Unreadable:  # whoever reads the workbook then says so
        return door, NOTHING
    return door, Repairs(tuple(done))


def _changed(door: FileDoor, table: Written, area: Range, *, own: bool) -> FileDoor | None:
    """Return the workbook with a table's flags mended; None where they are right, or nobody can tell."""
    made = _with_readable_flags(door, table, area) or door
    if own:
        made = _with_headings(made, table, area) or _without_totals(made, table, area) or made
    return made if made is not door else None


def _with_readable_flags(door: FileDoor, table: Written, area: Range) -> FileDoor | None:
    """Write how many rows of headings and of totals a table has, where the file says what cannot be."""
    written = _tag_of(door, table)
    counts: dict[str, str] = {}
    if _is_odd(written, b"headerRowCount") and table.headings_at(door.grid(table.sheet)):
        counts["headerRowCount"] = "1"
    if _is_odd(written, b"totalsRowCount"):
        counts["totalsRowCount"] = (
            "1" if _declares_totals(door, table) and _ends_in_formulas(door, table, area) else "0"
        )
    return _tagged(door, table, **counts) if counts else None


def _is_odd(tag: bytes, name: bytes) -> bool:
    said = attribute(tag, name)
    return said is not None and whole(said, -1, most=1) < 0


def _with_headings(door: FileDoor, table: Written, area: Range) -> FileDoor | None:
    """Switch the heading row on where the headings stand; else write them into the blank row above the table,
    whose row of headings was switched off or deleted.
    """
    top, left, bottom, right = area
    grid = door.grid(table.sheet)
    there = 2 * table.headings_at(grid) > len(table.titles)
    if attribute(_tag_of(door, table), b"headerRowCount") != b"0":
        if there or table.headings_at(grid) or stands_elsewhere(grid, table.titles):
            return None
    elif there:
        return _tagged(door, table, headerRowCount="1")
    if top == 1 or right - left + 1 != len(table.titles) or not _is_blank(grid, top - 1, left, right):
        return None
    reference = format_range((top - 1, left, bottom, right))
    patch = Patch(_tagged(door, table, headerRowCount="1", ref=reference))
    name, rows = patch.open_rows(table.sheet)
    for column, title in enumerate(table.titles, left):
        patch.write(name, rows, top - 1, column, title, rows.own_style(top - 1, column))
    return door.changed(patch)


def _is_blank(grid: SheetGrid, row: int, left: int, right: int) -> bool:
    return not any(says(grid.values(column).get(row)) for column in range(left, right + 1))


def _without_totals(door: FileDoor, table: Written, area: Range) -> FileDoor | None:
    """Switch a row of totals off that holds no totals: no column says what is added up there."""
    if not whole(attribute(_tag_of(door, table), b"totalsRowCount")):
        return None
    if _declares_totals(door, table) or _ends_in_formulas(door, table, area):
        return None
    return _tagged(door, table, totalsRowCount="0")


def _declares_totals(door: FileDoor, table: Written) -> bool:
    return _TOTALLED.search(door.package.xml(table.part)) is not None


def _ends_in_formulas(door: FileDoor, table: Written, area: Range) -> bool:
    _, left, bottom, right = area
    grid = door.grid(table.sheet)
    return any(bottom in grid.formulas(column) for column in range(left, right + 1))


def _tag_of(door: FileDoor, table: Written) -> bytes:
    found = _TAG.search(door.package.xml(table.part))
    return found[0] if found else b""


def _tagged(door: FileDoor, table: Written, **attributes: str) -> FileDoor:
    """Return the workbook with other attributes in a table's first tag."""

    def tag(match: re.Match[bytes]) -> bytes:
        new = match[0]
        for name, value in attributes.items():
            new = with_attribute(new, name.encode(), value.encode())
        return new

    return door.with_parts({table.part: _TAG.sub(tag, door.package.xml(table.part), count=1)})
