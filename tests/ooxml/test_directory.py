"""A zip's directory, read by akmxl and by zipfile: the same entries, and the same refusals."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given, settings, strategies as st

from akmxl.ooxml.package import zipraw
from akmxl.ooxml.package.directory import DamagedZip, read_directory


def made(
    *names: str, comment: bytes = b"", extra: bytes = b"", note: bytes = b"", before: bytes = b""
) -> bytes:
    target = io.BytesIO()
    target.write(before)
    with zipfile.ZipFile(target, "a" if before else "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for number, name in enumerate(names):
            info = zipfile.ZipInfo(name, (2025, 3, 1 + number, 9, 30, 0))
            info.extra, info.comment, info.external_attr = extra, note, 0o600 << 16
            archive.writestr(info, f"{name} " * 20)
    return target.getvalue()


PLAIN = made("xl/workbook.xml", "xl/worksheets/", "xl/worksheets/sheet1.xml", "[Content_Types].xml")


def by_library(data: bytes) -> object:
    """What zipfile finds; None where it refuses."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            start = archive.start_dir
    except Exception:  # its refusals are of many kinds
        return None
    return start, [
        (i.filename, i.compress_type, i.flag_bits, i.CRC, i.compress_size, i.file_size, i.header_offset)
        for i in infos
    ]


def by_akmxl(data: bytes) -> object:
    try:
        entries, start = read_directory(data)
    except DamagedZip:
        return None
    return start, [(e.name, e.method, e.flags, e.crc, e.packed_size, e.size, e.start) for e in entries]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        made(),
        made("a.xml", comment=b"izoh"),
        made("a.xml", extra=b"\x55\x54\x05\x00\x01\0\0\0\0"),
        made("a.xml", note=b"a note", comment=b"PK"),
        made("oʻzbekcha/список.xml", "a.xml"),
        made("a.xml", before=b"something before the zip"),
    ],
    ids=["plain", "empty", "comment", "extra field", "notes", "letters", "after other bytes"],
)
def test_every_directory_is_read_as_zipfile_reads_it(data: bytes) -> None:
    assert by_library(data) is not None
    assert by_akmxl(data) == by_library(data)


def test_an_old_name_in_the_letters_of_dos_is_read_as_zipfile_reads_it() -> None:
    name = "a\N{LATIN SMALL LETTER E WITH ACUTE}.xml"
    utf8 = made(name)
    data = utf8.replace(name.encode(), b"a\x82\xff.xml")  # as long, and nothing else in them changes
    for mark in (b"PK\3\4\x14\0", b"PK\1\2\x14\x03\x14\0"):
        at = data.index(mark) + len(mark)
        data = data[:at] + b"\0\0" + data[at + 2 :]  # no longer marked as UTF-8
    assert by_library(data)[1][0][0] == "aé\N{NO-BREAK SPACE}.xml"
    assert by_akmxl(data) == by_library(data)


@settings(max_examples=400)
@given(place=st.integers(0, len(PLAIN) - 1), value=st.integers(0, 255), cut=st.integers(0, 30))
@example(place=len(PLAIN) - 2, value=1, cut=0)
@example(place=PLAIN.index(b"PK\1\2") + 30, value=4, cut=0)
@example(place=PLAIN.index(b"PK\1\2") + 34, value=1, cut=0)
@example(place=PLAIN.index(b"PK\1\2") + 46, value=0, cut=0)
@example(place=PLAIN.index(b"PK\1\2") + 6, value=99, cut=0)
def test_a_damaged_directory_gives_what_zipfile_makes_of_it(place: int, value: int, cut: int) -> None:
    damaged = bytearray(PLAIN)
    damaged[place] = value
    data = bytes(damaged[: len(damaged) - cut])
    assert by_akmxl(data) == by_library(data)


def test_an_entry_keeps_its_day_and_the_spelling_of_its_name() -> None:
    entry = read_directory(made("xl/oʻyin.xml"))[0][0]
    assert entry.day == (2025, 3, 1)
    assert entry.raw_name == "xl/oʻyin.xml".encode()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_what_an_entry_holds_is_told_by_the_piece(method: int) -> None:
    long, target = b"".join(b"%d " % number for number in range(60_000)), io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("a", long)
    (entry,) = read_directory(target.getvalue())[0]
    data = bytearray(target.getvalue())
    assert zipraw.holds(bytes(data), entry, long)
    assert not zipraw.holds(bytes(data), entry, long[:-1])
    assert not zipraw.holds(bytes(data), entry, long[:-1] + b"x")
    if method == zipfile.ZIP_STORED:
        data[len(data) // 2] ^= 1
        assert not zipraw.holds(bytes(data), entry, long)
