"""Make the sheet Markaz × band: a row a centre, a column an item and period, with live totals."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.returns.records import Status
from akmxl.plan.values import split_key
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import Formula, clean, put, title
from akmxl.workbook.create.consolidated.words import item_order, period_order, period_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Consolidation, Value
    from akmxl.workbook.create.consolidated.book import Book

NAME = "Markaz × band"
SHOWN = "fact"  # the measure that the sheet shows: the figure of the period itself
_LEFT = (("Kodi", 12.0), ("Markaz", 38.0), ("Viloyat", 18.0), ("Tuman (shahar)", 18.0))
_REPORT, _PERIOD, _ITEM, _TOTAL, _SAID, _HEADING, _FIRST = range(3, 10)  # rows, from 0
_LONGEST_NAME = 70  # letters of an item's name in a heading
MOST = 16_000  # columns of figures on one sheet: Excel has 384 more


class Figures(NamedTuple):
    """A column: an item of a report and period, in one unit."""

    report: str
    period: str
    code: str
    unit: str


@dataclass(frozen=True)
class Grid:
    """What centres said, by column and centre, and of how many centres it was expected."""

    said: Mapping[Figures, Mapping[str, Value]]
    expected: Mapping[Figures, int]

    @classmethod
    def of(cls, consolidation: Consolidation) -> Grid:
        """Gather the figures of all forms that count; a column also for what nobody said."""
        totals = [one for one in consolidation.totals if one.measure == SHOWN]
        expected = {Figures(one.report, one.period, one.code, one.unit): one.expected for one in totals}
        said: dict[Figures, dict[str, Value]] = {column: {} for column in expected}
        for entry in consolidation.entries:
            if entry.status is not Status.ACCEPTED or entry.returned is None:
                continue
            units = {item.code: item.unit for item in entry.returned.items}
            for key, value in entry.returned.values:
                kind, code, measure = split_key(key)
                if kind == "item" and measure == SHOWN:
                    column = Figures(entry.report, entry.period, code, units.get(code, ""))
                    said.setdefault(column, {})[entry.centre] = value
        return cls({column: said[column] for column in sorted(said, key=_order)}, expected)


def _order(column: Figures) -> tuple[object, ...]:
    return column.report, period_order(column.period), item_order(column.code), column.unit


def add(book: Book, sheet_of: Callable[[str], Worksheet], grid: Grid) -> Mapping[Figures, str]:
    """Add the sheet, or several where one has not room for all; return where each column's total stands."""
    columns = list(grid.said)
    totals: dict[Figures, str] = {}
    for number, start in enumerate(range(0, max(len(columns), 1), MOST), 1):
        name = NAME if number == 1 else f"{NAME} {number}"
        own = columns[start : start + MOST]
        _fill(book, sheet_of(name), grid, own)
        for place, column in enumerate(own, len(_LEFT)):
            totals[column] = f"'{name}'!{shared.cell(_TOTAL, place)}"
    return totals


def _fill(book: Book, sheet: Worksheet, grid: Grid, columns: Sequence[Figures]) -> None:
    title(
        book, sheet, "Markazlar va bandlar: hisobot davri sonlari",
        "Bo‘sh katak — son kelmagan: u 0 emas va jamiga qo‘shilmaydi. «n / N» — son kelgan va kutilgan markazlar.",
    )  # fmt: skip
    centres = list(book.centres)
    last = _FIRST + max(len(centres), 1) - 1
    _left(book, sheet, centres)
    _heads(book, sheet, columns)
    for place, column in enumerate(columns, len(_LEFT)):
        said = grid.said[column]
        area = shared.area(_FIRST, place, last, place)
        figures = [value for code in centres if _is_number(value := said.get(code))]
        total: float | str = sum(figures) if figures else ""
        put(
            book,
            sheet,
            _TOTAL,
            place,
            Formula(f'=IF(COUNT({area})=0,"",SUM({area}))', total),
            "count",
            bold=True,
        )
        put(book, sheet, _SAID, place, *_said(area, len(figures), grid.expected.get(column)))
        for row, code in enumerate(centres, _FIRST):
            put(book, sheet, row, place, said.get(code), "count")
    sheet.freeze_panes(_FIRST, 2)
    sheet.autofilter(_HEADING, 0, last, len(_LEFT) - 1)
    shared.page(sheet, (_REPORT, _HEADING))
    sheet.repeat_columns(0, 1)
    sheet.fit_to_pages(1 if len(columns) <= _ON_A_PAGE else 0, 0)


_ON_A_PAGE = 14  # columns of figures that are still read when a page is as wide as they are


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def _said(area: str, said: int, expected: int | None) -> tuple[Formula, str]:
    """Return how many centres said a figure, of how many; of how many only where it is known."""
    of = "" if expected is None else f" / {expected}"
    return Formula(f'=COUNT({area})&"{of}"', f"{said}{of}"), "word"


_ASIDE = {"bold": True, "align": "right", "indent": 1, "bg_color": shared.HEADING, "font_size": 9}


def _left(book: Book, sheet: Worksheet, centres: Iterable[str]) -> None:
    """Write the centres, and what the rows above them are."""
    for index, (heading, width) in enumerate(_LEFT):
        sheet.set_column(index, index, width)
        sheet.write_string(_HEADING, index, heading, book.styles.heading(font_size=9, valign="top"))
    words = (
        (_REPORT, "Hisobot"),
        (_PERIOD, "Davr"),
        (_ITEM, "Band"),
        (_TOTAL, "Jami"),
        (_SAID, "n / N markaz"),
    )
    for row, word in words:
        sheet.merge_range(row, 0, row, len(_LEFT) - 1, word, book.styles.boxed(**_ASIDE))
    for row, code in enumerate(centres, _FIRST):
        centre = book.centre(code)
        for index, text in enumerate((code, centre.name, centre.region, centre.district)):
            put(book, sheet, row, index, text, "word" if index == 0 else "text")


def _heads(book: Book, sheet: Worksheet, columns: Sequence[Figures]) -> None:
    """Write the headings: report and period over their items, then item and unit."""
    small = book.styles.heading(font_size=8)
    for row, key in ((_REPORT, lambda one: one.report), (_PERIOD, lambda one: (one.report, one.period))):
        place = len(_LEFT)
        for _, group in groupby(columns, key):
            own = list(group)
            text = clean(own[0].report if row == _REPORT else period_words(own[0].period))
            if len(own) > 1:
                sheet.merge_range(row, place, row, place + len(own) - 1, text, small)
            else:
                sheet.write_string(row, place, text, small)
            place += len(own)
    for place, column in enumerate(columns, len(_LEFT)):
        sheet.write_string(_ITEM, place, clean(short_name(book, column.code, _LONGEST_NAME)), small)
        sheet.write_string(_HEADING, place, clean(column.unit), small)
    if columns:
        sheet.set_column(len(_LEFT), len(_LEFT) + len(columns) - 1, 12)
    named = any(book.names.get(column.code) for column in columns)
    sheet.set_row(_PERIOD, 26)
    sheet.set_row(_ITEM, 84 if named else 18)
    sheet.set_row(_HEADING, 32)


def short_name(book: Book, code: str, longest: int) -> str:
    """Return an item's code and as much of its name as fits into ``longest`` letters."""
    name = book.names.get(code, "")
    short = name if len(name) <= longest else name[:longest].rsplit(" ", 1)[0] + " …"
    return f"{code} {short}".strip()
