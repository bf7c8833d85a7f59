"""Know a region by its name, however its last word is written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = lazily(r"[\s,-]*\b(?:viloyati?|vil|oblast\w?|obl)\b\.?$")


@cache
def region_key(name: str) -> str:
    """Return what all spellings of a region have in common.

    >>> region_key("Sirdaryo viloyati") == region_key("СИРДАРЁ вил.") == region_key("Sirdaryo")
    True
    """
    folded = fold(name)
    return _WORD.sub("", folded) or folded


def region_names(names: Iterable[str]) -> dict[str, str]:
    """Return the fullest spelling of each region by its key."""
    best: dict[str, str] = {}
    for name in sorted(set(names), key=lambda one: (len(one), one)):
        best[region_key(name)] = name
    return best
