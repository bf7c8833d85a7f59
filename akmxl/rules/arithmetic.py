"""Arithmetic: totals, quarters and the year are what their cells add up to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.findings import Severity
from akmxl.i18n import N_
from akmxl.rules.base import Case, Hit, rule
from akmxl.rules.computed import ACROSS, Computed, computed_cells
from akmxl.rules.figures import dated_codes, month_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.model import Figure, Item

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
        | 9.2 | 203             |
        | 9   | 303             |
    Bad:
        Reja
        | Kod | 2025-yil (reja) |
        | 9   | 303             |  ARI04
    """
    for total in _totals(case):
        for field in _YEARS:
            figure, below = _year(total, field), [_year(p, field) for p in case.plan.parts(total)]
            known = [f.value for f in below if f.value is not None]
            failed = any(f.fault and f.value is None for f in below) or _awaited(case, total, field)
            if figure.value is not None and known and not failed and sum(known) != figure.value:
                yield _unequal(case, total, figure, sum(known), f"{total.code}/{field}")
    yield from _typed_months(case)


def _typed_months(case: Case) -> Iterator[Hit]:
    """Totals whose months people type, since their source is not "computed"."""
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
                yield replace(hit, period=month_of(case, month))


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
            yield replace(hit, message=missing, fix=add) if known else hit


def _totals(case: Case) -> Iterator[Item]:
    """Totals; not those of which a part's code was turned into a date: its figure is not known."""
    lost = set(dated_codes(case).values())
    for item in case.plan.items.values():
        if item.kind == "total" and not any(code.rpartition(".")[0] == item.code for code in lost):
            yield item


def _year(item: Item, field: str) -> Figure:
    return item.planned if field == "planned" else item.previous


def _awaited(case: Case, total: Item, field: str) -> bool:
    """A part is blank and waits to be confirmed: the sum is not known yet."""
    return any(_year(part, field).blank and field in part.to_confirm for part in case.plan.parts(total))


@rule(
    "ARI07",
    Severity.ERROR,
    N_("Item {item}, {period}: cell {cell} shows {value}, the months add up to {right}."),
    N_("Restore the formula: undo, or copy it from the next cell."),
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
    N_("What is in force is not added up: restore the formula (undo, or copy it from the next cell)."),
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
    return (_differs(cell) for cell in _altered(case) if cell.item and cell.item.adds_up == "stock")


def _altered(case: Case) -> Iterator[Computed]:
    for cell in computed_cells(case):
        if cell.kind == ACROSS and cell.known and cell.altered and not cell.agrees:
            yield cell


def _differs(cell: Computed) -> Hit:
    right = "-" if cell.right is None else cell.right
    code = cell.item.code if cell.item else None
    return Hit(cell.place, item=code, period=cell.period, value=cell.cell.value, params={"right": right})
