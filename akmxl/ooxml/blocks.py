"""Cells in bulk: blocks of rows that have the same columns, read column by column.

In a long sheet almost all rows look alike. So the scan learns from the rows it has read what a row
looks like, makes one regular expression of it that takes a whole row at once, and decodes a column
at a time. Every chunk is counted; one that does not fit is read cell by cell, and one that is not
in the plain form goes through an XML parser. Nothing is guessed.
"""

from __future__ import annotations

import re
from itertools import chain, compress, groupby, product, repeat
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from akmxl.ooxml.address import column_number
from akmxl.ooxml.lazily import lazily
from akmxl.ooxml.plain import joined_raw, plain_rest
from akmxl.ooxml.values import Cell
from akmxl.ooxml.xmlbytes import decode_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from akmxl.ooxml.scan import Reader
    from akmxl.ooxml.values import Value

_FIRST_CHUNK, _CHUNK = 1 << 16, 1 << 18  # bytes; the first is read cell by cell, to learn from
_LEARN_FROM = 200
_WIDEST = 64
_MOST_MARKS = 6
_PATIENCE = 3
_UNUSUAL = lazily(r"<(?:!|\?|c[\t\r\n>/]|row[\t\r\n>/]|[A-Za-z_][\w.-]*:)")
_CELL = lazily(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]*)'
    r"(?:/>|>(?:<v>([^<]*)</v></c>|([^<]*+(?:<(?!/c>)[^<]*+)*+)</c>))"
)
_FORMULA = lazily(r"<f(?:\s[^>]*?)?(?:/>|>([^<]*)</f>)")
_RESULT = lazily(r"<v(?:\s[^>]*?)?(?:/>|>([^<]*)</v>)")
_INLINE = ' t="inlineStr"'
_ANY_FORMULA = r"(<f(?: [^>/]*+)?+(?:/>|>[^<]*+</f>))?+"
_VALUE = r"<v>([^<]++)</v>"
_INLINE_TEXT = r'<is><t(?: xml:space="preserve")?+>([^<]++)</t></is>'
_new = tuple.__new__


class Column(NamedTuple):
    """One column of a block, a list entry for each row; raw until ``values`` or ``cells`` is asked for.

    ``attributes`` is the text after the address in each cell's tag, or one text that all share;
    ``texts`` what stands in ``<v>`` (None: nothing); ``formulas`` None when no cell has one.
    """

    number: int
    attributes: str | Sequence[str]
    texts: Sequence[str | None]
    formulas: Sequence[str | None] | None

    def marks(self, reader: Reader) -> Sequence[tuple[str, int]]:
        """Type and style of each cell; a number whose style shows a date has the type ``day``."""
        if isinstance(self.attributes, str):
            return [reader.mark(self.attributes)] * len(self.texts)
        known = {attributes: reader.mark(attributes) for attributes in set(self.attributes)}
        return list(map(known.__getitem__, self.attributes))

    def values(self, reader: Reader) -> Sequence[Value]:
        """The cells as Python values; None where there is neither value nor formula."""
        if isinstance(self.attributes, str):
            return reader.column(reader.mark(self.attributes)[0], self.texts, self.formulas)
        kinds = {attributes: reader.mark(attributes)[0] for attributes in set(self.attributes)}
        formulas = self.formulas or repeat(None)
        rows = zip(self.attributes, self.texts, formulas, strict=False)
        return [reader.value(kinds[attributes], text, formula) for attributes, text, formula in rows]

    def cells(self, reader: Reader) -> Sequence[Cell | None]:
        """The cells whole; None where there is neither value nor formula."""
        alike = isinstance(self.attributes, str)
        keys = self.texts if alike else list(zip(self.attributes, self.texts, strict=True))
        distinct = set(keys)
        if self.formulas is None and len(distinct) * 2 <= len(keys):
            # In most columns few texts come again and again: each becomes a cell once.
            known = reader.known_cells(self.attributes if alike else "")  # type: ignore[arg-type]
            for key in distinct - known.keys():
                known[key] = _cell(reader, self.attributes, key) if alike else _cell(reader, *key)  # type: ignore[arg-type, misc]
            return list(map(known.__getitem__, keys))
        styles: Iterable[int]
        styles = repeat(reader.mark(self.attributes)[1]) if alike else [m[1] for m in self.marks(reader)]  # type: ignore[arg-type]
        parts = zip(self.values(reader), self.formulas or repeat(None), styles, strict=False)
        if alike and self.formulas is None and None not in distinct and "" not in distinct:
            return list(map(_new, repeat(Cell), parts))
        return [None if part[0] is None and part[1] is None else _new(Cell, part) for part in parts]


