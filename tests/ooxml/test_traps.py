"""Traps of the format that no other file of tests has; each is handled, or refused by name.

Elsewhere: shared, array and data-table formulas, calcChain, merged cells, spans and dimension, blanks at
the ends, ``_xHHHH_``, control characters, prefixed roots, UTF-16 (test_patching); tables (test_tables);
rows and cells without ``r``, odd targets, 1904 dates (test_reading); .xlsb, .xls, encrypted, strict
(test_opening); bombs, entities, paths, wrong dimensions, circles (test_hostile).
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

import openpyxl
import pytest
import xlsxwriter

from akmxl.core.errors import Unsupported
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

from .making import MAIN, make, packed_parts, part, repack, sheet_part, with_sheet

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def patched(path: Path, sheet: str = "Varaq", row: int = 2, value: object = 6) -> Path:
    patch = Patch(Workbook.open(path))
    patch.set(sheet, row, 1, value)  # type: ignore[arg-type]
    target = path.with_name("new.xlsx")
    patch.save(target, overwrite=True)
    openpyxl.load_workbook(target)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
    return target


@pytest.mark.parametrize("kind", ["zip64", "descriptors", "both"])
def test_entries_with_64_bit_sizes_or_sizes_after_the_data(tmp_path: Path, kind: str) -> None:
    base = make(tmp_path / "base.xlsx", Varaq={"A1": "salom", "A2": 5})
    path = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(base) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fresh = zipfile.ZipInfo(info.filename)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            if kind != "zip64":
                new._seekable = False  # type: ignore[attr-defined] # as when written to a pipe
            with new.open(fresh, "w", force_zip64=kind != "descriptors") as stream:
                stream.write(old.read(info))
            new._seekable = True  # type: ignore[attr-defined]
    before = packed_parts(path)
    target = patched(path)
    assert Workbook.open(target).cells("Varaq")[2, 1].value == 6
    after = packed_parts(target)
    assert [name for name in before if before[name] != after[name]] == [SHEET]


def test_every_prefix_that_may_be_ignored_stays_declared(tmp_path: Path) -> None:
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    x14ac = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
    root = f'xmlns:mc="{compatibility}" mc:Ignorable="x14ac" xmlns:x14ac="{x14ac}"'
    xml = sheet_part('<row r="1" x14ac:dyDescent="0.25"><c r="A1"><v>1</v></c></row>')
    xml = xml.replace(b"<worksheet ", f"<worksheet {root} ".encode())
    patch = Patch(Workbook.open(with_sheet(tmp_path, xml)))
    patch.set("Varaq", 1, 1, 2)
    patch.repeat_rows("Varaq", 1, 1, 2)
    patch.save(tmp_path / "new.xlsx")
    new = part(tmp_path / "new.xlsx", SHEET)
    expat.ParserCreate(namespace_separator="}").Parse(new, True)
    assert root.encode() in new
    assert new.count(b'x14ac:dyDescent="0.25"') == 2


def test_the_three_numbers_of_a_sheet_are_told_apart(tmp_path: Path) -> None:
    """Its place among the tabs, its ``sheetId`` and the number in its part's name."""
    base = make(tmp_path / "base.xlsx", Bir={"A1": 1}, Ikki={"A1": 2}, Uch={"A1": 3})
    xml = part(base, "xl/workbook.xml").decode()
    sheets = (
        '<sheets><sheet name="Uch" sheetId="1" r:id="rId3"/><sheet name="Bir" sheetId="9" r:id="rId1"/>'
        '<sheet name="Ikki" sheetId="3" r:id="rId2"/></sheets>'
    )
    xml = re.sub("<sheets>.*</sheets>", sheets, xml)
    path = repack(base, tmp_path / "odd.xlsx", {"xl/workbook.xml": xml.encode()})
    book = Workbook.open(path)
    assert [(s.name, s.position, s.part[-10:]) for s in book.sheets] == [
        ("Uch", 0, "sheet3.xml"), ("Bir", 1, "sheet1.xml"), ("Ikki", 2, "sheet2.xml"),
    ]  # fmt: skip
    patch = Patch(book)
    for name, value in (("Uch", 30), ("Bir", 10), ("Ikki", 20)):
        patch.set(name, 1, 1, value)
    patch.add_sheet("Toʻrt", [[40]])
    patch.save(tmp_path / "new.xlsx")
    book = Workbook.open(tmp_path / "new.xlsx")
    assert {s.name: book.cells(s.name)[1, 1].value for s in book.sheets} == {
        "Uch": 30, "Bir": 10, "Ikki": 20, "Toʻrt": 40,
    }  # fmt: skip
    ids = re.findall(rb'sheetId="(\d+)"', part(tmp_path / "new.xlsx", "xl/workbook.xml"))
    assert len(set(ids)) == 4


