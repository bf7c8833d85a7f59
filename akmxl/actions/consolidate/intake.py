"""Take in what came: folders, zips, messages and zips in them, one file after another.

What a file is is told by its bytes, who sent it by the list that it carries; a name says neither. One file
is in memory at a time. When it came is what the caller says, the dated folder (``2025-04-08``) in which the
office keeps it, or what its message claims, in this order; never the file's time stamp, which copying
changes.
"""

from __future__ import annotations

import io
import os
import re
from datetime import date
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.archives import begins_as_document, zip_entries
from akmxl.actions.consolidate.limits import MOST_OF_A_FORM, MOST_OF_A_MESSAGE, Budget, too_large
from akmxl.actions.consolidate.mail import attachments, is_message
from akmxl.core.errors import AkmxlError, FileProblem, Reason, Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.sources.archive import is_wanted
from akmxl.ooxml.package.regular import read_regular, refuse_irregular
from akmxl.plan.returns.records import Came, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator
    from pathlib import Path
    from typing import IO

    Progress = Callable[[int, int], object]

_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_DEEPEST = 3  # a form in a zip in a message in a zip
_HEAD = 4096
_LETTERS = (
    ".bmp", ".css", ".csv", ".doc", ".docx", ".gif", ".htm", ".html", ".ics", ".jpeg", ".jpg", ".json", ".md",
    ".odt", ".p7s", ".pdf", ".png", ".ppt", ".pptx", ".rtf", ".sig", ".svg", ".tif", ".tiff", ".txt", ".vcf",
    ".webp", ".xml",
)  # fmt: skip
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_TNEF = b"\x78\x9f\x3e\x22"


class Form(NamedTuple):
    """A file that may be a form, and its bytes."""

    came: Came
    data: bytes


class Aside(NamedTuple):
    """A file that is no spreadsheet and says so: a letter, a picture."""

    file: str


class OnDisk(NamedTuple):
    """A file to take in: where it is, what people know it by, its size, the day of the folder it lies in."""

    path: str
    name: str
    size: int
    day: str


class _Place(NamedTuple):
    """Where bytes were found: the name, the day and whether a message claims it, how deep, and what may
    still come out of it.
    """

    name: str
    day: str
    claimed: bool
    depth: int
    budget: Budget


def files_in(paths: Iterable[str | Path], own: Collection[str] = ()) -> list[OnDisk | Refused]:
    """Return the files at paths and in folders, by name; those of ``own`` (files or folders) are left out.

    Raises ``FileProblem`` for a path where there is nothing.
    """
    leave = {os.path.realpath(one) for one in own}
    found: dict[str, OnDisk | Refused] = {}
    for path in map(os.fspath, paths):
        if not os.path.exists(path):
            raise FileProblem(N_("There is no file “{file}”. Check the name and the folder."), file=path)
        base = os.path.basename(os.path.abspath(path)) or path
        for real, where, name in _walk(path, base, leave, found):
            found.setdefault(real, _on_disk(where, name))
    return sorted(found.values(), key=_order)


def take(
    files: Iterable[OnDisk | Refused], received: str = "", progress: Progress | None = None
) -> Iterator[Form | Refused | Aside]:
    """Yield what the files are and hold, in their order; what cannot be read is refused, and the next taken.

    ``received`` is the day (ISO) on which all of them came; ``progress`` is told of bytes read, and of how
    many there are.
    """
    files = list(files)
    whole, read = sum(one.size for one in files if isinstance(one, OnDisk)), 0
    for one in files:
        if isinstance(one, Refused):
            yield one
            continue
        yield from _taken(one, received)
        read += one.size
        if progress:
            progress(read, whole)


def _order(one: OnDisk | Refused) -> tuple[str, str]:
    return (one.name, one.path) if isinstance(one, OnDisk) else (one.came.file, "")


def _walk(
    path: str, base: str, leave: set[str], found: dict[str, OnDisk | Refused]
) -> Iterator[tuple[str, str, str]]:
    """Yield of each file what it really is, where it stands and its name from the path that was given."""
    if not os.path.isdir(path):
        yield os.path.realpath(path), path, base
        return

    def refuse(error: OSError) -> None:
        name = f"{base}/{os.path.relpath(str(error.filename or path), path)}".replace(os.sep, "/")
        found[f"{base}\0{name}"] = _refused(Came(name, ""), _unread(name, error))

    for where, folders, names in os.walk(path, onerror=refuse):
        folders[:] = [one for one in folders if os.path.realpath(os.path.join(where, one)) not in leave]
        real, inside = os.path.realpath(where), os.path.relpath(where, path).replace(os.sep, "/")
        shown = base if inside == "." else f"{base}/{inside}"
        for file in names:
            if is_wanted(f"{shown}/{file}") and (known := os.path.join(real, file)) not in leave:
                yield known, os.path.join(where, file), f"{shown}/{file}"


def _on_disk(path: str, name: str) -> OnDisk | Refused:
    try:
        found = os.stat(path)
        refuse_irregular(path, found.st_mode)
        return OnDisk(path, name, found.st_size, _day_of_folder(path))
    except FileProblem as error:
        return _refused(Came(name, ""), error)
    except (OSError, ValueError) as error:
        return _refused(Came(name, ""), _unread(name, error))


