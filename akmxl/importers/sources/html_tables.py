"""Read the tables of an HTML page as a stream, as Excel opens a page that is named ``.xls``.

The text is cut at the tags of tables and rows, and some hundred rows at a time are parsed: a parser that is
fed a whole page keeps all of it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.sources.encoding import encoding_of, known_encoding
from akmxl.importers.sources.files import CHUNK, damaged, opened, reading as reading_of
from akmxl.importers.sources.table import SourceTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from re import Match

    from lxml.etree import _Element

    from akmxl.importers.sources.encoding import Encoding
    from akmxl.importers.sources.files import SourceFile
    from akmxl.importers.sources.table import Progress, Reading, Row

_TAGS = lazily(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<(/?)(table|tr)\b[^>]*>", 2 | 16
)  # IGNORECASE and DOTALL
_UNENDED = lazily(r"<!--|<script|<style", 2)
_CELL = lazily(r"<t[dh][\s>]", 2)
_CHARSET = lazily(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""", 2)
_ENDS = ("</html>", "</body>")
_APART = frozenset(("br", "p", "div", "li"))  # what begins a new line
_UNREAD = frozenset(("script", "style"))
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_MOST_TABLES = 1000
_AT_ONCE = 256  # rows
_LONGEST_ROW = 8 * CHUNK
_LONGEST_TAG = 32 * CHUNK  # a picture may stand in one


def html_tables(file: SourceFile, head: bytes, reading: Reading) -> list[SourceTable]:
    """Return the tables of a page; raises ``Unreadable`` for one that has none."""
    declared = _CHARSET.search(head)
    name = known_encoding(declared[1].decode()) if declared else ""
    encoding = encoding_of(file, head, reading, declared=name, markup=True)
    count = _count(file, encoding)

    def table(number: int) -> Callable[[], Iterator[Row]]:
        return lambda: _rows(file, encoding, number, reading.progress)

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


def _count(file: SourceFile, encoding: Encoding) -> int:
    """Return how many tables a page has; raises ``Unreadable`` where it has none or ends within one."""
    count, ended, tail = 0, 0, ""
    for piece, tag in _pieces(file, encoding, None):
        tail = piece if tag is None else ""
        if tag is not None and tag[3].lower() == "table":
            count, ended = (count, ended + 1) if tag[2] else (count + 1, ended)
    if not count:
        raise Unreadable(N_("The page has no table: “{file}”. Export it as .xlsx or CSV."), file=file.name)
    if ended < count and not tail.lower().rstrip().endswith(_ENDS):
        raise damaged(file.name)
    return min(count, _MOST_TABLES)


def _rows(file: SourceFile, encoding: Encoding, number: int, progress: Progress | None) -> Iterator[Row]:
    grid = _Grid(file.name)
    sources: list[str] = []
    for source in _row_sources(file, encoding, number, progress):
        sources.append(source)
        if len(sources) == _AT_ONCE:
            yield from map(grid.row, _parsed(sources, file.name))
            sources = []
    yield from map(grid.row, _parsed(sources, file.name))


def _row_sources(
    file: SourceFile, encoding: Encoding, wanted: int, progress: Progress | None
) -> Iterator[str]:
    """Yield what stands within each row of one table, without the tables that stand in its cells."""
    seen, within, row, is_row, size = 0, [0], [""], False, 0
    for piece, tag in _pieces(file, encoding, progress):
        here = within[-1] == wanted
        if here:
            row.append(piece)
            size += len(piece)
            if size > _LONGEST_ROW:
                raise too_wide(file.name)
        if tag is None:
            continue
        ends, name = bool(tag[2]), tag[3].lower()
        if name == "table" and not ends:
            seen += 1
            within.append(seen)
            continue
        if here:
            source = "".join(row)
            if is_row or _CELL.search(source):
                yield source
            size, row, is_row = 0, [""], name == "tr" and not ends
        if name == "table" and len(within) > 1 and within.pop() == wanted:
            return


def _pieces(
    file: SourceFile, encoding: Encoding, progress: Progress | None
) -> Iterator[tuple[str, Match[str] | None]]:
    """Yield the text between the tags of tables and rows with the tag that ends it; None for what is left."""
    rest = ""
    with reading_of(file.name), opened(file, progress) as stream:
        text = io.TextIOWrapper(stream, encoding.name, "replace")
        while chunk := text.read(CHUNK // 4):
            rest += chunk
            at = 0
            for tag in _TAGS.finditer(rest):
                if tag[3]:
                    yield rest[at : tag.start()], tag
                    at = tag.end()
            rest = rest[at:]
            cut = rest.rfind("<")  # the last tag may not have ended yet
            if cut > 0 and not _UNENDED.search(rest):
                yield rest[:cut], None
                rest = rest[cut:]
            if len(rest) > _LONGEST_TAG:
                raise too_wide(file.name)
        yield rest, None


def _parsed(sources: list[str], file: str) -> list[_Element]:
    """Parse some rows at once; one by one where their tags run into each other."""
    from lxml import etree  # late: 15 ms

    if not sources:
        return []
    whole = "".join(f"<tr>{source}</tr>" for source in sources)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    try:
        tree = etree.fromstring(f"<table>{whole}</table>".replace("\0", " ").encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged(file) from error
    rows: list[_Element] = [] if tree is None else tree.findall(".//tr")
    if len(rows) == len(sources):
        return rows
    if len(sources) == 1:
        return rows[:1]
    return [row for source in sources for row in _parsed([source], file)]


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
            across = down = 1
            if cell.keys():
                across, down = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
            if down > 1:
                later.update(dict.fromkeys(range(len(values), len(values) + across), down))
            values.append(_words(cell) or None)
            if across > 1:
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
    return " ".join("".join(_texts(cell)).split())


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in _UNREAD:
            yield " " if tag in _APART else ""
            yield from _texts(child)
            yield " " if tag in _APART else ""
        yield child.tail or ""
