"""The workbook after other programs have saved it: what was sent is still proven."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import once
from libreoffice import if_there_is_one, saved_by_libreoffice
from running import akmxl, only_reports, put

from akmxl.actions.open_plan import open_plan
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.receipts import broken
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

DAY = ("--today", "2025-04-10")


@pytest.fixture(scope="session")
def sent(quarter: Path, shared: Path) -> Path:
    """A plan of which five reports were drafted and three have gone out."""
    return once(shared, "three sent", lambda folder: send(quarter, folder / "reja.xlsx")) / "reja.xlsx"


def send(quarter: Path, path: Path) -> None:
    shutil.copy(quarter, path)
    only_reports(path, "MK-02", "MK-10", "MK-16")
    akmxl("check", path, *DAY)
    akmxl("submit", path, "--period", "2025-Q1", *DAY)
    for number, (code, period) in enumerate(
        (("MK-02", "2025-01"), ("MK-10", "2025-Q1"), ("MK-16", "2025-Q1"))
    ):
        day = ("--number", f"01-{number}", "--date", "2025-04-05")
        assert akmxl("sent", path, code, period, *day).code == 0


def by_openpyxl(path: Path, target: Path) -> None:
    openpyxl.load_workbook(path).save(target)


def by_libreoffice(path: Path, target: Path) -> None:
    (saved,) = saved_by_libreoffice("xlsx", target.parent / "lo", path)
    shutil.move(saved, target)


SAVERS = [by_openpyxl, pytest.param(by_libreoffice, marks=[pytest.mark.libreoffice, if_there_is_one])]


@pytest.fixture(params=SAVERS)
def saved(request: pytest.FixtureRequest, sent: Path, shared: Path, tmp_path: Path) -> Path:
    """The same workbook, saved by another program under another name in another folder."""
    save, name = request.param, "Reja (tahrir).xlsx"
    made = once(shared, f"saved {save.__name__}", lambda folder: save(sent, folder / name))
    return Path(shutil.copy(made / name, tmp_path))


def findings(path: Path, *rules: str) -> list[dict[str, Any]]:
    data = akmxl("check", path, "--no-write", "--json", *DAY).json
    return [one for one in data["findings"] if one["rule"] in rules]


def test_every_receipt_comes_through_and_the_chain_holds(saved: Path, sent: Path) -> None:
    receipts = open_plan(saved).plan.receipts
    assert receipts == open_plan(sent).plan.receipts
    assert [one.sealed for one in receipts] == [True] * 3 + [False] * 2
    assert broken(receipts) == []
    assert findings(saved, "SUB03", "SUB04", "SUB10") == []


def test_a_changed_figure_and_a_lost_row_are_found_still(saved: Path) -> None:
    view = PlanFile.open(saved).views[registers.DAILY]
    place = view.place(view.first_row + 9, "new_readers")
    put(saved, {(place.sheet, place.row, place.column): 50})
    assert {one["item"] for one in findings(saved, "SUB03")} == {"15.1"}
    cells = Workbook.open(saved).cells(layout.RECEIPTS)
    row = next(row for (row, column), cell in cells.items() if column == 5 and cell.value == "item:15.1/ytd")
    put(saved, {(layout.RECEIPTS, row, column): None for column in range(1, 12)})
    (one,) = findings(saved, "SUB04")
    assert "MK-10" in one["message"]


def test_the_form_is_verified_against_it(saved: Path, sent: Path) -> None:
    form = sent.parent / "hisobotlar" / "2025-Q1" / "MK-10_2025-Q1.xlsx"
    run = akmxl("diff", form, saved, "--json")
    assert (run.code, run.json["same"], run.json["proof"]["receipt"]) == (0, True, "same")


def test_the_next_report_goes_out_from_it(saved: Path) -> None:
    run = akmxl("sent", saved, "MK-02", "2025-02", "--number", "9", "--date", "2025-04-05")
    assert run.code == 0, run.err
    receipts = open_plan(saved).plan.receipts
    assert [one.sealed for one in receipts] == [True] * 4 + [False]
    assert broken(receipts) == []
    assert findings(saved, "SUB04") == []


def rename(path: Path, names: dict[str, str]) -> None:
    book = openpyxl.load_workbook(path)
    for old, new in names.items():
        book[old].title = new
    book.save(path)


def test_sheets_in_other_spellings_are_the_same_sheets(sent: Path, tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    shutil.copy(sent, path)
    rename(path, {"Hisobotlar": "ҲИСОБОТЛАР", "Royxatlar": "Ro‘yxatlar", "Kundalik": "kundalik "})
    assert findings(path, "SUB03", "SUB04") == []


def test_a_sheet_with_another_name_stops_the_run_and_changes_nothing(sent: Path, tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    shutil.copy(sent, path)
    rename(path, {"Hisobotlar": "Hisobotlar 2"})
    before = path.read_bytes()
    run = akmxl("check", path, *DAY)
    assert run.code == 2
    assert "Hisobotlar 2" in run.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", ["qayd", "qiymat"])
def test_any_row_taken_out_of_the_receipts_is_found(kind: str, sent: Path, tmp_path: Path) -> None:
    cells = Workbook.open(sent).cells(layout.RECEIPTS)
    sealed = {row for (row, column), cell in cells.items() if column == 11 and cell.value and row > 1}
    reports = {cells[row, 2].value for row in sealed}
    rows = [
        row
        for (row, column), cell in sorted(cells.items())
        if column == 1 and cell.value == kind and cells[row, 2].value in reports and row <= max(sealed)
    ]
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        path = tmp_path / f"{row}.xlsx"
        shutil.copy(sent, path)
        put(path, {(layout.RECEIPTS, row, column): None for column in range(1, 12)})
        assert findings(path, "SUB04"), row
