"""What is no longer what was sent: by item, and by row of a register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan

from akmxl.plan.changes import Change, Changed, changed
from akmxl.plan.period import Period
from akmxl.plan.register_rows import record_value, records_of
from akmxl.plan.reports import Receipt
from akmxl.plan.values import MEASURES, item_key, item_value, nothing_key, record_key

if TYPE_CHECKING:
    from akmxl.plan.model import Plan

SEPTEMBER = Period.month(2025, 9)
MOTHERS, CLUB = "Kitobxon onalar kuni", "“Kitobxonlar klubi” tadbiri"
EVENTS = (
    {"id": 1, "date": date(2025, 9, 19), "event_kind": MOTHERS, "title": "Keyingi"},
    {"id": 2, "date": date(2025, 9, 5), "event_kind": MOTHERS, "title": "Avvalgi", "participants": 20},
    {"id": 3, "date": date(2025, 8, 5), "event_kind": MOTHERS, "title": "Avgust"},
    {"id": 4, "date": date(2025, 9, 6), "event_kind": CLUB, "title": "Klub"},
)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    months = {("15.1", month): 20 + month for month in range(1, 10)} | {("22", 9): 0}
    return make_plan(tmp_path_factory.mktemp("reja") / "reja.xlsx", months=months, rows={"Tadbirlar": EVENTS})


def receipt(report: str, period: str, *values: tuple[str, object]) -> Receipt:
    return Receipt(report, period, 1, "fayl.xlsx", values, "", seal="x")


def everything(plan: Plan) -> Receipt:
    """What MK-02 said of September, with all measures of some items."""
    report = plan.report("MK-02")
    assert report is not None
    values: list[tuple[str, object]] = [
        (item_key(code, measure), item_value(plan, code, measure, SEPTEMBER))
        for code in ("15.1", "15", "19", "9.1", "22")
        for measure in MEASURES
    ]
    for record in records_of(plan, "Tadbirlar", report, SEPTEMBER):
        values.append((record_key(record, "date"), str(record.date)))
        values += [(record_key(record, f), record_value(record, f)) for f in ("title", "participants")]
    values += [("report/text", "matn"), ("item:15.1/note", "izoh")]
    return receipt("MK-02", "2025-09", *values)


def with_event(plan: Plan, name: str, **values: object) -> Plan:
    """The plan with other values in the row of an event."""
    rows = tuple(
        replace(r, values={**r.values, **values}) if r.name == name else r for r in plan.records["Tadbirlar"]
    )
    return replace(plan, records={**plan.records, "Tadbirlar": rows})


def without_event(plan: Plan, name: str) -> Plan:
    rows = tuple(r for r in plan.records["Tadbirlar"] if r.name != name)
    return replace(plan, records={**plan.records, "Tadbirlar": rows})


def test_nothing_changed_is_no_change(plan: Plan) -> None:
    assert changed(plan, everything(plan)) == ()


def test_a_changed_figure_is_found_with_all_that_follows_from_it(plan: Plan) -> None:
    entries = {**plan.entries, ("15.1", 9): replace(plan.entries["15.1", 9], value=30)}
    (one,) = changed(replace(plan, entries=entries), everything(plan))
    assert (one.kind, one.subject, one.how) == ("item", "15.1", "changed")
    assert one.changes[0] == Change("item:15.1/fact", 29, 30)
    assert [change.field for change in one.changes] == ["fact", "ytd", "percent", "m09", "q3"]
    assert [change.difference for change in one.changes] == [1, 1, 0.5, 1, 1]


def test_a_figure_of_a_later_month_changes_nothing(plan: Plan) -> None:
    entries = {**plan.entries, ("15.1", 10): replace(plan.entries["15.1", 10], value=30)}
    assert changed(replace(plan, entries=entries), everything(plan)) == ()


def test_a_row_with_other_values_is_changed(plan: Plan) -> None:
    now = with_event(plan, "2", title="Yangi nom", participants=25)
    assert changed(now, everything(plan)) == (
        Changed("Tadbirlar", "2", "changed", (
            Change("Tadbirlar:2/title", "Avvalgi", "Yangi nom"),
            Change("Tadbirlar:2/participants", 20, 25),
        )),
    )  # fmt: skip


def test_a_row_that_is_gone_is_removed_with_what_it_said(plan: Plan) -> None:
    assert changed(without_event(plan, "2"), everything(plan)) == (
        Changed("Tadbirlar", "2", "removed", (
            Change("Tadbirlar:2/date", "2025-09-05", None),
            Change("Tadbirlar:2/title", "Avvalgi", None),
            Change("Tadbirlar:2/participants", 20, None),
        )),
    )  # fmt: skip


def test_a_new_row_is_added_with_what_the_report_says_of_rows(plan: Plan) -> None:
    sent = everything(without_event(plan, "2"))
    assert changed(plan, sent) == (
        Changed("Tadbirlar", "2", "added", (
            Change("Tadbirlar:2/date", None, "2025-09-05"),
            Change("Tadbirlar:2/title", None, "Avvalgi"),
            Change("Tadbirlar:2/participants", None, 20),
        )),
    )  # fmt: skip


def test_a_row_of_another_kind_now_has_left_the_report(plan: Plan) -> None:
    """No value that the report shows has changed, but the row counts for another item."""
    rows = tuple(replace(r, codes=("20",)) if r.name == "1" else r for r in plan.records["Tadbirlar"])
    (one,) = changed(replace(plan, records={**plan.records, "Tadbirlar": rows}), everything(plan))
    assert (one.subject, one.how) == ("1", "removed")


def test_a_row_of_another_month_now_is_changed_in_its_date(plan: Plan) -> None:
    day = date(2025, 10, 19)
    rows = tuple(
        replace(r, date=day, values={**r.values, "date": day}) if r.name == "1" else r
        for r in plan.records["Tadbirlar"]
    )
    (one,) = changed(replace(plan, records={**plan.records, "Tadbirlar": rows}), everything(plan))
    assert one.changes == (Change("Tadbirlar:1/date", "2025-09-19", "2025-10-19"),)


def test_rows_sorted_anew_are_no_change(plan: Plan) -> None:
    rows = tuple(replace(one, row=row) for row, one in enumerate(reversed(plan.records["Tadbirlar"]), 5))
    assert changed(replace(plan, records={**plan.records, "Tadbirlar": rows}), everything(plan)) == ()


def test_a_record_added_where_the_form_said_there_is_none_is_found(plan: Plan) -> None:
    sent = receipt("MK-02", "2025-08", (nothing_key("Tadbirlar"), "O‘tkazilmagan."))
    assert changed(plan, sent) == (
        Changed("Tadbirlar", "3", "added", (
            Change("Tadbirlar:3/date", None, "2025-08-05"), Change("Tadbirlar:3/title", None, "Avgust"),
        )),
    )  # fmt: skip
    assert changed(plan, replace(sent, period="2025-07")) == ()


def test_a_receipt_that_makes_no_sense_stops_nothing(plan: Plan) -> None:
    assert changed(plan, receipt("MK-02", "sentabr", ("item:15.1/fact", 1))) == ()
    gone = receipt("YO-01", "2025-09", ("item:15.1/fact", 29), (nothing_key("Tadbirlar"), "–"))
    assert changed(plan, gone) == ()
    (one,) = changed(plan, receipt("MK-02", "2025-09", ("item:999/fact", 4), ("x", 1), ("Yo‘q:1/a", 1)))
    assert one.changes == (Change("item:999/fact", 4, None),)
