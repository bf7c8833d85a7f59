"""Read widths, heights and wrapping of a filled sheet; make rows higher, merge cells.

Free functions over ``Workbook`` and ``EditedParts``: only the filling of forms needs them.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from akmxl.core.cells import format_range
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.edit import workbookxml
from akmxl.ooxml.read.sheet_facts import merged_areas
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import MAIN, attribute, with_attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from akmxl.core.cells import Range
    from akmxl.ooxml.edit.parts import EditedParts
    from akmxl.ooxml.read.workbook import Workbook

DEFAULT_WIDTH = 8.43
INDENT = 1.5  # a step of indentation (three blanks), in digits
_COLUMN = lazily(rb"<col\s[^>]*>")
_FILTER_NAME = "_xlnm._FilterDatabase"


class TextStyle(NamedTuple):
    """The style of a cell's text: whether it wraps, the font's size in points, bold, the font's name.

    ``indent`` is how far it stands from the cell's edge, in digits of the standard font.
    """

    wraps: bool = False
    size: float = 11.0
    bold: bool = False
    font: str = ""
    indent: float = 0.0


class Looks:
    """The looks of one workbook as it was opened."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._widths: dict[str, Mapping[int, float]] = {}

    def text_style(self, style: int) -> TextStyle:
        """Return the text style of a cell's style index."""
        return self._styles[style] if 0 <= style < len(self._styles) else TextStyle()

    def width(self, sheet: str, first: int, last: int) -> float:
        """Return the width of columns ``first`` to ``last`` together, in digits of the standard font."""
        if sheet not in self._widths:
            self._widths[sheet] = self._read_widths(sheet)
        widths = self._widths[sheet]
        return sum(widths.get(column, DEFAULT_WIDTH) for column in range(first, last + 1))

    def _read_widths(self, sheet: str) -> dict[int, float]:
        xml = self._workbook.package.xml(self._workbook.sheet(sheet).part)
        widths: dict[int, float] = {}
        for tag in _COLUMN.findall(xml, 0, max(xml.find(b"<sheetData"), 0)):
            width = attributes.measure(
                attribute(tag, b"width"), DEFAULT_WIDTH, least=0, most=attributes.WIDEST
            )
            columns = attributes.columns(attribute(tag, b"min"), attribute(tag, b"max"))
            if len(columns) <= 1000:  # "all the rest of the columns" is nobody's text
                widths.update(dict.fromkeys(columns, width))
        return widths

    @cached_property
    def _styles(self) -> Sequence[TextStyle]:
        package = self._workbook.package
        parts = [r.target for r in package.relationships(self._workbook.part) if r.type.endswith("/styles")]
        if not parts or package.find(parts[0]) is None:
            return ()
        with package.reading(parts[0]):
            return _text_styles(package.xml(parts[0]))


