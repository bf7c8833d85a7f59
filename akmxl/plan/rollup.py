"""Compute the totals of the plan: by item, section and service, by month, quarter, since January and year.

Computed from the months as read and from the registers, never from a cached formula. Unknown is None.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.plan.expected import complete
from akmxl.plan.model import Entry, Figure
from akmxl.plan.period import Period, month_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pandas import DataFrame

    from akmxl.core.cells import Place
    from akmxl.plan.model import Item, Plan

_MOST_MONTHS = 8  # of a row that says more, the others are missing
ALL_SERVICES = "Barcha xizmatlar"


@dataclass(frozen=True)
class ItemTotals:
    """The totals of one item: a row of the rollup.

    ``since`` holds the sums since January to months 3, 6, 9 and 12, as far as these have begun; ``fact`` is
    the sum since January, ``percent`` of the year's plan, one decimal.
    """

    item: Item
    months: Mapping[Period, int | None]
    quarters: Mapping[Period, int | None]
    since: Mapping[Period, int | None]
    fact: int | None
    percent: float | None
    complete: bool

    @property
    def code(self) -> str:
        return self.item.code


@dataclass(frozen=True)
class Share:
    """The share done of a section or service: mean percent over its countable rows, capped at 100 a row.

    ``rows`` counts those that have a plan, ``unplanned`` those that have none.
    """

    name: str
    percent: float | None
    rows: int
    unplanned: int


@dataclass(frozen=True)
class Rollup:
    """The rolled-up plan as of ``today``. ``by_...`` are pandas DataFrames."""

    year: int
    today: date
    items: tuple[ItemTotals, ...]
    sections: tuple[Share, ...]
    services: tuple[Share, ...]
    means: tuple[float | None, ...]  # mean percent at each month's end

    @property
    def year_gone(self) -> float:
        """The percent of the year that has passed, one decimal."""
        days = (month_end(self.year, 12) - date(self.year, 1, 1)).days + 1
        passed = (self.today - date(self.year, 1, 1)).days + 1
        return round(100 * min(max(passed, 0), days) / days, 1)

    @property
    def by_item(self) -> DataFrame:

        return items_frame(self)

    @property
    def by_section(self) -> DataFrame:

        return shares_frame(self.sections, "section")

    @property
    def by_service(self) -> DataFrame:

        return shares_frame(self.services, "service")


def roll_up(plan: Plan, today: date | None = None) -> Rollup:
    """Compute all totals of a plan; ``today`` bounds what can have happened (default: this day)."""
    day = today or date.today()
    totals = tuple(_totals(plan, item, day) for item in plan.items.values() if item.measured)
    countable = [item for item in plan.items.values() if is_countable(plan, item)]
    return Rollup(
        year=plan.year,
        today=day,
        items=totals,
        sections=_section_shares(plan, countable, day),
        services=_service_shares(plan, countable, day),
        means=_means(plan, countable, day),
    )


def figure_of(plan: Plan, item: Item, period: Period, today: date) -> int | None:
    """Compute an item's figure for a period: the sum of its filled months, a stock's last value.

    A month that has not begun has no figure, whatever stands in it (TMP01 speaks of that), nor has a stock
    that a register carries on. None when no month is filled, or when one of them could not be read.
    """
    entries = [plan.entries.get((item.code, month)) for month in begun(period, today)]
    there = [entry for entry in entries if entry is not None]
    if plan.has_unread and any(entry.failed or _part_failed(plan, item, entry.month) for entry in there):
        return None
    known = [entry.value for entry in there if entry.value is not None]
    if not known:
        return None
    return known[-1] if item.adds_up == "stock" else sum(known)


def last_year_figure(plan: Plan, item: Item, period: Period) -> int | None:
    """Return an item's figure for the same months of last year, or None.

    It stands in the sheet Otgan yil; of a total that has none there, it is the sum of its parts. Where a
    month of the row says nothing that ought to, the figure is not known.
    """
    months = (plan.last_year.get((item.code, month)) for month in period.months)
    known = [value for value in months if value is not None]
    if known:
        if unsaid_last_year(plan, item, period.months):
            return None
        return known[-1] if item.adds_up == "stock" else sum(known)
    parts = plan.parts(item)
    if any(unsaid_last_year(plan, part, period.months) or _silent_row(plan, part) for part in parts):
        return None
    given = [value for part in parts if (value := last_year_figure(plan, part, period)) is not None]
    return sum(given) if given else None


def _silent_row(plan: Plan, item: Item) -> bool:
    """Tell whether the plan has a figure of last year for an item, and Otgan yil none of its months."""
    return bool(item.previous.value) and not any(
        (item.code, month) in plan.last_year for month in range(1, 13)
    )


def unsaid_last_year(plan: Plan, item: Item, months: Iterable[int]) -> tuple[int, ...]:
    """Return those months of which an item's row in Otgan yil says nothing though it ought to.

    It says nothing where no figure can be read. A row ought to say each month where it says most of them,
    unless what it says makes up the year already; else each month in which something unreadable stands.
    """
    if not plan.last_year:
        return ()
    said = {month: plan.last_year.get((item.code, month)) for month in range(1, 13)}
    known = [value for value in said.values() if value is not None]
    spoilt = [month for month in said if (item.code, month) in plan.last_year_unread]
    whole = item.adds_up == "flow" and item.previous.value == sum(known)
    monthly = len(known) + len(spoilt) > _MOST_MONTHS and not whole
    return tuple(month for month in months if said[month] is None and (monthly or month in spoilt))


def _part_failed(plan: Plan, item: Item, month: int) -> bool:
    for part in plan.parts(item):
        entry = plan.entry(part.code, month)
        if (entry is not None and entry.failed) or _part_failed(plan, part, month):
            return True
    return False


def begun(period: Period, today: date) -> tuple[int, ...]:
    """Return the months (1-12) of a period that have begun."""
    if period.year == today.year:
        return tuple(range(period.first, min(period.last, today.month) + 1))
    return period.months if period.year < today.year else ()


def pasted_ahead(plan: Plan, today: date) -> frozenset[Place]:
    """Return the cells of months to come that hold what the register gives as a value, not by the formula.

    It was pasted there: a stock out of a register is carried on into every month.
    """
    return frozenset(
        entry.place
        for entry in plan.entries.values()
        if entry.register is not None
        and entry.figure.typed
        and entry.figure.value == entry.register
        and not begun(Period.month(plan.year, entry.month), today)
    )


def without_pasted(plan: Plan, today: date) -> Plan:
    """Return the plan as it is when these cells have their formulas again."""
    pasted = pasted_ahead(plan, today)
    if not pasted:
        return plan
    entries = {
        key: Entry(entry.code, entry.month, Figure(entry.place), None) if entry.place in pasted else entry
        for key, entry in plan.entries.items()
    }
    return replace(plan, entries=entries)


def percent_of(done: int | None, planned: int | None) -> float | None:
    """Compute the percent of a plan, one decimal; None where either is unknown or nothing is planned."""
    if done is None or not planned:
        return None
    return round(100 * done / planned, 1)


def _totals(plan: Plan, item: Item, today: date) -> ItemTotals:
    def figures(periods: Iterable[Period]) -> dict[Period, int | None]:
        return {period: figure_of(plan, item, period, today) for period in periods}

    year = plan.year
    spans = [Period(year, 1, last) for last in (3, 6, 9, 12)]
    fact = figure_of(plan, item, Period.whole(year), today)
    since = figures(spans) | {span: None for span in spans if Period.month(year, span.last).start > today}
    return ItemTotals(
        item=item,
        months=figures(Period.month(year, month) for month in range(1, 13)),
        quarters=figures(Period.quarter(year, quarter) for quarter in range(1, 5)),
        since=since,
        fact=fact,
        percent=percent_of(fact, item.plan),
        complete=complete(plan, item, last_ended_month(year, today)),
    )


def last_ended_month(year: int, today: date) -> int:
    """Return the last month of the year that is over: 0 before February, 12 once the year is over."""
    return sum(month_end(year, month) < today for month in range(1, 13))


def is_countable(plan: Plan, item: Item) -> bool:
    """Tell whether a row counts for percents: it has figures and no total above it speaks for it."""
    parent = plan.items.get(item.parent or "")
    return item.measured and not (parent is not None and parent.kind == "total")


def _share(plan: Plan, name: str, items: Iterable[Item], period: Period, today: date) -> Share:
    rows = list(items)
    planned = [item for item in rows if item.plan]
    done = [percent_of(figure_of(plan, item, period, today), item.plan) for item in planned]
    known = [value for value in done if value is not None]
    # A planned row without a figure has nothing done; where no row has one, nothing is known.
    mean = round(sum(min(100.0, value) for value in known) / len(planned), 1) if known else None
    return Share(name, mean, len(planned), len(rows) - len(planned))


def _section_shares(plan: Plan, countable: list[Item], today: date) -> tuple[Share, ...]:
    year = Period.whole(plan.year)
    return tuple(
        _share(plan, section.code, (i for i in countable if i.section == section.code), year, today)
        for section in plan.sections
    )


def _service_shares(plan: Plan, countable: list[Item], today: date) -> tuple[Share, ...]:
    """Compute the services' shares: an item with two owners counts under both.

    ``Barcha xizmatlar`` is a line of its own.
    """
    year = Period.whole(plan.year)
    owners = {name for item in countable for name in item.services}
    known = dict.fromkeys(plan.settings.services.values())  # in the order of Sozlamalar
    names = sorted((name for name in known if name in owners), key=lambda name: name == ALL_SERVICES)
    return tuple(_share(plan, n, (i for i in countable if n in i.services), year, today) for n in names)


def _means(plan: Plan, countable: list[Item], today: date) -> tuple[float | None, ...]:
    filled = [entry.month for entry in plan.entries.values() if entry.value is not None]
    begun = sum(Period.month(plan.year, month).start <= today for month in range(1, 13))
    last = min(max(filled, default=0), begun)
    return tuple(
        _share(plan, "", countable, Period(plan.year, 1, month), today).percent if month <= last else None
        for month in range(1, 13)
    )


def items_frame(rollup: Rollup) -> DataFrame:
    """Make a table, a row an item: plan, fact since January, percent, last year's fact, quarters, months."""
    import pandas as pd  # late: the slowest to import of all

    rows = [
        {
            "code": totals.code,
            "plan": totals.item.plan,
            "fact": totals.fact,
            "percent": totals.percent,
            "previous_fact": totals.item.previous.value,
            "complete": totals.complete,
            **{str(period): value for period, value in {**totals.quarters, **totals.months}.items()},
        }
        for totals in rollup.items
    ]
    frame = pd.DataFrame(rows).set_index("code")
    whole = [name for name in frame.columns if name not in ("percent", "complete")]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def shares_frame(shares: Iterable[Share], index: str) -> DataFrame:
    """Make a table, a row a section or service: mean percent done, planned rows, rows without a plan."""
    import pandas as pd  # late: the slowest to import of all

    rows = [(share.name, share.percent, share.rows, share.unplanned) for share in shares]
    columns = [index, "percent", "planned_rows", "unplanned_rows"]
    return pd.DataFrame(rows, columns=columns).astype({"percent": "Float64"}).set_index(index)
