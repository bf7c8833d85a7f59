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
from akmxl.workbook.reading.settings import setting_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.rules.rule import Case
    from akmxl.workbook.plan_file import SheetView

_UNSEEN = (layout.APPROVED, layout.FINDINGS, layout.COMPARISON)  # seen by none, or written anew by akmxl
_DAY = "dd.mm.yyyy"  # as Excel's own format of a day is in Uzbekistan
_CODES = ("code", "codes", "item", "items", "threshold")


def odd_cells(case: Case) -> dict[Place, str]:
    """Return the cells of numbers that Excel shows as others, with the format that does it."""
    return {**dict(_odd(case)), **dict(_rounded(case)), **dict(_dated_settings(case))}


def _odd(case: Case) -> Iterator[tuple[Place, str]]:
    file = case.file
    home = [(place.sheet, {place.column}, range(place.row, place.row + 1)) for place in _single_cells(case)]
    tables = [
        (view.name, {*_columns(case, view)}, range(view.first_row, view.last_row + 1))
        for name, view in file.views.items()
        if name not in _UNSEEN
    ]
    formats = {name: file.workbook.odd_formats(name) for name in {one[0] for one in (*home, *tables)}}
    for sheet, columns, rows in (*home, *tables):
        for (row, column), code in formats[sheet].items():
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


def _dated_settings(case: Case) -> Iterator[tuple[Place, str]]:
    """Yield the year and the working week where they are shown as a day long ago."""
    for place in _single_cells(case):
        value = case.file.grid(place.sheet).values(place.column).get(place.row)
        if isinstance(value, date) and number_behind(value) != value:
            yield place, case.file.workbook.number_format(*place) or _DAY


def _single_cells(case: Case) -> list[Place]:
    places = (case.file.named_place("Yil"), setting_cell(case.file, layout.WORK_WEEK).place)
    return [place for place in places if place]
