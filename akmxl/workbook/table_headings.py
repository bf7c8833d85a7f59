"""Write the headings of tables with plain signs and letters: in the cell, the table and the formulas.

A table's heading stands in three places, which Excel changes together; so does this, in memory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import plain_signs
from akmxl.ooxml.xml.xmlbytes import escape, escape_attribute
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.core.cells import Place
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.read.sheet_facts import Table

FORMULA = lazily(
    rb"<(?:\w+:)?(?:f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula)(?:\s[^>]*)?>[^<]+"
)
_OWN_SIGNS = frozenset("[]#'@\n\t\r_")  # they are written otherwise inside a formula, or a table's part


def can_be_plain(file: PlanFile, table: Table, heading: str, plain: str = "") -> bool:
    """Tell whether an odd heading can be changed in the file: akmxl reads all tables that have it.

    ``plain`` is what it becomes; without its unseen signs where nothing is given.
    """
    plain = plain or plain_signs(heading)
    if not isinstance(file.workbook, FileDoor) or not plain or not _OWN_SIGNS.isdisjoint(heading):
        return False
    known = {view.layout.table for view in file.views.values()}
    same = [other for other in file.workbook.tables.values() if heading in other.columns]
    beside = {column.casefold() for column in table.columns}
    return all(other.name in known for other in same) and plain.casefold() not in beside


def with_plain_headings(file: PlanFile, headings: Mapping[Place, tuple[str, str]]) -> PlanFile:
    """Return the file with plain headings at these places, which are headings of tables; nothing is saved.

    ``headings`` gives for each place what stands there and what is to stand there.
    """
    door = file.workbook
    if not headings or not isinstance(door, FileDoor):
        return file
    from akmxl.ooxml.edit.patch import Patch  # late: hardly any heading is odd

    patch = Patch(door)
    for place, (_, plain) in headings.items():
        sheet, rows = patch.open_rows(place.sheet)
        style = rows.own_style(place.row, place.column)
        patch.write(sheet, rows, place.row, place.column, plain, style)
    renamed = dict(headings.values())
    for table in door.tables.values():
        if any(_holds(table, place) for place in headings):
            _rename(patch, table.part, renamed)
    _in_formulas(patch, door, renamed)
    return PlanFile.of(door.changed(patch))


def _holds(table: Table, place: Place) -> bool:
    """Tell whether a place is one of a table's headings."""
    row = (table.sheet, table.first_row)
    return row == (place.sheet, place.row) and table.first_col <= place.column <= table.last_col


def _rename(patch: Patch, part: str, renamed: Mapping[str, str]) -> None:
    xml = patch.part_xml(part)
    for old, new in renamed.items():
        name = b'name="%b"'
        xml = xml.replace(name % escape_attribute(old).encode(), name % escape_attribute(new).encode())
    patch.parts[part] = xml


def _in_formulas(patch: Patch, door: FileDoor, renamed: Mapping[str, str]) -> None:
    """Write the plain headings into every formula that names a column of a table by the odd one."""
    pairs = {escape(old).encode(): escape(new).encode() for old, new in renamed.items()}
    names = re.compile(rb"(?<=[\[@])(?:%b)(?=\])" % b"|".join(map(re.escape, pairs)))

    def plain(formula: re.Match[bytes]) -> bytes:
        return names.sub(lambda match: pairs[match[0]], formula[0])

    tables = (table.part for table in door.tables.values())
    for part in (*(sheet.part for sheet in door.sheets), door.part, *tables):
        xml = patch.settled(part)
        if names.search(xml):
            patch.parts[part] = FORMULA.sub(plain, xml)
