"""Hold the ages of readers and participants against all of them; who does not count ages hears nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.ages import READERS, Split, participants_in, readers_of
from akmxl.plan.findings import Severity
from akmxl.plan.register_rows import record_value
from akmxl.plan.registers import AGES
from akmxl.plan.rollup import last_ended_month
from akmxl.rules.figures import item_of, month_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, once, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Day, Figure, Record

TITLE, PLACE = N_("Ages"), 191


@rule(
    "LIB08",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the ages come to {value}, all together are {whole}."),
    N_("Mend the ages, or how many there are; if an age is not known, leave its cell blank."),
    unless=("LIB05", "TYP11"),
)
def ages_come_to_all(case: Case) -> Iterator[Hit]:
    """The three ages of a day come to its new and renewed readers, those of an event to its participants;
    no part of them comes to more. Ages of a day that are those of its whole month are right.

    Why: the state's statistics add up the ages, and what they miss is missed in the number of users.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Ishtirokchilar | 0–14 yosh | 15–24 yosh | 25+ yosh |
        | 2025-03-05 | Ko‘rgazma   | 40             | 25        | 10         | 5        |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Ishtirokchilar | 0–14 yosh | 15–24 yosh | 25+ yosh |
        | 2025-03-05 | Ko‘rgazma   | 40             | 25        | 10         | 15       |  LIB08
    """
    for day, split in _wrong_days(case):
        if any(one.fault for one in _ages(day)):
            continue
        age = next(age for age in AGES if split.said[age] is not None)
        subject, month = f"{day.date.isoformat()}/ages", month_of(case, day.date.month)
        places = tuple(one.place for one in _ages(day) if one.value is not None)
        yield Hit(places[0], case.plan.settings.day_item(age), month, split.told, subject,
                  params={"whole": split.whole}, covers=places[1:])  # fmt: skip
    for record in _with_ages(case):
        split = participants_in([record])
        if not _agree(split) and not _is_misread(record):
            places = tuple(record.places[age] for age in AGES if split.said[age] is not None)
            period, subject = record_period(case, record), f"{row_name(record)}/ages"
            yield Hit(places[0], item_of(case, record), period, split.told, subject,
                      params={"whole": split.whole}, covers=places[1:])  # fmt: skip


@rule(
    "LIB13",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {value} children, but by their ages only {young} are younger than 25."),
    N_("Mend the children, or the ages."),
    unless=("LIB05", "LIB08", "TYP11"),
)
def children_are_young(case: Case) -> Iterator[Hit]:
    """No more children came to an event than participants younger than 25, where both their ages are given.

    Why: both stand in one row and count the same people; one of them was typed a row too far.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Ishtirokchilar | Bolalar | 0–14 yosh | 15–24 yosh | 25+ yosh |
        | 2025-03-05 | Ko‘rgazma   | 40             | 30      | 25        | 10         | 5        |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Ishtirokchilar | Bolalar | 0–14 yosh | 15–24 yosh | 25+ yosh |
        | 2025-03-05 | Ko‘rgazma   | 40             | 30      | 5         | 0          | 35       |  LIB13
    """
    for record in _with_ages(case):
        said, children = participants_in([record]).said, record_value(record, "children")
        young = [said[age] for age in AGES[:2]]
        if type(children) is int and None not in young and children > sum(n or 0 for n in young):
            yield Hit(record.places["children"], item_of(case, record), record_period(case, record), children,
                      f"{row_name(record)}/children",
                      params={"young": sum(n or 0 for n in young)})  # fmt: skip


@rule(
    "LIB09",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {period}: ages are counted, but there are readers without an age on: {value}."),
    N_("Type the ages that are missing; if nobody counted them, clear those of the month."),
    unless=("LIB08",),
)
def months_have_all_ages(case: Case) -> Iterator[Hit]:
    """In a month in which ages are counted each day with readers has them, a week later at the latest, and
    together they come to all readers of the month.

    Why: a month with some ages looks counted, and its readers without an age are missed in the year.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Yangi kitobxonlar | 0–14 yosh | 15–24 yosh | 25+ yosh |
        | 2025-03-05 | 6                 | 3         | 2          | 1        |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Yangi kitobxonlar | 0–14 yosh | 15–24 yosh | 25+ yosh |
        | 2025-03-05 | 6                 | 3         | 2          | 1        |
        | 2025-03-06 | 4                 | ~         | ~          | ~        |  LIB09
    """
    if not all(age in case.view(registers.DAILY).columns for age in AGES):
        return  # the columns that are lost have a finding of their own
    other = N_("Sheet “{sheet}”, {period}: the ages come to {value}, all readers are {whole}.")
    wrong = {day.date.month for day, _ in _wrong_days(case)}
    misread = {day.date.month for day in case.plan.days if any(one.fault for one in _ages(day))}
    over = last_ended_month(case.plan.year, case.today)
    for month in _months_with_ages(case):
        split = readers_of(case.plan, month)
        if month in wrong or month in misread or split.told == split.whole:
            continue
        without = [day for day in _days_without(case) if day.date.month == month]
        item, period = case.plan.settings.day_item(AGES[0]), month_of(case, month)
        subject, params = f"{period}/ages", {"whole": split.whole}
        if without:
            places = [_readers(day)[0].place for day in without]
            days = ", ".join(str(day.date.day) for day in without)
            yield Hit(places[0], item, period, days, subject, covers=tuple(places[1:]))
        elif month <= over and split.whole is not None:
            day = next(day for day in _days_with_ages(case) if day.date.month == month)
            place = _ages(day)[0].place
            yield Hit(place, item, period, split.told, subject, params=params, message=other)


_LATE = timedelta(days=7)  # by so much the ages may be entered after the readers


def _days_without(case: Case) -> Iterator[Day]:
    """Yield the days of a week ago and before that have readers and no age."""
    with_ages = {day.date for day in _days_with_ages(case)}
    for day in case.plan.days:
        if (
            day.date + _LATE <= case.today
            and day.date not in with_ages
            and any(one.value for one in _readers(day))
        ):
            yield day


def _ages(day: Day) -> list[Figure]:
    return [one for age in AGES if (one := day.columns.get(age))]


def _is_misread(record: Record) -> bool:
    """Tell whether an age of an event is no number of people: its cell has a finding of its own."""
    said = participants_in([record]).said
    return any(said[age] is None and record_value(record, age) is not None for age in AGES)


def _readers(day: Day) -> list[Figure]:
    return [one for name in READERS if (one := day.columns.get(name)) and one.value is not None]


@once
def _days_with_ages(case: Case) -> Iterator[Day]:
    for day in case.plan.days:
        if day.date.year == case.plan.year and any(one.value is not None for one in _ages(day)):
            yield day


@once
def _months_with_ages(case: Case) -> Iterator[int]:
    yield from sorted({day.date.month for day in _days_with_ages(case)})


@once
def _wrong_days(case: Case) -> Iterator[tuple[Day, Split]]:
    """Yield the days whose ages are not all readers of theirs, in months whose ages are not all either."""
    for month in _months_with_ages(case):
        whole = readers_of(case.plan, month)
        if whole.told == whole.whole:
            continue
        for day in (day for day in _days_with_ages(case) if day.date.month == month):
            split = _of_day(day)
            if not _agree(split):
                yield day, split


def _of_day(day: Day) -> Split:
    said = {age: one.value if (one := day.columns.get(age)) else None for age in AGES}
    readers = [one.value or 0 for one in _readers(day)]
    return Split(said, sum(readers) if readers else None)


def _agree(split: Split) -> bool:
    """Tell whether ages may be right: they are all of them, or some and not more."""
    if split.whole is None:
        return True
    complete = all(value is not None for value in split.said.values())
    return split.told == split.whole if complete else split.told <= split.whole


def _with_ages(case: Case) -> Iterator[Record]:
    """Yield the events with an age, found by column: there are thousands of rows."""
    view = case.view(registers.EVENTS)
    rows = {row for age in AGES if age in view.columns for row in view.values(age)}
    if rows:
        yield from (record for record in case.plan.records[registers.EVENTS] if record.row in rows)
