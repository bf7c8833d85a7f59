"""What people type in place of a figure or a code: the right rule in the right cell of a real file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_records
from running import akmxl, put

from akmxl.model import Place
from akmxl.ooxml import ExcelError, Formula, Patch, Workbook
from akmxl.reading.entries import monthly_rows
from akmxl.workbook import layout
from akmxl.workbook.file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

Spot = tuple[str, str, str]  # rule, sheet, cell


def findings(path: Path) -> list[dict[str, Any]]:
    run = akmxl("check", path, "--today", "2025-04-10", "--json", "--no-write")
    assert run.code in (0, 1)
    assert run.err == ""
    found: list[dict[str, Any]] = run.json["findings"]
    return found


def graver(path: Path) -> list[Spot]:
    """The rule, sheet and cell of every finding graver than a note, the shipped plan's own left out."""
    return [spot(one) for one in findings(path) if one["rule"] not in ("REF10", "REF11", "PLN09", "PLN11")]


def spot(finding: dict[str, Any]) -> Spot:
    return finding["rule"], finding["sheet"], finding["cell"]


def month_cell(path: Path, code: str, month: int) -> Place:
    view = PlanFile.open(path).views[layout.MONTHLY]
    return Place(view.name, monthly_rows(view)[code], view.columns[f"m{month:02d}"])


def type_into(path: Path, place: Place, value: Any) -> None:
    put(path, {(place.sheet, place.row, place.column): value})


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("bajarildi", "TYP01"),
        ("1о", "TYP01"),  # a Cyrillic о for the nought
        ("1o", "TYP01"),
        (True, "TYP01"),
        ("1 413", "TYP02"),
        ("1\u00a0413", "TYP02"),
        ("5", "TYP02"),
        ("1.413", "TYP03"),
        (-3, "TYP04"),
        ("-3", "TYP04"),
        (1.5, "TYP05"),
        (ExcelError("#DIV/0!"), "TYP07"),
        (Formula("1/0", ExcelError("#DIV/0!")), "TYP07"),
        ("6/36", "TYP08"),
        ("12 ta", "TYP09"),
        ("12 та", "TYP09"),
        (Formula("3+4", 7), "TYP12"),
        (Formula("3+4"), "TYP13"),
    ],
)
def test_a_month_of_oylik_takes_whole_numbers_only(typed: object, rule: str, quarter_path: Path) -> None:
    place = month_cell(quarter_path, "29", 3)
    type_into(quarter_path, place, typed)
    found = [one for one in findings(quarter_path) if one["cell"] == place.a1 and one["sheet"] == "Oylik"]
    assert [one["rule"] for one in found] == [rule]
    assert found[0]["item"] == "29"
    assert found[0]["period"] == "2025-03"
    assert found[0]["message"]
    assert found[0]["fix"]


def test_a_number_with_words_is_offered_and_a_number_as_text_is_used(quarter_path: Path) -> None:
    place = month_cell(quarter_path, "29", 3)
    type_into(quarter_path, place, "12 ta")
    assert "12" in next(one["fix"] for one in findings(quarter_path) if one["cell"] == place.a1)
    type_into(quarter_path, place, "1 413")
    totals = akmxl("rollup", quarter_path, "--json", "--today", "2025-04-10").json["items"]
    item = next(one for one in totals if one["code"] == "29")
    assert item["months"]["2025-03"] == 1413


def test_what_cannot_be_read_is_not_added_up(quarter_path: Path) -> None:
    type_into(quarter_path, month_cell(quarter_path, "9.1", 3), "besh")
    items = akmxl("rollup", quarter_path, "--json", "--today", "2025-04-10").json["items"]
    months = {one["code"]: one["months"]["2025-03"] for one in items}
    assert months["9.1"] is None
    assert months["9"] is None


@pytest.mark.parametrize("typed", [0, "-", "–", None, 7])
def test_a_whole_number_a_dash_and_nothing_are_no_faults(typed: object, quarter_path: Path) -> None:
    place = month_cell(quarter_path, "11", 3)
    type_into(quarter_path, place, typed)
    types = [one for one in graver(quarter_path) if one[0].startswith("TYP")]
    assert types == []


def test_one_slip_gives_one_finding(quarter_path: Path) -> None:
    place, before = month_cell(quarter_path, "29", 3), graver(quarter_path)
    type_into(quarter_path, place, "yuz")
    assert [one for one in graver(quarter_path) if one not in before] == [("TYP01", "Oylik", place.a1)]


