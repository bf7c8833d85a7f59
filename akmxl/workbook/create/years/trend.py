"""Make the workbook of a trend: the years side by side, charts, breaks, the tidy table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.i18n import N_, in_language, translate
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import Column, begun, put, title
from akmxl.workbook.create.consolidated.listing import height, listing
from akmxl.workbook.create.years import charts
from akmxl.workbook.text_height import SMALL, row_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.trend import Change, Trend, YearRow
    from akmxl.workbook.create.consolidated.book import Lists, Shown

MARK = "trend"
SIDE_BY_SIDE, CHARTS, BREAKS, TABLE = "Yillar", "Diagrammalar", "Uzilishlar", "Jadval"
_TITLE = "Ko‘p yillik ko‘rsatkichlar"
_HEAD = (Column("Band", 7), Column("Nomi", 40, "text"), Column("O‘lchov birligi", 12))
_TOP = 3  # the upper row of the heading, from 0
_ABREAST = 4  # so many years are readable on one page with their facts, plans and percents
_PAGE = 140  # of a landscape page, in the units of columns
_PARTIAL = "[>=1000]# ##0*;0*".replace("*", '"*"')  # of a year that is not complete
_CHANGES = {
    "unit": N_("unit"),
    "kind": N_("kind"),
    "adds_up": N_("way of adding up"),
    "source": N_("source"),
    "parts": N_("parts"),
    "title": N_("another item"),
}
_TIDY = (
    Column("Yil", 7), Column("Band", 8), Column("Qator", 9), Column("Bo‘lim", 8), Column("Nomi", 46, "text"),
    Column("O‘lchov birligi", 13), Column("Reja", 10, "count"), Column("Fakt", 10, "count"),
    Column("Hozircha ma’lum", 11, "count"), Column("Bajarilishi, %", 11, "decimal"),
    Column("To‘liq oylar", 8, "count"), Column("Uzilish", 34, "text"),
)  # fmt: skip
_BROKEN = (
    Column("Yil", 7), Column("Band", 8), Column("Nomi", 46, "text"), Column("Nima o‘zgargan", 20),
    Column("Oldin", 34, "text"), Column("Keyin", 34, "text"),
)  # fmt: skip


def trend_bytes(trend: Trend, organisation: str, today: date) -> bytes:
    """Make the workbook's file, in Uzbek: the same arguments give the same bytes."""
    with in_language("uz"):
        book, target = begun(_TITLE, today, MARK)
        _side_by_side(book, book.sheet(SIDE_BY_SIDE, shared.GREEN_TAB), trend, organisation)
        charts.add(book, CHARTS, trend)
        breaks = book.sheet(BREAKS, shared.YELLOW_TAB)
        title(book, breaks, BREAKS, "Uzilishdan oldingi va keyingi sonlarni solishtirib bo‘lmaydi.")
        listing(book, breaks, _BROKEN, [*_breaks(trend)], nothing="Uzilish yo‘q.")
        tidy = book.sheet(TABLE, shared.GREY_TAB)
        title(book, tidy, TABLE, "Har bir yil va band — bir qator. Bo‘sh katak — noma’lum, 0 emas.")
        listing(book, tidy, _TIDY, [*_tidy(trend)], frozen=2)
        book.workbook.close()
    return target.getvalue()


def change_words(change: Change) -> str:
    """Return what changed, in words, with old and new: ``o‘lchov birligi: Nafar → Kishi``."""
    old, new = values_of(change)
    return f"{translate(_CHANGES[change.what])}: {old} → {new}"


def values_of(change: Change) -> tuple[str, str]:
    """Return what stood before and what stands now, as the workbook says it."""
    known = change.what in vocabulary.TERMS
    words = (vocabulary.term(change.what, one) if known else one for one in (change.old, change.new))
    old, new = (word or "—" for word in words)
    return old, new


def _side_by_side(book: Lists, sheet: Worksheet, trend: Trend, organisation: str) -> None:
    """Write facts, plans and percents, a column a year."""
    years = trend.years
    title(book, sheet, f"{_TITLE}, {years[0]}–{years[-1]}" if years[1:] else f"{_TITLE}, {years[0]}", "")
    sheet.write_string(1, 0, organisation, book.styles.hint())
    sheet.write_string(2, 0, _legend(trend), book.styles(font_size=9, font_color="#595959"))
    blocks = (("Fakt", "count", 10.0), ("Reja", "count", 10.0), ("Bajarilishi, %", "decimal", 9.0))
    years_of = [Column(str(year), width, kind) for _, kind, width in blocks for year in years]
    columns = (*_HEAD, *years_of, Column("Uzilish", 30, "text"))
    _two_tiers(book, sheet, columns, [name for name, *_ in blocks], len(years))
    last = _TOP + 1
    for last, rows in enumerate(trend.lines.values(), _TOP + 2):
        _line(book, sheet, last, columns, years, rows)
    sheet.freeze_panes(_TOP + 2, len(_HEAD))
    shared.page(sheet, (_TOP, _TOP + 1))
    sheet.print_area(0, 0, last, len(columns) - 1)
    if len(years) > _ABREAST:
        _a_page_each(sheet, columns, len(years))


