"""Services work in their own copies; each copy is taken over, what two changed only after a yes."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from libreoffice import XLSX, if_there_is_one, saved_by_libreoffice
from making_plans import append_rows, insert_row_above, make_plan
from running import akmxl, everything_in, on_a_terminal, put
from service_months import (
    BIBLIOGRAPHY,
    FUND,
    LENDING,
    TODAY,
    add_column,
    add_row,
    empty_row,
    exchange_rows,
    found,
    month_place,
    plan_of,
    type_day,
    type_field,
    type_month,
)

import akmxl as library
from akmxl.core.cells import ExcelError, Formula
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2025, 3, 5)


@pytest.fixture
def plan(quarter_path: Path) -> Path:
    """A plan that was checked once: its rows have their IDs."""
    akmxl("check", quarter_path, *TODAY)
    return quarter_path


def copy_for(plan: Path, service: str) -> Path:
    run = akmxl("copy", plan, "--service", service, "--json", *TODAY)
    assert run.code == 0, run.err
    return Path(run.json["copy"])


def merge(plan: Path, copy: Path, *more: str, code: int = 0) -> Mapping[str, Any]:
    run = akmxl("merge", plan, copy, "--json", *more)
    assert run.code == code, run.out + run.err
    result: Mapping[str, Any] = run.json
    return result


def titles(path: Path, register: str) -> list[object]:
    return [one.values.get("title") for one in plan_of(path).records[register]]


# -- the copy -----------------------------------------------------------------------------------------


def test_the_copy_lies_beside_the_plan_under_the_services_name_and_the_plan_stays(plan: Path) -> None:
    before = plan.read_bytes()
    copy = copy_for(plan, "bibliografiya")
    assert copy == plan.with_name(f"reja - {BIBLIOGRAPHY}.xlsx")
    assert plan.read_bytes() == before
    mark = plan_of(copy).copy_of
    assert mark is not None
    assert (mark.service, mark.day) == (BIBLIOGRAPHY, "2025-04-10")
    assert mark.cells["Oylik", "11", "m03"] == plan_of(plan).value("11", 3)


def test_nothing_is_written_over_and_no_copy_is_made_of_a_copy(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    before = copy.read_bytes()
    run = akmxl("copy", plan, "--service", "bibliografiya", *TODAY)
    assert (run.code, copy.read_bytes()) == (2, before)
    assert akmxl("copy", copy, "--service", "fond", *TODAY).code == 2
    assert akmxl("copy", plan, "--service", "oshxona", *TODAY).code == 2
    other = plan.with_name("nusxa bibliografiya.xlsx")
    assert akmxl("copy", plan, "--service", "bibliografiya", "--out", other, *TODAY).code == 0
    assert plan_of(other).copy_of != plan_of(copy).copy_of, "each copy has its own number"


def test_in_a_copy_the_others_blanks_are_nobodys_business(plan: Path) -> None:
    for code, month in (("22", 3), ("11", 3), ("29", 3)):
        type_month(plan, code, month, None)
    everybody = {one["item"] for one in found(plan, "TMP14")}
    copy = copy_for(plan, "bibliografiya")
    assert {one["item"] for one in found(copy, "")} <= {"22", "23", "24", "25", None}
    assert everybody >= {"11", "29"}
    assert found(copy, "STR") == found(plan, "STR"), "nothing is wrong with the file itself"


def test_letters_hand_ins_and_imports_are_done_in_the_plan_itself(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    before = copy.read_bytes()
    for command in (
        ("submit", copy, "--period", "2025-Q1"),
        ("sent", copy, "MK-10", "2025-Q1", "--number", "1", "--date", "2025-04-05"),
        ("hand-in", copy, "--service", "bibliografiya", "--month", "2025-03"),
        ("close-month", copy, "--month", "2025-03", "--yes"),
        ("new-year", copy, "--year", "2026", "--out", copy.with_name("x.xlsx")),
    ):
        run = akmxl(*command, *TODAY)
        assert run.code == 2, command
        assert "akmxl merge" in run.err
    assert copy.read_bytes() == before


def test_a_copy_beside_it_does_not_make_the_plan_a_question(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_for(plan, "bibliografiya")
    monkeypatch.chdir(plan.parent)
    run = akmxl("check", "--json", "--no-write", *TODAY)
    assert (run.code, Path(run.json["workbook"]).name) == (run.code, plan.name)
    plan.unlink()
    run = akmxl("check", "--json", "--no-write", *TODAY)
    assert Path(run.json["workbook"]).name == copy.name, "who has only the copy works in it"


# -- two services in one month ------------------------------------------------------------------------


def test_two_services_fill_in_one_month_and_both_copies_are_taken_over(plan: Path) -> None:
    fund, lending = copy_for(plan, FUND), copy_for(plan, LENDING)
    type_month(fund, "11", 3, 61)
    type_month(fund, "13.2", 3, 62)
    type_day(lending, DAY, "loans", 333)
    type_day(lending, DAY, "Abonementlar sektori", 44)
    add_row(
        lending, "Tadbirlar", date=DAY, event_kind="Ko‘rgazma", title="Nusxadagi ko‘rgazma", participants=20
    )
    add_row(
        fund,
        "Royxatlar",
        date=DAY,
        list_kind="Raqamlashtirilgan nashr",
        code="11",
        title="Dalolatnoma",
        quantity=1,
    )
    first = merge(plan, fund)
    assert {(one["row"], one["new"]) for one in first["taken"]} == {("11", 61), ("13.2", 62)}
    assert [one["sheet"] for one in first["added"]] == ["Royxatlar"]
    second = merge(plan, lending)
    assert {(one["row"], one["field"], one["new"]) for one in second["taken"]} == {
        ("2025-03-05", "loans", 333), ("2025-03-05", "Abonementlar sektori", 44),
    }  # fmt: skip
    assert first["questions"] == second["questions"] == []
    assert first["foreign"] == second["foreign"] == []
    now = plan_of(plan)
    assert (now.value("11", 3), now.value("13.2", 3)) == (61, 62)
    day = next(one for one in now.days if one.date == DAY)
    assert day.columns["loans"].value == 333
    assert titles(plan, "Tadbirlar").count("Nusxadagi ko‘rgazma") == 1
    assert plan.with_name(".akmxl-zaxira").is_dir(), "the workbook of before is kept"


def test_merging_the_same_copy_again_changes_nothing(plan: Path) -> None:
    copy = copy_for(plan, LENDING)
    type_month(copy, "21.1", 3, 5)
    add_row(copy, "Tadbirlar", date=DAY, event_kind="Ko‘rgazma", title="Nusxadagi ko‘rgazma", participants=20)
    add_row(plan, "Tadbirlar", date=DAY, event_kind="Ko‘rgazma", title="Rejadagi ko‘rgazma", participants=30)
    akmxl("check", plan, *TODAY)
    akmxl("check", copy, *TODAY)
    here, there = (plan_of(path).records["Tadbirlar"][-1].id for path in (plan, copy))
    assert here == there, "two rows of one ID"
    merge(plan, copy)
    before = plan.read_bytes()
    again = merge(plan, copy)
    assert (again["taken"], again["added"], again["questions"], again["written"]) == ([], [], [], False)
    assert plan.read_bytes() == before
    assert [titles(plan, "Tadbirlar").count(f"{where} ko‘rgazma") for where in ("Nusxadagi", "Rejadagi")] == [
        1,
        1,
    ]
    assert found(plan, "REF") == found(plan, "REF")
    row = next(
        one for one in plan_of(copy).records["Tadbirlar"] if one.values["title"] == "Nusxadagi ko‘rgazma"
    )
    type_field(copy, "Tadbirlar", row.name, "participants", 25)
    later = merge(plan, copy)
    assert [(one["field"], one["old"], one["new"]) for one in later["taken"]] == [("participants", 20, 25)]
    (own,) = [
        one for one in plan_of(plan).records["Tadbirlar"] if one.values["title"] == "Nusxadagi ko‘rgazma"
    ]
    assert own.values["participants"] == 25


def test_what_was_taken_and_then_changed_in_the_plan_is_not_undone_by_the_same_copy(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    type_month(copy, "11", 3, 61)
    merge(plan, copy)
    type_month(plan, "11", 3, 62)
    assert merge(plan, copy)["questions"] == []
    assert plan_of(plan).value("11", 3) == 62


def test_a_figure_that_both_changed_is_shown_three_times_and_left(plan: Path) -> None:
    old = plan_of(plan).value("11", 3)
    copy = copy_for(plan, FUND)
    place = type_month(plan, "11", 3, 50)
    type_month(copy, "11", 3, 61)
    type_month(copy, "13.2", 3, 62)
    result = merge(plan, copy, code=1)
    (asked,) = result["questions"]
    assert (asked["name"], asked["kind"], asked["taken"]) == (f"Oylik!{place.a1}", "conflict", False)
    assert (asked["base"], asked["old"], asked["new"]) == (old, 50, 61)
    assert (plan_of(plan).value("11", 3), plan_of(plan).value("13.2", 3)) == (50, 62)
    run = akmxl("merge", plan, copy)
    assert run.code == 1
    assert f"before {old}, in the plan now 50, in the copy 61" in run.out
    assert f'--take "Oylik!{place.a1}"' in run.out
    assert merge(plan, copy, "--take", f"Oylik!{place.a1}")["questions"][0]["taken"]
    assert plan_of(plan).value("11", 3) == 61
    assert merge(plan, copy)["questions"] == []


def test_two_owners_of_one_item_in_two_copies(plan: Path) -> None:
    one, other = copy_for(plan, "Direktor"), copy_for(plan, "Barcha xizmatlar")
    type_month(one, "5", 3, 3)
    type_month(other, "5", 3, 4)
    merge(plan, one)
    (asked,) = merge(plan, other, code=1)["questions"]
    assert (asked["base"], asked["old"], asked["new"]) == (1, 3, 4)
    assert plan_of(plan).value("5", 3) == 3
    merge(plan, other, "--yes")
    assert plan_of(plan).value("5", 3) == 4


def test_the_same_change_in_both_is_no_question(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    for path in (plan, copy):
        type_month(path, "11", 3, 61)
    result = merge(plan, copy)
    assert (result["taken"], result["questions"]) == ([], [])


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is Unix's")
@pytest.mark.parametrize(("answer", "value"), [("ha", 61), ("yo‘q", 50), ("", 50)])
def test_on_a_terminal_each_conflict_is_asked(plan: Path, answer: str, value: int) -> None:
    copy = copy_for(plan, FUND)
    type_month(plan, "11", 3, 50)
    type_month(copy, "11", 3, 61)
    shown = on_a_terminal(200, "merge", str(plan), str(copy), "--lang", "uz", typed=answer + "\n")
    assert "Nusxadagisi olinsinmi? (ha/yo‘q)" in shown
    assert plan_of(plan).value("11", 3) == value


def test_the_plan_of_the_folder_is_meant_where_only_the_copy_is_named(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_for(plan, FUND)
    type_month(copy, "11", 3, 61)
    monkeypatch.chdir(plan.parent)
    assert akmxl("merge", copy.name).code == 0
    assert plan_of(plan).value("11", 3) == 61


def test_a_copy_of_before_a_new_sector_and_an_inserted_row(plan: Path) -> None:
    copy = copy_for(plan, LENDING)
    append_rows(plan, str(layout.SECTORS.table), [["Bolalar sektori", None]])
    assert akmxl("repair", plan, *TODAY).code == 0
    insert_row_above(plan, layout.MONTHLY, month_place(plan, "21.1", 3).row)
    type_day(plan, DAY, "Bolalar sektori", 7)
    type_day(copy, DAY, "loans", 333)
    type_month(copy, "21.1", 3, 5)
    result = merge(plan, copy)
    assert {(one["row"], one["new"]) for one in result["taken"]} == {("21.1", 5), ("2025-03-05", 333)}
    day = next(one for one in plan_of(plan).days if one.date == DAY)
    assert (day.columns["Bolalar sektori"].value, day.columns["loans"].value) == (7, 333)


# -- what is not its own ------------------------------------------------------------------------------


def test_what_is_not_the_services_own_is_named_and_not_taken(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    before = plan_of(plan)
    other = type_month(copy, "29", 3, 999)
    type_day(copy, DAY, "loans", 999)
    add_row(copy, "Tadbirlar", date=DAY, event_kind="Ko‘rgazma", title="Begona", participants=20)
    row = before.records["Matbuot"][0].name
    type_field(copy, "Matbuot", row, "title", "Begona sarlavha")
    empty_row(copy, "Matbuot", before.records["Matbuot"][1].name)
    place = PlanFile.open(copy).named_place("Telefon")
    assert place is not None
    put(copy, {(place.sheet, place.row, place.column): "+998 00"})
    view = PlanFile.open(copy).views[layout.PLAN]
    put(copy, {(view.name, view.first_row + 1, view.columns["mechanism"]): "boshqacha"})
    put(copy, {(layout.MONTHLY, 200, 3): "chetdagi yozuv"})
    result = merge(plan, copy)
    told = {(one["sheet"], one["row"]) for one in result["foreign"]}
    assert told >= {
        ("Oylik", "29"),
        ("Kundalik", "2025-03-05"),
        ("Matbuot", row),
        ("Bosh sahifa", "Telefon"),
        ("Oylik", "*"),
    }
    assert any(sheet == "Reja" for sheet, _ in told)
    assert [(one["sheet"], one["row"]) for one in result["foreign_rows"]][-1][0] in ("Tadbirlar", "Matbuot")
    assert len(result["foreign_rows"]) == 2
    assert result["written"] is False
    now = plan_of(plan)
    assert (now.entries, now.records, now.days) == (before.entries, before.records, before.days)
    said = akmxl("merge", plan, copy, lang="uz").out
    assert other.a1 in said
    assert "Bu xizmatniki emas" in said


def test_a_check_in_the_copy_changes_nothing_that_is_merged(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    for command in ("check", "rollup", "repair"):
        akmxl(command, copy, *TODAY)
    result = merge(plan, copy)
    assert (result["taken"], result["foreign"], result["foreign_rows"]) == ([], [], [])


# -- rows ---------------------------------------------------------------------------------------------


def test_a_row_deleted_in_the_copy_goes_only_after_a_yes(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    gone = plan_of(copy).records["Matbuot"][0]
    empty_row(copy, "Matbuot", gone.name)
    (asked,) = merge(plan, copy, code=1)["questions"]
    assert (asked["kind"], asked["row"], asked["old"]["title"]) == (
        "removed",
        gone.name,
        gone.values["title"],
    )
    assert gone.name in plan_of(plan).index["Matbuot"].names
    merge(plan, copy, "--take", asked["name"])
    assert gone.name not in plan_of(plan).index["Matbuot"].names
    assert found(plan, "STR") == [] or not any("ID" in one["message"] for one in found(plan, "STR"))
    assert merge(plan, copy)["questions"] == []


def test_a_row_that_the_plan_deleted_and_the_copy_changed_comes_back_only_after_a_yes(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    one = plan_of(copy).records["Matbuot"][0]
    type_field(copy, "Matbuot", one.name, "title", "Yangi sarlavha")
    empty_row(plan, "Matbuot", one.name)
    (asked,) = merge(plan, copy, code=1)["questions"]
    assert (asked["kind"], asked["new"]["title"]) == ("gone", "Yangi sarlavha")
    merge(plan, copy, "--yes")
    assert titles(plan, "Matbuot").count("Yangi sarlavha") == 1
    assert merge(plan, copy)["questions"] == []


def test_sorted_rows_and_another_name_of_the_file_do_no_harm(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    names = [one.name for one in plan_of(plan).records["Matbuot"]]
    exchange_rows(copy, "Matbuot", names[0], names[-1])
    exchange_rows(plan, "Matbuot", names[1], names[2])
    renamed = copy.rename(copy.with_name("mening faylim.xlsx"))
    type_field(renamed, "Matbuot", names[0], "title", "Tuzatilgan")
    result = merge(plan, renamed)
    assert [(one["row"], one["new"]) for one in result["taken"]] == [(names[0], "Tuzatilgan")]
    assert plan_of(plan).index["Matbuot"].names[names[0]].values["title"] == "Tuzatilgan"


def test_one_row_of_which_both_changed_different_cells_is_joined(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    name = plan_of(plan).records["Matbuot"][0].name
    type_field(plan, "Matbuot", name, "publication", "Rejada tuzatildi")
    type_field(copy, "Matbuot", name, "title", "Nusxada tuzatildi")
    assert merge(plan, copy)["questions"] == []
    values = plan_of(plan).index["Matbuot"].names[name].values
    assert (values["publication"], values["title"]) == ("Rejada tuzatildi", "Nusxada tuzatildi")


def test_a_row_typed_in_both_is_not_doubled(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    for path in (plan, copy):
        add_row(path, "Matbuot", date=DAY, code="22", title="Bitta yozuv", author="A")
    assert merge(plan, copy)["added"] == []
    assert titles(plan, "Matbuot").count("Bitta yozuv") == 1


def test_a_copy_that_was_passed_on_brings_both_desks_rows(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    second = Path(shutil.copyfile(copy, copy.with_name("ikkinchi.xlsx")))
    add_row(copy, "Matbuot", date=DAY, code="22", title="Birinchi stol", author="A")
    add_row(second, "Matbuot", date=date(2025, 3, 6), code="22", title="Ikkinchi stol", author="B")
    merge(plan, copy)
    (asked,) = merge(plan, second, code=1)["questions"]
    assert (asked["kind"], asked["old"]["title"]) == ("removed", "Birinchi stol"), "nobody can tell"
    assert {"Birinchi stol", "Ikkinchi stol"} <= set(titles(plan, "Matbuot"))
    for again in (copy, second):
        assert merge(plan, again, code=1)["added"] == []


def test_two_desks_rows_of_one_day_and_one_id_both_stay_in_either_order(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    second = Path(shutil.copyfile(copy, copy.with_name("ikkinchi.xlsx")))
    add_row(copy, "Matbuot", date=DAY, code="22", title="Birinchi stol", author="A")
    add_row(second, "Matbuot", date=DAY, code="22", title="Ikkinchi stol", author="B")
    other = Path(shutil.copyfile(plan, plan.with_name("teskari.xlsx")))
    for path, copies in ((plan, (copy, second)), (other, (second, copy))):
        for one in copies:
            akmxl("merge", path, one)
        assert {"Birinchi stol", "Ikkinchi stol"} <= set(titles(path, "Matbuot"))
    assert sorted(map(str, titles(plan, "Matbuot"))) == sorted(map(str, titles(other, "Matbuot")))
    assert plan_of(plan).value("22", 3) == plan_of(other).value("22", 3)


def test_a_title_that_differs_under_the_id_of_a_row_that_was_taken_is_asked_about(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    second = Path(shutil.copyfile(copy, copy.with_name("ikkinchi.xlsx")))
    add_row(copy, "Matbuot", date=DAY, code="22", title="Birinchi stol", author="A")
    add_row(second, "Matbuot", date=DAY, code="22", title="Ikkinchi stol", author="A")
    merge(plan, copy)
    (asked,) = merge(plan, second, code=1)["questions"]
    assert (asked["base"], asked["old"], asked["new"]) == ("Birinchi stol", "Birinchi stol", "Ikkinchi stol")
    assert "Birinchi stol" in titles(plan, "Matbuot")


def test_rows_without_an_id_may_change_places_after_they_were_taken(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    add_row(copy, "Matbuot", date=DAY, code="22", title="Birinchi", author="A")
    merge(plan, copy)
    add_row(copy, "Matbuot", date=DAY, code="22", title="Ikkinchi", author="B")
    exchange_rows(copy, "Matbuot", *(one.name for one in plan_of(copy).records["Matbuot"][-2:]))
    merge(plan, copy)
    akmxl("check", copy, *TODAY)
    first = next(one for one in plan_of(copy).records["Matbuot"] if one.values["title"] == "Birinchi")
    type_field(copy, "Matbuot", first.name, "author", "C")
    result = merge(plan, copy)
    assert [(one["old"], one["new"]) for one in result["taken"]] == [("A", "C")]
    assert (result["added"], result["questions"]) == ([], [])
    rows = {one.values["title"]: one.values["author"] for one in plan_of(plan).records["Matbuot"][-2:]}
    assert rows == {"Birinchi": "C", "Ikkinchi": "B"}


def test_a_row_typed_in_both_stays_one_when_the_plan_changes_it_later(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    for path in (plan, copy):
        add_row(path, "Matbuot", date=DAY, code="22", title="Bitta yozuv", author="A")
    merge(plan, copy)
    row = next(one for one in plan_of(plan).records["Matbuot"] if one.values["title"] == "Bitta yozuv")
    type_field(plan, "Matbuot", row.name, "author", "B")
    result = merge(plan, copy)
    assert (result["added"], result["taken"], result["questions"]) == ([], [], [])
    assert titles(plan, "Matbuot").count("Bitta yozuv") == 1


def test_what_is_typed_beside_a_register_is_named_and_touches_no_cell_of_the_plan(plan: Path) -> None:
    copy = copy_for(plan, LENDING)
    put(copy, {("Tadbirlar", 200, 30): "chetdagi yozuv"})
    before = plan.read_bytes()
    result = merge(plan, copy)
    assert [(one["sheet"], one["row"]) for one in result["foreign"]] == [("Tadbirlar", "*")]
    assert plan.read_bytes() == before
    assert "Tadbirlar: cells beside the tables\n" in akmxl("merge", plan, copy).out


@pytest.mark.parametrize("value", [ExcelError("#REF!"), True, Formula("4+5")])
def test_a_cell_of_which_nobody_can_tell_what_it_says_takes_no_figure_away(plan: Path, value: object) -> None:
    copy = copy_for(plan, FUND)
    old, place = plan_of(plan).value("11", 3), month_place(copy, "11", 3)
    put(copy, {(place.sheet, place.row, place.column): value})
    before = plan.read_bytes()
    result = merge(plan, copy)
    (told,) = result["unread"]
    assert (told["cell"], told["old"]) == (place.a1, old)
    assert told["new"] in ("#REF!", "TRUE", "=4+5")
    assert (result["taken"], plan.read_bytes()) == ([], before)
    assert "without a result, so it is not taken: 1." in akmxl("merge", plan, copy).out


def test_a_formula_that_the_plan_has_not_calculated_is_not_written_over_unasked(plan: Path) -> None:
    place = month_place(plan, "11", 3)
    put(plan, {(place.sheet, place.row, place.column): Formula("4+5")})
    copy = copy_for(plan, FUND)
    type_month(copy, "11", 3, 61)
    (asked,) = merge(plan, copy, code=1)["questions"]
    assert (asked["old"], asked["new"]) == ("=4+5", 61)


def test_what_had_no_place_is_taken_once_it_has_one(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    type_month(copy, "13.2", 3, 70)
    type_month(copy, "11", 3, 61)
    view = PlanFile.open(plan).views[layout.MONTHLY]
    code = (view.name, month_place(plan, "13.2", 3).row, view.columns["code"])
    put(plan, {code: None})
    assert [one["row"] for one in merge(plan, copy)["without_place"]] == ["13.2"]
    put(plan, {code: "13.2"})
    assert [(one["row"], one["new"]) for one in merge(plan, copy)["taken"]] == [("13.2", 70)]


def test_a_service_that_was_renamed_meanwhile_is_known_by_its_other_spelling(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    type_month(copy, "11", 3, 61)
    view = PlanFile.open(plan).views[layout.SERVICES.key]
    row = next(row for row in view.filled_rows() if view.text(row, "service") == FUND)
    put(plan, {(view.name, row, view.columns["service"]): "Fond bo‘limi"})
    run = akmxl("merge", plan, copy)
    assert (run.code, "sheet “Sozlamalar”" in run.err) == (2, True)
    put(plan, {(view.name, row, view.columns["spellings"]): FUND})
    result = merge(plan, copy)
    assert (result["service"], [one["row"] for one in result["taken"]]) == ("Fond bo‘limi", ["11"])


@pytest.mark.parametrize("which", ["plan", "copy"])
def test_headings_that_disagree_with_their_table_are_refused(plan: Path, which: str) -> None:
    copy = copy_for(plan, LENDING)
    type_day(copy, DAY, "loans", 333)
    path = {"plan": plan, "copy": copy}[which]
    view = PlanFile.open(path).views[registers.DAILY]
    book = openpyxl.load_workbook(path)
    book[view.name].cell(view.header_row, view.columns["loans"]).value = "Yangi kitobxonlar"
    book.save(path)
    before = plan.read_bytes()
    run = akmxl("merge", plan, copy)
    assert (run.code, "its table calls the column" in run.err) == (2, True)
    assert plan.read_bytes() == before


def test_rows_without_ids_get_them_in_the_plan_when_the_copy_is_made(quarter_path: Path) -> None:
    copy = copy_for(quarter_path, "bibliografiya")
    assert not any(one.new_id for path in (quarter_path, copy) for one in plan_of(path).records["Matbuot"])
    add_row(quarter_path, "Matbuot", date=DAY, code="22", title="Keyin yozildi", author="A")
    assert merge(quarter_path, copy)["questions"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="the lock file is LibreOffice's of Unix")
def test_a_plan_in_use_is_left_as_it_is_and_no_copy_is_half_made(quarter_path: Path) -> None:
    lock = quarter_path.with_name(f".~lock.{quarter_path.name}#")
    lock.write_text(",1-xodim,pc,02.04.2025 09:00,;", encoding="utf-8")
    before = everything_in(quarter_path.parent)
    run = akmxl("copy", quarter_path, "--service", FUND, *TODAY)
    assert (run.code, "1-xodim" in run.err) == (2, True), "its rows would get their IDs"
    assert everything_in(quarter_path.parent) == before
    lock.unlink()
    copy = copy_for(quarter_path, FUND)
    type_month(copy, "11", 3, 61)
    lock.write_text(",1-xodim,pc,02.04.2025 09:00,;", encoding="utf-8")
    before = everything_in(quarter_path.parent)
    run = akmxl("merge", quarter_path, copy)
    assert (run.code, "1-xodim" in run.err) == (2, True)
    assert everything_in(quarter_path.parent) == before


@pytest.mark.skipif(sys.platform == "win32", reason="the lock file is LibreOffice's of Unix")
def test_a_copy_in_use_is_not_taken_over_half(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    type_month(copy, "11", 3, 61)
    lock = copy.with_name(f".~lock.{copy.name}#")
    lock.write_text(",1-xodim,pc,02.04.2025 09:00,;", encoding="utf-8")
    before = everything_in(plan.parent)
    run = akmxl("merge", plan, copy)
    assert (run.code, copy.name in run.err, "1-xodim" in run.err) == (2, True, True)
    assert len(merge(plan, copy, "--dry-run")["taken"]) == 1
    assert everything_in(plan.parent) == before
    lock.unlink()
    assert merge(plan, copy)["written"]


def test_a_service_whose_name_is_written_in_cyrillic(plan: Path) -> None:
    view = PlanFile.open(plan).views[layout.SERVICES.key]
    row = next(row for row in view.filled_rows() if view.text(row, "service") == BIBLIOGRAPHY)
    put(plan, {(view.name, row, view.columns["service"]): "Ахборот-библиография хизмати"})
    copy = copy_for(plan, "библиография")
    assert copy.name == "reja - Ахборот-библиография хизмати.xlsx"
    type_month(copy, "24", 3, 1)
    assert [one["row"] for one in merge(plan, copy)["taken"]] == ["24"]


# -- formulas, reasons, columns -----------------------------------------------------------------------


def test_a_figure_over_a_formula_and_the_formula_back(plan: Path) -> None:
    place = month_place(plan, "22", 3)
    formula = PlanFile.open(plan).views[layout.MONTHLY].cell(place.row, "m03").formula
    copy = copy_for(plan, "bibliografiya")
    type_month(copy, "22", 3, 99)
    merge(plan, copy)
    entry = plan_of(plan).entry("22", 3)
    assert entry is not None
    assert (entry.value, entry.figure.typed) == (99, True)
    put(copy, {(place.sheet, place.row, place.column): Formula(str(formula))})
    merge(plan, copy)
    entry = plan_of(plan).entry("22", 3)
    assert entry is not None
    assert not entry.figure.typed
    assert PlanFile.open(plan).views[layout.MONTHLY].cell(place.row, "m03").formula == formula


def test_the_result_of_a_formula_pasted_over_it_takes_no_formula_away(plan: Path) -> None:
    copy = copy_for(plan, "bibliografiya")
    type_month(copy, "22", 3, plan_of(copy).value("22", 3))
    before = plan.read_bytes()
    assert merge(plan, copy)["taken"] == []
    assert plan.read_bytes() == before
    type_month(copy, "22", 3, 99)
    assert [one["new"] for one in merge(plan, copy)["taken"]] == [99]


def test_reasons_written_in_the_copy_come_along(plan: Path) -> None:
    type_month(plan, "11", 3, 900)
    akmxl("check", plan, *TODAY)
    copy = copy_for(plan, FUND)
    type_month(copy, "13.2", 3, 4000)
    akmxl("check", copy, *TODAY)
    view = PlanFile.open(copy).views[layout.FINDINGS]
    rows = {
        view.text(row, "item"): row
        for row in view.filled_rows()
        if view.text(row, "severity") == "izoh kerak"
    }
    assert {"11", "13.2"} <= set(rows)
    put(
        copy,
        {
            (view.name, rows[code], view.columns["reason"]): f"Sovg‘a kitoblar keldi, {code}"
            for code in ("11", "13.2")
        },
    )
    merge(plan, copy)
    told = {one["item"]: one["explained"] for one in found(plan, "") if one["severity"] == "explain"}
    assert told["11"]
    assert told["13.2"]


def test_the_note_of_a_day_comes_along_where_the_day_log_is_the_services(plan: Path) -> None:
    copy = copy_for(plan, LENDING)
    type_day(copy, DAY, "note", "karantin")
    assert [(one["field"], one["new"]) for one in merge(plan, copy)["taken"]] == [("note", "karantin")]
    view = PlanFile.open(plan).views[registers.DAILY]
    assert "karantin" in view.values("note").values()


def test_a_column_that_people_added_comes_along_with_its_rows(plan: Path) -> None:
    add_column(plan, "Matbuot", "Nashr", "Inventar")
    copy = copy_for(plan, "bibliografiya")
    one = plan_of(copy).records["Matbuot"][0]
    view = PlanFile.open(copy).views["Matbuot"]
    column = next(column for column, title in view.titles.items() if title == "Inventar")
    put(copy, {("Matbuot", one.row, column): "A-17"})
    add_row(copy, "Matbuot", date=DAY, code="22", title="Yangi", author="A")
    put(copy, {("Matbuot", plan_of(copy).records["Matbuot"][-1].row, column): "A-18"})
    merge(plan, copy)
    grid = PlanFile.open(plan).grid("Matbuot").values(column)
    assert (grid[one.row], grid[plan_of(plan).records["Matbuot"][-1].row]) == ("A-17", "A-18")


@if_there_is_one
@pytest.mark.libreoffice
def test_a_copy_that_libreoffice_saved_is_merged_as_well(plan: Path, tmp_path: Path) -> None:
    copy = copy_for(plan, LENDING)
    type_month(copy, "21.1", 3, 5)
    type_day(copy, DAY, "loans", 333)
    add_row(copy, "Tadbirlar", date=DAY, event_kind="Ko‘rgazma", title="Nusxadagi ko‘rgazma", participants=20)
    (saved,) = saved_by_libreoffice(XLSX, tmp_path, copy)
    result = merge(plan, saved)
    assert {(one["row"], one["new"]) for one in result["taken"]} == {("21.1", 5), ("2025-03-05", 333)}
    assert [one["values"]["title"] for one in result["added"]] == ["Nusxadagi ko‘rgazma"]
    assert (result["foreign"], result["foreign_rows"], result["questions"]) == ([], [], [])


# -- which copy ---------------------------------------------------------------------------------------


def test_another_plans_copy_a_plain_file_and_a_damaged_copy_are_refused(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "boshqa" / "reja.xlsx"
    other.parent.mkdir()
    make_plan(other)
    place = PlanFile.open(other).named_place("Tashkilot")
    assert place is not None
    put(other, {(place.sheet, place.row, place.column): "Guliston shahar AKM"})
    strange, own = copy_for(other, "bibliografiya"), copy_for(plan, "bibliografiya")
    before = plan.read_bytes()
    assert "another plan" in akmxl("merge", plan, strange).err
    assert "no copy" in akmxl("merge", plan, other).err
    assert "itself a copy" in akmxl("merge", own, strange).err
    grid = PlanFile.open(own).grid(layout.RECEIPTS)
    row = next(row for row, kind in grid.values(1).items() if kind == "nusxa asosi")
    put(own, {(layout.RECEIPTS, row, 6): "eJzbuzynqq"})
    run = akmxl("merge", plan, own)
    assert run.code == 2
    assert "not there any more" in run.err
    assert plan.read_bytes() == before


def test_a_dry_run_and_an_unknown_cell_write_nothing(plan: Path) -> None:
    copy = copy_for(plan, FUND)
    type_month(copy, "11", 3, 61)
    before = plan.read_bytes()
    assert merge(plan, copy, "--dry-run")["taken"][0]["new"] == 61
    run = akmxl("merge", plan, copy, "--take", "Oylik!A1")
    assert run.code == 2
    assert plan.read_bytes() == before


def test_a_change_of_a_month_that_was_handed_in_is_a_finding_after_the_merge(plan: Path) -> None:
    akmxl("hand-in", plan, "--service", FUND, "--month", "2025-03", "--by", "1-xodim", *TODAY)
    copy = copy_for(plan, FUND)
    type_month(copy, "11", 3, 61)
    merge(plan, copy)
    (one,) = found(plan)
    assert "→ 61" in one["message"]


def test_from_python(plan: Path) -> None:
    copy = library.copy_for(library.open_plan(plan), "fond xizmati", today="2025-04-10")
    place = month_place(plan, "11", 3)
    type_month(plan, "11", 3, 50)
    type_month(copy, "11", 3, 61)
    done = library.merge(library.open_plan(plan), library.open_plan(copy), take=[f"Oylik!{place.a1}"])
    assert [one.name for one in done.questions] == [f"Oylik!{place.a1}"]
    assert plan_of(plan).value("11", 3) == 61
