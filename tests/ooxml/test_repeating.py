"""Rows of a template repeat or go: what contains them grows, what stands below moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, strategies as st
from libreoffice import if_there_is_one, saved_by_libreoffice
from openxml_audit import OpenXmlValidator
from running import ROOT

from akmxl.core.cells import NOT_CALCULATED, Formula, a1
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.edit.shift import Expansion, copy_formula, shift_formula
from akmxl.ooxml.read.workbook import Workbook

from .making import packed_parts, part, repack, sheet_part, with_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def template(path: Path, build: Callable[[Any, Any, Any], None]) -> Path:
    """Two sheets, “Hisobot” and “Boshqa varaq”, filled by ``build(file, first, second)``."""
    with xlsxwriter.Workbook(path) as file:
        build(file, file.add_worksheet("Hisobot"), file.add_worksheet("Boshqa varaq"))
    return path


def repeated(path: Path, *blocks: tuple[int, int, int]) -> Path:
    patch = Patch(Workbook.open(path))
    for first, last, count in blocks:
        patch.repeat_rows("Hisobot", first, last, count)
    target = path.with_name("new.xlsx")
    patch.save(target, overwrite=True)
    openpyxl.load_workbook(target)
    return target


def formulas(path: Path, sheet: str = "Hisobot") -> dict[str, str]:
    cells = Workbook.open(path).cells(sheet)
    return {a1(*place): cell.formula for place, cell in cells.items() if cell.formula is not None}


def texts(path: Path) -> dict[str, object]:
    cells = Workbook.open(path).cells("Hisobot")
    return {a1(*place): cell.value for place, cell in cells.items() if cell.formula is None}


def report(_file: Any, first: Any, second: Any) -> None:
    """The shape of a usual form: headings, one row to repeat (5), totals under it, a signature."""
    first.write_row("A4", ["T/r", "Nomi", "Reja", "Fakt", "Foiz"])
    first.write_row("A5", ["n", "nomi", 0, 0])
    first.write_formula("E5", "=D5/C5")
    first.write_formula("F5", "=D5/D$6+C$2")
    first.write_row("A6", ["", "Jami"])
    first.write_formula("C6", "=SUM(C5:C5)")
    first.write_formula("D6", "=SUM(D4:D5)")
    first.write_formula("E6", "=D6/C6+E5+SUM($E$1:$E$3)")
    first.write_formula("A1", "=C6")
    first.write("B8", "Direktor")
    second.write_formula("A1", "=Hisobot!C6+SUM(Hisobot!C5:D5)-B6")
    second.write_formula("A2", "=SUM('Boshqa varaq'!A5:A6)")


def test_cells_repeat_and_what_is_below_moves(tmp_path: Path) -> None:
    target = repeated(template(tmp_path / "a.xlsx", report), (5, 5, 3))
    found = texts(target)
    assert [found[address] for address in ("B5", "B6", "B7", "B8", "B10")] == ["nomi"] * 3 + [
        "Jami",
        "Direktor",
    ]


def test_formulas_of_a_repeated_row_follow_their_copy(tmp_path: Path) -> None:
    found = formulas(repeated(template(tmp_path / "a.xlsx", report), (5, 5, 3)))
    assert [found[f"E{row}"] for row in (5, 6, 7)] == ["D5/C5", "D6/C6", "D7/C7"]
    assert [found[f"F{row}"] for row in (5, 6, 7)] == ["D5/D$8+C$2", "D6/D$8+C$2", "D7/D$8+C$2"]


def test_sums_grow_and_references_below_move(tmp_path: Path) -> None:
    target = repeated(template(tmp_path / "a.xlsx", report), (5, 5, 3))
    found = formulas(target)
    assert found["C8"] == "SUM(C5:C7)"
    assert found["D8"] == "SUM(D4:D7)"
    assert found["E8"] == "D8/C8+E5+SUM($E$1:$E$3)"
    assert found["A1"] == "C8"
    assert formulas(target, "Boshqa varaq") == {
        "A1": "Hisobot!C8+SUM(Hisobot!C5:D7)-B6",
        "A2": "SUM('Boshqa varaq'!A5:A6)",
    }


def test_a_result_that_may_no_longer_be_true_is_dropped(tmp_path: Path) -> None:
    cells = Workbook.open(repeated(template(tmp_path / "a.xlsx", report), (5, 5, 3))).cells("Hisobot")
    assert cells[8, 3].value is NOT_CALCULATED
    assert cells[6, 5].value is NOT_CALCULATED
    assert cells[5, 5].value == 0


def test_removed_rows_leave_what_is_around_them(tmp_path: Path) -> None:
    target = repeated(template(tmp_path / "a.xlsx", report), (5, 5, 0))
    found = formulas(target)
    assert found["C5"] == "SUM(#REF!)"
    assert found["D5"] == "SUM(D4:D4)"
    assert found["E5"] == "D5/C5+#REF!+SUM($E$1:$E$3)"
    assert texts(target)["B7"] == "Direktor"


def test_what_an_earlier_edit_removed_stands_in_the_way_of_no_later_one(tmp_path: Path) -> None:
    """The print titles go with their rows; rows above them repeat all the same."""

    def build(file: Any, first: Any, second: Any) -> None:
        report(file, first, second)
        first.repeat_rows(3)

    path = repeated(template(tmp_path / "a.xlsx", build), (4, 4, 0), (2, 2, 3))
    assert texts(path)["A6"] == "n"


def test_once_changes_nothing(tmp_path: Path) -> None:
    path = template(tmp_path / "a.xlsx", report)
    patch = Patch(Workbook.open(path))
    patch.repeat_rows("Hisobot", 5, 5, 1)
    assert not patch.changed


def test_several_sections_and_writing_between_them(tmp_path: Path) -> None:
    path = template(tmp_path / "a.xlsx", report)
    patch = Patch(Workbook.open(path))
    patch.repeat_rows("Hisobot", 5, 5, 2)
    patch.set("Hisobot", 6, 2, "ikkinchi")
    patch.set("Hisobot", 7, 3, Formula("SUM(C5:C6)", 11))
    patch.repeat_rows("Hisobot", 9, 9, 2)
    patch.set("Hisobot", 10, 2, "Oʻrinbosar")
    patch.delete_rows("Hisobot", 8, 8)
    patch.save(tmp_path / "new.xlsx")
    found = texts(tmp_path / "new.xlsx")
    assert [found[address] for address in ("B5", "B6", "B7", "B8", "B9")] == [
        "nomi", "ikkinchi", "Jami", "Direktor", "Oʻrinbosar",
    ]  # fmt: skip
    assert formulas(tmp_path / "new.xlsx")["C7"] == "SUM(C5:C6)"


def test_styles_and_heights_go_with_their_rows(tmp_path: Path) -> None:
    def build(file: Any, first: Any, _second: Any) -> None:
        first.set_row(4, 33)
        first.write("A5", 1, file.add_format({"bold": True}))
        first.set_row(5, 45)
        first.write("A6", 2, file.add_format({"italic": True}))

    target = repeated(template(tmp_path / "a.xlsx", build), (5, 5, 3))
    cells = Workbook.open(target).cells("Hisobot")
    assert cells[5, 1].style == cells[7, 1].style != cells[8, 1].style
    sheet = openpyxl.load_workbook(target)["Hisobot"]
    assert [sheet.row_dimensions[row].height for row in (5, 6, 7, 8)] == [33, 33, 33, 45]


def test_blocks_of_several_rows(tmp_path: Path) -> None:
    def build(_file: Any, first: Any, _second: Any) -> None:
        first.write_column("A5", ["bosh", "oʻrta", "oxir", "jami"])
        first.write_formula("B7", "=SUM(B5:B6)")
        first.write_formula("B8", "=SUM(B5:B7)+B6+SUM(B6:B20)")
        first.merge_range("C5:C7", "uch qator")
        first.conditional_format("D6:E6", {"type": "cell", "criteria": ">", "value": 1})

    target = repeated(template(tmp_path / "a.xlsx", build), (5, 7, 2))
    assert formulas(target) == {
        "B7": "SUM(B5:B6)",
        "B10": "SUM(B8:B9)",
        "B11": "SUM(B5:B10)+B6+SUM(B6:B23)",
    }
    assert Workbook.open(target).merged("Hisobot") == ((5, 3, 7, 3), (8, 3, 10, 3))
    assert b'sqref="D6:E6 D9:E9"' in part(target, SHEET)


def test_merges_repeat_move_and_grow(tmp_path: Path) -> None:
    def build(_file: Any, first: Any, _second: Any) -> None:
        first.merge_range("A1:B2", "yuqorida")
        first.merge_range("A5:B5", "ichida")
        first.merge_range("D4:D6", "atrofida")
        first.merge_range("A8:B9", "pastda")

    path = template(tmp_path / "a.xlsx", build)
    assert set(Workbook.open(repeated(path, (5, 5, 2))).merged("Hisobot")) == {
        (1, 1, 2, 2), (5, 1, 5, 2), (6, 1, 6, 2), (4, 4, 7, 4), (9, 1, 10, 2),
    }  # fmt: skip
    assert set(Workbook.open(repeated(path, (5, 5, 0))).merged("Hisobot")) == {
        (1, 1, 2, 2), (4, 4, 5, 4), (7, 1, 8, 2),
    }  # fmt: skip
    with pytest.raises(Unsupported):
        repeated(path, (6, 7, 2))


def test_what_surrounds_the_rows_follows(tmp_path: Path) -> None:
    def build(file: Any, first: Any, second: Any) -> None:
        report(file, first, second)
        first.print_area("A1:F9")
        first.repeat_rows(3, 4)
        first.set_h_pagebreaks([2, 5, 7])
        first.set_v_pagebreaks([5, 9])
        scale = {"min_type": "formula", "min_value": "=$C$6", "max_type": "num", "max_value": 5}
        first.conditional_format("A9:A9", {"type": "2_color_scale", **scale})
        first.conditional_format("C5:D5", {"type": "formula", "criteria": "=C5>$C$6"})
        first.conditional_format("C6:D6", {"type": "data_bar", "data_bar_2010": True})
        first.data_validation("C5:D5", {"validate": "custom", "value": "=C5>=0"})
        first.data_validation("C8", {"validate": "list", "source": "='Boshqa varaq'!$A$1:$A$3"})
        first.write_url("B5", "https://natlib.uz")
        first.write_url("B9", "internal:Hisobot!C6")
        second.write_url("A9", "internal:Hisobot!C6")
        second.data_validation("B1", {"validate": "list", "source": "=Hisobot!$B$5:$B$5"})
        file.define_name("Jami", "=Hisobot!$C$6")
        file.define_name("Roʻyxat", "=Hisobot!$B$5:$B$5")
        chart = file.add_chart({"type": "column"})
        chart.add_series({"values": "=Hisobot!$C$5:$C$5", "name": "=Hisobot!$B$8"})
        first.insert_chart("B12", chart)
        first.insert_textbox("D12", "matn", {"textlink": "=Hisobot!$C$6"})
        first.autofilter("A4:E5")

    target = repeated(template(tmp_path / "a.xlsx", build), (5, 5, 3))
    book, xml = Workbook.open(target), part(target, SHEET).decode()
    names = part(target, "xl/workbook.xml").decode()
    assert book.names == {"Jami": "Hisobot!$C$8", "Roʻyxat": "Hisobot!$B$5:$B$7"}
    assert "Hisobot!$A$1:$F$11<" in names
    assert "Hisobot!$4:$7<" in names
    assert re.findall(r'<brk id="(\d+)"', xml) == ["2", "7", "9", "5", "9"]
    assert '<cfvo type="formula" val="$C$8"/>' in xml
    assert '<conditionalFormatting sqref="C5:D7"><cfRule type="expression"' in xml
    assert "<formula>C5&gt;$C$8</formula>" in xml
    assert '<conditionalFormatting sqref="C8:D8">' in xml
    assert "<xm:sqref>C8:D8</xm:sqref>" in xml
    assert 'sqref="C5:D7"><formula1>C5&gt;=0</formula1>' in xml
    assert "sqref=\"C10\"><formula1>'Boshqa varaq'!$A$1:$A$3<" in xml
    links = re.findall(r'<hyperlink ref="(\w+)" (?:r:id="(\w+)"|location="([^"]+)")', xml)
    assert links == [("B5", "rId1", ""), ("B6", "rId1", ""), ("B7", "rId1", ""), ("B11", "", "Hisobot!C8")]
    assert '<autoFilter ref="A4:E7"/>' in xml
    assert '<dimension ref="A1:F11"/>' in xml
    other = part(target, "xl/worksheets/sheet2.xml").decode()
    assert 'location="Hisobot!C8"' in other
    assert "<formula1>Hisobot!$B$5:$B$7</formula1>" in other
    chart_xml = part(target, "xl/charts/chart1.xml").decode()
    assert re.findall("<c:f>(.*?)</c:f>", chart_xml) == ["Hisobot!$B$10", "Hisobot!$C$5:$C$7"]
    drawing = part(target, "xl/drawings/drawing1.xml").decode()
    assert re.findall(r"<xdr:row>(\d+)</xdr:row>", drawing)[::2] == ["13", "13"]
    assert 'textlink="Hisobot!$C$8"' in drawing or 'textlink="$C$8"' in drawing


def test_pictures_keep_their_height_when_told_to(tmp_path: Path) -> None:
    def build(file: Any, first: Any, _second: Any) -> None:
        for place, kind in (("A2", 1), ("C2", 2), ("E2", 3)):
            first.insert_chart(place, _chart(file), {"object_position": kind})

    path = template(tmp_path / "a.xlsx", build)
    before = _anchor_rows(path)
    after = _anchor_rows(repeated(path, (5, 5, 4)))
    (top, bottom) = before[0]
    assert after == [(top, bottom + 3), (top, bottom), (top, bottom)]


def test_a_picture_below_moves_and_stays_the_picture_that_it_is(tmp_path: Path) -> None:
    logo = ROOT / "docs" / "pictures" / "lenta.png"

    def build(_file: Any, first: Any, _second: Any) -> None:
        first.write("A5", "qator")
        first.insert_image("B12", logo, {"x_scale": 0.2, "y_scale": 0.2})
        first.embed_image("D14", logo)
        first.set_header("&L&G", {"image_left": str(logo)})

    path = template(tmp_path / "a.xlsx", build)
    before = _anchor_rows(path)
    target = repeated(path, (5, 5, 4))
    assert _anchor_rows(target) == [(top + 3, bottom + 3) for top, bottom in before]
    pictures = {name: data for name, data in packed_parts(path).items() if "/media/" in name}
    assert len(pictures) >= 2
    assert {name: data for name, data in packed_parts(target).items() if "/media/" in name} == pictures
    assert b'r="D17"' in part(target, SHEET)


def _chart(file: Any) -> Any:
    chart = file.add_chart({"type": "line"})
    chart.add_series({"values": "=Hisobot!$A$1:$A$2"})
    return chart


def _anchor_rows(path: Path) -> list[tuple[int, int]]:
    rows = [int(row) for row in re.findall(r"row>(\d+)<", part(path, "xl/drawings/drawing1.xml").decode())]
    return list(zip(rows[::2], rows[1::2], strict=True))


def test_tables_below_move_and_tables_around_grow(tmp_path: Path) -> None:
    def build(_file: Any, first: Any, _second: Any) -> None:
        columns = [{"header": "a"}, {"header": "b", "formula": "=[@a]*2"}]
        first.add_table("A4:B7", {"name": "Atrof", "data": [[1], [2], [3]], "columns": columns})
        first.add_table("A12:B13", {"name": "Past", "data": [[7, 8]]})

    path = template(tmp_path / "a.xlsx", build)
    patch = Patch(Workbook.open(path))
    patch.repeat_rows("Hisobot", 6, 6, 3)
    patch.append_rows("Past", [[9, 10]])
    patch.save(tmp_path / "new.xlsx")
    book = Workbook.open(tmp_path / "new.xlsx")
    assert {name: (table.first_row, table.last_row) for name, table in book.tables.items()} == {
        "Atrof": (4, 9),
        "Past": (14, 16),
    }
    assert b'<autoFilter ref="A4:B9"/>' in part(tmp_path / "new.xlsx", "xl/tables/table1.xml")
    assert book.cells("Hisobot")[16, 2].value == 10
    for rows in ((4, 4, 2), (3, 5, 2), (5, 7, 0), (4, 7, 2)):
        with pytest.raises(Unsupported):
            repeated(path, rows)


def test_shared_and_array_formulas_move(tmp_path: Path) -> None:
    body = (
        '<row r="2"><c r="B2"><f t="shared" ref="B2:C2" si="0">SUM(B5:B5)</f><v>1</v></c>'
        '<c r="C2"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="5"><c r="A5"><f t="array" ref="A5">SUM(B5:C5*2)</f><v>1</v></c></row>'
        '<row r="8"><c r="A8"><f t="array" ref="A8:A9">B8:B9*B5</f><v>1</v></c></row>'
        '<row r="9"><c r="A9"><v>1</v></c></row>'
    )
    path = repack(
        template(tmp_path / "t.xlsx", lambda *_: None), tmp_path / "a.xlsx", {SHEET: sheet_part(body)}
    )
    target = repeated(path, (5, 5, 2))
    assert formulas(target) == {
        "B2": "SUM(B5:B6)", "C2": "SUM(C5:C6)", "A5": "SUM(B5:C5*2)", "A6": "SUM(B6:C6*2)", "A9": "B9:B10*B5",
        "A10": "B9:B10*B5",
    }  # fmt: skip
    xml = part(target, SHEET)
    assert b't="array" ref="A6">' in xml
    assert b't="array" ref="A9:A10">' in xml
    with pytest.raises(Unsupported):
        repeated(path, (9, 9, 2))


@pytest.mark.parametrize(
    ("what", "around", "words"),
    [
        ("", '<extLst><ext uri="{00000000-0000-0000-0000-000000000000}"><x/></ext></extLst>', "extLst"),
        ("", '<customSheetViews><customSheetView guid="{1}"/></customSheetViews>', "customSheetViews"),
        ('<f t="dataTable" ref="A7:B8" dt2D="0" dtr="0" r1="C1"/>', "", "A7:B8"),
        ("<f>SUM(Hisobot:Boshqa!A1)</f>", "", "SUM(Hisobot:Boshqa!A1)"),
        ("<f>SUM(A1:INDEX(B1:B9,2))</f>", "", "INDEX"),
    ],
)
def test_what_cannot_follow_is_refused_by_name(tmp_path: Path, what: str, around: str, words: str) -> None:
    xml = sheet_part(f'<row r="7"><c r="A7">{what}<v>1</v></c></row>', around=around)
    path = repack(template(tmp_path / "t.xlsx", lambda *_: None), tmp_path / "a.xlsx", {SHEET: xml})
    patch = Patch(Workbook.open(path))
    with in_language("en"), pytest.raises(Unsupported) as caught:
        patch.repeat_rows("Hisobot", 5, 5, 2)
    with in_language("en"):
        assert words in str(caught.value)
    assert not patch.changed


def test_notes_below_are_refused_and_notes_above_are_not(tmp_path: Path) -> None:
    path = template(tmp_path / "a.xlsx", lambda _f, first, _s: first.write_comment("B3", "izoh"))
    repeated(path, (5, 5, 2))
    with pytest.raises(Unsupported):
        repeated(path, (2, 2, 2))


def test_other_parts_keep_their_bytes(tmp_path: Path) -> None:
    path = template(tmp_path / "a.xlsx", report)
    before, after = packed_parts(path), packed_parts(repeated(path, (5, 5, 3)))
    assert {name for name in before if before[name] != after[name]} == {SHEET, "xl/worksheets/sheet2.xml"}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+A5+A6+A9", "A1+A5+A6+A11"),
        ("SUM(A5:A6)", "SUM(A5:A8)"),
        ("SUM(A1:A9,$B$6:$B$7)", "SUM(A1:A11,$B$6:$B$9)"),
        ("SUM(A:A)+SUM(5:6)+SUM($1:$3)", "SUM(A:A)+SUM(5:8)+SUM($1:$3)"),
        ("SUM(A1:A1048576)", "SUM(A1:A1048576)"),
        ('"A9"&A9&Jadval[A9]&A9_nom', '"A9"&A11&Jadval[A9]&A9_nom'),
        ("Boshqa!A9+'Boshqa varaq'!A9+[1]Hisobot!A9", "Boshqa!A9+'Boshqa varaq'!A9+[1]Hisobot!A9"),
        ("hisobot!A9+Hisobot!A9:B10", "hisobot!A11+Hisobot!A11:B12"),
        ("LOG10(A9)+A9%-{1,2;3,4}", "LOG10(A11)+A11%-{1,2;3,4}"),
        ("#REF!+A9", "#REF!+A11"),
        (" A9 + B9 ", " A11 + B11 "),
    ],
)
def test_references_in_a_formula(formula: str, expected: str) -> None:
    shift = Expansion("Hisobot", 5, 6, 2)
    assert shift_formula(formula, shift, at_home=True) == expected


def test_copying_a_formula() -> None:
    assert copy_formula("A1+$A1+A$1+$A$1+Boshqa!B2:C3+Nom+T[x]", 2, 1) == (
        "B3+$A3+B$1+$A$1+Boshqa!C4:D5+Nom+T[x]"
    )
    assert copy_formula("SUM(A:B)+SUM(3:$4)", 2, 1) == "SUM(B:C)+SUM(5:$4)"


ROWS = st.integers(1, 30)


@given(ROWS, ROWS, st.integers(0, 4), ROWS, ROWS)
def test_a_range_covers_after_what_it_covered_before(a: int, b: int, count: int, c: int, d: int) -> None:
    """A picture of the law: rows carry labels, the range must carry the same labels afterwards."""
    (first, last), (top, bottom) = sorted((a, b)), sorted((c, d))
    shift = Expansion("x", first, last, count)
    before = list(range(1, 61))
    block = before[first - 1 : last]
    after = before[: first - 1] + block * count + before[last:]
    span = shift.span(top, bottom)
    covered = set(after[span[0] - 1 : span[1]]) if span else set()
    assert covered == {label for label in before[top - 1 : bottom] if label in after} or shift.overlaps(
        (top, 1, bottom, 1)
    )
    contains_or_apart = not (top <= last and bottom >= first) or (top <= first and bottom >= last)
    if span and contains_or_apart:
        assert after[span[0] - 1 : span[1]].count(first) == (count if top <= first <= bottom else 0)


def whole(path: Path) -> Path:
    def build(file: Any, first: Any, second: Any) -> None:
        report(file, first, second)
        first.conditional_format("C5:D5", {"type": "data_bar", "data_bar_2010": True})
        first.data_validation("C5:D5", {"validate": "integer", "criteria": ">=", "value": 0})
        first.merge_range("A9:C9", "imzo")
        first.insert_chart("B12", _chart(file))
        first.print_area("A1:F9")

    template(path, build)
    patch = Patch(Workbook.open(path))
    patch.repeat_rows("Hisobot", 5, 5, 3)
    for row, (plan, fact) in enumerate([(10, 5), (20, 15), (30, 30)], 5):
        patch.set("Hisobot", row, 3, plan)
        patch.set("Hisobot", row, 4, fact)
    target = path.with_name("new.xlsx")
    patch.save(target)
    return target


def test_a_filled_template_is_valid_open_xml(tmp_path: Path) -> None:
    target = whole(tmp_path / "a.xlsx")
    validator = OpenXmlValidator()
    before = {error.description for error in validator.validate(tmp_path / "a.xlsx").errors}
    after = {error.description for error in validator.validate(target).errors}
    assert after <= before


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_computes_a_filled_template(tmp_path: Path) -> None:
    target = whole(tmp_path / "a.xlsx")
    (back,) = saved_by_libreoffice("xlsx", tmp_path / "back", target)
    cells = Workbook.open(back).cells("Hisobot")
    assert (cells[8, 3].value, cells[8, 4].value, cells[1, 1].value) == (60, 50, 60)
    assert [cells[row, 5].value for row in (6, 7)] == [0.75, 1]


def test_an_unusual_sheet_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_part('<row><c t="inlineStr"><is><t><![CDATA[b]]></t></is></c></row>'))
    with pytest.raises(Unsupported):
        Patch(Workbook.open(path)).repeat_rows("Varaq", 1, 1, 2)


def test_rows_to_repeat_follow_and_go_with_their_rows(tmp_path: Path) -> None:
    """A sheet that names rows which are gone is damaged to Excel."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Hisobot")
        sheet.write_column("A1", ["boshi", "sarlavha", "qator", "oxiri"])
        sheet.repeat_rows(1)
    moved, gone = Patch(Workbook.open(path)), Patch(Workbook.open(path))
    moved.repeat_rows("Hisobot", 1, 1, 3)
    gone.delete_rows("Hisobot", 2, 2)
    gone.repeat_rows("Hisobot", 1, 1, 2)  # what is gone already is in no one's way
    for patch, reference in ((moved, b"Hisobot!$4:$4"), (gone, None)):
        xml = Workbook.of("b.xlsx", patch.to_bytes()).package.xml("xl/workbook.xml")
        assert (b"Print_Titles" in xml, b"#REF!" in xml) == (reference is not None, False)
        assert reference is None or reference in xml
