"""Tell whether a workbook counts its days by the other of Excel's two calendars, of 1900 and of 1904.

Its setting gets lost or switched when a program copies sheets from one workbook into another: then all dates
lie four years and a day off.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.plan import registers
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from akmxl.workbook.plan_file import PlanFile

APART = timedelta(1462)
"""How much later a number of a day is by the calendar of 1904."""


def off_calendar(file: PlanFile, year: int) -> timedelta | None:
    """Return how far the days of the day log lie from the plan's year: as far as the calendars, or None."""
    days = list(_days(file, (registers.DAILY,)))
    if not days or any(day.year == year for day in days):
        return None
    return next((by for by in (-APART, APART) if _all_of(year, days, by)), None)


def all_off(file: PlanFile, year: int, by: timedelta) -> bool:
    """Tell whether all dates of the registers and the day log come into the plan's year by a shift alone."""
    days = list(_days(file, (registers.DAILY, *(sheet.name for sheet in layout.REGISTER_SHEETS))))
    return all(day.year != year for day in days) and _all_of(year, days, by)


def _all_of(year: int, days: Iterable[date], by: timedelta) -> bool:
    return all((day + by).year == year for day in days)


def _days(file: PlanFile, sheets: Iterable[str]) -> Iterator[date]:
    """Yield the dates of some sheets that are dates to Excel."""
    for view in (file.views[name] for name in sheets if name in file.views):
        for row, value in view.values("date").items():
            if row >= view.first_row and (day := day_of(value)):
                yield day
