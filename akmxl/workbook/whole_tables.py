"""Fill the tables that akmxl owns, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.workbook.fills import Fills
from akmxl.workbook.headings import shifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.workbook.plan_file import PlanFile, SheetView


def fill_table(file: PlanFile, view: SheetView, rows: Sequence[Sequence[object]]) -> Fills:
    """Fill all rows of a table.

    Nothing where a column was taken out of its cells, or put in, and the table does not know (STR44): the
    rows would go over others of people, and where repair lets the table grow again.
    """
    return Fills() if view.layout.key in shifted(file) else Fills(tables={str(view.layout.table): rows})
