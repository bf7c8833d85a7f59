"""Look over the sheets of an old .xls, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.importers.sources.cells.errors_found import ERROR_TEXTS, MOST_CELLS, Found

if TYPE_CHECKING:
    from akmxl.importers.sources.cells.errors_found import Errors

_BOF, _EOF, _SHEET, _LOCKED = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A, 0x0085, 0x002F
_FORMULAS = (0x0006, 0x0206, 0x0406)
_ERROR, _SIZE = 0x0205, 0x0200
_SINGLE = frozenset((*_FORMULAS, _ERROR, 0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E, 0x0002, 0x0003, 0x0004))
_MANY = 0x00BD  # several numbers side by side: the last column stands at the end


class Locked(Exception):
    """A workbook that is protected by a password."""


def xls_errors(data: bytes, file: str) -> list[Errors]:
    """Return the error cells of each sheet, in the workbook's order; raises ``Unreadable`` and ``Locked``."""
    starts = _starts(data)
    return [_sheet(data, start).checked(file, str(number)) for number, start in enumerate(starts, 1)]


def _starts(data: bytes) -> list[int]:
    """Return where the sheets begin; a file of before workbooks is one sheet."""
    starts, at = [], 0
    while at + 4 <= len(data):
        kind, size = (
            int.from_bytes(data[at : at + 2], "little"),
            int.from_bytes(data[at + 2 : at + 4], "little"),
        )
        if kind == _LOCKED and size:
            raise Locked
        if kind == _SHEET and size >= 4:
            starts.append(int.from_bytes(data[at + 4 : at + 8], "little"))
        if kind == _EOF:
            break
        at += 4 + size
    return starts or [0]


def _sheet(data: bytes, at: int) -> Found:
    found, depth = Found(), 0
    while at + 4 <= len(data):
        kind = data[at] | data[at + 1] << 8
        size = data[at + 2] | data[at + 3] << 8
        body = at + 4
        at = body + size
        if kind in _BOF:
            depth += 1  # a chart within the sheet has a beginning and an end of its own
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind == _SIZE and size in (10, 14):
            found.sizes.append(_declared(data[body : body + size]))
        elif size >= 6 and depth == 1:
            if kind in _SINGLE:
                _cell(data, kind, body, size, found)
            elif kind == _MANY:
                found.reach(_two(data, body), _two(data, at - 2))
    return found


def _declared(record: bytes) -> int:
    """Return how many cells a sheet says that it has, for which memory is taken."""
    wide = 2 if len(record) == 10 else 4
    first, last = (int.from_bytes(record[at : at + wide], "little") for at in (0, wide))
    left, right = _two(record, 2 * wide), _two(record, 2 * wide + 2)
    columns = right - left if left <= min(right, 255) else right
    return max(last - first, 1) * max(columns, 1) if last >= first else MOST_CELLS + 1


def _cell(data: bytes, kind: int, body: int, size: int, found: Found) -> None:
    row, column = _two(data, body), _two(data, body + 2)
    found.reach(row, column)
    if kind == _ERROR and size >= 8 and data[body + 7 : body + 8] == b"\1":
        found.error(row, column, ERROR_TEXTS.get(data[body + 6], "#N/A"))
    elif kind in _FORMULAS and data[body + 12 : body + 14] == b"\xff\xff" and data[body + 6] == 2:
        found.error(row, column, ERROR_TEXTS.get(data[body + 8], "#N/A"))


def _two(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
