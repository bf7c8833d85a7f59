"""What follows from rows that could not be read is left out: nobody is told to type 0 over them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import make_plan
from running import put

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan
from akmxl.plan.period import Period
from akmxl.plan.rollup import figure_of
from akmxl.plan.unread_rows import may_belong
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.workbook.opened import OpenedPlan

TODAY = date(2025, 4, 8)
MARCH = date(2025, 3, 5)


def asked(opened: OpenedPlan, source: str) -> set[str]:
    """The items of a register that are asked for a figure."""
    found = check(opened, TODAY)
    codes = {one.item for one in found if one.rule in ("TMP04", "TMP14") and one.item}
    return {code for code in codes if opened.plan.items[code].source == source}


@pytest.mark.parametrize(
    ("sheet", "row", "silent"),
    [
        ("Tadbirlar", {"date": "5/3/25", "event_kind": "Ko‘chma kutubxona tadbiri"}, {"19.2"}),
        ("Tadbirlar", {"date": MARCH, "event_kind": "Ko‘rgazmalik"}, {"4", "20", "34"}),
        ("Malaka", {"date": MARCH, "code": "311", "person": "Xodim"}, {"31"}),
        ("Royxatlar", {"date": MARCH, "code": "19.1", "quantity": "bitta"}, {"19.1"}),
        ("Royxatlar", {"date": "mart", "code": "19.1", "quantity": 1}, {"19.1"}),
    ],
)  # fmt: skip
def test_no_figure_is_asked_for_where_a_row_is_not_read(
    sheet: str, row: dict[str, Any], silent: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "reja.xlsx"
    make_plan(path, first_period="2025-03", rows={sheet: [row]})
    opened = open_plan(path)
    assert asked(opened, sheet).isdisjoint(silent)
    plan = opened.plan
    for code in silent:
        assert figure_of(plan, plan.items[code], Period.month(2025, 3), TODAY) is None
        report = next(one for one in plan.reports if one.concerns(code))
        assert may_belong(plan, sheet, report, Period.month(2025, 3))
        stopped = [one for one in check(opened, TODAY) if code in one.stops or one.item == code]
        assert any(one.blocking and one.rule in ("REF08", "TYP01") for one in stopped)


def test_a_date_that_is_sure_counts(tmp_path: Path) -> None:
    row = {"date": "5 март 2025", "event_kind": "Ko‘chma kutubxona tadbiri"}
    path = tmp_path / "reja.xlsx"
    make_plan(path, first_period="2025-03", rows={"Tadbirlar": [row]})
    opened = open_plan(path)
    plan = opened.plan
    assert figure_of(plan, plan.items["19.2"], Period.month(2025, 3), TODAY) == 1
    assert plan.records["Tadbirlar"][0].values["date"] == MARCH


def test_a_kind_that_counts_for_no_item_leaves_the_others_alone(tmp_path: Path) -> None:
    path, idle = tmp_path / "reja.xlsx", "Ko‘rgazma"
    kinds = [
        {"date": MARCH, "event_kind": kind, "title": kind} for kind in (idle, "Ko‘chma kutubxona tadbiri")
    ]
    make_plan(path, first_period="2025-03", rows={"Tadbirlar": kinds})
    view = PlanFile.open(path).views["TadbirTurlari"]
    row = next(row for row in view.filled_rows() if view.text(row, "event_kind") == idle)
    put(path, {(view.name, row, view.columns["codes"]): "-"})
    plan = open_plan(path).plan
    month = Period.month(2025, 3)
    assert figure_of(plan, plan.items["19.2"], month, TODAY) == 1
    assert not any(may_belong(plan, "Tadbirlar", report, month) for report in plan.reports)


@pytest.mark.parametrize(
    ("sheet", "row", "stopped"),
    [
        ("Tadbirlar", {"date": MARCH, "event_kind": "Kitobxon onalar kunii"}, {"I.2", "I.3", "I.6", "8"}),
        ("Royxatlar", {"date": MARCH, "code": "I.11", "title": "Ziyo", "quantity": 1}, {"I.1", "19.1"}),
    ],
)
def test_a_row_that_may_be_any_holds_up_every_report_that_lists_such_rows(
    sheet: str, row: dict[str, Any], stopped: set[str], tmp_path: Path
) -> None:
    """Also reports whose figure counts the letters: their list would leave the row out."""
    path = tmp_path / "reja.xlsx"
    make_plan(path, first_period="2025-03", rows={sheet: [row]})
    stops = {code for one in check(open_plan(path), TODAY) if one.rule == "REF08" for code in one.stops}
    assert stops >= stopped
