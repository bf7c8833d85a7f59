"""Whose a form is: by the code that it carries, else a given one, else the name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from akmxl.plan.returns import identity
from akmxl.plan.returns.identity import CentreList, centres_of, identify, the_nearest
from akmxl.plan.returns.records import Came, Centre, Refused
from tests.plan.returns.making import CENTRES, form

LISTED = CentreList(CENTRES)
GULISTON = "Guliston tuman AKM"


def test_a_form_is_of_the_centre_whose_code_it_carries() -> None:
    assert identify(form("0102"), LISTED) == ("0102", None, ())


def test_what_is_given_does_not_touch_a_form_that_carries_a_code() -> None:
    assert identify(form("0102"), LISTED, "0201").code == "0102"


def test_a_form_of_before_is_taken_by_the_given_code_and_marked() -> None:
    assert identify(form(old=True, name=GULISTON), LISTED, "0102") == ("0102", None, (identity.GIVEN,))


@pytest.mark.parametrize(
    "name", ["Shirin shahar AKM", "SHIRIN  akm", "Ширин шаҳар АКМ", "Shirin shahar  akm"]
)
def test_a_form_of_before_is_known_by_the_name_however_it_is_spelt(name: str) -> None:
    assert identify(form(old=True, name=name), LISTED) == ("0101", None, (identity.BY_NAME,))


def test_a_name_that_is_in_no_list_is_refused_with_the_nearest() -> None:
    code, why, _ = identify(form(old=True, name="Gulistan tumani AKM"), LISTED)
    assert not code
    assert why
    assert why.params == {"name": "Gulistan tumani AKM", "nearest": the_nearest(GULISTON)}


def test_a_name_of_two_centres_is_nobodys() -> None:
    twins = CentreList([*CENTRES, Centre("0999", "Guliston tuman AKM")])
    code, why, _ = identify(form(old=True, name=GULISTON), twins)
    assert (code, why and why.params["codes"]) == ("", "0102, 0999")
    assert identify(form("0102"), twins).code == "0102"  # its code says which of them


def test_a_code_that_is_in_no_list_is_refused() -> None:
    code, why, _ = identify(form("102", name="X"), LISTED)
    assert (code, why and why.params) == ("", {"code": "102", "nearest": the_nearest("0102")})
    _, why, _ = identify(form("ZZZ", name="X"), LISTED)
    assert why
    assert why.params == {"code": "ZZZ", "nearest": ""}  # no word of a nearest one


def test_a_given_code_that_is_in_no_list_is_refused() -> None:
    assert identify(form(old=True, name=GULISTON), LISTED, "7").why


def test_the_code_of_one_centre_under_the_name_of_another_is_refused() -> None:
    """Who copies a neighbour's workbook copies the code in it."""
    code, why, _ = identify(form("0101", name=GULISTON), LISTED)
    assert (code, why and why.params["other"]) == ("", "0102")


def test_a_code_is_not_given_to_the_forms_of_another_centre() -> None:
    code, why, _ = identify(form(old=True, name=GULISTON), LISTED, "0101")
    assert (code, why and why.params["other"]) == ("", "0102")
    assert why
    assert "--centre" in why.message


def test_a_name_and_a_region_spelt_otherwise_than_in_the_list_are_told() -> None:
    doubts = identify(form("0101", name="Shirin kutubxonasi", region="Toshkent"), LISTED).doubts
    assert doubts == (identity.OTHER_NAME, identity.OTHER_REGION)
    assert identify(form("0101", region="сирдарё"), LISTED).doubts == ()


def test_without_a_list_other_forms_of_the_code_are_spoken_of() -> None:
    among = CentreList(LISTED.rows, of_table=False)
    doubts = identify(form("0101", name="Shirin kutubxonasi", region="Toshkent"), among).doubts
    assert doubts == (identity.NAME_AMONG_FORMS, identity.REGION_AMONG_FORMS)


def test_a_refused_file_is_placed_by_what_could_be_read_of_it() -> None:
    assert identify(Refused(Came("a", "b"), "damaged", organisation="Shirin AKM"), LISTED).code == "0101"
    assert identify(Refused(Came("a", "b"), "damaged"), LISTED).code == ""


def test_without_a_list_the_forms_themselves_name_the_centres() -> None:
    forms = [form("7", name="B", region="R"), form("7", "2025-Q2", name="A"), form(old=True, name="C")]
    assert centres_of(forms) == centres_of(forms[::-1]) == (Centre("7", "A"),)
    assert centres_of([replace(forms[2], organisation="C")], "9") == (Centre("9", "C"),)
