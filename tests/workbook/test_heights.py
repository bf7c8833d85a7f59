"""Rows that akmxl writes are as high as their texts: of its own tables, and of those that it adds rows to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look import looks
from akmxl.workbook.doors.file_door import FileDoor, patch_of
from akmxl.workbook.fills import Fills
from akmxl.workbook.layout import FINDINGS, FINDINGS_SHEET, JOURNAL_SHEET

if TYPE_CHECKING:
    from pathlib import Path

TABLE = str(FINDINGS_SHEET.table)
JOURNAL = str(JOURNAL_SHEET.table)
LONG = "Bu kataklarda raqam o‘rniga matn turibdi, uni qo‘shib bo‘lmaydi. " * 6


def rows(*texts: str) -> Fills:
    return Fills(tables={TABLE: [["xato", "TYP01", "Oylik", "B7", "11", "2025-03", text] for text in texts]})


def heights(path: Path, count: int, table: str = TABLE) -> list[float | None]:
    door = FileDoor.open(path)
    first = door.tables[table].first_data_row
    patch = Patch(door)
    return [looks.height(patch, door.tables[table].sheet, row) for row in range(first, first + count)]


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


def test_added_rows_of_two_lines_get_their_height_and_grow_on(plan_path: Path) -> None:
    """A blank row that another program kept low is raised; one line needs no height of its own."""
    door = FileDoor.open(plan_path)
    first = door.tables[JOURNAL].first_data_row
    low = Patch(door)
    looks.set_height(low, JOURNAL, first, 12.8, growing=True)
    low.save()
    added = [["MK-01", LONG], ["MK-02", "qisqa"], ["MK-03", LONG]]
    FileDoor.open(plan_path).write(Fills(added={JOURNAL: added}))
    high, short, same = heights(plan_path, 3, JOURNAL)
    assert high == same
    assert (high or 0) > 2 * 14.5
    assert short is None
    patch = Patch(FileDoor.open(plan_path))
    row = patch.open_rows(JOURNAL)[1].peek(first)
    assert row is not None
    assert b"customHeight" not in row.tag


def test_a_long_text_written_into_a_row_raises_it(plan_path: Path) -> None:
    door = FileDoor.open(plan_path)
    first = door.tables[JOURNAL].first_data_row
    door.write(Fills(added={JOURNAL: [["MK-01", LONG], ["MK-02", "qisqa"]]}))
    high, _ = heights(plan_path, 2, JOURNAL)
    FileDoor.open(plan_path).write(Fills({Place(JOURNAL, first + 1, 2): LONG}))
    FileDoor.open(plan_path).write(Fills({Place(JOURNAL, first, 2): "qisqa"}))
    assert heights(plan_path, 2, JOURNAL) == [high, high], "no row is made lower"
