"""Open a document of Word as trees: its text, styles and numbering, each within bounds."""

from __future__ import annotations

import io
import posixpath
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.importers.sources.cells.xlsx_cells import part_names
from akmxl.importers.sources.files import damaged
from akmxl.importers.sources.zips import opened_zip
from akmxl.ooxml.xml.xmlbytes import has_doctype

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

    from lxml.etree import _Element

_LARGEST_PART = 64 * 1024 * 1024
_MAIN = "word/document.xml"
WORD_PARTS = frozenset((_MAIN, "word/document2.xml"))


@dataclass(frozen=True)
class WordParts:
    """The trees of a document; ``styles`` and ``numbering`` are None where it has none."""

    body: _Element
    styles: _Element | None
    numbering: _Element | None


def word_parts(data: bytes, file: str) -> WordParts:
    """Read a document's parts; raises ``Unreadable`` for one that is damaged, locked or too large."""
    with opened_zip(io.BytesIO(data), len(data), file) as archive:
        known = part_names(archive)
        main = _main_part(archive, known, file)
        folder = posixpath.dirname(main)
        body = _tree(archive, known, main, file)
        styles = _tree(archive, known, f"{folder}/styles.xml", file)
        numbering = _tree(archive, known, f"{folder}/numbering.xml", file)
    found = None if body is None else child(body, "body")
    if found is None:
        raise damaged(file)
    return WordParts(found, styles, numbering)


def _main_part(archive: ZipFile, known: dict[str, str], file: str) -> str:
    tree = _tree(archive, known, "_rels/.rels", file)
    for one in tree if tree is not None else ():
        if str(one.get("Type", "")).endswith("/officeDocument"):
            return str(one.get("Target", "")).strip("/").lower()
    return _MAIN


def _tree(archive: ZipFile, known: dict[str, str], part: str, file: str) -> _Element | None:
    from lxml import etree  # late: 15 ms

    name = known.get(part)
    if name is None:
        return None
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise damaged(file)
    data = archive.read(name)
    try:
        if has_doctype(data):
            raise damaged(file)
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.LxmlError, SyntaxError, ValueError, LookupError) as error:
        raise damaged(file) from error


# Word's two dialects, transitional and strict, differ in their namespaces alone: names are taken without.


def name_of(element: _Element) -> str:
    """Return an element's name without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: _Element | None, *names: str) -> Iterator[_Element]:
    """Yield the children of these names, of all names where none is given."""
    for one in element if element is not None else ():
        name = name_of(one)
        if name and (not names or name in names):
            yield one


def child(element: _Element | None, *path: str) -> _Element | None:
    """Return the first child of a name, the first of another name in it, and so on; None without one."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: _Element | None, name: str = "val") -> str | None:
    """Return an attribute of any namespace; None where there is none."""
    for key, text in element.items() if element is not None else ():
        if str(key).rpartition("}")[2] == name:
            return str(text)
    return None


def switched_on(properties: _Element | None, name: str) -> bool:
    """Tell whether a property such as ``<w:vanish/>`` is there and not switched off."""
    found = child(properties, name)
    return found is not None and value(found) not in ("0", "false", "off")
