"""Make the template: a new workbook of the same plan, the pattern of every repair."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.errors import NotAPlan
from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.create.plan_rows import PlanRow
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import read_items
from akmxl.workbook.reading.plan import year_of
from akmxl.workbook.reading.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from akmxl.plan.model import Item, Plan


def template_of(plan: Plan) -> PlanFile:
    """Return a new workbook of the plan's rows, in memory."""
    return _made(plan.path, plan.year, plan.items, plan.settings.daily_items)


def template_for(file: PlanFile) -> PlanFile:
    """Return the template of a workbook of any edition, of which only items and settings are read."""
    year = year_by_days(file)
    settings = read_settings(file, year)
    return _made(file.path, year, read_items(file, settings)[1], settings.daily_items)


def year_by_days(file: PlanFile) -> int:
    """Return the plan's year; where the cell that says it is lost, by the days of the day log."""
    try:
        return year_of(file)
    except NotAPlan:
        view = file.views.get(registers.DAILY)
        days = map(day_in, view.values("date").values()) if view else ()
        years = Counter(day.year for day in days if day)
        if not years or file.named_place("Yil"):
            raise
        return years.most_common(1)[0][0]


def _made(path: Path, year: int, items: Mapping[str, Item], daily_items: Mapping[str, str]) -> PlanFile:
    from akmxl.workbook.create.basis import shipped_basis
    from akmxl.workbook.create.workbook import plan_bytes

    if not items:
        raise NotAPlan(
            N_(
                "“{file}”: no row of the sheet “{sheet}” has a code that can be read. See whether the "
                "heading “{heading}” stands above them; else take the sheet from a dated copy in "
                ".akmxl-zaxira."
            ),
            file=path.name, sheet=layout.PLAN, heading=layout.PLAN_SHEET.column("code").header(),
        )  # fmt: skip
    basis = shipped_basis(list(_rows(items)), year, {}, "")
    content = plan_bytes(replace(basis, daily_items=daily_items))
    return PlanFile.of(FileDoor.of(path, content))


def _rows(items: Mapping[str, Item]) -> Iterator[PlanRow]:
    above = {item.parent for item in items.values()}
    for item in items.values():
        yield PlanRow(
            code=item.code,
            section=item.section,
            printed_no=item.printed_no,
            parent=item.parent or "",
            kind=_kind(item, has_parts=item.code in above),
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
            said_kind=item.kind,
        )


def _kind(item: Item, *, has_parts: bool) -> str:
    """Return an item's kind in the template.

    A total whose months people type, or one without parts, gets no formula: it is like any item.
    """
    computed = item.source == "computed" and has_parts
    if item.kind == "group":
        return item.kind
    return "total" if computed else "item" if item.kind == "total" else item.kind
