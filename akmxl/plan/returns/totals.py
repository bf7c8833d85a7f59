"""Add up figures over centres: never across units, and unknown stays unknown."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.returns.figures import MEASURES
from akmxl.plan.returns.records import Count, Measured, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.returns.figures import Alike
    from akmxl.plan.returns.records import Counted, Expected, Number

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
) -> tuple[Total, ...]:
    """Add up the figures of forms by report, period, item and measure.

    A form's figure of a stock is already its last value, so stocks too are added over centres. ``active``:
    how many centres there are in a period, of whom a report is asked that the catalogue does not have;
    ``order``: the place of items in the plan.
    """
    owing: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in expected:
        owing[one.report, one.period].add(one.centre)
    catalogued = set(owing)
    for own in forms:
        owing[own.report, own.period].update([form.entry.centre for form in own.forms])
    rows, units = _rows(forms)
    found: list[Total] = []
    for of, its in rows.items():
        n = len(owing[of.report, of.period])
        if (of.report, of.period) not in catalogued:
            n = max(n, active.get(of.period, 0))
        found += _measures(of, its, units[of.unit], n)
    return tuple(sorted(found, key=lambda one: _place(one, order)))


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


def _measures(of: _Of, groups: Sequence[Alike], unit: str, expected: int) -> list[Total]:
    """Return the totals of an item's measures, and the percent of those who have a plan and a figure."""
    found = []
    regions = [form for own in groups for form in own.regions]
    for measure in MEASURES:
        key = Measured(of.code, measure)
        if columns := [own.columns[key] for own in groups if key in own.columns]:
            values = [value for column in columns for value in column if value is not None]
            said, n = _count(key, len(values), expected, regions)
            found.append(Total(of.report, of.period, of.code, measure, unit, sum_of(values), said, n))
    done, plan = Measured(of.code, "ytd"), Measured(of.code, "plan")
    if any(done in own.columns and plan in own.columns for own in groups):
        both = [one for own in groups for one in _of_plan(own, done, plan)]
        planned = sum_of([p for _, _, p in both])
        share = round(100 * (sum_of([d for _, d, _ in both]) or 0) / planned, 1) if planned else None
        said, _ = _count(done, len(both), 0, [form for form, _, _ in both if form.over])
        _, n = _count(done, 0, expected, regions)
        found.append(Total(of.report, of.period, of.code, PERCENT, "%", share, said, n))
    return found


def _of_plan(own: Alike, done: Measured, plan: Measured) -> Iterator[tuple[Counted, Number, Number]]:
    """Yield the forms that have a figure and a plan, both of the same centres where it is one of a region."""
    nothing = (None,) * len(own.forms)
    figures = own.columns.get(done, nothing), own.columns.get(plan, nothing)
    for form, figure, planned in zip(own.forms, *figures, strict=True):
        if figure is not None and planned and form.over.get(done) == form.over.get(plan):
            yield form, figure, planned


def _count(key: Measured, said: int, expected: int, regions: Iterable[Counted]) -> Count:
    """Return how many centres said a figure, of how many: of a region's form those that it stands for."""
    for form in regions:
        if over := form.over.get(key):
            expected += over.expected - 1
            if form.figures.get(key) is not None:
                said += over.said - 1
    return Count(said, expected)


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
