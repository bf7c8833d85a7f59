"""Know which columns of the registers have been in use, so that one whose cells were cleared is missed.

``_akmxl`` keeps their fields from check to check; a workbook that keeps none yet is asked by its newest copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

_LEAST = 3  # cells, and rows: fewer are a try
_OTHERS = ("id",)  # akmxl gives it


def cleared_columns(opened: OpenedPlan) -> Iterator[tuple[SheetView, str]]:
    """Yield the registers' columns, each with its view, that were in use and in which nothing stands now."""
    file, plan = opened.file, opened.plan
    views = {name: file.views[name] for name, records in plan.records.items() if len(records) >= _LEAST}
    empty = {name: [f for f in _fields(view) if not _count(view, f)] for name, view in views.items()}
    known = used_before(opened) if any(empty.values()) else {}
    for register, fields in empty.items():
        used = known.get(register, ())
        yield from ((views[register], field) for field in fields if field in used)


def used_columns(opened: OpenedPlan) -> dict[str, tuple[str, ...]]:
    """Return register -> the fields of its columns that are, or ever were, in use, as far as is known.

    A register with rows is there even where no column is in use: so it is known that this was looked at.
    """
    file, before = opened.file, used_before(opened)
    found: dict[str, tuple[str, ...]] = {}
    for sheet in layout.REGISTER_SHEETS:
        known = before.get(sheet.name, ())
        used = [f for f in _fields(file.views[sheet.name]) if f in known or _in_use(file, sheet.name, f)]
        found |= {sheet.name: tuple(used)} if used or opened.plan.records.get(sheet.name) else {}
    return found


def used_before(opened: OpenedPlan) -> Mapping[str, tuple[str, ...]]:
    """Return register -> the fields that were in use at the last check; where nothing is kept, in a copy.

    A plan whose registers never had a row has no copy that could tell more, and to open one takes a tenth of
    a check.
    """
    plan = opened.plan
    if plan.used_columns or not (plan.highest_ids or any(plan.records.values())):
        return plan.used_columns
    if "used_before" not in plan.worked_out:  # a check asks twice
        plan.worked_out["used_before"] = _in_newest_copy(plan)
    return cast("Mapping[str, tuple[str, ...]]", plan.worked_out["used_before"])


def _in_newest_copy(plan: Plan) -> dict[str, tuple[str, ...]]:
    for _name, file in dated_copies(plan.path, plan.year, 1):
        there = [sheet.name for sheet in layout.REGISTER_SHEETS if sheet.name in file.views]
        return {name: tuple(f for f in _fields(file.views[name]) if _in_use(file, name, f)) for name in there}
    return {}


def _fields(view: SheetView) -> list[str]:
    return [field for field in view.columns if field not in _OTHERS]


def _in_use(file: PlanFile, register: str, field: str) -> bool:
    return _count(file.views[register], field) >= _LEAST


def _count(view: SheetView, field: str) -> int:
    """Return how many cells of a register's column hold anything."""
    values = view.values(field)
    return len(values) - sum(row in values for row in range(1, view.first_row))
