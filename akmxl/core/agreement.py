"""Put the word beside a number in the form that the number asks for, as Russian wants it.

A text gives the three forms after the number's name: ``{count} {count:строка|строки|строк}`` becomes
``1 строка``, ``22 строки``, ``1 413 строк``. Uzbek and English texts give none.

Source: the plural rules of the Unicode CLDR for ``ru``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMS = lazily(r"\{(\w+):([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
_ONE, _FEW, _MANY = range(3)
_WHOLE = lazily(r"-?\d+")


def agreeing(text: str, params: Mapping[str, object]) -> str:
    """Return a text with each word that gives forms in the form of its number.

    ``params`` are the numbers by name, plain or as people read them: ``1 413``, ``97,3``.
    """
    return _FORMS.sub(lambda found: found[2 + form_of(str(params[found[1]]))], text) if "|" in text else text


def without_number(text: str) -> str:
    """Return a text whose numbers are not known with each word that gives forms as it stands after many."""
    return _FORMS.sub(lambda found: found[2 + _MANY], text)


def form_of(number: str) -> int:
    """Return which form a number asks for: 0 as after 1, 1 as after 2 and after a fraction, 2 as after 5."""
    whole = "".join(number.split())
    if not _WHOLE.fullmatch(whole):
        return _FEW
    tens, ones = divmod(int(whole[-2:].lstrip("-")), 10)
    if tens == 1 or ones not in range(1, 5):
        return _MANY
    return _ONE if ones == 1 else _FEW
