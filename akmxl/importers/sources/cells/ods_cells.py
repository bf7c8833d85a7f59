"""Look over the sheets of an .ods, whose cells and rows may say that they stand there many times."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.importers.sources.cells.errors_found import Found
from akmxl.importers.sources.elements import forget
from akmxl.importers.sources.files import damaged

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element

    from akmxl.importers.sources.cells.errors_found import Errors

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_KIND = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_REALLY = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_GAPS = lazily(rb"(</?table:[^>]*>)\s+(?=<)")
_MOST_REPEATED = 2**24


def ods_errors(archive: ZipFile, file: str) -> list[Errors]:
    """Return the error cells of each sheet; raises ``Unreadable`` for too many cells."""
    from lxml import etree  # late: 15 ms

    sheets: list[Errors] = []
    found, row = Found(), 0
    try:
        with archive.open("content.xml") as stream:
            for event, element in etree.iterparse(
                stream,
                events=("start", "end"),
                tag=(_TABLE + "table", _TABLE + "table-row"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
            ):
                is_row = element.tag == _TABLE + "table-row"
                if event == "start":
                    found, row = (found, row) if is_row else (Found(), 0)
                elif is_row:
                    row = _row(element, row, found)
                    forget(element)
                else:
                    name = element.get(_TABLE + "name", "")
                    sheets.append(found.checked(file, name))
                    forget(element)
    except (etree.LxmlError, SyntaxError, KeyError) as error:
        raise damaged(file) from error
    return sheets


def without_gaps(data: bytes) -> bytes:
    """Return a workbook without line breaks between its cells: the reader of workbooks stumbles over them."""
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, _GAPS.sub(rb"\1", content) if entry.filename == "content.xml" else content)
    return target.getvalue()


def _row(element: _Element, row: int, found: Found) -> int:
    """Note the cells of a row that hold something; return the number of the next row."""
    times, column = _times(element, "rows"), 0
    for cell in element.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
        repeated = _times(cell, "columns")
        if cell.get(_KIND) is not None:
            found.reach(row + times - 1, column + repeated - 1)
            if cell.get(_REALLY) == "error" and times * repeated < _MOST_REPEATED:
                _note_errors(cell, range(row, row + times), range(column, column + repeated), found)
        column += repeated
    return row + times


def _note_errors(cell: _Element, rows: range, columns: range, found: Found) -> None:
    text = "".join(cell.itertext(_TEXT)) or "#N/A"
    for row in rows:
        for column in columns:
            found.error(row, column, text)


def _times(element: _Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return (
        max(1, min(int(text), _MOST_REPEATED)) if text.isascii() and text.isdigit() and len(text) < 12 else 1
    )
