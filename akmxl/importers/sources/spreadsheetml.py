"""Read SpreadsheetML 2003, the XML that many programs name ``.xls``, as a stream and without entities."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.sources.elements import forget
from akmxl.importers.sources.encoding import encoding_of, known_encoding
from akmxl.importers.sources.files import damaged, opened, reading as reading_of
from akmxl.importers.sources.html_tables import MOST_COLUMNS, MOST_ROWS, too_wide
from akmxl.importers.sources.table import SourceTable
from akmxl.importers.sources.transcoded import Transcoded, decoded_chunks
from akmxl.importers.sources.values import clock, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from akmxl.importers.sources.encoding import Encoding
    from akmxl.importers.sources.files import SourceFile
    from akmxl.importers.sources.table import Reading, Row

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_SHEETS = lazily(
    r"""<(?:[\w.-]+:)?Worksheet\s[^>]*?Name\s*=\s*("[^"]*"|'[^']*')|<(?:[\w.-]+:)?Visible>\s*Sheet\w*Hidden"""
)
_DECLARED = lazily(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_SHEET, _ROW, _CELL, _DATA = _SS + "Worksheet", _SS + "Row", _SS + "Cell", _SS + "Data"
_INDEX, _ACROSS, _TYPE = _SS + "Index", _SS + "MergeAcross", _SS + "Type"
_LARGE = (_SHEET, _ROW, _SS + "Style", _SS + "Column")
_DAY_ZERO = 1900  # a time of day stands on the last day of 1899


def spreadsheetml_tables(file: SourceFile, head: bytes, reading: Reading) -> list[SourceTable]:
    """Return the sheets, hidden ones last; raises ``Unreadable``."""
    declared = _DECLARED.match(head)
    name = known_encoding(declared[1].decode()) if declared else ""
    encoding = encoding_of(file, head, reading, declared=name, markup=True)
    names, hidden = _sheets(file, encoding)

    def sheet(number: int) -> Callable[[], Iterator[Row]]:
        return lambda: _rows(file, encoding, number, reading)

    order = sorted(range(len(names)), key=lambda at: at in hidden)
    return [
        SourceTable(file.name, names[at], "spreadsheetml", sheet(at), encoding=encoding.shown) for at in order
    ]


def _sheets(file: SourceFile, encoding: Encoding) -> tuple[list[str], set[int]]:
    from akmxl.ooxml.xml.xmlbytes import unescape

    names: list[str] = []
    hidden: set[int] = set()
    for text in decoded_chunks(file, encoding):
        for found in _SHEETS.finditer(text):
            if found[1]:
                names.append(unescape(found[1][1:-1]))
            else:
                hidden.add(len(names) - 1)
    if not names:
        raise damaged(file.name)
    return names, hidden


def _rows(file: SourceFile, encoding: Encoding, wanted: int, reading: Reading) -> Iterator[Row]:
    from lxml import etree  # late: 15 ms

    with reading_of(file.name), opened(file, reading.progress) as stream:
        source = io.BufferedReader(Transcoded(stream, encoding))
        try:
            events = etree.iterparse(
                source,
                events=("start", "end"),
                tag=_LARGE,
                encoding="utf-8",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                remove_comments=True,
                remove_pis=True,
            )
            yield from _sheet_rows(file.name, events, wanted)
        except (etree.LxmlError, SyntaxError) as error:
            raise damaged(file.name) from error


def _sheet_rows(file: str, events: Iterator[tuple[str, _Element]], wanted: int) -> Iterator[Row]:
    sheet, row = -1, 0
    for event, element in events:
        tag = element.tag
        if event == "start":
            if sheet < 0:
                _refuse_types(file, element)
            if tag == _SHEET:
                sheet, row = sheet + 1, 0
            continue
        if tag == _ROW and sheet == wanted:
            row = _place(element.get(_INDEX), row, MOST_ROWS, file)
            yield row, _values(element, file)
        if tag == _SHEET and sheet == wanted:
            return
        forget(element)


def _refuse_types(file: str, root: _Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            N_("The file is not safe to open: “{file}” declares types of its own inside. Export it again."),
            file=file,
        )


def _place(index: str | None, before: int, most: int, file: str) -> int:
    """Return the number of a row or column: its own where it has one, else the next."""
    at = int(index) if index and index.isascii() and index.isdigit() and len(index) < 8 else before + 1
    if not before < at <= most:
        raise too_wide(file) if at > most else damaged(file)
    return at


def _values(row: _Element, file: str) -> list[object]:
    values: list[object] = []
    column = 0
    for cell in row.iterchildren(_CELL):
        merged = None
        if cell.keys():
            column = _place(cell.get(_INDEX), column, MOST_COLUMNS, file)
            values.extend([None] * (column - 1 - len(values)))
            merged = cell.get(_ACROSS)
        else:
            column += 1
        data = cell.find(_DATA) if len(cell) else None
        values.append(None if data is None else _value(data))
        if merged and merged.isascii() and merged.isdigit() and len(merged) < 6:
            values.extend([None] * int(merged))
            column = len(values)
        if column > MOST_COLUMNS:
            raise too_wide(file)
    return values


def _value(data: _Element) -> object:
    text = (data.text or "") if not len(data) else "".join(data.itertext())
    kind = data.get(_TYPE, "String")
    if kind == "Number":
        return number(text)
    if kind == "Boolean":
        return text.strip() in ("1", "true", "True")
    if kind == "DateTime":
        return _moment(text)
    return text or None


def _moment(text: str) -> object:
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return text or None
    if found.year < _DAY_ZERO:
        return clock(found.hour, found.minute, found.second)
    return found if found.time() != dt.time() else found.date()
