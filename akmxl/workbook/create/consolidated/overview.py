"""Make the sheet Umumiy: what came, how completely and in time, three charts, the totals by item."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from akmxl.plan.returns.records import Status
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated import completeness
from akmxl.workbook.create.consolidated.book import Column, Formula, clean, headings, height, put, title
from akmxl.workbook.create.consolidated.centre_items import Figures, short_name
from akmxl.workbook.create.consolidated.lists import is_open
from akmxl.workbook.create.consolidated.words import item_order, period_order, period_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Total
    from akmxl.workbook.create.consolidated.book import Book, Shown
    from akmxl.workbook.create.consolidated.completeness import Blocks

NAME = "Umumiy"
_COLUMNS = (
    Column("Hisobot", 10), Column("Davr", 18), Column("Band", 9), Column("Nomi", 46, "text"),
    Column("O‘lchov birligi", 14), Column("Hisobot davri", 13, "count"), Column("n / N markaz", 11),
    Column("Yil boshidan", 13, "count"), Column("n / N markaz", 11), Column("Yillik reja", 13, "count"),
    Column("n / N markaz", 11),
)  # fmt: skip
_SHOWN = ("fact", "ytd", "plan")  # the measures, in the order of their columns
_BOXES, _CHARTS, _TITLE = 3, 6, 24  # rows, from 0: the figures of the head, the charts, the totals' title
_HEADING = _TITLE + 1
_TOP_ITEMS = 8
_HELP = len(_COLUMNS) + 1  # the column of what the third chart shows, right of the printed page
_LONGEST_LABEL = 26
_MOST_PERIODS = 4  # that are named one by one
_BLUE, _GREEN, _GREY = "#2E75B6", "#70AD47", "#595959"
Area = tuple[str, int, int, int, int]  # a sheet and its first and last row and column, from 0


def add(book: Book, sheet: Worksheet, blocks: Blocks, totals: Mapping[Figures, str]) -> None:
    """Fill the sheet; ``totals`` tells in which cell the live total of a column stands."""
    title(book, sheet, "Markazlar hisobotlari jamlanmasi", _about(book))
    for index, column in enumerate(_COLUMNS):
        sheet.set_column(index, index, column.width)
    _boxes(book, sheet, blocks)
    rows = _rows(book)
    last = _totals(book, sheet, rows, totals)
    _share_chart(book, sheet, blocks, completeness.COMPLETE, "To‘liqlik, %", _BLUE, 0)
    _share_chart(book, sheet, blocks, completeness.TIMELY, "O‘z vaqtida kelgani, %", _GREEN, 1)
    _top_chart(book, sheet, rows)
    if last > _HEADING:
        sheet.autofilter(_HEADING, 0, last, len(_COLUMNS) - 1)
    shared.page(sheet, (_HEADING, _HEADING))
    sheet.print_area(0, 0, max(last, _HEADING + 1), len(_COLUMNS) - 1)
    sheet.activate()


def _about(book: Book) -> str:
    found = {
        one.period for one in chain(book.consolidation.expected, book.consolidation.entries) if one.period
    }
    periods = [period_words(period) for period in sorted(found, key=period_order)]
    if len(periods) > _MOST_PERIODS:
        periods = [f"{periods[0]} – {periods[-1]}"]
    return f"Davr: {', '.join(periods) or '–'}. Tuzilgan kun: {book.today:%d.%m.%Y}."


def _boxes(book: Book, sheet: Worksheet, blocks: Blocks) -> None:
    """Write the figures of the head, each under its word."""
    at = f"'{completeness.NAME}'!"
    cells = [
        at + shared.cell(blocks.total, column) for column in range(completeness.OWED, completeness.TIMELY + 1)
    ]
    owed, came, timely = blocks.owed, blocks.came, blocks.in_time
    entries = book.consolidation.entries
    unknown = sum(entry.status is Status.ACCEPTED and not entry.came.received for entry in entries)
    boxes: tuple[tuple[tuple[int, int], str, Shown, str], ...] = (
        ((0, 0), "Markazlar", len(book.centres), "count"),
        ((1, 1), "Kutilgan shakllar", Formula(f"={cells[0]}", owed), "count"),
        ((2, 2), "Kelgan", Formula(f"={cells[1]}", came), "count"),
        ((3, 3), "To‘liqlik", Formula(f"={cells[3]}", came / owed if owed else ""), "percent"),
        ((4, 5), "O‘z vaqtida", Formula(f"={cells[4]}", timely / owed if owed else ""), "percent"),
        ((6, 7), "Qabul qilinmagan fayllar", sum(map(is_open, entries)), "count"),
        ((8, 9), "Kelgan kuni noma’lum", unknown, "count"),
        ((10, 10), "Chetdagi", len(book.consolidation.outliers), "count"),
    )
    for (first, last), word, value, kind in boxes:
        label = book.styles.heading(font_size=9)
        look = {"font_size": 16, "bold": True, "align": "center", "indent": 0, "font_color": "#1F4E79"}
        if first != last:
            sheet.merge_range(_BOXES, first, _BOXES, last, "", label)
            sheet.merge_range(_BOXES + 1, first, _BOXES + 1, last, "", book.style(kind, **look))
        sheet.write_string(_BOXES, first, word, label)
        put(book, sheet, _BOXES + 1, first, value, kind, **look)
    sheet.set_row(_BOXES, 26)
    sheet.set_row(_BOXES + 1, 32)


def _rows(book: Book) -> list[tuple[Figures, Mapping[str, Total]]]:
    """Return the totals, a row an item of a report and period, with its measures."""
    rows: defaultdict[Figures, dict[str, Total]] = defaultdict(dict)
    for one in book.consolidation.totals:
        if one.measure in _SHOWN:
            rows[Figures(one.report, one.period, one.code, one.unit)][one.measure] = one
    return sorted(
        rows.items(), key=lambda row: (row[0].report, period_order(row[0].period), item_order(row[0].code))
    )


def _totals(
    book: Book,
    sheet: Worksheet,
    rows: Sequence[tuple[Figures, Mapping[str, Total]]],
    totals: Mapping[Figures, str],
) -> int:
    """Write the table of totals; return its last row."""
    words = "Bandlar bo‘yicha jami: «n / N» — soni kelgan va kutilgan markazlar; kelmagan son 0 deb olinmaydi"
    sheet.write_string(_TITLE, 0, words, book.styles(bold=True, font_size=11))
    headings(book, sheet, _HEADING, 0, _COLUMNS)
    row = _HEADING
    for row, (column, measures) in enumerate(rows, _HEADING + 1):
        name = book.names.get(column.code, "")
        values = [column.report, period_words(column.period), column.code, name, column.unit]
        values += _figures(measures, totals.get(column, ""))
        for index, (heading, value) in enumerate(zip(_COLUMNS, values, strict=True)):
            put(book, sheet, row, index, value, heading.kind)
        sheet.set_row(row, height(zip(_COLUMNS, values, strict=True)))
    return row


def _figures(measures: Mapping[str, Total], place: str) -> Iterator[Shown]:
    """Yield the figures of a row, each with how many centres said it; the period's is live."""
    for measure in _SHOWN:
        one = measures.get(measure)
        value = one.value if one else None
        if measure == _SHOWN[0] and place and (value is None or isinstance(value, int | float)):
            yield Formula(f"={place}", "" if value is None else value)
        else:
            yield value
        yield f"{one.said} / {one.expected}" if one else None


