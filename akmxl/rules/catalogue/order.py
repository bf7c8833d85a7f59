"""Hold the dates of a register's rows against the order in which they were entered."""

from __future__ import annotations

from datetime import date, timedelta
from operator import gt
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan.findings import Severity
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.order import out_of_order
from akmxl.rules.rule import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.plan.model import Record

TITLE, PLACE = N_("Order of the rows"), 113

_LEAST_ROWS = 6  # fewer rows show no order
_MANY = 10  # rows of which one is said to be out of order without more ado
_FOLLOW = 3  # rows after it: the last ones may be entered late
_FEW = 5  # rows out of order: where there are more, nobody keeps one
_EARLY = timedelta(days=21)  # an event that was forgotten is entered some days late
_LATE = timedelta(days=7)


@rule(
    "XSH27",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {value} stands between {before} and {after}."),
    N_("Check the day and the month; if the row was only entered later, sort the rows by their dates."),
    unless=("TMP17", "REF09", "REF33", "XSH09", "XSH13", "XSH14", "XSH21", "SUB03"),
)
def dates_in_order(case: Case) -> Iterator[Hit]:
    """Where the rows of a register follow one another by their dates, none stands weeks away from its place;
    nor in the place of the day that its day and month make when they are exchanged. The last rows may be
    entered late.

    Why: 03.05 for 05.03 is a day too, and a good one; Excel itself makes it where its language is another's.

    Okay:
        today: 2025-06-10
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | Birinchi    |
        | 2025-03-12 | Ko‘rgazma   | Ikkinchi    |
        | 2025-04-03 | Ko‘rgazma   | Uchinchi    |
        | 2025-03-29 | Ko‘rgazma   | To‘rtinchi  |
        | 2025-05-08 | Ko‘rgazma   | Beshinchi   |
        | 2025-05-20 | Ko‘rgazma   | Oltinchi    |
    Bad:
        today: 2025-06-10
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | Birinchi    |
        | 2025-03-12 | Ko‘rgazma   | Ikkinchi    |
        | 2025-04-03 | Ko‘rgazma   | Uchinchi    |
        | 2025-05-20 | Ko‘rgazma   | Beshinchi   |
        | 2025-05-22 | Ko‘rgazma   | Oltinchi    |
        | 2025-02-06 | Ko‘rgazma   | Yettinchi   |  XSH27
        | 2025-06-04 | Ko‘rgazma   | Sakkizinchi |
    """
    for register, records in case.plan.records.items():
        rows = [one for one in records if one.date and one.date.year == case.plan.year]
        if len(rows) < _LEAST_ROWS:
            continue
        days = [one.date for one in rows if one.date]
        falls = sum(map(gt, days, days[1:]))  # one row out of order makes two at most
        odd = out_of_order(days) if 0 < falls <= 2 * (_FEW + 1) else []
        for nth in odd if len(odd) <= _FEW and len(rows) > 2 * len(odd) else ():
            record, before, after = rows[nth], rows[nth - 1].date, _after(rows, nth, odd, case.today)
            alone = len(odd) == 1 and len(rows) >= _MANY and nth < len(rows) - _FOLLOW
            day = record.date
            if day and before and _is_slip(day, before, after, alone=alone):
                params = {"before": before, "after": after, "register": register}
                yield Hit(record.places["date"], item_of(case, record), record_period(case, record), day,
                          f"{row_name(record)}/order", params=params)  # fmt: skip


def _after(rows: Sequence[Record], nth: int, odd: Sequence[int], today: date) -> date:
    """Return the day of the next row that stands in order; after the last one, today."""
    later = (rows[at].date for at in range(nth + 1, len(rows)) if at not in odd)
    return next((day for day in later if day), today)


def _is_slip(day: date, before: date, after: date, *, alone: bool) -> bool:
    """Tell whether a day between two others is a slip, and not a row that was entered some days late."""
    if (
        day.day <= 12
        and day.day != day.month
        and before <= day.replace(month=day.day, day=day.month) <= after
    ):
        return True
    return alone and (before - day > _EARLY or day - after > _LATE)
