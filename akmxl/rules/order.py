"""Find what stands out of order among days that otherwise rise."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def out_of_order(days: Sequence[date]) -> list[int]:
    """Return the places of the days without which the others rise: as few as can be, but for the first."""
    tails: list[int] = []  # of the rising rows of each length, where the one with the lowest end ends
    before: list[int] = []
    for nth, day in enumerate(days):
        length = bisect_right(tails, day, key=days.__getitem__)
        before.append(tails[length - 1] if length else -1)
        tails[length : length + 1] = [nth]
    kept, at = set(), tails[-1]
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [nth for nth in range(1, len(days)) if nth not in kept]
