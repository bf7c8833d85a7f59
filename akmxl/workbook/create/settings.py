"""Make the sheet Sozlamalar: ten tables side by side, each growing downwards, two single cells above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.core import vocabulary
from akmxl.workbook import layout
from akmxl.workbook.create import shared
from akmxl.workbook.text_height import row_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.shared import Making
    from akmxl.workbook.layout import SheetLayout

TOP = 7
FIRST = TOP + 1
_VALUES = 3  # the column of the single cells
_ROOM = 200  # rows of a table in which cells offer what can be chosen
_TITLES = {
    layout.UNITS.table: "O‘lchov birliklari",
    layout.SERVICES.table: "Xizmatlar",
    layout.SECTORS.table: "Sektorlar",
    layout.EVENT_KINDS.table: "Tadbir turlari va ular sanaladigan bandlar",
    layout.LIST_KINDS.table: "Ro‘yxat turlari",
    layout.DAILY_ITEMS.table: "«Kundalik» ustunlari va bandlari",
    layout.STAFF.table: "Xodimlar",
    layout.CATALOGUE.table: "Topshiriladigan hisobotlar",
    layout.THRESHOLDS.table: "Qoidalar chegaralari",
    layout.HOLIDAYS.table: "Bayramlar, ko‘chirilgan dam olish va ish kunlari",
}
_CHOSEN = {"day_kind": [vocabulary.term("day_kind", kind) for kind in ("off", "working")], "week": ["5", "6"]}
_CENTRED = frozenset({"code", "codes", "report", "rule", "item", "items", "days"})


def add(making: Making) -> None:
    """Add the sheet to a workbook being made."""
    sheet = making.sheet(layout.SETTINGS, shared.GREY_TAB)
    sheet.write_string(0, 0, "Sozlamalar", making.styles.title())
    hint = "Jadvallar pastga o‘sadi: yangi qatorni jadvalning oxirgi qatoridan keyin yozing."
    sheet.write_string(1, 0, hint, making.styles.hint())
    _single_cells(making, sheet)
    left = 0
    contents = [making.basis.tables[str(table.table)] for table in layout.SETTINGS_TABLES]
    _heights(sheet, contents)
    for settings, content in zip(layout.SETTINGS_TABLES, contents, strict=True):
        _table(making, sheet, settings, left, content)
        left += len(settings.columns) + 1
        sheet.set_column(left - 1, left - 1, 3)
    sheet.freeze_panes(FIRST, 0)
    sheet.hide()
    shared.page(sheet, (TOP, TOP))
    sheet.fit_to_pages(4, 1)  # ten tables side by side: one page would be too small to read


def _single_cells(making: Making, sheet: Worksheet) -> None:
    entries: tuple[tuple[str, str, int | str], ...] = (
        (layout.FIRST_PERIOD, "Birinchi davr (masalan, 2025-10)", making.basis.first_period),
        (layout.WORK_WEEK, "Ish haftasi (5 yoki 6 kun)", making.basis.work_week),
        (layout.CENTRE_CODE, "Markaz kodi (yuqori tashkilotdagi)", making.basis.centre_code),
    )
    for row, (name, label, value) in enumerate(entries, 3):
        number = "@" if isinstance(value, str) else "0"
        style = making.styles.boxed(num_format=number, align="left", bg_color=shared.INPUT)
        sheet.write_string(row, 0, label, making.styles())
        shared.write_value(sheet, row, _VALUES, value, style)
        making.name(name, layout.SETTINGS, shared.fixed(row, _VALUES, row, _VALUES))
        if name == layout.WORK_WEEK:
            shared.validate_list(sheet, (row, _VALUES, row, _VALUES), ["5", "6"])


def _heights(sheet: Worksheet, contents: Sequence[Sequence[tuple[Any, ...]]]) -> None:
    """Make each row as high as its longest text in any of the tables, which share their rows."""
    sheet.set_row(TOP, 48)
    for number in range(max(len(content) for content in contents)):
        texts = [
            (value, column.width)
            for settings, content in zip(layout.SETTINGS_TABLES, contents, strict=True)
            if number < len(content)
            for column, value in zip(settings.columns, content[number], strict=True)
            if isinstance(value, str)
        ]
        sheet.set_row(FIRST + number, row_height(texts))


def _table(
    making: Making, sheet: Worksheet, settings: SheetLayout, left: int, content: Sequence[tuple[Any, ...]]
) -> None:
    styles = []
    for index, column in enumerate(settings.columns):
        properties: dict[str, Any] = {"text_wrap": True, "num_format": "@"}
        if column.field in _CENTRED:
            properties["align"] = "center"
        if column.field in ("threshold", "days", "week"):
            properties = {"num_format": "0", "align": "center"}
        if column.field == "date":
            properties = {"num_format": shared.DATE_FORMAT, "align": "center"}
        styles.append(making.styles.boxed(**properties))
        sheet.set_column(left + index, left + index, column.width, making.styles(**properties))
    sheet.write_string(TOP - 1, left, _TITLES[settings.table], making.styles(bold=True))
    headers = [column.header(making.year) for column in settings.columns]
    assert settings.table is not None
    shared.table(making, sheet, settings.table, TOP, left, headers, max(1, len(content)), styles)
    for at, values in enumerate(content or [("",) * len(headers)], FIRST):
        for index, (value, style) in enumerate(zip(values, styles, strict=True)):
            shared.write_value(sheet, at, left + index, value, style)
    _choices(making, sheet, settings, left)


def _choices(making: Making, sheet: Worksheet, settings: SheetLayout, left: int) -> None:
    """Define the names under which a table's columns are looked up, and offer what its cells can hold."""
    for named, field, name in layout.TABLE_NAMED:
        if named is settings:
            making.workbook.define_name(name, f"={settings.table}[{settings.column(field).header()}]")
    for index, column in enumerate(settings.columns, left):
        if column.field in _CHOSEN:
            shared.validate_list(sheet, (FIRST, index, FIRST + _ROOM, index), _CHOSEN[column.field])
