"""What comes again and again is an office's way of working; once or twice it is a slip."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_records, make_plan
from running import akmxl, put

from akmxl.core.cells import Formula
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.reading.registers import sector_columns
from akmxl.workbook.reading.settings import read_settings

from .examples import Example

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2025-10-10")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "reja.xlsx"
    make_plan(made, first_period="2025-10")
    return made


def of_rule(path: Path, rule: str) -> list[dict[str, Any]]:
    findings = akmxl("check", path, "--no-write", "--json", *DAY).json["findings"]
    return [one for one in findings if one["rule"] == rule]


@pytest.mark.parametrize(("letters", "told"), [(2, 1), (3, 2), (6, 0)])
def test_one_number_of_two_letters(path: Path, letters: int, told: int) -> None:
    row = {"recipient": "Hokimlik", "state": "yuborildi", "number": "01-15/7"}
    rows = [
        {**row, "title": f"{nth}-xat", "sent": date(2025, 3, 1) + timedelta(days=nth)}
        for nth in range(letters)
    ]
    add_records(path, {registers.JOURNAL: rows})
    assert len(of_rule(path, "SUB23")) == told


@pytest.mark.parametrize(("days", "told"), [(2, 1), (6, 5), (9, 0)])
def test_days_with_the_visits_of_the_day_before(path: Path, days: int, told: int) -> None:
    file = PlanFile.open(path)
    view = file.views[registers.DAILY]
    sectors = list(sector_columns(view, read_settings(file, 2025)).values())[:3]
    working = [row for row in view.rows if (day := view.cell(row, "date").value) and day.isoweekday() < 6]
    rows = working[20 : 20 + days]
    put(path, {(view.name, row, column): 10 + nth for row in rows for nth, column in enumerate(sectors)})
    found = of_rule(path, "TMP18")
    assert sum(len(one["cells"]) for one in found) == told


@pytest.mark.parametrize(("rows", "told"), [(1, 1), (5, 5), (6, 1)])
def test_plan_figures_that_are_not_those_approved(path: Path, rows: int, told: int) -> None:
    view = PlanFile.open(path).views[layout.PLAN]
    codes = ("11", "13.1", "13.2", "14.1", "14.2", "29")[:rows]
    places = {code: code_places(view)[code][0].row for code in codes}
    put(path, {(view.name, row, view.columns["planned"]): 4321 for row in places.values()})
    assert len(of_rule(path, "REF57")) == told


@pytest.mark.parametrize(
    ("first", "last", "told"), [("F", "H", 0), ("G", "H", 1), ("F", "G", 1), ("F", "I", 0)]
)
def test_a_formula_without_a_result_that_leaves_out_a_month(
    path: Path, first: str, last: str, told: int
) -> None:
    """Programs that do not calculate store none; a range may run across a column of people's own."""
    view = PlanFile.open(path).views[layout.MONTHLY]
    row = monthly_rows(view)["11"]
    area = f"{first}{row}:{last}{row}"
    formula = Formula(f'IF(COUNT({area})=0,"",SUM({area}))')
    put(path, {(view.name, row, view.columns["q1"]): formula})
    assert len(of_rule(path, "STR18")) == told


def test_a_plan_without_a_figure_knows_of_no_blank(path: Path) -> None:
    """As next year's is before anybody has typed its plan."""
    view = PlanFile.open(path).views[layout.PLAN]
    put(path, {(view.name, row, view.columns["planned"]): None for row in view.rows})
    run = akmxl("close-month", path, "--month", "2025-09", "--yes", *DAY)
    assert (run.code, "no row has a plan figure yet" in run.err) == (2, True)
    assert any(
        "no row has a plan figure yet" in one for one in akmxl("due", path, "--json", *DAY).json["not_known"]
    )


REGISTERED_ANEW = """
    today: {today}
    Oylik
    | Kod  | Yanvar | Fevral | Mart |
    | 15.1 | 20     | 15     | 10   |
    | 15.2 | 900    | 40     | 20   |
    | 16   | 300    | 320    | 310  |
    | 17   | 700    | 720    | 710  |
"""


@pytest.mark.parametrize(
    ("today", "told"), [("2025-02-05", []), ("2025-03-06", []), ("2025-04-10", ["LIB01"])]
)
def test_readers_are_registered_anew_in_january(today: str, told: list[str], tmp_path: Path) -> None:
    """Many without coming in: visits are held beside readers when the first quarter is over."""
    example = Example.of(REGISTERED_ANEW.format(today=today), tmp_path)
    assert [one.rule for one in example.findings() if one.rule == "LIB01"] == told
