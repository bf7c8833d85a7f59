"""Open a zip by what its directory says, and refuse one that is locked or a bomb."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.importers.sources.files import damaged, reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO
    from zipfile import ZipFile

MOST_UNPACKED = 1024 * 1024 * 1024
_RATIO, _RATIO_MATTERS_FROM = 250, 64 * 1024 * 1024
_MOST_ENTRIES = 10_000
_LOCKED = 0x1


@contextmanager
def opened_zip(stream: IO[bytes], size: int, file: str) -> Iterator[ZipFile]:
    """Open a zip; raises ``Unreadable`` for one that is damaged, locked, or unpacks to too much."""
    import zipfile  # late: 7 ms

    with reading(file):
        try:
            archive = zipfile.ZipFile(stream)
        except (ValueError, OverflowError, LookupError, RuntimeError) as error:
            raise damaged(file) from error
        with archive:
            refuse_hostile(archive, size, file)
            try:
                yield archive
            except (ValueError, OverflowError, LookupError, RuntimeError) as error:  # its directory lies
                raise damaged(file) from error


def refuse_hostile(archive: ZipFile, size: int, file: str) -> None:
    """Raise ``Unreadable`` for a zip that is locked, or that unpacks to too much."""
    entries = archive.infolist()
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise locked(file)
    total = sum(entry.file_size for entry in entries)
    bomb = total > _RATIO_MATTERS_FROM and total > _RATIO * size
    if bomb or total > MOST_UNPACKED or len(entries) > _MOST_ENTRIES:
        raise Unreadable(
            N_(
                "The archive is too large: “{file}” unpacks to more than {limit} MB or {count} files. "
                "Unpack it and import the files one by one."
            ),
            file=file,
            limit=MOST_UNPACKED // 1024 // 1024,
            count=_MOST_ENTRIES,
        )


def locked(file: str) -> Unreadable:
    """Return the refusal of what is protected by a password."""
    return Unreadable(
        N_("The file is protected by a password: “{file}”. Save it without the password and import that."),
        file=file,
    )
