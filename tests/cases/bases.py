"""The workbooks that the cases start from, each a file as a library has it on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from making_plans import fill, make_plan
from rules.years import shipped_plan, year_of

from akmxl.ooxml import Patch
from akmxl.workbook import layout
from akmxl.workbook.file import PlanFile

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


SEED = 4  # of the clean year: any would do


def make_base(name: str, today: date, path: Path) -> None:
    """Make the base of a name, as it stands on a day."""
    if name == "plan":
        make_plan(path, first_period="2025-01")
    else:
        assert name in ("year", "second year"), f"no such base: {name}"
        _make_year(path, today, last_year=name == "second year")


def _make_year(path: Path, today: date, *, last_year: bool) -> None:
    """A year in which nothing went wrong; the second one also has the sheet of last year's months."""
    make_plan(path, first_period="2025-01")
    known = year_of(SEED, last_year=last_year).known(shipped_plan(), today)
    fill(path, known)
    if last_year:
        _add_last_year(path, known.last_year)


def _add_last_year(path: Path, figures: dict[tuple[str, int], int]) -> None:
    file = PlanFile.open(path)
    monthly = file.views[layout.MONTHLY]
    fields = ("code", "name", "unit")
    rows: list[list[object]] = [[monthly.title(field) for field in (*fields, *layout.MONTH_FIELDS)]]
    for row in monthly.rows:
        code = monthly.text(row, "code")
        rows.append(
            [*(monthly.text(row, field) or None for field in fields)]
            + [figures.get((code, month)) for month in range(1, 13)]
        )
    patch = Patch(file.workbook)
    patch.add_sheet(layout.LAST_YEAR, rows, "visible")
    patch.save(backup=False)
