"""Write a Parquet file out of blocks of rows, a column at a time.

To start a database takes longer than to write a quarter of all centres. The format is Apache Parquet's: one
row group, pages of version 1, so any reader takes it. Words are kept once, in the column's dictionary, and
told by their places in it. The same rows give the same bytes, into whatever blocks they are cut.
"""

from __future__ import annotations

import struct
import zlib
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Cell = None | str | int | float
    Cells = Sequence[tuple[int, Cell | tuple[Cell, ...]]]  # of one column: how many rows, what they say
    Value = tuple[int, bytes]  # of Thrift: its type, its bytes


class CannotHold(Exception):
    """A value that no file can hold."""


class Kind(NamedTuple):
    """What a column holds: its physical and its converted type, how a value is spelt, how places are told.

    ``told``: by runs, where many rows in a row are alike; packed, where each is another one; empty where the
    values stand as they are.
    """

    physical: int
    converted: int | None
    spelt: Callable[[Sequence[Cell]], bytes]
    told: str = ""


class Block(NamedTuple):
    """Some rows: how many, and of each column its values, or the one that all of them have."""

    rows: int
    cells: Sequence[Cell | tuple[Cell, ...]]


def _texts(values: Sequence[Cell]) -> bytes:
    texts = (str(value).encode("utf-8", "replace") for value in values)
    return b"".join([struct.pack("<I", len(text)) + text for text in texts])


def _numbers(values: Sequence[Cell], form: str) -> bytes:
    return struct.pack(f"<{len(values)}{form}", *values)


def _days(values: Sequence[Cell]) -> bytes:
    days = [date.fromisoformat(str(value)).toordinal() - _DAY_0 for value in values]
    return struct.pack(f"<{len(days)}i", *days)


_DAY_0 = date(1970, 1, 1).toordinal()
_RUNS, _PACKED = "runs", "packed"
WORD = Kind(6, 0, _texts, _RUNS)
KEY = Kind(6, 0, _texts, _PACKED)
FREE_TEXT = Kind(6, 0, _texts)
WHOLE = Kind(2, None, partial(_numbers, form="q"), _RUNS)
NUMBER = Kind(5, None, partial(_numbers, form="d"))
DAY = Kind(1, 6, _days, _RUNS)


def parquet(columns: Mapping[str, Kind], blocks: Sequence[Block]) -> bytes:
    """Return the file of blocks; raises ``CannotHold``."""
    rows = sum(block.rows for block in blocks)
    pieces, chunks, schema = [_MAGIC], [], [_struct({4: _text("schema"), 5: _int(len(columns))})]
    at = len(_MAGIC)
    for place, (name, kind) in enumerate(columns.items()):
        chunk = _Chunk(kind, [(block.rows, block.cells[place]) for block in blocks if block.rows])
        pieces += chunk.pages
        chunks.append(_struct({2: _long(at), 3: chunk.told(name, rows, at)}))
        at += sum(map(len, chunk.pages))
        converted = {} if kind.converted is None else {6: _int(kind.converted)}
        schema.append(_struct({1: _int(kind.physical), 3: _int(_OPTIONAL), 4: _text(name), **converted}))
    group = _struct({1: _list(_STRUCT, chunks), 2: _long(at - len(_MAGIC)), 3: _long(rows)})
    groups = _list(_STRUCT, [group] if rows else [])
    told = _struct({1: _int(1), 2: _list(_STRUCT, schema), 3: _long(rows), 4: groups, 6: _text("akmxl")})[1]
    return b"".join((*pieces, told, struct.pack("<I", len(told)), _MAGIC))


_MAGIC, _OPTIONAL = b"PAR1", 1
_PLAIN, _RLE, _DICTIONARY = 0, 3, 8  # encodings
_DATA_PAGE, _DICTIONARY_PAGE = 0, 2
_STORED, _GZIP = 0, 2
_SMALL = 400  # bytes of a column that are not worth packing


class _Chunk:
    """A column's pages: its dictionary, if it has one, and its values."""

    def __init__(self, kind: Kind, cells: Cells) -> None:
        self._kind = kind
        cells = _runs(cells) if kind.told == _RUNS else cells
        words = _words(cells) if kind.told else {}
        body = _levels(cells, kind.told)
        if kind.told:
            width = max(len(words) - 1, 1).bit_length()
            body += bytes([width]) + (_in_runs if kind.told == _RUNS else _packed)(cells, words, width)
        else:
            body += b"".join([_spelt(kind, values) for values in _values(cells)])
        pages = [(_DICTIONARY_PAGE, _spelt(kind, list(words)), len(words))] if kind.told else []
        pages.append((_DATA_PAGE, body, sum(rows for rows, _ in cells)))
        self._codec = _GZIP if sum(len(data) for _, data, _ in pages) > _SMALL else _STORED
        self._size = 0  # unpacked, with the pages' heads
        self.pages = [self._page(*page) for page in pages]

    def _page(self, of: int, data: bytes, values: int) -> bytes:
        packed = _gzip(data) if self._codec == _GZIP else data
        if of == _DICTIONARY_PAGE:
            told = {7: _struct({1: _int(values), 2: _int(_PLAIN)})}
        else:
            encoding = _int(_DICTIONARY if self._kind.told else _PLAIN)
            told = {5: _struct({1: _int(values), 2: encoding, 3: _int(_RLE), 4: _int(_RLE)})}
        _, head = _struct({1: _int(of), 2: _int(len(data)), 3: _int(len(packed)), **told})
        self._size += len(head) + len(data)
        return head + packed

    def told(self, name: str, rows: int, at: int) -> tuple[int, bytes]:
        """Return what the file's end says of the column, whose pages stand at a place."""
        encodings = (_PLAIN, _RLE, _DICTIONARY) if self._kind.told else (_PLAIN, _RLE)
        *dictionary, _data = self.pages
        first = {11: _long(at)} if dictionary else {}
        return _struct({
            1: _int(self._kind.physical), 2: _list(_INT, map(_int, encodings)),
            3: _list(_BINARY, [_text(name)]),
            4: _int(self._codec), 5: _long(rows), 6: _long(self._size), 7: _long(sum(map(len, self.pages))),
            9: _long(at + sum(map(len, dictionary))), **first,
        })  # fmt: skip


