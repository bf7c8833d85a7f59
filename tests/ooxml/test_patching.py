"""A patch changes the cells it names; every other part keeps its bytes, compressed ones too."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings, strategies as st
from libreoffice import if_there_is_one, saved_by_libreoffice
from openxml_audit import OpenXmlValidator

from akmxl.core.cells import ExcelError, Formula
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

from .making import MAIN, as_excel_shows, make, packed_parts, part, repack, sheet_part, with_sheet

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """Two sheets, a table, a chart, a validation, a conditional format, a comment, a merge, formulas."""
    path = tmp_path / "rich.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Oylik")
        bold = file.add_format({"bold": True, "num_format": "0.00"})
        day = file.add_format({"num_format": "dd.mm.yyyy"})
        sheet.set_row(1, 30, bold)
        sheet.set_column("D:D", 12, day)
        sheet.write_row("A1", ["Kod", "Yan", "Fev", "Sana"])
        for row in range(1, 20):
            sheet.write_row(row, 0, [f"k{row}", row, row * 1.5], bold)
        sheet.write_formula("B21", "=SUM(B2:B20)", bold, 190)
        sheet.merge_range("A23:C24", "birlashgan")
        sheet.write_comment("A1", "izoh")
        sheet.data_validation("B2:C20", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.conditional_format("B2:C20", {"type": "data_bar"})
        chart = file.add_chart({"type": "column"})
        chart.add_series({"values": "=Oylik!$B$2:$B$20"})
        sheet.insert_chart("F2", chart)
        other = file.add_worksheet("Jurnal")
        other.add_table("A1:B3", {"name": "Jadval", "data": [[1, 2], [None, None]]})
    return path


def text_of(error: Unsupported) -> str:
    with in_language("en"):
        return str(error)


def patched(path: Path, **cells: object) -> Path:
    patch = Patch(Workbook.open(path))
    for address, value in cells.items():
        patch.set("Varaq", int(address[1:]), ord(address[0]) - 64, value)  # type: ignore[arg-type]
    target = path.with_name("new.xlsx")
    patch.save(target, overwrite=True)
    return target


def test_only_the_edited_sheet_and_the_recalculation_flag_change(rich: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(rich))
    patch.set("Oylik", 5, 2, 77)
    patch.save(tmp_path / "new.xlsx")
    before, after = packed_parts(rich), packed_parts(tmp_path / "new.xlsx")
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    # XlsxWriter asks for the calculation itself, so not even the workbook part changes.
    assert changed == {"xl/worksheets/sheet1.xml"}
    assert patch.touched == [("Oylik", "B5")]
    old, new = (part(path, "xl/worksheets/sheet1.xml") for path in (rich, tmp_path / "new.xlsx"))
    assert new == re.sub(rb'(<c r="B5" s="[0-9]+"><v>)4<', rb"\g<1>77<", old)


def test_the_same_edits_give_the_same_bytes(rich: Path) -> None:
    def once() -> bytes:
        patch = Patch(Workbook.open(rich))
        patch.set("Oylik", 5, 2, 77)
        patch.append_rows("Jadval", [[3, 4], [5, "olti"]])
        patch.add_sheet("Yashirin", [["a", 1]])
        return patch.to_bytes()

    assert once() == once()


def test_values_that_stand_there_already_change_nothing(rich: Path) -> None:
    before = rich.read_bytes()
    patch = Patch(Workbook.open(rich))
    patch.set("Oylik", 1, 1, "Kod")
    patch.set("Oylik", 5, 2, 4)
    patch.set("Oylik", 5, 2, 4.0)
    patch.set("Oylik", 30, 2, None)
    patch.set("Oylik", 21, 2, Formula("SUM(B2:B20)", 190))
    patch.set("Oylik", 21, 2, Formula("SUM(B2:B20)"))
    patch.set_table_rows("Jadval", [[1, 2], [None, None]])
    assert not patch.changed
    assert patch.save() is False
    assert rich.read_bytes() == before
    assert list(rich.parent.iterdir()) == [rich]


def test_a_number_and_the_same_digits_as_text_differ(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", Varaq={"A1": 1, "A2": True})
    cells = Workbook.open(patched(path, A1="1", A2=1)).cells("Varaq")
    assert [cell.value for cell in cells.values()] == ["1", 1]
    assert type(cells[2, 1].value) is int


@pytest.mark.parametrize(
    "value",
    [
        0,
        -7,
        12.5,
        1e-9,
        123456789012345,
        True,
        False,
        "matn",
        "=1+1",
        " boʻsh joy ",
        "ikki\nqator\tva <teg> & “qoʻshtirnoq”",
        "_x0041_ va \x07 va \r",
        "😀",
        ExcelError("#N/A"),
    ],
)
def test_what_is_written_is_read_again(tmp_path: Path, value: object) -> None:
    path = make(tmp_path / "a.xlsx", Varaq={"A1": "eski"})
    target = patched(path, A1=value, C7=value)
    cells = Workbook.open(target).cells("Varaq")
    assert cells[1, 1].value == cells[7, 3].value == value
    assert type(cells[1, 1].value) is type(value)
    assert cells[1, 1].formula is None
    openpyxl.load_workbook(target)


def test_dates_become_day_numbers_in_the_cells_own_style(rich: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(rich))
    patch.set("Oylik", 3, 4, dt.date(2025, 3, 4))
    patch.set("Oylik", 4, 4, dt.datetime(2025, 3, 4, 18))  # noqa: DTZ001
    patch.set("Oylik", 5, 5, dt.date(1900, 1, 1), style_from=(3, 4))
    patch.save(tmp_path / "new.xlsx")
    cells = Workbook.open(tmp_path / "new.xlsx").cells("Oylik")
    assert cells[3, 4].value == dt.date(2025, 3, 4)
    assert cells[4, 4].value == dt.datetime(2025, 3, 4, 18)  # noqa: DTZ001
    assert cells[5, 5].value == dt.date(1900, 1, 1)
    again = Patch(Workbook.open(tmp_path / "new.xlsx"))
    again.set("Oylik", 3, 4, dt.date(2025, 3, 4))
    again.set("Oylik", 4, 4, dt.datetime(2025, 3, 4, 18))  # noqa: DTZ001
    assert not again.changed


def test_a_new_cell_takes_its_rows_or_columns_style(rich: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(rich))
    patch.set("Oylik", 2, 9, 1)
    patch.set("Oylik", 40, 4, 45720)
    patch.save(tmp_path / "new.xlsx")
    cells = Workbook.open(tmp_path / "new.xlsx").cells("Oylik")
    assert cells[2, 9].style == cells[2, 2].style != 0
    assert cells[40, 4].value == dt.date(2025, 3, 4)


def test_clearing_a_cell_keeps_its_style(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_part('<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1" s="1"/></row>'))
    patch = Patch(Workbook.open(path))
    patch.set("Varaq", 1, 1, None, style_from=(1, 2))
    patch.set("Varaq", 1, 2, 5)
    patch.set("Varaq", 1, 2, None)
    patch.save(tmp_path / "new.xlsx")
    assert b'<row r="1"><c r="A1" s="1"/><c r="B1" s="1"/></row>' in part(
        tmp_path / "new.xlsx", "xl/worksheets/sheet1.xml"
    )


def test_spans_and_dimension_stay_true(rich: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(rich))
    patch.set("Oylik", 3, 8, 1)
    patch.set("Oylik", 90, 1, 1)
    patch.save(tmp_path / "new.xlsx")
    xml = part(tmp_path / "new.xlsx", "xl/worksheets/sheet1.xml")
    assert b'<dimension ref="A1:H90"/>' in xml
    assert b'<row r="3" spans="1:8"' in xml


def test_a_formula_overwritten_takes_the_calculation_chain_with_it(rich: Path, tmp_path: Path) -> None:
    rels = part(rich, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'calcChain" Target="calcChain.xml"/></Relationships>',
    )
    types = part(rich, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.calcChain+xml"/></Types>',
    )
    chain = f'<calcChain xmlns="{MAIN}"><c r="B21" i="1"/></calcChain>'.encode()
    changes = {"xl/_rels/workbook.xml.rels": rels, "[Content_Types].xml": types, "xl/calcChain.xml": chain}
    path = repack(rich, tmp_path / "chain.xlsx", changes)
    numbers = Patch(Workbook.open(path))
    numbers.set("Oylik", 5, 2, 77)
    numbers.save(tmp_path / "numbers.xlsx")
    assert "xl/calcChain.xml" in packed_parts(tmp_path / "numbers.xlsx")
    formula = Patch(Workbook.open(path))
    formula.set("Oylik", 21, 2, 5)
    formula.save(tmp_path / "formula.xlsx")
    assert part(tmp_path / "formula.xlsx", "[Content_Types].xml") == part(rich, "[Content_Types].xml")
    rels_part = "xl/_rels/workbook.xml.rels"
    assert part(tmp_path / "formula.xlsx", rels_part) == part(rich, rels_part)
    assert "xl/calcChain.xml" not in packed_parts(tmp_path / "formula.xlsx")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<calcPr calcId="191029"/>', b'<calcPr calcId="191029" fullCalcOnLoad="1"/>'),
        (b'<calcPr calcId="1" fullCalcOnLoad="0"/>', b'<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        (b"", b'</sheets><calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_excel_is_asked_to_calculate_when_there_are_formulas(
    rich: Path, tmp_path: Path, before: bytes, after: bytes
) -> None:
    flag = b'<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    workbook = part(rich, "xl/workbook.xml").replace(flag, before)
    path = repack(rich, tmp_path / "a.xlsx", {"xl/workbook.xml": workbook})
    patch = Patch(Workbook.open(path))
    patch.set("Oylik", 5, 2, 77)
    patch.save(tmp_path / "new.xlsx")
    assert after in part(tmp_path / "new.xlsx", "xl/workbook.xml")


def test_without_formulas_the_workbook_part_stays(tmp_path: Path) -> None:
    base = make(tmp_path / "a.xlsx", Varaq={"A1": 1})
    workbook = part(base, "xl/workbook.xml").replace(b' fullCalcOnLoad="1"', b"")
    path = repack(base, tmp_path / "b.xlsx", {"xl/workbook.xml": workbook})
    assert part(patched(path, A1=2), "xl/workbook.xml") == workbook
    assert b"fullCalcOnLoad" in part(patched(path, A2=Formula("A1+1", 2)), "xl/workbook.xml")


REFUSED = {
    "A24": "merged cells A23:C24",
    "B23": "merged cells A23:C24",
}


@pytest.mark.parametrize("address", REFUSED)
def test_the_inside_of_a_merge_is_refused_and_its_first_cell_is_not(rich: Path, address: str) -> None:
    patch = Patch(Workbook.open(rich))
    with pytest.raises(Unsupported) as caught:
        patch.set("Oylik", int(address[1:]), ord(address[0]) - 64, 1)
    assert address in text_of(caught.value)
    assert REFUSED[address] in text_of(caught.value)
    assert not patch.changed
    patch.set("Oylik", 23, 1, "yangi")
    assert patch.touched == [("Oylik", "A23")]


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ('<f t="array" ref="A1:A3">B1:B3*2</f>', "A1 A2 A3"),
        ('<f t="dataTable" ref="A1:A3" dt2D="0" dtr="0" r1="C1"/>', "A1 A2"),
        ('<f t="shared" ref="A1:A3" si="0">B1*2</f>', "A1"),
        ('<f t="shared" si="0"/>', "A1"),
    ],
)
def test_cells_of_formulas_that_fill_several_are_refused(tmp_path: Path, formula: str, cells: str) -> None:
    body = (
        f'<row r="1"><c r="A1">{formula}<v>2</v></c></row><row r="2"><c r="A2"><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>6</v></c><c r="B3"><v>1</v></c></row>'
    )
    patch = Patch(Workbook.open(with_sheet(tmp_path, sheet_part(body))))
    for address in cells.split():
        with pytest.raises(Unsupported) as caught:
            patch.set("Varaq", int(address[1:]), 1, 99)
        assert f"!{address} " in text_of(caught.value)
    patch.set("Varaq", 3, 2, 99)
    assert patch.touched == [("Varaq", "B3")]


def test_a_tables_heading_is_refused(rich: Path) -> None:
    with pytest.raises(Unsupported) as caught:
        Patch(Workbook.open(rich)).set("Jurnal", 1, 1, "Boshqa")
    assert "Jadval" in text_of(caught.value)


@pytest.mark.parametrize(
    "value", ["a" * 32_768, "😀" * 16_384, "a\0", "\ud800", Formula("\x07"), float("nan"), float("inf")]
)
def test_what_a_cell_cannot_hold_is_refused(rich: Path, value: object) -> None:
    patch = Patch(Workbook.open(rich))
    with pytest.raises(Unsupported):
        patch.set("Oylik", 2, 2, value)  # type: ignore[arg-type]
    assert not patch.changed


@pytest.mark.parametrize(
    "xml",
    [
        sheet_part('<row r="1"><c r="A2"><v>1</v></c></row>'),
        sheet_part('<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[b]]></t></is></c></row>'),
    ],
)
def test_xml_that_cannot_be_edited_with_certainty_is_refused(tmp_path: Path, xml: bytes) -> None:
    path = with_sheet(tmp_path, xml)
    with pytest.raises(Unsupported) as caught:
        Patch(Workbook.open(path)).set("Varaq", 1, 1, 5)
    assert "Varaq" in text_of(caught.value)


def test_prefixed_and_utf16_sheets_are_edited(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    prefixed = f'<x:worksheet xmlns:x="{main}"><x:sheetData/></x:worksheet>'.encode()
    wide = sheet_part('<row r="1"><c r="A1"><v>1</v></c></row>').decode().replace("UTF-8", "UTF-16")
    for xml in (prefixed, wide.encode("utf-16")):
        target = patched(with_sheet(tmp_path, xml), A1=5, B2="oʻn")
        cells = Workbook.open(target).cells("Varaq")
        assert {place: cell.value for place, cell in cells.items()} == {(1, 1): 5, (2, 2): "oʻn"}
        assert openpyxl.load_workbook(target)["Varaq"]["B2"].value == "oʻn"


def test_files_by_other_programs_are_edited(tmp_path: Path) -> None:
    file = openpyxl.Workbook()
    sheet = file.active
    sheet.title = "Varaq"
    sheet.append(["Kod", "Soni"])
    sheet.append(["a", 1])
    sheet.append(["b", "=B2*2"])
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Jadval", ref="A1:B3"))
    file.create_sheet("Boʻsh")
    file.save(tmp_path / "a.xlsx")
    patch = Patch(Workbook.open(tmp_path / "a.xlsx"))
    patch.append_rows("Jadval", [["c"]])
    patch.set("Boʻsh", 2, 2, "bor")
    patch.repeat_rows("Varaq", 2, 2, 2)
    patch.add_sheet("Qayd", [[1]])
    patch.save(tmp_path / "new.xlsx")
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    assert [[cell.value for cell in row] for row in book["Varaq"]] == [
        ["Kod", "Soni"], ["a", 1], ["a", 1], ["b", "=B2*2"], ["c", "=B4*2"],
    ]  # fmt: skip
    assert book["Boʻsh"]["B2"].value == "bor"
    assert book["Varaq"].tables["Jadval"].ref == "A1:B5"


def test_an_added_sheet_is_last_and_very_hidden(rich: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(rich))
    patch.add_sheet("Qaydlar & «x»", [["kalit", "qiymat"], ["a", 1.5], [None, Formula("B2*2", 3)]])
    patch.set("Qaydlar & «x»", 3, 1, "b")
    with pytest.raises(Unsupported):
        patch.add_sheet("oylik")
    with pytest.raises(Unsupported):
        patch.add_sheet("a/b")
    patch.save(tmp_path / "new.xlsx")
    book = Workbook.open(tmp_path / "new.xlsx")
    assert [(sheet.name, sheet.state) for sheet in book.sheets][-1] == ("Qaydlar & «x»", "veryHidden")
    assert [cell.value for cell in book.cells("Qaydlar & «x»").values()] == [
        "kalit",
        "qiymat",
        "a",
        1.5,
        "b",
        3,
    ]
    assert openpyxl.load_workbook(tmp_path / "new.xlsx").sheetnames[-1] == "Qaydlar & «x»"


def test_the_rows_of_an_owned_sheet_are_replaced(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as file:
        sheet = file.add_worksheet("Tekshiruv")
        bold = file.add_format({"bold": True})
        sheet.write_row("A1", ["Kod", "Holat"], bold)
        sheet.write_row("A2", ["a", 1], bold)
        sheet.write_row("A3", ["b", 2])
        sheet.write_row("A9", ["c", 3, "uzoq"])
    patch = Patch(Workbook.open(tmp_path / "a.xlsx"))
    patch.set_sheet_rows("Tekshiruv", [["x", 10], ["y", 20]], first_row=2)
    patch.save(tmp_path / "new.xlsx")
    book = Workbook.open(tmp_path / "new.xlsx")
    cells = book.cells("Tekshiruv")
    assert {place: cell.value for place, cell in cells.items()} == {
        (1, 1): "Kod", (1, 2): "Holat", (2, 1): "x", (2, 2): 10, (3, 1): "y", (3, 2): 20,
    }  # fmt: skip
    assert cells[3, 1].style == cells[1, 1].style
    assert b'<dimension ref="A1:B3"/>' in part(tmp_path / "new.xlsx", "xl/worksheets/sheet1.xml")
    again = Patch(book)
    again.set_sheet_rows("Tekshiruv", [["x", 10], ["y", 20]], first_row=2)
    assert not again.changed


def test_a_sheet_with_a_table_is_not_replaced(rich: Path) -> None:
    with pytest.raises(Unsupported) as caught:
        Patch(Workbook.open(rich)).set_sheet_rows("Jurnal", [[1]])
    assert "Jadval" in text_of(caught.value)


SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")  # those of any cell
EDITS = st.dictionaries(
    st.tuples(st.sampled_from(["Oylik", "Jurnal"]), st.integers(30, 60), st.integers(5, 40)),
    st.one_of(
        st.text(SIGNS, max_size=30),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits=EDITS)
def test_any_edits_arrive_and_touch_nothing_else(
    rich: Path, edits: dict[tuple[str, int, int], object]
) -> None:
    patch = Patch(Workbook.open(rich))
    for (sheet, row, col), value in edits.items():
        patch.set(sheet, row, col, value)  # type: ignore[arg-type]
    target = rich.with_name("new.xlsx")
    patch.save(target, overwrite=True)
    before, after = packed_parts(rich), packed_parts(target)
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    assert {name for name in before if before[name] != after[name]} <= sheets
    book, old = Workbook.open(target), Workbook.open(rich)
    for name in ("Oylik", "Jurnal"):
        wanted = {place: cell.value for place, cell in old.cells(name).items()}
        wanted |= {(row, col): value for (sheet, row, col), value in edits.items() if sheet == name}
        assert {place: cell.value for place, cell in book.cells(name).items()} == as_excel_shows(wanted)


def everything(rich: Path, target: Path) -> Path:
    patch = Patch(Workbook.open(rich))
    patch.set("Oylik", 5, 2, 77)
    patch.set("Oylik", 6, 3, " matn ")
    patch.set("Oylik", 22, 2, Formula("SUM(B2:B20)*2", 526))
    patch.append_rows("Jadval", [[3, 4], [5, 6], [7, 8]])
    patch.add_sheet("Yashirin", [["a", 1]])
    patch.save(target)
    return target


def test_a_patched_file_is_valid_open_xml(rich: Path, tmp_path: Path) -> None:
    validator = OpenXmlValidator()
    before = {str(error) for error in validator.validate(rich).errors}
    after = {str(error) for error in validator.validate(everything(rich, tmp_path / "new.xlsx")).errors}
    assert after <= before


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_opens_a_patched_file(rich: Path, tmp_path: Path) -> None:
    path = everything(rich, tmp_path / "new.xlsx")
    saved = saved_by_libreoffice("ods:calc8", tmp_path, path)
    (back,) = saved_by_libreoffice("xlsx", tmp_path / "back", *saved)
    cells = Workbook.open(back).cells("Oylik")
    assert (cells[5, 2].value, cells[6, 3].value, cells[22, 2].value) == (77, " matn ", 526)
    assert len(Workbook.open(back).cells("Jurnal")) == 10
