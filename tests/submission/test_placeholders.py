"""The words between the braces: how they are read, and which one was meant."""

from __future__ import annotations

import pytest

from akmxl.plan.register_rows import Selection
from akmxl.submission.template import words
from akmxl.submission.template.placeholders import Placeholder, known_words, nearest_word, parse, split_text
from akmxl.workbook import layout


@pytest.mark.parametrize(
    ("text", "kind", "field", "subject"),
    [
        ("tashkilot", "letter", "organisation", ""),
        ("Chiqish  RAQAMI", "letter", "number", ""),
        ("ташкилот", "letter", "organisation", ""),
        ("reja 15.1", "figure", "plan", "15.1"),
        ("yil boshidan I.2", "figure", "ytd", "I.2"),
        ("yil boshidan i.2", "figure", "ytd", "I.2"),
        ("o'tgan yil 15.1", "figure", "previous", "15.1"),
        ("o`tgan yil 15.1", "figure", "previous", "15.1"),
        ("oʻtgan yil 9.4.1", "figure", "previous", "9.4.1"),
        ("tadbir.mas'ul", "record", "responsible", "tadbir"),
        ("Tadbir . sana", "record", "date", "tadbir"),
        ("ro'yxat.hujjat", "record", "document", "royxat"),
        ("malaka.raqam", "record", "ordinal", "malaka"),
        ("band.o‘tgan yil", "item", "previous", ""),
        ("band.izoh", "item", "note", ""),
        ("band.mas’ullar", "item", "responsible", ""),
        ("avvalgi yil", "letter", "previous_year", ""),
        ("avvalgi yil 15.1", "figure", "last_year", "15.1"),
        ("tur.soni", "kind", "count", ""),
        ("ro‘yxat.tafsiloti", "record", "details", "royxat"),
        ("ro‘yxat.tafsiloti Tashkil etilgan", "record", "details:tashkil etilgan", "royxat"),
        ("jami tadbir.ishtirokchilar", "total", "participants", "total"),
        ("Yil boshidan tadbir.soni 19.2", "total", "count", "since"),
        ("jami ro‘yxat.tafsiloti fond", "total", "details:fond", "total"),
        ("bo‘lmasa: Tadbirlar  o‘tkazilmagan.", "otherwise", "Tadbirlar o‘tkazilmagan.", ""),
        ("jami tadbir.sana", "", "", ""),
        ("tadbir.tafsiloti manzil", "", "", ""),
        ("bo‘lmasa", "", "", ""),
        ("bo'lim.nomi", "section", "name", ""),
        ("reja", "", "", ""),
        ("reja qish", "", "", ""),
        ("tadbir.rangi", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_word_is_read_in_any_of_its_spellings(text: str, kind: str, field: str, subject: str) -> None:
    word = parse(text)
    assert (word.kind, word.field, word.subject) == (kind, field, subject)


def test_a_text_is_taken_apart_in_order() -> None:
    text = split_text("Jami {{ fakt 15 }} nafar, rejaning {{foiz 15}} i")
    assert [piece if isinstance(piece, str) else piece.field for piece in text] == [
        "Jami ", "fact", " nafar, rejaning ", "percent", " i",
    ]  # fmt: skip


def test_every_known_word_is_read_back() -> None:
    assert all(parse(word).kind for word in known_words())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tashkilott", "tashkilot"),
        ("raja 15.1", "reja 15.1"),
        ("yil boshdan 9.4.1", "yil boshidan 9.4.1"),
        ("tadbir.nomii", "tadbir.nomi"),
        ("band.rejaa", "band.reja"),
        ("qwxyz", None),
    ],
)
def test_the_nearest_word_is_offered(typed: str, meant: str | None) -> None:
    assert nearest_word(Placeholder("", "", "", typed)) == meant


def test_the_words_of_the_registers_are_columns_of_the_registers() -> None:
    sheets = {sheet.name: {column.field for column in sheet.columns} for sheet in layout.REGISTER_SHEETS}
    for register in words.REGISTERS.values():
        assert set(register.fields.values()) - {"ordinal", "description"} <= sheets[register.sheet]
    assert {register.sheet for register in words.REGISTERS.values()} == set(sheets)


@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("tadbir.nomi", Selection("Tadbirlar")),
        ("tadbir.nomi 19.2", Selection("Tadbirlar", "19.2")),
        ("tadbir.nomi I.2", Selection("Tadbirlar", "I.2")),
        ("amaldagi ro‘yxat.nomi", Selection("Royxatlar", standing=True)),
        ("amaldagi ro‘yxat.tafsiloti manzil I.1", Selection("Royxatlar", "I.1", standing=True)),
        ("jami amaldagi ro‘yxat.miqdori 19.1", Selection("Royxatlar", "19.1", standing=True)),
        ("reja 15.1", None),
    ],
)
def test_a_word_says_which_rows_are_meant(text: str, selection: Selection | None) -> None:
    assert parse(text).selection == selection
