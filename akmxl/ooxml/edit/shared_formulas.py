"""Turn shared formulas into formulas of their own."""

from __future__ import annotations

import re

from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit.shift import copy_formula
from akmxl.ooxml.xml.attributes import cell_place
from akmxl.ooxml.xml.xmlbytes import attribute, decode_text, escape

FORMULA_CELL = lazily(rb"(<c\s[^>]*?>)\s*(<f(?:\s[^>]*?)?)(?:/>|>([^<]*)</f>)(.*?)</c>", re.DOTALL)
ADDRESS = lazily(rb"""\br=["']([A-Z]{1,3}[0-9]{1,7})["']""")


def unshared(xml: bytes) -> bytes:
    """Write out a sheet's shared formulas: a copy of a member alone would mean nothing."""
    if b"shared" not in xml:
        return xml
    masters: dict[bytes, tuple[str, str]] = {}

    def write_out(match: re.Match[bytes]) -> bytes:
        opening, tag, text, rest = match.groups()
        if attribute(tag + b">", b"t") != b"shared":
            return match[0]
        address = ADDRESS.search(opening)
        index = attribute(tag + b">", b"si") or b""
        if address is None:
            return match[0]
        here = address[1].decode()
        if text:
            masters[index] = decode_text(text.decode()), here
        formula = _translated(*masters[index], here) if index in masters else ""
        return opening + b"<f>" + escape(formula).encode() + b"</f>" + rest + b"</c>"

    return FORMULA_CELL.sub(write_out, xml)


def _translated(formula: str, origin: str, here: str) -> str:
    if origin == here:
        return formula
    (row, col), (from_row, from_col) = cell_place(here), cell_place(origin)
    return copy_formula(formula, row - from_row, col - from_col)
