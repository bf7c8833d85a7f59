"""Where forms stand, and that none is ever half written."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from akmxl.core.errors import FileProblem, Locked
from akmxl.ooxml.package import save
from akmxl.plan.period import Period
from akmxl.plan.reports import Receipt
from akmxl.submission.files import form_path, keep_edited, refuse_sent, write_form

if TYPE_CHECKING:
    from pathlib import Path

    from .making import Filler

Q3 = Period.quarter(2025, 3)


def test_a_form_is_named_by_report_period_and_version(tmp_path: Path) -> None:
    assert form_path(tmp_path, "MK-16", Q3) == tmp_path / "2025-Q3" / "MK-16_2025-Q3.xlsx"
    assert form_path(tmp_path, "MK-16", Q3, 2) == tmp_path / "2025-Q3" / "MK-16_2025-Q3_v2.xlsx"


@pytest.mark.parametrize("code", ["../x", "a/b", "C:\\x", "..", "", "x\0y"])
def test_a_strange_code_cannot_lead_out_of_the_folder(code: str, tmp_path: Path) -> None:
    path = form_path(tmp_path, code, Q3)
    assert path.parent == tmp_path / "2025-Q3"
    assert path.name.endswith("_2025-Q3.xlsx")


def test_the_same_form_is_not_written_again(tmp_path: Path) -> None:
    path = form_path(tmp_path / "yangi", "MK-16", Q3)
    assert write_form(path, b"bir") == "written"
    stamp = path.stat().st_mtime_ns
    assert write_form(path, b"bir") == "unchanged"
    assert path.stat().st_mtime_ns == stamp
    assert write_form(path, b"ikki") == "written"
    assert path.read_bytes() == b"ikki"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_form_that_somebody_holds_open_is_left_alone(tmp_path: Path) -> None:
    path = form_path(tmp_path, "MK-16", Q3)
    write_form(path, b"bir")
    (path.parent / f"~${path.name}").write_bytes(b"\x08Xodim   " + bytes(156))
    with pytest.raises(Locked):
        write_form(path, b"ikki")
    assert path.read_bytes() == b"bir"


def test_what_is_protected_is_not_called_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form, and then the folder of the copies, that nobody may change (chattr +i)."""
    path = form_path(tmp_path, "MK-16", Q3)
    write_form(path, b"bir")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "protected")

    def refuse_copies(file: object, *more: int) -> object:
        return refuse() if save.BACKUP_FOLDER in str(file) else opened(file, *more)

    opened, replace_file = os.open, os.replace
    monkeypatch.setattr(save.os, "replace", refuse)
    with pytest.raises(FileProblem, match=r"MK-16.*himoyalangan"):
        write_form(path, b"ikki")
    monkeypatch.setattr(save.os, "replace", replace_file)
    monkeypatch.setattr(save.os, "open", refuse_copies)
    with pytest.raises(save.FolderProblem, match=save.BACKUP_FOLDER):
        keep_edited(path, b"ikki")
    assert path.read_bytes() == b"bir"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs rights that bind the user")
def test_a_folder_without_rights_is_one_clear_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises((Locked, FileProblem)):
        write_form(form_path(tmp_path, "MK-16", Q3), b"bir")
    tmp_path.chmod(0o700)


def test_a_draft_that_somebody_has_edited_is_kept(filler: Filler, tmp_path: Path) -> None:
    """One that akmxl wrote is only a draft; one that went through another program holds somebody's work."""
    path = form_path(tmp_path, "MK-16", Q3)
    first, second = (filler.draft("MK-16", {"A1": "{{davr}}", "A2": text}).data for text in ("bir", "ikki"))
    write_form(path, first)
    assert keep_edited(path, second) is None
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A5"] = "Direktorning izohi"
    book.save(path)
    edited = path.read_bytes()
    kept = keep_edited(path, second)
    assert kept is not None
    assert kept.parent == path.parent / ".akmxl-zaxira"
    assert kept.read_bytes() == edited
    write_form(path, second)
    assert keep_edited(path, first) is None


@pytest.mark.parametrize("content", [b"salom", b""])
def test_a_file_that_is_no_form_is_kept_too(content: bytes, filler: Filler, tmp_path: Path) -> None:
    path = form_path(tmp_path, "MK-16", Q3)
    data = filler.draft("MK-16", {"A1": "{{davr}}"}).data
    assert keep_edited(path, data) is None
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    kept = keep_edited(path, data)
    assert kept is not None
    assert kept.read_bytes() == content


def test_a_sent_form_is_never_written_over(tmp_path: Path) -> None:
    path = form_path(tmp_path, "MK-16", Q3)
    draft = Receipt("MK 16", "2025-Q3", 1, path.name, (), "")
    refuse_sent(path, [draft, replace(draft, seal="x", period="2025-Q2")])
    with pytest.raises(FileProblem):
        refuse_sent(path, [draft, replace(draft, seal="x")])
