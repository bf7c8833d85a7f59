"""Bound what files and archives may unpack to: a bomb costs its sender, and nobody else, the files."""

from __future__ import annotations

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_

MB = 1024 * 1024
MOST_OF_A_FORM = 32 * MB  # a form takes 20 KB
MOST_OF_A_MESSAGE = 128 * MB
_ALWAYS, _RATIO = 256 * MB, 20  # forms are packed already, so an archive of them hardly unpacks to more
_MOST_FILES = 100_000


class Budget:
    """What may still come out of one file on the disk, through whatever lies in it."""

    def __init__(self, size: int) -> None:
        self._bytes = max(_ALWAYS, _RATIO * size)
        self._files = _MOST_FILES

    def refuse_beyond(self, size: int, count: int, file: str) -> None:
        """Raise ``Unreadable`` for an archive of so many bytes and files, where they are too many."""
        if size > self._bytes or count > self._files:
            raise Unreadable(
                N_(
                    "The archive “{file}” unpacks to far more than forms take, so it is not opened. "
                    "Pack the forms alone, and send it again."
                ),
                file=file,
            )

    def spend(self, size: int, file: str) -> None:
        """Count a file that came out; raises ``Unreadable`` where that is too much."""
        self.refuse_beyond(size, 1, file)
        self._bytes -= size
        self._files -= 1


def too_large(file: str, limit: int) -> Unreadable:
    """Return the refusal of a file that is too large to be what was asked for."""
    return Unreadable(
        N_("“{file}” is larger than {limit} MB, which no form is. Send the form as akmxl made it."),
        file=file,
        limit=limit // MB,
    )
