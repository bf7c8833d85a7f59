"""Cells come back as Python values, with their formulas and styles, from any sound workbook."""

from __future__ import annotations

import datetime as dt
import string
from typing import TYPE_CHECKING

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings, strategies as st

from akmxl.core.cells import NOT_CALCULATED, Cell, ExcelError
from akmxl.core.errors import Unreadable, Unsupported
from akmxl.ooxml.read.workbook import Workbook

from .making import MAIN, as_excel_shows, make, make_table, part, repack, sheet_part, with_sheet

if TYPE_CHECKING:
    from pathlib import Path


def values(path: Path, sheet: str = "Varaq") -> dict[tuple[int, int], object]:
    return {place: cell.value for place, cell in Workbook.open(path).cells(sheet).items()}


def test_values_have_their_own_types(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.xlsx",
        Varaq={
            "A1": "a & b < c",
            "A2": 12,
            "A3": 12.5,
            "A4": True,
            "A5": dt.date(2025, 3, 4),
            "A6": dt.datetime(2025, 3, 4, 9, 30),  # noqa: DTZ001 - cells hold no zone
            "A7": 3.0,
            "B9": "  ikki\nqator ",
        },
    )
    assert values(path) == {
        (1, 1): "a & b < c",
        (2, 1): 12,
        (3, 1): 12.5,
        (4, 1): True,
        (5, 1): dt.date(2025, 3, 4),
        (6, 1): dt.datetime(2025, 3, 4, 9, 30),  # noqa: DTZ001
        (7, 1): 3,
        (9, 2): "  ikki\nqator ",
    }
    assert type(values(path)[7, 1]) is int


def test_a_blank_cell_is_not_a_formula_without_a_result(tmp_path: Path) -> None:
    body = (
        '<row r="1"><c r="A1"><f>B1+1</f></c><c r="B1" s="1"/><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>B1</f><v></v></c></row>'
    )
    cells = Workbook.open(with_sheet(tmp_path, sheet_part(body))).cells("Varaq")
    assert cells == {
        (1, 1): Cell(NOT_CALCULATED, "B1+1", 0),
        (1, 3): Cell(2, "1+1", 0),
        (1, 4): Cell("", '""', 0),
        (1, 5): Cell(NOT_CALCULATED, "B1", 0),
    }


def test_an_error_is_neither_a_text_nor_a_blank(tmp_path: Path) -> None:
    body = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>A0</f><v>#REF!</v></c></row>'
    found = values(with_sheet(tmp_path, sheet_part(body)))
    assert found == {(1, 1): ExcelError("#N/A"), (1, 2): ExcelError("#REF!")}
    assert all(isinstance(value, ExcelError) for value in found.values())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("434.99999999999994", 435), ("0.30000000000000004", 0.3), (" 7 ", 7), ("&#53;", 5), ("1E3", 1000),
        ("7777777777777777", 7777777777777780), ("NaN", "NaN"), ("INF", "INF"), ("-INF", "-INF"),
        ("1E400", "1E400"), ("0x10", "0x10"), ("1,5", "1,5"), ("1_0", "1_0"), ("٣", "٣"), (" ", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_number_is_what_excel_shows_and_what_is_none_is_a_text(
    tmp_path: Path, text: str, value: object
) -> None:
    row = f'<row r="1"><c r="A1"><v>{text}</v></c><c r="B1"><v>1</v></c></row>'
    assert values(with_sheet(tmp_path, sheet_part(row))).get((1, 1)) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("s", "99", ExcelError("#REF!")), ("s", "-1", ExcelError("#REF!")), ("s", "a", ExcelError("#REF!")),
        ("s", "", None), ("b", "&#48;", False), ("b", "1", True), ("b", "FALSE", False),
        ("b", "a", "a"), ("e", "", None),
        ("d", "2025-03-05", dt.date(2025, 3, 5)), ("d", "2025-13-45", "2025-13-45"),
        ("d", "1600-01-01", "1600-01-01"), ("zz", "5", "5"), ("str", " ", None),
        ("d", "2025-03-05T10:00:00+05:00", dt.datetime(2025, 3, 5, 10)),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_whatever_stands_in_a_typed_cell_is_a_value(
    tmp_path: Path, kind: str, text: str, value: object
) -> None:
    row = f'<row r="1"><c r="A1" t="{kind}"><v>{text}</v></c><c r="B1"><v>1</v></c></row>'
    assert values(with_sheet(tmp_path, sheet_part(row))).get((1, 1)) == value


def test_a_text_s_number_may_be_spelt_as_an_entity(tmp_path: Path) -> None:
    cell = '<row r="1"><c r="A1" t="s"><v>{}</v></c></row>'
    read = [values(with_sheet(tmp_path, sheet_part(cell.format(text)))) for text in ("0", "&#48;")]
    assert read == [{(1, 1): "matn"}] * 2


def test_a_text_that_shows_nothing_is_no_value(tmp_path: Path) -> None:
    inline = '<c r="{}1" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
    blanks = zip("ABCD", ("", " ", "\u200b", "\u00a0\n"), strict=True)
    body = "".join(inline.format(*one) for one in blanks) + '<c r="E1" t="str"><f>" "</f><v> </v></c>'
    cells = Workbook.open(with_sheet(tmp_path, sheet_part(f'<row r="1">{body}</row>'))).cells("Varaq")
    assert cells == {(1, 5): Cell("", '" "', 0)}


def test_members_of_shared_and_array_formulas_have_a_formula(tmp_path: Path) -> None:
    body = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c>'
        '<c r="B2"><f t="array" ref="B2:B3">{1;2}</f><v>1</v></c></row>'
    )
    cells = Workbook.open(with_sheet(tmp_path, sheet_part(body))).cells("Varaq")
    assert [cell.formula for cell in cells.values()] == ["B1*2", "", "{1;2}"]
    assert cells[2, 1].value == 4


