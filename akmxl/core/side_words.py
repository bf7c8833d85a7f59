"""Tell what people write beside a table's records by its words: a total, a signature, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOTAL = lazily(
    r"(?:jami|jamisi|itogo|vsego|hammasi|barchasi|yigindi|yigindisi|summa|total|svod|ortacha|ortachasi|srednee)"
)
_WORD = lazily(r"[^\W_]+")
_LINE = lazily(r"_{3}|\.{5}|…{2}")  # to sign on
_SIGNED = lazily(
    r"(?:(?:akm|markaz|kutubxona|bolim|sektor|xizmat)\s+)?"
    r"(?:tuzdi|tuzuvchi|tuzgan|direktor|rahbar|boshliq|ijrochi|bajardi|bajaruvchi|tekshirdi|tekshiruvchi|"
    r"tasdiqlayman|tasdiqladi|tasdiqlandi|kelishildi|imzo|masul|masul shaxs|masul xodim|sana|izoh|eslatma|"
    r"diqqat|sostavil|sostavila|proveril|proverila|ispolnitel|podpis|data|primechanie|utverjdayu)(?:si|i)?"
    r"(?P<rest>\s*$|\s*:.*|\s*\(.*|\s+(?:\S+\s+)?[^\W\d_]{1,2}\..*)"
)


def is_total(text: str) -> bool:
    """Tell whether a text names a total: ``Jami``, ``I chorak jami:``, ``Итого``.

    >>> is_total("I chorak jami:"), is_total("Жами"), is_total("Navro‘z")
    (True, True, False)
    """
    return any(_TOTAL.fullmatch(word) for word in _WORD.findall(fold(text))[:4])


def leads_a_total(text: str) -> bool:
    """Tell whether a text begins with a total's name: ``Jami 60 ta``."""
    words = _WORD.findall(fold(text))
    return bool(words) and _TOTAL.fullmatch(words[0]) is not None


def is_signature(text: str) -> bool:
    """Tell whether a text is a line that people sign, or one that names itself a note.

    >>> [is_signature(text) for text in ("Tuzdi: A. Karimov", "Direktor ____", "Direktor bilan uchrashuv")]
    [True, True, False]
    """
    return _LINE.search(text) is not None or _SIGNED.fullmatch(fold(text)) is not None


def is_signed(texts: Sequence[str]) -> bool:
    """Tell whether the texts of a row, from left to right, are what people sign: who, a line, a name.

    >>> is_signed(["Direktor", "____", "A. Karimov"]), is_signed(["Ko‘rgazma", "Direktor"])
    (True, False)
    """
    return bool(texts) and (is_signature(texts[0]) or any(map(has_a_line, texts)))


def has_a_line(text: str) -> bool:
    """Tell whether a text holds a line to sign on."""
    return _LINE.search(text) is not None


def is_footnote(text: str) -> bool:
    """Tell whether a text is a remark behind a star: ``* oktabr hali to‘ldirilmagan``.

    >>> is_footnote("* oktabr hali to‘ldirilmagan"), is_footnote("*9.4")
    (True, False)
    """
    return text.lstrip().startswith(("*", "※")) and any(map(str.isspace, text.strip(" *※")))


def is_noted(text: str) -> bool:
    """Tell whether a text says so by its signs: a line to sign on, or a signature's word before a colon."""
    return _LINE.search(text) is not None or (":" in text and is_signature(text))
