"""Shift what stands beside a sheet's rows in its own part: merges, formats, links, page breaks.

Each kind is handled by name; a kind that is not known here is refused by name, never passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_ROW, format_range
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit.shift import Expansion, shift_formula
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import (
    attribute,
    escape_attribute,
    unescape,
    with_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Callable


_DIMENSION = lazily(rb"<dimension\s[^>]*>")
_MERGED_ROWS = lazily(rb'<mergeCell ref="[A-Z]+[0-9]+:[A-Z]+([0-9]+)"/>')
_UNMOVABLE = lazily(
    rb"<(?:\w+:)?(scenarios|customSheetViews|cellWatches|oleObjects|controls|smartTags|webPublishItems|"
    rb"AlternateContent)(?=[\s/>])"
)
_EXTENSION = lazily(rb"""<ext\s[^>]*?\buri=["']([^"']*)["']""")
_KNOWN_EXTENSIONS = {
    b"{78C0D931-6437-407D-A8EE-F0AAD7539E65}",  # conditional formats
    b"{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}",  # validations
    b"{05C60535-1F16-4FD2-B633-F4F36F0B64E0}",  # sparklines
    b"{A8765BA9-456A-4DAB-B4F3-ACF838C121DE}",  # slicers, which know tables by name
    b"{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}",
    b"{B025F937-C7B1-47D3-B67F-A62EFF666E3E}",  # the id of a format, inside a rule
}
_LISTS = lazily(
    rb"""(<(?:conditionalFormatting|dataValidation|ignoredError|protectedRange)\s[^>]*?\bsqref=)"""
    rb"""(?:"([^"]*)"|'([^']*)')"""
)
_FORMULAS = lazily(rb"(<(formula[12]?|xm:f)>)([^<]*)(?=</)")
_EXTENSION_LISTS = lazily(rb"(<xm:sqref>)([^<]*)(?=</xm:sqref>)")
_THRESHOLD = lazily(rb"""(<(?:\w+:)?cfvo\s[^>]*?\bval=")([^"]*)(?=")""")
_LOCATION = lazily(rb"""(<hyperlink\s[^>]*?\blocation=")([^"]*)(?=")""")


def shifted_head(head: bytes, shift: Expansion) -> bytes:
    """Shift what stands before the rows: the dimension stays true."""
    match = _DIMENSION.search(head)
    if match is None:
        return head
    area = shift.area(attributes.area(attribute(match[0], b"ref")) or (1, 1, 1, 1)) or (1, 1, 1, 1)
    return (
        head[: match.start()]
        + with_attribute(match[0], b"ref", format_range(area).encode())
        + head[match.end() :]
    )


def shifted_tail(tail: bytes, shift: Expansion) -> bytes:
    """Shift what stands after the rows: merges, formats, validations, links, page breaks, filters.

    Raises Unsupported, naming it, for what cannot follow.
    """
    refused = _UNMOVABLE.search(tail)
    if refused:
        raise in_the_way(shift, refused[1].decode())
    for uri in _EXTENSION.findall(tail):
        if uri.upper() not in _KNOWN_EXTENSIONS:
            raise in_the_way(shift, f"extLst {uri.decode()}")
    tail = each_element(tail, b"mergeCells", b"mergeCell", lambda element: _merges(element, shift))
    tail = each_element(tail, b"hyperlinks", b"hyperlink", lambda element: _links(element, shift))
    tail = each_element(tail, b"rowBreaks", b"brk", lambda element: _breaks(element, shift))
    tail = _LISTS.sub(lambda match: _listed(match, shift), tail)
    tail = _EXTENSION_LISTS.sub(lambda match: match[1] + shift.areas(match[2].decode()).encode(), tail)
    if b"<xm:sqref></xm:sqref></x14:sparkline>" in tail:
        raise in_the_way(shift, "sparkline")
    tail = _without_empty(tail, shift)
    for name in (b"autoFilter", b"sortState", b"sortCondition"):
        tail = each_element(tail, None, name, lambda element: [with_area(element, shift)])
    return shifted_formulas(tail, shift, at_home=True)


def shifted_formulas(xml: bytes, shift: Expansion, *, at_home: bool) -> bytes:
    """Shift the formulas of formats and validations, and the links into the shifted sheet."""
    xml = _FORMULAS.sub(lambda match: match[1] + moved_formula(match[3], shift, at_home), xml)
    xml = _THRESHOLD.sub(lambda match: match[1] + moved_formula(match[2], shift, at_home), xml)
    return _LOCATION.sub(lambda match: match[1] + moved_formula(match[2], shift, False), xml)


