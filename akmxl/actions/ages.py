"""Count readers and participants by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.csv_table import write_table
from akmxl.plan.ages import age_table, ages_frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from akmxl.plan.ages import AgeRow
    from akmxl.workbook.opened import OpenedPlan


def by_age(opened: OpenedPlan, today: date) -> tuple[AgeRow, ...]:
    """Return readers and participants by age of each month that has begun, each quarter and the year."""
    return age_table(opened.plan, today)


def write_ages(rows: Sequence[AgeRow], path: Path) -> None:
    """Write the counts as a CSV table.

    Raises ``FileProblem`` where the file cannot be written, or is no such table.
    """
    write_table(ages_frame(rows), path, index=False)
