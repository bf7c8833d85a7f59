"""Columns that a script took out or put in: the cells moved, the table did not."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import openpyxl
import pytest
from running import akmxl, put

from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

from .test_lost import TODAY, check, figures, repair

if TYPE_CHECKING:
    from pathlib import Path


def shift(path: Path, sheet: str, column: int, *, more: bool) -> None:
    book = openpyxl.load_workbook(path)
    (book[sheet].insert_cols if more else book[sheet].delete_cols)(column)
    book.save(path)


def columns_of(path: Path, sheet: str) -> dict[str, list[object]]:
    """What stands below each heading that a cell says."""
    lines = [*openpyxl.load_workbook(path)[sheet].iter_rows(min_row=4, values_only=True)]
    return {
        str(title): [line[at] for line in lines[1:]] for at, title in enumerate(lines[0]) if title is not None
    }


@pytest.mark.parametrize(
    ("sheet", "column"), [(registers.DAILY, 11), (registers.DAILY, 1), (registers.EVENTS, 6)]
)
def test_a_column_taken_out_moves_no_heading(path: Path, sheet: str, column: int) -> None:
    shift(path, sheet, column, more=False)
    before = columns_of(path, sheet)
    repair(path)
    after = columns_of(path, sheet)
    moved = {title for title in before if after[title] != before[title]}
    assert moved <= {"Jami qatnov"}  # its formulas take the columns that are there
    assert len(after) == len(before) + 1
    assert not PlanFile.open(path).views[sheet].missing
    assert "STR44" not in check(path)


@pytest.mark.parametrize(("sheet", "column"), [(registers.DAILY, 5), (registers.EVENTS, 3)])
def test_a_column_put_in_changes_no_figure(path: Path, sheet: str, column: int) -> None:
    totals = figures(path)
    shift(path, sheet, column, more=True)
    assert "STR44" in check(path)
    repair(path)
    assert figures(path) == totals
    assert "STR44" not in check(path)
    assert repair(path) == []


def test_the_finding_names_where_it_begins_and_no_heading_to_type(path: Path) -> None:
    shift(path, registers.DAILY, 11, more=False)
    data = akmxl("check", path, "--today", "2025-04-10", "--json", "--no-write", "--lang", "en").json
    found = [one for one in data["findings"] if one["rule"] == "STR44"]
    assert [one["cell"] for one in found] == ["K4"]
    assert "akmxl repair" in found[0]["fix"]
    assert "again" not in found[0]["fix"]


@pytest.mark.parametrize("field", ["item", "key"])
def test_a_check_does_not_write_over_findings_that_moved(path: Path, field: str) -> None:
    akmxl("check", path, "--today", TODAY)
    view = PlanFile.open(path).views[layout.FINDINGS]
    reason = "Hujjatlar bilan solishtirildi."
    put(path, {(view.name, next(iter(view.filled_rows())), view.columns["reason"]): reason})
    shift(path, view.name, view.columns[field], more=False)
    for command in ("check", "repair", "check"):
        assert akmxl(command, path, "--today", TODAY).code in (0, 1)
    view = PlanFile.open(path).views[layout.FINDINGS]
    assert reason in [view.text(row, "reason") for row in view.filled_rows() if view.text(row, "key")]
    assert "STR44" not in check(path)


def test_reasons_come_back_from_a_copy_that_has_them(path: Path) -> None:
    reason = "Hujjatlar bilan solishtirildi."
    akmxl("check", path, "--today", TODAY)
    view = PlanFile.open(path).views[layout.FINDINGS]
    put(path, {(view.name, next(iter(view.filled_rows())), view.columns["reason"]): reason})
    copy = path.parent / ".akmxl-zaxira" / f"{path.stem}-20250101-000000-000000.xlsx"
    shutil.copyfile(path, copy)
    shift(path, view.name, view.columns["reason"], more=False)
    for command in (("check",), ("repair",), ("repair", "--from-copy"), ("check",)):
        assert akmxl(command[0], path, *command[1:], "--today", TODAY).code in (0, 1)
    view = PlanFile.open(path).views[layout.FINDINGS]
    assert reason in [view.text(row, "reason") for row in view.filled_rows()]
