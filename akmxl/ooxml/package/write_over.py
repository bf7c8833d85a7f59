"""Write a file over an older one of its kind, or straight into what is no file."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.ooxml.package.save import cannot_write, create_file, refuse_special

if TYPE_CHECKING:
    from collections.abc import Callable

    from akmxl.ooxml.package.locks import FilePath

_FIRST = 4096  # bytes by which a file's kind is known


def write_over(path: FilePath, new: bytes, is_own: Callable[[bytes], bool]) -> None:
    """Write a file whole or not at all, over an older one of its kind; straight into what is no file.

    ``is_own`` tells by the first bytes of a file whether it may be written over; an empty one may be. Raises
    FileProblem or Locked; FileProblem too where something else stands there.
    """
    if os.path.isfile(path) and (first := _first_bytes(path)) and not is_own(first):
        raise other_kind(path)
    if not os.path.exists(path) or os.path.isfile(path) or os.path.isdir(path):
        create_file(path, new, overwrite=True)
        return
    try:
        with open(path, "wb", opener=_with_reader) as stream:
            stream.write(new)
    except OSError as error:
        if error.errno == errno.ENXIO:
            refuse_special(path)
        raise cannot_write(path, error) from error


def _with_reader(path: str, flags: int) -> int:
    """Open what is no file; a pipe that nobody reads is refused (ENXIO) instead of waited for."""
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    return handle


def other_kind(path: FilePath) -> FileProblem:
    """Return what is said of a file that is not of the kind that was to be written over it."""
    return FileProblem(
        N_("“{file}” is a document of another kind. Name another file. Nothing was changed."),
        file=os.path.basename(path),
    )


def _first_bytes(path: FilePath) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(_FIRST)
    except OSError:
        return b""  # what cannot be read cannot be written either, and that is told then
