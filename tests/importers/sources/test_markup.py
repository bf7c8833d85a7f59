"""HTML pages and SpreadsheetML 2003 that are named .xls."""

from __future__ import annotations

import datetime as dt

import pytest

from akmxl.core.errors import Unreadable
from tests.importers.sources.reading import cells, rows, source


def test_cells_of_a_page_are_laid_out_as_excel_does(tmp_path):
    page = (
        "<HTML><body><!-- <table> --><script>'<table><tr>'</script>"
        "<TABLE><tr><th colspan=2>Sana&nbsp;va<br>kun"
        "<th>Soni</tr><tr><td rowspan=2>1<td>2<td>=3</tr>\n"
        "<tr><td>4<td><p>5</p>6 <b>7</b></table></body></HTML>"
    )
    opened = source(tmp_path, page.encode())
    assert [(table.sheet, table.kind, table.texts) for table in opened.tables] == [("", "html", True)]
    assert rows(opened) == [
        (1, ["Sana va kun", None, "Soni"]),
        (2, ["1", "2", "=3"]),
        (3, [None, "4", "5 6 7"]),
    ]


def test_tables_of_a_page_are_tables_of_their_own_even_within_each_other(tmp_path):
    page = b"<table><tr><td>a<table><tr><td>in</table>b</td></tr></table><p>x</p><table><td>last</table>"
    opened = source(tmp_path, page)
    assert [
        (table.sheet, [row for _, row in rows(opened, at)]) for at, table in enumerate(opened.tables)
    ] == [
        ("1", [["ab"]]),
        ("2", [["in"]]),
        ("3", [["last"]]),
    ]


def test_many_rows_keep_their_numbers(tmp_path):
    page = "<table>" + "".join(f"<tr><td>{number}</td></tr>\n" for number in range(1, 1001)) + "</table>"
    assert rows(source(tmp_path, page.encode())) == [(number, [str(number)]) for number in range(1, 1001)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866"])
def test_a_page_is_read_in_its_encoding(tmp_path, encoding):
    page = "<meta charset=iso-8859-1><table><tr><td>Читальный зал<td>Отдел</table>"
    assert cells(tmp_path, page.encode(encoding)) == [["Читальный зал", "Отдел"]]


def test_a_page_that_ends_within_a_table_is_damaged(tmp_path):
    with pytest.raises(Unreadable, match="damaged"):
        source(tmp_path, b"<html><table><tr><td>1</td></tr><tr><td>2")
    assert cells(tmp_path, b"<html><table><tr><td>1</td></tr></html>") == [["1"]]


def test_a_page_without_a_table_and_xml_of_others_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="no table"):
        source(tmp_path, b"<html><body>yo'q</body></html>")
    with pytest.raises(Unreadable, match="XML of an unknown kind"):
        source(tmp_path, b'<?xml version="1.0"?><document/>')


_BOOK = """<?xml version="1.0"{encoding}?><?mso-application progid="Excel.Sheet"?>{types}<Workbook
 xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Ichki &amp; tashqi"><Table>
 <Row><Cell><Data ss:Type="String">h</Data></Cell></Row></Table>
 <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
 <Worksheet ss:Name="Лист1"><Table><Row ss:Index="3"><Cell ss:MergeAcross="1">
 <Data ss:Type="String">Отдел{more}</Data>
 </Cell><Cell><Data ss:Type="Number">5</Data></Cell><Cell ss:Index="6">
 <Data ss:Type="DateTime">2025-03-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="DateTime"
 >1899-12-31T12:30:00.000</Data></Cell></Row><Row><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell>
 <ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">=a<B>b</B></ss:Data></Cell><Cell>
 <Data ss:Type="Boolean">1</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
@pytest.mark.parametrize("declared", [True, False])
def test_spreadsheetml_is_read_with_hidden_sheets_last(tmp_path, encoding, declared):
    named = f' encoding="{encoding}"' if declared else ""
    opened = source(tmp_path, _BOOK.format(encoding=named, types="", more="").encode(encoding))
    assert [table.sheet for table in opened.tables] == ["Лист1", "Ichki & tashqi"]
    assert rows(opened) == [
        (3, ["Отдел", None, 5, None, None, dt.date(2025, 3, 1), "12:30"]),
        (4, ["#N/A", "=ab", True]),
    ]
    assert rows(opened, 1) == [(1, ["h"])]


def test_entities_of_ones_own_are_refused(tmp_path):
    types = '<!DOCTYPE Workbook [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    opened = source(tmp_path, _BOOK.format(encoding="", types=types, more="&b;").encode())
    with pytest.raises(Unreadable, match="not safe"):
        rows(opened)


def test_spreadsheetml_that_ends_too_early_is_damaged(tmp_path):
    opened = source(tmp_path, _BOOK.format(encoding="", types="", more="").encode()[:-60])
    with pytest.raises(Unreadable, match="damaged"):
        rows(opened)
