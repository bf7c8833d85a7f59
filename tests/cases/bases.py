"""The workbooks that the cases start from, each a file as a library has it on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from making_plans import fill, fill_sample, make_plan
from rules.years import shipped_opened, year_of
from running import akmxl

from akmxl.ooxml.edit.patch import Patch
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


SEED = 4  # of the clean year: any would do


def make_base(name: str, today: date, path: Path) -> None:
    """Make the base of a name, as it stands on a day."""
    make_plan(path, first_period=None if name == "plan" else "2025-01")
    if name == "sent":
        fill_sample(path, 6)
        _send(path)
    elif name != "plan":
        assert name in ("year", "second year"), f"no such base: {name}"
        _lay_year(path, today, last_year=name == "second year")


def _send(path: Path) -> None:
    """Three monthly reports and a quarterly one have gone out; the next quarter's is a draft."""
    sent = {"MK-02 2025-01": "2025-02-05", "MK-02 2025-02": "2025-03-05", "MK-02 2025-03": "2025-04-05",
            "MK-10 2025-Q1": "2025-04-05"}  # fmt: skip
    for number, (report, day) in enumerate(sent.items(), 2):
        code, period = report.split()
        _run("submit", path, "--period", period, "--only", code, "--today", day)
        _run("sent", path, code, period, "--number", f"01-15/{number:02}", "--date", day, "--today", day)
    _run("submit", path, "--period", "2025-Q2", "--only", "MK-10", "--today", "2025-07-10")


def _run(*arguments: object) -> None:
    done = akmxl(*arguments)
    assert done.code in (0, 1), done.err


def _lay_year(path: Path, today: date, *, last_year: bool) -> None:
    """A year in which nothing went wrong; the second one also has the sheet of last year's months."""
    known = year_of(SEED, last_year=last_year).known(shipped_opened().plan, today)
    fill(path, known)
    if last_year:
        add_last_year(path, known.last_year)


def add_last_year(path: Path, figures: dict[tuple[str, int], int]) -> None:
    """The sheet of last year's months."""
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
