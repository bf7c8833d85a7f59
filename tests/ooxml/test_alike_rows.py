"""Neighbouring rows are filled, and made higher, as their cells and rows are one by one: the same bytes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from akmxl.core.cells import Formula
from akmxl.core.errors import Unsupported
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.edit.sheetrows import SheetRows
from akmxl.ooxml.look import looks
from akmxl.ooxml.read.workbook import Workbook

from .making import sheet_part, with_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from akmxl.ooxml.edit.cellxml import Writable

    Columns = Mapping[int, Sequence[Writable]]

SHEET, COUNT = "Varaq", 30
A = '<c r="A4" t="inlineStr"><is><t>{{x}}</t></is></c>'
B = '<c r="B4" s="2" t="inlineStr"><is><t>100%d</t></is></c>'
D = '<c r="D4" s="3"/>'
ROWS = {
    "plain": f'<row r="4" ht="15" customHeight="1">{A}{B}{D}</row>',
    "with spans": f'<row r="4" spans="1:4">{A}{B}{D}</row>',
    "with spans too narrow": f'<row r="4" spans="1:2">{A}{B}{D}</row>',
    "with blanks": f'<row r="4">{A} {B}{D}</row>',
    "with a formula": f'<row r="4">{A}{B}{D}<c r="E4"><f>A4</f></c></row>',
    "with a value that is written": f'<row r="4">{A.replace("{{x}}", "7-satr")}{B}{D}</row>',
    "without a style": f'<row r="4">{A}{B.replace(" s=", " x=")}{D}</row>',
}
AROUND = '<row r="1"><c r="A1"><v>1</v></c></row>{}<row r="6"><c r="A6"><v>2</v></c></row>'
COLUMNS: dict[str, Columns] = {
    "texts": {1: [f"{n}-satr" for n in range(COUNT)], 2: [f" <{n}>%" for n in range(COUNT)]},
    "numbers and days": {2: list(range(COUNT)), 4: [dt.date(2025, 1, 1 + n) for n in range(COUNT)]},
    "nothing": {1: [None] * COUNT, 2: [None, *range(COUNT - 1)]},
    "formulas": {4: [Formula(f"A{n + 4}") for n in range(COUNT)]},
    "a column that has no cells": {3: list(range(COUNT))},
}


def repeated(tmp_path: Path, row: str) -> Patch:
    xml = sheet_part(AROUND.format(row)).replace(b"<sheetData>", b'<dimension ref="A1:E6"/><sheetData>', 1)
    patch = Patch(Workbook.open(with_sheet(tmp_path, xml)))
    patch.repeat_rows(SHEET, 4, 4, COUNT)
    return patch


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_rows_are_filled_as_their_cells_are(row: str, tmp_path: Path) -> None:
    for columns in COLUMNS.values():
        together, alone = repeated(tmp_path, row), repeated(tmp_path, row)
        together.set_rows(SHEET, 4, columns)
        for column, values in columns.items():
            for number, value in enumerate(values, 4):
                alone.set(SHEET, number, column, value)
        assert together.final_parts() == alone.final_parts()
        assert together.formulas_moved == alone.formulas_moved
        assert sorted(together.touched) == sorted(alone.touched)


def test_rows_that_are_alike_are_not_taken_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patch = repeated(tmp_path, ROWS["plain"])
    monkeypatch.delattr(SheetRows, "edit")
    patch.set_rows(SHEET, 4, COLUMNS["texts"])
    looks.set_heights(patch, SHEET, dict.fromkeys(range(4, 4 + COUNT), 30.0))
    assert patch.final_parts()["xl/worksheets/sheet1.xml"].count(b' ht="30" ') == COUNT


def test_rows_are_made_higher_as_each_is(tmp_path: Path) -> None:
    heights = {1: 20.0, **{row: 10.5 + row for row in range(4, 4 + COUNT)}, 5: 900.0}
    for row in ROWS.values():
        together, alone = repeated(tmp_path, row), repeated(tmp_path, row)
        for patch in (together, alone):
            patch.set(SHEET, 5, 1, "bir")
            patch.set_rows(SHEET, 6, {1: list(range(20))})
        looks.set_heights(together, SHEET, heights)
        for number, points in heights.items():
            looks.set_height(alone, SHEET, number, points)
        assert looks.heights(together, SHEET) == looks.heights(alone, SHEET)
        made, expected = (one.final_parts()["xl/worksheets/sheet1.xml"] for one in (together, alone))
        for written in (b' spans="1:2"', b' spans="1:4"'):  # written anew only where cells are
            made, expected = made.replace(written, b""), expected.replace(written, b"")
        assert made.replace(b"</c> <c", b"</c><c") == expected.replace(b"</c> <c", b"</c><c")


def test_what_a_cell_refuses_rows_refuse(tmp_path: Path) -> None:
    patch = repeated(tmp_path, ROWS["plain"])
    before = patch.final_parts()
    for value in ("a\0", "a" * 32_768, float("nan")):
        with pytest.raises(Unsupported):
            patch.set_rows(SHEET, 4, {1: ["x"] * (COUNT - 1) + [value]})
        assert patch.final_parts() == before


def test_rows_put_below_are_edited_like_others(tmp_path: Path) -> None:
    def once(*, at_once: bool) -> dict[str, bytes]:
        patch = Patch(Workbook.open(with_sheet(tmp_path, sheet_part(AROUND.format("")))))
        patch.set_sheet_rows(SHEET, [[n, f"{n}-satr"] for n in range(20)])
        for row in (1, 20, 25):
            if not at_once:
                patch.final_parts()
            patch.set(SHEET, row, 2, "boshqa")
        return patch.final_parts()

    made = once(at_once=True)
    assert made == once(at_once=False)
    assert made["xl/worksheets/sheet1.xml"].count(b"boshqa") == 3
