"""Add up over centres what their lists come to: rows, participants, pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.plan.period import Period
from akmxl.plan.returns.expected import is_active
from akmxl.plan.returns.figures import as_number, centres_within, counts_in
from akmxl.plan.returns.records import Count, ListTotal, Status
from akmxl.plan.returns.totals import sum_of
from akmxl.plan.values import SAID, SPANS, split_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.plan.returns.records import Consolidation, Number, Return

    _List = tuple[str, str, str, str]  # its report, period, selection and field


def list_totals(found: Consolidation) -> tuple[ListTotal, ...]:
    """Add up the totals of lists in the forms that count; what nobody knows is not among them."""
    owing: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for one in found.expected:
        owing[one.report, one.period][one.centre] = 1
    catalogued = set(owing)
    alike: defaultdict[tuple[str, str, int], list[Return]] = defaultdict(list)  # those that share their keys
    for entry in found.entries:
        if entry.status is Status.ACCEPTED and entry.returned:
            owing[entry.report, entry.period][entry.centre] = centres_within(entry.returned)
            alike[entry.report, entry.period, id(entry.returned.keys)].append(entry.returned)
    values: defaultdict[_List, defaultdict[str, list[Number]]] = defaultdict(lambda: defaultdict(list))
    said: Counter[tuple[_List, str]] = Counter()
    for (report, period, _), its in alike.items():
        for place, (kind, selection, field) in _lists_in(its[0].keys):
            if known := [number for form in its if (number := as_number(form.said[place])) is not None]:
                of = report, period, selection, field
                values[of][kind] += known
                said[of, kind] += _centres(its, place) if its[0].is_summary else len(known)
    rows = []
    for of, spans in values.items():
        report, period, *_ = of
        n = sum(owing[report, period].values())
        if (report, period) not in catalogued:
            n = max(n, sum(is_active(one, Period.parse(period)) for one in found.centres))
        sums = {span: (sum_of(known) or 0, said[of, span]) for span, known in spans.items()}
        rows.append(ListTotal(*of, sums, n))
    return tuple(rows)


def _centres(forms: Sequence[Return], place: int) -> int:
    """Return how many centres said a total of regions' forms; one that does not say it, of one alone."""
    known = [form for form in forms if as_number(form.said[place]) is not None]
    return sum(counts_in(form).get(form.keys[place], Count(1, 1)).said for form in known)


def _lists_in(keys: tuple[str, ...]) -> tuple[tuple[int, tuple[str, str, str]], ...]:
    """Return the span, list and field of the keys that are of a list, each with its place among all."""
    found = ((place, split_key(key)) for place, key in enumerate(keys))
    return tuple((place, of) for place, of in found if of[0] in SPANS and not of[2].startswith(SAID))
