"""Put beside each item of a plan what the last three years planned and did: the ground of next year's plan.

Nothing is proposed; the mean is arithmetic and stands only where three whole years can be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.plan.trend import trend_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from akmxl.plan.model import Item, Plan
    from akmxl.plan.trend import YearRow

YEARS = 3


@dataclass(frozen=True)
class PastYear:
    """What an item's plan and fact were in a year.

    ``complete``: the fact is of the whole year. ``changed``: the definition is another than the year before.
    ``printed``: there is no plan workbook of the year; the fact stands in the next year's, the plan is not
    known.
    """

    year: int
    plan: int | None = None
    fact: int | None = None
    percent: float | None = None
    complete: bool = False
    changed: bool = False
    printed: bool = False


@dataclass(frozen=True)
class DraftRow:
    """An item and its last three years, the earliest first; a group's heading has none.

    ``mean`` is that of the years' facts, rounded; None where one is not known, or a definition changed.
    """

    item: Item
    years: tuple[PastYear, ...]
    mean: int | None = None


def draft_rows(plans: Sequence[Plan], today: date) -> tuple[DraftRow, ...]:
    """Return the rows of the newest of these plans with what the plans say of the last three years."""
    ordered = sorted(plans, key=lambda plan: plan.year)
    newest, by_year = ordered[-1], {plan.year: plan for plan in ordered}
    lines = trend_of(ordered, today).lines.values()
    rows = {rows[-1].code: rows for rows in lines if rows[-1].year == newest.year}
    return tuple(_row(item, rows.get(item.code, ()), by_year, newest.year) for item in newest.items.values())


def _row(item: Item, rows: Sequence[YearRow], plans: Mapping[int, Plan], last: int) -> DraftRow:
    if not item.measured:
        return DraftRow(item, ())
    known = {row.year: row for row in rows}
    years = tuple(_past(year, known, plans) for year in range(last - YEARS + 1, last + 1))
    return DraftRow(item, years, _mean(item, years))


def _past(year: int, rows: Mapping[int, YearRow], plans: Mapping[int, Plan]) -> PastYear:
    row = rows.get(year)
    if row is not None:
        fact = row.so_far if row.fact is None else row.fact
        return PastYear(year, row.plan, fact, row.percent, row.fact is not None, bool(row.changes))
    after = rows.get(year + 1)
    if after is None or year in plans:
        return PastYear(year)
    fact = plans[year + 1].items[after.code].previous.value
    return PastYear(year, fact=fact, complete=fact is not None, printed=True)


def _mean(item: Item, years: Sequence[PastYear]) -> int | None:
    facts = [one.fact for one in years if one.fact is not None and one.complete]
    comparable = len(facts) == YEARS and not any(one.changed for one in years[1:])
    return round(sum(facts) / YEARS) if comparable and item.adds_up == "flow" else None
