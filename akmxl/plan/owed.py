"""Compute which reports are owed, when they are due, and which of them are sent or overdue."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast
from zlib import crc32

from akmxl.core.cell_values import day_of
from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.due_days import persons_due, rule_day, working_day
from akmxl.plan.kept_settings import REPORTS, kept_rows
from akmxl.plan.period import Period
from akmxl.plan.reports import KeptTask, Report
from akmxl.plan.task_numbers import numbered, to_keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from akmxl.plan.model import Plan, Settings
    from akmxl.plan.reports import JournalRow


BY_EVENT = "item-due"  # in a report's periods: owed once for each of its items, by the item's window
WITHIN_PERIOD = ("same_month", "date", "by_hand", "before_event")  # may go out before the period begins
_DONE = ("sent", "handed_in")  # how people say in the journal that a one-off task is done


@dataclass(frozen=True)
class Owed:
    """A report that is owed for one period. ``due`` and ``send_by`` are None where no day is set yet.

    ``report`` is the catalogue's; of a report owed by events it has the one item that the event is about.
    ``send_by`` is the due day or, when that is a day off, the working day before it; the report is
    overdue only after ``last_day``, the working day that follows such a day off. ``by_rule`` is the day
    that the catalogue's rule gives, ``confirmed`` whether somebody said that ``due`` is right. ``nth`` tells
    apart one-off tasks of one name, whatever becomes of their rows, and reports that the catalogue has twice.
    """

    report: Report
    period: Period
    due: date | None
    send_by: date | None
    last_day: date | None
    row: JournalRow | None
    by_rule: date | None = None
    confirmed: bool = False
    one_off: bool = False
    nth: int = 1

    @property
    def name(self) -> tuple[str, ...]:
        """What it is known by, whenever it is due: a report by code and period, a task by its words."""
        report = self.report
        if self.one_off:
            return report.code, report.title, report.recipient
        return report.code, str(self.period)

    @property
    def moved(self) -> bool:
        """Whether a person set another due day than the rule's."""
        return not self.one_off and self.due != self.by_rule

    @property
    def sent(self) -> bool:
        """Whether the report went out, or people noted that the one-off task is done."""
        if self.row is None:
            return False
        return self.row.sent is not None or (self.one_off and self.row.state in _DONE)

    @property
    def version(self) -> int:
        """The version under way. Above 1 it is a correction: the report itself went out."""
        return self.row.version if self.row else 1

    @property
    def earliest(self) -> date:
        """The first day on which it can have gone out.

        No report on a period goes out before the period began, but a letter about what is to come does.
        """
        if self.report.due_rule not in WITHIN_PERIOD:
            return self.period.start
        return min(date(self.period.year, 1, 1), self.send_by or self.period.start)

    def status(self, today: date) -> str:
        """Return ``sent``, ``overdue``, ``due`` (its period has ended, or its day has come) or ``upcoming``.

        A correction under way is never overdue.
        """
        if self.sent:
            return "sent"
        if self.last_day and today > self.last_day and self.version < 2:
            return "overdue"
        return "due" if self.ready(today) else "upcoming"

    def ready(self, today: date) -> bool:
        """Tell whether its period has ended, or its day has come."""
        return today > self.period.end or (self.send_by is not None and today >= self.send_by)


def all_reports(plan: Plan) -> tuple[Owed, ...]:
    """Return every report of the plan's year by the catalogue, the earliest period first."""
    if "all_reports" not in plan.worked_out:  # a check asks six times
        found = [_owed(plan, one, period) for report in plan.reports for one, period in _series(plan, report)]
        found.sort(key=lambda owed: (owed.period, owed.report.code))
        plan.worked_out["all_reports"] = tuple(_numbered(found))
    return cast("tuple[Owed, ...]", plan.worked_out["all_reports"])


def owed_reports(plan: Plan) -> tuple[Owed, ...]:
    """Return the reports from the first period that akmxl answers for; none while that period is not set."""
    first = plan.settings.first_period
    if first is None:
        return ()
    return tuple(owed for owed in all_reports(plan) if owed.period.end >= first.start)


def tasks(plan: Plan) -> tuple[Owed, ...]:
    """Return the one-off tasks: rows with a due day that people added to the journal.

    They name no report of the catalogue (or one, but no period). The period is the row's own, or the month
    of the day.
    """
    found = [_task(plan, row, due) for row in _own_rows(plan) if (due := _written_day(row))]
    seen = numbered(list(map(_as_seen, found)), plan.kept_tasks)
    return tuple(replace(one, nth=task.number) for one, task in zip(found, seen, strict=True))


