"""Take out of a file what it names and does not hold: sheets and tables whose parts are gone or unreadable.

In memory and before the workbook is read. A sheet without its part is then missing, a table a plain range:
both are made again as any other that was lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.spelling import fold
from akmxl.ooxml.edit import workbookxml
from akmxl.ooxml.xml.attributes import whole
from akmxl.ooxml.xml.xmlbytes import RELATIONSHIPS, attribute, with_attribute
from akmxl.workbook import layout

if TYPE_CHECKING:
    from akmxl.ooxml.package.package import Relationship
    from akmxl.workbook.doors.file_door import FileDoor

_TYPES = "[Content_Types].xml"


def take_dead_parts_out(door: FileDoor) -> FileDoor:
    """Return the workbook without sheets whose parts are gone, and tables whose parts nobody can read."""
    made = _without_sheets(_without_blank_sheets(door))
    for sheet in made.sheets:
        made = _without_odd_relationships(made, sheet.part)
        for rel in made.package.relationships(sheet.part, "/table"):
            if not _is_table(made, rel):
                made = _without_table(made, sheet.part, rel)
    return made


def _without_blank_sheets(door: FileDoor) -> FileDoor:
    """Take the parts of sheets out that have neither a cell nor a table, where such a sheet is made again."""
    made = {
        fold(name) for name in (*layout.REQUIRED_SHEETS, layout.APPROVED) if name not in layout.NEVER_MADE
    }
    try:
        blank = {
            one.part
            for one in door.sheets
            if fold(one.name) in made
            and not door.grid(one.name).columns
            and not door.package.relationships(one.part, "/table")
        }
    except Unreadable:  # whoever reads the workbook then says so
        return door
    return door.with_parts({}, frozenset(blank)) if blank else door


def _without_sheets(door: FileDoor) -> FileDoor:
    listed = door.package.tree(door.part).iterfind("{*}sheets/{*}sheet")
    ids = [element.get(f"{{{RELATIONSHIPS}}}id", "") for element in listed]
    known = {rel.id: rel for rel in door.package.relationships(door.part)}
    dead = [place for place, own in enumerate(ids) if _is_dead(door, known.get(own))]
    if not dead or len(dead) == len(ids):
        return door
    xml, types, removed = door.package.xml(door.part), _content_types(door), set()
    name = workbookxml.relationships_part(door.package, door.part)
    rels = door.package.xml(name)
    for place in reversed(dead):
        xml = workbookxml.without_sheet(xml, place)
        if rel := known.get(ids[place]):
            rels = workbookxml.without_relationship(rels, rel.id)
            types = workbookxml.without_content_type(types, rel.target)
            removed.add(workbookxml.relationships_part(door.package, rel.target))
    return door.with_parts({door.part: xml, name: rels, **_typed(door, types)}, frozenset(removed))


def _without_odd_relationships(door: FileDoor, part: str) -> FileDoor:
    """Take out what says which tables a sheet has, where nobody can read it: their headings tell.

    One that names pictures too stays: whoever reads it says that it is damaged.
    """
    name = workbookxml.relationships_part(door.package, part)
    if door.package.find(name) is None or _is_readable(door, name):
        return door
    xml = door.package.xml(part)
    tail = xml[max(xml.rfind(b"</sheetData>"), 0) :]
    if re.search(rb"<(?:\w+:)?(?:drawing|legacyDrawing|picture|oleObjects|controls)[\s>]", tail):
        return door
    xml = re.sub(rb"<(?:\w+:)?tableParts(?=[\s>]).*?</(?:\w+:)?tableParts>", b"", xml, flags=re.DOTALL)
    return door.with_parts({part: xml}, frozenset({name}))


def _is_readable(door: FileDoor, part: str) -> bool:
    try:
        return door.package.tree(part).tag.endswith("}Relationships")
    except Unreadable:
        return False


def _is_dead(door: FileDoor, rel: Relationship | None) -> bool:
    return rel is None or (rel.type.endswith("/worksheet") and door.package.find(rel.target) is None)


def _is_table(door: FileDoor, rel: Relationship) -> bool:
    """Tell whether a table's part is there and can be read."""
    try:
        return door.package.find(rel.target) is not None and door.package.tree(rel.target).tag.endswith(
            "}table"
        )
    except Unreadable:
        return False


def _without_table(door: FileDoor, part: str, rel: Relationship) -> FileDoor:
    name = workbookxml.relationships_part(door.package, part)
    rels = workbookxml.without_relationship(door.package.xml(name), rel.id)
    types = workbookxml.without_content_type(_content_types(door), rel.target)
    xml = _without_element(door.package.xml(part), rel.id.encode())
    parts = {part: xml, name: rels, **_typed(door, types)}
    return door.with_parts(parts, frozenset({rel.target} & door.part_crcs.keys()))


def _without_element(xml: bytes, relationship: bytes) -> bytes:
    """Take the entry of a table out of its sheet's part, and the list of them where it was the last."""
    tags = re.compile(rb"<(?:\w+:)?tablePart\s[^>]*?(?:/>|>\s*</(?:\w+:)?tablePart>)")
    for found in tags.finditer(xml):
        if relationship in (attribute(found[0], b"r:id"), attribute(found[0], b"id")):
            xml = xml[: found.start()] + xml[found.end() :]
            break
    left = len(tags.findall(xml))
    opened = re.search(rb"<(?:\w+:)?tableParts(?=[\s>])[^>]*>", xml)
    if opened is None:
        return xml
    if not left:
        return re.sub(rb"<(?:\w+:)?tableParts(?=[\s>])[^>]*>\s*</(?:\w+:)?tableParts>", b"", xml)
    if whole(attribute(opened[0], b"count") or b"", -1) < 0:
        return xml
    return xml[: opened.start()] + with_attribute(opened[0], b"count", b"%d" % left) + xml[opened.end() :]


def _content_types(door: FileDoor) -> bytes:
    return door.package.xml(_TYPES) if door.package.find(_TYPES) else b""


def _typed(door: FileDoor, types: bytes) -> dict[str, bytes]:
    return {_TYPES: types} if types and types != _content_types(door) else {}
