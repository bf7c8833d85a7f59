"""A long column says the same by value and cell by cell, also where one row is not like the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter

from akmxl.core.cells import Cell
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.validations import validations
from akmxl.ooxml.read import workbook as workbook_module
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_ROWS, _ODD = 20_000, range(7_000, 20_000, 1_300)


def _long(path: Path) -> Workbook:
    with xlsxwriter.Workbook(path) as file:
        sheet, bold = file.add_worksheet("Uzun"), file.add_format({"bold": True})
        for row in range(_ROWS):
            sheet.write_row(row, 0, [row, f"satr {row}", "o‘qish"])
        for row in _ODD:
            sheet.write_formula(row, 0, "=1+1", bold, 2)
            sheet.write(row, 5, "alohida", bold)
    return Workbook.open(path)


def test_cells_are_the_same_after_the_values_were_asked_for(tmp_path: Path) -> None:
    by_cell, by_value = _long(tmp_path / "a.xlsx").grid("Uzun"), _long(tmp_path / "b.xlsx").grid("Uzun")
    values = {column: by_value.values(column) for column in by_value.columns}
    assert [len(found) for found in values.values()] == [_ROWS, _ROWS, _ROWS, len(_ODD)]
    for row in (1, 2, _ROWS, *(odd + 1 for odd in _ODD)):
        for column in range(1, 7):
            assert by_value.cell(row, column) == by_cell.cell(row, column)
    style = by_value.cell(_ODD[0] + 1, 1)
    assert style is not None
    assert style == Cell(2, "1+1", style.style)
    assert style.style > 0


def test_a_cell_that_is_not_there_is_none(tmp_path: Path) -> None:
    grid = _long(tmp_path / "a.xlsx").grid("Uzun")
    assert grid.values(1)
    assert grid.cell(_ROWS + 5, 1) is None
    assert grid.cell(1, 6) is None


def test_what_is_let_go_of_is_read_again(tmp_path: Path) -> None:
    workbook = _long(tmp_path / "a.xlsx")
    before = workbook.grid("Uzun").values(2)
    workbook.let_go()
    assert workbook.grid("Uzun").values(2) == before


def test_the_rows_of_a_long_sheet_are_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "_LONG", 1 << 12)
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Uzun")
        for row in range(1000):
            sheet.write_row(row, 0, [row, f"satr {row}"])
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.set_column(4, 4, 5, None, {"hidden": True})
        sheet.merge_range("D1:E2", "bir")
        sheet.data_validation("A1:A9", {"validate": "integer", "criteria": ">=", "value": 0})
    kept, let_go = Workbook.open(path), Workbook.open(path)
    kept.grid("Uzun"), let_go.grid("Uzun")
    let_go.let_go_of_rows()
    assert len(let_go.around_rows("Uzun")) < 2_000 < len(kept.around_rows("Uzun"))
    for ask in (Workbook.merged, Workbook.hidden_rows, Workbook.hidden_columns, validations):
        assert ask(let_go, "Uzun") == ask(kept, "Uzun") != ()
    patches = Patch(kept), Patch(let_go)
    for patch in patches:
        patch.set("Uzun", 5, 1, "yangi")
    assert patches[0].to_bytes() == patches[1].to_bytes()
