"""Put rows of days back into the day log, empty, and dates into rows that have lost them."""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import TABLE, Left, Repair, Repairs
from akmxl.core import vocabulary
from akmxl.core.cells import format_range
from akmxl.core.errors import Unsupported
from akmxl.core.spelling import fold
from akmxl.core.value_text import day_text
from akmxl.ooxml.edit.patch import Patch
from akmxl.plan import registers
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from akmxl.workbook.plan_file import SheetView
    from akmxl.workbook.reading.losses import LostDays


def put_days_back(file: PlanFile, lost: Iterable[LostDays]) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the rows of the days, from below upwards so that no place moves.

    A row is repeated that stands beside them, so looks, formulas and what looks at the rows follow; what
    people typed into it does not. Where as many rows without a date stand there, on the same weekdays, they
    are those of the days and get their dates again.
    """
    view, door = file.views[registers.DAILY], on_disk(file.workbook)
    patch, done = Patch(door), []
    dated: list[Repair] = []
    for run in sorted(lost, key=lambda one: one.row, reverse=True):
        if rows := _rows_of(view, run):
            dated.insert(0, _date(patch, view, rows, run))
            continue
        try:
            _insert(patch, view, run)
        except Unsupported as error:
            left = Left(view.name, f"A{run.row}", day_text(run.first), str(error))
            return file, Repairs(left=(left,))
        done.append(run)
    moved = 0
    repairs = dated
    for run in sorted(done, key=lambda one: one.row):
        top = run.row + moved
        area = (top, min(view.titles), top + len(run.days) - 1, max(view.titles))
        ends = dict.fromkeys((day_text(run.first), day_text(run.last)))
        repairs.append(Repair(TABLE, view.name, format_range(area), "", "–".join(ends)))
        moved += len(run.days)
    return PlanFile.of(door.changed(patch)), Repairs(tuple(repairs))


def _rows_of(view: SheetView, run: LostDays) -> tuple[int, ...]:
    """Return the rows that have lost the dates of these days; empty where none or others stand there."""
    filled = set(view.filled_rows()) - {row for row, value in view.values("date").items() if says(value)}
    above = takewhile(filled.__contains__, range(run.row - 1, view.header_row, -1))
    below = takewhile(filled.__contains__, range(run.row, view.last_row + 1))
    for rows in (tuple(above)[::-1], tuple(below)):
        if len(rows) == len(run.days) and all(map(partial(_may_be, view), rows, run.days)):
            return rows
    return ()


def _may_be(view: SheetView, row: int, day: date) -> bool:
    weekday = fold(view.text(row, "weekday"))
    return weekday in ("", fold(vocabulary.WEEKDAYS[day.weekday()]))


def _date(patch: Patch, view: SheetView, rows: tuple[int, ...], run: LostDays) -> Repair:
    sheet, cells = patch.open_rows(view.name)
    column = view.columns["date"]
    for row, day in zip(rows, run.days, strict=True):
        patch.write(sheet, cells, row, column, day, cells.own_style(row, column))
    ends = dict.fromkeys((day_text(run.first), day_text(run.last)))
    return Repair(TABLE, view.name, format_range((rows[0], column, rows[-1], column)), "", "–".join(ends))


def _insert(patch: Patch, view: SheetView, run: LostDays) -> None:
    above = run.row - 1 >= view.first_row
    model = run.row - 1 if above else run.row
    patch.repeat_rows(view.name, model, model, len(run.days) + 1)
    sheet, rows = patch.open_rows(view.name)
    days = dict(enumerate(run.days, run.row))
    for row, day in days.items():
        for column in view.titles:
            cell = patch.cell(rows, row, column)
            if column == view.columns["date"]:
                value: object = day
            elif column == view.columns.get("weekday"):
                value = vocabulary.WEEKDAYS[day.weekday()]
            elif cell is None or cell.formula is not None:
                continue
            else:
                value = None
            patch.write(sheet, rows, row, column, value, rows.own_style(row, column))  # type: ignore[arg-type]
