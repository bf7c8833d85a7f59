"""Tell whether findings of two rules are about the same: one cell; or an item or report, in one month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from akmxl.core.cells import Place
    from akmxl.plan.period import Period
    from akmxl.rules.rule import Hit

_SUMS = ("PLN01", "PLN02", "LIB03")  # for a period they use all months since January


class Matters:
    """What some hits are about, by cells, items and reports: so each of thousands is asked in one step."""

    def __init__(self) -> None:
        self._places: set[Place] = set()
        self._periods: defaultdict[tuple[str, str], set[Period | None]] = defaultdict(set)

    def add(self, rule: str, hits: Collection[Hit]) -> None:
        """Add what the hits of a rule are about."""
        self._places.update(hit.place for hit in hits if hit.place is not None)
        # A period is asked for its hash in Python: that of thousands of hits, which share it, by identity.
        about = {(hit.item, hit.rests_on, hit.report, id(hit.period)): hit for hit in hits}
        for hit in about.values():
            for name in _names(hit):
                self._periods[name].add(_period(rule, hit))

    def others(self, rule: str, hits: list[Hit]) -> list[Hit]:
        """Return the hits of another rule that are about none of them."""
        if not (hits and (self._places or self._periods)):
            return hits
        return [hit for hit in hits if not self._touched_by(rule, hit)]

    def _touched_by(self, rule: str, hit: Hit) -> bool:
        if hit.place in self._places:
            return True
        others = (other for name in _names(hit) for other in self._periods.get(name, ()))
        period = _period(rule, hit)
        return any(_have_a_month_in_common(period, other) for other in others)


def _names(hit: Hit) -> Iterator[tuple[str, str]]:
    yield from (("item", code) for code in (hit.item, *hit.rests_on) if code is not None)
    if hit.report is not None:
        yield "report", hit.report


def _period(rule: str, hit: Hit) -> Period | None:
    return hit.period.since_january if hit.period and rule in _SUMS else hit.period


def _have_a_month_in_common(one: Period | None, other: Period | None) -> bool:
    return one is None or other is None or not set(one.months).isdisjoint(other.months)
