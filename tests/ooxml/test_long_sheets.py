"""Long sheets: rows are found wherever they stand, columns say what the cells say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import Unsupported
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

from .making import MAIN, part, sheet_part, with_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.core.cells import Cell

SHEET = "xl/worksheets/sheet1.xml"
TAGS = {
    "as usual": '<row r="{}" spans="1:3">',
    "the number stands last": '<row spans="1:3" r="{}">',
    "in single quotes": "<row r='{}'>",
}


def rows(tag: str) -> str:
    """3,000 rows with gaps, of very different lengths; the rows' numbers are multiples of 3."""
    return "".join(
        f'{tag.format(row)}<c r="A{row}"><v>{row}</v></c>'
        f'<c r="B{row}" t="inlineStr"><is><t>{"matn " * (row % 41)}.</t></is></c></row>'
        for row in range(3, 9_003, 3)
    )


@pytest.mark.parametrize("tag", TAGS.values(), ids=TAGS)
def test_rows_are_found_and_put_in_wherever_they_stand(tag: str, tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_part(rows(tag)))
    wanted = {place: cell.value for place, cell in Workbook.open(path).cells("Varaq").items()}
    patch = Patch(Workbook.open(path))
    for row in (9_000, 3, 1, 4_500, 4_501, 4_499, 700, 699, 9_001, 12_000):
        patch.set("Varaq", row, 1, -row)
        wanted[row, 1] = -row
    patch.save(tmp_path / "b.xlsx")
    after = Workbook.open(tmp_path / "b.xlsx").cells("Varaq")
    assert {place: cell.value for place, cell in after.items()} == wanted
    assert list(after) == sorted(after)
    untouched = [row for row in re.findall(rb"<row.*?</row>", part(path, SHEET)) if b"<v>702</v>" in row]
    assert untouched[0] in part(tmp_path / "b.xlsx", SHEET)


HIDDEN = {
    "in an alternative": '<row r="1"/><x:Choice><row r="3"/></x:Choice>',
    "under another prefix": '<row r="1"/><m:row xmlns:m="{}" r="2"/><row r="3"/>',
}


@pytest.mark.parametrize("body", HIDDEN.values(), ids=HIDDEN)
def test_rows_that_cannot_be_told_for_certain_are_refused(body: str, tmp_path: Path) -> None:
    xml = sheet_part(body.replace("{}", MAIN)).replace(b"<worksheet", b'<worksheet xmlns:x="urn:x"')
    patch = Patch(Workbook.open(with_sheet(tmp_path, xml)))
    with pytest.raises(Unsupported):
        patch.set("Varaq", 2, 1, 5)
    assert not patch.changed


def test_columns_say_what_the_cells_say(tmp_path: Path) -> None:
    odd = (
        '<row r="9600"><c r="A9600" t="b"><v>1</v></c><c r="C9600"><f>A3&amp;"&lt;"</f></c>'
        '<c r="D9600" t="str"><f>""</f><v></v></c><c r="E9600" s="1"/>'
        '<c r="F9600" t="inlineStr"><is><r><t>ikki </t></r><r><t>bo‘lak</t></r></is></c></row>'
    )
    body = rows(TAGS["as usual"]) + odd
    book = Workbook.open(with_sheet(tmp_path, sheet_part(body)))
    grid, cells = book.grid("Varaq"), book.cells("Varaq")
    told: dict[tuple[int, int], Cell | None] = {
        (row, column): grid.cell(row, column) for column in grid.columns for row in range(1, 9_601)
    }
    assert {place: cell for place, cell in told.items() if cell is not None} == cells
    for column in grid.columns:
        own = {row: cell for (row, number), cell in cells.items() if number == column}
        assert grid.values(column) == {row: c.value for row, c in own.items() if c.value is not None}
        assert grid.formulas(column) == {row: c.formula for row, c in own.items() if c.formula is not None}
