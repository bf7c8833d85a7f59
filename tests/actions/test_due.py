"""Due days as a calendar."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from making_plans import make_plan
from running import akmxl

from akmxl.actions.due import last_saved, overdue_last_year, write_calendar
from akmxl.actions.open_plan import open_plan
from akmxl.actions.rollup import roll_up, write_csv
from akmxl.actions.wording import day_doubts, owing_doubts
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import in_language
from akmxl.plan.model import Explanation
from akmxl.plan.owed import due_now, tasks_to_keep

if TYPE_CHECKING:
    from pathlib import Path

    from icalendar import Event

    from akmxl.plan.model import Plan

TODAY = date(2025, 4, 3)


def meant(code: str) -> Explanation:
    """The reason why a report's row is gone from the catalogue."""
    return Explanation(f"REF32||HisobotlarKatalogi/{code}||{code}", "Bekor qilingan, 12-sonli buyruq", "", {})


def test_the_calendar_holds_each_day_to_send_by(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    target = tmp_path / "muddatlar.ics"
    assert write_calendar(plan, TODAY, target) == len(due_now(plan, TODAY))
    events = Calendar.from_ical(target.read_bytes()).events
    days = {str(event["UID"]): event["DTSTART"].dt for event in events}
    assert days["MK-02-2025-03@akmxl"] == date(2025, 4, 5)  # a Saturday, and the week has six days
    assert days["MK-16-2025-Q1@akmxl"] == date(2025, 4, 10)


def test_the_same_days_give_the_same_calendar(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    for name in ("a.ics", "b.ics"):
        write_calendar(plan, TODAY, tmp_path / name)
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()


def events(
    plan: Plan, path: Path, today: date = TODAY, *, later: timedelta = timedelta(0)
) -> dict[str, Event]:
    write_calendar(plan, today, path, saved=last_saved(plan) + later)
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


def test_an_event_keeps_its_identity_and_is_called_off_when_the_letter_has_gone(tmp_path: Path) -> None:
    tasks = [{"title": name, "report_due": date(2025, 4, 18)} for name in ("Bir", "Ikki")]
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": tasks})
    before = events(plan, tmp_path / "a.ics")
    first, second = plan.journal
    moved = replace(first, values={**first.values, "report_due": date(2025, 4, 22)})
    gone = replace(second, sent=TODAY)
    after = events(replace(plan, journal=(moved, gone)), tmp_path / "b.ics")
    assert set(after) == set(before)
    (uid,) = (uid for uid, event in after.items() if event["SUMMARY"] == "Bir")
    assert after[uid]["DTSTART"].dt == date(2025, 4, 22)
    (uid,) = (uid for uid, event in after.items() if event["SUMMARY"] == "Bajarildi: Ikki")
    assert (str(after[uid]["STATUS"]), after[uid].walk("VALARM")) == ("CANCELLED", [])
    assert sequence(after[uid]) > sequence(before[uid])


def test_tasks_of_one_name_keep_their_identity_when_rows_are_sorted_or_deleted(tmp_path: Path) -> None:
    days = [date(2025, 4, day) for day in (24, 10, 17)]
    tasks = [{"title": "Oylik ma’lumot", "recipient": "Hokimlik", "report_due": day} for day in days]
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": tasks})
    seen = replace(plan, kept_tasks=tasks_to_keep(plan))
    before = by_day(events(seen, tmp_path / "a.ics"))
    first, *others = plan.journal
    turned = replace(seen, journal=(*reversed(others), first))
    assert by_day(events(turned, tmp_path / "b.ics")) == before
    assert tasks_to_keep(turned) == seen.kept_tasks
    day = date(2025, 4, 28)
    moved = replace(first, values={**first.values, "report_due": day})
    rest = replace(seen, journal=(others[1], moved))  # that of the 10th is deleted
    assert by_day(events(rest, tmp_path / "c.ics")) == {
        days[1]: before[days[1]], days[2]: before[days[2]], day: before[days[0]],
    }  # fmt: skip
    (gone,) = (event for event in events(rest, tmp_path / "c.ics").values() if event["STATUS"] == "CANCELLED")
    assert (str(gone["SUMMARY"]), gone["DTSTART"].dt) == ("Endi kerak emas: Oylik ma’lumot", days[1])
    assert tasks_to_keep(replace(rest, kept_tasks=tasks_to_keep(rest))) == tasks_to_keep(rest)


def by_day(found: dict[str, Event]) -> dict[date, str]:
    return {event["DTSTART"].dt: uid for uid, event in found.items() if "Oylik ma’lumot" in event["SUMMARY"]}


def test_a_check_keeps_which_tasks_it_has_seen(tmp_path: Path) -> None:
    tasks = [{"title": "Ro‘yxat", "report_due": date(2025, 4, day)} for day in (10, 18)]
    path = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": tasks}).path
    akmxl("check", path, "--today", "2025-04-03")
    kept = open_plan(path).plan.kept_tasks
    assert [(one.title, one.day, one.number) for one in kept] == [
        ("Ro‘yxat", "2025-04-10", 1), ("Ro‘yxat", "2025-04-18", 2),
    ]  # fmt: skip
    akmxl("submit", path, "--period", "2025-03", "--today", "2025-04-03")
    assert open_plan(path).plan.kept_tasks == kept


def test_what_is_owed_no_more_is_called_off(tmp_path: Path) -> None:
    task = {"title": "Ro‘yxat", "report_due": date(2025, 4, 10)}
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": [task]})
    path, uid = tmp_path / "a.ics", "MK-10-2025-Q1@akmxl"
    before = events(plan, path)
    left = tuple(one for one in plan.reports if one.code != "MK-10")
    less = replace(plan, journal=(), reports=left, explanations=(meant("MK-10"),))
    after = events(less, path)
    assert set(after) == set(before)
    dropped = {one: event for one, event in after.items() if event["STATUS"] == "CANCELLED"}
    assert {str(event["SUMMARY"])[:17] for event in dropped.values()} == {"Endi kerak emas: "}
    assert len(dropped) == 2
    assert uid in dropped
    assert all(sequence(event) > sequence(before[one]) for one, event in dropped.items())
    assert not any(event.walk("VALARM") for event in dropped.values())
    again = events(less, path)
    assert {one: sequence(event) for one, event in again.items()} == {
        one: sequence(event) for one, event in after.items()
    }
    back = events(plan, path)
    assert str(back[uid]["STATUS"]) == "TENTATIVE"
    assert sequence(back[uid]) > sequence(after[uid])
    assert faults_by_rfc_5545(path.read_bytes()) == []


def test_a_task_moved_far_off_is_moved_in_calendars_that_have_it(tmp_path: Path) -> None:
    task = {"title": "Ro‘yxat", "report_due": date(2025, 4, 10)}
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": [task]})
    events(plan, tmp_path / "a.ics")
    (row,) = plan.journal
    far = replace(plan, journal=(replace(row, values={**row.values, "report_due": date(2025, 11, 10)}),))
    for name, there in (("a.ics", [date(2025, 11, 10)]), ("b.ics", [])):
        found = events(far, tmp_path / name).values()
        assert [event["DTSTART"].dt for event in found if event["SUMMARY"] == "Ro‘yxat"] == there


def test_a_workbook_older_than_the_calendar_tells_nothing_older(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    before = events(plan, tmp_path / "a.ics", later=timedelta(days=3))
    after = events(plan, tmp_path / "a.ics")
    for uid, event in after.items():
        assert sequence(event) == sequence(before[uid])
        assert event["DTSTAMP"].dt == before[uid]["DTSTAMP"].dt


OWN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//akmxl//uz\r\nX-AKMXL-REJA:2024 AKM\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (b"hello", "another kind"),
        (b"BEGIN:VCALENDAR", "another kind"),
        (b"\xff\xfe\x00\x01" * 9, "another kind"),
        (b"PK\x03\x04", "another kind"),
        (OWN.replace(b"-//akmxl//uz", b"-//me//x"), "did not write"),
        (OWN, "another plan: 2024 AKM"),
    ],
)
def test_what_is_not_this_plans_calendar_is_not_written_over(tmp_path: Path, there: bytes, said: str) -> None:
    plan, path = make_plan(tmp_path / "reja.xlsx", first_period="2025-03"), tmp_path / "a.ics"
    path.write_bytes(there)
    with pytest.raises(FileProblem) as refused:
        write_calendar(plan, TODAY, path)
    with in_language("en"):
        assert said in str(refused.value)
    assert path.read_bytes() == there


def test_an_empty_file_and_an_event_that_cannot_be_read_are_written_anew(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    path, other = tmp_path / "a.ics", tmp_path / "b.ics"
    events(plan, path)
    other.write_bytes(b"")
    for spoilt in (b"", re.sub(rb"SEQUENCE:\d+", b"SEQUENCE:abc", path.read_bytes(), count=1)):
        other.write_bytes(spoilt)
        events(plan, other)
        assert other.read_bytes() == path.read_bytes()


def test_another_table_is_not_written_over(tmp_path: Path, shipped: Path) -> None:
    totals, path = roll_up(open_plan(shipped), TODAY), tmp_path / "a.csv"
    write_csv(totals, path)
    write_csv(totals, path)
    for there in (b"Sana;Nomi\n1;2\n", b"\x00\xff"):
        path.write_bytes(there)
        with pytest.raises(FileProblem):
            write_csv(totals, path)
        assert path.read_bytes() == there


@pytest.mark.parametrize("day", ["30/10/25", None])
def test_a_day_that_is_not_known_any_more_stays_as_it_was_told(tmp_path: Path, day: object) -> None:
    task = {"title": "Ro‘yxat\nva xat", "report_due": date(2025, 4, 10)}
    moved = {"report": "MK-10", "period": "2025-Q1", "report_due": date(2025, 4, 4)}
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": [task, moved]})
    plan = replace(plan, kept_tasks=tasks_to_keep(plan))
    path = tmp_path / "a.ics"
    events(plan, path)
    before = path.read_bytes()
    rows = [replace(row, values={**row.values, "report_due": day}) for row in plan.journal]
    unread = replace(plan, journal=(rows[0], rows[1] if day else plan.journal[1]))
    events(unread, path, later=timedelta(days=1))
    told, after = (
        {str(one["UID"]): one for one in Calendar.from_ical(text).events}
        for text in (before, path.read_bytes())
    )
    assert set(after) == set(told)
    names = ("Ro‘yxat", "MK-10") if day else ("Ro‘yxat",)
    unknown = [uid for uid, one in told.items() if str(one["SUMMARY"]).startswith(names)]
    assert len(unknown) == len(names)
    assert all(after[uid].to_ical() == told[uid].to_ical() for uid in unknown)
    assert {uid: one["DTSTART"].dt for uid, one in after.items()} == {
        uid: one["DTSTART"].dt for uid, one in told.items()
    }
    assert all(len(one.walk("VALARM")) == 2 for one in after.values())
    doubts = list(day_doubts(unread))
    assert len(doubts) == (2 if day else 1)
    assert "Ro‘yxat va xat" in doubts[0]


def test_what_the_settings_do_not_say_stays_as_it_was_told(tmp_path: Path) -> None:
    plan, path = make_plan(tmp_path / "reja.xlsx", first_period="2025-03"), tmp_path / "a.ics"
    before = {uid: event.to_ical() for uid, event in events(plan, path).items()}

    def spoilt(**fields: object) -> Plan:
        return replace(plan, reports=tuple(replace(one, **fields) for one in plan.reports))

    no_period = replace(plan, settings=replace(plan.settings, first_period=None))
    for unknown in (spoilt(due_rule="after_period", days="o‘n"), spoilt(cadence="?", periods=()), no_period):
        after = events(unknown, path, later=timedelta(days=1))
        assert set(after) == set(before)
        assert not [event for event in after.values() if event["STATUS"] == "CANCELLED"]
    assert any("MK-10" in doubt for doubt in day_doubts(spoilt(due_rule="after_period", days="o‘n")))


def test_a_report_whose_row_is_gone_is_asked_for(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    without = replace(plan, reports=tuple(one for one in plan.reports if one.code != "MK-16"))
    told = [doubt for doubt in owing_doubts(without, TODAY) if "HisobotlarKatalogi" in doubt]
    assert [doubt for doubt in told if "MK-16" in doubt] == told
    assert told
    explained = replace(without, explanations=(meant("MK-16"),))
    assert not [doubt for doubt in owing_doubts(explained, TODAY) if "MK-16" in doubt]
    path = tmp_path / "a.ics"
    before = events(plan, path)
    kept = events(without, path, later=timedelta(days=1))
    assert {uid for uid, event in kept.items() if event["STATUS"] == "CANCELLED"} == set()
    gone = events(explained, path, later=timedelta(days=2))
    called_off = {uid for uid, event in gone.items() if event["STATUS"] == "CANCELLED"}
    assert called_off == {uid for uid in before if uid.startswith("MK-16-")} != set()
    empty = [*owing_doubts(replace(plan, reports=()), TODAY)]
    assert len([doubt for doubt in empty if "HisobotlarKatalogi" in doubt]) == 1


def test_what_is_overdue_in_last_years_plan_is_told_beside_this_years(tmp_path: Path) -> None:
    last = make_plan(tmp_path / "reja-2025.xlsx", first_period="2025-12")
    this, day = replace(last, year=2026, path=tmp_path / "reja-2026.xlsx"), date(2026, 2, 3)
    overdue = [one for one in due_now(last, day) if one.status(day) == "overdue"]
    assert overdue
    assert list(overdue_last_year(this, day)) == [(last.path, len(overdue))]
    assert list(overdue_last_year(last, day)) == []


def test_a_report_that_was_sent_stays_in_the_calendar_as_sent(tmp_path: Path) -> None:
    sent = {"report": "MK-10", "period": "2025-Q1", "number": "1", "sent": date(2025, 4, 2)}
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": [sent]})
    event = events(plan, tmp_path / "a.ics")["MK-10-2025-Q1@akmxl"]
    assert (str(event["STATUS"]), str(event["SUMMARY"])[:18]) == ("CANCELLED", "Yuborildi: MK-10: ")
    assert write_calendar(plan, TODAY, tmp_path / "b.ics") == len(due_now(plan, TODAY))


def test_tasks_of_one_name_are_two_events_whatever_their_days(tmp_path: Path) -> None:
    days = (date(2025, 11, 10), date(2025, 4, 10))  # the first is not asked for yet
    tasks = [{"title": "Oylik ma’lumot", "recipient": "Hokimlik", "report_due": day} for day in days]
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": tasks})
    early = events(plan, tmp_path / "a.ics")
    late = events(plan, tmp_path / "b.ics", date(2025, 11, 1))
    uids = {event["DTSTART"].dt: uid for uid, event in late.items() if event["SUMMARY"] == "Oylik ma’lumot"}
    assert set(uids) == set(days)
    assert uids[days[1]] in early
    assert uids[days[0]] not in early


@pytest.mark.parametrize("day", [date(2025, 4, 2), date(2025, 4, 18)])
def test_a_day_moved_either_way_is_newer(tmp_path: Path, day: date) -> None:
    task, report = (
        {"title": "Ro‘yxat", "report_due": date(2025, 4, 10)},
        {"report": "MK-10", "period": "2025-Q1"},
    )
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": [task, report]})
    before = events(plan, tmp_path / "a.ics")
    moved = [replace(row, values={**row.values, "report_due": day}) for row in plan.journal]
    after = events(replace(plan, journal=tuple(moved)), tmp_path / "b.ics", later=timedelta(seconds=1))
    same_second = events(replace(plan, journal=tuple(moved)), tmp_path / "c.ics")
    for uid, event in after.items():
        assert sequence(event) > sequence(before[uid])
        assert event["DTSTAMP"].dt > before[uid]["DTSTAMP"].dt
    uid = "MK-10-2025-Q1@akmxl"
    assert same_second[uid]["DTSTART"].dt == day
    assert sequence(same_second[uid]) > sequence(before[uid])


def sequence(event: Event) -> int:
    return int(event["SEQUENCE"].to_ical())


def test_the_calendar_keeps_the_rules_of_its_format(tmp_path: Path) -> None:
    tasks: list[dict[str, object]] = [
        {"title": "Bir; ikki, uch\nto‘rt\u200b " + "ўқувчилар " * 20, "report_due": date(2025, 4, 18)},
        {"recipient": "Hokimlik", "report_due": date(2025, 4, 18)},
    ]
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03", rows={"Hisobotlar": tasks})
    found = events(plan, tmp_path / "a.ics")
    text = (tmp_path / "a.ics").read_bytes()
    assert faults_by_rfc_5545(text) == []
    assert len(found) == len(Calendar.from_ical(text).events)
    assert any(str(event["SUMMARY"]).startswith("Bir; ikki, uch to‘rt ўқ") for event in found.values())


def faults_by_rfc_5545(text: bytes) -> list[str]:
    """What the format forbids: line ends and lengths (3.1), required properties (3.4, 3.6), values (3.8)."""
    faults = [f"too long: {line!r}" for line in text.split(b"\r\n") if len(line) > 75]
    faults += ["line end"] if not text.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", text) else []
    inside: list[list[str]] = []
    uids = []
    for line in text.decode().replace("\r\n ", "").splitlines():
        name, _, value = line.partition(":")
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line):
            faults.append(f"control character: {line!r}")
        if name == "BEGIN":
            inside.append([value])
            continue
        if name == "END":
            kind, *names = inside.pop()
            for needed in REQUIRED[kind]:
                faults += [f"{needed} in {kind}: {names.count(needed)}"] if names.count(needed) != 1 else []
            continue
        inside[-1].append(name.partition(";")[0])
        uids += [value] if name == "UID" else []
        faults += [line] if name == "DTSTAMP" and not re.fullmatch(r"\d{8}T\d{6}Z", value) else []
        faults += [line] if name == "SEQUENCE" and not 0 <= int(value) < 2**31 else []
        faults += [line] if name == "STATUS" and value not in ("TENTATIVE", "CONFIRMED", "CANCELLED") else []
        faults += [line] if name.startswith("DTSTART") and name != "DTSTART;VALUE=DATE" else []
    return faults + [f"twice: {uid}" for uid, count in Counter(uids).items() if count > 1]


REQUIRED = {
    "VCALENDAR": ("PRODID", "VERSION"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY"),
    "VALARM": ("ACTION", "TRIGGER", "DESCRIPTION"),
}


def test_the_command_says_where_the_calendar_is(plan_path: Path) -> None:
    target = plan_path.with_name("muddatlar.ics")
    run = akmxl("due", plan_path, "--ics", target, "--today", "2025-04-03")
    before = plan_path.read_bytes()
    for command in (("due", plan_path, "--ics"), ("rollup", plan_path, "--csv")):
        wrong = akmxl(*command, plan_path)
        assert (wrong.code, plan_path.read_bytes() == before) == (2, True)
    assert f"{target.name}, {len(Calendar.from_ical(target.read_bytes()).events)} days" in run.out
