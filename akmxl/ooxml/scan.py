"""Cells by a scan of the sheet's text: one regular expression, one pass, no tree.

The scan counts what it matched; whatever it would not understand (rows or cells without ``r``,
comments, CDATA, foreign markup) goes once through an XML parser into the plain form first.
"""

from __future__ import annotations

import datetime as dt
import gc
import re
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.ooxml.address import a1, column_number, parse_a1
from akmxl.ooxml.values import NOT_CALCULATED, Cell, ExcelError, Value, from_serial
from akmxl.ooxml.xmlbytes import MAIN, decode_text, escape, escape_attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from xml.etree.ElementTree import Element

Cells = dict[tuple[int, int], Cell]

_SHEET_DATA = re.compile(rb"<sheetData(?:\s[^>]*)?(?:/>|>)")
_UNUSUAL = re.compile(rb"<(?:!|\?|c[\t\r\n>/]|row[\t\r\n>/]|[A-Za-z_][\w.-]*:)")
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]*)(?:/>|>(?:<v>([^<]*)</v></c>|(.*?)</c>))', re.DOTALL
)
_STYLE = re.compile(r"""\ss=["']([0-9]+)["']""")
_TYPE = re.compile(r"""\st=["'](\w+)["']""")
_FORMULA = re.compile(r"<f(?:\s[^>]*?)?(?:/>|>([^<]*)</f>)")
_RESULT = re.compile(r"<v(?:\s[^>]*?)?(?:/>|>([^<]*)</v>)")
_TEXT = re.compile(r"<t(?:\s[^>]*?)?>([^<]*)</t>")
_PHONETIC = re.compile(r"<rPh[\s>].*?</rPh>", re.DOTALL)
_STRING = re.compile(r"<si(?:\s[^>]*?)?(?:/>|>(.*?)</si>)", re.DOTALL)
_PLAIN_STRING = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
_EXACT = 2**53


def shared_strings(xml: bytes) -> list[str]:
    """The texts of the shared strings part, in order; phonetic hints left out."""
    if b"<!" in xml or b"<x" in xml[:200]:
        xml = _plain_strings(xml)
    text = _decoded(xml)
    strings: list[str] = []
    for match in _STRING.finditer(text, 0, max(text.rfind("</si>") + 5, text.rfind("/>") + 2)):
        body = match[1] or ""
        plain = _PLAIN_STRING.fullmatch(body)
        strings.append(decode_text(plain[1]) if plain else _joined(body))
    return strings


class Reader:
    """Turns the raw cells of one workbook into values."""

    def __init__(
        self, strings: Callable[[], Sequence[str]], date_styles: frozenset[int], date1904: bool
    ) -> None:
        self._read_strings = strings
        self._date_styles = date_styles
        self._date1904 = date1904

    @cached_property
    def _strings(self) -> Sequence[str]:
        return self._read_strings()  # late: a patch of a few numbers never needs the texts

    def cells(self, xml: bytes) -> Cells:
        """Every cell of a sheet part that has a value or a formula, by (row, column)."""
        start = _SHEET_DATA.search(xml)
        if start is None and b"<sheetData" not in xml:
            xml, start = plain_sheet(xml), None
        if start is None:
            start = _SHEET_DATA.search(xml)
        if start is None or start[0].endswith(b"/>"):
            return {}
        end = xml.rfind(b"</sheetData>")
        body = xml[start.end() : end] if end > 0 else b""
        if end < 0 or _UNUSUAL.search(body):
            return self.cells(plain_sheet(xml))
        with _no_collection():
            cells, seen = self._scan(_decoded(body))
        if seen != body.count(b"<c "):
            plain = plain_sheet(xml)
            cells, _ = self._scan(_decoded(plain))
        return cells

    def _scan(self, text: str) -> tuple[Cells, int]:
        """The cells, and how many elements were understood. Written for speed: a log has millions."""
        cells: Cells = {}
        value: Value
        columns: dict[str, int] = {}
        kinds: dict[str, tuple[str, int]] = {}
        new = tuple.__new__
        last, row, seen = "", 0, 0
        # After the last closed cell only empty ones can stand; looking there for a closing tag from
        # every unclosed one would let a hostile file take hours.
        closed = text.rfind("</c>") + 4
        for match in _CELL.finditer(text, 0, closed):
            letters, digits, attributes, v, body = match.groups()
            seen += 1
            if v is None and not body:
                continue
            if digits != last:
                last, row = digits, int(digits)
            col = columns.get(letters) or columns.setdefault(letters, column_number(letters))
            kind, style = kinds.get(attributes) or kinds.setdefault(attributes, self._kind(attributes))
            if v is None:
                cell = self._rich(kind, body, style)
                if cell is not None:
                    cells[row, col] = cell
            else:
                try:
                    value = int(v) if kind == "n" else self._value(kind, v)
                except ValueError:
                    value = _number(v)
                cells[row, col] = new(Cell, (value, None, style))
        return cells, seen + text.count("<c ", closed)

    def _kind(self, attributes: str) -> tuple[str, int]:
        """A cell's type and style; ``day`` is a number whose style shows a date."""
        style = _STYLE.search(attributes)
        kind = _TYPE.search(attributes)
        index = int(style[1]) if style else 0
        name = kind[1] if kind else "n"
        return ("day" if name == "n" and index in self._date_styles else name), index

    def row(self, raw: bytes) -> dict[int, Cell]:
        """The cells of one row from its raw ``<c>`` elements, by column."""
        cells, _ = self._scan(_decoded(raw))
        return {col: cell for (_, col), cell in cells.items()}

    def one(self, raw: bytes) -> Cell | None:
        """One raw ``<c>`` element; None when it has neither value nor formula."""
        cells, _ = self._scan(_decoded(raw))
        return next(iter(cells.values()), None)

    def _rich(self, kind: str, body: str, style: int) -> Cell | None:
        """A cell with a formula, an inline text, or an empty result."""
        formula = _FORMULA.search(body)
        if kind == "inlineStr" and formula is None:
            return Cell(_joined(body), None, style)
        result = _RESULT.search(body)
        text = None if result is None else result[1] or ""
        if text is None or (text == "" and kind != "str"):
            if formula is None:
                return None
            value: Value = _joined(body) if kind == "inlineStr" and "<is" in body else NOT_CALCULATED
        else:
            value = self._value(kind, text)
        return Cell(value, None if formula is None else decode_text(formula[1] or ""), style)

    def _value(self, kind: str, text: str) -> Value:
        if kind == "s":
            try:
                return self._strings[int(text)]
            except (IndexError, ValueError):
                return ExcelError("#REF!")  # a file that points past its own texts
        if kind in ("n", "day"):
            number = _number(text)
            return number if kind == "n" or isinstance(number, str) else from_serial(number, self._date1904)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return ExcelError(decode_text(text))
        return _iso_date(text) if kind == "d" else decode_text(text)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing here can be garbage in a circle, and looking for it costs half the time of a scan."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return decode_text(text)
    return int(number) if -_EXACT < number < _EXACT and number == int(number) else number


