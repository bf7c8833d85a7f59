"""Write due days as a calendar for other programs.

A calendar that takes the file again keeps of an event what is newer: the higher SEQUENCE, of two equal ones
the later DTSTAMP (RFC 5546, 2.1.5). No due day can tell which of two is newer, for it moves both ways, and
akmxl keeps no list of moves; so both come from the moment at which the workbook was last saved: whoever moved
a day saved it. The calendar that is written over tells what was given out: no revision is older than its, and
what it has and nobody owes any more is called off.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from akmxl.actions.open_plan import open_plan, plans_in
from akmxl.core.errors import AkmxlError, FileProblem, Reason
from akmxl.core.i18n import N_, translate
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import plain_signs
from akmxl.ooxml.package.write_over import other_kind, write_over
from akmxl.plan.owed import (
    day_unread,
    due_now,
    due_or_done,
    owed_reports,
    period_unknown,
    reports_missed,
    tasks,
    tasks_gone,
    undated_tasks,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from icalendar import Alarm, Component, Event

    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed

_ALARMS = (timedelta(days=-2), timedelta(hours=9))  # two days before, and in the morning of the day
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # the numbers of revisions last until 2041
_MOVES = 4  # of one second: as by the rule, moved, sent, moved and sent
_LARGEST = 2**31 - 1  # of a number in a calendar
_PRODUCT = "-//akmxl//uz"
_PLAN = "X-AKMXL-REJA"  # of which plan a calendar tells: year and organisation
_OF_A_TASK = lazily(r"[0-9a-f]{16}(?:-\d+)?@akmxl")
_LONGEST = 8 * 1024 * 1024  # bytes of a calendar: far more than any year's


def write_calendar(
    plan: Plan, today: date, path: Path, until: date | None = None, saved: datetime | None = None
) -> int:
    """Write the days to send by as an iCalendar file; return how many are still to come, each with alarms.

    What has no day yet is left out. What is done is called off, so that calendars that have it take it away;
    so is what the calendar that stands there tells of the same plan, and what is owed no more. ``saved`` is
    the moment of what the plan says, by default that of its workbook. What the plan says of cannot be known
    stays as it was told. Raises ``FileProblem`` where the file cannot be written, or is none of this plan.
    """
    from icalendar import Calendar

    moment = saved or last_saved(plan)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add(_PLAN, _named(plan))
    before = _told_before(path, _named(plan))
    dated = _dated(plan, today, until, before)
    events = {_uid(plan, one): _told(one, day, moment) for one, day in dated}
    events |= {uid: told for uid, told in _dropped(plan, before, moment) if uid not in events}
    for uid, told in events.items():
        calendar.add_component(_event(uid, told.after(before.get(uid))))
    write_over(path, calendar.to_ical(), lambda _first: True)  # what stands there has been read
    return sum(not one.sent for one, _ in dated)


def overdue_last_year(plan: Plan, today: date) -> Iterator[tuple[Path, int]]:
    """Yield the plan of the year before that lies beside a plan, with how many of its reports are overdue."""
    for path, year in plans_in(plan.path.absolute().parent).items():
        if year == plan.year - 1:
            with suppress(AkmxlError):
                owed = due_now(open_plan(path).plan, today)
                if count := sum(one.status(today) == "overdue" for one in owed):
                    yield path, count


class Told(NamedTuple):
    """What an event of a calendar tells.

    ``calling`` is what its alarms say, empty where nothing is to be done any more.
    """

    summary: str
    description: str
    status: str
    day: date
    sequence: int
    stamp: datetime
    calling: str = ""

    def after(self, old: Told | None) -> Told:
        """Return it as newer than the one before it where it tells something else, and never as older."""
        if old is None:
            return self
        changed = self[:4] != old[:4]
        sequence = min(max(self.sequence, old.sequence + changed), _LARGEST)
        stamp = max(self.stamp, old.stamp + timedelta(seconds=int(changed)))
        return self._replace(sequence=sequence, stamp=stamp)

    def called_off(self, saved: datetime) -> Told:
        """Return it as what is owed no more; what was done before stays done."""
        if self.status == "CANCELLED":
            return self
        summary = translate(N_("No longer due: {name}"), name=self.summary)
        return Told(summary, self.description, "CANCELLED", self.day, _revision(saved), saved)


def _named(plan: Plan) -> str:
    return f"{plan.year} {plain_signs(plan.organisation.get('organisation', ''))}".strip()


def _told_before(path: Path, plan: str) -> dict[str, Told]:
    """Return the events of the calendar that is about to be written over.

    Raises ``FileProblem`` where something else stands there: people's own calendar, another plan's.
    """
    from icalendar import Calendar

    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST)
    except OSError as error:
        raise FileProblem(
            N_("“{file}” cannot be read: {reason}."), file=path.name, reason=Reason(error)
        ) from error
    if not text:
        return {}
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise other_kind(path) from error
    if str(calendar.get("PRODID", "")) != _PRODUCT:
        raise FileProblem(
            N_("“{file}” is a calendar that akmxl did not write. Name another file. Nothing was changed."),
            file=path.name,
        )
    told_of = str(calendar.get(_PLAN, ""))
    if told_of != plan:
        raise FileProblem(
            N_("“{file}” is the calendar of another plan: {plan}. Name another file. Nothing was changed."),
            file=path.name,
            plan=told_of or "–",
        )
    found = {str(event.get("UID", "")): _read(event) for event in calendar.walk("VEVENT")}
    return {uid: told for uid, told in found.items() if told}


def _read(event: Component) -> Told | None:
    """Read an event that akmxl wrote; None where another program has changed what it consists of."""
    try:
        day, stamp, sequence = (event.decoded(name) for name in ("DTSTART", "DTSTAMP", "SEQUENCE"))
        summary, status = str(event["SUMMARY"]), str(event["STATUS"])
        number = int(sequence)
    except (ValueError, LookupError, AttributeError, TypeError):
        return None
    if type(day) is not date or not isinstance(stamp, datetime) or stamp.tzinfo is None:
        return None
    calling = next((str(alarm.get("DESCRIPTION", "")) for alarm in event.walk("VALARM")), "")
    return Told(summary, str(event.get("DESCRIPTION", "")), status, day, number, stamp, calling)


def _dated(
    plan: Plan, today: date, until: date | None, before: Mapping[str, Told]
) -> list[tuple[Owed, date]]:
    """Return what has a day and is asked for, and what calendars have though its day is far off now.

    What has lost its day and was sent has the day that was told.
    """
    asked = due_or_done(plan, today, until)
    known = {_uid(plan, one) for one in asked}
    later = (*owed_reports(plan), *tasks(plan)) if before else ()
    asked += [one for one in later if (uid := _uid(plan, one)) in before and uid not in known]
    dated = []
    for one in asked:
        old = before.get(_uid(plan, one))
        if old and not one.sent and day_unread(one):
            continue  # the rule's day may be another than the one that was told
        day = one.send_by or (old.day if old and one.sent else None)
        if day:
            dated.append((one, day))
    return dated


def _dropped(plan: Plan, before: Mapping[str, Told], saved: datetime) -> Iterator[tuple[str, Told]]:
    """Yield what calendars may have and has no event any more, called off where it is owed no more.

    That is tasks without a row, then the former events.
    """
    undated = {one.name for one in undated_tasks(plan)}
    unknown = _not_known(plan, before, undated)
    for task in tasks_gone(plan):
        if (day := _day(task.day)) and task.name not in undated:
            name = _name(task.code, task.title or task.recipient)
            told = Told(name, plain_signs(task.recipient), "", day, 0, saved)
            yield _task_uid(plan, task.name, task.number), told.called_off(saved)
    for uid, told in before.items():
        yield uid, told if uid in unknown else told.called_off(saved)


def _not_known(plan: Plan, before: Mapping[str, Told], undated: Collection[tuple[str, ...]]) -> set[str]:
    """Return the identities of which the plan does not say any more whether, or when, they are due."""
    unknown = {_uid(plan, one) for one in owed_reports(plan)}  # owed, and without a day
    numbers = range(1, len(before) + 1)
    unknown |= {_task_uid(plan, name, number) for name in undated for number in numbers}
    first = plan.settings.first_period
    if first is None or first.year > plan.year:
        unknown |= {uid for uid in before if not _OF_A_TASK.fullmatch(uid)}
    for code in (*(report.code for report in period_unknown(plan)), *reports_missed(plan)):
        unknown |= {uid for uid in before if uid.startswith((f"{code}-", f"{code}/"))}
    return unknown


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def last_saved(plan: Plan) -> datetime:
    """Return the moment at which a plan's workbook was last saved, to the second."""
    try:
        return datetime.fromtimestamp(int(plan.path.stat().st_mtime), UTC)
    except (OSError, OverflowError, ValueError):
        return _EPOCH


