"""Keep what each sector of the day log had in each month, so that exchanged headings are noticed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.plan import registers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Plan

    Sums = dict[int, int]  # by month

_BEFORE = f"{registers.DAILY}/"  # among the rows that are kept of the registers: Kundalik/Bolalar sektori
_SUM = lazily(r"([1-9]|1[0-2]):(\d{1,15})")


_SINCE = lazily(r"s([1-9]|1[0-2])\b")  # among a sector's months: in which a check first saw it
_NONE = "0"  # of a sector that is known and has no figure


def sector_sums(plan: Plan) -> dict[str, str]:
    """Return what is kept from check to check of each sector: its months, ``1:1435;2:872``, and if a check
    has seen the others before it, since when it is known: ``s10;10:55``.

    Of sectors whose headings were exchanged, or that are on the list no more, that is what was kept before.
    """
    since, now = new_sectors(plan), _now(plan)
    sums = {}
    for name in plan.settings.sectors:
        months = [f"s{since[name]}"] if since.get(name) else []
        months += (f"{month}:{now[name][month]}" for month in sorted(now.get(name, {})))
        sums[name] = ";".join(months) or _NONE
    for name in {name for pair in exchanged_sectors(plan) for name in pair}:
        sums[name] = plan.known_rows[_BEFORE + name]
    off_the_list = {
        key: text
        for key, text in plan.known_rows.items()
        if key.startswith(_BEFORE) and key.removeprefix(_BEFORE) not in plan.settings.sectors
    }
    kept = off_the_list | {_BEFORE + name: text for name, text in sums.items()}
    return dict(sorted(kept.items()))


def new_sectors(plan: Plan) -> dict[str, int]:
    """Return the sectors that checks have not known as long as the others, each with the month in which it
    was first seen: the last one that has figures.
    """
    rows = plan.known_rows.items()
    kept = {key.removeprefix(_BEFORE): _SINCE.search(text) for key, text in rows if key.startswith(_BEFORE)}
    new = [name for name in plan.settings.sectors if name not in kept] if kept else []
    last = max((month for sums in _now(plan).values() for month in sums), default=0) if new else 0
    found = dict.fromkeys(new, last) if last else {}
    return found | {name: int(seen[1]) for name, seen in kept.items() if seen}


def kept_months(plan: Plan, sector: str) -> frozenset[int]:
    """Return the months in which a sector had figures at the last check."""
    return frozenset(_read(plan.known_rows.get(_BEFORE + sector, "")))


def exchanged_sectors(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the pairs of sectors each of which has now what the other had at the last check.

    The last month of both may have gone on since.
    """
    kept = {
        name: _read(text) for name in plan.settings.sectors if (text := plan.known_rows.get(_BEFORE + name))
    }
    now = _now(plan) if len(kept) > 1 else {}
    changed = {
        name: sums for name, sums in kept.items() if _until(now.get(name, {}), sums) != _finished(sums)
    }
    for one, other in combinations(changed, 2):
        mine, others = changed[one], changed[other]
        if mine != others and all(
            _finished(before) and _until(now.get(name, {}), before) == _finished(before)
            for name, before in ((one, others), (other, mine))
        ):
            yield one, other


def _finished(sums: Sums) -> Sums:
    """Return the months before the last one: the last may go on."""
    return {month: count for month, count in sums.items() if month < max(sums)}


def _until(sums: Sums, before: Sums) -> Sums:
    return {month: count for month, count in sums.items() if before and month < max(before)}


def _now(plan: Plan) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = {}
    names = frozenset(plan.settings.sectors)
    for day in plan.days:
        for name, figure in day.columns.items():
            if figure.value and name in names:
                found.setdefault(name, Counter())[day.date.month] += figure.value
    return found


def _read(text: str) -> Sums:
    return {int(month): int(count) for month, count in _SUM.findall(text)}
