"""Check the plan workbook and the templates of its reports."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.doctor.diagnosis import ATTENTION, MISSING, OK, Diagnosis
from akmxl.actions.open_plan import open_plan
from akmxl.actions.wording import owing_doubts
from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.core.i18n import _
from akmxl.plan.findings import off_words
from akmxl.plan.owed import all_reports
from akmxl.rules.catalogue.named_settings import (
    first_period_understood,
    names_of_settings,
    work_week_understood,
)
from akmxl.rules.catalogue.registers import register_row_whole
from akmxl.rules.catalogue.setting_items import (
    day_log_feeds_items,
    settings_name_items,
    staff_of_known_services,
)
from akmxl.rules.catalogue.setting_tables import (
    settings_in_their_tables,
    settings_rows_kept,
    settings_stand_once,
    settings_stand_where_they_are_read,
    settings_understood,
    settings_without_gaps,
)
from akmxl.rules.catalogue.settings import (
    catalogue_understood,
    catalogue_words,
    moved_day_understood,
    report_codes_alike,
)
from akmxl.rules.rule import Case, Hit
from akmxl.submission.parcel.letter import LetterTemplate
from akmxl.submission.parcel.parcel import LONGEST_PATH, length, places, too_long
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template
from akmxl.workbook.create import shipped
from akmxl.workbook.layout import EDITION, REPORTS_FOLDER, SETTINGS, THRESHOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan


def readable(path: Path) -> tuple[Diagnosis, OpenedPlan | None]:
    """Check that the workbook opens as a plan; return the opened plan with it, None where it does not."""
    try:
        opened = open_plan(path)
    except AkmxlError as problem:
        state = ATTENTION if path.exists() else MISSING
        return Diagnosis("workbook", state, str(path), str(problem), hinders=True), None
    told = f"{path}  ({opened.plan.year})"
    if (edition := opened.file.edition or 0) < EDITION:
        advice = _("It is of an earlier edition ({edition}); what has come since: press “Tiklash”, or run: "
                   "akmxl repair.", edition=edition)  # fmt: skip
        return Diagnosis("workbook", ATTENTION, told, advice), opened
    return Diagnosis("workbook", OK, told), opened


# The rules by which a cell of Sozlamalar is not understood.
_SETTINGS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    first_period_understood, work_week_understood, names_of_settings, settings_understood,
    settings_name_items, day_log_feeds_items, settings_stand_once, settings_in_their_tables,
    staff_of_known_services, catalogue_understood, moved_day_understood, report_codes_alike,
)  # fmt: skip
_DOUBTS: tuple[Callable[[Case], Iterator[Hit]], ...] = (  # warnings: they hinder nothing
    catalogue_words, settings_rows_kept, settings_without_gaps, settings_stand_where_they_are_read,
)  # fmt: skip
_MOST_CELLS = 5  # named; a check names them all


def settings(opened: OpenedPlan) -> Diagnosis:
    """Check that the cells of Sozlamalar are understood and say from when on reports are owed."""
    case = Case(opened, date.today())
    hits = [hit for check in _SETTINGS for hit in check(case)]
    hinders = bool(hits)
    hits += [hit for check in _DOUBTS for hit in check(case)]
    cells = list(dict.fromkeys(map(_named, hits)))
    doubts = _unknown(opened.plan)
    if cells:
        named = ", ".join(cells[:_MOST_CELLS]) + (", …" if len(cells) > _MOST_CELLS else "")
        text = _("Cells of “{sheet}” that are not understood: {cells}.", sheet=SETTINGS, cells=named)
        advice = " ".join([*doubts, _("What to do with each of them: akmxl check.")])
        return Diagnosis("settings", ATTENTION, text, advice, hinders=hinders)
    if doubts:
        unset = opened.plan.settings.first_period is None
        text = _("The first period is not set.") if unset else _("Not all that is owed is known.")
        return Diagnosis("settings", ATTENTION, text, " ".join(doubts))
    if unread := _unread_rows(case):
        text = _("Cells of registers that do not count as they stand, or by “{sheet}”: {cells}.",
                 sheet=SETTINGS, cells=unread)  # fmt: skip
        return Diagnosis("settings", ATTENTION, text, _("What to do with each of them: akmxl check."))
    return Diagnosis("settings", OK, _("Every cell is understood."))


def rules(plan: Plan) -> Diagnosis:
    """Check that every rule of the check speaks."""
    off = off_words(plan.settings)
    if not off:
        return Diagnosis("rules", OK, _("None is switched off."))
    advice = _("Where the reason holds no more, delete its row in the table “{table}” of “{sheet}”.",
               table=THRESHOLDS.table, sheet=SETTINGS)  # fmt: skip
    return Diagnosis("rules", ATTENTION, off, advice)


def _named(hit: Hit) -> str:
    """Return the cell of a hit, with its sheet where that is another than Sozlamalar."""
    if hit.place is None:
        return str(hit.value)
    return hit.place.a1 if hit.place.sheet == SETTINGS else f"{hit.place.sheet} {hit.place.a1}"


def _unread_rows(case: Case) -> str:
    """Return the first cells of the registers and the day log that a check does not understand."""
    places = [hit.place for hit in register_row_whole(case) if hit.place]
    named = [f"{place.sheet} {place.a1}" for place in dict.fromkeys(places)]
    return ", ".join(named[:_MOST_CELLS]) + (", …" if len(named) > _MOST_CELLS else "")


def _unknown(plan: Plan) -> list[str]:
    """Return why it is not known what is owed, whatever the day."""
    return list(owing_doubts(plan, date.max))


def paths(path: Path, plan: Plan) -> Diagnosis:
    """Check that Excel can open the plan, and every form that will be made, where it will stand."""
    count = length(Path(os.path.realpath(path)))
    if count > LONGEST_PATH:
        text = _("The plan's path has {count} signs, Excel opens {most}: {path}",
                 count=count, most=LONGEST_PATH, path=path)  # fmt: skip
        advice = _("Give the file a shorter name, or move its folder nearer to the drive.")
        return Diagnosis("paths", ATTENTION, text, advice, hinders=True)
    long = too_long(places(path.parent / REPORTS_FOLDER, all_reports(plan)))
    if long is None:
        return Diagnosis("paths", OK, _("Short enough."))
    text = _("A form's path would have {count} signs, Excel opens {most}: {path}",
             count=length(long), most=LONGEST_PATH, path=long)  # fmt: skip
    advice = _("Move the plan's folder nearer to the drive, for example to C:\\AKM.")
    return Diagnosis("paths", ATTENTION, text, advice, hinders=True)


def templates(path: Path | None, reports: Sequence[str]) -> Diagnosis:
    """Check that every report's template, and the letter's, can be filled; reports without one are named.

    Where no reports are known they are those of the shipped catalogue.
    """
    plan, codes = path or Path.cwd() / "reja.xlsx", reports or [row.report for row in shipped.catalogue()]
    try:
        paths = {code: find_template(code, plan) for code in codes}
    except FileProblem as problem:
        advice = _("Set it right, or take it away: then the templates that ship with akmxl are used.")
        return Diagnosis("templates", ATTENTION, str(problem), advice, hinders=True)
    without = [code for code, template in paths.items() if template is None]
    found = len(paths) - len(without)
    faults = [text for template in paths.values() if template for text in _faults(template)]
    faults += _letter_faults(plan)
    if faults:
        advice = _("Mend the template in Excel. The words that may stand in it: the guide, chapter 10.")
        return Diagnosis("templates", ATTENTION, " ".join(faults), advice, hinders=True)
    text = _("Faultless: {count}.", count=found)
    if without:
        text += " " + _("None for: {codes}.", codes=", ".join(without))
        advice = _("Write these reports by hand, or put a template into the folder andozalar.")
        return Diagnosis("templates", MISSING, text, advice)
    return Diagnosis("templates", OK, text)


def _letter_faults(plan: Path) -> list[str]:
    try:
        LetterTemplate.of_plan(plan)
    except AkmxlError as problem:
        return [str(problem)]
    return []


def _faults(template: Path) -> list[str]:
    try:
        return [str(fault) for fault in Template.read(template).faults]
    except AkmxlError as problem:
        return [str(problem)]
