"""Read the lines of paragraphs as they are shown once all tracked changes are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.importers.official.docx.numbering import BULLET
from akmxl.importers.official.docx.parts import child, children, name_of, switched_on, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

GONE = frozenset(("del", "moveFrom"))
"""What accepted changes leave out: text that was deleted, or moved to another place."""
_BREAKS = frozenset(("br", "cr"))
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": "", **dict.fromkeys(_BREAKS, "\n")}
_UNREAD = GONE | {"rPr", "pPr", "instrText", "delText", "delInstrText", "rubyPr", "rt", "Fallback", "sdtPr"}
_MARKS = frozenset(("footnoteReference", "endnoteReference", "commentReference"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OF_SYMBOLS = "F0"  # the signs of Symbol and Wingdings: bullets, nearly all of them

CROSSED_OUT = N_("“{text}” is crossed out")
IN_A_BOX = N_("“{text}” stands in a text box")
HIDDEN = N_("“{text}” is hidden text")


class Shown:
    """What paragraphs show: text, and what is odd about it, gathered while they are walked through."""

    def __init__(self) -> None:
        self.odd: list[Said] = []

    def text(self, paragraph: _Element) -> str:
        """Return a paragraph's text; its line breaks are line breaks."""
        return "".join(self._pieces(paragraph))

    def _pieces(self, element: _Element) -> Iterator[str]:
        for one in children(element):
            name = name_of(one)
            if name in _UNREAD or name in _MARKS:
                continue
            if name == "r":
                yield self._run(one)
            elif name == "txbxContent":
                self._box(one)
            elif name in ("t", "sym") or name in _SIGNS:
                yield _sign(one, name)
            else:
                yield from self._pieces(one)

    def _run(self, run: _Element) -> str:
        text = "".join(self._pieces(run))
        properties = child(run, "rPr")
        if properties is None or not text.strip():
            return text
        shown = " ".join(text.split())
        if switched_on(properties, "vanish"):
            self.odd.append(Said(HIDDEN, text=shown))
            return ""
        if switched_on(properties, "strike") or switched_on(properties, "dstrike"):
            self.odd.append(Said(CROSSED_OUT, text=shown))
            return ""
        if value(child(properties, "vertAlign")) == "superscript":
            return text.translate(_RAISED)
        return text

    def _box(self, box: _Element) -> None:
        inside = (self.text(one) for one in box.iter() if name_of(one) == "p")
        text = " ".join(" ".join(inside).split())
        if text:
            self.odd.append(Said(IN_A_BOX, text=text))


def mark_is_gone(paragraph: _Element) -> bool:
    """Tell whether the end of a paragraph was deleted: the next one goes on in its line."""
    mark = child(paragraph, "pPr", "rPr")
    return any(True for _one in children(mark, *GONE))


def _sign(element: _Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        return BULLET if (value(element, "char") or "").upper().startswith(_OF_SYMBOLS) else ""
    return _SIGNS[name]
