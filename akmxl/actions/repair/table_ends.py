"""Let tables end with the rows that people typed below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import TABLE, Left, Repair, Repairs
from akmxl.core.i18n import N_, translate
from akmxl.workbook.below_tables import fill_ends, rows_below_tables
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from akmxl.workbook.opened import OpenedPlan

_IN_THE_WAY = N_("The rows below cannot join the table “{table}”: move what stands here.")


def table_end_repairs(opened: OpenedPlan) -> Repairs:
    """Return the tables to be extended, and the cells that keep rows below a table out of it."""
    found = rows_below_tables(opened)
    done = tuple(
        Repair(TABLE, below.view.name, below.after, below.before, below.after)
        for below in found
        if below.grows
    )
    left = []
    for below in found:
        if below.in_the_way:
            value = show(below.view.at(below.in_the_way.row, below.in_the_way.column).value)
            reason = translate(_IN_THE_WAY, table=below.table.name)
            left.append(Left(below.view.name, below.in_the_way.a1, value or "-", reason))
    return Repairs(done, tuple(left), fill_ends(opened))
