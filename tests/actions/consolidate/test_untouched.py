"""A file that nobody touched since it was read is known; whatever somebody does to it, it is read again."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from akmxl.actions.consolidate.intake import Form, take
from akmxl.actions.consolidate.on_disk import files_in
from akmxl.actions.consolidate.untouched import Stamp, Untouched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows tells too little of files")
SHA256 = "a" * 64


@pytest.fixture(autouse=True)
def a_while_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of just now be old enough."""
    monkeypatch.setattr("akmxl.actions.consolidate.untouched._MOMENT", -10_000_000_000)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "kelgan").mkdir()
    (tmp_path / "kelgan" / "a.xlsx").write_bytes(b"one")
    kept = Untouched(tmp_path)
    kept.note(Stamp.of((tmp_path / "kelgan" / "a.xlsx").stat()), SHA256)
    kept.keep({SHA256})
    time.sleep(0.02)  # the clock of a disk goes in steps
    return tmp_path / "kelgan" / "a.xlsx"


def known(file: Path) -> str:
    return Untouched(file.parents[1]).sha256(Stamp.of(file.stat()))


def _written_over(file: Path) -> None:
    before = file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # as copying programs do


def _replaced(file: Path) -> None:
    before = file.stat()
    other = file.with_name("b.xlsx")
    other.write_bytes(b"two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("change", [_written_over, _replaced, lambda file: file.chmod(0o600)])
def test_what_was_touched_is_not_known(change: Callable[[Path], None], file: Path) -> None:
    assert known(file) == SHA256
    change(file)
    assert known(file) == ""


def test_an_untouched_form_comes_without_its_bytes(file: Path) -> None:
    store = file.parents[1]

    def taken(forms: set[str]) -> list[Form]:
        found = take(files_in([file]), known=forms, untouched=Untouched(store))
        return [one for one in found if isinstance(one, Form)]

    (form,) = taken({SHA256})
    assert (form.came.sha256, form.data) == (SHA256, b"")
    (form,) = taken({"b" * 64})  # what was read of it is not there any more
    assert (form.came.sha256 != SHA256, form.data) == (True, b"one")


def test_only_forms_are_kept_and_no_names(file: Path) -> None:
    store = file.parents[1]
    kept = Untouched(store)
    kept.note(Stamp("another", 0), "b" * 64)
    kept.keep({SHA256})
    assert known(file) == SHA256
    assert "a.xlsx" not in (store / "untouched.txt").read_text()


def test_a_file_of_this_moment_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akmxl.actions.consolidate.untouched._MOMENT", 3_000_000_000)
    (tmp_path / "a.xlsx").write_bytes(b"one")
    kept = Untouched(tmp_path)
    kept.note(Stamp.of((tmp_path / "a.xlsx").stat()), SHA256)
    kept.keep({SHA256})
    assert not (tmp_path / "untouched.txt").exists()


@pytest.mark.parametrize("damage", [b"", b"[]", b"1 2 3 4 5", b"\xff", b" " * 100_000])
def test_a_damaged_list_says_nothing(damage: bytes, file: Path) -> None:
    (file.parents[1] / "untouched.txt").write_bytes(damage)
    assert known(file) == ""
