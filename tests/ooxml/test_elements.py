"""What stands beside the cells of a sheet, and styles: put in, taken out, taken over; nothing else moves."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.areas import covering, format_areas, runs, without
from akmxl.ooxml.look.styles import StyleSheet
from akmxl.ooxml.read.workbook import Workbook
from akmxl.ooxml.xml.attributes import areas
from akmxl.ooxml.xml.children import STYLE_SHEET, after_rows, children, with_after_rows, with_children

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.core.cells import Range

SHEET = (
    b'<worksheet xmlns="urn:m"><cols/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    b"<customSheetViews><customSheetView><pageMargins/><dataValidations/></customSheetView></customSheetViews>"
    b'<conditionalFormatting sqref="A1"><cfRule><extLst><ext/></extLst></cfRule></conditionalFormatting>\n'
    b'<hyperlinks><hyperlink tooltip="a > b"/></hyperlinks><pageMargins/><extLst><ext/></extLst></worksheet>'
)
RULES = b'<dataValidations count="1"><dataValidation sqref="A1"/></dataValidations>'


def names(worksheet: bytes) -> list[str]:
    return [child.name for child in children(worksheet)]


def test_a_new_element_goes_where_the_schema_wants_it() -> None:
    """Not into the custom view, nor before the extension of a conditional format."""
    xml = with_after_rows(SHEET, "dataValidations", [RULES])
    assert names(xml) == [
        "cols", "sheetData", "customSheetViews", "conditionalFormatting", "dataValidations", "hyperlinks",
        "pageMargins", "extLst",
    ]  # fmt: skip
    assert after_rows(xml, "dataValidations") == [RULES]
    assert xml.replace(RULES, b"") == SHEET
    assert with_after_rows(xml, "dataValidations", []) == SHEET


def test_protection_stands_right_behind_the_rows() -> None:
    xml = with_after_rows(SHEET, "sheetProtection", [b'<sheetProtection sheet="1"/>'])
    assert names(xml)[:3] == ["cols", "sheetData", "sheetProtection"]


def test_elements_are_replaced_where_they_stood() -> None:
    several = [b'<conditionalFormatting sqref="B1"/>', b'<conditionalFormatting sqref="C1"/>']
    xml = with_after_rows(SHEET, "conditionalFormatting", several)
    assert after_rows(xml, "conditionalFormatting") == several
    assert names(xml).count("conditionalFormatting") == 2
    assert names(xml).index("hyperlinks") == names(xml).index("conditionalFormatting") + 2


def test_a_sheet_without_rows_takes_elements_too() -> None:
    xml = with_after_rows(b"<worksheet><sheetData/></worksheet>", "dataValidations", [RULES])
    assert xml == b"<worksheet><sheetData/>" + RULES + b"</worksheet>"


def test_a_section_of_styles_that_was_missing_goes_to_its_place() -> None:
    xml = with_children(
        b"<styleSheet><fonts/><cellXfs/></styleSheet>", "numFmts", [b"<numFmts/>"], STYLE_SHEET
    )
    assert xml == b"<styleSheet><numFmts/><fonts/><cellXfs/></styleSheet>"


# Areas.

AREAS = st.tuples(st.integers(1, 8), st.integers(1, 8), st.integers(0, 4), st.integers(0, 4)).map(
    lambda area: (area[0], area[1], area[0] + area[2], area[1] + area[3])
)


def cells_of(areas: list[Range]) -> list[tuple[int, int]]:
    return [spot for r1, c1, r2, c2 in areas for spot in product(range(r1, r2 + 1), range(c1, c2 + 1))]


@given(AREAS, st.lists(AREAS, max_size=5))
def test_what_is_left_of_an_area_is_all_but_what_was_cut_out(area: Range, cuts: list[Range]) -> None:
    left = cells_of(without([area], cuts))
    assert sorted(left) == sorted(set(cells_of([area])) - set(cells_of(cuts)))


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_rectangles_cover_each_cell_once(cells: set[tuple[int, int]]) -> None:
    assert sorted(cells_of(covering(cells))) == sorted(cells)


def test_runs_and_areas_are_written_from_the_top() -> None:
    assert runs([7, 1, 2, 3, 2]) == [(1, 3), (7, 7)]
    assert format_areas(areas("C3 A1:B2")) == "A1:B2 C3"


# Styles.


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    """Two cells with a style each, a column with one, and a value."""
    path = tmp_path / "uslub.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Varaq")
    sheet.set_column("C:C", 10, book.add_format({"num_format": "@", "bg_color": "#FFFF00"}))
    sheet.write_number("A1", 1413, book.add_format({"num_format": "[>=1000]# ##0;0", "locked": False}))
    sheet.write_number("B1", 45000, book.add_format({"num_format": "dd.mm.yyyy", "border": 1}))
    sheet.write_formula("A2", "=A1*2", book.add_format({"num_format": "0.0%"}), 2826)
    book.close()
    return path


def test_a_style_says_what_it_is_for(styled: Path) -> None:
    book = Workbook.open(styled)
    styles, cells = StyleSheet.of(book), book.cells("Varaq")
    number, day, share = (styles.look(cells[spot].style) for spot in ((1, 1), (1, 2), (2, 1)))
    assert (number.kind, number.locked, number.bare) == ("number", False, False)
    assert (day.kind, day.locked, day.fill) == ("date", True, "")
    assert share.kind == "percent"
    assert styles.look(0).bare
    assert styles.look(Patch(book).open_rows("Varaq")[1].style_at(1, 3) or 0).fill == "FFFF00"


def test_a_style_of_another_workbook_is_taken_over_once(styled: Path, tmp_path: Path) -> None:
    plain = tmp_path / "oddiy.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet("Varaq").write_number("A1", 1413)
    theirs, ours = Workbook.open(styled), Workbook.open(plain)
    styles, source = StyleSheet.of(ours), StyleSheet.of(theirs)
    day = theirs.cells("Varaq")[1, 2].style
    assert styles.adopt(source, day) == styles.adopt(source, day) == 1
    patch = Patch(ours)
    patch.set_style("Varaq", 1, 1, 1)
    patch.set_style_sheet(styles.xml)
    patch.save(backup=False)
    cell = load_workbook(plain)["Varaq"]["A1"]
    assert (cell.number_format, cell.border.left.style) == ("dd.mm.yyyy", "thin")
    assert cell.value.year == 1903


def test_ones_own_styles_are_found_again_and_add_nothing(styled: Path) -> None:
    styles = StyleSheet.of(Workbook.open(styled))
    before = styles.xml
    assert [styles.adopt(styles, style) for style in range(5)] == list(range(5))
    assert styles.xml == before


def test_another_style_leaves_value_and_formula_as_they_are(styled: Path) -> None:
    patch = Patch(Workbook.open(styled))
    for spot in ((1, 1), (2, 1), (3, 3)):
        patch.set_style("Varaq", *spot, 0)
    patch.set_style("Varaq", 1, 2, 2)
    patch.save(backup=False)
    sheet = load_workbook(styled)["Varaq"]
    assert (sheet["A1"].value, sheet["A2"].value) == (1413, "=A1*2")
    assert [sheet[cell].number_format for cell in ("A1", "A2", "C3")] == ["General"] * 3
    assert Workbook.open(styled).cells("Varaq")[2, 1].value == 2826


def test_the_style_that_a_cell_has_is_no_edit(styled: Path) -> None:
    patch = Patch(Workbook.open(styled))
    patch.set_style("Varaq", 1, 2, Workbook.open(styled).cells("Varaq")[1, 2].style)
    patch.set_elements("Varaq", "dataValidations", [])
    assert not patch.changed
