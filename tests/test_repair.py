"""``akmxl repair``: what a paste destroyed comes back, what people typed and made stays."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from damaging import (
    code_to_date,
    month_cell,
    paste_plain,
    without_elements,
)
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from running import akmxl, put

from akmxl.ooxml import Formula, Patch, Workbook
from akmxl.ooxml.address import parse_range
from akmxl.ooxml.arearules import format_rules, validation_rules, validations_block
from akmxl.reading.items import code_places
from akmxl.workbook import layout
from akmxl.workbook.file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

DAY = ("--today", "2025-04-10")
SHEETS = (
    "Reja",
    "Oylik",
    "Kundalik",
    "Tadbirlar",
    "Malaka",
    "Matbuot",
    "Royxatlar",
    "Hisobotlar",
    "Sozlamalar",
)
DEEP = 400  # rows that are looked at: the registers' checks reach down to 2000


def repair(path: Path, *options: str) -> Any:
    run = akmxl("repair", path, *DAY, "--json", *options)
    assert run.code == 0, run.err
    return run.json


def kinds(data: Any) -> dict[str, int]:
    return {kind: number for kind, number in data["counts"].items() if number}


def as_seen(path: Path) -> dict[str, Any]:
    """The sheets in which people type as openpyxl sees them: values, formulas, looks, checks, colours."""
    book = load_workbook(path)
    return {name: dict(_sheet(book[name])) for name in SHEETS}


def _sheet(sheet: Worksheet) -> Iterator[tuple[str, object]]:
    yield "protection", {name: value for name, value in sheet.protection if name != "password"}
    for row in sheet.iter_rows(max_row=sheet.max_row):
        for cell in row:
            look = (
                cell.number_format,
                cell.protection.locked,
                cell.fill.fgColor.rgb,
                cell.font.b,
                cell.border.left.style,
            )
            yield cell.coordinate, (cell.value, look)
    for check in sheet.data_validations.dataValidation:
        yield from _of_cells("check", check.sqref, str(check.formula1), check.type, check.prompt)
    for colour in sheet.conditional_formatting:
        for rule in sheet.conditional_formatting[colour]:
            fill = rule.dxf.fill and rule.dxf.fill.bgColor.rgb
            yield from _of_cells("colour", colour.sqref, str(rule.formula[0]), fill, rule.stopIfTrue)


def _of_cells(what: str, areas: Any, formula: str, *more: object) -> Iterator[tuple[str, object]]:
    """A rule cell by cell; its formula as each of its cells sees it."""
    found = sorted(parse_range(str(area)) for area in areas.ranges)
    seen = _ADDRESS.sub(lambda match: _offset(match, *found[0][:2]), formula)
    for top, left, bottom, right in found:
        for row in range(top, min(bottom, DEEP) + 1):
            for column in range(left, right + 1):
                yield f"{what} {row} {column} {more}", seen


_ADDRESS = re.compile(r"(\$?)\b([A-Z]{1,3})(\$?)([0-9]+)\b")


def _offset(match: re.Match[str], row: int, column: int) -> str:
    across = match[2] if match[1] else column_index_from_string(match[2]) - column
    return f"[{match[4] if match[3] else int(match[4]) - row} {across}]"


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What differs, by sheet and cell."""
    return {
        f"{sheet}!{spot}": (one[sheet].get(spot), other[sheet].get(spot))
        for sheet in SHEETS
        for spot in {**one[sheet], **other[sheet]}
        if one[sheet].get(spot) != other[sheet].get(spot)
    }


def order_of_colours(path: Path, sheet: str) -> list[str]:
    """The formulas of a sheet's conditional formats, the first one first."""
    found = load_workbook(path)[sheet].conditional_formatting
    rules = sorted((rule.priority, rule.formula[0]) for area in found for rule in found[area])
    return [formula[:9] for _, formula in rules]


@pytest.fixture
def path(quarter_path: Path) -> Path:
    return quarter_path


@pytest.fixture
def sound(quarter: Path) -> dict[str, Any]:
    return as_seen(quarter)


def row_of(path: Path, sheet: str, code: str) -> int:
    view = PlanFile.open(path).views[sheet]
    return code_places(view)[code][0].row


def test_a_sound_workbook_is_not_touched(path: Path) -> None:
    before = path.read_bytes()
    data = repair(path)
    assert data["repairs"] == []
    assert not data["written"]
    assert path.read_bytes() == before
    assert not (path.parent / ".akmxl-zaxira").exists()
    assert "Nothing to put back." in akmxl("repair", path, *DAY).out


