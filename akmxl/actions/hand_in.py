"""Hand in a service's month: tell what it lacks, then enter it in Topshirish with the code of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.check import check
from akmxl.actions.close_month import chosen_services
from akmxl.actions.open_plan import refuse_other_year
from akmxl.actions.services_copy import refuse_copy
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, nearest
from akmxl.plan.findings import Severity
from akmxl.plan.hand_ins import came_since, changes, own_items
from akmxl.plan.period import Period
from akmxl.rules.catalogue.structure import earlier_edition
from akmxl.workbook import layout
from akmxl.workbook.plan_file import write
from akmxl.workbook.reading.hand_ins import standing_of
from akmxl.workbook.writing.hand_ins import fill_hand_ins

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from akmxl.plan.findings import Finding
    from akmxl.plan.hand_ins import Changed
    from akmxl.plan.handed_in import Standing
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan

FAMILY = "hand_ins"  # of rules: what they find is mended by handing in again
_QUOTES = " «»“”„\"'"
_BLANKS = ("TMP04", "TMP14")


@dataclass(frozen=True)
class ServiceMonth:
    """A service's month about to be handed in.

    ``errors`` and ``blanks`` stand in the way, ``to_explain`` does not; ``changed`` is what is not as it was
    handed in before, ``new_items`` are those that the service did not have then.
    """

    service: str
    period: Period
    standing: Standing
    errors: tuple[Finding, ...]
    blanks: tuple[Finding, ...]
    to_explain: tuple[Finding, ...]
    changed: tuple[Changed, ...]
    new_items: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.errors and not self.blanks


def month_to_hand_in(opened: OpenedPlan, service: str, period: Period | None, today: date) -> ServiceMonth:
    """Return a service's month (default: the last one that is over) and what is in the way.

    Raises ``BadArgument`` for an unknown service, a month that is not over or was closed, and in a copy;
    ``NotAPlan`` in a workbook of an edition that keeps no hand-ins.
    """
    plan = opened.plan
    refuse_copy(plan)
    refuse_other_year(plan, period)
    if not keeps_codes(opened):
        raise earlier_edition(opened.file)
    month = period or last_month_over(plan, today)
    if month.first != month.last or days_of_work_left(plan, month, today):
        raise BadArgument(
            N_("{period} cannot be handed in: name a month that is over, e.g. 2025-03."), period=str(month)
        )
    name = one_service(plan, service)
    standing = standing_of(opened, name, month)
    if standing.state == "closed":
        raise BadArgument(
            N_(
                "“{service}” was closed in {period} (sheet “{sheet}”), so it has nothing to hand in. If it "
                "was at work, delete that row."
            ),
            service=name, period=month.words, sheet=layout.HAND_INS,
        )  # fmt: skip
    codes = {item.code for item in own_items(plan, name)}
    found = _own(check(opened, today), codes, month)
    blanks = tuple(one for one in found if one.rule in _BLANKS and not one.explained)
    errors = tuple(one for one in found if one.severity is Severity.ERROR and one not in blanks)
    others = (one for one in found if one.severity is Severity.EXPLAIN and not one.explained)
    to_explain = tuple(one for one in others if one not in blanks)
    kept = standing.kept if standing.state == "handed_in" else None
    changed = changes(plan, kept) if kept else ()
    new = came_since(plan, kept) if kept else ()
    return ServiceMonth(name, month, standing, errors, blanks, to_explain, changed, new)


class MonthOfService(NamedTuple):
    """How a service's month stands, what is not as it was handed in, and the items that it has got since."""

    standing: Standing
    changed: tuple[Changed, ...]
    new_items: tuple[str, ...]


