"""Check the workbook and go from finding to finding: the buttons Tekshirish and Keyingi xato."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.check import check as check_plan, write_check
from akmxl.actions.wording import extension_lines
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem, Locked
from akmxl.core.i18n import N_, _
from akmxl.core.vocabulary import meaning
from akmxl.workbook import layout
from akmxl.workbook.below_tables import rows_below_tables
from akmxl.workbook.plan_file import place_of
from akmxl.workbook.writing.findings import summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.core.cells import Place
    from akmxl.plan.findings import Finding
    from akmxl.ribbon.desk import Desk
    from akmxl.workbook.plan_file import SheetView


def check(desk: Desk) -> None:
    """Check the workbook, write the findings, go to the first one, say how many there are."""
    findings = check_plan(desk.opened, desk.today)
    told = [summary(desk.plan, findings)]
    short = [below for below in rows_below_tables(desk.opened) if below.grows]
    try:
        write_check(desk.opened, findings, desk.today)
        told += extension_lines(short, done=True)
    except Locked as problem:  # a workbook that cannot be written is still checked
        told.append(_(N_("The findings were not written into the workbook. {why}"), why=problem))
    view = desk.file.views[layout.FINDINGS]
    _go_to_first(desk, view, findings)
    desk.say(*told)


def _go_to_first(desk: Desk, view: SheetView, findings: Sequence[Finding]) -> None:
    for row, finding in enumerate(findings, view.first_row):
        if finding.place and not finding.explained:
            if not desk.go_to(finding.place):
                desk.go_to(view.place(row, "what"))
            return


def next_finding(desk: Desk) -> None:
    """Go from the selected cell to the next one that has an open finding; after the last to the first.

    Raises ``FileProblem`` where the workbook has not been checked yet.
    """
    view = desk.file.views[layout.FINDINGS]
    stops = list(_stops(view))
    if not stops:
        checked = desk.file.named_cell(layout.LAST_CHECK).value
        if checked is None:
            raise FileProblem(N_("The workbook has not been checked yet. First press “Tekshirish”."))
        desk.say(_(N_("Checked: nothing to mend.")))
        return
    number = _number_after(desk.here(), stops, view)
    stop = stops[number]
    if not desk.go_to(stop.place):
        desk.go_to(stop.row)
    desk.status(_(N_("{number} of {count}. {text}"), number=number + 1, count=len(stops), text=stop.text))


@dataclass(frozen=True)
class Stop:
    """A cell with open findings: its place, the row of Tekshiruv that tells of the first, what that says."""

    place: Place
    row: Place
    text: str


def _stops(view: SheetView) -> Iterator[Stop]:
    """Yield the cells of open findings in the order of Tekshiruv, each once."""
    seen = set()
    for row in view.filled_rows():
        sheet, cell = view.text(row, "sheet"), view.text(row, "cell")
        if not sheet or not cell or meaning("finding_state", view.text(row, "finding_state")) != "open":
            continue
        place = place_of(sheet, cell)
        if place not in seen:
            seen.add(place)
            text = f"{view.text(row, 'what')} {view.text(row, 'fix')}"
            yield Stop(place, view.place(row, "what"), text)


def _number_after(here: Place | None, stops: Sequence[Stop], view: SheetView) -> int:
    """Return the index of the stop after the selected cell.

    In Tekshiruv it is the stop of the selected row, or the next below it.
    """
    if here is None:
        return 0
    if here.sheet == view.name:
        below = (number for number, stop in enumerate(stops) if stop.row.row >= here.row)
        return next(below, 0)
    passed = [number for number, stop in enumerate(stops) if stop.place == here]
    return (passed[0] + 1) % len(stops) if passed else 0
