"""Readers and participants by age: known where the ages are everybody, else unknown and never 0."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import day_cells, fill_sample, make_plan
from openpyxl import load_workbook
from running import akmxl, put
from several_years import type_ages

import akmxl as library
from akmxl.actions.open_plan import open_plan
from akmxl.plan.ages import age_table, by_age
from akmxl.plan.period import Period
from akmxl.plan.registers import AGES
from akmxl.plan.values import item_value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.workbook.opened import OpenedPlan

JANUARY, MARCH, QUARTER = Period.month(2025, 1), Period.month(2025, 3), Period.quarter(2025, 1)
DAY = ("--today", "2025-04-10")


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quarter in which the age of every reader is counted."""
    path = tmp_path_factory.mktemp("yosh") / "reja-2025.xlsx"
    make_plan(path)
    fill_sample(path, 3)
    type_ages(path)
    return path


@pytest.fixture
def path(counted: Path, tmp_path: Path) -> Path:
    target = tmp_path / counted.name
    target.write_bytes(counted.read_bytes())
    return target


def readers(opened: OpenedPlan, period: Period) -> list[int | None]:
    counts = by_age(opened.plan, opened.plan.items["15"], period)
    return [counts[age] for age in AGES]


def type_days(path: Path, days: Mapping[date, Mapping[str, object]]) -> None:
    cells = day_cells(open_plan(path), days)
    put(path, {(place.sheet, place.row, place.column): value for place, value in cells})


def first_day(path: Path, month: int) -> date:
    days = open_plan(path).plan.days
    return next(day.date for day in days if day.date.month == month and day.columns.get("age_25"))


def findings(path: Path) -> list[Any]:
    found = akmxl("check", path, "--no-write", *DAY, "--json").json["findings"]
    return [one for one in found if one["rule"] in ("LIB08", "LIB09")]


def test_the_ages_of_a_month_are_its_readers(counted: Path) -> None:
    opened = open_plan(counted)
    for period in (MARCH, QUARTER):
        known = readers(opened, period)
        assert all(known)
        assert sum(value or 0 for value in known) == item_value(opened.plan, "15", "fact", period)
    assert findings(counted) == []


def test_a_time_with_a_month_that_is_not_known_is_unknown(counted: Path) -> None:
    assert readers(open_plan(counted), Period.whole(2025)) == [None] * 3


def test_a_day_without_ages_makes_its_month_unknown_and_is_asked_about(path: Path) -> None:
    day = first_day(path, 3)
    type_days(path, {day: dict.fromkeys(AGES)})
    opened = open_plan(path)
    assert (readers(opened, MARCH), readers(opened, QUARTER)) == ([None] * 3, [None] * 3)
    assert all(readers(opened, JANUARY))
    (one,) = findings(path)
    assert (one["rule"], one["period"], str(day.day) in one["message"]) == ("LIB09", "2025-03", True)


def test_a_blank_beside_ages_that_are_all_is_nobody(path: Path) -> None:
    day = first_day(path, 3)
    whole = sum(one.value or 0 for name, one in _day(path, day).columns.items() if name in AGES)
    type_days(path, {day: {"age_14": None, "age_15_24": whole, "age_25": None}})
    assert all(readers(open_plan(path), MARCH))
    assert findings(path) == []


def _day(path: Path, day: date) -> Any:
    return next(one for one in open_plan(path).plan.days if one.date == day)


def test_ages_that_are_not_the_days_readers_are_found_at_their_cells(path: Path) -> None:
    day = first_day(path, 2)
    type_days(path, {day: {"age_25": 400}})
    (one,) = findings(path)
    assert (one["rule"], one["severity"], one["period"]) == ("LIB08", "warning", "2025-02")
    assert one["sheet"] == "Kundalik"
    assert readers(open_plan(path), Period.month(2025, 2)) == [None] * 3


def test_ages_of_a_month_may_stand_on_one_day(path: Path) -> None:
    opened = open_plan(path)
    sums = dict(zip(AGES, readers(opened, MARCH), strict=True))
    days = [day.date for day in opened.plan.days if day.date.month == 3 and day.columns.get("age_25")]
    type_days(path, {day: dict.fromkeys(AGES) for day in days} | {days[-1]: sums})
    assert readers(open_plan(path), MARCH) == list(sums.values())
    assert findings(path) == []


def test_a_text_among_the_ages_is_a_finding_of_figures(path: Path) -> None:
    day = first_day(path, 3)
    type_days(path, {day: {"age_25": "ko‘p"}})
    found = akmxl("check", path, "--no-write", *DAY, "--json").json["findings"]
    assert [(one["rule"], one["item"]) for one in found if one["sheet"] == "Kundalik"][:1] == [
        ("TYP01", "15.1")
    ]
    assert readers(open_plan(path), MARCH) == [None] * 3


@pytest.mark.parametrize("value", ["ko‘p", -4, 2.5])
def test_an_age_that_cannot_be_read_is_one_finding(path: Path, value: object) -> None:
    type_days(path, {first_day(path, 3): {"age_25": value}})
    assert findings(path) == []
    assert readers(open_plan(path), MARCH) == [None] * 3


