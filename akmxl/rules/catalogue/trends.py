"""Compare a month with its neighbours, with the same month of last year and with the run of its row.

The rules look at the months that people or registers fill; a total is what its parts are. A month is compared
when it is over. Where one rule has reported it, the weaker rules are silent.

What is usual is learned from the row: how its months differ from last year's, and from month to month. Counts
scatter by about their square root, so a small one has to differ by more of itself before it says anything.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp, log, sqrt
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan.expected import entry_rhythm
from akmxl.plan.findings import Severity
from akmxl.plan.period import month_end
from akmxl.plan.rollup import percent_of
from akmxl.rules.figures import median, month_of
from akmxl.rules.rule import Case, Hit, once, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Item

TITLE, PLACE = N_("Changes from month to month"), 140

LEAST = 10  # a difference below it is no alarm, whatever its percentage
_CHANCE = 4.5  # square roots: two counts of the same come as far apart once in hundreds of thousands
# They have spoken of the month already.
_GRAVER = ("TYP11", "ARI11", "TMP03", "PLN03", "XSH01", "IMP01", "IMP02", "LIB01")
_CHECK = N_("Check the figure; if it is right, leave it.")
# What a wrong month makes wrong too: said when the month is mended, or explained.
FOLLOWS_A_MONTH = ("PLN01", "PLN02", "XSH11")


@once
def rows(case: Case) -> Iterator[tuple[Item, dict[int, int]]]:
    """Yield the filled rows of Oylik, each with its known figures of the months that are over."""
    over = [month for month in range(1, 13) if month_end(case.plan.year, month) < case.today]
    for item in case.plan.items.values():
        if item.measured and item.source != "computed":
            months = {month: case.plan.value(item.code, month) for month in over}
            known = {month: value for month, value in months.items() if value is not None}
            if known:
                yield item, known


def _monthly(case: Case) -> Iterator[tuple[Item, dict[int, int]]]:
    """Return those of the rows of which every month has a figure of its own."""
    return ((i, m) for i, m in rows(case) if i.adds_up == "flow" and entry_rhythm(i) == "monthly")


def month_hit(case: Case, item: Item, month: int, value: object, **params: object) -> Hit:
    """Return a hit on a month of an item; ``params`` are those of the message."""
    entry = case.plan.entry(item.code, month)
    place = entry.place if entry else None
    return Hit(place, item=item.code, period=month_of(case, month), value=value, params=params)


def _apart(value: int, other: float, percent: float) -> bool:
    """Tell whether a figure differs from another by ``percent`` % of the other, by 10 at least, and by more
    than chance makes of two counts.
    """
    away = abs(value - other)
    return away >= max(LEAST, abs(other) * percent / 100, _CHANCE * sqrt(max(value, 0) + max(other, 0)))


@once
def _closed(case: Case) -> Iterator[int]:
    """Yield the months (1-12) in which at least half of the rows, and three, have 0: nobody was there."""
    own = [months for _, months in _monthly(case)]
    for month in range(1, 13):
        known = [months[month] for months in own if month in months]
        if known.count(0) >= max(3, len(known) / 2):
            yield month


def nobody_there(case: Case, item: Item, month: int, value: int) -> bool:
    """Tell whether a month's 0 is right: so was last year's, or the library or the service was closed."""
    last_year = case.plan.last_year.get((item.code, month))
    return value == 0 and (last_year == 0 or month in _closed(case) or case.plan.is_closed(item, month))


@rule(
    "TMP06",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: {value}; the month before it was {old}, and what is in force does not fall."),
    N_("Check the figure; if it is right, write what was ended."),
    unless=("XSH01",),
)
def stock_falls(case: Case) -> Iterator[Hit]:
    """What is in force (a stock) does not become less from one month to the next. Where the register says
    what ended (a row with a minus), this rule is silent.

    Why: a stock is counted on from month to month; less than before is a new count from 0, or an end
    that the report has to name.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral |
        | 19.1 | 5      | 6      |
    Bad:
        Oylik
        | Kod  | Yanvar | Fevral |
        | 19.1 | 6      | 2      |  TMP06
    """
    for item, months in rows(case):
        if item.adds_up == "stock":
            known = list(months.items())
            for (_, old), (month, value) in pairwise(known):
                entry = case.plan.entry(item.code, month)
                if value < old and entry is not None and entry.figure.typed:
                    yield month_hit(case, item, month, value, old=old)


@rule(
    "TMP08",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: {value}; the same month of last year: {old} (difference {percent} %)."),
    N_("If the figure is right, write the reason."),
    unless=(*_GRAVER, "PLN06"),
    silences=FOLLOWS_A_MONTH,
)
def unlike_last_year(case: Case) -> Iterator[Hit]:
    """A month is like the same month of last year: less than 25 % apart, less than 10, or than chance makes
    of a count. Where the year's plan is not last year's figure, a month that has changed as the plan did is
    right too, and so is one that has changed as the row's other months have. Rows that go by fits and
    starts have more room. Silent without the sheet “Otgan yil”.

    Why: the addressee has last year's form and asks about each such month; the reason is best written
    while it is known.

    Okay:
        Otgan yil
        | Kod  | Fevral |
        | 14.2 | 90     |
        Oylik
        | Kod  | Fevral |
        | 14.2 | 130    |
    Bad:
        Otgan yil
        | Kod  | Fevral |
        | 14.2 | 90     |
        Oylik
        | Kod  | Fevral |
        | 14.2 | 190    |  TMP08
    """
    for item, months in rows(case):
        limit = case.threshold("TMP08", item.code, 25)
        before = _last_year(case, item)
        apart = {month: _ratio(value, before[month]) for month, value in months.items() if month in before}
        for month, away in apart.items():
            others = [other for other_month, other in apart.items() if other_month != month]
            if _as_the_row_goes(away, others, before):
                continue
            value, old = months[month], before[month]
            usual = exp(median(others)) if len(others) >= _ENOUGH else 1
            if all(_apart(value, v, limit) for v in (old, old * _growth(item), old * usual)):
                percent = percent_of(value - old, old)
                shown = "-" if percent is None else percent
                yield month_hit(case, item, month, value, old=old, percent=shown)


_ENOUGH = 3  # other months: fewer tell nothing about a row


def _last_year(case: Case, item: Item) -> dict[int, int]:
    """Return last year's months of a row, as far as they are known."""
    found = ((month, case.plan.last_year.get((item.code, month))) for month in range(1, 13))
    return {month: value for month, value in found if value is not None}


