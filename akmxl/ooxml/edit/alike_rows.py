"""Fill neighbouring rows that say the same, as repeating one row makes them, a column at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import column_number
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import whole
from akmxl.ooxml.xml.xmlbytes import attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROW = lazily(rb'<row r="[0-9]+"[^>/]*>')
_CELL = lazily(rb'<c r="([A-Z]{1,3})[0-9]+"[^>/]*(?:/>|>.*?</c>)', re.DOTALL)
_NUMBER = lazily(rb'(<(?:row|c) r="[A-Z]{0,3})[0-9]+"')


class AlikeRows:
    """Rows with the same cells; ``cells`` are the first's, raw and by column, ``numbers`` the rows'."""

    def __init__(self, numbers: range, tag: bytes, cells: dict[int, bytes]) -> None:
        self.numbers = numbers
        self.cells = cells
        self._tag = tag

    @classmethod
    def of(cls, xml: bytes, numbers: range) -> AlikeRows | None:
        """Take rows apart, from their text; None where they are not alike, or not in the plain form."""
        first = xml[: xml.find(b"</row>") + len(b"</row>")]
        tag = _ROW.match(first)
        if tag is None or xml != b"".join(_repeated(first, numbers)):
            return None
        found = list(_CELL.finditer(first, tag.end()))
        cells = {column_number(cell[1].decode()): cell[0] for cell in found}
        plain = tag.end() + sum(map(len, cells.values())) + len(b"</row>") == len(first)
        ordered = list(cells) == sorted(cells) and len(cells) == len(found)
        return cls(numbers, tag[0], cells) if plain and ordered and _spans(tag[0], cells) else None

    def with_columns(self, new: Mapping[int, Sequence[bytes]]) -> bytes:
        """Return the rows with other raw cells in some columns, a cell for each row."""
        columns = [new.get(column) or _repeated(cell, self.numbers) for column, cell in self.cells.items()]
        tags, ends = _repeated(self._tag, self.numbers), [b"</row>"] * len(self.numbers)
        return b"".join(map(b"".join, zip(tags, *columns, ends, strict=True)))


def _repeated(raw: bytes, numbers: range) -> list[bytes]:
    """Return a row or a cell under each of some numbers."""
    pattern = _NUMBER.sub(rb'\g<1>%d"', raw.replace(b"%", b"%%"))
    count = len(_NUMBER.findall(raw))
    return [pattern % ((number,) * count) for number in numbers]


def _spans(tag: bytes, cells: Mapping[int, bytes]) -> bool:
    """Tell whether the columns that a row says it has are not fewer than those of its cells."""
    spans = attribute(tag, b"spans")
    if not spans or not cells:
        return True
    first, _, last = spans.partition(b":")
    return whole(first) <= min(cells) and max(cells) <= whole(last)
