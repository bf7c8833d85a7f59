"""Count readers and participants by age: 14 and younger, 15 to 24, 25 and older, as state statistics ask.

Ages may be left out; a month is known only where they come to all readers, or all participants, of the month.
A blank is unknown, not 0, but where the others are everybody already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan import registers
from akmxl.plan.expected import expected_spans, span_filled
from akmxl.plan.period import Period
from akmxl.plan.register_rows import record_value
from akmxl.plan.registers import AGES
from akmxl.plan.rollup import begun
from akmxl.plan.unread_rows import unread_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from pandas import DataFrame

    from akmxl.plan.model import Item, Plan, Record

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
    items = [plan.items[item]] if item in plan.items else []
    return participants_in(rows) if _is_known(plan, items, month, rows) else _unknown(rows)


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


class AgeRow(NamedTuple):
    """Readers or participants of a period: by age where all are known, with an age (``told``), and all."""

    of: str
    period: Period
    counts: Mapping[str, int | None]
    told: int
    whole: int | None


def age_table(plan: Plan, today: date) -> tuple[AgeRow, ...]:
    """Return readers, then participants, of each month that has begun, each quarter and the year."""
    months = begun(Period.whole(plan.year), today)
    spans = [Period.month(plan.year, month) for month in months]
    spans += [Period.quarter(plan.year, quarter) for quarter in range(1, 5) if quarter * 3 - 2 in months]
    spans += [Period.whole(plan.year)] if months else []
    found: list[AgeRow] = []
    for of, tell in (("readers", readers_of), ("participants", _all_participants)):
        splits = {month: tell(plan, month) for month in months}
        found += (
            _together(of, span, [splits[month] for month in span.months if month in splits]) for span in spans
        )
    return tuple(found)


def _all_participants(plan: Plan, month: int) -> Split:
    """Return the participants of all events of a month."""
    period = Period.month(plan.year, month)
    events = plan.records.get(registers.EVENTS, ())
    rows = [row for row in events if row.date and period.start <= row.date <= period.end]
    items = [item for item in plan.items.values() if item.source == registers.EVENTS]
    return participants_in(rows) if _is_known(plan, items, month, rows) else _unknown(rows)


def _is_known(plan: Plan, items: Sequence[Item], month: int, rows: Sequence[Record]) -> bool:
    """Tell whether these rows are all of the items' events in a month: all rows were read, and where there is
    none, none was to be expected.
    """
    codes = {item.code for item in items}
    for row in unread_rows(plan, registers.EVENTS):
        if month in row.months and (row.codes is None or codes.intersection(row.codes)):
            return False
    awaited = ((item, span) for item in items for span in expected_spans(item) if span[-1] == month)
    return bool(rows) or all(span_filled(plan, item, span) for item, span in awaited)


def _unknown(rows: Iterable[Record]) -> Split:
    return participants_in(rows)._replace(whole=None)


def _together(of: str, period: Period, splits: Sequence[Split]) -> AgeRow:
    used = any(split.used for split in splits)
    counts = {age: _sum_of_all([split.counts[age] for split in splits]) if used else None for age in AGES}
    return AgeRow(of, period, counts, sum(s.told for s in splits), _sum_of_all([s.whole for s in splits]))


def ages_frame(rows: Iterable[AgeRow]) -> DataFrame:
    """Make a table: of (readers, participants), period, the three ages, with_age, all; unknown is missing."""
    import pandas as pd  # late: the slowest to import of all

    data = [
        (row.of, str(row.period), *(row.counts[age] for age in AGES), row.told, row.whole) for row in rows
    ]
    columns = ["of", "period", *AGES, "with_age", "all"]
    return pd.DataFrame(data, columns=columns).astype(dict.fromkeys((*AGES, "with_age", "all"), "Int64"))
