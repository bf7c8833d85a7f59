"""Types: what stands in a cell of figures is a figure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.findings import Severity
from akmxl.i18n import N_
from akmxl.reading.figures import has_letters_for_digits
from akmxl.reading.items import code_places
from akmxl.rules.base import Case, Hit, rule
from akmxl.rules.figures import Spot, all_figures, dated_codes, item_of, month_of, record_period, row_name
from akmxl.words import fold
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator


def _with_fault(case: Case, fault: str) -> Iterator[Hit]:
    """A hit for every cell of figures that reading found this fault in."""
    for spot in all_figures(case):
        if spot.figure.fault == fault and (spot.figure.typed or _broken_formula(spot)):
            yield _hit(case, spot)


def _broken_formula(spot: Spot) -> bool:
    """The workbook's own formula shows errors of other cells, which have their own finding; one that
    lost its reference is broken itself."""
    return "#REF!" in (spot.figure.formula or "")


def _hit(case: Case, spot: Spot) -> Hit:
    figure = spot.figure
    item = case.plan.items.get(spot.item or "")
    number = figure.offered if figure.value is None else figure.value
    return Hit(
        figure.place,
        item=spot.item,
        period=spot.period,
        value=figure.shown,
        subject=spot.subject,
        params={"number": "" if number is None else number, "unit": item.unit if item and item.unit else "-"},
    )


@rule(
    "TYP01",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: a text stands where a number belongs: “{value}”."),
    N_("Type the number only."),
)
def not_a_number(case: Case) -> Iterator[Hit]:
    """A cell of figures holds a number, a dash, or nothing.

    Why: a text is not added up, and nobody sees that a figure is missing from the total.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
        | 9.1 | -    |
    Bad:
        Oylik
        | Kod | Mart    |
        | 11  | bajardi |  TYP01
    """
    letter = N_("Cell {cell}: a letter was typed for a digit: “{value}”.")
    digits = N_("Type the number again, in digits only.")
    nothing = N_("If there was no work, type 0.")
    for hit in _with_fault(case, "TYP01"):
        text = str(hit.value)
        if has_letters_for_digits(text):
            yield replace(hit, message=letter, fix=digits)
        else:
            yield replace(hit, fix=nothing) if _NOTHING.match(fold(text)) else hit


_NOTHING = re.compile("yoq|bolma|hech|net$")  # yo‘q, bo‘lmadi, hech narsa, нет


@rule(
    "TYP02",
    Severity.WARNING,
    N_("The number in cell {cell} is stored as a text: “{value}”. It was read as {number}."),
    N_("Type the number again."),
)
def number_as_text(case: Case) -> Iterator[Hit]:
    """A number is a number, not a text that looks like one.

    Why: Excel leaves such a text out of its sums; akmxl reads it, so the two would differ unseen.

    Okay:
        Oylik
        | Kod | Mart |
        | 29  | 1200 |
    Bad:
        Oylik
        | Kod | Mart   |
        | 29  | '1 200 |  TYP02
    """
    return _with_fault(case, "TYP02")


@rule(
    "TYP03",
    Severity.ERROR,
    N_("Cell {cell}: point or comma in a count: “{value}”. It can be read in two ways."),
    N_("Type a whole number without points and commas."),
)
def ambiguous_separator(case: Case) -> Iterator[Hit]:
    """A count has no points or commas in it.

    Why: `1.234` is a thousand for one reader and a little more than one for another; akmxl never guesses.

    Okay:
        Oylik
        | Kod | Mart |
        | 29  | 1234 |
    Bad:
        Oylik
        | Kod | Mart   |
        | 29  | '1.234 |  TYP03
    """
    return _with_fault(case, "TYP03")


@rule(
    "TYP04",
    Severity.ERROR,
    N_("Cell {cell} holds a negative number: {value}."),
    N_("Type 0 or a number above 0."),
)
def negative_count(case: Case) -> Iterator[Hit]:
    """A count is 0 or more. In Royxatlar a contract that ended is a row with a minus: what is in force falls.

    Why: books, people and events cannot be fewer than none; a minus is a slip, or a correction that
    belongs into the month that was wrong.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 0    |
    Bad:
        Oylik
        | Kod | Mart |
        | 11  | -3   |  TYP04
    """
    return _with_fault(case, "TYP04")


@rule(
    "TYP05",
    Severity.ERROR,
    N_("Cell {cell} holds a fraction: {value}. The unit is: {unit}."),
    N_("Type a whole number."),
)
def fraction(case: Case) -> Iterator[Hit]:
    """A count is a whole number.

    Why: there is no half of an event or of a reader; a fraction is a slip of the decimal sign.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 15   |
    Bad:
        Oylik
        | Kod | Mart |
        | 11  | 1.5  |  TYP05
    """
    return _with_fault(case, "TYP05")


@rule(
    "TYP06",
    Severity.ERROR,
    N_("Excel has turned the entry in cell {cell} into a date: {value}."),
    N_("Set the cell's format to a whole number and type the number again."),
)
def date_for_figure(case: Case) -> Iterator[Hit]:
    """No date stands where a count or a code belongs.

    Why: Excel turns `9.1` and `6/36` into dates as they are typed; a row whose code is a date is lost.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '22 | Maqola   |
    Bad:
        Matbuot
        | Sana       | Kod        | Sarlavha |
        | 2025-03-05 | 2025-01-09 | Maqola   |  TYP06
    """
    yield from _with_fault(case, "TYP06")
    known = set(case.plan.items) | set(code_places(case.view(layout.MONTHLY)))
    expected = N_("Set the cell's format to “Text” and type again: “{expected}”.")
    repaired = N_("Set the cell's format to “Text” and type again: “{expected}”; or run: akmxl repair.")
    pick = N_("Set the cell's format to “Text” and type the item's code again.")
    sheets = {case.view(name).name for name in (layout.PLAN, layout.MONTHLY)}
    for place, code in dated_codes(case).items():
        value = case.file.grid(place.sheet).values(place.column)[place.row]
        fix = pick if code not in known else repaired if place.sheet in sheets else expected
        yield Hit(place, value=value, subject=f"row {place.row}", params={"expected": code}, fix=fix)


@rule(
    "TYP07",
    Severity.ERROR,
    N_("Cell {cell} holds an Excel error: {value}."),
    N_("Mend the formula, or type the number."),
)
def excel_error(case: Case) -> Iterator[Hit]:
    """No cell of figures shows an Excel error.

    Why: an error spreads into every total that contains the cell.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        Oylik
        | Kod | Mart  |
        | 11  | #REF! |  TYP07
    """
    return _with_fault(case, "TYP07")


@rule(
    "TYP08",
    Severity.ERROR,
    N_("Cell {cell} holds two numbers: “{value}”."),
    N_("Type each number into the row of its own item."),
)
def two_numbers(case: Case) -> Iterator[Hit]:
    """One cell holds one number.

    Why: the plan prints item 19 as `6/36`, contracts and events; typed so into a month, neither counts.

    Okay:
        Oylik
        | Kod  | Mart |
        | 19.1 | 6    |
        | 19.2 | 3    |
    Bad:
        Oylik
        | Kod  | Mart  |
        | 19.2 | '6/36 |  TYP08
    """
    return _with_fault(case, "TYP08")


@rule(
    "TYP09",
    Severity.ERROR,
    N_("Words stand with the number in cell {cell}: “{value}”."),
    N_("Leave the number only: {number}."),
)
def number_with_words(case: Case) -> Iterator[Hit]:
    """A number stands without words.

    Why: "12 ta" is a text for Excel; the unit has its own column.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 12   |
    Bad:
        Oylik
        | Kod | Mart  |
        | 11  | 12 ta |  TYP09
    """
    return _with_fault(case, "TYP09")


_CEILINGS = dict.fromkeys(
    ("tadbir", "hujjat", "shartnoma", "marotaba", "royxat", "malumot"), 10_000
)  # a month of what is counted one by one, by folded unit
_CEILING = 1_000_000  # of all other units
_MOST_PEOPLE = 10_000  # at one event


@rule(
    "TYP11",
    Severity.EXPLAIN,
    N_("Cell {cell}: {value} is more than there can be in a month (unit: {unit}, limit: {limit})."),
    N_("Check the digits; if it is right, write the reason."),
)
def beyond_the_ceiling(case: Case) -> Iterator[Hit]:
    """A month's figure is below the ceiling of its unit: 10,000 events or documents, else 1,000,000; an
    event has at most 10,000 participants.

    Sozlamalar sets another one for all items or for one.

    Why: a key that was held down, or a phone number in the wrong column, would outweigh the whole year.

    Okay:
        Oylik
        | Kod | Mart |
        | 26  | 2    |
    Bad:
        Oylik
        | Kod | Mart  |
        | 26  | 22000 |  TYP11
    """
    for entry in case.plan.entries.values():
        item = case.plan.items[entry.code]
        limit = case.threshold("TYP11", item.code, _CEILINGS.get(fold(item.unit), _CEILING))
        if entry.figure.typed and entry.value is not None and entry.value > limit:
            params = {"unit": item.unit or "-", "limit": limit}
            period = month_of(case, entry.month)
            yield Hit(entry.place, item=item.code, period=period, value=entry.value, params=params)
    yield from _crowds(case)


def _crowds(case: Case) -> Iterator[Hit]:
    """Looked for column by column: there are thousands of rows, and a crowd in hardly any."""
    message = N_("Cell {cell}: {value} people are more than come to one event (limit: {limit}).")
    limits = (limit for (code, _), limit in case.plan.settings.thresholds.items() if code == "TYP11")
    least = min([_MOST_PEOPLE, *limits])
    view = case.view(layout.EVENTS)
    for field in ("participants", "women", "children"):
        many = {
            row: value
            for row, value in view.values(field).items()
            if isinstance(value, int | float) and value > least
        }
        for record in case.plan.records[layout.EVENTS] if many else ():
            item = item_of(case, record)
            limit = case.threshold("TYP11", item, _MOST_PEOPLE)
            value = many.get(record.row, 0)
            if value > limit:
                period, subject = record_period(case, record), f"{row_name(record)}/{field}"
                params = {"limit": limit}
                yield Hit(record.places[field], item, period, value, subject, None, params, message)


@rule(
    "TYP12",
    Severity.INFO,
    N_("Cell {cell} holds a formula of its own; its value is used: {number}."),
    N_("If the formula is not needed, type the number itself."),
)
def own_formula(case: Case) -> Iterator[Hit]:
    """An input cell holds a number, not a formula.

    Why: the figure changes when the cells behind the formula do, also after the report has gone out.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        Oylik
        | Kod | Mart      |
        | 11  | =3+4 -> 7 |  TYP12
    """
    return _with_fault(case, "TYP12")


@rule(
    "TYP13",
    Severity.WARNING,
    N_("The formula in cell {cell} has not been calculated: {value}. Its figure is not known."),
    N_("Open the file in Excel and save it, or type the number."),
)
def not_calculated(case: Case) -> Iterator[Hit]:
    """A formula in an input cell has been calculated.

    Why: a program other than Excel wrote it without a result; akmxl does not calculate people's formulas.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        Oylik
        | Kod | Mart |
        | 11  | =3+4 |  TYP13
    """
    return _with_fault(case, "TYP13")


@rule(
    "TYP14",
    Severity.ERROR,
    N_("The number in cell {cell} is longer than Excel can keep (15 digits): {value}."),
    N_("Type the number anew."),
)
def too_long(case: Case) -> Iterator[Hit]:
    """A figure has at most fifteen digits; a longer one is not used.

    Why: Excel makes the digits after the fifteenth into noughts, so nobody knows what was typed.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        Oylik
        | Kod | Mart             |
        | 11  | 7777777777777777 |  TYP14
    """
    return _with_fault(case, "TYP14")
