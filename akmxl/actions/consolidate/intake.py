"""Take in what came: folders, zips, messages and zips in them, one file after another.

What a file is is told by its bytes, who sent it by the list that it carries; a name says neither. One file
is in memory at a time. When it came is what the caller says, the dated folder (``2025-04-08``) in which the
office keeps it, or what its message claims, in this order; never the file's time stamp, which copying
changes.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.archives import begins_as_document, refuse_several, zip_entries
from akmxl.actions.consolidate.limits import MOST_OF_A_FORM, MOST_OF_A_MESSAGE, Budget, too_large
from akmxl.actions.consolidate.mail import attachments, is_message, is_possible
from akmxl.actions.consolidate.on_disk import OnDisk, refused, unread
from akmxl.actions.consolidate.untouched import Untouched
from akmxl.core.errors import AkmxlError, Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.sources.archive import is_wanted
from akmxl.ooxml.package.regular import read_regular
from akmxl.plan.returns.records import Came, Refused
from akmxl.workbook.create.consolidated.mark import is_own

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Generator, Iterable, Iterator
    from typing import IO

    Progress = Callable[[int, int], object]

_DEEPEST = 3  # a form in a zip in a message in a zip
_HEAD = 4096
_LETTERS = (
    ".bmp", ".css", ".csv", ".doc", ".docx", ".gif", ".htm", ".html", ".ics", ".jpeg", ".jpg", ".json", ".md",
    ".odt", ".p7s", ".pdf", ".png", ".ppt", ".pptx", ".rtf", ".sig", ".svg", ".tif", ".tiff", ".txt", ".vcf",
    ".webp", ".xml",
)  # fmt: skip
_OTHER_ARCHIVES = (
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_TNEF = b"\x78\x9f\x3e\x22"


class Form(NamedTuple):
    """A file that may be a form, and its bytes, if they were read."""

    came: Came
    data: bytes


class Aside(NamedTuple):
    """A file that is no form and says so: a letter, a picture, the result of an earlier consolidation."""

    file: str


class _Place(NamedTuple):
    """Where bytes were found: the name, the day and whether a message claims it, how deep, and what may
    still come out of it; ``latest`` is the last day on which it may have come, ``known`` are the hashes of
    forms.
    """

    name: str
    day: str
    claimed: bool
    depth: int
    budget: Budget
    latest: str
    known: Container[str]


def take(
    files: Iterable[OnDisk | Refused],
    received: str = "",
    progress: Progress | None = None,
    latest: str = "9999",
    known: Container[str] = (),
    untouched: Untouched | None = None,
) -> Iterator[Form | Refused | Aside]:
    """Yield what the files are and hold, in their order; what cannot be read is refused, and the next taken.

    ``received`` is the day (ISO) on which all of them came; ``progress`` is told of bytes read, and of how
    many there are. No message and no folder is believed that a file came after the ``latest`` day. Whose hash
    is ``known`` is a form: what its bytes are was found out before; an ``untouched`` one comes without them.
    """
    files, untouched = list(files), untouched or Untouched()
    whole, read = sum(one.size for one in files if isinstance(one, OnDisk)), 0
    for one in files:
        if isinstance(one, Refused):
            yield one
            continue
        day = received or (one.day if is_possible(one.day, latest) else "")
        if (sha256 := untouched.sha256(one.stamp)) in known:
            yield Form(Came(one.name, sha256, day), b"")
        else:
            place = _Place(one.name, day, False, 0, Budget(one.size), latest, known)
            yield from _taken(one, place, untouched)
        read += one.size
        if progress:
            progress(read, whole)


def _taken(one: OnDisk, place: _Place, untouched: Untouched) -> Iterator[Form | Refused | Aside]:
    """Yield what a file on the disk is; a large zip is read from there, all else is small."""
    try:
        if one.size > MOST_OF_A_FORM and (yield from _from_a_large_zip(one.path, place)):
            return
        data = read_regular(one.path, MOST_OF_A_MESSAGE, one.size)
    except AkmxlError as error:
        yield refused(_came(place, b""), error)
    except OSError as error:
        yield refused(_came(place, b""), unread(one.name, error))
    else:
        if data is None:
            yield refused(_came(place, b""), _no_form(place))
        else:
            came = _came(place, data)
            untouched.note(one.stamp, came.sha256)
            yield from _told_apart(came, data, place)


def _from_a_large_zip(path: str, place: _Place) -> Generator[Form | Refused | Aside, None, bool]:
    """Yield what a zip holds without reading it whole; return whether it was one."""
    with Path(path).open("rb") as stream:
        head = stream.read(_HEAD)
        if not head.startswith(b"PK") or begins_as_document(head):
            return False
        inner = _unpacked(stream, place)
        yield from inner or ()
        return inner is not None


def _told_apart(came: Came, data: bytes, place: _Place) -> Iterator[Form | Refused | Aside]:
    """Yield a file, or what comes out of it where it holds others."""
    if came.sha256 in place.known:
        yield Form(came, data)
        return
    try:
        inner = _opened(data, place)
    except AkmxlError as error:
        yield refused(came, error)
        return
    if inner is not None:
        yield from inner
    elif _is_aside(data, place.name) or is_own(data):
        yield Aside(place.name)
    elif len(data) > MOST_OF_A_FORM:
        yield refused(came, _no_form(place))
    else:
        yield Form(came, data)


def _opened(data: bytes, place: _Place) -> Iterable[Form | Refused | Aside] | None:
    """Return what a zip or a message holds; None for what is neither. Raises an ``AkmxlError``."""
    file = _file(place.name)
    if data.startswith(b"PK"):
        if not begins_as_document(data[:_HEAD]):
            return _unpacked(io.BytesIO(data), place)
        refuse_several(data, file)
        return None
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
    found = attachments(data, _file(place.name), place.latest)
    return _inner(((one.name, one.data, one.day) for one in found.files), place, found.fault)


def _inner(
    files: Iterable[tuple[str, bytes | Unreadable | None, str]],
    outer: _Place,
    fault: Unreadable | None = None,
) -> Iterator[Form | Refused | Aside]:
    """Yield files out of another; the day of the outer one goes before what a message in it claims.

    One in which nothing is, is told itself, so that each file that came is; so is the ``fault`` of one that
    may have held more.
    """
    empty = True
    for name, data, claim in files:
        day, claimed = (outer.day, outer.claimed) if outer.day else (claim, bool(claim))
        place = outer._replace(name=f"{outer.name}/{name}", day=day, claimed=claimed, depth=outer.depth + 1)
        empty = empty and not is_wanted(name)
        if data is None:
            yield Aside(place.name)
        elif isinstance(data, Unreadable):
            yield refused(_came(place, b""), data)
        elif is_wanted(name):
            try:
                outer.budget.spend(len(data), _file(outer.name))
            except Unreadable as error:
                yield refused(_came(outer, b""), error)
                return
            yield from _told_apart(_came(place, data), data, place)
    if fault:
        yield refused(_came(outer, b""), fault)
    elif empty:
        yield Aside(outer.name)


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
