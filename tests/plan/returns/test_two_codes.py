"""The same form under the codes of two centres: neither counts before somebody says which code is right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.i18n import in_language, translate
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.records import Centre, Status
from tests.plan.returns.making import CENTRES, KNOWN, form, report

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Consolidation, Return

NEW = "Yangi AKM"


def put_together(*forms: Return, centres: tuple[Centre, ...] = ()) -> Consolidation:
    return consolidation(forms, (), centres, known=KNOWN, catalogue=[report(), report("MK-16")])


def states(found: Consolidation) -> list[tuple[str, Status]]:
    return [(one.centre, one.status) for one in found.entries]


def test_neither_counts_and_both_are_told() -> None:
    found = put_together(form("0101", name=NEW), form("0102", name="YANGI  АКМ"), form("0201"))
    assert states(found) == [
        ("0101", Status.UNSURE), ("0102", Status.UNSURE), ("0201", Status.ACCEPTED)
    ]  # fmt: skip
    assert [(one.value, one.said) for one in found.totals] == [(3, 1)]
    assert [one.centre for one in found.missing if one.report == "MK-10"] == ["0101", "0102"]
    with in_language("en"):
        assert "under the codes 0101, 0102" in translate(found.entries[0].reason, **found.entries[0].params)


def test_a_name_in_the_list_of_centres_says_whose_it_is() -> None:
    listed = (CENTRES[0]._replace(spellings=(NEW,)), *CENTRES[1:])
    found = put_together(form("0101", name=NEW), form("0102", name=NEW), centres=listed)
    assert states(found) == [("", Status.REFUSED), ("0101", Status.ACCEPTED)]


def test_two_centres_of_the_list_that_are_called_the_same_count_and_are_told() -> None:
    listed = (Centre("0101", NEW), Centre("0102", NEW))
    found = put_together(form("0101", name=NEW), form("0102", name=NEW), centres=listed)
    assert states(found) == [("0101", Status.ACCEPTED), ("0102", Status.ACCEPTED)]
    assert [row.params.get("centre") for row in found.entries] == ["0102", "0101"]


def test_the_next_version_says_which_of_them_is_right() -> None:
    right, wrong = form("0101", name=NEW), form("0102", name=NEW)
    second = form("0101", values=4, name=NEW, after=right)
    found = put_together(right, wrong, second)
    assert states(found) == [
        ("0101", Status.SUPERSEDED), ("0101", Status.ACCEPTED), ("0102", Status.UNSURE)
    ]  # fmt: skip
    assert found.totals[0].value == 4


def test_other_figures_other_reports_and_nothing_but_0_are_no_copies() -> None:
    assert {state for _, state in states(put_together(
        form("0101", name=NEW), form("0102", values=4, name=NEW),
        form("0101", "2025-Q2", 0, name=NEW), form("0102", "2025-Q2", 0, name=NEW),
    ))} == {Status.ACCEPTED}  # fmt: skip
    one = form("0101", name=NEW)
    other = replace(form("0101", name=NEW, report="MK-16"), values_sha256=one.values_sha256)
    found = put_together(one, other)
    assert [row.reason for row in found.entries] == ["", ""]
