"""Compare what is done of each item with the part of its plan whose time is over.

Work that is due later is not behind: what is due once counts when its window is over, a stock likewise, the
rest by the months or quarters of its window that are over. What is not known is not 0.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.plan import registers
from akmxl.plan.expected import before_first_period, complete, entry_rhythm, expected_spans, span_filled
from akmxl.plan.period import Period
from akmxl.plan.rollup import begun, figure_of, is_countable, last_ended_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from akmxl.plan.model import Item, Plan

_QUARTER = 3  # months


@dataclass(frozen=True)
class Progress:
    """How far an item with a plan is.

    ``asked`` is the part of the year's plan whose time was over at the end of month ``through`` (1-12; 0:
    no month is over), in whole units; ``done`` what was done by then, and what the running month has already.
    Months after ``through`` are over and not filled in yet where ``gaps`` is True.
    """

    item: Item
    asked: int
    done: int | None
    through: int
    gaps: bool = False

    @property
    def behind(self) -> bool:
        """Whether less is done than its time asks for."""
        return self.done is not None and self.done < self.asked

    @property
    def lag(self) -> float:
        """What is missing, in percent of the year's plan, one decimal; 0 where nothing is."""
        return round(self.shortfall, 1)

    @property
    def shortfall(self) -> float:
        """The same, not rounded: two rows of one ``lag`` are told apart by it."""
        if not self.behind or not self.item.plan:
            return 0.0
        return 100 * (self.asked - (self.done or 0)) / self.item.plan


def progress_of(plan: Plan, item: Item, today: date) -> Progress | None:
    """Return how far an item is; None where it has no plan, or where it is not known.

    Where months at the end are not filled in, it is compared as of the month before them. Letters that the
    journal counts are not compared: a letter counts in the last month of its period, and is late by itself.
    """
    if not item.plan or item.source == registers.JOURNAL:
        return None
    last = last_ended_month(plan.year, today)
    through = max((month for month in range(last + 1) if complete(plan, item, month)), default=0)
    asked = planned_by(plan, item, through)
    now = planned_by(plan, item, last)
    if asked is None or now is None:
        return None
    months = begun(Period.whole(plan.year), today) if through == last else range(1, through + 1)
    done = figure_of(plan, item, Period(plan.year, 1, max(months)), today) if months else None
    if done is None and floor(now):
        return None
    return Progress(item, floor(asked), done, through, gaps=through < last)


def planned_by(plan: Plan, item: Item, month: int) -> float | None:
    """Return the part of an item's year plan whose time is over at the end of a month (0: none is over).

    The quarters' plans count where they are given. None where the time is not known.
    """
    quarters = item.quarter_plans[: month // _QUARTER]
    if any(given is not None for given in item.quarter_plans):
        if item.adds_up == "stock":
            return next((given for given in reversed(quarters) if given is not None), 0)
        return sum(given or 0 for given in quarters)
    if not item.plan or not item.window:
        return None
    if item.source == "computed":
        return _planned_of_parts(plan, item, month)
    if item.adds_up == "stock" or entry_rhythm(item) == "once":
        return item.plan if item.window[-1] <= month else 0
    over = sum(len(span) for span in expected_spans(item) if span[-1] <= month)
    return item.plan * over / len(item.window)


def _planned_of_parts(plan: Plan, item: Item, month: int) -> float | None:
    """Return what is asked of a total: of its parts together, where these make up its plan."""
    parts = [part for part in plan.parts(item) if part.plan]
    known = [planned_by(plan, part, month) for part in parts]
    if parts and sum(part.plan or 0 for part in parts) == item.plan and None not in known:
        return sum(one for one in known if one is not None)
    window = item.window or ()
    return (item.plan or 0) * sum(one <= month for one in window) / len(window) if window else None


@dataclass(frozen=True)
class OnTime:
    """How many of some rows with a plan are not behind, of how many that can be compared.

    ``unknown`` counts those whose figures or times are not known.
    """

    done: int
    compared: int
    unknown: int


def on_time(plan: Plan, items: Iterable[Item], today: date) -> OnTime:
    """Count the countable rows that are where their time asks for."""
    rows = [item for item in items if item.plan and is_countable(plan, item)]
    told = [item for item in rows if item.source != registers.JOURNAL]
    known = [one for item in told if (one := progress_of(plan, item, today))]
    return OnTime(sum(not one.behind for one in known), len(known), len(told) - len(known))


def without_figures(plan: Plan, items: Iterable[Item], today: date) -> int:
    """Count the countable rows with a plan of which no figure of the year so far is known."""
    rows = (item for item in items if item.plan and is_countable(plan, item))
    return sum(figure_of(plan, item, Period.whole(plan.year), today) is None for item in rows)


def furthest_behind(plan: Plan, today: date) -> list[Progress]:
    """Return the countable rows that are behind, the furthest first: by what is missing, in % of the plan."""
    items = (item for item in plan.items.values() if is_countable(plan, item))
    found = [one for item in items if (one := progress_of(plan, item, today)) and one.behind]
    return sorted(found, key=lambda one: -one.shortfall)


def blanks(plan: Plan, today: date) -> Iterator[tuple[Item, tuple[int, ...]]]:
    """Yield the rows and spans of months (1-12) that are over and hold nothing, where figures are typed."""
    last = last_ended_month(plan.year, today)
    for item in plan.items.values():
        if item.source == registers.JOURNAL or plan.entry(item.code, 1) is None:
            continue
        for span in expected_spans(item):
            over = span[-1] <= last and not before_first_period(plan, span[-1])
            if over and not span_filled(plan, item, span):
                yield item, span
