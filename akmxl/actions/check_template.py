"""Look a template over with the plan that it is for, or with the one that ships with akmxl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.open_plan import choose_plan, open_plan, plans_in
from akmxl.core.assets import templates_folder
from akmxl.core.errors import FileProblem
from akmxl.submission.template.inspection import inspect
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from akmxl.submission.template.inspection import Inspection


def check_template(file: Path, workbook: Path | None = None, *, today: date) -> Inspection:
    """Inspect a template with a workbook: the named one, else the one beside whose ``andozalar`` it lies.

    Of several there it is this year's. Where there is none, with the shipped plan. Raises as ``inspect`` and
    ``open_plan`` do.
    """
    own = workbook or _beside(file, today)
    if own is not None:
        return inspect(file, open_plan(own).plan)
    shipped = max(templates_folder().glob("reja-*.xlsx"))
    return inspect(file, open_plan(shipped).plan, shipped=True)


def _beside(file: Path, today: date) -> Path | None:
    folder = file.absolute().parent
    if folder.name != OWN_FOLDER:
        return None
    try:
        return choose_plan(folder.parent, plans_in(folder.parent), None, today.year)
    except FileProblem:
        return None
