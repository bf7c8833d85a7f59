"""January: next year's workbook, and the figures that come late."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from libreoffice import XLSX, if_there_is_one, saved_by_libreoffice
from making_plans import PEOPLE, add_records, fill_sample, make_plan
from running import akmxl, put

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.rollup import roll_up
from akmxl.workbook import layout
from akmxl.workbook.create import shipped
from akmxl.workbook.create.new_file import create_plan
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from running import Run

    from akmxl.core.cells import Place
    from akmxl.workbook.opened import OpenedPlan

JANUARY = date(2026, 1, 12)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of 2025 with all its months."""
    path = tmp_path_factory.mktemp("yil") / "reja-2025.xlsx"
    make_plan(path)
    fill_sample(path, 12)
    return path


@pytest.fixture(scope="module")
def next_year(year: Path) -> Path:
    """The plan of 2026 as it comes out: only to be looked at."""
    path = year.parent / "reja-2026.xlsx"
    run = new_year(year, path)
    assert run.code == 0, run.out + run.err
    return path


@pytest.fixture
def old(year: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(year, tmp_path / "reja-2025.xlsx")


@pytest.fixture
def new(next_year: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(next_year, tmp_path / "reja-2026.xlsx")


def new_year(old: Path, new: Path, *options: object, lang: str = "en") -> Run:
    return akmxl("new-year", old, "--year", 2026, "--out", new, *options, "--today", JANUARY, lang=lang)


def made(old: Path, new: Path, *options: object) -> dict[str, Any]:
    run = new_year(old, new, "--json", *options)
    assert run.code in (0, 1), run.out + run.err
    found: dict[str, Any] = run.json
    return found


def plan_place(path: Path, code: str, field: str) -> Place:
    view = PlanFile.open(path).views[layout.PLAN]
    return view.place(code_places(view)[code][0].row, field)


def month_place(path: Path, code: str, month: int, sheet: str = layout.MONTHLY) -> Place:
    view = PlanFile.open(path).views[sheet]
    return view.place(monthly_rows(view)[code], f"m{month:02d}")


def type_in(path: Path, cells: Mapping[Place, object]) -> None:
    put(path, {(place.sheet, place.row, place.column): value for place, value in cells.items()})


def settings_rows(path: Path, table: layout.SheetLayout) -> list[tuple[Any, ...]]:
    view = PlanFile.open(path).views[str(table.table)]
    fields = [column.field for column in table.columns]
    return [tuple(view.cell(row, field).value for field in fields) for row in view.filled_rows()]


def blocking(opened: OpenedPlan, today: date = JANUARY) -> list[str]:
    return [f"{one.rule} {one.item} {one.message}" for one in check(opened, today) if one.blocking]


def all_cells(path: Path) -> dict[tuple[str, int, int], object]:
    workbook = Workbook.open(path)
    return {
        (sheet.name, *place): (cell.value, cell.formula)
        for sheet in workbook.sheets
        for place, cell in workbook.cells(sheet.name).items()
    }


# -- what it holds --------------------------------------------------------------------------------


def test_the_years_facts_stand_in_last_years_column(year: Path, next_year: Path) -> None:
    facts = {totals.code: totals.fact for totals in roll_up(open_plan(year).plan, JANUARY).items}
    items = open_plan(next_year).plan.items
    assert {code: items[code].previous.value for code in facts} == facts
    assert (facts["15"], facts["9.4"], facts["19.1"]) == (4444, 100, 6)
    view = PlanFile.open(next_year).views[layout.PLAN]
    assert (view.title("previous"), view.title("planned")) == ("2025-yil (fakt)", "2026-yil (reja)")


def test_what_was_not_planned_prints_a_dash_and_a_group_its_parts(next_year: Path) -> None:
    items = open_plan(next_year).plan.items
    assert items["33"].previous.dash
    assert items["19"].previous.shown == "6/36"
    assert items["1"].previous.blank


def test_last_years_months_stand_in_a_sheet(year: Path, next_year: Path) -> None:
    before, after = open_plan(year).plan, open_plan(next_year).plan
    months = {(e.code, e.month): e.value for e in before.entries.values() if e.value is not None}
    assert after.last_year == months
    assert ("15.1", 3) in months


def test_plan_figures_registers_journal_and_receipts_are_empty(next_year: Path) -> None:
    plan = open_plan(next_year).plan
    assert all(item.planned.blank and set(item.quarter_plans) == {None} for item in plan.items.values())
    assert {name: len(rows) for name, rows in plan.records.items()} == {
        "Tadbirlar": 0, "Malaka": 0, "Matbuot": 0, "Royxatlar": 6,
    }  # fmt: skip
    assert (plan.journal, plan.receipts, plan.explanations) == ((), (), ())
    assert str(plan.settings.first_period) == "2026-01"
    assert {day.date.year for day in plan.days} == {2026}


def test_the_structure_is_kept_and_due_texts_are_moved(year: Path, next_year: Path) -> None:
    before, after = open_plan(year).plan, open_plan(next_year).plan
    assert after.year == 2026
    assert list(after.items) == list(before.items)
    kept = ("kind", "adds_up", "source", "rhythm", "name", "unit", "mechanism", "services", "parent",
            "section", "printed_no", "work_time")  # fmt: skip
    for code, item in before.items.items():
        assert {name: getattr(after.items[code], name) for name in kept} == {
            name: getattr(item, name) for name in kept
        }
    assert after.items["5"].due_text == "2026-yil I chorak"
    assert after.items["13.1"].due_text == "2026-yilning har oyida"
    assert [section.code for section in after.sections] == [section.code for section in before.sections]
    assert after.organisation | {"year": "2025"} == before.organisation
    assert after.approved["15.1"].name == before.items["15.1"].name


def test_what_is_in_force_goes_along(next_year: Path) -> None:
    plan = open_plan(next_year).plan
    assert {record.codes for record in plan.records["Royxatlar"]} == {("19.1",)}
    assert plan.value("19.1", 1) == 6


def test_the_new_workbook_checks_clean(next_year: Path) -> None:
    opened = open_plan(next_year)
    assert blocking(opened) == []
    assert not [one for one in check(opened, date(2026, 12, 31)) if one.severity is Severity.ERROR]


def test_the_same_year_gives_the_same_bytes(year: Path, next_year: Path, tmp_path: Path) -> None:
    new_year(year, tmp_path / "yana.xlsx")
    assert (tmp_path / "yana.xlsx").read_bytes() == next_year.read_bytes()


def test_the_old_workbook_is_only_read(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    new_year(old, tmp_path / "reja-2026.xlsx")
    assert old.read_bytes() == before


# -- what people did goes along -------------------------------------------------------------------


def test_rows_and_wording_of_people_go_along(tmp_path: Path) -> None:
    rows = shipped.plan()
    own = replace(rows[-1], code="35", printed_no="35", name="Kutubxona bog‘ini tashkil etish", unit="Nusxa")
    old, new = tmp_path / "reja-2025.xlsx", tmp_path / "reja-2026.xlsx"
    create_plan(old, rows=[*rows, own], year=2025)
    type_in(old, {
        plan_place(old, "11", "name"): "Resurslarni tasniflash",
        plan_place(old, "31", "window"): "2025-yil II-III chorak",
        plan_place(old, "10", "responsible"): "Direktor",
    })  # fmt: skip
    refused = new_year(old, new)
    assert (refused.code, new.exists()) == (1, False)  # not one figure stands in it
    assert "2025" in refused.out
    found = made(old, new, "--draft")
    items = open_plan(new).plan.items
    assert (items["35"].name, items["35"].unit, items["35"].section) == (own.name, "Nusxa", "VII")
    assert items["11"].name == "Resurslarni tasniflash"
    assert items["31"].window_text == "2026-yil II-III chorak"
    assert items["10"].services == ("Direktor",)
    assert found["windows"] == ["31"]


def test_settings_go_along_whole(old: Path, tmp_path: Path) -> None:
    add_records(old, {
        "Birliklar": [{"unit": "Daqiqa", "spellings": "daqiqada"}],
        "Xodimlar": [{"person": "1-xodim", "service": "Direktor"}],
        "TadbirTurlari": [{"event_kind": "Bog‘ kuni", "codes": "18"}],
        "Sektorlar": [{"sector": "Bog‘ sektori"}],
        "Chegaralar": [{"rule": "TMP12", "threshold": "o‘chirilgan", "note": "Sonlar yaxlitlab yoziladi"},
                       {"rule": "PLN01", "item": "11", "threshold": 12.5, "note": "Kelishilgan"}],
    })  # fmt: skip
    file = PlanFile.open(old)
    catalogue, week = file.views[str(layout.CATALOGUE.table)], file.named_place(layout.WORK_WEEK)
    assert week is not None
    type_in(old, {catalogue.place(catalogue.first_row, "confirmed"): "tasdiqlangan", week: 5})
    new = tmp_path / "reja-2026.xlsx"
    made(old, new)
    for table in layout.SETTINGS_TABLES:
        if table is not layout.HOLIDAYS:
            assert settings_rows(new, table) == settings_rows(old, table), table.table
    plan = open_plan(new).plan
    assert plan.settings.work_week == 5
    assert plan.settings.switched_off == {("TMP12", ""): "Sonlar yaxlitlab yoziladi"}
    assert plan.reports[0].confirmed
    assert "Bog‘ sektori" in PlanFile.open(new).views[registers.DAILY].titles.values()


def test_holidays_of_a_fixed_day_move_and_the_others_are_named(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "reja-2026.xlsx"
    found = made(old, new)
    days = [
        value.date() if hasattr(value, "date") else value for value, *_ in settings_rows(new, layout.HOLIDAYS)
    ]
    ahead = ((1, 2), (1, 3))  # known already in 2025, for the reports that go out in January
    fixed = ((3, 8), (3, 21), (5, 9), (9, 1), (10, 1), (12, 8))
    assert days == [*(date(2026, *day) for day in ((1, 1), *ahead, *fixed)), date(2027, 1, 1)]
    assert {one["date"] for one in found["holidays_left_out"]} == {
        "2025-01-02", "2025-01-04", "2025-03-10", "2025-03-30", "2025-03-31", "2025-06-06", "2025-06-07",
        "2025-12-31",
    }  # fmt: skip


def test_a_due_date_of_a_report_that_names_its_year_moves(old: Path, tmp_path: Path) -> None:
    catalogue = PlanFile.open(old).views[str(layout.CATALOGUE.table)]
    row = catalogue.first_row
    type_in(old, {catalogue.place(row, "due_rule"): "aniq sana", catalogue.place(row, "days"): "15.01.2026"})
    new = tmp_path / "reja-2026.xlsx"
    made(old, new)
    assert open_plan(new).plan.reports[0].days == "15.01.2027"


def test_what_a_person_must_look_at_is_listed(old: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(old)
    workbook.create_sheet("Mening varag‘im")["A1"] = "qaydlar"
    workbook[layout.PLAN].cell(5, 21).value = "Mening ustunim"
    workbook.save(old)
    found = made(old, tmp_path / "reja-2026.xlsx")
    assert found["titles"] == ["6", "7"]
    assert found["left_behind"] == ["Mening varag‘im", "Reja: Mening ustunim"]
    assert {"1", "I.5"} <= set(found["unknown"])
    assert not {"33", "15", "19"} & set(found["unknown"])
    assert found["in_force"] == 6
    told = new_year(old, tmp_path / "boshqa.xlsx").out
    assert "Titles that carry another year; compare with the signed plan: 6 (C22), 7 (C23)" in told


# -- blank months ---------------------------------------------------------------------------------


def test_blank_months_are_listed_by_service_and_nothing_is_made(old: Path, tmp_path: Path) -> None:
    type_in(old, {month_place(old, "11", month): None for month in (11, 12)})
    new = tmp_path / "reja-2026.xlsx"
    run = new_year(old, new)
    assert run.code == 1
    assert "Fondlarni to‘ldirish, saqlash va ularga ishlov berish xizmati: 11 (2025-11 – 2025-12)" in run.out
    assert not new.exists()
    blanks = [(one["item"], one["period"], one["cell"]) for one in made(old, new)["blanks"]]
    assert blanks == [(("11"), f"2025-{month}", month_place(old, "11", month).a1) for month in (11, 12)]


def test_a_draft_is_made_of_what_there_is(old: Path, tmp_path: Path) -> None:
    type_in(old, {month_place(old, "11", month): None for month in (11, 12)})
    whole, new = open_plan(old).plan, tmp_path / "reja-2026.xlsx"
    found = made(old, new, "--draft")
    assert (found["status"], len(found["blanks"])) == ("made", 2)
    opened = open_plan(new)
    plan = opened.plan
    assert plan.items["11"].previous.value == sum(whole.value("11", month) or 0 for month in range(1, 11))
    assert ("11", 11) not in plan.last_year
    assert blocking(opened) == []


def test_months_before_the_first_period_are_not_asked_for(tmp_path: Path) -> None:
    old = tmp_path / "reja-2025.xlsx"
    make_plan(old, first_period="2025-12")
    found = made(old, tmp_path / "reja-2026.xlsx")
    assert found["status"] == "blank"
    assert {one["period"] for one in found["blanks"]} == {"2025-12"}


# -- again in January -----------------------------------------------------------------------------


def late_figures(old: Path) -> None:
    """December of item 11 was 40 more, and item 1 had a figure after all."""
    value = open_plan(old).plan.value("11", 12) or 0
    type_in(old, {month_place(old, "11", 12): value + 40, month_place(old, "1", 5): 2})


def test_late_figures_come_into_the_new_workbook_and_nothing_else_changes(old: Path, new: Path) -> None:
    type_in(new, {
        plan_place(new, "11", "planned"): 120,
        month_place(new, "11", 1): 9,
        plan_place(new, "11", "name"): "Yangi nom",
    })  # fmt: skip
    late_figures(old)
    december = open_plan(old).plan.value("11", 12) or 0
    before = all_cells(new)
    found = made(old, new)
    assert found["status"] == "updated"
    changed = {(one["sheet"], one["cell"]): (one["item"], one["old"], one["new"]) for one in found["changes"]}
    assert changed == {
        ("Reja", plan_place(new, "11", "previous").a1): ("11", "102", "142"),
        ("Reja", plan_place(new, "1", "previous").a1): ("1", None, "2"),
        ("Otgan yil", month_place(new, "11", 12, "Otgan yil").a1): ("11", str(december - 40), str(december)),
        ("Otgan yil", month_place(new, "1", 5, "Otgan yil").a1): ("1", None, "2"),
    }  # fmt: skip
    after = all_cells(new)
    different = {place for place in {*before, *after} if before.get(place) != after.get(place)}
    assert len(different) == 4
    opened = open_plan(new)
    item, january = opened.plan.items["11"], opened.plan.value("11", 1)
    assert (item.plan, january, item.name) == (120, 9, "Yangi nom")
    assert blocking(opened) == []


def test_what_was_typed_into_last_years_column_stays_and_is_told(old: Path, new: Path) -> None:
    type_in(new, {plan_place(new, "11", "previous"): 150, plan_place(new, "3", "previous"): 7})
    late_figures(old)
    run = new_year(old, new)
    assert "item 11: 150 was typed by hand and stays; last year's file says 142." in run.out
    items = open_plan(new).plan.items
    assert (items["11"].previous.value, items["3"].previous.value) == (150, 7)


def test_a_second_run_changes_nothing(old: Path, new: Path) -> None:
    late_figures(old)
    new_year(old, new)
    before = new.read_bytes(), new.stat().st_mtime_ns
    assert made(old, new)["status"] == "unchanged"
    assert (new.read_bytes(), new.stat().st_mtime_ns) == before


def test_an_item_that_the_new_plan_dropped_is_named(old: Path, new: Path) -> None:
    place, month = plan_place(new, "24", "code"), month_place(new, "24", 1).in_column(1)
    type_in(new, {place: "24.9", month: "24.9"})
    assert made(old, new)["missing"] == ["24"]


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["a text", "a plan of the same year", "a new plan made by init"])
def test_any_other_file_in_the_place_is_refused(content: str, old: Path, tmp_path: Path) -> None:
    new = tmp_path / "reja-2026.xlsx"
    if content == "a text":
        new.write_bytes(b"mine")
    elif content == "a plan of the same year":
        shutil.copyfile(old, new)
    else:
        create_plan(new, rows=shipped.plan(), year=2026)
    before = new.read_bytes()
    run = new_year(old, new)
    assert run.code == 2
    assert "is not the plan of 2026 that new-year makes" in run.err
    assert new.read_bytes() == before


def test_a_workbook_that_somebody_holds_is_left_alone(old: Path, new: Path) -> None:
    late_figures(old)
    (new.parent / f"~${new.name}").write_bytes(b"\x08Xodim   " + bytes(156))
    before = new.read_bytes()
    run = new_year(old, new)
    assert run.code == 2
    assert "is in use" in run.err
    assert new.read_bytes() == before


@pytest.mark.parametrize(
    ("asked", "name", "told"),
    [
        (2027, "reja-2027.xlsx", "“reja-2025.xlsx” is the plan of 2025: the year after it is 2026."),
        (2026, "reja-2026.xls", "must end in .xlsx"),
    ],
)
def test_another_year_or_name_is_one_sentence(asked: int, name: str, told: str, old: Path) -> None:
    run = akmxl("new-year", old, "--year", asked, "--out", old.parent / name)
    assert run.code == 2
    assert told in run.err
    assert not (old.parent / name).exists()


def test_a_row_that_would_be_lost_stops_it(old: Path, tmp_path: Path) -> None:
    type_in(old, {plan_place(old, "12", "code"): "11"})
    run = new_year(old, tmp_path / "reja-2026.xlsx")
    assert run.code == 2
    assert "The same code stands in two rows: 11" in run.err
    assert not (tmp_path / "reja-2026.xlsx").exists()


def test_a_total_without_parts_stops_it(old: Path, tmp_path: Path) -> None:
    type_in(old, {plan_place(old, "12", "kind"): "jami"})
    run = new_year(old, tmp_path / "reja-2026.xlsx")
    assert run.code == 2
    assert "12" in run.err
    assert not (tmp_path / "reja-2026.xlsx").exists()


def test_in_a_folder_with_both_years_the_old_one_is_taken(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old.parent)
    run = akmxl("new-year", "--year", 2026, "--out", new.name, "--today", JANUARY)
    assert (run.code, "Nothing to bring up to date" in run.out) == (0, True)


# -- work in January ------------------------------------------------------------------------------


def test_january_is_checked_rolled_up_and_submitted(new: Path) -> None:
    """The plan is written in, January's days are counted: the month's report goes out of the new file."""
    plans = {"15": 4510, "15.1": 210, "15.2": 4300, "16": 17000, "17": 53000}
    type_in(new, {plan_place(new, code, "planned"): value for code, value in plans.items()})
    plan = open_plan(new).plan
    last = {code: plan.last_year[code, 1] for code in plans if code != "15"}
    type_in(new, {month_place(new, code, 1): value + 1 for code, value in last.items()})
    meeting = {"date": date(2026, 1, 14), "event_kind": "Kitobxon onalar kuni", "title": "Uchrashuv"}
    add_records(new, {"Tadbirlar": [meeting]})
    assert blocking(open_plan(new), date(2026, 2, 2)) == []
    run = akmxl("submit", new, "--period", "2026-01", "--only", "MK-02", "--json", "--today", "2026-02-02")
    assert [one["status"] for one in run.json["reports"]] == ["written"]
    rolled = akmxl("rollup", new, "--json", "--today", "2026-02-02").json["items"]
    figures = {one["code"]: (one["months"]["2026-01"], one["previous_fact"]) for one in rolled}
    assert figures["15"] == (last["15.1"] + last["15.2"] + 2, 4444)


def test_a_form_says_the_same_months_of_last_year(new: Path) -> None:
    plan = open_plan(new).plan
    run = akmxl("submit", new, "--period", "2026-Q1", "--only", "MK-10", "--today", "2026-04-03", "--json")
    (report,) = run.json["reports"]
    assert report["status"] == "written", report["findings"]
    form = Workbook.open(new.parent / report["file"])
    readers = [plan.last_year["15.1", month] for month in (1, 2, 3)]
    assert sum(readers) in [cell.value for cell in form.cells("MK-10").values()]


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_opens_it_without_an_error_value(next_year: Path, tmp_path: Path) -> None:
    (saved,) = saved_by_libreoffice(XLSX, tmp_path / "ochilgan", next_year)
    opened = openpyxl.load_workbook(saved, data_only=True)
    assert "Otgan yil" in opened.sheetnames
    values = [cell.value for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert not [value for value in values if isinstance(value, str) and value.startswith(("#", "Err:"))]
    assert opened["Reja"]["B2"].value == "2026-yil uchun mo‘ljallangan"


def test_the_people_of_the_letterhead_go_along(next_year: Path) -> None:
    assert {field: open_plan(next_year).plan.organisation[field] for field in PEOPLE} == PEOPLE