def undated_tasks(plan: Plan) -> tuple[UndatedTask, ...]:
    """Return the rows that are one-off tasks still to be done whose day is blank or cannot be read.

    A row with a number, or with a code and a period, and no day is a letter, or about to be one.
    """
    kept = {one.name for one in plan.kept_tasks}
    found = []
    for row in _own_rows(plan):
        name = tuple(str(row.values.get(field) or "").strip() for field in ("title", "recipient"))
        one = UndatedTask((row.report.strip(), *name), row.values.get("report_due"), row)
        coded = row.period_text and row.report.strip()
        letter = one.blank and (row.number or coded or not name[0]) and one.name not in kept
        done = row.state in _DONE or row.values.get("sent") not in (None, "")
        if _written_day(row) is None and not done and not letter:
            found.append(one)
    return tuple(found)


class UndatedTask(NamedTuple):
    """A one-off task without a day; ``written`` is what stands in the place of it."""

    name: tuple[str, ...]
    written: object
    row: JournalRow

    @property
    def blank(self) -> bool:
        return self.written is None or not str(self.written).strip()


def day_unread(owed: Owed) -> bool:
    """Tell whether a person set another due day than the rule's, which cannot be read."""
    written = persons_due(owed.row, owed.by_rule)
    return written is not None and day_of(written) is None


def _own_rows(plan: Plan) -> Iterator[JournalRow]:
    """Yield the rows of the journal that are no report of the catalogue and a period."""
    return (row for row in plan.journal if not (row.period_text and in_catalogue(plan, row.report)))


def _written_day(row: JournalRow) -> date | None:
    return day_of(row.values.get("report_due"))


def tasks_to_keep(plan: Plan) -> tuple[KeptTask, ...]:
    """Return the one-off tasks that were ever seen, those that are there as they stand now."""
    return to_keep([_as_seen(one) for one in tasks(plan)], plan.kept_tasks)


def tasks_gone(plan: Plan) -> tuple[KeptTask, ...]:
    """Return the one-off tasks that were seen and have no row any more."""
    there = {(seen.name, seen.number) for seen in map(_as_seen, tasks(plan))}
    return tuple(one for one in plan.kept_tasks if (one.name, one.number) not in there)


def _as_seen(task: Owed) -> KeptTask:
    values = task.row.values if task.row else {}
    words = fold(" ".join(str(values.get(field) or "") for field in ("period", "text", "items", "note")))
    mark = f"{crc32(words.encode()):08x}" if words else ""
    code, title, recipient = (text.strip() for text in task.name)
    return KeptTask(code, title, recipient, str(task.due), mark, task.nth)


def _numbered(owed: Iterable[Owed]) -> Iterator[Owed]:
    """Yield each with its number among those of the same name."""
    seen: Counter[tuple[object, ...]] = Counter()
    for one in owed:
        seen[one.name] += 1
        yield one if seen[one.name] == 1 else replace(one, nth=seen[one.name])


def in_catalogue(plan: Plan, code: str) -> bool:
    """Tell whether a code of the journal is a report of the catalogue, or one of its events (``MK-09/8``)."""
    return any(code == report.code or code.startswith(f"{report.code}/") for report in plan.reports)


def unlisted_reports(plan: Plan) -> list[str]:
    """Return the codes of reports that were drafted or sent, or stood in the catalogue at a check before, and
    have no row there any more.
    """
    drafted = (receipt.report for receipt in plan.receipts)
    known = dict.fromkeys([*drafted, *kept_rows(plan, REPORTS)])
    return [code for code in known if not in_catalogue(plan, code)]


def reports_missed(plan: Plan) -> list[str]:
    """Return the codes of reports that have no row in the catalogue any more, and nobody wrote why."""
    meant = {row.key.split("|")[2] for row in plan.explanations if row.reason and row.key.startswith(_GONE)}
    return [code for code in unlisted_reports(plan) if f"{REPORTS}/{code}" not in meant]


_GONE = "REF32||"  # how the key of the finding begins that says so


def due_now(plan: Plan, today: date, until: date | None = None) -> list[Owed]:
    """Return what is not sent yet and is overdue or due by ``until`` (default: the end of next month).

    The earliest due day comes first; last what has no day and whose period has ended by ``until``.
    """
    return [owed for owed in due_or_done(plan, today, until) if not owed.sent]


def due_or_done(plan: Plan, today: date, until: date | None = None) -> list[Owed]:
    """Return what ``due_now`` does, and what was to be done by then and is done: calendars still have it."""
    last = until or _end_of_next_month(today)
    every = (*owed_reports(plan), *tasks(plan))
    chosen = [o for o in every if o.status(today) == "overdue" or (o.due or o.period.end) <= last]
    return sorted(chosen, key=lambda owed: (owed.due is None, owed.due or owed.period.end, owed.report.code))


def report_of(plan: Plan, code: str, period: Period) -> Report | None:
    """Return the report that a code means in a period, with the items that it is about then, or None."""
    same = (
        one
        for report in plan.reports
        for one, its in _series(plan, report)
        if (one.code, its) == (code, period)
    )
    return next(same, None) or plan.report(code)


