"""Where the pages of a form begin: a heading stays with its table, the signature with what it signs."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from akmxl.model import Section
from akmxl.ooxml import pages
from akmxl.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from akmxl.ooxml import Patch
    from akmxl.ooxml.pages import Page
    from akmxl.submission.arrange import Line
    from akmxl.submission.template import Template


def divide(patch: Patch, template: Template, lines: tuple[Line, ...]) -> None:
    """Let the pages of a filled form begin at rows that may begin one."""
    for sheet in dict.fromkeys(line.sheet for line in lines):
        page = pages.page_of(patch, sheet)
        if page is None:
            continue
        heights = pages.row_heights(patch, sheet, page)
        own = {line.row: line for line in lines if line.sheet == sheet}
        last = _last_filled(patch, sheet, heights)
        heights = {row: heights.get(row, page.row_height) for row in range(1, last + 1)}
        may_begin = _beginnings(patch, template, sheet, own)
        pages.begin_pages(patch, sheet, _first_rows(page, heights, may_begin))


def _first_rows(page: Page, heights: Mapping[int, float], may_begin: Callable[[int], bool]) -> Iterator[int]:
    """The first row of every page but the first: the last that fits and may begin a page."""
    titles = sum(heights.get(row, 0) for row in range(page.first_title, page.last_title + 1))
    start, used = 1, 0.0
    for row, height in heights.items():
        used += height
        while used > page.room - (titles if start > page.last_title else 0) and row > start:
            choices = (one for one in range(row, start, -1) if may_begin(one))
            start = next(choices, row)
            yield start
            used = sum(heights[one] for one in range(start, row + 1))


def _beginnings(
    patch: Patch, template: Template, sheet: str, lines: Mapping[int, Line]
) -> Callable[[int], bool]:
    """Whether a row may begin a page: a row of a list after another one, or the first after a blank row.

    What the director signs, and all below it, follows what stands above.
    """
    signed = [row for row, line in lines.items() if _is_signature(template, line)]
    end = min(signed, default=max(lines, default=0) + 1)

    def listed(row: int) -> bool:
        return row in lines and lines[row].repeated

    def heading(row: int) -> bool:
        return row in lines and isinstance(lines[row].subject, Section | Kind)

    def may_begin(row: int) -> bool:
        if row >= end or not _filled(patch, sheet, row):
            return False
        follows = listed(row) and listed(row - 1) and not heading(row - 1)
        return follows or not _filled(patch, sheet, row - 1)

    return may_begin


def _is_signature(template: Template, line: Line) -> bool:
    spots = template.row(line.sheet, line.source)
    return any(p.kind == "letter" and p.field == "director" for spot in spots for p in spot.placeholders)


def _filled(patch: Patch, sheet: str, row: int) -> bool:
    rows = patch.open_rows(sheet)[1]
    found = rows.peek(row)
    columns = found.cells if found else ()
    return any((cell := patch.cell(rows, row, column)) and cell.value is not None for column in columns)


def _last_filled(patch: Patch, sheet: str, heights: Mapping[int, float]) -> int:
    blank = takewhile(lambda row: not _filled(patch, sheet, row), sorted(heights, reverse=True))
    return max(heights, default=0) - len(list(blank))
