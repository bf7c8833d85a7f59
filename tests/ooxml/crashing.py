"""Kills itself at many points of a save and tells what was left: run by ``test_crashes``, or by hand.

``python tests/ooxml/crashing.py WORKBOOK POINTS`` kills a save of the workbook POINTS times, and
a form that is being made a tenth as often; it prints a line for each kill.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from akmxl.core.errors import Locked
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.package import save
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable


def edited(path: Path) -> Patch:
    patch = Patch(Workbook.open(path))
    patch.set("Oylik", 5, 2, 77)
    patch.append_rows("Jadval", [["yangi", 1]])
    return patch


def main(path: Path, points: int) -> None:
    workbook = Workbook.open(path)
    old, new = path.read_bytes(), edited(path).to_bytes()
    for _ in range(12):  # as many backups to sort as there will be
        edited(path).save()
        path.write_bytes(old)

    def replace() -> None:
        save.replace_file(path, new, old, workbook.part_crcs, backup=True)

    form = path.parent / "hisobotlar" / "2025-Q1" / "MK-16_2025-Q1.xlsx"
    form.parent.mkdir(parents=True)

    def create() -> None:
        save.create_file(form, new, overwrite=True, flush=False)

    for job, target, count in ((replace, path, points), (create, form, points // 10)):
        target.write_bytes(old)
        steps = in_child(job, None)
        for number in range(count):
            step = 1 + number * steps // count
            target.write_bytes(old)
            ended = in_child(job, step)
            report(f"{job.__name__} {step} of {steps}", ended, path, target, old, new)


def in_child(job: Callable[[], None], killed_at: int | None) -> int:
    """Do the job in a child that kills itself before its n-th line.

    The child's exit code, or (not killed) the number of lines that the whole job takes.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = 0

        def count(_frame: Any, event: str, _argument: object) -> Any:
            nonlocal steps
            if event == "line":
                steps += 1
                if steps == killed_at:
                    os.kill(os.getpid(), signal.SIGKILL)
            return count

        sys.settrace(count)
        job()
        sys.settrace(None)
        os.write(writing, str(steps).encode())
        os._exit(0)
    os.close(writing)
    told = os.read(reading, 20)
    os.close(reading)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return int(told) if killed_at is None else status


def report(where: str, ended: int, path: Path, target: Path, old: bytes, new: bytes) -> None:
    """One line: the moment, how the child ended, what the file is, how the next run fares, what it leaves."""
    now = target.read_bytes()
    state = "old" if now == old else "new" if now == new else "BROKEN"
    path.write_bytes(old)
    waits: list[float] = []
    sleep, time.sleep = time.sleep, waits.append
    try:
        after = "saved" if edited(path).save() else "NOTHING"
    except Locked as error:
        after = f"LOCKED {error}"
    finally:
        time.sleep = sleep
    if target != path:
        save.create_file(target, new, overwrite=True)
    kept = (path.name, target.name)
    files = sorted(file.name for file in path.parent.rglob("*") if file.is_file() and file.name not in kept)
    left = [name for name in files if not name.startswith(f"{path.stem}-20")]  # the dated copies
    print(where, ended, state, after if not waits else f"WAITED {after}", *left, sep="|", flush=True)
    path.write_bytes(old)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
