"""Find the columns that a workbook of an earlier edition lacks; each goes to the right end of its table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from akmxl.actions.repair.addition import TAKEN, Addition, in_the_way
from akmxl.actions.repair.outcome import COLUMN, Left, Repair
from akmxl.core.cells import format_range
from akmxl.core.i18n import translate
from akmxl.core.spelling import fold_header
from akmxl.ooxml.look import looks
from akmxl.ooxml.look.newtable import add_column
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.core.cells import Range
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.look.adopting import Adopter
    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.workbook.layout import Column
    from akmxl.workbook.plan_file import PlanFile, SheetView


def new_columns(file: PlanFile, template: PlanFile, edition: int, trial: Patch) -> Iterator[Addition]:
    """Yield an addition for each column that is younger than the workbook's edition.

    ``trial``, an edit of the workbook that is never saved, tells which cells are free.
    """
    for sheet in layout.everything():
        view, there = file.views.get(sheet.key), template.views.get(sheet.key)
        if view is None or sheet.edition > edition:
            continue
        table = file.workbook.tables.get(str(sheet.table))
        right = table.last_col if table else max(view.titles, default=0)
        for at, column in enumerate(sheet.later_than(edition), right + 1):
            yield column_addition(view, there, table, column, at, trial)


def column_addition(
    view: SheetView, there: SheetView | None, table: Table | None, column: Column, at: int, trial: Patch
) -> Addition:
    """Return the addition of a column at a place of a sheet, as the template's sheet ``there`` has it."""
    title = there.title(column.field) if there else column.header()
    last, beside, apply = view.last_row, None, _as_beside(view, column, at)
    merged, tiers = None, 1
    if there and table:
        last, beside = max(last, table.last_row), table.name
        apply = partial(add_column, name=table.name, title=title, source=str(there.layout.table))
    elif there:
        tiers = _tiers(there, column.field)
        merged = _heading_area(view, tiers, at) if tiers > 1 else None
        apply = partial(_add_heading, view, there, column.field, at)
    area = (view.header_row + 1 - tiers, at, last, at)
    left = _same_heading(view, column) or in_the_way(trial, view.name, area, title, beside, merged)
    return Addition(Repair(COLUMN, view.name, format_range(area), "", title), apply, left)


def _same_heading(view: SheetView, column: Column) -> Left | None:
    """Return the user's own column that has the new one's heading; None where there is none."""
    for place, title in view.titles.items():
        if place not in view.columns.values() and fold_header(title) in column.spellings:
            return Left(view.name, view.heading_place(place).a1, title, translate(TAKEN))
    return None


def _tiers(there: SheetView, field: str) -> int:
    """Return how many rows a column's heading takes in the template: 2 where its lower cell is empty."""
    return 1 if there.at(there.header_row, there.columns[field]).value is not None else 2


def _heading_area(view: SheetView, tiers: int, at: int) -> Range:
    return view.header_row + 1 - tiers, at, view.header_row, at


def _add_heading(view: SheetView, there: SheetView, field: str, at: int, adopter: Adopter) -> None:
    """Copy a column's heading and width on a sheet without a table; its filter takes the column in.

    The cells below get their looks and formulas from the repairs that follow.
    """
    bottom, source = view.header_row, there.columns[field]
    tiers = _tiers(there, field)
    for up in range(tiers):
        adopter.cell((there.name, there.header_row - up, source), (view.name, bottom - up, at))
    if tiers > 1:
        looks.merge(adopter.edited, view.name, _heading_area(view, tiers, at))
    adopter.width(there.name, source, (view.name, at))
    looks.widen_filter(adopter.edited, view.name, at)


def _as_beside(view: SheetView, column: Column, at: int) -> Callable[[Adopter], object]:
    """Return the function that adds a column to a sheet that the template lacks.

    The heading and the cells below it take their styles from the column before.
    """

    def apply(adopter: Adopter) -> None:
        rows = adopter.edited.open_rows(view.name)[1]
        for row in (view.header_row, *view.rows):
            text = column.header() if row == view.header_row else None
            adopter.edited.write(view.name, rows, row, at, text, rows.own_style(row, at - 1))

    return apply
