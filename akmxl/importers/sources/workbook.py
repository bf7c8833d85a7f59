"""Read workbooks of Excel and LibreOffice: .xlsx, .xlsm, .xlsb, .xls, .ods."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError, Unreadable
from akmxl.core.i18n import N_
from akmxl.importers.sources import kinds
from akmxl.importers.sources.cells.errors_found import refuse_too_many
from akmxl.importers.sources.files import damaged, reading as reading_of
from akmxl.importers.sources.table import SourceTable
from akmxl.importers.sources.values import plain_rows
from akmxl.importers.sources.zips import locked, opened_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from python_calamine import CalamineSheet, CalamineWorkbook

    from akmxl.importers.sources.cells.errors_found import Errors
    from akmxl.importers.sources.files import SourceFile
    from akmxl.importers.sources.table import Progress, Reading, Row

MOST_PACKED = 256 * 1024 * 1024
_TOLD_EACH = 4096  # rows
_AT_ONCE = 512


def workbook_tables(file: SourceFile, kind: str, reading: Reading) -> list[SourceTable]:
    """Return the sheets of a workbook, hidden ones last; raises ``Unreadable``."""
    book = _Book(file, kind)

    def sheet(at: int) -> Callable[[], Iterator[Row]]:
        return lambda: book.rows(at, reading.progress)

    return [SourceTable(file.name, name, kind, sheet(at)) for at, name in book.sheets()]


class _Book:
    """A workbook in memory, opened when a sheet is first asked for."""

    def __init__(self, file: SourceFile, kind: str) -> None:
        self._file = file.name
        self._kind = kind
        self._data = all_bytes(file)
        self._before = self._look_over()
        self._last: tuple[int, CalamineSheet, Errors] | None = None
        with _one_sentence(self._file):
            self._workbook = _opened(self._data, kind)

    def sheets(self) -> list[tuple[int, str]]:
        """Return place and name of each sheet of cells, hidden ones last."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        found = [
            (one.visible != SheetVisibleEnum.Visible, at, one.name)
            for at, one in enumerate(self._workbook.sheets_metadata)
            if one.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet, SheetTypeEnum.DialogSheet)
        ]
        return [(at, name) for _, at, name in sorted(found)]

    def rows(self, at: int, progress: Progress | None) -> Iterator[Row]:
        """Yield a sheet's rows, from row 1 on."""
        size = len(self._data)
        if progress:
            progress(0, size)
        sheet, errors = self._sheet(at)
        height, width = sheet.total_height, sheet.total_width
        refuse_too_many(height, width, self._file, sheet.name)
        laid = _Laid(sheet.start[1] if sheet.start else 0, errors)
        number = 0
        for number, row in self._numbered(sheet):
            yield laid.row(number, row)
            if progress and number % _TOLD_EACH == 0:
                progress(size * number // (height + 1), size)
        for below in sorted(row + 1 for row in errors if row >= number):
            yield laid.row(below, ())
        if progress:
            progress(size, size)

    def _sheet(self, at: int) -> tuple[CalamineSheet, Errors]:
        """Return a sheet and its error cells; the last one asked for is kept, as a sheet is read twice."""
        if self._last is None or self._last[0] != at:
            self._last = None
            errors = self._errors(at)
            with _one_sentence(self._file):
                self._last = at, self._workbook.get_sheet_by_index(at), errors
        return self._last[1:]

    def _numbered(self, sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[object]]]:
        rows = iter(sheet.iter_rows())
        number = 0
        while True:
            with _one_sentence(self._file):  # values are made here: a number may be no day of any year
                some = list(islice(rows, _AT_ONCE))
            if not some:
                return
            yield from enumerate(plain_rows(some), number + 1)
            number += len(some)

    def _look_over(self) -> list[Errors]:
        """Look over what the reader of workbooks takes memory for when it opens one."""
        if self._kind == kinds.XLS:
            from akmxl.importers.sources.cells.xls_cells import Locked, xls_errors
            from akmxl.importers.sources.ole import workbook_stream

            try:
                return xls_errors(workbook_stream(self._data, self._file), self._file)
            except Locked as error:
                raise locked(self._file) from error
        if self._kind == kinds.ODS:
            from akmxl.importers.sources.cells.ods_cells import ods_errors

            with opened_zip(io.BytesIO(self._data), len(self._data), self._file) as archive:
                return ods_errors(archive, self._file)
        if self._kind == kinds.XLSX:
            from akmxl.importers.sources.cells.xlsx_cells import refuse_lying_texts

            with opened_zip(io.BytesIO(self._data), len(self._data), self._file) as archive:
                refuse_lying_texts(archive, self._file)
        return []

    def _errors(self, at: int) -> Errors:
        name = self._workbook.sheet_names[at]
        if self._kind in (kinds.XLS, kinds.ODS):
            return self._before[at] if at < len(self._before) else {}
        from akmxl.importers.sources.cells.xlsb_cells import xlsb_errors, xlsb_parts
        from akmxl.importers.sources.cells.xlsx_cells import xlsx_errors, xlsx_parts

        with opened_zip(io.BytesIO(self._data), len(self._data), self._file) as archive:
            if self._kind == kinds.XLSB:
                part = xlsb_parts(archive, self._file).get(name, "")
                return xlsb_errors(archive, part, self._file, name)
            part = xlsx_parts(archive, self._file).get(name, "")
            return xlsx_errors(archive, part, self._file, name)


def all_bytes(file: SourceFile) -> bytes:
    """Return a workbook's bytes; raises ``Unreadable`` for one that is too large to be held in memory."""
    with reading_of(file.name), file.open() as stream:
        data = stream.read(MOST_PACKED + 1)
    if len(data) > MOST_PACKED:
        raise Unreadable(
            N_("The workbook is larger than {limit} MB: “{file}”. Save it as CSV and import that."),
            file=file.name,
            limit=MOST_PACKED // 1024 // 1024,
        )
    return data


class _Laid:
    """Put the errors, which the reader of workbooks takes for blanks, back into its rows."""

    def __init__(self, left: int, errors: Errors) -> None:
        first = min((column for row in errors.values() for column in row), default=left)
        self._left = min(left, first)
        self._before = (None,) * (left - self._left)  # columns in which it has seen nothing
        self._errors = errors

    def row(self, number: int, row: Sequence[object]) -> Row:
        errors = self._errors.get(number - 1)
        if errors is None and not self._before:
            return number, row
        values = [*self._before, *row]
        for column, text in (errors or {}).items():
            at = column - self._left
            values.extend([None] * (at + 1 - len(values)))
            if values[at] is None:
                values[at] = text
        return number, values


def _opened(data: bytes, kind: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # late: only workbooks need it

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise
    except CalamineError:
        if kind != kinds.ODS:
            raise
        from akmxl.importers.sources.cells.ods_cells import without_gaps

        return CalamineWorkbook.from_filelike(io.BytesIO(without_gaps(data)))


@contextmanager
def _one_sentence(file: str) -> Iterator[None]:
    """Raise ``Unreadable`` within a block for whatever the reader of workbooks gives up with.

    It may give up as a program that has a fault does: with an exception that is none, and lines of its own on
    the screen, which are kept from there.
    """
    with reading_of(file):
        try:
            with _without_screen():
                yield
        except (AkmxlError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            if type(error).__name__ == "PasswordError":
                raise locked(file) from error
            raise damaged(file) from error


@contextmanager
def _without_screen() -> Iterator[None]:
    try:
        kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # started without a screen
        yield
        return
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
