"""Write due days as a calendar for other programs."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, translate
from akmxl.ooxml.package.save import write_over

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from icalendar import Event

    from akmxl.plan.owed import Owed

_ALARMS = (timedelta(days=-2), timedelta(hours=9))  # two days before, and in the morning of the day


def write_calendar(owed: Iterable[Owed], path: Path) -> int:
    """Write the days to send by as an iCalendar file, each with alarms; return their number.

    What has no day yet is left out. An event keeps its identity from file to file, so a calendar that takes
    the file again only updates. Raises ``FileProblem`` where the file cannot be written.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//akmxl//uz")
    calendar.add("version", "2.0")
    for one in owed:
        if one.send_by is not None:
            calendar.add_component(_event(one, one.send_by))
    write_over(path, calendar.to_ical())
    return len(calendar.events)


def _event(owed: Owed, day: date) -> Event:
    from icalendar import Alarm, Event

    report, event = owed.report, Event()
    name = ": ".join(text for text in (report.code, report.title) if text)
    mark = "" if owed.confirmed else " " + translate(N_("(assumed)"))
    event.add("uid", _uid(owed))
    event.add("summary", f"{name}{mark}" if owed.one_off else f"{name} ({owed.period.words}){mark}")
    event.add("description", report.recipient)
    event.add("status", "CONFIRMED" if owed.confirmed else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # a reminder; nobody is busy all day
    event.add("dtstart", day)
    # The stamp that the format asks for is the day itself: the same plan gives the same file.
    event.add("dtstamp", datetime.combine(day, time(), UTC))
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", name)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _uid(owed: Owed) -> str:
    """Return the identity of an event. People's tasks have no code of their own, or the same one twice."""
    if not owed.one_off:
        return f"{owed.report.code}-{owed.period}@akmxl"
    words = "|".join((owed.report.code, owed.report.title, owed.report.recipient))
    return f"{sha256(words.encode()).hexdigest()[:16]}@akmxl"
