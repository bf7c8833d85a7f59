"""A submission's values: what a key such as ``item:15.1/fact`` or ``Tadbirlar:T4/title`` says now.

Forms are filled with them, receipts keep them, and a later change is found by asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from akmxl.errors import BadArgument
from akmxl.period import Period
from akmxl.receipts import plain
from akmxl.records import Selection, record_value, records_of, total_of
from akmxl.rollup import figure_of, last_year_figure, percent_of
from akmxl.words import DASH
from akmxl.workbook.layout import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from akmxl.model import Figure, Item, Plan, Receipt, Record, Report

# Measure -> what it is, for an item and a period. Unknown is None.
MEASURES: dict[str, Callable[[Plan, Item, Period], object]] = {
    "plan": lambda _plan, item, _period: printed(item, item.planned),
    "fact": lambda plan, item, period: figure_of(plan, item, period, period.end),
    "ytd": lambda plan, item, period: figure_of(plan, item, period.since_january, period.end),
    "percent": lambda plan, item, period: percent_of(_since_january(plan, item, period), item.plan),
    "previous": lambda plan, item, period: _previous(plan, item, period),
    "difference": lambda plan, item, period: _difference(plan, item, period),
    "last_year": lambda _plan, item, _period: printed(item, item.previous),
}

# What a register's total is over: the report's period, or all since January.
SPANS: dict[str, Callable[[Period], Period]] = {
    "total": lambda period: period,
    "since": lambda period: period.since_january,
}


@dataclass(frozen=True)
class Change:
    """A value that is no longer what was sent; None stands for "not there"."""

    key: str
    old: object
    new: object


def item_key(code: str, measure: str) -> str:
    return f"item:{code}/{measure}"


def record_key(record: Record, field: str, selection: Selection | None = None) -> str:
    """``selection``: the list in which the row stands, if not that of all the report's rows."""
    return f"{selection or record.register}:{record.name}/{field}"


def nothing_key(selection: Selection | str) -> str:
    """The key of the sentence that stands where a register has no rows for a report."""
    return f"{selection}:/nothing"


def total_key(span: str, selection: Selection, field: str) -> str:
    """The key of a register's total; ``span`` is one of ``SPANS``."""
    return f"{span}:{selection}/{field}"


def split_key(key: str) -> tuple[str, str, str]:
    """``item:15.1/fact`` -> ``("item", "15.1", "fact")``; ``report/text`` -> ``("report", "", "text")``."""
    name, _, field = key.rpartition("/")
    kind, _, subject = name.partition(":")
    return kind, subject, field


def item_value(plan: Plan, code: str, measure: str, period: Period) -> object:
    """What a measure of an item says for a period; None where the plan has no such item."""
    item = plan.items.get(code)
    return MEASURES[measure](plan, item, period) if item else None


def printed(item: Item, figure: Figure) -> object:
    """A figure as the plan prints it: a number, ``-``, or a group's text such as ``6/36``."""
    if figure.value is not None:
        return figure.value
    if figure.dash:
        return DASH
    return (figure.shown or None) if item.kind == "group" else None


def total_value(plan: Plan, key: str, report: Report, period: Period) -> int | float | None:
    """What the key of a register's total says now; None where the key makes no sense."""
    span, subject, field = split_key(key)
    selection = Selection.parse(subject)
    if selection is None:
        return None
    return total_of(records_of(plan, selection, report, SPANS[span](period)), field)


def changes(plan: Plan, receipt: Receipt) -> tuple[Change, ...]:
    """What the workbook says today otherwise than the receipt of a sent report: figures, records, totals.

    Rows that count the letters sent are left out: a letter that goes out later changes no figure.
    """
    report = plan.report(receipt.report)
    try:
        period = Period.parse(receipt.period)
    except BadArgument:  # the receipt was altered: the chain of seals says so
        return ()
    names = {register: {one.name: one for one in rows} for register, rows in plan.records.items()}
    known: dict[Selection, set[str]] = {}
    found = []
    for key, old in receipt.values:
        kind, subject, field = split_key(key)
        selection = Selection.parse(kind)
        if kind == "item" and field in MEASURES and not _counts_letters(plan, subject):
            new = item_value(plan, subject, field, period)
        elif kind in SPANS and report is not None:
            new = total_value(plan, key, report, period)
        elif selection is not None and selection.register in names:
            known.setdefault(selection, set()).add(subject)
            if not subject:  # the sentence of an empty table
                continue
            record = names[selection.register].get(subject)
            new = record_value(record, field) if record else None
        else:
            continue
        if plain(new) != plain(old):
            found.append(Change(key, old, plain(new)))
    return (*found, *_added(plan, report, period, known)) if report else tuple(found)


def _counts_letters(plan: Plan, code: str) -> bool:
    item = plan.items.get(code)
    return item is not None and item.source == JOURNAL


def _added(
    plan: Plan, report: Report, period: Period, known: Mapping[Selection, set[str]]
) -> Iterator[Change]:
    """The records that would be in the report today and were not when it was sent."""
    for selection, names in known.items():
        for record in records_of(plan, selection, report, period):
            if record.name not in names:
                yield Change(record_key(record, "date", selection), None, plain(record.date))


def _since_january(plan: Plan, item: Item, period: Period) -> int | None:
    return figure_of(plan, item, period.since_january, period.end)


def _previous(plan: Plan, item: Item, period: Period) -> int | None:
    """Last year's figure: the plan prints the year's, the sheet Otgan yil has its months."""
    printed_year = item.previous.value if period == Period.whole(period.year) else None
    return last_year_figure(plan, item, period) if printed_year is None else printed_year


def _difference(plan: Plan, item: Item, period: Period) -> int | None:
    now, before = figure_of(plan, item, period, period.end), _previous(plan, item, period)
    return now - before if now is not None and before is not None else None
