"""What is owed and when: every cadence, every rule for the day, days off, the first period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import make_plan

from akmxl.plan.owed import all_reports, due_now, owed_reports, report_of, tasks
from akmxl.plan.period import Period, WorkTime
from akmxl.plan.reports import JournalRow

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed

EVENTS = (
    {"id": 1, "date": date(2025, 5, 14), "event_kind": "“Kitobxonlar klubi” tadbiri", "title": "Birinchi"},
    {"id": 2, "date": date(2025, 5, 28), "event_kind": "“Kitobxonlar klubi” tadbiri", "title": "Oxirgi"},
)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path: Path = tmp_path_factory.mktemp("reja") / "reja.xlsx"
    return make_plan(path, rows={"Tadbirlar": EVENTS})


def with_report(plan: Plan, **fields: Any) -> Plan:
    """The plan with one report in its catalogue."""
    report = plan.report("MK-16")
    assert report is not None
    return replace(plan, reports=(replace(report, code="XX-01", **fields),))


def names(plan: Plan) -> list[str]:
    return [str(period) for period in sorted({one.period for one in all_reports(plan)})]


def owed(plan: Plan, period: str) -> Owed:
    return next(one for one in all_reports(plan) if str(one.period) == period)


@pytest.mark.parametrize(
    ("cadence", "count", "first", "last"),
    [
        ("monthly", 12, "2025-01", "2025-12"),
        ("quarterly", 4, "2025-Q1", "2025-Q4"),
        ("half-yearly", 2, "2025-H1", "2025-H2"),
        ("yearly", 1, "2025", "2025"),
        ("once", 1, "2025", "2025"),
        ("ba’zan", 0, "", ""),
    ],
)
def test_each_cadence_has_its_periods(cadence: str, count: int, first: str, last: str, shipped: Plan) -> None:
    found = names(with_report(shipped, cadence=cadence))
    assert len(found) == count
    assert found[:1] + found[-1:] == ([first, last] if count else [])


def test_named_periods_narrow_a_cadence(shipped: Plan) -> None:
    assert names(with_report(shipped, cadence="quarterly", periods=("Q1", "q3"))) == ["2025-Q1", "2025-Q3"]
    assert names(with_report(shipped, cadence="monthly", periods=("02", "11"))) == ["2025-02", "2025-11"]


@pytest.mark.parametrize(
    ("months", "period"),
    [
        ((4, 5, 6), "2025-Q2"),
        ((3,), "2025-03"),
        ((1, 2), "2025-Q1"),
        ((9, 10, 11, 12), "2025-H2"),
        ((3, 4), "2025-H1"),
        ((6, 7), "2025"),
        (tuple(range(1, 10)), "2025"),
    ],
)
def test_a_report_by_its_items_windows_has_a_period_with_a_name(
    months: tuple[int, ...], period: str, shipped: Plan
) -> None:
    item = replace(shipped.items["8"], work_time=WorkTime(months, "once"))
    plan = replace(shipped, items={**shipped.items, "8": item})
    plan = with_report(plan, cadence="once", periods=("item-due",), items=("8",))
    assert names(plan) == [period]
    assert [Period.parse(period)] == [one.period for one in all_reports(plan)]


def test_an_item_without_a_window_owes_its_report_once_its_event_is_known(
    shipped: Plan, tmp_path: Path
) -> None:
    plan = with_report(shipped, periods=("item-due",), items=("8", "8", "7"))
    assert names(plan) == ["2025-Q4"]
    event = {"date": date(2025, 5, 14), "event_kind": "INFOLIB haftaligi tadbiri", "title": "Haftalik"}
    held = make_plan(tmp_path / "reja.xlsx", rows={"Tadbirlar": [event]})
    assert names(replace(held, reports=plan.reports)) == ["2025-Q2", "2025-Q4"]


# -- a report owed once for each event ------------------------------------------------------------


def with_events(plan: Plan, *, first: tuple[int, ...], second: tuple[int, ...]) -> Plan:
    """The plan with one report on the events of items 7 and 8, each in a window of its own."""
    windows = {"7": WorkTime(first, "once"), "8": WorkTime(second, "once")}
    items = {code: replace(plan.items[code], work_time=due) for code, due in windows.items()}
    plan = replace(plan, items={**plan.items, **items})
    return with_report(plan, cadence="once", periods=("item-due",), items=("7", "8"))


def told(plan: Plan) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.report.code, str(one.period), one.report.items) for one in all_reports(plan)]


def journal_row(code: str, period: str, **values: object) -> JournalRow:
    sent = values.get("sent")
    assert sent is None or isinstance(sent, date)
    return JournalRow(code, Period.parse(period), period, 5, "", 1, "", sent, "", values, {})


def test_each_event_owes_a_report_about_its_own_item(shipped: Plan) -> None:
    plan = with_events(shipped, first=(4, 5, 6), second=(10, 11, 12))
    assert told(plan) == [("XX-01", "2025-Q2", ("7",)), ("XX-01", "2025-Q4", ("8",))]
    spring, autumn = all_reports(plan)
    assert spring.report.concerns("7")
    assert not spring.report.concerns("8")
    assert (spring.due, autumn.due) == (date(2025, 7, 10), date(2026, 1, 10))


def test_two_events_of_one_period_are_told_apart_by_their_items(shipped: Plan) -> None:
    plan = with_events(shipped, first=(10, 11, 12), second=(10, 11, 12))
    assert told(plan) == [("XX-01/7", "2025-Q4", ("7",)), ("XX-01/8", "2025-Q4", ("8",))]
    assert {one.report.entry for one in all_reports(plan)} == {"XX-01"}


def test_a_code_in_the_journal_stays_when_another_event_comes_or_goes(shipped: Plan) -> None:
    plan = with_events(shipped, first=(10, 11, 12), second=(10, 11, 12))
    plain = replace(plan, journal=(journal_row("XX-01", "2025-Q4", items="8"),))
    assert told(plain) == [("XX-01", "2025-Q4", ("8",)), ("XX-01/7", "2025-Q4", ("7",))]
    alone = with_events(shipped, first=(4, 5, 6), second=(10, 11, 12))
    named = replace(alone, journal=(journal_row("XX-01/8", "2025-Q4", items="8"),))
    assert told(named) == [("XX-01", "2025-Q2", ("7",)), ("XX-01/8", "2025-Q4", ("8",))]


def test_the_shipped_weeks_and_conferences_are_reported_one_by_one(shipped: Plan) -> None:
    found = [one for one in told(shipped) if one[0] in ("MK-08", "MK-09")]
    assert found == [("MK-08", "2025-Q1", ("5",)), ("MK-08", "2025-Q2", ("6",)), ("MK-09", "2025-Q4", ("8",))]


def test_a_receipt_means_the_report_about_its_own_event(shipped: Plan) -> None:
    both = with_events(shipped, first=(10, 11, 12), second=(10, 11, 12))
    meant = report_of(both, "XX-01/8", Period.quarter(2025, 4))
    assert meant is not None
    assert meant.items == ("8",)
    assert report_of(both, "YY-01", Period.quarter(2025, 4)) is None


# -- the day --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cadence", "period", "rule", "days", "due"),
    [
        ("monthly", "2025-03", "after_period", "5", date(2025, 4, 5)),
        ("monthly", "2025-12", "after_period", "5", date(2026, 1, 5)),
        ("monthly", "2025-01", "after_period", "31", date(2025, 2, 28)),
        ("quarterly", "2025-Q1", "after_period", "10", date(2025, 4, 10)),
        ("yearly", "2025", "after_period", "15", date(2026, 1, 15)),
        ("monthly", "2025-03", "same_month", "25", date(2025, 3, 25)),
        ("quarterly", "2025-Q4", "same_month", "31", date(2025, 12, 31)),
        ("monthly", "2025-02", "same_month", "30", date(2025, 2, 28)),
        ("yearly", "2025", "date", "25.12", date(2025, 12, 25)),
        ("yearly", "2025", "date", "15.01", date(2026, 1, 15)),
        ("yearly", "2025", "date", "20.01.2026", date(2026, 1, 20)),
        ("yearly", "2025", "date", "2025-12-25", date(2025, 12, 25)),
        ("once", "2025", "date", "15.01", date(2025, 1, 15)),
        ("yearly", "2025", "date", "31.02", None),
        ("yearly", "2025", "date", "dekabr", None),
        ("monthly", "2025-03", "after_period", "", None),
        ("monthly", "2025-03", "after_period", "0", None),
        ("monthly", "2025-03", "after_period", "besh", None),
        ("monthly", "2025-03", "after_period", "²", None),
        ("monthly", "2025-03", "after_period", "9999999", None),
        ("monthly", "2025-03", "by_hand", "", None),
        ("monthly", "2025-03", "boshqacha", "5", None),
        ("quarterly", "2025-Q2", "before_event", "2", date(2025, 5, 12)),
        ("quarterly", "2025-Q2", "before_event", "3", date(2025, 5, 10)),
        ("quarterly", "2025-Q2", "after_event", "3", date(2025, 5, 31)),
        ("quarterly", "2025-Q2", "after_event", "4", date(2025, 6, 2)),
        ("quarterly", "2025-Q3", "after_event", "3", None),
    ],
)
def test_each_rule_gives_its_day(
    cadence: str, period: str, rule: str, days: str, due: date | None, shipped: Plan
) -> None:
    plan = with_report(shipped, cadence=cadence, due_rule=rule, days=days, items=("20",))
    assert owed(plan, period).due == due


def test_a_report_on_the_whole_plan_counts_any_event(shipped: Plan) -> None:
    plan = with_report(shipped, cadence="quarterly", due_rule="before_event", days="2", items=("*",))
    assert owed(plan, "2025-Q2").due == date(2025, 5, 12)


def test_a_day_set_by_hand_comes_from_the_journal(shipped: Plan) -> None:
    plan = with_report(shipped, cadence="quarterly", due_rule="by_hand", days="")
    row = journal_row("XX-01", "2025-Q1", report_due=date(2025, 4, 18))
    assert owed(replace(plan, journal=(row,)), "2025-Q1").due == date(2025, 4, 18)
    assert owed(plan, "2025-Q1").send_by is None


def test_a_day_that_a_person_moved_wins_over_the_rule_and_is_confirmed(shipped: Plan) -> None:
    plan = with_report(shipped, cadence="quarterly", days="10", confirmed=False)
    rule, letter = date(2025, 4, 10), date(2025, 4, 3)
    own = journal_row("XX-01", "2025-Q1", report_due=rule, rule_due=rule)
    moved = journal_row("XX-01", "2025-Q1", report_due=letter, rule_due=rule)
    typed = journal_row("XX-01", "2025-Q1", report_due=letter)
    found = [owed(replace(plan, journal=(row,)), "2025-Q1") for row in (own, moved, typed)]
    assert [(one.due, one.confirmed) for one in found] == [(rule, False), (letter, True), (letter, True)]
    assert not owed(plan, "2025-Q1").confirmed


def test_akmxls_own_day_in_the_journal_follows_a_changed_rule(shipped: Plan) -> None:
    plan = with_report(shipped, cadence="quarterly", days="15")
    old = date(2025, 4, 10)
    row = journal_row("XX-01", "2025-Q1", report_due=old, rule_due=old)
    assert owed(replace(plan, journal=(row,)), "2025-Q1").due == date(2025, 4, 15)


@pytest.mark.parametrize(
    ("week", "days", "send_by", "last_day"),
    [
        (6, "4", date(2025, 10, 4), date(2025, 10, 4)),  # a Saturday is a working day
        (5, "4", date(2025, 10, 3), date(2025, 10, 6)),
        (6, "5", date(2025, 10, 4), date(2025, 10, 6)),  # Sunday
        (6, "1", date(2025, 9, 30), date(2025, 10, 2)),  # 1 October: a holiday
    ],
)
def test_a_day_off_is_sent_before_and_overdue_only_after(
    week: int, days: str, send_by: date, last_day: date, shipped: Plan
) -> None:
    plan = with_report(shipped, cadence="quarterly", due_rule="after_period", days=days)
    plan = replace(plan, settings=replace(plan.settings, work_week=week))
    one = owed(plan, "2025-Q3")
    assert (one.send_by, one.last_day) == (send_by, last_day)
    assert one.status(last_day) == "due"
    assert one.status(last_day.replace(day=last_day.day + 1)) == "overdue"


def test_status_goes_from_upcoming_to_due_to_overdue_to_sent(shipped: Plan) -> None:
    plan = with_report(shipped, cadence="monthly", due_rule="after_period", days="5")
    one = owed(plan, "2025-02")
    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 5), date(2025, 3, 6)]
    assert [one.status(day) for day in days] == ["upcoming", "due", "due", "overdue"]
    row = journal_row("XX-01", "2025-02", sent=date(2025, 3, 4))
    sent = owed(replace(plan, journal=(row,)), "2025-02")
    assert sent.sent
    assert sent.status(date(2025, 4, 1)) == "sent"


def test_a_day_within_the_period_is_due_when_it_comes(shipped: Plan) -> None:
    one = owed(with_report(shipped, cadence="monthly", due_rule="same_month", days="20"), "2025-02")
    days = [date(2025, 2, 19), date(2025, 2, 20), date(2025, 2, 21)]
    assert [one.status(day) for day in days] == ["upcoming", "due", "overdue"]


@pytest.mark.parametrize(
    ("first", "cadence", "count"),
    [
        ("2025-Q1", "quarterly", 4),
        ("2025-Q3", "quarterly", 2),
        ("2025-08", "quarterly", 2),
        ("2025-08", "monthly", 5),
        ("2025-Q3", "half-yearly", 1),
        ("2025-12", "yearly", 1),
        (None, "monthly", 0),
    ],
)
def test_nothing_is_owed_before_the_first_period(
    first: str | None, cadence: str, count: int, shipped: Plan
) -> None:
    plan = with_report(shipped, cadence=cadence)
    settings = replace(plan.settings, first_period=Period.parse(first) if first else None)
    assert len(owed_reports(replace(plan, settings=settings))) == count


def test_the_shipped_catalogue_is_owed_in_the_order_of_its_periods(shipped: Plan) -> None:
    found = owed_reports(shipped)
    assert [one.period for one in found] == sorted(one.period for one in found)
    assert {one.report.code for one in found} == {report.code for report in shipped.reports}
    assert {one.report.code for one in found if not one.due} == {"DS-01"}  # nobody has told its day yet


# -- what is due now ------------------------------------------------------------------------------


def test_a_report_whose_day_is_set_by_hand_is_listed_last(shipped: Plan) -> None:
    by_hand = with_report(shipped, cadence="monthly", due_rule="by_hand", days="")
    plan = replace(by_hand, reports=(*by_hand.reports, *shipped.reports))
    found = due_now(plan, date(2025, 4, 10))
    assert [one.period for one in found if one.due is None] == [Period.month(2025, m) for m in range(1, 6)]
    assert [one.due is None for one in found] == sorted(one.due is None for one in found)
    assert {one.status(date(2025, 4, 10)) for one in found if one.due is None} == {"due", "upcoming"}


def test_a_correction_under_way_is_due_and_never_overdue(shipped: Plan) -> None:
    plan = with_report(shipped, cadence="monthly", due_rule="after_period", days="5")
    second = replace(journal_row("XX-01", "2025-02"), version=2)
    first = journal_row("XX-01", "2025-02", sent=date(2025, 3, 4))
    one = owed(replace(plan, journal=(first, second)), "2025-02")
    assert one.status(date(2025, 9, 1)) == "due"


def test_a_row_that_people_added_with_a_day_is_a_one_off_task(shipped: Plan) -> None:
    task = replace(journal_row("T-1", "2025-05", title="Ro‘yxat", report_due=date(2025, 4, 20)),
                   period=None, period_text="", places={"report": shipped.reports[0].place})  # fmt: skip
    (found,) = tasks(replace(shipped, journal=(task,)))
    assert (found.report.title, found.period, found.one_off) == ("Ro‘yxat", Period.month(2025, 4), True)
    assert (found.due, found.send_by, found.last_day) == (
        date(2025, 4, 20), date(2025, 4, 19), date(2025, 4, 21),
    )  # fmt: skip
    assert [found.status(date(2025, 4, day)) for day in (1, 19, 21, 22)] == [
        "upcoming", "due", "due", "overdue",
    ]  # fmt: skip
    done = replace(task, state="handed_in")
    assert tasks(replace(shipped, journal=(done,)))[0].status(date(2025, 9, 1)) == "sent"


def test_tasks_are_listed_whatever_the_first_period_is(shipped: Plan) -> None:
    row = replace(journal_row("", "2025-05", title="Ro‘yxat", report_due=date(2025, 4, 20)),
                  period=None, period_text="", places={"report": shipped.reports[0].place})  # fmt: skip
    plan = replace(shipped, journal=(row,), settings=replace(shipped.settings, first_period=None))
    assert [one.report.title for one in due_now(plan, date(2025, 4, 1))] == ["Ro‘yxat"]


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("after_period", date(2025, 4, 1)),
        ("after_event", date(2025, 4, 1)),
        ("same_month", date(2025, 1, 1)),
        ("before_event", date(2025, 1, 1)),
        ("by_hand", date(2025, 1, 1)),
    ],
)
def test_only_a_letter_about_what_is_to_come_goes_out_before_its_period(
    rule: str, first: date, shipped: Plan
) -> None:
    plan = with_report(shipped, cadence="quarterly", due_rule=rule, days="3", items=("20",))
    assert owed(plan, "2025-Q2").earliest == first
