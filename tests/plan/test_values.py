"""A submission's values: what a key says now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import make_plan

from akmxl.core.cells import NOT_CALCULATED, ExcelError
from akmxl.plan.model import Record
from akmxl.plan.period import Period
from akmxl.plan.register_rows import record_value, records_of
from akmxl.plan.values import item_key, item_value, nothing_key, record_key, split_key

if TYPE_CHECKING:
    from akmxl.plan.model import Plan

Q3 = Period.quarter(2025, 3)
EVENTS = (
    {"id": 1, "date": date(2025, 9, 19), "event_kind": "Kitobxon onalar kuni", "title": "Keyingi"},
    {"id": 2, "date": date(2025, 9, 5), "event_kind": "Kitobxon onalar kuni", "title": "Avvalgi"},
    {"id": 3, "date": date(2025, 8, 5), "event_kind": "Kitobxon onalar kuni", "title": "Avgust"},
    {"id": 4, "date": date(2025, 9, 6), "event_kind": "“Kitobxonlar klubi” tadbiri", "title": "Klub"},
    {"id": 5, "date": date(2025, 9, 7), "event_kind": "Bunday tur yo‘q", "title": "Turi noma’lum"},
)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    months = {("15.1", month): 20 + month for month in range(1, 10)} | {("22", 9): 0, ("9.2", 8): 15}
    return make_plan(tmp_path_factory.mktemp("reja") / "reja.xlsx", months=months, rows={"Tadbirlar": EVENTS})


@pytest.mark.parametrize(
    ("code", "measure", "value"),
    [
        ("15.1", "plan", 207),
        ("15.1", "fact", 27 + 28 + 29),
        ("15.1", "ytd", sum(range(21, 30))),
        ("15.1", "percent", 108.7),
        ("15.1", "previous", None),
        ("15.1", "difference", None),
        ("15", "fact", 84),  # of its parts, one is filled
        ("22", "fact", 0),  # nought is a figure
        ("22", "percent", 0.0),
        ("29", "fact", None),  # blank is not nought
        ("29", "percent", None),
        ("33", "plan", "-"),
        ("19", "plan", "6/36"),
        ("13", "plan", None),
        ("19", "fact", None),
        ("999", "fact", None),
    ],
)
def test_a_measure_says_what_is_known(code: str, measure: str, value: object, plan: Plan) -> None:
    assert item_value(plan, code, measure, Q3) == value


def test_last_years_figure_is_known_of_the_whole_year_only(plan: Plan) -> None:
    year = Period.whole(2025)
    assert item_value(plan, "15.1", "previous", year) == 206
    assert item_value(plan, "15.1", "difference", year) == sum(range(21, 30)) - 206


QUARTER = {("15.1", month): 10 + month for month in range(1, 13)}


@pytest.mark.parametrize(
    ("gap", "previous", "total"), [(None, 17 + 18 + 19, 54), (8, None, None), (2, 54, 54)], ids=str
)
def test_last_years_quarter_with_a_gap_is_not_known(
    gap: int | None, previous: int | None, total: int | None, plan: Plan
) -> None:
    """Of a row, and of a total that it is a part of."""
    known = {place: value for place, value in QUARTER.items() if place[1] != gap}
    known |= {(part.code, month): 0 for part in plan.parts(plan.items["15"])[1:] for month in range(1, 13)}
    gappy = replace(plan, last_year=known)
    assert item_value(gappy, "15.1", "previous", Q3) == previous
    assert item_value(gappy, "15", "previous", Q3) == total


def test_keys_are_taken_apart_as_they_were_made(plan: Plan) -> None:
    record = plan.records["Tadbirlar"][0]
    assert split_key(item_key("9.4.1", "fact")) == ("item", "9.4.1", "fact")
    assert split_key(record_key(record, "title")) == ("Tadbirlar", "1", "title")
    assert split_key(nothing_key("Malaka")) == ("Malaka", "", "nothing")
    assert split_key("report/text") == ("report", "", "text")


def test_records_are_those_of_the_reports_items_and_period_by_date(plan: Plan) -> None:
    mothers, club, whole = (plan.report(code) for code in ("MK-02", "MK-12", "MK-16"))
    assert mothers is not None
    assert club is not None
    assert whole is not None
    september = Period.month(2025, 9)
    assert [r.id for r in records_of(plan, "Tadbirlar", mothers, september)] == ["2", "1"]
    assert [r.id for r in records_of(plan, "Tadbirlar", club, Q3)] == ["4"]
    assert [r.id for r in records_of(plan, "Tadbirlar", whole, Q3)] == ["3", "2", "4", "1"]
    assert records_of(plan, "Malaka", whole, Q3) == ()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", None),
        (None, None),
        (True, None),
        (ExcelError("#REF!"), None),
        (NOT_CALCULATED, None),
        (datetime(2025, 9, 5, 10), date(2025, 9, 5)),  # noqa: DTZ001 - a cell's moment has no zone
        (date(2025, 9, 5), date(2025, 9, 5)),
        ("matn", "matn"),
        (7, 7),
        (2.5, 2.5),
    ],
)
def test_a_record_says_only_what_is_known(cell: Any, value: object) -> None:
    record = Record("Tadbirlar", 5, "1", {"title": cell}, None, (), 0, "Tadbirlar", {})
    assert record_value(record, "title") == value
    assert record_value(record, "yo‘q") is None