def test_inline_rich_and_phonetic_texts(tmp_path: Path) -> None:
    body = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> bir </t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><rPr><b/></rPr><t>qalin</t></r><r><t> oddiy</t></r></is></c>'
        '<c r="C1" t="inlineStr"><is><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh></is></c>'
        '<c r="D1" t="inlineStr"><is><t>a_x000D_b_x0000_ _x005F_x0041_ &#65;&amp;</t></is></c></row>'
    )
    found = values(with_sheet(tmp_path, sheet_part(body)))
    assert list(found.values()) == [" bir ", "qalin oddiy", "漢字", "a\rb\x01 _x0041_ A&"]


def test_rich_shared_texts_are_joined(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as file:
        sheet = file.add_worksheet("Varaq")
        bold = file.add_format({"bold": True})
        sheet.write_rich_string("A1", "Alisher ", bold, "Navoiy", " nomidagi")
        sheet.write("A2", "oddiy")
    assert values(tmp_path / "a.xlsx") == {(1, 1): "Alisher Navoiy nomidagi", (2, 1): "oddiy"}


@pytest.mark.parametrize(
    ("number_format", "serial", "expected"),
    [
        ("dd.mm.yyyy", 45720, dt.date(2025, 3, 4)),
        ("dd.mm.yyyy hh:mm", 45720.5, dt.datetime(2025, 3, 4, 12)),  # noqa: DTZ001
        ("hh:mm", 0.5, dt.time(12)),
        ('0 "dona"', 45720, 45720),
        ("[h]:mm", 1.5, 1.5),
        ("[Red]0.00", 45720, 45720),
        ("dd.mm.yyyy", -5, -5),
        ("dd.mm.yyyy", 1, dt.date(1900, 1, 1) - dt.timedelta(days=0)),
        ("dd.mm.yyyy", 61, dt.date(1900, 3, 1)),
        ('yyyy"-yil"', 45720, dt.date(2025, 3, 4)),
        (r"0.0\d", 5.5, 5.5),
    ],
)
def test_a_number_is_a_date_when_its_format_shows_one(
    tmp_path: Path, number_format: str, serial: float, expected: object
) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as file:
        file.add_worksheet("Varaq").write_number("A1", serial, file.add_format({"num_format": number_format}))
    found = values(tmp_path / "a.xlsx")[1, 1]
    assert found == expected
    assert type(found) is type(expected)


def test_the_1904_calendar_is_respected(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True}) as file:
        sheet = file.add_worksheet("Varaq")
        sheet.write_datetime("A1", dt.date(2025, 3, 4), file.add_format({"num_format": "dd.mm.yyyy"}))
    assert Workbook.open(tmp_path / "a.xlsx").date1904
    assert values(tmp_path / "a.xlsx") == {(1, 1): dt.date(2025, 3, 4)}


