"""Names of rows that are one name: in whatever spelling, or a letter off."""

from __future__ import annotations

import pytest

from akmxl.rules.alike import agree, letter_off, nearly_equal, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mutolaasi", "mutolasi"),  # a letter less
        ("mutolasi", "mutolaasi"),  # a letter more
        ("kitobxon", "kitobhon"),  # another letter
        ("kitobxon", "ktiobxon"),  # two exchanged
        ("kitobxon", "kitobxonn"),
    ],
)
def test_a_letter_off_is_found_wherever_it_is(one: str, other: str) -> None:
    assert letter_off(one, other)
    assert list(nearly_equal([one, "boshqa nom", other])) == [(min(one, other), max(one, other))]


@pytest.mark.parametrize(("one", "other"), [("ona", "ona"), ("ona", "bola"), ("ona va bola", "bola va ona")])
def test_other_names_are_other_names(one: str, other: str) -> None:
    assert not letter_off(one, other)


def test_signs_and_apostrophes_make_no_other_name() -> None:
    assert plain("“Ko'chma o‘quv zali” — tadbiri.") == plain("Ko‘chma oʻquv zali-tadbiri")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Viloyat gazetasi. – № 3", "Viloyat gazetasi. № 3", True),
        ("Viloyat gazetasi. – № 3", "Viloyat gazetasi. – № 4", False),
        ("Viloyat gazetasi", None, True),
        ("1-xodim", "2-xodim", False),
        ("Kutubxonachi", "Kutubhonachi", True),
    ],
)
def test_cells_agree_where_their_digits_do(one: object, other: object, same: bool) -> None:
    assert agree(one, other) is same
