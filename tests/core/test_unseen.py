"""Signs that nobody sees are taken out and named; texts that look alike are told apart."""

from __future__ import annotations

import pytest

from akmxl.core.cyrillic import code_letters
from akmxl.core.i18n import in_language
from akmxl.core.spelling import fold, same_heading, tidy
from akmxl.core.unseen import is_blank, odd_signs, tell_apart, visible

SIGNS = (
    "\u200b\u200c\u200d\u00ad\u200e\u200f\ufeff\u2060\u202a\u202e\u2066\u2069\u180e\u034f\u061c\ufe0f\x01\x7f"
    "\x1c\x1d\x1e\x1f"
)
BLANKS = "\u00a0\u202f\u2007\u3000\u2800\t"


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_that_nobody_sees_is_read_over(sign: str) -> None:
    odd = f"{sign}O‘lchov bir{sign}ligi{sign}"
    assert visible(odd) == "O‘lchov birligi"
    assert tidy(odd) == "O‘lchov birligi"
    assert fold(odd) == fold("O'lchov birligi")
    assert code_letters(f"mk{sign}-10") == "MK-10"
    assert odd_signs(odd) == (f"U+{ord(sign):04X}",)
    assert is_blank(sign)


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_of_another_kind_is_a_blank(blank: str) -> None:
    odd = f"{blank}O‘lchov{blank}birligi"
    assert tidy(odd) == "O‘lchov birligi"
    assert fold(odd) == fold("O'lchov birligi")
    assert odd_signs(odd) == (f"U+{ord(blank):04X}",)
    assert is_blank(blank)


def test_a_blank_of_braille_may_stand_in_a_heading() -> None:
    assert same_heading("Kitob\u2800xon", "Kitobxon")
    assert same_heading("Tadbir\u2800turi", "Tadbir turi")


@pytest.mark.parametrize("sign", "\x85\u2028\u2029")
def test_a_line_break_of_another_program_parts_words_and_no_word(sign: str) -> None:
    assert fold(f"Ko{sign}d{sign}") == fold("Kod")
    assert fold(f"Sa{sign}na") == fold("Sana")
    assert code_letters(f"m{sign}k-10") == "MK-10"
    assert fold(f"Tadbir{sign}turi") == tidy(f"tadbir{sign}turi") == "tadbir turi"
    assert same_heading(f"Abone{sign}mentlar sektori", "Abonementlar sektori")
    assert not same_heading("Abone mentlar sektori", "Abonementlar sektori")
    assert odd_signs(f"K{sign}od") == (f"U+{ord(sign):04X}",)
    assert is_blank(sign)


def test_digits_of_all_alphabets_are_digits_and_nothing_else_is() -> None:
    assert fold("１２٣ ४") == "123 4"
    assert code_letters("٩.٤") == "9.4"
    assert fold("m² ½ ①") == "m² ½ ①"
    assert fold("Ⅻ") == "xii"


@pytest.mark.parametrize("text", ["'", "’", " ‘ ", "''", "'\u200b"])
def test_an_apostrophe_alone_says_nothing(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}a")


def test_a_picture_keeps_what_belongs_to_it() -> None:
    text = "Kitob ❤️ 👨‍👩‍👧"
    assert visible(text) == tidy(text) == text
    assert odd_signs(text) == ()


def test_a_letter_in_two_signs_is_one() -> None:
    assert tidy("o\u0315zbek g\u0312oya") == "o‘zbek g‘oya"
    assert tidy("ки\u0306и") == "кйи"
    assert fold("O\u0315lchov") == fold("O‘lchov")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Kod", "Ko\u200bd", ("Kod", "Ko⟨U+200B: invisible⟩d")),
        ("a b", "a\u00a0b", ("a⟨blank⟩b", "a⟨U+00A0: another blank⟩b")),
        ("Kod", "Kоd", ("Kod", "Kо⟨U+043E: Cyrillic⟩d")),
        ("Kod", "Κod", ("Kod", "Κ⟨U+039A: Greek⟩od")),
        ("Kod", "Kot", ("Kod", "Kot")),
        ("Kod", "Kod", ("Kod", "Kod")),
    ],
)
def test_texts_that_look_alike_say_in_what_they_differ(one: str, other: str, told: tuple[str, str]) -> None:
    with in_language("en"):
        assert tell_apart(one, other) == told
