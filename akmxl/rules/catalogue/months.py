"""Look for months that are another cell's: last year's, the row's beside, the year so far; and for dashes.

What they compare are rows whose months people type, for months that are over.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan.expected import expected_spans
from akmxl.plan.findings import Severity
from akmxl.rules.catalogue.trends import LEAST, month_hit, nobody_there, rows
from akmxl.rules.figures import median, month_of
from akmxl.rules.rule import Case, Hit, once, rule

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.model import Item

TITLE, PLACE = N_("Months that are another cell's"), 155

# They name the cell too.
_GRAVER = ("TYP11", "ARI11", "TMP07", "TMP08", "TMP09", "TMP11", "TMP15", "XSH01", "IMP01", "IMP02", "PLN03")


@once
def _typed(case: Case) -> Iterator[tuple[Item, dict[int, int]]]:
    """Yield the rows of sums with the months that people typed."""
    entry = case.plan.entry
    for item, months in rows(case):
        if item.source == "typed" and item.adds_up == "flow":
            own = {m: value for m, value in months.items() if (e := entry(item.code, m)) and e.figure.typed}
            if own:
                yield item, own


@rule(
    "PLN15",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: “-” stands in cell {cell}, but the plan has work in this month."),
    N_("If there was no work, type 0; if there was, its figure; if it was put off, write the reason."),
    unless=("XSH01", "IMP01", "REF57"),
    silences=("PLN02", "TMP05", "XSH11"),
)
def dash_where_work_is_planned(case: Case) -> Iterator[Hit]:
    """No `-` stands in a month in which the plan has work; where one figure a quarter or a window is due, not
    all its months are dashes. A month in which the service was closed may have one.

    Why: a dash says “not planned” and is passed over by every sum: a month's work is gone without a word.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 29  | 3000   | 3000   | 0    |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 29  | 3000   | 3000   | -    |  PLN15
    """
    dashes: dict[str, set[int]] = {}
    for entry in case.plan.entries.values():
        if entry.figure.dash and month_of(case, entry.month).start <= case.today:
            dashes.setdefault(entry.code, set()).add(entry.month)
    for code, months in dashes.items():
        item = case.plan.items[code]
        for span in expected_spans(item):
            if months.issuperset(span) and not all(case.plan.is_closed(item, month) for month in span):
                yield month_hit(case, item, span[-1], "-")


_STEADY = 3  # so far a month of a steady row may lie from the others: three times, or a third


@rule(
    "ARI12",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: {value}; all months before it have {before}, so this is the year so far."),
    N_("Type the month alone; if it is the month alone, write the reason."),
    unless=_GRAVER,
    silences=("PLN01",),
)
def month_alone(case: Case) -> Iterator[Hit]:
    """A month is not the sum of all months up to it: from April on, where every month before has 10 or more.

    Why: forms ask for both, the month and the year so far; what was typed into the wrong one counts twice.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel |
        | 13.1 | 353    | 467    | 439  | 525   |
    Bad:
        today: 2025-05-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel |
        | 13.1 | 353    | 467    | 439  | 1784  |  ARI12
    """
    for item, months in _typed(case):
        for month in range(4, 13):
            before = [months[m] for m in range(1, month) if m in months]
            value = months.get(month)
            if value is None or len(before) < month - 1 or min(before) < LEAST:
                continue
            rest = value - sum(before)  # what would be the month's own
            if value >= _STEADY * max(before) and min(before) / 5 <= rest <= 2 * max(before):
                yield month_hit(case, item, month, value, before=sum(before))


_SUMMER, _HOLIDAYS = (6, 7, 8), (7, 8)  # little is done in them
_SMALL = 0.15  # of what the row usually has
_LEAST_USUAL = 50


@rule(
    "ARI13",
    Severity.WARNING,
    N_("Item {item}, {period}: {value}; usually {usual}."),
    N_("See whether a digit is missing; if the figure is right, leave it."),
    unless=(*_GRAVER, "PLN15", "ARI12"),
)
def digit_too_few(case: Case) -> Iterator[Hit]:
    """No month of a steady row is less than 15 % of what is usual; July and August are left out.

    Steady is a row of which every other month has at least 30 % of the usual 50 or more. A 0
    of a month in which nobody was there is left out.

    Why: 44 typed for 439 is a figure like any other, and a 0 amid steady work is more often a figure that was
    not at hand.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 13.1 | 353    | 467    | 339  |
    Bad:
        today: 2025-06-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May |
        | 13.1 | 453    | 467    | 44   | 525   | 425 |  ARI13
    """
    for item, months in _typed(case):
        low = min(months, key=months.__getitem__)
        others = [value for month, value in months.items() if month != low]
        if low in _HOLIDAYS or len(others) < _STEADY or nobody_there(case, item, low, months[low]):
            continue
        usual = median(others)
        steady = usual >= _LEAST_USUAL and min(others) >= 0.3 * usual
        if steady and months[low] < _SMALL * usual:
            yield month_hit(case, item, low, months[low], usual=round(usual))


_ENOUGH = 3  # of weight: what cannot be chance


@rule(
    "ARI14",
    Severity.WARNING,
    N_("{period}, item {item}: the figures are last year's, from cell {cell} on: {value}."),
    N_("If they were copied from last year's sheet, type this year's."),
    unless=("TMP15", "XSH11"),
)
def last_years_figures(case: Case) -> Iterator[Hit]:
    """No figures one after another, in a row or a column, are those of the sheet Otgan yil.

    Three figures of 10 or more are needed, two of 100 or more, or one of 2 000 or more that is not round.

    Why: last year's sheet is the pattern from which this year's is typed; what was pasted to be mended later
    is plausible to the last digit.

    Okay:
        Otgan yil
        | Kod  | Fevral | Mart |
        | 13.1 | 372    | 391  |
        Oylik
        | Kod  | Fevral | Mart |
        | 13.1 | 370    | 391  |
    Bad:
        Otgan yil
        | Kod  | Fevral | Mart |
        | 13.1 | 372    | 391  |
        Oylik
        | Kod  | Fevral | Mart |
        | 13.1 | 372    | 391  |  ARI14
    """
    past = case.plan.last_year
    if not past:
        return
    typed = _typed(case)
    same = {
        (item.code, month): value
        for item, months in typed
        for month, value in months.items()
        if past.get((item.code, month)) == value
    }
    items = [item for item, _ in typed]
    told: set[tuple[str, int]] = set()
    along = ([(item, month) for month in range(1, 13)] for item in items)
    down = ([(item, month) for item in items if (item.code, month) in past] for month in range(1, 13))
    for line in (*along, *down):
        for whole in _runs(line, same):
            run = [(item, month) for item, month in whole if (item.code, month) not in told]
            values = [same[item.code, month] for item, month in run]
            if sum(map(_weight, values)) >= _ENOUGH:
                told |= {(item.code, month) for item, month in run}
                yield _of_last_year(case, run, values)


def _runs(
    line: Iterable[tuple[Item, int]], among: Container[tuple[str, int]]
) -> Iterator[list[tuple[Item, int]]]:
    """Yield the cells of a line that stand one after another among the given ones."""
    run: list[tuple[Item, int]] = []
    for item, month in line:
        if (item.code, month) in among:
            run.append((item, month))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _weight(value: int) -> int:
    """Return how little a figure is equal to another by chance."""
    if value >= 2_000 and value % 100:
        return 3
    return 2 if value >= 100 else int(value >= LEAST)


def _of_last_year(case: Case, run: Sequence[tuple[Item, int]], values: Sequence[int]) -> Hit:
    item, month = run[0]
    codes = tuple(dict.fromkeys(one.code for one, _ in run))
    hit = month_hit(case, item, month, ", ".join(map(str, values)))
    entries = (case.plan.entry(one.code, at) for one, at in run[1:])
    return Hit(hit.place, item.code, hit.period, hit.value, rests_on=codes,
               covers=tuple(entry.place for entry in entries if entry))  # fmt: skip


_APART = 2.5  # times: so far the usual figures of two rows are apart


@rule(
    "ARI15",
    Severity.WARNING,
    N_("Item {item}, {period}: {value}; usually {usual}, as in the row beside it, item {other}: {beside}."),
    N_("See whether the figures of the two rows were exchanged; if they are right, leave them."),
    unless=("TYP11", "ARI11", "ARI12", "ARI13", "ARI14", "TMP08", "TMP11", "TMP15"),
)
def row_beside(case: Case) -> Iterator[Hit]:
    """No month lies far from its own row and among the figures of the row beside it.

    Far is above all other months of the row by half; or below half of them all, outside the summer below a
    third of what is usual. The row beside has usually 2.5 times as much, or as little, and 10 or more.

    Why: the eye slips a line; both figures look right, each where the other belongs.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 14.1 | 24     | 31     | 27   |
        | 14.2 | 97     | 108    | 111  |
    Bad:
        today: 2025-06-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May |
        | 14.1 | 24     | 31     | 111  | 22    | 25  |  ARI15
        | 14.2 | 97     | 108    | 27   | 102   | 99  |
    """
    for (above, upper), (below, lower) in pairwise(_typed(case)):
        for month in sorted(upper.keys() & lower.keys()):
            strange = [_strange(upper, lower, month), _strange(lower, upper, month)]
            if any(strange) and (all(strange) or upper[month] == lower[month]):
                item, months, other, beside = (
                    (above, upper, below, lower) if strange[0] else (below, lower, above, upper)
                )
                usual, there = (round(median(_without(one, month))) for one in (months, beside))
                hit = month_hit(case, item, month, months[month], usual=usual, other=other.code, beside=there)
                yield Hit(hit.place, hit.item, hit.period, hit.value, params=hit.params,
                          rests_on=(other.code,))  # fmt: skip


def _without(months: Mapping[int, int], month: int) -> list[int]:
    return [value for at, value in months.items() if at != month]


def _strange(own: Mapping[int, int], other: Mapping[int, int], month: int) -> bool:
    """Tell whether a month lies far from its own row and among the other's figures."""
    here, there = _without(own, month), _without(other, month)
    if len(here) < _STEADY or len(there) < _STEADY:
        return False
    usual, beside, value = median(here), median(there), own[month]
    if min(usual, beside) < LEAST or max(usual, beside) < _APART * min(usual, beside):
        return False
    low = max(0.5 * min(here), 0 if month in _SUMMER else usual / _STEADY)
    far = value > 1.5 * max(here) if beside > usual else value < low
    return far and 0.5 * min(there) <= value <= 1.5 * max(there)
