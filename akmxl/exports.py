"""What leaves akmxl for other programs: due days as a calendar."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from akmxl.errors import FileProblem
from akmxl.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from akmxl.owed import Owed


def write_calendar(owed: Iterable[Owed], path: Path) -> int:
    """The days to send by as an iCalendar file with an alarm two days before; gives their number.

    An event keeps its identity from file to file, so a calendar that takes the file again only updates.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//akmxl//uz")
    calendar.add("version", "2.0")
    for one in owed:
        if one.send_by is None:
            continue
        event = Event()
        event.add("uid", f"{one.report.code}-{one.period}@akmxl")
        event.add("summary", f"{one.report.code}: {one.report.title} ({one.period.words})")
        event.add("description", one.report.recipient)
        event.add("dtstart", one.send_by)
        # The stamp that the format asks for is the day itself: the same plan gives the same file.
        event.add("dtstamp", datetime.combine(one.send_by, time(), UTC))
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.report.title)
        alarm.add("trigger", timedelta(days=-2))
        event.add_component(alarm)
        calendar.add_component(event)
    try:
        path.write_bytes(calendar.to_ical())
    except OSError as error:
        raise FileProblem(
            N_("The file “{file}” could not be written. Close it or choose another place."), file=path.name
        ) from error
    return len(calendar.events)
