"""Let tables follow their cells, where another program took columns out or put some in beside their backs.

The figures went with the cells: to put the table's headings over them would give each the next one's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import NOTHING, TABLE, Repair, Repairs
from akmxl.actions.repair.table_ranges import tables_of, with_range
from akmxl.core.cells import format_range
from akmxl.core.errors import Unreadable
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.newtable import with_columns
from akmxl.ooxml.xml.attributes import corners
from akmxl.workbook import layout
from akmxl.workbook.headings import columns_by_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.actions.repair.table_ranges import Written
    from akmxl.core.cells import Range
    from akmxl.workbook.doors.file_door import FileDoor

_FILTERS = lazily(rb"(?s)<(?:\w+:)?(filterColumn|sortState)\b[^>]*?(?:/>|>.*?</(?:\w+:)?\1>)")


def follow_shifted_cells(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Return the workbook whose tables have the columns that stand in their cells, and the list of these.

    In memory and before the workbook is read, as the ranges of tables (``table_ranges``).
    """
    own = {str(sheet.table) for sheet in layout.everything()}
    try:
        found = [(one, *shift) for one in tables_of(door) if one.name in own and (shift := _shift(door, one))]
    except Unreadable:  # whoever reads the workbook then says so
        return door, NOTHING
    if not found:
        return door, NOTHING
    patch, done = Patch(door), []
    for table, (top, left, bottom, _), columns in found:
        area = (top, left, bottom, left + len(columns) - 1)
        named = list(_named(columns, table.titles))
        name, rows = patch.open_rows(table.sheet)
        for at, title in enumerate(named, left):
            if isinstance(title, str):
                patch.write(name, rows, top, at, title, rows.own_style(top, at))
        xml = _FILTERS.sub(b"", patch.part_xml(table.part))  # they count columns that are others now
        patch.parts[table.part] = with_range(with_columns(xml, named), area)
        done.append(Repair(TABLE, table.sheet, format_range(area), table.reference, table.name))
    return door.changed(patch), Repairs(tuple(done))


def _shift(door: FileDoor, table: Written) -> tuple[Range, list[int | str]] | None:
    area = corners(table.reference)
    if area is None or area[3] - area[1] + 1 != len(table.titles):
        return None
    others = (corners(one.reference) for one in tables_of(door) if one.sheet == table.sheet)
    columns = columns_by_cells(door.grid(table.sheet), area, table.titles, filter(None, others))
    return (area, columns) if columns else None


def _named(columns: Sequence[int | str], titles: Sequence[str]) -> Iterator[int | str]:
    """Yield the columns; those that nobody named get a name such as Excel gives."""
    taken, number = {*titles, *columns}, 0
    for column in columns:
        if column == "":
            number = next(n for n in range(number + 1, len(taken) + 2) if f"Ustun{n}" not in taken)
        yield f"Ustun{number}" if column == "" else column
