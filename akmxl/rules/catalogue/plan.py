"""Check that the facts are in proportion to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.expected import complete, entry_rhythm
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period, month_end
from akmxl.plan.rollup import figure_of, percent_of
from akmxl.rules.catalogue.arithmetic import slipped_items
from akmxl.rules.figures import measured, month_of, monthly_place, without_a_part
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Entry, Item

TITLE, PLACE = N_("Plan and fact"), 170

_LEAST = 10  # a percentage speaks only where the difference is this large: 1 of 2 is no alarm


@rule(
    "PLN01",
    Severity.EXPLAIN,
    N_("Item {item}: since January {value}, the year's plan is {planned} ({percent} %)."),
    N_("Check the figures; if they are right, write why the plan was exceeded."),
    unless=("XSH01",),
)
def over_the_plan(case: Case) -> Iterator[Hit]:
    """The fact since January is at most 20 % over the year's plan, or less than 10 over it.

    Why: either a figure has a digit too many, or the plan was too low, which the director must know. A
    total is silent where one of its parts speaks, an item where a month of it has a digit too many.

    Okay:
        Oylik
        | Kod | Fevral | Mart |
        | 11  | 60     | 60   |
    Bad:
        Oylik
        | Kod | Fevral | Mart |
        | 11  | 60     | 80   |  PLN01
    """
    slipped = slipped_items(case)
    rows = (item for item in measured(case.plan) if item.code not in slipped)
    hits = {item.code: hit for item in rows if (hit := _over(case, item))}
    return (hit for code, hit in hits.items() if not _told_by_part(case, code, hits))


def _over(case: Case, item: Item) -> Hit | None:
    fact = figure_of(case.plan, item, Period.whole(case.plan.year), case.today) if item.plan else None
    if not item.plan or fact is None or fact - item.plan < _LEAST:
        return None
    limit = item.plan * (100 + case.threshold("PLN01", item.code, 20)) / 100
    last = _last_filled(case, item)
    if fact <= limit or last is None:
        return None
    params = {"planned": item.plan, "percent": percent_of(fact, item.plan)}
    return Hit(last.place, item=item.code, period=month_of(case, last.month), value=fact, params=params)


def _last_filled(case: Case, item: Item) -> Entry | None:
    entries = [case.plan.entry(item.code, month) for month in range(1, 13)]
    filled = [entry for entry in entries if entry is not None and entry.value]  # a 0 overruns nothing
    begun = [entry for entry in filled if month_of(case, entry.month).start <= case.today]
    return next(reversed(begun or filled), None)


def _told_by_part(case: Case, code: str, hits: dict[str, Hit]) -> bool:
    return any(part.code in hits for part in case.plan.parts(case.plan.items[code]))


@rule(
    "PLN02",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: planned by its end {share}, done {value} ({percent} %)."),
    N_("Check the figures; if they are right, write why less was done."),
    unless=("XSH01",),
)
def behind_the_plan(case: Case) -> Iterator[Hit]:
    """By the end of a quarter at least 80 % of the plan's share is done, or less than 10 is missing.

    The share is the sum of the quarters' plans where they are given, else the plan by the months of the
    window that have passed; for work that is done once, the whole plan when its window is over. Silent
    while an expected month is blank: what is missing may be in it. Silent for items that the journal of
    reports feeds.

    Why: the explanation is asked for in the report; it is best written when the quarter ends.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 29  | 3000   | 3000   | 3000 |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 29  | 2000   | 2100   | 1900 |  PLN02
    """
    quarter = sum(month_end(case.plan.year, 3 * number) < case.today for number in range(1, 5))
    if not quarter:
        return
    incomplete = without_a_part(case)
    hits = {
        item.code: hit
        for item in measured(case.plan)
        if item.source != registers.JOURNAL and item.code not in incomplete
        if complete(case.plan, item, 3 * quarter)
        if (hit := _behind(case, item, quarter))
    }
    yield from (hit for code, hit in hits.items() if not _told_by_part(case, code, hits))


def _behind(case: Case, item: Item, quarter: int) -> Hit | None:
    share = planned_share(item, quarter)
    fact = figure_of(case.plan, item, Period(case.plan.year, 1, 3 * quarter), case.today)
    if not share or fact is None or share - fact < _LEAST:
        return None
    if fact >= share * case.threshold("PLN02", item.code, 80) / 100:
        return None
    view = case.view(layout.MONTHLY)
    return Hit(
        monthly_place(view, monthly_rows(view), item.code, f"q{quarter}"),
        item=item.code,
        period=Period.quarter(case.plan.year, quarter),
        value=fact,
        params={"share": round(share), "percent": percent_of(fact, round(share))},
    )


def planned_share(item: Item, quarter: int) -> float | None:
    """Return the part of the year's plan due by the end of a quarter; None where it is not known."""
    if any(plan is not None for plan in item.quarter_plans):
        return sum(plan or 0 for plan in item.quarter_plans[:quarter])
    if not item.plan or not item.window:
        return None
    passed = [month for month in item.window if month <= 3 * quarter]
    if entry_rhythm(item) == "once" and item.source != "computed":
        return item.plan if len(passed) == len(item.window) else None
    return item.plan * len(passed) / len(item.window)


@rule(
    "PLN03",
    Severity.EXPLAIN,
    N_("Item {item} has no plan (“-”), but a figure stands in {period}: {value}."),
    N_("If the work was outside the plan, write the reason."),
)
def done_without_plan(case: Case) -> Iterator[Hit]:
    """No figure stands where the plan is `-`.

    Why: the row says that the work is not done here; either the figure belongs to another row, or the
    plan is to be amended.

    Okay:
        Oylik
        | Kod | Mart |
        | 33  | 0    |
    Bad:
        Oylik
        | Kod | Mart |
        | 33  | 4    |  PLN03
    """
    for entry in case.plan.entries.values():
        item = case.plan.items[entry.code]
        if item.planned.dash and entry.value and item.source != "computed":
            period = month_of(case, entry.month)
            yield Hit(entry.place, item=item.code, period=period, value=entry.value)
