"""Find headings that say another thing than they ought to: months in another order, cells that differ from
their table's headings, formulas that name columns that are gone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, fold_header, same_heading
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from akmxl.core.cells import Range
    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.layout import Column
    from akmxl.workbook.plan_file import PlanFile, SheetView

PLAN_QUARTERS = tuple(f"plan_q{quarter}" for quarter in range(1, 5))
IN_ORDER = (layout.MONTH_FIELDS, layout.QUARTER_FIELDS, PLAN_QUARTERS)
_ORDERED_SHEETS = (layout.PLAN, layout.MONTHLY, layout.LAST_YEAR)


def out_of_order(file: PlanFile) -> Iterator[tuple[SheetView, int, Column]]:
    """Yield the headings of months and quarters that stand in another's place, with what belongs there.

    People put columns between them and move them all; the order of the year stays. Months right of all else
    in Oylik were put back there by repair.
    """
    for view in (file.views[name] for name in _ORDERED_SHEETS if name in file.views):
        for fields in IN_ORDER:
            there = [f for f in fields if f in view.columns and not _was_put_back(view, f)]
            for field, column in zip(there, sorted(view.columns[f] for f in there), strict=True):
                if view.columns[field] != column:
                    yield view, column, view.layout.column(field)


def _was_put_back(view: SheetView, field: str) -> bool:
    """Tell whether a column of Oylik stands right of its last one, where nothing but repair puts it."""
    if view.layout.name != layout.MONTHLY:
        return False
    fixed = (view.columns.get(one.field, 0) for one in view.layout.columns if one.field not in _MOVING)
    return view.columns[field] > max(fixed, default=0)


_MOVING = frozenset((*layout.MONTH_FIELDS, *layout.QUARTER_FIELDS))


def other_than_the_table(file: PlanFile) -> Iterator[tuple[SheetView, int, str, str]]:
    """Yield the heading cells that say something else than their table: view, column, what the cell says, and
    what the table says, by which akmxl and the formulas know the column.
    """
    for view in file.views.values():
        table = file.workbook.tables.get(str(view.layout.table))
        if table is not None and table.sheet == view.name:
            for column, title in view.titles.items():
                said = text_of(view.grid.values(column).get(view.header_row))
                if said != title and not same_heading(said, _unescaped(title)):
                    yield view, column, said, title


def renamed_sectors(file: PlanFile, spellings: Container[str]) -> dict[int, tuple[str, str]]:
    """Return the columns of the day log whose sector has a new name in its cell and in Sozlamalar, but not in
    the table: the table's heading and the new one. ``spellings`` are those of Sozlamalar, folded.
    """
    found = (one for one in other_than_the_table(file) if one[0].layout.name == registers.DAILY)
    return {
        column: (title, said)
        for _, column, said, title in found
        if fold(said) in spellings and fold(title) not in spellings
    }


def shifted(file: PlanFile) -> set[str]:
    """Return the keys of the views whose tables do not know of a column that was taken out or put in."""
    confused = {view.layout.key: view for view, _, said, _ in other_than_the_table(file) if said}
    tables = {key: file.workbook.tables[str(view.layout.table)] for key, view in confused.items()}
    areas = [table.area for table in file.workbook.tables.values()]
    return {
        key
        for key, table in tables.items()
        if columns_by_cells(confused[key].grid, table.area, table.columns, areas) is not None
    }


def columns_by_cells(
    grid: Grid, area: Range, titles: Sequence[str], others: Iterable[Range]
) -> list[int | str] | None:
    """Return a table's columns as its cells have them, where another program took some out or put some in
    without telling the table; else None. ``others`` are the tables of the sheet.

    Each is the place of one of its own, from 0, or the heading of one that it lacks, maybe blank.
    """
    top, left, _, right = area

    def said(first: int, count: int) -> list[str]:
        return [text_of(grid.values(column).get(top)) for column in range(first, first + count)]

    cells, every = said(left, len(titles)), [*range(len(titles))]
    places = [place_among(titles, cell) for cell in cells]
    known = [place for place in places if place is not None]
    strange = len(places) - len(known)
    if not known or not strange or places[0] is None or known != sorted({*known}):
        return None
    if places[: len(known)] == known and not any(cells[len(known) :]):
        before = said(left - 1, 1) if left > 1 and known[0] else [""]  # where all of the table was moved
        return [*known] if known != every[: len(known)] and place_among(titles, before[0]) is None else None
    beyond = said(right + 1, strange)
    if any(one[0] <= top <= one[2] and right < one[1] <= right + strange for one in others):
        return None
    if [*known, *(place_among(titles, text) for text in beyond)] != every:
        return None
    there = (cell if place is None else place for place, cell in zip(places, cells, strict=True))
    return [*there, *every[len(known) :]]


def place_among(titles: Sequence[str], said: str) -> int | None:
    """Return the place of a heading among a table's, from 0; None where it has none like it."""
    return next((n for n, title in enumerate(titles) if said and same_heading(said, _unescaped(title))), None)


def _unescaped(title: str) -> str:
    """Return a heading as its table's part writes it with a blank for a line break."""
    return _ESCAPED.sub(" ", title) if "_x" in title else title


_ESCAPED = lazily(r"_x[0-9A-Fa-f]{4}_")  # a line break, as a table's part writes it
_TABLE_BEFORE = lazily(r"\w+$")
_NESTED = lazily(r"(\w+)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_TITLE = lazily(r"\[([^\[\]#]+)\]")
_LONGEST_NAME = 40  # letters of a table's name


def columns_named(formulas: Iterable[str]) -> set[tuple[str, str]]:
    """Return the columns of tables that formulas name, as table and heading.

    They are cut at the brackets: of a thousand formulas few pieces are different.
    """
    found: set[tuple[str, str]] = set()
    different = set(formulas)
    nested = {formula for formula in different if "[[" in formula}  # several columns, or one of this row
    for formula in nested:
        for table, inside in _NESTED.findall(formula):
            found.update((table, title) for title in _TITLE.findall(inside) or (inside,))
    beside = set(pairwise("\n".join(different - nested).split("[")))
    for before, title in {(one[-_LONGEST_NAME:], other.partition("]")[0]) for one, other in beside}:
        if match := _TABLE_BEFORE.search(before):
            found.add((match[0], title))
    named = ((table, title.removeprefix("@")) for table, title in found)
    return {(table, title) for table, title in named if title and not title.startswith("#")}


def has_column(table: Table, title: str) -> bool:
    """Tell whether a table has a column of this heading, as a formula writes it."""
    return has_heading(table.columns, title)


def has_heading(titles: Iterable[str], title: str) -> bool:
    """Tell whether one of a table's headings is the one that a formula writes so."""
    plain = fold_header(title.replace("'", ""))
    return any(fold_header(_unescaped(own).replace("'", "")) == plain for own in titles)
