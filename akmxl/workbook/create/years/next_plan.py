"""Make the workbook of next year's draft plan: the plan's rows, the last three years, an empty column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import Column, Formula, begun, clean, put
from akmxl.workbook.create.consolidated.listing import height
from akmxl.workbook.create.plan import figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.model import Plan
    from akmxl.plan.next_plan import DraftRow, PastYear
    from akmxl.workbook.create.consolidated.book import Lists, Shown

MARK, SHEET = "next-plan", "Reja loyihasi"
CODE, REASON = "Kod", "Asosi (izoh)"
TOTAL = "IF(COUNT("  # so begins the formula of a total, by which it is known from a person's
_TOP = 4  # the upper row of the heading, from 0
_HEAD = (Column(CODE, 6), Column("№", 5), Column("Nomi", 40, "text"), Column("O‘lchov birligi", 12))
_OF_YEAR = (Column("reja", 8, "count"), Column("fakt", 9, "count"), Column("%", 7.5, "decimal"))
_PARTIAL, _PRINTED = '[>=1000]# ##0"*";0"*"', '[>=1000]# ##0"²";0"²"'
_INPUT: dict[str, object] = {"bg_color": shared.INPUT}


def next_plan_bytes(
    plan: Plan, rows: Sequence[DraftRow], today: date, filled: Mapping[str, tuple[str, str]]
) -> bytes:
    """Make the workbook's file, in Uzbek: the same arguments give the same bytes.

    ``filled`` holds what people have written already, by code: the new plan's figure and its reason.
    """
    book, target = begun(f"{plan.year + 1}-yil ish rejasi loyihasi", today, MARK)
    sheet = book.sheet(SHEET, shared.YELLOW_TAB)
    columns = _columns(plan.year)
    _titles(book, sheet, plan, len(columns))
    _headings(book, sheet, plan.year, columns)
    last = _body(book, sheet, plan, rows, columns, filled)
    _signature(book, sheet, plan, last + 2)
    sheet.freeze_panes(_TOP + 2, 3)
    shared.page(sheet, (_TOP, _TOP + 1))
    sheet.print_area(0, 0, last + 2, len(columns) - 1)
    book.workbook.close()
    return target.getvalue()


def _columns(year: int) -> tuple[Column, ...]:
    return (
        *_HEAD,
        *(_OF_YEAR * 3),
        Column("Uch yil o‘rtachasi (hisob)", 10, "count"),
        Column(vocabulary.header("planned", year + 1), 11, "count"),
        Column(REASON, 26, "text"),
    )


def _titles(book: Lists, sheet: Worksheet, plan: Plan, columns: int) -> None:
    middle = {"bold": True, "align": "center"}
    sheet.merge_range(
        0, 0, 0, columns - 1, clean(plan.organisation.get("organisation", "")), book.styles(**middle)
    )
    title = f"{plan.year + 1}-YIL ISH REJASI LOYIHASI"
    sheet.merge_range(1, 0, 1, columns - 1, title, book.styles(**middle, font_size=14))
    sheet.write_string(2, 0, _HINT.format(year=plan.year + 1), book.styles.hint())
    sheet.write_string(3, 0, _LEGEND, book.styles(font_size=9, font_color="#595959"))


_HINT = (
    "{year}-yil rejasini sariq ustunga yozing: butun son yoki «-». Jami qatorlari qismlaridan hisoblanadi."
)
_LEGEND = (
    "* — yil to‘liq emas: shu kungacha ma’lum son. ² — shu yilning fayli yo‘q: keyingi yil rejasidagi fakt. "
    "To‘q sariq — shu yili ta’rif o‘zgargan. O‘rtacha — oddiy hisob, taklif emas."
)


def _headings(book: Lists, sheet: Worksheet, year: int, columns: Sequence[Column]) -> None:
    style = book.styles.heading(font_size=9)
    first = len(_HEAD)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        if first <= index < first + 9:
            sheet.write_string(_TOP + 1, index, column.heading, style)
        else:
            sheet.merge_range(_TOP, index, _TOP + 1, index, column.heading, style)
    for place, past in enumerate(range(year - 2, year + 1)):
        left = first + 3 * place
        sheet.merge_range(_TOP, left, _TOP, left + 2, f"{past}-yil", style)
    sheet.set_row(_TOP + 1, 30)


def _body(
    book: Lists, sheet: Worksheet, plan: Plan, rows: Sequence[DraftRow], columns: Sequence[Column],
    filled: Mapping[str, tuple[str, str]],
) -> int:  # fmt: skip
    """Write the sections and items; return the last row."""
    names = {section.code: section.name for section in plan.sections}
    places = _places(rows)
    section = ""
    for row in rows:
        at = places[row.item.code]
        if row.item.section != section:
            section = row.item.section
            style = book.styles.boxed(bold=True, text_wrap=True, align="center", bg_color=shared.BAND)
            text = clean(f"{section}. {names.get(section, '')}")
            sheet.merge_range(at - 1, 0, at - 1, len(columns) - 1, text, style)
            sheet.set_row(at - 1, 30 if len(text) > 150 else 16)
        _item(book, sheet, plan, row, places, columns, filled.get(row.item.code, ("", "")))
    last = max(places.values(), default=_TOP + 1)
    area = (_TOP + 2, len(columns) - 2, last, len(columns) - 2)
    shared.validate_counts(sheet, [area])
    return last


def _places(rows: Sequence[DraftRow]) -> dict[str, int]:
    """Return the row of each item; a section's heading stands above its first."""
    places, at, section = {}, _TOP + 1, ""
    for row in rows:
        at += 1 + (row.item.section != section)
        section = row.item.section
        places[row.item.code] = at
    return places


