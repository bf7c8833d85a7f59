"""Make the sheet Kundalik: every day of the year laid out, a column a sector."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.create import formulas, shared

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.shared import Making

TOP = 3
FIRST = TOP + 1
_SECTOR_WIDTH = 16.0


def add(making: Making) -> None:
    """Add the sheet to a workbook being made."""
    sheet = making.sheet(registers.DAILY, shared.YELLOW_TAB)
    fields = list(layout.DAILY_SHEET.fields)
    sectors = making.basis.column(layout.SECTORS)
    split = fields.index("visits")
    headers = [vocabulary.header(field) for field in fields]
    headers[split:split] = sectors
    visits = split + len(sectors)
    widths = [column.width for column in layout.DAILY_SHEET.columns]
    widths[split:split] = [_SECTOR_WIDTH] * len(sectors)

    sheet.write_string(0, 0, f"Kundalik hisob, {making.year}-yil", making.styles.title())
    hint = "Har kuni bir qator to‘ldiriladi. Kulrang kunlar — dam olish kunlari («Sozlamalar» varag‘ida)."
    sheet.write_string(1, 0, hint, making.styles.hint())
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    sheet.set_row(TOP, 78)

    days = _days(making.year)
    styles = _styles(making, len(headers), visits)
    this_row = f"Kundalik[[#This Row],[{sectors[0]}]:[{sectors[-1]}]]"
    shared.table(
        making, sheet, registers.DAILY, TOP, 0, headers, len(days), styles, {visits: formulas.total(this_row)}
    )
    for at, day in enumerate(days, FIRST):
        _day(sheet, at, day, styles, visits, this_row)
    _rules(making, sheet, FIRST + len(days) - 1, len(headers), split, visits)


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def _styles(making: Making, columns: int, visits: int) -> list[Format]:
    made = making.styles
    styles = [made.boxed(num_format=shared.COUNT_FORMAT, align="center", bg_color=shared.INPUT)] * columns
    styles[0] = made.boxed(num_format=shared.DATE_FORMAT, align="center")
    styles[1] = made.boxed()
    styles[visits] = made.boxed(
        num_format=shared.COUNT_FORMAT, align="center", bg_color=shared.COMPUTED, bold=True
    )
    styles[-1] = made.boxed(text_wrap=True, bg_color=shared.INPUT)
    return styles


def _day(sheet: Worksheet, at: int, day: date, styles: list[Format], visits: int, this_row: str) -> None:
    sheet.write_datetime(at, 0, day, styles[0])
    sheet.write_string(at, 1, vocabulary.WEEKDAYS[day.weekday()], styles[1])
    for index in range(2, len(styles)):
        if index == visits:
            sheet.write_formula(at, index, "=" + formulas.total(this_row), styles[index], "")
        else:
            sheet.write_blank(at, index, None, styles[index])


def _rules(making: Making, sheet: Worksheet, last: int, columns: int, first_sector: int, visits: int) -> None:
    shared.validate_counts(
        sheet, [(FIRST, first_sector, last, visits - 1), (FIRST, visits + 1, last, columns - 2)]
    )
    shared.colour_findings(making, sheet, (FIRST, 0, last, columns - 1), row_name=0, header_row=TOP)
    day = f"$A{FIRST + 1}"
    rule = {
        "type": "formula",
        "criteria": "=" + formulas.day_off(day),
        "format": making.workbook.add_format({"bg_color": shared.DAY_OFF, "font_color": "#7F7F7F"}),
    }
    sheet.conditional_format(FIRST, 0, last, columns - 1, rule)
    new_month = {
        "type": "formula",
        "criteria": f"=DAY({day})=1",
        "format": making.workbook.add_format({"top": 1, "top_color": "#404040"}),
    }
    sheet.conditional_format(FIRST, 0, last, columns - 1, new_month)
    sheet.freeze_panes(FIRST, 2)
    shared.page(sheet, (TOP, TOP))
    sheet.set_h_pagebreaks(
        [FIRST + date(making.year, month, 1).timetuple().tm_yday - 1 for month in range(2, 13)]
    )
