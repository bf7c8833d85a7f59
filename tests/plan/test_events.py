"""Reports bound to events: one for each event, about its own item, due by the event's day."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_records, make_plan
from running import Run, akmxl, put

from akmxl.actions.open_plan import open_plan
from akmxl.core import assets
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.submission.proof.proof import read_form
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from pathlib import Path

INFOLIB, READING = "INFOLIB haftaligi tadbiri", "“Kitobxonlik haftaligi” tadbiri"
EVENTS = (
    {"date": date(2025, 4, 2), "event_kind": INFOLIB, "title": "INFOLIB ochilishi"},
    {"date": date(2025, 4, 8), "event_kind": INFOLIB, "title": "INFOLIB yakuni"},
    {"date": date(2025, 10, 22), "event_kind": READING, "title": "Kitobxonlik ochilishi"},
)
Report = dict[str, Any]


def make(folder: Path, *, infolib: str) -> Path:
    """A plan whose INFOLIB week has this window; the centre has a form of its own for MK-09."""
    path = folder / "reja.xlsx"
    make_plan(path, first_period="2025-01", rows={registers.EVENTS: EVENTS})
    view = PlanFile.open(path).views[layout.PLAN]
    row = code_places(view)["7"][0].row
    put(path, {(view.name, row, view.columns["window"]): infolib})
    (folder / "andozalar").mkdir()
    shutil.copyfile(assets.templates_folder() / "MK-02.xlsx", folder / "andozalar" / "MK-09.xlsx")
    return path


def submit(path: Path, *options: object, day: str = "2026-01-05") -> dict[tuple[str, str], Report]:
    run = akmxl("submit", path, *options, "--json", "--today", day)
    assert run.code in (0, 1), run.out
    return {(one["code"], one["period"]): one for one in run.json["reports"]}


def send(path: Path, code: str, period: str, day: str) -> Run:
    command = ("sent", path, code, period, "--number", "7", "--date", day)
    return akmxl(*command, "--today", "2026-01-05")


def events_in(report: Report) -> set[str]:
    cells = Workbook.open(report["file"]).cells
    book = Workbook.open(report["file"])
    texts = {str(cell.value) for cell in cells(book.sheets[0].name).values()}
    return {str(event["title"]) for event in EVENTS} & texts


def test_each_week_has_a_report_of_its_own(tmp_path: Path) -> None:
    path = make(tmp_path, infolib="II chorak")
    found = submit(path, "--only", "MK-09")
    assert set(found) == {("MK-09", "2025-Q2"), ("MK-09", "2025-Q4")}
    assert events_in(found["MK-09", "2025-Q2"]) == {"INFOLIB ochilishi", "INFOLIB yakuni"}
    assert events_in(found["MK-09", "2025-Q4"]) == {"Kitobxonlik ochilishi"}


def test_a_fault_of_one_week_is_not_in_the_way_of_the_other(tmp_path: Path) -> None:
    path = make(tmp_path, infolib="II chorak")
    view = PlanFile.open(path).views[layout.MONTHLY]
    rows = {view.text(row, "code"): row for row in view.rows}
    put(path, {(view.name, rows["7"], view.columns["m04"]): "ikki"})
    found = submit(path, "--only", "MK-09")
    states = {period: one["status"] for (_, period), one in found.items()}
    assert states == {"2025-Q2": "blocked", "2025-Q4": "written"}
    assert {one["item"] for one in found["MK-09", "2025-Q2"]["findings"]} == {"7"}


def test_two_weeks_of_one_period_have_codes_files_and_receipts_of_their_own(tmp_path: Path) -> None:
    path = make(tmp_path, infolib="IV chorak")
    view = PlanFile.open(path).views[registers.EVENTS]
    put(path, {(view.name, row, view.columns["date"]): date(2025, 11, 5)
               for row in view.filled_rows() if view.text(row, "event_kind") == INFOLIB})  # fmt: skip
    found = submit(path, "--only", "MK-09")
    assert set(found) == {("MK-09/7", "2025-Q4"), ("MK-09/8", "2025-Q4")}
    names = {key[0]: one["file"].rpartition("/")[2] for key, one in found.items()}
    assert names == {"MK-09/7": "MK-09-7_2025-Q4.xlsx", "MK-09/8": "MK-09-8_2025-Q4.xlsx"}
    assert events_in(found["MK-09/8", "2025-Q4"]) == {"Kitobxonlik ochilishi"}
    assert read_form(Workbook.open(found["MK-09/8", "2025-Q4"]["file"])).report == "MK-09/8"

    both = send(path, "MK-09", "2025-Q4", "2025-12-30")
    assert both.code == 2
    assert "MK-09/7, MK-09/8" in both.err
    assert send(path, "MK-09/8", "2025-Q4", "2025-12-30").code == 0
    plan = open_plan(path).plan
    assert {(one.report, one.sealed) for one in plan.receipts} == {("MK-09/7", False), ("MK-09/8", True)}
    assert {(row.report, row.sent is not None) for row in plan.journal} == {
        ("MK-09/7", False),
        ("MK-09/8", True),
    }
    add_records(
        path, {registers.EVENTS: [{"date": date(2025, 11, 6), "event_kind": INFOLIB, "title": "Yana bir"}]}
    )
    assert not changed(path), "another week's event is no change of what was sent"
    add_records(
        path, {registers.EVENTS: [{"date": date(2025, 11, 6), "event_kind": READING, "title": "Kech"}]}
    )
    assert changed(path) == {"MK-09/8"}


def changed(path: Path) -> set[str]:
    run = akmxl("check", path, "--no-write", "--json", "--today", "2026-01-05")
    told = [one["message"] for one in run.json["findings"] if one["rule"] == "SUB03"]
    return {code for code in ("MK-09/7", "MK-09/8") if any(code in message for message in told)}


def test_a_week_drafted_before_the_other_came_keeps_its_code(tmp_path: Path) -> None:
    path = make(tmp_path, infolib="II chorak")
    assert set(submit(path, "--only", "MK-09", "--period", "2025-Q4")) == {("MK-09", "2025-Q4")}
    view = PlanFile.open(path).views[layout.PLAN]
    put(path, {(view.name, code_places(view)["7"][0].row, view.columns["window"]): "IV chorak"})
    assert set(submit(path, "--only", "MK-09")) == {("MK-09", "2025-Q4"), ("MK-09/7", "2025-Q4")}
    assert set(submit(path, "--only", "MK-09/7")) == {("MK-09/7", "2025-Q4")}


# -- before the event -----------------------------------------------------------------------------

BEFORE = {"report": "XX-01", "recipient": "Hokimlik", "title": "Tadbir dasturi", "cadence": "har chorak",
          "due_rule": "tadbirdan oldingi ish kunlari", "days": 3, "confirmed": "tasdiqlangan",
          "items": "7"}  # fmt: skip


@pytest.fixture
def before(tmp_path: Path) -> Path:
    path = make(tmp_path, infolib="II chorak")
    add_records(path, {"HisobotlarKatalogi": [BEFORE]})
    return path


def test_a_letter_before_an_event_is_due_before_its_quarter_begins(before: Path) -> None:
    """The event is on Wednesday, 2 April; Monday, 31 March is a day off."""
    due = akmxl("due", before, "--json", "--today", "2025-03-28").json["reports"]
    one = next(one for one in due if one["code"] == "XX-01" and one["period"] == "2025-Q2")
    assert (one["due"], one["status"]) == ("2025-03-28", "due")
    assert ("XX-01", "2025-Q2") in submit(before, day="2025-03-28")


def test_it_may_go_out_before_its_quarter_begins_and_others_may_not(before: Path) -> None:
    assert send(before, "XX-01", "2025-Q2", "2025-03-27").code == 0
    early = send(before, "MK-06", "2025-Q2", "2025-03-27")
    assert early.code == 2
    assert "27.03.2025" in early.err
    assert "01.04.2025" in early.err
