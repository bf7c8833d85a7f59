"""Addresses: letters and numbers there and back."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from akmxl.core.cells import (
    REFERENCE,
    a1,
    column_letter,
    column_number,
    format_range,
    parse_a1,
    parse_range,
    referred_area,
)
from akmxl.ooxml.xml import attributes


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_and_its_numbers_are_one_thing(row: int, col: int) -> None:
    assert parse_a1(a1(row, col)) == (row, col)
    assert column_number(column_letter(col)) == col


def test_known_addresses() -> None:
    assert (column_letter(28), column_number("ab"), a1(7, 2), parse_a1("$B$7")) == ("AB", 28, "B7", (7, 2))
    assert parse_range("C5:$A$1") == (1, 1, 5, 3)
    assert parse_range("3:5") == (3, 1, 5, 16_384)
    assert parse_range("B:C") == (1, 2, 1_048_576, 3)
    assert format_range((1, 1, 1, 1)) == "A1"


@pytest.mark.parametrize("text", ["", "7B", "A0", "A", "XFE1", "A1048577", "A1:B2"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        parse_a1(text)


def test_a_reference_in_a_formula_is_the_area_that_it_spells() -> None:
    formula = "SUM(F12:H12)+B7+$A$1:C3+C5:A1+XFD1048576+XFE1+A1048577+A9:ZZZ1+A1:A1048577"
    found = [
        (referred_area(one.groups("")), attributes.area(one[0].replace("$", "")))
        for one in REFERENCE.finditer(formula)
    ]
    assert all(one == other for one, other in found)
    assert [one is None for one, _ in found] == 5 * [False] + 4 * [True]
