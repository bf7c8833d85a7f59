"""Small pieces of what is taken over from another workbook."""

from __future__ import annotations

import pytest

from akmxl.ooxml.edit.workbookxml import local_names, sheet_names, with_name, with_sheet_moved
from akmxl.ooxml.look.adopting import with_column
from akmxl.ooxml.xml.xmlbytes import MAIN

ROWS = b"<sheetData/></worksheet>"
NEW = b'<col min="1" max="1" width="9" style="4"/>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b'<cols><col min="3" max="3" width="9" style="4"/></cols>'),
        (
            b'<cols><col min="1" max="2" width="5"/></cols>',
            b'<cols><col min="1" max="2" width="5"/><col min="3" max="3" width="9" style="4"/></cols>',
        ),
        (
            b'<cols><col min="2" max="16384" width="5"/></cols>',
            (
                b'<cols><col min="2" max="2" width="5"/><col min="3" max="3" width="9" style="4"/>'
                b'<col min="4" max="16384" width="5"/></cols>'
            ),
        ),
        (
            b'<cols><col min="3" max="3" hidden="1"/></cols>',
            b'<cols><col min="3" max="3" width="9" style="4"/></cols>',
        ),
    ],
)
def test_one_column_gets_a_width_and_the_others_keep_theirs(before: bytes, after: bytes) -> None:
    assert with_column(b"<worksheet>" + before + ROWS, 3, NEW) == b"<worksheet>" + after + ROWS


def test_a_name_is_added_changed_and_kept_apart_from_a_sheets_own() -> None:
    bare = b"<workbook><sheets><sheet/></sheets><calcPr/></workbook>"
    one = with_name(bare, "Ayol & bola", "Varaq!$A$1")
    assert b'<definedNames><definedName name="Ayol &amp; bola">Varaq!$A$1</definedName></definedNames>' in one
    own = with_name(one, "Ayol & bola", "Varaq!$B$2", 0)
    assert with_name(own, "Ayol & bola", "1") == own.replace(b"Varaq!$A$1", b"1")
    assert local_names(own, 0) == {"Ayol & bola": "Varaq!$B$2"}


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_sheet_is_moved_with_all_that_counts_sheets(prefix: str) -> None:
    plain = (
        '<_workbook NAMES><!-- <sheet name="no"/> -->'
        '<_bookViews><_workbookView activeTab="2" firstSheet="1"/></_bookViews>'
        '<_sheets><_sheet name="A" sheetId="1"/><_sheet name="B" sheetId="2"/>'
        '<_sheet name="C" sheetId="3"></_sheet><_sheet name="D" sheetId="9"/></_sheets>'
        '<_definedNames><_definedName name="N" localSheetId="0">A!$A$1</_definedName>'
        '<_definedName name="N" localSheetId="2">C!$A$1</_definedName>'
        '<_definedName name="N" localSheetId="3">D!$A$1</_definedName>'
        '<_definedName name="O">C!$A$1</_definedName></_definedNames></_workbook>'
    )
    names = f'xmlns{":x" if prefix else ""}="{MAIN}"'
    xml = plain.replace("_", prefix).replace("NAMES", names).encode()
    moved = with_sheet_moved(xml, 3, 1)
    assert sheet_names(moved) == ["A", "D", "B", "C"]
    assert [local_names(moved, place).get("N") for place in range(4)] == ["A!$A$1", "D!$A$1", None, "C!$A$1"]
    assert b'activeTab="3" firstSheet="2"' in moved
    assert with_sheet_moved(moved, 1, 3) == moved
