"""The printed page: what it holds, and where a new one begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.pages import begin_pages, page_of, row_heights
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def form(path: Path, dress: Callable[[Any], object]) -> Patch:
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet("Boshqa").repeat_rows(4)
        sheet = file.add_worksheet("Shakl")
        sheet.write_column("A1", ["a", "b", "c"])
        sheet.set_row(1, 40)
        sheet.set_margins(top=0.5, bottom=0.5)
        sheet.set_footer("&P")
        dress(sheet)
    return Patch(Workbook.open(path))


@pytest.mark.parametrize(
    ("dress", "room"),
    [
        (lambda sheet: sheet.set_paper(9), 0.98 * (841.9 - 72)),
        (lambda sheet: (sheet.set_paper(9), sheet.set_landscape()), 0.98 * (595.3 - 72)),
        (lambda sheet: (sheet.set_paper(9), sheet.set_print_scale(50)), 0.98 * (841.9 - 72) * 2),
    ],
)
def test_a_page_holds_what_its_paper_and_scale_allow(
    dress: Callable[[Any], object], room: float, tmp_path: Path
) -> None:
    page = page_of(form(tmp_path / "a.xlsx", dress), "Shakl")
    assert page is not None
    assert page.room == pytest.approx(room)
    assert (page.first_title, page.last_title) == (0, 0)


@pytest.mark.parametrize(
    "dress", [lambda sheet: sheet.set_paper(66), lambda sheet: (sheet.set_paper(9), sheet.fit_to_pages(1, 0))]
)
def test_a_page_that_is_fitted_or_of_strange_paper_is_left_alone(
    dress: Callable[[Any], object], tmp_path: Path
) -> None:
    assert page_of(form(tmp_path / "a.xlsx", dress), "Shakl") is None


def test_the_rows_to_repeat_are_the_sheets_own(tmp_path: Path) -> None:
    patch = form(tmp_path / "a.xlsx", lambda sheet: (sheet.set_paper(9), sheet.repeat_rows(1, 2)))
    page = page_of(patch, "shakl")
    assert page is not None
    assert (page.first_title, page.last_title) == (2, 3)
    assert row_heights(patch, "Shakl", page) == {1: 15, 2: 39.75, 3: 15}


def test_pages_begin_where_they_are_told_to_and_nowhere_else(tmp_path: Path) -> None:
    patch = form(tmp_path / "a.xlsx", lambda sheet: (sheet.set_paper(9), sheet.set_h_pagebreaks([2])))
    begin_pages(patch, "Shakl", [2, 3])
    patch.save(tmp_path / "b.xlsx")
    breaks = openpyxl.load_workbook(tmp_path / "b.xlsx")["Shakl"].row_breaks
    assert [one.id for one in breaks.brk] == [1, 2]
    patch = Patch(Workbook.open(tmp_path / "b.xlsx"))
    begin_pages(patch, "Shakl", [])
    assert b"rowBreaks" not in patch.settled(patch.locate("Shakl")[1])
