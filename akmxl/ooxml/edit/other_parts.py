"""Shift what other parts of a workbook say of a sheet's rows: names, charts, drawings, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import format_range
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit.surroundings import each_element, in_the_way, moved_formula, shifted_formulas, with_area
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import attribute, escape, escape_attribute, root_prefix, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.ooxml.edit.parts import EditedParts
    from akmxl.ooxml.edit.shift import Expansion


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


def shifted_parts(edited: EditedParts, shift: Expansion, home: str) -> dict[str, bytes]:
    """Return the other parts that point into the sheet, changed; raise Unsupported for what cannot follow."""
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
    """Yield the parts that may name the sheet, each with the function that shifts its references."""
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
    """Shift defined names; a sheet whose repeated heading or print area is gone has none any more."""

    def kept(element: bytes) -> list[bytes]:
        return [] if _PRINTED.match(element) and b"#REF!" in element else [element]

    return each_element(_spelled_as(_NAME)(xml, shift), b"definedNames", b"definedName", kept)


def _spelled_as(pattern: re.Pattern[bytes]) -> Callable[[bytes, Expansion], bytes]:
    """Return a function that shifts what a pattern finds (group 1 stays, group 2 is the reference)."""

    def change(xml: bytes, shift: Expansion) -> bytes:
        return pattern.sub(lambda match: match[1] + moved_formula(match[2], shift, False), xml)

    return change


def shift_tables(edited: EditedParts, shift: Expansion) -> None:
    """Shift the places of tables that the edits keep."""
    for name, table in edited.tables.items():
        rows = shift.span(table.first_row, table.last_row)
        if table.sheet == shift.sheet and rows:
            edited.tables[name] = table._replace(first_row=rows[0], last_row=rows[1])


def _mentions(xml: bytes, shift: Expansion) -> bool:
    """Tell whether a part may point into the sheet: its name stands there in one spelling or another."""
    names = {shift.sheet, shift.sheet.replace("'", "''")}
    spellings = {
        text for name in names for text in (escape(name), escape_attribute(name), name.replace("&", "&amp;"))
    }
    folded = xml.lower() if shift.sheet.isascii() else xml.decode().casefold().encode()
    return any(text.casefold().encode() in folded for text in spellings) or b"&apos;" in xml


def _shifted_elsewhere(xml: bytes, shift: Expansion) -> bytes:
    from akmxl.ooxml.edit.shared_formulas import unshared

    def cell(match: re.Match[bytes]) -> bytes:
        new = moved_formula(match[3], shift, False)
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
        area = attributes.place_area(attribute(root[0], b"ref")) if root else (1, 1, 1, 1)
        header = (area[0], area[1], area[0], area[3])
        removed = shift.count == 0 and shift.first <= area[0] + 1 and shift.last >= area[2]
        if shift.overlaps(area) or shift.inside(area) or shift.inside(header) or removed:
            raise in_the_way(shift, "table", format_range(area))
        for name in (b"table", b"autoFilter", b"sortState", b"sortCondition"):
            pattern = re.compile(rb"<%b%b\s[^>]*>" % (prefix, name))
            xml = pattern.sub(lambda match: with_area(match[0], shift), xml)
    return _TABLE_FORMULA.sub(lambda match: match[1] + moved_formula(match[2], shift, at_home), xml)


def _anchor(anchor: bytes, shift: Expansion) -> bytes:
    """Shift a picture's corners: both follow their rows, or it keeps its height when it is told to."""
    rows = [attributes.whole(match[2]) + 1 for match in _ANCHOR_ROW.finditer(anchor)]
    keeps = attribute(anchor[: anchor.index(b">") + 1], b"editAs")
    if keeps == b"absolute" or not rows:
        return anchor
    span = shift.span(rows[0], rows[-1])
    top = span[0] if span else shift.first
    bottom = top + rows[-1] - rows[0] if keeps == b"oneCell" or span is None else span[1]
    moved: Iterator[int] = iter((top, bottom))
    return _ANCHOR_ROW.sub(lambda match: match[1] + b"%d" % (next(moved) - 1), anchor)


def _refuse_notes_and_pivots(edited: EditedParts, shift: Expansion, home: str) -> None:
    """Refuse notes and pivots in the way: notes hang on a drawing of the old kind, pivots on a cache.

    Neither is moved.
    """
    package = edited.workbook.package
    for relationship in package.relationships(home):
        kind = relationship.type.rpartition("/")[2]
        if kind in ("comments", "threadedComment"):
            for address in _COMMENT.findall(package.xml(relationship.target)):
                if attributes.cell_place(address)[0] >= shift.first:
                    raise in_the_way(shift, "comment", address.decode())
        elif kind in ("pivotTable", "queryTable", "oleObject", "control", "ctrlProp"):
            raise in_the_way(shift, kind)
    for entry in package.entries:
        if "pivotcachedefinition" in entry.name.lower() and entry.name.endswith(".xml"):
            source = re.search(rb"<worksheetSource\s[^>]*>", package.xml(entry.name))
            sheet = attribute(source[0], b"sheet") if source else None
            if sheet is not None and unescape(sheet.decode()).casefold() == shift.sheet.casefold():
                raise in_the_way(shift, "pivotTable")
