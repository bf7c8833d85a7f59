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
    from collections.abc import Mapping, Sequence

    from olefile import OleFileIO

_BOOKS = ("workbook", "book")
_LOCKED = ("encryptedpackage", "encryptioninfo")
_FOREIGN = {"worddocument": kinds.LETTER, "powerpoint document": kinds.SLIDES, "visiodocument": kinds.PICTURE}
_STREAM = 2  # among the entries of the directory
_LAST = 0xFFFFFFFA  # numbers from here on are no sectors
_MOST_MINI_SECTORS = 1000  # small streams of 64 MB
_UNKNOWN = N_("a document of another program")


def workbook_stream(data: bytes, file: str) -> bytes:
    """Return the stream that holds a workbook; raises ``Unreadable`` for anything else."""
    from olefile import OleFileIO  # late: only old files need it

    try:
        with OleFileIO(io.BytesIO(data)) as ole:
            _refuse_lies(ole, len(data), file)
            return _stream(ole, file)
    except AkmxlError:
        raise
    except Exception as error:  # a damaged file leads it anywhere
        raise damaged(file) from error


def _refuse_lies(ole: OleFileIO, size: int, file: str) -> None:
    """Raise ``Unreadable`` for sectors that follow each other in a circle, or are more than the file has.

    The reader of workbooks believes these numbers and takes memory for them until there is none.
    """
    most = size // ole.sector_size + 1
    counts = (ole.num_fat_sectors, ole.num_difat_sectors, ole.num_mini_fat_sectors)
    if max(counts) > most or ole.num_mini_fat_sectors > _MOST_MINI_SECTORS:
        raise damaged(file)
    follows = _difat(ole, most)
    chains = [(ole.first_difat_sector, follows), (ole.first_dir_sector, ole.fat)]
    chains.append((ole.first_mini_fat_sector, ole.fat))
    ole.loadminifat()
    for entry in filter(None, ole.direntries):
        small = entry.entry_type == _STREAM and entry.size < ole.mini_stream_cutoff_size
        if entry.size:
            chains.append((entry.isectStart, ole.minifat if small else ole.fat))
    if not all(_ends(start, following) for start, following in chains):
        raise damaged(file)


def _difat(ole: OleFileIO, most: int) -> dict[int, int]:
    """Return which sector of the table of tables follows which, no more than the file has."""
    follows: dict[int, int] = {}
    sector = ole.first_difat_sector
    while sector < _LAST and sector not in follows and len(follows) <= most:
        follows[sector] = int.from_bytes(ole.getsect(sector)[-4:], "little")
        sector = follows[sector]
    return follows


def _ends(sector: int, follows: Sequence[int] | Mapping[int, int]) -> bool:
    """Tell whether a chain of sectors comes to an end."""
    for _ in range(len(follows) + 1):
        if sector >= _LAST:
            return True
        sector = follows[sector]
    return False


def _stream(ole: OleFileIO, file: str) -> bytes:
    names = {path[0].lower(): path for path in ole.listdir() if len(path) == 1}
    if any(name in names for name in _LOCKED):
        raise locked(file)
    for name in _BOOKS:
        if name in names:
            return bytes(ole.openstream(names[name]).read())
    raise kinds.refused(file, next((what for name, what in _FOREIGN.items() if name in names), _UNKNOWN))
