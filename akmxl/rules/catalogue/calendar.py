"""Hold the days of the day log against the calendar: working days, days off, each day once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period, month_end
from akmxl.rules.figures import month_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.reading.registers import visits_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.plan.model import Day

TITLE, PLACE = N_("The day log and the calendar"), 184


@rule(
    "XSH03",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {date}: visits on a day off: {value}."),
    N_("Check the date."),
)
def day_log_follows_the_calendar(case: Case) -> Iterator[Hit]:
    """The day log has figures on working days, and on each of them once the month is over. A month of
    which the log has no day at all is TMP04's. A day of the week on which the library opens on purpose, as
    most of its days show, is no slip; nor are as many days off a month as Chegaralar allows.

    Why: a row too high or too low is the commonest slip of the day log; a day left out is missing from
    the month, and nobody sees it there.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-15 | 4                    |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-16 | 4                    |  XSH03
    """
    other = N_("Sheet “{sheet}”, {date}: figures on a day off: {value}.")
    item = case.plan.settings.daily_items.get("visits")
    allowed = case.threshold("XSH03", item, 0)
    by_month: dict[int, list[Day]] = {}
    for day in _open_days_off(case):
        by_month.setdefault(day.date.month, []).append(day)
    for month, days in by_month.items():
        for day in days if len(days) > allowed else ():
            visits, counted = visits_of(day).value, _counted(day)
            yield Hit(
                day.columns[next(iter(counted))].place,
                item=item,
                period=month_of(case, month),
                value=visits or sum(counted.values()),
                subject=day.date.isoformat(),
                params={"date": day.date},
                message=None if visits else other,
            )
    yield from _empty_days(case)


def _counted(day: Day) -> dict[str, int]:
    return {name: figure.value for name, figure in day.columns.items() if figure.value}


def _open_days_off(case: Case) -> Iterator[Day]:
    """Yield the days off that have figures, but for a day of the week on which the library opens usually."""
    settings = case.plan.settings
    off = [d for d in case.plan.days if d.date.year == case.plan.year and not settings.is_working_day(d.date)]
    filled = [day for day in off if _counted(day)]
    if not filled:
        return
    since = [day for day in off if filled[0].date <= day.date <= filled[-1].date]
    opened = Counter(day.date.isoweekday() for day in filled)
    passed = Counter(day.date.isoweekday() for day in since)
    usual = {weekday for weekday, count in opened.items() if count >= max(4, 0.6 * passed[weekday])}
    yield from (day for day in filled if day.date.isoweekday() not in usual)


def _empty_days(case: Case) -> Iterator[Hit]:
    """Yield a hit for each month that is over and has both working days with figures and some without."""
    message = N_("Sheet “{sheet}”, {period}: no figures on working days: {value}.")
    fix = N_("Type the days' figures; if the library was closed, type 0.")
    settings, first = case.plan.settings, case.plan.settings.first_period
    months: dict[Period, list[Day]] = {}
    for day in case.plan.days:
        if day.date.year == case.plan.year and month_end(day.date.year, day.date.month) < case.today:
            months.setdefault(month_of(case, day.date.month), []).append(day)
    for period, days in months.items():
        empty = [day for day in days if settings.is_working_day(day.date) and not _says(day)]
        if not empty or len(empty) == len(days) or not any(_says(day) for day in days):
            continue
        if first is None or period.end >= first.start:
            item, numbers = settings.daily_items.get("visits"), ", ".join(str(d.date.day) for d in empty)
            place = empty[0].visits.place
            yield Hit(place, item, period, numbers, "days", message=message, fix=fix)


def _says(day: Day) -> bool:
    return not all(figure.blank for figure in (*day.columns.values(), visits_of(day)))


@rule(
    "XSH10",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the day {value} stands in row {other} too, and both rows count."),
    N_("Mend the date, or delete the row that is too many."),
)
def day_stands_once(case: Case) -> Iterator[Hit]:
    """No day has two rows with figures in the day log.

    Why: a row that was copied for its formulas brings its date and figures along, and the month counts
    the day twice.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-05 | 40                |
        | 2025-03-06 | 40                |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-05 | 40                |
        | 2025-03-06 | 40                |
        keyin:
        Kundalik
        | Sana       | Sana       |
        | 2025-03-06 | 2025-03-05 |  XSH10
    """
    seen: dict[date, Day] = {}
    for day in case.plan.days:
        if day.date.year == case.plan.year and _says(day):
            first = seen.setdefault(day.date, day)
            if first is not day:
                odd, other = (
                    (first, day) if _in_order(case, day) and not _in_order(case, first) else (day, first)
                )
                yield Hit(
                    case.view(registers.DAILY).place(odd.row, "date"),
                    item=case.plan.settings.daily_items.get("visits"),
                    period=month_of(case, day.date.month),
                    value=day.date,
                    subject=f"{registers.DAILY}:{day.date.isoformat()}",
                    params={"other": str(other.row)},
                )


def _in_order(case: Case, day: Day) -> bool:
    """Tell whether a day stands between the rows of an earlier and a later one."""
    view = case.view(registers.DAILY)
    above, below = (day_of(view.cell(row, "date").value) for row in (day.row - 1, day.row + 1))
    return (above is None or above < day.date) and (below is None or day.date < below)
