"""Live formulas that were typed or pasted over come back; what people typed for a month stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_imports, imported, set_source
from openpyxl import load_workbook
from running import akmxl, put

from akmxl.actions.open_plan import open_plan
from akmxl.core.cells import Formula, Place
from akmxl.workbook import layout
from akmxl.workbook.create.formulas import former_stocks_of_list, month_of_import
from akmxl.workbook.plan_file import PlanFile

from .damaging import month_cell
from .seeing import DAY, as_seen, differences, kinds, repair

if TYPE_CHECKING:
    from pathlib import Path


def test_lost_formulas_come_back(path: Path, sound: dict[str, Any]) -> None:
    of_february = PlanFile.open(path).cells("Oylik")[month_cell(path, "18", "m02")[1:]].formula
    assert of_february
    typed = {
        ("9", "m03"): 500,
        ("9.4", "m01"): None,
        ("9", "q1"): 3,
        ("19.1", "q2"): 12,
        ("11", "year_total"): "jami",
        ("11", "percent"): 100,
        ("11", "name"): "Boshqa nom",
        ("11", "planned"): 7,
        ("15.1", "m02"): None,
        ("19.1", "m02"): Formula("SUM(#REF!)"),
        ("9", "m04"): Formula("SUM(E25:F25)"),
        ("18", "m03"): Formula(of_february),
    }
    put(path, {month_cell(path, code, field): value for (code, field), value in typed.items()})
    assert kinds(repair(path)) == {"formula": len(typed)}
    assert differences(as_seen(path), sound) == {}


@pytest.mark.parametrize("typed", [12, "12 ta", Formula("5+7"), Formula("Bizniki!B5"), date(2025, 3, 1), "-"])
def test_what_people_typed_over_the_formula_of_a_month_stays(typed: Any, path: Path) -> None:
    place = month_cell(path, "19.2", "m03")
    put(path, {place: typed})
    before = path.read_bytes()
    assert repair(path)["repairs"] == []
    assert path.read_bytes() == before


def test_what_was_pasted_as_values_into_months_to_come_goes_and_typed_figures_stay(path: Path) -> None:
    months = [f"m{month:02d}" for month in range(1, 13)]
    shown = next(e.value for e in open_plan(path).plan.entries.values() if (e.code, e.month) == ("19.1", 12))
    put(path, {month_cell(path, "19.1", field): shown for field in months})
    put(path, {month_cell(path, "19.1", "m12"): (shown or 0) + 1})
    quarters = {q: Place(*month_cell(path, "19.1", q)) for q in ("q1", "q2", "q3", "q4")}
    view = PlanFile.open(path).views[layout.MONTHLY]
    formulas = {q: view.at(place.row, place.column).formula or "" for q, place in quarters.items()}
    put(path, {place: Formula(formulas[q], shown) for q, place in quarters.items()})
    begun = int(DAY[1][5:7])
    cells = {one["cells"] for one in repair(path)["repairs"]}
    months_emptied = {Place(*month_cell(path, "19.1", field)).a1 for field in months[begun:11]}
    assert cells >= months_emptied
    assert cells - months_emptied <= {place.a1 for place in quarters.values()}
    view = PlanFile.open(path).views[layout.MONTHLY]
    after = {q: view.at(place.row, place.column) for q, place in quarters.items()}
    assert {q: cell.formula for q, cell in after.items()} == formulas
    coming = [cell.value for q, cell in after.items() if 3 * int(q[1]) - 2 > begun and q != "q4"]
    assert after["q1"].value == shown
    assert set(coming) == {""}
    assert repair(path)["repairs"] == []


def test_an_item_whose_source_became_import_gets_its_formulas_in_blank_months(path: Path) -> None:
    put(path, {month_cell(path, "11", "m02"): None})
    set_source(path, "11", "Import")
    add_imports(path, imported({("11", 2): 8, ("11", 3): 9}))
    repair(path)
    view = PlanFile.open(path).views[layout.MONTHLY]
    row = month_cell(path, "11", "m02")[1]
    months = [view.cell(row, f"m{month:02d}") for month in (1, 2, 3, 4)]
    formulas = [None, month_of_import(f"$A{row}", 2), None, month_of_import(f"$A{row}", 4)]
    assert [cell.formula for cell in months] == formulas
    assert (months[1].value, months[3].value) == (8, "")
    listed = PlanFile.open(path).views[layout.COMPARISON]
    assert [listed.text(line, "period") for line in listed.filled_rows()] == [
        "2025-yil fevral oyi",
        "2025-yil mart oyi",
    ]
    assert repair(path)["repairs"] == []


@pytest.mark.parametrize("former", [0, 1], ids=["shown to December", "by the clock"])
def test_a_stock_of_earlier_workbooks_gets_the_formula_of_today(path: Path, former: int) -> None:
    place = month_cell(path, "19.1", "m12")
    put(path, {place: Formula(former_stocks_of_list(f"$A{place[1]}", 12)[former])})
    assert kinds(repair(path)) == {"formula": 1}


def test_the_results_of_formulas_are_there_for_who_does_not_calculate(path: Path, quarter: Path) -> None:
    places = [month_cell(path, code, field) for code, field in (("9", "m03"), ("9", "q1"), ("11", "percent"))]
    put(path, dict.fromkeys(places, 1))
    repair(path)
    seen, before = (load_workbook(file, data_only=True)["Oylik"] for file in (path, quarter))
    total = sum(before.cell(places[0][1] + row, places[0][2]).value or 0 for row in (2, 5, 6))
    assert seen.cell(places[0][1], places[0][2]).value == total
    assert akmxl("check", path, *DAY, "--no-write").code == 0


def test_the_sum_of_a_day_comes_back_and_one_typed_without_sectors_stays(path: Path) -> None:
    view = PlanFile.open(path).views["Kundalik"]
    filled, empty = view.first_row + 2, view.last_row - 3
    assert isinstance(view.at(filled, 3).value, int)
    visits = view.columns["visits"]
    formula = view.cell(filled, "visits").formula
    put(path, {("Kundalik", filled, visits): 999, ("Kundalik", empty, visits): 40})
    assert [one["cells"] for one in repair(path)["repairs"]] == [f"J{filled}"]
    after = PlanFile.open(path).views["Kundalik"]
    assert after.cell(filled, "visits").formula == formula
    assert after.cell(empty, "visits").value == 40


def test_exchanged_months_are_left_to_people(path: Path) -> None:
    """Formulas put back over the other month's figures would hide that these are the other month's."""
    view = PlanFile.open(path).views[layout.MONTHLY]
    columns = [view.columns["m01"], view.columns["m02"]]
    cells: dict[tuple[str, int, int], object] = {}
    for row in view.filled_rows():
        for here, there in (columns, columns[::-1]):
            cell = view.at(row, there)
            cells[view.name, row, here] = Formula(cell.formula) if cell.formula else cell.value
    put(path, cells)
    left = repair(path)["left"]
    assert [one["value"] for one in left] == [view.title("m01"), view.title("m02")]
    found = akmxl("check", path, *DAY, "--json", "--no-write").json["findings"]
    fixes = {one["period"]: one["fix"] for one in found if one["rule"] == "STR37"}
    assert view.title("m02") in fixes["2025-01"]
    assert view.title("m01") in fixes["2025-02"]
