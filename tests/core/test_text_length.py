"""Texts are as long as Excel counts them."""

from __future__ import annotations

import pytest

from akmxl.core.text_length import cut_to_bytes, shortened, units


def test_a_letter_beyond_the_first_plane_is_two() -> None:
    assert units("😀" * 20_000) == 40_000
    assert units("o‘") == units("ab") == 2


@pytest.mark.parametrize("text", ["a" * 40, "😀" * 40, "a😀" * 20, "😀a" * 20])
def test_a_shortened_text_is_as_long_as_it_may_be_at_most(text: str) -> None:
    for most in range(4, 30):
        short = shortened(text, most)
        assert most - 2 <= units(short) <= most
        assert short.endswith("…")
        assert text.startswith(short[:-1])
    assert shortened(text, 80) == text


def test_a_name_is_cut_to_the_bytes_of_whole_letters() -> None:
    assert cut_to_bytes("abc", 3) == "abc"
    assert cut_to_bytes("a😀b", 4) == "a"
    assert cut_to_bytes("a😀b", 5) == "a😀"
    assert cut_to_bytes("\ud800", 5) == "?"
