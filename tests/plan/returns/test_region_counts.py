"""A nation's totals say of how many centres they are, whatever regions sent, and whatever the table lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from akmxl.plan.owed import BY_EVENT
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.doubled import BESIDE_CENTRES, SEVERAL_CODES
from akmxl.plan.returns.list_totals import list_totals
from akmxl.plan.returns.of_regions import NO_SUCH_REGION, OTHER_CODE
from akmxl.plan.returns.records import Centre, Consolidation, Extension, Return, Status
from tests.plan.returns.making import KNOWN, form, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.returns.records import Value

READERS, VISITS = report("MK-10"), report("MK-11")
SIRDARYO = tuple(Centre(f"SR-{n}", f"Sirdaryo {n} AKM", region="Sirdaryo viloyati") for n in (1, 2, 3))
NAVOIY = tuple(Centre(f"NV-{n}", f"Navoiy {n} AKM", region="Navoiy viloyati") for n in (1, 2))
BUXORO = tuple(Centre(f"BX-{n}", f"Buxoro {n} AKM", region="Buxoro viloyati") for n in (1, 2, 3, 4))
CENTRES = (*SIRDARYO, *NAVOIY, *BUXORO)
ROWS = tuple(
    Centre(f"{name} viloyati", f"{name} viloyati", region=f"{name} viloyati")
    for name in ("Sirdaryo", "Navoiy", "Buxoro")
)
OWN = tuple(
    Centre(code, f"{name} AKM", region=f"{name} viloyati")
    for code, name in (("SR", "Sirdaryo"), ("NV", "Navoiy"), ("BX", "Buxoro"))
)


def summary(
    region: str, said: str = "3 / 3", *, code: str = "", of: str = "MK-10", fact: int = 10, **more: object
) -> Return:
    """A region's summary of item 15.1, under its region's name for a code where no other is given."""
    values: dict[str, Value] = {"item:15.1/fact": fact, "item:15.1/said-fact": said}
    name = f"{region} viloyati"
    return form(code or name, values=values, region=name, name=name, report=of, **more)  # type: ignore[arg-type]


def nation(*forms: Return, table: tuple[Centre, ...] = (), **more: object) -> Consolidation:
    return consolidation(forms, (), table, known=KNOWN, catalogue=[READERS, VISITS], **more)  # type: ignore[arg-type]


def counts(found: Consolidation, of: str = "MK-10") -> list[tuple[int, int, tuple[str, ...]]]:
    return [(o.said, o.expected, o.beyond) for o in found.totals if o.report == of and o.measure == "fact"]


SENT = (summary("Sirdaryo", "2 / 3"), summary("Navoiy", "2 / 2", of="MK-11"), summary("Navoiy", "1 / 2"))


@pytest.mark.parametrize("table", [CENTRES, (*CENTRES, *ROWS)], ids=["centres", "centres and regions"])
def test_a_region_that_sent_nothing_has_the_centres_of_the_table(table: tuple[Centre, ...]) -> None:
    found = nation(*SENT, table=table)
    assert counts(found) == [(3, 9, ())]
    assert counts(found, "MK-11") == [(2, 9, ())]
    assert [one.code for one in found.centres] == ["Buxoro viloyati", "Navoiy viloyati", "Sirdaryo viloyati"]
    assert [(o.centre, o.report) for o in found.missing] == [
        ("Buxoro viloyati", "MK-10"),
        ("Buxoro viloyati", "MK-11"),
        ("Sirdaryo viloyati", "MK-11"),
    ]
    assert {one.status for one in found.entries} == {Status.ACCEPTED}
    assert found.regions.listed
    assert found.uncounted == ()


def test_only_those_centres_of_the_table_are_counted_that_there_are_at_the_periods_end() -> None:
    gone, later = BUXORO[0]._replace(until=date(2025, 2, 15)), BUXORO[1]._replace(since=date(2025, 4, 1))
    assert counts(nation(*SENT, table=(*SIRDARYO, *NAVOIY, gone, later, *BUXORO[2:]))) == [(3, 7, ())]
    assert counts(nation(*SENT, table=(*SIRDARYO, *NAVOIY, gone, gone._replace(code="x")))) == [(3, 5, ())]


@pytest.mark.parametrize("table", [ROWS, OWN, tuple(one._replace(region="") for one in ROWS)])
def test_a_table_of_regions_alone_counts_no_region_as_a_centre(table: tuple[Centre, ...]) -> None:
    found = nation(*SENT, table=table)
    assert counts(found) == [(3, 5, ("Buxoro viloyati",))]
    assert counts(found, "MK-11") == [(2, 5, ("Buxoro viloyati",))], "Sirdaryo's other summary says 3"
    assert len(found.centres) == 3
    assert found.uncounted == ("Buxoro viloyati",)


def test_without_a_table_the_regions_that_came_are_counted_by_what_their_summaries_say() -> None:
    found = nation(*SENT)
    assert counts(found) == [(3, 5, ())]
    assert counts(found, "MK-11") == [(2, 5, ())]
    assert not found.regions.listed


def test_a_report_that_the_catalogue_does_not_have_is_asked_of_all_regions() -> None:
    one = summary("Navoiy", "2 / 2", of="MK-08")
    by_event = report("MK-08", periods=(BY_EVENT,))
    assert counts(consolidation([one], (), CENTRES, known=KNOWN), "MK-08") == [(2, 9, ())]
    assert counts(consolidation([one], (), CENTRES, known=KNOWN, catalogue=[by_event]), "MK-08") == [
        (2, 9, ())
    ]


def test_regions_and_centres_may_come_together_and_each_is_counted_once() -> None:
    own = [form(one.code, region=one.region) for one in NAVOIY]
    found = nation(summary("Sirdaryo", "2 / 3"), *own, table=CENTRES)
    assert counts(found) == [(4, 9, ())]
    assert [one.code for one in found.centres] == ["Buxoro viloyati", "NV-1", "NV-2", "Sirdaryo viloyati"]
    alone = nation(summary("Sirdaryo", "2 / 3"), form("NV-1"), table=(SIRDARYO[0], NAVOIY[0]))
    assert counts(alone) == [(3, 4, ())], "a table in which no region has two rows"


def test_where_no_summary_comes_the_table_is_one_of_centres() -> None:
    found = nation(form("NV-1"), table=(*CENTRES, *ROWS))
    assert counts(found) == [(1, 12, ())]


def test_the_row_under_whose_code_a_region_sends_is_a_centre_only_where_its_summaries_list_it() -> None:
    library = NAVOIY[0]
    sent = summary("Navoiy", "2 / 2", code=library.code, of="MK-11")
    listing = sent.saying((*sent.values, *((f"centre:{one.code}/state", "keldi") for one in NAVOIY)))
    for one, n in ((sent, 8), (listing, 9)):
        assert counts(nation(one, summary("Sirdaryo"), table=CENTRES)) == [(3, n, ())]


def test_a_summary_that_counts_by_its_rows_of_centres_alone_is_of_so_many() -> None:
    values: dict[str, Value] = {"item:15.1/fact": 7, "item:15.1/plan": 20}
    for code, fact, state in (("A/1", 7, "keldi"), ("A/2", None, "keldi"), ("A/3", None, "kelmagan")):
        values |= {f"centre:{code}/15.1/fact": fact, f"centre:{code}/state": state}
    own = form("BX", values=values, region="Buxoro", name="Buxoro")
    found = nation(own, summary("Sirdaryo", "2 / 3"))
    assert counts(found) == [(3, 6, ())]
    assert [(o.said, o.expected, o.beyond) for o in found.totals if o.measure == "plan"] == [
        (0, 3, ("Buxoro",))
    ]


def test_a_summary_of_a_region_that_the_table_does_not_have_is_refused_in_words() -> None:
    found = nation(summary("Navoi"), summary("Sirdaryo"), table=CENTRES)
    (left,) = (one for one in found.entries if one.status is Status.REFUSED)
    assert left.reason == NO_SUCH_REGION
    assert "Navoiy viloyati" in str(left.params["nearest"])
    assert counts(found) == [(3, 9, ())]


def test_a_regions_own_row_says_its_code() -> None:
    found = nation(summary("Navoiy", code="NAV"), summary("Sirdaryo"), table=OWN)
    (left,) = (one for one in found.entries if one.status is Status.REFUSED)
    assert (left.reason, left.params["right"]) == (OTHER_CODE, "NV")
    (taken,) = (one for one in found.entries if one.status is Status.ACCEPTED)
    assert taken.centre == "SR", "it carries the region's name for a code"


def test_a_region_is_one_however_its_last_word_is_written() -> None:
    other = replace(summary("Sirdaryo", code="SR"), region="Sirdaryo vil.")
    found = nation(summary("Sirdaryo"), other)
    assert {one.reason for one in found.entries} == {SEVERAL_CODES}
    found = nation(summary("Sirdaryo"), form("SR-1", region="СИРДАРЁ вилояти"))
    assert [one.reason for one in found.entries if one.status is Status.REFUSED] == [BESIDE_CENTRES]


def test_lists_are_counted_as_items_are() -> None:
    said = ("total:Tadbirlar/participants", 30), ("total:Tadbirlar/said-participants", "2 / 3")
    listing = SENT[0].saying((*SENT[0].values, *said))
    for table, expected in ((CENTRES, (9, ())), (ROWS, (5, ("Buxoro viloyati",)))):
        (one,) = list_totals(nation(listing, *SENT[1:], table=table))
        assert (one.expected, one.beyond) == expected
        assert one.sums == {"total": (30, 2)}


@pytest.mark.parametrize("table", [CENTRES, ROWS, (*CENTRES, *ROWS)])
def test_a_region_has_the_due_day_of_its_forms_whether_it_sent_others_or_nothing(
    table: tuple[Centre, ...],
) -> None:
    found = nation(*SENT, table=table)
    assert {one.due for one in found.expected} == {""}
    assert {one.due for one in nation(form(table[0].code), table=table).expected} == {"2025-04-07"}
    more = Extension("Buxoro viloyati", "MK-10", "2025-Q1", date(2025, 5, 5), "7")
    days = {(o.centre, o.due) for o in nation(*SENT, table=table, extensions=[more]).expected}
    assert ("Buxoro viloyati", "2025-05-05") in days


def contradictions(*forms: Return) -> list[tuple[str, str]]:
    return [(one.report, str(one.said.params["value"])) for one in nation(*forms, table=CENTRES).findings]


def test_a_regions_figures_are_held_against_each_other_only_where_they_are_of_the_same_centres() -> None:
    assert contradictions(summary("Sirdaryo", fact=7), summary("Sirdaryo", "2 / 3", of="MK-11")) == []
    assert (
        contradictions(summary("Sirdaryo", "2 / 3", fact=7), summary("Sirdaryo", "2 / 3", of="MK-11")) == []
    ), "nobody knows which two"
    assert contradictions(summary("Sirdaryo", fact=7), summary("Sirdaryo", of="MK-11")) == [("MK-11", "10")]


def by_centre(said: Mapping[str, int | None], of: str) -> Return:
    whole = sum(value or 0 for value in said.values())
    one = summary("Sirdaryo", f"{sum(v is not None for v in said.values())} / {len(said)}", of=of, fact=whole)
    rows = [(f"centre:{code}/15.1/fact", value) for code, value in said.items()]
    return one.saying((*one.values, *rows))


def test_the_rows_of_a_summary_tell_whose_its_figures_are() -> None:
    first = by_centre({"SR-1": 5, "SR-2": 6, "SR-3": None}, "MK-10")
    assert contradictions(first, by_centre({"SR-1": 5, "SR-2": None, "SR-3": 7}, "MK-11")) == []
    assert contradictions(first, by_centre({"SR-1": 5, "SR-2": 9, "SR-3": None}, "MK-11")) == [
        ("MK-11", "14")
    ]


def test_a_quarter_of_more_centres_than_its_months_contradicts_none_of_them() -> None:
    months = [summary("Sirdaryo", fact=4, period=f"2025-0{month}") for month in (1, 2)]
    last = summary("Sirdaryo", "2 / 3", fact=1, period="2025-03")
    whole = summary("Sirdaryo", "3 / 3", fact=12)
    assert contradictions(*months, last, whole) == []
    assert contradictions(*months, summary("Sirdaryo", fact=1, period="2025-03"), whole) == [("MK-10", "12")]


def test_of_regions_only_figures_of_all_centres_stand_out() -> None:
    regions = [Centre(f"R{n}", f"R{n}", region=f"R{n}", group="viloyat") for n in range(8)]
    forms = [summary(f"R{n}", code=f"R{n}", fact=100) for n in range(7)]
    for said, told in (("1 / 3", []), ("3 / 3", ["R7"])):
        last = summary("R7", said, code="R7", fact=1)
        found = nation(*forms, last, table=tuple(regions))
        assert [one.centre for one in found.outliers] == told
