"""Due days as a calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from icalendar import Calendar
from making_plans import make_plan

from akmxl.exports import write_calendar
from akmxl.owed import due_now

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 4, 3)


def test_the_calendar_holds_each_day_to_send_by(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    owed = due_now(plan, TODAY)
    target = tmp_path / "muddatlar.ics"
    assert write_calendar(owed, target) == len(owed)
    events = Calendar.from_ical(target.read_bytes()).events
    days = {str(event["UID"]): event["DTSTART"].dt for event in events}
    assert days["MK-02-2025-03@akmxl"] == date(2025, 4, 5)  # a Saturday, and the week has six days
    assert days["MK-16-2025-Q1@akmxl"] == date(2025, 4, 10)


def test_the_same_days_give_the_same_calendar(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    for name in ("a.ics", "b.ics"):
        write_calendar(due_now(plan, TODAY), tmp_path / name)
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()
