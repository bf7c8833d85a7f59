"""Find in the dated copies the rows that tables of Sozlamalar have lost, emptied ones and missed ones."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.actions.repair.copied import Copied
from akmxl.plan.owed import reports_missed
from akmxl.rules.lost_rows import lost_rows
from akmxl.rules.rule import Case
from akmxl.workbook import layout
from akmxl.workbook.lost_settings import few, has_blank_rows, lost_in_copies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.workbook.opened import OpenedPlan


def settings_in_copies(opened: OpenedPlan, today: date, *, deep: bool) -> Iterator[Copied]:
    """Yield what the newest copy has for the rows that each table of Sozlamalar has lost.

    A list of staff that is not filled in is looked for where ``deep`` says so.
    """
    gone: defaultdict[str | None, list[str]] = defaultdict(list)
    missed = reports_missed(opened.plan)  # of the others somebody wrote why
    for table, name, _row in lost_rows(Case(opened, today)):
        if table is not layout.CATALOGUE or name in missed:
            gone[table.table].append(name)
    for sheet in layout.SETTINGS_TABLES:
        view = opened.file.views[str(sheet.table)]
        if not (gone[sheet.table] or (has_blank_rows(view) and (deep or sheet is not layout.STAFF))):
            continue
        copy, lost = lost_in_copies(opened, view, gone[sheet.table])
        if lost:
            values: dict[Place, object] = {
                view.place(one.row, field): value
                for one in lost if one.row
                for field, value in one.values.items() if value is not None
            }  # fmt: skip
            rows = [view.in_order(one.values) for one in lost if not one.row]
            name = f"{sheet.table}: {few([one.name for one in lost])}"
            yield Copied(copy, name, values, view.titles, table=str(sheet.table), rows=rows)
