"""Files made to harm: refused, or handled in bounded time and memory. Nothing outside is ever read."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

from .making import make, part, repack, sheet_part, with_sheet

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return make(tmp_path / "sound.xlsx", Varaq={"A1": "salom", "A2": 5})


def read_everything(path: Path) -> None:
    book = Workbook.open(path)
    for sheet in book.sheets:
        book.cells(sheet.name)


def refusal(path: Path) -> str:
    with in_language("en"), pytest.raises(Unreadable) as caught:
        read_everything(path)
    with in_language("en"):
        return str(caught.value)


def peak_megabytes(path: Path) -> float:
    """The memory that a whole process takes to be refused, or to read everything."""
    code = (
        "import resource, sys\nfrom akmxl.core.errors import AkmxlError\n"
        "from akmxl.ooxml.read.workbook import Workbook\n"
        "try:\n    book = Workbook.open(sys.argv[1])\n    [book.cells(s.name) for s in book.sheets]\n"
        "except AkmxlError: pass\n"
        "for line in open('/proc/self/status'):\n    line.startswith('VmHWM') and print(line.split()[1])"
    )
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", code, str(path)]
    result = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=300, env={"PYTHONPATH": root}
    )
    return int(result.stdout) / 1024


linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the peak of memory")


@linux
def test_a_bomb_with_a_high_ratio_takes_no_memory(sound: Path, tmp_path: Path) -> None:
    packed = zlib.compress(b"\0" * 10_000_000)[2:-4]
    path = repack(sound, tmp_path / "b.xlsx", {SHEET: b"PLACE" + b"x" * 5000})
    with_raw_entry(path, SHEET, packed, 600_000_000)
    assert "too large" in refusal(path)
    assert peak_megabytes(path) < 80


@linux
def test_a_bomb_that_lies_about_its_size_is_not_unpacked(sound: Path, tmp_path: Path) -> None:
    packed = zlib.compress(b" " * 150_000_000, 1)[2:-4]
    path = repack(sound, tmp_path / "b.xlsx", {SHEET: b"PLACE" + b"x" * 5000})
    with_raw_entry(path, SHEET, packed, 1000)
    assert "damaged" in refusal(path)
    assert peak_megabytes(path) < 80


def with_raw_entry(path: Path, name: str, packed: bytes, size: int) -> None:
    """Put deflated bytes and a size of one's own into the place of an entry, which becomes the last."""
    with zipfile.ZipFile(path) as archive:
        others = [(info.filename, archive.read(info)) for info in archive.infolist() if info.filename != name]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in others:
            archive.writestr(other, content)
    data = path.read_bytes()
    end = data.rindex(b"PK\5\6")
    count, length, start = struct.unpack_from("<H2L", data, end + 10)
    encoded = name.encode()
    sizes = (zlib.crc32(b""), len(packed), size)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, *sizes, len(encoded), 0) + encoded + packed
    record = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, len(encoded), 0, 0, 0, 0, 0, start
    )
    directory = data[start : start + length] + record + encoded
    tail = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, count + 1, count + 1, len(directory), start + len(local), 0
    )
    path.write_bytes(data[:start] + local + directory + tail)


def test_entries_that_share_their_bytes_are_refused(sound: Path) -> None:
    data = bytearray(sound.read_bytes())
    with zipfile.ZipFile(sound) as archive:
        infos = archive.infolist()
        place = data.index(b"PK\1\2", archive.start_dir)
    second = data.index(b"PK\1\2", place + 4)
    for field in (slice(16, 28), slice(42, 46)):  # CRC and sizes, and where it lies
        data[second + field.start : second + field.stop] = data[place + field.start : place + field.stop]
    sound.write_bytes(data)
    assert len(infos) > 2
    assert "unusual way" in refusal(sound) or "damaged" in refusal(sound)


def test_a_workbook_in_a_workbook_is_only_a_part(sound: Path, tmp_path: Path) -> None:
    inner = sound.read_bytes()
    path = repack(sound, tmp_path / "b.xlsx", {"xl/embeddings/ichki.xlsx": inner})
    assert Workbook.open(path).cells("Varaq")[2, 1].value == 5


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    ],
)
@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
def test_entities_are_refused_whatever_they_point_to(
    sound: Path, tmp_path: Path, declared: str, name: str
) -> None:
    old = part(sound, name)
    hostile = re.sub(rb"(<\?xml[^>]*\?>)", lambda match: match[1] + declared.encode(), old, count=1)
    path = repack(sound, tmp_path / "b.xlsx", {name: hostile})
    if name != "[Content_Types].xml":
        assert "not safe" in refusal(path)
        return
    patch = Patch(Workbook.open(path))  # nobody reads the content types before they are to be changed
    with pytest.raises(Unreadable):
        patch.add_sheet("Yana", [[1]])


