"""Read a sheet's rows in bulk, by their shape.

In a long sheet almost all rows look alike. So the scan learns from the rows it has read what a row
looks like, makes one regular expression of it that takes a whole row at once, and decodes a column
at a time. Every chunk is counted; one that does not fit is read cell by cell, and one that is not
in the plain form goes through an XML parser. Nothing is guessed.
"""

from __future__ import annotations

import re
from operator import add
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.ooxml.read.blocks import Block, BlockColumn, by_column, by_row, column_blocks
from akmxl.ooxml.read.rawcells import raw_rows
from akmxl.ooxml.xml.attributes import row_numbers
from akmxl.ooxml.xml.xmlbytes import decode_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from akmxl.ooxml.read.decode import Reader
    from akmxl.ooxml.read.rawcells import RawRow

_FIRST_CHUNK, _CHUNK = 1 << 16, 1 << 18  # bytes; the first is read cell by cell, to learn from
_LEARN_FROM = 200
_WIDEST = 64
_MOST_MARKS = 6
_PATIENCE = 3
_INLINE = ' t="inlineStr"'
_ANY_FORMULA = r"(<f(?: [^>/]*+)?+(?:/>|>[^<]*+</f>))?+"
_VALUE = r"<v>([^<]++)</v>"
_INLINE_TEXT = r'<is><t(?: xml:space="preserve")?+>([^<]++)</t></is>'


def blocks(reader: Reader, xml: bytes, start: int, end: int, *, columns: bool = False) -> Iterator[Block]:
    """Read the rows between two places of a sheet part; ``columns`` is ``by_column`` of ``sheet_blocks``."""
    grouped = by_column if columns else by_row
    shape, wasted, last = _Shape(), 0, 0
    for first, cut in _chunks(xml, start, end):
        text = xml[first:cut].decode()
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        block = shape.read(text) if wasted < _PATIENCE else None
        if block is not None:
            last = block.rows[-1]
            yield block
            continue
        if columns and first == start and cut == end:  # nothing comes after, so nothing is to be learnt
            whole = column_blocks(reader, text)
            if whole is not None:
                yield from whole
                return
        rows = raw_rows(reader, text)
        if rows is None:
            from akmxl.ooxml.read.plain import plain_rest  # late: for unusual files alone

            rows = raw_rows(reader, plain_rest(xml, first, last))
            if rows is None:
                raise ValueError("cells that the plain form cannot say")  # never: cells without a word
            yield from grouped(rows)
            return
        if rows:
            last = rows[-1][0]
        yield from grouped(rows)
        if cut < end and wasted < _PATIENCE:  # from the last chunk there is nothing more to learn
            # Not from the heading; later from every row, as the one that did not fit may be alone.
            wasted += not shape.learn(rows[len(rows) // 2 :][-_LEARN_FROM:] if first == start else rows)


def _chunks(xml: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where pieces begin and end, each of which begins with a row."""
    size = _FIRST_CHUNK if end - start > _CHUNK else _CHUNK
    while start < end:
        cut = xml.rfind(b"<row ", start + 1, start + size) if end - start > size else end
        if cut < 0:
            cut = xml.find(b"<row ", start + size, end)
        yield start, cut if cut > 0 else end
        start, size = cut if cut > 0 else end, _CHUNK


class _Slot:
    """The cells of one column of a shape, as far as seen."""

    def __init__(self) -> None:
        self.attributes: set[str] = set()
        self.loose = False
        """Sometimes missing, empty, or with a formula."""

    def state(self) -> tuple[int, bool]:
        return min(len(self.attributes), _MOST_MARKS + 1), self.loose

    @property
    def fixed(self) -> bool:
        return not self.loose and len(self.attributes) == 1

    def pattern(self, letters: str) -> str:
        """Write the pattern: one group (the text) when fixed; else attributes, formula, text, inline text."""
        marks = "|".join(sorted(map(re.escape, self.attributes), key=len, reverse=True))
        if self.fixed:
            content = _INLINE_TEXT if marks.endswith(re.escape(_INLINE)) else _VALUE
            return rf'<c r="{letters}\1"{marks}>{content}</c>'
        if len(self.attributes) > _MOST_MARKS:
            marks = "[^>/]*+"
        inside = rf"{_ANY_FORMULA}(?:{_VALUE}|(?<={_INLINE}>){_INLINE_TEXT})?+</c>"
        return rf'(?:<c r="{letters}\1"({marks})(?:/>|>{inside}))?+'


class _Shape:
    """The shape of a row, as far as seen, and the expression that reads such rows."""

    def __init__(self) -> None:
        self._slots: dict[int, _Slot] = {}
        self._findall: Callable[[str], list[tuple[str, ...]]] | None = None

    def learn(self, rows: list[RawRow]) -> bool:
        """Widen the shape so that it covers these rows too; False when there was nothing to learn."""
        before = {number: slot.state() for number, slot in self._slots.items()}
        for _, cells in rows:
            for number, attributes, formula, text in cells:
                slot = self._slots.setdefault(number, _Slot())
                if len(slot.attributes) <= _MOST_MARKS:
                    slot.attributes.add(attributes)
                slot.loose = slot.loose or formula is not None or not text
        for _, cells in rows:
            for number in self._slots.keys() - {cell[0] for cell in cells}:
                self._slots[number].loose = True
        if before == {number: slot.state() for number, slot in self._slots.items()}:
            return False
        if not self._slots or len(self._slots) > _WIDEST:
            return False
        self._slots = dict(sorted(self._slots.items()))
        slots = "".join(slot.pattern(column_letter(number)) for number, slot in self._slots.items())
        self._findall = re.compile(rf'<row r="([0-9]{{1,7}})"[^>/]*+>{slots}</row>').findall
        return True

    def read(self, text: str) -> Block | None:
        """Read a chunk whose every row has the shape; None for any other."""
        if self._findall is None or any(sign in text and f"<{sign}" in text for sign in "!?"):
            return None  # one letter is found forty times faster than two
        found = self._findall(text)
        if not found or len(found) != text.count("<row"):
            return None
        groups = list(zip(*found, strict=True)) if isinstance(found[0], tuple) else [tuple(found)]
        place = 1
        columns = []
        for number, slot in self._slots.items():
            if slot.fixed:
                columns.append(BlockColumn(number, next(iter(slot.attributes)), groups[place], None))
                place += 1
            else:
                columns.append(_loose(number, *groups[place : place + 4]))
                place += 4
        return Block(row_numbers(groups[0]), columns)


def _loose(
    number: int,
    attributes: Sequence[str],
    formulas: Sequence[str],
    texts: Sequence[str],
    inline: Sequence[str],
) -> BlockColumn:
    kinds = {kind: kind for kind in set(attributes)}
    same = list(map(kinds.__getitem__, attributes)) if len(kinds) > 1 else attributes[0]
    told = _formula_texts(formulas) if any(formulas) else None
    known = map(add, texts, inline) if any(inline) else texts  # of the two at most one is there
    return BlockColumn(number, same, [text or None for text in known], told)


def _formula_texts(elements: Sequence[str]) -> Sequence[str | None]:
    together = "".join(elements)
    if together.count("<f>") == len(elements) and "&" not in together and "_x" not in together:
        return [element[3:-4] for element in elements]
    return list(map(_formula_text, elements))


def _formula_text(element: str) -> str | None:
    if not element:
        return None
    if element.endswith("/>"):
        return ""
    text = element[element.index(">") + 1 : -4]
    return decode_text(text) if "&" in text or "_x" in text else text
