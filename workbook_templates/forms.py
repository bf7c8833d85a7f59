"""The forms: official letters on A4 whose places staff can see and type, ``{{like this}}``.

No formulas: a mailed file is read before anything is calculated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from akmxl import words
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Times New Roman"
COUNT, SHARE, DATE, TEXT = "[>=1000]# ##0;0", "0.0", "dd.mm.yyyy", "@"
VALUE = "[>=1000]# ##0;General"  # of a block where counts, percents and texts stand below each other
CORRECTION = 10  # the row, from 0, at which a corrected report says what was sent otherwise
TABLE = 15  # the row of the table's heading

FIGURES = ("Yillik reja", "Hisobot davri", words.header("year_total"), words.header("percent"),
           "O‘tgan yilning shu davri", "Farqi")  # fmt: skip
FIGURE_PLACES = (("reja", COUNT), ("fakt", COUNT), ("yil boshidan", COUNT), ("foiz", SHARE),
                 ("o‘tgan yil", COUNT), ("farqi", COUNT))  # fmt: skip

CHANGE_HEADINGS = ("Aniqlashtirilgan ko‘rsatkich", "Yuborilgan", "Aniqlashtirilgan", "Farqi")
CHANGE_PLACES = ("o‘zgarish.ko‘rsatkich", "o‘zgarish.eski", "o‘zgarish.yangi", "o‘zgarish.farqi")


@dataclass(frozen=True)
class Column:
    """One column of a form's table: its heading, width, and the format and place of its cells."""

    heading: str
    width: float
    number: str = TEXT
    align: str = "center"
    place: str = ""


@dataclass(frozen=True)
class Letter:
    """A form: the columns of its table, the rows below the heading, and how the page lies."""

    code: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int  # how many columns the sender's block spans
    right: int  # where the addressee's block begins
    landscape: bool = True
    section: str = ""  # the place of a heading row that repeats with the row below it
    parts: frozenset[int] = frozenset()  # the rows that are parts of one above: their names stand further in


def letters() -> tuple[Letter, ...]:
    return _whole_plan(), _registration(), _events()


def write(letter: Letter, folder: Path) -> Path:
    """Write one form into the folder; the same letter gives the same bytes."""
    path = folder / f"{letter.code}.xlsx"
    path.unlink(missing_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "in_memory": True}) as workbook:
        workbook.set_properties({"title": letter.code, "created": datetime(2025, 1, 1)})  # noqa: DTZ001
        sheet = workbook.add_worksheet(letter.code)
        for index, column in enumerate(letter.columns):
            sheet.set_column(index, index, column.width)
        pen = _Pen(workbook, sheet, len(letter.columns) - 1)
        _head(pen, letter)
        _foot(pen, _table(pen, letter))
        _page(sheet, letter)
    return path


class _Pen:
    """Writes texts over a span of columns, in the letters' one font."""

    def __init__(self, workbook: Any, sheet: Worksheet, last: int) -> None:
        self.workbook, self.sheet, self.last = workbook, sheet, last

    def style(self, **properties: Any) -> Format:
        base = {"font_name": FONT, "font_size": 12, "valign": "vcenter", "num_format": TEXT}
        style: Format = self.workbook.add_format({**base, **properties})
        return style

    def span(self, row: int, first: int, last: int, text: str, height: float = 18, **properties: Any) -> None:
        """Text over the columns ``first`` to ``last`` of a row."""
        style = self.style(text_wrap=True, **properties)
        if first == last:
            self.sheet.write_string(row, first, text, style)
        else:
            self.sheet.merge_range(row, first, row, last, text, style)
        self.sheet.set_row(row, height)


def _head(pen: _Pen, letter: Letter) -> None:
    """Sender, number and date left; addressee right; kind, title and period in the middle."""
    sender, addressee, last = letter.left - 1, letter.right, pen.last
    pen.span(0, addressee, last, "{{kimga}}", bold=True)
    pen.span(0, 0, sender, "{{tashkilot}}", 36, bold=True, align="center")
    pen.span(1, addressee, last, "Nusxasi: {{nusxasi}}")
    pen.span(1, 0, sender, "{{hudud}}", 34, align="center")
    pen.span(2, 0, sender, "Tel.: {{telefon}}", align="center")
    pen.span(3, 0, sender, "№ {{chiqish raqami}}", 24, align="center", valign="bottom", bottom=1)
    pen.span(
        4, 0, sender, "{{chiqish sanasi}}", 24, num_format=DATE, align="center", valign="bottom", bottom=1
    )
    pen.span(6, 0, last, "{{hisobot turi}}", 22, bold=True, align="center", font_size=14)
    pen.span(7, 0, last, "{{hisobot nomi}}", 36, bold=True, align="center")
    pen.span(8, 0, last, "{{davr}}", align="center")
    pen.span(9, 0, last, "{{tahrir}}", align="center", italic=True)
    _correction(pen)


