"""Many rows are written at once as their cells are one by one: the same bytes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from akmxl.core.cells import ExcelError, Formula, a1
from akmxl.ooxml.edit.cellxml import cell_xml
from akmxl.ooxml.edit.newsheet import sheet_xml
from akmxl.ooxml.edit.parts import EditedParts
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

from .making import make, make_table, sheet_part, with_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pytest

    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.edited import NewCell, Rows, Style
    from akmxl.ooxml.edit.sheetrows import SheetRows

DAY = dt.date(2025, 1, 1)
ROWS: list[list[Writable]] = [
    [DAY + dt.timedelta(days=n), (n, n / 4, True, None, "", Formula(f"A{n}", n))[n % 6],
     (f"<{n % 4}>", " a  b\n", None, ExcelError("#N/A"), "a\x07_x0041_")[n % 5]]
    for n in range(60)
]  # fmt: skip


def one_by_one(
    self: EditedParts, sheet: str, rows: SheetRows, cells: Iterable[NewCell], styles: Mapping[int, Style]
) -> None:
    for row, column, value in cells:
        self.write(sheet, rows, row, column, value, styles[column])


def cell_by_cell(
    self: EditedParts, sheet: str, rows: SheetRows, first: int, values: Rows, styles: Mapping[int, Style]
) -> None:
    for row, own in enumerate(values, first):
        for column, value in enumerate(own, 1):
            if value is not None:
                self.write(sheet, rows, row, column, value, styles[column])


def parts(path: Path, *edits: tuple[str, str, list[list[Writable]]], read: bool) -> dict[str, bytes]:
    workbook = Workbook.open(path)
    patch = Patch(workbook)
    for kind, name, rows in edits:
        if read:
            workbook.grid(workbook.tables[name].sheet if kind == "table" else name)
        if kind == "table":
            patch.set_table_rows(name, rows)
        else:
            patch.set_sheet_rows(name, rows)
    assert (patch.formulas_moved, bool(patch.touched)) == (True, True)
    return patch.final_parts()


def alike(monkeypatch: pytest.MonkeyPatch, path: Path, *edits: tuple[str, str, list[list[Writable]]]) -> None:
    together = [parts(path, *edits, read=read) for read in (False, True)]
    with monkeypatch.context() as patched:
        patched.setattr(EditedParts, "write_rows", one_by_one)
        patched.setattr(EditedParts, "write_below", cell_by_cell)
        alone = parts(path, *edits, read=False)
    assert together == [alone, alone]


def test_the_rows_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_table(tmp_path / "a.xlsx", [[DAY, 1, "a"], [DAY, 2, "b"]])
    alike(monkeypatch, path, ("table", "Jadval", ROWS))
    alike(monkeypatch, path, ("table", "Jadval", ROWS), ("table", "Jadval", ROWS[5:]))
    alike(monkeypatch, path, ("table", "Jadval", ROWS), ("table", "Jadval", [ROWS[5]]))


def test_the_rows_of_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.xlsx", Varaq={"A1": 1, "B2": "matn", "E2": 5, "A3": 7, "A4": None})
    ragged = [row[: n % 4] for n, row in enumerate(ROWS)]
    alike(monkeypatch, path, ("sheet", "Varaq", ROWS))
    alike(monkeypatch, path, ("sheet", "Varaq", ragged))
    alike(monkeypatch, path, ("sheet", "Varaq", ROWS), ("sheet", "Varaq", ragged[:50]))


def test_what_is_left_in_a_sheet_goes(tmp_path: Path) -> None:
    """Also cells of mere styles, in the rows that stay and below them, however the rows are written."""
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}" s="1"/><c r="C{0}"><v>2</v></c></row>'
    plain = "".join(row.format(number) for number in range(1, 30))
    last = '<row r="30"><c r="A30"><v>1</v></c></row><row r="31"/>'
    made = set()
    for number, body in enumerate((plain + last, plain + last.replace("><c", "> <c"))):
        patch = Patch(Workbook.open(with_sheet(tmp_path, sheet_part(body), f"{number}.xlsx")))
        patch.set_sheet_rows("Varaq", [[1], [1]])
        made.add(patch.final_parts()["xl/worksheets/sheet1.xml"])
    assert len(made) == 1
    assert b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2">' in made.pop()


def test_rows_that_are_there_change_nothing(tmp_path: Path) -> None:
    path = make_table(tmp_path / "a.xlsx", [[DAY, 1, "a"]])
    patch = Patch(Workbook.open(path))
    patch.set_table_rows("Jadval", ROWS)
    patch.add_sheet("Yangi", [row[1:] for row in ROWS])
    patch.save()
    for read in (False, True):
        workbook = Workbook.open(path)
        if read:
            workbook.grid("Jurnal"), workbook.grid("Yangi")
        again = Patch(workbook)
        again.set_table_rows("Jadval", ROWS)
        again.set_sheet_rows("Yangi", [row[1:] for row in ROWS])
        assert not again.changed
        again.set_table_rows("Jadval", [*ROWS[:30], [DAY, 7, "z"], *ROWS[31:]])
        assert {address for _, address in again.touched} == {"A33", "B33", "C33"}


def test_a_new_sheet() -> None:
    ragged = [row[: n % 4] for n, row in enumerate(ROWS)]
    for rows in (ROWS, ragged, [[]], []):
        cells = [
            b"".join(cell_xml(a1(r, c), 0, v, False) for c, v in enumerate(row, 1))
            for r, row in enumerate(rows, 1)
        ]
        body = b"".join(b'<row r="%d">%b</row>' % line for line in enumerate(cells, 1))
        assert b"<sheetData>%b</sheetData>" % body in sheet_xml(rows, date1904=False)
