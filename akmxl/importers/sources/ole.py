"""Look into an OLE file, which may be an old workbook, a document, or anything under a password."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.importers.sources import kinds
from akmxl.importers.sources.files import damaged
from akmxl.importers.sources.zips import locked

if TYPE_CHECKING:
    from olefile import OleFileIO

_BOOKS = ("workbook", "book")
_LOCKED = ("encryptedpackage", "encryptioninfo")
_FOREIGN = {"worddocument": kinds.LETTER, "powerpoint document": kinds.SLIDES, "visiodocument": kinds.PICTURE}
_UNKNOWN = N_("a document of another program")


def workbook_stream(data: bytes, file: str) -> bytes:
    """Return the stream that holds a workbook; raises ``Unreadable`` for anything else."""
    from olefile import OleFileIO  # late: only old files need it

    try:
        with OleFileIO(io.BytesIO(data)) as ole:
            return _stream(ole, file)
    except AkmxlError:
        raise
    except Exception as error:  # a damaged file leads it anywhere
        raise damaged(file) from error


def _stream(ole: OleFileIO, file: str) -> bytes:
    names = {path[0].lower(): path for path in ole.listdir() if len(path) == 1}
    if any(name in names for name in _LOCKED):
        raise locked(file)
    for name in _BOOKS:
        if name in names:
            return bytes(ole.openstream(names[name]).read())
    raise kinds.refused(file, next((what for name, what in _FOREIGN.items() if name in names), _UNKNOWN))
