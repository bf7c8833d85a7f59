"""Workbooks of Excel and LibreOffice: rows, kinds of values, errors, sheets, sizes."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from akmxl.core.errors import Unreadable
from akmxl.importers.sources.cells.ods_cells import ods_errors
from akmxl.importers.sources.cells.xls_cells import Locked, xls_errors
from akmxl.importers.sources.cells.xlsb_cells import xlsb_errors
from akmxl.importers.sources.values import plain_rows
from tests.importers.sources.reading import rows, source

if TYPE_CHECKING:
    from collections.abc import Callable

_MOMENT = dt.datetime.fromisoformat("2025-03-01T04:05")


def _workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        fill(book)
    return data.getvalue()


def _replaced(data: bytes, part: str, *changes: tuple[bytes, bytes]) -> bytes:
    """Rewrite a part of a workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for before, after in changes if name == part else ():
                assert before in content
                content = content.replace(before, after)
            new.writestr(name, content)
    return target.getvalue()


def _values(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Kunlar")
    day, moment = (book.add_format({"num_format": look}) for look in ("dd.mm.yyyy", "dd.mm.yyyy hh:mm"))
    clock, length = (book.add_format({"num_format": look}) for look in ("hh:mm", "[h]:mm"))
    sheet.write_row(3, 1, ["matn", 5, 5.5, None, True])
    sheet.write_string(3, 4, "=1+1")
    sheet.write_datetime(3, 6, dt.date(2025, 3, 1), day)
    sheet.write_datetime(3, 7, _MOMENT, moment)
    sheet.write_number(3, 8, 0.5, clock)
    sheet.write_number(3, 9, 1.75, length)
    sheet.write_formula(3, 10, "=1/0", None, "#DIV/0!")
    sheet.merge_range("B6:C7", "birlashgan")
    book.add_worksheet("Yashirin").hide()
    book.add_worksheet("Oxirgi").write(0, 0, 1e300)
    book.add_chartsheet("Rasm")


def test_values_are_what_excel_shows_and_rows_numbered_as_there(tmp_path):
    opened = source(tmp_path, _workbook(_values), "export.csv")
    assert [(table.sheet, table.kind) for table in opened.tables] == [
        ("Kunlar", "xlsx"),
        ("Oxirgi", "xlsx"),
        ("Yashirin", "xlsx"),
    ]
    found = dict(rows(opened))
    assert found[4] == [
        *("matn", 5, 5.5, "=1+1", True),
        *(dt.date(2025, 3, 1), _MOMENT, "12:00", "42:00", "#DIV/0!"),
    ]
    assert type(found[4][1]) is int
    assert found[6][:2] == ["birlashgan", None]
    assert found[1] == [None] * 10
    assert rows(opened, 1) == [(1, [1e300])]
    assert rows(opened, 2) == []


def test_a_formula_without_a_result_is_no_blank(tmp_path):
    data = _workbook(lambda book: book.add_worksheet().write_formula("A1", "=SUM(B1:B9)", None, 7))
    bare = _replaced(data, "xl/worksheets/sheet1.xml", (b"<v>7</v>", b""))
    assert rows(source(tmp_path, bare)) == [(1, ["=SUM(B1:B9)"])]


def test_errors_to_the_left_of_all_values_and_below_them_are_read(tmp_path):
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("C2", "matn")
        sheet.write_formula("B3", "=A1", None, "")
        sheet.write_formula("A5", "=A1", None, 7)

    bare = _replaced(_workbook(fill), "xl/worksheets/sheet1.xml", (b"<v>7</v>", b""))
    assert rows(source(tmp_path, bare)) == [
        (1, [None] * 3),
        (2, [None, None, "matn"]),
        (3, [None, "=A1"]),
        (5, ["=A1", None]),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        ((b'r="A1" t="e"', b"t='e'"),),
        ((b'<row r="1"', b"<row"), (b'r="A1" ', b"")),
        ((b'r="A1" t="e"', b't="e" r="A1"'),),
    ],
)
def test_errors_are_found_however_a_program_spells_its_cells(tmp_path, changes):
    data = _workbook(lambda book: book.add_worksheet().write_formula("A1", "=NA()", None, "#N/A"))
    odd = _replaced(data, "xl/worksheets/sheet1.xml", *changes)
    assert rows(source(tmp_path, odd)) == [(1, ["#N/A"])]


