"""Make the sheet Bosh sahifa: the organisation, what is done, what is due, two charts of akmxl's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.core import vocabulary
from akmxl.core.dataclass import dataclass
from akmxl.workbook import layout
from akmxl.workbook.create import formulas, shared
from akmxl.workbook.text_height import SCREEN, row_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.basis import Basis
    from akmxl.workbook.create.shared import Making

WIDTHS = (2.0, 13.0, 58.0, 13.0, 13.0, 13.0, 16.0, 3.0, 13.0, 13.0, 13.0, 13.0, 13.0)
LEFT, NAME, SHARES, LAST, RIGHT = 1, 2, 3, 6, 8
ORGANISATION, LINK = 2, 7
SECTIONS, SERVICES, DUE = 9, 20, 33  # the rows of the blocks' titles; headings and rows follow
_TWO_LINES = 26.0  # a report's title takes one line or two, in small letters
_FORMATS = {"@": "@", "%": "0.0", "0": "0", "d": shared.DATE_FORMAT}
_DONE, _GONE = "Bajarilishi, %", layout.HOME_LABELS[layout.YEAR_GONE]
_COUNTS = ("Rejali bandlar", "Rejasiz bandlar")


@dataclass(frozen=True)
class Panel:
    """An area that akmxl fills by value: headings, first contents, and what each column holds."""

    name: str
    row: int
    left: int
    headings: Sequence[str]
    kinds: str  # a letter a column: @ text, % share, 0 count, d date
    contents: Sequence[tuple[str, ...]]

    @property
    def title(self) -> str:
        return layout.PANEL_TITLES[self.name]

    @property
    def length(self) -> int:
        return layout.PANEL_LENGTHS[self.name]

    @property
    def first(self) -> int:
        return self.row + 2

    @property
    def last(self) -> int:
        return self.row + 1 + self.length


def add(making: Making) -> None:
    """Add the sheet to a workbook being made."""
    sheet = making.sheet(layout.HOME, shared.GREEN_TAB)
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    title = f"Ish reja, {making.year}-yil"
    style = making.styles(bold=True, font_size=18)
    sheet.write_formula(0, LEFT, '="Ish reja, "&Yil&"-yil"', style, title)
    _organisation(making, sheet)
    _check(making, sheet)
    sections, services, months, due = _panels(making.basis)
    for panel in (sections, services, months, due):
        _write(making, sheet, panel)
    _section_chart(making, sheet, sections)
    _month_chart(making, sheet, months)
    sheet.activate()
    shared.page(sheet, None)
    sheet.fit_to_pages(1, 1)


def _organisation(making: Making, sheet: Worksheet) -> None:
    known: dict[str, Any] = {**making.basis.organisation, "year": making.year}
    for row, (field, (name, label)) in enumerate(layout.ORGANISATION.items(), ORGANISATION):
        number = "0" if field == "year" else "@"
        style = making.styles.boxed(bg_color=shared.INPUT, align="left", num_format=number)
        sheet.write_string(row, LEFT, label, making.styles(bold=True))
        shared.write_value(sheet, row, NAME, known.get(field, ""), style)
        making.name(name, layout.HOME, shared.fixed(row, NAME, row, NAME))


def _check(making: Making, sheet: Worksheet) -> None:
    entries = (
        (layout.LAST_CHECK, shared.DATE_FORMAT),
        (layout.CHECK_SUMMARY, "@"),
        (layout.YEAR_GONE, "0.0"),
    )
    for row, (name, number) in zip((2, 3, 6), entries, strict=True):
        label = layout.HOME_LABELS[name]
        style = making.styles.boxed(num_format=number, align="left", text_wrap=True, bg_color=shared.COMPUTED)
        sheet.write_string(row, SHARES, label, making.styles(bold=True, indent=1))
        # The summary is a sentence: it has three rows of room.
        last = row + 2 if name == layout.CHECK_SUMMARY else row
        sheet.merge_range(row, SHARES + 1, last, LAST, "", style)
        making.name(name, layout.HOME, shared.fixed(row, SHARES + 1, row, SHARES + 1))
    style = making.styles(font_color="#0563C1", underline=1)
    sheet.write_formula(LINK, SHARES + 1, "=" + formulas.today_link(), style, "Bugungi qatorga o‘tish")


def _panels(basis: Basis) -> tuple[Panel, Panel, Panel, Panel]:
    sections = list(basis.sections.items())
    services = [(service,) for service in basis.column(layout.SERVICES)]
    months = [(name.capitalize(),) for name in vocabulary.MONTHS]
    due = ("Kodi", "Hisobot", "Davr", "Topshirish muddati", "Yuborish kuni", "Holati")
    return (
        Panel(
            layout.SECTION_PANEL, SECTIONS, LEFT,
            ("Bo‘lim", "Nomi", _DONE, _GONE, *_COUNTS), "@@%%00", sections,
        ),
        Panel(
            layout.SERVICE_PANEL, SERVICES, NAME,
            ("Xizmat", _DONE, *_COUNTS), "@%00", services,
        ),
        Panel(
            layout.MONTH_PANEL, DUE, RIGHT,
            ("Oy", "O‘rtacha, %"), "@%", months,
        ),
        Panel(layout.DUE_PANEL, DUE, LEFT, due, "@@@dd@", ()),
    )  # fmt: skip


def _write(making: Making, sheet: Worksheet, panel: Panel) -> None:
    sheet.write_string(panel.row, panel.left, panel.title, making.styles(bold=True, font_size=12))
    for index, heading in enumerate(panel.headings, panel.left):
        sheet.write_string(panel.row + 1, index, heading, making.styles.heading())
    if any(len(heading) > 14 for heading in panel.headings):
        sheet.set_row(panel.row + 1, 32)
    for number in range(panel.length):
        row = panel.first + number
        known = panel.contents[number] if number < len(panel.contents) else ()
        for index, kind in enumerate(panel.kinds):
            column = panel.left + index
            align = "left" if column == NAME else "center"
            small = {"font_size": 9} if panel.name == layout.DUE_PANEL else {}
            style = making.styles.boxed(
                num_format=_FORMATS[kind], text_wrap=True, align=align, bg_color=shared.COMPUTED, **small
            )
            shared.write_value(sheet, row, column, known[index] if index < len(known) else None, style)
        if panel.left <= NAME and known:
            sheet.set_row(row, row_height([(known[-1], WIDTHS[NAME])], SCREEN))
        elif panel.name == layout.DUE_PANEL:
            sheet.set_row(row, _TWO_LINES)
    width = len(panel.headings)
    making.name(
        panel.name, layout.HOME, shared.fixed(panel.first, panel.left, panel.last, panel.left + width - 1)
    )


def _section_chart(making: Making, sheet: Worksheet, panel: Panel) -> None:
    """Add the chart of what is done by section, beside the share of the year that is gone."""
    chart = making.workbook.add_chart({"type": "column"})
    for column, colour in ((panel.left + 2, "#2E75B6"), (panel.left + 3, "#BFBFBF")):
        chart.add_series(_series(panel, column, colour) | {"fill": {"color": colour}, "gap": 80})
    _place(sheet, chart, "Bo‘limlar bo‘yicha bajarilishi, %", 1)
    chart.set_legend({"position": "bottom"})


def _month_chart(making: Making, sheet: Worksheet, panel: Panel) -> None:
    """Add the chart of the mean percent, month after month."""
    chart = making.workbook.add_chart({"type": "line"})
    colour = "#2E75B6"
    marker = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
    series = _series(panel, panel.left + 1, colour) | {
        "line": {"color": colour, "width": 2},
        "marker": marker,
    }
    chart.add_series(series)
    _place(sheet, chart, "Oylar bo‘yicha o‘rtacha bajarilishi, %", SERVICES - 6)
    chart.set_legend({"none": True})


def _series(panel: Panel, column: int, colour: str) -> dict[str, Any]:
    return {
        "name": [layout.HOME, panel.row + 1, column],
        "categories": [layout.HOME, panel.first, panel.left, panel.last, panel.left],
        "values": [layout.HOME, panel.first, column, panel.last, column],
        "line": {"color": colour},
    }


def _place(sheet: Worksheet, chart: Any, title: str, row: int) -> None:
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_y_axis({"min": 0, "max": 100, "major_gridlines": grid})
    chart.set_size({"width": 470, "height": 300})
    sheet.insert_chart(row, RIGHT, chart, {"x_offset": 8, "y_offset": 4})
