"""Formats, input checks, colours and protection that a paste took away come back."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from ooxml.making import part, repack
from openpyxl import load_workbook
from running import akmxl, put

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.arearules import format_rules, validation_rules, validations_block
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

from .damaging import month_cell, paste_plain, restyle, without_elements
from .seeing import DAY, TABLES, TYPED, as_seen, differences, kinds, repair, row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


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
    paste_plain(path, layout.MONTHLY, (first, 6, first + 4, 13))
    assert as_seen(path) != sound
    data = repair(path)
    assert kinds(data) == {"format": 3, "validation": 1, "colours": 2}
    assert differences(as_seen(path), sound) == {}
    assert repair(path)["repairs"] == []


def test_whole_sheets_pasted_over_look_and_check_as_before(path: Path, sound: dict[str, Any]) -> None:
    for sheet in TYPED:
        view = PlanFile.open(path).views[sheet]
        last = view.last_row if sheet in TABLES else row_of(path, sheet, "34")
        paste_plain(path, sheet, (view.first_row, min(view.titles), last, max(view.titles)))
    assert {one["sheet"] for one in repair(path)["repairs"]} == set(TYPED)
    assert differences(as_seen(path), sound) == {}
    assert repair(path)["repairs"] == []


CUT_SHORT: dict[str, Callable[[str], str]] = {
    "one style": lambda xml: re.sub(
        r"<cellXfs.*</cellXfs>",
        '<cellXfs count="1"><xf numFmtId="0" xfId="0"/></cellXfs>',
        xml,
        flags=re.DOTALL,
    ),
    "no style": lambda xml: re.sub(r"<cellXfs.*</cellXfs>", '<cellXfs count="0"/>', xml, flags=re.DOTALL),
    "no colour": lambda xml: re.sub(r"<fills.*</fills>", '<fills count="0"/>', xml, flags=re.DOTALL),
    "nothing": lambda xml: re.sub(r"(<styleSheet[^>]*)>.*", r"\1/>", xml, flags=re.DOTALL),
}


@pytest.mark.parametrize("which", CUT_SHORT)
def test_looks_come_back_where_the_styles_are_cut_short(path: Path, which: str) -> None:
    code = akmxl("check", path, *DAY).code
    xml = part(path, "xl/styles.xml").decode()
    repack(path, path.with_name("buzuq.xlsx"), {"xl/styles.xml": CUT_SHORT[which](xml).encode()}).replace(
        path
    )
    assert kinds(repair(path))["format"]
    assert repair(path)["repairs"] == []
    assert akmxl("check", path, *DAY).code == code


def test_deleted_checks_and_colours_come_back(path: Path, sound: dict[str, Any]) -> None:
    for sheet in TYPED:
        without_elements(path, sheet, "dataValidations", "conditionalFormatting")
    data = repair(path)
    assert set(kinds(data)) == {"validation", "colours"}
    assert {one["sheet"] for one in data["repairs"]} == set(TYPED)
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
    paste_plain(path, layout.MONTHLY, (first, 6, first, 8))
    xml = Workbook.open(path).package.xml("xl/worksheets/sheet3.xml")
    foreign = (
        b'<dataValidation type="date" sqref="F%d"><formula1>DATE(Yil,1,1)</formula1>'
        b"<formula2>DATE(Yil,12,31)</formula2></dataValidation>" % first
    )
    own = b'<dataValidation type="list" sqref="G%d"><formula1>"1,2,3"</formula1></dataValidation>' % first
    checks = [rule.xml for rule in validation_rules(xml)]
    edit_elements(path, "Oylik", "dataValidations", validations_block(xml, [*checks, foreign, own]))
    assert kinds(repair(path))["validation"] == 2
    checks_now = {
        str(area): check.type
        for check in load_workbook(path)["Oylik"].data_validations.dataValidation
        for area in check.sqref.ranges
    }
    assert checks_now[f"G{first}"] == "list"
    assert checks_now[f"F{first}"] == checks_now[f"H{first}"] == "custom"


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
        "COUNTIFS(", "COUNTIFS(", "AND(SUMPR", "DAY($A5)=", "500",
    ]  # fmt: skip


def test_the_colours_of_findings_stand_before_the_grey_of_days_off(path: Path) -> None:
    paste_plain(path, "Kundalik", (20, 3, 30, 8))
    repair(path)
    found = [formula.partition("(")[0] for formula in order_of_colours(path, "Kundalik")]
    assert found == sorted(found, key=["COUNTIFS", "AND", "DAY"].index)


def order_of_colours(path: Path, sheet: str) -> list[str]:
    """The formulas of a sheet's conditional formats, the first one first."""
    found = load_workbook(path)[sheet].conditional_formatting
    rules = sorted((rule.priority, rule.formula[0]) for area in found for rule in found[area])
    return [formula[:9] for _, formula in rules]


