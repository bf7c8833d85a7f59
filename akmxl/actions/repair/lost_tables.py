"""Make an Excel table again of a plain range that has the table's headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from akmxl.core.cells import NOT_CALCULATED, Formula, column_letter
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, fold_header
from akmxl.ooxml.look.newtable import add_table
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.core.cells import Position, Range, Scalar
    from akmxl.ooxml.look.adopting import Adopter
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.layout import SheetLayout
    from akmxl.workbook.plan_file import PlanFile, SheetView


_READERS = (layout.MONTHLY, layout.HOME)  # the sheets whose formulas look into tables


class TableAgain(NamedTuple):
    """A range to become a table again, with its headings."""

    name: str
    sheet: str
    area: Range
    titles: tuple[str, ...]

    def columns(self) -> Iterator[tuple[re.Pattern[str], str]]:
        """Yield for each column what finds its cells in a formula, and how the formula names it."""
        top, left, _, _ = self.area
        for column, title in enumerate(self.titles, left):
            letter = column_letter(column)
            sheet = rf"(?<![\w'])(?:{re.escape(self.sheet)}|'{re.escape(self.sheet)}')"
            cells = rf"!\$?{letter}\$?{top + 1}:\$?{letter}\$?\d+(?!\d)"
            yield re.compile(sheet + cells), f"{self.name}[{title}]"

    def apply(self, adopter: Adopter) -> None:
        add_table(adopter, self.name, self.sheet, self.area, self.titles)


def structured_formulas(file: PlanFile, tables: Iterable[TableAgain]) -> dict[tuple[str, int, int], Formula]:
    """Return the formulas that name a table's columns again, where Excel had written its cells instead."""
    patterns = [pattern for table in tables for pattern in table.columns()]
    found: dict[tuple[str, int, int], Formula] = {}
    names = [sheet.name for sheet in file.workbook.sheets if fold(sheet.name) in map(fold, _READERS)]
    for sheet in names:
        for (row, column), cell in file.cells(sheet).items():
            text = cell.formula or ""
            for pattern, reference in patterns:
                text = pattern.sub(reference.replace("\\", r"\\"), text)
            if cell.formula and text != cell.formula:
                known = None if cell.value is NOT_CALCULATED else cell.value
                found[sheet, row, column] = Formula(text, cast("Scalar", known))
    return found


def structured_names(file: PlanFile, template: PlanFile, tables: Iterable[TableAgain]) -> dict[str, str]:
    """Return the defined names that are to stand for a table's column again."""
    made = tuple(f"{table.name}[" for table in tables)
    return {
        name: text
        for name, text in template.workbook.names.items()
        if text.startswith(made) and name in file.workbook.names
    }


def table_again(view: SheetView) -> TableAgain | None:
    """Return the table that a sheet's range was; None where its headings are not next to each other."""
    known = sorted(view.columns.values())
    if not known:
        return None
    first = last = known[0]
    while last + 1 in view.titles and says(view.titles[last + 1]):
        last += 1
    titles = tuple(view.titles[column] for column in range(first, last + 1))
    if last < known[-1] or len(set(map(str.casefold, titles))) < len(titles):
        return None
    bottom = max(view.last_row, view.header_row + 1)
    return TableAgain(str(view.layout.table), view.name, (view.header_row, first, bottom, last), titles)


def lost_setting_tables(file: PlanFile) -> Iterator[TableAgain]:
    """Yield the tables of Sozlamalar that are plain ranges, found by their headings side by side."""
    tables = file.workbook.tables
    for sheet in layout.SETTINGS_TABLES:
        view = file.views.get(sheet.key)
        if view is None or sheet.table in tables:
            continue
        taken = {
            (table.first_row, column)
            for table in tables.values()
            if table.sheet == view.name
            for column in range(table.first_col, table.last_col + 1)
        }
        corner = next((spot for spot in _corners(view.grid, sheet) if spot not in taken), None)
        if corner:
            yield _range(view, sheet, corner)


def _corners(grid: Grid, sheet: SheetLayout) -> Iterator[Position]:
    """Yield the cells from which on all required headings of a table stand side by side."""
    required = [column for column in sheet.columns if column.required]
    for first in grid.columns:
        for row, value in grid.values(first).items():
            if _is(value, required[0].spellings) and all(
                _is(grid.values(first + right).get(row), column.spellings)
                for right, column in enumerate(required)
            ):
                yield row, first


def _is(value: object, spellings: frozenset[str]) -> bool:
    return isinstance(value, str) and fold_header(value) in spellings


def _range(view: SheetView, sheet: SheetLayout, corner: Position) -> TableAgain:
    row, first = corner
    last = first
    spellings = [column.spellings for column in sheet.columns]
    while any(_is(view.grid.values(last + 1).get(row), one) for one in spellings):
        last += 1
    columns = range(first, last + 1)
    bottom = row
    while any(says(view.grid.values(column).get(bottom + 1)) for column in columns):
        bottom += 1
    titles = tuple(str(view.grid.values(column)[row]) for column in columns)
    return TableAgain(str(sheet.table), view.name, (row, first, max(bottom, row + 1), last), titles)
