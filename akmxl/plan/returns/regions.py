"""Know a region by its name, however its last word is written, and for how many centres it stands."""

from __future__ import annotations

from dataclasses import field, replace
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


@dataclass(frozen=True)
class Regions:
    """The regions of a run whose summary forms stand for their centres, by the codes under which they send.

    ``sizes`` tells how many centres a region (by its code) has in a period, as far as that is known;
    ``listed`` whether a table tells which regions there are: else one that sent nothing is not among them.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    listed: bool = True

    def only(self, codes: Iterable[str]) -> Regions:
        """Return those of some codes."""
        return replace(self, names={code: self.names[code] for code in codes if code in self.names})


NO_REGIONS = Regions()
