"""One run at a time on a file: whoever lives is waited for, whoever is dead is in nobody's way."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import pytest
from filelock import SoftFileLock, Timeout

from akmxl.core.errors import Locked
from akmxl.core.i18n import in_language
from akmxl.ooxml.package.processes import is_running, this_host
from akmxl.ooxml.package.runlock import run_lock
from akmxl.ooxml.package.save import create_file
from akmxl.ooxml.package.temporaries import sweep_below, temporary_name

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG_AGO = (0, 0)
FAR_AHEAD = 2**32  # in the year 2106, so no clock that a test waits by gets there
NEVER_A_PROCESS = 2**22 + 5  # beyond what Linux gives; elsewhere hardly ever met


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return tmp_path / "reja.xlsx"


@pytest.fixture
def lock(plan: Path) -> Path:
    return plan.with_name(".reja.xlsx.akmxl-lock")


def beside(path: Path) -> set[str]:
    return {other.name for other in path.parent.iterdir()}


HOLDS = """
import sys
from akmxl.ooxml.package.runlock import run_lock
with run_lock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
HOLDS_AS_AN_OLDER_ONE = """
import sys
from filelock import SoftFileLock
with SoftFileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def another_run(source: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds a lock until its input ends."""
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", source, str(path)],
        env={**os.environ, "PYTHONPATH": root}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.communicate()


def test_a_run_that_lives_is_not_robbed(plan: Path) -> None:
    with another_run(HOLDS, plan), in_language("en"):
        with pytest.raises(Locked) as caught, run_lock(plan):
            raise AssertionError
        assert "Another run is writing “reja.xlsx”" in str(caught.value)
    with run_lock(plan):
        pass
    assert beside(plan) == set()


