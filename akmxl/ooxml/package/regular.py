"""Read ordinary files only: a device never ends, a pipe waits for ever."""

from __future__ import annotations

import os
import stat

from akmxl.core.errors import FileProblem, Reason
from akmxl.core.i18n import N_

_AT_ONCE = 1 << 20  # bytes


def read_regular(path: str, most: int) -> bytes | None:
    """Return the bytes of an ordinary file; None where there are more than ``most``.

    Raises ``FileProblem`` for a folder, for what is no ordinary file, and where it cannot be read.
    """
    try:
        found = os.stat(path)
        refuse_irregular(path, found.st_mode)
        if found.st_size > most:
            return None
        with open(path, "rb", buffering=0) as stream:  # a third of the time, of a small file
            data = stream.read(found.st_size + 1)  # not most: that much memory would be asked for
            while len(data) != found.st_size and len(data) <= most and (more := stream.read(_AT_ONCE)):
                data += more  # it grows meanwhile, or is handed over in pieces
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
        raise FileProblem(N_("“{file}” is a folder, not a workbook. Name an .xlsx file."), file=path)
    if not stat.S_ISREG(mode):
        raise FileProblem(
            N_("“{file}” is a device, a pipe or a socket, not a file: it is not read. Name another file."),
            file=path,
        )
