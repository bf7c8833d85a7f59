"""Cyrillic typing in Latin letters: Uzbek written in Cyrillic, and Cyrillic letters among Latin ones.

A letter in a word of its own alphabet is read as it sounds, one that slipped into a word of the other as it
looks: which of the two a word is, the letters tell that only one alphabet has.
"""

from __future__ import annotations

import re

_CYRILLIC = "а-яёўқғҳіА-ЯЁЎҚҒҲІѴ"
_WORD = re.compile(rf"\S*[{_CYRILLIC}]\S*")
_LETTER = re.compile(f"[{_CYRILLIC}]")
_LATIN = re.compile("[A-Za-z]")

# What looks the same: small letters in fewer cases than capitals.
_LOOKS = str.maketrans("аеосрхуіАВЕКМНОРСТУХІѴ", "aeocpxyiABEKMHOPCTYXIV")
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
_AS_YE = re.compile("(?<![бвгджзйклмнпрстфхцчшщқғҳ])е")  # after a consonant it is e


def latin(text: str) -> str:
    """A text with its Cyrillic letters in Latin ones, in small letters where it was Cyrillic.

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


def code_letters(text: str) -> str:
    """A code in capitals, its Cyrillic letters read as they look: ``МК-10`` is MK-10, ``і.2`` is I.2."""
    return text.upper().translate(_LOOKS)
