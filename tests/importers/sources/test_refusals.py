"""What is no table is refused with one sentence, whatever it is named."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import AkmxlError, FileProblem, Unreadable
from akmxl.importers.sources.kinds import MARC21, MARCXML, kind_of
from akmxl.importers.sources.open_source import open_source
from akmxl.importers.sources.table import Reading
from tests.importers.sources.reading import source

if TYPE_CHECKING:
    from pathlib import Path


def _zip(**entries: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return data.getvalue()


_ODT = "application/vnd.oasis.opendocument.text"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_TYPES = {"[Content_Types]_dot_xml": "<Types/>"}

_REFUSED = {
    "is empty": b"",
    "is no table but PDF": b"%PDF-1.7\n",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a picture ": b"\xff\xd8\xff\xe0",
    "a picture  ": b"BM\x46\0\0\0\0\0\0\0",
    "an archive of another kind": b"7z\xbc\xaf\x27\x1c",
    "an archive of another kind ": b"Rar!\x1a\x07",
    "an archive of another kind  ": b"\x1f\x8b\x08",
    "an archive of another kind   ": bytes(257) + b"ustar",
    "a document of Word": b"{\\rtf1}",
    "a document of Word ": _zip(**_TYPES, word__document_dot_xml="<w/>"),
    "a document of Word  ": _zip(mimetype=_ODT),
    "a presentation": _zip(**_TYPES, ppt__presentation_dot_xml="<p/>"),
    "a document of another program": _zip(Index__Document_dot_iwa="x"),
    "a database": b"SQLite format 3\0",
    "a program": b"MZ\x90\0",
    "a page of a browser": b"MIME-Version: 1.0\n",
    "protected by a password": _zip(mimetype=_ODS, **{"META-INF__manifest_dot_xml": "<encryption-data/>"}),
    "is damaged": b"PK\3\4 cut off",
    "is damaged ": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "is damaged  ": _zip(**_TYPES, xl__workbook_dot_xml="<workbook"),
    "no file to import": _zip(Thumbs_dot_db="x"),
    "An archive stands within": _zip(a_dot_zip=_zip(b="1;2")),
    "is too large": _zip(a=bytes(80 * 1024 * 1024)),
}


@pytest.mark.parametrize("sentence", _REFUSED)
def test_what_is_no_table_is_named(tmp_path, sentence):
    with pytest.raises(Unreadable, match=sentence.strip()):
        source(tmp_path, _REFUSED[sentence], "export.xlsx")


def test_a_locked_entry_of_a_zip_is_named(tmp_path):
    data = bytearray(_zip(a_dot_csv="1;2"))
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(Unreadable, match="password"):
        source(tmp_path, bytes(data))


@pytest.mark.parametrize(
    ("stream", "sentence"),
    [("EncryptedPackage", "password"), ("WordDocument", "a document of Word"), ("Boshqa", "another program")],
)
def test_old_documents_are_named_by_their_streams(tmp_path, stream, sentence):
    with pytest.raises(Unreadable, match=sentence):
        source(tmp_path, _ole(stream))


def _ole(stream: str, *, follows: int = 0xFFFFFFFE) -> bytes:
    """Write an OLE file of one stream of 4,096 bytes; ``follows`` is what comes after its last sector."""
    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += b"".join(number.to_bytes(2, "little") for number in (0x3E, 3, 0xFFFE, 9, 6)) + bytes(6)
    numbers = (0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[none] * 108)
    header += b"".join(number.to_bytes(4, "little") for number in numbers)
    fat = [0xFFFFFFFD, end, *range(3, 10), follows]
    table = b"".join(number.to_bytes(4, "little") for number in fat + [none] * (128 - len(fat)))
    return (
        header + table + _entry("Root Entry", 5, end, 0, 1) + _entry(stream, 2, 2, 4096) + bytes(256 + 4096)
    )


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = b"".join(number.to_bytes(4, "little") for number in (0xFFFFFFFF, 0xFFFFFFFF, child))
    place = start.to_bytes(4, "little") + size.to_bytes(8, "little")
    return text.ljust(64, b"\0") + bytes([len(text), 0, kind, 1]) + links + bytes(36) + place


def test_sectors_that_follow_each_other_in_a_circle_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="damaged"):
        source(tmp_path, _ole("Workbook", follows=2))


def test_what_is_not_there_or_no_file_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="There is no file"):
        open_source(tmp_path / "yoq.csv", Reading())
    with pytest.raises(Unreadable, match="no file to import"):
        open_source(tmp_path, Reading())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "export.csv")
    for path in (tmp_path / "export.csv", tmp_path):
        with pytest.raises(FileProblem, match="a pipe"):
            open_source(path, Reading())


def test_marc_is_known_by_its_leader_and_by_its_root():
    record = b"00042nam a2200037 i 4500001000200000\x1e1\x1e\x1d"
    assert kind_of(record, "a") == MARC21
    assert kind_of(b"\n" + record, "a") == MARC21
    assert kind_of(b'<collection xmlns="http://www.loc.gov/MARC21/slim"><record>', "a") == MARCXML
    assert (
        kind_of(b'<?xml version="1.0"?><m:record xmlns:m="http://www.loc.gov/MARC21/slim">', "a") == MARCXML
    )
    assert kind_of(b"00042;nam;a22;00037;i;4500;1\n", "a") == "text"


def _all_is_read(path: Path) -> None:
    """Read a source to its end: it is read, or refused in a sentence."""
    try:
        for table in open_source(path, Reading()).tables:
            for _ in table.read():
                pass
            assert all(fault.reason for fault in table.faults)
    except AkmxlError as error:
        str(error)


def test_damaged_files_are_read_or_refused(tmp_path):
    import random

    import xlsxwriter

    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        made.add_worksheet().write_row(0, 0, ["Sana", 1, 2.5])
    page = b"<html><table><tr><td rowspan=2>1<td>2</tr></table></html>"
    text = 'Дата;"Отдел"\n01.02.2025;"а ""б"""\n'.encode("cp1251")
    whole = [book.getvalue(), page, text, _zip(a_dot_csv=text, b_dot_html=page), _ole("Workbook")]
    chance, path = random.Random(17), tmp_path / "a"
    for data in whole:
        for _ in range(60):
            spoilt = bytearray(data)
            for _ in range(chance.choice((1, 1, 4))):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            path.write_bytes(spoilt if chance.random() < 0.7 else spoilt[: chance.randrange(len(spoilt))])
            _all_is_read(path)
