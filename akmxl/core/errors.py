"""Define the errors that stop a run: one clear sentence, exit code 2, the file as it was.

A fault in the *data* is never an error but a finding (``plan/findings.py``). A bug stays an ordinary
exception.
"""

from __future__ import annotations

import errno

from akmxl.core.i18n import N_, translate
from akmxl.core.lazy_pattern import lazily

# Control characters, line breaks of every kind, and those that turn the direction of the text after them.
_CONTROL = lazily("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_REASONS = {
    "EACCES": N_("permission is denied"),
    "EPERM": N_("permission is denied"),
    "EROFS": N_("the disk is read-only"),
    "ENOENT": N_("there is no such file or folder"),
    "ENOTDIR": N_("a part of the path is a file, not a folder"),
    "EISDIR": N_("it is a folder"),
    "EEXIST": N_("it is there already"),
    "ENOTEMPTY": N_("the folder is not empty"),
    "ENOSPC": N_("the disk is full"),
    "EDQUOT": N_("the disk is full"),
    "EFBIG": N_("the file is too large"),
    "ENAMETOOLONG": N_("the name is too long"),
    "EINVAL": N_("the name holds a sign that is not allowed"),
    "EBUSY": N_("another program holds it"),
    "ETXTBSY": N_("another program holds it"),
    "ELOOP": N_("the link leads back to itself"),
    "EMFILE": N_("too many files are open"),
    "EIO": N_("the disk could not be read or written"),
    "ETIMEDOUT": N_("the network does not answer"),
    "EHOSTUNREACH": N_("the network does not answer"),
}


class Reason:
    """The reason of a system error in the language of the run: the system's own words are English."""

    def __init__(self, error: OSError) -> None:
        self._error = error

    def __str__(self) -> str:
        text = _REASONS.get(errno.errorcode.get(self._error.errno or 0, ""))
        if text is None:
            return translate(N_("system error {number}"), number=self._error.errno or "?")
        return translate(text)


def one_line(text: str) -> str:
    """Return a name or a text without line breaks and other signs that a message cannot show."""
    return _CONTROL.sub(" ", text).strip() if _CONTROL.search(text) else text


def _shown(value: object) -> object:
    """Return what a message says of a value; a file's name may hold anything, a line break too."""
    text = str(value)
    return one_line(text) if _CONTROL.search(text) else value


class AkmxlError(Exception):
    """An error that ends a run. ``kind`` is the stable word for programs, ``str()`` the sentence."""

    kind = "error"

    def __init__(self, message: str, /, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return translate(self.message, **{name: _shown(value) for name, value in self.params.items()})


class BadArgument(AkmxlError):
    """An argument that cannot be understood: a period, a date, a code."""

    kind = "bad_argument"


class FileProblem(AkmxlError):
    """A file that is missing, is a folder, must not be overwritten, or cannot be read or written."""

    kind = "file"


class Unreadable(AkmxlError):
    """A file that akmxl cannot read as a workbook: damaged, encrypted, of another format, hostile."""

    kind = "unreadable"


class NotAPlan(AkmxlError):
    """A workbook that is no plan, or a plan that lacks a sheet or column it needs."""

    kind = "not_a_plan"


class Unsupported(AkmxlError):
    """An edit that would not be safe, refused; the message names what is in its way."""

    kind = "unsupported"


class Locked(AkmxlError):
    """A file that somebody holds open, or saved while akmxl worked."""

    kind = "locked"