def _ratio(value: int, other: int) -> float:
    """Return how far two counts are apart as a logarithm: 0 for equal ones, 0.7 for twice as much."""
    return log((max(value, 0) + 5) / (max(other, 0) + 5))


def _as_the_row_goes(away: float, others: list[float], before: dict[int, int]) -> bool:
    """Tell whether a month lies as far from last year's as is usual in its row.

    ``others`` are the ratios of the row's other months, ``before`` are last year's months.
    """
    if len(others) < _ENOUGH:
        return abs(away) < max(log(2), _leap(before))
    middle = median(others)
    spread = 1.4826 * median(abs(other - middle) for other in others)  # as wide as a deviation
    return abs(away - middle) < max(log(1.5), 5 * spread, _leap(before))


def _leap(before: dict[int, int]) -> float:
    """Return what is more than last year's usual step from month to month, as a ratio; 0 where unknown."""
    steps = [abs(_ratio(before[month + 1], before[month])) for month in before if month + 1 in before]
    return 2.5 * median(steps) if len(steps) >= 5 else 0


def _growth(item: Item) -> float:
    """Return this year's plan divided by last year's fact; 1 where either is not known."""
    return item.plan / item.previous.value if item.plan and item.previous.value else 1


@rule(
    "TMP09",
    Severity.WARNING,
    N_("Item {item}, {period}: {value} stands far from the row's other months (their middle is {middle})."),
    _CHECK,
    unless=(*_GRAVER, "ARI15", "TMP08", "TMP16", "PLN01"),
)
def outlier(case: Case) -> Iterator[Hit]:
    """No month stands alone, far from the middle of its row's months: by median and MAD, in rows of 12
    months or more with last year's (by this year's plan). A month is not alone where another one, of this
    year or the last, stands half as far on the same side: a season, or a row that goes by fits and starts.

    Why: a slip of a digit hides in a year's total, but not beside the row's other months.

    Okay:
        today: 2026-01-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May | Iyun |
        | 14.2 | 131    | 140    | 128  | 90    | 85  | 88   |
        Oylik
        | Kod  | Iyul | Avgust | Sentabr | Oktabr | Noyabr | Dekabr |
        | 14.2 | 81   | 87     | 92      | 86     | 84     | 89     |
    Bad:
        today: 2026-01-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May | Iyun |
        | 14.2 | 91     | 99     | 93   | 90    | 85  | 98   |
        Oylik
        | Kod  | Iyul | Avgust | Sentabr | Oktabr | Noyabr | Dekabr |
        | 14.2 | 84   | 187    | 92      | 100    | 97     | 89     |  TMP09
    """
    for item, months in _monthly(case):
        before = ((month, case.plan.last_year.get((item.code, month))) for month in range(1, 13))
        last_year = {month: value * _growth(item) for month, value in before if value is not None}
        points = [*last_year.values(), *months.values()]
        if len(points) < 12:
            continue
        middle = median(points)
        spread = 1.4826 * median(abs(value - middle) for value in points)  # as wide as a deviation
        limit = max(LEAST, case.threshold("TMP09", item.code, 5) * spread)
        for month, value in months.items():
            if nobody_there(case, item, month, value):
                continue
            away = value - middle
            as_far = sum((point - middle) / away >= 0.5 for point in points) if away else 0
            if abs(away) >= limit and 0 < spread < middle / 3 and as_far == 1:  # itself
                yield month_hit(case, item, month, value, middle=round(middle))


