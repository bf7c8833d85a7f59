"""Give sheets that were renamed their own names back, with all formulas and names that look into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import NAME, NOTHING, Repair, Repairs
from akmxl.core.errors import Unreadable
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.xmlbytes import (
    attribute,
    decode_text,
    escape,
    escape_attribute,
    unescape,
    with_attribute,
)
from akmxl.workbook.plan_file import PlanFile, odd_sheet_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.workbook.doors.file_door import FileDoor

_SHEET_TAG = lazily(rb"<(?:\w+:)?sheet\s[^>]*>")
_LOOKS = lazily(  # what looks into sheets: formulas, names, charts, links inside the file
    rb"""(<(?:\w+:)?(?:f|formula[12]?|definedName|calculatedColumnFormula)(?:\s[^>]*)?>)([^<]+)"""
    rb"""|(\blocation=)("[^"]*"|'[^']*')"""
)
_LOOKING = ("xl/worksheets/", "xl/charts/", "xl/tables/", "xl/pivotCache/")


def put_sheet_names_back(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Return the workbook whose sheets have their names, and the list of those that had others.

    A sheet that is missing is looked for by its headings; where two have them nobody can tell which it is.
    One whose name is spelt alike is it.
    """
    try:
        file = PlanFile.of(door)
        found = {name: file.sheets_like(name) for name in file.missing_sheets}
        odd = odd_sheet_names(file)
    except Unreadable:  # whoever reads the workbook then says so
        return door, NOTHING
    renamed = {alike[0]: name for name, alike in found.items() if len(alike) == 1}
    if len(renamed) < sum(len(alike) == 1 for alike in found.values()):
        renamed = {}
    renamed |= odd
    if not renamed:
        return door, NOTHING
    parts = {part: new for part, xml in _parts(door) if (new := _followed(xml, renamed)) != xml}
    workbook = parts.get(door.part) or door.package.xml(door.part)
    parts[door.part] = _SHEET_TAG.sub(lambda tag: _named(tag[0], renamed), workbook)
    done = (Repair(NAME, "", "", other, name) for other, name in renamed.items())
    return door.with_parts(parts), Repairs(tuple(done))


def _parts(door: FileDoor) -> Iterator[tuple[str, bytes]]:
    for entry in door.package.entries:
        if entry.name == door.part or (entry.name.startswith(_LOOKING) and entry.name.endswith(".xml")):
            yield entry.name, door.package.xml(entry.name)


def _named(tag: bytes, renamed: Mapping[str, str]) -> bytes:
    name = decode_text((attribute(tag, b"name") or b"").decode())
    return with_attribute(tag, b"name", escape_attribute(renamed[name]).encode()) if name in renamed else tag


def _followed(xml: bytes, renamed: Mapping[str, str]) -> bytes:
    """Let what looks into the renamed sheets look into them by their own names."""
    pairs: dict[str, str] = {}
    for other, name in renamed.items():
        own = f"{name}!" if name.isalnum() else f"'{name}'!"
        pairs |= {"'{}'!".format(other.replace("'", "''")): own, f"{other}!": own}
    pattern = re.compile(rf"(?<![\w.'])(?:{'|'.join(map(re.escape, sorted(pairs, key=len, reverse=True)))})")

    def look(match: re.Match[bytes]) -> bytes:
        raw = match[2] or match[4][1:-1]
        text = unescape(raw.decode())
        new = pattern.sub(lambda name: pairs[name[0]], text)
        if new == text:
            return match[0]
        if match[2]:
            return match[1] + escape(new).encode()
        return match[3] + b'"%b"' % escape_attribute(new).encode()

    return _LOOKS.sub(look, xml) if b"!" in xml else xml
