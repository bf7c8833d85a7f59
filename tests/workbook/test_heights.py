"""Rows of akmxl's own tables are as high as their texts, once they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look import looks
from akmxl.workbook.doors.file_door import FileDoor, patch_of
from akmxl.workbook.fills import Fills
from akmxl.workbook.layout import FINDINGS, FINDINGS_SHEET

if TYPE_CHECKING:
    from pathlib import Path

TABLE = str(FINDINGS_SHEET.table)
LONG = "Bu kataklarda raqam o‘rniga matn turibdi, uni qo‘shib bo‘lmaydi. " * 6


def rows(*texts: str) -> Fills:
    return Fills(tables={TABLE: [["xato", "TYP01", "Oylik", "B7", "11", "2025-03", text] for text in texts]})


def heights(path: Path, count: int) -> list[float | None]:
    door = FileDoor.open(path)
    first = door.tables[TABLE].first_data_row
    patch = Patch(door)
    return [looks.height(patch, FINDINGS, row) for row in range(first, first + count)]


def test_a_row_that_did_not_change_keeps_its_height(plan_path: Path) -> None:
    FileDoor.open(plan_path).write(rows("qisqa", LONG, "qisqa"))
    low, high, same = heights(plan_path, 3)
    assert low == same
    assert low is not None
    assert high is not None
    assert low < high
    door = FileDoor.open(plan_path)
    by_hand = Patch(door)
    first = door.tables[TABLE].first_data_row
    for row, points in ((first, 77), (first + 2, 78)):
        looks.set_height(by_hand, FINDINGS, row, points)
    by_hand.save()
    FileDoor.open(plan_path).write(rows("qisqa", LONG, LONG, LONG))
    assert heights(plan_path, 4) == [77, high, high, high]
    assert not patch_of(FileDoor.open(plan_path), rows("qisqa", LONG, LONG, LONG)).changed
