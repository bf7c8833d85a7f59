"""Fill the shipped letter without docxtpl and Jinja: importing these takes as long as twenty forms.

``build.py`` keeps what they would make of it in pieces: a text that stays, ``{"word": name}``,
``{"if": word, "then": pieces}`` and ``{"each": list, "as": name, "then": pieces}``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict, cast

from akmxl.core.assets import templates_folder
from akmxl.ooxml.xml.xmlbytes import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Piece = str | Mapping[str, object]

FILE = "xat.json"  # in the folder of the shipped data
_EMPTY = '<w:t xml:space="preserve">', "</w:t>", '<w:t xml:space="preserve"/>'


class ReadyPart(TypedDict):
    """A part in which words are filled, and the CRC-32 of the template's part that it was made of."""

    crc: int
    pieces: list[Piece]


def ready_parts(crcs: Mapping[str, int]) -> Mapping[str, ReadyPart] | None:
    """Return the ready parts of a letter that has these; None where it is not the shipped one."""
    path = templates_folder() / "data" / FILE
    if not path.is_file():
        return None
    parts: dict[str, ReadyPart] = json.loads(path.read_text("utf-8"))
    return parts if all(crcs.get(name) == part["crc"] for name, part in parts.items()) else None


def filled(part: ReadyPart, words: Mapping[str, object]) -> str:
    """Return a part with its words filled; a value is text, whatever signs are in it."""
    begin, end, alone = _EMPTY  # as an empty element is written by who parses and writes XML
    return _filled(part["pieces"], words).replace(begin + end, alone)


def _filled(pieces: Iterable[Piece], words: Mapping[str, object]) -> str:
    return "".join(piece if isinstance(piece, str) else _said(piece, words) for piece in pieces)


def _said(piece: Mapping[str, object], words: Mapping[str, object]) -> str:
    if "word" in piece:
        return escape(str(words[str(piece["word"])]))
    inside = cast("list[Piece]", piece["then"])
    if "if" in piece:
        return _filled(inside, words) if words[str(piece["if"])] else ""
    lines = cast("list[Mapping[str, object]]", words[str(piece["each"])])
    named = ({f"{piece['as']}.{name}": value for name, value in line.items()} for line in lines)
    return "".join(_filled(inside, {**words, **line}) for line in named)