def test_a_date_in_the_day_log_is_found(quarter_path: Path) -> None:
    view = PlanFile.open(quarter_path).views[layout.DAILY]
    row, column = view.first_row + 9, view.columns["loans"]
    patch = Patch(Workbook.open(quarter_path))
    patch.set(view.name, row, column, date(2025, 1, 9), style_from=(row, view.columns["date"]))
    patch.save(backup=False)
    assert ("TYP06", "Kundalik", Place(view.name, row, column).a1) in graver(quarter_path)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("besh", "TYP01"), (-1, "TYP04"), (2.5, "TYP05"), ("3 ta", "TYP09"), (ExcelError("#N/A"), "TYP07")],
)
def test_the_day_log_takes_whole_numbers_only(typed: object, rule: str, quarter_path: Path) -> None:
    view = PlanFile.open(quarter_path).views[layout.DAILY]
    place = view.place(view.first_row + 9, "new_readers")
    type_into(quarter_path, place, typed)
    assert [one for one in graver(quarter_path) if one[0].startswith("TYP")] == [(rule, "Kundalik", place.a1)]


def test_a_code_that_stands_twice_is_found_at_the_second_row(plan_path: Path) -> None:
    view = PlanFile.open(plan_path).views[layout.PLAN]
    row = next(row for row in view.rows if view.text(row, "code") == "12")
    type_into(plan_path, view.place(row, "code"), "11")
    assert ("STR08", "Reja", view.place(row, "code").a1) in graver(plan_path)


def test_a_code_that_excel_made_a_date_is_found(plan_path: Path) -> None:
    rows = {layout.PRESS: [{"date": date(2025, 3, 5), "code": "22", "title": "Maqola"}]}
    places = add_records(plan_path, rows)[layout.PRESS, 0]
    patch = Patch(Workbook.open(plan_path))
    code, day = places["code"], places["date"]
    patch.set(code.sheet, code.row, code.column, date(2025, 1, 9), style_from=(day.row, day.column))
    patch.save(backup=False)
    found = next(one for one in findings(plan_path) if one["rule"] == "TYP06")
    assert (found["sheet"], found["cell"]) == ("Matbuot", code.a1)
    assert "“9.1”" in found["fix"]


@pytest.mark.parametrize(
    ("table", "row", "field"),
    [
        (layout.TRAINING, {"date": date(2025, 3, 5), "code": "311", "person": "1-xodim"}, "code"),
        (layout.TRAINING, {"date": date(2025, 3, 5), "person": "1-xodim"}, "code"),
        (layout.TRAINING, {"date": "5 mart", "code": "31", "person": "1-xodim"}, "date"),
        (layout.PRESS, {"date": date(2025, 3, 5), "code": "22; 34", "title": "Maqola"}, "code"),
        (
            layout.EVENTS,
            {"date": date(2025, 3, 5), "event_kind": "Korgazmalik", "title": "Bahor"},
            "event_kind",
        ),
        (layout.EVENTS, {"date": date(2025, 3, 5), "title": "Bahor"}, "event_kind"),
        (
            layout.LISTS,
            {"date": date(2025, 3, 5), "list_kind": "Shartnoma", "code": "19.1", "quantity": "ikki"},
            "quantity",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_of_a_register_that_would_not_count_is_found(
    table: str, row: dict[str, object], field: str, plan_path: Path
) -> None:
    places = add_records(plan_path, {table: [row]})[table, 0]
    spots = {one["cell"] for one in findings(plan_path) if one["rule"] in ("REF08", "TYP01")}
    assert spots == {places[field].a1}


def test_a_cyrillic_letter_inside_a_word_changes_nothing(plan_path: Path) -> None:
    rows = {layout.EVENTS: [{"date": date(2025, 3, 5), "event_kind": "Kо‘rgazma", "title": "Bahor"}]}
    add_records(plan_path, rows)
    assert not any(rule == "REF08" for rule, _, _ in graver(plan_path))


def test_a_column_heading_in_cyrillic_look_alikes_is_read(plan_path: Path) -> None:
    view = PlanFile.open(plan_path).views[layout.MONTHLY]
    place = Place(view.name, view.header_row, view.columns["m03"])
    type_into(plan_path, place, "Mаrt")
    type_into(plan_path, month_cell(plan_path, "11", 3), "besh")
    assert ("TYP01", "Oylik", month_cell(plan_path, "11", 3).a1) in graver(plan_path)