def _day_of_folder(path: str) -> str:
    """Return the day that the nearest dated folder above a file says; empty where there is none."""
    for folder in reversed(os.path.dirname(os.path.abspath(path)).split(os.sep)):
        if _DATED.fullmatch(folder):
            try:
                return date.fromisoformat(folder).isoformat()
            except ValueError:
                continue
    return ""


def _taken(one: OnDisk, received: str) -> Iterator[Form | Refused | Aside]:
    """Yield what a file on the disk is; a large zip is read from there, all else is small."""
    place = _Place(one.name, received or one.day, False, 0, Budget(one.size))
    try:
        if one.size > MOST_OF_A_FORM and (yield from _from_a_large_zip(one.path, place)):
            return
        data = read_regular(one.path, MOST_OF_A_MESSAGE)
    except AkmxlError as error:
        yield _refused(_came(place, b""), error)
    except OSError as error:
        yield _refused(_came(place, b""), _unread(one.name, error))
    else:
        if data is None:
            yield _refused(_came(place, b""), _no_form(place))
        else:
            yield from _told_apart(data, place)


def _from_a_large_zip(path: str, place: _Place) -> Generator[Form | Refused | Aside, None, bool]:
    """Yield what a zip holds without reading it whole; return whether it was one."""
    with open(path, "rb") as stream:
        head = stream.read(_HEAD)
        if not head.startswith(b"PK") or begins_as_document(head):
            return False
        inner = _unpacked(stream, place)
        yield from inner or ()
        return inner is not None


def _told_apart(data: bytes, place: _Place) -> Iterator[Form | Refused | Aside]:
    """Yield a file, or what comes out of it where it holds others."""
    came = _came(place, data)
    try:
        inner = _opened(data, place)
    except AkmxlError as error:
        yield _refused(came, error)
        return
    if inner is not None:
        yield from inner
    elif _is_aside(data, place.name):
        yield Aside(place.name)
    elif len(data) > MOST_OF_A_FORM:
        yield _refused(came, _no_form(place))
    else:
        yield Form(came, data)


def _opened(data: bytes, place: _Place) -> Iterable[Form | Refused | Aside] | None:
    """Return what a zip or a message holds; None for what is neither. Raises an ``AkmxlError``."""
    file = _file(place.name)
    if data.startswith(b"PK"):
        return None if begins_as_document(data[:_HEAD]) else _unpacked(io.BytesIO(data), place)
    if is_message(data[: 8 * _HEAD]):
        return _attached(data, place)
    if data.startswith(_OTHER_ARCHIVES) or data[257:262] == b"ustar":
        raise Unreadable(
            N_("“{file}” is an archive that is no .zip. Send the forms in a .zip, or as they are."), file=file
        )
    if data.startswith(_TNEF) or (data.startswith(_OLE) and _OUTLOOK in data):
        raise Unreadable(
            N_("“{file}” is a message as Outlook keeps it. Save it as .eml, or save its attachments."),
            file=file,
        )
    return None


def _unpacked(stream: IO[bytes], place: _Place) -> Iterable[Form | Refused | Aside] | None:
    """Return what a zip holds, None for a document; raises ``Unreadable``."""
    entries = zip_entries(stream, _file(place.name), place.budget)
    if entries is None:
        return None
    _refuse_deeper(place)
    return _inner(((entry.name, entry.data, "") for entry in entries), place)


def _attached(data: bytes, place: _Place) -> Iterable[Form | Refused | Aside]:
    _refuse_deeper(place)
    found = attachments(data, _file(place.name))
    return _inner(((one.name, one.data, one.day) for one in found), place)


def _inner(
    files: Iterable[tuple[str, bytes | Unreadable, str]], outer: _Place
) -> Iterator[Form | Refused | Aside]:
    """Yield files out of another; a day that somebody gave counts more than one that a message claims."""
    for name, data, claim in files:
        given = outer.day and not outer.claimed
        day, claimed = (outer.day, False) if given else (claim or outer.day, True)
        place = _Place(f"{outer.name}/{name}", day, bool(day) and claimed, outer.depth + 1, outer.budget)
        if isinstance(data, Unreadable):
            yield _refused(_came(place, b""), data)
        elif is_wanted(name):
            try:
                outer.budget.spend(len(data), _file(outer.name))
            except Unreadable as error:
                yield _refused(_came(outer, b""), error)
                return
            yield from _told_apart(data, place)


def _refuse_deeper(place: _Place) -> None:
    if place.depth >= _DEEPEST:
        raise Unreadable(
            N_("“{file}” is an archive in an archive in an archive. Send the forms in one .zip."),
            file=_file(place.name),
        )


def _is_aside(data: bytes, name: str) -> bool:
    return name.lower().endswith(_LETTERS) and not (data.startswith(b"PK") and b"xl/workbook" in data)


def _file(name: str) -> str:
    return name.rpartition("/")[2]


def _came(place: _Place, data: bytes) -> Came:
    from hashlib import sha256

    return Came(place.name, sha256(data).hexdigest() if data else "", place.day, place.claimed)


def _no_form(place: _Place) -> Unreadable:
    return too_large(_file(place.name), MOST_OF_A_FORM)


def _unread(name: str, error: Exception) -> FileProblem:
    reason = Reason(error if isinstance(error, OSError) else OSError(22, ""))
    return FileProblem(N_("The file “{file}” cannot be read: {reason}."), file=name, reason=reason)


def _refused(came: Came, error: AkmxlError) -> Refused:
    return Refused(came, error.message, error.params)
