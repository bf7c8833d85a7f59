"""Read the months that services have handed in, or in which they were closed: the rows of Topshirish."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.core.value_text import day_text
from akmxl.plan.handed_in import HandIn, Standing
from akmxl.plan.period import Period
from akmxl.plan.period_words import day_in, read_period
from akmxl.plan.rollup import ALL_SERVICES
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.figures import read_figure
from akmxl.workbook.reading.no_records import no_hand_ins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

CLOSED = "yopiq"  # in place of the day of hand-in, or at the beginning of the note
Key = tuple[str, str]  # a month as ``2025-03``, and the folded name of a service


def read_hand_ins(file: PlanFile) -> dict[Key, HandIn]:
    """Return the months that were handed in, by month and service; the first row where one stands twice."""
    view = file.views[layout.HAND_INS]
    found: dict[Key, HandIn] = {}
    for row in _rows(view):
        zeros = view.cell(row, "zeros").value
        closed = any(fold(view.text(row, field)).startswith(CLOSED) for field in ("handed_in", "note"))
        said = (_day_text(view.cell(row, "handed_in").value), *(view.text(row, f) for f in _SAID))
        entry = HandIn(row, zeros if isinstance(zeros, int) else 0, closed, *said)
        found.setdefault(hand_in_key(view.text(row, "period"), view.text(row, "service")), entry)
    return found


def _rows(view: SheetView) -> Iterator[int]:
    """Return the rows of services; notes and totals are none."""
    others = no_hand_ins(view)
    return (row for row in view.filled_rows() if row not in others)


_SAID = ("handed_in_by", "control_code")


def _day_text(value: object) -> str:
    day = day_in(value)
    return day_text(day) if day else text_of(value)


def standing_of(opened: OpenedPlan, service: str, period: Period) -> Standing:
    """Return how a service's month stands by the rows of Topshirish and what `_akmxl` keeps."""
    plan = opened.plan
    if (period.first, fold(service)) in plan.closed or (period.first, "") in plan.closed:
        return Standing(service, period, "closed")
    row = _rows_of(opened).get((str(period), fold(service)))
    names = plan.settings.services
    own = (one for one in plan.hand_ins if one.period == str(period))
    kept = next(
        (one for one in own if fold(names.get(fold(one.service), one.service)) == fold(service)), None
    )
    if row is None:
        return Standing(service, period, "missing", None, kept)
    if kept is None:
        return Standing(service, period, "faulty" if row.code else "unproven", row)
    whole = kept.whole and row.code.replace(" ", "").upper() == kept.code
    return Standing(service, period, "handed_in" if whole else "faulty", row, kept)


def _rows_of(opened: OpenedPlan) -> dict[Key, HandIn]:
    """Return the rows by month, as it is read, and service, by the name in Sozlamalar."""
    known = cast("dict[Key, HandIn] | None", opened.plan.worked_out.get("hand_ins"))
    if known is None:
        known, services = {}, opened.plan.settings.services
        rows = read_hand_ins(opened.file) if layout.HAND_INS in opened.file.views else {}
        for (period, service), row in rows.items():
            read = read_period(period, opened.plan.year)
            months = [str(Period.month(read.year, month)) for month in read.months] if read else [period]
            for month in months:
                known.setdefault((month, fold(services.get(service, service))), row)
        opened.plan.worked_out["hand_ins"] = known
    return known


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
    for row in _rows(view):
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
    for row in _rows(view):
        period = read_period(view.text(row, "period"), year)
        if period is None or period.year != year:
            yield row, "period"
        if fold(view.text(row, "service")) not in known:
            yield row, "service"
        day = view.cell(row, "handed_in").value
        closed = any(fold(view.text(row, field)).startswith(CLOSED) for field in ("handed_in", "note"))
        if day_in(day) is None and not closed:
            yield row, "handed_in"
        if read_figure(view.cell(row, "zeros"), view.place(row, "zeros")).fault not in (None, "TYP02"):
            yield row, "zeros"


def hand_in_key(period: str, service: str) -> Key:
    """Return by what a hand-in is known."""
    return period.strip().upper(), fold(service)