def _a_page_each(sheet: Worksheet, columns: Sequence[Column], years: int) -> None:
    """Print facts, plans and percents of many years on pages of their own, beside the items' names."""
    head = len(_HEAD)
    sheet.repeat_columns(0, head - 1)
    sheet.set_v_pagebreaks([head + years, head + 2 * years])
    blocks = (
        columns[head : head + years],
        columns[head + years : head + 2 * years],
        columns[head + 2 * years :],
    )
    widest = max(sum(column.width + 1 for column in (*_HEAD, *block)) for block in blocks)
    sheet.set_print_scale(max(10, min(100, int(100 * _PAGE / widest))))


def _legend(trend: Trend) -> str:
    missing = ", ".join(map(str, trend.missing))
    words = "* — yil to‘liq emas: shu kungacha ma’lum son. Sariq — shu yili ta’rif o‘zgargan (uzilish)."
    return f"{words} Reja fayli berilmagan yillar: {missing}." if missing else words


def _two_tiers(
    book: Lists, sheet: Worksheet, columns: Sequence[Column], blocks: Sequence[str], years: int
) -> None:
    style = book.styles.heading(font_size=9)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        if index < len(_HEAD) or index == len(columns) - 1:
            sheet.merge_range(_TOP, index, _TOP + 1, index, column.heading, style)
        else:
            sheet.write_string(_TOP + 1, index, column.heading, style)
    for number, name in enumerate(blocks):
        first = len(_HEAD) + number * years
        if years > 1:
            sheet.merge_range(_TOP, first, _TOP, first + years - 1, name, style)
        else:
            sheet.write_string(_TOP, first, name, style)
    sheet.set_row(_TOP, row_height([(name, 9) for name in blocks[2:]], SMALL) if years == 1 else 16)


def _line(
    book: Lists, sheet: Worksheet, at: int, columns: Sequence[Column], years: Sequence[int],
    rows: Sequence[YearRow],
) -> None:  # fmt: skip
    """Write the row of one item: the newest wording, a figure a year, what broke."""
    by_year = {row.year: row for row in rows}
    newest = rows[-1]
    broken = "; ".join(f"{row.year}: {change_words(one)}" for row in rows for one in row.changes)
    values: list[Shown] = [newest.code, newest.title, newest.unit]
    values += [_fact(by_year.get(year)) for year in years]
    values += [row.plan if (row := by_year.get(year)) else None for year in years]
    values += [row.percent if (row := by_year.get(year)) else None for year in years]
    values.append(broken)
    for index, (column, value) in enumerate(zip(columns, values, strict=True)):
        place = index - len(_HEAD)
        row = by_year.get(years[place % len(years)]) if 0 <= place < 3 * len(years) else None
        put(book, sheet, at, index, value, column.kind, **_look(row, place < len(years)))
    sheet.set_row(at, height(zip(columns, values, strict=True)))


def _fact(row: YearRow | None) -> int | None:
    """Return the year's fact, else what is known of it so far."""
    return None if row is None else row.so_far


def _look(row: YearRow | None, is_fact: bool) -> dict[str, object]:
    if row is None:
        return {}
    look: dict[str, object] = {"bg_color": shared.LIGHT_AMBER} if row.changes else {}
    if is_fact and row.fact is None and row.so_far is not None:
        look |= {"num_format": _PARTIAL, "italic": True, "font_color": "#7F7F7F"}
    return look


def _breaks(trend: Trend) -> Iterator[Sequence[Shown]]:
    for row in sorted(trend.rows, key=lambda row: row.year):
        for change in row.changes:
            old, new = values_of(change)
            yield row.year, row.code, row.title, translate(_CHANGES[change.what]), old, new
    for one in trend.renumbered:
        what = translate(N_("perhaps renumbered"))
        old, new = f"{one.before_code}. {one.before_title}", f"{one.code}. {one.title}"
        yield one.year, one.code, one.title, what, old, new


def _tidy(trend: Trend) -> Iterator[Sequence[Shown]]:
    for row in trend.rows:
        broken = "; ".join(map(change_words, row.changes))
        yield (
            row.year, row.code, row.line, row.section, row.title, row.unit, row.plan, row.fact, row.so_far,
            row.percent, row.complete_months, broken,
        )  # fmt: skip
