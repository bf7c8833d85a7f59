"""Read the months that services have handed in, or in which they were closed: the rows of Topshirish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.period_words import day_in, read_period
from akmxl.plan.rollup import ALL_SERVICES
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from akmxl.plan.period import Period
    from akmxl.workbook.plan_file import PlanFile

CLOSED = "yopiq"  # in place of the day of hand-in, or at the beginning of the note
Key = tuple[str, str]  # a month as ``2025-03``, and the folded name of a service


class HandIn(NamedTuple):
    """A month that a service has handed in; ``zeros`` are the cells into which 0 was written then.

    ``closed``: the service was closed all month.
    """

    row: int
    zeros: int
    closed: bool


def read_hand_ins(file: PlanFile) -> dict[Key, HandIn]:
    """Return the months that were handed in, by month and service; the first row where one stands twice."""
    view = file.views[layout.HAND_INS]
    found: dict[Key, HandIn] = {}
    for row in view.filled_rows():
        zeros = view.cell(row, "zeros").value
        closed = any(fold(view.text(row, field)).startswith(CLOSED) for field in ("handed_in", "note"))
        entry = HandIn(row, zeros if isinstance(zeros, int) else 0, closed)
        found.setdefault(hand_in_key(view.text(row, "period"), view.text(row, "service")), entry)
    return found


def read_closed(file: PlanFile, year: int, services: Mapping[str, str]) -> frozenset[tuple[int, str]]:
    """Return the months (1-12) in which services were closed, each with the folded name of the service.

    ``services`` are the names by their folded spellings. An empty name stands for all services. Workbooks of
    before have no such sheet.
    """
    if layout.HAND_INS not in file.views:
        return frozenset()
    marked = [key for key, entry in read_hand_ins(file).items() if entry.closed]
    periods = ((read_period(text, year), service) for text, service in marked)
    months = ((period, service) for period, service in periods if period and period.year == year)
    named = ((period, fold(services.get(service, service))) for period, service in months)
    return frozenset(
        (month, "" if service == fold(ALL_SERVICES) else service)
        for period, service in named
        for month in period.months
    )


class HandInRow(NamedTuple):
    """A row of Topshirish that is understood; ``service`` is a folded name, empty for all of them."""

    row: int
    period: Period
    service: str
    day: date | None
    closed: bool


def hand_in_rows(file: PlanFile, year: int, services: Mapping[str, str]) -> Iterator[HandInRow]:
    """Yield the rows that name a month of the year, whatever else stands in them."""
    view = file.views[layout.HAND_INS]
    for row in view.filled_rows():
        period = read_period(view.text(row, "period"), year)
        if period is not None and period.year == year:
            service = fold(view.text(row, "service"))
            name = "" if service == fold(ALL_SERVICES) else fold(services.get(service, service))
            closed = any(fold(view.text(row, field)).startswith(CLOSED) for field in ("handed_in", "note"))
            yield HandInRow(row, period, name, day_in(view.cell(row, "handed_in").value), closed)


def faulty_hand_ins(file: PlanFile, year: int, services: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield the cells (row, field) of which it is not understood who handed in, or which month, or when.

    In place of the day of hand-in may stand that the service was closed.
    """
    view = file.views[layout.HAND_INS]
    known = {fold(name) for name in (*services, *services.values(), ALL_SERVICES)}
    for row in view.filled_rows():
        period = read_period(view.text(row, "period"), year)
        if period is None or period.year != year:
            yield row, "period"
        if fold(view.text(row, "service")) not in known:
            yield row, "service"
        day = view.cell(row, "handed_in").value
        if day not in (None, "") and day_in(day) is None and not fold(str(day)).startswith(CLOSED):
            yield row, "handed_in"


def hand_in_key(period: str, service: str) -> Key:
    """Return by what a hand-in is known."""
    return period.strip().upper(), fold(service)
