"""Write an archive as a zip, and read one back without believing what it says of itself."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from akmxl.actions.archive.lists import LIST, PAGE, SUMS
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem, Unreadable
from akmxl.core.i18n import N_
from akmxl.ooxml.package.directory import DamagedZip, read_directory
from akmxl.ooxml.package.names import part_name
from akmxl.ooxml.package.refusals import LIMIT, Refusals, refuse_hostile_directory, too_large
from akmxl.ooxml.package.regular import read_regular
from akmxl.ooxml.package.zipraw import inflate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.ooxml.package.directory import ZipEntry

OF_ARCHIVES = Refusals(
    too_large=N_("The archive “{file}” unpacks to more than {limit} MB. Archive a shorter period."),
    bomb=N_("The archive “{file}” is not safe to open: it unpacks to {times} times its size."),
    outside=N_("The archive “{file}” is not safe to open: a name in it leads out of it ({part})."),
    odd=N_(
        "The archive “{file}” is not as akmxl makes one: two files have one name, or one is protected by a "
        "password or packed in another way ({part}). Take the archive as it was made."
    ),
)
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows
_MODE, _UNIX = 0o100644 << 16, 3
_FIRST_NAME = 30  # where a zip's first name begins
_HEAD = 256


def packed(files: Mapping[str, bytes]) -> bytes:
    """Zip files in their order: stored, without times, so that all systems make the same bytes of them.

    Raises ``Unreadable`` for more than could be read back.
    """
    from io import BytesIO
    from zipfile import ZIP_STORED, ZipFile, ZipInfo

    if sum(map(len, files.values())) > LIMIT:
        raise too_large("arxiv.zip", OF_ARCHIVES)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, data in files.items():
            entry = ZipInfo(name, _NO_TIME)
            entry.create_system, entry.external_attr = _UNIX, _MODE
            archive.writestr(entry, data)
    return target.getvalue()


@dataclass(frozen=True)
class Unpacked:
    """The files of an archive by their names; ``damaged`` are those whose bytes cannot be had."""

    files: Mapping[str, bytes]
    damaged: tuple[str, ...]


def archive_at(path: Path) -> bytes | None:
    """Return the bytes of a file that is an archive, known by its bytes; None for any other.

    Raises ``FileProblem`` where it cannot be read, ``Unreadable`` for one that is too large.
    """
    data = read_regular(str(path), LIMIT)
    if data is None:
        with path.open("rb") as stream:
            if begins_as_archive(stream.read(_HEAD)):
                raise too_large(str(path), OF_ARCHIVES)
        return None
    return data if is_archive(data) else None


def archive_of(path: Path) -> bytes:
    """Return the bytes of an archive; raises what ``archive_at`` does, ``Unreadable`` for any other file."""
    data = archive_at(path)
    if data is None:
        raise Unreadable(N_("“{file}” is no archive that akmxl made."), file=path.name)
    return data


def refuse_unpacked(path: Path) -> None:
    """Raise ``FileProblem`` for the folder into which somebody has unpacked an archive."""
    if path.is_dir() and (path / SUMS).is_file() and (path / LIST).is_file():
        raise FileProblem(
            N_(
                "“{file}” is a folder into which an archive was unpacked. "
                "Name the zip itself: akmxl verify ZIP"
            ),
            file=path.name,
        )


def refuse_other_zip(path: Path) -> None:
    """Raise ``Unreadable`` for a zip that is neither an archive nor, under a wrong name, a workbook."""
    from zipfile import BadZipFile, ZipFile

    if path.suffix.lower() != ".zip":
        return
    try:
        with ZipFile(path) as zipped:
            names = zipped.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return  # whoever opens it next says what it is
    if "[Content_Types].xml" not in names:
        raise Unreadable(
            N_("“{file}” is no archive that akmxl made. Where one lies in it, unpack it and name that zip."),
            file=path.name,
        )


def begins_as_archive(head: bytes) -> bool:
    """Tell whether a zip's first file is the one with which archives begin: also of one that was cut off."""
    return head.startswith(b"PK\3\4") and head[_FIRST_NAME:].startswith(PAGE.encode())


def is_archive(data: bytes) -> bool:
    """Tell whether bytes are an archive, packed by akmxl or packed again by somebody else."""
    if begins_as_archive(data[:_HEAD]):
        return True
    if not data.startswith(b"PK") or not (LIST.encode() in data or SUMS.encode() in data):
        return False
    try:
        return {LIST, SUMS} <= {entry.name.rpartition("/")[2] for entry in read_directory(data)[0]}
    except DamagedZip:
        return False


def unpacked(name: str, data: bytes) -> Unpacked:
    """Read the files of an archive; one folder around all of them is left out of their names.

    Raises ``Unreadable`` for a zip that is damaged as a whole, or not safe to open.
    """
    try:
        entries, start = read_directory(data)
    except DamagedZip as error:
        raise _cut_off(name) from error
    refuse_hostile_directory(name, entries, len(data), start, OF_ARCHIVES)
    folder = _around(entries)
    files: dict[str, bytes] = {}
    damaged: list[str] = []
    for entry in entries:
        own = _name(entry).removeprefix(folder)
        if own in files or own in damaged:  # two spellings of one name
            raise Unreadable(OF_ARCHIVES.odd, file=name, part=own)
        try:
            files[own] = inflate(data, entry)
        except DamagedZip:
            damaged.append(own)
    if LIST not in files and SUMS not in files and not {LIST, SUMS} & set(damaged):
        raise _cut_off(name)
    return Unpacked(files, tuple(damaged))


def _name(entry: ZipEntry) -> str:
    """Return an entry's name as akmxl wrote it: a Mac packs UTF-8 unmarked, and letters in two parts."""
    if entry.raw_name.isascii():
        return entry.name
    try:
        return unicodedata.normalize("NFC", part_name(entry.raw_name.decode()))
    except UnicodeError:
        return entry.name


def _around(entries: list[ZipEntry]) -> str:
    """Return the folder in which all of an archive lies, as a person packed it again; mostly empty."""
    folders = {name.removesuffix(LIST) for name in map(_name, entries) if name.rpartition("/")[2] == LIST}
    folder = folders.pop() if len(folders) == 1 else ""
    return folder if folder.count("/") == 1 else ""


def _cut_off(name: str) -> Unreadable:
    return Unreadable(
        N_("The archive “{file}” is damaged: a part of it is missing. Take it from where it was kept."),
        file=name,
    )
