"""Hand in and close a month, roll up: the buttons Topshirdim, Oyni yopish, Jamlanmani yangilash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.close_month import chosen_services, close_month, month_to_close
from akmxl.actions.hand_in import hand_in as enter_hand_in, last_month_over, month_to_hand_in
from akmxl.actions.hand_in_wording import hand_in_lines, outcome_line
from akmxl.actions.rollup import roll_up as roll_up_plan, write_rollup
from akmxl.actions.wording import month_lines
from akmxl.core.i18n import N_, _
from akmxl.plan.period import Period
from akmxl.workbook.writing.hand_ins import system_name

if TYPE_CHECKING:
    from akmxl.ribbon.desk import Desk

SAVE = N_("Save the workbook.")


def close(desk: Desk) -> None:
    """Ask for the month, show what it lacks; after a yes write zeros and mark the month as handed in."""
    plan = desk.plan
    desk.door.refuse_held()
    last = month_to_close(plan, None, None, desk.today).period
    answer = desk.ask(_(N_("Which month is to be closed? Example: {example}"), example=last), str(last))
    if answer is None:
        return
    month = month_to_close(plan, Period.parse(answer), None, desk.today)
    question = N_("Write 0 into these cells and mark the month as handed in?")
    if not month.count:
        question = N_("Mark the month as handed in?")
    if desk.agrees(*month_lines(month), "", _(question)):
        close_month(desk.opened, month, desk.today)
        desk.say(_(N_("{period} is closed."), period=month.period.words), _(SAVE))


def hand_in(desk: Desk) -> None:
    """Ask which service hands in which month, and who; say what is in the way, or enter it with its code."""
    desk.door.refuse_held()
    services = {name: name for name in chosen_services(desk.plan, None) if name}
    service = desk.choose(_(N_("Which service hands in its month? Write its number.")), services)
    if service is None:
        return
    last = last_month_over(desk.plan, desk.today)
    answer = desk.ask(_(N_("Which month is handed in? Example: {example}"), example=last), str(last))
    if answer is None:
        return
    month = month_to_hand_in(desk.opened, service, Period.parse(answer), desk.today)
    lines = list(hand_in_lines(month))
    if not month.ready:
        desk.say(*lines, "", outcome_line(month, written=False))
        return
    offered = (month.standing.row.by if month.standing.row else "") or system_name()
    said = {"service": month.service, "period": month.period.words}
    by = desk.ask(_(N_("{service}, {period}: who hands in?"), **said), offered)
    if by is None:
        return
    question = _(N_("Hand in {period} of “{service}”?"), **said)
    if lines and not desk.agrees(*lines, "", question):
        return
    written = enter_hand_in(desk.opened, month, desk.today, "" if by == offered else by)
    desk.say(outcome_line(month, written=written), *([_(SAVE)] if written else []))


def roll_up(desk: Desk) -> None:
    """Fill Jamlanma and Bosh sahifa with the totals."""
    totals = roll_up_plan(desk.opened, desk.today)
    if write_rollup(desk.opened, totals):
        desk.say(_(N_("The totals on “Jamlanma” and “Bosh sahifa” are up to date.")), _(SAVE))
    else:
        desk.say(_(N_("The totals were up to date: nothing has changed.")))
