"""Edit the small parts around the sheets: workbook, relationships, content types, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.unseen import visible
from akmxl.ooxml.xml.attributes import area, free_number, is_on, whole
from akmxl.ooxml.xml.xmlbytes import (
    RELATIONSHIPS,
    attribute,
    escape,
    escape_attribute,
    masked,
    root_prefix,
    unescape,
    with_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Container

    from akmxl.ooxml.package.package import Package

TABLE_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
WORKSHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LARGEST_SHEET_ID = 65_534
_BEFORE_CALC = (b"definedNames", b"externalReferences", b"functionGroups", b"sheets")
NO_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def relationships_part(package: Package, part: str) -> str:
    """Return the name of the part with another part's relationships."""
    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
    return package.find(name) or name


def with_full_calculation(xml: bytes) -> bytes:
    """Let the workbook part ask Excel to calculate everything when it opens the file."""
    prefix = root_prefix(xml)
    found = re.search(rb"<" + prefix + rb"calcPr(?=[\s/>])[^>]*>", masked(xml))
    if found:
        tag = xml[found.start() : found.end()]
        if is_on(attribute(tag, b"fullCalcOnLoad")):
            return xml
        return xml[: found.start()] + with_attribute(tag, b"fullCalcOnLoad", b"1") + xml[found.end() :]
    for name in _BEFORE_CALC:
        end = _element_end(xml, prefix + name)
        if end is not None:
            return xml[:end] + b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>' + xml[end:]
    return xml


def with_sheet(xml: bytes, name: str, relationship: str, state: str) -> bytes:
    """Add a sheet to the workbook part, last in order so that no index moves."""
    prefix = root_prefix(xml)
    blank = masked(xml)
    ids = re.findall(rb"""\ssheetId\s*=\s*["']([^"']*)["']""", blank)
    new_id = free_number((whole(number) for number in ids), _LARGEST_SHEET_ID)
    shown = "" if state == "visible" else f' state="{state}"'
    attributes = f'name="{escape_attribute(name)}" sheetId="{new_id}"{shown}'
    declared = f'xmlns:r="{RELATIONSHIPS}" r:id="{relationship}"'
    element = b"<" + prefix + f"sheet {attributes} {declared}/>".encode()
    end = blank.index(b"</" + prefix + b"sheets>")
    return xml[:end] + element + xml[end:]


def sheet_names(xml: bytes) -> list[str]:
    """Return the names on the tabs as the workbook part lists them, those of charts too."""
    tags = (xml[start:end] for start, end in _sheet_spans(xml))
    return [unescape((attribute(tag, b"name") or b"").decode()) for tag in tags]


def with_sheet_moved(xml: bytes, old: int, new: int) -> bytes:
    """Move the sheet at a place (from 0) forward to another, with all that knows sheets by their places.

    These are the names of one sheet alone, and which tabs a window shows.
    """
    spans = _sheet_spans(xml)
    if not 0 <= new < old < len(spans):
        return xml
    start, end = spans[old]
    moved = xml[start:end]
    xml = xml[:start] + xml[end:]
    xml = xml[: spans[new][0]] + moved + xml[spans[new][0] :]
    prefix = root_prefix(xml)
    knowing = re.compile(rb"<" + prefix + rb"(?:definedName|workbookView)(?=\s)[^>]*>")
    return knowing.sub(lambda tag: _with_places(tag[0], old, new), xml)


def without_sheet(xml: bytes, place: int) -> bytes:
    """Take the sheet at a place (from 0) out of the workbook part, with its own names; later places move."""
    start, end = _sheet_spans(xml)[place]
    xml = xml[:start] + xml[end:]
    prefix = root_prefix(xml)
    name = rb"<" + prefix + rb"definedName\s[^>]*>(?:[^<]*</" + prefix + rb"definedName>)?"

    def moved(found: re.Match[bytes]) -> bytes:
        tag, rest = found[0][: found[0].index(b">") + 1], found[0][found[0].index(b">") + 1 :]
        own = whole(attribute(tag, b"localSheetId") or b"", -1)
        return b"" if own == place else _with_place_less(tag, place) + rest

    xml = re.sub(name, moved, xml)
    view = rb"<" + prefix + rb"workbookView(?=\s)[^>]*>"
    return re.sub(view, lambda tag: _with_place_less(tag[0], place), xml)