UNUSUAL = {
    "rows and cells without addresses": sheet_part(
        "<row><c><v>1</v></c><c t='inlineStr'><is><t>b</t></is></c></row><row/>"
        "<row><c r='B3'><v>2</v></c></row>"
    ),
    "a prefixed root": (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="B1" t="inlineStr"><x:is><x:t>b</x:t></x:is></x:c></x:row>'
        '<x:row r="3"><x:c r="B3"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    ).encode(),
    "a prefix that cannot be dropped": (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns="urn:boshqa"><x:sheetData><x:row r="1"><x:c r="A1">'
        '<x:v>1</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>b</x:t></x:is></x:c></x:row>'
        '<x:row r="3"><x:c r="B3"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    ).encode(),
    "comments and CDATA": sheet_part(
        '<!-- <c r="Z9"><v>9</v></c> --><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>'
        '<![CDATA[b]]></t></is></c></row><row r="3"><c r="B3"><v><!-- x -->2</v></c></row>'
    ),
    "UTF-16": sheet_part(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
        '<row r="3"><c r="B3"><v>2</v></c></row>'
    )
    .decode()
    .replace("UTF-8", "UTF-16")
    .encode("utf-16"),
    "attributes in another order": sheet_part(
        '<row r="1"><c s="0" r="A1"><v>1</v></c><c t="inlineStr" r="B1"><is><t>b</t></is></c></row>'
        '<row spans="1:2" r="3"><c r = "B3" ><v>2</v></c></row>'
    ),
    "lines and blanks between everything": sheet_part(
        '\n <row r="1">\n <c r="A1">\n <v>1</v>\n </c>\n <c r="B1" t="inlineStr">\n <is>\n <t>b</t>\n </is>'
        '\n </c>\n </row>\n <row r="3">\n <c r="B3">\n <v>2</v>\n </c>\n </row>\n '
    ),
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_unusual_xml_reads_like_any_other(tmp_path: Path, kind: str) -> None:
    path = with_sheet(tmp_path, UNUSUAL[kind])
    assert values(path) == {(1, 1): 1, (1, 2): "b", (3, 2): 2}


COLUMNS = {
    "what is unusual": "",
    "empty cells in either form": '<row r="4"><c r="A4" s="1"/><c r="B4" s="1"></c><c r="C4"></c></row>',
    "a comment among empty cells": '<row r="4"><c r="A4" s="1"/><!-- <c r="C4"></c> --><c r="D4"/></row>',
    "names with _x beside escapes": "".join(
        f'<row r="{row}"><c r="A{row}"><f>INDEX(Reja_xizmat,{row})&amp;"&lt;"</f><v>1</v></c>'
        f'<c r="B{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for row, text in enumerate(("a_x000D_b", "Reja_xizmat", "&#95;x0041_", "x_x0000_y", "&amp;_x"), 4)
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", COLUMNS)
def test_columns_of_a_short_sheet_say_what_its_cells_say(tmp_path: Path, kind: str) -> None:
    filled = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
    sheets = UNUSUAL.values() if not COLUMNS[kind] else [sheet_part(filled + COLUMNS[kind])]
    for number, xml in enumerate(sheets):
        folder = tmp_path / str(number)
        folder.mkdir()
        book = Workbook.open(with_sheet(folder, xml))
        grid, cells = book.grid("Varaq"), book.cells("Varaq")
        places = ((row, column) for column in grid.columns for row in range(1, 10))
        assert {place: cell for place in places if (cell := grid.cell(*place))} == cells


def test_a_sheet_that_is_not_well_formed_is_damaged(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_part("<row><c><v>1</v></row>"))
    with pytest.raises(Unreadable):
        Workbook.open(path).cells("Varaq")


def test_cells_that_never_close_do_not_take_forever(tmp_path: Path) -> None:
    hostile = sheet_part('<row r="1">' + '<c r="A1">' * 300_000 + "</row>")
    assert values(with_sheet(tmp_path, hostile)) == {}


def test_sheets_tell_their_order_and_whether_people_see_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as file:
        file.add_worksheet("Bosh sahifa")
        chart = file.add_chart({"type": "line"})
        chart.add_series({"values": "='Bosh sahifa'!$A$1:$A$3"})
        file.add_chartsheet("Chizma").set_chart(chart)
        file.add_worksheet("Yashirin").hide()
        file.add_worksheet("Juda yashirin").very_hidden()
    book = Workbook.open(tmp_path / "a.xlsx")
    assert [(s.name, s.state, s.position) for s in book.sheets] == [
        ("Bosh sahifa", "visible", 0),
        ("Yashirin", "hidden", 2),
        ("Juda yashirin", "veryHidden", 3),
    ]
    with pytest.raises(Unsupported):
        book.cells("Yoʻq varaq")


def test_names_of_plain_ranges_resolve(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as file:
        file.add_worksheet("Bosh sahifa")
        file.add_worksheet("Meʼyor's")
        file.define_name("Yil", "='Bosh sahifa'!$C$4")
        file.define_name("Boʻlim", "='Meʼyor''s'!$A$2:$B$9")
        file.define_name("Ikkala", "='Bosh sahifa'!c4:'Bosh sahifa'!$D$9")
        file.define_name("Formula", "=SUM('Bosh sahifa'!$A$1:$A$3)")
        file.define_name("'Bosh sahifa'!Mahalliy", "='Bosh sahifa'!$A$1")
    book = Workbook.open(tmp_path / "a.xlsx")
    assert set(book.names) == {"Yil", "Boʻlim", "Ikkala", "Formula"}
    assert book.names["Yil"] == "'Bosh sahifa'!$C$4"
    assert book.name_range("Yil") == book.name_range("yil") == ("Bosh sahifa", 4, 3, 4, 3)
    assert book.name_range("Boʻlim") == ("Meʼyor's", 2, 1, 9, 2)
    assert book.name_range("Ikkala") == ("Bosh sahifa", 4, 3, 9, 4)
    assert book.name_range("Formula") is None
    assert book.name_range("Hech narsa") is None


def test_tables_tell_their_place_and_columns(tmp_path: Path) -> None:
    book = Workbook.open(
        make_table(tmp_path / "a.xlsx", [[dt.date(2025, 1, 9), 3, "izoh"], [None, None, None]])
    )
    table = book.tables["Jadval"]
    assert (table.sheet, table.first_row, table.first_col, table.last_row, table.last_col) == (
        "Jurnal", 2, 1, 4, 3,
    )  # fmt: skip
    assert table.columns == ("Sana", "Soni", "Izoh")
    assert book.cells("Jurnal")[3, 1].value == dt.date(2025, 1, 9)


def test_hidden_rows_hidden_columns_and_merged_areas(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as file:
        sheet = file.add_worksheet("Varaq")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("C:E", None, None, {"hidden": True})
        sheet.set_column("G:G", 20)
        sheet.merge_range("A1:B2", "sarlavha")
    book = Workbook.open(tmp_path / "a.xlsx")
    assert book.hidden_rows("Varaq") == {5}
    assert book.hidden_columns("Varaq") == {3, 4, 5}
    assert book.merged("Varaq") == ((1, 1, 2, 2),)


def test_targets_may_be_absolute_and_in_another_case(tmp_path: Path) -> None:
    base = make(tmp_path / "base.xlsx", Varaq={"A1": 7})
    rels = part(base, "xl/_rels/workbook.xml.rels")
    for spelling in (
        b"/xl/Worksheets/SHEET1.xml",
        b".\\worksheets\\sheet1.xml",
        b"../xl/worksheets/sheet1.xml",
    ):
        changed = rels.replace(b"worksheets/sheet1.xml", spelling)
        path = repack(base, tmp_path / "b.xlsx", {"xl/_rels/workbook.xml.rels": changed})
        assert values(path) == {(1, 1): 7}, spelling


LETTERS = string.ascii_letters + "ʻʼ‘’ ёЖ漢&<>\"'_\n\t" + string.digits
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e15, 1e15, allow_nan=False).filter(lambda x: abs(x) > 1e-9 or x == 0),
)
DATES = st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2199, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
CELLS = st.dictionaries(
    st.tuples(st.integers(1, 40), st.integers(1, 60)),
    st.one_of(st.text(LETTERS, min_size=1, max_size=20), NUMBERS, st.booleans(), DATES),
    max_size=30,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cells=CELLS, by_openpyxl=st.booleans())
def test_cells_are_what_openpyxl_reads(
    tmp_path: Path, cells: dict[tuple[int, int], object], by_openpyxl: bool
) -> None:
    path = tmp_path / "a.xlsx"
    if by_openpyxl:
        file = openpyxl.Workbook()
        file.active.title = "Varaq"
        for (row, col), value in cells.items():
            cell = file.active.cell(row, col)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        file.save(path)
    else:
        options = {
            "default_date_format": "dd.mm.yyyy",
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(path, {**options, "strings_to_numbers": False}) as writer:
            sheet = writer.add_worksheet("Varaq")
            for (row, col), value in cells.items():
                sheet.write(row - 1, col - 1, value)
    theirs = {
        (cell.row, cell.column): cell.value
        for line in openpyxl.load_workbook(path)["Varaq"].iter_rows()
        for cell in line
        if cell.value is not None
    }
    assert {place: _as_moment(value) for place, value in values(path).items()} == as_excel_shows(theirs)


def _as_moment(value: object) -> object:
    """Openpyxl has midnight where we have a day."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cells=CELLS)
def test_values_are_what_calamine_reads(tmp_path: Path, cells: dict[tuple[int, int], object]) -> None:
    path = tmp_path / "a.xlsx"
    options = {
        "default_date_format": "dd.mm.yyyy hh:mm",
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(path, options) as writer:
        sheet = writer.add_worksheet("Varaq")
        for (row, col), value in cells.items():
            sheet.write(row - 1, col - 1, value)
    book = python_calamine.CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("Varaq").to_python(skip_empty_area=False)
    theirs = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""}
    theirs, ours = as_excel_shows(theirs), values(path)
    assert ours.keys() == theirs.keys()
    for place, value in ours.items():
        if isinstance(value, dt.date):
            assert abs(_as_moment(value) - _as_moment(theirs[place])) < dt.timedelta(seconds=1)  # type: ignore[operator]
        else:
            assert value == theirs[place]  # calamine has every number as a float


LOG = st.lists(
    st.tuples(
        st.sampled_from(["a", "b & c", "oʻ_x0041_", " ikki  boʻsh ", "1"]),
        st.one_of(st.none(), st.integers(-5, 10**17), st.floats(-1e6, 1e6).map(lambda x: round(x, 3))),
        st.one_of(
            st.none(), st.booleans(), st.dates(dt.date(1901, 1, 1)), st.text(LETTERS, min_size=1, max_size=5)
        ),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=LOG, formula=st.booleans())
def test_long_sheets_read_by_their_shape_are_what_openpyxl_reads(
    tmp_path: Path, rows: list[tuple[object, ...]], formula: bool
) -> None:
    path = tmp_path / "a.xlsx"
    options = {"default_date_format": "dd.mm.yyyy", "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as writer:
        sheet = writer.add_worksheet("Varaq")
        for number in range(7_000 // len(rows)):
            for offset, row in enumerate(rows):
                at = number * len(rows) + offset
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(at, column, value)
                if formula and at % 7:
                    sheet.write_formula(at, 4, f'=B{at + 1}&"<"', None, "x")
    book = Workbook.open(path)
    cells = book.cells("Varaq")
    theirs = {
        (cell.row, cell.column): cell.value
        for line in openpyxl.load_workbook(path)["Varaq"].iter_rows()
        for cell in line
        if cell.value is not None
    }
    told = {
        place: cell.value if cell.formula is None else f"={cell.formula}" for place, cell in cells.items()
    }
    assert {place: _as_moment(value) for place, value in told.items()} == as_excel_shows(theirs)
    assert {(row, col): cell for row, line in book.rows("Varaq") for col, cell in line.items()} == cells
    assert list(cells) == sorted(cells)
