"""Find a workbook in the Excels that run on this PC."""

from __future__ import annotations

import atexit
import sys
from typing import TYPE_CHECKING, Any

from akmxl.core.errors import FileProblem, Unsupported
from akmxl.core.i18n import N_
from akmxl.workbook.doors.live import com
from akmxl.workbook.doors.live.com import patient
from akmxl.workbook.doors.live.door import LiveDoor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from akmxl.workbook.doors.live.excel_types import ExcelApp, ExcelBook


@patient
def workbook_in_front(window: int, name: str) -> LiveDoor:
    """Return the workbook of this name in the Excel that a window belongs to, else in any other.

    Raises ``FileProblem`` where it is not open, ``Unsupported`` where this PC's Excel cannot be reached.
    """
    apps = _apps()
    if apps is None:
        raise _no_excel()
    if not name:
        raise FileProblem(N_("No workbook is open in Excel. Open the plan workbook first."))
    clicked = [app for app in apps if app.api.Hwnd == window]  # Application.Hwnd, as the macro has asked
    found = _named(name, clicked) or _named(name, apps)
    if not found:
        raise FileProblem(
            N_("Excel does not hand over “{file}”. Close it and open it again for editing."), file=name
        )
    if len(found) > 1:
        raise FileProblem(
            N_("“{file}” is open in more than one Excel. Close all but one of them."), file=name
        )
    return LiveDoor(found[0])


def _named(name: str, apps: Iterable[ExcelApp]) -> list[ExcelBook]:
    return [excel for app in apps for excel in app.books if excel.name == name]


def held_by_excel(path: Path) -> LiveDoor | None:
    """Return a file as the workbook that an Excel of this PC has open; None where none has."""
    return next((LiveDoor(excel) for excel in _open_workbooks() if _is_file(excel, path)), None)


@patient
def _open_workbooks() -> list[ExcelBook]:
    return [excel for app in _apps() or () for excel in app.books]


@patient
def _is_file(excel: ExcelBook, path: Path) -> bool:
    """Tell whether a workbook is this file.

    One that Excel knows by a web address never is: nothing is guessed.
    """
    address = str(excel.api.FullName)
    try:
        return path.samefile(address)
    except OSError:
        return False


def _apps() -> list[ExcelApp] | None:
    """Return the Excels that run; None where xlwings reaches none: not on Windows, or a part is missing."""
    if not com.excel_can_run_here():
        return None
    import xlwings

    if xlwings.engines.active is None:
        return None
    _leave_excel_alone()
    return list(xlwings.apps)


def _leave_excel_alone() -> None:
    """Keep xlwings from what is not for somebody's own Excel.

    It asks a busy Excel for ever, without a pause, and when Python ends it ends what it takes for forgotten
    Excels.
    """
    engine: Any = sys.modules.get("xlwings._xlwindows")
    if engine is not None:
        engine.N_COM_ATTEMPTS = 1
        atexit.unregister(engine.cleanup)


def _no_excel() -> Unsupported:
    if com.excel_can_run_here():
        return Unsupported(
            N_("Excel cannot be reached from Python. In the terminal: python -m pip install pywin32")
        )
    return Unsupported(N_("The tab AKM works in Excel on Windows only. Here use the commands: akmxl --help."))