def _cell(reader: Reader, attributes: str, text: str | None) -> Cell | None:
    kind, style = reader.mark(attributes)
    value = reader.value(kind, text, None)
    return None if value is None else Cell(value, None, style)


class Block(NamedTuple):
    """Rows in the order of the file, and their columns."""

    rows: Sequence[int]
    columns: Sequence[Column]

    def items(self, reader: Reader) -> Iterator[tuple[tuple[int, int], Cell]]:
        """Place and cell, row by row."""
        found = list(chain.from_iterable(zip(*(c.cells(reader) for c in self.columns), strict=True)))
        places = product(self.rows, [column.number for column in self.columns])
        if None in found:
            return zip(compress(places, found), filter(None, found), strict=True)
        return zip(places, found, strict=True)

    def row_items(self, reader: Reader) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Each row's number and its cells by column."""
        numbers = [column.number for column in self.columns]
        rows = zip(*(column.cells(reader) for column in self.columns), strict=True)
        for row, found in zip(self.rows, rows, strict=True):
            if None in found:
                yield row, {c: cell for c, cell in zip(numbers, found, strict=True) if cell is not None}
            else:
                yield row, dict(zip(numbers, found, strict=True))


def blocks(reader: Reader, xml: bytes, start: int, end: int) -> Iterator[Block]:
    """The rows between two places of a sheet part."""
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
        rows = _cell_by_cell(reader, text)
        if rows is None:
            plain = plain_rest(xml, first, last)
            yield from _grouped(_cell_by_cell(reader, plain) or [])
            return
        if rows:
            last = rows[-1][0]
        yield from _grouped(rows)
        if cut < end:  # a last chunk teaches nobody
            wasted += not shape.learn(rows[-_LEARN_FROM:])