def _iso_date(text: str) -> Value:
    try:
        if "T" not in text and ":" in text:
            return dt.time.fromisoformat(text.rstrip("Z"))
        moment = dt.datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return decode_text(text)
    return moment if "T" in text and moment.time() != dt.time() else moment.date()


def _joined(body: str) -> str:
    if "<rPh" in body:
        body = _PHONETIC.sub("", body)
    return decode_text("".join(_TEXT.findall(body)))


def _decoded(xml: bytes) -> str:
    text = xml.decode()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def plain_sheet(xml: bytes) -> bytes:
    """A sheet's cells in the plain form the scan reads: every address given, nothing foreign."""
    from xml.etree import ElementTree  # only for unusual files

    data = ElementTree.fromstring(xml).find(f"{{{MAIN}}}sheetData")
    rows = [] if data is None else data.findall(f"{{{MAIN}}}row")
    pieces = ["<sheetData>"]
    number = 0
    for row in rows:
        number = int(row.get("r", number + 1))
        pieces.append(f'<row r="{number}">')
        pieces += _plain_cells(row, number)
        pieces.append("</row>")
    return "".join([*pieces, "</sheetData>"]).encode()


def _plain_cells(row: Element, number: int) -> Iterator[str]:
    column = 0
    for cell in row.findall(f"{{{MAIN}}}c"):
        reference = cell.get("r")
        column = parse_a1(reference)[1] if reference else column + 1
        style = f' s="{int(cell.get("s", "0"))}"'
        kind = f' t="{escape_attribute(cell.get("t", "n"))}"'
        yield f'<c r="{a1(number, column)}"{style}{kind}>'
        for name in ("f", "v"):
            child = cell.find(f"{{{MAIN}}}{name}")
            if child is not None:
                yield f"<{name}>{escape(child.text or '')}</{name}>"
        inline = cell.find(f"{{{MAIN}}}is")
        if inline is not None:
            yield f"<is><t>{escape(_tree_text(inline))}</t></is>"
        yield "</c>"


def _plain_strings(xml: bytes) -> bytes:
    from xml.etree import ElementTree

    items = ElementTree.fromstring(xml).findall(f"{{{MAIN}}}si")
    return "".join(f"<si><t>{escape(_tree_text(item))}</t></si>" for item in items).encode()


def _tree_text(item: Element) -> str:
    """The text of a string item: its own runs, without the phonetic ones."""
    runs = [item, *item.findall(f"{{{MAIN}}}r")]
    return "".join(t.text or "" for run in runs for t in run.findall(f"{{{MAIN}}}t"))
