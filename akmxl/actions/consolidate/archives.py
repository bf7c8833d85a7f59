"""Take files out of a zip one after another, in the order of their names; nothing touches the disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from akmxl.actions.archive.lists import no_forms
from akmxl.actions.consolidate.limits import MOST_OF_A_MESSAGE, too_large
from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.sources.archive import is_wanted, shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO
    from zipfile import ZipFile, ZipInfo

    from akmxl.actions.consolidate.limits import Budget

_LOCKED = 0x1
_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/")  # of Office, of LibreOffice
_OF_A_DOCUMENT = (b"_rels/", b"xl/", b"docProps/", b"word/")  # or folders of an archive
_ENTRY, _END = b"PK\3\4", b"PK\5\6"  # with what an entry begins, and the end of a directory
_END_SIZE = 22
_LONGEST_END = _END_SIZE + 0xFFFF  # bytes, with the comment
_FIRST_NAME = 30  # where a zip's first name begins
CONTENT_TYPES = "[Content_Types].xml"


class Entry(NamedTuple):
    """A file of an archive: its name there, and its bytes or what is wrong with it.

    None stands for the plan and the lists of an archive of what was sent, which are no forms.
    """

    name: str
    data: bytes | Unreadable | None


def begins_as_document(head: bytes) -> bool:
    """Tell whether a zip's first entry is that of a workbook or another document, not of an archive."""
    return head[_FIRST_NAME:].startswith(_DOCUMENTS)


def may_be_document(head: bytes) -> bool:
    """Tell whether a zip's first entry is one that documents have; archives may have it too."""
    return head[_FIRST_NAME:].startswith(_OF_A_DOCUMENT)


def zip_entries(stream: IO[bytes], file: str, budget: Budget) -> Iterator[Entry] | None:
    """Return the files of an archive by name; None for a zip that is itself a document, as .xlsx is.

    Raises ``Unreadable`` for one that is damaged or unpacks to too much, and for several in one file.
    """
    from zipfile import ZipFile

    head = stream.read(_FIRST_NAME + 10)
    try:
        archive = ZipFile(stream)
    except Exception as error:  # whatever its directory says that cannot be
        if may_be_document(head):
            return None  # who reads it says what is wrong with it
        raise _damaged(file) from error
    entries = archive.infolist()
    if _is_several(archive, stream):
        raise _several(file)
    if any(entry.filename == CONTENT_TYPES for entry in entries):
        return None
    named = sorted(((shown_name(one), one) for one in entries if not _is_folder(one)), key=_by_name)
    wanted = [(name, one) for name, one in named if is_wanted(name)]
    budget.refuse_beyond(sum(one.file_size for _name, one in wanted), len(wanted), file)
    aside = no_forms(name for name, _one in wanted)
    return (Entry(name, None if name in aside else _unpacked(archive, one, name)) for name, one in wanted)


def refuse_several(data: bytes, file: str) -> None:
    """Raise ``Unreadable`` for a document with another one before or behind it: who reads it sees one."""
    if data.find(_END) in (-1, len(data) - _END_SIZE):
        return  # as nearly all
    from io import BytesIO
    from zipfile import ZipFile

    stream = BytesIO(data)
    try:
        several = _is_several(ZipFile(stream), stream)
    except Exception:  # who reads it says what is wrong with it
        return
    if several:
        raise _several(file)


def _is_several(archive: ZipFile, stream: IO[bytes]) -> bool:
    """Tell whether a file that begins as a zip holds more than the one whose directory is read.

    Another one stands before its first entry, or what is left of one behind its end.
    """
    if min((entry.header_offset for entry in archive.infolist()), default=archive.start_dir):
        return True
    size = stream.seek(0, os.SEEK_END)
    stream.seek(-min(size, _LONGEST_END), os.SEEK_END)
    return _ENTRY in stream.read().rpartition(_END)[2]


def _several(file: str) -> Unreadable:
    return Unreadable(
        N_("“{file}” is several files joined to one: only one can be read. Send each as a file of its own."),
        file=file,
    )


def _by_name(one: tuple[str, ZipInfo]) -> tuple[str, int]:
    return one[0], one[1].header_offset


def _is_folder(entry: ZipInfo) -> bool:
    return entry.filename.endswith(("/", "\\"))


def _unpacked(archive: ZipFile, entry: ZipInfo, name: str) -> bytes | Unreadable:
    file = name.rpartition("/")[2]
    if entry.flag_bits & _LOCKED:
        return Unreadable(N_("“{file}” is protected by a password. Send it without the password."), file=file)
    if entry.file_size > MOST_OF_A_MESSAGE:
        return too_large(file, MOST_OF_A_MESSAGE)
    try:
        return archive.read(entry)
    except Exception:  # of zipfile, zlib, bz2, lzma: its bytes are not what its directory says
        return _damaged(file)


def _damaged(file: str) -> Unreadable:
    return Unreadable(
        N_("“{file}” is damaged and cannot be unpacked. Pack the forms again, and send it again."), file=file
    )