def test_a_sheet_of_too_many_cells_is_refused_before_memory_is_taken(tmp_path):
    def far(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Keng")
        sheet.write("A1", 1)
        sheet.write("XFD1048576", 1)

    opened = source(tmp_path, _workbook(far))
    with pytest.raises(Unreadable, match=r"“Keng” .* more than 20000000 cells"):
        rows(opened)


def test_blank_cells_with_a_look_are_no_cells(tmp_path):
    def looks(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", 1)
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))

    assert rows(source(tmp_path, _workbook(looks))) == [(1, [1])]


def test_a_header_that_lies_about_the_texts_is_refused(tmp_path):
    data = _workbook(lambda book: book.add_worksheet().write("A1", "matn"))
    lying = _replaced(data, "xl/sharedStrings.xml", (b'uniqueCount="1"', b'uniqueCount="4000000000"'))
    with pytest.raises(Unreadable, match="damaged"):
        source(tmp_path, lying)


def _ods(row: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:{urn}"'
        for name, urn in {
            "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
            "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
            "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
            "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
        }.items()
    )
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Varaq">{row}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return data.getvalue()


_ODS_ERROR = (
    '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>'
    '<table:table-cell office:value-type="float" office:value="3"/><table:table-cell '
    'table:number-columns-repeated="2" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>'
)


def test_ods_errors_stand_where_they_stood(tmp_path):
    assert dict(rows(source(tmp_path, _ods(_ODS_ERROR))))[3] == [3, "#DIV/0!", "#DIV/0!"]


def test_ods_cells_that_say_they_stand_there_a_million_times_are_refused(tmp_path):
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        'office:value="3" table:number-columns-repeated="16384"/></table:table-row>'
    )
    with pytest.raises(Unreadable, match="more than 20000000 cells"):
        source(tmp_path, _ods(row))
    with zipfile.ZipFile(io.BytesIO(_ods(_ODS_ERROR))) as archive:
        assert ods_errors(archive, "a") == [{2: {1: "#DIV/0!", 2: "#DIV/0!"}}]


def _record(kind: int, content: bytes) -> bytes:
    return kind.to_bytes(2, "little") + len(content).to_bytes(2, "little") + content


def _xls(*records: bytes) -> bytes:
    begin, end = _record(0x0809, bytes(16)), _record(0x000A, b"")
    sheet = _record(0x0085, (len(begin) + 12 + len(end)).to_bytes(4, "little") + b"\0\0\0\0")
    return begin + sheet + end + begin + b"".join(records) + end


def test_xls_errors_are_read_from_cells_and_from_formulas():
    error = _record(0x0205, bytes([1, 0, 2, 0, 0, 0, 0x2A, 1]))
    no_error = _record(0x0205, bytes([1, 0, 3, 0, 0, 0, 1, 0]))
    formula = _record(0x0006, bytes([4, 0, 0, 0, 0, 0, 2, 0, 7, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]))
    chart = _record(0x0809, bytes(16)) + error.replace(b"\1\0\2", b"\7\0\2") + _record(0x000A, b"")
    assert xls_errors(_xls(chart, error, no_error, formula), "a") == [{1: {2: "#N/A"}, 4: {0: "#DIV/0!"}}]


def test_xls_that_is_locked_or_lies_about_its_size_is_refused():
    with pytest.raises(Locked):
        xls_errors(_record(0x0809, bytes(16)) + _record(0x002F, bytes(6)), "a")
    size = (0).to_bytes(4, "little") + (4_000_000_000).to_bytes(4, "little") + bytes([0, 0, 9, 0, 0, 0])
    with pytest.raises(Unreadable):
        xls_errors(_xls(_record(0x0200, size)), "a")


