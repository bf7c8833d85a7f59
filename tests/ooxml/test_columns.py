"""A column of values is written as its cells are one by one: the same bytes, the same refusals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from akmxl.core.cells import Formula, a1
from akmxl.core.errors import Unsupported
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.edit.sheetrows import SheetRows
from akmxl.ooxml.read.workbook import Workbook

from .making import MAIN, make_table, sheet_part, with_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.ooxml.edit.cellxml import Writable

    Values = Mapping[int, Writable]

COUNT = 40
SHEET = "Varaq"


def rows(*cells: str, tag: str = '<row r="{r}">', between: str = "") -> str:
    body = "".join(cells)
    return between.join(f"{tag}{body}</row>".replace("{r}", str(row)) for row in range(1, COUNT + 1))


A = '<c r="A{r}" s="3"><v>{r}</v></c>'
TEXT = '<c r="B{r}" t="inlineStr"><is><t xml:space="preserve"> a&amp;b </t></is></c>'
EMPTY = '<c r="L{r}" s="2"/>'
HELD = '<c r="L{r}" s="2"><v>{r}</v></c>'
AFTER = '<c r="AB{r}"><f>A{r}*2</f><v>4</v></c>'
RICH = '<c r="C{r}" t="inlineStr"><is><r><t>ikki </t></r><r><t>bo‘lak</t></r></is></c>'

BODIES = {
    "without the column": rows(A, TEXT),
    "with styled cells": rows(A, TEXT, EMPTY),
    "with values": rows(A, TEXT, HELD),
    "with formulas": rows(A, '<c r="L{r}"><f>A{r}+1</f><v>2</v></c>'),
    "with more behind it": rows(A, TEXT, AFTER),
    "with cells behind it": rows(A, EMPTY, AFTER),
    "with nothing before it": rows(AFTER),
    "with empty rows": rows(),
    "with spans": rows(A, TEXT, tag='<row r="{r}" spans="1:2" ht="15">'),
    "with spans that are wide": rows(A, TEXT, tag='<row r="{r}" spans="1:30">'),
    "with spans that are wrong": rows(A, AFTER, tag='<row r="{r}" spans="3:4">'),
    "with spans that begin too late": rows(A, tag='<row r="{r}" spans="3:4">'),
    "with several spans": rows(A, TEXT, tag='<row r="{r}" spans="1:2 5:6">'),
    "styled as rows": rows(A, TEXT, tag='<row r="{r}" s="1" customFormat="1">'),
    "not styled as rows": rows(A, TEXT, tag='<row r="{r}" s="1" customFormat="0">'),
    "with texts of two pieces": rows(A, RICH),
    "with a new line between": rows(A, TEXT, between="\n"),
    "with blanks between cells": rows(A, " ", TEXT),
    "in an odd order": rows(TEXT, A),
    "in an odd order behind it": rows(AFTER, EMPTY),
    "with the number last": rows(A, TEXT, tag='<row spans="1:2" r="{r}">'),
    "without ends": "".join(f'<row r="{row}"/>' for row in range(1, COUNT + 1)),
    "with gaps": rows(A, TEXT).replace('<row r="7">', '<row r="7" hidden="1">').replace(
        "".join(f'<row r="{row}">{A}{TEXT}</row>'.replace("{r}", str(row)) for row in (9, 10)), ""
    ),
}  # fmt: skip
AROUND = {
    "": "",
    "a dimension that is true": '<dimension ref="A1:L40"/>',
    "a dimension of one cell": '<dimension ref="A1"/>',
    "a dimension in the middle": '<dimension ref="D5:E6"/>',
    "column styles": '<cols><col min="12" max="12" width="5" style="1"/></cols>',
}
VALUES: dict[str, dict[int, Writable]] = {
    "numbers": dict.fromkeys(range(1, COUNT + 1), 7),
    "what may be there": {row: row for row in range(1, COUNT + 1)},
    "most rows": {row: row * 2 for row in range(3, COUNT - 2) if row % 5},
    "few rows": {2: 5, 30: 6},
    "rows below": {row: row for row in range(20, COUNT + 20)},
    "texts": {row: f" <{row % 3}> " for row in range(1, COUNT + 1)},
    "nothing": dict.fromkeys(range(1, COUNT + 1)),
    "of all kinds": {
        row: (1.5, True, "", None, dt.date(2025, 3, row // 2 + 1), Formula(f"A{row}"), -row)[row % 7]
        for row in range(1, COUNT + 1)
    },
}


def book(tmp_path: Path, body: str, around: str = "") -> Workbook:
    xml = sheet_part(body).replace(b"<sheetData>", f"{around}<sheetData>".encode(), 1)
    return Workbook.open(with_sheet(tmp_path, xml))


def both(workbook: Workbook, column: int, values: Values) -> tuple[Patch, Patch]:
    by_cells, by_column = Patch(workbook), Patch(workbook)
    write(by_cells, column, values, by_column=False)
    write(by_column, column, values, by_column=True)
    return by_cells, by_column


def write(patch: Patch, column: int, values: Values, *, by_column: bool) -> None:
    if by_column:
        patch.set_column(SHEET, column, values)
    for row, value in values.items() if not by_column else ():
        patch.set(SHEET, row, column, value)


def alike(workbook: Workbook, column: int, values: Values) -> None:
    by_cells, by_column = both(workbook, column, values)
    assert by_column.final_parts() == by_cells.final_parts()
    assert by_column.changed == by_cells.changed
    assert by_column.formulas_moved == by_cells.formulas_moved
    assert bool(by_column.touched) == bool(by_cells.touched)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_column_is_written_as_its_cells_are(body: str, tmp_path: Path) -> None:
    workbook = book(tmp_path, body, AROUND["a dimension of one cell"])
    for column, read in ((12, False), (12, True), (1, True), (28, True)):
        if read:
            workbook.grid(SHEET)
        for values in VALUES.values():
            alike(workbook, column, values)


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize("body", ["without the column", "with nothing before it", "styled as rows"])
def test_what_is_told_of_the_sheet_stays_true(body: str, around: str, tmp_path: Path) -> None:
    workbook = book(tmp_path, BODIES[body], around)
    for column in (4, 12, 27, 29, 64, 65, 703):
        alike(workbook, column, VALUES["numbers"])


def test_most_columns_are_written_in_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tests above compare two ways, and not one with itself."""
    done: list[bool] = []
    put = SheetRows.put_cells

    def noted(*given: object) -> object:
        done.append(bool(found := put(*given)))
        return found

    monkeypatch.setattr(SheetRows, "put_cells", noted)
    together = set()
    for name, body in BODIES.items():
        done.clear()
        Patch(book(tmp_path, body)).set_column(SHEET, 12, VALUES["numbers"])
        together |= {name} if any(done) else set()
    assert BODIES.keys() - together == {
        "with texts of two pieces", "with a new line between",
        "with blanks between cells", "in an odd order", "in an odd order behind it", "with the number last",
        "without ends",
    }  # fmt: skip


