"""Put hand-ins into words, the same on the terminal and in the windows of the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, _, number
from akmxl.core.unseen import tell_apart
from akmxl.plan.hand_ins import FACT, MONTHLY, TYPED
from akmxl.plan.period import Period
from akmxl.plan.values import typed
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.actions.hand_in import MonthOfService, ServiceMonth
    from akmxl.actions.not_handed_in import NotHandedIn
    from akmxl.plan.findings import Finding
    from akmxl.plan.hand_ins import Changed

_MOST = 8  # findings, or changes, that are shown
_NEW_ITEMS = N_("Items that the service has got since the last hand-in: {items}.")
_HOW = {"added": N_("new row"), "removed": N_("row deleted")}


def hand_in_lines(month: ServiceMonth) -> Iterator[str]:
    """Yield what is in the way of a hand-in, what waits for a reason, what has changed since the last one."""
    if month.errors:
        yield _(N_("Errors, to be mended first: {count}."), count=number(len(month.errors)))
        yield from _findings(month.errors)
    if month.blanks:
        yield _(N_("Blank cells: {count}."), count=number(sum(len(one.members) for one in month.blanks)))
        yield from _findings(month.blanks)
        closing = f'akmxl close-month --month {month.period} --service "{month.service}"'
        yield _(
            N_("Type the figures. If nothing was done: button “Oyni yopish”, or {command}"), command=closing
        )
    if month.to_explain:
        yield _(N_("Reasons not written yet: {count}."), count=number(len(month.to_explain)))
        yield from _findings(month.to_explain)
    if month.changed:
        yield _(N_("Changed since the last hand-in: {count}."), count=number(len(month.changed)))
        yield from _shortened([changed_words(one) for one in month.changed])
    if month.new_items:
        yield _(_NEW_ITEMS, items=", ".join(month.new_items))


def outcome_line(month: ServiceMonth, *, written: bool) -> str:
    """Return what became of a hand-in."""
    said = {"service": month.service, "period": month.period.words}
    if written:
        return _(N_("Handed in: {service}, {period}."), **said)
    if month.ready:
        return _(N_("Was handed in, and nothing has changed since: {service}, {period}."), **said)
    return _(N_("Not handed in: {service}, {period}. Nothing was written."), **said)


def changed_words(one: Changed) -> str:
    """Return a change in one line: where, and old and new."""
    where = one.row if one.sheet == MONTHLY else f"{one.sheet} {one.row}"
    if one.how != "changed":
        return f"{where}: {_(_HOW[one.how])}"
    sides = []
    for field in _told_fields(one):
        values = (show(typed(field, side.get(field))) or "–" for side in (one.old, one.new))
        sides.append(" → ".join(tell_apart(*values)))
    return f"{where}: {'; '.join(dict.fromkeys(sides))}"


def _told_fields(one: Changed) -> list[str]:
    """Return the fields of which a change tells; of a month that is no figure now, what was typed there."""
    if one.sheet != MONTHLY or len(one.old) == 1:
        return list(one.old)
    return [TYPED if one.new[FACT] is None and one.new[TYPED] is not None else FACT]


def _findings(found: Sequence[Finding]) -> Iterator[str]:
    return _shortened([one.message for one in found])


def _shortened(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield "  " + _(N_("and {count} more"), count=len(lines) - _MOST)


STATES = {
    "handed_in": N_("handed in"),
    "unproven": N_("handed in, without control code"),
    "faulty": N_("the control code does not fit"),
    "closed": N_("closed"),
    "missing": N_("not handed in"),
}


def standing_lines(found: Sequence[MonthOfService]) -> Iterator[str]:
    """Yield how the services' months stand, a line each, with what has changed since."""
    for one in found[:1]:
        yield f"{one.standing.period.words}:"
    for one in found:
        row = one.standing.row
        said = [_(STATES[one.standing.state]), *((row.day, row.by, row.code) if row else ())]
        if one.standing.state in ("closed", "missing"):
            said = said[:1]
        yield f"  {one.standing.service}: {', '.join(filter(None, said))}"
        if one.changed:
            yield "    " + _(N_("Changed since the last hand-in: {count}."), count=number(len(one.changed)))
            yield from (f"    {line}" for line in _shortened([changed_words(c) for c in one.changed]))
        if one.new_items:
            yield "    " + _(_NEW_ITEMS, items=", ".join(one.new_items))


def not_handed_in_lines(found: Iterable[NotHandedIn]) -> Iterator[str]:
    """Yield which services have not handed in which months of the reports, a line for those of one kind."""
    text = N_("Not handed in, {months}: {services}. Reports: {reports}.")
    for one in found:
        months = ", ".join(Period.parse(month).words for month in one.months)
        yield _(text, months=months, services="; ".join(one.services), reports=", ".join(one.reports))
