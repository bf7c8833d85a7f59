"""The Russian catalogue: good Russian in what a machine can see of it, and its forms for numbers."""

from __future__ import annotations

import re

import pytest

from akmxl.actions.addin.words import words_of
from akmxl.core.agreement import _FORMS
from akmxl.core.i18n import in_language, number
from akmxl.plan.period import Period

from .test_messages import CATALOGUES, ROOT, UZBEK, _placeholders

RUSSIAN = CATALOGUES["ru"]
_SHOWN = re.compile(r"\{[^{}]*\}")  # what is filled in
_QUOTED = re.compile(r"«[^«»]*»")  # sheets, columns and words of the workbook stay Uzbek
# Uzbek words that the Russian texts explain or show outside quotes.
_UZBEK_SHOWN = {"ma’lumot", "hisobot", "ro‘yxat", "o‘", "g‘"}


@pytest.mark.parametrize(
    "sign",
    [
        r"(?=\w*[A-Za-z])\w*[а-яё]\w*",  # a Latin letter in a Russian word
        r"[“”„'`ʻʼ]",  # quotes are « »
        r" - (?!и точка)| – ",  # a dash is —
        r"!(?!\w)",  # a cell is named with one: Oylik!H24
        r"\b[Вв](ы|ам|ас|ами|аш\w*)\b",
        r"\S {2,}|\s$|\w [,;:]",
        r"[ўқғҳЎҚҒҲ]",
        r"\b([Ее]ще|[Ее]е|[Оо]тчет\w*|[Пп]утем|[Уу]чет\w*|[Ии]дет|[Нн]ачнет|[Вв]се-таки|[Вв]перед)\b",
        r"(?i)\b(банд\w*|бўлим|варақ|хизмат|қатор|устун|катак)\b",
    ],
)
def test_no_sign_or_word_that_does_not_belong(sign: str) -> None:
    found = re.compile(sign)
    assert [text for text in RUSSIAN.values() if found.search(_SHOWN.sub("{}", text.lstrip()))] == []


def test_quotes_are_closed() -> None:
    assert [
        text for text in RUSSIAN.values() if "«" in _QUOTED.sub("", text) or "»" in _QUOTED.sub("", text)
    ] == []


def test_no_uzbek_is_left() -> None:
    """Words with an Uzbek letter stand in quotes, as the workbook's own; every longer text is in Russian."""
    bare = {text: _QUOTED.sub("", _SHOWN.sub("", text)) for text in RUSSIAN.values()}
    uzbek = {word for text in bare.values() for word in re.findall(r"[A-Za-z‘’]*[‘’][A-Za-z‘’]*", text)}
    assert uzbek - _UZBEK_SHOWN - {"‘", "’"} == set()
    alike = {
        text
        for text in RUSSIAN.values()
        if text in CATALOGUES["uz"].values() and re.search(r"[a-z]{5}", _SHOWN.sub("", text))
    }
    assert {_SHOWN.sub("{}", text) for text in alike} <= {"Python", "Excel"}


def test_every_choice_of_forms_has_three_different_words() -> None:
    for message, text in RUSSIAN.items():
        choices = [found.groups()[1:] for found in _FORMS.finditer(text)]
        assert {found[1] for found in _FORMS.finditer(text)} <= set(_placeholders(message)), text
        assert len(re.findall(r"\{\w+:", text)) == len(choices), text
        for words in choices:
            assert len(set(words)) > 1, text
            assert all(re.fullmatch("[а-яё]+", word) for word in words), text


BUTTONS = [text for text in words_of(ROOT / "macros") if not text.endswith((".", "install", "doctor"))]


def test_a_button_is_called_as_it_is_labelled() -> None:
    """The ids call the buttons by their Uzbek names, as English has the Uzbek tab."""
    assert len(BUTTONS) > 10
    named = 0
    for button in BUTTONS:
        for message, text in RUSSIAN.items():
            if f"“{UZBEK[button]}”" in message and "ress “" in message:
                named += 1
                assert f"«{RUSSIAN[button]}»" in text, text
    assert named > 10


def test_no_other_language_gives_forms() -> None:
    assert [text for text in (*CATALOGUES["uz"].values(), *RUSSIAN) if _FORMS.search(text)] == []


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2025-03", "март 2025 года"),
        ("2025-Q1", "I квартал 2025 года"),
        ("2025-H2", "II полугодие 2025 года"),
        ("2025-9M", "9 месяцев 2025 года"),
        ("2025", "2025 год"),
    ],
)
def test_periods_in_words(period: str, words: str) -> None:
    with in_language("ru"):
        assert Period.parse(period).words == words


def test_numbers_are_written_as_in_uzbek() -> None:
    with in_language("ru"):
        assert number(8850.5) == "8\N{NO-BREAK SPACE}850,5"