def _correction(pen: _Pen) -> None:
    """Why a report is corrected, and the values that were sent otherwise. In any other report these rows
    are not there: akmxl takes them out."""
    last, row = pen.last, CORRECTION
    pen.span(row, 0, last, "Aniqlashtirish sababi: {{aniqlashtirish sababi}}")
    pen.span(row + 1, 0, last, "Asos: {{aniqlashtirish xati}}")
    spans = ((0, last - 3), *((column, column) for column in range(last - 2, last + 1)))
    grid: dict[str, Any] = {"border": 1, "font_size": 11}
    for (first, end), heading, place in zip(spans, CHANGE_HEADINGS, _braced(CHANGE_PLACES), strict=True):
        pen.span(row + 2, first, end, heading, 24, bold=True, align="center", bg_color="#EDEDED", **grid)
        pen.span(row + 3, first, end, place, 24, align="center" if first else "left",
                 num_format=VALUE if first else TEXT, **grid)  # fmt: skip


def _table(pen: _Pen, letter: Letter) -> int:
    """The heading and the rows of the table; gives the row below."""
    grid: dict[str, Any] = {"border": 1, "font_size": 11, "text_wrap": True}
    for index, column in enumerate(letter.columns):
        style = pen.style(bold=True, align="center", bg_color="#EDEDED", **grid)
        pen.sheet.write_string(TABLE, index, column.heading, style)
    pen.sheet.set_row(TABLE, 48)
    row = TABLE + 1
    if letter.section:
        pen.span(row, 0, pen.last, letter.section, 34, bold=True, align="center", border=1, font_size=11)
        row += 1
    for number, places in enumerate(letter.rows):
        for index, (column, place) in enumerate(zip(letter.columns, places, strict=True)):
            further = {"indent": 2} if index == 0 and number in letter.parts else {}
            style = pen.style(num_format=column.number, align=column.align, **grid, **further)
            pen.sheet.write_string(row, index, place, style)
        if len(letter.rows) > 1:  # a repeated row has no height of its own: its texts are long or short
            pen.sheet.set_row(row, 34)
        row += 1
    return row


def _foot(pen: _Pen, row: int) -> None:
    """The text, the director's signature, and small who prepared it."""
    last = pen.last
    pen.span(row + 1, 0, last, "{{matn}}", 80, valign="top", align="justify")
    pen.span(row + 3, 0, last, "Direktor ____________ {{direktor}}", 30, bold=True)
    for offset, text in ((5, "Ijrochi: {{ijrochi}}"), (6, "Tel.: {{telefon}}")):
        pen.span(row + offset, 0, last, text, 13, font_size=9)


def _page(sheet: Worksheet, letter: Letter) -> None:
    if letter.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    # The left margin is wide enough to file the letter.
    sheet.set_margins(left=0.8 if not letter.landscape else 0.6, right=0.4, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(TABLE)
    sheet.set_footer(f'&C&"{FONT}"&9&P / &N')
    sheet.hide_gridlines(2)


def _whole_plan() -> Letter:
    """MK-16: every item of the plan under its section."""
    places = ("band.raqami", "band.nomi", "band.birligi", *(f"band.{place}" for place, _ in FIGURE_PLACES),
              "band.izoh")  # fmt: skip
    columns = (
        Column(words.header("printed_no"), 6),
        Column(words.header("name"), 50, align="left"),
        Column(words.header("unit"), 15),
        *_figure_columns(12),
        Column(words.header("note"), 28, align="left"),
    )
    return Letter("MK-16", columns, (_braced(places),), left=2, right=6, section="{{bo‘lim.nomi}}")


def _registration() -> Letter:
    """MK-10: how many readers were registered, new and again."""
    columns = (Column("Ko‘rsatkich", 32, align="left"), *_figure_columns(13.5))
    rows = tuple(
        _braced([f"nomi {code}", *(f"{place} {code}" for place, _ in FIGURE_PLACES)])
        for code in ("15", "15.1", "15.2")
    )
    return Letter("MK-10", columns, rows, left=3, right=4, landscape=False, parts=frozenset({1, 2}))


def _events() -> Letter:
    """MK-02: the events of the period, a row each."""
    fields = (
        ("sana", "date", 12, DATE, "center"),
        ("nomi", "title", 38, TEXT, "left"),
        ("joyi", "place", 22, TEXT, "left"),
        ("ishtirokchilar", "participants", 15, COUNT, "center"),
        ("ayollar", "women", 10, COUNT, "center"),
        ("bolalar", "children", 10, COUNT, "center"),
        ("hamkor", "partner", 20, TEXT, "left"),
        ("mas’ul", "responsible", 20, TEXT, "left"),
        ("havola", "link", 24, TEXT, "left"),
    )
    columns = [Column(words.header("printed_no"), 6, "0")]
    for _, field, width, number, align in fields:
        columns.append(Column(layout.TADBIRLAR.column(field).header(), width, number, align))
    places = ("tadbir.raqam", *(f"tadbir.{place}" for place, *_ in fields))
    return Letter("MK-02", tuple(columns), (_braced(places),), left=3, right=7)


def _figure_columns(width: float) -> list[Column]:
    numbers = [number for _, number in FIGURE_PLACES]
    return [Column(heading, width, number) for heading, number in zip(FIGURES, numbers, strict=True)]


def _braced(places: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{{{{{place}}}}}" for place in places)
