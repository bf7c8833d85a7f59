"""Put the quarters of the plan in the order of the year, where repair has added one at the right end."""

from __future__ import annotations

from dataclasses import replace

from akmxl.actions.repair.outcome import COLUMN, HEADING, Repair, Repairs
from akmxl.core.cells import NotCalculated, format_range
from akmxl.ooxml.edit.patch import Patch
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.headings import PLAN_QUARTERS
from akmxl.workbook.plan_file import PlanFile


def quarters_in_order(file: PlanFile, added: Repairs) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the quarters of Reja in order, heading and plan of each, if they stand side by
    side; the list of what was added then names each column that has other contents.
    """
    view = file.views[layout.PLAN]
    titles = {view.title(field): field for field in PLAN_QUARTERS if field in view.columns}
    new = {one.after for one in added.done if one.kind == COLUMN and one.sheet == view.name} & titles.keys()
    right = [field for field in PLAN_QUARTERS if field in view.columns]
    places = sorted(view.columns[field] for field in right)
    moves = {at: view.columns[f] for at, f in zip(places, right, strict=True) if view.columns[f] != at}
    side_by_side = places == list(range(min(places, default=1), max(places, default=0) + 1))
    if not new or not moves or not side_by_side or any(map(view.grid.formulas, moves)):
        return file, added
    door = on_disk(file.workbook)
    patch, rows = Patch(door), range(max(view.header_row - 1, 1), view.last_row + 1)
    for at, source in moves.items():
        for row in rows:
            value = view.at(row, source).value
            if value != view.at(row, at).value and not isinstance(value, NotCalculated):
                patch.set(view.name, row, at, value)
    areas = {at: format_range((view.header_row, at, view.last_row, at)) for at in moves}
    told = [
        Repair(HEADING, view.name, areas[at], view.titles[at], view.titles[source])
        for at, source in moves.items()
        if view.titles[source] not in new
    ]
    now = {view.titles[source]: areas[at] for at, source in moves.items()}
    fresh = {title: area for title, area in now.items() if title in new}
    done = (replace(one, area=fresh.get(one.after, one.area)) for one in added.done)
    return PlanFile.of(door.changed(patch)), replace(added, done=(*done, *told))