def _spelt(kind: Kind, values: Sequence[Cell]) -> bytes:
    try:
        return kind.spelt(values)
    except (struct.error, OverflowError, ValueError) as error:
        raise CannotHold(str(error)) from error


def _words(cells: Cells) -> dict[Cell, int]:
    """Return the values of a column, each once, with their places."""
    found: dict[Cell, int] = {}
    for cell in dict.fromkeys(cell for _, cell in cells):
        for word in cell if isinstance(cell, tuple) else (cell,):
            if word is not None:
                found.setdefault(word, len(found))
    return found


def _values(cells: Cells) -> Iterator[Sequence[Cell]]:
    """Yield what is there of each block."""
    for rows, cell in cells:
        if not isinstance(cell, tuple):
            yield (cell,) * rows if cell is not None else ()
        else:
            yield [one for one in cell if one is not None] if None in cell else cell


def _levels(cells: Cells, told: str) -> bytes:
    """Return which rows have a value: in runs, or a bit for each row."""
    if told == _RUNS:
        there = _runs([(rows, one is not None) for rows, one in cells])
        said = b"".join([_varint(rows << 1) + bytes([one is True]) for rows, one in there])
    else:
        said = _bits(cells, lambda one: "0" if one is None else "1", 1)
    return struct.pack("<I", len(said)) + said


def _runs(cells: Cells) -> list[tuple[int, Cell]]:
    """Return how many rows below one another are alike."""
    found: list[tuple[int, Cell]] = []
    last: object = ...
    count = 0
    for rows, cell in cells:
        for one, same in groupby(cell) if isinstance(cell, tuple) else ((cell, None),):
            if one != last and count:
                found.append((count, last))  # type: ignore[arg-type]
                count = 0
            last, count = one, count + (rows if same is None else len(list(same)))
    return [*found, (count, last)] if count else found  # type: ignore[list-item]


def _in_runs(cells: Cells, words: Mapping[Cell, int], width: int) -> bytes:
    size, runs = (width + 7) // 8, _runs(cells)
    places = [(rows, words[cell]) for rows, cell in runs if cell is not None]
    return b"".join([_varint(rows << 1) + place.to_bytes(size, "little") for rows, place in places])


def _packed(cells: Cells, words: Mapping[Cell, int], width: int) -> bytes:
    bits = {word: f"{place:0{width}b}" for word, place in words.items()} | {None: ""}
    return _bits(cells, bits.__getitem__, width)


def _bits(cells: Cells, spelt: Callable[[Cell], str], width: int) -> bytes:
    """Return numbers in ``width`` bits each, the first one lowest; ``spelt`` gives their ones and noughts."""
    known: dict[tuple[Cell, ...], str] = {}
    pieces = []
    for rows, cell in reversed(cells):
        if not isinstance(cell, tuple):
            pieces.append(spelt(cell) * rows)
            continue
        if cell not in known:
            known[cell] = "".join(map(spelt, reversed(cell)))
        pieces.append(known[cell])
    text = "".join(pieces)
    groups = -(-len(text) // (8 * width))  # of eight numbers
    return _varint(groups << 1 | 1) + int(text or "0", 2).to_bytes(groups * width, "little")


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


# The pages' heads and the file's end are written in Thrift's compact protocol: a value is its type and its
# bytes, a field is told by how far its number is from the one before it.
_INT, _LONG, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes((*found, number))


def _int(number: int) -> Value:
    return _INT, _varint(number << 1)


def _long(number: int) -> Value:
    return _LONG, _varint(number << 1)


def _text(text: str) -> Value:
    data = text.encode()
    return _BINARY, _varint(len(data)) + data


def _list(of: int, values: Iterable[Value]) -> Value:
    data = [value for _, value in values]
    head = bytes([len(data) << 4 | of]) if len(data) < 15 else bytes([0xF0 | of]) + _varint(len(data))
    return _LIST, head + b"".join(data)


def _struct(fields: Mapping[int, Value]) -> Value:
    pieces: list[bytes] = []
    last = 0
    for number, (of, data) in fields.items():
        pieces += (bytes([(number - last) << 4 | of]), data)
        last = number
    return _STRUCT, b"".join((*pieces, b"\0"))
