"""Tell of which periods reports are owed: those that are asked for, else those that most centres sent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.plan.period import YEARS, Period
from akmxl.plan.returns.possible import VERSIONS, fault_of
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from akmxl.plan.returns.records import Entry

_QUARTER = 3  # months


def read_periods(texts: Iterable[str]) -> tuple[str, ...]:
    """Read the periods that are asked for, several in a text with commas; raises ``BadArgument``."""
    found = [Period.parse(part) for text in texts for part in text.split(",") if part.strip()]
    for one in found:
        if one.year not in YEARS:
            raise BadArgument(
                N_("The period {period} is of a year that no plan has: {first}–{last}."),
                period=str(one),
                first=YEARS[0],
                last=YEARS[-1],
            )
    return tuple(dict.fromkeys(map(str, found)))


def last_quarter(day: date) -> str:
    """Return the quarter that was over last on a day."""
    ended = (day.month - 1) // _QUARTER
    return str(Period.quarter(day.year, ended) if ended else Period.quarter(day.year - 1, 4))


def asked_periods(entries: Iterable[Entry], periods: Iterable[str] = (), otherwise: str = "") -> set[str]:
    """Return the periods that are asked; else those that most centres sent, a quarter with its months.

    Most are half of those who sent anything: one form that strayed in from another year asks nobody for
    that year. Where no period has so many, it is the one that has the most; where nothing came that says
    a period, it is ``otherwise``.
    """
    if asked := read_periods(periods):
        return set(asked)
    placed = [one for one in entries if one.centre and fault_of(one.period, VERSIONS[0]) is None]
    taken = [entry for entry in placed if entry.status is not Status.REFUSED] or placed
    sent: defaultdict[str, set[str]] = defaultdict(set)
    for centre, period in {(one.centre, one.period) for one in taken}:
        sent[str(Period.parse(period))].add(centre)
    senders = len(set().union(*sent.values()))
    most = max(map(len, sent.values()), default=0)
    usual = [
        text for text, own in sent.items() if len(own) == most or (len(own) > 1 and 2 * len(own) >= senders)
    ]
    if not usual and otherwise:
        usual = [otherwise]
    return {str(part) for text in usual for part in _with_months(Period.parse(text))}


def _with_months(period: Period) -> tuple[Period, ...]:
    if len(period.months) != _QUARTER:
        return (period,)
    return (period, *(Period.month(period.year, month) for month in period.months))
