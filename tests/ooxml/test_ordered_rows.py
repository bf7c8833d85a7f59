"""Rows that are out of order, without numbers or with cells without addresses: read, and edited, alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import AkmxlError
from akmxl.ooxml.edit.ordered_rows import ordered_rows
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from tests.ooxml.making import sheet_part, with_sheet

if TYPE_CHECKING:
    from pathlib import Path

TWO = '<c r="A1" s="0"><v>1</v></c>', '<c r="B2"><v>2</v></c>'
FORMS = {
    "downwards": f'<row r="2" ht="20">{TWO[1]}</row><row r="1">{TWO[0]}</row>',
    "two of one number": f'<row r="1">{TWO[0]}</row><row r="1"><c r="B2"><v>2</v></c></row>',
    "no numbers": f"<row>{TWO[0]}</row><row>{TWO[1]}</row>",
    "no addresses": "<row><c><v>1</v></c></row><row><c/><c ><v>2</v></c></row>",
    "no addresses in numbered rows": '<row r="1"><c><v>1</v></c></row><row r="2"><c/><c><v>2</v></c></row>',
    "small letters": '<row r="1"><c r="a1"><v>1</v></c></row><row r="2"><c r="$b$2"><v>2</v></c></row>',
    "numbers that no row has": f'<row r="-1">{TWO[0]}</row><row r="99999999999999999999">{TWO[1]}</row>',
    "row 0": f'<row r="0">{TWO[0]}</row><row r="2">{TWO[1]}</row>',
    "a comment": f'<!-- <row r="2"/> --><row r="1">{TWO[0]}</row><?x?><row r="2">{TWO[1]}</row>',
    "one row's cells in another": f'<row r="1">{TWO[0]}{TWO[1]}</row><row r="1"/>',
}


@pytest.mark.parametrize("form", FORMS)
def test_unusual_rows_are_read_and_edited(form: str, tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_part(FORMS[form]))
    before = {place: cell.value for place, cell in Workbook.open(path).cells("Varaq").items()}
    assert before == {(1, 1): 1, (2, 2): 2}
    patch = Patch(Workbook.open(path))
    for row in (1, 2):
        patch.set("Varaq", row, 3, row)
    patch.save()
    after = {place: cell.value for place, cell in Workbook.open(path).cells("Varaq").items()}
    assert after == before | {(1, 3): 1, (2, 3): 2}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"/></row><row r="1"><c r="A1"><v>2</v></c></row>',
        "<row r='1'/><x/>",
        "<row>x</row>",
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v><![CDATA[<!-- ]]></v></c></row>',
    ],
)
def test_what_cannot_be_told_is_not_edited(rows: str, tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_part(rows))
    kept = path.read_bytes()
    patch = Patch(Workbook.open(path))
    with pytest.raises(AkmxlError):
        patch.set("Varaq", 1, 3, 1)
    assert path.read_bytes() == kept


def test_what_stands_in_the_rows_keeps_its_bytes() -> None:
    rows = b'<row r="3" s="1"><c r="A3" s="4"><v>7</v></c></row><row r="1" ht="9"/>'
    assert (
        ordered_rows(rows) == b'<row r="1" ht="9"></row><row r="3" s="1"><c r="A3" s="4"><v>7</v></c></row>'
    )
