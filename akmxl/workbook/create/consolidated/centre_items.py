"""Make the sheet Markaz × band: a row a centre, a column an item and period, with live totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.returns.figures import alike
from akmxl.plan.returns.totals import sum_of
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import Formula, clean, put, title
from akmxl.workbook.create.consolidated.rows import RowTexts
from akmxl.workbook.create.consolidated.words import count_words, item_order, period_order, period_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Consolidation, Number, Total
    from akmxl.workbook.create.consolidated.book import Book
    from akmxl.workbook.create.consolidated.rows import RowSheet

NAME = "Markaz × band"
SHOWN = "fact"  # the measure that the sheet shows: the figure of the period itself
_LEFT = (("Kodi", 12.0), ("Markaz", 38.0), ("Viloyat", 18.0), ("Tuman (shahar)", 18.0))
_REPORT, _PERIOD, _ITEM, _TOTAL, _SAID, _HEADING, _FIRST = range(3, 10)  # rows, from 0
_LONGEST_NAME = 70  # letters of an item's name in a heading
MOST = 16_000  # columns of figures on one sheet: Excel has 384 more


class Figures(NamedTuple):
    """A column: an item of a report and period, in one unit (folded) and of one kind."""

    report: str
    period: str
    code: str
    unit: str
    adds_up: str = ""


@dataclass(frozen=True)
class Grid:
    """What centres said, by column and centre; ``totals`` are the consolidation's own of each column.

    Of a column that has none, as two kinds share its unit, the sum is taken over the sheet.
    """

    said: Mapping[Figures, Mapping[str, Number | None]]
    units: Mapping[str, str]
    totals: Mapping[Figures, Total]

    @classmethod
    def of(cls, consolidation: Consolidation) -> Grid:
        """Gather the figures of all forms that count, as they are added up too."""
        said: dict[Figures, dict[str, Number | None]] = {}
        units: dict[str, str] = {}
        for own in alike(consolidation.figures):
            centres = [form.entry.centre for form in own.forms]
            for of, figures in own.columns.items():
                if of.measure == SHOWN:
                    item = own.items[of.code]
                    unit = fold(item.unit)
                    units[unit] = min(units.get(unit, item.unit), item.unit)
                    column = said.setdefault(Figures(own.report, own.period, of.code, unit, item.adds_up), {})
                    column.update(zip(centres, figures, strict=True))
        ordered = {column: said[column] for column in sorted(said, key=_order)}
        return cls(ordered, units, dict(_paired(ordered, consolidation.totals)))


def _paired(columns: Iterable[Figures], totals: Iterable[Total]) -> Iterator[tuple[Figures, Total]]:
    """Yield the columns with the one total that is theirs."""
    own: defaultdict[Figures, list[Total]] = defaultdict(list)
    for one in totals:
        if one.measure == SHOWN:
            own[Figures(one.report, one.period, one.code, fold(one.unit))].append(one)
    kinds = Counter(column._replace(adds_up="") for column in columns)
    for column in columns:
        of = column._replace(adds_up="")
        if kinds[of] == 1 and len(own[of]) == 1:
            yield column, own[of][0]


def _order(column: Figures) -> tuple[object, ...]:
    return column.report, period_order(column.period), item_order(column.code), column.unit, column.adds_up


def add(book: Book, sheet_of: Callable[[str], RowSheet], grid: Grid) -> Mapping[Total, str]:
    """Add the sheet, or several where one has not room for all; return where totals stand."""
    columns = list(grid.said)
    places: dict[Total, str] = {}
    for number, start in enumerate(range(0, max(len(columns), 1), MOST), 1):
        name = NAME if number == 1 else f"{NAME} {number}"
        own = columns[start : start + MOST]
        _fill(book, sheet_of(name), grid, own)
        for place, column in enumerate(own, len(_LEFT)):
            if column in grid.totals:
                places[grid.totals[column]] = f"'{name}'!{shared.cell(_TOTAL, place)}"
    return places


def _fill(book: Book, sheet: RowSheet, grid: Grid, columns: Sequence[Figures]) -> None:
    title(
        book, sheet, "Markazlar va bandlar: hisobot davri sonlari",
        "Bo‘sh katak — son kelmagan: u 0 emas va jamiga qo‘shilmaydi. «n / N» — son kelgan va kutilgan "
        "markazlar.",
    )  # fmt: skip
    centres = list(book.centres)
    last = _FIRST + max(len(centres), 1) - 1
    _left(book, sheet)
    _heads(book, sheet, grid, columns)
    for place, column in enumerate(columns, len(_LEFT)):
        said, own = grid.said[column], grid.totals.get(column)
        area = shared.area(_FIRST, place, last, place)
        figures = [value for value in said.values() if value is not None]
        total = own.value if own else sum_of(figures)
        live = Formula(
            f'=IF(COUNT({area})=0,"",SUM({area}))', total if isinstance(total, int | float) else ""
        )
        put(book, sheet, _TOTAL, place, live, "count", bold=True)
        put(book, sheet, _SAID, place, _said(area, len(figures), own), "word")
    if any(total.beyond for total in grid.totals.values()):
        sheet.set_row(_SAID, 36)
    texts = RowTexts(book, ("word", "text", "text", "text", *("count" for _ in columns)))
    own_columns = [grid.said[column] for column in columns]
    for row, code in enumerate(centres, _FIRST):
        one = book.centre(code)
        values = code, one.name, one.region, one.district, *(said.get(code) for said in own_columns)
        sheet.add_row(row, texts.row(row, values), len(values))
    sheet.freeze_panes(_FIRST, 2)
    sheet.autofilter(_HEADING, 0, last, len(_LEFT) - 1)
    shared.page(sheet, (_REPORT, _HEADING))
    sheet.repeat_columns(0, 1)
    if len(columns) > _ON_A_PAGE:
        sheet.set_print_scale(_SMALLER)


_ON_A_PAGE = 14  # columns of figures that are still read when a page is as wide as they are
_SMALLER = 70  # percent, of more columns: ten of them stand on a page


def _said(area: str, said: int, total: Total | None) -> Formula | str:
    """Return how many centres said a figure, of how many; of how many only where it is known."""
    if total and (total.beyond or total.said != said):  # rows are regions, which stand for many centres
        return count_words(total.said, total.expected, total.beyond)
    of = f" / {total.expected}" if total else ""
    return Formula(f'=COUNT({area})&"{of}"', f"{said}{of}")


_ASIDE = {"bold": True, "align": "right", "indent": 1, "bg_color": shared.HEADING, "font_size": 9}


def _left(book: Book, sheet: Worksheet) -> None:
    """Write what the rows above the centres are, and head the columns of these."""
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


def _heads(book: Book, sheet: Worksheet, grid: Grid, columns: Sequence[Figures]) -> None:
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
        sheet.write_string(_HEADING, place, clean(grid.units[column.unit]), small)
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
