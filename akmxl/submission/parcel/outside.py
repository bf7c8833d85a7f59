"""Take out of a Word document what would be fetched from elsewhere when its receiver opens it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from akmxl.core.lazy_pattern import lazily

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

_HYPERLINK = "/hyperlink"  # followed only by whoever clicks on it
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELS = lazily(r"(.*/)?_rels/([^/]+)\.rels", re.IGNORECASE)
# Fields whose result comes out of another file, a database or a program.
_FETCHING = lazily(r"\s*(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE|RD)\b", re.IGNORECASE)
_SIGNS = (b'"External"', b"'External'")
_FIELDS = (b"instrText", b"fldSimple")


def without_outside(document: bytes) -> bytes:
    """Return a document without attached templates, linked pictures, objects and fields; others as they are.

    Raises ``SyntaxError`` where a part is no XML.
    """
    with ZipFile(BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cleaned = dict(parts)
    for name, content in parts.items():
        rels = _RELS.fullmatch(name)
        if rels and any(sign in content for sign in _SIGNS):
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
        elif named and (parent := element.getparent()) is not None:
            parent.remove(element)
    return _bytes(tree)


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
