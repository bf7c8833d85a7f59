"""Files that are none, names that break a line, workbooks with odd attributes: one sentence, and soon."""

from __future__ import annotations

import os
import re
import shutil
import socket
import zipfile
from typing import TYPE_CHECKING

import pytest
from running import akmxl

from akmxl.core.errors import FileProblem, Locked
from akmxl.ooxml.package import save
from akmxl.ooxml.package.runlock import run_lock
from akmxl.ooxml.package.write_over import write_over
from akmxl.workbook.text_height import HIGHEST, text_lines, times_height

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Demo

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices of the other systems")
DAY = ("--today", "2025-10-10")
COMMANDS = (
    "check {}", "rollup {}", "submit {}", "due {}", "repair {}", "close-month {}", "template check {}",
    "diff {0} {0}", "new-year --year 2026 --out x.xlsx {}", "init --year 2026 --plan {} x.xlsx",
    "verify {0}", "verify {0} other.xlsx", "merge {0} {0}", "page {}", "next-plan {}", "trend {0}",
    "sent {0} MK-02 2025-03 --number 1 --date 2025-04-05", "archive {} --period 2025-Q3",
)  # fmt: skip


WORDS = {"device": "a device", "pipe": "a pipe", "socket": "a socket", "folder": "a folder",
         "loop": "the link leads back to itself"}  # fmt: skip


@pytest.fixture(params=WORDS)
def irregular(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "reja.xlsx"
    if request.param == "socket":
        os.chdir(tmp_path)  # a socket's address must be short
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
            yield path
        return
    make: dict[str, Callable[[Path], object]] = {
        "device": lambda path: path.symlink_to("/dev/zero"),
        "pipe": lambda path: os.mkfifo(path),
        "folder": lambda path: path.mkdir(),
        "loop": lambda path: path.symlink_to(path.name),
    }
    make[str(request.param)](path)
    yield path


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_ordinary_file_is_refused_by_name(
    command: str, irregular: Path, request: pytest.FixtureRequest
) -> None:
    said = akmxl(*command.format(irregular).split())
    assert said.code == 2
    assert "reja.xlsx" in said.err
    assert WORDS[request.node.callspec.params["irregular"]] in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["export.csv", "export.zip", "meniki.toml", "xat.docx", "markazlar.xlsx"])
