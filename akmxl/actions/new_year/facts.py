"""Collect the facts of a year: each item's months, and what the next plan prints in last year's column."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.spelling import DASH
from akmxl.plan.period import Period
from akmxl.plan.rollup import figure_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.model import Item, Plan


@dataclass(frozen=True)
class Facts:
    """The facts of a year.

    ``months`` holds the known figures by code and month, ``printed`` what last year's column says by code: a
    number, ``-`` for what was not planned, ``6/36`` for a group, empty where nothing is known.
    """

    months: Mapping[tuple[str, int], int]
    printed: Mapping[str, str]

    def unknown(self, plan: Plan) -> tuple[str, ...]:
        """Return the codes of the rows with figures whose figure of the year is not known."""
        return tuple(code for code, item in plan.items.items() if item.measured and not self.printed[code])


def facts_of(plan: Plan, today: date) -> Facts:
    """Return the facts of a plan's year, as far as it has gone by ``today``."""
    day = min(today, date(plan.year, 12, 31))
    measured = [item for item in plan.items.values() if item.measured]
    months = {
        (item.code, month): value
        for item in measured
        for month in range(1, 13)
        if (value := figure_of(plan, item, Period.month(plan.year, month), day)) is not None
    }
    year = Period.whole(plan.year)
    printed = {item.code: print_fact(item, figure_of(plan, item, year, day)) for item in measured}
    groups = {item.code: _of_parts(plan, item, printed) for item in plan.items.values() if not item.measured}
    return Facts(months, printed | groups)


def print_fact(item: Item, value: int | None) -> str:
    """Return a year's figure as the plan prints it."""
    if value is not None:
        return str(value)
    return DASH if item.planned.dash else ""


def _of_parts(plan: Plan, group: Item, printed: Mapping[str, str]) -> str:
    """Return the parts side by side (``6/36``) of a group that prints them so; "" for the other groups."""
    parts = [printed.get(part.code, "") for part in plan.children.get(group.code, ())]
    together = "/" in group.planned.shown and len(parts) > 1 and all(parts)
    return "/".join(parts) if together else ""
