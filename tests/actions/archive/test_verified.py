"""`verify ZIP`: what an archive proves by itself, and what it cannot; damaged and forged ones."""

from __future__ import annotations

import json
import os
import shutil
import struct
import unicodedata
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from running import akmxl, everything_in, put

from actions.archive.office import FORM, Office, contents, failed, states, zipped
from akmxl.actions.archive.lists import LIST, PAGE, RECEIPTS, SUMS
from akmxl.core.digest import sha256
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN, OWN = "reja/reja-2025.xlsx", f"hisobotlar/{FORM}"
Files = dict[str, bytes]


def told(path: Path, *more: object) -> str:
    return akmxl("verify", path, *more).out


def with_list(files: Files, change: Callable[[Any], object]) -> Files:
    listed = json.loads(files[LIST])
    change(listed)
    return files | {LIST: json.dumps(listed).encode()}


def saved_anew(data: bytes, change: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def one_more(book: openpyxl.Workbook) -> None:
    cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
    cell = next(cell for cell in cells if isinstance(cell.value, int))
    cell.value += 1


# -- what is proven ------------------------------------------------------------------------------------


def test_who_made_it_is_not_proven_but_by_the_code_on_paper(quarter_zip: Path) -> None:
    code = akmxl("verify", quarter_zip, "--json").json["code"]
    assert states(quarter_zip)[1]["author"] == "unproven"
    for written in (code, code.lower().replace("-", " ")):
        assert states(quarter_zip, "--code", written)[1]["code"] == "proven"
    assert f"The code from paper is the archive’s: {code}" in told(quarter_zip, "--code", code)
    of_form = json.loads(contents(quarter_zip)[LIST])["reports"][0]
    out = told(quarter_zip, "--code", of_form["short_code"])
    assert f"The code is that of the receipt {of_form['report']} {of_form['period']}." in out
    for wrong in ("AAAA-BBBB-CCCC-DDDD", code[:4], ""):
        assert failed(quarter_zip, "--code", wrong) == {"code"}


def test_the_hand_that_rewrites_all_is_found_by_the_code_alone(quarter_zip: Path, tmp_path: Path) -> None:
    code = akmxl("verify", quarter_zip, "--json").json["code"]
    files = contents(quarter_zip)
    files[PAGE] = files[PAGE].replace(b"MK-10/03", b"MK-10/99")
    forged = zipped(tmp_path / "a.zip", files, summed=True)
    assert failed(forged) == set()
    assert failed(forged, "--code", code) == {"code"}


def test_it_may_be_packed_again(quarter_zip: Path, tmp_path: Path) -> None:
    """By another program, in another order, in a folder, under another name."""
    files = contents(quarter_zip)
    again = {f"arxiv 2025/{name}": files[name] for name in sorted(files, reverse=True)}
    assert failed(zipped(tmp_path / "Архив.dat", again)) == set()


def test_it_may_be_packed_again_on_a_mac(office: Office, tmp_path: Path) -> None:
    """Names in UTF-8 without the mark, letters such as й in two parts."""
    office.workbook.rename(office.folder / "Режа йил.xlsx")
    run = akmxl("archive", office.folder / "Режа йил.xlsx", "--period", "2025-Q1", "--json")
    files = contents(Path(run.json["archive"]))
    assert "reja/Режа йил.xlsx" in files
    entries = [(f"Йил/{name}", data, {"flags": 0}) for name, data in files.items()]
    decomposed = [(unicodedata.normalize("NFD", name), data, lies) for name, data, lies in entries]
    (tmp_path / "a.zip").write_bytes(raw_zip(decomposed))
    assert failed(tmp_path / "a.zip") == set()
    twice = [*entries, ("Йил/" + unicodedata.normalize("NFD", "reja/Режа йил.xlsx"), b"", {"flags": 0})]
    (tmp_path / "b.zip").write_bytes(raw_zip(twice))
    run = akmxl("verify", tmp_path / "b.zip")
    assert (run.code, "one name" in run.err) == (2, True)


@pytest.mark.parametrize("sign", ["?", "_", "'", "æ"])
def test_names_that_a_program_changed_when_it_packed_are_told_and_no_file_is_missed(
    sign: str, quarter_zip: Path, tmp_path: Path
) -> None:
    files = contents(quarter_zip)
    changed = {name.replace("‘", sign): data for name, data in files.items()}
    path = zipped(tmp_path / "a.zip", changed)
    assert states(path) == (0, states(quarter_zip)[1] | {"renamed": "unproven"})
    count = sum("‘" in name for name in files)
    assert f"when it packed the archive again: {count}." in told(path)
    name = next(name for name in changed if name not in files)
    assert {"missing", "extra"} <= failed(zipped(tmp_path / "b.zip", changed | {name: b"altered"}))


def test_an_archive_of_a_newer_akmxl_is_verified_as_far_as_this_one_knows(
    quarter_zip: Path, tmp_path: Path
) -> None:
    files = contents(quarter_zip)
    receipts, listed = json.loads(files[RECEIPTS]), json.loads(files[LIST])
    for one in receipts["receipts"]:
        one["channel"] = "E-XAT"
    for one in (*listed["reports"], *listed["files"]):
        one["new"] = True
    listed |= {"edition": 2, "new": {}}
    newer = files | {
        RECEIPTS: json.dumps(receipts).encode(),
        LIST: json.dumps(listed).encode(),
        "yangi.bin": b"x",
    }
    code, found = states(zipped(tmp_path / "a.zip", newer, summed=True))
    assert (code, found["newer"]) == (0, "unproven")
    receipts["receipts"][0]["number"] = "99"
    forged = newer | {RECEIPTS: json.dumps(receipts).encode()}
    assert failed(zipped(tmp_path / "b.zip", forged, summed=True)) == {"receipts"}
    same = {**newer, LIST: json.dumps(listed | {"edition": 1}).encode()}
    assert failed(zipped(tmp_path / "c.zip", same, summed=True)) == {"receipts", "archive_list"}


def test_what_is_no_archive_is_said_with_what_to_do(quarter_zip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ochilgan"
    folder.mkdir()
    for name in (LIST, SUMS):
        (folder / name).write_bytes(contents(quarter_zip)[name])
    outer = zipped(tmp_path / "tashqi.zip", {"arxiv-2025-Q1.zip": quarter_zip.read_bytes()})
    for path, said in ((folder, "Name the zip itself"), (outer, "Where one lies in it")):
        run = akmxl("verify", path)
        assert (run.code, run.out, said in run.err) == (2, "", True)
        assert akmxl("verify", path, "--json").json["error"]["message"] in run.err


def test_forms_and_plans_are_verified_as_ever(office: Office) -> None:
    office.zipped()
    assert akmxl("verify", office.form(), office.workbook).code == 0
    run = akmxl("verify", office.folder / "arxiv-2025-Q1.zip", office.workbook)
    assert (run.code, "is verified alone" in run.err) == (2, True)
    assert akmxl("verify", office.form("2025-Q1/jo‘natma")).code == 2


def test_in_uzbek_too(quarter_zip: Path, tmp_path: Path) -> None:
    out = akmxl("verify", quarter_zip, lang="uz").out
    assert "Arxivdagi fayllar: " in out
    assert "har birining shakli arxivda bor" in out
    files = contents(quarter_zip)
    del files[OWN]
    run = akmxl("verify", zipped(tmp_path / "a.zip", files), lang="uz")
    assert (run.code, f"Ro‘yxatda bor, arxivda yo‘q fayllar: {OWN}." in run.out) == (1, True)


# -- damaged and forged --------------------------------------------------------------------------------


def test_a_file_taken_out_added_or_changed_is_named(quarter_zip: Path, tmp_path: Path) -> None:
    files = contents(quarter_zip)
    less = {name: data for name, data in files.items() if name != OWN}
    assert failed(zipped(tmp_path / "a.zip", less)) == {"missing"}, "its copy beside the letter is still here"
    both = {name: data for name, data in less.items() if not name.endswith("/MK-10_2025-Q1.xlsx")}
    assert failed(zipped(tmp_path / "b.zip", both)) == {"missing", "complete"}
    assert failed(zipped(tmp_path / "c.zip", files | {"hisobotlar/yangi.xlsx": b"x"})) == {"extra"}
    changed = files | {OWN: saved_anew(files[OWN], one_more)}
    assert failed(zipped(tmp_path / "d.zip", changed)) == {"sums", "forms"}
    out = told(tmp_path / "d.zip")
    assert f"{OWN}: Cells that were altered: MK-10!" in out


def test_a_forged_form_does_not_agree_with_its_receipt(quarter_zip: Path, tmp_path: Path) -> None:
    """Though every list of hashes was made anew."""
    files = contents(quarter_zip)
    forged = files | {OWN: saved_anew(files[OWN], one_more)}
    assert failed(zipped(tmp_path / "a.zip", forged, summed=True)) == {"archive_list", "forms"}

    def hashed(listed: Any) -> None:
        row = next(row for row in listed["files"] if row["path"] == OWN)
        row["sha256"] = sha256(forged[OWN])

    assert failed(zipped(tmp_path / "b.zip", with_list(forged, hashed), summed=True)) == {"forms"}
    swapped = files | {OWN: files["hisobotlar/2025-Q1/MK-16_2025-Q1.xlsx"]}
    assert "forms" in failed(zipped(tmp_path / "c.zip", swapped, summed=True))


def test_a_report_left_out_of_all_lists_is_missed_by_the_plan(quarter_zip: Path, tmp_path: Path) -> None:
    files = contents(quarter_zip)
    gone = {name for name in files if name.endswith("/MK-10_2025-Q1.xlsx")}

    def shortened(listed: Any) -> None:
        listed["files"] = [row for row in listed["files"] if row["path"] not in gone]
        listed["reports"] = [row for row in listed["reports"] if row["report"] != "MK-10"]

    less = with_list({name: data for name, data in files.items() if name not in gone}, shortened)
    assert failed(zipped(tmp_path / "a.zip", less, summed=True)) == {"complete"}


def test_a_form_that_was_never_sent_is_told(quarter_zip: Path, office: Office, tmp_path: Path) -> None:
    files, name = contents(quarter_zip), "hisobotlar/2025-Q3/MK-10_2025-Q3.xlsx"
    files[name] = office.form("2025-Q3/MK-10_2025-Q3.xlsx").read_bytes()
    key = {"report": "MK-10", "period": "2025-Q3", "version": 1}
    row = {
        "path": name,
        "kind": "form",
        **key,
        "sha256": sha256(files[name]),
    }
    forged = with_list(files, lambda listed: listed["files"].append(row))
    assert failed(zipped(tmp_path / "a.zip", forged, summed=True)) == {"forms"}


def test_an_altered_receipt_is_told(quarter_zip: Path, tmp_path: Path) -> None:
    files = contents(quarter_zip)
    other = files | {"qaydlar.json": files["qaydlar.json"].replace(b"MK-10/03", b"MK-10/99")}
    assert failed(zipped(tmp_path / "a.zip", other, summed=True)) == {"receipts"}
    for nonsense in (b"", b"[]", b'{"receipts": 7}', b"[" * 200_000, b'{"receipts": [7]}'):
        assert failed(zipped(tmp_path / "a.zip", files | {"qaydlar.json": nonsense}, summed=True)) == {
            "receipts"
        }
    (tmp_path / "reja.xlsx").write_bytes(files[PLAN])
    cells = Workbook.open(tmp_path / "reja.xlsx").cells(layout.RECEIPTS)
    row = next(row for (row, at), cell in cells.items() if at == 7 and cell.value == "MK-10/03")
    put(tmp_path / "reja.xlsx", {(layout.RECEIPTS, row, 7): "MK-10/99"})
    forged = files | {PLAN: (tmp_path / "reja.xlsx").read_bytes()}
    assert {"chain", "journal", "receipts"} <= failed(zipped(tmp_path / "b.zip", forged, summed=True))


@pytest.mark.parametrize("plan", [b"", b"PK\3\4", b"matn", None])
def test_a_plan_that_cannot_be_read_is_told(plan: bytes | None, quarter_zip: Path, tmp_path: Path) -> None:
    files = contents(quarter_zip)
    if plan is None:
        del files[PLAN]
    else:
        files[PLAN] = plan
    assert "plan" in failed(zipped(tmp_path / "a.zip", files, summed=True))


@pytest.mark.parametrize("name", [LIST, SUMS])
@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff\xfe", b"x" * 70 + b"\n", b'{"kind": "akmxl-arxiv"}']
)
def test_a_list_that_says_nothing_is_told(name: str, data: bytes, quarter_zip: Path, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", contents(quarter_zip) | {name: data})
    assert failed(path)
    assert akmxl("verify", path).code == 1


@pytest.mark.parametrize("name", [LIST, SUMS])
def test_a_list_that_is_gone_is_told(name: str, quarter_zip: Path, tmp_path: Path) -> None:
    files = contents(quarter_zip)
    del files[name]
    assert failed(zipped(tmp_path / "a.zip", files))
    files = {"reja.txt": b"", **files}  # and it does not begin as an archive
    assert akmxl("verify", zipped(tmp_path / "b.zip", files)).code == 2


@pytest.mark.parametrize(
    "listed",
    [
        {"files": 7}, {"files": [7, None, {}]}, {"files": [{"path": 7}]}, {"period": "har doim"},
        {"period": 7}, {"files": [{"path": OWN, "kind": "form", "version": "bir"}]},
        {"organisation": ["\u202e", 7]},
        {"files": [{"path": "../../etc/passwd", "kind": "plan", "sha256": ""}]},
    ],
)  # fmt: skip
def test_a_list_of_nonsense_ends_no_run(listed: dict[str, object], quarter_zip: Path, tmp_path: Path) -> None:
    forged = with_list(contents(quarter_zip), lambda known: known.update(listed))
    path = zipped(tmp_path / "a.zip", forged, summed=True)
    run = akmxl("verify", path, "--json")
    assert run.code in (0, 1)
    assert run.code == 1 or "organisation" in listed


def test_a_byte_that_fell_over_is_named(quarter_zip: Path, tmp_path: Path) -> None:
    data = bytearray(quarter_zip.read_bytes())
    with ZipFile(quarter_zip) as archive:
        at = archive.getinfo(OWN).header_offset + 500
    data[at] ^= 1
    (tmp_path / "a.zip").write_bytes(data)
    found = failed(tmp_path / "a.zip")
    assert "sums" in found
    assert OWN in told(tmp_path / "a.zip")


def test_a_piece_of_an_archive_is_nothing_else(quarter_zip: Path, tmp_path: Path) -> None:
    """A download that was cut off ends within a form, which is whole: that is not what was to be verified."""
    data = quarter_zip.read_bytes()
    with ZipFile(quarter_zip) as archive:
        ends = [one.header_offset for one in archive.infolist()][8:20:3]
    for end in (*ends, len(data) - 1, len(data) // 2, 100):
        (tmp_path / "a.zip").write_bytes(data[:end])
        run = akmxl("verify", tmp_path / "a.zip")
        assert (run.code, run.out) == (2, ""), end
        assert "a.zip" in run.err


def raw_zip(entries: list[tuple[str, bytes, dict[str, int]]]) -> bytes:
    """A zip of which every field can be a lie."""
    body, directory = b"", b""
    for name, data, lies in entries:
        raw, flags = name.encode(), lies.get("flags", 0x800)
        sizes = (zlib.crc32(data), len(data), lies.get("size", len(data)))
        method = lies.get("method", 0)
        local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 33, *sizes, len(raw), 0) + raw
        record = struct.pack(
            "<4s2B5H3L5H2L",
            b"PK\1\2",
            20,
            3,
            20,
            flags,
            method,
            0,
            33,
            *sizes,
            len(raw),
            0,
            0,
            0,
            0,
            0,
            len(body),
        )
        directory += record + raw
        body += local + data
    count = len(entries)
    return (
        body
        + directory
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    )


LISTS: list[tuple[str, bytes, dict[str, int]]] = [(PAGE, b"", {}), (LIST, b"{}", {}), (SUMS, b"", {})]


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ((LIST, b"[]", {}), "one name"),
        ((LIST.upper(), b"[]", {}), "one name"),
        (("..\\..\\yovuz.bat", b"", {}), "leads out of it"),
        (("../yovuz.bat", b"", {}), "leads out of it"),
        (("/etc/passwd", b"", {}), "leads out of it"),
        (("C:\\Windows\\yovuz.dll", b"", {}), "leads out of it"),
        (("maxfiy.xlsx", b"x", {"flags": 0x801}), "password"),
        (("g‘alati.xlsx", b"x", {"method": 12}), "another way"),
        (
            ("bomba.xlsx", zlib.compress(b"0")[2:-4], {"method": 8, "size": 480 * 1024 * 1024}),
            "times its size",
        ),
        (("bomba.xlsx", zlib.compress(b"0")[2:-4], {"method": 8, "size": 3 * 1024**3}), "512 MB"),
    ],
)
def test_a_hostile_zip_is_refused(
    entry: tuple[str, bytes, dict[str, int]], word: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(raw_zip([*LISTS, entry]))
    before = everything_in(tmp_path)
    run = akmxl("verify", path)
    assert (run.code, run.out, word in run.err) == (2, "", True), run.err
    assert akmxl("verify", path, "--json").json["error"]["kind"] == "unreadable"
    assert everything_in(tmp_path) == before


def test_other_zips_are_no_archives(tmp_path: Path) -> None:
    for name, files in (("a", {"x.txt": b"x"}), ("b", {"a/royxat.json": b"{}"}), ("c", {})):
        run = akmxl("verify", zipped(tmp_path / f"{name}.zip", files))
        assert (run.code, bool(run.err)) == (2, True)


def test_a_file_that_grows_when_it_is_unpacked_is_not_read_on(quarter_zip: Path, tmp_path: Path) -> None:
    """It says that it has ten bytes."""
    files = contents(quarter_zip)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, b"0" * 50_000_000 if name == OWN else data)
    data = stream.getvalue()
    whole = struct.pack("<L", 50_000_000)
    (tmp_path / "a.zip").write_bytes(data.replace(whole, struct.pack("<L", 10)))
    assert "sums" in failed(tmp_path / "a.zip")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files")
def test_no_pipe_is_waited_for(office: Office) -> None:
    os.mkfifo(office.folder / "quvur.zip")
    assert akmxl("verify", office.folder / "quvur.zip").code == 2
    os.mkfifo(office.form("2025-Q1/quvur.xlsx"))
    assert office.archive("--dry-run").code == 0
    shutil.rmtree(office.form(""))
    office.form("").write_bytes(b"")
    assert office.archive().code == 2
