"""The ledger: each file once, whose it is, what became of it, whether it was late."""

from __future__ import annotations

import pickle
from datetime import date

from akmxl.core.i18n import in_language
from akmxl.core.said import Said
from akmxl.plan.period import Period
from akmxl.plan.returns import ledger as module
from akmxl.plan.returns.due import DueDays
from akmxl.plan.returns.ledger import ledger
from akmxl.plan.returns.records import Came, Extension, Refused, Status
from tests.plan.returns.making import CENTRES, form, report

Q1 = Period.quarter(2025, 1)


def test_each_file_has_one_row_in_the_order_of_centre_report_period_and_version() -> None:
    first = form("0102", values=1)
    forms = [form("0201"), form("0102", values=2, after=first), first, form("0101", report="VA-02")]
    rows = ledger(forms, [Refused(Came("x.pdf", "h"), "no form", {"file": "x.pdf"})], CENTRES)
    assert [(row.centre, row.version, row.status.value) for row in rows] == [
        ("", 0, "refused"), ("0101", 1, "accepted"), ("0102", 1, "superseded"), ("0102", 2, "accepted"),
        ("0201", 1, "accepted"),
    ]  # fmt: skip


def test_a_file_that_is_refused_twice_is_a_duplicate() -> None:
    bad = [Refused(Came(name, "same"), "no form") for name in ("b.xlsx", "a.xlsx")]
    rows = ledger([], bad, CENTRES)
    assert [(row.came.file, row.status) for row in rows] == [
        ("a.xlsx", Status.REFUSED), ("b.xlsx", Status.DUPLICATE)
    ]  # fmt: skip
    assert rows[1].params == {"file": "a.xlsx"}


def test_what_cannot_be_placed_is_refused_with_a_reason() -> None:
    forms = [
        form("0777", name="?"), form(period="2025-Q7"), form(version=0), form(version=1_000_001),
        form(period="0000-Q1"), form(period="9999-12"), form(period="9999-Q4"),
        form(values=5).saying(())
    ]  # fmt: skip
    rows = ledger(forms, [], CENTRES)
    assert {row.status for row in rows} == {Status.REFUSED}
    assert all(row.reason and row.returned for row in rows)


def test_a_form_of_a_centre_that_was_gone_is_told() -> None:
    gone = CENTRES[0]._replace(until=date(2025, 2, 1))
    (row,) = ledger([form("0101")], [], [gone])
    assert row.returned
    assert row.returned.doubts == (module.NOT_THERE,)


def test_the_figures_of_a_centre_closed_or_not_yet_open_are_not_taken() -> None:
    for there in ({"until": date(2024, 12, 31)}, {"since": date(2025, 4, 1)}):
        (row,) = ledger([form("0101")], [], [CENTRES[0]._replace(**there)])
        assert row.status is Status.REFUSED
        assert row.params == {"period": "2025-Q1"}


def test_a_reports_code_is_the_catalogues_however_it_is_spelt_and_no_other() -> None:
    days = DueDays.of([report(), report("MK-09")])
    codes = ["\u041c\u041a-10", "mk-10", "MK-99", "mk-09/8", "MK-10"]
    rows = [ledger([form(report=code)], [], CENTRES, due=days)[0] for code in codes]
    assert [row.report for row in rows] == ["MK-10", "MK-10", "MK-99", "MK-09/8", "MK-10"]
    assert [row.status is Status.REFUSED for row in rows] == [False, False, True, False, False]
    both = ledger([form(report=code) for code in codes[:2]], [], CENTRES, due=days)
    assert {row.status for row in both} <= {Status.UNSURE, Status.ACCEPTED, Status.DUPLICATE}


def test_a_report_is_late_by_its_first_version_and_a_correction_changes_nothing() -> None:
    first = form(values=1, received="2025-04-07")
    late = form("0102", values=1, received="2025-04-08")
    corrections = [
        form(values=2, after=first, received="2025-06-01"),
        form("0102", values=2, after=late, received="2025-04-01"),
    ]
    forms = [first, late, *corrections, form("0201", received="")]
    rows = ledger(forms, [], CENTRES)
    assert [(row.centre, row.late) for row in rows] == [
        ("0101", False), ("0101", False), ("0102", True), ("0102", True), ("0201", None)
    ]  # fmt: skip


def test_an_extension_moves_the_due_day() -> None:
    more = Extension("0101", "MK-10", "2025-Q1", date(2025, 4, 15), "12-son xat")
    days = DueDays.of([report(confirmed=True)], [more])
    rows = ledger([form(received="2025-04-15"), form("0102", received="2025-04-15")], [], CENTRES, due=days)
    assert [(row.late, row.due) for row in rows] == [(False, "2025-04-15"), (True, "2025-04-07")]


def test_a_forms_own_day_counts_where_it_is_earlier_than_one_that_nobody_confirmed() -> None:
    for confirmed, due in ((True, "2025-04-07"), (False, "2025-04-04")):
        days = DueDays.of([report(confirmed=confirmed)])
        assert days.due("0101", "MK-10", Q1, "2025-04-04") == due
        assert days.due("0101", "MK-10", Q1, "2025-04-30") == "2025-04-07"  # not in time by its own word
        assert days.due("0101", "MK-10", Q1, "0001-01-01") == "2025-04-07"
        assert days.due("0101", "MK-10", Q1) == "2025-04-07"
    assert DueDays().due("0101", "MK-10", Q1, "2025-04-30") == "2025-04-30"
    assert DueDays().due("0101", "MK-10", Q1, "9999-12-31") == DueDays().due("0101", "MK-10", Q1, "x") == ""
    assert DueDays.of([report("MK-09")]).due("0101", "MK-09/8", Q1) == "2025-04-07"


def test_a_form_that_gives_itself_more_time_is_told() -> None:
    days = DueDays.of([report()], [Extension("0102", "MK-10", "2025-Q1", date(2025, 5, 1), "12")])
    rows = ledger(
        [form(due="2025-04-30"), form("0102", due="2025-05-01"), form("0201")], [], CENTRES, due=days
    )
    assert [row.returned and row.returned.doubts for row in rows] == [(module.MORE_TIME,), (), ()]


def test_a_due_day_that_is_a_day_off_ends_with_the_next_working_day() -> None:
    days = DueDays(days_off=frozenset({date(2025, 6, 9)}))
    assert days.late("2025-06-10", "2025-06-07") is False  # a Saturday, then Sunday, then a day off
    assert days.late("2025-06-11", "2025-06-07") is True
    assert days.late("", "2025-06-07") is days.late("2025-06-11", "") is days.late("kecha", "x") is None


def test_several_findings_are_one_sentence_after_the_other() -> None:
    (row,) = ledger([form()], [], CENTRES)
    said = [Said("{item}: one.", item="1"), Said("{item}: two.", item="2")]
    with in_language("en"):
        found = module.with_findings(row, said)
        assert found.reason.format(**found.params) == "There are 2 things to look at. 1: one. 2: two."
        assert module.with_findings(row, said[:1]).params == {"item": "1"}
        assert pickle.loads(pickle.dumps(found)) == found  # it may come from another process
