"""Decode cells in bulk: rows that have the same columns, a column at a time."""

from __future__ import annotations

from itertools import chain, compress, groupby, product, repeat
from operator import add
from typing import TYPE_CHECKING

from akmxl.core.cells import Cell, column_number
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.read.decode import decoded_texts
from akmxl.ooxml.read.rawcells import filled_cells, rich
from akmxl.ooxml.xml.attributes import BadPlace, row_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.core.cells import Value
    from akmxl.ooxml.read.decode import Reader
    from akmxl.ooxml.read.rawcells import FoundCell, RawCell, RawRow

_new = tuple.__new__
_MANY_ROWS = 64


class BlockColumn(NamedTuple):
    """One column of a block, a list entry for each row; raw until ``values`` or ``cells`` is asked for.

    ``attributes`` is the text after the address in each cell's tag, or one text that all share;
    ``texts`` what stands in ``<v>`` (None: nothing); ``formulas`` None when no cell has one. ``said`` are
    the values, where the column was decoded at once and its texts are gone.
    """

    number: int
    attributes: str | Sequence[str]
    texts: Sequence[str | None]
    formulas: Sequence[str | None] | None
    said: Sequence[Value] | None = None

    def raw(self) -> Iterator[RawCell]:
        """Return the column's raw cells one by one."""
        marks = repeat(self.attributes) if isinstance(self.attributes, str) else self.attributes
        return zip(repeat(self.number), marks, self.formulas or repeat(None), self.texts)

    def marks(self, reader: Reader) -> Sequence[tuple[str, int]]:
        """Return type and style of each cell; a number whose style shows a date has the type ``day``."""
        if isinstance(self.attributes, str):
            return [reader.mark(self.attributes)] * len(self.texts)
        known = {attributes: reader.mark(attributes) for attributes in set(self.attributes)}
        return list(map(known.__getitem__, self.attributes))

    def decoded(self, reader: Reader) -> BlockColumn:
        """Return the column with its values for its texts, which take most of the memory.

        Right after the scan that is twice as quick as later, when they have left the processor's cache.
        """
        return self._replace(texts=(), said=self.values(reader))

    def without_values(self) -> BlockColumn:
        """Return the column as it is kept once its values are known elsewhere."""
        return self._replace(texts=(), said=())

    def values(self, reader: Reader) -> Sequence[Value]:
        """Return the cells as Python values; None where there is neither value nor formula."""
        if self.said is not None:
            return self.said
        if isinstance(self.attributes, str):
            return reader.column(reader.mark(self.attributes)[0], self.texts, self.formulas)
        if self.formulas is None:
            return reader.pairs(self.attributes, self.texts)
        kinds = {attributes: reader.mark(attributes)[0] for attributes in set(self.attributes)}
        rows = list(zip(self.attributes, self.texts, self.formulas, strict=True))
        distinct = {row: reader.value(kinds[row[0]], *row[1:]) for row in set(rows)}
        return list(map(distinct.__getitem__, rows))

    def cells(self, reader: Reader) -> Sequence[Cell | None]:
        """Return the cells with value, formula and style; None where there is neither value nor formula."""
        alike = isinstance(self.attributes, str)
        told = self.said is None and self.formulas is None
        keys = self.texts if alike or not told else list(zip(self.attributes, self.texts, strict=True))
        distinct = set(keys)
        if told and len(distinct) * 2 <= len(keys):
            # In most columns few texts come again and again: each becomes a cell once.
            known = reader.known_cells(self.attributes if alike else "")  # type: ignore[arg-type]
            for key in [key for key in distinct if key not in known]:  # the others may be many more
                known[key] = _cell(reader, self.attributes, key) if alike else _cell(reader, *key)  # type: ignore[arg-type, misc]
            return list(map(known.__getitem__, keys))
        styles: Iterable[int]
        styles = repeat(reader.mark(self.attributes)[1]) if alike else [m[1] for m in self.marks(reader)]  # type: ignore[arg-type]
        values = self.values(reader)
        parts = zip(values, self.formulas or repeat(None), styles, strict=False)
        if self.formulas is None and None not in values:
            return list(map(_new, repeat(Cell), parts))
        return [None if part[0] is None and part[1] is None else _new(Cell, part) for part in parts]


def _cell(reader: Reader, attributes: str, text: str | None) -> Cell | None:
    kind, style = reader.mark(attributes)
    value = reader.value(kind, text, None)
    return None if value is None else Cell(value, None, style)


