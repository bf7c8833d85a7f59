"""Look over the sheets of .xlsb, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.importers.sources.cells.errors_found import ERROR_TEXTS, Found
from akmxl.importers.sources.cells.xlsx_cells import relationships
from akmxl.importers.sources.files import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

    from akmxl.importers.sources.cells.errors_found import Errors

_BOOK = "xl/workbook.bin"
_SHEET = 156
_ROW = 0
_CELLS = range(2, 19)  # 1 is a blank
_ERRORS = (3, 11)  # an error itself, a formula that gives one
_CODE_AT = 8  # after the column and the style


def xlsb_parts(archive: ZipFile, file: str) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name; raises ``Unreadable``."""
    try:
        targets = relationships(archive, _BOOK)
        data = archive.read(_BOOK)
    except (KeyError, ValueError, SyntaxError) as error:
        raise damaged(file) from error
    parts = {}
    for kind, at, _ in _records(data):
        if kind == _SHEET:
            relationship, end = _text(data, at + 8)
            name, _ = _text(data, end)
            parts[name] = targets.get(relationship, "")
    return parts


def _text(data: bytes, at: int) -> tuple[str, int]:
    """Read a text that follows its length, and where it ends."""
    end = at + 4 + 2 * int.from_bytes(data[at : at + 4], "little")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def xlsb_errors(archive: ZipFile, part: str, file: str, sheet: str) -> Errors:
    """Return the error cells of a sheet; raises ``Unreadable`` for one with too many cells."""
    try:
        data = archive.read(part)
    except KeyError as error:
        raise damaged(file) from error
    found, row = Found(), 0
    for kind, at, size in _records(data):
        if kind == _ROW:
            row = int.from_bytes(data[at : at + 4], "little")
        elif kind in _CELLS and size >= 4:
            column = int.from_bytes(data[at : at + 4], "little")
            found.reach(row, column)
            if kind in _ERRORS and size > _CODE_AT:
                found.error(row, column, ERROR_TEXTS.get(data[at + _CODE_AT], "#N/A"))
    return found.checked(file, sheet)


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the kind of each record, where its content begins, and its size."""
    at, end = 0, len(data)
    while at < end:
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        yield kind, at, size
        at += size


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, and where it ends."""
    value = 0
    for place, byte in enumerate(data[at : at + most]):
        value |= (byte & 0x7F) << 7 * place
        at += 1
        if byte < 0x80:
            break
    return value, at
