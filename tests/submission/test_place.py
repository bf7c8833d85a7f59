"""Where forms stand, and that none is ever half written."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from akmxl.errors import FileProblem, Locked
from akmxl.period import Period
from akmxl.submission.place import form_path, write_form

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs rights that bind the user")
def test_a_folder_without_rights_is_one_clear_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises((Locked, FileProblem)):
        write_form(form_path(tmp_path, "MK-16", Q3), b"bir")
    tmp_path.chmod(0o700)
