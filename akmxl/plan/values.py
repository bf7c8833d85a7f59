"""Compute a submission's values: what a key such as ``item:15.1/fact`` or ``Tadbirlar:T4/title`` says now.

Forms are filled with them, receipts keep them, and a later change (``changes.py``) is found by asking again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan.ages import by_age
from akmxl.plan.period import MONTH_NAMES, QUARTER_NAMES, Period
from akmxl.plan.register_rows import Selection, records_of, rows_of, total_of
from akmxl.plan.registers import AGES
from akmxl.plan.rollup import figure_of, last_year_figure, percent_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from akmxl.plan.model import Figure, Item, Plan, Record
    from akmxl.plan.reports import Report

# Measure -> how it is computed for an item and a period. Unknown is None.
MEASURES: dict[str, Callable[[Plan, Item, Period], object]] = {
    "plan": lambda _plan, item, _period: printed(item, item.planned),
    "fact": lambda plan, item, period: figure_of(plan, item, period, period.end),
    "ytd": lambda plan, item, period: figure_of(plan, item, period.since_january, period.end),
    "percent": lambda plan, item, period: percent_of(_since_january(plan, item, period), item.plan),
    "previous": lambda plan, item, period: _previous(plan, item, period),
    "difference": lambda plan, item, period: _difference(plan, item, period),
    "last_year": lambda _plan, item, _period: printed(item, item.previous),
}

# The months and quarters from January to the period's end: a yearly report has them all.
WITHIN: dict[str, tuple[int, int]] = {
    **{f"m{month:02d}": (month, month) for month in range(1, 13)},
    **{f"q{quarter}": (quarter * 3 - 2, quarter * 3) for quarter in range(1, 5)},
}
# What an item's measure, or what people wrote beside it, is called in a sentence.
MEASURE_WORDS = {
    "plan": N_("yearly plan"),
    "fact": N_("reporting period"),
    "ytd": N_("since January"),
    "percent": N_("done, %"),
    "previous": N_("same period of last year"),
    "difference": N_("difference from last year"),
    "last_year": N_("last year"),
    "note": N_("explanation"),
    **dict(zip(AGES, (N_("14 and younger"), N_("15 to 24"), N_("25 and older")), strict=True)),
    **dict(zip(WITHIN, (*MONTH_NAMES, *QUARTER_NAMES), strict=True)),
}

SAID = "said-"  # before a measure: how many centres of how many said it, in the summary form of a region
MEASURE_WORDS |= {f"{SAID}{measure}": N_("number of centres") for measure in MEASURES}

OF_PERIOD = frozenset(
    {"fact", "ytd", "percent", "difference", *WITHIN, *AGES}
)  # the measures of what was done

# The months that a register's total covers: the report's period, or all since January.
SPANS: dict[str, Callable[[Period], Period]] = {
    "total": lambda period: period,
    "since": lambda period: period.since_january,
}


def item_key(code: str, measure: str) -> str:
    """Return the key of an item's measure, one of ``MEASURES``: ``item:15.1/fact``."""
    return f"item:{code}/{measure}"


def record_key(record: Record, field: str, selection: Selection | None = None) -> str:
    """Return the key of a field of a register's row: ``Tadbirlar:T4/title``.

    ``selection``: the list in which the row stands, if not that of all the report's rows.
    """
    return f"{selection or record.register}:{record.name}/{field}"


def nothing_key(selection: Selection | str) -> str:
    """Return the key of the sentence that stands where a register has no rows for a report."""
    return f"{selection}:/nothing"


def total_key(span: str, selection: Selection | str, field: str) -> str:
    """Return the key of a register's total; ``span`` is one of ``SPANS``."""
    return f"{span}:{selection}/{field}"


def split_key(key: str) -> tuple[str, str, str]:
    """Split ``item:15.1/fact`` into ``("item", "15.1", "fact")``; ``report/text`` has no subject: ``""``."""
    name, _, field = key.rpartition("/")
    kind, _, subject = name.partition(":")
    return kind, subject, field


def counted_key(key: str) -> str:
    """Return the key of how many centres have the figure of a key: ``item:15.1/said-fact``."""
    name, _, field = key.rpartition("/")
    return f"{name}/{SAID}{field}"


def span_of(measure: str, period: Period) -> Period:
    """Return what time a measure is about: a month or quarter of the year, else the report's period."""
    return Period(period.year, *WITHIN[measure]) if measure in WITHIN else period


def item_value(plan: Plan, code: str, measure: str, period: Period) -> object:
    """Return an item's measure for a period; None where the plan has no such item."""
    item = plan.items.get(code)
    return MEASURES[measure](plan, item, period) if item else None


def printed(item: Item, figure: Figure) -> object:
    """Return a figure as the plan prints it: a number, ``-``, or a group's text such as ``6/36``."""
    unreadable = figure.value is None and not figure.dash
    return None if unreadable and item.measured else figure.said


def total_value(plan: Plan, key: str, report: Report, period: Period) -> int | float | None:
    """Return what the key of a register's total says now; None where the key makes no sense."""
    span, subject, field = split_key(key)
    selection = Selection.parse(subject)
    if selection is None:
        return None
    total = total_of(rows_of(plan, selection, report, SPANS[span](period)), field)
    if isinstance(total, float):  # whole numbers make the same in any order
        return total_of(records_of(plan, selection, report, SPANS[span](period)), field)
    return total


def typed(field: str, value: object) -> object:
    """Return a value of a list, which keeps dates as ISO text, as a cell would hold it."""
    if field == "date" and isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


def _within(measure: str) -> Callable[[Plan, Item, Period], object]:
    """Return how the figure of a month or quarter is computed; None where it lies beyond the period's end."""

    def figure(plan: Plan, item: Item, period: Period) -> int | None:
        part = span_of(measure, period)
        return figure_of(plan, item, part, period.end) if part in period.since_january else None

    return figure


def _since_january(plan: Plan, item: Item, period: Period) -> int | None:
    return figure_of(plan, item, period.since_january, period.end)


def _previous(plan: Plan, item: Item, period: Period) -> int | None:
    """Return last year's figure: the plan prints the year's, the sheet Otgan yil has its months."""
    printed_year = item.previous.value if period == Period.whole(period.year) else None
    return last_year_figure(plan, item, period) if printed_year is None else printed_year


def _difference(plan: Plan, item: Item, period: Period) -> int | None:
    now, before = figure_of(plan, item, period, period.end), _previous(plan, item, period)
    return now - before if now is not None and before is not None else None


def _of_age(age: str) -> Callable[[Plan, Item, Period], object]:
    """Return how the readers or participants of an age are counted."""
    return lambda plan, item, period: by_age(plan, item, period)[age]


MEASURES |= {measure: _within(measure) for measure in WITHIN}
MEASURES |= {age: _of_age(age) for age in AGES}
