"""A region's summary form is never added beside the forms of its centres."""

from __future__ import annotations

from dataclasses import replace

from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.doubled import BESIDE_CENTRES, SEVERAL_CODES
from akmxl.plan.returns.records import Centre, Return, Status
from tests.plan.returns.making import CENTRES, KNOWN, form, report


def summary(code: str = "01", value: int = 10, region: str = "Sirdaryo", **more: object) -> Return:
    values = {"item:15.1/fact": value, "item:15.1/said-fact": "2 / 2"}
    return form(code, values=values, region=region, name=region, **more)  # type: ignore[arg-type]


def test_a_summary_beside_its_centres_is_left_out_and_told() -> None:
    own = form("0101", values=10, region="sirdaryo")
    for table in ((), CENTRES):
        found = consolidation([summary(), own], (), table, known=KNOWN)
        assert [one.value for one in found.totals] == [10]
        (left,) = (one for one in found.entries if one.status is Status.REFUSED)
        assert (left.reason, left.params["beside"]) == (BESIDE_CENTRES, "0101")
        assert "01" not in {one.code for one in found.centres}


def test_a_summary_that_lists_the_centre_is_left_out_whatever_its_region_is_called() -> None:
    one = summary(region="Sirdaryo vil.")
    one = one.saying((*one.values, ("centre:0101/state", "kelgan")))
    assert [
        t.value for t in consolidation([one, form("0101", region="Sirdaryo")], (), known=KNOWN).totals
    ] == [3]


def test_summaries_of_regions_alone_are_added_and_a_stray_form_of_no_known_centre_changes_nothing() -> None:
    regions = [Centre("01", "Sirdaryo", region="Sirdaryo"), Centre("02", "Samarqand", region="Samarqand")]
    forms = [summary(), summary("02", 5, "Samarqand")]
    assert consolidation(forms, (), known=KNOWN).totals[0].value == 15
    stray = form("0101", region="Sirdaryo")
    assert consolidation([*forms, stray], (), regions, known=KNOWN).totals[0].value == 15


def test_one_region_under_two_codes_is_not_added_twice() -> None:
    found = consolidation([summary(), summary("SR")], (), known=KNOWN)
    assert not found.totals
    assert {one.reason for one in found.entries} == {SEVERAL_CODES}


def test_of_the_versions_of_a_summary_the_newest_counts_whatever_was_not_sent() -> None:
    first = summary(value=1)
    third = summary(value=3, version=3, supersedes="of one that was never sent")
    for forms, value in (((first, third), 3), ((third,), 3), ((first, summary(value=2), third), 3)):
        found = consolidation(forms, (), known=KNOWN)
        assert [one.value for one in found.totals] == [value]
    forked = consolidation([first, third, replace(third, values_sha256="x")], (), known=KNOWN)
    assert [one.value for one in forked.totals] == [1]


def test_a_summary_has_a_due_day_of_its_own() -> None:
    late = "2025-04-20"
    forms = [
        summary(due="", received=late),
        summary("02", region="Samarqand", due="2025-04-15", received=late),
    ]
    found = consolidation(forms, (), known=KNOWN, catalogue=[report()])
    assert [(one.late, one.due) for one in found.entries] == [(None, ""), (True, "2025-04-15")]
    assert {one.due for one in found.expected} == {""}
