"""Find the words of a template that would go out as they are, because nothing is ever filled in there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import a1, format_range
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.xmlbytes import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.ooxml.read.sheet_facts import Sheet
    from akmxl.ooxml.read.workbook import Workbook

OPEN = "{{"
_TAG = lazily(r"<[^>]*>")
_HEADER_FOOTER = lazily(r"<headerFooter.*?</headerFooter>", re.DOTALL)


_DRAWN = lazily(r"<((?:\w+:)?(?:str|num)Cache)[\s>].*?</\1>", re.DOTALL)


def unfilled_words(
    workbook: Workbook, *, drawn_anew: bool = False
) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield each such word: its sheet, its cell (empty where it is in none), a message id, its parameters.

    Where charts are ``drawn_anew`` it does not matter what they keep of the cells that they show.
    """
    for sheet in workbook.sheets:
        yield from _in_cells(workbook, sheet)
        if OPEN in sheet.name:
            yield (
                sheet.name,
                "",
                N_("{place}: a word in the sheet’s name is not filled. Rename the sheet."),
                {},
            )
        header = _HEADER_FOOTER.search(workbook.package.xml(sheet.part).decode())
        if header and OPEN in _text(header[0]):
            message = N_("{place}: a word in the header or footer is not filled. Move it into a cell.")
            yield sheet.name, "", message, {}
        if any(
            OPEN in _text(_DRAWN.sub("", xml) if drawn_anew else xml)
            for xml in _drawings(workbook, sheet.part)
        ):
            message = N_("{place}: a word in a text box or chart is not filled. Move it into a cell.")
            yield sheet.name, "", message, {}


def _in_cells(workbook: Workbook, sheet: Sheet) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield words inside formulas, and under merged cells, where nobody sees them."""
    hidden = [area for area in workbook.merged(sheet.name) if area[:2] != area[2:]]
    for (row, column), cell in sorted(workbook.cells(sheet.name).items()):
        if cell.formula is not None and OPEN in f"{cell.formula}{cell.value}":
            message = N_("{place}: a word inside a formula is not filled. Write it as a text.")
            yield sheet.name, a1(row, column), message, {}
        elif isinstance(cell.value, str) and OPEN in cell.value:
            for area in hidden:
                inside = area[0] <= row <= area[2] and area[1] <= column <= area[3]
                if inside and (row, column) != area[:2]:
                    message = N_("{place}: the word is hidden inside the merged cells {area}. Take it away.")
                    yield sheet.name, a1(row, column), message, {"area": format_range(area)}


def _drawings(workbook: Workbook, part: str) -> Iterator[str]:
    """Yield the drawings of a sheet and the charts in them, as text."""
    package = workbook.package
    for rel in package.relationships(part):
        if rel.type.endswith(("/drawing", "/chart")) and not rel.external and package.find(rel.target):
            yield package.xml(rel.target).decode()
            yield from _drawings(workbook, rel.target)


def _text(xml: str) -> str:
    """Return the text of a part, its runs joined."""
    return decode_text(_TAG.sub("", xml))
