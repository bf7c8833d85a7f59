"""No person's name in a text for a messenger, however it is spelt, and no title lost without need."""

from __future__ import annotations

import pytest

from akmxl.submission.page.names import Names

PEOPLE = (
    "Karimova Nodira Anvarovna", "Toshmatov B.", "Direktor F.I.Sh.", "1-xodim", "Ali Vali", "Kim Olga",
    "Bosh mutaxassis Yo‘ldoshev Sardor Anvar o‘g‘li",
)  # fmt: skip
SERVICES = ("Direktor", "Kadrlar bo‘yicha inspektor", "Karimova xonasi", "Axborot-bibliografiya xizmati")
NAMES = Names(PEOPLE, SERVICES)


@pytest.mark.parametrize(
    "text",
    [
        "Karimovaning fondi", "KARIMOVA", "Karimov", "Каримовой письмо", "Каримова Н.га хат", "B.Toshmatov",
        "Toshmatovga", "Nodira opa", "Valining tanlovi", "Ali aka tanlovi", "Kim Olga", "Karimova xonasi",
        "Aliyeva-Karimova", "Kari\u00admova", "K\u0430rimova", "\u202eKarimova\u202c", "Hisobot\nKarimova",
        "Yo`ldoshev", "Sardorbek", "Sharipova N. uchun", "Rustamovich", "Anvar o‘g‘li",
    ],
)  # fmt: skip
def test_a_title_in_which_a_name_stands_is_left_out(text: str) -> None:
    assert NAMES.without(text) == "…"
    assert NAMES.title(text, "MK-10") == "MK-10"
    assert NAMES.title("", text) == "…"


@pytest.mark.parametrize(
    "text",
    [
        "Direktor", "Kadrlar bo‘yicha inspektor", "Axborot-bibliografiya xizmati", "Boshlang‘ich fond",
        "Muqova va ilova", "So‘rovnomalar tahlili", "Kitobxonlar tanlovi", "Ishlov berish", "Alisher Navoiy",
        "Mutaxassislar malakasi", "Xodimlar ro‘yxati", "Kimyo kitoblari", "Aliment",
    ],
)  # fmt: skip
def test_other_titles_stay(text: str) -> None:
    assert NAMES.without(text) == text


def test_a_name_that_is_cut_in_two_is_not_told_either() -> None:
    title = "Axborot-kutubxona markazining yillik ishlari to‘g‘risida hisobot, Karimova"
    assert NAMES.title(title, "9") == "9"


def test_a_library_is_named_by_the_person_it_is_called_after() -> None:
    for text, told in (
        ("Karimov nomidagi kutubxona", True),
        ("Karimova Nodira nomidagi kutubxona", False),
        ("Shirin AKM, direktor Karimova", False),
        ("Shirin shahar axborot-kutubxona markazi", True),
    ):
        assert NAMES.without_person(text) == (text if told else "…"), text