def test_looks_checks_and_colours_come_back_where_months_were_pasted_over(
    path: Path, sound: dict[str, Any]
) -> None:
    first = row_of(path, layout.MONTHLY, "11")
    paste_plain(path, layout.MONTHLY, (first, 5, first + 4, 12))
    assert as_seen(path) != sound
    data = repair(path)
    assert kinds(data) == {"format": 3, "validation": 1, "colours": 2}
    assert differences(as_seen(path), sound) == {}
    assert repair(path)["repairs"] == []


@pytest.mark.parametrize("sheet", [name for name in SHEETS if name != "Sozlamalar"])
def test_a_whole_sheet_pasted_over_looks_and_checks_as_before(
    sheet: str, path: Path, sound: dict[str, Any]
) -> None:
    view = PlanFile.open(path).views[sheet]
    last = row_of(path, sheet, "34") if sheet in ("Reja", "Oylik") else view.last_row
    paste_plain(path, sheet, (view.first_row, min(view.titles), last, max(view.titles)))
    assert repair(path)["written"]
    assert differences(as_seen(path), sound) == {}
    assert repair(path)["repairs"] == []


# What stands beside the cells.


@pytest.mark.parametrize("sheet", [name for name in SHEETS if name != "Sozlamalar"])
def test_deleted_checks_and_colours_come_back(sheet: str, path: Path, sound: dict[str, Any]) -> None:
    without_elements(path, sheet, "dataValidations", "conditionalFormatting")
    data = repair(path)
    assert set(kinds(data)) <= {"validation", "colours"}
    assert {one["sheet"] for one in data["repairs"]} == {sheet}
    assert differences(as_seen(path), sound) == {}


def test_protection_comes_back_and_is_without_a_password(path: Path, sound: dict[str, Any]) -> None:
    without_elements(path, "Oylik", "sheetProtection")
    assert kinds(repair(path)) == {"protection": 1}
    assert differences(as_seen(path), sound) == {}


def test_another_protection_that_is_on_stays(path: Path) -> None:
    own = b'<sheetProtection password="CC1A" sheet="1"/>'
    edit_elements(path, "Oylik", "sheetProtection", own)
    assert repair(path)["repairs"] == []


def edit_elements(path: Path, sheet: str, name: str, *elements: bytes) -> None:
    patch = Patch(Workbook.open(path))
    patch.set_elements(sheet, name, elements)
    patch.save(backup=False)


def test_checks_of_another_column_give_way_and_those_that_people_made_stay(path: Path) -> None:
    """A date pasted over months brought its check; the centre's own list on one month is no damage."""
    first = row_of(path, layout.MONTHLY, "11")
    paste_plain(path, layout.MONTHLY, (first, 5, first, 7))
    xml = Workbook.open(path).package.xml("xl/worksheets/sheet3.xml")
    foreign = (
        b'<dataValidation type="date" sqref="E%d"><formula1>DATE(Yil,1,1)</formula1>'
        b"<formula2>DATE(Yil,12,31)</formula2></dataValidation>" % first
    )
    own = b'<dataValidation type="list" sqref="F%d"><formula1>"1,2,3"</formula1></dataValidation>' % first
    checks = [rule.xml for rule in validation_rules(xml)]
    edit_elements(path, "Oylik", "dataValidations", validations_block(xml, [*checks, foreign, own]))
    assert kinds(repair(path))["validation"] == 2
    checks_now = {
        str(area): check.type
        for check in load_workbook(path)["Oylik"].data_validations.dataValidation
        for area in check.sqref.ranges
    }
    assert checks_now[f"F{first}"] == "list"
    assert checks_now[f"E{first}"] == checks_now[f"G{first}"] == "custom"


def test_colours_come_back_in_their_order_and_those_that_people_made_stay(path: Path) -> None:
    own = (
        b'<conditionalFormatting sqref="C5:D20"><cfRule type="cellIs" priority="1" operator="greaterThan">'
        b"<formula>500</formula></cfRule></conditionalFormatting>"
    )
    edit_elements(path, "Kundalik", "conditionalFormatting", own)
    repair(path)
    xml = Workbook.open(path).package.xml("xl/worksheets/sheet4.xml")
    assert sorted(rule.priority for rule in format_rules(xml)) == [1, 2, 3, 4, 5]
    assert order_of_colours(path, "Kundalik") == [
        "COUNTIFS(", "COUNTIFS(", "OR(WEEKDA", "DAY($A5)=", "500",
    ]  # fmt: skip


def test_the_colours_of_findings_stand_before_the_grey_of_days_off(path: Path) -> None:
    paste_plain(path, "Kundalik", (20, 3, 30, 8))
    repair(path)
    found = [formula.partition("(")[0] for formula in order_of_colours(path, "Kundalik")]
    assert found == sorted(found, key=["COUNTIFS", "OR", "DAY"].index)


