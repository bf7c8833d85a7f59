"""Give columns their headings back, where these were emptied: what Excel calls them then says nothing.

A heading is known by the newest dated copy whose other headings stand as they do here; else, in a table, by
the order of the columns where as many are nameless as are missing; else by the pattern of a new workbook.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import HEADING, NOTHING, Repair, Repairs
from akmxl.actions.repair.template import template_for, year_by_days
from akmxl.core.cells import a1
from akmxl.core.errors import AkmxlError
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, fold_header, same_heading
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.xml.xmlbytes import escape, escape_attribute
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.copies import own_copies
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import PlanFile, text_of
from akmxl.workbook.reading.figures import read_code
from akmxl.workbook.table_headings import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.core.cells import Position
    from akmxl.workbook.layout import Column
    from akmxl.workbook.plan_file import SheetView

    Titles = Mapping[Position, str]  # the heading that belongs into a cell

_NAMELESS = lazily(
    r"(?:ustun|column|stolbes|stolbec|kolonka)\s?\d+"
)  # as Excel names a column without heading
_COPIES = 5  # the newest ones that are looked into
_SECTORS_AFTER = "weekday"


def put_lost_headings_back(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the headings of nameless columns, and the list of those put back.

    Those that nothing knows are left: whoever asks for their columns then says so.
    """
    found = {key: titles for key, view in file.views.items() if (titles := _lost(file, view))}
    if not found:
        return file, NOTHING
    done = []
    for key, titles in found.items():
        view = file.views[key]
        for (row, column), title in titles.items():
            before = text_of(view.grid.values(column).get(row))
            done.append(Repair(HEADING, view.name, a1(row, column), before, title))
        file = _with_headings(file, view, titles)
    return file, Repairs(tuple(done))


def _lost(file: PlanFile, view: SheetView) -> Titles:
    lacking = [column for column in view.layout.columns if column.field not in view.columns]
    if not lacking and view.layout.name != registers.DAILY:
        return {}
    if view.layout.table is None:
        return _of_a_sheet(file, view) if any(c.required for c in view.missing) or lacking else {}
    whole = file.edition == layout.EDITION  # of an earlier one it may be a person's, who renamed it
    said = _said_by_cells(view, lacking) if whole else {}
    nameless = [column for column, title in view.titles.items() if is_nameless(title) and column not in said]
    if nameless:
        said |= _as_in_a_copy(file, view, nameless) or _by_order(file, view, nameless)
    return {(view.header_row, column): title for column, title in said.items()}


def _said_by_cells(view: SheetView, lacking: Sequence[Column]) -> dict[int, str]:
    """Return the titles of columns that only the table's part calls otherwise: their cells say them still."""
    own = set(view.columns.values())
    cells = {column: text_of(view.grid.values(column).get(view.header_row)) for column in view.titles}
    spelt = {spelling for column in lacking for spelling in column.spellings}
    return {
        column: text for column, text in cells.items() if column not in own and fold_header(text) in spelt
    }


def is_nameless(title: str) -> bool:
    """Tell whether a heading is what a program writes where there is none."""
    return not says(title) or bool(_NAMELESS.fullmatch(fold(title)))


def _as_in_a_copy(file: PlanFile, view: SheetView, nameless: Sequence[int]) -> dict[int, str]:
    """Return the titles of a table's nameless columns by the newest copy with its other columns as here."""
    here = [view.titles[column] for column in sorted(view.titles)]
    for other in newest_copies(file):
        known = other.views.get(view.layout.key)
        there = (
            [known.titles[column] for column in sorted(known.titles)] if known and not known.missing else []
        )
        pairs = list(zip(here, there, strict=False))
        if len(here) == len(there) and all(
            is_nameless(own) or same_heading(own, title) for own, title in pairs
        ):
            by_column = dict(zip(sorted(view.titles), there, strict=True))
            return {column: by_column[column] for column in nameless if not is_nameless(by_column[column])}
    return {}


def newest_copies(file: PlanFile) -> Iterator[PlanFile]:
    """Yield the newest dated copies that can be read, the newest first."""
    for name in [*reversed(own_copies(file.path))][:_COPIES]:
        try:
            yield PlanFile.open(Path(name))
        except AkmxlError:
            continue


def _by_order(file: PlanFile, view: SheetView, nameless: Sequence[int]) -> dict[int, str]:
    """Return the titles of nameless columns by the order of the layout: between two that are known as many.

    Where several sectors have no heading, nobody knows which is which.
    """
    expected = list(expected_titles(file, view))
    columns = sorted(view.titles)
    at = {
        column: next(
            (n for n, title in enumerate(expected) if same_heading(view.titles[column], title)), None
        )
        for column in columns
        if column not in nameless
    }
    known = [(column, place) for column, place in at.items() if place is not None]
    if any(after[1] < before[1] for before, after in pairwise(known)):
        return {}  # people have moved columns
    sectors = set(_sectors(file))
    titles: dict[int, str] = {}
    for (left, first), (right, last) in pairwise([(0, -1), *known, (columns[-1] + 1, len(expected))]):
        gap = [column for column in nameless if left < column < right]
        lost = expected[first + 1 : last]
        if len(gap) == len(lost) and len(sectors.intersection(lost)) < 2:
            titles |= dict(zip(gap, lost, strict=True))
    return titles


