"""Add up figures over centres: never across units, and unknown stays unknown."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.returns.figures import MEASURES
from akmxl.plan.returns.records import Measured, Total
from akmxl.plan.returns.regions import NO_REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.returns.figures import Alike
    from akmxl.plan.returns.records import Count, Counted, Expected, Number
    from akmxl.plan.returns.regions import Regions

PERCENT = "percent"
_ORDER = {measure: place for place, measure in enumerate((*MEASURES, PERCENT))}


class _Of(NamedTuple):
    """What is added up together: an item of one unit and kind, in a report and a period."""

    report: str
    period: str
    code: str
    unit: str
    adds_up: str


def totals_of(
    forms: Sequence[Alike],
    expected: Iterable[Expected],
    active: Mapping[str, int],
    order: Mapping[str, int],
    regions: Regions = NO_REGIONS,
) -> tuple[Total, ...]:
    """Add up the figures of forms by report, period, item and measure.

    A form's figure of a stock is already its last value, so stocks too are added over centres. ``active``:
    how many centres there are in a period, of whom a report is asked that the catalogue does not have;
    ``order``: the place of items in the plan; ``regions``: those whose summaries stand for their centres.
    """
    came: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for own in forms:
        came[own.report, own.period] += [form.entry.centre for form in own.forms]
    asked = asked_of(expected, came, active, regions)
    rows, units = _rows(forms)
    found: list[Total] = []
    for of, its in rows.items():
        found += _measures(of, its, units[of.unit], asked[of.report, of.period])
    return tuple(sorted(found, key=lambda one: _place(one, order)))


class Asked(NamedTuple):
    """Of how many centres a report of a period is asked: of these, and of those of the regions.

    ``sizes`` tells by the codes of the regions how many centres each has; None where nobody knows.
    """

    centres: int
    sizes: Mapping[str, int | None]
    names: Mapping[str, str]

    def whole(self, told: Mapping[str, int | None]) -> tuple[int, tuple[str, ...]]:
        """Return how many all are, by what regions have ``told``, and the names of the unknown ones."""
        if not self.sizes:
            return self.centres, ()
        sizes = {**self.sizes, **told}
        beyond = tuple(sorted(self.names[code] for code, size in sizes.items() if size is None))
        return self.centres + sum(size for size in sizes.values() if size is not None), beyond


def asked_of(
    expected: Iterable[Expected],
    came: Mapping[tuple[str, str], Iterable[str]],
    active: Mapping[str, int],
    regions: Regions,
) -> dict[tuple[str, str], Asked]:
    """Return by report and period of how many it is asked: who owes it, and who ``came`` with it unasked.

    A report that the catalogue does not have is asked of all ``active`` centres and of all regions.
    """
    owing: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in expected:
        owing[one.report, one.period].add(one.centre)
    found: dict[tuple[str, str], Asked] = {}
    for place, senders in came.items():
        catalogued = place in owing
        all_asked = owing[place].union(senders)
        if not regions.names:
            n = len(all_asked)
            found[place] = Asked(n if catalogued else max(n, active.get(place[1], 0)), {}, {})
            continue
        own = all_asked & regions.names.keys() if catalogued else regions.names.keys()
        n = len(all_asked - regions.names.keys())
        sizes = {code: regions.sizes.get((code, place[1])) for code in own}
        found[place] = Asked(n if catalogued else max(n, active.get(place[1], 0)), sizes, regions.names)
    return found


def _rows(forms: Iterable[Alike]) -> tuple[dict[_Of, list[Alike]], dict[str, str]]:
    """Return the forms that have figures of what is added up, and the spelling of each unit."""
    rows: defaultdict[_Of, list[Alike]] = defaultdict(list)
    units: dict[str, str] = {}
    for own in forms:
        for code in dict.fromkeys([measured.code for measured in own.columns]):
            item = own.items[code]
            unit = fold(item.unit)
            units[unit] = min(units.get(unit, item.unit), item.unit)
            rows[_Of(own.report, own.period, code, unit, item.adds_up)].append(own)
    return rows, units


def _measures(of: _Of, groups: Sequence[Alike], unit: str, asked: Asked) -> list[Total]:
    """Return the totals of an item's measures, and the percent of those who have a plan and a figure."""
    found = []
    forms = [one for own in groups for one in own.forms if one.of_region] if asked.sizes else []
    for measure in MEASURES:
        key = Measured(of.code, measure)
        if columns := [own.columns[key] for own in groups if key in own.columns]:
            values = [value for column in columns for value in column if value is not None]
            n, beyond = asked.whole(_told(key, forms))
            said = len(values) + _more(key, forms)
            found.append(Total(of.report, of.period, of.code, measure, unit, sum_of(values), said, n, beyond))
    done, plan = Measured(of.code, "ytd"), Measured(of.code, "plan")
    if any(done in own.columns and plan in own.columns for own in groups):
        both = [one for own in groups for one in _of_plan(own, done, plan)]
        planned = sum_of([p for _, _, p in both])
        share = round(100 * (sum_of([d for _, d, _ in both]) or 0) / planned, 1) if planned else None
        n, beyond = asked.whole(_told(done, forms))
        said = len(both) + _more(done, [form for form, _, _ in both if form.of_region])
        found.append(Total(of.report, of.period, of.code, PERCENT, "%", share, said, n, beyond))
    return found


def _of_plan(own: Alike, done: Measured, plan: Measured) -> Iterator[tuple[Counted, Number, Number]]:
    """Yield the forms that have a figure and a plan, both of the same centres where it is one of a region."""
    nothing = (None,) * len(own.forms)
    figures = own.columns.get(done, nothing), own.columns.get(plan, nothing)
    for form, figure, planned in zip(own.forms, *figures, strict=True):
        if figure is not None and planned and (not form.of_region or are_of_as_many(form.over, done, plan)):
            yield form, figure, planned


def are_of_as_many(over: Mapping[Measured, Count], done: Measured, plan: Measured) -> bool:
    """Tell whether two of a region's figures are of as many centres; not where one does not say it."""
    one, other = over.get(done), over.get(plan)
    return one is not None and other is not None and one[:2] == other[:2]


def _told(key: Measured, forms: Iterable[Counted]) -> dict[str, int | None]:
    """Return of how many centres regions' forms say a figure to be asked; None where one does not say it."""
    told: dict[str, int | None] = {}
    for form in forms:
        if over := form.over.get(key):
            told[form.entry.centre] = over.expected
        elif form.figures.get(key) is not None:
            told[form.entry.centre] = None
    return told


def _more(key: Measured, forms: Iterable[Counted]) -> int:
    """Return by how much more centres have a figure than forms: a region's form stands for several.

    One that does not say for how many is not counted at all.
    """
    counts = [form.over.get(key) for form in forms if form.figures.get(key) is not None]
    return sum(over.said - 1 if over else -1 for over in counts)


def sum_of(values: Iterable[Number]) -> Number | None:
    """Add numbers up, the same in any order; None where there are none."""
    known = list(values)
    if not known:
        return None
    if {int}.issuperset(map(type, known)):
        return sum(known)
    exact = fsum(known)
    return int(exact) if exact.is_integer() else exact


def _place(one: Total, order: Mapping[str, int]) -> tuple[object, ...]:
    place = order.get(one.code, len(order))
    return one.report, one.period, place, one.code, _ORDER[one.measure], one.unit, str(one.value), one.said
