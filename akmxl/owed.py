"""Which reports are owed, when they are due, and where each of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from akmxl.period import Period, month_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.model import JournalRow, Plan, Report, Settings


_MOST_DAYS = 366  # a number beyond it is a slip of the keyboard, not a rule


@dataclass(frozen=True)
class Owed:
    """One report of one period. ``due`` and ``send_by`` are None where the day is set by hand.

    ``send_by`` is the due day or, when that is a day off, the working day before it; the report is
    overdue only after ``last_day``, the working day that follows such a day off.
    """

    report: Report
    period: Period
    due: date | None
    send_by: date | None
    last_day: date | None
    row: JournalRow | None

    @property
    def sent(self) -> bool:
        return self.row is not None and self.row.sent is not None

    def status(self, today: date) -> str:
        """``sent``, ``overdue``, ``due`` (its period has ended, or its day has come) or ``upcoming``."""
        if self.sent:
            return "sent"
        if self.last_day and today > self.last_day:
            return "overdue"
        came = self.send_by is not None and today >= self.send_by
        return "due" if came or today > self.period.end else "upcoming"


def all_reports(plan: Plan) -> tuple[Owed, ...]:
    """Every report of the plan's year by the catalogue, the earliest period first."""
    found = [_owed(plan, report, period) for report in plan.reports for period in periods_of(plan, report)]
    return tuple(sorted(found, key=lambda owed: (owed.period, owed.report.code)))


def owed_reports(plan: Plan) -> tuple[Owed, ...]:
    """The reports from the first period that akmxl answers for; none while that period is not set."""
    first = plan.settings.first_period
    if first is None:
        return ()
    return tuple(owed for owed in all_reports(plan) if owed.period.end >= first.start)


def periods_of(plan: Plan, report: Report) -> tuple[Period, ...]:
    """The periods of the plan's year that a report covers: by cadence, or by its items' windows."""
    if "item-due" in report.periods:
        return tuple(sorted(set(_item_periods(plan, report))))
    make, count = _CADENCES.get(report.cadence, (None, 0))
    if make is None:
        return ()
    periods = tuple(make(plan.year, number) for number in range(1, count + 1))
    named = {name.upper() for name in report.periods}
    return tuple(p for p in periods if not named or str(p).partition("-")[2].upper() in named)


_CADENCES: dict[str, tuple[Callable[[int, int], Period], int]] = {
    "monthly": (Period.month, 12),
    "quarterly": (Period.quarter, 4),
    "half-yearly": (Period.half, 2),
    "yearly": (lambda year, _: Period.whole(year), 1),
    "once": (lambda year, _: Period.whole(year), 1),
}


def _item_periods(plan: Plan, report: Report) -> Iterator[Period]:
    for code in report.items:
        item = plan.items.get(code)
        if item and item.window:
            yield Period.around(plan.year, item.window[0], item.window[-1])


def _owed(plan: Plan, report: Report, period: Period) -> Owed:
    row = plan.journal_row(report.code, period)
    due = due_day(plan, report, period, row)
    if due is None:
        return Owed(report, period, None, None, None, row)
    before, after = (_working_day(plan.settings, due, step) for step in (-1, 1))
    return Owed(report, period, due, before, after, row)


def due_day(plan: Plan, report: Report, period: Period, row: JournalRow | None = None) -> date | None:
    """The day on which a report is due, by the rule in the catalogue; None where it is set by hand
    (and not yet written into the journal) or where the rule cannot be read."""
    if report.due_rule == "by_hand":
        value = row.values.get("report_due") if row else None
        return value if isinstance(value, date) else None
    if report.due_rule == "date":
        return _date_of(report.days, period, once=report.cadence == "once")
    days = int(report.days) if report.days.isdecimal() else 0
    if not 0 < days <= _MOST_DAYS:
        return None
    if report.due_rule in ("after_period", "same_month"):
        shift = report.due_rule == "after_period"
        month = period.last % 12 + 1 if shift else period.last
        year = period.year + (1 if shift and period.last == 12 else 0)
        return date(year, month, min(days, month_end(year, month).day))
    if report.due_rule in ("before_event", "after_event"):
        return _from_event(plan, report, period, days)
    return None


def _from_event(plan: Plan, report: Report, period: Period, days: int) -> date | None:
    """So many working days before the first, or after the last, event of the report's items."""
    dates = [
        record.date
        for records in plan.records.values()
        for record in records
        if record.date
        and period.start <= record.date <= period.end
        and any(report.concerns(code) for code in record.codes)
    ]
    if not dates:
        return None
    step = -1 if report.due_rule == "before_event" else 1
    day = min(dates) if step < 0 else max(dates)
    for _ in range(days):
        day = _working_day(plan.settings, day + timedelta(days=step), step)
    return day


def _working_day(settings: Settings, day: date, step: int) -> date:
    """The day itself when it is a working day, else the nearest one before (-1) or after (1)."""
    while not settings.is_working_day(day):
        day += timedelta(days=step)
    return day


def _date_of(text: str, period: Period, *, once: bool) -> date | None:
    """``25.12`` or ``25.12.2025``, or as Excel hands a date over: ``2025-12-25``.

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
