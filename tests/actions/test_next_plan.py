"""Next year's draft plan: the same items, their last three years, what people write into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import once
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from running import Run, akmxl, everything_in, put
from several_years import JANUARY, copied, draft_rows, fill_draft, make_years, retype

import akmxl as library
from akmxl.actions.open_plan import open_plan
from akmxl.core.cells import ExcelError, Formula

if TYPE_CHECKING:
    from pathlib import Path

NEXT = ("--today", "2027-01-12")
SHEET = "Reja loyihasi"


@pytest.fixture(scope="module")
def years(shared: Path) -> Path:
    return once(shared, "years", make_years)


@pytest.fixture
def both(years: Path, tmp_path: Path) -> list[Path]:
    """The plans of 2025 and 2026, beside one another."""
    return copied(years, tmp_path, "2025", "2026")


@pytest.fixture
def old(years: Path, tmp_path: Path) -> Path:
    (path,) = copied(years, tmp_path, "2025")
    return path


def draft(path: Path, *options: object, day: tuple[str, str] = NEXT, lang: str = "en") -> Run:
    return akmxl("next-plan", path, *options, *day, lang=lang)


def row_of(run: Run, code: str) -> dict[str, Any]:
    (row,) = (row for row in run.json["rows"] if row["code"] == code)
    found: dict[str, Any] = row
    return found


def test_it_stands_beside_the_years_reports(old: Path) -> None:
    run = draft(old, day=JANUARY)
    path = old.parent / "hisobotlar" / "2025" / "reja-loyihasi-2026.xlsx"
    assert run.code == 0, run.err
    assert path.exists()
    assert OpenXmlValidator().validate(path).errors == []
    sheet = load_workbook(path)[SHEET]
    assert sheet["A2"].value == "2026-YIL ISH REJASI LOYIHASI"
    assert [sheet.cell(5, column).value for column in (1, 5, 8, 11, 14, 15)] == [
        "Kod", "2023-yil", "2024-yil", "2025-yil", "Uch yil o‘rtachasi (hisob)", "2026-yil (reja)",
    ]  # fmt: skip
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$5:$6")
    assert list(draft_rows(path)) == list(open_plan(old).plan.items)


def test_each_item_has_its_last_three_years(both: list[Path]) -> None:
    run = draft(both[1], "--json")
    loans = row_of(run, "17")
    assert [one["year"] for one in loans["years"]] == [2024, 2025, 2026]
    printed, whole, running = loans["years"]
    assert (printed["plan"], printed["fact"], printed["printed"]) == (None, 52791, True)
    assert (whole["plan"], whole["fact"], whole["percent"], whole["complete"]) == (52813, 52813, 100.0, True)
    assert (running["complete"], running["plan"]) == (False, 52813)
    assert run.json["missing_years"] == [2024]


def test_a_year_of_which_there_is_nothing_is_unknown(old: Path) -> None:
    years = row_of(draft(old, "--json", day=JANUARY), "17")["years"]
    assert [(one["plan"], one["fact"]) for one in years] == [(None, None), (None, 52791), (52813, 52813)]
    assert "No plan workbook of 2023, 2024" in draft(old, day=JANUARY).out


def test_an_earlier_plan_may_stand_elsewhere(both: list[Path], tmp_path: Path) -> None:
    away = tmp_path / "eski" / "2025.xlsx"
    away.parent.mkdir()
    both[0].rename(away)
    assert draft(both[1], "--json").json["missing_years"] == [2024, 2025]
    run = draft(both[1], "--earlier", away, "--json")
    assert run.json["missing_years"] == [2024]
    assert row_of(run, "17")["years"][1]["plan"] == 52813


def test_a_plan_that_cannot_be_an_earlier_one_is_refused(both: list[Path]) -> None:
    for option in (both[1], both[0].with_name("yoq.xlsx")):
        run = draft(both[0], "--earlier", option, day=JANUARY)
        assert (run.code, len(run.err.strip().splitlines())) == (2, 1)


def test_the_mean_is_of_three_whole_years_that_can_be_compared(both: list[Path]) -> None:
    """2024 is known by the figure that the plan of 2025 prints, 2026 only in part."""
    assert row_of(draft(both[1], "--json"), "17")["mean"] is None
    (three,) = copied(both[0].parent, both[0].parent / "x", "2025") if _folder(both[0].parent / "x") else ()
    run = draft(three, "--json", day=JANUARY)
    assert row_of(run, "17")["mean"] is None  # 2023 is not known


def _folder(path: Path) -> bool:
    path.mkdir()
    return True


def test_a_changed_definition_is_marked(both: list[Path]) -> None:
    retype(both[1], {("17", "unit"): "Dona"})
    years = row_of(draft(both[1], "--json"), "17")["years"]
    assert [one["changed"] for one in years] == [False, False, True]


def test_totals_come_from_their_parts(old: Path) -> None:
    run = draft(old, day=JANUARY)
    assert run.code == 0
    path = old.parent / "hisobotlar" / "2025" / "reja-loyihasi-2026.xlsx"
    rows, sheet = draft_rows(path), load_workbook(path)[SHEET]
    parts = ",".join(f"O{rows[code]}" for code in ("9.1", "9.2", "9.3", "9.4"))
    assert sheet.cell(rows["9"], 15).value == f'=IF(COUNT({parts})=0,"",SUM({parts}))'


def test_what_people_wrote_is_kept_when_it_is_made_again(old: Path) -> None:
    draft(old, day=JANUARY)
    path = old.parent / "hisobotlar" / "2025" / "reja-loyihasi-2026.xlsx"
    rows = draft_rows(path)
    put(path, {
        (SHEET, rows["15.1"], 15): 250, (SHEET, rows["15.1"], 16): "yangi filial",
        (SHEET, rows["23"], 15): "-", (SHEET, 1, 20): "direktor qo‘shgan",
    })  # fmt: skip
    run = draft(old, "--json", day=JANUARY)
    assert (run.json["status"], run.json["kept"]) == ("written", 2)
    sheet = load_workbook(path)[SHEET]
    assert [sheet.cell(rows["15.1"], column).value for column in (15, 16)] == [250, "yangi filial"]
    assert sheet.cell(rows["23"], 15).value == "-"
    (copy,) = (path.parent / ".akmxl-zaxira").iterdir()
    assert load_workbook(copy)[SHEET].cell(1, 20).value == "direktor qo‘shgan"
    assert draft(old, "--json", day=JANUARY).json["status"] == "unchanged"


def test_a_dry_run_writes_nothing(old: Path) -> None:
    before = everything_in(old.parent)
    run = draft(old, "--dry-run", "--json", day=JANUARY)
    assert (run.code, run.json["status"]) == (0, "would_write")
    assert everything_in(old.parent) == before


def test_another_file_in_its_place_stays(old: Path) -> None:
    before = old.read_bytes()
    for place in (old, old.with_name("loyiha.txt"), old.parent):
        run = draft(old, "--out", place, day=JANUARY)
        assert (run.code, len(run.err.strip().splitlines())) == (2, 1)
    assert old.read_bytes() == before


# -- into the new year's workbook -------------------------------------------------------------------


def new_year(old: Path, plan: Path, *options: object) -> Run:
    out = old.with_name("yangi.xlsx")
    return akmxl("new-year", old, "--year", 2026, "--out", out, "--plan-from", plan, *options, *JANUARY)


@pytest.fixture
def filled(old: Path, tmp_path: Path) -> Path:
    path = tmp_path / "loyiha.xlsx"
    assert draft(old, "--out", path, day=JANUARY).code == 0
    fill_draft(path, {"9.1": 0, "9.2": 220, "9.3": "-", "9.4.1": 80, "9.4.2": 40, "19.1": 8, "19.2": 40})
    return path


def test_new_year_takes_the_figures_that_people_wrote(old: Path, filled: Path) -> None:
    run = new_year(old, filled, "--json")
    assert (run.code, run.json["status"]) == (0, "made"), run.err
    items = open_plan(old.with_name("yangi.xlsx")).plan.items
    assert (items["9.2"].plan, items["9.4"].plan, items["9"].plan) == (220, 120, 340)
    assert items["9.3"].planned.dash
    assert items["19"].planned.shown == "8/40"
    assert items["15.1"].plan is None
    assert run.json["planned"] == 10


def test_a_total_is_what_the_draft_shows_though_a_part_is_not_planned(old: Path, tmp_path: Path) -> None:
    path = tmp_path / "loyiha.xlsx"
    draft(old, "--out", path, day=JANUARY)
    fill_draft(path, {"15.1": 210})
    assert new_year(old, path).code == 0
    items = open_plan(old.with_name("yangi.xlsx")).plan.items
    assert (items["15.1"].plan, items["15"].plan, items["9"].plan) == (210, 210, None)


def test_what_a_persons_formula_comes_to_is_kept_and_taken(old: Path, filled: Path) -> None:
    rows = draft_rows(filled)
    put(filled, {(SHEET, rows["17"], 15): Formula(f"K{rows['17']}+187", 53000)})
    assert draft(old, "--out", filled, "--json", day=JANUARY).json["kept"] == 8
    assert load_workbook(filled)[SHEET].cell(rows["17"], 15).value == 53000
    assert new_year(old, filled).code == 0
    assert open_plan(old.with_name("yangi.xlsx")).plan.items["17"].plan == 53000


@pytest.mark.parametrize("result", [None, ExcelError("#REF!"), True, 12.5])
def test_a_formula_without_a_plan_figure_is_named(old: Path, filled: Path, result: object) -> None:
    row = draft_rows(filled)["17"]
    put(filled, {(SHEET, row, 15): Formula(f"K{row}*1.1", result)})
    before = filled.read_bytes()
    for run in (draft(old, "--out", filled, day=JANUARY), new_year(old, filled)):
        assert (run.code, f"O{row}" in run.err) == (2, True)
    assert filled.read_bytes() == before


def test_a_total_that_a_person_typed_is_kept_and_taken(old: Path, filled: Path) -> None:
    rows = draft_rows(filled)
    put(filled, {(SHEET, rows["15"], 15): 4500})
    assert draft(old, "--out", filled, day=JANUARY).code == 0
    sheet = load_workbook(filled)[SHEET]
    assert sheet.cell(rows["15"], 15).value == 4500
    assert str(sheet.cell(rows["9"], 15).value).startswith("=IF(COUNT(")
    assert new_year(old, filled).code == 0
    assert open_plan(old.with_name("yangi.xlsx")).plan.items["15"].plan == 4500


def test_a_reason_without_a_figure_is_kept_whole(old: Path, filled: Path) -> None:
    rows, long = draft_rows(filled), "Sababi\n" * 300
    texts = {rows["24"]: "=cmd|calc", rows["26"]: long}
    for row, text in texts.items():
        put(filled, {(SHEET, row, 15): None, (SHEET, row, 16): text})
    assert draft(old, "--out", filled, day=JANUARY).code == 0
    sheet = load_workbook(filled)[SHEET]
    assert [sheet.cell(row, 16).value.strip() for row in texts] == ["=cmd|calc", long.strip()]
    assert sheet.cell(rows["24"], 16).data_type == "s"


@pytest.mark.parametrize("value", ["yuzta", 12.5, -3, "12,5"])
def test_what_is_no_plan_figure_is_named_at_its_cell(old: Path, filled: Path, value: object) -> None:
    row = draft_rows(filled)["11"]
    put(filled, {(SHEET, row, 15): value})
    run = new_year(old, filled)
    assert (run.code, f"O{row}" in run.err) == (2, True)
    assert not old.with_name("yangi.xlsx").exists()


def test_a_row_that_people_added_is_named(old: Path, filled: Path) -> None:
    last = max(draft_rows(filled).values())
    put(filled, {(SHEET, last + 1, 1): "35", (SHEET, last + 1, 15): 4})
    run = new_year(old, filled)
    assert (run.code, "35" in run.err) == (2, True)
    again = draft(old, "--out", filled, day=JANUARY)
    assert (again.code, "35" in again.err) == (2, True)


def test_an_item_in_two_rows_is_named(old: Path, filled: Path) -> None:
    rows = draft_rows(filled)
    last = max(rows.values()) + 1
    put(filled, {(SHEET, last, 1): "9.2", (SHEET, last, 15): 5})
    for run in (draft(old, "--out", filled, day=JANUARY), new_year(old, filled)):
        assert (run.code, f"{rows['9.2']} and {last}" in run.err) == (2, True), run.err


def test_a_file_that_is_no_draft_of_the_year_is_refused(old: Path, both: list[Path], filled: Path) -> None:
    assert "is no draft plan of 2026" in new_year(old, both[1]).err
    other = filled.with_name("2027.xlsx")
    assert draft(both[1], "--out", other).code == 0
    assert "is no draft plan of 2026" in new_year(old, other).err


def test_a_workbook_that_stands_there_keeps_its_plan(old: Path, filled: Path) -> None:
    assert new_year(old, filled).code == 0
    made = old.with_name("yangi.xlsx").read_bytes()
    run = new_year(old, filled)
    assert (run.code, "--plan-from" in run.err) == (2, True)
    assert old.with_name("yangi.xlsx").read_bytes() == made


def test_python_makes_it_too(old: Path, tmp_path: Path) -> None:
    plan = library.open_plan(old)
    done = library.next_plan(plan, out=tmp_path / "loyiha.xlsx", today="2026-01-12")
    assert (done.year, done.status, done.missing) == (2026, "written", (2023, 2024))
