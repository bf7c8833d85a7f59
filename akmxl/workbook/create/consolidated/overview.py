"""Make the sheet Umumiy: what came, how completely and in time, three charts, the totals by item."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.returns.list_totals import list_totals
from akmxl.plan.returns.records import Status, Total
from akmxl.plan.returns.totals import PERCENT
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated import completeness
from akmxl.workbook.create.consolidated.book import Column, Formula, clean, put, title
from akmxl.workbook.create.consolidated.centre_items import short_name
from akmxl.workbook.create.consolidated.listing import headings, height
from akmxl.workbook.create.consolidated.lists import is_doubtful, is_open
from akmxl.workbook.create.consolidated.words import (
    count_words,
    item_order,
    list_words,
    period_order,
    period_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Consolidation
    from akmxl.workbook.create.consolidated.book import Book, Shown
    from akmxl.workbook.create.consolidated.completeness import Blocks

NAME = "Umumiy"
_COLUMNS = (
    Column("Hisobot", 9), Column("Davr", 17), Column("Band", 8), Column("Nomi", 40, "text"),
    Column("O‘lchov birligi", 13), Column("Hisobot davri", 12, "count"), Column("n / N markaz", 10),
    Column("Yil boshidan", 12, "count"), Column("n / N markaz", 10), Column("Yillik reja", 12, "count"),
    Column("n / N markaz", 10), Column("Bajarilishi, %", 10, "decimal"), Column("n / N markaz", 10),
)  # fmt: skip
_SHOWN = ("fact", "ytd", "plan", PERCENT)  # the measures, in the order of their columns
_NOTE, _BOXES, _CHARTS, _TITLE = 2, 3, 6, 24  # rows, from 0: the head's note and figures, charts, the title
_HEADING = _TITLE + 1
_TOP_ITEMS = 8
_HELP = len(_COLUMNS) + 1  # the column of what the third chart shows, right of the printed page
_LONGEST_LABEL = 26
_MOST_PERIODS = 4  # that are named one by one
_BLUE, _GREEN, _GREY = "#2E75B6", "#70AD47", "#595959"
Area = tuple[str, int, int, int, int]  # a sheet and its first and last row and column, from 0


def add(book: Book, sheet: Worksheet, blocks: Blocks, totals: Mapping[Total, str]) -> None:
    """Fill the sheet; ``totals`` tells in which cell a live total stands."""
    title(book, sheet, "Markazlar hisobotlari jamlanmasi", _about(book))
    for index, column in enumerate(_COLUMNS):
        sheet.set_column(index, index, column.width)
    if note := _of_regions(book.consolidation):
        sheet.write_string(_NOTE, 0, clean(note), book.styles.hint())
    _boxes(book, sheet, blocks)
    rows = _rows(book)
    last = _totals(book, sheet, rows, totals)
    _share_chart(book, sheet, blocks, completeness.COMPLETE, "To‘liqlik, %", _BLUE, 0)
    _share_chart(book, sheet, blocks, completeness.TIMELY, "O‘z vaqtida kelgani, %", _GREEN, 1)
    _top_chart(book, sheet, rows, 2 if blocks.charted else 0)
    if last > _HEADING:
        sheet.autofilter(_HEADING, 0, last, len(_COLUMNS) - 1)
    shared.page(sheet, (_HEADING, _HEADING))
    sheet.print_area(0, 0, max(last, _HEADING + 1), len(_COLUMNS) - 1)
    sheet.activate()


def _about(book: Book) -> str:
    of = book.consolidation
    found = {one.period for one in of.expected} | {one.period for one in of.entries}
    periods = [period_words(period) for period in sorted(found - {""}, key=period_order)]
    if len(periods) > _MOST_PERIODS:
        periods = [f"{periods[0]} – {periods[-1]}"]
    return f"Davr: {', '.join(periods) or '–'}. Tuzilgan kun: {book.today:%d.%m.%Y}."


def _of_regions(of: Consolidation) -> str:
    """Say what N does not hold, where the forms are those of regions; nothing where it holds all."""
    unknown = f"N ga kirmagan, chunki nechta markazdan ekani noma’lum: {', '.join(of.uncounted)}."
    unlisted = "N — faqat shakli kelgan viloyatlarning markazlari: markazlar ro‘yxati berilmagan."
    notes = (unknown if of.uncounted else "", "" if of.regions.listed else unlisted)
    return " ".join(filter(None, notes))


def _boxes(book: Book, sheet: Worksheet, blocks: Blocks) -> None:
    """Write the figures of the head, each under its word."""
    at, whole = f"='{completeness.NAME}'!", blocks.whole
    owed, complete, timely = (
        at + shared.cell(blocks.total, column)
        for column in (completeness.OWED, completeness.COMPLETE, completeness.TIMELY)
    )
    entries = book.consolidation.entries
    accepted = sum(entry.status is Status.ACCEPTED for entry in entries)
    unknown = sum(entry.status is Status.ACCEPTED and not entry.came.received for entry in entries)
    boxes: tuple[tuple[tuple[int, int], str, Shown, str], ...] = (
        ((0, 0), "Markazlar", len(book.centres), "count"),
        ((1, 1), "Kutilgan shakllar", Formula(owed, whole.expected), "count"),
        ((2, 2), "Qabul qilingan", accepted, "count"),
        ((3, 3), "To‘liqlik", Formula(complete, completeness.complete(whole)), "percent"),
        ((4, 5), "O‘z vaqtida", Formula(timely, completeness.timely(whole)), "percent"),
        ((6, 7), "Qabul qilinmagan fayllar", sum(map(is_open, entries)), "count"),
        ((8, 9), "Qarab chiqiladigan shakllar", sum(map(is_doubtful, entries)), "count"),
        ((10, 11), "Kelgan kuni noma’lum", unknown, "count"),
        ((12, 12), "Chetdagi", len(book.consolidation.outliers), "count"),
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


class Row(NamedTuple):
    """A row of the totals: an item of a report and period, with its totals by measure."""

    report: str
    period: str
    code: str
    unit: str
    measures: Mapping[str, Total]


def _rows(book: Book) -> list[Row]:
    """Return the totals of an item and unit side by side.

    Where two kinds share a unit nobody knows which totals belong together, so each has a row of its own; a
    percent stands beside the one row of its item.
    """
    groups: defaultdict[_Of, defaultdict[str, list[Total]]] = defaultdict(lambda: defaultdict(list))
    percents: defaultdict[_Of, list[Total]] = defaultdict(list)
    for one in book.consolidation.totals:
        of = _Of(one.report, one.period, one.code, one.unit)
        if one.measure == PERCENT:
            percents[of.item].append(one)
        elif one.measure in _SHOWN:
            groups[of][one.measure].append(one)
    units = Counter(of.item for of in groups)
    rows: list[Row] = []
    for of, measures in groups.items():
        if all(len(own) == 1 for own in measures.values()):
            beside = percents[of.item] if units[of.item] == 1 else []
            together = {one.measure: one for own in (*measures.values(), beside) for one in own}
            rows.append(Row(*of, together))
        else:
            rows += (Row(*of, {one.measure: one}) for own in measures.values() for one in own)
    return sorted(rows, key=lambda row: (row.report, period_order(row.period), item_order(row.code)))


class _Of(NamedTuple):
    report: str
    period: str
    code: str
    unit: str

    @property
    def item(self) -> _Of:
        """The item, whatever its unit."""
        return self._replace(unit="")


def _totals(book: Book, sheet: Worksheet, rows: Sequence[Row], totals: Mapping[Total, str]) -> int:
    """Write the table of totals; return its last row."""
    words = "Bandlar va ro‘yxatlar jami: «n / N» — soni kelgan va kutilgan markazlar; kelmagan son 0 emas"
    sheet.write_string(_TITLE, 0, words, book.styles(bold=True, font_size=11))
    headings(book, sheet, _HEADING, 0, _COLUMNS)
    last = _HEADING
    for last, values in enumerate((*_of_items(book, rows, totals), *_of_lists(book)), _HEADING + 1):
        for index, (heading, value) in enumerate(zip(_COLUMNS, values, strict=True)):
            put(book, sheet, last, index, value, heading.kind)
        sheet.set_row(last, height(zip(_COLUMNS, values, strict=True)))
    return last


def _of_items(book: Book, rows: Sequence[Row], totals: Mapping[Total, str]) -> Iterator[Sequence[Shown]]:
    for row in rows:
        name = book.names.get(row.code, "")
        head = (row.report, period_words(row.period), row.code, name, row.unit)
        yield (*head, *_figures(row.measures, totals))


def _of_lists(book: Book) -> Iterator[Sequence[Shown]]:
    """Yield what lists come to, below the items: they have no plan."""
    found = sorted(
        list_totals(book.consolidation),
        key=lambda one: (one.report, period_order(one.period), one.selection, one.field),
    )
    for one in found:
        name = f"{one.selection}: {list_words(one.field)}"
        figures: list[Shown] = []
        for span in ("total", "since"):
            value, said = one.sums.get(span, (None, 0))
            figures += (value, count_words(said, one.expected, one.beyond) if said else None)
        yield (one.report, period_words(one.period), None, name, None, *figures, None, None, None, None)


def _figures(measures: Mapping[str, Total], totals: Mapping[Total, str]) -> Iterator[Shown]:
    """Yield the figures of a row, each with how many centres said it; the period's is live."""
    for measure in _SHOWN:
        one = measures.get(measure)
        if one is None:
            yield from (None, None)
            continue
        place = totals.get(one, "")
        number = one.value if isinstance(one.value, int | float) else ""
        yield Formula(f"={place}", number) if place else one.value
        yield count_words(one.said, one.expected, one.beyond)


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
    rates = [rate for rate in book.consolidation.rates if rate.of == of]
    unknown = column == completeness.TIMELY and not all(rate.is_dated for rate in rates)
    labels = [{} if rate.is_dated else {"value": completeness.UNKNOWN} for rate in rates] if unknown else []
    chart = _bars(book, words + _BY[of], rows, colour, "0%", labels)
    chart.set_x_axis({"min": 0, "max": 1, "num_format": "0%", **_AXIS})
    _place(sheet, chart, place)


