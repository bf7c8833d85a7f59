"""Due days as a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from icalendar import Calendar
from making_plans import make_plan
from running import akmxl

from akmxl.actions.due import write_calendar
from akmxl.plan.owed import due_now

if TYPE_CHECKING:
    from pathlib import Path

    from icalendar import Event

    from akmxl.plan.model import Plan

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


def events(plan: Plan, path: Path, today: date = TODAY) -> dict[str, Event]:
    write_calendar(due_now(plan, today), path)
    return {str(event["UID"]): event for event in Calendar.from_ical(path.read_bytes()).events}


def test_each_day_has_alarms_and_assumed_days_are_marked(tmp_path: Path) -> None:
    task = {"title": "Ro‘yxat", "recipient": "Hokimlik", "report_due": date(2025, 4, 18)}
    moved = {"report": "MK-10", "period": "2025-Q1", "report_due": date(2025, 4, 4)}
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": [task, moved]})
    found = events(plan, tmp_path / "a.ics")
    assert all([a["ACTION"] for a in event.walk("VALARM")] == ["DISPLAY"] * 2 for event in found.values())
    assumed, confirmed = found["MK-16-2025-Q1@akmxl"], found["MK-10-2025-Q1@akmxl"]
    assert (str(assumed["STATUS"]), str(confirmed["STATUS"])) == ("TENTATIVE", "CONFIRMED")
    assert str(assumed["SUMMARY"]).endswith("(taxminiy)")
    assert "taxminiy" not in str(confirmed["SUMMARY"])
    assert confirmed["DTSTART"].dt == date(2025, 4, 4)
    (own,) = (event for event in found.values() if event["SUMMARY"] == "Ro‘yxat")
    assert (own["DTSTART"].dt, str(own["DESCRIPTION"])) == (date(2025, 4, 18), "Hokimlik")


def test_an_event_keeps_its_identity_and_goes_when_the_letter_has_gone(tmp_path: Path) -> None:
    tasks = [{"title": name, "report_due": date(2025, 4, 18)} for name in ("Bir", "Ikki")]
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": tasks})
    before = events(plan, tmp_path / "a.ics")
    first, second = plan.journal
    moved = replace(first, values={**first.values, "report_due": date(2025, 4, 22)})
    gone = replace(second, sent=TODAY)
    after = events(replace(plan, journal=(moved, gone)), tmp_path / "b.ics")
    assert set(after) < set(before)
    assert len(before) - len(after) == 1
    (uid,) = (uid for uid, event in after.items() if event["SUMMARY"] == "Bir")
    assert after[uid]["DTSTART"].dt == date(2025, 4, 22)


def test_the_command_says_where_the_calendar_is(plan_path: Path) -> None:
    target = plan_path.with_name("muddatlar.ics")
    run = akmxl("due", plan_path, "--ics", target, "--today", "2025-04-03")
    assert f"{target.name}, {len(Calendar.from_ical(target.read_bytes()).events)} days" in run.out
