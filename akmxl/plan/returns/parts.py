"""Hold a centre's forms against each other: a quarter against its months, a year against its quarters."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.plan.period import Period
from akmxl.plan.returns.records import measured_as
from akmxl.plan.returns.totals import sum_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from akmxl.plan.returns.figures import Alike
    from akmxl.plan.returns.records import Counted, Measured, Number, Place

_PARTS = {
    3: (1,),
    6: (3, 1),
    9: (3, 1),
    12: (6, 3, 1),
}  # of what length the parts of a period may be, the longest first
_Whom = frozenset[str] | int | None
_Item = tuple[str, str, _Whom]  # its code, how it adds up, of which centres a region's figure of it is


class _Value(NamedTuple):
    """What a report says of an item for a period."""

    value: Number
    report: str
    period: Period


def contradictions(forms: Iterable[Alike]) -> dict[Place, list[Said]]:
    """Return by centre, report and period what a form says otherwise than the centre's other forms.

    Only figures that both sides have are compared: unknown is not 0. A region's are those of some of its
    centres: only what is of the same ones is compared.
    """
    found: defaultdict[Place, list[Said]] = defaultdict(list)
    forms = tuple(forms)
    figures = _Figures(_in_several(forms))
    ordered = sorted((form for own in forms for form in own.forms), key=lambda one: one.place)
    for centre, its in groupby(ordered, key=lambda one: one.entry.centre):
        own = tuple(its)
        items = _by_item(own, figures)
        for place, sentence in _below_its_parts(own, items, figures):
            found[place].append(sentence)
        for (code, adds_up, _), said in items.items():
            if len(said) > 1 and not _is_one(said):
                for period, report, sentence in _of_item(code, adds_up, _by_period(said)):
                    found[centre, report, str(period)].append(sentence)
    return dict(found)


def _in_several(forms: Iterable[Alike]) -> Set[tuple[str, str]]:
    """Return the items of several reports or periods: there is nothing to hold the others against."""
    places: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for own in forms:
        for code, item in own.items.items():
            places[code, item.adds_up].add((own.report, own.period))
    return {of for of, its in places.items() if len(its) > 1}


class _Figures:
    """Which figures of some items forms have: those with one mapping of items have the same ones."""

    def __init__(self, items: Set[tuple[str, str]]) -> None:
        self._items = items
        self._known: dict[tuple[int, str], Sequence[tuple[_Item, Measured]]] = {}

    def of(self, form: Counted, measure: str) -> Iterator[tuple[_Item, Number]]:
        """Yield the items of which a form has a figure, and how they add up, with the figure."""
        kind = id(form.items), measure
        if kind not in self._known:
            told = ((code, item.adds_up, measured_as(code, measure)) for code, item in form.items.items())
            self._known[kind] = [
                ((code, adds_up, None), of)
                for code, adds_up, of in told
                if (code, adds_up) in self._items and of in form.figures
            ]
        known = self._known[kind]
        for item, of in known if not form.of_region else _of_the_same(known, form):
            if (value := form.figures[of]) is not None:
                yield item, value


def _of_the_same(known: Iterable[tuple[_Item, Measured]], form: Counted) -> Iterator[tuple[_Item, Measured]]:
    """Yield the items of a region's form of whose figures it is known of which centres they are."""
    for (code, adds_up, _), of in known:
        if (over := form.over.get(of)) and over.whom is not None:
            yield (code, adds_up, over.whom), of


def _below_its_parts(
    forms: Sequence[Counted], items: Mapping[_Item, Sequence[_Value]], figures: _Figures
) -> Iterator[tuple[Place, Said]]:
    """Yield the figures since January that are less than the months and quarters of the year up to there."""
    most = {of: _most(said) if len(said) > 1 else said[0].value for of, said in items.items()}
    for form in forms:
        period = Period.parse(form.place[2])
        for of, since in figures.of(form, "ytd"):
            code, adds_up, _ = of
            if adds_up == "stock" or since >= most.get(of, 0):
                continue  # as nearly all: no choice of parts comes to more
            periods = _by_period(items[of])
            parts = _up_to(period, periods)
            done = sum_of(value for _, value in parts)
            if [part for part, _ in parts] != [period] and done is not None and since < done:
                yield (
                    form.place,
                    Said(
                        N_("{item}: since January {value} here, but {sum} by the forms on {periods}."),
                        item=code,
                        value=since,
                        sum=done,
                        periods=", ".join(str(part) for part, _ in parts),
                    ),
                )


