"""Close a workbook in Excel while its file is written, and open it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.workbook.doors.live.com import ask, patient, reason_of, refused, stubborn
from akmxl.workbook.doors.live.door import LiveDoor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.workbook.doors.live.excel_types import ExcelApp

T = TypeVar("T")

_NO_LINKS = 0  # Workbooks.Open, UpdateLinks: other files are not asked


def while_closed(door: LiveDoor, work: Callable[[], T]) -> tuple[LiveDoor, T]:
    """Save and close a workbook, do the work on its file, open it again whatever the work came to.

    Returns the opened workbook and what the work gave. Raises ``FileProblem`` where Excel does not save it,
    close it or open it again, ``Locked`` where Excel stays busy.
    """
    path, app = door.path, door.excel.app  # a closed workbook tells neither
    _save_and_close(door)
    try:
        done = work()
    finally:
        _open(app, path)
    return LiveDoor(patient(app.books)(path.name)), done


def _save_and_close(door: LiveDoor) -> None:
    try:
        if not ask(door.excel.api, "Saved"):
            patient(door.excel.api.Save)()
        patient(door.excel.api.Close)(False)
    except Exception as error:
        if not refused(error):
            raise
        raise FileProblem(
            N_("Excel did not save and close “{file}”: {reason}. Nothing was changed in it."),
            file=door.path.name, reason=reason_of(error),
        ) from error  # fmt: skip


def _open(app: ExcelApp, path: Path) -> None:
    try:
        stubborn(app.api.Workbooks.Open)(str(path), _NO_LINKS)
    except Exception as error:
        raise FileProblem(
            N_("“{file}” is saved and closed, but Excel did not open it again. Open it yourself: {path}"),
            file=path.name, path=path,
        ) from error  # fmt: skip