@rule(
    "TMP07",
    Severity.WARNING,
    N_("Item {item}, {period}: {value}; far from the month beside it: {old}."),
    _CHECK,
    unless=(*_GRAVER, "TMP08", "TMP09", "TMP16", "PLN01"),
)
def unlike_its_neighbours(case: Case) -> Iterator[Hit]:
    """In a row that is steady otherwise, a month is less than 50 % (or less than 10) away from the months
    before and after it, and from the middle of them all. A row is steady when at least three of its other
    months follow each other with changes below 40 %. With the sheet “Otgan yil” last year's season is taken
    off first; without it nothing is made of the summer's first month, nor of a 0 where all were closed.

    Why: what jumps and comes back is more often a slip than work; rows with seasons, such as the
    registration of readers, and rows that go by fits and starts are left alone.

    Okay:
        today: 2025-06-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May |
        | 14.2 | 91     | 99     | 93   | 110   | 96  |
    Bad:
        today: 2025-06-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May |
        | 14.2 | 91     | 99     | 93   | 101   | 196 |  TMP07
    """
    for item, months in _monthly(case):
        limit = case.threshold("TMP07", item.code, 50)
        level = {month: value / _season_of(case, item, month) for month, value in months.items()}
        for month, value in months.items():
            season = _season_of(case, item, month)
            beside = [level[m] * season for m in (month - 1, month + 1) if m in level]
            others = [other * season for m, other in level.items() if m != month]
            if not beside or not _steady(level, month) or nobody_there(case, item, month, value):
                continue
            if len(beside) == 1 and month in _SUMMER and value < beside[0] and not case.plan.last_year:
                continue
            near = [*beside, median(others)]
            if all(_apart(value, other, limit) for other in near) and len({value > v for v in near}) == 1:
                yield month_hit(case, item, month, value, old=round(beside[0]))


_SUMMER = (6, 7)  # the school year ends: until the next month is known, fewer is no slip


def _season_of(case: Case, item: Item, month: int) -> float:
    """Return last year's figure of a month divided by last year's monthly mean; 1 where that is not known."""
    known = [case.plan.last_year.get((item.code, m)) or 0 for m in range(1, 13)]
    return known[month - 1] * 12 / sum(known) if all(known) else 1


def _steady(level: dict[int, float], month: int) -> bool:
    others = [m for m in level if m != month]
    pairs = [(level[m], level[m + 1]) for m in others if m + 1 in others]
    return len(pairs) >= 3 and all(abs(b - a) < 0.4 * max(a, LEAST) for a, b in pairs)
