"""Look for figures that seem copied or estimated: a row, a column or a month equal to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan.findings import Severity
from akmxl.plan.period import month_end
from akmxl.rules.catalogue.trends import LEAST, month_hit, rows
from akmxl.rules.figures import month_of
from akmxl.rules.rule import Case, Hit, once, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Item

TITLE, PLACE = N_("Repetitions"), 150

_CHECK_ROW = N_("Check the row; if it is right, leave it.")


@once
def _typed(case: Case) -> Iterator[tuple[Item, dict[int, int]]]:
    """Yield the rows whose months are all typed, with their figures by month."""
    for item, months in rows(case):
        entries = (case.plan.entry(item.code, month) for month in months)
        if all(entry is not None and entry.figure.typed for entry in entries):
            yield item, months


@rule(
    "TMP10",
    Severity.WARNING,
    N_("Item {item}: {value} stands in three months one after another, the last of them: {period}."),
    _CHECK_ROW,
    unless=("TMP11", "TMP15", "IMP02"),
)
def same_figure_again(case: Case) -> Iterator[Hit]:
    """No typed figure of 50 or more stands in three months running: smaller counts come so by chance. Nor
    do figures go up by one from month to month: three of 400 or more, four of 50 or more.

    Why: the year's plan divided by twelve, or last month copied, looks so; a cell dragged over its neighbours
    counts on. What was counted seldom does.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 14.2 | 97     | 96     | 97   |
    Bad:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 14.2 | 97     | 97     | 97   |  TMP10
        | 13.1 | 469    | 470    | 471  |  TMP10
    """
    for item, months in _typed(case):
        if item.adds_up != "flow":
            continue
        run = 0
        for month, value in months.items():
            run = run + 1 if months.get(month - 1) == value else 1
            if run == 3 and value >= _NO_CHANCE:
                yield month_hit(case, item, month, value)
        for first, month in _dragged(months):
            hit = month_hit(case, item, month, months[month], old=months[first])
            yield hit._replace(message=_DRAGGED)


_NO_CHANCE = 50  # a count of so many seldom comes three times
_FAR_FROM_CHANCE = 400  # nor do counts of so many, each one more than the one before
_DRAGGED = N_("Item {item}: each month is one more than the one before, from {old} to {value} in {period}.")


def _dragged(months: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last month of figures that go up by one, too many for chance."""
    for first, value in months.items():
        if months.get(first - 1) == value - 1:
            continue
        last = first
        while months.get(last + 1) == months[last] + 1:
            last += 1
        if last - first >= (2 if value >= _FAR_FROM_CHANCE else 3) and value >= _NO_CHANCE:
            yield first, last


@rule(
    "TMP11",
    Severity.WARNING,
    N_("Item {item}: all its months are those of item {other} ({value})."),
    N_("See which row was pasted over the other and type its own figures."),
)
def row_pasted(case: Case) -> Iterator[Hit]:
    """No two typed rows have the same figures in all months, where three or more are 10 or above.

    Why: a row copied one line too far is a whole year of another item's figures, each of them plausible.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 13.2 | 24     | 31     | 27   |
        | 14.1 | 24     | 31     | 22   |
    Bad:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 13.2 | 24     | 31     | 27   |
        | 14.1 | 24     | 31     | 27   |  TMP11
    """
    seen: dict[tuple[tuple[int, int], ...], str] = {}
    for item, months in _typed(case):
        row = tuple(months.items())
        if sum(value >= LEAST for value in months.values()) < 3:
            continue
        if row in seen:
            value = ", ".join(str(number) for number in months.values())
            hit = month_hit(case, item, min(months), value, other=seen[row])
            yield hit
        seen.setdefault(row, item.code)


@rule(
    "TMP12",
    Severity.INFO,
    N_("Item {item}: the months of the whole year are round numbers."),
    _CHECK_ROW,
    unless=("TMP10", "TMP11"),
)
def round_numbers(case: Case) -> Iterator[Hit]:
    """At the year's end not every month of a typed row is a multiple of 10, where six or more are above 0.

    Why: what was counted ends in any digit; round numbers were estimated.

    Okay:
        today: 2026-01-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May | Iyun |
        | 14.2 | 90     | 100    | 91   | 90    | 80  | 100  |
        Oylik
        | Kod  | Iyul | Avgust | Sentabr | Oktabr | Noyabr | Dekabr |
        | 14.2 | 80   | 90     | 90      | 100    | 90     | 80     |
    Bad:
        today: 2026-01-10
        Oylik
        | Kod  | Yanvar | Fevral | Mart | Aprel | May | Iyun |
        | 14.2 | 90     | 100    | 90   | 90    | 80  | 100  |
        Oylik
        | Kod  | Iyul | Avgust | Sentabr | Oktabr | Noyabr | Dekabr |
        | 14.2 | 80   | 90     | 90      | 100    | 90     | 80     |  TMP12
    """
    for item, months in _typed(case):
        whole = set(item.window or ()) <= set(months) and month_end(case.plan.year, 12) < case.today
        if whole and sum(v > 0 for v in months.values()) >= 6 and not any(v % 10 for v in months.values()):
            yield month_hit(case, item, max(months), sum(months.values()))


_LEAST_ROWS = 3  # fewer equal figures of 10 or more are chance


@rule(
    "TMP15",
    Severity.WARNING,
    N_("{period}: the figures are those of {other} in the rows {items} (the first is cell {cell})."),
    N_("If the column was copied from there, type the month's own figures."),
)
def column_pasted(case: Case) -> Iterator[Hit]:
    """No month has another month's figures in typed rows one after another, three of them 10 or above.

    Why: last month's column is copied so that something stands there, to be mended later.

    Okay:
        Oylik
        | Kod  | Fevral | Mart |
        | 13.1 | 370    | 391  |
        | 13.2 | 24     | 24   |
        | 14.1 | 19     | 19   |
    Bad:
        Oylik
        | Kod  | Fevral | Mart |
        | 13.1 | 370    | 370  |  TMP15
        | 13.2 | 24     | 24   |
        | 14.1 | 19     | 19   |
    """
    typed = [(item, months) for item, months in _typed(case) if item.adds_up == "flow"]
    for month in range(2, 13):
        for other in range(month - 1, 0, -1):
            if same := _same_figures(typed, month, other):
                first, codes = same[0], tuple(item.code for item in same)
                hit = month_hit(case, first, month, ", ".join(codes), other=month_of(case, other))
                params = {**hit.params, "items": f"{codes[0]}–{codes[-1]}"}
                yield hit._replace(params=params, rests_on=codes)
                break


def _same_figures(typed: list[tuple[Item, dict[int, int]]], month: int, other: int) -> list[Item]:
    """Return the first run of rows in which two months are equal; empty where it is too short."""
    run: list[Item] = []
    large = 0
    for item, months in typed:
        if month not in months or other not in months:
            continue
        if months[month] == months[other]:
            run.append(item)
            large += months[month] >= LEAST
        elif large >= _LEAST_ROWS:
            break
        else:
            run, large = [], 0
    return run if large >= _LEAST_ROWS else []
