"""Read a sheet part: its cells, or blocks of like rows."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.cells import Cell, Position, a1
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import BadPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.ooxml.read.blocks import Block
    from akmxl.ooxml.read.decode import Reader


Cells = dict[Position, Cell]

_SHEET_DATA = lazily(rb"<sheetData(?:\s[^>]*)?(?:/>|>)")


def sheet_blocks(reader: Reader, xml: bytes, *, by_column: bool = False) -> Iterator[Block]:
    """Read the cells of a sheet part in blocks of like rows, in the order of the file.

    ``by_column``: where rows are not alike, in a block for each column, without the cells that say nothing.
    """
    if b"<sheetData" not in xml:
        xml = _plain(xml)
    start = _SHEET_DATA.search(xml)
    if start is None or start[0].endswith(b"/>"):
        return iter(())
    end = xml.rfind(b"</sheetData>")
    if end < 0:  # a prefix on some elements only, or damage: the parser knows
        return sheet_blocks(reader, _plain(xml), by_column=by_column)
    from akmxl.ooxml.read import rowshape  # late: an edit of a few cells reads no sheet whole

    return rowshape.blocks(reader, xml, start.end(), end, columns=by_column)


def _plain(xml: bytes) -> bytes:
    from akmxl.ooxml.read.plain import plain_sheet  # late: for unusual files alone

    return plain_sheet(xml)


def sheet_cells(reader: Reader, xml: bytes) -> Cells:
    """Read every cell of a sheet part that has a value or a formula, by (row, column)."""
    cells: Cells = {}
    count = 0
    with no_collection():
        for block in sheet_blocks(reader, xml):
            found = list(block.items(reader))
            count += len(found)
            cells.update(found)
    if len(cells) < count:
        raise BadPlace(_twice(reader, xml))
    return cells


def _twice(reader: Reader, xml: bytes) -> str:
    """Return the address of the first cell that stands in a sheet twice."""
    places = sorted(place for block in sheet_blocks(reader, xml) for place, _ in block.items(reader))
    return a1(*next(place for place, after in pairwise(places) if place == after))


@contextmanager
def no_collection() -> Iterator[None]:
    """Switch the garbage collection off inside a ``with`` block.

    Nothing here can be garbage in a circle, and looking for it costs half the time of a scan.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
