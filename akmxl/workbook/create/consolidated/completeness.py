"""Make the sheet To‘liqlik: how much of what is owed came, and in time, by region, centre and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.plan.returns.told import whole_rate
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import Column, Formula, title
from akmxl.workbook.create.consolidated.listing import TOP, listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Rate
    from akmxl.workbook.create.consolidated.book import Book, Shown

NAME = "To‘liqlik"
BY = {"region": "Viloyat", "centre": "Markaz", "report": "Hisobot"}
NAMES, OWED, CAME, IN_TIME, UNDATED, COMPLETE, TIMELY, MISSING = range(2, 10)  # columns
UNDATED_WORDS = "Vaqtida kelgani noma’lum (kuni yoki muddati)"
_COLUMNS = (
    Column("Nima bo‘yicha", 13),
    Column("Kodi", 15),
    Column("Nomi", 48, "text"),
    Column("Kutilgan", 11, "count"),
    Column("Kelgan", 11, "count"),
    Column("O‘z vaqtida kelgan", 11, "count"),
    Column(UNDATED_WORDS, 14, "count"),
    Column("To‘liqlik, %", 11, "percent"),
    Column("O‘z vaqtida, %", 11, "percent"),
    Column("Kelmagan", 11, "count"),
)
UNKNOWN = "noma’lum"
_ALL = TOP + 1  # the row of the whole, from 0, right below the headings


@dataclass(frozen=True)
class Blocks:
    """Where the rates stand: the row of the whole, the first and last row of each kind."""

    rows: Mapping[str, tuple[int, int]]
    whole: Rate
    total: int = _ALL

    @property
    def charted(self) -> str:
        """The kind of rates that a chart shows: regions, else centres, as long as they can be told apart."""
        fitting = [of for of, (first, last) in self.rows.items() if 1 < last - first + 1 <= _MOST_BARS]
        return next((of for of in BY if of in fitting), next(iter(self.rows), ""))


_MOST_BARS = 30


def add(book: Book, sheet: Worksheet) -> Blocks:
    """Fill the sheet; return where its rates stand."""
    title(
        book, sheet, "Hisobotlar to‘liqligi va o‘z vaqtida kelishi",
        "To‘liqlik — kelgan, o‘z vaqtida — muddatigacha kelgan birinchi shakllar kutilganiga nisbatan; "
        "kelgan kuni yoki muddati noma’lum shakl o‘z vaqtida kelgan deb sanalmaydi.",
    )  # fmt: skip
    rates = [rate for of in BY for rate in book.consolidation.rates if rate.of == of]
    places: dict[str, tuple[int, int]] = {}
    for row, rate in enumerate(rates, _ALL + 1):
        places[rate.of] = (places.get(rate.of, (row, row))[0], row)
    sums = whole_rate(book.consolidation)
    blocks = Blocks(places, sums)
    rows = [_row(book, rate, row) for row, rate in enumerate(rates, _ALL + 1)]
    listing(book, sheet, _COLUMNS, [_whole(places.get("centre"), sums), *rows], frozen=NAMES + 1, bold=1)
    _colour(book, sheet, _ALL + len(rates))
    return blocks


def _whole(rows: tuple[int, int] | None, sums: Rate) -> list[Shown]:
    def added(column: int, value: int) -> Shown:
        area = shared.area(rows[0], column, rows[1], column) if rows else ""
        return Formula(f"=SUM({area})", value) if rows else value

    counts = [added(column, value) for column, value in enumerate(sums.counts, OWED)]
    return ["Jami", None, "Hammasi", *counts, *_shares(_ALL, sums)]


def _row(book: Book, rate: Rate, row: int) -> list[Shown]:
    code, name = ("", rate.name) if rate.of == "region" else (rate.name, _name(book, rate))
    return [BY[rate.of], code, name or "–", *rate.counts, *_shares(row, rate)]


def _name(book: Book, rate: Rate) -> str:
    return book.centre(rate.name).name if rate.of == "centre" else book.names.get(rate.name, "")


def complete(rate: Rate) -> float | str:
    """Return the share of what is owed that came; an empty text where nothing is owed."""
    return rate.came / rate.expected if rate.expected else ""


def timely(rate: Rate) -> float | str:
    """Return the share of what is owed that came in time; a word where nobody knows a day."""
    if not rate.is_dated:
        return UNKNOWN
    return rate.in_time / rate.expected if rate.expected else ""


def _shares(row: int, rate: Rate) -> list[Shown]:
    """Return the shares and what is missing as formulas over the counts of their row."""
    whole, part, in_time, undated = (shared.cell(row, column) for column in range(OWED, UNDATED + 1))
    known = f'IF(AND({part}>0,{undated}={part}),"{UNKNOWN}",{in_time}/{whole})'
    return [
        Formula(f'=IF({whole}=0,"",{part}/{whole})', complete(rate)),
        Formula(f'=IF({whole}=0,"",{known})', timely(rate)),
        Formula(f"={whole}-{part}", rate.expected - rate.came),
    ]


def _colour(book: Book, sheet: Worksheet, last: int) -> None:
    """Colour low shares: less than a half red, less than nine tenths amber, where all of it is known."""
    dated = f"${shared.cell(_ALL, UNDATED)}=0"
    for column, known in ((COMPLETE, "TRUE"), (TIMELY, dated)):
        corner = shared.cell(_ALL, column)
        for limit, colour in ((0.5, shared.LIGHT_RED), (0.9, shared.LIGHT_AMBER)):
            rule = {
                "type": "formula", "criteria": f"=AND(ISNUMBER({corner}),{corner}<{limit},{known})",
                "format": book.workbook.add_format({"bg_color": colour}), "stop_if_true": True,
            }  # fmt: skip
            sheet.conditional_format(_ALL, column, last, column, rule)