def expected_titles(file: PlanFile, view: SheetView) -> Iterator[str]:
    """Yield the headings of a table as a new workbook has them, in their order."""
    year = _year(file)
    for column in view.layout.columns:
        if view.layout.name != layout.FINDINGS or column.required:
            yield column.header(year)
        if view.layout.name == registers.DAILY and column.field == _SECTORS_AFTER:
            yield from _sectors(file)


def _sectors(file: PlanFile) -> tuple[str, ...]:
    table = file.views.get(str(layout.SECTORS.table))
    if table is None or table.missing:
        return ()
    return tuple(text for row in table.filled_rows() if (text := table.text(row, "sector")))


def _year(file: PlanFile) -> int | None:
    try:
        return year_by_days(file)
    except AkmxlError:
        return None


def _of_a_sheet(file: PlanFile, view: SheetView) -> Titles:
    """Return the headings that a sheet without a table has lost: those that stand where they stood."""
    for other in newest_copies(file):
        known = other.views.get(view.layout.key)
        if known and not known.missing and (titles := _blank_ones(view, known)):
            return titles
    known = pattern_of(file).views.get(view.layout.key)
    return _blank_ones(view, known) if known else {}


def pattern_of(file: PlanFile) -> PlanFile:
    """Return a new workbook: of the same plan, else of the one that is shipped."""
    try:
        return template_for(file)
    except AkmxlError:
        from akmxl.workbook.create import shipped  # late, as all that only a new workbook needs
        from akmxl.workbook.create.basis import shipped_basis
        from akmxl.workbook.create.workbook import plan_bytes
        from akmxl.workbook.doors.file_door import FileDoor

        content = plan_bytes(shipped_basis(list(shipped.plan()), _year(file) or _ANY_YEAR, {}, ""))
        return PlanFile.of(FileDoor.of(file.path, content))


_ANY_YEAR = 2025


def _blank_ones(view: SheetView, known: SheetView) -> Titles:
    """Return the headings that the pattern has where cells are blank here, if all others are alike.

    Where none is left, the codes below must begin in the same row as there.
    """
    there = {
        (row, column): title
        for column, title in known.titles.items()
        for row in (known.header_row - 1, known.header_row)
        if row > 0 and text_of(known.grid.values(column).get(row)) == text_of(title)
    }
    cell = partial(_text_at, view)
    if any(cell(spot) and not same_heading(cell(spot), title) for spot, title in there.items()):
        return {}
    blank = {spot: title for spot, title in there.items() if not cell(spot)}
    code = known.columns.get("code")
    if len(blank) == len(there) and code and not read_code(view.grid.values(code).get(known.first_row)):
        return {}
    return blank


def _text_at(view: SheetView, spot: Position) -> str:
    return text_of(view.grid.values(spot[1]).get(spot[0]))


def _with_headings(file: PlanFile, view: SheetView, titles: Titles) -> PlanFile:
    """Write headings into their cells, and for a table into its part and into the formulas that name it."""
    door = on_disk(file.workbook)
    patch = Patch(door)
    name, rows = patch.open_rows(view.name)
    table = door.tables.get(str(view.layout.table))
    if table is not None and table.sheet == view.name:
        renamed = {view.titles[column]: title for (_, column), title in titles.items()}
        patch.parts[table.part] = _renamed(patch.part_xml(table.part), renamed)
        _in_formulas(patch, file, table.name, renamed)
        name, rows = patch.open_rows(view.name)
    for (row, column), title in titles.items():
        patch.write(name, rows, row, column, title, rows.own_style(row, column))
    return PlanFile.of(door.changed(patch))


def _renamed(xml: bytes, names: Mapping[str, str]) -> bytes:
    head, columns, rest = xml.partition(b"<tableColumns")
    for old, new in names.items():
        one = b' name="%b"'
        rest = rest.replace(one % escape_attribute(old).encode(), one % escape_attribute(new).encode(), 1)
    return head + columns + rest


def _in_formulas(patch: Patch, file: PlanFile, table: str, names: Mapping[str, str]) -> None:
    """Write the headings into the formulas that name the table's columns by what Excel called them."""
    door = on_disk(file.workbook)
    pairs = {escape(old).encode(): escape(new).encode() for old, new in names.items() if old}
    if not pairs:
        return
    own = re.compile(rb"(?<![\w.])" + re.escape(table.encode()) + rb"\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
    column = re.compile(rb"(?<=[\[@])(?:%b)(?=\])" % b"|".join(map(re.escape, pairs)))

    def named(found: re.Match[bytes]) -> bytes:
        return column.sub(lambda title: pairs[title[0]], found[0])

    for part in (*(sheet.part for sheet in door.sheets), door.part):
        xml = patch.settled(part)
        if column.search(xml):
            patch.parts[part] = FORMULA.sub(lambda formula: own.sub(named, formula[0]), xml)
