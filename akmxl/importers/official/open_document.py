"""Open a centre’s plan by what its bytes are: a document of Word or a workbook of Excel."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem, Unreadable
from akmxl.core.i18n import N_
from akmxl.importers.official.docx.parts import WORD_PARTS
from akmxl.importers.sources.cells.xlsx_cells import part_names
from akmxl.importers.sources.zips import locked, opened_zip
from akmxl.ooxml.package.regular import read_regular

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.importers.official.grid import Document

_LARGEST = 64 * 1024 * 1024
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"PK", b"%PDF"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_WAYS_OUT = (
    (
        _PDF,
        N_(
            "“{file}” is a PDF: its table cannot be read surely. "
            "Give the .docx or .xlsx that it was made of."
        ),
    ),
    (b"{\\rtf", N_("“{file}” is in the RTF format. Open it in Word and save it as .docx.")),
)  # fmt: skip
_OLD = N_("“{file}” is in the old .doc format. Open it in Word and save it as .docx.")
_OLD_EXCEL = N_("“{file}” is in the old .xls format. Open it in Excel and save it as .xlsx.")
_OPEN = N_("“{file}” is a file of LibreOffice. Open it there and save it as .docx or .xlsx.")
_OTHER = N_("“{file}” is no plan: a document (.docx), a workbook (.xlsx) or a CSV table is read.")


def is_document(path: Path) -> bool:
    """Tell whether a file is no CSV text: what Word, Excel and their like write begins with own marks."""
    head = _bytes(path)[:8]
    return head.startswith((_OLE, _ZIP, *(mark for mark, _ in _WAYS_OUT)))


def open_document(path: Path) -> Document:
    """Read a plan's file as tables and lines.

    Raises ``FileProblem`` where it cannot be read, ``Unreadable`` where it is damaged, locked, hostile or of
    a kind that is not read, with the way out.
    """
    data, file = _bytes(path), path.name
    for mark, message in _WAYS_OUT:
        if data.startswith(mark):
            raise Unreadable(message, file=file)
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise locked(file)
        raise Unreadable(_OLD if _OLD_WORD in data else _OLD_EXCEL, file=file)
    with opened_zip(io.BytesIO(data), len(data), file) as archive:
        names = part_names(archive)
    if "mimetype" in names:
        raise Unreadable(_OPEN, file=file)
    if WORD_PARTS & names.keys():
        from akmxl.importers.official.docx.document import word_document

        return word_document(data, file)
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable(_OTHER, file=file)
    from akmxl.importers.official.sheet import sheet_document
    from akmxl.ooxml.read.workbook import Workbook

    return sheet_document(Workbook.of(str(path), data), file)


def _bytes(path: Path) -> bytes:
    data = read_regular(str(path), _LARGEST)
    if data is None:
        raise FileProblem(
            N_("“{file}” is larger than {limit} MB: no plan is. Give the file with the plan alone."),
            file=path.name, limit=_LARGEST // 1024 // 1024,
        )  # fmt: skip
    return data