def _with_place_less(tag: bytes, place: int) -> bytes:
    for name in (b"localSheetId", b"activeTab", b"firstSheet"):
        at = whole(attribute(tag, name) or b"", -1)
        if at > place or (at == place > 0):
            tag = with_attribute(tag, name, b"%d" % (at - 1))
    return tag


def _sheet_spans(xml: bytes) -> list[tuple[int, int]]:
    """Return where the entries of sheets begin and end."""
    name = root_prefix(xml) + b"sheet"
    entry = re.compile(rb"<" + name + rb"\s[^>]*?(?:/>|>\s*</" + name + rb"\s*>)")
    return [found.span() for found in entry.finditer(masked(xml))]


def _with_places(tag: bytes, old: int, new: int) -> bytes:
    for name in (b"localSheetId", b"activeTab", b"firstSheet"):
        text = attribute(tag, name)
        place = whole(text, -1, least=-1) if text else -1
        if place == old:
            tag = with_attribute(tag, name, b"%d" % new)
        elif new <= place < old:
            tag = with_attribute(tag, name, b"%d" % (place + 1))
    return tag


def with_name(xml: bytes, name: str, reference: str, sheet: int | None = None) -> bytes:
    """Give a defined name this reference in the workbook part; ``sheet`` is the place of its sheet.

    What else is said of a name that is there, such as that it is hidden, stays.
    """
    prefix = root_prefix(xml)
    own = f' localSheetId="{sheet}"' if sheet is not None else ""
    opened = b"<" + prefix + f'definedName name="{escape_attribute(name)}"{own}>'.encode()
    rest = escape(reference).encode() + b"</" + prefix + b"definedName>"
    for found in re.finditer(
        rb"<" + prefix + rb"definedName\s[^>]*>[^<]*</" + prefix + rb"definedName>", xml
    ):
        tag = found[0][: found[0].index(b">") + 1]
        place = attribute(tag, b"localSheetId")
        if unescape((attribute(tag, b"name") or b"").decode()) == name and place == (
            None if sheet is None else b"%d" % sheet
        ):
            return xml[: found.start()] + tag + rest + xml[found.end() :]
    element = opened + rest
    close = masked(xml).rfind(b"</" + prefix + b"definedNames>")
    if close >= 0:
        return xml[:close] + element + xml[close:]
    block = b"<" + prefix + b"definedNames>" + element + b"</" + prefix + b"definedNames>"
    ends = (_element_end(xml, prefix + one) for one in _BEFORE_CALC[1:])
    after = next(place for place in ends if place is not None)
    return xml[:after] + block + xml[after:]


def without_names(xml: bytes, names: Container[str], sheets: Container[int] = ()) -> bytes:
    """Take defined names, in small letters, out of the workbook part: those of the whole workbook, and of
    some ``sheets`` by their places."""
    prefix = root_prefix(xml)
    pattern = rb"<" + prefix + rb"definedName\s[^>]*>[^<]*</" + prefix + rb"definedName>"
    pattern += rb"|<" + prefix + rb"definedName\s[^>]*/>"

    def kept(found: re.Match[bytes]) -> bytes:
        tag = found[0][: found[0].index(b">") + 1]
        name, place = unescape((attribute(tag, b"name") or b"").decode()), attribute(tag, b"localSheetId")
        ours = visible(name).casefold() in names
        return b"" if ours and (place is None or whole(place.decode(), -1) in sheets) else found[0]

    return re.sub(pattern, kept, xml)


