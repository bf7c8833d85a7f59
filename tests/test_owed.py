"""What is owed and when: every cadence, every rule for the day, days off, the first period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import make_plan

from akmxl.model import JournalRow
from akmxl.owed import all_reports, owed_reports, periods_of
from akmxl.period import Due, Period

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.model import Plan
    from akmxl.owed import Owed

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
    return [str(period) for period in periods_of(plan, plan.reports[0])]


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
    item = replace(shipped.items["8"], due=Due(months, "once"))
    plan = replace(shipped, items={**shipped.items, "8": item})
    plan = with_report(plan, cadence="once", periods=("item-due",), items=("8",))
    assert names(plan) == [period]
    assert Period.parse(period) == periods_of(plan, plan.reports[0])[0]


def test_two_items_of_one_window_owe_one_report(shipped: Plan) -> None:
    assert names(with_report(shipped, periods=("item-due",), items=("5", "6"))) == ["2025-Q1", "2025-Q2"]
    assert names(with_report(shipped, periods=("item-due",), items=("8", "8", "7"))) == ["2025-Q4"]


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
    row = JournalRow(
        "XX-01", Period.quarter(2025, 1), "2025-Q1", 5, "", 1, "", None, "",
        {"report_due": date(2025, 4, 18)}, {},
    )  # fmt: skip
    assert owed(replace(plan, journal=(row,)), "2025-Q1").due == date(2025, 4, 18)
    assert owed(plan, "2025-Q1").send_by is None


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
    row = JournalRow(
        "XX-01", Period.month(2025, 2), "2025-02", 5, "", 1, "7", date(2025, 3, 4), "", {}, {}
    )  # fmt: skip
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
    assert all(one.due for one in found)
