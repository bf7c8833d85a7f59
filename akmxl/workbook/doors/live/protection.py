"""Open sheets that are protected without a password for a while; then protect them as they were."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from akmxl.core.errors import Locked
from akmxl.core.i18n import N_
from akmxl.workbook.doors.live.com import LeftInPart, ask, is_busy, patient, refused, restore, stubborn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.doors.live.excel_types import ComObject, ExcelSheet

# In the order in which Worksheet.Protect takes them, behind the password and what is protected.
_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows",
    "AllowSorting", "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip
_NO_PASSWORD = ""  # given, so that Excel asks nobody for one


class PasswordNeeded(Locked):
    """A sheet that only somebody who knows its password can open."""


@contextmanager
def unprotected(sheet: ExcelSheet) -> Iterator[None]:
    """Let a sheet be written; afterwards it is protected as before. Raises ``PasswordNeeded``."""
    options = _options(sheet.api)
    if options is None:
        yield
        return
    selectable = ask(sheet.api, "EnableSelection")
    _take_off(sheet)
    if stubborn(getattr)(sheet.api, "ProtectContents"):  # once it is off, giving up here would leave it off
        raise _password_needed(sheet)
    try:
        yield
    finally:
        _close(sheet, options, selectable)


@patient
def _options(api: ComObject) -> tuple[object, ...] | None:
    """Return how a sheet is protected; None where programs may write into it."""
    if not api.ProtectContents or api.ProtectionMode:
        return None
    allowed = (getattr(api.Protection, name) for name in _ALLOWED)
    return _NO_PASSWORD, api.ProtectDrawingObjects, True, api.ProtectScenarios, False, *allowed


def _close(sheet: ExcelSheet, options: tuple[object, ...], selectable: object) -> None:
    try:
        restore(sheet.api, "EnableSelection", selectable)  # Excel keeps it with the protection
        stubborn(sheet.api.Protect)(*options)
        restore(sheet.api, "EnableSelection", selectable)
    except Exception as error:
        if not refused(error):
            raise
        raise LeftInPart(
            N_("Excel did not let the sheet “{sheet}” be protected again. In Excel: Review, Protect Sheet."),
            sheet=sheet.name,
        ) from error


@patient
def _take_off(sheet: ExcelSheet) -> None:
    """Take the protection off, where that needs no password."""
    try:
        sheet.api.Unprotect(_NO_PASSWORD)
    except Exception as error:
        if is_busy(error) or not refused(error):
            raise


def _password_needed(sheet: ExcelSheet) -> PasswordNeeded:
    return PasswordNeeded(
        N_(
            "The sheet “{sheet}” is protected with a password. Take the protection off in Excel "
            "(Review, Unprotect Sheet) and try again. Nothing was changed."
        ),
        sheet=sheet.name,
    )
