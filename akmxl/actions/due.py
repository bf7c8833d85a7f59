"""Write due days as a calendar for other programs.

A calendar that takes the file again keeps of an event what is newer: the higher SEQUENCE, of two equal ones
the later DTSTAMP (RFC 5546, 2.1.5). No due day can tell which of two is newer, for it moves both ways, and
akmxl keeps no list of moves; so both come from the moment at which the workbook was last saved: whoever moved
a day saved it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, translate
from akmxl.core.spelling import plain_signs
from akmxl.ooxml.package.save import write_over

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from icalendar import Alarm, Event

    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed

_ALARMS = (timedelta(days=-2), timedelta(hours=9))  # two days before, and in the morning of the day
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # the numbers of revisions last until 2041
_MOVES = 4  # of one second: as by the rule, moved, sent, moved and sent
_LARGEST = 2**31 - 1  # of a number in a calendar


def write_calendar(owed: Iterable[Owed], path: Path, saved: datetime = _EPOCH) -> int:
    """Write the days to send by as an iCalendar file; return how many are still to come, each with alarms.

    What has no day yet is left out; what is done is called off, so that calendars that have it take it away.
    ``saved`` is the moment of what the plan says. The same plan gives the same file. Raises ``FileProblem``
    where the file cannot be written.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//akmxl//uz")
    calendar.add("version", "2.0")
    dated = [(one, one.send_by) for one in owed if one.send_by is not None]
    for one, day in dated:
        calendar.add_component(_event(one, day, saved))
    write_over(path, calendar.to_ical())
    return sum(not one.sent for one, _ in dated)


def last_saved(plan: Plan) -> datetime:
    """Return the moment at which a plan's workbook was last saved, to the second."""
    try:
        return datetime.fromtimestamp(int(plan.path.stat().st_mtime), UTC)
    except (OSError, OverflowError, ValueError):
        return _EPOCH


def _event(owed: Owed, day: date, saved: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _uid(owed))
    event.add("summary", _summary(owed))
    if recipient := plain_signs(owed.report.recipient):
        event.add("description", recipient)
    event.add("status", "CANCELLED" if owed.sent else "CONFIRMED" if owed.confirmed else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # a reminder; nobody is busy all day
    event.add("dtstart", day)
    event.add("dtstamp", saved)
    event.add("sequence", _sequence(owed, saved))
    if not owed.sent:
        for before in _ALARMS:
            event.add_component(_alarm(owed, before))
    return event


def _alarm(owed: Owed, before: timedelta) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _name(owed))
    alarm.add("trigger", before)
    return alarm


def _name(owed: Owed) -> str:
    """Return code and title in one line; a task that has neither is one all the same."""
    report = owed.report
    words = (plain_signs(text) for text in (report.code, report.title))
    return ": ".join(text for text in words if text) or translate(N_("Task"))


def _summary(owed: Owed) -> str:
    name = _name(owed) if owed.one_off else f"{_name(owed)} ({owed.period.words})"
    if owed.sent:
        done = N_("Done: {name}") if owed.one_off else N_("Sent: {name}")
        return translate(done, name=name)
    assumed = translate(N_("(assumed)"))
    return name if owed.confirmed else f"{name} {assumed}"


def _sequence(owed: Owed, saved: datetime) -> int:
    """Return a number that rises with each save, and within the second of one with what was done."""
    seconds = int((saved - _EPOCH).total_seconds())
    return min(max(seconds, 0) * _MOVES + owed.moved + 2 * owed.sent, _LARGEST)


def _uid(owed: Owed) -> str:
    """Return the identity of an event, which never changes with its day; people's tasks have no code."""
    nth = f"-{owed.nth}" if owed.nth > 1 else ""
    if not owed.one_off:
        return f"{'-'.join(owed.name)}{nth}@akmxl"
    return f"{sha256('|'.join(owed.name).encode()).hexdigest()[:16]}{nth}@akmxl"
