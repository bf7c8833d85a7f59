"""Files that are written together: all of them, or what was there before."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from running import everything_in

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import in_language
from akmxl.ooxml.package import save, together
from akmxl.ooxml.package.together import all_or_none

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with in_language("en"):
        yield


def stop() -> None:
    raise FileProblem("“{file}” cannot be written: {reason}.", file="keyingi.xlsx", reason="the disk is full")


def write_all(folder: Path) -> None:
    save.create_file(folder / "eski.txt", b"yangi", overwrite=True)
    save.make_folder(folder / "bir" / "ikki")
    save.create_file(folder / "bir" / "ikki" / "shakl.txt", b"birinchi", overwrite=True)
    save.create_file(folder / "bir" / "ikki" / "shakl.txt", b"ikkinchi", overwrite=True)
    save.remove_file(folder / "ortiqcha.txt")
    save.keep_backup(folder / "eski.txt", b"eski")


def write_and_stop(folder: Path, meanwhile: Callable[[], object] = lambda: None) -> None:
    with all_or_none():
        with all_or_none():  # a part of the whole is taken back with it
            write_all(folder)
        meanwhile()
        stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "eski.txt").write_bytes(b"eski")
    (tmp_path / "ortiqcha.txt").write_bytes(b"ortiqcha")
    return tmp_path


def no_second_names(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "no hard links")


@pytest.mark.parametrize("links", [True, False])
def test_what_was_there_comes_back(folder: Path, links: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not links:  # a memory stick, a share
        monkeypatch.setattr(os, "link", no_second_names)
    before, made = everything_in(folder), (folder / "eski.txt").stat().st_mtime_ns
    with pytest.raises(FileProblem, match="the disk is full"):
        write_and_stop(folder)
    assert everything_in(folder) == before
    assert not links or (folder / "eski.txt").stat().st_mtime_ns == made


def test_a_run_that_ends_leaves_nothing_beside_its_files(folder: Path) -> None:
    with all_or_none():
        write_all(folder)
    found = everything_in(folder)
    assert found["eski.txt"] == b"yangi"
    assert found["bir/ikki/shakl.txt"] == b"ikkinchi"
    assert not [name for name in found if name.endswith(".tmp")]
    assert len([name for name in found if name.startswith(".akmxl-zaxira/")]) == 1


def test_a_file_that_somebody_else_has_written_since_is_left_and_named(folder: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        write_and_stop(folder, lambda: (folder / "eski.txt").write_bytes(b"birovniki"))
    assert (folder / "eski.txt").read_bytes() == b"birovniki"
    assert not (folder / "bir").exists()
    assert "Nothing was changed" not in str(caught.value)
    assert "keyingi.xlsx”: the disk is full" in str(caught.value)
    assert "could not be taken back: eski.txt." in str(caught.value)


def closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file or folder can be made in a folder, as its owner or the system decided."""
    real_open, real_mkdir = os.open, os.mkdir

    def refuse(path: object) -> None:
        if Path(str(path)).parent == folder:
            raise PermissionError(errno.EPERM, "Operation not permitted")

    def open_(path: object, flags: int, *more: int, **named: object) -> int:
        if flags & os.O_CREAT:
            refuse(path)
        return real_open(path, flags, *more, **named)  # type: ignore[arg-type]

    def mkdir(path: object, *more: int, **named: object) -> None:
        refuse(path)
        real_mkdir(path, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "mkdir", mkdir)


def test_a_folder_that_takes_no_files_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything_in(folder)
    closed(folder, monkeypatch)
    wanted = f"Nothing can be written into the folder “{folder}”: permission is denied."
    for write in (
        lambda: save.create_file(folder / "yangi.txt", b"1", overwrite=True),
        lambda: save.create_file(folder / "eski.txt", b"1", overwrite=True),
        lambda: save.make_folder(folder / "2025-Q1" / "jo‘natma"),
    ):
        with pytest.raises(save.FolderProblem) as caught:
            write()
        assert str(caught.value).startswith(wanted)
        assert str(caught.value).endswith("Nothing was changed.")
    assert everything_in(folder) == before


def test_outside_of_a_run_nothing_is_kept(folder: Path) -> None:
    assert not together.in_a_run()
    write_all(folder)
    assert not [name for name in everything_in(folder) if name.endswith(".tmp")]
