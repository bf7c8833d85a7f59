"""Open a plan workbook and read its plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError, BadArgument, FileProblem
from akmxl.core.folders import files_ending
from akmxl.core.i18n import N_
from akmxl.rules.catalogue.structure import (
    columns_present,
    days_of_the_year,
    known_edition,
    opens,
    plan_file,
    sheets_present,
)
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.doors.live.open_here import open_here
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import read_plan, year_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from akmxl.plan.model import Plan
    from akmxl.plan.period import Period


def open_plan(path: str | PathLike[str]) -> OpenedPlan:
    """Read a plan workbook and return the plan with it; through Excel, where Excel on this PC has it open.

    Raises an ``AkmxlError`` with one sentence where it is none.
    """
    door = open_here(Path(path))
    file = PlanFile.of(door) if door else opens(Path(path))
    if isinstance(file.workbook, FileDoor):
        file.workbook.let_go_of_rows()
    return opened_of(file)


def opened_of(file: PlanFile) -> OpenedPlan:
    """Read an opened workbook; raises an ``AkmxlError`` with one sentence where it is no plan."""
    refuse_others(file)
    return OpenedPlan(read_plan(file), file)


def refuse_others(file: PlanFile, *, earlier: bool = False) -> None:
    """Raise an ``AkmxlError`` with one sentence where a workbook is no plan, or not a whole one."""
    for gate in (plan_file if earlier else known_edition, sheets_present, columns_present, days_of_the_year):
        gate(file)


def refuse_other_year(plan: Plan, period: Period | None) -> None:
    """Raise ``BadArgument`` where a period is of another year than the plan."""
    if period and period.year != plan.year:
        raise BadArgument(
            N_("The period {period} is not of this plan: “{file}” is the plan of {year}."),
            period=str(period),
            file=plan.path.name,
            year=plan.year,
        )


def plans_in(folder: Path) -> dict[Path, int | None]:
    """Return the plan workbooks of a folder, each with its year, None where it does not tell it.

    Services' copies are among them where there is nothing else.
    """
    found: dict[Path, int | None] = {}
    copies: set[Path] = set()
    for path in files_ending(folder, ".xlsx"):
        try:
            file = opens(path)  # of another edition too: what is to be done is said when it is read
            if file.is_plan:
                found[path] = None
                found[path] = year_of(file)
                copies |= {path} if file.is_copy else set()
        except AkmxlError:
            continue
    return found if len(copies) == len(found) else {p: y for p, y in found.items() if p not in copies}


def choose_plan(folder: Path, plans: Mapping[Path, int | None], year: int | None, likely: int) -> Path:
    """Return the plan that a command means: the one of its year, else of several the one of the likely year.

    Raises ``FileProblem`` where there is none, or more than one to choose from.
    """
    found = [path for path, own in plans.items() if year in (None, own)]
    chosen = found if len(found) == 1 else [path for path in found if plans[path] == likely]
    if len(chosen) == 1:
        return chosen[0]
    if found:
        raise FileProblem(
            N_("There are several plan workbooks here: {files}. Name the one you mean."),
            files=", ".join(path.name for path in found),
        )
    missing = N_("There is no plan workbook in the folder “{folder}”. Name the file in the command.")
    of_year = N_(
        "There is no plan workbook of {year} in the folder “{folder}”. Name the file in the command."
    )
    raise FileProblem(of_year if year else missing, folder=folder.name, year=year)
