"""A whole consolidation: its totals against an independent sum, the same in whatever order files came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import in_language
from akmxl.plan.returns.asked import last_quarter
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.figures import UNITS_UNSAID
from akmxl.plan.returns.list_totals import list_totals
from akmxl.plan.returns.other_template import OTHER_TEMPLATE
from akmxl.plan.returns.records import Came, Centre, Rate, Refused, ReturnedItem, Revised, Total
from tests.plan.returns.making import CENTRES, KNOWN, READERS, form, report

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Consolidation, Return, Value

VALUE = st.one_of(st.none(), st.just("-"), st.integers(0, 500))
KEYS = [f"item:{code}/{measure}" for code in KNOWN for measure in ("fact", "ytd", "plan", "percent")]
CODES = [one.code for one in CENTRES]


@st.composite
def sent(draw: st.DrawFn) -> list[Return]:
    """Forms of some centres, reports and periods, with corrections, forks, gaps and copies among them."""
    found: list[Return] = []
    for centre in CODES:
        for period in draw(st.sets(st.sampled_from(["2025-01", "2025-02", "2025-03", "2025-Q1"]))):
            values = draw(st.dictionaries(st.sampled_from(KEYS), VALUE, min_size=1, max_size=5))
            first = form(
                centre, period, values, received=draw(st.sampled_from(["", "2025-04-01", "2025-05-01"]))
            )
            more: dict[str, Value] = {**values, "item:15.1/fact": draw(VALUE)}
            second = form(centre, period, more, after=first)
            third = form(centre, period, values, after=second, words="3")
            fork = form(centre, period, {**more, "item:2/fact": 1}, after=first)
            copy = replace(first, came=first.came._replace(file=f"copy of {first.came.file}"))
            found += draw(st.sampled_from([
                [first], [first, copy], [first, second], [first, second, third], [first, third],
                [first, second, fork], [second],
            ]))  # fmt: skip
    return found


def put_together(forms: list[Return]) -> Consolidation:
    bad = [Refused(Came("b.pdf", "1"), "no form"), Refused(Came("a.pdf", "1"), "no form")]
    return consolidation(forms, bad, CENTRES, known=KNOWN, catalogue=[report(), report("VA-02", "monthly")])


@settings(max_examples=40, deadline=None)
@given(sent(), st.randoms(use_true_random=False))
def test_the_order_in_which_files_came_changes_nothing(forms: list[Return], chance: st.random.Random) -> None:  # type: ignore[name-defined]
    found = put_together(forms)
    shuffled = [*forms]
    chance.shuffle(shuffled)
    assert put_together(shuffled) == found
    assert repr(put_together(shuffled)) == repr(found)
    assert len(found.entries) == len(forms) + 2


@settings(max_examples=40, deadline=None)
@given(sent())
def test_totals_are_an_independent_sum(forms: list[Return]) -> None:
    found = put_together(forms)
    rows = [
        (one.report, one.period, *key.removeprefix("item:").split("/"), float(value))
        for one in found.counted
        for key, value in one.values
        if isinstance(value, int | float) and not key.endswith("/percent")
    ]
    columns = ["report", "period", "code", "measure", "value"]
    sums = pd.DataFrame(rows, columns=columns).groupby(columns[:4])["value"].agg(["sum", "count"])
    summed = {key: (round(total, 6), count) for key, total, count in sums.itertuples()}
    ours = {
        (one.report, one.period, one.code, one.measure): (round(float(str(one.value)), 6), one.said)
        for one in found.totals
        if one.measure != "percent" and one.said
    }
    assert ours == summed
    assert all(one.value is None for one in found.totals if not one.said)


def totals(*forms: Return, known: dict[str, ReturnedItem] | None = None) -> list[Total]:
    return list(consolidation(forms, (), CENTRES, known=known, catalogue=[report()]).totals)


def test_a_total_says_how_many_centres_have_a_figure_and_unknown_is_not_0() -> None:
    assert totals(form("0101", values=4), form("0102", values={"item:15.1/fact": None})) == [
        Total("MK-10", "2025-Q1", "15.1", "fact", "nafar", 4, 1, 3)
    ]
    assert totals(form("0101", values={"item:15.1/fact": "-"}))[0][5:8] == (None, 0, 3)


def test_a_percent_is_worked_out_again_over_those_who_have_a_plan_and_a_figure() -> None:
    said = [(50, 100, 50), (None, 900, None), (30, None, None), (0, 60, 0)]
    keys = ("item:15.1/ytd", "item:15.1/plan", "item:15.1/percent")
    centres = [Centre(str(n), str(n)) for n in range(4)]
    forms = [form(str(n), values=dict(zip(keys, v, strict=True)), name=str(n)) for n, v in enumerate(said)]
    found = {one.measure: one for one in consolidation(forms, (), centres).totals}
    assert (found["percent"].value, found["percent"].said) == (31.2, 2)
    assert (found["ytd"].value, found["plan"].value) == (80, 1060)


def test_an_item_in_another_unit_is_left_out_and_told() -> None:
    other = form("0102", values=3, items=(ReturnedItem("15.1", "ming nafar", "flow", "15"),))
    rows = consolidation([form(), other], (), CENTRES, known=KNOWN)
    assert [(one.value, one.said) for one in rows.totals] == [(3, 1)]
    with in_language("en"):
        reason = rows.entries[1].reason.format(**rows.entries[1].params)
    assert reason.startswith("15.1: its unit is “ming nafar”, in the plan “nafar”; it is not added up.")
    assert [one.unit for one in totals(form(), other)] == [
        "ming nafar",
        "nafar",
    ]  # nobody knows: not together


def test_another_spelling_of_a_unit_is_the_same_unit() -> None:
    other = form("0102", items=(ReturnedItem("15.1", "Kishi", "flow", "15"),))
    units = {"kishi": "Nafar", "nafar": "Nafar"}
    assert consolidation([form(), other], (), CENTRES, known=KNOWN, units=units).totals[0].said == 2


def test_an_item_of_another_kind_or_none_of_the_plan_or_said_twice_is_left_out() -> None:
    kind = form(items=(READERS._replace(adds_up="stock"),))
    own = form("0102", values={"item:99/fact": 5})
    twice = form("0201")
    twice = replace(twice, values=(*twice.values, ("item:15.1/fact", 9)))
    odd = form("0201", "2025-Q2", {"item:15.1/fact": float("inf"), "item:2/fact": 10**15})
    found = consolidation([kind, own, twice, odd], (), CENTRES, known=KNOWN)
    assert found.totals == ()
    assert all(one.reason for one in found.entries)


def test_what_is_no_count_is_left_out_and_told() -> None:
    for value in (-5, 2.5, "12", "1 200", "12 nafar", "o‘n ikki", "yo‘q", float("nan")):
        found = consolidation([form(values={"item:15.1/fact": value})], (), CENTRES, known=KNOWN)
        assert found.totals == ()
        assert found.entries[0].params["item"] == "15.1"
    assert (
        consolidation([form(values={"item:15.1/fact": 4.0})], (), CENTRES, known=KNOWN).totals[0].value == 4
    )


def test_a_heading_of_the_plan_has_nothing_to_add_up() -> None:
    (one,) = consolidation(
        [form(values={"item:19/plan": "6/36", "item:19/fact": None, "item:20/plan": "har chorakda"})],
        (), CENTRES, known=KNOWN,
    ).entries  # fmt: skip
    assert one.reason == ""


def test_a_form_of_before_has_the_plans_units_and_that_is_told() -> None:
    (one,) = consolidation([form(old=True)], (), CENTRES, known=KNOWN).entries
    assert one.returned
    assert UNITS_UNSAID in one.returned.doubts


def test_what_is_owed_of_the_periods_asked_by_the_centres_active_then() -> None:
    young = CENTRES[2]._replace(since=date(2025, 4, 1))
    reports = [report(), report("VA-02", "monthly"), report("MK-09", "once", periods=("item-due",)),
               report("MK-07", "quarterly", periods=("Q2",))]  # fmt: skip
    found = consolidation([form("0101")], (), [*CENTRES[:2], young], catalogue=reports)
    quarterly = [one for one in found.expected if one.report != "VA-02"]
    assert [one[:3] for one in quarterly] == [("0101", "MK-10", "2025-Q1"), ("0102", "MK-10", "2025-Q1")]
    assert [(one.centre, one.due) for one in found.missing if one in quarterly] == [("0102", "2025-04-07")]
    asked = consolidation([form("0101")], (), CENTRES, catalogue=reports, periods=["2025-03", "2025-Q2"])
    assert {one[1:3] for one in asked.expected} == {
        ("VA-02", "2025-03"), ("MK-10", "2025-Q2"), ("MK-07", "2025-Q2")
    }  # fmt: skip


def test_what_is_owed_does_not_depend_on_which_reports_came() -> None:
    reports = [report(), report("VA-01"), report("VA-02", "monthly")]
    stray = form("0101", "2024-Q1")
    found = consolidation([form("0101"), form("0102"), stray], (), CENTRES, catalogue=reports)
    assert {one[1:3] for one in found.missing if one.centre == "0101"} == {
        ("VA-01", "2025-Q1"), ("VA-02", "2025-01"), ("VA-02", "2025-02"), ("VA-02", "2025-03")
    }  # fmt: skip
    nothing = consolidation((), (), CENTRES, catalogue=reports, periods=["2025-Q1, 2025-03"])
    assert len(nothing.missing) == len(nothing.expected) == 9
    unasked = consolidation((), (), CENTRES, catalogue=reports, today=date(2025, 4, 10))
    assert {one.period for one in unasked.missing} == {"2025-01", "2025-02", "2025-03", "2025-Q1"}
    assert last_quarter(date(2025, 1, 10)) == "2024-Q4"
    with pytest.raises(BadArgument):
        consolidation((), (), CENTRES, periods=["0000-Q1"])


def test_rates_are_counted_by_region_centre_and_report() -> None:
    forms = [form("0101", received="2025-04-07"), form("0102", received="2025-04-20")]
    found = consolidation(forms, (), CENTRES, catalogue=[report()])
    assert found.rates == (
        Rate("region", "Samarqand", 1, 0, 0), Rate("region", "Sirdaryo", 2, 2, 1),
        Rate("centre", "0101", 1, 1, 1), Rate("centre", "0102", 1, 1, 0), Rate("centre", "0201", 1, 0, 0),
        Rate("report", "MK-10", 3, 2, 1),
    )  # fmt: skip


def test_what_came_on_a_day_that_nobody_says_is_neither_in_time_nor_late() -> None:
    forms = [form("0101", received=""), form("0102", received="2025-04-07")]
    *_, whole = consolidation(forms, (), CENTRES, catalogue=[report()]).rates
    assert (whole.counts, whole.is_dated) == ((3, 2, 1, 1), True)
    *_, none = consolidation(forms[:1], (), CENTRES, catalogue=[report()]).rates
    assert (none.counts, none.is_dated) == ((3, 1, 0, 1), False)


def test_what_versions_say_otherwise_is_listed_without_texts() -> None:
    first = form(values={"item:15.1/fact": 3, "Malaka:M1/name": "A"})
    second = form(values={"item:15.1/fact": 4, "item:2/fact": 1, "Malaka:M1/name": "B"}, after=first)
    assert consolidation([second, first], (), CENTRES).revised == (
        Revised("0101", "MK-10", "2025-Q1", 2, "item:15.1/fact", 3, 4),
        Revised("0101", "MK-10", "2025-Q1", 2, "item:2/fact", None, 1),
    )


def test_a_form_of_another_template_than_most_is_told_and_counted() -> None:
    usual, fewer = ("item/fact D", "item/plan C"), ("item/fact D",)
    shown = {"0101": usual, "0102": (*usual[:1], "item/plan C,H"), "0201": ("item/fact B", "item/plan C")}
    forms = [replace(form(code), columns=columns) for code, columns in shown.items()]
    forms += [replace(form(code, report="MK-14"), columns=fewer) for code in shown]
    more = [replace(form(f"03{nth}"), columns=usual) for nth in range(3)]
    found = consolidation(forms + more, (), ())
    told = {
        entry.centre for entry in found.entries if entry.returned and OTHER_TEMPLATE in entry.returned.doubts
    }
    assert told == {"0201"}
    assert next(one.value for one in found.totals if one.report == "MK-10") == 18
    two = [replace(form("0101"), columns=usual), replace(form("0102"), columns=("item/fact B",))]
    assert not any(one.returned and one.returned.doubts for one in consolidation(two, (), ()).entries)


def test_forms_that_are_alike_are_read_as_each_alone_is() -> None:
    """Whole numbers apart, what is odd in one form is never taken for what another one says."""
    odd: tuple[Value, ...] = (0, 0.0, 1, 1.0, 2.5, True, False, None, "-", "6/36", "uch", -1, 10**15, 10**400)
    forms = [
        form(f"{nth:04}", values={"item:15.1/fact": one, "item:15.1/plan": 7, "item:2/fact": other})
        for nth, (one, other) in enumerate(product(odd, odd))
    ]
    together = {one.place: one for one in consolidation(forms, (), (), known=KNOWN).figures}
    for one in forms:
        (alone,) = consolidation([one], (), (), known=KNOWN).figures
        found = together[alone.place]
        assert repr((found.figures, found.items, found.faults, found.doubts)) == repr(
            (alone.figures, alone.items, alone.faults, alone.doubts)
        )


def test_lists_are_added_up_over_centres() -> None:
    forms = [
        form(values={"total:Tadbirlar/count": 2, "since:Tadbirlar/count": 5}),
        form("0102", values={"total:Tadbirlar/count": 3, "since:Tadbirlar/count": None}),
    ]
    (found,) = list_totals(consolidation(forms, (), CENTRES, catalogue=[report()]))
    assert (found.sums, found.expected) == ({"total": (5, 2), "since": (5, 1)}, 3)


def test_nothing_at_all_is_a_consolidation_too() -> None:
    found = consolidation((), (), ())
    assert (found.entries, found.totals, found.rates) == ((), (), ())
