"""What attributes may hold: each is read within its bounds, in one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.arearules import format_rules, validation_rules
from akmxl.ooxml.look.looks import DEFAULT_WIDTH, Looks
from akmxl.ooxml.look.validations import validations
from akmxl.ooxml.read.workbook import Workbook
from akmxl.ooxml.xml import attributes

from .making import MAIN, make_table, part, repack, with_sheet

SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
ROOM = Path(__file__).resolve().parents[2] / "akmxl" / "ooxml"
NONSENSE = ("", " ", "abc", "NaN", "inf", "-inf", "1e400", "-1", "1.5", "٣", "1_0", "0x1", "9" * 30)


def test_nobody_else_makes_a_number_of_an_attribute() -> None:
    elsewhere = re.compile(r"\b(?:int|float)\((?:xmlbytes\.)?(?:attribute\(|\w+\.get\()")
    found = [path.name for path in ROOM.rglob("*.py") if elsewhere.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("text", NONSENSE)
def test_what_is_no_whole_number_within_the_bounds_is_the_default(text: str) -> None:
    assert attributes.whole(text, 7) == attributes.whole(text.encode(), 7) == 7


@pytest.mark.parametrize(("text", "number"), [("0", 0), (" 12 ", 12), (b"255", 255), (None, 7), ("256", 7)])
def test_a_whole_number_is_read(text: str | bytes | None, number: int) -> None:
    assert attributes.whole(text, 7, most=255) == number


@pytest.mark.parametrize("text", ["", "abc", "NaN", "inf", "1e9", "-0.5"])
def test_what_is_no_measure_is_the_default(text: str) -> None:
    assert attributes.measure(text, 8.43, least=0, most=255) == 8.43


def test_yes_and_no() -> None:
    assert all(attributes.is_on(said) for said in ("1", b"true", "on"))
    assert not any(attributes.is_on(said) for said in ("0", "maybe", "", None))
    assert [attributes.is_on(said, default=True) for said in (None, "maybe", "false")] == [True, True, False]


def test_columns_never_reach_beyond_the_sheet() -> None:
    assert attributes.columns("2", "3") == range(2, 4)
    assert not attributes.columns("9", "1")
    assert attributes.columns("1", "999999999").stop <= 16385
    assert attributes.columns("-5", "2") == range(1, 3)
    assert not attributes.columns("abc", None)


def test_of_a_list_of_ranges_those_that_are_none_are_left_out() -> None:
    assert attributes.areas("A1:A5,B1 16385 B5:A1 XFE1 A1048577 #REF! C:C") == (
        (1, 1, 5, 2),
        (1, 3, 1048576, 3),
    )


@pytest.mark.parametrize("text", ["B5:A1", "A:A", "1:5", "", "A1:XFE2", "A1:A1048577", "A1:B2 C3", "16385"])
def test_a_table_stands_from_its_upper_left_to_its_lower_right_cell(text: str) -> None:
    assert attributes.corners(text) is None


@pytest.mark.parametrize("text", ["0", "-1", "1048577", "abc", ""])
def test_a_row_that_no_sheet_has(text: str) -> None:
    with pytest.raises(attributes.BadPlace):
        attributes.row_number(text)


def test_a_free_number_is_the_next_one_or_the_lowest() -> None:
    assert attributes.free_number([3, 1]) == 4
    assert attributes.free_number([1, 2, 65_534], most=65_534) == 3
    assert attributes.free_number([]) == 1


def odd(folder: Path, inside: str) -> Path:
    """A workbook whose only sheet has this inside."""
    return with_sheet(folder, f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode())


def read_by_column(path: Path) -> None:
    grid = Workbook.open(path).grid("Varaq")
    for column in grid.columns:
        grid.values(column)


def refusals(path: Path) -> set[str]:
    """What the two ways to read a sheet say of it."""
    told = set()
    for read in (read_by_column, lambda path: Workbook.open(path).cells("Varaq")):
        with pytest.raises(Unreadable) as caught:
            read(path)
        told.add(str(caught.value.params["part"]))
    return told


@pytest.mark.parametrize("cell", ["A1048577", "A9999999", "XFE1", "ZZZ9", "A0"])
def test_a_cell_beyond_the_sheet_is_named(cell: str, tmp_path: Path) -> None:
    row = cell.lstrip("AEFXZ")
    xml = f'<sheetData><row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    path = odd(tmp_path, xml)
    assert refusals(path) == {f"{SHEET}, {cell}"}


@pytest.mark.parametrize("usual", [True, False])
def test_a_cell_that_stands_twice_is_named(usual: bool, tmp_path: Path) -> None:
    mark = "" if usual else "<!-- unusual -->"
    xml = f'<sheetData>{mark}<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>7</v></c></row></sheetData>'
    path = odd(tmp_path, xml)
    assert refusals(path) == {f"{SHEET}, B2"}


def test_a_merge_that_cannot_be_merges_nothing(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("x", "A1:XFE9", "$b$3:a2", ""))
    path = odd(tmp_path, f'<sheetData><row r="1"/></sheetData><mergeCells count="4">{merges}</mergeCells>')
    assert Workbook.open(path).merged("Varaq") == ((2, 1, 3, 2),)
    patch = Patch(Workbook.open(path))
    patch.repeat_rows("Varaq", 1, 1, 3)
    patch.save(backup=False)
    assert Workbook.open(path).merged("Varaq") == ((4, 1, 5, 2),)


def test_a_row_without_a_number_takes_that_of_its_cells(tmp_path: Path) -> None:
    xml = '<sheetData><row><c r="B5"><v>1</v></c></row><row><c><v>2</v></c></row></sheetData>'
    path = odd(tmp_path, xml)
    assert {place: cell.value for place, cell in Workbook.open(path).cells("Varaq").items()} == {
        (5, 2): 1,
        (6, 1): 2,
    }


REFERENCES = ("B5:A1", "A:A", "A2:C2", "A2:B4", "A2:D4", "XFD1:XFE9", "", "A2:C1048577", "#REF!")


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_table_that_cannot_stand_there_is_refused_by_name(reference: str, tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [[None, 1, "x"], [None, 2, "y"]])
    xml = part(path, TABLE).replace(b' ref="A2:C4" totals', b' ref="%b" totals' % reference.encode())
    repack(path, tmp_path / "b.xlsx", {TABLE: xml})
    with in_language("en"), pytest.raises(Unreadable, match="“Jadval” on “Jurnal” cannot stand at"):
        _ = Workbook.open(tmp_path / "b.xlsx").tables


@pytest.mark.parametrize("counts", ['headerRowCount="2"', 'totalsRowCount="3"', 'totalsRowCount="abc"'])
def test_a_table_of_odd_rows_is_refused_by_name(counts: str, tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [[None, 1, "x"]])
    xml = part(path, TABLE).replace(b'totalsRowShown="0"', counts.encode())
    repack(path, tmp_path / "b.xlsx", {TABLE: xml})
    with pytest.raises(Unreadable, match="Jadval"):
        _ = Workbook.open(tmp_path / "b.xlsx").tables


@pytest.mark.parametrize("width", ["0", "0.5", "-3", "abc", "1e9", "NaN", ""])
def test_a_width_is_between_0_and_255(width: str, tmp_path: Path) -> None:
    xml = f'<cols><col min="1" max="1" width="{width}"/></cols><sheetData></sheetData>'
    path = odd(tmp_path, xml)
    assert Looks(Workbook.open(path)).width("Varaq", 1, 1) in (0, 0.5, DEFAULT_WIDTH)


@pytest.mark.parametrize("areas", ["16385", "A1:A5,B1", "", "XFE1"])
def test_rules_that_hold_nowhere_are_passed_over(areas: str, tmp_path: Path) -> None:
    xml = (
        f'<sheetData></sheetData><conditionalFormatting sqref="{areas}">'
        f'<cfRule type="expression" priority="x"><formula>A1</formula></cfRule></conditionalFormatting>'
        f'<dataValidations><dataValidation type="list" sqref="{areas}"/></dataValidations>'
    )
    path = odd(tmp_path, xml)
    book = Workbook.open(path)
    assert validations(book, "Varaq") == ()
    assert format_rules(book.package.xml(SHEET)) == validation_rules(book.package.xml(SHEET)) == []


@pytest.mark.parametrize("spans", ["abc", "9:1", "1:99999999", "", "1", "1:2:3"])
def test_spans_that_are_wrong_are_written_anew(spans: str, tmp_path: Path) -> None:
    xml = f'<sheetData><row r="1" spans="{spans}"><c r="A1"><v>1</v></c></row></sheetData>'
    path = odd(tmp_path, xml)
    patch = Patch(Workbook.open(path))
    patch.set("Varaq", 1, 3, 5)
    patch.save()
    assert Workbook.open(path).cells("Varaq")[1, 3].value == 5


def test_a_table_that_reaches_to_the_last_row_is_written_at_once(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [[None, 1, "x"], [None, 2, "y"]])
    xml = part(path, TABLE).replace(b"A2:C4", b"A2:C1048576")
    repack(path, tmp_path / "b.xlsx", {TABLE: xml})
    patch = Patch(Workbook.open(tmp_path / "b.xlsx"))
    patch.append_rows("Jadval", [[None, 3, "z"]])
    patch.set_table_rows("Jadval", [[None, 3, "z"]])
    patch.save()
    cells = Workbook.open(tmp_path / "b.xlsx").cells("Jurnal")
    assert cells[3, 2].value == 3
    assert (4, 2) not in cells
