"""Tell what a workbook's own drawing lets people see of its cells: formats, colours, hidden rows, pictures.

What is told here stays the same when another program saves the file: no index of a style, no order of parts.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.cells import column_number
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.look.styles_shown import plain_format, styles_shown
from akmxl.ooxml.read.sheet_facts import hidden_columns, hidden_rows, merged_areas
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import attribute, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from akmxl.core.cells import Range
    from akmxl.ooxml.look.styles_shown import StylesShown
    from akmxl.ooxml.read.workbook import Workbook

_CELL = lazily(rb'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?')
_CELL_TAG = lazily(rb"<c\s[^>]*>")
_ROW_TAG = lazily(rb"<row\s[^>]*>")
_COLUMN_TAG = lazily(rb"<col\s[^>]*>")
_PRINT_AREA = lazily(rb"""<definedName\s([^>]*?\bname=["']_xlnm\.Print_Area["'][^>]*)>([^<]*)<""")
_LEAST_HEIGHT, _LEAST_WIDTH = 3.0, 1.0  # points, digits: what is smaller is not seen
_ANCHOR = lazily(rb"<(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor[\s>]")
_NOTE, _OPEN_NOTE = b'ObjectType="Note"', lazily(rb"<x:Visible\s*/>|visibility:\s*visible")
_RULE = lazily(rb"<(?:x14:)?cfRule\s[^>]*>")
_FOOTERS = lazily(rb"<((?:odd|even|first)(?:Header|Footer))>([^<]*)<")
_FOOTER_LOOK = lazily(r'&"[^"]*"|&K[0-9A-F]{6}|&\d+|\s')

HIDDEN, UNSEEN, UNPRINTED, STRUCK = "hidden", "unseen", "unprinted", "struck"


class CellShown(NamedTuple):
    """How a cell is shown.

    ``format`` is its number format, spelt as every program spells it; ``text_format`` what it makes of a
    text, empty for the text itself. ``lost`` says why nobody sees it: ``hidden`` (its row or column is, or it
    lies under a merged cell), ``unseen`` (letters in the colour behind them, or too small), ``unprinted``;
    or that it does not hold: ``struck``.
    """

    format: str
    text_format: str
    lost: tuple[str, ...]


class Shown:
    """What the sheets of a workbook show; ``read`` gives a part as plain XML, as edits have left it."""

    def __init__(self, workbook: Workbook, read: Callable[[str], bytes]) -> None:
        self._book = _Book(workbook, read)
        self._sheets: dict[str, SheetShown] = {}

    def sheet(self, name: str) -> SheetShown:
        """Return what one sheet shows; raises Unreadable for a part that cannot be what it says."""
        if name not in self._sheets:
            book = self._book
            part = book.workbook.sheet(name).part
            with book.workbook.package.reading(part):
                self._sheets[name] = SheetShown(book, name, book.read(part))
        return self._sheets[name]


class _Book:
    """What all sheets of a workbook share: names, styles and theme; and what lies over a sheet."""

    def __init__(self, workbook: Workbook, read: Callable[[str], bytes]) -> None:
        self.workbook = workbook
        self.read = read

    def print_area(self, name: str) -> tuple[Range, ...]:
        """Return the areas of a sheet that are printed; none where all of it is."""
        place = b"%d" % self.workbook.sheet(name).position
        for tag, reference in _PRINT_AREA.findall(self.read(self.workbook.part)):
            if attribute(b"<definedName " + tag + b">", b"localSheetId") == place:
                parts = unescape(reference.decode()).replace("$", "").split(",")
                return attributes.areas(" ".join(part.rpartition("!")[2] for part in parts))
        return ()

    def drawings(self, name: str) -> int:
        """Count what lies over a sheet: pictures, text boxes, charts, and notes that stand open."""
        package, part = self.workbook.package, self.workbook.sheet(name).part
        count = len(package.relationships(part, "/image"))  # a picture behind the cells
        for rel in package.relationships(part, "/drawing"):
            if package.find(rel.target):
                count += len(_ANCHOR.findall(self.read(rel.target)))
        for rel in package.relationships(part, "/vmlDrawing"):
            if package.find(rel.target):
                count += sum(map(_lies_over, self.read(rel.target).split(b"<v:shape ")[1:]))
        return count

    @cached_property
    def styles(self) -> StylesShown:
        package, part = self.workbook.package, self.workbook.style_part
        themes = (rel.target for rel in package.relationships(self.workbook.part, "/theme"))
        theme = next(filter(package.find, themes), None)
        with package.reading(part or self.workbook.part):
            return styles_shown(package.xml(part) if part else b"", package.xml(theme) if theme else b"")


class SheetShown:
    """What one sheet shows."""

    def __init__(self, book: _Book, name: str, xml: bytes) -> None:
        self._book = book
        self._name = name
        self._xml = xml
        self._styles = dict(_styles_of(xml))
        self._rows = hidden_rows(xml) | frozenset(_low_rows(xml))
        self._columns = hidden_columns(xml) | frozenset(_narrow_columns(xml))
        self._printed = book.print_area(name)

    def cell(self, row: int, column: int) -> CellShown:
        """Return how a cell is shown."""
        code, text_code, seen, struck = self._book.styles.of(self._styles.get((row, column), 0))
        if seen and not struck and not self._apart(row, column):
            return CellShown(code, text_code, ())
        printed = not self._printed or any(_within(row, column, area) for area in self._printed)
        hidden = row in self._rows or column in self._columns or (row, column) in self._covered
        told = ((HIDDEN, hidden), (UNSEEN, not seen), (UNPRINTED, not printed), (STRUCK, struck))
        return CellShown(code, text_code, tuple(word for word, lost in told if lost))

    def _apart(self, row: int, column: int) -> bool:
        return bool(self._printed or (row, column) in self._covered) or (
            row in self._rows or column in self._columns
        )

    @cached_property
    def _covered(self) -> frozenset[tuple[int, int]]:
        """The cells under a merged one; of areas that are larger than a form only their beginning."""
        covered: set[tuple[int, int]] = set()
        for top, left, bottom, right in merged_areas(self._xml):
            rows, columns = range(top, min(bottom, top + 999) + 1), range(left, min(right, left + 99) + 1)
            covered |= {(row, column) for row in rows for column in columns} - {(top, left)}
        return frozenset(covered)

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """What else of the sheet changes what is seen, by name; what it has not is left out."""
        view = self._xml[: max(self._xml.find(b"<sheetData"), 0)]
        zeros = re.search(rb"<sheetView\s[^>]*>", view)
        off = zeros and not attributes.is_on(attribute(zeros[0], b"showZeros"), default=True)
        formulas = zeros and attributes.is_on(attribute(zeros[0], b"showFormulas"))
        folded = re.search(rb"<sheetFormatPr\s[^>]*>", view)
        unshown = folded and attributes.is_on(attribute(folded[0], b"zeroHeight"))
        drawings = self._book.drawings(self._name)
        found = {
            "drawings": str(drawings) if drawings else "",
            "conditions": "; ".join(sorted(set(self._conditions()))),
            "zeros": "0" if off else "",
            "formulas": "1" if formulas else "",
            "rows": "0" if unshown else "",
            "footers": "; ".join(sorted(_footers(self._xml))),
        }
        return {name: text for name, text in found.items() if text}

    def _conditions(self) -> Iterator[str]:
        """Yield what the conditional formats do: their kinds, and the numbers' formats that they bring."""
        behind = max(self._xml.rfind(b"</sheetData>"), 0)
        for tag in _RULE.findall(self._xml, behind):
            kind = (attribute(tag, b"type") or b"").decode()
            index = attribute(tag, b"dxfId")
            code = self._book.styles.difference_format(attributes.whole(index)) if index else ""
            yield f"{kind} {plain_format(code)}".strip()


def _lies_over(shape: bytes) -> bool:
    return _NOTE not in shape or _OPEN_NOTE.search(shape) is not None


def _within(row: int, column: int, area: Range) -> bool:
    top, left, bottom, right = area
    return top <= row <= bottom and left <= column <= right


def _styles_of(xml: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the style of each cell that has one."""
    start, end = max(xml.find(b"<sheetData"), 0), xml.rfind(b"</sheetData>") + 1 or len(xml)
    found = _CELL.findall(xml, start, end)
    if len(found) == xml.count(b"<c ", start, end):  # as most programs write it
        columns = {letters: column_number(letters.decode()) for letters in {cell[0] for cell in found}}
        styles = {style: attributes.whole(style) for style in {cell[2] for cell in found} if style}
        yield from (
            ((int(row[:8]), columns[letters]), styles[style]) for letters, row, style in found if style
        )
        return
    for tag in _CELL_TAG.findall(xml, start, end):
        address, named = attribute(tag, b"r"), attribute(tag, b"s")
        if address and named:
            yield attributes.cell_place(address), attributes.whole(named)


def _low_rows(xml: bytes) -> Iterator[int]:
    for tag in _ROW_TAG.findall(xml):
        if (
            b" ht=" in tag
            and attributes.measure(attribute(tag, b"ht"), 15, least=0, most=409.5) < _LEAST_HEIGHT
        ):
            yield attributes.whole(attribute(tag, b"r"))


def _narrow_columns(xml: bytes) -> Iterator[int]:
    for tag in _COLUMN_TAG.findall(xml, 0, max(xml.find(b"<sheetData"), 0)):
        if attributes.measure(attribute(tag, b"width"), 9, least=0, most=255) < _LEAST_WIDTH:
            yield from attributes.columns(*(attribute(tag, key) for key in (b"min", b"max")))


def _footers(xml: bytes) -> Iterator[str]:
    """Yield the texts above and below a printed page, without their letters' looks."""
    for name, text in _FOOTERS.findall(xml, max(xml.rfind(b"</sheetData>"), 0)):
        plain = _FOOTER_LOOK.sub("", unescape(text.decode(errors="replace")))
        if plain not in ("", "&L", "&C", "&R"):
            yield f"{name.decode()} {plain}"
