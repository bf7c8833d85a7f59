"""Check the plan workbook and the templates of its reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.doctor.diagnosis import ATTENTION, MISSING, OK, Diagnosis
from akmxl.actions.open_plan import open_plan
from akmxl.actions.wording import owing_doubts
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import _
from akmxl.rules.catalogue.setting_cells import CHECKS as SETTINGS_CHECKS
from akmxl.rules.rule import Case
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template
from akmxl.workbook.create import shipped
from akmxl.workbook.layout import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Plan


def readable(path: Path) -> Diagnosis:
    """Check that the workbook opens as a plan."""
    try:
        plan = open_plan(path).plan
    except AkmxlError as problem:
        state = ATTENTION if path.exists() else MISSING
        return Diagnosis("workbook", state, str(path), str(problem), hinders=True)
    return Diagnosis("workbook", OK, f"{path}  ({plan.year})")


_MOST_CELLS = 5  # named; a check names them all


def settings(path: Path) -> Iterator[Diagnosis]:
    """Check that the cells of Sozlamalar are understood and say from when on reports are owed.

    Nothing where the workbook cannot be read, which has its own check.
    """
    try:
        opened = open_plan(path)
    except AkmxlError:
        return
    hits = [hit for check in SETTINGS_CHECKS for hit in check(Case(opened, date.today()))]
    cells = list(dict.fromkeys(hit.place.a1 if hit.place else str(hit.value) for hit in hits))
    if cells:
        named = ", ".join(cells[:_MOST_CELLS]) + (", …" if len(cells) > _MOST_CELLS else "")
        text = _("Cells of “{sheet}” that are not understood: {cells}.", sheet=SETTINGS, cells=named)
        advice = " ".join([*_unknown(opened.plan), _("What to do with each of them: akmxl check.")])
        yield Diagnosis("settings", ATTENTION, text, advice, hinders=True)
    elif doubts := _unknown(opened.plan):
        text = _("The first period is not set.")
        yield Diagnosis("settings", ATTENTION, text, " ".join(doubts))
    else:
        yield Diagnosis("settings", OK, _("Every cell is understood."))


def _unknown(plan: Plan) -> list[str]:
    """Return why it is not known what is owed, whatever the day."""
    return list(owing_doubts(plan, date.max))


def templates(path: Path | None) -> Diagnosis:
    """Check that every report's template can be filled; reports without one are named."""
    faults, without, found = [], [], 0
    for code in _reports(path):
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


def _reports(path: Path | None) -> list[str]:
    """Return the codes of the plan's catalogue, or of the shipped one where there is no plan."""
    try:
        codes = [report.code for report in open_plan(path).plan.reports] if path else []
    except AkmxlError:
        codes = []
    return list(dict.fromkeys(codes or [row.report for row in shipped.catalogue()]))


def _faults(template: Path) -> list[str]:
    try:
        return [str(fault) for fault in Template.read(template).faults]
    except AkmxlError as problem:
        return [str(problem)]
