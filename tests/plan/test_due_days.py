"""Working days: days off and moved rest days as data, in weeks of five and of six days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import make_plan, set_work_week

from akmxl.actions.open_plan import open_plan
from akmxl.plan import registers
from akmxl.plan.owed import all_reports
from akmxl.workbook.create import shipped
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan

# Events on both sides of the New Year's moved rest day, and of the days off in May and June.
EVENTS = tuple(
    {"id": number, "date": day, "event_kind": "“Kitobxonlar klubi” tadbiri", "title": f"{number}-uchrashuv"}
    for number, day in enumerate((date(2025, 1, 3), date(2025, 5, 12), date(2025, 6, 5)), 1)
)
DAYS = list[date | None]


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Plan]:
    """The shipped plan with a few events, by the days of its working week."""
    path: Path = tmp_path_factory.mktemp("reja") / "reja.xlsx"
    found = {6: make_plan(path, rows={registers.EVENTS: EVENTS})}
    set_work_week(path, 5)
    return found | {5: open_plan(path).plan}


def days_of(plan: Plan, **rule: Any) -> dict[str, DAYS]:
    """Due, send by and last day of a monthly report on item 20, by period."""
    report = plan.report("MK-16")
    assert report is not None
    fields: dict[str, Any] = {"cadence": "monthly", "items": ("20",), "due_rule": "after_period", **rule}
    reports = all_reports(replace(plan, reports=(replace(report, **fields),)))
    return {str(one.period): [one.due, one.send_by, one.last_day] for one in reports}


@pytest.mark.parametrize(
    ("week", "day", "works"),
    [
        (6, date(2025, 1, 4), True),  # a Saturday
        (5, date(2025, 1, 4), True),  # worked: its rest was moved to 2 January
        (5, date(2025, 1, 11), False),
        (5, date(2025, 1, 2), False),
        (6, date(2025, 1, 2), False),
        (5, date(2025, 3, 10), False),  # for 8 March, which is a Saturday
        (6, date(2025, 3, 10), True),
        (6, date(2025, 6, 7), False),  # a Saturday off for those who would work
        (6, date(2025, 3, 31), False),  # for 30 March, a Sunday
        (6, date(2026, 1, 2), False),  # among the days on which the year's last reports go out
        (5, date(2026, 1, 5), True),
    ],
)
def test_a_day_is_worked_or_not_as_the_decrees_say(
    week: int, day: date, works: bool, weeks: dict[int, Plan]
) -> None:
    assert weeks[week].settings.is_working_day(day) is works


def test_every_shipped_day_names_its_source() -> None:
    days = shipped.holidays(2025)
    assert all(day.basis for day in days)
    assert {day.kind for day in days} == {"off", "working"}
    assert {day.week for day in days} == {"", "5", "6"}


def test_a_table_of_holidays_without_the_newer_columns_means_days_off(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    make_plan(path, rows={"Bayramlar": [{"date": date(2025, 11, 20), "title": "Dam olish kuni"}]})
    assert not open_plan(path).plan.settings.is_working_day(date(2025, 11, 20))
    file = PlanFile.open(path)
    table = file.workbook.tables["Bayramlar"]
    narrow = table._replace(columns=table.columns[:2], last_col=table.first_col + 1)
    file.workbook.tables["Bayramlar"] = narrow
    view = PlanFile.of(file.workbook).views["Bayramlar"]
    assert view.missing == ()
    assert set(view.columns) == {"date", "title"}


@pytest.mark.parametrize(
    ("week", "rule", "days", "period", "due", "send_by", "last"),
    [
        # the N-th day of the next month
        (6, "after_period", "8", "2025-02", "03-08", "03-07", "03-10"),
        (5, "after_period", "8", "2025-02", "03-08", "03-07", "03-11"),
        (6, "after_period", "7", "2025-05", "06-07", "06-05", "06-09"),
        (6, "after_period", "4", "2025-01", "02-04", "02-04", "02-04"),
        # the N-th day of the same month
        (5, "same_month", "4", "2025-01", "01-04", "01-04", "01-04"),  # a Saturday that is worked
        (5, "same_month", "31", "2025-05", "05-31", "05-30", "06-02"),
        (6, "same_month", "31", "2025-05", "05-31", "05-31", "05-31"),
        (6, "same_month", "31", "2025-03", "03-31", "03-29", "04-01"),
        (5, "same_month", "31", "2025-03", "03-31", "03-28", "04-01"),
        # so many working days before the first, after the last event
        (6, "before_event", "2", "2025-05", "05-08", "05-08", "05-08"),
        (5, "before_event", "2", "2025-05", "05-07", "05-07", "05-07"),
        (6, "after_event", "1", "2025-06", "06-09", "06-09", "06-09"),
        (5, "after_event", "1", "2025-01", "01-04", "01-04", "01-04"),
        (5, "after_event", "2", "2025-01", "01-06", "01-06", "01-06"),
    ],
)
def test_each_rule_goes_around_days_off(
    week: int, rule: str, days: str, period: str, due: str, send_by: str, last: str, weeks: dict[int, Plan]
) -> None:
    found = days_of(weeks[week], due_rule=rule, days=days)[period]
    assert [f"{day:%m-%d}" for day in found if day] == [due, send_by, last]


@pytest.mark.parametrize(("week", "before"), [(5, date(2025, 12, 5)), (6, date(2025, 12, 6))])
def test_a_fixed_date_on_a_day_off_is_sent_before(week: int, before: date, weeks: dict[int, Plan]) -> None:
    found = days_of(weeks[week], cadence="yearly", due_rule="date", days="08.12")["2025"]
    assert found == [date(2025, 12, 8), before, date(2025, 12, 9)]


@pytest.mark.parametrize(("week", "send_by"), [(5, date(2025, 11, 21)), (6, date(2025, 11, 22))])
def test_a_day_set_by_hand_goes_around_days_off_too(week: int, send_by: date, tmp_path: Path) -> None:
    saturday = date(2025, 11, 22)
    row = {"report": "MK-16", "period": "2025-Q4", "report_due": saturday}
    plan = make_plan(tmp_path / "reja.xlsx", rows={registers.JOURNAL: [row]})
    plan = replace(plan, settings=replace(plan.settings, work_week=week))
    found = days_of(plan, code="MK-16", cadence="quarterly", due_rule="by_hand", days="")["2025-Q4"]
    assert found[:2] == [saturday, send_by]
