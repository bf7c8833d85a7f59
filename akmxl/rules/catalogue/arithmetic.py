"""Check that totals, quarters and the year equal the sum of their cells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import DASH, fold
from akmxl.plan import registers
from akmxl.plan.expected import expected_spans
from akmxl.plan.findings import Severity
from akmxl.rules.computed import ACROSS, TOTAL, Computed, computed_cells
from akmxl.rules.day_sums import short_sums
from akmxl.rules.figures import month_of, without_a_part
from akmxl.rules.rule import RULES, Case, Hit, once, rule
from akmxl.workbook import layout
from akmxl.workbook.below_tables import rows_below_tables
from akmxl.workbook.doors.grids import says
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from akmxl.plan.model import Figure, Item

TITLE, PLACE = N_("Arithmetic"), 120

_YEARS = ("planned", "previous")


@rule(
    "ARI04",
    Severity.ERROR,
    N_("Item {item}, cell {cell}: total — {value}, sum of the parts — {sum}, difference — {difference}."),
    N_("Check the parts ({parts}) and the total."),
)
def total_is_sum_of_parts(case: Case) -> Iterator[Hit]:
    """A total is the sum of its parts: in the plan, in last year's column, in months typed as totals.

    Why: 9, 9.4, 15 and 21 are printed with their parts; whoever reads the form adds them up first.

    Okay:
        Reja
        | Kod | 2025-yil (reja) |
        | 15.2 | 4238           |
        | 15   | 4445           |
    Bad:
        Reja
        | Kod | 2025-yil (reja) |
        | 15  | 4445            |  ARI04
    """
    for total in _totals(case):
        for field in _YEARS:
            figure, below = _year(total, field), [_year(p, field) for p in case.plan.parts(total)]
            known = [f.value for f in below if f.value is not None]
            failed = any(f.fault and f.value is None for f in below)
            failed = failed or (_awaited(case, total, field) and _could_be(case, total, field, sum(known)))
            if figure.value is not None and known and not failed and sum(known) != figure.value:
                yield _unequal(case, total, figure, sum(known), f"{total.code}/{field}")
    yield from _typed_months(case)


def _typed_months(case: Case) -> Iterator[Hit]:
    """Yield a hit for each unequal month of the totals whose months people type (source not "computed")."""
    for total in _totals(case):
        if total.source == "computed":
            continue
        for month in range(1, 13):
            entry = case.plan.entry(total.code, month)
            below = [case.plan.entry(part.code, month) for part in case.plan.parts(total)]
            known = [e.value for e in below if e is not None and e.value is not None]
            if entry is None or entry.value is None or any(e is not None and e.failed for e in below):
                continue
            if known and sum(known) != entry.value:
                hit = _unequal(case, total, entry.figure, sum(known), total.code)
                yield hit._replace(period=month_of(case, month))


def _unequal(case: Case, total: Item, figure: Figure, added: int, subject: str) -> Hit:
    value = figure.value or 0
    parts = ", ".join(part.code for part in case.plan.parts(total))
    params = {"sum": added, "difference": value - added, "parts": parts}
    return Hit(figure.place, item=total.code, value=value, subject=subject, params=params)


@rule(
    "ARI06",
    Severity.ERROR,
    N_("Item {item}, cell {cell}: the total has a figure ({value}), but none of its parts has one."),
    N_("Type the figures of the parts ({parts}), or “-” for the total too."),
)
def total_and_parts_go_together(case: Case) -> Iterator[Hit]:
    """A total has a figure when a part has one, and the reverse.

    Why: a total without parts cannot be checked, and parts without a total are missing from the form.

    Okay:
        Reja
        | Kod  | 2025-yil (reja) |
        | 21   | 4               |
        | 21.1 | 4               |
    Bad:
        Reja
        | Kod  | 2025-yil (reja) |
        | 21   | 4               |  ARI06
    """
    missing = N_("Item {item}, cell {cell}: the parts have figures (sum {sum}), but their total has none.")
    add = N_("Type the total.")
    for total in _totals(case):
        for field in _YEARS:
            figure, below = _year(total, field), [_year(p, field) for p in case.plan.parts(total)]
            known = [f.value for f in below if f.value is not None]
            failed = any(f.fault and f.value is None for f in (figure, *below))
            if not below or failed or (figure.value is None) == (not known):
                continue
            parts = ", ".join(part.code for part in case.plan.parts(total))
            params = {"sum": sum(known), "parts": parts}
            hit = Hit(figure.place, total.code, None, figure.value, f"{total.code}/{field}", params=params)
            yield hit._replace(message=missing, fix=add) if known else hit


def _totals(case: Case) -> Iterator[Item]:
    """Return the totals of which every part is known."""
    incomplete = without_a_part(case)
    return (item for item in case.plan.items.values() if item.kind == "total" and item.code not in incomplete)


def _year(item: Item, field: str) -> Figure:
    return item.planned if field == "planned" else item.previous


def _awaited(case: Case, total: Item, field: str) -> bool:
    """Tell whether a part is blank and waits to be confirmed: the sum is then not known yet."""
    return any(_year(part, field).blank and field in part.to_confirm for part in case.plan.parts(total))


def _could_be(case: Case, total: Item, field: str, known: int) -> bool:
    """Tell whether the parts that wait to be confirmed can make up for a total's difference.

    They cannot make it less than the others; and a total that was changed since is not what was printed.
    """
    value, approved = _year(total, field).value or 0, case.plan.approved.get(total.code)
    printed = approved.kept.get(field, "") if approved else ""
    return value >= known and printed in ("", str(value))


@rule(
    "ARI07",
    Severity.ERROR,
    N_("Item {item}, {period}: cell {cell} shows {value}, the months add up to {right}."),
    N_("Restore the formula: undo, or run: akmxl repair."),
)
def quarters_are_their_months(case: Case) -> Iterator[Hit]:
    """A quarter, and the year, show the sum of their months.

    Why: a formula that was moved or mended by hand leaves out a month, and nobody counts it again.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral | Mart | I chorak                |
        | 11  | 1      | 2      | 3    | =SUM({Yanvar:Mart}) -> 6 |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral | Mart | I chorak                  |
        | 11  | 1      | 2      | 3    | =SUM({Yanvar:Fevral}) -> 3 |  ARI07
    """
    return (_differs(cell) for cell in _altered(case) if cell.item and cell.item.adds_up != "stock")


@rule(
    "ARI08",
    Severity.ERROR,
    N_("Item {item}, {period}: cell {cell} shows {value}, the last value of the months is {right}."),
    N_("What is in force is not added up. Restore the formula: undo, or run: akmxl repair."),
)
def stock_is_its_last_value(case: Case) -> Iterator[Hit]:
    """A stock's quarter and year show its last value, not a sum.

    Why: six contracts in force in each of three months are six contracts, not eighteen.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral | Mart | I chorak                        |
        | 19.1 | 6      | 6      | 6    | =LOOKUP(9^9,{Yanvar:Mart}) -> 6 |
    Bad:
        Oylik
        | Kod  | Yanvar | Fevral | Mart | I chorak                  |
        | 19.1 | 6      | 6      | 6    | =SUM({Yanvar:Mart}) -> 18 |  ARI08
    """
    yield from (_differs(cell) for cell in _altered(case) if cell.item and cell.item.adds_up == "stock")
    message = N_("Item {item}, {period}: cell {cell} shows {value}, not the last value of the months.")
    for cell in computed_cells(case):  # no sum is what is in force, whatever the months are
        stock = cell.kind == ACROSS and cell.item and cell.item.adds_up == "stock"
        if stock and not cell.known and cell.altered:
            yield _differs(cell)._replace(message=message)


def _altered(case: Case) -> Iterator[Computed]:
    """Yield the quarters and years whose formula was changed and whose result is wrong."""
    for cell in computed_cells(case):
        if cell.kind == ACROSS and cell.known and not cell.agrees and cell.altered:
            yield cell


def _differs(cell: Computed) -> Hit:
    right = "-" if cell.right is None else cell.right
    code = cell.item.code if cell.item else None
    return Hit(cell.place, item=code, period=cell.period, value=cell.cell.value, params={"right": right})


@rule(
    "ARI09",
    Severity.ERROR,
    N_("Item {item} adds up {units}; the unit in cell {cell} is: {value}."),
    N_("Give the total and its parts one unit, or make the row a group (column “Turi”)."),
    unless=("REF06",),
)
def one_unit_in_a_total(case: Case) -> Iterator[Hit]:
    """A total and its parts have one unit.

    Why: contracts and events, or books and pages, have no sum.

    Okay:
        Reja
        | Kod | O‘lchov birligi |
        | 9.2 | nusxa           |
    Bad:
        _reja
        | Kod | O‘lchov birligi |
        | 9.2 | Dona            |
        Reja
        | Kod | O‘lchov birligi |
        | 9.2 | Dona            |  ARI09
    """
    for total in _totals(case):
        rows = [row for row in (total, *case.plan.parts(total)) if row.unit]
        counts = Counter(fold(row.unit) for row in rows)
        usual = max(counts, key=counts.__getitem__, default="")
        odd = next((row for row in rows if fold(row.unit) != usual), None)
        if odd:
            params = {"units": ", ".join(dict.fromkeys(row.unit for row in rows))}
            others = tuple(row.code for row in rows)
            place = odd.places["unit"]
            yield Hit(place, total.code, None, odd.unit, params=params, rests_on=others)


@rule(
    "ARI10",
    Severity.WARNING,
    N_(
        "Totals that Excel shows differ from their cells: {count}. In cell {cell} it is {value}, not {right}."
    ),
    N_("Let Excel calculate: press F9, set calculation to automatic, and save."),
)
def kept_totals_are_fresh(case: Case) -> Iterator[Hit]:
    """The totals that the file keeps are those of its cells: whoever prints Oylik prints them.

    Silent where the file asks Excel to calculate when it opens, as every file that akmxl wrote does until
    Excel has saved it; where a number, or a row's date, is kept as text; where rows stand below the table
    that is counted, or a day's sum leaves out a sector, which no calculation mends; and for months that have
    not begun. One finding speaks for all totals.

    Why: with calculation set to “by hand” Excel shows last week's totals, and they get copied into letters.

    Okay:
        hisob: eski
        Oylik
        | Kod | Yanvar | Fevral | Mart | I chorak                |
        | 11  | 8      | 9      | 9    | =SUM({Yanvar:Mart}) -> 26 |
    Bad:
        hisob: eski
        Oylik
        | Kod | Yanvar | Fevral | Mart | I chorak                |
        | 11  | 8      | 9      | 9    | =SUM({Yanvar:Mart}) -> 17 |  ARI10
    """
    if case.file.workbook.recalculates:
        return
    totals = [c for c in computed_cells(case) if c.kind in (TOTAL, ACROSS)]
    wrong = _resting_on_wrong_cells(totals)
    short = {below.view.layout.name for below in rows_below_tables(case.opened)}
    short |= {registers.EVENTS, registers.LISTS} if layout.SETTINGS in short else set()
    short |= {found.sheet for found in case.text_dates}
    short |= {registers.DAILY} if short_sums(case) else set()
    stale = [c for c in totals if c.own and c.position not in wrong and _is_stale(case, c, short)]
    if stale:
        first = min(stale, key=lambda cell: cell.place)
        hit = _differs(first)
        kept = first.cell.value
        blank = {} if show(kept) else {"value": "-"}  # a message shows no empty value
        params = {**hit.params, "count": len(stale), **blank}
        yield Hit(first.place, value=kept, subject=layout.MONTHLY, params=params)


def _resting_on_wrong_cells(totals: list[Computed]) -> set[tuple[int, int]]:
    """Return the cells that lost their formula, which have their own finding, and those that sum them up."""
    wrong = {cell.position for cell in totals if not cell.own and not cell.agrees}
    for cell in sorted(totals, key=lambda c: (c.kind == ACROSS, -c.item.code.count(".") if c.item else 0)):
        if not wrong.isdisjoint(cell.sources):
            wrong.add(cell.position)
    return wrong


def _is_stale(case: Case, computed: Computed, short: Container[str]) -> bool:
    """Tell whether a cell keeps a result that the cells of its formula no longer give.

    ``short`` are the registers whose table ends above some of its rows.
    """
    began = computed.period is None or computed.period.start <= case.today
    if not (began and computed.known) or computed.agrees or computed.item is None:
        return False
    if computed.item.adds_up == "stock" and computed.cell.value in (None, ""):
        return False  # its formula shows a month as soon as something stands in it, not on the first day
    months = computed.period.months if computed.period else ()
    rows = (computed.item, *_below(case, computed.item))
    if any(row.source in short for row in rows):
        return False
    entries = (case.plan.entry(row.code, month) for row in rows for month in months)
    return not any(entry is not None and entry.figure.fault for entry in entries)


def _below(case: Case, item: Item) -> Iterator[Item]:
    """Yield the parts of an item, and their parts, down to the lowest."""
    for part in case.plan.parts(item):
        yield part
        yield from _below(case, part)


_TIMES, _LEAST = 10, 10


@rule(
    "ARI11",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: {value}; the plan's share of a month is {share}."),
    N_("Check the digits; if it is right, write the reason."),
    unless=("TYP11", "LIB07"),
    silences=("PLN02", "XSH11"),
)
def digit_too_many(case: Case) -> Iterator[Hit]:
    """A month is at most ten times the plan's share of it, or below 10.

    The share is the plan over the months, quarters or the one time that the rhythm asks for; how many
    times is too much, Sozlamalar can say. Totals are what their parts are.

    Why: one zero too many is the commonest slip, and one such month outweighs the whole year.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 60   |
    Bad:
        Oylik
        | Kod | Mart |
        | 11  | 95   |  ARI11
    """
    for entry in case.plan.entries.values():
        item = case.plan.items[entry.code]
        if entry.value is None or entry.value < _LEAST or item.adds_up == "stock":
            continue
        times = len(expected_spans(item))
        if not times:
            continue
        share = (item.plan or 0) / times
        if entry.value > case.threshold("ARI11", item.code, _TIMES) * share:
            period = month_of(case, entry.month)
            yield Hit(entry.place, item.code, period, entry.value, params={"share": round(share, 1)})


@once
def slipped_items(case: Case) -> set[str]:
    """Return the items with a month in which TYP11 or ARI11 sees a digit too many, and the totals above."""
    hits = [hit for code in ("TYP11", "ARI11") for hit in RULES[code].check(case)
            if not case.switched_off(code, hit.item)]  # fmt: skip
    slipped: set[str] = set()
    for hit in hits:
        code = hit.item
        while code is not None and code not in slipped:
            slipped.add(code)
            code = case.plan.items[code].parent
    return slipped


@rule(
    "ARI16",
    Severity.ERROR,
    N_("Cell {cell}: {value} counts nowhere: the row “{code}” is a heading without figures of its own."),
    N_("Type it into the row that it belongs to, below the heading, and empty this cell."),
)
def headings_without_figures(case: Case) -> Iterator[Hit]:
    """A section's row and a group's row in Oylik hold no figures.

    Why: nothing adds them up, so what is typed there is in no report, and the right row stays short of it.

    Okay:
        Oylik
        | Kod  | Mart |
        | 13.1 | 5    |
    Bad:
        Oylik
        | Kod | Mart |
        | 13  | 5    |  ARI16
    """
    view, plan = case.view(layout.MONTHLY), case.plan
    sections = {section.code for section in plan.sections}
    headings = {}
    for code, row in monthly_rows(view).items():
        item = plan.items.get(code)
        if not item.measured if item else code in sections:
            headings[row] = code
    for field in (*layout.MONTH_FIELDS, *layout.QUARTER_FIELDS, "year_total"):
        for row, value in view.values(field).items() if field in view.columns else ():
            if row in headings and says(value) and view.cell(row, field).formula is None:
                code, place = headings[row], view.place(row, field)
                own = code if code in plan.items else None
                if fold(str(value)) != DASH:
                    yield Hit(place, own, None, show(value), f"{code}/{field}", params={"code": code})
