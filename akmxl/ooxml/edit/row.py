"""Take a row of a sheet part apart."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_COLUMN, column_number
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.read.rowindex import UnclearRows
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import attribute, with_attribute

if TYPE_CHECKING:
    from akmxl.core.cells import Cell

_ROW = lazily(rb"<row(?=[\s/>])[^>]*>")
_CELL = lazily(rb"\s*(<c(?=[\s/>])[^>]*?(?:/>|>.*?</c>))", re.DOTALL)
_USUAL_CELL = lazily(rb'(<c r="([A-Z]{1,3})([0-9]{1,7})"[^>/]*(?:/>|>.*?</c>))', re.DOTALL)
_USUAL_STYLE = lazily(rb'<c r="[A-Z]{1,3}[0-9]{1,7}" s="([0-9]{1,5})"')
CELL_NUMBER = lazily(rb"""<c\s[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
FOREIGN = lazily(rb"<[A-Za-z_][\w.-]*:")


class Row:
    """One row taken apart: its start tag (never self-closed), raw cells by column, what follows."""

    __slots__ = ("cells", "known", "rest", "tag")

    def __init__(self, tag: bytes, cells: dict[int, bytes] | None = None, rest: bytes = b"") -> None:
        self.tag = tag
        self.cells = {} if cells is None else cells
        self.rest = rest
        self.known: dict[int, Cell | None] = {}
        """Cells already decoded; the patch keeps it."""

    def to_bytes(self) -> bytes:
        """Write the row again, its ``spans`` true."""
        spans = attribute(self.tag, b"spans")
        if spans and self.cells and b" " not in spans:
            first, _, last = spans.partition(b":")
            known = [number for end in (first, last) if (number := attributes.whole(end, most=MAX_COLUMN))]
            wider = (min([*known, *self.cells]), max([*known, *self.cells]))
            if wider != tuple(known):
                self.tag = with_attribute(self.tag, b"spans", b"%d:%d" % wider)
        cells = b"".join(self.cells[col] for col in sorted(self.cells))
        return self.tag + cells + self.rest + b"</row>"


def parsed(raw: bytes, number: int) -> Row:
    """Take a row apart. Raises ``UnclearRows`` for XML that could not be edited with certainty."""
    match = _ROW.match(raw)
    assert match is not None
    if FOREIGN.search(raw):
        raise UnclearRows
    tag, body = match[0], raw[match.end() :].rstrip()
    if tag.endswith(b"/>"):
        if body:
            raise UnclearRows
        return Row(tag[:-2].rstrip() + b">")
    if not body.endswith(b"</row>"):
        raise UnclearRows
    return _with_cells(Row(tag), body[: -len(b"</row>")], number)


def _with_cells(row: Row, body: bytes, number: int) -> Row:
    cells = _USUAL_CELL.findall(body)
    if sum(len(raw) for raw, _, _ in cells) == len(body):
        for raw, letters, digits in cells:
            if int(digits) != number:
                raise UnclearRows
            row.cells[_column(letters)] = raw
        return row
    position = column = 0
    while match := _CELL.match(body, position):
        cell, position = match[1], match.end()
        address = CELL_NUMBER.match(cell)
        if address is None:
            at, column, cell = _placed(cell, number, column)
        else:
            at, column = int(address[2]), _column(address[1])
        if at != number or column in row.cells:
            raise UnclearRows
        row.cells[column] = cell
    row.rest = body[position:].strip()
    if row.rest and not row.rest.startswith(b"<extLst"):
        raise UnclearRows
    return row


def _placed(cell: bytes, number: int, before: int) -> tuple[int, int, bytes]:
    from akmxl.ooxml.edit.ordered_rows import placed  # late: nearly every cell says where it stands

    try:
        return placed(cell, number, before)
    except attributes.BadPlace as error:
        raise UnclearRows from error


def _column(letters: bytes) -> int:
    try:
        return column_of(letters)
    except ValueError as error:
        raise UnclearRows from error


@cache
def column_of(letters: bytes) -> int:
    """Return the number of a column by its letters; raises ``ValueError`` for one beyond the sheet."""
    return column_number(letters.decode())


def style_of(raw: bytes) -> int:
    """Return the style of a raw row or cell."""
    if usual := _USUAL_STYLE.match(raw):
        return int(usual[1])
    return attributes.whole(attribute(raw[: raw.index(b">") + 1], b"s"))
