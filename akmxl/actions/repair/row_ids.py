"""Give the registers' ids back: the heading over which somebody typed another, and the numbers."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import CODE, HEADING, NOTHING, Repair, Repairs
from akmxl.actions.repair.template import year_by_days
from akmxl.core.cells import a1
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.xml.xmlbytes import escape_attribute
from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.lost_ids import lost_ids
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.old_ids import rows_by_words
from akmxl.workbook.receipts_sheet import read_kept

if TYPE_CHECKING:
    from akmxl.workbook.plan_file import SheetView

_NEWEST = 10  # copies that are looked at


def put_id_headings_back(file: PlanFile, _template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook whose registers have their column of ids, where one holds nothing but such numbers.

    The last column of whole numbers, no two alike and one in each row, is that of the ids.
    """
    door = on_disk(file.workbook)
    patch, done = Patch(door), []
    for sheet in layout.REGISTER_SHEETS:
        view = file.views.get(sheet.name)
        at = _of_ids(view) if view and any(column.field == "id" for column in view.missing) else 0
        if view and at:
            name, rows = patch.open_rows(view.name)
            row, old = view.header_row, view.titles[at]
            patch.write(name, rows, row, at, layout.ID_TITLE, rows.own_style(row, at))
            if table := door.tables.get(str(sheet.table)):
                before, after = (_named(old), _named(layout.ID_TITLE))
                patch.parts[table.part] = patch.part_xml(table.part).replace(before, after)
            done.append(Repair(HEADING, view.name, a1(row, at), old, layout.ID_TITLE))
    return (PlanFile.of(door.changed(patch)), Repairs(tuple(done))) if done else (file, NOTHING)


def _named(title: str) -> bytes:
    return b'name="%b"' % escape_attribute(title).encode()


def _of_ids(view: SheetView) -> int:
    """Return the unknown column in which each row has a whole number of its own; 0 where none is so."""
    rows = list(view.filled_rows())
    for at in sorted(view.titles.keys() - set(view.columns.values()), reverse=True):
        ids = [view.at(row, at).value for row in rows]
        if rows and all(type(one) is int for one in ids) and len(set(ids)) == len(ids):
            return at
    return 0


def put_ids_back(file: PlanFile, _template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook whose rows have their ids again, as the newest copy has them of the same rows.

    Only where none of a register's rows has one. Rows that no copy has get a number that was never given:
    another's would make them another row to receipts, reasons and colours.
    """
    kept = read_kept(file)
    door = on_disk(file.workbook)
    patch, done = Patch(door), []
    for view in lost_ids(file, kept.known_rows):
        ids, free = _ids_in_copies(file, view), kept.highest_ids.get(view.layout.name, 0)
        numbers = count(max([free, *ids.values()]) + 1)
        for row in view.filled_rows():
            number = ids.get(row) or next(numbers)
            patch.set(view.name, row, view.columns["id"], number)
            done.append(Repair(CODE, view.name, a1(row, view.columns["id"]), "", str(number)))
    return (PlanFile.of(door.changed(patch)), Repairs(tuple(done))) if done else (file, NOTHING)


def _ids_in_copies(file: PlanFile, view: SheetView) -> dict[int, int]:
    """Return row -> id; of rows that say the same as others none."""
    here = rows_by_words(view, view)
    for _, copy in dated_copies(file.path, year_by_days(file), _NEWEST) if here else ():
        there = copy.views.get(view.layout.name)
        if there is None:
            continue
        known = rows_by_words(there, view)
        ids = {row: there.cell(known[words], "id").value for words, row in here.items() if words in known}
        found = {row: number for row, number in ids.items() if type(number) is int}
        if found:
            return found
    return {}