def test_a_sheet_that_staff_renamed_is_found_by_its_new_name_only(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as file:
        sheet = file.add_worksheet("Meʼyor & oʻsish's 2025")
        sheet.write("A2", 5)
        file.define_name("Nom", "='Meʼyor & oʻsish''s 2025'!$A$2")
    target = patched(tmp_path / "a.xlsx", "MEʼYOR & oʻsish's 2025")
    book = Workbook.open(target)
    assert book.cells("Meʼyor & oʻsish's 2025")[2, 1].value == 6
    assert book.name_range("Nom") == ("Meʼyor & oʻsish's 2025", 2, 1, 2, 1)
    with in_language("en"), pytest.raises(Unsupported, match="Oylik"):
        Patch(book).set("Oylik", 1, 1, 1)


def test_the_cells_that_a_dynamic_array_spills_into_are_refused(tmp_path: Path) -> None:
    xml = sheet_part(
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A3">_xlfn._xlws.SORT(B1:B3)</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row><row r="4"><c r="A4"><v>4</v></c></row>'
    )
    patch = Patch(Workbook.open(with_sheet(tmp_path, xml)))
    for row in (1, 2, 3):
        with pytest.raises(Unsupported):
            patch.set("Varaq", row, 1, 9)
    assert not patch.changed
    patch.set("Varaq", 4, 1, 9)


@pytest.mark.parametrize("name", ["xl\\worksheets\\sheet1.xml", "XL/Worksheets/Sheet1.XML"])
def test_entries_named_with_backslashes_or_in_capitals(tmp_path: Path, name: str) -> None:
    base = make(tmp_path / "base.xlsx", Varaq={"A1": "salom", "A2": 5})
    path = repack(base, tmp_path / "odd.xlsx", {SHEET: None, name: part(base, SHEET)})
    patch = Patch(Workbook.open(path))
    patch.set("Varaq", 2, 1, 6)
    patch.save(tmp_path / "new.xlsx")
    assert Workbook.open(tmp_path / "new.xlsx").cells("Varaq")[2, 1].value == 6
    assert len(packed_parts(tmp_path / "new.xlsx")) == len(packed_parts(path))


def test_dates_are_written_in_the_workbooks_own_calendar(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True}) as file:
        day = file.add_format({"num_format": "dd.mm.yyyy"})
        file.add_worksheet("Varaq").write_datetime("A2", dt.date(2025, 3, 4), day)
    target = patched(tmp_path / "a.xlsx", value=dt.date(2025, 9, 1))
    assert Workbook.open(target).cells("Varaq")[2, 1].value == dt.date(2025, 9, 1)
    assert openpyxl.load_workbook(target)["Varaq"]["A2"].value == dt.datetime(2025, 9, 1)  # noqa: DTZ001


def test_a_root_whose_prefix_is_its_own_is_patched_with_it(tmp_path: Path) -> None:
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns="urn:boshqa"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    ).encode()
    patch = Patch(Workbook.open(with_sheet(tmp_path, xml)))
    with pytest.raises(Unsupported):
        patch.set("Varaq", 1, 1, 2)
