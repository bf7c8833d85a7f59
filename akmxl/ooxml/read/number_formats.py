"""Tell which number formats show a date or a time of day."""

from __future__ import annotations

from akmxl.core.lazy_pattern import lazily

_BUILTIN_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_DATE_LETTERS = frozenset("dmyhs")
_NOISE_SIGNS = frozenset('"\\_*[')
_FORMAT_NOISE = lazily(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = lazily(r"\[(?:h+|m+|s+)\]")


def is_date_format(number_id: int, code: str | None) -> bool:
    """Tell whether a number format shows a date or a time of day (elapsed times stay numbers)."""
    if code is None:
        return number_id in _BUILTIN_DATES
    first = code.split(";")[0].lower()
    if first == "standard" or ("[" in first and _ELAPSED.search(first)):
        return False
    if _NOISE_SIGNS.isdisjoint(first):  # as most
        return not _DATE_LETTERS.isdisjoint(first)
    return not _DATE_LETTERS.isdisjoint(_FORMAT_NOISE.sub("", first))
