"""Find what stands on Sozlamalar outside its tables and single cells, where nothing reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.settings import single_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.core.cells import Position
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile


class Stray(NamedTuple):
    """A cell that nothing reads; ``is_setting`` where it says what a setting says, and is no remark."""

    place: Place
    text: str
    is_setting: bool


def cells_in_gaps(opened: OpenedPlan) -> Iterator[Stray]:
    """Yield the cells of Sozlamalar that belong to no table, no single cell, and are no heading of these."""
    file = opened.file
    views = [file.views[str(sheet.table)] for sheet in layout.SETTINGS_TABLES]
    grid, sheet = views[0].grid, views[0].name
    headings = {column: view.header_row for view in views for column in view.titles}
    named = set(_named_cells(file, sheet))
    labelled = dict(named)
    names, known = _names(opened.plan), {*_known_places(file), *named}
    areas = [table.area for table in file.workbook.tables.values() if table.sheet == sheet]
    for column in grid.columns:
        heading = headings.get(column, 0)
        for row, value in grid.values(column).items():
            if not says(value) or (heading and row >= heading) or (row, column) in known:
                continue  # what stands below a table is asked of the table
            if any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas):
                continue  # a table of people's own
            is_setting = not isinstance(value, str) or _says_a_setting(value, names)
            is_label = row == heading - 1 or column < labelled.get(row, 0) or _is_own(text_of(value))
            if is_setting or not is_label:
                yield Stray(Place(sheet, row, column), text_of(value), is_setting)


_OWN = ("sozlamalar", "jadvallar pastga")  # how the texts begin that a new workbook has above its tables
_WORD = lazily(r"[^\W\d_]{3,}")


def _is_own(text: str) -> bool:
    return fold(text).startswith(_OWN)


def _says_a_setting(text: str, names: frozenset[str]) -> bool:
    """Tell whether a text is a name of the settings, or has digits and at most a month's or unit's word."""
    folded = fold(text)
    return folded in names or (any(map(str.isdigit, folded)) and len(_WORD.findall(folded)) < _WORDS)


_WORDS = 2


def _names(plan: Plan) -> frozenset[str]:
    """Return the names and codes that the tables of Sozlamalar hold, folded."""
    settings = plan.settings
    known = (*settings.units, *settings.services, *settings.sector_spellings, *settings.event_kinds)
    return frozenset((*known, *map(fold, settings.list_kinds), *(fold(one.code) for one in plan.reports)))


def _named_cells(file: PlanFile, sheet: str) -> Iterator[Position]:
    """Yield the single cells of a sheet that names stand for: those of akmxl, and those that people named."""
    for name in file.workbook.names:
        area = file.workbook.name_range(name)
        if area and area[0] == sheet and area[1:3] == area[3:]:
            yield area[1], area[2]


def _known_places(file: PlanFile) -> Iterator[tuple[int, int]]:
    """Yield the cells of labels and single cells; a note between that says the same is no other setting."""
    for label, setting in single_cells(file):
        yield label.row, label.column
        if place := setting.place:
            yield place.row, place.column
            grid, said = file.grid(place.sheet), fold(text_of(setting.cell.value))
            for column in range(label.column + 1, place.column):
                if fold(text_of(grid.values(column).get(place.row))) == said:
                    yield place.row, column
