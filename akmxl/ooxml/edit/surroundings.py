"""What surrounds a sheet's rows and must follow them: merges, formats, links, names, charts, tables.

Each kind is handled by name; a kind that is not known here is refused by name, never passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.errors import Unsupported
from akmxl.i18n import N_
from akmxl.ooxml.address import format_range, parse_a1, parse_range
from akmxl.ooxml.lazily import lazily
from akmxl.ooxml.shift import Expansion, shift_formula
from akmxl.ooxml.xmlbytes import attribute, escape, escape_attribute, root_prefix, unescape, with_attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.ooxml.parts import EditedParts

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
_CHART_FORMULA = lazily(rb"(<(?:\w+:)?f(?:\s[^>]*)?>)([^<]*)(?=</)")
_CELL_FORMULA = lazily(rb"(<c\s[^>]*?>)\s*(<f(?:\s[^>]*?)?>)([^<]*)</f>(.*?)</c>", re.DOTALL)
_NAME = lazily(rb"(<(?:\w+:)?definedName\s[^>]*>)([^<]*)(?=</)")
_PRINTED = lazily(rb"""<definedName\s[^>]*?\bname=["']_xlnm\.Print_(?:Titles|Area)["']""")
_ANCHOR = lazily(rb"<(\w+:)?((?:two|one)CellAnchor)(?=[\s>]).*?</(?:\w+:)?\2>", re.DOTALL)
_ANCHOR_ROW = lazily(rb"(<(?:\w+:)?(?:from|to)>.*?<(?:\w+:)?row>)([0-9]+)(?=</(?:\w+:)?row>)", re.DOTALL)
_TEXT_LINK = lazily(rb"""(\stextlink=")([^"]*)(?=")""")
_TABLE_FORMULA = lazily(
    rb"(<(?:\w+:)?(?:calculatedColumnFormula|totalsRowFormula)(?:\s[^>]*)?>)([^<]*)(?=</)"
)
_COMMENT = lazily(rb"""<(?:\w+:)?(?:comment|threadedComment)\s[^>]*?\bref=["']([A-Z]+[0-9]+)["']""")


def shifted_head(head: bytes, shift: Expansion) -> bytes:
    """What stands before the rows: the dimension stays true."""
    match = _DIMENSION.search(head)
    if match is None:
        return head
    area = shift.area(parse_range((attribute(match[0], b"ref") or b"A1").decode())) or (1, 1, 1, 1)
    return (
        head[: match.start()]
        + with_attribute(match[0], b"ref", format_range(area).encode())
        + head[match.end() :]
    )


def shifted_tail(tail: bytes, shift: Expansion) -> bytes:
    """What stands after the rows: merges, formats, validations, links, page breaks, filters."""
    refused = _UNMOVABLE.search(tail)
    if refused:
        raise _in_the_way(shift, refused[1].decode())
    for uri in _EXTENSION.findall(tail):
        if uri.upper() not in _KNOWN_EXTENSIONS:
            raise _in_the_way(shift, f"extLst {uri.decode()}")
    tail = _each(tail, b"mergeCells", b"mergeCell", lambda element: _merges(element, shift))
    tail = _each(tail, b"hyperlinks", b"hyperlink", lambda element: _links(element, shift))
    tail = _each(tail, b"rowBreaks", b"brk", lambda element: _breaks(element, shift))
    tail = _LISTS.sub(lambda match: _listed(match, shift), tail)
    tail = _EXTENSION_LISTS.sub(lambda match: match[1] + shift.areas(match[2].decode()).encode(), tail)
    if b"<xm:sqref></xm:sqref></x14:sparkline>" in tail:
        raise _in_the_way(shift, "sparkline")
    tail = _without_empty(tail, shift)
    for name in (b"autoFilter", b"sortState", b"sortCondition"):
        tail = _each(tail, None, name, lambda element: [_with_area(element, shift)])
    return shifted_formulas(tail, shift, at_home=True)


def shifted_formulas(xml: bytes, shift: Expansion, *, at_home: bool) -> bytes:
    """Formulas of formats and validations, and links into the shifted sheet."""
    xml = _FORMULAS.sub(lambda match: match[1] + _formula(match[3], shift, at_home), xml)
    xml = _THRESHOLD.sub(lambda match: match[1] + _formula(match[2], shift, at_home), xml)
    return _LOCATION.sub(lambda match: match[1] + _formula(match[2], shift, False), xml)


def shifted_parts(edited: EditedParts, shift: Expansion, home: str) -> dict[str, bytes]:
    """Every other part that points into the sheet, changed; Unsupported for what cannot follow."""
    _refuse_notes_and_pivots(edited, shift, home)
    anchored = {
        relationship.target
        for relationship in edited.workbook.package.relationships(home)
        if relationship.type.endswith("/drawing")
    }
    changed: dict[str, bytes] = {}
    for part, change in _pointing_parts(edited, home):
        old = edited.settled(part)
        new = change(old, shift) if _mentions(old, shift) else old
        if part in anchored:
            new = _ANCHOR.sub(lambda match: _anchor(match[0], shift), new)
        if new != old:
            changed[part] = new
    for table in edited.tables.values():
        old = edited.settled(table.part)
        new = _shifted_table(old, shift, at_home=table.sheet == shift.sheet)
        if new != old:
            changed[table.part] = new
    return changed


def _pointing_parts(
    edited: EditedParts, home: str
) -> Iterator[tuple[str, Callable[[bytes, Expansion], bytes]]]:
    """The parts that may name the sheet, each with the way its references are spelled."""
    yield edited.workbook.part, _shifted_names
    for part in [*(sheet.part for sheet in edited.workbook.sheets), *edited.added_sheets.values()]:
        if part != home:
            yield part, _shifted_elsewhere
    for entry in edited.workbook.package.entries:
        folded = entry.name.lower()
        if folded.endswith(".xml") and "/charts/chart" in folded:
            yield entry.name, _spelled_as(_CHART_FORMULA)
        elif folded.endswith(".xml") and "/drawings/drawing" in folded:
            yield entry.name, _spelled_as(_TEXT_LINK)


def _shifted_names(xml: bytes, shift: Expansion) -> bytes:
    """Defined names; a sheet whose repeated heading or print area is gone has none any more."""

    def kept(element: bytes) -> list[bytes]:
        return [] if _PRINTED.match(element) and b"#REF!" in element else [element]

    return _each(_spelled_as(_NAME)(xml, shift), b"definedNames", b"definedName", kept)


def _spelled_as(pattern: re.Pattern[bytes]) -> Callable[[bytes, Expansion], bytes]:
    """A change of every reference that a pattern finds (group 1 stays, group 2 is the reference)."""

    def change(xml: bytes, shift: Expansion) -> bytes:
        return pattern.sub(lambda match: match[1] + _formula(match[2], shift, False), xml)

    return change


def shift_tables(edited: EditedParts, shift: Expansion) -> None:
    """What the edits know of where the tables are."""
    for name, table in edited.tables.items():
        rows = shift.span(table.first_row, table.last_row)
        if table.sheet == shift.sheet and rows:
            edited.tables[name] = table._replace(first_row=rows[0], last_row=rows[1])


def _in_the_way(shift: Expansion, what: str, area: str = "") -> Unsupported:
    return Unsupported(
        N_("Rows of “{sheet}” cannot be added or removed: {what} is in the way. Remove it in Excel."),
        sheet=shift.sheet,
        what=f"{what} {area}".strip(),
    )


def _each(xml: bytes, container: bytes | None, name: bytes, change: Callable[[bytes], list[bytes]]) -> bytes:
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
    area = parse_range((attribute(element, b"ref") or b"").decode())
    if shift.overlaps(area):
        raise _in_the_way(shift, "mergeCell", format_range(area))
    moved = shift.copies(area) if shift.inside(area) else [shift.area(area)]
    return [
        with_attribute(element, b"ref", format_range(new).encode())
        for new in moved
        if new is not None and new[:2] != new[2:]
    ]


def _links(element: bytes, shift: Expansion) -> list[bytes]:
    ranges = shift.areas((attribute(element, b"ref") or b"").decode())
    area = parse_range((attribute(element, b"ref") or b"").decode())
    if shift.inside(area):
        ranges = " ".join(format_range(copy) for copy in shift.copies(area))
    return [with_attribute(element, b"ref", part.encode()) for part in ranges.split()]


def _breaks(element: bytes, shift: Expansion) -> list[bytes]:
    """A break stands after the row it names."""
    after = int(attribute(element, b"id") or b"0")
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
    """Formats and validations whose every cell is gone go too."""

    def kept(element: bytes) -> list[bytes]:
        sqref = attribute(element[: element.index(b">") + 1], b"sqref")
        if sqref is None and b"<xm:sqref>" not in element:
            raise _in_the_way(shift, "sqref")
        return [] if sqref == b"" or b"<xm:sqref></xm:sqref>" in element else [element]

    for container, name in (
        (None, b"conditionalFormatting"),
        (b"dataValidations", b"dataValidation"),
        (b"ignoredErrors", b"ignoredError"),
        (b"protectedRanges", b"protectedRange"),
        (b"x14:conditionalFormattings", b"x14:conditionalFormatting"),
        (b"x14:dataValidations", b"x14:dataValidation"),
    ):
        tail = _each(tail, container, name, kept)
    return tail


def _with_area(element: bytes, shift: Expansion) -> bytes:
    end = element.index(b">") + 1
    area = attribute(element[:end], b"ref")
    moved = shift.area(parse_range(area.decode())) if area else None
    if moved is None:
        raise _in_the_way(shift, "autoFilter")
    return with_attribute(element[:end], b"ref", format_range(moved).encode()) + element[end:]


def _formula(text: bytes, shift: Expansion, at_home: bool) -> bytes:
    """An escaped formula after the shift; untouched bytes when it does not change."""
    old = unescape(text.decode())
    new = shift_formula(old, shift, at_home=at_home)
    return text if new == old else escape_attribute(new).encode()


def _mentions(xml: bytes, shift: Expansion) -> bool:
    """Whether a part may point into the sheet: its name stands there in one spelling or another."""
    names = {shift.sheet, shift.sheet.replace("'", "''")}
    spellings = {
        text for name in names for text in (escape(name), escape_attribute(name), name.replace("&", "&amp;"))
    }
    folded = xml.lower() if shift.sheet.isascii() else xml.decode().casefold().encode()
    return any(text.casefold().encode() in folded for text in spellings) or b"&apos;" in xml


def _shifted_elsewhere(xml: bytes, shift: Expansion) -> bytes:
    from akmxl.ooxml.expand import unshared

    def cell(match: re.Match[bytes]) -> bytes:
        new = _formula(match[3], shift, False)
        if new == match[3]:
            return match[0]
        opening = re.sub(rb"""\s+t=["']\w+["']""", b"", match[1])
        rest = re.sub(rb"<v(?:\s[^>]*?)?(?:/>|>[^<]*</v>)", b"", match[4])
        return opening + match[2] + new + b"</f>" + rest + b"</c>"

    if b"shared" in xml and any(_mentions(f, shift) for f in re.findall(rb"<f\s[^>]*>([^<]*)</f>", xml)):
        xml = unshared(xml)
    xml = _CELL_FORMULA.sub(cell, xml)
    return shifted_formulas(xml, shift, at_home=False)


def _shifted_table(xml: bytes, shift: Expansion, *, at_home: bool) -> bytes:
    if at_home:
        prefix = root_prefix(xml)
        root = re.search(rb"<%btable\s[^>]*>" % prefix, xml)
        area = parse_range((attribute(root[0], b"ref") or b"").decode()) if root else (1, 1, 1, 1)
        header = (area[0], area[1], area[0], area[3])
        removed = shift.count == 0 and shift.first <= area[0] + 1 and shift.last >= area[2]
        if shift.overlaps(area) or shift.inside(area) or shift.inside(header) or removed:
            raise _in_the_way(shift, "table", format_range(area))
        for name in (b"table", b"autoFilter", b"sortState", b"sortCondition"):
            pattern = re.compile(rb"<%b%b\s[^>]*>" % (prefix, name))
            xml = pattern.sub(lambda match: _with_area(match[0], shift), xml)
    return _TABLE_FORMULA.sub(lambda match: match[1] + _formula(match[2], shift, at_home), xml)


def _anchor(anchor: bytes, shift: Expansion) -> bytes:
    """A picture's corners: both follow their rows, or it keeps its height when it is told to."""
    rows = [int(match[2]) + 1 for match in _ANCHOR_ROW.finditer(anchor)]
    keeps = attribute(anchor[: anchor.index(b">") + 1], b"editAs")
    if keeps == b"absolute" or not rows:
        return anchor
    span = shift.span(rows[0], rows[-1])
    top = span[0] if span else shift.first
    bottom = top + rows[-1] - rows[0] if keeps == b"oneCell" or span is None else span[1]
    moved: Iterator[int] = iter((top, bottom))
    return _ANCHOR_ROW.sub(lambda match: match[1] + b"%d" % (next(moved) - 1), anchor)


def _refuse_notes_and_pivots(edited: EditedParts, shift: Expansion, home: str) -> None:
    """Notes hang on a drawing of the old kind, pivots on a cache: neither is moved."""
    package = edited.workbook.package
    for relationship in package.relationships(home):
        kind = relationship.type.rpartition("/")[2]
        if kind in ("comments", "threadedComment"):
            for address in _COMMENT.findall(package.xml(relationship.target)):
                if parse_a1(address.decode())[0] >= shift.first:
                    raise _in_the_way(shift, "comment", address.decode())
        elif kind in ("pivotTable", "queryTable", "oleObject", "control", "ctrlProp"):
            raise _in_the_way(shift, kind)
    for entry in package.entries:
        if "pivotcachedefinition" in entry.name.lower() and entry.name.endswith(".xml"):
            source = re.search(rb"<worksheetSource\s[^>]*>", package.xml(entry.name))
            sheet = attribute(source[0], b"sheet") if source else None
            if sheet is not None and unescape(sheet.decode()).casefold() == shift.sheet.casefold():
                raise _in_the_way(shift, "pivotTable")
