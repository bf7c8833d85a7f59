"""Make the sheet of a trend's charts: a line an item, which ends where a definition changed."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any

from akmxl.core.text_length import shortened
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import Column, clean, put, title
from akmxl.workbook.create.consolidated.listing import headings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.trend import Trend, YearRow
    from akmxl.workbook.create.consolidated.book import Lists

HELP = "Diagramma sonlari"
_ACROSS, _DOWN = 3, 2  # charts on a page
_WIDTH, _HEIGHT, _ROWS = 360, 290, 15  # of a chart in pixels, and in rows of 20 pixels
_TOP = 3
_COLOURS = ("#2E75B6", "#C55A11", "#70AD47", "#7F7F7F")
_LONGEST_TITLE = 60


def add(book: Lists, name: str, trend: Trend) -> None:
    """Add the sheet of charts, and the one with their figures behind it."""
    sheet = book.sheet(name, shared.GREEN_TAB)
    hint = "Chiziq uzilgan joyda ta’rif o‘zgargan yoki yil noma’lum. Faqat to‘liq yillar ko‘rsatiladi."
    title(book, sheet, name, hint)
    shown = [rows for rows in trend.lines.values() if sum(row.fact is not None for row in rows) > 1]
    sheet.set_column(0, 3 * _ACROSS - 1, _WIDTH / 3 / 7 - 0.72)
    shared.page(sheet, (0, 1))
    if not shown:
        text = "Ikki to‘liq yilning soni ma’lum bo‘lgan band yo‘q: diagramma chizilmadi."
        sheet.write_string(_TOP, 0, text, book.styles(italic=True))
        return
    figures = book.sheet(HELP, shared.GREY_TAB)
    years = range(trend.years[0], trend.years[-1] + 1)  # one without a plan has its place on the axis too
    places = _figures(book, figures, years, shown)
    for number, (rows, segments) in enumerate(zip(shown, places, strict=True)):
        row = _TOP + number // _ACROSS * _ROWS
        chart = _chart(book, years, rows, segments)
        sheet.insert_chart(row, number % _ACROSS * 3, chart, {"x_offset": 4, "y_offset": 4})
    lines = -(-len(shown) // _ACROSS)
    sheet.set_h_pagebreaks([_TOP + line * _ROWS for line in range(_DOWN, lines, _DOWN)])
    sheet.print_area(0, 0, _TOP + lines * _ROWS - 1, 3 * _ACROSS - 1)
    sheet.set_print_scale(85)


def segments_of(rows: Sequence[YearRow]) -> list[list[YearRow]]:
    """Part an item's years where its definition changed: figures of two parts are not to be compared."""
    parts: list[list[YearRow]] = [[]]
    for row in rows:
        if row.changes and parts[-1]:
            parts.append([])
        parts[-1].append(row)
    return parts


def _figures(
    book: Lists, sheet: Worksheet, years: Sequence[int], shown: Sequence[Sequence[YearRow]]
) -> list[list[int]]:
    """Write a row for each part of each item; return the rows of each item."""
    columns = (Column("Band", 8), Column("Nomi", 46, "text"), *(Column(str(y), 10, "count") for y in years))
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    title(book, sheet, HELP, "Diagrammalar shu sonlardan chizilgan; qator uzilish bor joyda bo‘linadi.")
    headings(book, sheet, _TOP, 0, columns)
    places: list[list[int]] = []
    at = _TOP
    for rows in shown:
        places.append([])
        for part in segments_of(rows):
            at += 1
            facts = {row.year: row.fact for row in part}
            values = (part[-1].code, part[-1].title, *(facts.get(year) for year in years))
            for index, (column, value) in enumerate(zip(columns, values, strict=True)):
                put(book, sheet, at, index, value, column.kind)
            places[-1].append(at)
    sheet.freeze_panes(_TOP + 1, 2)
    shared.page(sheet, (_TOP, _TOP))
    return places


def _chart(book: Lists, years: Sequence[int], rows: Sequence[YearRow], places: Sequence[int]) -> Any:
    """Return an item's chart: a line of its own colour for each part between two breaks."""
    chart = book.workbook.add_chart({"type": "line"})
    last = 1 + len(years)
    for place, colour in zip(places, cycle(_COLOURS), strict=False):
        fill = {"color": colour}
        chart.add_series({
            "name": [HELP, place, 0], "categories": [HELP, _TOP, 2, _TOP, last],
            "values": [HELP, place, 2, place, last], "line": {**fill, "width": 2},
            "marker": {"type": "circle", "size": 6, "fill": fill, "border": fill},
            "data_labels": {"value": True, "position": "above", "font": {"size": 8}},
        })  # fmt: skip
    newest = rows[-1]
    words = shortened(f"{newest.code}. {newest.title}", _LONGEST_TITLE)
    unit = f" ({newest.unit.lower()})" if newest.unit else ""
    broken = ", ".join(str(row.year) for row in rows if row.changes)
    chart.set_title({
        "name": clean(f"{words}{unit}" + (f"\nUzilish: {broken}" if broken else "")),
        "name_font": {"size": 9, "bold": True}, "overlay": False,
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_y_axis({"min": 0, "num_font": {"size": 8}, "num_format": shared.COUNT_FORMAT,
                      "major_gridlines": grid})  # fmt: skip
    chart.set_x_axis({"num_font": {"size": 8}})
    chart.set_size({"width": _WIDTH - 8, "height": _HEIGHT})
    return chart
