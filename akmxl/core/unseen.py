"""Know the signs that nobody sees in a cell: take them out, name them, tell two texts apart that look alike.

They come with what is copied from web pages, PDF files and messengers. A text is read without them; that they
are there is told at the cell (TXT04).
"""

from __future__ import annotations

import unicodedata
from itertools import chain, groupby

from akmxl.core.i18n import N_, translate
from akmxl.core.lazy_pattern import lazily

_JOINERS = "\u200d\ufe00-\ufe0f"  # part of the picture behind a picture, such as ❤️; elsewhere unseen
_ALWAYS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_PICTURE = "\u2190-\u2bff\u3030-\u303d\u3297\u3299\U0001f000-\U0001faff"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_UNSEEN = lazily(f"[{_ALWAYS}]|(?<![{_PICTURE}{_JOINERS}])[{_JOINERS}]")
_ODD_BLANK = lazily(r"[^\S \n]|\u2800")
_COMBINING = lazily(f"[{_MARKS}]")
_STRESS = lazily(r"(?<=[^\W\d_])[\u0300\u0301\u0340\u0341]")  # on a letter: no letter of Uzbek or Russian
_BREAKS = "\x85\u2028\u2029"  # line breaks of other programs; Excel shows nothing, so they get into words too
_PERHAPS = lazily(f"[{_ALWAYS}{_JOINERS}{_MARKS}{_BREAKS}]")
_APOSTROPHES = "'`‘’ʻʼ´ʹ′"
_BLANK = lazily(rf"[\s\u2800{_ALWAYS}{_JOINERS}{_APOSTROPHES}]*")
_LETTER = r"[^\W\d_]"
_IN_LETTERS = rf"(?:{_LETTER}|[{_APOSTROPHES}])"
_BREAK = lazily(f"[\t\r\u2800{_BREAKS}]+")  # in a cell a tab takes no room either
_BREAK_IN_WORD = (
    lazily(  # behind one letter or two of a word, or before its last one; else it parts two words
        rf"(?<={_IN_LETTERS})(?<!{_IN_LETTERS}{_LETTER}{_LETTER})(?<!\bva)[{_BREAKS}]+(?={_LETTER})"
        rf"|(?<={_LETTER})[{_BREAKS}]+(?={_LETTER}(?!{_IN_LETTERS}))"
    )
)
# What nearly every text is made of: looking it up takes less than a search for what is not.
_LETTERS = (range(32, 127), range(0xC0, 0x180), range(0x400, 0x482), range(0x48A, 0x530))  # with Cyrillic
_ORDINARY = frozenset(map(chr, chain(*_LETTERS))) | frozenset("‘’“”«»–—…№\n")

SEMICOLONS = "\uff1b\u037e\u061b\ufe14\ufe54"  # of other scripts and widths: they look like the plain one

_SIGNLESS = lazily("[\ue000-\uf8ff\ufffe\uffff]+")  # each font draws these as it likes, or not at all

FILLERS = "\u115f\u1160\u3164\uffa0"  # letters for Unicode, and drawn as nothing
_SAYS_NOTHING = frozenset(f" \n{_APOSTROPHES}")

# Letters of other alphabets that are drawn as a Latin one; the Cyrillic ones first.
_LIKE_LATIN: dict[int, int | str | None] = {
    **str.maketrans("аеосрхуіјѕһԛԝАВЕКМНОРСТУХІЈЅѴ", "aeocpxyijshqwABEKMHOPCTYXIJSV"),
    **str.maketrans("αονρικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aovpikuABEZHIKMNOPTYX"),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    ord("ı"): "i",
}


def visible(text: str) -> str:
    """Return a text without the signs that nobody sees; blanks of all kinds stay.

    >>> visible("Ko\u00add\u200b")
    'Kod'
    """
    return _UNSEEN.sub("", text) if perhaps_odd(text) else text


def rejoined(text: str) -> str:
    """Return a text with its words whole where a line break of another program stands inside one.

    >>> rejoined("Ko\u2028d"), rejoined("Tadbir\u2028turi") == "Tadbir\u2028turi"
    ('Kod', True)
    """
    return _BREAK_IN_WORD.sub("", text)


def without_breaks(text: str) -> str:
    """Return a text without tabs, blanks of Braille and line breaks of other programs, also where they may
    part two words.
    """
    return text if text.isprintable() and "\u2800" not in text else _BREAK.sub("", text)


def perhaps_odd(text: str) -> bool:
    """Tell quickly whether a text may hold signs that nobody sees, or letters written in two signs."""
    if text.isascii() and text.isprintable():
        return False
    return not _ORDINARY.issuperset(text) and _PERHAPS.search(text) is not None


