"""Add up figures over centres: never across units, and unknown stays unknown."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.returns.figures import MEASURES, alike
from akmxl.plan.returns.records import Count, Measured, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    forms: Iterable[Counted],
    expected: Iterable[Expected],
    active: Mapping[str, int],
    order: Mapping[str, int],
) -> tuple[Total, ...]:
    """Add up the figures of forms by report, period, item and measure.

    A form's figure of a stock is already its last value, so stocks too are added over centres. ``active``:
    how many centres there are in a period, of whom a report is asked that the catalogue does not have;
    ``order``: the place of items in the plan.
    """
    forms = tuple(forms)
    owing: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in expected:
        owing[one.report, one.period].add(one.centre)
    catalogued = set(owing)
    for form in forms:
        centre, report, period = form.place
        owing[report, period].add(centre)
    rows, units = _rows(forms)
    found: list[Total] = []
    for of, its in rows.items():
        n = len(owing[of.report, of.period])
        if (of.report, of.period) not in catalogued:
            n = max(n, active.get(of.period, 0))
        found += _measures(of, its, units[of.unit], n)
    return tuple(sorted(found, key=lambda one: _place(one, order)))


def _rows(forms: Iterable[Counted]) -> tuple[dict[_Of, list[Counted]], dict[str, str]]:
    """Return the forms that have figures of what is added up, and the spelling of each unit."""
    rows: defaultdict[_Of, list[Counted]] = defaultdict(list)
    units: dict[str, str] = {}
    for its in alike(forms):
        _, report, period = its[0].place
        for code in dict.fromkeys([measured.code for measured in its[0].figures]):
            item = its[0].items[code]
            unit = fold(item.unit)
            units[unit] = min(units.get(unit, item.unit), item.unit)
            rows[_Of(report, period, code, unit, item.adds_up)] += its
    return rows, units


def _measures(of: _Of, forms: Iterable[Counted], unit: str, expected: int) -> list[Total]:
    """Return the totals of an item's measures, and the percent of those who have a plan and a figure."""
    found = []
    forms = tuple(forms)
    figures = [form.figures for form in forms]
    regions = [form for form in forms if form.over]
    for measure in MEASURES:
        key = Measured(of.code, measure)
        if any(key in its for its in figures):
            values = [value for its in figures if (value := its.get(key)) is not None]
            said, n = _count(key, len(values), expected, regions)
            found.append(Total(of.report, of.period, of.code, measure, unit, sum_of(values), said, n))
    done, plan = Measured(of.code, "ytd"), Measured(of.code, "plan")
    if any(done in its and plan in its for its in figures):
        both = [form for form in forms if _is_of_plan(form, done, plan)]
        pairs = [(form.figures[done] or 0, form.figures[plan] or 0) for form in both]
        planned = sum_of([p for _, p in pairs])
        share = round(100 * (sum_of([d for d, _ in pairs]) or 0) / planned, 1) if planned else None
        said, _ = _count(done, len(both), 0, [form for form in both if form.over])
        _, n = _count(done, 0, expected, regions)
        found.append(Total(of.report, of.period, of.code, PERCENT, "%", share, said, n))
    return found


def _is_of_plan(form: Counted, done: Measured, plan: Measured) -> bool:
    """Tell whether a form has a figure and a plan, both of the same centres where it is one of a region."""
    has = form.figures.get(done) is not None and bool(form.figures.get(plan))
    return has and form.over.get(done) == form.over.get(plan)


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