def test_edits_go_on_after_a_column(tmp_path: Path) -> None:
    workbook = book(tmp_path, BODIES["with styled cells"])
    workbook.grid(SHEET)
    patches = both(workbook, 12, VALUES["numbers"])
    for patch in patches:
        patch.set(SHEET, 5, 12, 7)  # what stands there now
        patch.set(SHEET, 6, 12, 8)
        patch.set(SHEET, 7, 1, "x")
        patch.set_column(SHEET, 12, VALUES["what may be there"])
        patch.set_column(SHEET, 3, VALUES["texts"])
        patch.set(SHEET, 90, 3, 1)
    assert patches[0].to_bytes() == patches[1].to_bytes()


def test_a_column_that_is_there_changes_nothing(tmp_path: Path) -> None:
    for read in (False, True):
        workbook = book(tmp_path, BODIES["with values"])
        if read:
            workbook.grid(SHEET)
        patch = Patch(workbook)
        patch.set_column(SHEET, 12, VALUES["what may be there"])
        assert not patch.changed


REFUSED = {
    "merged cells": ('<mergeCells count="1"><mergeCell ref="K5:L9"/></mergeCells>', ""),
    "an array": ("", '<c r="L{r}"><f t="array" ref="L5:L6">A1:A2</f><v>1</v></c>'),
    "a shared formula": ("", '<c r="L{r}"><f t="shared" ref="L5:L5" si="0">A1</f><v>1</v></c>'),
    "no place": ("", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_cell_refuses_a_column_refuses(name: str, tmp_path: Path) -> None:
    around, cell = REFUSED[name]
    body = BODIES["without the column"]
    if cell:
        place = f'<row r="5">{A}{TEXT}'.replace("{r}", "5")
        body = body.replace(place, place + cell.replace("{r}", "5"))
    workbook = Workbook.open(with_sheet(tmp_path, sheet_part(body, around=around)))
    values: dict[int, Writable] = dict(VALUES["numbers"])
    if name == "no place":
        values[20] = "x" * 40_000
    refusals = []
    for by_column in (False, True):
        patch = Patch(workbook)
        with pytest.raises(Unsupported) as refusal:
            write(patch, 12, values, by_column=by_column)
        refusals.append(str(refusal.value))
    assert refusals[0] == refusals[1]
    assert not patch.changed


def test_a_heading_is_refused(tmp_path: Path) -> None:
    workbook = Workbook.open(
        make_table(tmp_path / "a.xlsx", [[dt.date(2025, 1, 1), n, "x"] for n in range(30)])
    )
    patch = Patch(workbook)
    with pytest.raises(Unsupported, match="B2"):
        patch.set_column("Jurnal", 2, dict.fromkeys(range(2, 33), 7))
    assert not patch.changed
    patch.set_column("Jurnal", 2, dict.fromkeys(range(3, 33), 7))
    assert patch.changed


def test_rows_of_another_vocabulary_are_refused(tmp_path: Path) -> None:
    body = rows(A, f'<x:c xmlns:x="urn:x" r="K{{r}}"/><c r="K{{r}}" x="{MAIN}"/>')
    with pytest.raises(Unsupported):
        Patch(book(tmp_path, body)).set_column(SHEET, 12, VALUES["numbers"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    cells=st.lists(st.sets(st.sampled_from([1, 2, 11, 12, 13, 26, 27, 28, 53])), min_size=20, max_size=30),
    column=st.sampled_from([1, 2, 12, 26, 27, 28]),
    values=st.dictionaries(
        st.integers(1, 32), st.integers() | st.text(alphabet="ab <&", max_size=3), min_size=8
    ),
)
def test_any_column_is_written_as_its_cells_are(
    tmp_path: Path, cells: list[set[int]], column: int, values: dict[int, Writable]
) -> None:
    body = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{a1(row, place)}" s="{place % 3}"><v>1</v></c>' for place in sorted(found))
        + "</row>"
        for row, found in enumerate(cells, 1)
    )
    alike(book(tmp_path, body, AROUND["a dimension in the middle"]), column, values)