def _share_chart(
    book: Book, sheet: Worksheet, blocks: Blocks, column: int, words: str, colour: str, place: int
) -> None:
    """Add a chart of shares by region, or by centre where there is one region alone."""
    of = blocks.charted
    if not of:
        return
    first, last = blocks.rows[of]
    names = completeness.NAMES if of != "report" else completeness.NAMES - 1
    rows = (completeness.NAME, first, names, last, names), (completeness.NAME, first, column, last, column)
    chart = _bars(book, words + _BY[of], rows, colour, "0%")
    chart.set_x_axis({"min": 0, "max": 1, "num_format": "0%", **_AXIS})
    _place(sheet, chart, place)


_BY = {"region": ", viloyatlar bo‘yicha", "centre": ", markazlar bo‘yicha", "report": ", hisobotlar bo‘yicha"}
_AXIS: Mapping[str, object] = {
    "num_font": {"size": 8}, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
}  # fmt: skip


def _top_chart(book: Book, sheet: Worksheet, rows: Sequence[tuple[Figures, Mapping[str, Total]]]) -> None:
    """Add a chart of the largest totals of one unit: lengths of other units say nothing side by side."""
    known = [
        (place, column, value)
        for place, (column, measures) in enumerate(rows, _HEADING + 1)
        if (one := measures.get("fact")) and isinstance(value := one.value, int | float)
    ]
    if not known:
        return
    last = max((column.period for _, column, _ in known), key=period_order)
    own = [one for one in known if one[1].period == last]
    ((unit, _),) = Counter(column.unit for _, column, _ in own).most_common(1)
    largest: dict[str, tuple[int, float]] = {}
    for place, column, value in own:
        if column.unit == unit and column.code not in largest:
            largest[column.code] = place, value
    top = sorted(largest.items(), key=lambda one: -one[1][1])[:_TOP_ITEMS]
    for row, (code, (place, value)) in enumerate(top, _HEADING + 1):
        put(book, sheet, row, _HELP, short_name(book, code, _LONGEST_LABEL), "text")
        put(book, sheet, row, _HELP + 1, Formula(f"={shared.cell(place, 5)}", value), "count")
    sheet.write_string(_HEADING, _HELP, "Diagramma uchun", book.styles.heading(font_size=9))
    sheet.set_column(_HELP, _HELP, 30)
    end = _HEADING + len(top)
    rows_of = [(NAME, _HEADING + 1, column, end, column) for column in (_HELP, _HELP + 1)]
    words = f"Eng katta sonlar ({unit.lower()}), {period_words(last)}"
    chart = _bars(book, words, (rows_of[0], rows_of[1]), _GREY, "")
    chart.set_x_axis({"num_format": shared.COUNT_FORMAT, "min": 0, **_AXIS})
    _place(sheet, chart, 2)


def _bars(book: Book, words: str, rows: tuple[Area, Area], colour: str, number: str) -> Any:
    """Return a chart of bars, the first on top, each with its figure."""
    chart = book.workbook.add_chart({"type": "bar"})
    categories, values = map(list, rows)
    label = {"value": True, "font": {"size": 8}, "num_format": number or shared.COUNT_FORMAT}
    chart.add_series({
        "name": clean(words), "categories": categories, "values": values, "fill": {"color": colour},
        "gap": 40, "data_labels": label,
    })  # fmt: skip
    chart.set_title({"name": clean(words), "name_font": {"size": 10}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "major_gridlines": {"visible": False}})
    return chart


def _place(sheet: Worksheet, chart: Any, place: int) -> None:
    """Put a chart into its third of the page's width."""
    width = sum(int(column.width * 7 + 5) for column in _COLUMNS) // 3
    chart.set_size({"width": width - _GAP, "height": 350})
    sheet.insert_chart(_CHARTS, 0, chart, {"x_offset": place * width + _GAP // 2, "y_offset": 4})


_GAP = 8  # pixels
