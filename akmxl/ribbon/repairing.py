"""Repair the workbook in front: the button Tiklash."""

from __future__ import annotations

from akmxl.actions.repair.copied import fills_of
from akmxl.actions.repair.repair import repair_file
from akmxl.actions.repair.wording import by_sheet, copied_lines, outcome_lines
from akmxl.core.i18n import N_, _
from akmxl.ribbon.desk import Desk
from akmxl.rules.catalogue.structure import plan_file
from akmxl.workbook.doors.live.reopening import while_closed
from akmxl.workbook.plan_file import PlanFile


def repair(desk: Desk) -> None:
    """Put back what a paste destroyed, add what an earlier edition lacks; say what was done.

    It takes the file, since Excel does not offer all of its parts: after a yes the workbook is saved,
    closed, repaired and opened again. Raises an ``AkmxlError`` where that cannot be.
    """
    door = desk.door
    plan_file(PlanFile.of(door))
    door.refuse_without_file()
    door.refuse_held()
    if not desk.agrees(
        _(N_("Formulas, formats, lists and codes that were lost are put back. What people typed stays.")),
        _(N_("For that the workbook is saved, closed, and opened again. Go on?")),
    ):
        return
    path = door.path
    reopened, outcome = while_closed(door, lambda: repair_file(path, desk.today, write=True))
    lines = (line for sheet, found in by_sheet(outcome.repairs) for line in (sheet, *found))
    after = Desk(reopened, desk.today)
    after.say(*lines, *outcome_lines(outcome))
    question = _(N_("Take these figures over?"))
    if not outcome.stuck and outcome.copied and after.agrees(*copied_lines(outcome), question):
        reopened.write(fills_of(outcome.copied))
