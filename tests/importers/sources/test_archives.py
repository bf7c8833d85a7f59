"""Zips and folders of files, each with its own tables."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from akmxl.importers.sources.open_source import open_source
from akmxl.importers.sources.table import Reading
from tests.importers.sources.reading import rows, source

if TYPE_CHECKING:
    from pathlib import Path

_MARCH, _APRIL = b"Sana;Soni\n01.03;1\n", b"<table><tr><td>Aprel<td>2</table>"


def _packed(*entries: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


def test_files_of_a_zip_are_read_without_unpacking_them(tmp_path):
    data = _packed(
        ("mart/2025.csv", _MARCH),
        ("../aprel.xls", _APRIL),
        ("~$2025.xlsx", b"x"),
        (".~lock.a.ods#", b"x"),
        ("__MACOSX/._2025.csv", b"x"),
        ("Thumbs.db", b"x"),
        (".DS_Store", b"x"),
    )
    opened = source(tmp_path, data, "export.zip")
    assert [(table.file, table.kind) for table in opened.tables] == [
        ("export.zip/../aprel.xls", "html"),
        ("export.zip/mart/2025.csv", "csv"),
    ]
    assert rows(opened) == [(1, ["Aprel", "2"])]
    assert rows(opened, 1) == rows(opened, 1) == [(1, ["Sana", "Soni"]), (2, ["01.03", "1"])]
    assert opened.sha256 == hashlib.sha256(data).hexdigest()
    assert [path.name for path in tmp_path.iterdir()] == ["export.zip"]


def test_names_in_a_zip_are_read_in_utf8_and_as_old_windows_writes_them(tmp_path):
    assert source(tmp_path, _packed(("март.csv", _MARCH))).tables[0].file.endswith("/март.csv")
    data = _packed(("QQQQ.csv", _MARCH))
    for name in ("cp866", "cp1251"):
        old = data.replace(b"QQQQ", "март".encode(name))
        assert source(tmp_path, old).tables[0].file.endswith("/март.csv")


def test_a_folder_is_read_with_the_folders_in_it(tmp_path):
    folder = tmp_path / "eksport"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "mart.csv").write_bytes(_MARCH)
    (folder / "aprel.xls").write_bytes(_APRIL)
    (folder / "~$aprel.xls").write_bytes(b"x")
    opened = open_source(folder, Reading())
    assert [table.file for table in opened.tables] == ["eksport/aprel.xls", "eksport/b/mart.csv"]
    whole = "".join(
        f"{name}\n{hashlib.sha256(data).hexdigest()}\n"
        for name, data in (("aprel.xls", _APRIL), ("b/mart.csv", _MARCH))
    )
    assert opened.sha256 == hashlib.sha256(whole.encode()).hexdigest()
    assert _sha(folder) == opened.sha256
    (folder / "b" / "mart.csv").write_bytes(_MARCH + b"02.03;2\n")
    assert _sha(folder) != opened.sha256


def _sha(folder: Path) -> str:
    return open_source(folder, Reading()).sha256