def _told(owed: Owed, day: date, saved: datetime) -> Told:
    status = "CANCELLED" if owed.sent else "CONFIRMED" if owed.confirmed else "TENTATIVE"
    recipient = plain_signs(owed.report.recipient)
    calling = "" if owed.sent else _name(*_words(owed))
    return Told(_summary(owed), recipient, status, day, _sequence(owed, saved), saved, calling)


def _event(uid: str, told: Told) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("summary", told.summary)
    if told.description:
        event.add("description", told.description)
    event.add("status", told.status)
    event.add("transp", "TRANSPARENT")  # a reminder; nobody is busy all day
    event.add("dtstart", told.day)
    event.add("dtstamp", told.stamp)
    event.add("sequence", told.sequence)
    for before in _ALARMS if told.calling else ():
        event.add_component(_alarm(told.calling, before))
    return event


def _alarm(told: str, before: timedelta) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", told)
    alarm.add("trigger", before)
    return alarm


def _name(code: str, title: str) -> str:
    """Return code and title in one line; a task that has neither is one all the same."""
    words = (plain_signs(text) for text in (code, title))
    return ": ".join(text for text in words if text) or translate(N_("Task"))


def _words(owed: Owed) -> tuple[str, str]:
    """Return code and title; a task without a title is known by its recipient."""
    return owed.report.code, owed.report.title.strip() or owed.report.recipient