def test_a_killed_run_holds_up_nobody(plan: Path, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with another_run(HOLDS, plan) as process:
        process.kill()
    assert lock.exists()
    monkeypatch.setattr(time, "sleep", pytest.fail)  # at once
    with run_lock(plan):
        pass
    assert beside(plan) == set()


def test_nor_does_one_whose_number_another_process_has_now(
    plan: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut the numbers begin anew."""
    lock.write_text(f"{os.getppid()}\n{this_host()}\n\n")
    monkeypatch.setattr(time, "sleep", pytest.fail)
    with run_lock(plan):
        pass
    assert beside(plan) == set()


def test_the_lock_file_names_host_and_process(plan: Path, lock: Path) -> None:
    with run_lock(plan):
        assert lock.read_text() == f"{os.getpid()}\n{socket.gethostname()}\n\n"


def test_a_longer_name_leaves_no_rest_behind(plan: Path, lock: Path) -> None:
    lock.write_text(f"{'1' * 30}\n{this_host()}\n\n")
    with run_lock(plan):
        assert lock.read_text() == f"{os.getpid()}\n{this_host()}\n\n"


def test_an_older_akmxl_waits_for_this_one(plan: Path, lock: Path) -> None:
    with run_lock(plan), pytest.raises(Timeout), SoftFileLock(lock, timeout=0):
        raise AssertionError
    with SoftFileLock(lock, timeout=0):
        pass


def test_this_one_waits_for_an_older_akmxl(plan: Path, lock: Path) -> None:
    with another_run(HOLDS_AS_AN_OLDER_ONE, lock), pytest.raises(Locked), run_lock(plan):
        raise AssertionError
    with run_lock(plan):
        pass


def test_and_for_one_that_never_signs_its_lock(plan: Path, lock: Path) -> None:
    lock.touch()
    os.utime(lock, (FAR_AHEAD, FAR_AHEAD))  # still new, for the whole of the wait
    with pytest.raises(Locked), run_lock(plan):
        raise AssertionError
    assert lock.exists()


@pytest.mark.parametrize("text", ["", "\n", "uzilgan", "1234", "1" * 1_000_000])
def test_what_a_killed_older_one_left_unsigned_is_taken(plan: Path, lock: Path, text: str) -> None:
    lock.write_text(text)
    os.utime(lock, LONG_AGO)
    with run_lock(plan):
        pass
    assert beside(plan) == set()


def test_what_a_killed_older_one_signed_is_taken(plan: Path, lock: Path) -> None:
    lock.write_text(f"{NEVER_A_PROCESS}\n{this_host()}\n")
    with run_lock(plan):
        pass
    assert beside(plan) == set()


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_the_name_of_another_host_is_respected(plan: Path, lock: Path, end: str) -> None:
    lock.write_text(f"{NEVER_A_PROCESS}\nkutubxona-pc{end}")
    os.utime(lock, LONG_AGO)
    with in_language("en"):
        with pytest.raises(Locked) as caught, run_lock(plan):
            raise AssertionError
        assert "kutubxona-pc" in str(caught.value)
        assert lock.name in str(caught.value)
    assert lock.exists()


@pytest.mark.parametrize("missing", [errno.ENOSYS, errno.ENOLCK])
def test_where_the_system_has_no_locks_the_file_is_one(
    plan: Path, lock: Path, missing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object, **_options: object) -> bool:
        raise OSError(missing, "no locks on this share")

    if sys.platform == "win32":
        monkeypatch.setattr(filelock, "lock_descriptor", refused)
    else:
        monkeypatch.setattr(fcntl, "flock", refused)
    with run_lock(plan):
        assert lock.exists()
        with pytest.raises(Locked), run_lock(plan):
            raise AssertionError
    assert beside(plan) == set()


def test_a_folder_without_hard_links_serves_too(
    plan: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "no hard links on this disk")

    monkeypatch.setattr(os, "rename" if os.name == "nt" else "link", refused)
    with run_lock(plan):
        assert beside(plan) == {lock.name}
    assert beside(plan) == set()


def left_behind(folder: Path, pid: int = NEVER_A_PROCESS, host: str = "") -> Path:
    file = folder / temporary_name().replace(f"-{os.getpid()}-", f"-{pid}-")
    if host:
        file = file.with_name(file.name.replace(this_host(), host))
    file.touch()
    return file


def test_temporary_files_of_dead_processes_are_swept(tmp_path: Path) -> None:
    below = tmp_path / "2025-Q1" / "Viloyat kutubxonasi"
    below.mkdir(parents=True)
    dead = [left_behind(tmp_path), left_behind(below)]
    old = tmp_path / ".akmxl-new-0123456789ab.tmp"
    old.touch()
    os.utime(old, LONG_AGO)
    sweep_below(str(tmp_path))
    assert [file for file in (*dead, old) if file.exists()] == []


def test_those_of_others_stay(tmp_path: Path) -> None:
    theirs = [left_behind(tmp_path, os.getpid()), left_behind(tmp_path, host="boshqa-pc")]
    theirs.append(tmp_path / ".akmxl-new-0123456789ab.tmp")  # an older akmxl may be writing it now
    theirs.append(tmp_path / "akmxl-1.tmp")
    for file in theirs:
        file.touch()
        os.utime(file, (FAR_AHEAD, FAR_AHEAD))  # new, however long the test takes
    sweep_below(str(tmp_path))
    assert {file for file in theirs if file.exists()} == set(theirs)


def test_a_form_that_is_made_sweeps_its_folder(tmp_path: Path) -> None:
    dead = left_behind(tmp_path)
    create_file(tmp_path / "MK-16.xlsx", b"shakl", overwrite=False)
    assert not dead.exists()


def test_a_process_is_the_one_that_was_there_then() -> None:
    assert is_running(os.getpid())
    assert not is_running(os.getpid(), 0)
    assert is_running(os.getppid(), FAR_AHEAD)
    assert not is_running(os.getppid(), 0)
    assert not is_running(NEVER_A_PROCESS, FAR_AHEAD)


def test_a_lock_that_is_refused_is_let_go_of(plan: Path, lock: Path) -> None:
    lock.write_text(f"{NEVER_A_PROCESS}\nkutubxona-pc\n\n")
    for _ in range(2):  # the second attempt finds the same, no lock of the first
        with pytest.raises(Locked, match="kutubxona-pc"), run_lock(plan):
            raise AssertionError
    lock.unlink()
    with run_lock(plan):
        pass


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
def test_a_link_in_the_locks_place_leads_nowhere(plan: Path, lock: Path, tmp_path: Path) -> None:
    diary = tmp_path / "kundalik.txt"
    diary.write_text("kimningdir so‘zi")
    os.utime(diary, LONG_AGO)
    lock.symlink_to(diary)
    with pytest.raises(Locked, match=re.escape(lock.name)), run_lock(plan):
        raise AssertionError
    assert diary.read_text() == "kimningdir so‘zi"


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
@pytest.mark.parametrize("kind", ["folder", "link to nothing", "link to a device", "pipe"])
def test_what_is_no_file_in_the_locks_place_is_named(plan: Path, lock: Path, kind: str) -> None:
    if kind == "folder":
        lock.mkdir()
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.symlink_to("/dev/null" if "device" in kind else plan.with_name("yo‘q"))
    with pytest.raises(Locked, match=re.escape(lock.name)) as caught, run_lock(plan):
        raise AssertionError
    assert caught.value.params["file"] == plan.name
    assert beside(plan) == {lock.name}


@pytest.mark.skipif(not hasattr(os, "fchmod"), reason="Windows has no such modes")
def test_another_user_of_the_folder_can_take_the_lock(plan: Path, lock: Path) -> None:
    with run_lock(plan):
        assert lock.stat().st_mode & 0o777 == 0o666


def test_our_own_number_in_an_old_lock_is_not_ours(plan: Path, lock: Path) -> None:
    """Where numbers begin anew at each start, an older run may have had the same one."""
    lock.write_text(f"{os.getpid()}\n{this_host()}\n")
    os.utime(lock, LONG_AGO)
    with run_lock(plan):
        pass


def test_a_full_disk_leaves_no_temporary_file(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="no space"), run_lock(plan):
        raise AssertionError
    monkeypatch.undo()
    assert beside(plan) == set()


def test_a_full_disk_without_hard_links_leaves_no_empty_lock(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object) -> int:
        raise OSError(errno.EDQUOT, "quota exceeded")

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(os, "write", refused)
    with pytest.raises(OSError, match="quota"), run_lock(plan):
        raise AssertionError
    monkeypatch.undo()
    assert beside(plan) == set()


def test_a_temporary_file_of_a_run_that_lives_stays_whatever_its_time(tmp_path: Path) -> None:
    mine, parents = left_behind(tmp_path, os.getpid()), left_behind(tmp_path, os.getppid())
    for file in (mine, parents):
        os.utime(file, LONG_AGO)
    sweep_below(str(tmp_path))
    assert mine.exists()
    assert parents.exists()
