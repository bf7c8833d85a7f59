"""Read the style sheet of a workbook, and add to it styles of another workbook.

Styles that are there are never changed or renumbered; what is missing is added at the end.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.read.number_formats import is_date_format, odd_format
from akmxl.ooxml.xml.attributes import LARGEST_TYPE, free_number, is_on, measure, whole
from akmxl.ooxml.xml.children import STYLE_SHEET, children, pieces, with_children
from akmxl.ooxml.xml.xmlbytes import attribute, escape_attribute, unescape, with_attribute

if TYPE_CHECKING:
    from collections.abc import Collection

    from akmxl.ooxml.read.workbook import Workbook

_LAST_FORMAT = 65_535
_FIRST_OWN_FORMAT = 164  # Excel's own number formats stand below
_BUILTIN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_PLAIN = {  # what a number stands for that the list does not reach
    "fonts": b"<font/>",
    "fills": b'<fill><patternFill patternType="none"/></fill>',
    "borders": b"<border/>",
    "cellXfs": b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
}
_KEPT = frozenset((0, 1))  # Excel paints no cell with the first two fills
_SOLID = lazily(rb"""<patternFill\s[^>]*?\bpatternType=["'](?!none|gray125)""")
_COLOUR = lazily(rb"<fgColor\s[^>]*>")
_LETTERS_COLOUR = lazily(rb"<color\s[^>]*>")
_SIZE = lazily(rb"<sz\s[^>]*>")
_STRUCK = lazily(rb"<strike(?:\s[^>]*)?/?>")
_NUMBER_FORMAT = lazily(rb"<numFmt\s[^>]*>")
_LOCKED = lazily(rb"<protection\s[^>]*>")
_LINED = lazily(rb"""\bstyle=["'](?!none)""")


_DAY_FORMAT = "dd.mm.yyyy"


class Look(NamedTuple):
    """The look that a style gives a cell, but for its letters and lines.

    ``kind`` is what its number format is for: general, number, percent, date or text; ``fill`` the colour
    behind the text (``FFFDF0``, ``theme 4 0.2``), empty for none; ``odd`` the format again where it shows
    another number than the cell holds; ``bare`` that it says nothing at all, as
    in a new workbook.
    """

    kind: str
    format: str
    odd: str
    locked: bool
    fill: str
    bare: bool


class Font(NamedTuple):
    """A style's letters: the tag of their colour (empty for the usual one), their size in points, and whether
    they are struck through.
    """

    colour: bytes
    size: float
    struck: bool = False


