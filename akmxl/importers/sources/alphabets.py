"""Judge by the letters whether words were read in the right encoding.

The alphabets are those in which a library here writes: Uzbek in both scripts, Russian, and Latin with accents
for foreign names. A wrong encoding gives frames, letters of other peoples, or capitals after small ones.
"""

from __future__ import annotations

from akmxl.core.lazy_pattern import lazily

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ"
# Words of one letter, and the first letters of names.
_LONELY = frozenset("авгдикосуяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯЎҚҒҲ")
_NEVER_FIRST = ("ь", "ъ", "Ь", "Ъ", "ы")
# What stands around and within words: quotes, the signs for o‘ g‘ and the tutuq, dashes, signs of measure.
_SIGNS = "\xa0\xad‘’ʻʼ“”„«»‚‹›–—…№§©®°±·•€™×"
_PARTS = lazily(f"[^{_SIGNS}'`´-]+")
_PLAIN = lazily(f"[{_CYRILLIC.upper()}]*[{_CYRILLIC}]*|[A-Za-z]+")
_FOREIGN = lazily("[A-Za-zÀ-ÖØ-öø-ɏ]+")
_LATIN = lazily("[A-Za-z]")


def is_word(text: str) -> bool:
    """Tell whether a text without blanks may be words of a known alphabet."""
    return all(map(_is_part, _PARTS.findall(text)))


def _is_part(part: str) -> bool:
    if _PLAIN.fullmatch(part):
        return (len(part) > 1 or part.isascii() or part in _LONELY) and not part.startswith(_NEVER_FIRST)
    return bool(_FOREIGN.fullmatch(part)) and 2 * len(_LATIN.findall(part)) >= len(part)
