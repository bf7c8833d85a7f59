"""Find the cells whose number format shows another number than akmxl reads in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.ooxml.read.number_formats import rounds
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.reading.registers import sector_columns
from akmxl.workbook.reading.setting_cells import number_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.rules.rule import Case
    from akmxl.workbook.plan_file import SheetView

_UNSEEN = (layout.APPROVED, layout.FINDINGS, layout.COMPARISON)  # seen by none, or written anew by akmxl
_DAY = "dd.mm.yyyy"  # as Excel's own format of a day is in Uzbekistan
_SINGLE = ("Yil", layout.WORK_WEEK)
_CODES = ("code", "codes", "item", "items", "threshold")


def odd_cells(case: Case) -> dict[Place, str]:
    """Return the cells of numbers that Excel shows as others, with the format that does it."""
    single = [place for name in _SINGLE if (place := case.file.named_place(name))]
    return {**dict(_odd(case, single)), **dict(_rounded(case)), **dict(_dated(case, single))}


def _odd(case: Case, single: list[Place]) -> Iterator[tuple[Place, str]]:
    file = case.file
    views = [view for name, view in file.views.items() if name not in _UNSEEN]
    names = {*(place.sheet for place in single), *(view.name for view in views)}
    formats = {name: found for name in names if (found := file.workbook.odd_formats(name))}
    if not formats:
        return
    home = [(place.sheet, {place.column}, range(place.row, place.row + 1)) for place in single]
    tables = [
        (view.name, {*_columns(case, view)}, range(view.first_row, view.last_row + 1)) for view in views
    ]
    for sheet, columns, rows in (*home, *tables):
        for (row, column), code in formats.get(sheet, {}).items():
            if column in columns and row in rows and _is_number(file.grid(sheet).values(column).get(row)):
                yield Place(sheet, row, column), code


def _columns(case: Case, view: SheetView) -> Iterator[int]:
    yield from (column for field, column in view.columns.items() if field != "date")
    if view.layout.name == registers.DAILY:
        yield from sector_columns(view, case.plan.settings).values()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value != 0


def _rounded(case: Case) -> Iterator[tuple[Place, str]]:
    """Yield the codes and thresholds with decimals of which not all are shown: 31.3 as 31."""
    workbook = case.file.workbook
    for name, view in case.file.views.items():
        for field in _CODES if name not in _UNSEEN else ():
            for row, value in view.values(field).items():
                if type(value) is float and view.first_row <= row <= view.last_row:
                    place = view.place(row, field)
                    code = workbook.number_format(place.sheet, row, place.column)
                    if rounds(code, value):
                        yield place, code


def _dated(case: Case, single: list[Place]) -> Iterator[tuple[Place, str]]:
    """Yield the year and the working week where they are shown as a day long ago."""
    for place in single:
        value = case.file.grid(place.sheet).values(place.column).get(place.row)
        if isinstance(value, date) and number_behind(value) != value:
            yield place, case.file.workbook.number_format(*place) or _DAY
