"""Rows made higher and cells merged in a filled sheet; widths and text styles as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look import looks
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Shakl")
        sheet.set_column("A:A", 6)
        sheet.set_column("B:C", 20)
        wrapped = file.add_format({"text_wrap": True, "font_size": 14, "bold": True})
        sheet.write("A1", "uzun matn", wrapped)
        sheet.write("B1", "oddiy")
        sheet.set_row(1, 30)
        sheet.write("A2", "ikkinchi")
        sheet.set_margins(left=0.5)
    return path


def test_text_styles_and_widths_are_read(form: Path) -> None:
    workbook = Workbook.open(form)
    own = looks.Looks(workbook)
    cells = workbook.cells("Shakl")
    assert own.text_style(cells[1, 1].style) == looks.TextStyle(True, 14.0, True, "Calibri")
    assert own.text_style(cells[1, 2].style) == looks.TextStyle(False, 11.0, False, "Calibri")
    assert round(own.width("Shakl", 1, 3)) == 48


def test_a_row_is_made_higher(form: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(form))
    assert looks.height(patch, "Shakl", 1) is None
    assert looks.height(patch, "Shakl", 2) == 30
    looks.set_height(patch, "Shakl", 1, 62.5)
    patch.save(tmp_path / "new.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["Shakl"]
    assert sheet.row_dimensions[1].height == 62.5
    assert sheet["A1"].value == "uzun matn"


def test_cells_are_merged_where_none_were(form: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(form))
    assert looks.merge(patch, "Shakl", (2, 1, 2, 3))
    patch.save(tmp_path / "new.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["Shakl"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:C2"]
    assert Workbook.open(tmp_path / "new.xlsx").merged("Shakl") == ((2, 1, 2, 3),)


def test_a_merge_swallows_those_inside_and_refuses_those_across_its_edge(form: Path) -> None:
    patch = Patch(Workbook.open(form))
    assert looks.merge(patch, "Shakl", (2, 1, 2, 2))
    assert not looks.merge(patch, "Shakl", (2, 2, 2, 3))
    assert looks.merge(patch, "Shakl", (2, 1, 2, 3))
    xml = patch.settled(patch.locate("Shakl")[1])
    assert b'<mergeCells count="1"><mergeCell ref="A2:C2"/></mergeCells>' in xml
