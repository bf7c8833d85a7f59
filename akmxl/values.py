"""A submission's values: what a key such as ``item:15.1/fact`` or ``Tadbirlar:T4/title`` says now.

Forms are filled with them, receipts keep them, and a later change is found by asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from akmxl.errors import BadArgument
from akmxl.ooxml import ExcelError, NotCalculated
from akmxl.owed import report_of
from akmxl.period import Period
from akmxl.receipts import plain
from akmxl.rollup import figure_of, last_year_figure, percent_of
from akmxl.words import DASH
from akmxl.workbook.layout import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from akmxl.model import Item, Plan, Receipt, Record, Report

# Measure -> what it is, for an item and a period. Unknown is None.
MEASURES: dict[str, Callable[[Plan, Item, Period], object]] = {
    "plan": lambda _plan, item, _period: printed_plan(item),
    "fact": lambda plan, item, period: figure_of(plan, item, period, period.end),
    "ytd": lambda plan, item, period: figure_of(plan, item, period.since_january, period.end),
    "percent": lambda plan, item, period: percent_of(_since_january(plan, item, period), item.plan),
    "previous": lambda plan, item, period: _previous(plan, item, period),
    "difference": lambda plan, item, period: _difference(plan, item, period),
}


@dataclass(frozen=True)
class Change:
    """A value that is no longer what was sent; None stands for "not there"."""

    key: str
    old: object
    new: object


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


def changes(plan: Plan, receipt: Receipt) -> tuple[Change, ...]:
    """What the workbook says today otherwise than the receipt of a sent report: figures and records.

    Rows that count the letters sent are left out: a letter that goes out later changes no figure.
    """
    try:
        period = Period.parse(receipt.period)
    except BadArgument:  # the receipt was altered: the chain of seals says so
        return ()
    report = report_of(plan, receipt.report, period)
    names = {register: {one.name: one for one in rows} for register, rows in plan.records.items()}
    known: dict[str, set[str]] = {}
    found = []
    for key, old in receipt.values:
        kind, subject, field = split_key(key)
        if kind == "item" and field in MEASURES:
            if _counts_letters(plan, subject):
                continue
            new = plain(item_value(plan, subject, field, period))
        elif kind in names:
            known.setdefault(kind, set()).add(subject)
            if not subject:  # the sentence of an empty table
                continue
            record = names[kind].get(subject)
            new = plain(record_value(record, field)) if record else None
        else:
            continue
        if new != plain(old):
            found.append(Change(key, old, new))
    return (*found, *_added(plan, report, period, known)) if report else tuple(found)


def _counts_letters(plan: Plan, code: str) -> bool:
    item = plan.items.get(code)
    return item is not None and item.source == JOURNAL


def _added(plan: Plan, report: Report, period: Period, known: Mapping[str, set[str]]) -> Iterator[Change]:
    """The records that would be in the report today and were not when it was sent."""
    for register, names in known.items():
        for record in records_of(plan, register, report, period):
            if record.name not in names:
                yield Change(record_key(record, "date"), None, plain(record.date))


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
