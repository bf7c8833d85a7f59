"""Hold the figures of a day against one another and against the days around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.catalogue.day_log import COUNTED, item_of_column, said_days
from akmxl.rules.figures import median, month_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.reading.registers import visits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Day

TITLE, PLACE = N_("Figures of a day"), 187

_CHECK = N_("Check the figure; if it is right, leave it.")
_LEAST = 10  # a smaller figure is no alarm
_MORE = 20  # readers above the visits: fewer came with their class and were counted once
_TIMES = 8  # what is usual on the days around
_MANY_TIMES = 20  # where visits do not speak as loudly
_NEAR = 10  # days before and after with which a day is compared
_FEWEST = 40  # loans to be expected: of fewer, a quiet day is no surprise
_SELDOM = 7  # times fewer than the day's visits let expect


@rule(
    "TMP16",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {date}, “{column}”: {value}; on the days around it usually: {usual}."),
    _CHECK,
    unless=("LIB07",),
)
def day_out_of_line(case: Case) -> Iterator[Hit]:
    """No figure of the day log is eight times the middle of the twenty days around it; where that
    middle is 5 or more.

    Why: a digit typed twice hides in the month's sum; told on the same day, it is still remembered.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-03 | 41                |
        | 2025-03-04 | 38                |
        | 2025-03-05 | 118               |
        | 2025-03-06 | 44                |
        | 2025-03-07 | 36                |
        | 2025-03-10 | 40                |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-03 | 41                |
        | 2025-03-04 | 38                |
        | 2025-03-05 | 411               |  TMP16
        | 2025-03-06 | 44                |
        | 2025-03-07 | 36                |
        | 2025-03-10 | 40                |
    """
    columns: dict[str, list[tuple[Day, int]]] = {}
    for day in sorted(case.plan.days, key=lambda day: day.date):
        for name, figure in day.columns.items():
            if figure.value and name not in registers.AGES:  # parts of what is looked at already
                columns.setdefault(name, []).append((day, figure.value))
    for name, column in columns.items():
        middle = median(value for _, value in column)
        for nth, (day, value) in enumerate(column):
            if value >= max(_LEAST, middle):  # the window is looked at for few
                around = [
                    v for _, v in (*column[max(0, nth - _NEAR) : nth], *column[nth + 1 : nth + 1 + _NEAR])
                ]
                yield from _jump(case, day, name, value, around)


def _jump(case: Case, day: Day, name: str, value: int, around: list[int]) -> Iterator[Hit]:
    item = item_of_column(case, name)
    usual = median(around) if len(around) >= 5 else 0
    if usual < 5 or value < usual * case.threshold("TMP16", item, 8) or day.date.year != case.plan.year:
        return
    column = case.view(registers.DAILY).titles[day.columns[name].place.column]
    params = {"date": day.date, "column": column, "usual": round(usual)}
    period, subject = month_of(case, day.date.month), f"{day.date.isoformat()}/{name}"
    yield Hit(day.columns[name].place, item, period, value, subject, params=params)


@rule(
    "LIB07",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, {date}, “{column}”: {value}, but there were only {visits} visits that day."),
    N_("Check the figures of the day; if they are right, write the reason."),
    unless=("XSH18",),
    silences=("TMP08", "PLN01"),
)
def readers_come_with_visits(case: Case) -> Iterator[Hit]:
    """No more new readers, or old ones, register on a day than twice its visits, 20 above them, and eight
    times what is usual on the twenty days around; nor, where it is twenty times that, than 20 above them.

    Why: who registers has come in; a figure in the column beside its own makes two months wrong.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Yangi kitobxonlar |
        | 2025-03-05 | 31                   | 28                |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Yangi kitobxonlar |
        | 2025-03-05 | 31                   | 90                |  LIB07
    """
    said = said_days(case)
    for nth, (day, figures) in enumerate(said):
        for name in COUNTED[1:]:
            value = figures.get(name, 0)
            if value <= _MORE or (visits := visits_of(day).value) is None:
                continue
            around = (*said[max(0, nth - _NEAR) : nth], *said[nth + 1 : nth + 1 + _NEAR])
            usual = median(own.get(name, 0) for _, own in around) if around else 0
            times = _TIMES if value > 2 * visits else _MANY_TIMES
            if value > visits + _MORE and value >= times * usual:
                place = day.columns[name].place
                column = case.view(registers.DAILY).titles[place.column]
                params = {"date": day.date, "column": column, "visits": visits}
                yield Hit(place, item_of_column(case, name), month_of(case, day.date.month), value,
                          f"{day.date.isoformat()}/{name}", params=params)  # fmt: skip


@rule(
    "LIB10",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {date}, “{column}”: {value}; by the day's visits about {usual} are to be expected."),
    _CHECK,
)
def loans_go_with_visits(case: Case) -> Iterator[Hit]:
    """A day's loans are not a seventh of what its visits let expect by the days around it, where that is 40
    or more and none of these days comes near as few.

    Why: a digit that was left out hides in the month's sum, and the year's loans are what the library shows.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Berilgan kitoblar |
        | 2025-03-03 | 41                   | 110               |
        | 2025-03-04 | 38                   | 98                |
        | 2025-03-05 | 6                    | 9                 |
        | 2025-03-06 | 44                   | 121               |
        | 2025-03-07 | 36                   | 95                |
        | 2025-03-10 | 40                   | 102               |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Berilgan kitoblar |
        | 2025-03-03 | 41                   | 110               |
        | 2025-03-04 | 38                   | 98                |
        | 2025-03-05 | 42                   | 10                |  LIB10
        | 2025-03-06 | 44                   | 121               |
        | 2025-03-07 | 36                   | 95                |
        | 2025-03-10 | 40                   | 102               |
    """
    days = [(day, *pair) for day, own in said_days(case) if (pair := _loans_and_visits(day, own))]
    for nth, (day, loans, visits) in enumerate(days):
        around = (*days[max(0, nth - _NEAR) : nth], *days[nth + 1 : nth + 1 + _NEAR])
        rates = [lent / came for _, lent, came in around]
        usual = median(came for _, _, came in around) if len(rates) >= 5 else 0
        # A crowd comes to an event, not to borrow.
        expected = median(rates) * min(visits, usual) if usual else 0
        if expected >= _FEWEST and loans * _SELDOM <= expected and loans < visits * min(rates) / 2:
            place = day.columns["loans"].place
            column = case.view(registers.DAILY).titles[place.column]
            params = {"date": day.date, "column": column, "usual": round(expected)}
            item, period = item_of_column(case, "loans"), month_of(case, day.date.month)
            yield Hit(place, item, period, loans, f"{day.date.isoformat()}/loans", params=params)


def _loans_and_visits(day: Day, figures: dict[str, int]) -> tuple[int, int] | None:
    loans, visits = figures.get("loans"), visits_of(day).value
    if loans is None and "loans" in day.columns and day.columns["loans"].dash:
        loans = 0
    return None if loans is None or not visits else (loans, visits)


_CLAUSE = lazily(r"[,.;:!()–—]")
_CLOSED = frozenset(
    fold(text)
    for text in (
        "yopiq", "yopiq edi", "yopiq kun", "kutubxona yopiq", "kutubxona yopiq edi", "markaz yopiq",
        "ishlamadi", "kutubxona ishlamadi", "ishlanmadi", "ish kuni emas", "dam olish kuni",
        "sanitariya kuni",
    )
)  # fmt: skip


@rule(
    "XSH23",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the note says “{value}”, but on {date} {count} columns have figures."),
    N_("Check the day: put the figures or the note right."),
)
def closed_days_have_no_figures(case: Case) -> Iterator[Hit]:
    """No day whose note says that the library was closed has visits, loans or readers.

    Why: one of the two stands in another day's row, and so does what belongs there.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Izoh  |
        | 2025-03-05 | 0                    | Yopiq |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Izoh  |
        | 2025-03-05 | 31                   | Yopiq |  XSH23
    """
    view = case.view(registers.DAILY)
    for day, figures in said_days(case):
        note = view.text(day.row, "note")
        count = sum(1 for value in figures.values() if value)
        if count and note and any(fold(part) in _CLOSED for part in _CLAUSE.split(note)):
            params = {"date": day.date, "count": count}
            yield Hit(view.place(day.row, "note"), period=month_of(case, day.date.month), value=note,
                      subject=day.date.isoformat(), params=params)  # fmt: skip