class StyleSheet:
    """A workbook's styles as its part has them, and those that were added to them."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._sections = {c.name: xml[c.start : c.end] for c in children(xml)}
        self._lists = {name: pieces(section) for name, section in self._sections.items()}
        self._added: set[str] = set()
        self._looks: dict[int, Look] = {}

    @classmethod
    def of(cls, workbook: Workbook) -> StyleSheet:
        """Return a workbook's styles; raises ``Unreadable`` where it has none."""
        part = workbook.style_part
        if part is None:
            raise workbook.package.damaged("styles.xml")
        with workbook.package.reading(part):
            return cls(workbook.package.xml(part))

    def look(self, style: int) -> Look:
        """Return the look of the style with that index."""
        if style not in self._looks:
            self._looks[style] = self._read(style)
        return self._looks[style]

    @cached_property
    def _named(self) -> dict[str, frozenset[int]]:
        """The numbers of fonts, fills, borders and number formats that the workbook's own styles name."""
        tags = [_tag(xf) for xf in self._lists.get("cellXfs", [])]
        parts = (*_PARTS, ("numFmtId", "numFmts"))
        return {
            section: frozenset(whole(attribute(tag, name.encode())) for tag in tags)
            for name, section in parts
        }

    def _read(self, style: int) -> Look:
        xf = self._xf(style)
        number = whole(attribute(_tag(xf), b"numFmtId"))
        code = self._formats.get(number)
        kind, fill = _kind(number, code), _colour(self._of(xf, "fillId", "fills"))
        protection = _LOCKED.search(xf)
        locked = attribute(protection[0], b"locked") if protection else None
        lined = _LINED.search(self._of(xf, "borderId", "borders"))
        return Look(
            kind,
            code if code is not None else _BUILTIN.get(number, str(number)),
            odd_format(number, code),
            is_on(locked, default=True),
            fill,
            kind == "general" and not (fill or lined or b"<alignment" in xf),
        )

    def font(self, style: int) -> Font:
        """Return the letters of the style with that index."""
        element = self._of(self._xf(style), "fontId", "fonts")
        colour, size = _LETTERS_COLOUR.search(element), _SIZE.search(element)
        points = measure(attribute(size[0], b"val") if size else None, 11, least=0, most=LARGEST_TYPE)
        struck = _STRUCK.search(element)
        return Font(
            colour[0] if colour else b"",
            points,
            struck is not None and is_on(attribute(struck[0], b"val"), default=True),
        )

    def filling(self, style: int) -> bytes:
        """Return the tag of the colour behind a style's text; empty for none."""
        fill = self._of(self._xf(style), "fillId", "fills")
        tag = _COLOUR.search(fill) if _SOLID.search(fill) else None
        return tag[0] if tag else b""

    def difference_format(self, index: int) -> str:
        """Return the number format that a conditional format brings; empty for none."""
        known = self._lists.get("dxfs", [])
        tag = _NUMBER_FORMAT.search(known[index]) if index < len(known) else None
        return unescape((attribute(tag[0], b"formatCode") or b"").decode()) if tag else ""

    def _of(self, xf: bytes, name: str, section: str) -> bytes:
        """Return the font, fill or border that a style names."""
        index, known = whole(attribute(_tag(xf), name.encode())), self._lists.get(section, [])
        return known[index] if index < len(known) else b""

    def _xf(self, style: int) -> bytes:
        styles = self._lists.get("cellXfs", [])
        return styles[style] if 0 <= style < len(styles) else b"<xf/>"

    @cached_property
    def _formats(self) -> dict[int, str]:
        """The workbook's own number formats by number."""
        return {
            whole(attribute(element, b"numFmtId")): unescape(
                (attribute(element, b"formatCode") or b"").decode()
            )
            for element in self._lists.get("numFmts", [])
        }

    @property
    def fills(self) -> frozenset[str]:
        """Every colour that a style may have behind its text."""
        return frozenset(filter(None, map(_colour, self._lists.get("fills", []))))

    def adopt(
        self, other: StyleSheet, style: int, *, fill_of: int | None = None, format_of: int | None = None
    ) -> int:
        """Return the index of a style like the other workbook's, added where it is missing.

        ``fill_of`` and ``format_of`` are own styles whose fill or number format it has instead.
        """
        xf = other._xf(style)
        for name, section in _PARTS:
            element = other._of(xf, name, section)
            if name == "fillId" and fill_of is not None:
                element = self._of(self._xf(fill_of), name, section)
            xf = _with(xf, name, self._number(section, element))
        if format_of is None:
            number = whole(attribute(_tag(xf), b"numFmtId"))
            number = self._format_number(other._formats.get(number), number)
        else:
            number = whole(attribute(_tag(self._xf(format_of)), b"numFmtId"))
        return self._number("cellXfs", _with(_with(xf, "numFmtId", number), "xfId", 0))

    def dated(self, style: int) -> int:
        """Return the index of a style like an own one that shows dates, added where it is missing."""
        if self.look(style).kind == "date":
            return style
        xf = _with(self._xf(style), "numFmtId", self._format_number(_DAY_FORMAT, 0))
        tag = _tag(xf)
        return self._number("cellXfs", with_attribute(tag, b"applyNumberFormat", b"1") + xf[len(tag) :])

    def adopt_difference(self, other: StyleSheet, index: int) -> int:
        """Return the index of a conditional format's looks like the other workbook's, added where missing."""
        known = other._lists.get("dxfs", [])
        return self._number("dxfs", known[index] if index < len(known) else b"<dxf/>")

    def _format_number(self, code: str | None, number: int) -> int:
        if code is None:
            return number
        for known, text in self._formats.items():
            if text == code:
                return known
        taken = [_FIRST_OWN_FORMAT - 1, *self._formats, *self._named["numFmts"]]
        new = free_number(taken, _LAST_FORMAT)
        element = f'<numFmt numFmtId="{new}" formatCode="{escape_attribute(code)}"/>'
        self._number("numFmts", element.encode())
        self._formats[new] = code
        return new

    def _number(self, section: str, element: bytes) -> int:
        """Return the place of an element in its section; it is added when it is not there.

        A number that cells or styles name beyond the end of a list stays plain: what is added is not theirs.
        """
        known = self._lists.setdefault(section, [])
        if element not in known:
            while len(known) in self._beyond(section):
                known.append(_PLAIN[section])
            known.append(element)
            self._added.add(section)
        return known.index(element)

    def _beyond(self, section: str) -> Collection[int]:
        """Return the numbers of a list that nothing new may take."""
        if section == "cellXfs":
            return self._looks  # what cells were found to name
        named = self._named[section] if section in _PLAIN else frozenset[int]()
        return named | _KEPT if section == "fills" else named

    @property
    def xml(self) -> bytes:
        """The style sheet's part with what was added; the same bytes when nothing was."""
        xml = self._xml
        for name in sorted(self._added):
            section = self._sections.get(name, b"<%b>" % name.encode())
            tag = _tag(section).removesuffix(b"/>").removesuffix(b">") + b">"
            tag = with_attribute(tag, b"count", b"%d" % len(self._lists[name]))
            element = tag + b"".join(self._lists[name]) + b"</%b>" % name.encode()
            xml = with_children(xml, name, [element], STYLE_SHEET)
        return xml


def _tag(element: bytes) -> bytes:
    return element[: element.index(b">") + 1]


def _with(element: bytes, name: str, number: int) -> bytes:
    tag = _tag(element)
    return with_attribute(tag, name.encode(), b"%d" % number) + element[len(tag) :]


def _colour(fill: bytes) -> str:
    tag = _COLOUR.search(fill) if _SOLID.search(fill) else None
    if tag is None:
        return ""
    if rgb := attribute(tag[0], b"rgb"):
        return rgb.decode()[-6:].upper()
    return " ".join(re.findall(r'\b(?:theme|indexed|tint)="([^"]*)"', tag[0].decode())) or "?"


def _kind(number: int, code: str | None) -> str:
    """Tell what a number format is for: general, number, percent, date or text."""
    text = code if code is not None else _BUILTIN.get(number, "0")
    if is_date_format(number, code):
        return "date"
    if text.strip() == "@":
        return "text"
    if text.casefold() in ("general", "standard"):
        return "general"
    return "percent" if "%" in re.sub(r'"[^"]*"|\\.', "", text) else "number"
