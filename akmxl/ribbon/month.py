"""Close a month and roll up: the buttons Oyni yopish and Jamlanmani yangilash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.close_month import close_month, month_to_close
from akmxl.actions.rollup import roll_up as roll_up_plan, write_rollup
from akmxl.actions.wording import month_lines
from akmxl.core.i18n import N_, _
from akmxl.plan.period import Period

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


def roll_up(desk: Desk) -> None:
    """Fill Jamlanma and Bosh sahifa with the totals."""
    totals = roll_up_plan(desk.opened, desk.today)
    if write_rollup(desk.opened, totals):
        desk.say(_(N_("The totals on “Jamlanma” and “Bosh sahifa” are up to date.")), _(SAVE))
    else:
        desk.say(_(N_("The totals were up to date: nothing has changed.")))
