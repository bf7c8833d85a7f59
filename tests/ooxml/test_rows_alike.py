"""Rows of the same styles are one group; whatever may differ is looked at by itself."""

from akmxl.ooxml.look.rows_alike import rows_alike


def _groups(*rows: str) -> list[list[int]]:
    xml = f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()
    return [list(found) for _, found in rows_alike(xml, dict.fromkeys(range(1, 5), 1))]


def test_rows_that_differ_in_their_texts_alone_are_alike() -> None:
    one = '<row r="1"><c r="A1" s="3"><v>1</v></c><c r="B1" s="4"/></row>'
    other = '<row r="2" ht="20"><c r="A2" s="3"><v>25</v></c><c r="B2" s="4"/></row>'
    assert _groups(one, other) == [[1, 2], [3], [4]]


def test_a_style_a_missing_cell_and_a_styled_row_make_a_difference() -> None:
    plain = '<row r="1"><c r="A1" s="3"/></row>'
    styled = '<row r="2"><c r="A2" s="5"/></row>'
    shorter = '<row r="3"></row>'
    whole = '<row r="4" s="7" customFormat="1"><c r="A4" s="3"/></row>'
    assert _groups(plain, styled, shorter, whole) == [[1], [2], [3], [4]]


def test_styled_rows_are_alike_where_their_style_is() -> None:
    rows = [f'<row r="{n}" s="7" customFormat="1"><c r="A{n}" s="3"/></row>' for n in range(1, 5)]
    assert _groups(*rows) == [[1, 2, 3, 4]]


def test_rows_that_stand_for_different_origins_are_not_alike() -> None:
    xml = b'<worksheet><sheetData><row r="1"/><row r="2"/></sheetData></worksheet>'
    assert rows_alike(xml, {1: 8, 2: 9}) == [(8, [1]), (9, [2])]


def test_addresses_in_another_form_keep_a_row_by_itself() -> None:
    rows = ['<row r="1"><c s="3" r="A1"/></row>', '<row r="2"><c s="3" r="A2"/></row>']
    assert _groups(*rows) == [[1], [2], [3], [4]]
