"""Compute the printed page: how much of a sheet it holds, what repeats at its top, where the next begins.

Free functions over ``EditedParts``: only the filling of forms needs them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_ROW
from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.look import looks
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.ooxml.edit.parts import EditedParts

_PAPERS = {b"1": (612.0, 792.0), b"8": (841.9, 1190.6), b"9": (595.3, 841.9)}  # Letter, A3, A4, in points
_SAFE = 0.98  # of a page's height: printers differ a little
_LEAST_ROOM = 72.0  # points: on a page that holds less nothing is printed that anybody reads
_FITTED = lazily(rb"<pageSetUpPr\s[^>]*>")
_SETUP = lazily(rb"<pageSetup\s[^>]*>")
_MARGINS = lazily(rb"<pageMargins\s[^>]*>")
_FORMAT = lazily(rb"<sheetFormatPr\s[^>]*>")
_TITLES = lazily(rb"""<definedName\s([^>]*?\bname=["']_xlnm\.Print_Titles["'][^>]*)>([^<]*)<""")
_TITLE_ROWS = lazily(rb"\$(\d+):\$(\d+)")
_BREAKS = lazily(rb"<rowBreaks(?:\s[^>]*)?(?:/>|>.*?</rowBreaks>)", re.DOTALL)
# What the schema lets stand after the row breaks, so that new ones go before it.
_AFTER_BREAKS = lazily(
    rb"<(?:colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing"
    rb"|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)[\s/>]|</worksheet>"
)


@dataclass(frozen=True)
class Page:
    """A page of a sheet: the points of rows that it holds, and the rows that repeat at its top (0: none).

    ``row_height`` is the height in points of a row that was given none.
    """

    room: float
    first_title: int
    last_title: int
    row_height: float


def page_of(edited: EditedParts, sheet: str) -> Page | None:
    """Return how a sheet is printed.

    None where it is fitted to its pages (breaks are then overlooked), where its paper is not known, or where
    its margins leave no room.
    """
    name, part = edited.locate(sheet)
    xml = edited.settled(part)
    setup, margins = _SETUP.search(xml), _MARGINS.search(xml)
    paper = _PAPERS.get(attribute(setup[0], b"paperSize") or b"") if setup else None
    fitted = _FITTED.search(xml)
    if fitted and attributes.is_on(attribute(fitted[0], b"fitToPage")):
        return None
    if setup is None or margins is None or paper is None:
        return None
    long = paper[0] if attribute(setup[0], b"orientation") == b"landscape" else paper[1]
    edges = sum(
        attributes.measure(attribute(margins[0], side), 0.75, least=0, most=49)
        for side in (b"top", b"bottom")
    )
    scale = attributes.whole(attribute(setup[0], b"scale"), 100, least=10, most=400) / 100
    format_ = _FORMAT.search(xml)
    usual = attributes.measure(
        attribute(format_[0], b"defaultRowHeight") if format_ else None, 15, least=1, most=attributes.HIGHEST
    )
    room = _SAFE * (long - 72 * edges) / scale
    return Page(room, *_titles(edited, name), usual) if room >= _LEAST_ROOM else None


def is_one_a4(xml: bytes) -> bool:
    """Tell whether a sheet is fitted to one page of A4, as ``Width`` and ``Height`` of Excel say."""
    setup, fitted = _SETUP.search(xml), _FITTED.search(xml)
    if setup is None or fitted is None or not attributes.is_on(attribute(fitted[0], b"fitToPage")):
        return False
    pages = (attribute(setup[0], name) or b"1" for name in (b"fitToWidth", b"fitToHeight"))
    return attribute(setup[0], b"paperSize") == b"9" and all(count == b"1" for count in pages)


def _titles(edited: EditedParts, sheet: str) -> tuple[int, int]:
    place = b"%d" % edited.workbook.sheet(sheet).position
    for tag, reference in _TITLES.findall(edited.part_xml(edited.workbook.part)):
        rows = _TITLE_ROWS.search(reference)
        if attribute(b"<definedName " + tag + b">", b"localSheetId") == place and rows:
            first, last = (attributes.whole(number, most=MAX_ROW) for number in rows.groups())
            return (first, last) if 0 < first <= last else (0, 0)
    return 0, 0


def page_count(edited: EditedParts, sheet: str) -> int | None:
    """Return how many pages a sheet has by its breaks; None where these do not say it."""
    if page_of(edited, sheet) is None:
        return None
    found = _BREAKS.search(edited.settled(edited.locate(sheet)[1]))
    return 1 + (found[0].count(b"<brk ") if found else 0)


def row_heights(edited: EditedParts, sheet: str, page: Page) -> dict[int, float]:
    """Return the height in points of every row that exists."""
    given = looks.heights(edited, sheet)
    return {row: given[row] or page.row_height for row in sorted(given)}


def begin_pages(edited: EditedParts, sheet: str, rows: Iterable[int]) -> None:
    """Let a new page begin at each of these rows, and at no others."""
    part = edited.locate(sheet)[1]
    xml = edited.settled(part)
    breaks = [b'<brk id="%d" max="16383" man="1"/>' % (row - 1) for row in sorted(rows)]
    count = b"%d" % len(breaks)
    element = b'<rowBreaks count="%b" manualBreakCount="%b">%b</rowBreaks>' % (count, count, b"".join(breaks))
    end = xml.rfind(b"</sheetData>")
    old = _BREAKS.search(xml, end)
    place = old or _AFTER_BREAKS.search(xml, end)
    assert place is not None
    if old or breaks:
        rest = place.end() if old else place.start()
        edited.parts[part] = xml[: place.start()] + (element if breaks else b"") + xml[rest:]
