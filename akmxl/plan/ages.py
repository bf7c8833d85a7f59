"""Count readers and participants by age: 14 and younger, 15 to 24, 25 and older, as state statistics ask.

Ages may be left out; a month is known only where they come to all readers, or all participants, of the month.
A blank is unknown, not 0, but where the others are everybody already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan import registers
from akmxl.plan.register_rows import record_value
from akmxl.plan.registers import AGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from akmxl.plan.model import Item, Plan, Record
    from akmxl.plan.period import Period

READERS = ("new_readers", "renewed_readers")  # the columns of the day log of which the ages are parts


class Split(NamedTuple):
    """How many are of which age: ``said`` as written (None: blank), ``whole`` all of them (None: unknown)."""

    said: Mapping[str, int | None]
    whole: int | None

    @property
    def used(self) -> bool:
        """Whether any age is written."""
        return any(value is not None for value in self.said.values())

    @property
    def told(self) -> int:
        """How many of them have an age."""
        return sum(value or 0 for value in self.said.values())

    @property
    def counts(self) -> Mapping[str, int | None]:
        """The ages where they come to all; else nothing is known."""
        known = self.whole is not None and self.told == self.whole
        return {age: (self.said[age] or 0) if known else None for age in AGES}


def readers_of(plan: Plan, month: int) -> Split:
    """Return the readers registered in a month (1-12): their ages by the day log, all by the items."""
    days = [day for day in plan.days if (day.date.year, day.date.month) == (plan.year, month)]
    figures = [{age: one.value for age in AGES if (one := day.columns.get(age))} for day in days]
    codes = [plan.settings.daily_items.get(field) for field in READERS]
    wholes = [plan.value(code, month) if code else None for code in codes]
    known = [value for value in wholes if value is not None]
    return Split(_sums(figures), sum(known) if known else None)


def participants_of(plan: Plan, item: str, month: int) -> Split:
    """Return the participants of an item's events in a month (1-12)."""
    rows = [
        record
        for record in plan.records.get(registers.EVENTS, ())
        if record.date
        and (record.date.year, record.date.month) == (plan.year, month)
        and item in record.codes
    ]
    return participants_in(rows)


def participants_in(rows: Iterable[Record]) -> Split:
    """Return the participants of events; of one whose number is not known the whole is not known either."""
    figures = [{field: _count(record, field) for field in (*AGES, "participants")} for record in rows]
    people = [figure["participants"] for figure in figures]
    known = [value for value in people if value is not None]
    return Split(_sums(figures), sum(known) if len(known) == len(people) else None)


def by_age(plan: Plan, item: Item, period: Period) -> Mapping[str, int | None]:
    """Return an item's count of a period by age: readers of the item of all readers, participants of events.

    None for an item that counts neither, and where a month of the period is not known.
    """
    splits = list(_splits(plan, item, period))
    counts = [split.counts for split in splits]
    if not any(split.used for split in splits):
        return dict.fromkeys(AGES)
    return {age: _sum_of_all([count[age] for count in counts]) for age in AGES}


def counts_readers(plan: Plan, item: Item) -> bool:
    """Tell whether an item is all readers: it adds up what the day log's columns of readers count for."""
    codes = {code for field in READERS if (code := plan.settings.daily_items.get(field))}
    return bool(codes) and codes == {part.code for part in plan.parts(item)}


def _splits(plan: Plan, item: Item, period: Period) -> Iterator[Split]:
    if counts_readers(plan, item):
        yield from (readers_of(plan, month) for month in period.months)
    elif item.source == registers.EVENTS:
        yield from (participants_of(plan, item.code, month) for month in period.months)


def _sums(figures: Iterable[Mapping[str, int | None]]) -> dict[str, int | None]:
    """Add up each age over days or rows; None where it is blank in all."""
    sums: dict[str, int | None] = dict.fromkeys(AGES)
    for figure in figures:
        for age in AGES:
            if (value := figure.get(age)) is not None:
                sums[age] = (sums[age] or 0) + value
    return sums


def _sum_of_all(values: Iterable[int | None]) -> int | None:
    """Return the sum; None where one of them is not known."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known) if found and len(known) == len(found) else None


def _count(record: Record, field: str) -> int | None:
    value = record_value(record, field)
    return value if isinstance(value, int) and value >= 0 else None
