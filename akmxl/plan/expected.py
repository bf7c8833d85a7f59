"""Compute which months of an item must be filled: those of its window, where its plan is above 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.plan.period import Period

if TYPE_CHECKING:
    from akmxl.plan.model import Item, Plan

_BY_DUE = {"continuous": "monthly", "weekly": "monthly", "monthly": "monthly", "quarterly": "quarterly"}


def entry_rhythm(item: Item) -> str:
    """Return how often a figure is due, monthly, quarterly or once: by ``Kiritish``, or by the due text."""
    return item.rhythm or _BY_DUE.get(item.work_time.rhythm if item.work_time else "", "once")


def expected_spans(item: Item) -> tuple[tuple[int, ...], ...]:
    """Return the spans of months (1-12) that must each hold a figure: months, quarters, or the window."""
    if not item.plan or item.window is None or item.source == "computed" or not item.measured:
        return ()
    rhythm = entry_rhythm(item)
    if rhythm == "monthly":
        return tuple((month,) for month in item.window)
    if rhythm == "once":
        return (item.window,)
    quarters = sorted({(month - 1) // 3 for month in item.window})
    return tuple(tuple(m for m in item.window if (m - 1) // 3 == quarter) for quarter in quarters)


def before_first_period(plan: Plan, month: int) -> bool:
    """Tell whether a month (1-12) lies before the first period that the plan answers for: nothing is owed."""
    first = plan.settings.first_period
    return first is not None and Period.month(plan.year, month).end < first.start


def span_filled(plan: Plan, item: Item, span: tuple[int, ...]) -> bool:
    """Tell whether one of a span's months says something (a figure, or a dash, or a fault of its own), or
    whether who works at the item was closed.
    """
    entries = (plan.entry(item.code, month) for month in span)
    said = any(entry is not None and (entry.filled or entry.failed) for entry in entries)
    return said or all(plan.is_closed(item, month) for month in span)


def complete(plan: Plan, item: Item, last_month: int) -> bool:
    """Tell whether all that must be filled up to a month's end is filled; a total is when its parts are."""
    if item.source == "computed":
        return all(complete(plan, part, last_month) for part in plan.parts(item))
    return all(span_filled(plan, item, span) for span in expected_spans(item) if span[-1] <= last_month)
