"""What people made and typed stays, wherever it stands: rows, columns, colours, comments, other parts."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import once
from libreoffice import if_there_is_one, saved_by_libreoffice
from ooxml.making import packed_parts, repack
from ooxml.rich import PROBES, rich_plan, survives
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from running import akmxl, insert_row_above, put

from akmxl.core.cells import parse_a1
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.looks import merge
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook.create.shared import COUNT_FORMAT
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

from .damaging import code_to_date, insert_column, month_cell, paste_plain, restyle, without_elements
from .seeing import DAY, TYPED, as_seen, differences, kinds, repair, row_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def damage(path: Path) -> None:
    """A bad day: a paste over Oylik, Kundalik and a register, a code, a total, the protection."""
    paste_plain(path, "Oylik", (row_of(path, "Oylik", "9"), 1, row_of(path, "Oylik", "12"), 23))
    paste_plain(path, "Kundalik", (10, 3, 40, 12))
    paste_plain(path, "Tadbirlar", (5, 1, 9, 8))
    code_to_date(path, "Reja", "9.1")
    put(path, {month_cell(path, "9", "m02"): 77, month_cell(path, "11", "q1"): 1})
    without_elements(path, "Oylik", "sheetProtection")


@pytest.fixture
def damaged(shared: Path, quarter: Path, tmp_path: Path) -> Path:
    """The plan after a bad day."""
    return copy_of(_bad_day(shared, quarter), tmp_path / "damaged.xlsx")


@pytest.fixture
def repaired(shared: Path, quarter: Path, tmp_path: Path) -> Repaired:
    """The same after its repair, and what the repair told."""

    def make(folder: Path) -> None:
        path = copy_of(_bad_day(shared, quarter), folder / "reja.xlsx")
        (folder / "told.json").write_text(json.dumps(repair(path)), encoding="utf-8")

    made = once(shared, "a bad day repaired", make)
    told = json.loads((made / "told.json").read_text(encoding="utf-8"))
    return Repaired(copy_of(made / "reja.xlsx", tmp_path / "repaired.xlsx"), told)


class Repaired(NamedTuple):
    path: Path
    told: Any


def _bad_day(shared: Path, quarter: Path) -> Path:
    def make(folder: Path) -> None:
        damage(copy_of(quarter, folder / "reja.xlsx"))

    return once(shared, "a bad day", make) / "reja.xlsx"


def copy_of(path: Path, copy: Path) -> Path:
    shutil.copyfile(path, copy)
    return copy


def typed_values(path: Path) -> dict[tuple[str, int, int], object]:
    """Every typed value of the workbook, formulas left out."""
    book = Workbook.open(path)
    return {
        (sheet.name, *spot): cell.value
        for sheet in book.sheets
        for spot, cell in book.cells(sheet.name).items()
        if cell.formula is None
    }


def test_a_bad_day_leaves_no_trace(repaired: Repaired, sound: dict[str, Any]) -> None:
    path, told = repaired
    assert set(kinds(told)) == {"code", "formula", "format", "validation", "colours", "protection"}
    assert differences(as_seen(path), sound) == {}
    assert repair(path)["repairs"] == []


def test_no_typed_value_changes_but_damaged_codes_and_computed_cells(
    repaired: Repaired, quarter: Path
) -> None:
    assert typed_values(repaired.path) == typed_values(quarter)


def test_only_the_damaged_sheets_and_the_styles_are_written(damaged: Path, repaired: Repaired) -> None:
    before, after = packed_parts(damaged), packed_parts(repaired.path)
    book = Workbook.open(repaired.path)
    sheets = {book.sheet(name).part for name in ("Reja", "Oylik", "Kundalik", "Tadbirlar")}
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert sheets <= changed <= sheets | {book.style_part, book.part}


def test_a_dry_run_tells_the_same_and_writes_nothing(damaged: Path, repaired: Repaired) -> None:
    before = damaged.read_bytes()
    told = repair(damaged, "--dry-run")
    assert not told["written"]
    assert damaged.read_bytes() == before
    assert repaired.told["repairs"] == told["repairs"]


def test_a_locked_file_is_not_written(damaged: Path) -> None:
    path = damaged
    before = path.read_bytes()
    path.with_name(f".~lock.{path.name}#").write_text("Xodim,pc,pc,01.04.2025 10:00,profile;")
    assert akmxl("repair", path, *DAY, "--dry-run").code == 0
    run = akmxl("repair", path, *DAY)
    assert run.code == 2
    assert path.read_bytes() == before


def test_inserted_rows_and_columns_are_no_hindrance(path: Path) -> None:
    """Blank rows within a total and among the days, columns of one's own between those of the plan."""
    rows = {"Oylik": row_of(path, "Oylik", "9.3"), "Reja": row_of(path, "Reja", "9.2"), "Kundalik": 20}
    columns = {"Oylik": 8, "Reja": 4}
    for sheet, row in rows.items():
        insert_row_above(path, sheet, row)
    for sheet, column in columns.items():
        insert_column(path, sheet, column)
    assert repair(path)["repairs"] == []
    before = as_seen(path)
    damage(path)
    repair(path)
    told = {re.sub(r"\(.*", "", spot): now for spot, (now, _) in differences(as_seen(path), before).items()}
    formulas = {spot: now[0] for spot, now in told.items() if not in_own(spot, rows, columns)}
    assert formulas == {  # as before, but that they leave out what was put in between
        "Oylik!G24": '=IF(COUNT(G25:G26,G28:G29)=0,"",SUM(G25:G26,G28:G29))',
        "Oylik!S33": '=IF(COUNT(F33:G33,I33)=0,"",SUM(F33:G33,I33))',
    }
    assert repair(path)["repairs"] == []


