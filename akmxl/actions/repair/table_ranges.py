"""Give tables back the range in which their headings stand, where a file says one that cannot be.

All in memory and before the workbook is read: nobody reads a workbook whose tables stand nowhere.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import NOTHING, TABLE, Repair, Repairs
from akmxl.core.cells import format_range
from akmxl.core.errors import Unreadable
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import as_heading, fold_header, same_heading
from akmxl.ooxml.edit.tables import meet
from akmxl.ooxml.xml import xmlbytes
from akmxl.ooxml.xml.attributes import corners, whole
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from akmxl.core.cells import Position, Range
    from akmxl.workbook.doors.file_door import FileDoor
    from akmxl.workbook.doors.grids import Grid

_TAGS = lazily(rb"<(?:\w+:)?(?:table|autoFilter)\s[^>]*>")


class Written(NamedTuple):
    """A table as its part says it."""

    name: str
    sheet: str
    part: str
    reference: str
    titles: tuple[str, ...]
    number: int = 0

    def stands(self, grid: Grid) -> Range | None:
        """Return the range that is written, where it can be: as wide, with headings on top."""
        area = corners(self.reference)
        if area is None or area[3] - area[1] + 1 != len(self.titles) or area[2] <= area[0]:
            return None
        return area if self.headings_at(grid) else None

    def headings_at(self, grid: Grid) -> int:
        """Return how many of its headings stand in the range that is written."""
        area = corners(self.reference)
        places = enumerate(self.titles, area[1]) if area else ()
        return sum(_is(grid, area[0], column, title) for column, title in places) if area else 0


def mend_table_ranges(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Return the workbook with tables that stand where their headings are, and the list of those mended.

    The workbook is returned as it is where no table is at fault; also where the headings of one are not to be
    found, or found twice: whoever reads it then raises ``Unreadable``.
    """
    try:
        written = list(tables_of(door))
        kept = {one.part: area for one in written if (area := one.stands(door.grid(one.sheet)))}
        mended = {one: area for one in written if (area := _mended(door, one, written, kept))}
    except Unreadable:
        return door, NOTHING
    if not mended:
        return door, NOTHING
    parts = {one.part: with_range(door.package.xml(one.part), area) for one, area in mended.items()}
    repairs = (
        Repair(TABLE, one.sheet, format_range(area), one.reference, one.name) for one, area in mended.items()
    )
    return door.with_parts(parts), Repairs(tuple(repairs))


def tables_of(door: FileDoor) -> Iterator[Written]:
    for sheet in door.sheets:
        for rel in door.package.relationships(sheet.part, "/table"):
            if door.package.find(rel.target):
                tree = door.package.tree(rel.target)
                columns = tree.iterfind(f"{{{xmlbytes.MAIN}}}tableColumns/{{{xmlbytes.MAIN}}}tableColumn")
                titles = tuple(xmlbytes.decode_text(column.get("name", "")) for column in columns)
                name = tree.get("displayName") or tree.get("name") or rel.target
                number = whole(tree.get("id"))
                yield Written(name, sheet.name, rel.target, tree.get("ref", ""), titles, number)


def _mended(
    door: FileDoor, table: Written, tables: Iterable[Written], kept: dict[str, Range]
) -> Range | None:
    """Return the range that a table is to have; None where it keeps its own, or none is to be found."""
    grid, own = door.grid(table.sheet), kept.get(table.part)
    others = [kept[one.part] for one in tables if one.sheet == table.sheet and one.part in kept]
    below = [other[0] for other in others if own and other != own and meet(own, other) and other[0] > own[0]]
    if own and not below:
        return None
    corner = own[:2] if own else _corner(grid, table.titles, [other[:2] for other in others])
    if corner is None:
        return None
    row, left = corner
    right, bottom = left + len(table.titles) - 1, row
    while bottom + 1 not in below and any(
        says(grid.values(column).get(bottom + 1)) for column in range(left, right + 1)
    ):
        bottom += 1
    return row, left, max(bottom, row + 1), right


def _corner(grid: Grid, titles: tuple[str, ...], taken: list[Position]) -> Position | None:
    """Return where a table's headings begin: where most of them stand side by side, in one place only."""
    wanted = {fold_header(title): place for place, title in enumerate(titles)}
    votes: Counter[Position] = Counter()
    for column in grid.columns:
        for row, value in grid.values(column).items():
            place = wanted.get(as_heading(value, wanted)) if isinstance(value, str) else None
            if place is not None and column > place:
                votes[row, column - place] += 1
    best = [spot for spot, count in votes.items() if 2 * count > len(titles) and spot not in taken]
    return best[0] if len(best) == 1 else None


def stands_elsewhere(grid: Grid, titles: tuple[str, ...]) -> bool:
    """Tell whether most of a table's headings stand side by side somewhere on its sheet."""
    return _corner(grid, titles, []) is not None


def _is(grid: Grid, row: int, column: int, title: str) -> bool:
    return same_heading(text_of(grid.values(column).get(row)), title)


def with_range(xml: bytes, area: Range) -> bytes:
    """Write a table's range, and that of its filter, into its part."""
    reference = format_range(area).encode()

    def tag(match: re.Match[bytes]) -> bytes:
        return xmlbytes.with_attribute(match[0], b"ref", reference)

    return _TAGS.sub(tag, xml)
