"""Tell what a zip is: a workbook, another document, or an archive of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.importers.sources import kinds
from akmxl.importers.sources.zips import locked

if TYPE_CHECKING:
    from zipfile import ZipFile

_DOCUMENTS = {"word/document.xml": kinds.LETTER, "ppt/presentation.xml": kinds.SLIDES}
_OPEN_DOCUMENTS = {b"text": kinds.LETTER, b"presentation": kinds.SLIDES, b"graphics": kinds.PICTURE}
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OTHER = N_("a document of another program")
_ENTRY_OF_OTHERS = (
    "index/document.iwa",
    "meta-inf/manifest.mf",
    "androidmanifest.xml",
    "meta-inf/container.xml",
)


def zip_kind(archive: ZipFile, file: str) -> str:
    """Return the kind of a zip: a workbook's, or ``zip``; raises ``Unreadable`` for other documents."""
    names = {name.lower().replace("\\", "/").lstrip("/"): name for name in archive.namelist()}
    if "mimetype" in names:
        return _open_document(archive, names, file)
    if "xl/workbook.bin" in names:
        return kinds.XLSB
    if "[content_types].xml" in names:
        for name, what in _DOCUMENTS.items():
            if name in names:
                raise kinds.refused(file, what)
        return kinds.XLSX
    if any(name in names for name in _ENTRY_OF_OTHERS):
        raise kinds.refused(file, _OTHER)
    return kinds.ZIP


def _open_document(archive: ZipFile, names: dict[str, str], file: str) -> str:
    with archive.open(names["mimetype"]) as stream:
        kind = stream.read(200).strip()
    if kind.startswith(_ODS):
        manifest = names.get("meta-inf/manifest.xml")
        if manifest and b"encryption-data" in archive.read(manifest):
            raise locked(file)
        return kinds.ODS
    what = kind.removeprefix(_OPEN_DOCUMENT).split(b"-")[0] if kind.startswith(_OPEN_DOCUMENT) else b""
    raise kinds.refused(file, _OPEN_DOCUMENTS.get(what, _OTHER))
