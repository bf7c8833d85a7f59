"""Open what a source is made of, again and again: a file, or an entry of an archive."""

from __future__ import annotations

import io
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem, Reason, Unreadable
from akmxl.core.i18n import N_
from akmxl.ooxml.package.regular import refuse_irregular

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    from akmxl.importers.sources.table import Progress

CHUNK = 1024 * 1024
_BUFFER = 256 * 1024


@dataclass(frozen=True)
class SourceFile:
    """A file as bytes: its name for messages, its size, and how it is opened from its start."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


def file_at(path: str, name: str) -> SourceFile:
    """Return the file at a path; raises ``FileProblem`` for what is missing or no ordinary file."""
    found = status(path)
    refuse_irregular(path, found.st_mode)
    return SourceFile(name, found.st_size, lambda: Path(path).open("rb"))


def status(path: str) -> os.stat_result:
    """Return what the system knows of a path; raises ``FileProblem`` where there is nothing."""
    try:
        return Path(path).stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileProblem(
            N_("There is no file “{file}”. Check the name and the folder."), file=path
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise _unread(path, error) from error


def is_folder(path: str) -> bool:
    """Tell whether a path is a folder; raises ``FileProblem`` where there is nothing."""
    return stat.S_ISDIR(status(path).st_mode)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Raise one clear sentence within a block for what the disk or an archive does not give."""
    try:
        yield
    except OSError as error:
        raise _unread(name, error) from error
    except MemoryError as error:
        raise Unreadable(
            N_("The memory of this PC is too small for the file: “{file}”. Save it as CSV and import that."),
            file=name,
        ) from error
    except Exception as error:
        if type(error).__module__ in ("zipfile", "zlib") or isinstance(error, EOFError | NotImplementedError):
            raise damaged(name) from error
        raise


def damaged(name: str) -> Unreadable:
    """Return the refusal of a file whose content cannot be what it says."""
    return Unreadable(
        N_("The file is damaged and cannot be read: “{file}”. Export it again."),
        file=name,
    )


def _unread(name: str, error: Exception) -> FileProblem:
    reason = Reason(error if isinstance(error, OSError) else OSError(22, ""))
    return FileProblem(N_("The file “{file}” cannot be read: {reason}."), file=name, reason=reason)


def chunks(file: SourceFile) -> Iterator[bytes]:
    """Yield a file's bytes, a megabyte at a time."""
    with reading(file.name), file.open() as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def head(file: SourceFile, size: int) -> bytes:
    """Return a file's first bytes."""
    with reading(file.name), file.open() as stream:
        return stream.read(size)


def opened(file: SourceFile, progress: Progress | None) -> BinaryIO:
    """Open a file in large steps; ``progress`` is told of each."""
    stream = file.open()
    if progress is None:
        return stream
    return io.BufferedReader(_Told(stream, file.size, progress), _BUFFER)


class _Told(io.RawIOBase):
    """A stream that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, size: int, progress: Progress) -> None:
        self._stream = stream
        self._size = size
        self._progress = progress
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast("memoryview", buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._read += len(data)
        self._progress(self._read, self._size)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
