"""Take back the files of a run that cannot end: those that it made go, those that it replaced come back.

What was there is kept beside it until the run has ended, under a name that the next run would sweep away.
So nothing needs room on a disk that is full.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.core.i18n import N_
from akmxl.ooxml.package.temporaries import temporary_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.ooxml.package.locks import FilePath

_MOST_NAMED = 5


class _Steps:
    """The steps of a run: how each is undone, with its file, and what is left to do at the end."""

    def __init__(self) -> None:
        self.back: list[tuple[str, Callable[[], None]]] = []
        self.end: list[Callable[[], None]] = []
        self.marks: dict[str, object] = {}  # file -> what tells it from one that somebody else writes over it

    def take_back(self) -> list[str]:
        """Undo all, the last step first; return the files that could not be taken back."""
        left = []
        for file, undo in reversed(self.back):
            try:
                undo()
            except OSError:
                left.append(file)
        return left[::-1]


_STEPS: ContextVar[_Steps | None] = ContextVar("steps", default=None)


@contextmanager
def all_or_none() -> Iterator[None]:
    """Take back what is written to files inside, where an exception leaves the block; blocks may be nested.

    Raises ``FileProblem`` naming the files of which that fails, in place of an error that ended the run.
    """
    if _STEPS.get() is not None:
        yield
        return
    steps = _Steps()
    token = _STEPS.set(steps)
    try:
        yield
    except BaseException as error:
        left = steps.take_back()
        if left and isinstance(error, AkmxlError):
            raise _not_taken_back(error, left) from error
        raise
    finally:
        _STEPS.reset(token)
    for finish in steps.end:
        with suppress(OSError):  # in use: the next run sweeps it away
            finish()


def in_a_run() -> bool:
    """Tell whether what is written now may be taken back."""
    return _STEPS.get() is not None


@contextmanager
def kept(path: FilePath) -> Iterator[None]:
    """Write a file, or take it away, inside: it is as it was again where the run does not end.

    Raises ``OSError`` where what is there cannot be kept. A file that somebody else has written since is left
    to them.
    """
    steps, file = _STEPS.get(), os.fspath(path)
    if steps is None:
        yield
        return
    before = os.path.join(os.path.dirname(file) or os.curdir, temporary_name())
    there = os.path.lexists(file)
    if there:
        _keep(file, before)
    try:
        yield
    except BaseException:
        _remove(before)
        raise
    steps.marks[file] = _mark(file)
    steps.back.append((file, _undo(steps, file, before if there else "")))
    if there:
        steps.end.append(lambda: os.unlink(before))


def _undo(steps: _Steps, file: str, before: str) -> Callable[[], None]:
    def undo() -> None:
        if _mark(file) != steps.marks[file]:
            raise OSError(errno.EBUSY, "somebody else has written the file")
        if before:
            os.replace(before, file)
        else:
            _remove(file)
        steps.marks[file] = _mark(file)

    return undo


def _mark(file: str) -> object:
    """Return what tells a file from one that is written over it; None where there is none."""
    try:
        found = os.lstat(file)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def at_the_end(finish: Callable[[], None]) -> None:
    """Do something that cannot be undone once the run has ended well; at once outside of any run."""
    steps = _STEPS.get()
    if steps is None:
        finish()
    else:
        steps.end.append(finish)


def make_folders(folder: FilePath) -> None:
    """Make a folder and those above it; raises ``OSError``."""
    missing, name = [], os.path.abspath(folder)
    while not os.path.isdir(name):
        missing.append(name)
        name = os.path.dirname(name)
    for one in reversed(missing):
        with suppress(FileExistsError):  # another run makes it too
            os.mkdir(one)
            if (steps := _STEPS.get()) is not None:
                steps.back.append((one, _remover(one)))


def _remover(folder: str) -> Callable[[], None]:
    def remove() -> None:
        with suppress(OSError):  # somebody put something into it
            os.rmdir(folder)

    return remove


def _keep(file: str, copy: str) -> None:
    """Give a file a second name; where the disk knows none, copy it."""
    try:
        os.link(file, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):
        with open(file, "rb") as stream:
            content = stream.read()
        try:
            with open(copy, "xb") as target:
                target.write(content)
        except OSError:
            _remove(copy)
            raise


def _remove(file: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(file)


def _not_taken_back(error: AkmxlError, left: list[str]) -> FileProblem:
    more = ", …" if len(left) > _MOST_NAMED else ""
    return FileProblem(
        N_(
            "The run stopped at “{file}”: {reason}. What it had written before could not be taken back: "
            "{files}. Mend the cause and run the command again."
        ),
        file=error.params.get("file", "–"),
        reason=error.params.get("reason", error.kind),
        files=", ".join(os.path.basename(file) for file in left[:_MOST_NAMED]) + more,
    )
