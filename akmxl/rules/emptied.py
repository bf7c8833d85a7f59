"""Find the cells of Sozlamalar that may be blank, and are known to have said something.

A blank there has a meaning of its own (a day off, both weeks, every period), so nothing else tells that one
was emptied. What stood there is known by the last check, and by what is shipped.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.assets import templates_folder
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.kept_settings import kept_periods, kept_working_days
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.reading.settings import moved_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.reports import Report
    from akmxl.rules.rule import Case


EMPTIED = {  # field -> what is said of it, and what to do
    "day_kind": (
        N_("Sheet “{sheet}”, cell {cell}: the kind of the day is empty, so it counts as a day off."),
        N_("Choose it from the list; here stood “{value}”."),
    ),
    "week": (
        N_("Sheet “{sheet}”, cell {cell}: the week is empty, so the day counts for weeks of 5 and 6 days."),
        N_("Write {value}, as it was; if it is for both, write 5; 6."),
    ),
    "periods": (
        N_("Report {report}: the column “{column}” is empty (cell {cell}), so it is owed every time."),
        N_("Write the periods, as they were: {value}. If it is owed every time, name them all."),
    ),
}


class Emptied(NamedTuple):
    """A row of Bayramlar and its field that was emptied, and the code of what it said."""

    row: int
    field: str
    said: str


def emptied_day_cells(case: Case) -> Iterator[Emptied]:
    """Yield the kinds and weeks of days that are blank though they are known.

    Where no row says a kind, as in workbooks of before, only that of a day that is worked is missed: a blank
    is a day off.
    """
    view = case.view(str(layout.HOLIDAYS.table))
    shipped, worked = _shipped_days(case.plan.year), kept_working_days(case.plan)
    told = any(says(view.cell(row, "day_kind").value) for row in view.filled_rows())
    for moved in moved_days(case.file, case.plan.year):
        if moved.day is None:
            continue
        day = moved.day.isoformat()
        kind, week = shipped.get(day, ("", ""))
        kind = "working" if day in worked else kind
        blank = {
            field
            for field in ("day_kind", "week")
            if field in view.columns and not says(view.cell(moved.row, field).value)
        }
        if "day_kind" in blank and kind and (told or kind == "working"):
            yield Emptied(moved.row, "day_kind", kind)
        if "week" in blank and week:
            yield Emptied(moved.row, "week", week)


def emptied_periods(case: Case, report: Report) -> str:
    """Return the periods for which a report was owed, where their cell is blank now; else ""."""
    view = case.view(str(layout.CATALOGUE.table))
    if report.cadence == "once" or "periods" not in view.columns:
        return ""
    if says(view.cell(report.place.row, "periods").value):
        return ""
    shipped = _shipped_periods().get((report.code, report.cadence), "")
    return kept_periods(case.plan, report.code) or shipped


@cache
def _shipped_days(year: int) -> dict[str, tuple[str, str]]:
    """Read the kind and week of the days off that are shipped for a year, without what reads any CSV."""
    path = templates_folder() / "data" / f"holidays_{year}.csv"
    text = path.read_text("utf-8") if path.is_file() else ""
    found = re.findall(r"(?m)^([\d-]{10}),.*,(off|working),([56]?),", text)
    return {day: (kind, week) for day, kind, week in found}


@cache
def _shipped_periods() -> dict[tuple[str, str], str]:
    """Read the periods of the shipped reports that have some, by code and cadence."""
    text = (templates_folder() / "data" / "submissions.csv").read_text("utf-8")
    found = re.findall(r"(?m)^([\w-]+),.*?,(monthly|quarterly|half-yearly|yearly),([^,]+),", text)
    return {(code, cadence): periods for code, cadence, periods in found}