def local_names(xml: bytes, sheet: int) -> dict[str, str]:
    """Return the defined names of one sheet, by its place: name to reference text."""
    prefix, found = root_prefix(xml), {}
    pattern = rb"(<" + prefix + rb"definedName\s[^>]*>)([^<]*)<"
    for tag, text in re.findall(pattern, masked(xml)):
        if attribute(tag, b"localSheetId") == b"%d" % sheet:
            found[unescape((attribute(tag, b"name") or b"").decode())] = unescape(text.decode())
    return found


def with_relationship(xml: bytes, kind: str, target: str) -> tuple[bytes, str]:
    """Add a relationship to a relationships part; return the part and the id that it got."""
    blank = masked(xml)
    taken = {match.decode().lower() for match in re.findall(rb"""\sId\s*=\s*["']([^"']+)["']""", blank)}
    number = len(taken) + 1
    while f"rid{number}" in taken:
        number += 1
    element = (
        f'Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{kind}" Target="{escape_attribute(target)}"/>'
    )
    return _appended(xml, element), f"rId{number}"


def with_content_type(xml: bytes, part: str, kind: bytes) -> bytes:
    """Add the content type of a new part to the content types."""
    return _appended(xml, f'Override PartName="/{escape_attribute(part)}" ContentType="{kind.decode()}"/>')


def without_content_type(xml: bytes, part: str) -> bytes:
    """Remove the content type of a part that is gone from the content types."""
    return _without(xml, rb"Override", rb"PartName", b"/" + part.encode())


def without_relationship(xml: bytes, relationship: str) -> bytes:
    """Remove a relationship, by its id, from a relationships part."""
    return _without(xml, rb"Relationship", rb"Id", relationship.encode())


def with_table_end(xml: bytes, old: str, new: str, old_filter: str, new_filter: str) -> bytes:
    """Let a table part's own reference and filter end at another row."""
    prefix = root_prefix(xml)
    for name, before, after in ((b"table", old, new), (b"autoFilter", old_filter, new_filter)):
        found = re.search(rb"<" + prefix + name + rb"(?=[\s/>])[^>]*>", masked(xml))
        if found is None:
            continue
        tag = xml[found.start() : found.end()]
        if area(attribute(tag, b"ref")) == area(before):  # however the file spells it
            tag = with_attribute(tag, b"ref", after.encode())
        xml = xml[: found.start()] + tag + xml[found.end() :]
    return xml


def _appended(xml: bytes, element: str) -> bytes:
    """Add a last child to the root element."""
    prefix = root_prefix(xml)
    end = masked(xml).rfind(b"</")
    if end >= 0:
        return xml[:end] + b"<" + prefix + element.encode() + xml[end:]
    root = re.search(rb"<" + prefix + rb"[A-Za-z]+(?=[\s/>])[^>]*/>", masked(xml))
    assert root is not None
    name = re.match(rb"<([\w:.-]+)", root[0])
    assert name is not None
    opened = xml[root.start() : root.end() - 2] + b">"
    return xml[: root.start()] + opened + b"<" + prefix + element.encode() + b"</" + name[1] + b">"


def _without(xml: bytes, name: bytes, key: bytes, value: bytes) -> bytes:
    prefix = root_prefix(xml)
    pattern = re.compile(rb"<" + prefix + name + rb"(?=\s)[^>]*?(?:/>|>\s*</" + prefix + name + rb">)")
    for found in pattern.finditer(masked(xml)):
        if (attribute(found[0], key) or b"").lower() == value.lower():
            return xml[: found.start()] + xml[found.end() :]
    return xml


def _element_end(xml: bytes, name: bytes) -> int | None:
    blank = masked(xml)
    close = blank.rfind(b"</" + name + b">")
    if close >= 0:
        return close + len(name) + 3
    empty = re.search(rb"<" + name + rb"(?:\s[^>]*)?/>", blank)
    return empty.end() if empty else None
