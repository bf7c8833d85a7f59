"""What stops a run: one clear sentence, exit code 2, the file as it was.

A fault in the *data* is never an error but a finding (``findings.py``). A bug stays an ordinary
exception.
"""

from __future__ import annotations

from akmxl.i18n import translate


class AkmxlError(Exception):
    """A run that cannot go on. ``kind`` is the stable word for programs, ``str()`` the sentence."""

    kind = "error"

    def __init__(self, message: str, /, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return translate(self.message, **self.params)


class BadArgument(AkmxlError):
    """An argument that cannot be understood: a period, a date, a code."""

    kind = "bad_argument"


class FileProblem(AkmxlError):
    """The file is missing, is a folder, or must not be overwritten."""

    kind = "file"


class Unreadable(AkmxlError):
    """Not a workbook akmxl can read: damaged, encrypted, of another format, hostile."""

    kind = "unreadable"


class NotAPlan(AkmxlError):
    """A workbook, but not a plan, or a plan without a sheet or column it needs."""

    kind = "not_a_plan"


class Unsupported(AkmxlError):
    """An edit that would not be safe, refused by name."""

    kind = "unsupported"


class Locked(AkmxlError):
    """Somebody holds the file, or saved it while we worked."""

    kind = "locked"
