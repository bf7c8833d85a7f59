"""Decide where a form's pages begin: a heading stays with its table, the signature with what it signs."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from akmxl.ooxml.look import pages
from akmxl.plan.model import Section
from akmxl.plan.register_rows import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.look.pages import Page
    from akmxl.submission.form.rows import Cuts, Line
    from akmxl.submission.template.repeated_rows import RepeatedRows
    from akmxl.submission.template.template import Template


def divide(patch: Patch, template: Template, lines: tuple[Line, ...]) -> Cuts:
    """Let the pages of a filled form begin at rows that may begin one.

    Gives the records that begin a page and have no heading over them there: sheet and row that repeats
    -> their numbers. Arranged with these cuts the form has the heading on each page.
    """
    cuts: dict[tuple[str, int], tuple[int, ...]] = {}
    for sheet in dict.fromkeys(line.sheet for line in lines):
        page = pages.page_of(patch, sheet)
        if page is None:
            continue
        heights = pages.row_heights(patch, sheet, page)
        own = {line.row: line for line in lines if line.sheet == sheet}
        last = _last_filled(patch, sheet, heights)
        heights = {row: heights.get(row, page.row_height) for row in range(1, last + 1)}
        repeated_rows = [one for one in template.repeated_rows if one.sheet == sheet]
        heads = _heads(repeated_rows, page, heights, own)
        may_begin = _beginnings(patch, template, sheet, own)
        choices = _with_its_list(page, own, may_begin), may_begin
        first_rows = tuple(_first_rows(page, heights, heads, choices))
        pages.begin_pages(patch, sheet, first_rows)
        for row in first_rows:
            if row in heads:
                source = sheet, own[row].source
                cuts[source] = (*cuts.get(source, ()), own[row].number)
    return cuts


def _first_rows(
    page: Page,
    heights: Mapping[int, float],
    heads: Mapping[int, float],
    choices: Sequence[Callable[[int], bool]],
) -> Iterator[int]:
    """Yield the first row of every page but the first page.

    It is the last row that fits and may begin a page, by the first of the ``choices`` that has one. ``heads``
    has the height of what is put over a row if it begins a page.
    """
    titles = sum(height for row, height in heights.items() if page.first_title <= row <= page.last_title)
    start, used = 1, 0.0
    for row, height in heights.items():
        used += height
        while used > page.room - (titles if start > page.last_title else 0) and row > start:
            found = (one for may_begin in choices for one in range(row, start, -1) if may_begin(one))
            start = next(found, row)
            yield start
            used = heads.get(start, 0.0) + sum(heights.get(one, 0) for one in range(start, row + 1))


def _heads(
    repeated_rows: Iterable[RepeatedRows], page: Page, heights: Mapping[int, float], lines: Mapping[int, Line]
) -> dict[int, float]:
    """Return the height of a list's heading for each of its records, where the page does not repeat it."""
    found: dict[int, float] = {}
    for repeated in repeated_rows:
        rows = [row for row, line in lines.items() if line.source in repeated.head]
        if rows and not page.first_title <= rows[0] <= page.last_title:
            height = sum(heights[row] for row in rows[: len(repeated.head)])
            found |= {
                row: height for row, line in lines.items() if line.source == repeated.row and line.number > 1
            }
    return found


def _with_its_list(
    page: Page, lines: Mapping[int, Line], may_begin: Callable[[int], bool]
) -> Callable[[int], bool]:
    """Narrow the rows that may begin a page to those not below the list whose heading each page repeats.

    Below that list the repeated heading would be over nothing.
    """
    rows = (row for row, line in lines.items() if line.repeated and not line.paragraph)
    last = max((row for row in rows if 0 < page.last_title < row), default=0)
    return lambda row: may_begin(row) and not 0 < last < row


def _beginnings(
    patch: Patch, template: Template, sheet: str, lines: Mapping[int, Line]
) -> Callable[[int], bool]:
    """Return the test whether a row may begin a page.

    A row may if it is a list's row after another one, a heading between them, or the first after a blank row.
    What the director signs, and all below it, follows what is above.
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
        again = listed(row - 1) and row in lines and lines[row].source < lines[row - 1].source
        return follows or again or not _filled(patch, sheet, row - 1)

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
