"""Find figures far from those of like centres: by the median and the median of the distances from it."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.returns.records import Outlier, measured_as
from akmxl.plan.returns.regions import region_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.returns.figures import Alike
    from akmxl.plan.returns.records import Centre, Measured

FEWEST = 5  # values without which nobody knows what is usual
# The modified z-score of Iglewicz and Hoaglin: beyond 3.5 a value is far off; a MAD is 0.6745 deviations.
_DEVIATION = 0.6745
FAR = 3.5 / _DEVIATION
_NEAR = 0.999 * FAR  # below it no rounding makes a distance too far
_Value = tuple[str, float, float]  # the centre, its figure, its plan (0: none)
_Group = tuple[str, str]  # by what centres are like one another, and its name
_Compared = tuple[str, str, "Measured", str, str, _Group]
_BY_PLAN = ("fact", "ytd")  # what is done depends on what is planned


class _Figure(NamedTuple):
    """A centre's figure; ``size`` is its plan, by which it is compared, 1 where it is compared as it is."""

    centre: str
    value: float
    size: float


def outliers_of(forms: Iterable[Alike], centres: Iterable[Centre]) -> tuple[Outlier, ...]:
    """Find the figures far from those of the centre's group, else of its region, else of all centres.

    What was done is compared by the centre's own plan where enough centres have one; the median is then what
    like centres would have done with it. Of regions' figures only those of all of their centres are compared.
    """
    like = {one.code: _group(one) for one in centres}
    said: defaultdict[_Compared, list[_Value]] = defaultdict(list)
    for own in forms:
        _add(said, _whole(own) if own.forms[0].of_region else own, like)
    found = [
        Outlier(one.centre, report, period, *measured, one.value, usual, distance)
        for (report, period, measured, *_), values in said.items()
        if len(values) >= FEWEST
        for one, usual, distance in _far(values)
    ]
    return tuple(sorted(found))


def _whole(own: Alike) -> Alike:
    """Return the forms of regions without the figures of some of their centres."""
    columns = {
        of: [
            value if (over := form.over.get(of)) and over.is_whole else None
            for form, value in zip(own.forms, column, strict=True)
        ]
        for of, column in own.columns.items()
    }
    return own._replace(columns=columns)


def _add(said: defaultdict[_Compared, list[_Value]], own: Alike, like: Mapping[str, _Group]) -> None:
    """Add figures to those with which they are compared: of like centres, of one item, unit and kind."""
    centres = [form.entry.centre for form in own.forms]
    groups = [like.get(centre, ("", "")) for centre in centres]
    for of, column in own.columns.items():
        if column.count(None) == len(column):
            continue  # as most: nobody has done anything of it yet
        plan = own.columns.get(measured_as(of.code, "plan")) if of.measure in _BY_PLAN else None
        figures = zip(centres, groups, column, plan or (0,) * len(column), strict=True)
        item = own.items[of.code]
        what = own.report, own.period, of, fold(item.unit), item.adds_up
        for centre, group, value, size in figures:
            if value is not None:
                said[*what, group].append((centre, value, size or 0))


def _group(centre: Centre) -> _Group:
    """Return which centres are like one: those of its group, else of its region, else all."""
    if centre.group:
        return "group", fold(centre.group)
    return ("region", region_key(centre.region)) if centre.region else ("", "")


def _far(values: Sequence[_Value]) -> Iterator[tuple[_Figure, float, float]]:
    """Yield the figures that are far off, with the median and how many MADs they are away."""
    planned = [one for one in values if one[2] > 0]
    if len(planned) < FEWEST:
        yield from _far_of([(centre, value, 1) for centre, value, _ in values])
        return
    yield from _far_of(planned)
    yield from _far_of([(centre, value, 1) for centre, value, plan in values if plan <= 0])


def _far_of(figures: Sequence[_Value]) -> Iterator[tuple[_Figure, float, float]]:
    """Yield those that are far off; each is compared by its size, its plan, or 1 where as it is."""
    if len(figures) < FEWEST:
        return
    shares = [value / size for _, value, size in figures]
    ordered = sorted(shares)
    if ordered[0] == ordered[-1]:
        return
    middle = _median(ordered)
    distances = sorted([abs(share - middle) for share in shares])
    mad = _median(distances)
    if distances[-1] < _NEAR * mad:
        return  # as nearly all: even the furthest is near
    for one in figures:
        _, value, size = one
        usual = middle * size
        # Counts differ by chance as much as their square root: where all centres say 12, 13 is not far off.
        distance = abs(value - usual) / max(mad * size, _DEVIATION * sqrt(max(abs(usual), 1)))
        if distance > FAR:
            yield _Figure(*one), round(usual, 2), round(distance, 2)


def _median(ordered: Sequence[float]) -> float:
    """Return the value in the middle, or the mean of two, as ``statistics`` does, which is slow to import."""
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) / 2
