"""The zip below: raw copies of untouched entries, new ones deflated the same way each time."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zipfile import ZipInfo

_LOCAL = struct.Struct("<4s5H3L2H")
LEAST_HEADER = _LOCAL.size
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DEFLATED = 8
_UTF8_NAME = 0x800


class DamagedZip(Exception):
    """The bytes contradict the zip's own directory; ``args[0]`` is the entry."""


def inflate(data: bytes, info: ZipInfo) -> bytes:
    """An entry's content, checked against the size and CRC that the directory gives."""
    start = _data_start(data, info)
    raw = data[start : start + info.compress_size]
    if info.compress_type == _DEFLATED:
        decoder = zlib.decompressobj(-15)
        try:
            # One byte more than promised is enough to know that the promise is false.
            raw = decoder.decompress(raw, info.file_size + 1)
        except zlib.error as error:
            raise DamagedZip(info.filename) from error
    if len(raw) != info.file_size or zlib.crc32(raw) != info.CRC:
        raise DamagedZip(info.filename)
    return raw


def rebuild(
    data: bytes,
    infos: Sequence[ZipInfo],
    directory_start: int,
    changed: Mapping[str, bytes],
    removed: frozenset[str],
) -> bytes:
    """A new zip: ``changed`` entries written anew (new names last), the others copied raw."""
    ends = span_ends(infos, directory_start)
    pieces: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for info in infos:
        if info.filename in removed:
            continue
        if info.filename in changed:
            local, record = _fresh(info.orig_filename, changed[info.filename], info, offset)
        else:
            local = data[info.header_offset : _span_end(data, info, ends[info.header_offset])]
            record = _copied_record(info, offset)
        pieces.append(local)
        central.append(record)
        offset += len(local)
    known = {info.filename for info in infos}
    for name, content in changed.items():
        if name not in known:
            local, record = _fresh(name, content, None, offset)
            pieces.append(local)
            central.append(record)
            offset += len(local)
    size = sum(map(len, central))
    end = _END.pack(b"PK\5\6", 0, 0, len(central), len(central), size, offset, 0)
    return b"".join([*pieces, *central, end])


def _data_start(data: bytes, info: ZipInfo) -> int:
    header = data[info.header_offset : info.header_offset + _LOCAL.size]
    if len(header) != _LOCAL.size or header[:4] != b"PK\3\4":
        raise DamagedZip(info.filename)
    fields = _LOCAL.unpack(header)
    return info.header_offset + _LOCAL.size + int(fields[9]) + int(fields[10])


def span_ends(infos: Sequence[ZipInfo], directory_start: int) -> dict[int, int]:
    """Where the next entry begins, by where an entry begins; two at one place both end there."""
    offsets = sorted(info.header_offset for info in infos)
    ends = dict(zip(offsets, [*offsets[1:], directory_start], strict=True))
    return ends | {here: here for here, after in pairwise(offsets) if here == after}


def _span_end(data: bytes, info: ZipInfo, limit: int) -> int:
    end = _data_start(data, info) + info.compress_size
    if end > limit:
        raise DamagedZip(info.filename)
    # Sizes may follow the data in a descriptor of 12 to 24 bytes: it belongs to the entry.
    return min(limit, end + 24) if info.flag_bits & 8 else end


def _encoded(name: str, flags: int) -> bytes:
    return name.encode("utf-8" if flags & _UTF8_NAME else "cp437")


def _dos_time(info: ZipInfo | None) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time if info else _EPOCH
    return (hour << 11 | minute << 5 | second // 2), ((year - 1980) << 9 | month << 5 | day)


def _fresh(name: str, content: bytes, info: ZipInfo | None, offset: int) -> tuple[bytes, bytes]:
    # Only what changed is packed anew: a fifth larger than with the usual level 6, in a quarter of its time.
    deflater = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = deflater.compress(content) + deflater.flush()
    flags = info.flag_bits & _UTF8_NAME if info else 0 if name.isascii() else _UTF8_NAME
    stamp = _dos_time(info)
    encoded = _encoded(name, flags)
    crc = zlib.crc32(content)
    sizes = (crc, len(packed), len(content))
    local = _LOCAL.pack(b"PK\3\4", 20, flags, _DEFLATED, *stamp, *sizes, len(encoded), 0)
    made_by = (info.create_version, info.create_system) if info else (20, 0)
    attributes = (info.internal_attr, info.external_attr) if info else (0, 0)
    record = _CENTRAL.pack(
        b"PK\1\2",
        *made_by,
        20,
        0,
        flags,
        _DEFLATED,
        *stamp,
        *sizes,
        len(encoded),
        0,
        0,
        0,
        *attributes,
        offset,
    )
    return local + encoded + packed, record + encoded


def _copied_record(info: ZipInfo, offset: int) -> bytes:
    extra = _without_zip64(info.extra)
    encoded = _encoded(info.orig_filename, info.flag_bits)
    record = _CENTRAL.pack(
        b"PK\1\2",
        info.create_version,
        info.create_system,
        info.extract_version,
        info.reserved,
        info.flag_bits,
        info.compress_type,
        *_dos_time(info),
        info.CRC,
        info.compress_size,
        info.file_size,
        len(encoded),
        len(extra),
        len(info.comment),
        0,
        info.internal_attr,
        info.external_attr,
        offset,
    )
    return record + encoded + extra + info.comment


def _without_zip64(extra: bytes) -> bytes:
    """The extra field without 64-bit sizes: the record holds the real ones, all small."""
    kept = b""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind != 1:
            kept += extra[: 4 + length]
        extra = extra[4 + length :]
    return kept
