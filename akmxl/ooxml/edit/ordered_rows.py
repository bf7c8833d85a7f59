"""Bring rows into the form that can be edited: numbered upwards, each cell with its address, in its own row.

Not every program writes rows so. They are read all the same (``ooxml/read/plain.py``) and by the same rules:
a cell stands where its address says, one without an address behind the cell before it.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from akmxl.core.cells import MAX_COLUMN, a1
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import BadPlace, cell_place, row_number
from akmxl.ooxml.xml.xmlbytes import attribute, with_attribute

_ROW = lazily(rb"\s*(<row(?=[\s/>])[^>]*?)\s*(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = lazily(rb"\s*(<c(?=[\s/>])[^>]*?(?:/>|>.*?</c>))", re.DOTALL)
_COMMENT = lazily(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_TAG = lazily(rb"<c[^>]*?(?=\s*/?>)")


def ordered_rows(rows: bytes) -> bytes | None:
    """Return rows in order, each once; None where something stands among them that is neither row nor cell.

    Raises ``BadPlace`` for a cell that stands nowhere, or where another one does.
    """
    tags: dict[int, bytes] = {}
    cells: dict[int, dict[int, bytes]] = {}
    number = end = 0
    for match in _ROW.finditer(rows):
        if match.start() != end:
            return None
        end = match.end()
        given = attribute(match[1] + b">", b"r")
        inside = match[2] or b""
        own = number = _row_number(given, inside) if given else number + 1
        if _CELL.sub(b"", inside).strip():
            return None
        column = 0
        for raw in _CELL.findall(inside):
            number, column, cell = placed(raw, number, column)
            if cells.setdefault(number, {}).setdefault(column, cell) is not cell:
                raise BadPlace(a1(number, column))
        cells.setdefault(own if given else number, {})
        tags.setdefault(own if given else number, match[1])
    if rows[end:].strip():
        return None
    return b"".join(_row(tags.get(number, b"<row"), number, cells[number]) for number in sorted(cells))


def _row_number(given: bytes, cells: bytes) -> int:
    """Return the number that a row says, or where no row can have that the one of its first cell."""
    try:
        return row_number(given)
    except BadPlace:
        first = _CELL.search(cells)
        address = attribute(first[1][: first[1].index(b">") + 1], b"r") if first else None
        if not address:
            raise
        return cell_place(address)[0]


def without_comments(rows: bytes) -> bytes:
    """Return rows without comments and instructions; a text that may only look like one stays."""
    return rows if b"<![CDATA[" in rows else _COMMENT.sub(b"", rows)


def is_well_formed(xml: bytes) -> bool:
    """Tell whether a part parses: of one that does not, nothing is put in order."""
    try:
        expat.ParserCreate(namespace_separator="}").Parse(xml, True)
    except expat.ExpatError:
        return False
    return True


def placed(cell: bytes, number: int, before: int) -> tuple[int, int, bytes]:
    """Return a cell's row and column, and the cell with its address; ``before`` is the column before it.

    Raises ``BadPlace``.
    """
    tag = _TAG.match(cell)
    assert tag is not None
    given = attribute(tag[0] + b">", b"r")
    row, column = cell_place(given) if given else (number, before + 1)
    if column > MAX_COLUMN:
        raise BadPlace(str(column))
    named = with_attribute(tag[0] + b">", b"r", a1(row, column).encode())[:-1]
    return row, column, named + cell[tag.end() :]


def _row(tag: bytes, number: int, cells: dict[int, bytes]) -> bytes:
    opened = with_attribute(tag + b">", b"r", b"%d" % number)
    return opened + b"".join(cells[column] for column in sorted(cells)) + b"</row>"
