"""Give the registers' ids back: the heading over which somebody typed another, and the numbers."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import CODE, HEADING, NOTHING, Repair, Repairs
from akmxl.actions.repair.template import year_by_days
from akmxl.core.cells import a1
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.xml.xmlbytes import escape_attribute
from akmxl.plan.old_ids import same_rows, sent_values
from akmxl.plan.row_numbers import numbers_in, ranges
from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.lost_ids import lost_ids
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.old_ids import rows_by_words
from akmxl.workbook.reading.registers import read_records
from akmxl.workbook.reading.settings import read_settings
from akmxl.workbook.receipts_sheet import fill_kept, read_kept

if TYPE_CHECKING:
    from collections.abc import Container

    from akmxl.workbook.plan_file import SheetView
    from akmxl.workbook.receipts_sheet import Kept

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
    """Return the workbook whose rows have their ids again: as the newest copy has them of the same rows, or
    as reports know them.

    Only where none of a register's rows has one. Rows that neither knows get a number that was never given:
    another's would make them another row to receipts, reasons and colours. What was at the last check is then
    what is there now, so that nobody is asked to type the old numbers over the new ones.
    """
    kept = read_kept(file)
    door = on_disk(file.workbook)
    patch, done, known = Patch(door), [], dict(kept.known_rows)
    for view in lost_ids(file, kept.known_rows):
        register = view.layout.name
        ids = _ids_in_copies(file, view)
        ids = {**_sent_ids(file, view, kept, set(ids.values())), **ids}
        highest = max([kept.highest_ids.get(register, 0), *numbers_in(known[register]), *ids.values()])
        numbers = count(highest + 1)
        given = {row: ids.get(row) or next(numbers) for row in view.filled_rows()}
        for row, number in given.items():
            patch.set(view.name, row, view.columns["id"], number)
            done.append(Repair(CODE, view.name, a1(row, view.columns["id"]), "", str(number)))
        if len(ids) < len(given):
            known[register] = ranges(given.values())
    if not done:
        return file, NOTHING
    door = door.changed(patch)
    if known != kept.known_rows:
        door = door.filled(fill_kept(kept._replace(known_rows=known)))
    return PlanFile.of(door), Repairs(tuple(done))


def _sent_ids(file: PlanFile, view: SheetView, kept: Kept, taken: Container[int]) -> dict[int, int]:
    """Return row -> id, of the rows that say all that a report was drafted or sent with."""
    register, settings = view.layout.name, read_settings(file, year_by_days(file))
    sent = sent_values(kept.receipts, (register,)).get(register, {})
    lost = {name: values for name, values in sent.items() if name.isdecimal() and int(name) not in taken}
    records = read_records(file, settings, kept.highest_ids).get(register, ()) if lost else ()
    return {record.row: int(name) for name, record in same_rows(records, lost).items()}


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