def test_a_day_where_a_figure_belongs_is_not_turned_into_a_number(path: Path) -> None:
    """A date typed into a month is a fault that check tells; as the number 45 666 it would count."""
    sheet, row, column = month_cell(path, "11", "m02")
    day = PlanFile.open(path).views["Kundalik"].cell(7, "date").style
    patch = Patch(Workbook.open(path))
    patch.set_style(sheet, row, column, day)
    patch.set(sheet, row, column, date(2025, 1, 9))
    patch.save(backup=False)
    (told,) = repair(path)["repairs"]
    assert (told["kind"], told["before"]) == ("format", "locked, no colour")
    cell = load_workbook(path)[sheet].cell(row, column)
    assert (cell.value.date(), cell.number_format) == (date(2025, 1, 9), "dd.mm.yyyy")
    assert not cell.protection.locked
    findings = akmxl("check", path, *DAY, "--json", "--no-write").json["findings"]
    assert [one["cell"] for one in findings if one["rule"] == "TYP06"] == [cell.coordinate]


@pytest.mark.parametrize("areas", [b"bu yer", b"16385", b"A1:A5,B1", b""])
def test_a_check_that_stands_nowhere_is_made_again(areas: bytes, path: Path) -> None:
    patch = Patch(Workbook.open(path))
    part = patch.locate("Malaka")[1]
    patch.parts[part] = patch.part_xml(part).replace(b'sqref="A5:A2001"', b'sqref="%b"' % areas)
    patch.save(backup=False)
    (told,) = repair(path)["repairs"]
    assert (told["kind"], told["cells"]) == ("validation", "A5:A2001")
    assert repair(path)["repairs"] == []


def test_notes_below_a_table_get_no_looks_and_stretch_no_name(path: Path) -> None:
    """A program that knows no table has written below; and far below something was typed by a slip."""
    book, views = load_workbook(path), PlanFile.open(path).views
    last = {name: max(views[name].filled_rows()) for name in (*TABLES[:3], *TYPED[:2])}
    for name, row in last.items():
        for number in range(2, 30):
            book[name].cell(row + number, 1).value = "Izoh: ko‘rildi"
    book.save(path)
    put(path, {(sheet, 1_048_576, 1): "x" for sheet in TYPED[:2]})
    before = names_and_ends(path, last)
    for _ in range(2):  # a check gives ids
        repairs = repair(path)["repairs"]
        assert [one for one in repairs if (one["sheet"], one["kind"]) != (TYPED[0], "format")] == []
        book = load_workbook(path)
        assert all(book[name].cell(row + 2, 1).border.left.style is None for name, row in last.items())
        akmxl("check", path, *DAY)
    assert names_and_ends(path, last) == before


def names_and_ends(path: Path, sheets: Iterable[str]) -> object:
    book = Workbook.open(path)
    return book.names, [book.tables[name].area for name in sheets if name in book.tables]


@pytest.mark.parametrize("code", ["0,", "0%", r"0\.0"])
def test_a_format_that_shows_another_number_gives_way_in_any_cell(code: str, path: Path) -> None:
    quarter = row_of(path, layout.MONTHLY, "11"), PlanFile.open(path).views[layout.MONTHLY].columns["q1"]
    for sheet, spot in ((layout.MONTHLY, quarter), ("Tadbirlar", (5, 5))):
        restyle(path, sheet, *spot, number_format=code)
        (told,) = repair(path)["repairs"]
        assert (told["kind"], told["sheet"], code in told["before"]) == ("format", sheet, True)
    assert repair(path)["repairs"] == []
