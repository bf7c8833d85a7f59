"""Add up over centres what their lists come to: rows, participants, pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.plan.returns.expected import active_in
from akmxl.plan.returns.figures import as_number, counts_of_lists
from akmxl.plan.returns.records import ListTotal, Status
from akmxl.plan.returns.totals import asked_of, sum_of
from akmxl.plan.values import SAID, SPANS, split_key

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Consolidation, Count, Number, Return

    _List = tuple[str, str, str, str]  # its report, period, selection and field


def list_totals(found: Consolidation) -> tuple[ListTotal, ...]:
    """Add up the totals of lists in the forms that count; what nobody knows is not among them."""
    came: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    alike: defaultdict[tuple[str, str, int], list[Return]] = defaultdict(list)  # those that share their keys
    for entry in found.entries:
        if entry.status is Status.ACCEPTED and entry.returned:
            came[entry.report, entry.period].append(entry.centre)
            alike[entry.report, entry.period, id(entry.returned.keys)].append(entry.returned)
    values: defaultdict[_List, defaultdict[str, list[Number]]] = defaultdict(lambda: defaultdict(list))
    for (report, period, _), its in alike.items():
        for place, (kind, selection, field) in _lists_in(its[0].keys):
            if known := [number for form in its if (number := as_number(form.said[place])) is not None]:
                values[report, period, selection, field][kind] += known
    active = active_in({period for _, period in came}, found.centres, found.regions.names)
    asked = asked_of(found.expected, came, active, found.regions)
    regions = _Regions(found)
    rows = []
    for of, spans in values.items():
        n, beyond = asked[of[:2]].whole(regions.sizes[of])
        sums = {
            span: (sum_of(known) or 0, len(known) + regions.more[of, span]) for span, known in spans.items()
        }
        rows.append(ListTotal(*of, sums, n, beyond))
    return tuple(rows)


class _Regions:
    """Of how many centres the totals are that regions' summaries say.

    ``more`` is by how much more centres said a total than forms: a summary that does not say its number is
    not counted at all. ``sizes`` are the centres to be asked, by the region's code; None: nobody knows.
    """

    def __init__(self, found: Consolidation) -> None:
        self.more: Counter[tuple[_List, str]] = Counter()
        self.sizes: defaultdict[_List, dict[str, int | None]] = defaultdict(dict)
        for one in found.entries if found.regions.names else ():
            form = one.returned
            if one.status is not Status.ACCEPTED or form is None or one.centre not in found.regions.names:
                continue
            counts = counts_of_lists(form)
            for place, (span, selection, field) in _lists_in(form.keys):
                if as_number(form.said[place]) is not None:
                    of = one.report, one.period, selection, field
                    self._add(of, span, one.centre, counts.get(form.keys[place]))

    def _add(self, of: _List, span: str, region: str, count: Count | None) -> None:
        self.more[of, span] += count.said - 1 if count else -1
        if count:
            self.sizes[of][region] = count.expected
        else:
            self.sizes[of].setdefault(region, None)


def _lists_in(keys: tuple[str, ...]) -> tuple[tuple[int, tuple[str, str, str]], ...]:
    """Return the span, list and field of the keys that are of a list, each with its place among all."""
    found = ((place, split_key(key)) for place, key in enumerate(keys))
    return tuple((place, of) for place, of in found if of[0] in SPANS and not of[2].startswith(SAID))