def test_other_inputs_that_are_no_files_are_refused_for_what_they_are(
    name: str, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(demo.mended, "reja.xlsx")
    (tmp_path / "andozalar").mkdir()
    commands = {
        ".csv": f"import reja.xlsx {name} --profile kundalik",
        ".zip": f"import reja.xlsx {name} --profile kundalik",
        ".toml": f"import reja.xlsx reja.xlsx --profile {name}",
        ".docx": "submit reja.xlsx --period 2025-Q3",
        ".xlsx": f"consolidate reja.xlsx --out o.xlsx --centres {name}",
    }
    path = tmp_path / ("andozalar" if name == "xat.docx" else "") / name
    for word, make in (("a pipe", os.mkfifo), ("back to itself", lambda path: path.symlink_to(path.name))):
        make(path)
        said = akmxl(*commands[path.suffix].split())
        assert (said.code, name in said.err, word in said.err) == (2, True, True), said.err
        if name == "xat.docx":
            assert word in akmxl("doctor", "reja.xlsx").out
        path.unlink()


def test_a_folder_of_own_templates_that_cannot_be_looked_into_is_named(demo: Demo, tmp_path: Path) -> None:
    shutil.copyfile(demo.mended, tmp_path / "reja.xlsx")
    for target in ("andozalar", "nowhere"):
        (tmp_path / "andozalar").symlink_to(target)
        said = akmxl("submit", tmp_path / "reja.xlsx", "--period", "2025-Q3", *DAY)
        assert (said.code, "“andozalar”" in said.err) == (2, True)
        assert "“andozalar”" in akmxl("doctor", tmp_path / "reja.xlsx").out
        assert akmxl("check", tmp_path / "reja.xlsx", "--no-write", *DAY).code in (0, 1)
        (tmp_path / "andozalar").unlink()


def test_templates_letters_and_locks_that_are_pipes_are_not_waited_for(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "reja-2025.xlsx"
    shutil.copyfile(demo.mended, path)
    (tmp_path / "andozalar").mkdir()
    os.mkfifo(tmp_path / "~$reja-2025.xlsx")
    os.mkfifo(tmp_path / "andozalar" / "MK-10.xlsx")
    assert "MK-10" in akmxl("submit", path, "--period", "2025-Q3", "--only", "MK-10", *DAY).out
    os.mkfifo(tmp_path / "andozalar" / "xat.docx")
    assert "xat.docx" in akmxl("submit", path, "--period", "2025-Q3", *DAY).err
    os.mkfifo(tmp_path / ".reja-2025.xlsx.akmxl-lock")
    with pytest.raises(Locked, match="akmxl-lock"), run_lock(path):
        pass


def test_a_line_break_in_a_name_does_not_get_into_a_message(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "reja\n\u202e2025.xlsx"
    shutil.copyfile(demo.mended, path)
    lock = tmp_path / f".~lock.{path.name}#"
    lock.write_text("Ali\nVali\x1b[31m,a,PC\r\n1,10.10.2025;", encoding="utf-8")
    said = akmxl("rollup", path, *DAY)
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", said.err)
    assert "Ali Vali" in said.err


@pytest.mark.parametrize("spelling", ["\\", "./", "/", "//"])
def test_entries_are_read_as_excel_opens_them(spelling: str, demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "reja-2025.xlsx"
    with zipfile.ZipFile(demo.mended) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            spelt = name.replace("/", "\\") if spelling == "\\" else spelling + name
            info = zipfile.ZipInfo("x")
            info.filename = spelt
            new.writestr(info, old.read(name))
    usual = akmxl("check", demo.mended, "--no-write", *DAY)
    assert akmxl("check", path, "--no-write", *DAY).out == usual.out
    assert akmxl("rollup", path, *DAY).code == 0
    with zipfile.ZipFile(path) as saved:
        assert all(("\\" in name) == (spelling == "\\" and "[" not in name) for name in saved.namelist())


def test_a_path_that_is_too_long_for_excel_is_said_before_anything_is_written(
    demo: Demo, tmp_path: Path
) -> None:
    folder = tmp_path / ("juda uzun papka nomi " * 5).strip() / ("yana bir papka " * 5).strip()
    folder.mkdir(parents=True)
    path = folder / "reja-2025.xlsx"
    shutil.copyfile(demo.mended, path)
    before = path.read_bytes()
    said = akmxl("submit", path, "--period", "2025-Q3", *DAY)
    assert said.code == 2
    assert "218" in said.err
    assert path.read_bytes() == before
    assert not (folder / "hisobotlar").exists()
    assert "218" in akmxl("doctor", path).out


@pytest.mark.parametrize("width", [-1e9, -3.0, 0.0, 0.5, 1.0, 1.0001, 2.0])
def test_a_text_in_a_narrow_column_has_a_height(width: float) -> None:
    assert text_lines("so‘z " * 1000 + "a" * 30_000, width) >= 1
    assert 0 < times_height("a" * 30_000, width, 409) <= HIGHEST


LAST_ROW = '<row r="1048576"><c r="%s1048576"><v>1</v></c></row></sheetData>'
CHANGES = {
    "a column dragged shut": ("Tekshiruv", r'(<col [^>]*?)width="[^"]*"', r'\1width="0.5"'),
    "a width that is none": ("Tekshiruv", r'(<col [^>]*?)width="[^"]*"', r'\1width="abc"'),
    "areas with a comma": ("Oylik", r'(<dataValidation [^>]*?)sqref="[^"]*"', r'\1sqref="A1:A5,B1"'),
    "a row as an area": ("Oylik", r'(<dataValidation [^>]*?)sqref="[^"]*"', r'\1sqref="16385"'),
    "heights": ("Tekshiruv", r'<row (r="\d+")[^>]*>', r'<row \1 ht="NaN" customHeight="1">'),
    "spans": ("Bosh sahifa", r'spans="[^"]*"', 'spans="abc"'),
    "the last row": ("Malaka", "</sheetData>", LAST_ROW % "A"),
    "the last row of the months": (
        "Oylik", "</sheetData>", LAST_ROW % "C"
    ),
    "the last row of the receipts": (
        "_akmxl", "</sheetData>", LAST_ROW % "A"
    ),
    "merged to the end": (
        "Bosh sahifa", '<mergeCell ref="[^"]*"', '<mergeCell ref="A50:XFD1048576"'
    ),
    "fonts": ("styles", r'<sz val="[^"]*"', '<sz val="1e9"'),
    "fonts of no size": ("styles", r'<sz val="[^"]*"', '<sz val="0"'),
    "fonts by a word": ("styles", r'fontId="\d+"', 'fontId="abc"'),
    "styles": ("Oylik", r' s="\d+"', ' s="999999999999"'),
    "priorities": ("Oylik", r'priority="\d+"', 'priority="abc"'),
    "a panel to the end": (
        "workbook", r'(name="Bolimlar_jadvali">)[^<]*', r"\1'Bosh sahifa'!$B$12:$XFD$1048576"
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_odd_attributes_stop_no_command(change: str, demo: Demo, tmp_path: Path) -> None:
    where, pattern, new = CHANGES[change]
    path = tmp_path / "reja-2025.xlsx"
    with zipfile.ZipFile(demo.mended) as old, zipfile.ZipFile(path, "w") as packed:
        target = _part(old, where)
        for name in old.namelist():
            content = old.read(name)
            if name == target:
                content, count = re.subn(pattern.encode(), new.encode(), content)
                assert count
            packed.writestr(name, content)
    for command in ("check", "rollup", "repair"):
        said = akmxl(command, path, *DAY)
        assert said.code in (0, 1), said.err


@pytest.mark.parametrize("area", ["B5:A1", "A3:I10", "B4:J10", "A5:I10", "A4:I4", "A4:Z10", "XFD1:XFE2"])
def test_a_table_that_is_not_where_its_headings_are_is_never_written_and_mended_by_repair(
    area: str, demo: Demo, tmp_path: Path
) -> None:
    path = tmp_path / "reja-2025.xlsx"
    with zipfile.ZipFile(demo.mended) as old, zipfile.ZipFile(path, "w") as packed:
        for name in old.namelist():
            content = old.read(name)
            if b'name="Malaka"' in content and name.startswith("xl/tables/"):
                content = re.sub(rb'(<table [^>]*?ref=")[^"]*', rb"\g<1>" + area.encode(), content)
            packed.writestr(name, content)
    before = path.read_bytes()
    for command in ("check", "rollup", "submit"):
        said = akmxl(command, path, *DAY)
        assert (said.code, "“Malaka”" in said.err) == (2, True)
    assert path.read_bytes() == before
    assert akmxl("repair", path, *DAY).code == 0
    assert akmxl("check", path, "--no-write", *DAY).code in (0, 1)


def _part(archive: zipfile.ZipFile, where: str) -> str:
    if where in ("styles", "workbook"):
        return f"xl/{where}.xml"
    sheets = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{sheets.index(where) + 1}.xml"


def test_nothing_is_written_into_a_pipe_that_nobody_reads(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writes: list[Callable[[Path], object]] = [
        lambda path: write_over(path, b"x", lambda _first: True),
        lambda path: save.create_file(path, b"x", overwrite=True),
        lambda path: save.make_folder(path / "2025-Q1"),
    ]
    for write in writes:
        with pytest.raises(FileProblem) as problem:
            write(pipe)
        assert "pipe" in str(problem.value)
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize(
    "name", ["reja.XLSX", "Reja.Xlsx", "-reja.xlsx", "~reja.xlsx", "$reja.xlsx", "re'ja.xlsx"]
)
def test_a_plan_is_found_however_its_name_is_written(
    name: str, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(demo.mended, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    usual = akmxl("check", demo.mended, "--no-write", *DAY)
    assert akmxl("check", "--no-write", *DAY).out == usual.out


def test_a_name_that_begins_with_a_dash_is_answered_with_the_way_out() -> None:
    for command in ("check", "rollup", "due", "submit", "doctor", "repair", "diff", "verify"):
        said = akmxl(command, "-reja.xlsx")
        assert said.code == 2
        assert "./-reja.xlsx" in said.err


@pytest.mark.parametrize("spelt", ['"{}"', "$AKM/reja.xlsx", "~/reja.xlsx"])
def test_quotes_variables_and_the_home_folder_are_understood_in_a_name(
    spelt: str, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(demo.mended, tmp_path / "reja.xlsx")
    monkeypatch.setenv("AKM", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AKMXL_WORKBOOK", spelt.format(tmp_path / "reja.xlsx"))
    assert akmxl("check", "--no-write", *DAY).code in (0, 1)


def test_what_is_no_plan_by_its_name_is_answered_in_one_sentence() -> None:
    for name in (".", "..", "a" * 300 + ".xlsx", "~reja.xlsx", "~$reja-2025.xlsx"):
        said = akmxl("check", name)
        assert said.code == 2
        assert len(said.err.splitlines()) == 1


def test_a_huge_lock_of_another_program_is_read_in_part(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    shutil.copyfile(demo.mended, path)
    (tmp_path / ".~lock.reja.xlsx#").write_text("A" * 1_000_000, encoding="utf-8")
    said = akmxl("rollup", path, *DAY)
    assert said.code == 2
    assert len(said.err) < 400


def test_a_lock_of_ours_that_is_a_folder_is_named(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    shutil.copyfile(demo.mended, path)
    (tmp_path / ".reja.xlsx.akmxl-lock").mkdir()
    assert ".reja.xlsx.akmxl-lock" in akmxl("rollup", path, *DAY).err
    assert ".reja.xlsx.akmxl-lock" in akmxl("doctor", path, *DAY).out