def test_a_lost_column_of_ages_is_one_finding(path: Path) -> None:
    book = load_workbook(path)
    (table,) = book["Kundalik"].tables.values()
    (column,) = (one for one in table.tableColumns if one.name == "25+ yosh")
    column.name = "Eski ustun"
    for cell in book["Kundalik"][int("".join(filter(str.isdigit, table.ref.partition(":")[0])))]:
        cell.value = column.name if cell.value == "25+ yosh" else cell.value
    book.save(path)
    found = akmxl("check", path, "--no-write", *DAY, "--json").json["findings"]
    assert {one["rule"] for one in found if "yosh" in one["message"]} == {"STR29"}
    assert findings(path) == []


@pytest.mark.parametrize("value", ["besh", -3])
def test_an_age_of_an_event_that_cannot_be_read_is_one_finding(tmp_path: Path, value: object) -> None:
    path = tmp_path / "reja.xlsx"
    event = {"date": date(2025, 3, 5), "event_kind": "Ko‘rgazma", "title": "Ko‘rgazma", "participants": 10}
    make_plan(path, rows={"Tadbirlar": [event | dict(zip(AGES, (value, 9, 4), strict=True))]})
    found = akmxl("check", path, "--no-write", *DAY, "--json").json["findings"]
    assert [one["rule"][:3] for one in found if one["sheet"] == "Tadbirlar"] == ["TYP"]


def test_who_does_not_count_ages_hears_nothing(quarter_path: Path) -> None:
    assert findings(quarter_path) == []
    assert readers(open_plan(quarter_path), QUARTER) == [None] * 3


def test_participants_are_counted_by_the_items_events(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    event = {"date": date(2025, 3, 5), "event_kind": "Ko‘rgazma", "title": "Ko‘rgazma", "participants": 40}
    ages = dict(zip(AGES, (25, 10, 5), strict=True))
    plan = make_plan(
        path, rows={"Tadbirlar": [event | ages, event | ages | {"title": "Yana", "age_25": None}]}
    )
    item = plan.items["18"]
    assert list(by_age(plan, item, MARCH).values()) == [None] * 3
    plan = make_plan(path, rows={"Tadbirlar": [event | ages]})
    assert list(by_age(plan, item, MARCH).values()) == [25, 10, 5]
    assert list(by_age(plan, plan.items["11"], MARCH).values()) == [None] * 3


def test_an_event_that_could_not_be_read_makes_its_months_unknown(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    event = {"date": date(2025, 3, 5), "event_kind": "Ko‘rgazma", "title": "Ko‘rgazma", "participants": 40}
    event |= dict(zip(AGES, (25, 10, 5), strict=True))
    plan = make_plan(path, rows={"Tadbirlar": [event, event | {"title": "Yana", "date": "mart oxiri"}]})
    assert list(by_age(plan, plan.items["18"], MARCH).values()) == [None] * 3
    rows = {(row.of, str(row.period)): row for row in age_table(plan, date(2025, 4, 10))}
    assert rows["participants", "2025-03"].whole is None


def test_a_month_without_the_events_that_were_to_be_is_unknown_and_not_0(tmp_path: Path) -> None:
    event = {"date": date(2025, 3, 5), "event_kind": "Ko‘rgazma", "title": "Ko‘rgazma", "participants": 40}
    event |= dict(zip(AGES, (25, 10, 5), strict=True))
    plan = make_plan(tmp_path / "reja.xlsx", rows={"Tadbirlar": [event]})
    rows = {(row.of, str(row.period)): row for row in age_table(plan, date(2025, 4, 10))}
    assert (rows["participants", "2025-03"].whole, rows["participants", "2025-02"].whole) == (40, None)
    assert list(by_age(plan, plan.items["18"], QUARTER).values()) == [None] * 3


def test_the_command_counts_by_month_quarter_and_year(path: Path) -> None:
    run = akmxl("ages", path, *DAY, "--json")
    rows = {(row["of"], row["period"]): row for row in run.json["rows"]}
    march, quarter, year = (rows["readers", period] for period in ("2025-03", "2025-Q1", "2025"))
    assert march["age_14"] + march["age_15_24"] + march["age_25"] == march["all"] == march["with_age"]
    assert quarter["age_25"] == sum(rows["readers", f"2025-0{month}"]["age_25"] for month in (1, 2, 3))
    assert (year["age_14"], rows["readers", "2025-04"]["all"]) == (None, None)
    assert rows["participants", "2025-Q1"]["age_14"] is None
    out = akmxl("ages", path, *DAY).out
    assert "Readers:" in out
    assert "0–14 yosh" in out


def test_the_counts_are_written_as_csv_and_come_as_a_frame(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "yosh.csv"
    assert akmxl("ages", path, "--csv", out, *DAY).code == 0
    assert out.read_text("utf-8-sig").splitlines()[0] == "of,period,age_14,age_15_24,age_25,with_age,all"
    frame = library.by_age(library.open_plan(path), today="2025-04-10").set_index(["of", "period"])
    assert frame.loc[("readers", "2025-03"), "all"] == frame.loc[("readers", "2025-03"), "with_age"]
