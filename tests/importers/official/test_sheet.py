"""A signed plan that an office keeps in Excel: merged cells, lines in a cell, what Excel has changed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from akmxl.core.errors import Unreadable
from akmxl.importers.official.open_document import open_document
from akmxl.importers.official.read_plan import Proposal, read_official_plan
from importers.official.reading import by_code, figures, only_doubt, open_kinds

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

HEADING = (
    ("№", "Nomi", "O‘lchov birligi", "Miqdori", None, "Amalga oshirish mexanizmi", "Bajarilish muddati",
     "Mas’ullar"),
    (None, None, None, "2024-yil (fakt)", "2025-yil (reja)", None, None, None),
)  # fmt: skip
EVENTS = (
    "18.",
    "Tadbirlar va ko‘rgazmalarni tashkil qilish",
    "Tadbir",
    22,
    24,
    "Reja",
    "2025-yil davomida",
    "Direktor",
)


@pytest.fixture
def book() -> openpyxl.Workbook:
    """A workbook with the official heading and a section."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Ish reja"
    for row in (("Shirin shahar AKMning 2025-yil uchun ISH REJAsi",), (), *HEADING, ("IV. ASOSIY ISHLAR",)):
        sheet.append(row)
    for area in ("A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "H3:H4", "A5:H5"):
        sheet.merge_cells(area)
    return book


def read(book: openpyxl.Workbook, folder: Path) -> Proposal:
    path = folder / "reja.xlsx"
    book.save(path)
    return read_official_plan(open_document(path))


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    return book.worksheets[0]


def test_a_plan_in_excel_is_read_as_one_in_word(book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet_of(book).append(EVENTS)
    name = "Foydalanuvchilarni ro‘yxatga olish:\n- yangi;\n- qayta"
    lines = ("4442\n206\n4236", "4444\n207\n4237")
    sheet_of(book).append(("15", name, "Nafar", *lines, "Ish", "2025-yil davomida", "Direktor"))
    proposal = read(book, tmp_path)
    assert figures(proposal) == {
        "18": ("22", "24"), "15": ("4442", "4444"), "15.1": ("206", "207"), "15.2": ("4236", "4237"),
    }  # fmt: skip
    assert open_kinds(proposal) == []
    assert str(proposal.places[0]).endswith("6-qator")


def test_measures_in_merged_rows_are_parts(book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet = sheet_of(book)
    sheet.append(("35", "Yozuvlar", "Dona", "-", 4620, "Tahrirlash", "2025-yil davomida", "Direktor"))
    sheet.append((None, None, None, 3006, 302, "Qo‘shish"))
    for area in ("A6:A7", "B6:B7", "C6:C7", "G6:G7", "H6:H7"):
        sheet.merge_cells(area)
    assert figures(read(book, tmp_path)) == {"35": ("", ""), "35.1": ("-", "4620"), "35.2": ("3006", "302")}


def test_numbers_of_rows_may_be_numbers_to_excel(book: openpyxl.Workbook, tmp_path: Path) -> None:
    names = {35: "Birinchi ish", 35.1: "Ikkinchi ish", 36.0: "Uchinchi ish"}
    for number, name in names.items():
        sheet_of(book).append((number, name, "Dona", 1, 2.0, "Ish", "2025-yil davomida", "Direktor"))
    proposal = read(book, tmp_path)
    assert list(by_code(proposal)) == ["35", "35.1", "36"]
    assert figures(proposal)["35"] == ("1", "2")


@pytest.mark.parametrize("value", [date(2025, 6, 12), "=1/0", "=A1+1", 12.5, "#REF!"])
def test_what_is_no_count_in_excel_is_a_doubt(value: object, book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet_of(book).append((*EVENTS[:3], value, *EVENTS[4:]))
    proposal = read(book, tmp_path)
    assert figures(proposal)["18"] == ("", "24")
    assert "figure" in open_kinds(proposal)


def test_hidden_sheets_are_left_alone_hidden_rows_are_told(book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet_of(book).append(EVENTS)
    sheet_of(book).append(("35", "Yashirin ish", "Dona", 1, 2, "Ish", "2025-yil davomida", "Direktor"))
    sheet_of(book).row_dimensions[7].hidden = True
    other = book.copy_worksheet(sheet_of(book))
    other.sheet_state = "hidden"
    proposal = read(book, tmp_path)
    assert list(by_code(proposal)) == ["18"]
    assert open_kinds(proposal) == ["row"]


def test_a_second_sheet_with_a_plan_is_told(book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet_of(book).append(EVENTS)
    book.copy_worksheet(sheet_of(book))
    proposal = read(book, tmp_path)
    assert list(by_code(proposal)) == ["18"]
    assert open_kinds(proposal) == ["table"]


def test_a_sheet_larger_than_any_plan_is_refused(book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet_of(book).cell(30_000, 1, "x")
    with pytest.raises(Unreadable):
        read(book, tmp_path)


def test_a_merge_over_a_whole_sheet_takes_no_memory(book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet_of(book).append(EVENTS)
    sheet_of(book).merged_cells.add("A7:XFD1048576")
    assert list(by_code(read(book, tmp_path))) == ["18"]


def test_a_damaged_workbook_is_refused(book: openpyxl.Workbook, tmp_path: Path) -> None:
    data = BytesIO()
    book.save(data)
    path = tmp_path / "reja.xlsx"
    path.write_bytes(data.getvalue()[:2000])
    with pytest.raises(Unreadable):
        open_document(path)


def test_sections_on_sheets_of_their_own_go_on_the_plan_and_are_asked_about(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    more = book.copy_worksheet(sheet_of(book))
    sheet_of(book).append(EVENTS)
    more["A5"] = "VIII. MA’NAVIY ISHLAR"
    more.append(("40.", "Suhbatlar", "Tadbir", 1, 2, "Reja", "2025-yil davomida", "Direktor"))
    for area in ("A1:H1", "A5:H5"):
        more.merge_cells(area)
    proposal = read(book, tmp_path)
    assert {code: row["section"] for code, row in by_code(proposal).items()} == {"18": "IV", "40": "VIII"}
    assert "VIII" in str(only_doubt(proposal, "table").unclear)
