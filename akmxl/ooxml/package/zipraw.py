"""Unpack and rebuild a zip: untouched entries copied raw, new ones deflated the same way each time."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.ooxml.package.directory import END, RECORD, UTF8_NAME, DamagedZip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.ooxml.package.directory import ZipEntry

_LOCAL = struct.Struct("<4s5H3L2H")
LEAST_HEADER = _LOCAL.size
_DEFLATED = 8
_VERSION = 20
_PIECE = 1 << 16  # bytes; of a long register they unpack to a megabyte
_LONG = 1 << 20  # bytes
_NEW_YEAR_1980 = 1 << 5 | 1  # as the directory writes a day: the first there is


def inflate(data: bytes, entry: ZipEntry) -> bytes:
    """Unpack an entry and check it against the size and CRC of the directory; raises DamagedZip."""
    start = _data_start(data, entry)
    raw = data[start : start + entry.packed_size]
    if entry.method == _DEFLATED:
        try:
            # One byte more than promised is enough to know that the promise is false.
            raw = _unpacked(raw, entry.size + 1)
        except zlib.error as error:
            raise DamagedZip(entry.name) from error
    if len(raw) != entry.size or zlib.crc32(raw) != entry.crc:
        raise DamagedZip(entry.name)
    return raw


def _unpacked(packed: bytes, most: int) -> bytes:
    """Unpack up to so many bytes; many of them by the piece, as zlib holds twice what it puts together."""
    decoder = zlib.decompressobj(-15)
    if most < _LONG:
        return decoder.decompress(packed, most)
    found = BytesIO()
    for first in range(0, len(packed), _PIECE):
        found.write(decoder.decompress(packed[first : first + _PIECE], most - found.tell()))
        if found.tell() == most:
            break
    return found.getvalue()


def holds(data: bytes, entry: ZipEntry, expected: bytes) -> bool:
    """Tell whether an entry unpacks to these bytes; by the piece, as it may be long."""
    if entry.size != len(expected) or entry.crc != zlib.crc32(expected):
        return False
    start, at = _data_start(data, entry), 0
    packed = data[start : start + entry.packed_size]
    if entry.method != _DEFLATED:
        return packed == expected
    decoder = zlib.decompressobj(-15)
    for first in range(0, len(packed), _PIECE):
        piece = decoder.decompress(packed[first : first + _PIECE])
        if piece != expected[at : at + len(piece)]:
            return False
        at += len(piece)
    return decoder.eof and at == len(expected)


def rebuild(
    data: bytes,
    entries: Sequence[ZipEntry],
    directory_start: int,
    changed: Mapping[str, bytes],
    removed: frozenset[str],
) -> bytes:
    """Build a new zip: ``changed`` entries written anew (new names last), the others copied raw."""
    ends = span_ends(entries, directory_start)
    pieces: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for entry in entries:
        if entry.name in removed:
            continue
        if entry.name in changed:
            local, record = _fresh(entry.name, changed[entry.name], entry, offset)
        else:
            local = data[entry.start : _span_end(data, entry, ends[entry.start])]
            record = _copied_record(entry, offset)
        pieces.append(local)
        central.append(record)
        offset += len(local)
    known = {entry.name for entry in entries}
    for name, content in changed.items():
        if name not in known:
            local, record = _fresh(name, content, None, offset)
            pieces.append(local)
            central.append(record)
            offset += len(local)
    size = sum(map(len, central))
    end = END.pack(b"PK\5\6", 0, 0, len(central), len(central), size, offset, 0)
    return b"".join([*pieces, *central, end])


def _data_start(data: bytes, entry: ZipEntry) -> int:
    header = data[entry.start : entry.start + _LOCAL.size]
    if len(header) != _LOCAL.size or header[:4] != b"PK\3\4":
        raise DamagedZip(entry.name)
    fields = _LOCAL.unpack(header)
    return entry.start + _LOCAL.size + int(fields[9]) + int(fields[10])


def span_ends(entries: Sequence[ZipEntry], directory_start: int) -> dict[int, int]:
    """Return where the next entry begins, by where an entry begins; two at one place both end there."""
    starts = sorted(entry.start for entry in entries)
    ends = dict(zip(starts, [*starts, directory_start][1:], strict=True))
    return ends | {here: here for here, after in pairwise(starts) if here == after}


def _span_end(data: bytes, entry: ZipEntry, limit: int) -> int:
    end = _data_start(data, entry) + entry.packed_size
    if end > limit:
        raise DamagedZip(entry.name)
    # Sizes may follow the data in a descriptor of 12 to 24 bytes: it belongs to the entry.
    return min(limit, end + 24) if entry.flags & 8 else end


def _fresh(name: str, content: bytes, old: ZipEntry | None, offset: int) -> tuple[bytes, bytes]:
    """Pack a part anew: return its local entry and its record.

    It keeps the name's spelling, the time and the marks of the old one.
    """
    # Only what changed is packed anew: a fifth larger than with the usual level 6, in a quarter of its time.
    deflater = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = deflater.compress(content) + deflater.flush()
    encoded = old.raw_name if old else name.encode()
    flags = old.flags & UTF8_NAME if old else 0 if name.isascii() else UTF8_NAME
    known = RECORD.unpack_from(old.record) if old else None
    made_by, stamp, marks = (
        (known[1:3], known[6:8], known[15:17]) if known else ((_VERSION, 0), (0, _NEW_YEAR_1980), (0, 0))
    )
    described = (_VERSION, flags, _DEFLATED, *stamp, zlib.crc32(content), len(packed), len(content))
    local = _LOCAL.pack(b"PK\3\4", *described, len(encoded), 0)
    record = RECORD.pack(b"PK\1\2", *made_by, *described, len(encoded), 0, 0, 0, *marks, offset)
    return local + encoded + packed, record + encoded


def _copied_record(entry: ZipEntry, offset: int) -> bytes:
    place = RECORD.size - 4
    return entry.record[:place] + struct.pack("<L", offset) + entry.record[RECORD.size :]