@pytest.mark.parametrize(
    "name",
    [
        "/etc/a.xml",
        "../a.xml",
        "xl/../../a.xml",
        "xl\\..\\..\\a.xml",
        "c:\\a.xml",
        "C:/a.xml",
        "\\\\host\\a.xml",
    ],
)
def test_names_that_leave_the_file_are_refused(sound: Path, tmp_path: Path, name: str) -> None:
    assert "outside path" in refusal(repack(sound, tmp_path / "b.xlsx", {name: b"<a/>"}))


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://a.uz/b"]
)
def test_targets_that_leave_the_file_lead_nowhere(sound: Path, tmp_path: Path, target: str) -> None:
    name = "xl/_rels/workbook.xml.rels"
    rels = part(sound, name).replace(b"worksheets/sheet1.xml", target.encode())
    assert Workbook.open(repack(sound, tmp_path / "b.xlsx", {name: rels})).sheets == ()


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "ZZ99:A1", "yolgʻon", ""])
def test_a_wrong_dimension_is_not_believed(tmp_path: Path, dimension: str) -> None:
    xml = sheet_part('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="C9"><v>2</v></c></row>')
    xml = xml.replace(b"<sheetData>", f'<dimension ref="{dimension}"/><sheetData>'.encode())
    path = with_sheet(tmp_path, xml)
    assert {place: cell.value for place, cell in Workbook.open(path).cells("Varaq").items()} == {
        (1, 1): 1,
        (9, 3): 2,
    }
    patch = Patch(Workbook.open(path))
    patch.set("Varaq", 9, 4, 3)
    patch.save(tmp_path / "new.xlsx")
    assert Workbook.open(tmp_path / "new.xlsx").cells("Varaq")[9, 4].value == 3


def test_relationships_in_a_circle_end(sound: Path, tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    circle = (
        f'<Relationships xmlns="{space}">'
        f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{kind}/officeDocument" Target="../workbook.xml"/>'
        f'<Relationship Id="rId3" Type="{kind}/drawing" Target="../../_rels/.rels"/></Relationships>'
    ).encode()
    path = repack(sound, tmp_path / "b.xlsx", {"xl/worksheets/_rels/sheet1.xml.rels": circle})
    patch = Patch(Workbook.open(path))
    patch.repeat_rows("Varaq", 1, 1, 2)
    patch.save(tmp_path / "new.xlsx")
    assert Workbook.open(tmp_path / "new.xlsx").cells("Varaq")[3, 1].value == 5


def test_two_sheets_of_one_part_are_refused_by_their_names(sound: Path, tmp_path: Path) -> None:
    xml = part(sound, "xl/workbook.xml")
    sheet = re.search(rb"<sheet [^>]*/>", xml)
    assert sheet is not None
    twin = sheet[0].replace(b'"Varaq"', b'"Egizak"').replace(b'sheetId="1"', b'sheetId="2"')
    path = repack(sound, tmp_path / "b.xlsx", {"xl/workbook.xml": xml.replace(sheet[0], sheet[0] + twin)})
    with pytest.raises(Unreadable) as refused:
        Workbook.open(path).cells("Varaq")
    assert "Varaq" in str(refused.value)
    assert "Egizak" in str(refused.value)


@linux
@pytest.mark.parametrize(
    "body",
    [
        '<row r="1">' + '<c r="A1">' * 200_000 + "</row>",
        "<row r='1'>" + "<c r='A1'><f>" * 50_000 + "</row>",
        '<row r="1"><c r="A1" t="inlineStr"><is>' + "<t>a" * 100_000 + "</is></c></row>",
        "".join(f'<row r="{n}"><c r="A{n}" s="{n}"><v>1</v></c></row>' for n in range(1, 30_000)),
        "".join(
            f'<row r="{n}"><c r="{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}{n}"><v>1</v></c></row>'
            for n in range(1, 20_000)
        ),
        "<row>" * 100_000,
        '<row r="1">' + "<!--" * 100_000 + "</row>",
    ],
    ids=["cells", "formulas", "texts", "styles", "diagonal", "rows", "comments"],
)
def test_sheets_made_to_be_slow_are_not(tmp_path: Path, body: str) -> None:
    assert peak_megabytes(with_sheet(tmp_path, sheet_part(body))) < 400


def test_a_directory_of_endless_entries_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.xml", b"")
    data = (tmp_path / "b.xlsx").read_bytes()
    start = data.index(b"PK\1\2")
    (tmp_path / "b.xlsx").write_bytes(
        data[:start] + data[start : data.rindex(b"PK\5\6")] * 30_000 + data[data.rindex(b"PK\5\6") :]
    )
    assert "damaged" in refusal(tmp_path / "b.xlsx")


def test_a_name_cannot_be_longer_than_a_formula_can_be_read(sound: Path, tmp_path: Path) -> None:
    xml = part(sound, "xl/workbook.xml").replace(
        b"</sheets>",
        b"</sheets><definedNames><definedName name='N'>" + b"(" * 100_000 + b"</definedName></definedNames>",
    )
    path = repack(sound, tmp_path / "b.xlsx", {"xl/workbook.xml": xml})
    assert Workbook.open(path).name_range("N") is None
