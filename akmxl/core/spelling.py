"""Fold the spellings of a word to one, find the nearest word, put blanks and apostrophes right."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from akmxl.core.cyrillic import code_letters, latin
from akmxl.core.lazy_pattern import lazily
from akmxl.core.unseen import composed, perhaps_odd, rejoined, visible, without_breaks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

DASH = "-"  # in a cell of figures: not planned, does not apply
_JOINING = {"va", "hamda"}  # "and": a word between two names

_PLAIN_SIGNS = str.maketrans({**dict.fromkeys("'`‘’ʻʼ´ʹ′"), **dict.fromkeys("‐‑‒–—−", "-")})
_AROUND_DASH = lazily(r"\s*-\s*")
_YEAR = lazily(r"\b(?:19|20)\d\d\b")
_CYRILLIC = lazily("[\u0400-\u04ff]")


@cache
def fold(text: str) -> str:
    """Reduce all spellings of the same words to one: apostrophes, blanks, dashes, case, Cyrillic, ts for s.

    Signs that nobody sees are gone.

    >>> fold("O'lchov  birligi ") == fold("Ўлчов бирлиги") == fold("o‘lchov birligi")
    True
    """
    if text.isascii() and text.isprintable():  # every other text: the rest has nothing to find in it
        plain = text.lower().replace("'", "").replace("`", "")
    else:
        plain = composed(text)
        if _CYRILLIC.search(plain):
            plain = latin(plain)
        plain = plain.casefold().translate(_PLAIN_SIGNS)
    plain = plain.replace("ts", "s")  # Cyrillic ц is written ts in one word and s in another
    if "-" in plain:
        plain = _AROUND_DASH.sub("-", plain)
    return " ".join(plain.split())


_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_NO_DIGITS = bytes(sign for sign in range(256) if sign and sign not in b"0123456789")


def without_digits(texts: Collection[str]) -> set[str]:
    """Return the different texts there are with 0 for every ASCII digit.

    Thousands of names that are numbered are a few names so, and no digit is spelt otherwise than another.
    """
    together = "\0".join(texts).encode("utf-8", "surrogatepass").translate(_DIGITS_ALIKE)
    alike = together.split(b"\0")
    if len(alike) != len(texts):  # none at all, or the very sign that parts them stands in one
        return set(texts)
    return {text.decode("utf-8", "surrogatepass") for text in set(alike)}


def apart_from_digits(texts: Collection[str]) -> tuple[Collection[str], Collection[bytes]]:
    """Return texts with 0 for every ASCII digit, and the digits of each."""
    together = "\0".join(texts).encode("utf-8", "surrogatepass")
    alike = together.translate(_DIGITS_ALIKE).decode("utf-8", "surrogatepass").split("\0")
    if len(alike) != len(texts):  # as above
        return texts, [b""] * len(texts)
    return alike, together.translate(None, _NO_DIGITS).split(b"\0")


_O_G = "OoGgОо"  # with the Cyrillic О that looks like one
_BEFORE_LETTER = lazily("['`‘’ʻʼ´′](?=\\w)")
_AFTER_O_G = lazily(f"(?<=[{_O_G}])['`‘’ʻʼ´′](?=\\w)")
_IN_WORD = lazily("(?<=\\w)['`‘ʻʼ´′](?=\\w)")


_COMMA_ON_LETTER = lazily("(?<=[OoGg])[\u0312-\u0315]")  # o and a comma over it: an apostrophe struck so


def plain_signs(text: str) -> str:
    """Put single plain blanks between words, none outside, no line breaks; take out signs that nobody sees.

    A letter that is written in two signs becomes one.
    """
    if perhaps_odd(text):
        text = unicodedata.normalize("NFC", _COMMA_ON_LETTER.sub("‘", rejoined(visible(text))))
    return " ".join(text.replace("\u2800", " ").split())


def plain_apostrophes(text: str) -> str:
    """Write the letters o‘ and g‘ with ‘, the tutuq (ma’no) with ’, whatever key was struck for them."""
    if not any(_is_wrong(text, sign.start()) for sign in _BEFORE_LETTER.finditer(text)):
        return text
    letters = _AFTER_O_G.sub("‘", text)
    return _IN_WORD.sub(lambda sign: sign.group() if _is_letter(letters, sign.start()) else "’", letters)


def _is_wrong(text: str, position: int) -> bool:
    """Tell whether the sign before a letter is neither that of o‘ and g‘ nor the tutuq."""
    before = text[position - 1] if position else ""
    if before in _O_G:
        return bool(before) and text[position] != "‘"
    return text[position] != "’" and (before.isalnum() or before == "_")


def _is_letter(text: str, position: int) -> bool:
    return text[position] == "‘" and text[position - 1] in _O_G


def tidy(text: str) -> str:
    """Put right the blanks, unseen signs and apostrophes of a code or name."""
    return plain_apostrophes(plain_signs(text))


@cache
def fold_header(text: str) -> str:
    """Reduce a header to one spelling: as ``fold``, any year #, hyphens at line ends and full stops gone."""
    folded = fold(text)
    if "19" in folded or "20" in folded or "#" in folded:
        folded = _YEAR.sub("#", folded).replace("#-yil", "# yil")
    return folded.rstrip(" .:")


