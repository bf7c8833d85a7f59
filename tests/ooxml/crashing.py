"""Kills itself at many points of a save and tells what was left: run by ``test_crashes``.

``python -m tests.ooxml.crashing WORKBOOK POINTS`` prints a line for each kill.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from akmxl.errors import Locked
from akmxl.ooxml import Patch, Workbook, save

if TYPE_CHECKING:
    from collections.abc import Callable


def edited(path: Path) -> Patch:
    patch = Patch(Workbook.open(path))
    patch.set("Oylik", 5, 2, 77)
    patch.append_rows("Jadval", [["yangi", 1]])
    return patch


def main(path: Path, points: int) -> None:
    old = path.read_bytes()
    new = edited(path).to_bytes()
    for _ in range(12):  # every child starts with the same modules imported, and as many backups to sort
        edited(path).save()
        path.write_bytes(old)
    steps = in_child(lambda: None, path, dry=True)
    path.write_bytes(old)
    chance = random.Random(11)
    for number in range(points):
        step = 1 + number * steps // points
        report(path, old, new, f"step {step} of {steps}", in_child(kill_at(step), path))
    usual = time.perf_counter()
    status = in_child(lambda: None, path)
    usual = time.perf_counter() - usual
    report(path, old, new, "not killed", status)
    for _ in range(points // 4):
        moment = chance.uniform(0, usual)
        report(path, old, new, f"after {moment:.4f} s", in_child(lambda: None, path, kill_after=moment))


def in_child(prepare: Callable[[], None], path: Path, *, dry: bool = False, kill_after: float = 0) -> int:
    """Save in a child; its signal or exit code, or (dry) the steps that a whole save takes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = [0]
        if dry:
            trace(lambda: steps.__setitem__(0, steps[0] + 1))
        prepare()
        edited(path).save()
        sys.settrace(None)
        os.write(writing, str(steps[0]).encode())
        os._exit(0)
    os.close(writing)
    if kill_after:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    told = os.read(reading, 20)
    os.close(reading)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return int(told) if dry else status


def kill_at(step: int) -> Callable[[], None]:
    left = [step]

    def count() -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda: trace(count)


def trace(count: Callable[[], None]) -> None:
    """Call ``count`` before every line that runs inside ``replace_file``, in whatever module."""
    inside = save.replace_file.__code__

    def lines(_frame: Any, event: str, _argument: object) -> Any:
        if event == "line":
            count()
        return lines

    def calls(frame: Any, _event: str, _argument: object) -> Any:
        return lines if frame.f_code is inside or _within(frame, inside) else calls

    sys.settrace(calls)


def _within(frame: Any, code: object) -> bool:
    while frame is not None:
        if frame.f_code is code:
            return True
        frame = frame.f_back
    return False


def report(path: Path, old: bytes, new: bytes, where: str, status: int) -> None:
    """One line: the moment, how the child ended, what the file is, whether the next save works."""
    now = path.read_bytes()
    state = "old" if now == old else "new" if now == new else "BROKEN"
    path.write_bytes(old)
    try:
        after = "saved" if edited(path).save() else "NOTHING"
    except Locked as error:
        lock = path.with_name(f".{path.name}.akmxl-lock")
        empty = lock.exists() and lock.stat().st_size == 0 and lock.name in str(error)
        after = "named" if empty else "LOCKED"
        lock.unlink(missing_ok=True)
    left = sorted(p.name for p in path.parent.iterdir() if p.name not in (path.name, save.BACKUP_FOLDER))
    path.write_bytes(old)
    print(where, status, state, after, *left, sep="|", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
