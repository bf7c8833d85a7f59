"""Compute the day on which a report is due: by its rule in the catalogue, or as a person moved it.

Around days off, compute the day to send by and the last day on which the report is not overdue.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of, whole_number
from akmxl.core.vocabulary import TERMS
from akmxl.plan.period import Period, month_end

if TYPE_CHECKING:
    from akmxl.plan.model import Plan, Settings
    from akmxl.plan.reports import JournalRow, Report

_MOST_DAYS = 366  # a number beyond it is a slip of the keyboard, not a rule
_MOST_OF_MONTH = 31
_LEAP_YEAR = 2024


def rule_day(plan: Plan, report: Report, period: Period) -> date | None:
    """Return the due day by the report's rule.

    None where it is set by hand, where the event is not known yet, or where the rule cannot be read.
    """
    days = _number(report.days)
    if report.due_rule in ("before_event", "after_event") and days is not None:
        return _from_event(plan, report, period, days)
    return calendar_day(report, period)


def calendar_day(report: Report, period: Period) -> date | None:
    """Return the due day by a rule that needs the calendar alone; None by others, or as ``rule_day``."""
    if report.due_rule == "date":
        return _date_of(report.days, period, once=report.cadence == "once")
    days = _number(report.days)
    if days is None or report.due_rule not in ("after_period", "same_month"):
        return None
    shift = report.due_rule == "after_period"
    month = period.last % 12 + 1 if shift else period.last
    year = period.year + (1 if shift and period.last == 12 else 0)
    return date(year, month, min(days, month_end(year, month).day))


def rule_understood(report: Report) -> bool:
    """Tell whether a report's due rule is known, and its ``Kun`` one that the rule can use."""
    return report.due_rule in TERMS["due_rule"] and days_understood(report)


def days_understood(report: Report) -> bool:
    """Tell whether the catalogue's ``Kun`` is one that the report's rule can use."""
    if report.due_rule == "date":
        return _date_of(report.days, Period.whole(_LEAP_YEAR), once=True) is not None
    number = _number(report.days)
    if report.due_rule in ("after_period", "same_month"):
        return number is not None and number <= _MOST_OF_MONTH
    return report.due_rule not in ("before_event", "after_event") or number is not None


def _number(days: str) -> int | None:
    number = whole_number(days)
    return number if number and number <= _MOST_DAYS else None


def _from_event(plan: Plan, report: Report, period: Period, days: int) -> date | None:
    """Return the day so many working days before the first, or after the last, event of a report's items."""
    dates = [
        record.date
        for index in plan.index.values()
        for record in index.dated(report.concerns, period.start, period.end)
        if record.date
    ]
    if not dates:
        return None
    step = -1 if report.due_rule == "before_event" else 1
    day = min(dates) if step < 0 else max(dates)
    for _ in range(days):
        day = working_day(plan.settings, day + timedelta(days=step), step)
    return day


def working_day(settings: Settings, day: date, step: int) -> date:
    """Return the day itself when it is a working day, else the nearest one before (-1) or after (1)."""
    while not settings.is_working_day(day):
        day += timedelta(days=step)
    return day


def persons_due(row: JournalRow | None, by_rule: date | None) -> object:
    """Return what a person wrote as a row's due day; None where nothing or akmxl's own day stands there.

    akmxl knows its own day by the row's ``rule_due``, where it notes it.
    """
    written = row.values.get("report_due") if row else None
    if row is None or written in (None, ""):
        return None
    own = {by_rule, day_of(row.values.get("rule_due"))} - {None}
    return None if day_of(written) in own else written


def _date_of(text: str, period: Period, *, once: bool) -> date | None:
    """Read ``25.12`` or ``25.12.2025``, or as Excel hands a date over: ``2025-12-25``.

    Without a year it is a day of the period's last month or after it: a yearly report due on 15.01 is
    due when its year is over. What comes once is due in its own year.
    """
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?\.?", text):
        day, month, own_year = match.groups()
        later = not once and int(month) < period.last
        return _valid_date(int(own_year or period.year + later), int(month), int(day))
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)", text):
        own_year, month, day = match.groups()
        return _valid_date(int(own_year), int(month), int(day))
    return None


def _valid_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
