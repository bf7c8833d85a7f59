"""Rows of Excel tables: appended, replaced, the table's own area always true."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from akmxl.core.cells import Formula
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

from .making import make_table, part

if TYPE_CHECKING:
    from pathlib import Path

BLANK = [None, None, None]
FIRST = [dt.date(2025, 1, 9), 3, "birinchi"]
SECOND = [dt.date(2025, 2, 9), 4, "ikkinchi"]
THIRD = [dt.date(2025, 3, 9), 5, "uchinchi"]


def rows_of(path: Path) -> list[list[object]]:
    book = Workbook.open(path)
    table, cells = book.tables["Jadval"], book.cells("Jurnal")
    return [
        [cells[row, col].value if (row, col) in cells else None for col in range(1, 4)]
        for row in range(table.first_row + 1, table.last_row + 1)
    ]


def after(path: Path, patch: Patch) -> Path:
    target = path.with_name("new.xlsx")
    patch.save(target, overwrite=True)
    openpyxl.load_workbook(target)
    return target


def test_the_first_row_goes_into_the_blank_one(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [BLANK])
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [FIRST])
    target = after(path, patch)
    assert rows_of(target) == [FIRST]
    assert part(target, "xl/tables/table1.xml") == part(path, "xl/tables/table1.xml")


def test_more_rows_grow_the_table_and_its_filter(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST, BLANK, BLANK])
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [SECOND, THIRD])
    patch.append_rows("Jadval", [FIRST, SECOND])
    assert patch.tables["Jadval"].last_row == 7
    target = after(path, patch)
    assert rows_of(target) == [FIRST, SECOND, THIRD, FIRST, SECOND]
    xml = part(target, "xl/tables/table1.xml")
    assert b'ref="A2:C7" totalsRowShown' in xml
    assert b'<autoFilter ref="A2:C7"/>' in xml


@pytest.mark.parametrize("spelt", ["$A$2:$C$4", "a2:c4", " A2:C4 "])
def test_a_table_grows_however_its_range_is_spelt(tmp_path: Path, spelt: str) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST, SECOND])
    patch = Patch(Workbook.open(path))
    own = patch.workbook.tables["Jadval"].part
    patch.parts[own] = patch.part_xml(own).replace(b'ref="A2:C4"', f'ref="{spelt}"'.encode())
    patch.save(backup=False)
    grown = Patch(Workbook.open(path))
    grown.append_rows("Jadval", [THIRD])
    assert Workbook.open(after(path, grown)).tables["Jadval"].last_row == 5


def test_new_rows_are_styled_as_the_last_one(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST])
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [SECOND])
    cells = Workbook.open(after(path, patch)).cells("Jurnal")
    assert [cells[4, col].style for col in (1, 2, 3)] == [cells[3, col].style for col in (1, 2, 3)]


def test_a_blank_row_keeps_the_formula_that_waits_in_it(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [[None, None, "=B3*2"]])
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [[dt.date(2025, 1, 9), 3]])
    assert Workbook.open(after(path, patch)).cells("Jurnal")[3, 3].formula == "B3*2"


def test_a_column_that_computes_goes_on_computing(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [[dt.date(2025, 1, 9), 3, "=B3*2+$F$1"]])
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [[dt.date(2025, 2, 9), 4], [dt.date(2025, 3, 9), 5, "qoʻlda"]])
    cells = Workbook.open(after(path, patch)).cells("Jurnal")
    assert (cells[4, 3].formula, cells[5, 3].value) == ("B4*2+$F$1", "qoʻlda")


@pytest.mark.parametrize(("below", "totals"), [("B4", False), ("A5", False), ("", True)])
def test_a_table_does_not_grow_over_what_stands_below(tmp_path: Path, below: str, totals: bool) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST], below=below, totals=totals)
    patch = Patch(Workbook.open(path))
    with in_language("en"), pytest.raises(Unsupported) as caught:
        patch.append_rows("Jadval", [SECOND, THIRD])
    with in_language("en"):
        assert "Jadval" in str(caught.value)
    assert not patch.changed


def test_what_stands_beside_a_table_is_not_in_its_way(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST], below="E4")
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [SECOND])
    target = after(path, patch)
    assert rows_of(target) == [FIRST, SECOND]
    assert Workbook.open(target).cells("Jurnal")[4, 5].value == "ostida"


def test_all_rows_are_replaced_by_more(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST])
    patch = Patch(Workbook.open(path))
    patch.set_table_rows("Jadval", [SECOND, FIRST, THIRD])
    target = after(path, patch)
    assert rows_of(target) == [SECOND, FIRST, THIRD]
    again = Patch(Workbook.open(target))
    again.set_table_rows("Jadval", [SECOND, FIRST, THIRD])
    assert not again.changed


def test_all_rows_are_replaced_by_fewer(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST, SECOND, THIRD], below="A9")
    patch = Patch(Workbook.open(path))
    patch.set_table_rows("Jadval", [[None, Formula("1+1", 2), "x"]])
    target = after(path, patch)
    assert rows_of(target) == [[None, 2, "x"]]
    cells = Workbook.open(target).cells("Jurnal")
    assert cells[3, 2].formula == "1+1"
    assert max(row for row, _ in cells) == 9
    assert b'<row r="4"' not in part(target, "xl/worksheets/sheet1.xml")


def test_a_table_without_rows_keeps_a_blank_one(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST, SECOND])
    patch = Patch(Workbook.open(path))
    patch.set_table_rows("Jadval", [])
    target = after(path, patch)
    assert rows_of(target) == [BLANK]
    styled = Patch(Workbook.open(target))
    styled.append_rows("Jadval", [FIRST])
    assert rows_of(after(target, styled)) == [FIRST]


def test_an_unknown_table_is_named(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST])
    with in_language("en"), pytest.raises(Unsupported, match="Yoʻq"):
        Patch(Workbook.open(path)).append_rows("Yoʻq", [FIRST])


def test_formats_and_validations_of_whole_columns_grow_with_the_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Jurnal")
        sheet.add_table("A2:C4", {"name": "Jadval", "data": [[1, 2, "x"], [3, 4, "y"]]})
        above_zero = {"validate": "integer", "criteria": ">=", "value": 0}
        sheet.data_validation("A3:B4", above_zero)
        sheet.data_validation("C4", {"validate": "list", "source": ["x", "y"]})
        sheet.data_validation("E3:E4", above_zero)
        sheet.data_validation("C3:C4", {"validate": "list", "source": "=Boshqa!$A$1:$A$3"})
        sheet.conditional_format("C2:C4", {"type": "duplicate"})
        sheet.conditional_format("B3:B4", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("A3:E4", {"type": "blanks"})
        file.add_worksheet("Boshqa")
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [[5, 6, "z"], [7, 8, "x"]])
    xml = part(after(path, patch), "xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<dataValidation [^>]*sqref="([^"]*)"', xml) == ["A3:B6", "C4", "E3:E4", "C3:C6"]
    assert set(re.findall(r'<conditionalFormatting sqref="([^"]*)"', xml)) == {"C2:C6", "B3:B6", "A3:E4"}
    assert re.findall("<xm:sqref>([^<]*)<", xml) == ["B3:B6"]


def test_rows_inside_the_table_widen_nothing(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [FIRST, BLANK])
    tail = b"".join(part(path, "xl/worksheets/sheet1.xml").partition(b"</sheetData>")[1:])
    patch = Patch(Workbook.open(path))
    patch.append_rows("Jadval", [SECOND])
    assert part(after(path, patch), "xl/worksheets/sheet1.xml").endswith(tail)