def _summary(owed: Owed) -> str:
    name = _name(*_words(owed))
    name = name if owed.one_off else f"{name} ({owed.period.words})"
    if owed.sent:
        done = N_("Done: {name}") if owed.one_off else N_("Sent: {name}")
        return translate(done, name=name)
    assumed = translate(N_("(assumed)"))
    return name if owed.confirmed else f"{name} {assumed}"


def _revision(saved: datetime) -> int:
    """Return a number that rises with each save."""
    return max(int((saved - _EPOCH).total_seconds()), 0) * _MOVES


def _sequence(owed: Owed, saved: datetime) -> int:
    """Return a number that rises with each save, and within the second of one with what was done."""
    return min(_revision(saved) + owed.moved + 2 * owed.sent, _LARGEST)


def _uid(plan: Plan, owed: Owed) -> str:
    """Return the identity of an event, which never changes with its day."""
    if owed.one_off:
        return _task_uid(plan, owed.name, owed.nth)
    return f"{'-'.join(owed.name)}{_nth(owed.nth)}@akmxl"


def _task_uid(plan: Plan, name: tuple[str, ...], number: int) -> str:
    """Return the identity of a one-off task, which has no code; next year's of the same name is another."""
    words = "|".join((str(plan.year), *(text.strip() for text in name)))
    return f"{sha256(words.encode()).hexdigest()[:16]}{_nth(number)}@akmxl"


def _nth(number: int) -> str:
    return f"-{number}" if number > 1 else ""