def _up_to(period: Period, periods: Mapping[Period, list[_Value]]) -> list[tuple[Period, Number]]:
    """Return the longest periods from January to a period's end that do not overlap, with what is agreed."""
    found: list[tuple[Period, Number]] = []
    taken: set[int] = set()
    within = [one for one in periods if one.year == period.year and one.last <= period.last]
    for one in sorted(within, key=lambda own: (-len(own.months), own)):
        value = _agreed(periods[one])
        if value is not None and taken.isdisjoint(one.months):
            taken.update(one.months)
            found.append((one, value))
    return sorted(found)


def _is_one(said: Sequence[_Value]) -> bool:
    """Tell whether reports say the same of one period: most do that say something of one item."""
    value, _, period = said[0]
    return all(one.value == value and one.period is period for one in said)


def _most(said: Sequence[_Value]) -> Number:
    """Return the most that any choice of periods comes to."""
    if _is_one(said):
        return said[0].value
    return sum([max(its)[0] for its in _by_period(said).values()])


def _by_item(forms: Iterable[Counted], figures: _Figures) -> dict[_Item, list[_Value]]:
    """Return what a centre's reports say of each item, and how it adds up: of most, one report does."""
    found: defaultdict[_Item, list[_Value]] = defaultdict(list)
    for form in forms:
        _, report, text = form.place
        period = Period.parse(text)
        for item, value in figures.of(form, "fact"):
            found[item].append(_Value(value, report, period))
    return found


def _by_period(said: Iterable[_Value]) -> dict[Period, list[_Value]]:
    found: defaultdict[Period, list[_Value]] = defaultdict(list)
    for one in said:
        found[one.period].append(one)
    return found


def _of_item(
    code: str, adds_up: str, periods: Mapping[Period, list[_Value]]
) -> Iterator[tuple[Period, str, Said]]:
    for period, said in sorted(periods.items()):
        first = said[0]
        for other in said[1:]:
            if other.value != first.value:
                yield (
                    period,
                    other.report,
                    Said(
                        N_("{item}: {value} here, {other} in the report {report} on the same period."),
                        item=code,
                        value=other.value,
                        other=first.value,
                        report=first.report,
                    ),
                )
        total, parts = _from_parts(adds_up, period, periods)
        for one in said if total is not None else ():
            if one.value != total:
                yield (
                    period,
                    one.report,
                    Said(
                        N_("{item}: {value} here, {sum} by the forms on {periods}."),
                        item=code,
                        value=one.value,
                        sum=total,
                        periods=", ".join(map(str, parts)),
                    ),
                )


def _from_parts(
    adds_up: str, period: Period, periods: Mapping[Period, list[_Value]]
) -> tuple[Number | None, tuple[Period, ...]]:
    """Return what a period's parts come to: their sum, of a stock the last; None where one is not known."""
    if adds_up not in ("flow", "task", "stock"):
        return None, ()
    for length in _PARTS.get(len(period.months), ()):
        firsts = range(period.first, period.last + 1, length)
        parts = tuple(Period(period.year, first, first + length - 1) for first in firsts)
        if adds_up == "stock":
            parts = parts[-1:]
        values = [_agreed(periods.get(part, ())) for part in parts]
        known = [value for value in values if value is not None]
        if len(known) == len(parts):
            return (known[-1] if adds_up == "stock" else sum_of(known)), parts
    return None, ()


def _agreed(said: Iterable[_Value]) -> Number | None:
    """Return the value on which all reports agree; None where there are none, or several."""
    values = {value for value, *_ in said}
    return values.pop() if len(values) == 1 else None
