"""Take out of a letter or a form what would be fetched from elsewhere when its receiver opens it."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lxml.etree import _Element

    from akmxl.ooxml.package.package import Package

_ASKING = rb"\b(?:WEBSERVICE|RTD|IMAGE|CALL|REGISTER\.ID|SQL\.REQUEST|STOCKHISTORY)\("
_HYPERLINK = "/hyperlink"  # followed only by whoever clicks on it
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELS = lazily(r"(.*/)?_rels/([^/]+)\.rels", re.IGNORECASE)
# Fields whose result comes out of another file, a database or a program.
_FETCHING = lazily(r"\s*(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE|RD)\b", re.IGNORECASE)
# Parts by which a workbook fetches: other workbooks, databases and web pages, what asks a program.
_KINDS = (
    "/externallink", "/connections", "/querytable", "/powerpivotdata", "/volatiledependencies",
    "/webextensiontaskpanes", "/webextension", "/rdrichvaluewebimage",
)  # fmt: skip
_CACHE, _PIVOT = "/pivotcachedefinition", "/pivottable"
_FROM_ELSEWHERE = lazily(rb"""\s(?:type=["']external["']|connectionId=)""")
_OTHER_NAME = lazily(
    rb"<definedName\s[^>]*>[^<]*(?:\[\d+\]|FETCH)[^<]*</definedName>".replace(b"FETCH", _ASKING)
)
_OTHER_CELL = lazily(rb"<f(?:\s[^>]*)?>[^<]*(?:\[\d+\]|FETCH)[^<]*</f>".replace(b"FETCH", _ASKING))
_MAY_FETCH = lazily(
    b"(?i:" + b"|".join(kind.encode() for kind in (*_KINDS, _CACHE)) + b")|" + _ASKING + rb"|<f[ >][^<]*\[\d"
)
_OF_A_QUERY = lazily(rb"""\s(?:tableType|connectionId|queryTableFieldId)=["'][^"']*["']""")
# What stands for nothing when all that was in it is gone; Excel would offer to mend the file.
_HOLDERS = frozenset(
    {"externalReferences", "pivotCaches", "oleObjects", "controls", "AlternateContent", "Choice", "Fallback"}
)
_TYPES = "[Content_Types].xml"
_SIGNS = (b'"External"', b"'External'")
_FIELDS = (b"instrText", b"fldSimple")


def is_closed(workbook: Package) -> bool:
    """Tell that nothing in a workbook can lead away: so it is with most templates, and nothing is parsed.

    Raises ``Unreadable`` for a damaged part.
    """
    names = [one.name for one in workbook.entries]
    telling = (name for name in names if name.endswith(".rels") or _TELLING.fullmatch(name))
    return not any(_leads_away(part) or _MAY_FETCH.search(part) for part in map(workbook.read, telling))


def without_outside(document: bytes) -> bytes:
    """Return a document without attached templates, other workbooks, databases, linked pictures and fields.

    One that has none is returned as it is. Raises ``SyntaxError`` where a part is no XML.
    """
    from zipfile import ZIP_DEFLATED, ZipFile  # late: 3 ms, and most documents are closed

    with ZipFile(BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cleaned = _without_formulas(_without_kinds(parts))
    for name, content in list(cleaned.items()):
        rels = _RELS.fullmatch(name)
        if rels and _leads_away(content):
            cleaned[name], gone = _without_links(content)
            owner = f"{rels[1] or ''}{rels[2]}"
            if gone and owner in cleaned:
                cleaned[owner] = _without_places(cleaned[owner], gone)
    for name, content in cleaned.items():
        if name.endswith(".xml") and any(sign in content for sign in _FIELDS):
            cleaned[name] = _without_fields(content)
    if cleaned == parts:
        return document
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in cleaned.items():
            archive.writestr(name, content)
    return target.getvalue()


_TELLING = lazily(r"xl/(?:workbook|worksheets/[^/]+)\.xml")


def _leads_away(rels: bytes) -> bool:
    return any(sign in rels for sign in _SIGNS)


def _without_kinds(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts without those by which a workbook fetches, and without what is shown of them alone."""
    kept, gone = dict(parts), set[str]()
    for name, content in parts.items():
        if (rels := _RELS.fullmatch(name)) and (fetching := _fetching(parts, rels, content)):
            tree, owner = _tree(content), f"{rels[1] or ''}{rels[2]}"
            for one in list(tree):
                if one.get("Id") in fetching:
                    tree.remove(one)
            kept[name] = _bytes(tree)
            gone |= set(fetching.values())
            if owner in kept:
                kept[owner] = _OF_A_QUERY.sub(b"", _without_places(kept[owner], fetching))
    for name in gone:
        folder, _, base = name.rpartition("/")
        kept.pop(name, None)
        kept.pop(f"{folder}/_rels/{base}.rels", None)
    if gone and _TYPES in kept:
        tree = _tree(kept[_TYPES])
        for one in list(tree):
            if (one.get("PartName") or "").lstrip("/") in gone:
                tree.remove(one)
        kept[_TYPES] = _bytes(tree)
    return kept


def _fetching(parts: Mapping[str, bytes], rels: re.Match[str], content: bytes) -> dict[str, str]:
    """Return the relationships of a part that lead to what fetches: id -> part."""
    found: dict[str, str] = {}
    for one in _tree(content):
        kind, target = str(one.get("Type")).lower(), _resolved(rels[1] or "", str(one.get("Target")))
        if one.get("TargetMode") == "External":
            continue
        if kind.endswith(_KINDS) or (kind.endswith((_CACHE, _PIVOT)) and _from_elsewhere(parts, target)):
            found[str(one.get("Id"))] = target
    return found


def _from_elsewhere(parts: Mapping[str, bytes], name: str) -> bool:
    """Tell whether a cache of a pivot table, or that of a pivot table, comes out of no sheet of the file."""
    folder, _, base = name.rpartition("/")
    caches = [name]
    if own := parts.get(f"{folder}/_rels/{base}.rels"):
        caches += [_resolved(f"{folder}/", str(one.get("Target"))) for one in _tree(own)]
    return any(_FROM_ELSEWHERE.search(parts.get(one, b"")) for one in caches)


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder + target)


def _without_formulas(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a form without formulas over other files; each leaves its value."""
    kept = dict(parts)
    for name, content in parts.items():
        if name == "xl/workbook.xml":
            kept[name] = _OTHER_NAME.sub(b"", content)
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            kept[name] = _without_linked_objects(_OTHER_CELL.sub(b"", content))
    return kept


def _without_linked_objects(content: bytes) -> bytes:
    """Remove the objects of a sheet that show a part of another file; the picture of each stays."""
    if b"oleObject" not in content:
        return content
    tree = _tree(content)
    linked = [one for one in tree.iter("{*}oleObject") if one.get("link")]
    for one in linked:
        _remove(one)
    return _bytes(tree) if linked else content


def _without_links(content: bytes) -> tuple[bytes, set[str]]:
    """Return the relationships of a part without those that lead elsewhere, and the ids of these."""
    tree, gone = _tree(content), set()
    for one in list(tree):
        if one.get("TargetMode") == "External" and not str(one.get("Type")).endswith(_HYPERLINK):
            gone.add(str(one.get("Id")))
            tree.remove(one)
    return (_bytes(tree), gone) if gone else (content, gone)


def _without_places(content: bytes, gone: Collection[str]) -> bytes:
    """Remove what a part shows by relationships that are gone; a picture keeps its frame."""
    tree = _tree(content)
    for element in list(tree.iter("*")):
        named = [key for key, value in element.attrib.items() if key.startswith(_RELATIONS) and value in gone]
        if named and str(element.tag).rpartition("}")[2] in ("blip", "imagedata"):
            for key in named:
                del element.attrib[key]
        elif named:
            _remove(element)
    return _bytes(tree)


def _remove(element: _Element) -> None:
    """Remove an element, and what held nothing but it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        if not len(parent) and str(parent.tag).rpartition("}")[2] in _HOLDERS:
            _remove(parent)


def _without_fields(content: bytes) -> bytes:
    """Empty the instructions of fields that fetch; what they showed last stays as text."""
    tree, changed = _tree(content), False
    for field in tree.iter(f"{_WORD}fldSimple"):
        if _FETCHING.match(field.get(f"{_WORD}instr") or ""):
            field.set(f"{_WORD}instr", "")
            changed = True
    for paragraph in tree.iter(f"{_WORD}p"):
        pieces = list(paragraph.iter(f"{_WORD}instrText"))  # Word may have cut the word in pieces
        if _FETCHING.search(" ".join(piece.text or "" for piece in pieces)) or _FETCHING.search(
            "".join(piece.text or "" for piece in pieces)
        ):
            for piece in pieces:
                piece.text = ""
            changed = changed or bool(pieces)
    return _bytes(tree) if changed else content


def _tree(content: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(content, parser)


def _bytes(tree: _Element) -> bytes:
    from lxml import etree

    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
