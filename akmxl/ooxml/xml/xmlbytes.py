"""Read and edit XML kept as bytes: one plain form to scan, and edits at known places.

A part that is edited must keep every byte that is not edited, so there is no tree here.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

from akmxl.core.lazy_pattern import lazily

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/"

_USUAL = b'<?xml version="1.0" encoding="UTF-8"'
_DECLARATION = lazily(rb"\A\s*<\?xml\b[^>]*?\?>")
_ENCODING = lazily(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_QUIET = lazily(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ROOT = lazily(rb"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_USUAL_ROOT = lazily(rb"<\?xml\b[^<>?]*\?>\s*<[A-Za-z_][\w.-]*[\s/>]")  # has no prefix, nothing before it
_ATTRIBUTE = lazily(rb"""\s([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_NUMBERED = lazily(r"&#(?:x[0-9A-Fa-f]+|[0-9]+);")
_ENTITY = lazily(r"&(?:#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
_DIGITS = 12  # of a number of a character; none has more but by leading noughts
_NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}  # & last: it makes no other
_ESCAPED = lazily(r"_x([0-9A-Fa-f]{4})_")
_NEEDS_ESCAPE = lazily("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = lazily("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff&<>]|_x")  # all that is not itself in XML
_ILLEGAL = lazily("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_utf8(data: bytes) -> bytes:
    """Return the same document in UTF-8; a UTF-8 document comes back untouched.

    Raises UnicodeError or LookupError when the bytes are not in the encoding they declare.
    """
    if data.startswith(_USUAL):
        return data
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    elif data[:2] == b"<\x00":
        text = data.decode("utf-16-le")
    elif data[:2] == b"\x00<":
        text = data.decode("utf-16-be")
    else:
        declaration = _DECLARATION.match(data)
        encoding = _ENCODING.search(declaration[0]) if declaration else None
        if encoding is None or encoding[1].lower() in (b"utf-8", b"utf8", b"us-ascii"):
            return data
        text = data.decode(encoding[1].decode("ascii"))
    body = re.sub(r"\A\s*<\?xml\b[^>]*?\?>", "", text, count=1)
    return b'<?xml version="1.0" encoding="UTF-8"?>' + body.encode()


def has_doctype(data: bytes) -> bool:
    """Tell whether a document declares a type or entities: no workbook does, an attack may."""
    if data[:1] != b"<":
        data = as_utf8(data)
    if b"!" not in data:  # one letter is found forty times faster than two
        return False
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data


def without_prefix(data: bytes) -> bytes:
    """Make the prefix of a spreadsheet part's root (``x:worksheet``) the default.

    Comes back untouched when the root has no prefix, when it is of another vocabulary (charts,
    drawings), or when dropping the prefix could change a meaning.
    """
    if _USUAL_ROOT.match(data):
        return data
    root = _ROOT.search(masked(data[:4096]))
    if root is None or root[1] is None:
        return data
    prefix = root[1]
    if not re.search(rb"xmlns:" + prefix + rb"""=["']""" + MAIN.encode() + rb"""["']""", data[:8192]):
        return data
    if b' xmlns="' in data or b" xmlns='" in data or re.search(rb"\s" + prefix + rb":[\w.-]+\s*=", data):
        return data
    data = data.replace(b"<" + prefix + b":", b"<").replace(b"</" + prefix + b":", b"</")
    return data.replace(b"xmlns:" + prefix + b"=", b"xmlns=", 1)


def masked(data: bytes) -> bytes:
    """Blank comments, CDATA and declarations of a document, every offset kept."""
    if b"<!" not in data and b"<?" not in data:
        return data
    return _QUIET.sub(lambda match: b" " * len(match[0]), data)


def root_prefix(data: bytes) -> bytes:
    """Return the root's prefix with its colon, or nothing."""
    root = _ROOT.search(masked(data[:4096]))
    return root[1] + b":" if root and root[1] else b""


@lru_cache(maxsize=4096)  # the tags of a template are asked again for each of its forms
def attribute(tag: bytes, name: bytes) -> bytes | None:
    """Return the raw (still escaped) value of an attribute in a start tag; None where it has none."""
    if name not in tag:
        return None
    return next((match[2][1:-1] for match in _ATTRIBUTE.finditer(tag) if match[1] == name), None)


def with_attribute(tag: bytes, name: bytes, value: bytes) -> bytes:
    """Set one attribute of a start tag: replaced in its place, or added last."""
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name:
            return tag[: match.start(2)] + b'"' + value + b'"' + tag[match.end(2) :]
    end = -2 if tag.endswith(b"/>") else -1
    return tag[:end].rstrip() + b" " + name + b'="' + value + b'"' + tag[end:]


def unescape(text: str) -> str:
    """Resolve XML entities."""
    if "&" not in text:
        return text
    if "&#" in text:
        for entity in set(_NUMBERED.findall(text)):  # some programs spell every letter beyond ASCII so
            if not (sign := _sign(entity)).isascii():  # what is, may be a part of another entity
                text = text.replace(entity, sign)
        if "&#" in text:
            return _ENTITY.sub(lambda match: _NAMED.get(match[0]) or _sign(match[0]), text)
    for name, sign in _NAMED.items():
        text = text.replace(name, sign)
    return text


def _sign(entity: str) -> str:
    """Return the sign of an entity that gives its number."""
    digits, base = (entity[3:-1], 16) if entity[2] == "x" else (entity[2:-1], 10)
    number = int(digits, base) if len(digits) < _DIGITS else sys.maxunicode + 1
    return chr(number) if number <= sys.maxunicode else "\ufffd"


def decode_text(text: str) -> str:
    """Return a cell's text as people see it: entities and Excel's ``_x000D_`` escapes resolved."""
    return unspelt(unescape(text))


def unspelt(text: str) -> str:
    """Resolve Excel's ``_x000D_`` escapes."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        if not is_xml(text):  # surrogate halves, written one by one; a NUL, which no cell can hold
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            text = text.replace("\0", "\x01")  # as unseen, and told as such
    return text


def stands_as_it_is(text: str) -> bool:
    """Tell whether a text is the same in XML."""
    if is_printed(text):
        return not ("&" in text or "<" in text or ">" in text or "_x" in text)
    return not _SPECIAL.search(text)


def encode_text(text: str) -> str:
    """Write a text as it stands inside ``<t>``: what XML cannot carry becomes ``_xHHHH_``."""
    if stands_as_it_is(text):
        return text
    text = _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape(text)


def is_printed(text: str) -> bool:
    """Tell quickly whether a text is letters, signs, blanks and line ends alone, as nearly all.

    The expressions for the others are not even compiled in most runs.
    """
    return text.isprintable() or text.replace("\n", "").replace("\u00a0", "").isprintable()


def is_xml(text: str) -> bool:
    """Tell whether XML can hold every character of a text."""
    return is_printed(text) or not _ILLEGAL.search(text)


def escape(text: str) -> str:
    """Write a text as XML content; raises ``ValueError`` when a character cannot stand in XML at all."""
    if not is_xml(text):
        raise ValueError("a character that XML cannot hold")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Write a text as an attribute's value in double quotes."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
