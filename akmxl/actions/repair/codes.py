"""Restore codes that became dates or numbers, or that a paste wiped out, where the row is certain.

A row is certain when its name is that of one row of the approved plan, or of a section, and no other row of
the sheet has that row's code; on Oylik, whose names follow the codes, also when the date or number itself
spells the one code that is missing.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import CODE, Left, Repair, Repairs, refusal
from akmxl.core.cells import ExcelError
from akmxl.core.i18n import N_, translate
from akmxl.core.spelling import fold_header
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.serials import from_serial
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.fills import Fills
from akmxl.workbook.reading.figures import read_code, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView


_UNCERTAIN = N_("It is not certain which code stood there: type it yourself.")
_LARGEST_CODE = 1000  # a number above it is the serial number of a day


def code_repairs(opened: OpenedPlan) -> Repairs:
    """Return the repairs of the damaged codes of Reja and Oylik."""
    found = Repairs()
    for name in (layout.PLAN, layout.MONTHLY):
        found |= _of_sheet(opened, opened.file.views[name])
    return found


def _of_sheet(opened: OpenedPlan, view: SheetView) -> Repairs:
    plan = opened.plan
    damaged = [row for row in view.rows if _is_damaged(view, row)]
    written = {read_code(view.cell(row, "code").value) for row in view.rows if row not in damaged}
    known = [*((row.name, code) for code, row in plan.approved.items())]
    known += [(section.name, section.code) for section in plan.sections]
    names = {fold_header(name): code for name, code in known if code not in written}
    missing = (set(plan.approved) | set(plan.items)) - written
    claims = {row: _certain(view, row, names, missing) for row in damaged}
    claimed = Counter(claims.values())
    found, trial = Repairs(), Patch(on_disk(opened.file.workbook))
    for row, code in claims.items():
        value, place = view.cell(row, "code").value, view.place(row, "code")
        certain = code is not None and claimed[code] == 1
        reason = refusal(trial, place, code) if certain else translate(_UNCERTAIN)
        if code is not None and not reason:
            done = Repair(CODE, place.sheet, place.a1, show(value), code)
            found |= Repairs((done,), fills=Fills({place: code}))
        elif certain or isinstance(value, date | time):
            found |= Repairs(left=(Left(place.sheet, place.a1, show(value), reason),))
    return found


def _is_damaged(view: SheetView, row: int) -> bool:
    """Tell whether the code of a row is no text; one that a formula gives is nobody's paste."""
    cell = view.cell(row, "code")
    return cell.formula is None and (not isinstance(cell.value, str) or isinstance(cell.value, ExcelError))


def _certain(view: SheetView, row: int, names: Mapping[str, str], missing: set[str]) -> str | None:
    if name := fold_header(view.text(row, "name")):
        return names.get(name)
    spelt = missing.intersection(_spellings(view.cell(row, "code").value))
    return spelt.pop() if len(spelt) == 1 else None


def _spellings(value: object) -> Iterator[str]:
    """Yield what somebody may have typed where a date or a number now is: ``9.1`` for 9 January."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield from (f"{value:g}", f"{value:.2f}")
        value = from_serial(value, date1904=False) if value > _LARGEST_CODE else None
    if isinstance(value, date):
        yield from (f"{value.day}.{value.month}", f"{value.day}.{value.month}.{value.year % 100}")
