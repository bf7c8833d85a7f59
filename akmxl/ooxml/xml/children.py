"""Read, put in and take out an element's children as bytes, without touching the others.

What a schema calls a sequence has an order; a child that was missing goes to its right place.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from xml.parsers import expat

from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKSHEET = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
STYLE_SHEET = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)  # fmt: skip
_ROWS_END = b"</sheetData>"


class Child(NamedTuple):
    """A direct child: its name with any prefix, and where it stands, blanks behind it included."""

    name: str
    start: int
    end: int


class _Places:
    """The places where the root's children begin, and where its own end tag does."""

    def __init__(self, element: bytes) -> None:
        self.starts: list[tuple[str, int]] = []
        self.last = 0
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(element, True)
        del self._parser  # which holds this object: both would stay for ever

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if self._depth == 1:
            self.starts.append((name, self._parser.CurrentByteIndex))
        self._depth += 1

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.last = self._parser.CurrentByteIndex


def children(element: bytes) -> list[Child]:
    """Return the children of the root of a piece of XML; raises ``ValueError`` where it is none."""
    try:
        places = _Places(element)
    except expat.ExpatError as error:
        raise ValueError("not a piece of XML") from error
    marks = [*places.starts, ("", places.last)]
    return [Child(name, start, end) for (name, start), (_, end) in pairwise(marks)]


def pieces(element: bytes, name: str | None = None) -> list[bytes]:
    """Return the children of that name, or all of them, each as its bytes."""
    found = children(element)
    return [element[c.start : c.end].rstrip() for c in found if name is None or c.name == name]


def after_rows(worksheet: bytes, name: str) -> list[bytes]:
    """Return a sheet part's children of that name, of those that follow its rows."""
    return pieces(_tail(worksheet)[1], name)


def with_after_rows(worksheet: bytes, name: str, elements: Sequence[bytes]) -> bytes:
    """Give a sheet part these children of that name, all of which follow its rows."""
    head, tail = _tail(worksheet)
    return head + with_children(tail, name, elements, WORKSHEET).removeprefix(_OPEN)


_OPEN = b"<worksheet>"  # the rows of a long sheet need not be looked at again


def _tail(worksheet: bytes) -> tuple[bytes, bytes]:
    """Return everything up to the end of the rows, and a whole element of what follows them."""
    start = worksheet.rfind(_ROWS_END)
    end = worksheet.index(b">", start if start >= 0 else worksheet.index(b"<sheetData")) + 1
    return worksheet[:end], _OPEN + worksheet[end:]


def with_children(element: bytes, name: str, elements: Sequence[bytes], order: Sequence[str]) -> bytes:
    """Give an element these children of that name in the place of those that it has."""
    found = children(element)
    old = [child for child in found if child.name == name]
    if old:
        between = [element[one.end : other.start] for one, other in pairwise(old)]
        return element[: old[0].start] + b"".join([*elements, *between]) + element[old[-1].end :]
    if not found:
        element = _opened(element)
    later = order[order.index(name) + 1 :]
    end = element.rstrip().rfind(b"</")
    place = next((child.start for child in found if child.name in later or ":" in child.name), end)
    return element[:place] + b"".join(elements) + element[place:]


def _opened(element: bytes) -> bytes:
    """Give an element without content that closes itself (``<a/>``) an end tag of its own."""
    bare = element.rstrip()
    if not bare.endswith(b"/>"):
        return element
    name = bare[bare.rindex(b"<") + 1 : -2].split()[0]
    return bare[:-2] + b"></" + name + b">"
