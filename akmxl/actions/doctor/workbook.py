"""Check the plan workbook and the templates of its reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.doctor.diagnosis import ATTENTION, MISSING, OK, Diagnosis
from akmxl.actions.open_plan import open_plan
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import _
from akmxl.plan.owed import all_reports
from akmxl.submission.parcel.parcel import LONGEST_PATH, length, places, too_long
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template
from akmxl.workbook.create import shipped
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence


def readable(path: Path) -> tuple[Diagnosis, Sequence[str]]:
    """Check that the workbook opens as a plan; return the reports of its catalogue with it."""
    try:
        plan = open_plan(path).plan
    except AkmxlError as problem:
        state = ATTENTION if path.exists() else MISSING
        return Diagnosis("workbook", state, str(path), str(problem), hinders=True), ()
    return Diagnosis("workbook", OK, f"{path}  ({plan.year})"), [report.code for report in plan.reports]


def paths(path: Path) -> Diagnosis:
    """Check that Excel can open every form that will be made, where it will stand."""
    try:
        plan = open_plan(path).plan
    except AkmxlError:
        return Diagnosis("paths", OK, _("Short enough."))
    long = too_long(places(path.parent / REPORTS_FOLDER, all_reports(plan)))
    if long is None:
        return Diagnosis("paths", OK, _("Short enough."))
    text = _("A form's path would have {count} signs, Excel opens {most}: {path}",
             count=length(long), most=LONGEST_PATH, path=long)  # fmt: skip
    advice = _("Move the plan's folder nearer to the drive, for example to C:\\AKM.")
    return Diagnosis("paths", ATTENTION, text, advice, hinders=True)


def templates(path: Path | None, reports: Sequence[str]) -> Diagnosis:
    """Check that every report's template can be filled; reports without one are named.

    Where no reports are known they are those of the shipped catalogue.
    """
    faults, without, found = [], [], 0
    for code in dict.fromkeys(reports or [row.report for row in shipped.catalogue()]):
        template = find_template(code, path or Path.cwd() / "reja.xlsx")
        if template is None:
            without.append(code)
            continue
        found += 1
        faults += _faults(template)
    if faults:
        advice = _("Mend the template in Excel. The words that may stand in it: the guide, chapter 10.")
        return Diagnosis("templates", ATTENTION, " ".join(faults), advice, hinders=True)
    text = _("Faultless: {count}.", count=found)
    if without:
        text += " " + _("None for: {codes}.", codes=", ".join(without))
        advice = _("Write these reports by hand, or put a template into the folder andozalar.")
        return Diagnosis("templates", MISSING, text, advice)
    return Diagnosis("templates", OK, text)


def _faults(template: Path) -> list[str]:
    try:
        return [str(fault) for fault in Template.read(template).faults]
    except AkmxlError as problem:
        return [str(problem)]
