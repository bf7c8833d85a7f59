"""Compare figures with what other systems count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import DASH
from akmxl.core.value_text import day_text
from akmxl.plan import registers
from akmxl.plan.expected import expected_spans
from akmxl.plan.findings import Severity
from akmxl.plan.imports import newest_counts
from akmxl.plan.period import Period, month_end
from akmxl.plan.period_words import day_in
from akmxl.rules.figures import month_of
from akmxl.rules.rule import Case, Hit, once, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.plan.comparison import Compared
    from akmxl.plan.imports import ImportReceipt
    from akmxl.plan.model import Item, Plan

TITLE, PLACE = N_("Imports"), 186


@once
def _judged(case: Case) -> Iterator[Compared]:
    """Yield the months and quarters that an import counts and that are over."""
    if case.plan.imports:
        from akmxl.plan.comparison import compared  # late: few plans import anything

        yield from (one for one in compared(case.plan, case.today) if one.judged and one.receipts)


@rule(
    "IMP01",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: {figure} (cell {cell}); by the import of {day} it is {imported}: {export}."),
    N_("Find out which is right: mend the figure where it comes from; if it is right, write the reason."),
    unless=("TMP04", "TMP14", "IMP02"),
)
def figure_is_as_imported(case: Case) -> Iterator[Hit]:
    """A figure, typed or of a register, is what another system counts for the same month. It may differ by
    as many percent as Chegaralar allows (0 where nothing is written), for this item or for all. A dash is
    0. Figures that are due by the quarter or once are compared when it is over; of a total whose part
    differs the part is told.

    Why: who inspects the library holds the report beside the system from which its figures come.

    Okay:
        import: 11 2025-03 = 50
        Oylik
        | Kod | Mart |
        | 11  | 50   |
    Bad:
        import: 11 2025-03 = 50
        Oylik
        | Kod | Mart |
        | 11  | 54   |  IMP01
    """
    empty = N_(
        "Item {item}, {period}: cell {cell} is empty; by the import of {day} it is {imported}: {export}."
    )
    fill = N_("Type the figure; if none of it belongs here, write the reason.")
    first = case.plan.settings.first_period
    found = [one for one in _judged(case) if one.beyond or (one.left_out and _asked(first, one.period))]
    told = {(one.item.code, one.period) for one in found}
    for one in found:
        if _part_told(case.plan, one.item, one.period, told):
            continue
        if one.figure is None:
            hit = _hit(one.period, one, f"/{one.imported}")
            yield hit._replace(message=empty, fix=fill, cause=one.item.code)
        else:
            yield _hit(one.period, one, f"{one.figure}/{one.imported}")


def _asked(first: Period | None, period: Period) -> bool:
    """Tell whether akmxl answers for a period."""
    return first is not None and first.start <= period.end


def _part_told(plan: Plan, item: Item, period: Period, told: set[tuple[str, Period]]) -> bool:
    return any(
        (part.code, period) in told or _part_told(plan, part, period, told) for part in plan.parts(item)
    )


def _hit(period: Period, one: Compared, value: str, **more: object) -> Hit:
    """Return a hit at a month's cell; its value has both figures, as a reason is for these two."""
    figure = DASH if one.entry.figure.dash else one.figure
    params = {"figure": figure, "imported": one.imported, **_named(one.receipts), **more}
    return Hit(one.entry.place, one.item.code, period, value, params=params)


def _named(receipts: Sequence[ImportReceipt]) -> dict[str, object]:
    """Return the words for where a count comes from: the files and the day of the last of them."""
    files = "; ".join(dict.fromkeys(f"{receipt.file} ({receipt.profile})" for receipt in receipts))
    day = max(receipt.day for receipt in receipts)
    read = day_in(day)
    return {"export": files, "day": day_text(read) if read else day}


@rule(
    "IMP02",
    Severity.EXPLAIN,
    N_(
        "Item {item}, {period}: was the quarter divided by three? {figure} stands in each month (in all "
        "{sum}); by the import of {day} it is {months} (in all {together}): {export}."
    ),
    N_("Type each month's own figure; if it is right, write the reason."),
)
def quarter_not_divided(case: Case) -> Iterator[Hit]:
    """No quarter has one typed figure in all its months where another system has other ones for two of them
    or all.

    Why: a quarter that was divided by three gives three monthly reports that nothing stands behind.

    Okay:
        import: 13.1 2025-01 = 340
        import: 13.1 2025-02 = 402
        import: 13.1 2025-03 = 398
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 13.1 | 340    | 402    | 398  |
    Bad:
        import: 13.1 2025-01 = 340
        import: 13.1 2025-02 = 402
        import: 13.1 2025-03 = 398
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 13.1 | 380    | 380    | 380  |  IMP02
    """
    months = {(one.item.code, one.period): one for one in _judged(case) if one.typed is not None}
    for item in dict.fromkeys(one.item.code for one in months.values()):
        for quarter in (Period.quarter(case.plan.year, number) for number in range(1, 5)):
            own = [one for m in quarter.months if (one := months.get((item, month_of(case, m))))]
            same = len(own) == 3 and len({one.typed for one in own}) == 1 and own[0].typed
            if same and own[0].item.adds_up == "flow" and sum(one.beyond for one in own) > 1:
                yield _divided(quarter, own)


def _divided(quarter: Period, own: Sequence[Compared]) -> Hit:
    receipts = list({receipt.number: receipt for one in own for receipt in one.receipts}.values())
    counts = ", ".join(str(one.imported) for one in own)
    together, added = sum(one.imported or 0 for one in own), sum(one.figure or 0 for one in own)
    more = {"months": counts, "together": together, "sum": added, **_named(receipts)}
    return _hit(quarter, own[-1], f"{own[-1].figure}/{counts}", **more)


@rule(
    "IMP03",
    Severity.WARNING,
    N_("Item {item}: {period} was not imported (cell {cell}), though a month before it was."),
    N_("Import the month: akmxl import FILE; if there was no work, type 0 into this cell."),
    unless=("TMP04", "TMP14", "REF40", "REF57"),
)
def month_is_imported(case: Case) -> Iterator[Hit]:
    """An item whose source is Import has a figure in each month that is over and expected, once a month
    before it was imported; where a figure is due by the quarter, since one of the quarter was.

    Why: an export that was fetched on the 25th leaves the quarter without its last month, and its sum shows
    nothing of that.

    Okay:
        Reja
        | Kod | Manba  |
        | 11  | Import |
        import: 11 2025-02 = 40
        import: 11 2025-03 = 55
        Oylik
        | Kod | Fevral | Mart |
        | 11  | 40     | 55   |
    Bad:
        Reja
        | Kod | Manba  |
        | 11  | Import |
        import: 11 2025-02 = 40
        Oylik
        | Kod | Fevral | Mart |
        | 11  | 40     | ~    |  IMP03
    """
    counts = newest_counts(case.plan.imports)
    for item in case.plan.items.values() if counts else ():
        if item.source != registers.IMPORT:
            continue
        imported = [month for month in range(1, 13) if (item.code, month) in counts]
        for span in expected_spans(item):
            since = min((m for m in imported if len(span) == 1 or m in span), default=13)
            for month in (m for m in span if m > since and len(span) <= _LONGEST):
                entry = case.plan.entry(item.code, month)
                over = month_end(case.plan.year, month) < case.today
                if over and entry and not (entry.filled or entry.failed or case.plan.is_closed(item, month)):
                    yield Hit(entry.place, item.code, month_of(case, month))


_LONGEST = 3  # months: in a longer span one figure is due, in whichever month
