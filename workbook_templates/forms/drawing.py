"""Draws a letter: sender and addressee, title, tables, text, signature; the same bytes each time.

No formulas: a mailed file is read before anything is calculated.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from akmxl.workbook.text_height import times_height
from forms.parts import DIFFERENCE, TEXT, VALUE, total_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from forms.parts import Column, Letter, Table

FONT = "Times New Roman"
GREY = "#EDEDED"
CORRECTION, TOP = 10, 15  # rows, from 0: what was sent otherwise; the first table
_CHANGES = (
    ("Aniqlashtirilgan ko‘rsatkich", "{{o‘zgarish.ko‘rsatkich}}"),
    ("Yuborilgan", "{{o‘zgarish.eski}}"),
    ("Aniqlashtirilgan", "{{o‘zgarish.yangi}}"),
    ("Farqi", "{{o‘zgarish.farqi}}"),
)
# Points of A4 and of its margins in inches: the left one is wide enough to file the letter.
_SHORT, _LONG = 595.3, 841.9
_LEFT, _RIGHT, _UPPER, _LOWER = 0.8, 0.4, 0.5, 0.55
_SAFE = 0.985  # of the page's width: no printer puts the last column on a page of its own
# A workbook's own font decides how wide its columns are. This one is on every machine, or one of the same
# widths (Calibri is not), and at this size a digit is 7 pixels wide without rounding in every program.
_OPTIONS = {
    "strings_to_urls": False,
    "in_memory": True,
    "default_format_properties": {"font_name": FONT, "font_size": 10.5, "font_scheme": False},
}


def write(letter: Letter, folder: Path) -> Path:
    """Write one form into the folder; the same letter gives the same bytes."""
    path = folder / f"{letter.code}.xlsx"
    path.unlink(missing_ok=True)
    with xlsxwriter.Workbook(path, _OPTIONS) as workbook:
        workbook.set_properties({"title": letter.code, "created": datetime(2025, 1, 1)})  # noqa: DTZ001
        sheet = workbook.add_worksheet(letter.code)
        pen = _Pen(workbook, sheet, letter)
        for index, width in enumerate(pen.widths):
            sheet.set_column_pixels(index, index, width)
        _head(pen)
        row, titles = TOP, None
        for table in letter.tables:
            row, heading = _table(pen, table, row)
            titles = heading if table.repeats else titles
        _foot(pen, row)
        _page(sheet, letter, titles)
    return path


class _Pen:
    """Writes texts over a span of columns, in the letters' one font."""

    def __init__(self, workbook: Any, sheet: Worksheet, letter: Letter) -> None:
        self.workbook, self.sheet, self.letter = workbook, sheet, letter
        self.widths = _widths(letter)
        self.last = len(self.widths) - 1

    def style(self, **properties: Any) -> Format:
        base = {"font_name": FONT, "font_size": 12, "valign": "vcenter", "num_format": TEXT}
        style: Format = self.workbook.add_format({**base, **properties})
        return style

    def boxed(self, **properties: Any) -> Format:
        """The style of a table's cell; a text on the left keeps off the line."""
        base = {"border": 1, "font_size": self.letter.size, "text_wrap": True}
        off = {"indent": 1} if properties.get("align") == "left" else {}
        return self.style(**{**base, **off, **properties})

    def put(self, row: int, first: int, last: int, text: str, style: Format, last_row: int = 0) -> None:
        """Text over the columns ``first`` to ``last`` of a row, or of several."""
        below = max(row, last_row)
        if (first, row) == (last, below):
            self.sheet.write(row, first, text or None, style)
        else:
            self.sheet.merge_range(row, first, below, last, text, style)

    def line(self, row: int, first: int, last: int, text: str, height: float = 18, **properties: Any) -> None:
        """A line of the letter outside its tables."""
        self.put(row, first, last, text, self.style(text_wrap=True, **properties))
        self.sheet.set_row(row, height)

    def height(self, texts: Iterable[tuple[str, tuple[int, int]]], *, bold: bool = False) -> float:
        """The height of a table's row for its fixed texts; what fills the others makes it higher."""
        heights = (
            times_height(text, sum(self.widths[first : last + 1]) / 7, self.letter.size, bold=bold)
            for text, (first, last) in texts
            if "{{" not in text
        )
        return max((17, *heights)) + 1

    def split(self, share: float) -> int:
        """The column whose left edge is nearest to a share of the page's width."""
        edges = [sum(self.widths[:index]) / sum(self.widths) for index in range(self.last + 1)]
        return min(range(1, self.last + 1), key=lambda index: abs(edges[index] - share))


