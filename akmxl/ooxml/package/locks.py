"""Read from the lock files of Excel and LibreOffice who holds a file open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from akmxl.core.errors import Locked, one_line
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.text_length import shortened
from akmxl.core.value_text import day_text

if TYPE_CHECKING:
    import datetime as dt

    FilePath = str | os.PathLike[str]

_WIDE_NAME_AT = 55
_LONGEST = 60  # signs of a name that a message shows


class Holder(NamedTuple):
    """The person who has a file open, as its lock file tells (named ``lock``); unknown parts are empty."""

    user: str
    host: str
    since: dt.datetime | None
    lock: str

    def __str__(self) -> str:
        who = self.user or "?"
        if self.host:
            who += f" ({self.host})"
        return f"{who}, {day_text(self.since)} {self.since:%H:%M}" if self.since else who


def holder(path: FilePath) -> Holder | None:
    """Return who holds a file, by Excel's ``~$name.xlsx`` or LibreOffice's ``.~lock.name.xlsx#``, or None.

    A lock file may stay behind after a crash: this tells what stands there, a person decides.
    """
    folder, name = os.path.split(path)
    for lock, read in ((f"~${name}", _excel_owner), (f".~lock.{name}#", _libreoffice_owner)):
        beside = os.path.join(folder, lock)
        if os.path.isfile(beside):  # a pipe of that name would be waited for
            user, host = (shortened(one_line(said), _LONGEST) for said in read(_content(beside)))
            return Holder(user, host, _modified(beside), lock)
    return None


def refuse_held(path: FilePath) -> None:
    """Raise Locked, with the holder's name, when somebody has the file open."""
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
    except (OSError, ValueError, OverflowError):  # gone, or a time that no calendar has
        return None


def _excel_owner(data: bytes) -> tuple[str, str]:
    """Read the user's name, which stands twice: in bytes at the start, in UTF-16 from byte 55 on."""
    if len(data) > _WIDE_NAME_AT + 2:
        length = int.from_bytes(data[_WIDE_NAME_AT : _WIDE_NAME_AT + 2], "little")
        wide = data[_WIDE_NAME_AT + 2 : _WIDE_NAME_AT + 2 + 2 * length]
        return wide.decode("utf-16-le", "replace").strip("\0 "), ""
    return data[1 : 1 + data[0]].decode("ascii", "replace").strip() if data else "", ""


def _libreoffice_owner(data: bytes) -> tuple[str, str]:
    """Read ``full name,login,host,date,profile;``, commas inside a field escaped by a backslash."""
    text = data.decode("utf-8", "replace").replace("\\,", "\0")
    fields = [part.replace("\0", ",").strip() for part in text.split(",")]
    fields += [""] * 3
    return fields[0] or fields[1], fields[2]