def is_blank(text: str) -> bool:
    """Tell whether a text says nothing: it is empty, or all blanks, signs that nobody sees and apostrophes.

    An apostrophe is what people type to empty a cell, or before a text.
    """
    if not text:
        return True
    first = text[0]
    if (first.isalnum() and first not in FILLERS) or (first in _ORDINARY and first not in _SAYS_NOTHING):
        return False
    return _BLANK.fullmatch(text) is not None


def is_empty_text(formula: str) -> bool:
    """Tell whether a formula is an empty text and can be nothing else: ``""``, or blanks in quotes."""
    return not formula.strip("= \n").strip('"').strip() and formula.count('"') == 2


def composed(text: str) -> str:
    """Reduce the ways to write one letter to one, without signs that nobody sees or marks on letters.

    A digit of any alphabet is a digit; what only looks like one (², ½, ①) stays what it is.

    >>> composed("１٣²")
    '13²'
    """
    if text.isascii() and text.isprintable():
        return text
    if _ORDINARY.issuperset(text):
        plain = unicodedata.normalize("NFKC", text)
    else:
        plain = _normal(_STRESS.sub("", rejoined(_UNSEEN.sub("", text))).replace("\u2800", " "))
    return plain if _ORDINARY.issuperset(plain) else _COMBINING.sub("", plain)


def _normal(text: str) -> str:
    digits = {ord(sign): str(unicodedata.decimal(sign)) for sign in set(text) if sign.isdecimal()}
    text = text.translate(digits)
    runs = (("".join(run), odd) for odd, run in groupby(text, _is_no_digit))
    return "".join(run if odd else unicodedata.normalize("NFKC", run) for run, odd in runs)


def _is_no_digit(sign: str) -> bool:
    """Tell whether a sign is a small, broken or circled figure, of which plain forms make digits."""
    return sign.isnumeric() and unicodedata.category(sign) == "No"


def odd_signs(text: str) -> tuple[str, ...]:
    """Return the signs in a text that nobody sees or that look like a blank, each once: ``U+200B``."""
    if _ORDINARY.issuperset(text):
        return ()
    found = (*_UNSEEN.findall(text), *_ODD_BLANK.findall(text))
    return tuple(dict.fromkeys(f"U+{ord(sign):04X}" for sign in found))


def tell_apart(one: str, other: str) -> tuple[str, str]:
    r"""Return two texts as a message shows them: where they look alike, with the signs named that differ.

    >>> tell_apart("Kod", "Ko\u200bd")
    ('Kod', 'Ko⟨U+200B: invisible⟩d')
    >>> tell_apart("Kod", "Kod\ue000") == ("Kod", "Kod\ue000⟨U+E000⟩")
    True
    """
    if one == other or _look(one) != _look(other):
        return one, other
    from difflib import SequenceMatcher  # late: texts that look alike are rare

    sides: tuple[list[str], list[str]] = ([], [])
    for how, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for side, piece in zip(sides, (one[start:end], other[begin:stop]), strict=True):
            side.append(piece if how == "equal" else "".join(map(_named, piece)))
    return "".join(sides[0]), "".join(sides[1])


def _look(text: str) -> str:
    return "".join(_SIGNLESS.sub("", composed(text).translate(_LIKE_LATIN)).split())


def _named(sign: str) -> str:
    """Return a sign with what it is, if it is not a plain one."""
    if sign.isascii() and sign.isprintable():
        return sign if sign.strip() else f"⟨{translate(_PLAIN_BLANK)}⟩"
    number = f"U+{ord(sign):04X}"
    if _UNSEEN.fullmatch(sign) or sign in "\u200d\ufe0f":
        return f"⟨{number}: {translate(_INVISIBLE)}⟩"
    if _ODD_BLANK.fullmatch(sign) or sign == "\n":
        return f"⟨{number}: {translate(_OTHER_BLANK)}⟩"
    alphabet = unicodedata.name(sign, "").partition(" ")[0]
    words = {"CYRILLIC": _CYRILLIC, "GREEK": _GREEK, "COMBINING": _MARK}
    if alphabet in words:
        return f"{sign}⟨{number}: {translate(words[alphabet])}⟩"
    return f"{sign}⟨{number}⟩"


_PLAIN_BLANK, _INVISIBLE, _OTHER_BLANK = N_("blank"), N_("invisible"), N_("another blank")
_CYRILLIC, _GREEK, _MARK = N_("Cyrillic"), N_("Greek"), N_("mark on the letter")