def in_own(spot: str, rows: dict[str, int], columns: dict[str, int]) -> bool:
    """Whether a cell is of a row or column that people put in: what was pasted over it is theirs."""
    sheet, _, cell = spot.partition("!")
    numbers = [int(word) for word in cell.split() if word.isdigit()]
    row, column = numbers or parse_a1(cell)
    return row == rows.get(sheet) or column == columns.get(sheet)


def test_other_headings_and_sectors_of_ones_own_are_no_hindrance(path: Path) -> None:
    """Headings in another spelling that akmxl knows, sectors renamed on both sheets, as Excel leaves them."""
    renamed = {
        "Abonementlar sektori": "Kattalar bo‘limi",
        "Boshqa xizmat va sektorlar": "Boshqalar",
        "Jami qatnov": "Jami",
        "Tadbir turi": "Turi",
    }
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            for old, new in renamed.items():
                content = content.replace(old.encode(), new.encode())
            archive.writestr(name, content)
    assert repair(path)["repairs"] == []
    places = [month_cell(path, "16", "m02"), month_cell(path, "19.2", "m02"), ("Kundalik", 7, 10)]
    before = [PlanFile.open(path).cells(sheet)[row, column].formula for sheet, row, column in places]
    put(path, {places[0]: None, places[1]: None, places[2]: 7})
    assert kinds(repair(path)) == {"formula": 3}
    after = [PlanFile.open(path).cells(sheet)[row, column].formula for sheet, row, column in places]
    assert before == after
    assert "Kundalik[Jami]" in before[0]
    assert "Kattalar bo‘limi]:[Boshqalar" in before[2]


def test_a_row_of_ones_own_with_a_code_is_a_row_of_the_plan(path: Path) -> None:
    """A part that the centre added to 9 on both sheets: it gets what a part has, and 9 adds it up."""
    file = PlanFile.open(path)
    reja, oylik = file.views["Reja"], file.views["Oylik"]
    insert_row_above(path, "Reja", row_of(path, "Reja", "9.4"))
    insert_row_above(path, "Oylik", row_of(path, "Oylik", "9.4"))
    there, here = row_of(path, "Reja", "9.4") - 1, row_of(path, "Oylik", "9.4") - 1
    fields = {
        "code": "9.5",
        "name": "Almashinuv fondidan",
        "unit": "Nusxa",
        "kind": "qism",
        "adds_up": "yig‘indi",
    }
    put(path, {("Reja", there, reja.columns[field]): value for field, value in fields.items()})
    put(path, {("Oylik", here, 1): "9.5", ("Oylik", here, 7): 4})
    data = repair(path)
    cells = PlanFile.open(path).cells("Oylik")
    total = cells[monthly_rows(PlanFile.open(path).views["Oylik"])["9"], 7]
    assert f"G{here}" in total.formula or f":G{here + 1}" in total.formula
    assert cells[here, oylik.columns["q1"]].formula == f'IF(COUNT(F{here}:H{here})=0,"",SUM(F{here}:H{here}))'
    assert cells[here, 7].value == 4
    assert kinds(data)["formula"] >= 9
    assert repair(path)["repairs"] == []


