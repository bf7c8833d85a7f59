"""Words that take the form which their number asks for, as the rules of the Unicode CLDR have it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale

from akmxl.core.agreement import agreeing, form_of, without_number
from akmxl.core.i18n import in_language, number, outline, translate

ROWS = "{count} {count:строка|строки|строк}"
FORMS = {"one": 0, "few": 1, "many": 2, "other": 1}  # a fraction takes the form of a few: 1,5 строки


@pytest.mark.parametrize("count", [*range(131), 1000, 1001, 1011, 1413, 2005, 10_021, 1_000_002, -1, -22])
def test_a_whole_number_asks_for_the_form_that_the_cldr_says(count: int) -> None:
    expected = FORMS[Locale("ru").plural_form(abs(count))]
    assert form_of(str(count)) == expected
    with in_language("ru"):
        assert form_of(number(count)) == expected, "with its thousands apart"


@pytest.mark.parametrize("count", [1.5, 2.25, 0.1, 21.5, 97.3])
def test_a_fraction_too(count: float) -> None:
    expected = FORMS[Locale("ru").plural_form(Decimal(str(count)))]
    with in_language("ru"):
        assert form_of(number(count)) == expected


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 строк"), (1, "1 строка"), (2, "2 строки"), (5, "5 строк"), (11, "11 строк"), (12, "12 строк"),
        (14, "14 строк"), (21, "21 строка"), (22, "22 строки"), (25, "25 строк"), (100, "100 строк"),
        (101, "101 строка"), (111, "111 строк"), (112, "112 строк"), ("1,5", "1,5 строки"),
    ],
)  # fmt: skip
def test_a_text_says_it(count: object, said: str) -> None:
    assert agreeing(ROWS, {"count": count}).format(count=count) == said


def test_only_what_gives_forms_is_touched() -> None:
    for text in ("{count} ta qator", "a | b", "{value!r} | {count:>5}", "{{son: bir|ikki|uch}}"[2:-2]):
        assert agreeing(text, {"count": 3}) == text


def test_two_words_follow_two_numbers() -> None:
    text = "{a:файл|файла|файлов}, {b:файл|файла|файлов}"
    assert agreeing(text, {"a": 1, "b": 7}) == "файл, файлов"


def test_without_a_number_the_word_stands_as_after_many() -> None:
    assert without_number(ROWS) == "{count} строк"
    with in_language("ru"):
        assert outline(MESSAGE) == "… месяцев … года"


MESSAGE = "{count} months of {year}"


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", ["1 месяц 2025 года", "3 месяца 2025 года", "9 месяцев 2025 года"]),
     ("uz", ["2025-yilning 1 oyi", "2025-yilning 3 oyi", "2025-yilning 9 oyi"]),
     ("en", ["1 months of 2025", "3 months of 2025", "9 months of 2025"])],
)  # fmt: skip
def test_translated_messages_agree(language: str, said: list[str]) -> None:
    with in_language(language):
        assert [translate(MESSAGE, count=count, year=2025) for count in (1, 3, 9)] == said
