"""Find the sheets, and the tables of Sozlamalar, that a workbook of an earlier edition lacks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from akmxl.actions.repair.addition import TAKEN, Addition
from akmxl.actions.repair.outcome import SHEET, TABLE, Left, Repair
from akmxl.core.cells import Place, a1, format_range
from akmxl.core.i18n import translate
from akmxl.core.spelling import fold
from akmxl.ooxml.look.newtable import adopt_sheet, adopt_table
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.ooxml.look.adopting import Adopter
    from akmxl.workbook.plan_file import PlanFile


def new_sheets(file: PlanFile, template: PlanFile, edition: int) -> Iterator[Addition]:
    """Yield an addition for each sheet that is younger than the workbook's edition."""
    for sheet in (*layout.SHEETS, *layout.OPTIONAL_SHEETS):
        if sheet.edition > edition and sheet.key in template.views:
            yield sheet_addition(file, template, sheet.name)


def sheet_addition(file: PlanFile, template: PlanFile, name: str) -> Addition:
    """Return the addition of a whole sheet of the template, with its tables."""
    taken = next((one.name for one in file.workbook.sheets if fold(one.name) == fold(name)), None)
    left = Left(taken, "A1", taken, translate(TAKEN)) if taken else None
    for table in template.workbook.tables.values():
        left = left or (_taken(file, table.name) if table.sheet == name else None)
    return Addition(Repair(SHEET, name, "", "", name), partial(adopt_sheet, name=name), left)


def _taken(file: PlanFile, name: str) -> Left | None:
    """Return the user's own table or defined name that has a new table's name; None where there is none."""
    for table in file.workbook.tables.values():
        if table.name.casefold() == name.casefold():
            return Left(table.sheet, a1(table.first_row, table.first_col), table.name, translate(TAKEN))
    named = next((one for one in file.workbook.names if one.casefold() == name.casefold()), None)
    if named is None:
        return None
    place = file.named_place(named) or Place(layout.SETTINGS, 1, 1)
    return Left(place.sheet, place.a1, named, translate(TAKEN))


def new_tables(file: PlanFile, template: PlanFile, edition: int) -> Iterator[Addition]:
    """Yield an addition for each table of Sozlamalar that is younger than the workbook's edition.

    They go to the right of all that stands there, their headings in the row of the other tables' headings.
    """
    tables = [str(table.table) for table in layout.SETTINGS_TABLES if table.edition > edition]
    if not tables:
        return
    sheet = next(one.name for one in file.workbook.sheets if fold(one.name) == fold(layout.SETTINGS))
    book, beside = file.workbook, [one for one in file.workbook.tables.values() if one.sheet == sheet]
    known = {str(table.table) for table in layout.SETTINGS_TABLES}
    row = next((one.first_row for one in beside if one.name in known), 0)
    columns = [column for _, column in book.cells(sheet)] + [one.last_col for one in beside]
    column = max([*columns, *(area[3] for area in book.merged(sheet))], default=0) + 2
    for name in tables:
        there = template.workbook.tables[name]
        row = row or there.first_row
        right = column + there.last_col - there.first_col
        area = (row, column, row + there.last_row - there.first_row, right)
        yield Addition(
            Repair(TABLE, sheet, format_range(area), "", name),
            partial(_add_table, name=name, sheet=sheet, row=row, column=column),
            _taken(file, name),
        )
        column = right + 2


def _add_table(adopter: Adopter, name: str, sheet: str, row: int, column: int) -> None:
    there = adopter.other.tables[name]
    adopt_table(adopter, name, sheet, row, column)
    if row > 1:  # what it is called stands above its heading
        adopter.cell((there.sheet, there.first_row - 1, there.first_col), (sheet, row - 1, column))
