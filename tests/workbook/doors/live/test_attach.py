"""Which workbook a press or a command means, among all that are open in the Excels of this PC."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from akmxl.actions.open_plan import open_plan
from akmxl.core.errors import FileProblem, Unsupported
from akmxl.workbook.doors.live import com, open_here
from akmxl.workbook.doors.live.attach import held_by_excel, workbook_in_front
from akmxl.workbook.doors.live.door import LiveDoor

from .conftest import held
from .engine import Excel, register

if TYPE_CHECKING:
    from pathlib import Path

Opened = Any


def lock_of(path: Path) -> Path:
    """The file that Excel puts beside a workbook while somebody has it open."""
    lock = path.with_name(f"~${path.name}")
    lock.write_bytes(b"\x05Salom".ljust(165, b" "))
    return lock


def test_the_workbook_of_the_window_that_the_macro_names(quarter_path: Path, opened: Opened) -> None:
    opened()
    ours, other = Excel([held(quarter_path)], window=11), Excel([held(quarter_path)], window=12)
    for excels in ((ours, other), (other, ours)):
        register(*excels)
        door = workbook_in_front(11, quarter_path.name)
        assert door.excel.app.api.Hwnd == 11


def test_a_window_that_no_excel_calls_its_own_any_more(quarter_path: Path, opened: Opened) -> None:
    """The name alone tells then: each workbook has a window of its own, and one may have closed meanwhile."""
    opened()
    register(Excel([], window=11), Excel([held(quarter_path)], window=12))
    for window in (11, 99):
        assert workbook_in_front(window, quarter_path.name).excel.app.api.Hwnd == 12


def test_two_of_one_name_are_not_guessed(quarter_path: Path, opened: Opened) -> None:
    opened()
    register(Excel([held(quarter_path)], window=11), Excel([held(quarter_path)], window=12))
    with pytest.raises(FileProblem, match="bir nechta Excel"):
        workbook_in_front(99, quarter_path.name)


def test_no_workbook_in_front(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    with pytest.raises(FileProblem, match="Avval"):
        workbook_in_front(excel.window, "")
    with pytest.raises(FileProblem, match=r"boshqa\.xlsx"):
        workbook_in_front(excel.window, "boshqa.xlsx")


def test_a_file_that_excel_holds_is_opened_there(quarter_path: Path, opened: Opened) -> None:
    opened(quarter_path)
    lock_of(quarter_path)
    assert isinstance(open_plan(quarter_path).file.workbook, LiveDoor)


def test_a_file_whose_lock_speaks_of_another_pc_is_read_as_a_file(
    quarter_path: Path, shipped: Path, opened: Opened
) -> None:
    opened(shipped)
    lock_of(quarter_path)
    assert held_by_excel(quarter_path) is None
    assert not isinstance(open_plan(quarter_path).file.workbook, LiveDoor)


@pytest.mark.skipif(sys.platform == "win32", reason="Excel can be here")
def test_where_no_excel_can_be_none_is_looked_for(
    quarter_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file server's Linux the lock files of the office's PCs stand beside the plan: xlwings is not even
    imported for them."""
    excel = opened(quarter_path)
    monkeypatch.undo()
    assert not com.excel_can_run_here()
    lock_of(quarter_path)
    monkeypatch.setitem(sys.modules, "xlwings", None)
    assert open_here.open_here(quarter_path) is None
    with pytest.raises(Unsupported, match="Windows"):
        workbook_in_front(excel.window, quarter_path.name)


def test_without_pywin32_it_is_said_how_to_get_it(opened: Opened) -> None:
    import xlwings

    opened()
    xlwings.engines.active = None
    with pytest.raises(Unsupported, match="pip install pywin32"):
        workbook_in_front(1, "reja.xlsx")
