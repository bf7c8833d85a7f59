"""A quarter against its months, a year against its quarters, one report against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import in_language
from akmxl.plan.returns.consolidate import consolidation
from tests.plan.returns.making import CENTRES, KNOWN, form

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Return

MONTHS = ("2025-01", "2025-02", "2025-03")


def reasons(*forms: Return) -> dict[tuple[str, str], str]:
    """What is to be looked at, by report and period."""
    with in_language("en"):
        rows = consolidation(forms, (), CENTRES, known=KNOWN).entries
        return {(row.report, row.period): row.reason.format(**row.params) for row in rows if row.reason}


def of_months(code: str, *values: int | None) -> list[Return]:
    said = zip(MONTHS, values, strict=True)
    return [form(period=month, report="VA-02", values={f"item:{code}/fact": v}) for month, v in said]


def test_a_quarter_that_is_the_sum_of_its_months_is_right() -> None:
    assert reasons(*of_months("15.1", 1, 2, 3), form(values=6)) == {}


def test_a_quarter_that_is_not_the_sum_of_its_months_is_told() -> None:
    assert reasons(*of_months("15.1", 1, 2, 3), form(values=7)) == {
        ("MK-10", "2025-Q1"): "15.1: 7 here, 6 by the forms on 2025-01, 2025-02, 2025-03."
    }


def test_unknown_is_not_nothing() -> None:
    assert reasons(*of_months("15.1", 1, None, 3), form(values=7)) == {}
    assert reasons(*of_months("15.1", 1, 2, 3)[:2], form(values=7)) == {}


def test_a_stock_is_its_last_value() -> None:
    months = of_months("19.1", 8, 9, 10)
    assert reasons(*months, form(values={"item:19.1/fact": 10})) == {}
    assert list(reasons(*months, form(values={"item:19.1/fact": 27}))) == [("MK-10", "2025-Q1")]


def test_a_year_is_held_against_its_quarters() -> None:
    quarters = [form(period=f"2025-Q{n}", values=n) for n in (1, 2, 3, 4)]
    assert reasons(*quarters, form(period="2025", values=10)) == {}
    found = reasons(*quarters, form(period="2025", values=11))
    assert "10 by the forms on 2025-Q1, 2025-Q2" in found["MK-10", "2025"]


def test_two_reports_that_say_one_figure_otherwise_are_told() -> None:
    assert reasons(form(values=6), form(values=5, report="MK-16")) == {
        ("MK-16", "2025-Q1"): "15.1: 5 here, 6 in the report MK-10 on the same period."
    }


def test_one_centre_is_not_held_against_another() -> None:
    assert reasons(*of_months("15.1", 1, 2, 3), form("0102", values=7)) == {}


def test_a_figure_since_january_is_no_less_than_the_forms_of_the_year() -> None:
    def quarter(number: int, fact: int | None, since: int) -> Return:
        return form(period=f"2025-Q{number}", values={"item:15.1/fact": fact, "item:15.1/ytd": since})

    assert reasons(quarter(1, 3, 3), quarter(2, 4, 7)) == {}
    assert reasons(quarter(1, 3, 3), quarter(2, 4, 6)) == {
        ("MK-10", "2025-Q2"): "15.1: since January 6 here, but 7 by the forms on 2025-Q1, 2025-Q2."
    }
    assert ("MK-10", "2025-Q2") in reasons(quarter(1, 3, 3), quarter(2, None, 2))
    assert ("MK-10", "2025-Q1") in reasons(*of_months("15.1", 1, 2, 3), quarter(1, None, 5))