def in_the_way(shift: Expansion, what: str, area: str = "") -> Unsupported:
    """Return the refusal to add or remove rows because of what cannot follow them."""
    return Unsupported(
        N_("Rows of “{sheet}” cannot be added or removed: {what} is in the way. Remove it in Excel."),
        sheet=shift.sheet,
        what=f"{what} {area}".strip(),
    )


def each_element(
    xml: bytes, container: bytes | None, name: bytes, change: Callable[[bytes], list[bytes]]
) -> bytes:
    """Replace every element of a name by its successors; a container left empty goes too."""
    if b"<" + name not in xml:
        return xml
    pattern = re.compile(rb"<%b(?=[\s/>])(?:[^>]*?/>|[^>]*>.*?</%b>)" % (name, name), re.DOTALL)

    def changed(match: re.Match[bytes]) -> bytes:
        return b"".join(change(match[0]))

    if container is None:
        return pattern.sub(changed, xml)

    def counted(match: re.Match[bytes]) -> bytes:
        tag, inside = match[1], pattern.sub(changed, match[2])
        number = len(pattern.findall(inside))
        if not number:
            return b""
        for key in (b"count", b"manualBreakCount"):
            if attribute(tag, key) is not None:
                tag = with_attribute(tag, key, b"%d" % number)
        return tag + inside + b"</" + container + b">"

    return re.sub(rb"(<%b(?:\s[^>]*)?>)(.*?)</%b>" % (container, container), counted, xml, flags=re.DOTALL)


def _merges(element: bytes, shift: Expansion) -> list[bytes]:
    usual = _MERGED_ROWS.fullmatch(element)
    if usual and int(usual[1]) < shift.first:
        return [element]  # most stand above
    area = attributes.area(attribute(element, b"ref"))
    if area is None:
        return [element]  # it merges nothing
    if shift.overlaps(area):
        raise in_the_way(shift, "mergeCell", format_range(area))
    moved = shift.copies(area) if shift.inside(area) else [shift.area(area)]
    return [
        with_attribute(element, b"ref", format_range(new).encode())
        for new in moved
        if new is not None and new[:2] != new[2:]
    ]


def _links(element: bytes, shift: Expansion) -> list[bytes]:
    area = attributes.area(attribute(element, b"ref"))
    if area is None:
        return [element]  # it links no cell
    ranges = shift.areas((attribute(element, b"ref") or b"").decode())
    if shift.inside(area):
        ranges = " ".join(format_range(copy) for copy in shift.copies(area))
    return [with_attribute(element, b"ref", part.encode()) for part in ranges.split()]


def _breaks(element: bytes, shift: Expansion) -> list[bytes]:
    """Shift a page break, which stands after the row it names."""
    after = attributes.whole(attribute(element, b"id"), most=MAX_ROW)
    if after >= shift.last:
        places = [after + shift.delta]
    elif after >= shift.first:
        places = [after + copy * shift.height for copy in range(shift.count)]
    else:
        places = [after]
    return [with_attribute(element, b"id", b"%d" % place) for place in places if place > 0]


def _listed(match: re.Match[bytes], shift: Expansion) -> bytes:
    text = match[2] if match[2] is not None else match[3]
    return match[1] + b'"' + shift.areas(text.decode()).encode() + b'"'


def _without_empty(tail: bytes, shift: Expansion) -> bytes:
    """Remove formats and validations whose every cell is gone."""

    def kept(element: bytes) -> list[bytes]:
        sqref = attribute(element[: element.index(b">") + 1], b"sqref")
        if sqref is None and b"<xm:sqref>" not in element:
            raise in_the_way(shift, "sqref")
        return [] if sqref == b"" or b"<xm:sqref></xm:sqref>" in element else [element]

    for container, name in (
        (None, b"conditionalFormatting"),
        (b"dataValidations", b"dataValidation"),
        (b"ignoredErrors", b"ignoredError"),
        (b"protectedRanges", b"protectedRange"),
        (b"x14:conditionalFormattings", b"x14:conditionalFormatting"),
        (b"x14:dataValidations", b"x14:dataValidation"),
    ):
        tail = each_element(tail, container, name, kept)
    return tail


def with_area(element: bytes, shift: Expansion) -> bytes:
    """Shift the ``ref`` of an element's start tag; raises Unsupported when nothing of it is left."""
    end = element.index(b">") + 1
    area = attributes.area(attribute(element[:end], b"ref"))
    moved = shift.area(area) if area else None
    if moved is None:
        raise in_the_way(shift, "autoFilter")
    return with_attribute(element[:end], b"ref", format_range(moved).encode()) + element[end:]


def moved_formula(text: bytes, shift: Expansion, at_home: bool) -> bytes:
    """Shift an escaped formula; untouched bytes when it does not change."""
    old = unescape(text.decode())
    new = shift_formula(old, shift, at_home=at_home)
    return text if new == old else escape_attribute(new).encode()
