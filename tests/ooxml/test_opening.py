"""What is not a sound workbook is refused when it is opened, each kind with its own sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import FileProblem, Unreadable
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

from .making import make, packed_parts, part, repack

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return make(tmp_path / "sound.xlsx", Varaq={"A1": "salom", "A2": 5})


def read_everything(path: Path) -> None:
    book = Workbook.open(path)
    for sheet in book.sheets:
        book.cells(sheet.name)


def refusal(path: Path, kind: type[Exception] = Unreadable) -> str:
    with in_language("en"), pytest.raises(kind) as caught:
        read_everything(path)
    with in_language("en"):
        return str(caught.value)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def ole_entry(name: str) -> bytes:
    return name.encode("utf-16-le").ljust(128, b"\0")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "yoq.xlsx", FileProblem)


def test_a_folder_is_not_a_workbook(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path, FileProblem)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty (0 bytes)"),
        (b"Kod;Nomi\n11;Kitob", "is a text"),
        (b"<html><table></table></html>", "is a text"),
        (OLE + ole_entry("Root Entry") + ole_entry("Workbook"), "old .xls format"),
        (OLE + ole_entry("EncryptionInfo") + ole_entry("EncryptedPackage"), "protected by a password"),
        (OLE + ole_entry("WordDocument"), "not an Excel workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not an Excel workbook"),
        (b"PK\3\4 and then nothing of a zip", "damaged"),
        (b"PK\5\6" + b"\0" * 18, "not an Excel workbook"),
    ],
)
def test_other_kinds_of_files_are_told_apart(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refusal(write(tmp_path / "fayl.xlsx", content))


def test_a_file_cut_short_is_damaged(sound: Path) -> None:
    assert "damaged" in refusal(write(sound, sound.read_bytes()[:-200]))


def flipped(path: Path, name: str) -> Path:
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    data[info.header_offset + 30 + len(info.filename) + 40] ^= 0xFF
    return write(path, bytes(data))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_flipped_byte_is_noticed_in_every_part_that_is_read(sound: Path, name: str) -> None:
    assert name in refusal(flipped(sound, name))


def test_a_damaged_part_that_nobody_reads_is_handed_on_as_it_is(sound: Path, tmp_path: Path) -> None:
    patch = Patch(Workbook.open(flipped(sound, "xl/theme/theme1.xml")))
    patch.set("Varaq", 2, 1, 6)
    patch.save(tmp_path / "new.xlsx")
    name = "xl/theme/theme1.xml"
    assert packed_parts(sound)[name] == packed_parts(tmp_path / "new.xlsx")[name]


def test_a_zip_of_something_else_is_not_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "fayl.xlsx", "w") as archive:
        archive.writestr("salom.txt", "salom")
    assert "not an Excel workbook" in refusal(tmp_path / "fayl.xlsx")


def test_a_zip_without_the_workbook_part_is_not_a_workbook(sound: Path, tmp_path: Path) -> None:
    assert "not an Excel workbook" in refusal(repack(sound, tmp_path / "b.xlsx", {"xl/workbook.xml": None}))


def test_strict_open_xml_is_refused_by_name(sound: Path, tmp_path: Path) -> None:
    strict = part(sound, "xl/workbook.xml").replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert "Strict" in refusal(repack(sound, tmp_path / "b.xlsx", {"xl/workbook.xml": strict}))


def test_xlsb_is_refused_by_name(sound: Path, tmp_path: Path) -> None:
    rels = part(sound, "_rels/.rels").replace(b"xl/workbook.xml", b"xl/workbook.bin")
    changes = {"_rels/.rels": rels, "xl/workbook.xml": None, "xl/workbook.bin": b"\x83\1\0"}
    assert ".xlsb" in refusal(repack(sound, tmp_path / "b.xlsx", changes))


def test_a_file_of_libreoffice_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<office/>")
    assert ".ods" in refusal(path)


PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_hostile_in_any_part_that_is_read(
    sound: Path, tmp_path: Path, encoding: str, name: str
) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
    path = repack(sound, tmp_path / "b.xlsx", {name: bomb.encode(encoding)})
    assert "not safe" in refusal(path)


@pytest.mark.parametrize("name", ["/etc/passwd.xml", "../yuqori.xml", "xl/../../a.xml", "c:\\a.xml"])
def test_parts_with_outside_paths_are_hostile(sound: Path, tmp_path: Path, name: str) -> None:
    assert "outside path" in refusal(repack(sound, tmp_path / "b.xlsx", {name: b"<a/>"}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(sound: Path, tmp_path: Path) -> None:
    path = repack(sound, tmp_path / "b.xlsx", {"xl/media/a.bin": b"\0" * 70_000_000})
    assert "times its size" in refusal(path)


def test_a_bomb_that_lies_about_its_size_is_damaged(sound: Path, tmp_path: Path) -> None:
    path = repack(sound, tmp_path / "b.xlsx", {"xl/styles.xml": b"\0" * 3_000_000})
    data = path.read_bytes()
    true, false = struct.pack("<L", 3_000_000), struct.pack("<L", 3_000)
    assert "damaged" in refusal(write(path, data.replace(true, false)))


def test_the_same_part_twice_is_refused(sound: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(sound, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert "unusual way" in refusal(sound)


def test_a_part_that_is_not_well_formed_is_damaged(sound: Path, tmp_path: Path) -> None:
    path = repack(sound, tmp_path / "b.xlsx", {"xl/workbook.xml": b"<workbook><sheets>"})
    assert "damaged" in refusal(path)


def test_a_zip_written_as_a_stream_opens(sound: Path, tmp_path: Path) -> None:
    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.content = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.content += bytes(data)
            return len(data)

    stream = OneWay()
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    assert Workbook.open(write(tmp_path / "b.xlsx", stream.content)).cells("Varaq")[2, 1].value == 5


def test_a_slash_before_a_parts_name_is_not_an_outside_path(sound: Path, tmp_path: Path) -> None:
    styles = part(sound, "xl/styles.xml")
    path = repack(sound, tmp_path / "b.xlsx", {"xl/styles.xml": None, "/xl/styles.xml": styles})
    assert Workbook.open(path).cells("Varaq")[2, 1].value == 5
    patch = Patch(Workbook.open(path))
    patch.set("Varaq", 2, 1, 6)
    patch.save(tmp_path / "c.xlsx")
    assert "/xl/styles.xml" in packed_parts(tmp_path / "c.xlsx")
