"""Write the rollup into the workbook or a CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.csv_table import write_table
from akmxl.plan.rollup import roll_up as roll_up_plan
from akmxl.workbook import layout
from akmxl.workbook.below_tables import fill_ends
from akmxl.workbook.plan_file import write as write_fills
from akmxl.workbook.writing.comparison import fill_comparison
from akmxl.workbook.writing.journal import fill_standing

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from akmxl.plan.rollup import Rollup
    from akmxl.workbook.opened import OpenedPlan


def roll_up(opened: OpenedPlan, today: date | None = None) -> Rollup:
    """Return all totals of an opened plan; ``today`` bounds what can have happened (default: this day)."""
    return roll_up_plan(opened.plan, today)


def write_rollup(opened: OpenedPlan, rollup: Rollup) -> bool:
    """Fill Jamlanma, Bosh sahifa, Solishtirma; return False when nothing was to change. Raises ``Locked``."""
    from akmxl.workbook.writing.rollup import fill_rollup

    fills = fill_rollup(opened, rollup) | fill_standing(opened.plan, rollup.today)
    fills |= fill_ends(opened, layout.MADE_AGAIN)
    return write_fills(opened.file, fills | fill_comparison(opened, rollup.today))


def write_csv(rollup: Rollup, path: Path) -> None:
    """Write the rollup by item as a CSV table, in UTF-8 with a mark that Excel knows it by.

    Raises ``FileProblem`` where the file cannot be written, or is no such table.
    """
    write_table(rollup.by_item, path)
