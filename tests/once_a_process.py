"""What hundreds of tests do alike is done once a process: reading the same sheets, making the same template.

They start from copies of the same few plans. What a sheet says follows from three parts of the file: its
own, the texts and the styles. Where all three are, byte for byte, what an earlier workbook had, its cells are
taken over, as ``Workbook.take_over`` does it within a run; what is refused is read again. And the same basis
of a plan gives the same bytes. Nothing that a test does can spoil either: the mappings are only to be looked
at, and bytes cannot be changed. Tests of the reading and of the making themselves do without (``anew``).
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook import layout
from akmxl.workbook.create import workbook as making

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.ooxml.read.grid import SheetGrid
    from akmxl.workbook.create.basis import Basis

_WORTH_IT = range(
    10_000, 2_000_000
)  # bytes of a sheet: a smaller one is soon read, a larger one is no plan's
_WRITER = making.xlsxwriter.Workbook
_read_anew, _make_anew = Workbook.grid, making.plan_bytes

T = TypeVar("T")


class _Kept(OrderedDict[object, T]):
    """Results by what they follow from; the first to go is the one that nobody has asked for the longest."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def get_or(self, key: object, make: Callable[[], T]) -> T:
        if key not in self:
            self[key] = make()
            if len(self) > self._most:
                self.popitem(last=False)
        self.move_to_end(key)
        return self[key]


_sheets: _Kept[SheetGrid] = _Kept(100)
_plans: _Kept[bytes] = _Kept(20)


def _grid(workbook: Workbook, sheet_name: str) -> SheetGrid:
    part = workbook.sheet(sheet_name).part
    if part in workbook._grids or len(workbook.package.xml(part)) not in _WORTH_IT:
        return _read_anew(workbook, sheet_name)
    told = (workbook._related("/sharedStrings"), workbook.style_part, part)
    key = (workbook.date1904, *(workbook.package.xml(name) if name else b"" for name in told))
    grid = copy.copy(_sheets.get_or(key, lambda: _read_anew(workbook, sheet_name)))
    grid._reading = partial(workbook.package.reading, part)  # a refusal names the file that is read
    workbook._grids[part] = grid
    return grid


def _plan_bytes(basis: Basis) -> bytes:
    if making.xlsxwriter.Workbook is not _WRITER:  # one that adds what people add
        return _make_anew(basis)
    laid_out = (layout.EDITION, tuple(layout.everything()))
    return _plans.get_or(repr((basis, laid_out)), lambda: _make_anew(basis))


@contextmanager
def remembered() -> Iterator[None]:
    with _by(_grid, _plan_bytes):
        yield


@contextmanager
def anew() -> Iterator[None]:
    with _by(_read_anew, _make_anew):
        yield


@contextmanager
def _by(read: Callable[[Workbook, str], SheetGrid], make: Callable[[Basis], bytes]) -> Iterator[None]:
    before = Workbook.grid, making.plan_bytes
    Workbook.grid, making.plan_bytes = read, make  # type: ignore[method-assign]
    try:
        yield
    finally:
        Workbook.grid, making.plan_bytes = before  # type: ignore[method-assign]
