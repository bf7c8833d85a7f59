"""Who holds a file open, and the lock between two runs. Never wait silently, never steal."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from akmxl.errors import Locked
from akmxl.i18n import N_

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    FilePath = str | os.PathLike[str]

_WAIT_SECONDS = 2.0
_ABANDONED_SECONDS = 600
_WIDE_NAME_AT = 55


class Holder(NamedTuple):
    """Who has a file open as far as its lock file tells, whose name is ``lock``; unknown parts are empty."""

    user: str
    host: str
    since: dt.datetime | None
    lock: str

    def __str__(self) -> str:
        who = self.user or "?"
        if self.host:
            who += f" ({self.host})"
        return f"{who}, {self.since:%d.%m.%Y %H:%M}" if self.since else who


def holder(path: FilePath) -> Holder | None:
    """Who holds the file, from Excel's ``~$name.xlsx`` or LibreOffice's ``.~lock.name.xlsx#``.

    A lock file may stay behind after a crash: this tells what stands there, a person decides.
    """
    folder, name = os.path.split(path)
    for lock, read in ((f"~${name}", _excel_owner), (f".~lock.{name}#", _libreoffice_owner)):
        beside = os.path.join(folder, lock)
        if os.path.exists(beside):
            user, host = read(_content(beside))
            return Holder(user, host, _modified(beside), lock)
    return None


def refuse_held(path: FilePath) -> None:
    """Locked, with the holder's name, when somebody has the file open."""
    held = holder(path)
    if held is not None:
        raise Locked(
            N_(
                "The file “{file}” is in use. Opened by: {who}. Save and close it, then try again. "
                "If nobody has it open, delete “{lock}”. Nothing was changed."
            ),
            file=os.path.basename(path),
            who=held,
            lock=held.lock,
        )


@contextmanager
def run_lock(path: FilePath) -> Iterator[None]:
    """One run of akmxl at a time on a file; Locked after two seconds, naming the lock file."""
    from filelock import SoftFileLock, Timeout  # late: only writing needs it

    folder, name = os.path.split(path)
    lock_path = os.path.join(folder, f".{name}.akmxl-lock")
    lock = SoftFileLock(lock_path, timeout=_WAIT_SECONDS)
    _remove_abandoned(lock_path)
    try:
        lock.acquire()
    except Timeout as error:
        raise Locked(
            N_(
                "Another run is writing “{file}” now. Wait and try again. If none is running, "
                "delete “{lock}”. Nothing was changed."
            ),
            file=os.path.basename(path),
            lock=os.path.basename(lock_path),
        ) from error
    try:
        yield
    finally:
        lock.release()  # removes its file; doing that by hand could remove the next run's lock


def _remove_abandoned(lock_path: str) -> None:
    """A lock names its process, and filelock removes one whose process is dead; a run that was killed
    before it could write its name leaves an empty one, which nobody else would ever remove."""
    try:
        known = os.stat(lock_path)
        if known.st_size == 0 and time.time() - known.st_mtime > _ABANDONED_SECONDS:
            os.unlink(lock_path)
    except OSError:
        return  # gone, or not ours to look at


def _content(lock: str) -> bytes:
    try:
        with open(lock, "rb") as stream:
            return stream.read(4096)
    except OSError:
        return b""  # held so firmly that even its name is not told


def _modified(lock: str) -> dt.datetime | None:
    import datetime as dt

    try:
        return dt.datetime.fromtimestamp(os.stat(lock).st_mtime, tz=dt.UTC).astimezone()
    except OSError:
        return None


def _excel_owner(data: bytes) -> tuple[str, str]:
    """The user's name stands twice: in bytes at the start, in UTF-16 from byte 55 on."""
    if len(data) > _WIDE_NAME_AT + 2:
        length = int.from_bytes(data[_WIDE_NAME_AT : _WIDE_NAME_AT + 2], "little")
        wide = data[_WIDE_NAME_AT + 2 : _WIDE_NAME_AT + 2 + 2 * length]
        return wide.decode("utf-16-le", "replace").strip("\0 "), ""
    return data[1 : 1 + data[0]].decode("ascii", "replace").strip() if data else "", ""


def _libreoffice_owner(data: bytes) -> tuple[str, str]:
    """``full name,login,host,date,profile;`` with commas inside a field escaped by a backslash."""
    text = data.decode("utf-8", "replace").replace("\\,", "\0")
    fields = [part.replace("\0", ",").strip() for part in text.split(",")]
    fields += [""] * 3
    return fields[0] or fields[1], fields[2]
