"""Which number formats show another number than the cell holds."""

from __future__ import annotations

import pytest

from akmxl.ooxml.read.number_formats import odd_format


@pytest.mark.parametrize(
    "code",
    ["0%", "0.0%", "0,", "0.0,", "#,##0,,", ";;;", '"ha"', '0"0"', r"0\0", "[h]:mm", '[>100]"ko‘p";0',
     "[<1000]0;0,", r"0\.0", '0"."0', '0"/"0', "0-0", '#"-"##0', "0E+00", "##0E+0"],
)  # fmt: skip
def test_of_a_percent_thousands_cut_off_a_time_signs_between_and_nothing_at_all(code: str) -> None:
    assert odd_format(200, code) == code


@pytest.mark.parametrize(
    "code",
    ["General", "", "0", "@", "dd.mm.yyyy", "0.0", "# ##0", "#,##0", "[>=1000]# ##0;[<0]-0;0", '0" ta"',
     '"№"0', "[Red]0", "[$-409]0", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', 'General" ta"', "0;-0;;@",
     '[=0]"";General', "# ?/?", "00000", "0.00E+00",
     '0" "000', r"#\ ##0", r"#\'##0", '0.0"."', "#,##0.0_-"],
)  # fmt: skip
def test_a_format_that_shows_the_number_is_none(code: str) -> None:
    assert odd_format(200, code) == ""


def test_of_excel_s_own() -> None:
    assert [number for number in range(50) if odd_format(number, None)] == [9, 10, 46]