@lru_cache(maxsize=32)
def _text_styles(xml: bytes) -> tuple[TextStyle, ...]:
    """Return the text styles of a style sheet; many forms may have those of one template."""
    from xml.etree import ElementTree  # late, as in the package

    tree = ElementTree.fromstring(xml)
    fonts = list(tree.iterfind(f"{{{MAIN}}}fonts/{{{MAIN}}}font"))
    return tuple(_text_style(xf, fonts) for xf in tree.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf"))


def _text_style(xf: Element, fonts: list[Element]) -> TextStyle:
    alignment = xf.find(f"{{{MAIN}}}alignment")
    wraps = alignment is not None and attributes.is_on(alignment.get("wrapText"))
    number = attributes.whole(xf.get("fontId"))
    if number >= len(fonts):
        return TextStyle(wraps)
    size, bold, name = (fonts[number].find(f"{{{MAIN}}}{tag}") for tag in ("sz", "b", "name"))
    return TextStyle(
        wraps,
        _type_size(size.get("val") if size is not None else None),
        bold is not None and attributes.is_on(bold.get("val"), default=True),
        name.get("val", "") if name is not None else "",
        INDENT * attributes.whole(alignment.get("indent"), most=250) if alignment is not None else 0.0,
    )


def _type_size(text: str | None) -> float:
    return attributes.measure(text, TextStyle().size, least=1, most=attributes.LARGEST_TYPE)


def heights(edited: EditedParts, sheet: str) -> dict[int, float | None]:
    """Return the height in points of every row; None where the program that shows it decides."""
    return {row: _height(tag) for row, tag in edited.open_rows(sheet)[1].tags().items()}


def _height(tag: bytes) -> float | None:
    given = attribute(tag, b"ht")
    return attributes.measure(given, 0, least=0, most=attributes.HIGHEST) if given else None


def height(edited: EditedParts, sheet: str, row: int) -> float | None:
    """Return the height that a row was given, in points; None where the program that shows it decides."""
    found = edited.open_rows(sheet)[1].peek(row)
    return _height(found.tag) if found else None


def set_height(edited: EditedParts, sheet: str, row: int, points: float, *, growing: bool = False) -> None:
    """Give a row a height in points (Excel allows up to 409.5).

    A ``growing`` row still grows by itself when people type more into it, unless it was kept from that.
    """
    target = edited.open_rows(sheet)[1].edit(row)
    target.tag = _with_height(target.tag, points, growing=growing)


def set_heights(edited: EditedParts, sheet: str, points: Mapping[int, float]) -> None:
    """Give rows that are there heights in points, as ``set_height`` does."""
    rows = edited.open_rows(sheet)[1]
    tags = rows.tags() if points else {}
    rows.put_tags({row: _with_height(tags[row], given) for row, given in points.items()})


def _with_height(tag: bytes, points: float, *, growing: bool = False) -> bytes:
    tag = with_attribute(tag, b"ht", f"{min(points, attributes.HIGHEST):g}".encode())
    return tag if growing else with_attribute(tag, b"customHeight", b"1")


def widen_filter(edited: EditedParts, sheet: str, right: int) -> None:
    """Let a sheet's filter, where it ends with the column before ``right``, take that column in too."""
    from akmxl.ooxml.xml.children import after_rows, with_after_rows  # late: heights need none of it

    part, book = edited.locate(sheet)[1], edited.workbook.part
    xml = edited.settled(part)
    (old, *_) = after_rows(xml, "autoFilter") or [b""]
    area = attributes.area(attribute(old, b"ref") or b"")
    if area is None or area[3] != right - 1:
        return
    wider = (*area[:3], right)
    tag = old[: old.index(b">") + 1]
    new = with_attribute(tag, b"ref", format_range(wider).encode()) + old[len(tag) :]
    edited.parts[part] = with_after_rows(xml, "autoFilter", [new])
    place = edited.workbook.sheet(sheet).position
    names = edited.part_xml(book)
    known = workbookxml.local_names(names, place).get(_FILTER_NAME, "")  # Excel's own copy of the range
    if known.endswith(_fixed(area)):
        reference = known.removesuffix(_fixed(area)) + _fixed(wider)
        edited.parts[book] = workbookxml.with_name(names, _FILTER_NAME, reference, place)


def _fixed(area: Range) -> str:
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", format_range(area))


def merge(edited: EditedParts, sheet: str, area: Range) -> bool:
    """Merge cells, those merged inside the area included; False where another merge crosses its edge.

    Only the first cell may hold a value: empty the others before.
    """
    from akmxl.ooxml.xml.children import with_after_rows  # late, as above

    part = edited.locate(sheet)[1]
    xml = edited.settled(part)
    r1, c1, r2, c2 = area
    areas = merged_areas(xml)
    inside = [a for a in areas if r1 <= a[0] and c1 <= a[1] and a[2] <= r2 and a[3] <= c2]
    touching = [a for a in areas if a[0] <= r2 and r1 <= a[2] and a[1] <= c2 and c1 <= a[3]]
    if len(touching) > len(inside) or area[:2] == area[2:]:
        return False
    kept = [a for a in areas if a not in inside]
    refs = b"".join(b'<mergeCell ref="%b"/>' % format_range(a).encode() for a in (*kept, area))
    element = b'<mergeCells count="%d">%b</mergeCells>' % (len(kept) + 1, refs)
    edited.parts[part] = with_after_rows(xml, "mergeCells", [element])
    return True