def _chunks(xml: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces that begin with a row."""
    size = _FIRST_CHUNK if end - start > _CHUNK else _CHUNK
    while start < end:
        cut = xml.rfind(b"<row ", start + 1, start + size) if end - start > size else end
        if cut < 0:
            cut = xml.find(b"<row ", start + size, end)
        yield start, cut if cut > 0 else end
        start, size = cut if cut > 0 else end, _CHUNK


_RawCell = tuple[int, str, "str | None", "str | None"]
"""Column, attributes, formula, text."""


def _cell_by_cell(reader: Reader, text: str) -> list[tuple[int, list[_RawCell]]] | None:
    """Rows with their raw cells; None for text that is not in the plain form."""
    if _UNUSUAL.search(text):
        return None
    # After the last closed cell only empty ones can stand; looking there for a closing tag from
    # every unclosed one would let a hostile file take hours.
    closed = text.rfind("</c>") + 4
    found = _CELL.findall(text, 0, closed)
    if len(found) + text.count("<c ", closed) != text.count("<c "):
        return None
    rows: list[tuple[int, list[_RawCell]]] = []
    last = ""
    cells: list[_RawCell] = []
    for letters, digits, attributes, v, body in found:
        if digits != last:
            last, cells = digits, []
            rows.append((int(digits), cells))
        column = column_number(letters)
        if body:
            cells.append((column, attributes, *rich(reader.mark(attributes)[0], body)))
        else:
            cells.append((column, attributes, None, v or None))
    return rows


def raw_cells(reader: Reader, text: str) -> list[_RawCell]:
    """The raw cells of one row."""
    return [cell for _, cells in _cell_by_cell(reader, text) or [] for cell in cells]


def rich(kind: str, body: str) -> tuple[str | None, str | None]:
    """Formula and raw text of a cell with more in it than a plain value."""
    formula = _FORMULA.search(body)
    told = None if formula is None else decode_text(formula[1] or "")
    result = _RESULT.search(body)
    if kind == "inlineStr" and ("<is" in body or formula is None):
        return told, joined_raw(body)
    return told, None if result is None else result[1] or ""


def _grouped(rows: list[tuple[int, list[_RawCell]]]) -> Iterator[Block]:
    """Neighbouring rows with the same columns make a block."""
    for numbers, group in groupby(rows, lambda row: [cell[0] for cell in row[1]]):
        held = list(group)
        columns = []
        for number, cells in zip(numbers, zip(*(cells for _, cells in held), strict=True), strict=True):
            _, attributes, formulas, texts = zip(*cells, strict=True)
            same = attributes[0] if len(set(attributes)) == 1 else attributes
            columns.append(Column(number, same, texts, formulas if any(map(_is_some, formulas)) else None))
        yield Block([number for number, _ in held], columns)


def _is_some(value: object) -> bool:
    return value is not None


class _Slot:
    """What stands in one column of a shape."""

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
        """One group (the text) when fixed; else attributes, formula, text, text in the cell itself."""
        marks = "|".join(sorted(map(re.escape, self.attributes), key=len, reverse=True))
        if self.fixed:
            content = _INLINE_TEXT if marks.endswith(re.escape(_INLINE)) else _VALUE
            return rf'<c r="{letters}\1"{marks}>{content}</c>'
        if len(self.attributes) > _MOST_MARKS:
            marks = "[^>/]*+"
        inside = rf"{_ANY_FORMULA}(?:{_VALUE}|(?<={_INLINE}>){_INLINE_TEXT})?+</c>"
        return rf'(?:<c r="{letters}\1"({marks})(?:/>|>{inside}))?+'


class _Shape:
    """What a row looks like, as far as seen, and the expression that reads such rows."""

    def __init__(self) -> None:
        self._slots: dict[int, _Slot] = {}
        self._findall: Callable[[str], list[tuple[str, ...]]] | None = None

    def learn(self, rows: list[tuple[int, list[_RawCell]]]) -> bool:
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
        from akmxl.ooxml.address import column_letter

        self._slots = dict(sorted(self._slots.items()))
        slots = "".join(slot.pattern(column_letter(number)) for number, slot in self._slots.items())
        self._findall = re.compile(rf'<row r="([0-9]{{1,7}})"[^>/]*+>{slots}</row>').findall
        return True

    def read(self, text: str) -> Block | None:
        """A chunk whose every row has the shape; None for any other."""
        if self._findall is None or "<!" in text or "<?" in text:
            return None
        found = self._findall(text)
        if not found or len(found) != text.count("<row"):
            return None
        groups = list(zip(*found, strict=True)) if isinstance(found[0], tuple) else [tuple(found)]
        place = 1
        columns = []
        for number, slot in self._slots.items():
            if slot.fixed:
                columns.append(Column(number, next(iter(slot.attributes)), groups[place], None))
                place += 1
            else:
                columns.append(_loose(number, *groups[place : place + 4]))
                place += 4
        return Block(list(map(int, groups[0])), columns)


def _loose(
    number: int,
    attributes: Sequence[str],
    formulas: Sequence[str],
    texts: Sequence[str],
    inline: Sequence[str],
) -> Column:
    kinds = set(attributes)
    same = kinds.pop() if len(kinds) == 1 else attributes
    told = _formula_texts(formulas) if any(formulas) else None
    known = map(add, texts, inline) if any(inline) else texts  # of the two at most one is there
    return Column(number, same, [text or None for text in known], told)


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
