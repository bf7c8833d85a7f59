"""Read ordinary files only: a device never ends, a pipe waits for ever."""

from __future__ import annotations

import os
import stat

from akmxl.core.errors import FileProblem, Reason
from akmxl.core.i18n import N_, translate

_AT_ONCE = 1 << 20  # bytes
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # waits for no pipe


def read_regular(path: str, most: int, size: int | None = None) -> bytes | None:
    """Return the bytes of an ordinary file; None where there are more than ``most``.

    ``size`` is that of a file which is known to be an ordinary one: it has been looked at a moment ago.
    Raises ``FileProblem`` for a folder, for what is no ordinary file, and where it cannot be read.
    """
    try:
        if size is None:
            found = os.stat(path)
            refuse_irregular(path, found.st_mode)
            size = found.st_size
        if size > most:
            return None
        file = os.open(path, _TO_READ)  # a file object takes three times as long, of a small file
        try:
            data = os.read(file, size + 1)  # not most: that much memory would be asked for
            while len(data) != size and len(data) <= most and (more := os.read(file, _AT_ONCE)):
                data += more  # it grows meanwhile, or is handed over in pieces
        finally:
            os.close(file)
    except FileNotFoundError as error:
        raise FileProblem(
            N_("There is no file “{file}”. Check the name and the folder."), file=path
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise FileProblem(
            N_("The file “{file}” cannot be read: {reason}. Ask for the right to read it, or try again."),
            file=path,
            reason=Reason(error if isinstance(error, OSError) else OSError(22, "")),
        ) from error
    return data if len(data) <= most else None


def refuse_irregular(path: str, mode: int) -> None:
    """Raise ``FileProblem`` for the mode of a folder, a device, a pipe or a socket."""
    if stat.S_ISDIR(mode):
        workbook = path.lower().endswith((".xlsx", ".xlsm"))
        raise FileProblem(_NO_WORKBOOK if workbook else _A_FOLDER, file=path)
    if not stat.S_ISREG(mode):
        raise FileProblem(
            N_("“{file}” is {kind}, not a file: it is not read. Name another file."),
            file=path,
            kind=Kind(mode),
        )


_NO_WORKBOOK = N_("“{file}” is a folder, not a workbook. Name an .xlsx file.")
_A_FOLDER = N_("“{file}” is a folder, not a file. Name a file.")
_A_DEVICE = N_("a device")
_KINDS = {stat.S_IFIFO: N_("a pipe"), stat.S_IFSOCK: N_("a socket")}


class Kind:
    """What stands in the place of a file, in the language of the run: a pipe, a socket, a device."""

    def __init__(self, mode: int) -> None:
        self._mode = mode

    def __str__(self) -> str:
        return translate(_KINDS.get(stat.S_IFMT(self._mode), _A_DEVICE))