def test_colours_and_formats_that_people_chose_stay(path: Path) -> None:
    """A yellow cell, a red font, decimals, a date written otherwise: matters of taste."""
    row = row_of(path, "Oylik", "11")
    restyle(path, "Oylik", row, 7, fill="FFFF00")
    restyle(path, "Oylik", row, 8, number_format="#,##0.00")
    restyle(path, "Kundalik", 12, 1, number_format="d mmmm")
    restyle(path, "Tadbirlar", 5, 3, fill="00FF00", number_format="@")
    before = path.read_bytes()
    assert repair(path)["repairs"] == []
    assert path.read_bytes() == before


def test_a_colour_stays_where_the_rest_of_the_looks_comes_back(path: Path) -> None:
    row = row_of(path, "Oylik", "11")
    restyle(path, "Oylik", row, 7, fill="FFFF00", number_format="dd.mm.yyyy")
    assert [one["before"] for one in repair(path)["repairs"]] == ["date format"]
    cell = load_workbook(path)["Oylik"].cell(row, 7)
    assert cell.fill.fgColor.rgb == "FFFFFF00"
    assert cell.number_format == COUNT_FORMAT
    assert not cell.protection.locked


def test_everything_that_people_add_in_excel_stays(tmp_path: Path) -> None:
    """Comments, charts, pictures, slicers, macros ...: their parts keep every byte, and no feature goes."""
    path = rich_plan(tmp_path / "reja.xlsm")
    assert repair(path)["repairs"] == []
    damage(path)
    known = {error.description for error in OpenXmlValidator().validate(path).errors}
    before = packed_parts(path)
    repair(path)
    after, book = packed_parts(path), Workbook.open(path)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {book.sheet(name).part for name in TYPED} | {book.style_part, book.part}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert [feature for feature in PROBES if not survives(parts, feature)] == []
    assert {error.description for error in OpenXmlValidator().validate(path).errors} <= known


def test_a_formula_inside_merged_cells_is_left_and_told(path: Path) -> None:
    row = row_of(path, "Oylik", "9")
    put(path, {("Oylik", row, 7): None})
    patch = Patch(Workbook.open(path))
    assert merge(patch, "Oylik", (row, 6, row, 7))
    patch.save(backup=False)
    data = repair(path)
    assert data["repairs"] == []
    assert [one["cells"] for one in data["left"]] == [f"G{row}"]


def test_a_workbook_that_lost_its_styles_is_restored_from_a_copy_and_not_repaired(path: Path) -> None:
    torn = repack(path, path.with_name("buzuq.xlsx"), {"xl/styles.xml": None})
    before = torn.read_bytes()
    run = akmxl("repair", torn, *DAY)
    assert run.code == 2
    assert "styles.xml" in run.err
    assert torn.read_bytes() == before


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_opens_it_and_calculates(repaired: Repaired, tmp_path: Path) -> None:
    path, _ = repaired
    (again,) = saved_by_libreoffice("xlsx", tmp_path, path)
    seen, ours = (load_workbook(file, data_only=True)["Oylik"] for file in (again, path))
    row = row_of(path, "Oylik", "9")
    told = {column: value for column in range(6, 24) if (value := ours.cell(row, column).value) is not None}
    assert {column: seen.cell(row, column).value for column in told} == told
    assert any(isinstance(value, int) for value in told.values())
    assert seen.protection.sheet
    assert repair(again)["repairs"] == []
