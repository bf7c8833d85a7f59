"""Take the rows of a sheet part apart around one column, all at once, and put them together again.

Only rows in the plain form, as nearly all are, can be taken apart so; all others are edited one by one.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter, column_number
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import whole
from akmxl.ooxml.xml.xmlbytes import attribute, with_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.core.cells import Range

_INSIDE = (  # of a cell behind its address: a formula, a value, a text of one piece
    r'"[^>/]*+(?:/>|>(?:<f(?: [^>/]*+)?+(?:/>|>[^<]*+</f>))?+'
    r'(?:<v>[^<]*+</v>|<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>)?+</c>)'
)
_OPEN, _CLOSE = b'<row r="', b"</row>"
_AROUND = len(_OPEN) + len(b'"') + len(_CLOSE)
_LETTERS = lazily(rb'<c r="([A-Z]{1,3})[0-9]')
_BEHIND = len(b'<c r="')
_DIGITS = b"0123456789"
_WIDEST = 64  # columns; the expression names each column before


class PlainRows:
    """Neighbouring rows taken apart around one column; ``numbers`` are the rows' numbers.

    ``cells`` are the column's raw cells, empty where a row has none.
    """

    def __init__(self, column: int, pieces: Sequence[Sequence[bytes]]) -> None:
        self._column = column
        self._digits, self._tags, self._before, self.cells, self._after = pieces
        self.numbers: list[int] = list(map(int, self._digits))

    @classmethod
    def between(cls, xml: bytes, start: int, end: int, column: int) -> PlainRows | None:
        """Take apart the rows between two places of a sheet part; None where one is not in the plain form."""
        found = _pattern(column).findall(xml, start, end) if column <= _WIDEST else ()
        if not found:
            return None
        pieces = list(zip(*found, strict=True))
        length = sum(map(len, chain.from_iterable(pieces))) + _AROUND * len(found)
        whole = length == end - start and all(map(_in_order, filter(None, pieces[-1]), repeat(column)))
        return cls(column, pieces) if whole else None

    def styles(self, of_column: int) -> Iterable[int]:
        """Return the style of each cell, where there is none that of its row, or ``of_column``."""
        own, of_row = cache(_style), cache(lambda tag: _style_of_row(tag, of_column))
        return (
            own(cell[cell.index(b'"', _BEHIND) : cell.index(b">") + 1]) if cell else of_row(tag)
            for cell, tag in zip(self.cells, self._tags, strict=True)
        )

    def with_cells(self, new: Mapping[int, bytes]) -> bytes:
        """Return the rows with other cells in the column."""
        tags = self._tags
        if any(b" spans=" in tag for tag in set(tags)):
            tags = [
                self._wider(tag, before, after) if number in new else tag
                for number, tag, before, after in zip(
                    self.numbers, tags, self._before, self._after, strict=True
                )
            ]
        cells = [new.get(number, old) for number, old in zip(self.numbers, self.cells, strict=True)]
        rows = zip(
            repeat(_OPEN), self._digits, repeat(b'"'), tags, self._before, cells, self._after, repeat(_CLOSE),
            strict=False,
        )  # fmt: skip
        return b"".join(chain.from_iterable(rows))

    def _wider(self, tag: bytes, before: bytes, after: bytes) -> bytes:
        """Return a row's tag with spans that hold the column and what stands around it."""
        spans = attribute(tag, b"spans")
        if not spans or b" " in spans:
            return tag
        first, last = map(int, spans.split(b":"))
        end = _number(_LETTERS.findall(after)[-1]) if after else self._column
        wider = min(first, _first(before) or self._column), max(last, end)
        return tag if wider == (first, last) else with_attribute(tag, b"spans", b"%d:%d" % wider)

    def area(self, rows: Mapping[int, object]) -> Range:
        """Return the area that the cells of some of these rows take, those of the column among them."""
        taken = [place for place, number in enumerate(self.numbers) if number in rows]
        starts = {self._before[place][_BEHIND : _BEHIND + 2].rstrip(_DIGITS) for place in taken}
        ends = set(_LETTERS.findall(b"".join(self._after[place] for place in taken)))
        columns = {self._column, *(_number(letters) for letters in starts | ends if letters)}
        return self.numbers[taken[0]], min(columns), self.numbers[taken[-1]], max(columns)


@cache
def _pattern(column: int) -> re.Pattern[bytes]:
    """Return what takes a row apart: number, rest of its tag, cells before the column, its cell, others."""
    letters = [column_letter(number) for number in range(1, column + 1)]
    *before, own = (rf'(?:<c r="{which}\1{_INSIDE})?+' for which in letters)
    after = rf'(?:<c r="[A-Z]{{1,3}}\1{_INSIDE})*+'
    pieces = "".join(f"({piece})" for piece in ("".join(before), own, after))
    return re.compile(rf'<row r="([0-9]{{1,7}})"([^>/]*+>){pieces}</row>'.encode())


@cache
def _number(letters: bytes) -> int:
    return column_number(letters.decode())


def _in_order(cells: bytes, column: int) -> bool:
    """Tell whether raw cells stand in the order of their columns, all behind one."""
    columns = [column, *map(_number, _LETTERS.findall(cells))]
    return all(one < other for one, other in pairwise(columns))


def _first(cells: bytes) -> int:
    """Return the column of the first of some raw cells; 0 where there are none."""
    found = _LETTERS.match(cells)
    return _number(found[1]) if found else 0


def _style(tag: bytes) -> int:
    return whole(attribute(tag, b"s"))


def _style_of_row(tag: bytes, otherwise: int) -> int:
    given = attribute(tag, b"customFormat") in (b"1", b"true")
    return _style(tag) if given else otherwise
