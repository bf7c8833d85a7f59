"""Write lists: headings, rows as high as their texts, a filter, the headings on each page."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from akmxl.plan.returns.records import Status
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import put
from akmxl.workbook.create.consolidated.rows import Known, RowSheet, RowTexts
from akmxl.workbook.text_height import HIGHEST, SMALL, are_one_line, is_one_line, row_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Entry
    from akmxl.workbook.create.consolidated.book import Column, Lists, Shown

TOP = 3  # the row of a list's headings, from 0; a title and a sentence stand above
_LONGER = "(Matn uzun: hammasi formula satrida) "  # before a text that no row is high enough for
_GREYED = {Status.DUPLICATE, Status.SUPERSEDED}


def listing(
    book: Lists, sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Shown]], *,
    nothing: str = "", frozen: int = 0, bold: int = 0, muted: Sequence[bool] = (),
) -> int:  # fmt: skip
    """Write a list with a filter below its headings, which each page repeats; return the last row.

    ``nothing`` is said where there are no rows, ``frozen`` columns stay in sight, the first ``bold`` rows
    are totals, ``muted`` rows are grey.
    """
    top = TOP
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    headings(book, sheet, top, 0, columns)
    last = top
    kinds = [column.kind for column in columns]
    plain, grey = RowTexts(book, kinds), RowTexts(book, kinds, _GREY)
    rows = list(rows)
    heights = _heights(columns, rows)
    for nth, own in enumerate(zip(*rows[bold:], strict=True)):
        plain.learn(nth, set(own))
    for last, values in enumerate(rows, top + 1):
        place = last - top - 1
        tall = max([high[values[nth]] for nth, high in heights.items()], default=_LINE)
        is_grey = bool(muted) and muted[place]
        if tall >= HIGHEST:
            values = [
                _told(value, heights[nth][value]) if nth in heights else value
                for nth, value in enumerate(values)
            ]
        if isinstance(sheet, RowSheet) and place >= bold:
            sheet.add_row(last, (grey if is_grey else plain).row(last, values), len(kinds), tall)
            continue
        look = (_GREY if is_grey else {}) | (_BOLD if place < bold else {})
        for index, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            put(book, sheet, last, index, value, kind, **look)
        sheet.set_row(last, tall)
    if last == top:
        sheet.write_string(top + 1, 0, nothing, book.styles(italic=True))
    else:
        sheet.autofilter(top, 0, last, len(columns) - 1)
    sheet.freeze_panes(top + 1, frozen)
    shared.page(sheet, (top, top))
    return last


def _heights(columns: Sequence[Column], rows: Sequence[Sequence[Shown]]) -> dict[int, Known[Shown, float]]:
    """Return how high values are, for those of the columns in which one may take more than a line."""
    found: dict[int, Known[Shown, float]] = {}
    for nth, column in enumerate(columns):
        texts = {value for row in rows if type(value := row[nth]) is str}
        if are_one_line(texts, column.width, SMALL.letter):
            continue
        if any(_high(text, column) > _LINE for text in _with_digits_alike(texts)):
            found[nth] = Known(partial(_high, column=column))
    return found


def _with_digits_alike(texts: set[str]) -> set[str]:
    """Return texts of which those are one that differ in their digits alone: they are as long."""
    together = "\n".join(texts)
    if together.count("\n") >= len(texts):
        return texts  # of several lines
    return set(together.translate(_AS_WIDE).split("\n"))


def _told(value: Shown, high: float) -> Shown:
    """Return a text that no row is high enough for with a word that it goes on."""
    return _LONGER + value if isinstance(value, str) and high >= HIGHEST else value


_GREY = {"font_color": "#7F7F7F"}
_BOLD = {"bold": True, "bg_color": shared.BAND}


def headings(book: Lists, sheet: Worksheet, row: int, left: int, columns: Sequence[Column]) -> None:
    """Write the headings of a list, the filters' buttons below the words."""
    for index, column in enumerate(columns, left):
        sheet.write_string(row, index, column.heading, book.styles.heading(font_size=9, valign="top"))
    sheet.set_row(row, row_height([(column.heading, column.width - 1) for column in columns], SMALL) + 10)


def height(cells: Iterable[tuple[Column, Shown]]) -> float:
    """Compute the height of a list's row for its texts."""
    return max((_high(value, column) for column, value in cells), default=_LINE)


def _high(value: Shown, column: Column) -> float:
    """Compute how high a value is in a column; texts that differ in their digits alone are as high."""
    if type(value) is not str or (is_one_line(value, column.width, SMALL.letter) and "\n" not in value):
        return _LINE
    return _height(value.translate(_AS_WIDE), column.width)


@lru_cache(maxsize=4096)  # names, states and periods come again in row after row
def _height(text: str, width: float) -> float:
    return row_height([(text, width)], SMALL)


_AS_WIDE = str.maketrans("23456789", "00000000")  # 1 alone is narrower
_LINE = row_height((), SMALL)


def muted(entries: Iterable[Entry]) -> list[bool]:
    """Tell of files whether they are told of for completeness only: a later or an equal one counts."""
    return [entry.status in _GREYED for entry in entries]
