"""A write in Excel is whole or it has never been: whatever Excel refuses, the workbook is as before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from akmxl.actions.check import check as check_plan, write_check
from akmxl.core.errors import AkmxlError
from akmxl.workbook import layout
from akmxl.workbook.doors.live import com
from akmxl.workbook.doors.live.attach import workbook_in_front
from akmxl.workbook.doors.live.door import LiveDoor
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import PlanFile

from . import making
from .test_contents import check, close_august, live_plan, roll_up_all, submit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.workbook.opened import OpenedPlan

    from .engine import Excel
    from .store import StoredWorkbook

pytestmark = pytest.mark.slow

Opened = Any
TEXTS, ANYTHING = "@", "General"


def state(excel: Excel) -> dict[str, Any]:
    """All that a press must leave as it was, where it changes nothing."""
    workbook = excel.workbook
    return {
        "contents": workbook.contents(),
        "formats": formats(workbook),
        "selected": {sheet.name: sheet.selected for sheet in workbook.sheets},
        "active": workbook.active,
        "saved": workbook.saved,
        "app": (excel.screen_updating, excel.enable_events, excel.calculation, excel.fills_columns),
    }


@dataclass(eq=False)
class Formats:
    """A sheet's number formats; two are the same where they are, or are once those of the column are left out
    (which takes fifty times as long)."""

    own: dict[tuple[int, int], str]
    of_columns: dict[int, str]

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Formats)
        return (self.own, self.of_columns) == (other.own, other.of_columns) or self.told == other.told

    @property
    def told(self) -> dict[tuple[int, int], str]:
        return {
            spot: text for spot, text in self.own.items() if text != self.of_columns.get(spot[1], ANYTHING)
        }


def formats(workbook: StoredWorkbook) -> dict[str, Formats]:
    return {sheet.name: Formats(dict(sheet.formats), dict(sheet.column_formats)) for sheet in workbook.sheets}


def at_a_desk(path: Path, opened: Opened) -> Excel:
    """A workbook that somebody has saved; a cell of a protected sheet is selected."""
    excel: Excel = opened(path)
    excel.calculation = "semiautomatic"
    workbook = excel.workbook
    workbook.active = [sheet.name for sheet in workbook.sheets].index("Oylik")
    workbook.sheet("Oylik").selected = (40, 3)
    workbook.sheet("Oylik").selectable = 1
    return excel


def handed_over(excel: Excel, job: Callable[[OpenedPlan], object]) -> tuple[Fills, int]:
    """What a job hands to Excel, and by how many calls it has changed something until then: to look at a
    protected sheet it opens it. Nothing is written. A job hands over once, when all is worked out, so this is
    the same whatever Excel refuses, and need not be worked out anew for each refusal."""
    given: list[Fills] = []
    excel.changes = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveDoor, "write", lambda _door, fills: given.append(fills) is None)
        job(live_plan(excel))
    (fills,) = given
    return fills, excel.changes


def write(excel: Excel, fills: Fills) -> bool:
    """Write into the workbook that Excel holds now; it is opened and read anew."""
    return PlanFile.of(workbook_in_front(excel.window, excel.workbook.name)).workbook.write(fills)


def assert_all_or_none(excel: Excel, job: Callable[[OpenedPlan], object]) -> None:
    """Do a job once for each call by which it changes something, refused; the last time none is refused.

    Where the call comes after the job has handed over, only the writing is done again; the whole job, refused
    at its very end and then let be, leaves the same."""
    workbook, before = excel.workbook, state(excel)

    def whole() -> None:
        job(live_plan(excel))

    fills, looking = handed_over(excel, job)
    assert state(excel) == before
    for number in range(1, looking + 1):  # a job may do without what it was not let look at
        assert not refused(excel, workbook, number, whole) or state(excel) == before, number
    steps = 0
    while refused(excel, workbook, steps + 1, lambda: write(excel, fills)):
        steps += 1
        assert state(excel) == before, f"after change {steps} of writing was refused"
    assert excel.changes == steps > 4
    written = state(excel)
    assert written != before
    assert refused(excel, workbook, looking + steps, whole)
    assert state(excel) == before
    assert not refused(excel, workbook, looking + steps + 1, whole)
    assert excel.changes == looking + steps
    assert state(excel) == written


def refused(excel: Excel, workbook: StoredWorkbook, fail_at: int, do: Callable[[], object]) -> bool:
    """Do something to a copy of a workbook, one change refused; whether it is then told that it failed."""
    excel.workbooks[0] = workbook.copy()
    excel.changes, excel.fail_at = 0, fail_at
    try:
        do()
    except AkmxlError:
        return True
    return False


@pytest.mark.parametrize("job", [check, close_august, roll_up_all])
def test_whichever_change_is_refused(quarter_path: Path, opened: Opened, job: Callable[..., object]) -> None:
    put_formats_of_many_kinds(excel := at_a_desk(quarter_path, opened))
    assert_all_or_none(excel, job)


def test_whichever_change_is_refused_where_sheets_and_tables_are_new(
    quarter_path: Path, opened: Opened
) -> None:
    making.change(quarter_path, "xl/workbook.xml", r'<sheet name="_akmxl"[^>]*/>', "")
    excel = at_a_desk(quarter_path, opened)
    assert_all_or_none(excel, submit)
    assert excel.workbook.sheet(layout.RECEIPTS).cells


def test_a_sheet_that_somebody_renames_meanwhile_is_not_taken_for_an_added_one(
    quarter_path: Path, opened: Opened
) -> None:
    making.change(quarter_path, "xl/workbook.xml", r'<sheet name="_akmxl"[^>]*/>', "")
    excel = at_a_desk(quarter_path, opened)
    workbook, added = excel.workbook, Fills(sheets={layout.RECEIPTS: [["MK-16"]]})
    for number in count(1):
        excel.workbooks[0] = workbook.copy()
        door = live_plan(excel).file.workbook
        excel.workbook.sheet("Tadbirlar").name = "Tadbirlar, eski"
        before = state(excel)
        excel.changes, excel.fail_at = 0, number
        try:
            door.write(added)
        except AkmxlError:
            assert state(excel) == before, number
        else:
            break
    assert number > 4


def excel_takes(excel: Excel, fills: Fills) -> bool:
    try:
        return write(excel, fills)
    except AkmxlError:
        return False


def test_where_excel_itself_fills_the_new_rows_of_a_column(quarter_path: Path, opened: Opened) -> None:
    """Somebody has made a computed column of a table that grows."""
    excel = at_a_desk(quarter_path, opened)
    sheet = excel.workbook.sheet("Hisobotlar")
    (table,) = sheet.tables.values()
    table.computed = {table.area[3] - 1: "=ROW()"}
    assert_all_or_none(excel, submit)
    (table,) = excel.workbook.sheet("Hisobotlar").tables.values()
    assert table.area[2] > 10


def put_formats_of_many_kinds(excel: Excel) -> None:
    """In the rows that Tekshiruv will take, and in those below it."""
    sheet = excel.workbook.sheet("Tekshiruv")
    (table,) = sheet.tables.values()
    for row in range(table.area[0] + 1, table.area[0] + 9):
        for column in range(table.area[1], table.area[3] + 1):
            sheet.formats[row, column] = (TEXTS, "0.00", ANYTHING)[(row + column) % 3]


def test_formats_change_where_a_formula_must_compute_and_nowhere_else(
    quarter_path: Path, opened: Opened
) -> None:
    excel = opened(quarter_path)
    check(live_plan(excel))
    sheet = excel.workbook.sheet("Tekshiruv")
    (table,) = sheet.tables.values()
    column = PlanFile.of(live_plan(excel).file.workbook).views["Tekshiruv"].columns["cell"]
    rows = range(table.area[0] + 1, table.area[2] + 1)
    for row in rows:
        sheet.formats[row, column] = (TEXTS, "0.00", ANYTHING)[row % 3]
        sheet.cells.pop((row, column), None)
    check(live_plan(excel))
    given = [sheet.cells[row, column].formula for row in rows if (row, column) in sheet.cells]
    assert len([formula for formula in given if formula]) > 6
    for row in rows:
        computes = (row, column) in sheet.cells and sheet.cells[row, column].formula
        kept = (TEXTS, "0.00", ANYTHING)[row % 3]
        assert sheet.formats[row, column] == (ANYTHING if computes and kept == TEXTS else kept), row


def test_a_formula_that_stood_in_a_cell_of_texts_is_put_back_as_one(
    quarter_path: Path, opened: Opened
) -> None:
    """Somebody made it a cell of texts later: Excel computes on until the formula is typed again."""
    excel = opened(quarter_path)
    check(live_plan(excel))
    sheet = excel.workbook.sheet("Tekshiruv")
    spot = next(spot for spot, cell in sheet.cells.items() if cell.formula)
    sheet.formats[spot] = TEXTS
    assert_all_or_none(excel, check_in_april)


def check_in_april(plan: OpenedPlan) -> None:
    write_check(plan, check_plan(plan, date(2025, 4, 10)), date(2025, 4, 10))


def test_where_nothing_can_be_put_back_it_is_said(quarter_path: Path, opened: Opened) -> None:
    excel = at_a_desk(quarter_path, opened)
    excel.fail_at, excel.fails_on = 6, True
    with pytest.raises(AkmxlError, match="yarmida to‘xtadi"):
        close_august(live_plan(excel))
    assert (excel.screen_updating, excel.enable_events, excel.calculation) == (True, True, "semiautomatic")
    assert not excel.workbook.saved


def test_an_excel_that_is_busy_when_all_is_put_back_is_waited_for(quarter_path: Path, opened: Opened) -> None:
    """It refuses a change, then somebody edits a cell, for longer than a mere question would wait."""
    excel = at_a_desk(quarter_path, opened)
    (fills, looking), workbook, before = handed_over(excel, close_august), excel.workbook, state(excel)
    assert not looking
    for change, call in enumerate(calls_that_change(excel, fills), 1):
        for later in range(1, 9):
            excel.workbooks[0] = workbook.copy()
            excel.changes, excel.fail_at = 0, change
            excel.calls, excel.busy_at, excel.turned_away = 0, call + later, 5 * len(com.PAUSES)
            if not excel_takes(excel, fills):
                assert state(excel) == before, (change, later)


def test_a_sheet_is_protected_again_when_excel_gets_busy_as_soon_as_it_is_open(
    quarter_path: Path, opened: Opened
) -> None:
    excel = at_a_desk(quarter_path, opened)
    (fills, looking), workbook, before = handed_over(excel, close_august), excel.workbook, state(excel)
    assert not looking
    for call in calls_that_change(excel, fills):
        excel.workbooks[0] = workbook.copy()
        excel.calls, excel.busy_at, excel.turned_away = 0, call + 1, 5 * len(com.PAUSES)
        if not excel_takes(excel, fills):
            assert state(excel) == before, call


def calls_that_change(excel: Excel, fills: Fills) -> list[int]:
    """The number of each call by which a write changes something, counted from its beginning."""
    workbook = excel.workbook
    excel.workbooks[0], excel.calls, excel.called_at = workbook.copy(), 0, []
    write(excel, fills)
    excel.workbooks[0], found, excel.called_at = workbook, excel.called_at, []
    return found


def test_what_may_be_selected_on_a_protected_sheet_stays(quarter_path: Path, opened: Opened) -> None:
    excel = at_a_desk(quarter_path, opened)
    oylik = excel.workbook.sheet("Oylik")
    protection = dict(oylik.protection or {})
    close_august(live_plan(excel))
    assert (oylik.protection, oylik.selectable) == (protection, 1)


def test_a_sheet_with_a_password_leaves_the_others_as_they_were(quarter_path: Path, opened: Opened) -> None:
    excel = at_a_desk(quarter_path, opened)
    excel.workbook.sheet("Topshirish").protection = dict(excel.workbook.sheet("Oylik").protection or {})
    excel.workbook.sheet("Topshirish").password = "sir"
    before = state(excel)
    with pytest.raises(AkmxlError, match="Topshirish"):
        close_august(live_plan(excel))
    assert state(excel) == before


def test_a_sheet_that_is_not_protected_again_is_named(
    quarter_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from . import api, engine

    def refuse(*_arguments: object) -> None:
        raise engine.failure("Not enough memory.")

    excel = at_a_desk(quarter_path, opened)
    plan = live_plan(excel)
    monkeypatch.setattr(api.Worksheet, "Protect", refuse)
    with pytest.raises(AkmxlError, match="Oylik"):
        close_august(plan)
    assert not excel.workbook.saved  # what was written is kept only by who is asked to save it


def test_only_looking_at_protected_sheets_leaves_the_workbook_saved(
    quarter_path: Path, opened: Opened
) -> None:
    excel = at_a_desk(quarter_path, opened)
    before = state(excel)
    plan = live_plan(excel)
    for sheet in plan.file.workbook.sheets:
        plan.file.workbook.validations(sheet.name)
        plan.file.workbook.hidden_rows(sheet.name)
    assert state(excel) == before
