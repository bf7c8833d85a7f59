"""A submission's values: what a key such as ``item:15.1/fact`` or ``Tadbirlar:T4/title`` says now.

Forms are filled with them, receipts keep them, and a later change (``changes.py``) is found by asking again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from akmxl.ooxml import ExcelError, NotCalculated
from akmxl.period import Period
from akmxl.rollup import figure_of, last_year_figure, percent_of
from akmxl.words import DASH

if TYPE_CHECKING:
    from collections.abc import Callable

    from akmxl.model import Item, Plan, Record, Report

# Measure -> what it is, for an item and a period. Unknown is None.
MEASURES: dict[str, Callable[[Plan, Item, Period], object]] = {
    "plan": lambda _plan, item, _period: printed_plan(item),
    "fact": lambda plan, item, period: figure_of(plan, item, period, period.end),
    "ytd": lambda plan, item, period: figure_of(plan, item, period.since_january, period.end),
    "percent": lambda plan, item, period: percent_of(_since_january(plan, item, period), item.plan),
    "previous": lambda plan, item, period: _previous(plan, item, period),
    "difference": lambda plan, item, period: _difference(plan, item, period),
}


def item_key(code: str, measure: str) -> str:
    return f"item:{code}/{measure}"


def record_key(record: Record, field: str) -> str:
    return f"{record.register}:{record.name}/{field}"


def nothing_key(register: str) -> str:
    """The key of the sentence that stands where a register has no rows for a report."""
    return f"{register}:/nothing"


def split_key(key: str) -> tuple[str, str, str]:
    """``item:15.1/fact`` -> ``("item", "15.1", "fact")``; ``report/text`` -> ``("report", "", "text")``."""
    name, _, field = key.rpartition("/")
    kind, _, subject = name.partition(":")
    return kind, subject, field


def item_value(plan: Plan, code: str, measure: str, period: Period) -> object:
    """What a measure of an item says for a period; None where the plan has no such item."""
    item = plan.items.get(code)
    return MEASURES[measure](plan, item, period) if item else None


def printed_plan(item: Item) -> object:
    """The year's plan as the plan prints it: a number, ``-``, or a group's text such as ``6/36``."""
    if item.plan is not None:
        return item.plan
    if item.planned.dash:
        return DASH
    return (item.planned.shown or None) if item.kind == "group" else None


def records_of(plan: Plan, register: str, report: Report, period: Period) -> tuple[Record, ...]:
    """The register's rows of a report: its items, the period's dates, by date and then by row."""
    rows = [
        record
        for record in plan.records.get(register, ())
        if record.date
        and period.start <= record.date <= period.end
        and any(report.concerns(code) for code in record.codes)
    ]
    return tuple(sorted(rows, key=lambda record: (record.date, record.row)))


def typed(field: str, value: object) -> object:
    """A value of a list, which keeps dates as ISO text, as a cell would hold it."""
    if field == "date" and isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


def record_value(record: Record, field: str) -> str | int | float | date | None:
    """What a record says in a field; an error or a formula without result is nothing known."""
    match record.values.get(field):
        case ExcelError() | NotCalculated() | bool() | "":
            return None
        case datetime() as moment:
            return moment.date()
        case date() | str() | int() | float() as value:
            return value
    return None


def _since_january(plan: Plan, item: Item, period: Period) -> int | None:
    return figure_of(plan, item, period.since_january, period.end)


def _previous(plan: Plan, item: Item, period: Period) -> int | None:
    """Last year's figure: the plan prints the year's, the sheet Otgan yil has its months."""
    if period == Period.whole(period.year):
        return item.previous.value
    return last_year_figure(plan, item, period)


def _difference(plan: Plan, item: Item, period: Period) -> int | None:
    now, before = figure_of(plan, item, period, period.end), _previous(plan, item, period)
    return now - before if now is not None and before is not None else None
