"""Open a file, an archive or a folder of another system as tables."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.importers.sources import kinds
from akmxl.importers.sources.archive import archive_files, folder_files
from akmxl.importers.sources.files import SourceFile, chunks, file_at, head, is_folder, reading as reading_of
from akmxl.importers.sources.html_tables import html_tables
from akmxl.importers.sources.ole import workbook_stream
from akmxl.importers.sources.raw_biff import raw_biff_table
from akmxl.importers.sources.spreadsheetml import spreadsheetml_tables
from akmxl.importers.sources.table import Source
from akmxl.importers.sources.text_file import text_table
from akmxl.importers.sources.workbook import all_bytes, workbook_tables
from akmxl.importers.sources.zip_kinds import zip_kind
from akmxl.importers.sources.zips import opened_zip

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.importers.sources.table import Reading, SourceTable


def open_source(path: Path, reading: Reading) -> Source:
    """Open what stands at a path: its tables can be read again and again.

    A file's kind is known by its bytes. Raises ``FileProblem`` for what is missing or cannot be read,
    ``Unreadable`` for what is no table, ``BadArgument`` where the person has to say how it is to be read.
    """
    if is_folder(str(path)):
        return _folder(path, reading)
    file = file_at(str(path), path.name)
    first = head(file, kinds.HEAD)
    if kinds.kind_of(first, file.name) == kinds.ZIP:
        tables = _zip(path, file, reading)
    else:
        tables = _tables(file, first, reading)
    return Source(path.name, _sha256(file), tuple(tables))


def _folder(path: Path, reading: Reading) -> Source:
    name = path.resolve().name
    files = folder_files(str(path), name)
    if not files:
        raise Unreadable(N_("There is no file to import: “{file}”. Name another file or folder."), file=name)
    tables: list[SourceTable] = []
    whole = hashlib.sha256()
    for relative, file in files:
        tables += _inner(file, reading)
        whole.update(f"{relative}\n{_sha256(file)}\n".encode("utf-8", "surrogateescape"))
    return Source(name, whole.hexdigest(), tuple(tables))


def _zip(path: Path, file: SourceFile, reading: Reading) -> list[SourceTable]:
    with reading_of(file.name), file.open() as stream, opened_zip(stream, file.size, file.name) as archive:
        kind = zip_kind(archive, file.name)
        files = archive_files(str(path), archive, file.name) if kind == kinds.ZIP else []
    if kind != kinds.ZIP:
        return workbook_tables(file, kind, reading)
    if not files:
        raise Unreadable(
            N_("There is no file to import: “{file}”. Name another file or folder."), file=file.name
        )
    return [table for one in files for table in _inner(one, reading)]


def _inner(file: SourceFile, reading: Reading) -> list[SourceTable]:
    """Return the tables of a file in an archive or a folder: no archive again."""
    first = head(file, kinds.HEAD)
    if kinds.kind_of(first, file.name) != kinds.ZIP:
        return _tables(file, first, reading)
    from io import BytesIO

    data = all_bytes(file)
    with opened_zip(BytesIO(data), len(data), file.name) as archive:
        kind = zip_kind(archive, file.name)
    if kind == kinds.ZIP:
        raise Unreadable(
            N_("An archive stands within an archive or a folder: “{file}”. Unpack it and import its files."),
            file=file.name,
        )
    return workbook_tables(file, kind, reading)


def _tables(file: SourceFile, first: bytes, reading: Reading) -> list[SourceTable]:
    kind = kinds.kind_of(first, file.name)
    if kind == kinds.OLE:
        workbook_stream(all_bytes(file), file.name)
        return workbook_tables(file, kinds.XLS, reading)
    if kind == kinds.RAW_BIFF:
        return [raw_biff_table(file, reading)]
    if kind == kinds.HTML:
        return html_tables(file, first, reading)
    if kind == kinds.SPREADSHEETML:
        return spreadsheetml_tables(file, first, reading)
    if kind in (kinds.MARC21, kinds.MARCXML):
        return [_marc(file, reading)]
    return [text_table(file, first, reading)]


def _marc(file: SourceFile, reading: Reading) -> SourceTable:
    """Return the records of a MARC file as a table, by the standard that the profile names."""
    from akmxl.importers.sources.marc.marc_table import marc_table  # late: most exports are tables

    return marc_table(file.open, file.name, file.size, reading, reading.records)


def _sha256(file: SourceFile) -> str:
    whole = hashlib.sha256()
    for chunk in chunks(file):
        whole.update(chunk)
    return whole.hexdigest()