# Formulas.


@pytest.mark.parametrize(
    ("code", "field", "typed"),
    [
        ("9", "m03", 500),
        ("9.4", "m01", None),
        ("9", "q1", 3),
        ("19.1", "q2", 12),
        ("11", "year_total", "jami"),
        ("11", "percent", 100),
        ("11", "name", "Boshqa nom"),
        ("11", "planned", 7),
        ("15.1", "m02", None),
        ("19.1", "m02", Formula("SUM(#REF!)")),
        ("9", "m03", Formula("SUM(E25:F25)")),
        ("18", "m02", Formula("")),
    ],
)
def test_a_lost_formula_comes_back(
    code: str, field: str, typed: Any, path: Path, sound: dict[str, Any]
) -> None:
    place = month_cell(path, code, field)
    if typed == Formula(""):  # the formula of the month before, copied without moving
        before = PlanFile.open(path).cells("Oylik")[place[1], place[2] - 1].formula
        typed = Formula(before)
    put(path, {place: typed})
    data = repair(path)
    assert kinds(data) == {"formula": 1}
    assert differences(as_seen(path), sound) == {}


@pytest.mark.parametrize("typed", [12, "12 ta", Formula("5+7"), Formula("Bizniki!B5"), date(2025, 3, 1), "-"])
def test_what_people_typed_over_the_formula_of_a_month_stays(typed: Any, path: Path) -> None:
    place = month_cell(path, "19.2", "m03")
    put(path, {place: typed})
    before = path.read_bytes()
    assert repair(path)["repairs"] == []
    assert path.read_bytes() == before


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


# Codes.


@pytest.mark.parametrize("sheet", ["Reja", "Oylik"])
@pytest.mark.parametrize("code", ["9.1", "9.4.1", "31.1"])
def test_a_code_that_became_a_date_comes_back(
    sheet: str, code: str, path: Path, sound: dict[str, Any]
) -> None:
    code_to_date(path, sheet, code)
    assert any(
        one["rule"] == "TYP06" for one in akmxl("check", path, *DAY, "--json", "--no-write").json["findings"]
    )
    data = repair(path)
    assert kinds(data)["code"] == 1
    assert data["left"] == []
    assert differences(as_seen(path), sound) == {}


def test_codes_that_became_numbers_or_blank_come_back(path: Path, sound: dict[str, Any]) -> None:
    reja, oylik = (PlanFile.open(path).views[name] for name in ("Reja", "Oylik"))
    put(path, {
        ("Reja", row_of(path, "Reja", "11"), reja.columns["code"]): 11,
        ("Reja", row_of(path, "Reja", "9.2"), reja.columns["code"]): 9.2,
        ("Reja", row_of(path, "Reja", "12"), reja.columns["code"]): None,
        ("Oylik", row_of(path, "Oylik", "13.1"), oylik.columns["code"]): 13.1,
        ("Oylik", row_of(path, "Oylik", "27"), oylik.columns["code"]): 27,
    })  # fmt: skip
    assert kinds(repair(path))["code"] == 5
    assert differences(as_seen(path), sound) == {}


def test_a_code_on_oylik_comes_back_when_excel_has_already_lost_the_name(
    path: Path, sound: dict[str, Any]
) -> None:
    code_to_date(path, "Oylik", "9.1")
    sheet, row, column = month_cell(path, "9.2", "name")
    formula = PlanFile.open(path).cells(sheet)[row - 1, column].formula
    assert formula
    put(path, {(sheet, row - 1, column): Formula(formula, "")})
    assert kinds(repair(path))["code"] == 1
    assert differences(as_seen(path), sound) == {}


def test_a_code_that_is_not_certain_is_left_and_told(path: Path) -> None:
    view = PlanFile.open(path).views["Reja"]
    row = row_of(path, "Reja", "9.1")
    code_to_date(path, "Reja", "9.1")
    put(path, {("Reja", row, view.columns["name"]): "Butunlay boshqa ish"})
    data = repair(path)
    assert kinds(data).get("code") is None
    assert [(one["sheet"], one["cells"], one["value"]) for one in data["left"]] == [
        ("Reja", f"A{row}", "09.01.2025")
    ]
    assert "Left as it is: Reja!" in akmxl("repair", path, *DAY).out


def test_a_code_that_stands_elsewhere_is_not_given_twice(path: Path) -> None:
    view = PlanFile.open(path).views["Reja"]
    first, second = row_of(path, "Reja", "9.1"), row_of(path, "Reja", "9.3")
    name = view.cell(first, "name").value
    put(path, {("Reja", second, view.columns["code"]): None, ("Reja", second, view.columns["name"]): name})
    assert "code" not in kinds(repair(path))
