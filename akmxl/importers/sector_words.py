"""Know the words by which libraries call their sectors: data, so that a heading finds a plan's sector."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# A line is one thing in Uzbek, Russian and English; a word stands for all words that begin with it.
WORDS = (
    ("abonement", "абонемент", "uyga berish", "выдача на дом", "lending", "loan desk"),
    ("o‘quv zal", "qiroatxona", "читальн", "reading room", "reading hall"),
    ("bolalar", "детск", "дети", "детей", "children", "kids"),
    ("yoshlar", "o‘smir", "молодёж", "молодеж", "юнош", "подрост", "youth", "young"),
    ("katta", "взросл", "adult"),
    ("ma’naviy", "ma’rifiy", "духовн", "просветит", "воспитат"),
    ("elektron", "internet", "kompyuter", "электрон", "интернет", "компьютер", "electronic", "digital"),
    ("huquq", "правов", "право", "юридич", "legal"),
    ("o‘lkashunos", "краевед", "local history"),
    ("xorijiy", "chet til", "иностран", "foreign"),
    ("davriy", "gazeta", "периодич", "газет", "periodical", "newspaper"),
    ("san’at", "musiqa", "искусств", "музык", "нотн", "music"),
    (
        "ko‘zi ojiz",
        "imkoniyati cheklangan",
        "brayl",
        "незряч",
        "слеп",
        "брайл",
        "инвалид",
        "blind",
        "braille",
    ),
    ("ko‘chma", "nostatsionar", "передвиж", "нестационар", "внестационар", "mobile", "bookmobile"),
    ("noyob", "nodir", "редк", "rare"),
    ("boshqa", "проч", "друг", "остальн", "other"),
)


def sectors_like(title: str, sectors: Iterable[str]) -> tuple[str, ...]:
    """Return the sectors that a heading may mean, those that share most of its words first.

    >>> sectors_like("Посещения Детский отдел", ["Abonement", "Bolalar bo‘limi"])
    ('Bolalar bo‘limi',)
    """
    meant = _things(title)
    shared = {sector: len(meant & _things(sector)) for sector in sectors}
    return tuple(sorted(filter(shared.get, shared), key=lambda sector: -shared[sector]))


@cache
def _things(text: str) -> frozenset[int]:
    """Return the lines of ``WORDS`` of which a word stands in a text."""
    words = f" {fold(text).replace('-', ' ')}"
    return frozenset(
        place for place, spellings in enumerate(_folded()) if any(f" {word}" in words for word in spellings)
    )


@cache
def _folded() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(fold, spellings)) for spellings in WORDS)