def _series(plan: Plan, report: Report) -> Iterator[tuple[Report, Period]]:
    if BY_EVENT in report.periods:
        return _by_event(plan, report)
    return ((report, period) for period in periods_of(report, plan.year))


_CADENCES: dict[str, tuple[Callable[[int, int], Period], int]] = {
    "monthly": (Period.month, 12),
    "quarterly": (Period.quarter, 4),
    "half-yearly": (Period.half, 2),
    "yearly": (lambda year, _: Period.whole(year), 1),
    "once": (lambda year, _: Period.whole(year), 1),
}


def period_unknown(plan: Plan) -> Iterator[Report]:
    """Yield the reports of which it is not known, of one period at least, whether they are owed."""
    for report in plan.reports:
        if BY_EVENT in report.periods:
            items = (plan.items.get(code) for code in report.items)
            known = all(item.window or _recorded(plan, item.code) for item in items if item)
        else:
            make, count = _CADENCES.get(report.cadence, (Period.month, 0))
            names = {str(make(plan.year, number)).partition("-")[2].upper() for number in range(1, count + 1)}
            known = bool(count) and names.issuperset(map(str.upper, report.periods))
        if not known:
            yield report


def never_owed(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield the reports whose cadence is not understood, so that nobody knows when they are owed."""
    return (r for r in reports if BY_EVENT not in r.periods and r.cadence not in _CADENCES)


def periods_of(report: Report, year: int) -> Iterator[Period]:
    """Yield the periods of a year for which a report is owed by its cadence; not those owed by events."""
    make, count = _CADENCES.get(report.cadence, (Period.month, 0))
    periods = (make(year, number) for number in range(1, count + 1))
    named = {name.upper() for name in report.periods}
    return (p for p in periods if not named or str(p).partition("-")[2].upper() in named)


def _by_event(plan: Plan, report: Report) -> Iterator[tuple[Report, Period]]:
    """Yield the report once for each of its items whose time is known."""
    items = (plan.items.get(code) for code in dict.fromkeys(report.items))
    windows = {item.code: item.window or _recorded(plan, item.code) for item in items if item}
    periods = {
        item: Period.around(plan.year, window[0], window[-1]) for item, window in windows.items() if window
    }
    for item, period in periods.items():
        alone = list(periods.values()).count(period) == 1
        yield _about(plan, report, item, period, alone=alone), period


def _recorded(plan: Plan, item: str) -> tuple[int, ...]:
    """Return the months of the quarters in which events of an item took place.

    The plan may not say when they will.
    """
    days = {day for index in plan.index.values() for day in index.days(item)}
    quarters = sorted({(day.month - 1) // 3 for day in days if day.year == plan.year})
    return tuple(3 * quarter + month for quarter in quarters for month in (1, 2, 3))


def _about(plan: Plan, report: Report, item: str, period: Period, *, alone: bool) -> Report:
    """Return the report about one event.

    Where two events fall into one period, the item stands in the code: ``MK-09/8``. A code that stands in
    the journal stays, whatever becomes of the other event.
    """
    plain = replace(report, items=(item,))
    named = replace(plain, code=f"{report.code}/{item}", event=item)
    rows = {row.report: row for row in plan.journal if row.period == period}
    if named.code in rows:
        return named
    own = plain.code in rows and str(rows[plain.code].values.get("items") or "").strip() == item
    return plain if alone or own else named


def _owed(plan: Plan, report: Report, period: Period) -> Owed:
    row = plan.journal_row(report.code, period)
    by_rule = rule_day(plan, report, period)
    moved = day_of(persons_due(row, by_rule))
    due, confirmed = moved or by_rule, report.confirmed or moved is not None
    return Owed(report, period, due, *_around(plan.settings, due), row, by_rule, confirmed)


def _task(plan: Plan, row: JournalRow, due: date) -> Owed:
    title, recipient = (str(row.values.get(field) or "") for field in ("title", "recipient"))
    report = Report(
        code=row.report, copy_to="", form_kind="", cadence="once", periods=(), due_rule="by_hand", days="",
        confirmed=True, items=(), place=next(iter(row.places.values())), title=title, recipient=recipient,
    )  # fmt: skip
    period = row.period or Period.month(due.year, due.month)
    return Owed(report, period, due, *_around(plan.settings, due), row, confirmed=True, one_off=True)


def _around(settings: Settings, due: date | None) -> tuple[date | None, date | None]:
    """Return the day to send by and the last day on which it is not overdue."""
    if due is None:
        return None, None
    return working_day(settings, due, -1), working_day(settings, due, 1)


def _end_of_next_month(today: date) -> date:
    return Period.month(today.year + today.month // 12, today.month % 12 + 1).end