def as_heading(text: str, known: Collection[str]) -> str:
    """Fold a header to the spelling that is known, where another program's line break is in one of its words.

    >>> as_heading("Abone\u2028mentlar", {"abonementlar"})
    'abonementlar'
    """
    folded, whole = fold_header(text), without_breaks(text)
    if whole is text or folded in known:
        return folded
    return whole if (whole := fold_header(whole)) in known else folded


def same_heading(one: str, other: str) -> bool:
    """Tell whether two headers are one, however they are spelt."""
    return fold_header(other) == as_heading(one, (fold_header(other),))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known spelling most like ``word``, or None where nothing is near."""
    return _nearest(fold(word), tuple(known))


@lru_cache(maxsize=4096)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    import difflib  # late: most runs find every word

    by_fold = {fold(choice): choice for choice in known}
    match = difflib.get_close_matches(word, by_fold, n=1, cutoff=0.6)
    return by_fold[match[0]] if match else None


def nearest_code(word: str, known: Iterable[str]) -> str | None:
    """Return the known code that a word means, ``MK2`` for MK-02, or is most like; None without one."""
    codes, signs = tuple(known), _code_signs(word)
    meant = tuple(code for code in codes if signs and _code_signs(code) == signs)
    return meant[0] if len(meant) == 1 else _nearest(fold(word), meant or codes)


def same_code(word: str, code: str) -> bool:
    """Tell whether codes differ in dashes, points, blanks, leading noughts or the alphabet alone."""
    return _code_signs(word) == _code_signs(code)


@cache
def _code_signs(code: str) -> str:
    return "".join(sign.lstrip("0") or "0" for sign in _CODE_SIGNS.findall(code_letters(code)))


_CODE_SIGNS = lazily(r"[^\W\d_]+|\d+")


def names_in(text: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """Find the known names in a text; return them in the text's order, and what is left over, folded.

    ``known`` maps folded spellings to names. Longer names are looked for first, as names contain commas.
    Words between two names ("va") are not left over.
    """
    rest = fold(text)
    found: dict[int, str] = {}
    for spelling in sorted(known, key=len, reverse=True):
        position = rest.find(spelling)
        if position >= 0:
            found[position] = known[spelling]
            rest = rest.replace(spelling, "\0" * len(spelling), 1)
    left = " ".join(rest.replace("\0", " ").strip(" ;,.").split())
    if not set(left.replace(",", " ").split()) - _JOINING:
        left = ""
    return tuple(found[position] for position in sorted(found)), left
