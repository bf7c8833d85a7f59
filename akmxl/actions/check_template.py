"""Look templates over: one with its plan or the one that ships with akmxl, or all of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.actions.open_plan import open_plan, plans_in
from akmxl.core.assets import templates_folder
from akmxl.submission.page.inspection import inspect_page, inspect_pages, is_page_template
from akmxl.submission.template.inspection import inspect, list_templates as listing_of, own_letter
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.submission.template.inspection import Inspection, Listing


def check_template(file: Path, workbook: Path | None = None) -> Inspection:
    """Inspect a template with a workbook: the named one, else the one beside whose ``andozalar`` it lies.

    Where there is none, with the shipped plan. A letter (``.docx``) and a page ask nothing of a plan.
    Raises as ``inspect`` and ``open_plan`` do.
    """
    if file.suffix.lower() == ".docx":
        return _inspect_letter(file)
    if is_page_template(file):
        return inspect_page(file)
    own = workbook or _beside(file)
    if own is not None:
        return inspect(file, open_plan(own).plan)
    shipped = max(templates_folder().glob("reja-*.xlsx"))
    return inspect(file, open_plan(shipped).plan, shipped=True)


def list_templates(plan: Plan) -> Listing:
    """Return the templates of the catalogue's reports, of the cover letter and of pages, each inspected."""
    letter = own_letter(plan)
    inspected = _inspect_letter(letter) if letter else None
    return replace(listing_of(plan), letter=inspected, pages=inspect_pages(plan.path))


def _inspect_letter(file: Path) -> Inspection:
    from akmxl.submission.parcel.letter import inspect_letter  # late: it needs docxtpl

    return inspect_letter(file)


def _beside(file: Path) -> Path | None:
    folder = file.absolute().parent
    if folder.name != OWN_FOLDER:
        return None
    plans = plans_in(folder.parent)  # of two years' the later: that is what new forms are for
    return max(plans, key=lambda path: plans[path] or 0, default=None)
