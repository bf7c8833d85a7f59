"""Draws the templates of pages: one A4 of where things stand, for the director and for a service.

Each list has as many rows as there is room for; below them stands the place for what found none.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from forms.drawing import FONT, GREY
from forms.parts import COUNT, DATE, PERCENT, TEXT, braced

from akmxl.submission.page.template import DIRECTOR, SERVICE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SHEET = "Sahifa"
WIDTHS = (7.5, 33, 10, 9, 12.5, 11, 12.5, 15)  # of the columns, in digits
LAST = len(WIDTHS) - 1
_LINE, _TITLE, _HEADING = 15, 20, 26  # heights of rows, in points
_BLUE, _PALE, _RED = "#1F4E79", "#BFBFBF", "#9C0006"
_OPTIONS = {
    "strings_to_urls": False,
    "in_memory": True,
    "default_format_properties": {"font_name": FONT, "font_size": 10.5, "font_scheme": False},
}
# A column of a list: heading, word, first and last column of the sheet, number format, align.
Column = tuple[str, str, int, int, str, str]


class Page:
    """A page being drawn, from top to bottom."""

    def __init__(self, workbook: Any) -> None:
        self.workbook, self.sheet, self.row = workbook, workbook.add_worksheet(SHEET), 0
        for index, width in enumerate(WIDTHS):
            self.sheet.set_column_pixels(index, index, int(7 * width))
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_margins(left=0.5, right=0.4, top=0.45, bottom=0.45)
        self.sheet.center_horizontally()

    def style(self, **properties: Any) -> Any:
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "num_format": TEXT}
        return self.workbook.add_format({**base, **properties})

    def put(self, row: int, first: int, last: int, text: str, style: Any) -> None:
        if first == last:
            self.sheet.write(row, first, text or None, style)
        else:
            self.sheet.merge_range(row, first, row, last, text, style)

    def line(self, text: str, height: float = _LINE, first: int = 0, last: int = LAST, **look: Any) -> None:
        self.put(self.row, first, last, text, self.style(text_wrap=True, **look))
        self.sheet.set_row(self.row, height)
        self.row += 1

    def gap(self) -> None:
        self.sheet.set_row(self.row, 6)
        self.row += 1

    def table(self, title: str, name: str, columns: Sequence[Column], rows: int) -> int:
        """A list of so many rows; gives its first row."""
        last = max(column[3] for column in columns)
        self.line(title, _TITLE, last=last, bold=True, font_size=11, font_color=_BLUE)
        self.sheet.set_row(self.row, _HEADING)
        for heading, _, first, end, _, _ in columns:
            look = {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": GREY}
            self.put(self.row, first, end, heading, self.style(font_size=9, **look))
        begin = self.row + 1
        styles = [
            self.style(
                border=1,
                text_wrap=True,
                font_size=9.5,
                num_format=number,
                align=align,
                indent=int(align == "left"),
            )
            for *_, number, align in columns
        ]
        for row in range(begin, begin + rows):
            self.sheet.set_row(row, _LINE)
            for (_, words, first, end, _, _), style in zip(columns, styles, strict=True):
                text = " / ".join(braced(f"{name}.{word}") for word in words.split(" / "))
                self.put(row, first, end, text, style)
        self.row = begin + rows
        self.line(braced(f"{name}.yana"), _LINE, last=last, italic=True, font_size=9.5)
        return begin


def write(folder: Path) -> list[Path]:
    """Write the templates of pages into a folder; the same bytes each time."""
    folder.mkdir(exist_ok=True)
    return [_write(folder, DIRECTOR, _director), _write(folder, SERVICE, _service)]


def _write(folder: Path, name: str, draw: Any) -> Path:
    path = folder / f"{name}.xlsx"
    path.unlink(missing_ok=True)
    with xlsxwriter.Workbook(path, _OPTIONS) as workbook:
        workbook.set_properties({"title": name, "created": datetime(2025, 1, 1)})  # noqa: DTZ001
        draw(Page(workbook))
    return path


def _head(page: Page, title: str) -> None:
    page.put(0, 0, 5, braced("tashkilot"), page.style(bold=True, font_size=11, text_wrap=True))
    page.put(0, 6, LAST, braced("sahifa.sanasi"), page.style(num_format=DATE, align="right", bold=True))
    page.sheet.set_row(0, 18)
    page.row = 1
    page.line(title, 24, bold=True, font_size=15, font_color=_BLUE)


def _done(*, coded: bool) -> tuple[Column, ...]:
    first: tuple[Column, ...] = (
        (("Bo‘lim", "kodi", 0, 0, TEXT, "center"), ("Nomi", "nomi", 1, 1, TEXT, "left"))
        if coded
        else (("Xizmat", "nomi", 0, 1, TEXT, "left"),)
    )
    return (
        *first,
        ("Bajarilishi, %", "bajarilishi", 2, 2, PERCENT, "center"),
        ("Yil ulushi, %", "yil ulushi", 3, 3, PERCENT, "center"),
        ("Muddatida", "muddatida", 4, 4, TEXT, "center"),
        ("Rejali / soni yo‘q / rejasiz", "rejali / soni yo‘q / rejasiz", 5, 5, TEXT, "center"),
    )


def _owed(rows: int, page: Page) -> None:
    columns: tuple[Column, ...] = (
        ("Kodi", "kodi", 0, 0, TEXT, "center"),
        ("Hisobot", "nomi", 1, 3, TEXT, "left"),
        ("Davri", "davri", 4, 4, TEXT, "center"),
        ("Muddati", "muddati", 5, 5, DATE, "center"),
        ("Yuborish kuni", "yuborish kuni", 6, 6, DATE, "center"),
        ("Holati", "holati", 7, 7, TEXT, "center"),
    )
    page.table("Topshiriladigan hisobotlar: " + braced("sahifa.hisobotlar"), "muddatlar", columns, rows)


def _director(page: Page) -> None:
    _head(page, "Reja holati, " + braced("yil") + "-yil: rahbar sahifasi")
    page.line("Yilning o‘tgan qismi: " + braced("sahifa.yil ulushi") + " %. " + braced("sahifa.tekshiruv"))
    page.line(braced("sahifa.to‘liqligi"), font_color=_RED)
    page.line(braced("sahifa.noaniq"), font_color=_RED)
    page.gap()
    top = page.row
    sections = page.table("Bo‘limlar bo‘yicha", "bo‘limlar", _done(coded=True), 7)
    page.gap()
    page.table("Xizmatlar bo‘yicha", "xizmatlar", _done(coded=False), 8)
    _chart(page, top, sections, sections + 6)
    page.gap()
    _owed(9, page)
    page.gap()
    behind: tuple[Column, ...] = (
        ("Band", "kodi", 0, 0, TEXT, "center"),
        ("Nomi", "nomi", 1, 1, TEXT, "left"),
        ("Yillik reja", "reja", 2, 2, COUNT, "center"),
        ("Kerak edi", "kerak", 3, 3, COUNT, "center"),
        ("Bajarildi", "bajarildi", 4, 4, COUNT, "center"),
        ("Yetmaydi, reja %", "farqi", 5, 5, PERCENT, "center"),
        ("Sababi", "sababi", 6, 7, TEXT, "left"),
    )
    page.table("Eng ortda qolgan uch band", "ortda", behind, 3)
    page.gap()
    unsigned: tuple[Column, ...] = (
        ("Kodi", "kodi", 0, 0, TEXT, "center"),
        ("Hisobot", "nomi", 1, 3, TEXT, "left"),
        ("Davri", "davri", 4, 4, TEXT, "center"),
        ("Tahrir", "tahrir", 5, 5, "0", "center"),
        ("Topshirish muddati", "muddati", 6, 7, DATE, "center"),
    )
    page.table("Imzo kutayotgan loyihalar", "imzo", unsigned, 5)
    page.gap()
    page.line(braced("sahifa.hisobi"), 36, font_size=8.5, italic=True, valign="top")


def _chart(page: Page, top: int, first: int, last: int) -> None:
    """What is done of each section beside the share of the year: what the table says, seen at once."""
    chart = page.workbook.add_chart({"type": "bar"})
    codes = [SHEET, first, 0, last, 0]
    for column, name, colour in ((2, "Bajarilishi, %", _BLUE), (3, "Yil ulushi, %", _PALE)):
        chart.add_series(
            {
                "name": name,
                "categories": codes,
                "values": [SHEET, first, column, last, column],
                # What XlsxWriter would keep of the cells are their words in braces.
                "categories_data": [""] * (last - first + 1),
                "values_data": [0] * (last - first + 1),
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    font = {"name": FONT, "size": 8}
    grid = {"visible": True, "line": {"color": "#E0E0E0"}}
    chart.set_title({"name": "Bo‘limlar va yil ulushi, %", "name_font": {**font, "size": 9, "bold": True}})
    chart.set_x_axis({"min": 0, "max": 100, "major_unit": 50, "num_font": font, "major_gridlines": grid})
    chart.set_y_axis({"reverse": True, "num_font": font, "label_position": "low"})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": int(7 * (WIDTHS[6] + WIDTHS[7])) + 2, "height": 330})
    page.sheet.insert_chart(top, 6, chart, {"x_offset": 6, "y_offset": 2, "object_position": 3})


def _service(page: Page) -> None:
    _head(page, braced("sahifa.xizmat"))
    page.line(
        "Bajarilishi: " + braced("sahifa.bajarilishi") + ". Yilning o‘tgan qismi: "
        + braced("sahifa.yil ulushi") + " %. Muddatida: " + braced("sahifa.muddatida") + " band."
    )  # fmt: skip
    page.line(braced("sahifa.noaniq"), font_color=_RED)
    page.gap()
    blanks: tuple[Column, ...] = (
        ("Band", "kodi", 0, 0, TEXT, "center"),
        ("Nomi", "nomi", 1, 4, TEXT, "left"),
        ("To‘ldirilmagan oylar", "oylari", 5, 7, TEXT, "left"),
    )
    page.table("To‘ldirilmagan oylar", "bo‘shlar", blanks, 8)
    page.gap()
    findings: tuple[Column, ...] = (
        ("Band", "bandi", 0, 0, TEXT, "center"),
        ("Nima bo‘ldi", "nima", 1, 2, TEXT, "left"),
        ("Darajasi / joyi", "darajasi / joyi", 3, 4, TEXT, "left"),
        ("Nima qilish kerak", "chora", 5, 7, TEXT, "left"),
    )
    page.table("Tuzatiladigan va izoh kutayotgan holatlar", "holatlar", findings, 7)
    page.gap()
    _owed(6, page)
    page.gap()
    work: tuple[Column, ...] = (
        ("Band", "kodi", 0, 0, TEXT, "center"),
        ("Nomi", "nomi", 1, 3, TEXT, "left"),
        ("Birligi", "birligi", 4, 4, TEXT, "center"),
        ("Muddati", "muddati", 5, 5, DATE, "center"),
        ("Shu kungacha kerak", "kerak", 6, 6, COUNT, "center"),
        ("Bajarildi", "bajarildi", 7, 7, COUNT, "center"),
    )
    page.table("Ortda qolgan va muddati yaqin ishlar", "ishlar", work, 6)
    page.gap()
    page.line(braced("sahifa.hisobi"), 36, font_size=8.5, italic=True, valign="top")
