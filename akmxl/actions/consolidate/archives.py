"""Take files out of a zip one after another, in the order of their names; nothing touches the disk."""

from __future__ import annotations

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

    Raises ``Unreadable`` for one that is damaged or unpacks to too much.
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
    if any(entry.filename == CONTENT_TYPES for entry in entries):
        return None
    named = sorted(((shown_name(one), one) for one in entries if not _is_folder(one)), key=_by_name)
    wanted = [(name, one) for name, one in named if is_wanted(name)]
    budget.refuse_beyond(sum(one.file_size for _name, one in wanted), len(wanted), file)
    aside = no_forms(name for name, _one in wanted)
    return (Entry(name, None if name in aside else _unpacked(archive, one, name)) for name, one in wanted)


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
