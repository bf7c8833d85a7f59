"""Know the files that nobody has touched since a run read them: they are not read again.

The file ``untouched.txt`` of the store holds the hash of each form by what the disk says of it: where it
stands there, its size, and when its bytes, and what the disk knows of it, last changed. Git trusts the same:
no program that writes a file can leave all of it as it was. Names are not in it, as they may be those of
people. Of a file that changed a moment before it was read nothing is kept, since some clocks would not tell
the next change from that one; nor on Windows, where any program may set all that is told.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import create_file

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

_FILE = "untouched.txt"  # a line a file: in a third of the time that JSON takes
_MOMENT = 3_000_000_000  # nanoseconds: on some disks two changes within two seconds look like one
_IS_TOLD = os.name != "nt"


class Stamp(NamedTuple):
    """What a disk says of a file, as a text (empty: too little), and when it last changed, in nanoseconds."""

    text: str
    changed: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """Return the stamp of a file that was looked at."""
        bytes_changed, changed = found.st_mtime_ns, found.st_ctime_ns
        if not _IS_TOLD or not found.st_ino:
            return cls("", changed)
        text = f"{found.st_dev} {found.st_ino} {found.st_size} {bytes_changed} {changed}"
        return cls(text, max(bytes_changed, changed))


class Untouched:
    """The hashes of files by their stamps, as far as there is a store that remembers them."""

    def __init__(self, store: Path | None = None) -> None:
        self._file = store / _FILE if store else None
        self._before = _read(self._file) if self._file else {}
        self._new: dict[str, str] = {}
        self._latest = time.time_ns() - _MOMENT

    def sha256(self, stamp: Stamp) -> str:
        """Return the SHA-256 of a file as it was read; empty where nobody knows it."""
        return self._before.get(stamp.text, "")

    def note(self, stamp: Stamp, sha256: str) -> None:
        """Remember a file that was read after it had the stamp."""
        if stamp.text and stamp.changed < self._latest:
            self._new[stamp.text] = sha256

    def keep(self, forms: Container[str]) -> None:
        """Write down which of the files are ``forms``; raises ``FileProblem``."""
        new = {stamp: sha for stamp, sha in self._new.items() if sha in forms}
        if self._file and new:
            known = {stamp: sha for stamp, sha in self._before.items() if sha in forms} | new
            lines = "".join([f"{stamp} {sha256}\n" for stamp, sha256 in known.items()])
            create_file(self._file, lines.encode(), overwrite=True)


def _read(path: Path) -> dict[str, str]:
    """Return what is known; a line that is damaged names no stamp that any file has, or no form's hash."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    return {stamp: sha256 for stamp, _, sha256 in (line.rpartition(" ") for line in lines)}
