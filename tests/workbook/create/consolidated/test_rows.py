"""Rows that are written whole are those that are written cell by cell; long texts are told or continued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl.utils.escape import unescape

from akmxl.workbook.create.consolidated.book import Column, Formula, begun
from akmxl.workbook.create.consolidated.feedback import NAME, feedback_bytes
from akmxl.workbook.create.consolidated.listing import listing
from akmxl.workbook.create.consolidated.result import result_bytes
from akmxl.workbook.create.consolidated.rows import RowSheet
from akmxl.workbook.create.shared import PlanSheet
from akmxl.workbook.text_height import HIGHEST, SMALL, row_height, row_texts

from .making import CLEAN, TODAY, clean
from .test_result import opened

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from akmxl.workbook.create.consolidated.book import Shown

KINDS = ("text", "word", "count", "decimal", "percent", "exact", "day")
COLUMNS = [Column(kind, 12, kind) for kind in KINDS]
VALUES: tuple[Shown, ...] = (
    None, "", "oddiy matn", "«Kitob» & <b> \"a\" 'b'", " bo‘sh joy ", "ikki\nqator", "_x0041_", "=1+1",
    "\x07\ud800 ko‘rinmas", "😀" * 17_000, "uzun " * 50, 0, 7, -3, 1234567, 10**17, 2.5, 3.0,
    float("inf"), date(2025, 4, 7), date(1900, 3, 1), Formula("=1+2", 3),
    Formula('=IF(A1<2,"a&b","")', "a&b"),
)  # fmt: skip


def made(kind: type[PlanSheet]) -> Worksheet:
    lists, target = begun("Ro‘yxat", TODAY, "sinov")
    sheet = lists.sheet("A", "#70AD47", kind)
    rows = [[value] * len(COLUMNS) for value in VALUES]
    listing(lists, sheet, COLUMNS, rows, bold=2, muted=[place % 3 == 0 for place in range(len(rows))])
    lists.workbook.close()
    return opened(target.getvalue(), formulas=True)["A"]


def told(cell: Cell | MergedCell) -> object:
    """What Excel shows of a cell that holds its text itself: openpyxl leaves ``_x005F_`` in that."""
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
def test_whole_rows_are_those_that_are_written_cell_by_cell() -> None:
    whole, by_cell = made(RowSheet), made(PlanSheet)
    assert whole.dimensions == by_cell.dimensions
    for ours, theirs in zip(whole.iter_rows(), by_cell.iter_rows(), strict=True):
        assert whole.row_dimensions[ours[0].row].height == by_cell.row_dimensions[ours[0].row].height
        for one, other in zip(ours, theirs, strict=True):
            assert told(one) == other.value, one.coordinate
            for look in ("number_format", "font", "fill", "border", "alignment"):
                assert repr(getattr(one, look)) == repr(getattr(other, look)), (one.coordinate, look)


LONG = "\n".join(f"{place}-band: {'birligi boshqa, qo‘shilmaydi; ' * 4}" for place in range(60))


@pytest.mark.parametrize("text", [LONG, "x" * 5000, "qisqa", "a\n" * 100 + "b", "", " " * 300 + LONG])
def test_a_text_is_cut_into_what_rows_can_show(text: str) -> None:
    parts = row_texts(text, 34, SMALL)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(row_height([(part, 34)], SMALL) < HIGHEST for part in parts)
    assert len(parts) == 1 or all(parts[1:])


def test_an_answer_continues_a_long_text_below_and_the_result_tells_that_it_goes_on() -> None:
    found = clean()
    entry = replace(found.entries[0], reason="{sentences}", params={"sentences": LONG})
    whole = replace(found, entries=(entry, *found.entries[1:]))
    answer = opened(feedback_bytes(whole, CLEAN, TODAY))[NAME]
    told = [cell.value for cell in answer["F"] if isinstance(cell.value, str)]
    assert "".join(LONG.split()) in "".join("".join(told).split())
    assert all((answer.row_dimensions[row].height or 0) < HIGHEST for row in range(1, answer.max_row + 1))
    refused = opened(result_bytes(whole, TODAY))["Rad etilgan"]
    shown = [str(cell.value) for row in refused.iter_rows() for cell in row]
    assert any(
        one.startswith("(Matn uzun") and "".join(LONG.split()) in "".join(one.split()) for one in shown
    )
