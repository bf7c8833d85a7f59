"""Counts of imports in the workbook: they feed months, fill Solishtirma, and are seen through formulas."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from editions.make import KEPT
from making_plans import add_imports, imported, make_plan, set_source

from akmxl.actions.open_plan import open_plan
from akmxl.core.cells import Formula
from akmxl.workbook import layout
from akmxl.workbook.create.formulas import month_of_import
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import PlanFile, write
from akmxl.workbook.writing.comparison import fed_formulas, fill_comparison

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.workbook.opened import OpenedPlan

TODAY = date(2025, 4, 10)


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> OpenedPlan:
    """11 is fed by imports of January, February (nothing was done) and March, over which 50 was typed."""
    path = tmp_path_factory.mktemp("import") / "reja.xlsx"
    make_plan(path, months={("11", 3): 50, ("14.1", 1): 5})
    set_source(path, "11", "import")
    return add_imports(path, imported({("11", 1): 40, ("11", 2): 0, ("11", 3): 47, ("14.1", 1): 5}))


def test_a_count_fills_a_month_and_a_typed_figure_wins(fed: OpenedPlan) -> None:
    entries = [fed.plan.entries["11", month] for month in (1, 2, 3, 4)]
    assert [(entry.value, entry.register) for entry in entries] == [(40, 40), (0, 0), (50, 47), (None, None)]
    assert fed.plan.entries["14.1", 1].register is None


def rows_of(opened: OpenedPlan) -> list[tuple[object, ...]]:
    fields = (
        "code",
        "period",
        "typed",
        "counted",
        "imported",
        "difference",
        "beyond",
        "export",
        "export_day",
    )
    (rows,) = fill_comparison(opened, TODAY).tables.values()
    view = opened.file.views[layout.COMPARISON]
    order = [view.layout.fields.index(field) for field in fields]
    return [tuple(row[at] for at in order) for row in rows]


def test_the_sheet_has_a_row_an_item_and_month(fed: OpenedPlan) -> None:
    source = ("hisobot.xlsx: kundalik", date(2025, 4, 2))
    assert rows_of(fed) == [
        ("11", "2025-yil yanvar oyi", None, None, 40, None, None, *source),
        ("11", "2025-yil fevral oyi", None, None, 0, None, None, *source),
        ("11", "2025-yil mart oyi", 50, None, 47, 3, "ha", *source),
        ("14.1", "2025-yil yanvar oyi", 5, None, 5, 0, "yo‘q", *source),
    ]


def test_imports_that_were_taken_back_leave_it_and_without_any_nothing_is_filled(
    fed: OpenedPlan, tmp_path: Path
) -> None:
    path = shutil.copyfile(fed.path, tmp_path / "reja.xlsx")
    opened = open_plan(path)
    assert fill_comparison(replace(opened, plan=replace(opened.plan, imports=())), TODAY) == Fills()
    assert write(opened.file, fill_comparison(opened, TODAY))
    again = open_plan(path)
    assert not write(again.file, fill_comparison(again, TODAY))
    emptied = fill_comparison(replace(again, plan=replace(again.plan, imports=())), TODAY)
    assert list(emptied.tables.values()) == [[]]


def test_formulas_go_into_blank_months_of_items_fed_by_imports(fed: OpenedPlan) -> None:
    months = [(code, month) for code in ("11", "14.1", "9.9") for month in (1, 2, 3, 4)]
    cells = fed_formulas(fed, months).cells
    row = fed.plan.entries["11", 1].place.row
    assert cells == {
        fed.plan.entries["11", month].place: Formula(month_of_import(f"$A{row}", month), result)
        for month, result in ((1, 40), (2, 0), (4, ""))
    }


def test_a_workbook_without_the_sheet_gets_neither(tmp_path: Path) -> None:
    opened = open_plan(shutil.copyfile(KEPT / "2.xlsx", tmp_path / "reja.xlsx"))
    counted = replace(opened, plan=replace(opened.plan, imports=(imported({("11", 1): 4}),)))
    assert layout.COMPARISON not in PlanFile.open(opened.path).views
    assert fill_comparison(counted, TODAY) == fed_formulas(counted, [("11", 1)]) == Fills()
