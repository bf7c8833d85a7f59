"""Add up over centres what their lists come to: rows, participants, pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.returns.expected import active_in
from akmxl.plan.returns.figures import as_number
from akmxl.plan.returns.records import Status
from akmxl.plan.returns.totals import asked_of, sum_of
from akmxl.plan.values import SPANS, split_key

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Consolidation, Number, Return


class ListTotal(NamedTuple):
    """What a field of a list comes to over centres, by span (of ``SPANS``): the sum, of how many it is.

    ``expected`` holds no centres of the regions ``beyond``.
    """

    report: str
    period: str
    selection: str
    field: str
    sums: dict[str, tuple[Number, int]]
    expected: int
    beyond: tuple[str, ...] = ()


def list_totals(found: Consolidation) -> tuple[ListTotal, ...]:
    """Add up the totals of lists in the forms that count; what nobody knows is not among them."""
    came: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    alike: defaultdict[tuple[str, str, int], list[Return]] = defaultdict(list)  # those that share their keys
    for entry in found.entries:
        if entry.status is Status.ACCEPTED and entry.returned:
            came[entry.report, entry.period].append(entry.centre)
            alike[entry.report, entry.period, id(entry.returned.keys)].append(entry.returned)
    values: defaultdict[tuple[str, str, str, str], defaultdict[str, list[Number]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for (report, period, _), its in alike.items():
        for place, (kind, selection, field) in _lists_in(its[0].keys):
            if known := [number for form in its if (number := as_number(form.said[place])) is not None]:
                values[report, period, selection, field][kind] += known
    active = active_in({period for _, period in came}, found.centres, found.regions.names)
    asked = asked_of(found.expected, came, active, found.regions)
    rows = []
    for (report, period, selection, field), spans in values.items():
        n, beyond = asked[report, period].whole({})
        sums = {span: (sum_of(its) or 0, len(its)) for span, its in spans.items()}
        rows.append(ListTotal(report, period, selection, field, sums, n, beyond))
    return tuple(rows)


def _lists_in(keys: tuple[str, ...]) -> tuple[tuple[int, tuple[str, str, str]], ...]:
    """Return the span, list and field of the keys that are of a list, each with its place among all."""
    found = ((place, split_key(key)) for place, key in enumerate(keys))
    return tuple((place, of) for place, of in found if of[0] in SPANS)
