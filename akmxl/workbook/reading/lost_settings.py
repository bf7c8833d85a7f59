"""Find in the dated copies what tables of Sozlamalar have lost: rows, emptied or missed, and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.cyrillic import code_letters
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.value_text import day_text
from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.doors.grids import says
from akmxl.workbook.reading import setting_cells as cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView

_NEWEST = 10  # copies that are looked at
_MOST = 6  # names that are told
_BY_TWO = (layout.THRESHOLDS.table, layout.STAFF.table)  # whose rows are known by two columns


class LostRow(NamedTuple):
    """A row of a copy that is not here: what it is called, its values by field, and the blank row in which it
    stood; 0 where that is gone too.
    """

    name: str
    values: Mapping[str, object]
    row: int


def nothing_missed(_name: str) -> bool:
    """Tell that no row is missed but for those whose place is blank."""
    return False


def lost_in_copies(
    opened: OpenedPlan, view: SheetView, is_missed: Callable[[str], bool] = nothing_missed
) -> tuple[str, tuple[LostRow, ...]]:
    """Return the newest copy that has rows of a table that stood in rows that are blank now, or are missed,
    and these rows; of an empty table all.
    """
    here = dict(_named_rows(view))
    blank = frozenset(view.rows) - here.keys()
    for copy, there in _in_copies(opened, view) if all(here.values()) else ():
        found = []
        for row, name in _named_rows(there):
            place = view.header_row + row - there.header_row
            if name not in here.values() and (place in blank or not here or is_missed(name)):
                values = {
                    field: there.cell(row, field).value for field in view.columns if field in there.columns
                }
                found.append(LostRow(name, values, place if place in blank else 0))
        if found:
            return copy, tuple(found)
    return "", ()


def columns_in_copies(opened: OpenedPlan, view: SheetView) -> tuple[str, dict[str, dict[int, object]]]:
    """Return the newest copy that has something in columns of a table in which nothing stands here, and what
    it has: field -> the rows here and their values.
    """
    rows = dict(_named_rows(view))
    bare = [field for field in view.columns if not any(says(view.cell(row, field).value) for row in rows)]
    for copy, there in _in_copies(opened, view) if rows and bare else ():
        found: dict[str, dict[int, object]] = {}
        for field in (one for one in bare if one in there.columns):
            for here, row in _same_rows(view, there, bare):
                if says(value := there.cell(row, field).value):
                    found.setdefault(field, {})[here] = value
        if found:
            return copy, found
    return "", {}


def _same_rows(view: SheetView, there: SheetView, bare: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the rows of a table with those of a copy that are the same: by name, without names by place,
    where all else is alike.
    """
    names = {name: row for row, name in _named_rows(view)}
    for row, name in _named_rows(there):
        place = view.header_row + row - there.header_row
        others = [field for field in view.columns if field not in bare and field in there.columns]
        if name in names:
            yield names[name], row
        elif "" in names and all(view.cell(place, one).value == there.cell(row, one).value for one in others):
            yield place, row


def few(names: Sequence[str]) -> str:
    """Return the first of some names, and how many there are where that is not all."""
    more = f", … ({len(names)})" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def has_blank_rows(view: SheetView) -> bool:
    """Tell whether a table has rows in which nothing stands."""
    return len(view.rows) > sum(1 for _ in view.filled_rows())


def _in_copies(opened: OpenedPlan, view: SheetView) -> Iterator[tuple[str, SheetView]]:
    """Yield the table as the newest copies have it, where it is whole there."""
    for copy, other in dated_copies(opened.file.path, opened.plan.year, _NEWEST):
        there = other.views.get(view.layout.key)
        if there is not None and not there.missing:
            yield copy, there


def _named_rows(view: SheetView) -> Iterator[tuple[int, str]]:
    """Yield the rows of a table with what each is known by, as the findings call it."""
    fields = [column.field for column in view.layout.columns]
    for row in view.filled_rows():
        first = view.cell(row, fields[0]).value
        day = day_of(first)
        name = day_text(day) if day else cells.plain_text(first)
        if view.layout in (layout.CATALOGUE, layout.THRESHOLDS):
            name = code_letters(name)
        if view.layout.table in _BY_TWO:
            name = f"{name} {cells.plain_text(view.cell(row, fields[1]).value)}"
        yield row, name.strip()
