"""The ids of register rows: a row keeps its own, and none is ever given twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import add_records
from running import akmxl, put

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

KIND = "“Kitobxonlar klubi” tadbiri"


def check(path: Path) -> None:
    assert akmxl("check", path, "--today", "2025-04-10").code in (0, 1)


def add_event(path: Path, day: int) -> None:
    event = {"date": date(2025, 3, day), "event_kind": KIND, "title": f"{day}-mart", "participants": 20}
    add_records(path, {registers.EVENTS: [event]})


def ids(path: Path) -> dict[str, int]:
    """Title -> id, as the sheet has them."""
    view = PlanFile.open(path).views[registers.EVENTS]
    return {view.text(row, "title"): view.cell(row, "id").value for row in view.filled_rows()}


def delete_event(path: Path, title: str) -> None:
    """The row taken out as people do it: its cells emptied, the rows below moved up by hand."""
    view = PlanFile.open(path).views[registers.EVENTS]
    row = next(row for row in view.filled_rows() if view.text(row, "title") == title)
    put(path, {(view.name, row, column): None for column in view.titles})


@pytest.fixture
def events(plan_path: Path) -> Path:
    """Three events, checked: their ids are 1, 2 and 3."""
    for day in (3, 4, 5):
        add_event(plan_path, day)
    check(plan_path)
    assert ids(plan_path) == {"3-mart": 1, "4-mart": 2, "5-mart": 3}
    return plan_path


def test_the_id_of_the_last_row_that_was_deleted_is_not_given_again(events: Path) -> None:
    delete_event(events, "5-mart")
    add_event(events, 6)
    check(events)
    assert ids(events) == {"3-mart": 1, "4-mart": 2, "6-mart": 4}


def test_nor_is_it_when_a_check_has_passed_between(events: Path) -> None:
    for day in (6, 7):
        delete_event(events, f"{day - 1}-mart")
        check(events)
        add_event(events, day)
        check(events)
    assert ids(events) == {"3-mart": 1, "4-mart": 2, "7-mart": 5}


def test_submitting_keeps_the_highest_id(quarter_path: Path) -> None:
    command = ("submit", quarter_path, "--period", "2025-Q1", "--today", "2025-04-10")
    assert akmxl(*command).code == 0
    given = ids(quarter_path)
    last = max(given, key=lambda title: given[title])
    delete_event(quarter_path, last)
    assert akmxl("sent", quarter_path, "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05").code == 0
    add_event(quarter_path, 31)
    assert akmxl(*command).code == 0
    assert ids(quarter_path)["31-mart"] == given[last] + 1


def test_a_workbook_without_the_hidden_sheet_is_still_checked(events: Path) -> None:
    book = Workbook.open(events)
    patch = Patch(book)
    xml = patch.part_xml(book.part)
    patch.parts[book.part] = xml.replace(b'name="_akmxl"', b'name="_boshqa"')
    patch.save(backup=False)
    add_event(events, 6)
    check(events)
    assert ids(events)["6-mart"] == 4


@pytest.mark.parametrize("typed", [1, -5, 1e15, "x"])
def test_an_id_that_was_typed_over_is_named_at_its_cell(events: Path, typed: object) -> None:
    check(events)
    view = PlanFile.open(events).views[registers.EVENTS]
    row = list(view.filled_rows())[1]
    was, place = view.cell(row, "id").value, view.place(row, "id")
    put(events, {place: typed})  # type: ignore[dict-item]
    found = akmxl("check", events, "--today", "2025-04-10", "--json", "--no-write").json["findings"]
    told = [one for one in found if one["rule"] == "STR34"]
    assert [(one["cell"], str(was) in one["message"]) for one in told] == [(place.a1, True)]


def row_of(path: Path, title: str) -> int:
    view = PlanFile.open(path).views[registers.EVENTS]
    return next(row for row in view.filled_rows() if view.text(row, "title") == title)


def empty_id(path: Path, title: str) -> None:
    view = PlanFile.open(path).views[registers.EVENTS]
    put(path, {(view.name, row_of(path, title), view.columns["id"]): None})


def test_a_row_that_lost_its_id_gets_it_back_from_the_newest_copy(events: Path) -> None:
    add_event(events, 6)
    check(events)  # a copy is kept of what was there before
    folder = events.parent / ".akmxl-zaxira"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{events.stem}-20250410-120000-000000{events.suffix}"
    copy.write_bytes(events.read_bytes())
    empty_id(events, "4-mart")
    check(events)
    assert ids(events) == {"3-mart": 1, "4-mart": 2, "5-mart": 3, "6-mart": 4}


def test_without_a_copy_the_lost_id_is_named_at_the_cell_and_no_new_one_given_yet(events: Path) -> None:
    for copy in (events.parent / ".akmxl-zaxira").glob("*"):
        copy.unlink()
    empty_id(events, "4-mart")
    found = akmxl("check", events, "--today", "2025-04-10", "--json").json["findings"]
    lost = [one for one in found if one["rule"] == "STR34"]
    assert [one["cell"] for one in lost] == [f"O{row_of(events, '4-mart')}"]
    assert "2" in lost[0]["fix"]
    assert ids(events) == {"3-mart": 1, "4-mart": None, "5-mart": 3}
    check(events)  # it was said once
    assert ids(events) == {"3-mart": 1, "4-mart": 4, "5-mart": 3}
