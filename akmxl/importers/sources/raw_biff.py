"""Read the sheet of an .xls that is no OLE file: what small scripts write, and Excel did before version 5.

Looks are not read: a day stands there as its number.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.importers.sources.cells.errors_found import ERROR_TEXTS
from akmxl.importers.sources.encoding import encoding_of_texts
from akmxl.importers.sources.files import damaged
from akmxl.importers.sources.table import SourceTable
from akmxl.importers.sources.values import whole_or_not
from akmxl.importers.sources.workbook import all_bytes
from akmxl.importers.sources.zips import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.importers.sources.files import SourceFile
    from akmxl.importers.sources.table import Reading, Row

    Grid = dict[int, dict[int, object]]  # row and column from 0; texts are still bytes

_LOCKED, _SHEETS, _EOF = 0x002F, 0x0085, 0x000A
_OLDEST = b"\x09\x00"  # Excel 2: a cell's look takes three bytes, a text's length one
_WHOLE, _RK = 0x0002, 0x027E
_NUMBERS, _LABELS, _LOGICAL = (0x0003, 0x0203), (0x0004, 0x0204), (0x0005, 0x0205)
_FORMULAS, _RESULTS = (0x0006, 0x0206, 0x0406), (0x0007, 0x0207)

_CELLS = (_WHOLE, *_NUMBERS, *_LABELS, *_LOGICAL, _RK, *_FORMULAS)


def raw_biff_table(file: SourceFile, reading: Reading) -> SourceTable:
    """Return the sheet of such a file; raises ``Unreadable``."""
    data = all_bytes(file)
    try:
        grid = _Sheet(data, file.name).grid()
    except (struct.error, IndexError) as error:
        raise damaged(file.name) from error
    texts = b"\n".join(value for row in grid.values() for value in row.values() if isinstance(value, bytes))
    encoding = encoding_of_texts(file, texts, reading)

    def read() -> Iterator[Row]:
        for number, row in sorted(grid.items()):
            values = [row.get(column) for column in range(max(row) + 1)]
            yield (
                number + 1,
                [
                    (one.decode(encoding, "replace") or None) if isinstance(one, bytes) else one
                    for one in values
                ],
            )

    return SourceTable(file.name, "", "xls", read, encoding=encoding)


class _Sheet:
    """Walk through the records of a sheet."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data = data
        self._file = file
        self._old = data.startswith(_OLDEST)
        self._wide = data[4:6] == b"\x00\x06"  # Excel 97: a byte before a text tells how it is written
        self._at = 7 if self._old else 6  # where a cell's value begins
        self._grid: Grid = {}

    def grid(self) -> Grid:
        """Return the cells; raises ``Unreadable``."""
        at, place = 0, (0, 0)
        while at + 4 <= len(self._data):
            kind, size = struct.unpack_from("<HH", self._data, at)
            content = self._data[at + 4 : at + 4 + size]
            at += 4 + size
            if kind == _LOCKED:
                raise locked(self._file)
            if kind == _SHEETS:
                raise Unreadable(
                    N_("The file is of a very old Excel: “{file}”. Open it in Excel and save it as .xlsx."),
                    file=self._file,
                )
            if kind == _EOF:
                return self._grid
            if kind in _RESULTS:
                self._put(*place, self._text(content))
            elif kind in _CELLS and len(content) > self._at:
                place = struct.unpack_from("<HH", content)
                self._put(*place, self._value(kind, content))
        raise damaged(self._file)

    def _put(self, row: int, column: int, value: object) -> None:
        self._grid.setdefault(row, {})[column] = value

    def _value(self, kind: int, content: bytes) -> object:
        at = self._at
        if kind in _NUMBERS:
            return whole_or_not(struct.unpack_from("<d", content, at)[0])
        if kind in _LABELS:
            return self._text(content[at:])
        if kind == _RK:
            return _rk(struct.unpack_from("<I", content, at)[0])
        if kind == _WHOLE and self._old:
            return struct.unpack_from("<H", content, at)[0]
        if kind in _LOGICAL:
            return ERROR_TEXTS.get(content[at], "#N/A") if content[at + 1] else bool(content[at])
        if kind in _FORMULAS:
            return _result(content[at : at + 8])
        return None

    def _text(self, content: bytes) -> bytes | str:
        if self._old:
            return content[1 : 1 + content[0]]
        size = struct.unpack_from("<H", content)[0]
        if not self._wide:
            return content[2 : 2 + size]
        if content[2] & 1:
            return content[3 : 3 + 2 * size].decode("utf-16-le", "replace")
        return content[3 : 3 + size].decode("latin-1")


def _rk(number: int) -> int | float:
    """Read a number that is packed into four bytes: whole or the half of a double, perhaps in hundredths."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number >> 31 else 0))
    else:
        value = struct.unpack("<d", bytes(4) + struct.pack("<I", number & 0xFFFFFFFC))[0]
    return whole_or_not(value / 100 if number & 1 else value)


def _result(content: bytes) -> object:
    if content[6:] != b"\xff\xff":
        return whole_or_not(struct.unpack("<d", content)[0])
    if content[0] == 2:
        return ERROR_TEXTS.get(content[2], "#N/A")
    return bool(content[2]) if content[0] == 1 else None
