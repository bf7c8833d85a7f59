"""Make a new plan workbook from the shipped plan or a CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def new_plan(
    path: Path, *, plan_csv: Path | None = None, year: int | None = None, organisation: str = "", today: date
) -> None:
    """Make a plan workbook from the shipped plan or a CSV; akmxl answers from the running month on.

    Raises ``FileProblem`` where the file exists, ``BadArgument`` where its name is not one of a
    workbook, ``NotAPlan`` where the CSV is no plan.
    """
    from akmxl.workbook.create import plan_rows, shipped
    from akmxl.workbook.create.new_file import create_plan

    if path.suffix.lower() != ".xlsx":
        raise BadArgument(
            N_("The file's name must end in .xlsx, or Excel does not open it: “{file}”."), file=path.name
        )
    source = plan_csv or shipped.plan_csv()
    rows, plan_year = plan_rows.read_plan_csv(source), year or plan_rows.plan_year(source)
    create_plan(
        path,
        rows=rows,
        year=plan_year,
        organisation=organisation,
        first_period=_running_month(plan_year, today),
    )


def _running_month(year: int, today: date) -> str | None:
    """Return the first period of a new plan.

    That is this month, January where the year is yet to come, None where it is over.
    """
    if today.year > year:
        return None
    return f"{year}-{today.month if today.year == year else 1:02d}"