_BY = {"region": ", viloyatlar bo‘yicha", "centre": ", markazlar bo‘yicha", "report": ", hisobotlar bo‘yicha"}
_AXIS: Mapping[str, object] = {
    "num_font": {"size": 8}, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
}  # fmt: skip


def _top_chart(book: Book, sheet: Worksheet, rows: Sequence[Row], place: int) -> None:
    """Add a chart of the largest totals of one unit: lengths of other units say nothing side by side."""
    known = [
        (at, row, one.value)
        for at, row in enumerate(rows, _HEADING + 1)
        if (one := row.measures.get("fact")) and isinstance(one.value, int | float)
    ]
    if not known:
        return
    last = max((row.period for _, row, _ in known), key=period_order)
    own = [one for one in known if one[1].period == last]
    ((unit, _),) = Counter(row.unit for _, row, _ in own).most_common(1)
    largest: dict[str, tuple[int, float]] = {}
    for at, row, value in own:
        if row.unit == unit:
            largest.setdefault(row.code, (at, value))
    top = sorted(largest.items(), key=lambda one: -one[1][1])[:_TOP_ITEMS]
    for at, (code, (source, value)) in enumerate(top, _HEADING + 1):
        put(book, sheet, at, _HELP, short_name(book, code, _LONGEST_LABEL), "text")
        put(book, sheet, at, _HELP + 1, Formula(f"={shared.cell(source, 5)}", value), "count")
    sheet.write_string(_HEADING, _HELP, "Diagramma uchun", book.styles.heading(font_size=9))
    sheet.set_column(_HELP, _HELP, 30)
    end = _HEADING + len(top)
    rows_of = [(NAME, _HEADING + 1, column, end, column) for column in (_HELP, _HELP + 1)]
    words = f"Eng katta sonlar ({unit.lower()}), {period_words(last)}"
    chart = _bars(book, words, (rows_of[0], rows_of[1]), _GREY, "")
    chart.set_x_axis({"num_format": shared.COUNT_FORMAT, "min": 0, **_AXIS})
    _place(sheet, chart, place)


def _bars(
    book: Book, words: str, rows: tuple[Area, Area], colour: str, number: str, labels: Sequence[object] = ()
) -> Any:
    """Return a chart of bars, the first on top, each with its figure, or with the ``labels`` instead."""
    chart = book.workbook.add_chart({"type": "bar"})
    categories, values = map(list, rows)
    label = {"value": True, "font": {"size": 8}, "num_format": number or shared.COUNT_FORMAT}
    if labels:
        label["custom"] = labels
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
