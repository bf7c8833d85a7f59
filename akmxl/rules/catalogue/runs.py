"""Look for figures of the day log and of events that were copied: runs that stand there again, or dragged."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from math import ceil, log
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.catalogue.day_log import COUNTED, days_again, item_of_column, said_days
from akmxl.rules.figures import item_of, month_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.plan.model import Day

TITLE, PLACE = N_("Copied figures"), 188

_CHANCE = 0.002  # how often a run may stand there by chance in a year
_AROUND = 15  # figures before and after with which one is held
_SHORTEST, _LONGEST = 4, 12
_LEAST_FIGURES = 20
_LEAST = 10  # a smaller figure comes again and again


class Run(NamedTuple):
    """Figures from ``first`` to ``last`` that are those from ``source`` on; dragged ones have no source."""

    first: int
    last: int
    source: int | None


@rule(
    "XSH28",
    Severity.WARNING,
    N_("Sheet “{sheet}”, from cell {cell} to {end}: the figures “{column}” are those from row {row} on."),
    N_("If they were copied or dragged down, type the own ones."),
    unless=("TMP18", "XSH10"),
)
def figures_stand_once(case: Case) -> Iterator[Hit]:
    """No days one after another have the figures of others in a column, nor one and the same figure, nor such
    as go up by the same step: so many of them that it is no chance, by how the column's figures differ.

    Why: a week that is pasted, or a cell that is dragged down, fills its days with figures as good as any.

    Okay:
        today: 2025-03-31
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-03 | 41                |
        | 2025-03-04 | 38                |
    Bad:
        today: 2025-03-31
        nom: Birinchi_davr = 2025-03
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-03 | 141               |
        | 2025-03-04 | 138               |
        | 2025-03-05 | 118               |
        | 2025-03-06 | 144               |
        | 2025-03-07 | 136               |
        | 2025-03-11 | 140               |
        | 2025-03-12 | 122               |
        | 2025-03-13 | 127               |
        | 2025-03-14 | 151               |
        | 2025-03-15 | 133               |
        | 2025-03-17 | 119               |
        | 2025-03-18 | 125               |
        | 2025-03-19 | 149               |
        | 2025-03-20 | 137               |
        | 2025-03-22 | 141               |  XSH28
        | 2025-03-24 | 138               |
        | 2025-03-25 | 118               |
        | 2025-03-26 | 144               |
        | 2025-03-27 | 136               |
        | 2025-03-28 | 140               |
        | 2025-03-29 | 129               |
    """
    pasted = {day.date for day, _ in days_again(case)}
    for name, column in _columns(case).items():
        for run in copied([value for _, value in column]):
            days = [day for day, _ in column[run.first : run.last + 1]]
            if all(day.date in pasted for day in days) and name not in COUNTED:
                continue
            source = None if run.source is None else column[run.source][0].row
            yield _day_hit(case, name, days, source)
    yield from _across(case)
    yield from _dragged_events(case)


_ACROSS = N_(
    "Sheet “{sheet}”, {date}: the figures from cell {cell} to {end} go on by one step, as if dragged."
)
_SECTORS, _LEAST_ACROSS = 6, 5


def _across(case: Case) -> Iterator[Hit]:
    """Yield the days whose sectors have figures that were dragged across."""
    sectors = sector_columns(case.view(registers.DAILY), case.plan.settings)
    for day, figures in said_days(case):
        values = [figures[name] for name in sectors if name in figures]
        if len(values) < _SECTORS or values[1] - values[0] != values[2] - values[1]:
            continue
        if min(values) >= _LEAST_ACROSS and len({two - one for one, two in pairwise(values)}) == 1:
            places = [day.columns[name].place for name in sectors if name in figures]
            params = {"date": day.date, "end": places[-1].a1}
            yield Hit(places[0], item_of_column(case, "visits"), month_of(case, day.date.month), sum(values),
                      f"{day.date.isoformat()}/across", params=params, message=_ACROSS,
                      covers=tuple(places[1:]))  # fmt: skip


def _columns(case: Case) -> dict[str, list[tuple[Day, int]]]:
    """Return the figures of the day log by column, each with its day, in order."""
    columns: defaultdict[str, list[tuple[Day, int]]] = defaultdict(list)
    for day, figures in said_days(case):
        for name, value in figures.items():
            columns[name].append((day, value))
    return columns


_DRAGGED = N_(
    "Sheet “{sheet}”, from cell {cell} to {end}: the figures “{column}” go on from row {above} as if "
    "dragged down."
)


def _day_hit(case: Case, name: str, days: Sequence[Day], row: int | None) -> Hit:
    first, places = days[0], [day.columns[name].place for day in days]
    title = case.view(registers.DAILY).titles[places[0].column]
    params = {"end": places[-1].a1, "column": title, "row": str(row), "above": str(places[0].row - 1)}
    period, subject = month_of(case, first.date.month), f"{first.date.isoformat()}/{name}/run"
    return Hit(places[0], item_of_column(case, name), period, len(days), subject, params=params,
               message=_DRAGGED if row is None else None,
               covers=tuple(places[1:]), cause=f"run/{first.date.isoformat()}")  # fmt: skip


def _dragged_events(case: Case) -> Iterator[Hit]:
    """Yield the figures of events that were dragged down."""
    view = case.view(registers.EVENTS)
    values = view.values("participants")
    rows = [one for one in case.plan.records[registers.EVENTS] if type(values.get(one.row)) is int]
    for run in copied([int(str(values[one.row])) for one in rows]):
        if run.source is not None:
            continue  # events of one kind have their usual crowds
        own = rows[run.first : run.last + 1]
        places = [one.places["participants"] for one in own]
        above = str(rows[run.first - 1].row)
        params = {"end": places[-1].a1, "column": view.title("participants"), "above": above}
        yield Hit(places[0], item_of(case, own[0]), None, len(own), f"{own[0].name}/participants/run",
                  message=_DRAGGED, params=params, covers=tuple(places[1:]))  # fmt: skip


def copied(figures: Sequence[int]) -> Iterator[Run]:
    """Yield the runs of figures that were copied or dragged, the longest that stand together.

    How long a run must be follows from how often two figures near one another are equal by chance.

    >>> weeks = [41, 38, 18, 44, 36, 40, 22, 27, 51, 33, 19, 25, 49, 37, 53, 29, 31, 46, 24, 39]
    >>> list(copied(weeks + weeks[2:9]))
    [Run(first=20, last=26, source=2)]
    >>> list(copied(weeks + [60] * 7))
    [Run(first=21, last=26, source=None)]
    """
    if len(figures) < _LEAST_FIGURES:
        return
    chance = _equal_by_chance(figures)
    pairs = len(figures) ** 2 / 2
    length = max(_SHORTEST, ceil(log(_CHANCE / pairs) / log(chance)))
    drag = max(_SHORTEST, 1 + ceil(log(_CHANCE / len(figures)) / log(chance)))
    dragged = list(_dragged(figures, drag)) if drag <= _LONGEST else []
    yield from dragged
    taken = {nth for run in dragged for nth in range(run.first, run.last + 1)}
    if length <= _LONGEST:
        yield from (run for run in _again(figures, length) if taken.isdisjoint((run.first, run.last)))


def _equal_by_chance(figures: Sequence[int]) -> float:
    """Return how often a figure equals one near it: at least as often as one more pair would make it."""
    equal = pairs = 1
    for nth, figure in enumerate(figures):
        near = figures[max(0, nth - _AROUND) : nth]
        equal += near.count(figure)
        pairs += len(near)
    return min(equal / pairs, 0.9)


def _dragged(figures: Sequence[int], length: int) -> Iterator[Run]:
    """Yield runs of one figure, but for its first, which was typed; and of figures with one step."""
    steps = [two - one for one, two in pairwise(figures)]
    first = 0
    for nth in range(1, len(steps) + 1):
        if nth < len(steps) and steps[nth] == steps[first]:
            continue
        needed = length if steps[first] == 0 else length + 1
        if nth - first + 1 >= needed and min(figures[first], figures[nth]) >= _LEAST:
            yield Run(first + 1, nth, None)
        first = nth


def _again(figures: Sequence[int], length: int) -> Iterator[Run]:
    """Yield the runs that stand further above too, where three of their figures differ."""
    seen: dict[tuple[int, ...], int] = {}
    nth = 0
    while nth + length <= len(figures):
        key = tuple(figures[nth : nth + length])
        source = seen.get(key)
        if source is None or len(set(key)) < 3 or sum(key) < _LEAST * length / 2:
            seen.setdefault(key, nth)
            nth += 1
            continue
        last = nth + length
        while (
            last < len(figures)
            and source + last - nth < nth
            and figures[last] == figures[source + last - nth]
        ):
            last += 1
        yield Run(nth, last - 1, source)
        nth = last


_NEAR, _WINDOW = 10, 10  # days before and after; how many of them at least
_CLEARLY = 5  # above one and a half times what the smaller column has on the days around


@rule(
    "XSH30",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {date}, cells {cell} and {other}: each has what is usual in the other column."),
    N_("See whether the two figures stand in each other's place."),
    unless=("XSH10", "XSH18", "LIB07", "LIB10", "TMP16"),
)
def figures_in_their_columns(case: Case) -> Iterator[Hit]:
    """No two figures of a day are each outside of all that their own columns have on the twenty days around,
    and within what the other's has.

    Why: the sum of the day stays what it was, while new readers become old ones.

    Okay:
        today: 2025-03-31
        Kundalik
        | Sana       | Yangi kitobxonlar | Qayta ro‘yxatdan o‘tganlar |
        | 2025-03-03 | 1                 | 14                         |
    Bad:
        today: 2025-03-31
        Kundalik
        | Sana       | Yangi kitobxonlar | Qayta ro‘yxatdan o‘tganlar |
        | 2025-03-03 | 1                 | 14                         |
        | 2025-03-04 | 2                 | 17                         |
        | 2025-03-05 | 1                 | 15                         |
        | 2025-03-06 | 3                 | 21                         |
        | 2025-03-07 | 1                 | 16                         |
        | 2025-03-11 | 18                | 2                          |  XSH30
        | 2025-03-12 | 2                 | 19                         |
        | 2025-03-13 | 2                 | 17                         |
        | 2025-03-14 | 1                 | 15                         |
        | 2025-03-17 | 3                 | 21                         |
        | 2025-03-18 | 1                 | 16                         |
    """
    said = said_days(case)
    for nth, (day, figures) in enumerate(said):
        around = [own for _, own in (*said[max(0, nth - _NEAR) : nth], *said[nth + 1 : nth + 1 + _NEAR])]
        spans = dict(_spans(figures, around))
        above = [name for name, (_, most) in spans.items() if figures[name] >= 1.5 * most + _CLEARLY]
        below = [name for name, (least, _) in spans.items() if 2 * figures[name] <= least] if above else []
        for small in above:
            for large in below:
                if _exchanged(figures[small], figures[large], spans[small], spans[large]):
                    yield _exchange_hit(case, day, small, large, figures)


def _spans(figures: dict[str, int], around: list[dict[str, int]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the least and the most that the columns have on the days around, where these are enough."""
    for name in figures:
        values = [own[name] for own in around if name in own]
        if len(values) >= _WINDOW:
            yield name, (min(values), max(values))


def _exchanged(small: int, large: int, of_small: tuple[int, int], of_large: tuple[int, int]) -> bool:
    if of_small[1] >= of_large[0]:
        return False
    return of_large[0] <= small <= 1.5 * of_large[1] and of_small[0] <= large <= of_small[1]


def _exchange_hit(case: Case, day: Day, small: str, large: str, figures: dict[str, int]) -> Hit:
    one, other = day.columns[small].place, day.columns[large].place
    value, subject = f"{figures[small]}/{figures[large]}", f"{day.date.isoformat()}/{small}/{large}"
    params = {"date": day.date, "other": other.a1}
    item, period = item_of_column(case, small), month_of(case, day.date.month)
    rests = tuple(filter(None, (item_of_column(case, large),)))
    return Hit(one, item, period, value, subject, params=params, covers=(other,), rests_on=rests)
