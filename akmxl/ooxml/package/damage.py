"""Say of a damaged file what works: the newest of its dated copies that is whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError, Unreadable
from akmxl.core.i18n import N_
from akmxl.ooxml.package.directory import DamagedZip, read_directory
from akmxl.ooxml.package.names import file_name, folded_name
from akmxl.ooxml.package.regular import read_regular
from akmxl.ooxml.package.zipraw import inflate

if TYPE_CHECKING:
    from akmxl.ooxml.package.locks import FilePath

_LARGEST = 512 * 1024 * 1024  # bytes
_PART_COPY = N_(
    "The file is damaged: “{file}” (inside it: {part}). The newest copy that is whole is “{copy}”, in the "
    "folder .akmxl-zaxira: put it in the place of this file, under this file's name, and type again what was "
    "entered since."
)
_PART = N_("The file is damaged: “{file}” (inside it: {part}). Restore it from a backup copy.")
_COPY = N_(
    "The file is damaged: “{file}”. The newest copy that is whole is “{copy}”, in the folder .akmxl-zaxira: "
    "put it in the place of this file, under this file's name, and type again what was entered since."
)
_WHOLE = N_("The file is damaged: “{file}”. Restore it from a backup copy.")
DAMAGED = frozenset({_PART_COPY, _PART, _COPY, _WHOLE})

_EMPTY = N_("The file is empty (0 bytes): “{file}”. Restore it from a backup copy.")
_EMPTY_COPY = N_(
    "The file is empty (0 bytes): “{file}”. The newest copy that is whole is “{copy}”, in the folder "
    ".akmxl-zaxira: put it in the place of this file, under this file's name."
)


def empty(path: FilePath) -> Unreadable:
    """Return the refusal of a file without a byte."""
    copy = whole_copy(os.fspath(path), "")
    return Unreadable(_EMPTY_COPY if copy else _EMPTY, file=file_name(os.fspath(path)), copy=copy)


def damaged(path: FilePath, part: str = "") -> Unreadable:
    """Return the refusal of a file that is no zip, or of a part of it that is gone or cannot be read."""
    copy, file = whole_copy(os.fspath(path), part), file_name(os.fspath(path))
    if part:
        return Unreadable(_PART_COPY if copy else _PART, file=file, part=part, copy=copy)
    return Unreadable(_COPY if copy else _WHOLE, file=file, copy=copy)


def whole_copy(path: str, part: str) -> str:
    """Return the name of the newest dated copy that is a zip and has the part; empty where there is none."""
    from akmxl.ooxml.package.save import copies_of  # late: it brings all that only writing needs

    inside = folded_name(part.partition(",")[0])
    for copy in reversed(copies_of(path)):
        try:
            data = read_regular(copy, _LARGEST) or b""
            found = [one for one in read_directory(data)[0] if folded_name(one.name) == inside or not part]
            if found and (not part or inflate(data, found[0])):
                return file_name(copy)
        except (AkmxlError, DamagedZip, OSError):
            continue
    return ""
