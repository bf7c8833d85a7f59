"""Compare what three say of an item's month: who typed it, the register that feeds it, another system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan import registers
from akmxl.plan.expected import entry_rhythm
from akmxl.plan.imports import newest_counts
from akmxl.plan.period import Period
from akmxl.plan.rollup import begun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from akmxl.plan.imports import Imported, ImportReceipt
    from akmxl.plan.model import Entry, Item, Plan

_COARSE = ("monthly", "quarterly", "once")  # how often a figure is due


class Compared(NamedTuple):
    """An item's month, or its quarter or year where one figure of so long is due.

    ``typed`` is what a person wrote, ``counted`` what its register or its parts give, ``imported`` what
    another system counts, by the imports of ``receipts``; ``figure`` is the plan's own (a dash: 0), without
    what was imported. ``entry`` is the month in Oylik. ``judged``: it is over and compared here, not with its
    quarter.
    """

    item: Item
    period: Period
    entry: Entry
    typed: int | None
    counted: int | None
    imported: int | None
    receipts: tuple[ImportReceipt, ...]
    figure: int | None
    tolerance: float
    judged: bool = True
    at_least: bool = False  # the import's is a lower bound

    @property
    def difference(self) -> int | None:
        """How much the plan's figure is above the import's; without one, the typed above the register's."""
        other = self.counted if self.imported is None else self.imported
        return None if not self.judged or self.figure is None or other is None else self.figure - other

    @property
    def beyond(self) -> bool:
        """Whether they differ by more than is tolerated; a register's figure is to be met exactly."""
        allowed = (self.imported or 0) * self.tolerance / 100
        above = 0 if self.at_least else self.difference or 0
        return max(above, -(self.difference or 0)) > allowed

    @property
    def left_out(self) -> bool:
        """Whether nothing stands where another system has a figure."""
        fed = self.item.source == registers.IMPORT
        return self.judged and not fed and self.figure is None and bool(self.imported)


def compared(plan: Plan, today: date) -> Iterator[Compared]:
    """Yield what is compared, in the plan's order; nothing where no figure was ever imported.

    These are the months that an import counts, or both a person and a register. Months that have not begun
    are left out, and those of which a cell could not be read.
    """
    counts = newest_counts(plan.imports)
    months = begun(Period.whole(plan.year), today) if counts else ()
    for item in plan.items.values() if months else ():
        found = [_month(plan, item, month, counts) for month in months]
        known = [one for one in found if one is not None]
        if known:
            yield from _of_item(plan, item, known, today)


def _month(plan: Plan, item: Item, month: int, counts: Mapping[tuple[str, int], Imported]) -> Compared | None:
    entry, found = plan.entry(item.code, month), counts.get((item.code, month))
    if entry is None or entry.failed:
        return None
    cell = entry.figure
    typed = (0 if cell.dash else cell.value) if cell.typed and item.source != "computed" else None
    counted = entry.value if item.source == "computed" else entry.register
    if item.source == registers.IMPORT:
        figure, counted = typed, None  # what the import gives is not compared with itself
    else:
        figure = 0 if cell.dash else entry.value
    if found is None and None in (typed, counted):
        return None if figure is None else _own(plan, item, entry, figure)
    return _own(plan, item, entry, figure)._replace(
        typed=typed,
        counted=counted,
        imported=found.value if found else None,
        receipts=(found.receipt,) if found else (),
        at_least=found is not None and found.at_least,
    )


def _own(plan: Plan, item: Item, entry: Entry, figure: int | None) -> Compared:
    """Return a month of which nobody else says anything: it counts for its quarter."""
    period = Period.month(plan.year, entry.month)
    tolerance = plan.settings.threshold("IMP01", item.code, 0)  # percent of the import
    return Compared(item, period, entry, None, None, None, (), figure, tolerance)


def _of_item(plan: Plan, item: Item, months: Sequence[Compared], today: date) -> Iterator[Compared]:
    """Yield an item's months and, where its figures are due by the quarter or once, these as well."""
    for span in _spans(plan, item):
        own = [one for one in months if one.period in span]
        together = span.first < span.last and any(one.imported and one.figure is None for one in own)
        for one in own:
            if one.imported is not None or None not in (one.typed, one.counted):
                yield one._replace(judged=not together and one.period.end < today)
        if together and span.end < today:
            yield _whole(span, own)


def _spans(plan: Plan, item: Item) -> Iterable[Period]:
    rhythm = _rhythm(plan, item)
    if item.source == registers.IMPORT or rhythm == "monthly":
        return [Period.month(plan.year, month) for month in range(1, 13)]
    if rhythm == "quarterly":
        return [Period.quarter(plan.year, quarter) for quarter in range(1, 5)]
    last = item.window[-1] if item.window else 12
    return [Period(plan.year, 1, last), *(Period.month(plan.year, month) for month in range(last + 1, 13))]


def _rhythm(plan: Plan, item: Item) -> str:
    """Return how often a figure is due; of a total, how often that of its slowest part is."""
    parts = plan.parts(item)
    if not parts:
        return entry_rhythm(item)
    return max((_rhythm(plan, part) for part in parts), key=_COARSE.index)


def _whole(span: Period, months: Sequence[Compared]) -> Compared:
    """Return the months of a quarter or year as one; its cell is that of the last month with a figure."""
    filled = [one for one in months if one.figure is not None]
    last = (filled or months)[-1]
    receipts = tuple({one.number: one for month in months for one in month.receipts}.values())
    stock = last.item.adds_up == "stock"

    def together(values: Iterable[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return None if not known else known[-1] if stock else sum(known)

    return last._replace(
        period=span,
        typed=together(one.typed for one in months),
        counted=together(one.counted for one in months),
        imported=together(one.imported for one in months),
        receipts=receipts,
        figure=together(one.figure for one in months),
        judged=True,
        at_least=any(one.at_least for one in months),
    )