def _item(
    book: Lists, sheet: Worksheet, plan: Plan, row: DraftRow, places: Mapping[str, int],
    columns: Sequence[Column], filled: tuple[str, str],
) -> None:  # fmt: skip
    item, at = row.item, places[row.item.code]
    values: list[Shown] = [item.code, item.printed_no, item.name, item.unit]
    looks: list[dict[str, object]] = [{}] * len(_HEAD)
    heading: tuple[Shown, dict[str, object]] = None, {"bg_color": shared.GROUP}
    for value, look in _past(row.years) if row.years else [heading] * 9:
        values.append(value)
        looks.append(look)
    parts = [places[part.code] for part in plan.parts(item)]
    values += [row.mean, _new_figure(parts, len(columns) - 2, filled[0]), filled[1] or None]
    own: dict[str, object] = {
        "bg_color": shared.COMPUTED if parts else shared.INPUT,
        "bold": True,
        "num_format": shared.COUNT_FORMAT,
    }
    looks += [{}, own if item.measured else {"bg_color": shared.GROUP}, _INPUT]
    for index, (column, value, look) in enumerate(zip(columns, values, looks, strict=True)):
        put(book, sheet, at, index, value, column.kind, **look)
    sheet.set_row(at, height(zip(columns, values, strict=True)))


def _past(years: Sequence[PastYear]) -> Iterator[tuple[Shown, dict[str, object]]]:
    """Yield plan, fact and percent of each year, and how they look."""
    for one in years:
        broken: dict[str, object] = {"bg_color": shared.LIGHT_AMBER} if one.changed else {}
        odd = _PRINTED if one.printed else None if one.complete else _PARTIAL
        shown = (
            {"num_format": odd, "italic": True, "font_color": "#7F7F7F"}
            if odd and one.fact is not None
            else {}
        )
        yield from ((one.plan, broken), (one.fact, broken | shown), (one.percent, broken))


def _new_figure(parts: Sequence[int], column: int, filled: str) -> Shown:
    """Return the new plan's figure: what people wrote, of a total else the live sum of its parts."""
    if filled or not parts:
        return figure(filled) if filled else None
    cells = ",".join(shared.cell(row, column) for row in parts)
    return Formula(f'={TOTAL}{cells})=0,"",SUM({cells}))', "")


def _signature(book: Lists, sheet: Worksheet, plan: Plan, at: int) -> None:
    director = plan.organisation.get("director", "")
    sheet.write_string(at, 2, f"Direktor ______________________ {director}".strip(), book.styles(bold=True))
