"""List the files of an archive or a folder that may be sources."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, cast

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.importers.sources.alphabets import is_word
from akmxl.importers.sources.files import SourceFile, damaged, file_at, reading
from akmxl.ooxml.package.save import BACKUP_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile, ZipInfo

_MOST_FILES = 1000
_LEFT_BEHIND = ("~$", ".~lock", "._", ".akmxl-")  # locks of offices, what a Mac adds, what killed runs leave
_LOCK = ".akmxl-lock"  # with what the name of one of akmxl's own ends
_NOTHING = {"thumbs.db", ".ds_store", "desktop.ini"}
_NO_FOLDERS = {"__macosx", BACKUP_FOLDER}  # what a Mac adds, the copies that akmxl keeps
_UTF8_NAME = 0x800


def archive_files(path: str, archive: ZipFile, name: str) -> list[SourceFile]:
    """Return the entries of an archive that may be sources, by name; raises ``Unreadable``."""
    found = [
        (shown_name(entry), entry) for entry in archive.infolist() if not entry.filename.endswith(("/", "\\"))
    ]
    wanted = [(shown, entry) for shown, entry in sorted(found, key=lambda one: one[0]) if is_wanted(shown)]
    _refuse_many(len(wanted), name)
    return [
        SourceFile(f"{name}/{shown}", entry.file_size, lambda at=entry: _entry(path, at))  # type: ignore[misc]
        for shown, entry in wanted
    ]


def _entry(path: str, entry: ZipInfo) -> BinaryIO:
    """Open an entry as a stream: nothing is unpacked to the disk, so its name leads nowhere."""
    import zipfile

    try:
        archive = zipfile.ZipFile(path)
        try:
            return cast("BinaryIO", archive.open(entry))
        finally:
            archive.close()  # the entry keeps the file until it is closed itself
    except (ValueError, RuntimeError, OverflowError, LookupError) as error:
        raise damaged(entry.filename) from error


def folder_files(folder: str, name: str) -> list[tuple[str, SourceFile]]:
    """Return the files of a folder and of the folders in it, each with its name from there, sorted."""
    found = []
    with reading(name):
        for relative, path in _walk(folder):
            if is_wanted(relative):
                found.append((relative, file_at(path, f"{name}/{relative}")))
                _refuse_many(len(found), name)
    return sorted(found, key=lambda one: one[0])


def _walk(folder: str) -> Iterator[tuple[str, str]]:
    def stop(error: OSError) -> None:
        raise error

    for where, folders, files in os.walk(folder, onerror=stop):
        folders.sort()
        for file in files:
            path = f"{where}{os.sep}{file}"
            yield os.path.relpath(path, folder).replace(os.sep, "/"), path


def is_wanted(name: str) -> bool:
    """Tell whether a path may be a source: no lock of an office program, nothing a system or akmxl adds."""
    parts = name.lower().split("/")
    return not (
        parts[-1].startswith(_LEFT_BEHIND)
        or parts[-1].endswith(_LOCK)
        or parts[-1] in _NOTHING
        or not _NO_FOLDERS.isdisjoint(parts)
    )


def _refuse_many(count: int, name: str) -> None:
    if count > _MOST_FILES:
        raise Unreadable(
            N_("There are more than {count} files: “{file}”. Name the file that is to be imported."),
            count=_MOST_FILES,
            file=name,
        )


def shown_name(entry: ZipInfo) -> str:
    """Return an entry's name: in UTF-8 where it says so or is so, else as Windows in Russian packs it."""
    name = entry.filename
    if entry.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeError:
        return name
    try:
        return raw.decode()
    except UnicodeError:
        pass
    readings = [raw.decode(encoding, "replace") for encoding in ("cp866", "cp1251")]
    return next((text for text in readings if all(map(is_word, _words(text)))), readings[0])


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalpha() else " " for sign in text).split()
