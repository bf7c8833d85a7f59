"""Nobody's figures are added twice: what a summary form covers is held against all that came with it."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.doubled import (
    BESIDE_CENTRES,
    BESIDE_SUMMARIES,
    OTHER_FIGURES,
    PERHAPS_BESIDE,
    SAME_CENTRES,
    SEVERAL_CODES,
)
from akmxl.plan.returns.records import Centre, Consolidation, Return, Status
from tests.plan.returns.making import KNOWN, form, report


def centre(code: str, region: str = "Sirdaryo", values: int = 3, **more: object) -> Return:
    return form(code, values=values, region=region, name=f"{code} markazi", **more)  # type: ignore[arg-type]


def summary(code: str, region: str, *lists: str, fact: int = 10, of: int = 0, **more: object) -> Return:
    """Make a summary form; ``of`` so many centres where that is not how many it lists."""
    n = of or len(lists)
    values = {"item:15.1/fact": fact, "item:15.1/said-fact": f"{n} / {n}"}
    values |= {f"centre:{one}/state": "keldi" for one in lists}
    return form(code, values=values, region=region, name=region, **more)  # type: ignore[arg-type]


def put(*forms: Return, table: tuple[Centre, ...] = ()) -> Consolidation:
    """Put forms together, which makes the same in any order."""
    found = [consolidation(its, (), table, known=KNOWN) for its in permutations(forms)]
    assert all(one == found[0] for one in found)
    return found[0]


def sums(found: Consolidation) -> list[object]:
    return [one.value for one in found.totals if one.measure == "fact"]


def refused(found: Consolidation) -> dict[str, str]:
    return {one.params["file"].partition("-MK")[0]: one.reason for one in found.entries
            if one.status is Status.REFUSED}  # type: ignore[attr-defined]  # fmt: skip


def test_a_region_is_one_however_its_name_is_spelt() -> None:
    found = put(summary("Sirdaryo viloyati", "Sirdaryo viloyati", "1", "2"), summary("SR", "СИРДАРЁ вил."))
    assert sums(found) == []
    assert set(refused(found).values()) == {SEVERAL_CODES}
    found = put(summary("SR", "Sirdaryo viloyati"), centre("SR-1", "Sirdaryo vil."))
    assert sums(found) == [3]
    assert refused(found) == {"SR": BESIDE_CENTRES}
    listed = (Centre("SR-1", "", region="Sirdaryo vil."), Centre("SR-2", "", region="Sirdaryo vil."))
    found = put(summary("SR", "Sirdaryo viloyati"), centre("SR-1", ""), table=listed)
    assert sums(found) == [3]
    assert refused(found) == {"SR": BESIDE_CENTRES}


@pytest.mark.parametrize("figures", [False, True])
def test_a_code_may_have_a_slash_in_it(figures: bool) -> None:
    one = summary("SIR", "Sirdaryo", "SR/1", "SR/2")
    if figures:
        values = (*one.values[:2], ("centre:SR/1/15.1/fact", 4), ("centre:SR/2/15.1/fact", 6))
        one = one.saying(values)
    assert refused(put(one, centre("SR/1", ""))) == {"SIR": BESIDE_CENTRES}
    assert sums(put(one, centre("SR", "Andijon"))) == [13]


def test_what_a_larger_summary_covers_in_turn_is_held_against_all_that_came() -> None:
    small, other = summary("SR", "Sirdaryo", "SR-1", "SR-2"), summary("AN", "Andijon", "AN-1")
    large = summary("NL", "O‘zbekiston", "SR", "AN", fact=20)
    assert sums(put(large)) == [20]
    found = put(small, other, large)
    assert sums(found) == [20]
    assert refused(found) == {"NL": BESIDE_SUMMARIES}
    assert [(one.said, one.expected) for one in found.totals] == [(3, 3)]
    found = put(small, large, centre("SR-1", ""))
    assert sums(found) == [3]
    assert set(refused(found)) == {"SR", "NL"}
    by_name = summary("NL", "O‘zbekiston", "Sirdaryo viloyati", "Andijon viloyati")
    assert refused(put(by_name, centre("SR-1", "Sirdaryo vil."))) == {"NL": BESIDE_CENTRES}
    assert refused(put(by_name, small)) == {"NL": BESIDE_SUMMARIES}


def test_a_summary_that_does_not_say_which_centres_are_in_it_is_not_added_beside_any_that_may_be() -> None:
    large = summary("NL", "O‘zbekiston", "SR", "AN", fact=20, of=7)
    found = put(large, centre("AN-1", "Andijon"))
    assert sums(found) == [3]
    assert refused(found) == {"NL": PERHAPS_BESIDE}
    assert sums(put(large, summary("SR", "Sirdaryo", "SR-1"), centre("JZ-1", "Jizzax"))) == [13]
    without_rows = summary("SR", "Sirdaryo", of=2)
    assert refused(put(without_rows, centre("JZ-1", ""))) == {"SR": PERHAPS_BESIDE}
    assert refused(put(without_rows, centre("JZ-1", "Jizzax"))) == {}


def test_summaries_of_two_regions_that_list_the_same_centre() -> None:
    one, other = summary("SR", "Sirdaryo", "X", "SR-1"), summary("AN", "Andijon", "X")
    found = put(one, other)
    assert sums(found) == []
    assert refused(found) == {"SR": SAME_CENTRES, "AN": SAME_CENTRES}
    both = [
        form.saying((*form.values, ("centre:X/15.1/fact", figure))) for form, figure in ((one, 4), (other, 5))
    ]
    found = put(*both)  # two centres may have one code
    assert sums(found) == [20]
    assert [finding.said.message for finding in found.findings] == [OTHER_FIGURES] * 2
    in_one_another = put(summary("A", "A", "B"), summary("B", "B", "A"))
    assert sums(in_one_another) == []
    assert len(refused(in_one_another)) == 2


def test_other_reports_and_periods_push_nothing_out() -> None:
    one = summary("SR", "Sirdaryo", "SR-1")
    found = put(one, centre("SR-1", report="MK-16"), centre("SR-1", period="2025-Q2"))
    assert refused(found) == {}
    assert len(found.totals) == 3
    own = put(one, form("SR", "2025-Q2", region="Sirdaryo", name="Viloyat kutubxonasi"))
    assert refused(own) == {}


def test_what_does_not_count_itself_pushes_nothing_out() -> None:
    one = summary("SR", "Sirdaryo", "SR-1")
    fork = centre("SR-1", values=4), centre("SR-1", values=5)
    assert sums(put(one, *fork)) == [10]
    no_report = consolidation([one, centre("SR-1", report="ZZ")], (), known=KNOWN, catalogue=[report()])
    assert sums(no_report) == [10]
    forked = summary("SIR", "Sirdaryo"), summary("SIR", "Sirdaryo", fact=11)
    assert sums(put(one, *forked)) == [10]
    gone = Centre("SR-1", "SR-1 markazi", region="Sirdaryo", until=date(2024, 12, 31))
    listed = (gone, Centre("SR-2", "", region="Sirdaryo"), Centre("SR-3", "", region="Sirdaryo"))
    assert sums(put(one, centre("SR-1"), table=listed)) == [10]


def test_of_a_summary_that_is_not_added_no_version_is() -> None:
    first = summary("SR", "Sirdaryo", "SR-1")
    second = summary("SR", "Sirdaryo", "SR-1", fact=11, after=first)
    found = put(first, second, centre("SR-1"))
    assert sums(found) == [3]
    assert [one.status for one in found.entries].count(Status.REFUSED) == 2


def test_a_centre_under_the_code_of_a_region_sends_the_same_report() -> None:
    found = put(summary("SR", "Sirdaryo", "SR-1"), centre("SR", "Andijon"))
    assert sums(found) == [3]
    assert refused(found) == {"SR": BESIDE_CENTRES}


def test_a_summary_that_follows_another_form_than_the_one_that_came_is_a_fork() -> None:
    first = summary("SR", "Sirdaryo", "1", "2")
    second = summary("SR", "Sirdaryo", "1", "2", fact=11, after=first)
    anew = summary("SR", "Sirdaryo", "1", "2", "3", fact=30)
    third = summary("SR", "Sirdaryo", "1", "2", fact=12, after=second)
    found = put(anew, second)
    assert sums(found) == [30]
    assert [one.status for one in found.entries] == [Status.ACCEPTED, Status.UNSURE]
    assert sums(put(anew, second, third)) == [30]
    assert sums(put(first, anew, second, third)) == [12]
    assert sums(put(second)) == [11]
    assert sums(put(first, third)) == [12]


NATION = (
    Centre("SR", "Sirdaryo viloyati", region="O‘zbekiston"),
    Centre("AN", "Andijon viloyati", region="O‘zbekiston"),
)


def test_the_rows_of_a_table_may_be_regions_of_one_larger_one() -> None:
    small, other = summary("SR", "Sirdaryo", "SR-1", "SR-2"), summary("AN", "Andijon", "AN-1")
    large = summary("NL", "O‘zbekiston", "SR", "AN", fact=20)
    for forms, total, left in (
        ((small, other), 20, {}),
        ((small, other, large), 20, {"NL": BESIDE_SUMMARIES}),
    ):
        found = put(*forms, table=NATION)
        assert sums(found) == [total]
        assert refused(found) == left
        assert [one.centre for one in found.entries if one.status is Status.ACCEPTED] == ["AN", "SR"]
    assert sums(put(small, table=NATION)) == [10]
    assert sums(put(large, table=NATION)) == [20]
    slip = summary("SR", "Sirdarya", "SR-1")
    centres = tuple(Centre(code, "", region="Sirdaryo") for code in ("SR", "SR-1", "SR-2"))
    assert put(slip, table=centres).regions.names == {"SR": "Sirdaryo"}


def test_a_region_and_its_centres_may_send_different_reports() -> None:
    table = tuple(Centre(code, f"{code} markazi", region="Sirdaryo") for code in ("SR-1", "SR-2", "SR-3"))
    found = put(summary("SR", "Sirdaryo", "SR-1"), centre("SR-1", report="MK-16"), table=table)
    assert refused(found) == {}
    assert sums(found) == [10, 3]
