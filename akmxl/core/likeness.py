"""Tell how alike two headings are, whatever the endings of their words: ``Посещений``, ``Посещения``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.spelling import fold_header

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR = 0.55  # enough to be named as the nearest
_STEM, _OF_WORD = 4, 0.65  # signs, and share of the longer word, that two forms of a word begin with


def likeness(one: str, other: str) -> float:
    """Return how alike two headings are, from 0 to 1.

    >>> likeness("Посещений", "посещения")
    1.0
    >>> likeness("Выдано книг", "Абонемент") < 0.5
    True
    """
    return _likeness(fold_header(one), fold_header(other))


def nearest_heading(title: str, known: Iterable[str], least: float = NEAR) -> str | None:
    """Return the heading that is most like a title; None where none is near.

    >>> nearest_heading("Посещение", ["Дата", "Число посещений"])
    'Число посещений'
    """
    best = max(known, key=lambda one: likeness(title, one), default=None)
    return best if best is not None and likeness(title, best) >= least else None


@cache
def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    if one == other:
        return 1.0
    left, right = one.split(), other.split()
    found = sum(any(_are_forms(word, like) for like in right) for word in left)
    words = 2 * min(found, len(right)) / (len(left) + len(right)) if left and right else 0.0
    return max(words, SequenceMatcher(None, one, other).ratio())


def _are_forms(one: str, other: str) -> bool:
    """Tell whether two folded words are forms of one: they begin alike and differ in their endings."""
    if one == other:
        return True
    same = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
                min(len(one), len(other)))  # fmt: skip
    return same >= max(_STEM, _OF_WORD * max(len(one), len(other)))