def standings(opened: OpenedPlan, period: Period | None, today: date) -> tuple[MonthOfService, ...]:
    """Return how the month of each service stands (default: the last one that is over).

    Raises ``BadArgument`` for what is no month, or before the first one is over.
    """
    refuse_other_year(opened.plan, period)
    month = period or last_month_over(opened.plan, today)
    if month.first != month.last:
        raise BadArgument(N_("{period} is no month. Example: 2025-03."), period=str(month))
    found = (standing_of(opened, name, month) for name in chosen_services(opened.plan, None) if name)
    return tuple(_month_of(opened.plan, one) for one in found)


def _month_of(plan: Plan, one: Standing) -> MonthOfService:
    if one.kept is None or one.state != "handed_in":
        return MonthOfService(one, (), ())
    return MonthOfService(one, changes(plan, one.kept), came_since(plan, one.kept))


def keeps_codes(opened: OpenedPlan) -> bool:
    """Tell whether the workbook's edition has a place for the codes of hand-ins."""
    view = opened.file.views.get(layout.HAND_INS)
    return view is not None and "control_code" in view.columns


def last_month_over(plan: Plan, today: date) -> Period:
    """Return the last month in which no working day is left; raises ``BadArgument`` before the first one."""
    months = [Period.month(plan.year, month) for month in range(12, 0, -1)]
    over = next((one for one in months if not days_of_work_left(plan, one, today)), None)
    if over is None:
        raise BadArgument(N_("No month of {year} is over yet."), year=plan.year)
    return over


def days_of_work_left(plan: Plan, month: Period, today: date) -> bool:
    """Tell whether a working day of a month is still to come."""
    from datetime import timedelta

    ahead = range(max((month.end - today).days, 0))
    return any(plan.settings.is_working_day(month.end - timedelta(days=one)) for one in ahead)


def one_service(plan: Plan, service: str) -> str:
    """Return the service that is meant, by its name, another spelling of it, or a part of it.

    Raises ``BadArgument`` that names the nearest where there is none, or those that it may be.
    """
    known = chosen_services(plan, None)
    service = service.strip(_QUOTES)
    exact = plan.settings.services.get(fold(service))
    if exact in known:
        return str(exact)
    found = [name for name in known if name and fold(service) and fold(service) in fold(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadArgument(
            N_("“{service}” may be several services: {known}. Write more of the name."),
            service=service, known="; ".join(found),
        )  # fmt: skip
    with_items = (name for name, of in plan.settings.services.items() if of in known)
    names = {fold(name): name for name in (*with_items, *known) if name}
    near = nearest(service, list(names.values()))
    raise BadArgument(
        N_("There is no service “{service}” that has items in the plan. The nearest: {near}. All: {known}."),
        service=service,
        near=plan.settings.services.get(fold(near), near) if near else "–",
        known="; ".join(filter(None, known)),
    )


def _own(found: Iterable[Finding], codes: set[str], month: Period) -> list[Finding]:
    """Return the findings on a service's items in a month, but those that handing in again mends."""
    from akmxl.rules.find import RULES

    others = (one for one in found if RULES[one.rule].family != FAMILY and not one.lasting)
    narrowed = (
        one.only(lambda member: member.item in codes and member.period is not None and member.period == month)
        for one in others
    )
    return [one for one in narrowed if one]


def hand_in(opened: OpenedPlan, month: ServiceMonth, today: date, by: str = "") -> bool:
    """Enter a service's month as handed in, with its code; False where it is, and nothing has changed since.

    ``by`` is who hands in; empty, the name by which the system knows who is at work, and what a person wrote
    there stays. Raises ``BadArgument`` where something is in the way, ``Locked`` when somebody holds the
    workbook.
    """
    if not month.ready:
        raise BadArgument(
            N_("{period} of “{service}” is not handed in: {count} cells are in the way."),
            period=month.period.words, service=month.service, count=len(month.errors) + len(month.blanks),
        )  # fmt: skip
    opened.file.workbook.refuse_held()
    if month.standing.state == "handed_in" and not (month.changed or month.new_items or by):
        return False
    return write(opened.file, fill_hand_ins(opened, [month.standing], today, by))