def _widths(letter: Letter) -> list[int]:
    """The columns' widths in pixels (three quarters of a point): together as wide as the page."""
    paper = _LONG if letter.landscape else _SHORT
    room = _SAFE * (paper - 72 * (_LEFT + _RIGHT)) / 0.75 * 100 / letter.scale
    return [int(room * share / sum(letter.shares)) for share in letter.shares]


def _head(pen: _Pen) -> None:
    """Sender, number and date left; addressee right; kind, title and period in the middle."""
    last = pen.last
    sender = max(pen.split(0.44) - 1, 0)
    addressee = max(pen.split(0.56), sender + 1)
    pen.line(0, addressee, last, "{{kimga}}", bold=True)
    pen.line(0, 0, sender, "{{tashkilot}}", bold=True, align="center")
    pen.line(1, addressee, last, "Nusxasi: {{nusxasi}}")
    pen.line(1, 0, sender, "{{hudud}}", align="center")
    pen.line(2, 0, sender, "Tel.: {{telefon}}", align="center")
    signed = {"align": "left", "valign": "bottom", "bottom": 1}
    pen.line(3, 0, sender, "№ {{chiqish raqami}}", 20, **signed)
    pen.line(4, 0, sender, "Sana: {{chiqish sanasi}}", 20, **signed)
    pen.line(6, 0, last, "{{hisobot turi}}", 22, bold=True, align="center", font_size=14)
    pen.line(7, 0, last, "{{hisobot nomi}}", 18, bold=True, align="center")
    pen.line(8, 0, last, "{{davr}}", align="center")
    pen.line(9, 0, last, "{{tahrir}}", 4, align="center", italic=True)  # grows when there is one
    pen.sheet.set_row(5, 10)
    _correction(pen)
    pen.sheet.set_row(TOP - 1, 8)


def _correction(pen: _Pen) -> None:
    """Why a report is corrected, and the values that were sent otherwise. In any other report these rows
    are not there: akmxl takes them out."""
    last, row = pen.last, CORRECTION
    pen.line(row, 0, last, "Aniqlashtirish sababi: {{aniqlashtirish sababi}}")
    pen.line(row + 1, 0, last, "Asos: {{aniqlashtirish xati}}", 24, valign="top")
    first = min(pen.split(0.48), last - 2)
    second = min(max(pen.split(0.66), first + 1), last - 1)
    third = min(max(pen.split(0.83), second + 1), last)
    spans = ((0, first - 1), (first, second - 1), (second, third - 1), (third, last))
    for place, (span, (heading, word)) in enumerate(zip(spans, _CHANGES, strict=True)):
        pen.put(row + 2, *span, heading, pen.boxed(bold=True, align="center", bg_color=GREY))
        look = {"num_format": VALUE, "align": "center"} if place else {"align": "left"}
        pen.put(row + 3, *span, word, pen.boxed(**look))
        if place:  # whole numbers with blanks between thousands, others with their decimal
            cell = xl_rowcol_to_cell(row + 3, span[0])
            whole = f"=AND(ISNUMBER({cell}),{cell}=INT({cell}))"
            format_ = pen.workbook.add_format({"num_format": DIFFERENCE})
            rule = {"type": "formula", "criteria": whole, "format": format_}
            pen.sheet.conditional_format(row + 3, span[0], row + 3, span[0], rule)
    pen.sheet.set_row(row + 2, 18)