class Block(NamedTuple):
    """Rows in the order of the file, and their columns."""

    rows: Sequence[int]
    columns: Sequence[BlockColumn]

    def items(self, reader: Reader) -> Iterator[tuple[tuple[int, int], Cell]]:
        """Return place (row, column) and cell, row by row."""
        if len(self.rows) < _MANY_ROWS:
            return self._one_by_one(reader)
        found = list(chain.from_iterable(zip(*(c.cells(reader) for c in self.columns), strict=True)))
        places = product(self.rows, [column.number for column in self.columns])
        if None in found:
            return zip(compress(places, found), filter(None, found), strict=True)
        return zip(places, found, strict=True)

    def _one_by_one(self, reader: Reader) -> Iterator[tuple[tuple[int, int], Cell]]:
        """Yield place and cell of few rows, of which little is worth decoding together."""
        columns = [column.raw() for column in self.columns]
        for row, raw in zip(self.rows, zip(*columns, strict=True), strict=True):
            for number, attributes, formula, text in raw:
                kind, style = reader.mark(attributes)
                value = reader.value(kind, text, formula)
                if value is not None or formula is not None:
                    yield (row, number), Cell(value, formula, style)

    def row_items(self, reader: Reader) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield each row's number and its cells by column."""
        numbers = [column.number for column in self.columns]
        rows = zip(*(column.cells(reader) for column in self.columns), strict=True)
        for row, found in zip(self.rows, rows, strict=True):
            if None in found:
                yield row, {c: cell for c, cell in zip(numbers, found, strict=True) if cell is not None}
            else:
                yield row, dict(zip(numbers, found, strict=True))


def by_row(rows: list[RawRow]) -> Iterator[Block]:
    """Yield a block for each run of neighbouring rows with the same columns."""
    for numbers, group in groupby(rows, lambda row: [cell[0] for cell in row[1]]):
        held = list(group)
        columns = zip(numbers, zip(*(cells for _, cells in held), strict=True), strict=True)
        yield Block([number for number, _ in held], [_column(number, cells) for number, cells in columns])


def by_column(rows: list[RawRow]) -> Iterator[Block]:
    """Yield a block for each column that has any value or formula."""
    columns: dict[int, tuple[list[int], list[RawCell]]] = {}
    for row, cells in rows:
        for cell in cells:
            if cell[2] is not None or cell[3] is not None:
                numbers, found = columns.setdefault(cell[0], ([], []))
                numbers.append(row)
                found.append(cell)
    for number, (numbers, found) in columns.items():
        yield Block(numbers, [_column(number, found)])


def column_blocks(reader: Reader, text: str) -> list[Block] | None:
    """Return the blocks of ``by_column`` for the text of rows; None where that is not in the plain form.

    Raises ``BadPlace`` for a cell beyond the sheet.
    """
    found = filled_cells(text)
    if found is None:
        return None
    columns: dict[str, list[FoundCell]] = {}
    for cell in found:
        columns.setdefault(cell[0], []).append(cell)
    return [block for cells in columns.values() if (block := _column_block(reader, cells)) is not None]


def _column_block(reader: Reader, cells: Sequence[FoundCell]) -> Block | None:
    letters, digits, marks, values, formulas, results, inlines, bodies = zip(*cells, strict=True)
    number, rows = _column_place(letters[0], digits)
    given = map(add, values, inlines) if any(inlines) else values  # of the two at most one is there
    texts: list[str | None] = [text or None for text in given]
    told: list[str | None] = [None] * len(rows)
    if any(formulas):
        raw = {formula: formula[3:-4] for formula in set(formulas)}
        decoded = decoded_texts(list(raw.values()))
        told = [decoded[raw[formula]] if formula else None for formula in formulas]
        texts = [result[3:-4] if result else text for result, text in zip(results, texts, strict=True)]
    for place, body in enumerate(bodies) if any(bodies) else ():
        if body:
            told[place], texts[place] = rich(reader.mark(marks[place])[0], body)
    says = [text is not None or formula is not None for text, formula in zip(texts, told, strict=True)]
    if not all(says):
        rows, marks = list(compress(rows, says)), tuple(compress(marks, says))
        texts, told = list(compress(texts, says)), list(compress(told, says))
    return Block(rows, [_column_of(number, marks, texts, told)]) if rows else None


def _column_place(letters: str, digits: Sequence[str]) -> tuple[int, list[int]]:
    """Return the number of a column and of its rows; raises ``BadPlace``."""
    try:
        return column_number(letters), row_numbers(digits)
    except BadPlace as error:
        raise BadPlace(f"{letters}{error.args[0]}") from error
    except ValueError as error:
        raise BadPlace(letters + digits[0]) from error


def _column(number: int, cells: Sequence[RawCell]) -> BlockColumn:
    _, attributes, formulas, texts = zip(*cells, strict=True)
    return _column_of(number, attributes, texts, formulas)


def _column_of(
    number: int, attributes: Sequence[str], texts: Sequence[str | None], formulas: Sequence[str | None]
) -> BlockColumn:
    """Return a column, each text of a tag held once."""
    kinds = {kind: kind for kind in set(attributes)}
    same = attributes[0] if len(kinds) == 1 else list(map(kinds.__getitem__, attributes))
    return BlockColumn(number, same, texts, formulas if formulas.count(None) < len(formulas) else None)
