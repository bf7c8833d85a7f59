"""Put the rows of a plan's table together: what stands under one number or one title is one group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import DASH
from akmxl.importers.official import doubts
from akmxl.importers.official.doubts import listed
from akmxl.importers.official.figures import read_printed
from akmxl.importers.official.grid import joined
from akmxl.importers.official.headings import FIGURES, READ
from akmxl.importers.official.quarters import QUARTERS, quarters_in_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.importers.official.doubts import Doubts, Mark
    from akmxl.importers.official.grid import GridCell, GridRow
    from akmxl.importers.official.headings import Heading

Lines = tuple[str, ...]

_COUNTS = (*FIGURES, *QUARTERS)
_PART_MARK = lazily(r"[a-zа-яA-ZА-Я]\s?\)|[-–—•·*]")
_NUMBERED = lazily(r"(\d{1,3}(?:\.\d{1,3})*)[.)]\s+(.+)")


@dataclass(frozen=True)
class Group:
    """What stands under one number: ``lines`` of each field from top to bottom, blank ones too.

    ``by_rows``: each line is a row of the table, so that nothing has to be aligned; ``apart`` are the fields
    that have a cell of their own in each row.
    """

    mark: Mark
    at: int  # its place among all rows of the document
    section: str
    lines: Mapping[str, Lines]
    by_rows: bool = False
    apart: frozenset[str] = frozenset()

    def text(self, field: str) -> str:
        """Return the lines of a field as one text."""
        return joined(self.lines.get(field, ()))

    def of_measure(self, field: str, at: int, parts: int) -> str:
        """Return what a field says of one of the measures, from 1; of all of them for 0, each text once."""
        lines = self.lines.get(field, ())
        if field not in self.apart:
            return self.text(field)
        places = range(len(lines) - parts + at) if at and len(lines) - parts in (0, 1) else range(0)
        own = next((lines[place] for place in reversed(places) if lines[place]), "")
        return own or ", ".join(dict.fromkeys(filter(None, lines)))

    def filled(self, field: str) -> Lines:
        """Return the lines of a field that say something."""
        return tuple(line for line in self.lines.get(field, ()) if line)

    def by_quarters(self) -> Group:
        """Return the group with the quarters that stand as lines of the year's cell in their own fields."""
        found = quarters_in_cell(self.filled("planned"))
        if found is None or any(self.text(quarter) for quarter in QUARTERS):
            return self
        quarters = {quarter: (figure,) for quarter, figure in zip(QUARTERS, found[1], strict=True)}
        return replace(self, lines={**self.lines, "planned": found[0], **quarters})

    def going_on(self, below: Group) -> Group:
        """Return the group with the texts of a row that goes on it."""
        lines = dict(self.lines)
        for field in READ:
            if more := below.filled(field):
                lines[field] = (
                    *lines.get(field, ())[:-1],
                    joined((*lines.get(field, ())[-1:], more[0])),
                    *more[1:],
                )
        return replace(self, lines=lines)


def belongs(row: GridRow, last: GridRow, heading: Heading) -> bool:
    """Tell whether a row stands under the merged number or title of the one above it."""
    for field in ("printed_no", "name"):
        cell = heading.cell(row, field)
        if cell is not None and cell.text and cell is heading.cell(last, field):
            return True
    return False


def group_of(rows: Sequence[GridRow], heading: Heading, mark: Mark, at: int, section: str) -> Group:
    """Return some rows as one group; where no column has the numbers, they lead the titles."""
    lines = {field: _lines(rows, heading, field) for field in READ}
    for field in _over_one_cell(rows[0], heading):
        lines[field] = ()
    name = lines["name"]
    if _PART_MARK.fullmatch(joined(lines["printed_no"])):  # of a part: it is no number of a work
        lines["printed_no"] = ()
    if "printed_no" not in heading.columns and name and (found := _NUMBERED.fullmatch(name[0])):
        lines |= {"printed_no": (found[1],), "name": (found[2], *name[1:])}
    apart = frozenset(field for field in lines if len({id(heading.cell(row, field)) for row in rows}) > 1)
    return Group(mark, at, section, lines, by_rows=len(rows) > 1, apart=apart)


def _over_one_cell(row: GridRow, heading: Heading) -> list[str]:
    """Return the fields whose place in a row the title's own cell covers."""
    name = heading.cell(row, "name")
    others = (field for field in READ if field != "name")
    return [field for field in others if name is not None and heading.cell(row, field) is name]


def _lines(rows: Sequence[GridRow], heading: Heading, field: str) -> Lines:
    cells = [heading.cell(row, field) for row in rows]
    if len(rows) == 1 or all(cell is cells[0] for cell in cells):
        return cells[0].lines if cells[0] else ()
    lines: list[str] = []
    before: GridCell | None = None
    for cell in cells:
        lines.append("" if cell is None or cell is before else cell.text)
        before = cell
    return tuple(lines)


def tell_odd_cells(
    rows: Sequence[GridRow], heading: Heading, group: Group, names: Mapping[str, str], found: Doubts
) -> None:
    """Note what is odd about the cells of a group: crossed out, hidden, in error, a date."""
    for field in READ:
        told: set[int] = set()
        for row in rows:
            cell = heading.cell(row, field)
            if cell is None or id(cell) in told:
                continue
            told.add(id(cell))
            for odd in cell.odd:
                found.add(doubts.ODD_CELL, group.mark, group.at, column=names[field], odd=odd, text=cell.text)


def without_shared_figures(
    groups: Sequence[tuple[Group, Sequence[GridRow]]],
    headings: Mapping[int, Heading],
    names: Mapping[str, str],
    found: Doubts,
) -> list[Group]:
    """Empty the figures that one merged cell holds for several groups or columns: whose are they?"""
    owners: dict[tuple[str, int], set[int]] = {}
    for group, rows in groups:
        for field in _COUNTS:
            for row in rows:
                cell = headings[group.at].cell(row, field)
                if cell is not None and cell.text:
                    owners.setdefault((field, id(cell)), set()).add(group.at)
    shared = {key for key, ats in owners.items() if len(ats) > 1}
    clean = []
    for one, rows in groups:
        group = _without_figures_across(one, rows, headings[one.at], names, found)
        for field in _COUNTS:
            cells = [headings[one.at].cell(row, field) for row in rows]
            if group.text(field) and any((field, id(cell)) in shared for cell in cells):
                found.add(
                    doubts.FIGURE_SHARED, group.mark, group.at, column=names[field], text=group.text(field)
                )
                group = replace(group, lines={**group.lines, field: ()})
        clean.append(group)
    return clean


def _without_figures_across(
    group: Group, rows: Sequence[GridRow], heading: Heading, names: Mapping[str, str], found: Doubts
) -> Group:
    """Empty a figure whose merged cell reaches over several columns; a dash is one in each of them."""
    for row in rows:
        places: dict[int, list[str]] = {}
        for field in _COUNTS:
            cell = heading.cell(row, field)
            if cell is not None and cell.text and read_printed(cell.text).text != DASH:
                places.setdefault(id(cell), []).append(field)
        for fields in places.values():
            if len(fields) > 1:
                columns = listed(names[field] for field in fields)
                text = group.text(fields[0])
                found.add(doubts.FIGURE_ACROSS, group.mark, group.at, text=text, columns=columns)
                group = replace(group, lines={**group.lines, **dict.fromkeys(fields, ())})
    return group
