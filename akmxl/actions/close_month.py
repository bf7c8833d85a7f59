"""Close a month: list its blanks by service, write zeros where nothing was done, mark who has handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.actions.open_plan import refuse_other_year
from akmxl.actions.services_copy import refuse_copy
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.expected import before_first_period, expected_spans, span_filled
from akmxl.plan.model import Figure
from akmxl.plan.period import Period
from akmxl.plan.rollup import last_ended_month
from akmxl.rules.catalogue.structure import earlier_edition
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import write
from akmxl.workbook.reading.hand_ins import CLOSED, hand_in_key, read_hand_ins, standing_of
from akmxl.workbook.writing.hand_ins import fill_hand_ins

if TYPE_CHECKING:
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.plan.model import Item, Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile


@dataclass(frozen=True)
class Blank:
    """A month that is expected of an item and holds nothing yet."""

    item: Item
    place: Place


@dataclass(frozen=True)
class Month:
    """A month about to be closed: its blanks by service, in the plan's order."""

    period: Period
    blanks: dict[str, tuple[Blank, ...]]

    @property
    def count(self) -> int:
        return len({blank.place for blanks in self.blanks.values() for blank in blanks})


def month_to_close(plan: Plan, period: Period | None, service: str | None, today: date) -> Month:
    """Return the blanks of a month (default: the last one that is over), of one service or of all.

    Raises ``BadArgument`` for a month that is not over or of another year, or a service that is not in the
    plan.
    """
    refuse_other_year(plan, period)
    if not any(item.plan for item in plan.items.values()):
        raise BadArgument(
            N_("Sheet “{sheet}”: no row has a plan figure yet, so it is not known what a month lacks."),
            sheet=layout.PLAN,
        )
    month = period or _last_month(plan, today)
    if month.first != month.last or month.end >= today:
        raise BadArgument(
            N_("{period} cannot be closed: name a month that is over, e.g. 2025-03."),
            period=str(month),
        )
    names = chosen_services(plan, service)
    expected = [item for item in plan.items.values() if _is_blank(plan, item, month.last)]
    return Month(
        month,
        {
            name: tuple(
                Blank(item, entry.place)
                for item in expected
                if name in owners(item) and (entry := plan.entry(item.code, month.last))
            )
            for name in names
        },
    )


def _last_month(plan: Plan, today: date) -> Period:
    number = last_ended_month(plan.year, today)
    if not number:
        raise BadArgument(N_("No month of {year} is over yet."), year=plan.year)
    return Period.month(plan.year, number)


def chosen_services(plan: Plan, service: str | None) -> tuple[str, ...]:
    """Return the services that own items, or those whose name contains ``service``.

    Without ``service`` an empty name comes last where items name no service. Raises ``BadArgument`` where no
    name contains it.
    """
    known = dict.fromkeys(plan.settings.services.values())
    owning = [name for name in known if any(name in item.services for item in plan.items.values())]
    if service is None:
        nobody = any(not item.services for item in plan.items.values() if item.measured)
        return (*owning, "") if nobody else tuple(owning)
    chosen = tuple(name for name in owning if fold(service) in fold(name))
    if not chosen:
        raise BadArgument(
            N_("There is no service “{service}” in the plan. Services: {known}."),
            service=service,
            known="; ".join(owning),
        )
    return chosen


def owners(item: Item) -> tuple[str, ...]:
    """Return the item's services; the empty name stands for items that name none."""
    return item.services or ("",)


def _is_blank(plan: Plan, item: Item, month: int) -> bool:
    """Tell whether something was expected by the end of this month and is not there.

    What the journal of reports feeds is not typed, so it is never asked for here.
    """
    if item.source == registers.JOURNAL or before_first_period(plan, month):
        return False
    return any(span[-1] == month and not span_filled(plan, item, span) for span in expected_spans(item))


def close_month(opened: OpenedPlan, month: Month, today: date, *, closed: bool = False, by: str = "") -> bool:
    """Write 0 into the blanks and enter in Topshirish that the services have handed in.

    Of services that were ``closed`` all month only that is entered there: their blanks then say that nothing
    was done. ``by`` is who hands in, as of ``hand_in``. Return False when there was nothing to write. Raises
    ``Locked`` when somebody holds the workbook, ``NotAPlan`` where it is of an edition without that sheet,
    ``BadArgument`` in a service's copy.
    """
    refuse_copy(opened.plan)
    if layout.HAND_INS not in opened.file.views:
        raise earlier_edition(opened.file)
    opened.file.workbook.refuse_held()
    if closed:
        return write(opened.file, _closed(opened.file, month))
    places = {blank.place for blanks in month.blanks.values() for blank in blanks}
    return write(opened.file, Fills(dict.fromkeys(places, 0)) | _marks(opened, month, today, by))


def _closed(file: PlanFile, month: Month) -> Fills:
    """Return the marks of services that were closed: a word in place of the day of hand-in."""
    view, known, period = file.views[layout.HAND_INS], read_hand_ins(file), str(month.period)
    cells: dict[Place, object] = {}
    new = []
    for service in filter(None, month.blanks):
        before = known.get(hand_in_key(period, service))
        if before is None:
            new.append(view.in_order({"period": period, "service": service, "handed_in": CLOSED}))
        elif not before.closed:
            cells[view.place(before.row, "handed_in")] = CLOSED
    return Fills(cells, added={str(layout.HAND_IN_SHEET.table): new} if new else {})


def _marks(opened: OpenedPlan, month: Month, today: date, by: str) -> Fills:
    """Return the row of each service and the month; one that is there keeps its day when nothing is new."""
    zeros, handed = {}, []
    for service, blanks in month.blanks.items():
        if not service:
            continue
        one = standing_of(opened, service, month.period)
        if one.row is None or blanks:
            zeros[service] = (one.row.zeros if one.row else 0) + len(blanks)
            handed.append(one)
    return fill_hand_ins(opened, handed, today, by, zeros=zeros, plan=_with_zeros(opened.plan, month))


def _with_zeros(plan: Plan, month: Month) -> Plan:
    """Return the plan as it stands once 0 is written into the blanks."""
    entries = dict(plan.entries)
    for blank in (blank for blanks in month.blanks.values() for blank in blanks):
        key = blank.item.code, month.period.last
        entries[key] = replace(entries[key], figure=Figure(blank.place, 0, shown="0", typed=True), value=0)
    return replace(plan, entries=entries)
