"""Write Cyrillic typing in Latin letters: Uzbek in Cyrillic, and Cyrillic letters among Latin ones.

In a word of its own alphabet a letter is read as it sounds; one that slipped into a word of the other
alphabet is read as it looks. Which of the two a word is, the letters tell that only one alphabet has.
"""

from __future__ import annotations

from akmxl.core.lazy_pattern import lazily
from akmxl.core.text_length import LONGEST_CODE, shortened
from akmxl.core.unseen import composed

_CYRILLIC = "а-яёўқғҳіА-ЯЁЎҚҒҲІѴ"
_WORD = lazily(rf"\S*[{_CYRILLIC}]\S*")
_LETTER = lazily(f"[{_CYRILLIC}]")
_LATIN = lazily("[A-Za-z]")

# Letters that look the same in both alphabets: fewer small ones than capitals.
_LOOKS = str.maketrans("аеосрхуіАВЕКМНОРСТУХІѴ", "aeocpxyiABEKMHOPCTYXIV")
_CODE_LOOKS: dict[int, int | str | None] = {
    **_LOOKS,
    **str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),  # Greek
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "·•∙⋅‧・･。｡٫"), "."),
}
_LOOKS_BACK = str.maketrans("aeocpxyiABEKMHOPCTYXI", "аеосрхуіАВЕКМНОРСТУХІ")
_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдежзийклмнопрстуфхыэўқғҳі", "abvgdejziyklmnoprstufxieoqghi", strict=True)),
        "ё": "yo",
        "ц": "s",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ю": "yu",
        "я": "ya",
        "ъ": "",
        "ь": "",
    }
)
_AS_YE = lazily("(?<![бвгджзйклмнпрстфхцчшщқғҳ])е")  # after a consonant it is e


def latin(text: str) -> str:
    """Write a text's Cyrillic letters in Latin ones; words that were Cyrillic come back in small letters.

    >>> latin("Ўлчов бирлиги"), latin("Mаrt"), latin("етти нуcха")
    ('olchov birligi', 'Mart', 'yetti nusxa')
    """
    return _WORD.sub(lambda word: _latin_word(word.group()), text)


def _latin_word(word: str) -> str:
    cyrillic, others = _LETTER.findall(word), _LATIN.findall(word)
    if not others:
        return _sounded(word)
    only_here = any(letter.translate(_LOOKS) == letter for letter in cyrillic)
    only_there = any(letter.translate(_LOOKS_BACK) == letter for letter in others)
    if only_there or (not only_here and len(others) >= len(cyrillic)):
        return _sounded(word.translate(_LOOKS))
    return _sounded(word.translate(_LOOKS_BACK))


def _sounded(word: str) -> str:
    if not _LETTER.search(word):
        return word
    return _AS_YE.sub("ye", word.lower()).translate(_SOUNDS)


def plain_letters(text: str) -> str:
    """Return a text in which no word has Cyrillic or full-width letters among the Latin ones they look like.

    >>> plain_letters("Jаmi ｑatnov"), plain_letters("Жами")
    ('Jami qatnov', 'Жами')
    """
    return text if text.isascii() else _TOKEN.sub(lambda word: _plain_word(word[0]), text)


_TOKEN = lazily(r"\S+")
_WIDE = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)}


def _plain_word(word: str) -> str:
    plain = word.translate(_WIDE)
    if _LATIN.search(plain) and _LETTER.search(plain):
        latin_word = plain.translate(_LOOKS)
        return plain if _LETTER.search(latin_word) else latin_word
    return plain


def code_letters(text: str) -> str:
    """Write a code in capitals, its Cyrillic letters as they look: ``МК-10`` is MK-10, ``і.2`` is I.2.

    Signs that nobody sees are gone, dashes are hyphens, raised points are points. What is too long for a code
    is cut.
    """
    plain = text if text.isascii() and text.isprintable() else composed(text)
    plain = shortened(plain, LONGEST_CODE).upper()
    return plain if plain.isascii() else plain.translate(_CODE_LOOKS)