def _table(pen: _Pen, table: Table, row: int) -> tuple[int, tuple[int, int]]:
    """A table from ``row`` on; gives the row for the next one, and the rows of its heading."""
    spans = _spans(table.columns, pen.letter.shares)
    if table.title:
        pen.line(row, 0, pen.last, table.title, 20, bold=True)
        row += 1
    heading = row, row + any(column.over for column in table.columns)
    _headings(pen, table.columns, spans, heading)
    row = heading[1] + 1
    if table.heading:
        style = pen.boxed(bold=True, align="center", bg_color="#F7F7F7")
        pen.put(row, 0, pen.last, table.heading, style)
        row += 1
    for number, texts in enumerate(table.rows):
        further = {"indent": 3} if number in table.indented else {}
        for (first, last), column, text in zip(spans, table.columns, texts, strict=True):
            style = pen.boxed(num_format=column.number, align=column.align, **(further if not first else {}))
            pen.put(row, first, last, text, style)
        if not table.repeats:
            pen.sheet.set_row(row, pen.height(zip(texts, spans, strict=True)))
        row += 1
    row = _sums(pen, table, spans, row)
    if table.otherwise:
        pen.put(row, 0, pen.last, table.otherwise, pen.style(text_wrap=True))
        row += 1
    pen.sheet.set_row(row, 10)
    return row + 1, heading


def _headings(
    pen: _Pen, columns: Sequence[Column], spans: Sequence[tuple[int, int]], rows: tuple[int, int]
) -> None:
    """The heading in one tier, or in two where columns stand together under common words."""
    style = pen.boxed(bold=True, align="center", bg_color=GREY)
    upper, lower = rows
    for number, (column, (first, last)) in enumerate(zip(columns, spans, strict=True)):
        pen.put(lower if column.over else upper, first, last, column.heading, style, lower)
        if column.over and (number == 0 or columns[number - 1].over != column.over):
            together = [span for other, span in zip(columns, spans, strict=True) if other.over == column.over]
            pen.put(upper, first, together[-1][1], column.over, style)
    texts = [(column.heading, span) for column, span in zip(columns, spans, strict=True)]
    height = pen.height(texts, bold=True)
    pen.sheet.set_row(upper, 20 if lower > upper else height)
    if lower > upper:
        pen.sheet.set_row(lower, max(height - 20, 20))


def _sums(pen: _Pen, table: Table, spans: Sequence[tuple[int, int]], row: int) -> int:
    """The totals below a list: the label over the columns before the first that is added up."""
    added = [index for index, column in enumerate(table.columns) if column.total]
    until = added[0] if added else len(table.columns)
    for span, label in table.sums:
        pen.put(row, 0, spans[until - 1][1], label, pen.boxed(bold=True, align="left"))
        for (first, last), column in list(zip(spans, table.columns, strict=True))[until:]:
            text = total_word(table, span, column) if column.total else ""
            pen.put(row, first, last, text, pen.boxed(bold=True, num_format=column.number, align="center"))
        row += 1
    return row


def _spans(columns: Sequence[Column], grid: Sequence[float]) -> list[tuple[int, int]]:
    """First and last grid column of each column: its edges lie on the grid's nearest lines."""
    lines = [sum(grid[:index]) / sum(grid) for index in range(len(grid) + 1)]
    whole = sum(column.width for column in columns)
    spans, start, share = [], 0, 0.0
    for number, column in enumerate(columns, 1):
        share += column.width / whole
        left = len(columns) - number  # each column that follows needs a grid column of its own
        choices = range(start + 1, len(grid) - left + 1) if left else (len(grid),)
        end = min(choices, key=lambda line: abs(lines[line] - share))
        spans.append((start, end - 1))
        start = end
    return spans


def _foot(pen: _Pen, row: int) -> None:
    """The text, the director's signature, and small who prepared it."""
    last = pen.last
    pen.line(row, 0, last, "{{matn}}", 18, valign="top", align="justify")
    pen.sheet.set_row(row + 1, 8)
    pen.line(row + 2, 0, last, "Direktor ______________________ {{direktor}}", 24, bold=True)
    pen.sheet.set_row(row + 3, 8)
    for offset, text in ((4, "Ijrochi: {{ijrochi}}"), (5, "Tel.: {{telefon}}")):
        pen.line(row + offset, 0, last, text, 13, font_size=9)


def _page(sheet: Worksheet, letter: Letter, titles: tuple[int, int] | None) -> None:
    if letter.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=_LEFT, right=_RIGHT, top=_UPPER, bottom=_LOWER)
    sheet.set_print_scale(letter.scale)  # not fitted to the page: Excel then overlooks page breaks
    if titles:
        sheet.repeat_rows(*titles)
    sheet.set_footer(f'&C&"{FONT}"&9&P / &N', {"margin": 0.25})
    sheet.hide_gridlines(2)
