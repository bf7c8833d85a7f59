"""List the figures that a later version says otherwise than the one before it."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.plan.returns.records import Revised, Status
from akmxl.plan.values import SPANS, split_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.returns.records import Entry, Return, Value

_FIGURES = ("item", *SPANS)  # what else a form has are texts and people's names


def revised_of(entries: Iterable[Entry]) -> tuple[Revised, ...]:
    """Return the figures that versions of an unbroken chain say otherwise, in the order of the entries."""
    entries = tuple(entries)
    several = {(o.centre, o.report, o.period) for o in entries if o.status is Status.SUPERSEDED}
    chains: defaultdict[tuple[str, str, str], list[Return]] = defaultdict(list)
    for one in entries if several else ():
        place = one.centre, one.report, one.period
        if place in several and one.returned and one.status in (Status.ACCEPTED, Status.SUPERSEDED):
            chains[place].append(one.returned)
    return tuple(
        revised
        for (centre, report, period), forms in sorted(chains.items())
        for revised in _revised(centre, report, period, sorted(forms, key=lambda form: form.version))
    )


def _revised(centre: str, report: str, period: str, forms: list[Return]) -> Iterator[Revised]:
    for before, after in pairwise(forms):
        old, new = _figures(before), _figures(after)
        for key in {**old, **new}:
            if old.get(key) != new.get(key):
                yield Revised(centre, report, period, after.version, key, old.get(key), new.get(key))


def _figures(form: Return) -> dict[str, Value]:
    return {key: value for key, value in form.values if split_key(key)[0] in _FIGURES}
