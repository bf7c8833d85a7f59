"""Make a plan's workbook anew, to know what its cells should be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.workbook.create.plan_rows import PlanRow
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Item, Plan


def template_of(plan: Plan) -> PlanFile:
    """Return a new workbook of the plan's own rows, in memory."""
    from akmxl.workbook.create.basis import shipped_basis
    from akmxl.workbook.create.workbook import plan_bytes

    basis = shipped_basis(list(_rows(plan)), plan.year, {}, "")
    content = plan_bytes(replace(basis, daily_items=plan.settings.daily_items))
    return PlanFile.of(FileDoor.of(plan.path, content))


def _rows(plan: Plan) -> Iterator[PlanRow]:
    for item in plan.items.values():
        yield PlanRow(
            code=item.code,
            section=item.section,
            printed_no=item.printed_no,
            parent=item.parent or "",
            kind=_kind(plan, item),
            adds_up=item.adds_up,
            source=item.source,
            rhythm=item.rhythm or "",
            name=item.name,
            unit=item.unit,
            previous=item.previous.shown,
            planned=item.planned.shown,
            mechanism=item.mechanism,
            due=item.due_text,
            responsible=item.services,
            to_confirm=item.to_confirm,
        )


def _kind(plan: Plan, item: Item) -> str:
    """Return an item's kind in the template.

    A total whose months people type, or one without parts, gets no formula: it is like any item.
    """
    computed = item.source == "computed" and item.code in plan.children
    if item.kind == "group":
        return item.kind
    return "total" if computed else "item" if item.kind == "total" else item.kind
