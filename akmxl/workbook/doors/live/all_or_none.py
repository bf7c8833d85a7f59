"""Write edits in Excel: all of them, or none."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.workbook.doors.live.com import LeftInPart, ask, reason_of, refused, restore, stubborn, tell
from akmxl.workbook.doors.live.protection import unprotected
from akmxl.workbook.doors.live.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.doors.edits import Edits
    from akmxl.workbook.doors.live.excel_types import ExcelBook
    from akmxl.workbook.doors.live.workbook import LiveWorkbook


def write_all_or_none(workbook: LiveWorkbook, edits: Edits) -> None:
    """Write edits; where Excel refuses one, put back what was written before it, then raise.

    Raises ``FileProblem`` with Excel's reason.
    """
    saved = ask(workbook.excel.api, "Saved")
    try:
        _write_all(workbook, edits)
    except BaseException as error:
        if saved and not isinstance(error, LeftInPart):  # nobody is asked to save what is as it was
            restore(workbook.excel.api, "Saved", True)
        if not refused(error):
            raise
        raise FileProblem(
            N_("“{file}” cannot be written: {reason}. Nothing was changed."),
            file=workbook.path.name, reason=reason_of(error).rstrip("."),
        ) from error  # fmt: skip


def _write_all(workbook: LiveWorkbook, edits: Edits) -> None:
    writer = Writer(workbook)
    with ExitStack() as around:
        around.enter_context(_quiet(workbook.excel))
        for name in edits.cells.keys() - set(edits.added_sheets):
            around.enter_context(unprotected(workbook.sheet(name)))
        try:
            writer.write(edits)
        except BaseException:
            writer.put_back()
            raise


@contextmanager
def _quiet(excel: ExcelBook) -> Iterator[None]:
    """Keep Excel quiet inside a ``with`` block.

    Nothing flickers, no macro answers, nothing is computed twice, no formula fills the whole column of a
    table; the sheet in front stays in front.
    """
    app, in_front = excel.app, ask(excel.sheets, "active")
    settings = (
        (app, "screen_updating", False),
        (app, "enable_events", False),
        (app, "calculation", "manual"),
        (ask(app.api, "AutoCorrect"), "AutoFillFormulasInLists", False),
    )

    def return_to_front() -> None:
        if excel.sheets.active.name != in_front.name:  # a new sheet comes to the front
            in_front.impl.activate()

    with ExitStack() as after:  # undone from the last
        for owner, name, value in settings:
            after.callback(restore, owner, name, ask(owner, name))
            tell(owner, name, value)
        after.callback(stubborn(return_to_front))
        yield
