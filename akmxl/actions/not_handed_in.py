"""Tell which services have not handed in the months that reports are about to say something of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.expected import before_first_period
from akmxl.plan.hand_ins import came_since, own_items
from akmxl.plan.period import Period
from akmxl.workbook import layout
from akmxl.workbook.reading.hand_ins import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from akmxl.plan.owed import Owed
    from akmxl.workbook.opened import OpenedPlan


class NotHandedIn(NamedTuple):
    """Services that lack the same months (``2025-03``), and the codes of the reports that show them."""

    services: tuple[str, ...]
    months: tuple[str, ...]
    reports: tuple[str, ...]


def not_handed_in(opened: OpenedPlan, reports: Iterable[Owed], today: date) -> tuple[NotHandedIn, ...]:
    """Return who has not handed in, of the owners of the reports' items, the months of their periods.

    Months to come, and those before the first period, are not asked for. A workbook of an earlier edition
    knows no hand-ins: there nobody is named.
    """
    plan = opened.plan
    if layout.HAND_INS not in opened.file.views:
        return ()
    services = list(dict.fromkeys(name for item in plan.items.values() for name in item.services))
    own = {name: [item.code for item in own_items(plan, name)] for name in services}
    missing: dict[str, dict[str, None]] = {}
    shown: dict[str, dict[str, None]] = {}
    for owed in reports:
        for name in services:
            if not any(map(owed.report.concerns, own[name])):
                continue
            for month in _months(owed.period, today):
                if before_first_period(plan, month.first) or _done(opened, name, month, owed):
                    continue
                missing.setdefault(name, {})[str(month)] = None
                shown.setdefault(name, {})[owed.report.code] = None
    return _together(missing, shown)


def _done(opened: OpenedPlan, service: str, month: Period, owed: Owed) -> bool:
    """Tell whether a service has handed in a month, with all of its items that a report shows."""
    standing = standing_of(opened, service, month)
    if standing.state != "handed_in" or standing.kept is None:
        return standing.done
    return not any(map(owed.report.concerns, came_since(opened.plan, standing.kept)))


def _months(period: Period, today: date) -> Iterable[Period]:
    """Return the months of a period that are over."""
    months = (Period.month(period.year, month) for month in period.months)
    return [month for month in months if month.end < today]


def _together(
    missing: dict[str, dict[str, None]], shown: dict[str, dict[str, None]]
) -> tuple[NotHandedIn, ...]:
    """Return services together that lack the same months."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, months in missing.items():
        alike.setdefault(tuple(sorted(months)), []).append(name)
    found = []
    for lacking, names in alike.items():
        codes = dict.fromkeys(code for name in names for code in shown[name])
        found.append(NotHandedIn(tuple(names), lacking, tuple(sorted(codes))))
    return tuple(found)
