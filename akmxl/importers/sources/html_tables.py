"""Read the tables of an HTML page as a stream, as Excel opens a page that is named ``.xls``."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.sources.elements import forget
from akmxl.importers.sources.encoding import encoding_of, known_encoding
from akmxl.importers.sources.files import damaged, opened, reading as reading_of
from akmxl.importers.sources.table import SourceTable
from akmxl.importers.sources.transcoded import Transcoded, decoded_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from akmxl.importers.sources.encoding import Encoding
    from akmxl.importers.sources.files import SourceFile
    from akmxl.importers.sources.table import Reading, Row

_TABLE = lazily(r"<table[\s>]", 2)
_CHARSET = lazily(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""", 2)
_CELLS = ("td", "th")
_APART = frozenset(("br", "p", "div", "li", "tr", "td", "th"))  # what begins a new line
_UNREAD = frozenset(("script", "style", "table"))
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_MOST_TABLES = 1000


def html_tables(file: SourceFile, head: bytes, reading: Reading) -> list[SourceTable]:
    """Return the tables of a page; raises ``Unreadable`` for one that has none."""
    declared = _CHARSET.search(head)
    name = known_encoding(declared[1].decode()) if declared else ""
    encoding = encoding_of(file, head, reading, declared=name)
    count = min(sum(len(_TABLE.findall(text)) for text in decoded_chunks(file, encoding)), _MOST_TABLES)
    if not count:
        raise Unreadable(N_("The page has no table: “{file}”. Export it as .xlsx or CSV."), file=file.name)

    def table(number: int) -> Callable[[], Iterator[Row]]:
        return lambda: _rows(file, encoding, number, reading)

    return [
        SourceTable(
            file.name,
            str(number) if count > 1 else "",
            "html",
            table(number),
            texts=True,
            encoding=encoding.shown,
        )
        for number in range(1, count + 1)
    ]


def _rows(file: SourceFile, encoding: Encoding, number: int, reading: Reading) -> Iterator[Row]:
    from lxml import etree  # late: 15 ms

    with reading_of(file.name), opened(file, reading.progress) as stream:
        source = io.BufferedReader(Transcoded(stream, encoding))
        try:
            events = etree.iterparse(
                source, events=("start", "end"), html=True, encoding="utf-8", no_network=True, huge_tree=True
            )
            yield from _Page(file.name, number).rows(events)
        except (etree.LxmlError, SyntaxError) as error:
            raise damaged(file.name) from error


class _Page:
    """Walk through a page's elements, of which no more are kept than one row of one table."""

    def __init__(self, file: str, wanted: int) -> None:
        self._file = file
        self._wanted = wanted
        self._seen = 0
        self._open: list[int] = []  # the tables that we are within
        self._grid = _Grid(file)

    def rows(self, events: Iterator[tuple[str, _Element]]) -> Iterator[Row]:
        depth = 0  # of cells: what stands in one is needed until its row has ended
        for event, element in events:
            tag = element.tag
            if event == "start":
                if tag == "table":
                    self._seen += 1
                    self._open.append(self._seen)
                depth += tag in _CELLS
                continue
            if tag == "tr" and self._open and self._open[-1] == self._wanted:
                yield self._grid.row(element)
            if tag == "table" and self._open and self._open.pop() == self._wanted:
                return
            depth -= tag in _CELLS
            if depth <= 0 and tag not in _CELLS:
                depth = 0
                forget(element)


class _Grid:
    """Lay the cells of a table out as a sheet has them: of merged ones the first has the value."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._number = 0
        self._covered: dict[int, int] = {}  # column -> how many rows below are still covered

    def row(self, element: _Element) -> Row:
        self._number += 1
        if self._number > MOST_ROWS:
            raise too_wide(self._file)
        covered = self._covered
        values: list[object] = []
        later: dict[int, int] = {}
        for cell in element.iterchildren("td", "th"):
            while covered.get(len(values)):
                values.append(None)
            across, down = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
            if down > 1:
                later.update(dict.fromkeys(range(len(values), len(values) + across), down))
            values.append(_words(cell) or None)
            values.extend([None] * (across - 1))
            if len(values) > MOST_COLUMNS:
                raise too_wide(self._file)
        if covered or later:
            left = {column: rows - 1 for column, rows in covered.items() if rows > 1}
            self._covered = left | {column: rows - 1 for column, rows in later.items()}
        return self._number, values


def too_wide(file: str) -> Unreadable:
    """Return the refusal of a table that no sheet of Excel could hold."""
    return Unreadable(
        N_("The table is larger than a sheet of Excel: “{file}”. Export it in parts or as CSV."), file=file
    )


def _span(cell: _Element, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _words(cell: _Element) -> str:
    """Return a cell's text with one blank for each gap: a line's end and a fixed blank are gaps too."""
    if not len(cell):
        return " ".join((cell.text or "").split())
    return " ".join("".join(_pieces(cell)).split())


def _pieces(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in _UNREAD:
            yield " " if tag in _APART else ""
            yield from _pieces(child)
            yield " " if tag in _APART else ""
        yield child.tail or ""