def test_xlsb_errors_are_read_from_cells_and_from_formulas():
    def record(kind: int, content: bytes) -> bytes:
        return bytes([kind, len(content)]) + content

    def place(column: int) -> bytes:
        return column.to_bytes(4, "little") + bytes(4)

    data = record(0, (6).to_bytes(4, "little") + bytes(4))
    data += (
        record(3, place(1) + b"\x2a")
        + record(11, place(2) + b"\x07" + bytes(5))
        + record(2, place(3) + bytes(4))
    )
    archive = zipfile.ZipFile(io.BytesIO(), "w")
    archive.writestr("s.bin", data)
    assert xlsb_errors(archive, "s.bin", "a", "s") == {6: {1: "#N/A", 2: "#DIV/0!"}}


def test_columns_of_numbers_are_whole_where_they_are_and_nothing_is_lost():
    nan, far = float("nan"), float("inf")
    table = [
        [1.0, 1.5, "", 2.0**60, far],
        [2.0, 2.0, "a", 1.0, 3.0],
        [3.0, nan, "", -1.0, dt.timedelta(hours=-1)],
    ]
    found = [list(row) for row in plain_rows(table)]
    assert repr(found) == repr(
        [[1, 1.5, None, 2.0**60, far], [2, 2, "a", 1, 3], [3, nan, None, -1, "-01:00"]]
    )
    assert list(plain_rows([])) == []


def _cell(kind: int, row: int, column: int, value: bytes, look: int = 2) -> bytes:
    return _record(kind, row.to_bytes(2, "little") + column.to_bytes(2, "little") + bytes(look) + value)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "utf-8"])
def test_sheets_of_small_scripts_are_read_without_ole(tmp_path, encoding):
    def text(words: str) -> bytes:
        letters = words.encode(encoding)
        return len(letters).to_bytes(2, "little") + letters

    data = _record(0x0809, struct.pack("<4H", 0, 0x10, 0, 0))
    data += _cell(0x0204, 0, 0, text("Читальный зал")) + _cell(0x0203, 2, 1, struct.pack("<d", 5.0))
    data += _cell(0x027E, 2, 2, struct.pack("<I", 1250 << 2 | 3)) + _cell(0x0205, 2, 3, b"\x07\x01")
    data += _cell(0x0406, 2, 4, bytes(6) + b"\xff\xff") + _record(0x0207, text("=иш")) + _record(0x000A, b"")
    opened = source(tmp_path, data)
    assert rows(opened) == [(1, ["Читальный зал"]), (3, [None, 5, 12.5, "#DIV/0!", "=иш"])]
    assert (opened.tables[0].kind, opened.tables[0].encoding) == ("xls", encoding)


def test_the_oldest_sheets_are_read(tmp_path):
    data = _record(0x0009, bytes([2, 0, 0x10, 0])) + _cell(0x0002, 0, 0, b"\x07\x00", 3)
    data += _cell(0x0004, 0, 1, b"\x04matn", 3) + _record(0x000A, b"")
    assert rows(source(tmp_path, data)) == [(1, [7, "matn"])]
    with pytest.raises(Unreadable, match="damaged"):
        source(tmp_path, data[:-2])


def test_line_breaks_between_the_cells_of_an_ods_are_nothing(tmp_path):
    spread = _ODS_ERROR.replace("><table", ">\n  <table").replace("><text", ">\n<text")
    assert dict(rows(source(tmp_path, _ods(spread))))[3] == [3, "#DIV/0!", "#DIV/0!"]


def test_a_number_that_is_no_day_of_any_year_is_refused_in_a_sentence(tmp_path, capfd):
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_number(0, 0, -1e300, book.add_format({"num_format": "hh:mm"}))

    with pytest.raises(Unreadable, match="damaged"):
        rows(source(tmp_path, _workbook(fill)))
    assert capfd.readouterr() == ("", "")
