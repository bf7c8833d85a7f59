"""Every shape that a chain of versions can have."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

from akmxl.core.i18n import in_language
from akmxl.plan.returns.records import ReturnedItem, Status
from akmxl.plan.returns.versions import BY_NUMBER, NOTHING_BEFORE, chain_of
from tests.plan.returns.making import READERS, form

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Return

ACCEPTED, SUPERSEDED, UNSURE, DUPLICATE = (
    Status.ACCEPTED, Status.SUPERSEDED, Status.UNSURE, Status.DUPLICATE
)  # fmt: skip
ONE = form(values=1)
TWO = form(values=2, after=ONE)
THREE = form(values=3, after=TWO)


def judged(*forms: Return) -> dict[str, Status]:
    """What became of each form by its file, in whatever order they came."""
    found = [{one.returned.came.file: one.status for one in chain_of(o).judged} for o in permutations(forms)]
    assert all(one == found[0] for one in found)
    assert len(found[0]) == len({one.came.file for one in forms})
    return found[0]


def statuses(*forms: Return) -> list[Status]:
    found = judged(*forms)
    return [found[one.came.file] for one in forms]


def why(*forms: Return, of: Return) -> str:
    with in_language("en"):
        return next(str(one.why) for one in chain_of(forms).judged if one.returned.came == of.came)


def test_one_form_counts() -> None:
    assert statuses(ONE) == [ACCEPTED]


def test_the_newest_of_an_unbroken_chain_counts() -> None:
    assert statuses(ONE, TWO, THREE) == [SUPERSEDED, SUPERSEDED, ACCEPTED]
    assert why(ONE, TWO, THREE, of=ONE) == "Version 3 counts."


def test_beyond_a_gap_the_last_sure_version_counts() -> None:
    assert statuses(ONE, THREE) == [ACCEPTED, UNSURE]
    assert why(ONE, THREE, of=THREE) == "Version 3 came, but not version 2 before it. Send that one too."


def test_a_chain_without_its_first_version_has_none_that_is_sure() -> None:
    assert statuses(TWO, THREE) == [UNSURE, UNSURE]
    assert "not version 1" in why(TWO, THREE, of=TWO)
    assert why(TWO, THREE, of=THREE) == "A version before it is not sure: see there."


def test_two_forms_of_one_version_are_a_fork_and_the_version_before_counts() -> None:
    other = form(values=22, after=ONE, file="other.xlsx")
    assert statuses(ONE, TWO, other) == [ACCEPTED, UNSURE, UNSURE]
    assert "2 different forms of version 2" in why(ONE, TWO, other, of=TWO)
    assert "other.xlsx" in why(ONE, TWO, other, of=TWO)


def test_of_two_first_versions_none_is_sure() -> None:
    assert statuses(ONE, form(values=9)) == [UNSURE, UNSURE]
    assert statuses(ONE, form(values=9), THREE) == [UNSURE, UNSURE, UNSURE]


def test_a_fork_ends_where_the_next_version_names_one_of_its_forms() -> None:
    other = form(values=22, after=ONE)
    assert statuses(ONE, TWO, other, THREE) == [SUPERSEDED, SUPERSEDED, UNSURE, ACCEPTED]
    assert why(ONE, TWO, other, THREE, of=other).startswith("Version 3 follows another form of version 2")
    assert statuses(ONE, form(values=9), TWO) == [SUPERSEDED, UNSURE, ACCEPTED]
    branch = form(values=33, after=other)
    assert statuses(ONE, TWO, other, THREE, branch) == [ACCEPTED, UNSURE, UNSURE, UNSURE, UNSURE]
    assert statuses(ONE, TWO, other, form(values=4, old=True, version=3)) == [
        ACCEPTED,
        UNSURE,
        UNSURE,
        UNSURE,
    ]


def test_a_stray_form_does_not_carry_a_chain_on() -> None:
    stray = form(values=22, after=form(values=7))
    assert statuses(ONE, TWO, stray, form(values=33, after=stray)) == [ACCEPTED, UNSURE, UNSURE, UNSURE]


def test_a_version_that_supersedes_another_form_is_not_sure() -> None:
    other = form(values=2, after=form(values=7))
    assert statuses(ONE, other) == [ACCEPTED, UNSURE]
    assert "supersedes another form" in why(ONE, other, of=other)
    assert statuses(ONE, form(values=2, version=2)) == [ACCEPTED, UNSURE]  # it says that it supersedes none
    assert statuses(form(values=2, supersedes="abc")) == [UNSURE]


def test_copies_are_one() -> None:
    copy = replace(ONE, came=ONE.came._replace(file="jo‘natma/a.xlsx"))
    assert judged(ONE, copy) == {ONE.came.file: ACCEPTED, copy.came.file: DUPLICATE}
    assert why(ONE, copy, of=copy) == f"The same file came already: {ONE.came.file}."


def test_forms_with_the_same_values_are_one_and_either_may_be_superseded() -> None:
    again = form(values=1, words="made anew", file="again.xlsx", received="2025-04-09")
    for superseded in (ONE, again):
        second = form(values=2, after=superseded)
        assert statuses(ONE, again, second) == [SUPERSEDED, DUPLICATE, ACCEPTED]
    assert why(ONE, again, of=again) == f"The same values came already: {ONE.came.file}."


def test_of_copies_the_one_that_fits_the_chain_is_kept() -> None:
    stray = form(values=2, after=form(values=7), file="0.xlsx", received="2025-01-01")
    assert statuses(ONE, TWO, replace(stray, values_sha256=TWO.values_sha256)) == [
        SUPERSEDED,
        ACCEPTED,
        DUPLICATE,
    ]


def test_the_same_values_in_other_units_are_no_copy() -> None:
    other = form(values=1, items=(ReturnedItem("15.1", "ming nafar", "flow", "15"),), file="other.xlsx")
    assert statuses(form(values=1, items=(READERS,)), other) == [UNSURE, UNSURE]
    assert statuses(form(values=1, items=(READERS,)), form(values=1, old=True)) == [ACCEPTED, DUPLICATE]


def test_forms_of_before_follow_by_their_number_alone_and_that_is_told() -> None:
    first, second = form(values=1, old=True), form(values=2, old=True, version=2)
    assert statuses(first, second) == [SUPERSEDED, ACCEPTED]
    assert [one.returned.doubts for one in chain_of([first, second]).judged] == [(), (BY_NUMBER,)]
    assert statuses(first, form(values=3, old=True, version=3)) == [ACCEPTED, UNSURE]


def test_a_correction_names_a_form_of_before_by_its_values() -> None:
    first = form(values=1, old=True)
    assert statuses(first, form(values=2, after=first)) == [SUPERSEDED, ACCEPTED]


def test_a_correction_of_what_went_out_without_akmxl_counts_and_is_told() -> None:
    second = form(values=2, version=2, supersedes="")
    (one,) = chain_of([second]).judged
    assert (one.status, one.returned.doubts) == (ACCEPTED, (NOTHING_BEFORE,))
    assert chain_of([second]).received == ""  # a correction is neither late nor timely
    assert statuses(second, form(values=3, after=second, version=3)) == [SUPERSEDED, ACCEPTED]


def test_what_came_first_of_the_first_version_tells_when_the_report_came() -> None:
    copy = replace(ONE, came=ONE.came._replace(file="b.xlsx", received="2025-04-02"))
    later = replace(TWO, came=TWO.came._replace(received="2025-05-30"))
    assert chain_of([ONE, copy, later]).received == "2025-04-02"
    unknown = replace(ONE, came=ONE.came._replace(received=""))
    assert chain_of([unknown, later]).received == ""
