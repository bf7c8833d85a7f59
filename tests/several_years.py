"""Plan workbooks of two years of one centre, the second made out of the first, for what looks over years."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from making_plans import day_cells, fill_sample, make_plan
from running import akmxl, put

from akmxl.actions.open_plan import open_plan
from akmxl.plan.registers import AGES
from akmxl.workbook import layout
from akmxl.workbook.create.consolidated.mark import is_own
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from akmxl.core.cells import Place

JANUARY = ("--today", "2026-01-12")


def make_years(folder: Path, months: int = 4) -> None:
    """The plan of 2025 with all its months, and that of 2026 with its first ones."""
    old, new = folder / "reja-2025.xlsx", folder / "reja-2026.xlsx"
    make_plan(old)
    fill_sample(old, 12)
    draft = folder / "loyiha.xlsx"
    run = akmxl("next-plan", old, "--out", draft, *JANUARY)
    assert run.code == 0, run.err
    fill_draft(draft, {item.code: item.plan for item in open_plan(old).plan.items.values()})
    run = akmxl("new-year", old, "--year", 2026, "--out", new, "--plan-from", draft, *JANUARY)
    assert run.code == 0, run.out + run.err
    fill_sample(new, months)
    draft.unlink()


def fill_draft(path: Path, figures: Mapping[str, object], column: int = 15) -> None:
    """Type next year's plan into a draft, by code; totals and groups have nothing to type."""
    assert is_own(path.read_bytes(), "next-plan")
    rows = draft_rows(path)
    put(path, {("Reja loyihasi", rows[code], column): value for code, value in figures.items()
               if value is not None and (rows[code], column) not in formulas(path)})  # fmt: skip


def draft_rows(path: Path) -> dict[str, int]:
    """The row of each item of a draft."""
    from akmxl.ooxml.read.workbook import Workbook

    cells = Workbook.open(path).cells("Reja loyihasi")
    return {
        str(cell.value): row
        for (row, column), cell in cells.items()
        if column == 1 and re.fullmatch(r"[IVX\d][.\d]*", str(cell.value))
    }


def formulas(path: Path) -> set[tuple[int, int]]:
    from akmxl.ooxml.read.workbook import Workbook

    cells = Workbook.open(path).cells("Reja loyihasi")
    return {place for place, cell in cells.items() if cell.formula is not None}


def copied(years: Path, folder: Path, *names: str) -> list[Path]:
    """Copies of the workbooks, in a folder of their own."""
    return [shutil.copyfile(years / f"reja-{name}.xlsx", folder / f"reja-{name}.xlsx") for name in names]


def plan_cell(path: Path, code: str, field: str) -> Place:
    view = PlanFile.open(path).views[layout.PLAN]
    return view.place(code_places(view)[code][0].row, field)


def retype(path: Path, changes: Mapping[tuple[str, str], object]) -> None:
    """Type other texts into Reja, by code and field."""
    cells = {plan_cell(path, code, field): value for (code, field), value in changes.items()}
    put(path, {(place.sheet, place.row, place.column): value for place, value in cells.items()})


def type_ages(path: Path, *, months: range = range(1, 13), leave_out: tuple[date, ...] = ()) -> None:
    """Type the ages of all readers of each day: a third is young, a half in the middle."""
    opened = open_plan(path)
    days: dict[date, dict[str, object]] = {}
    for day in opened.plan.days:
        figures = (day.columns.get(field) for field in ("new_readers", "renewed_readers"))
        whole = sum(one.value or 0 for one in figures if one)
        if whole and day.date.month in months and day.date not in leave_out:
            young, middle = whole // 3, whole // 2
            days[day.date] = dict(zip(AGES, (young, middle, whole - young - middle), strict=True))
    put(path, {(p.sheet, p.row, p.column): value for p, value in day_cells(opened, days)})
