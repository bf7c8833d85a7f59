"""Put rows of days back into the day log, empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import TABLE, Left, Repair, Repairs
from akmxl.core import vocabulary
from akmxl.core.cells import format_range
from akmxl.core.errors import Unsupported
from akmxl.core.value_text import day_text
from akmxl.ooxml.edit.patch import Patch
from akmxl.plan import registers
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.workbook.plan_file import SheetView
    from akmxl.workbook.reading.losses import LostDays


def put_days_back(file: PlanFile, lost: Iterable[LostDays]) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the rows of the days, from below upwards so that no place moves.

    A row is repeated that stands beside them, so looks, formulas and what looks at the rows follow; what
    people typed into it does not.
    """
    view, door = file.views[registers.DAILY], on_disk(file.workbook)
    patch, done = Patch(door), []
    for run in sorted(lost, key=lambda one: one.row, reverse=True):
        try:
            _insert(patch, view, run)
        except Unsupported as error:
            left = Left(view.name, f"A{run.row}", day_text(run.first), str(error))
            return file, Repairs(left=(left,))
        done.append(run)
    moved = 0
    repairs = []
    for run in sorted(done, key=lambda one: one.row):
        top = run.row + moved
        area = (top, min(view.titles), top + len(run.days) - 1, max(view.titles))
        ends = dict.fromkeys((day_text(run.first), day_text(run.last)))
        repairs.append(Repair(TABLE, view.name, format_range(area), "", "–".join(ends)))
        moved += len(run.days)
    return PlanFile.of(door.changed(patch)), Repairs(tuple(repairs))


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
