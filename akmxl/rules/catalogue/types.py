"""Check that what is written in the cells of figures is a figure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.core.unseen import odd_signs
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import all_figures, dated_codes, figures_of_rows, with_fault
from akmxl.rules.odd_cells import odd_cells
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.stopped import items_of, items_of_lost_code
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import has_letters_for_digits
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.reading.setting_cells import number_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("Numbers"), 40


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
    not_planned = N_("If nothing is planned, type “-”.")
    for hit in with_fault(case, "TYP01"):
        text = str(hit.value)
        if has_letters_for_digits(text):
            yield hit._replace(message=letter, fix=digits)
        else:
            none = not_planned if hit.place and hit.place.sheet == layout.PLAN else nothing
            yield hit._replace(fix=none) if _NOTHING.match(fold(text)) else hit


_NOTHING = lazily("yoq|bolma|hech|net$")  # yo‘q, bo‘lmadi, hech narsa, нет


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
    for hit in with_fault(case, "TYP02"):
        at = hit.place
        cell = case.file.grid(at.sheet).cell(at.row, at.column) if at else None
        signs = odd_signs(str(cell.value)) if cell else ()
        params = {**hit.params, "signs": ", ".join(signs)}
        yield hit._replace(params=params, message=_WITH_SIGNS, fix=_SIGNS_AWAY) if signs else hit


_WITH_SIGNS = N_(
    "The number in cell {cell} is stored as a text, with signs that nobody sees: “{value}” ({signs}). It was "
    "read as {number}."
)
_SIGNS_AWAY = N_("Type the number again; one command does it for all such cells: akmxl check --fix.")


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
    return with_fault(case, "TYP03")


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
    return with_fault(case, "TYP04")


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
    return with_fault(case, "TYP05")


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
        Reja
        | Kod | 2025-yil (reja) |
        | 19  | 1936-06-01      |  TYP06
    """
    yield from with_fault(case, "TYP06")
    known = set(case.plan.items) | set(code_places(case.view(layout.MONTHLY)))
    expected = N_("Set the cell's format to “Text” and type again: “{expected}”.")
    repaired = N_("Set the cell's format to “Text” and type again: “{expected}”; or run: akmxl repair.")
    pick = N_("Set the cell's format to “Text” and type the item's code again.")
    sheets = {case.view(name).name for name in (layout.PLAN, layout.MONTHLY)}
    for place, code in dated_codes(case).items():
        value = case.file.grid(place.sheet).values(place.column)[place.row]
        fix = pick if code not in known else repaired if place.sheet in sheets else expected
        stops = items_of_lost_code(case) if place.sheet in sheets else items_of(case, place.sheet)
        yield Hit(place, value=value, subject=f"row {place.row}", params={"expected": code}, fix=fix,
                  stops=(code, *stops))  # fmt: skip
    yield from _dated_plans(case, expected)


def _dated_plans(case: Case, expected: str) -> Iterator[Hit]:
    """Yield the groups' cells of the plan that hold a date; ``6/36`` of a group is read as no figure."""
    view = case.view(layout.PLAN)
    for item in (one for one in case.plan.items.values() if one.kind == "group"):
        approved = case.plan.approved.get(item.code)
        for field in ("planned", "previous"):
            value = view.cell(item.row, field).value
            if isinstance(value, date):
                was = approved.kept.get(field, "") if approved else ""
                fix, params = (expected, {"expected": was}) if was else (_AS_PRINTED, {})
                yield Hit(view.place(item.row, field), item.code, None, value, field, params=params, fix=fix)


_AS_PRINTED = N_("Set the cell's format to “Text” and type again what the printed plan has there.")


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
    return with_fault(case, "TYP08")


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
    return with_fault(case, "TYP09")


@rule(
    "TYP23",
    Severity.ERROR,
    N_(
        "Sheet “{sheet}”, cell {cell}: {value} stands here, but by the cell's format ({format}) Excel shows "
        "another number, or none."
    ),
    N_("Set the cell's format to “General” and see whether the number is right."),
    unless=("STR19",),
)
def shown_as_it_is(case: Case) -> Iterator[Hit]:
    """A figure is shown as it stands in its cell: not as a percent, without its thousands, or not at all.

    Why: people read and copy 12, akmxl counts the 12000 behind it, and nobody sees that they differ.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        format: Oylik / 11 / Mart = 0%
        Oylik
        | Kod | Mart |
        | 11  | 7    |  TYP23
    """
    odd = odd_cells(case)
    figures = (*all_figures(case), *figures_of_rows(case)) if odd else ()
    known = {one.figure.place: one for one in figures if one.figure.place in odd}
    computed = {case.view(name).name for name in (layout.MONTHLY, registers.DAILY)}
    for place, code in odd.items():
        one, params = known.get(place), {"format": code}
        if one is None or not one.figure.typed:
            value = number_behind(case.file.grid(place.sheet).values(place.column)[place.row])
            fix = _PUT_BACK if place.sheet in computed else None
            yield Hit(place, value=value, subject=f"{place.a1}/format", params=params, fix=fix)
        elif not one.figure.fault:
            yield Hit(place, one.item, one.period, one.figure.value, f"{one.subject}/format", params=params)


_PUT_BACK = N_("Press “Tiklash”, or run: akmxl repair.")  # these cells are locked


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
    return with_fault(case, "TYP14")
