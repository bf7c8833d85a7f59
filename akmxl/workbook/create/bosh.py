"""Bosh sahifa: the organisation, what is done, what is due, two charts that read akmxl's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl import words
from akmxl.workbook import formulas, layout, shipped
from akmxl.workbook.create import base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.base import Making

_WIDTHS = (2, 12, 56, 13, 13, 13, 15, 3, 13, 13)
_LEFT, _NAME = 1, 2
_ORGANISATION, _CHECK = 3, 10
_SECTIONS = 16
_SERVICES = _SECTIONS + 10
_DUE = _SERVICES + 13
_MONTHS = _SERVICES
_MONTH_LEFT = 8
_CHART_LEFT = 8


def add(making: Making) -> None:
    sheet = making.sheet(layout.HOME, base.GREEN_TAB)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.hide_gridlines(2)
    _title(making, sheet)
    _organisation(making, sheet)
    _check(making, sheet)
    _blocks(making, sheet)
    _charts(making, sheet)
    sheet.set_first_sheet()
    sheet.activate()
    base.page(sheet, None)
    sheet.fit_to_pages(1, 1)


def _title(making: Making, sheet: Worksheet) -> None:
    style = making.styles(bold=True, font_size=18)
    text = f"Ish reja, {making.year}-yil"
    sheet.write_formula(0, _LEFT, '="Ish reja, "&Yil&"-yil"', style, text)
    sheet.set_row(0, 28)


def _organisation(making: Making, sheet: Worksheet) -> None:
    known: dict[str, Any] = {
        "organisation": making.organisation,
        "region": making.region,
        "year": making.year,
    }
    for row, (field, (name, label)) in enumerate(layout.ORGANISATION.items(), _ORGANISATION):
        style = making.styles.boxed(
            bg_color=base.INPUT, align="left", num_format="0" if field == "year" else "@"
        )
        sheet.write_string(row, _LEFT, label, making.styles(bold=True))
        base.write(sheet, row, _NAME, known.get(field, ""), style)
        making.name(name, layout.HOME, base.fixed(row, _NAME, row, _NAME))


def _check(making: Making, sheet: Worksheet) -> None:
    entries = (
        (layout.LAST_CHECK, "Tekshirilgan", "dd.mm.yyyy"),
        (layout.CHECK_SUMMARY, "Xulosa", "@"),
        (layout.YEAR_GONE, "Yil ulushi, %", "0.0"),
    )
    for row, (name, label, number) in enumerate(entries, _CHECK):
        style = making.styles.boxed(num_format=number, align="left", text_wrap=True, bg_color=base.COMPUTED)
        sheet.write_string(row, _LEFT, label, making.styles(bold=True))
        sheet.write_blank(row, _NAME, None, style)
        making.name(name, layout.HOME, base.fixed(row, _NAME, row, _NAME))
    sheet.set_row(_CHECK + 1, 32)
    link = making.styles(font_color="#0563C1", underline=1)
    text = "Bugungi qatorga o‘tish"
    sheet.write_formula(_CHECK + 3, _NAME, "=" + formulas.today_link(), link, text)


def _blocks(making: Making, sheet: Worksheet) -> None:
    """The areas that akmxl fills by value, each under its headings and with its defined name."""
    shares = ("Bajarilishi, %", "Yil ulushi, %")
    counts = ("Rejali bandlar", "Rejasiz bandlar")
    sections = [(section.name, section.beside, None, None, None, None) for section in shipped.sections()]
    services = [(service.name, None, None, None) for service in shipped.services()]
    months = [(name.capitalize(), None) for name in words.MONTHS]
    due = ("Kodi", "Hisobot", "Davr", "Topshirish muddati", "Yuborish kuni", "Holati")
    _block(
        making, sheet, layout.SECTION_BLOCK, "Bo‘limlar bo‘yicha", (_SECTIONS, _LEFT),
        ("Bo‘lim", "Nomi", *shares, *counts), sections, "@@%%00",
    )  # fmt: skip
    _block(
        making, sheet, layout.SERVICE_BLOCK, "Xizmatlar bo‘yicha", (_SERVICES, _NAME),
        ("Xizmat", shares[0], *counts), _filled(services, 10), "@%00",
    )  # fmt: skip
    _block(
        making, sheet, layout.MONTH_BLOCK, "Oylar bo‘yicha", (_MONTHS, _MONTH_LEFT),
        ("Oy", "O‘rtacha, %"), months, "@%",
    )  # fmt: skip
    _block(
        making, sheet, layout.DUE_BLOCK, "Muddatlar: o‘tgan va yaqin", (_DUE, _LEFT),
        due, _filled([], 12, len(due)), "@@@dd@",
    )  # fmt: skip


def _filled(rows: Sequence[tuple[Any, ...]], length: int, width: int = 4) -> list[tuple[Any, ...]]:
    """The rows, with blank ones below up to the block's length."""
    return [*rows, *[(None,) * width] * (length - len(rows))][:length]


def _block(
    making: Making, sheet: Worksheet, name: str, title: str, corner: tuple[int, int],
    headers: Sequence[str], rows: Sequence[tuple[Any, ...]], kinds: str,
) -> None:  # fmt: skip
    top, left = corner
    formats = {"@": "@", "%": "0.0", "0": "0", "d": "dd.mm.yyyy"}
    sheet.write_string(top, left, title, making.styles(bold=True, font_size=12))
    for index, header in enumerate(headers):
        sheet.write_string(top + 1, left + index, header, making.styles.heading())
    for at, row in enumerate(rows, top + 2):
        for index, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            text = left + index == _NAME
            style = making.styles.boxed(
                num_format=formats[kind],
                text_wrap=True,
                align="left" if text else "center",
                bg_color=base.COMPUTED,
            )
            base.write(sheet, at, left + index, value, style)
    making.name(name, layout.HOME, base.fixed(top + 2, left, top + 1 + len(rows), left + len(headers) - 1))


def _charts(making: Making, sheet: Worksheet) -> None:
    first, last = _SECTIONS + 2, _SECTIONS + 1 + len(shipped.sections())
    by_section = making.workbook.add_chart({"type": "column"})
    for column, colour in ((_LEFT + 2, "#2E75B6"), (_LEFT + 3, "#BFBFBF")):
        by_section.add_series(_series(_SECTIONS + 1, column, (first, last), _LEFT, colour))
    _finish(by_section, "Bo‘limlar bo‘yicha bajarilishi, %")
    sheet.insert_chart(_ORGANISATION - 1, _CHART_LEFT, by_section)
    by_month = making.workbook.add_chart({"type": "line"})
    months = (_MONTHS + 2, _MONTHS + 13)
    by_month.add_series(_series(_MONTHS + 1, _MONTH_LEFT + 1, months, _MONTH_LEFT, "#2E75B6"))
    _finish(by_month, "Oylar bo‘yicha o‘rtacha bajarilishi, %")
    by_month.set_legend({"none": True})
    sheet.insert_chart(_MONTHS, _CHART_LEFT + 3, by_month)


def _series(header: int, column: int, rows: tuple[int, int], categories: int, colour: str) -> dict[str, Any]:
    return {
        "name": [layout.HOME, header, column],
        "categories": [layout.HOME, rows[0], categories, rows[1], categories],
        "values": [layout.HOME, rows[0], column, rows[1], column],
        "fill": {"color": colour},
        "line": {"color": colour},
    }


def _finish(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis(
        {"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 620, "height": 330})
