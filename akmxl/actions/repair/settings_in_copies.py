"""Find in the dated copies what tables of Sozlamalar have lost: emptied rows, missed ones, columns."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from akmxl.actions.repair.copied import Copied
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.owed import reports_missed
from akmxl.rules.lost_rows import lost_rows
from akmxl.rules.rule import Case
from akmxl.workbook import layout
from akmxl.workbook.reading.items import split_services
from akmxl.workbook.reading.losses import unknown_sectors
from akmxl.workbook.reading.lost_settings import columns_in_copies, few, has_blank_rows, lost_in_copies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView
    from akmxl.workbook.reading.lost_settings import LostRow


def settings_in_copies(opened: OpenedPlan, today: date, *, deep: bool) -> Iterator[Copied]:
    """Yield what the newest copy has for the rows that each table of Sozlamalar has lost; if ``deep`` also
    for its columns in which nothing stands.

    A list of staff that is not filled in is looked for where ``deep`` says so.
    """
    missed = _missed(opened, today)
    for sheet in layout.SETTINGS_TABLES:
        view, gone = opened.file.views[str(sheet.table)], missed[str(sheet.table)]
        if deep:
            yield from _columns(opened, view)
        if gone or (has_blank_rows(view) and (deep or sheet is not layout.STAFF)):
            copy, lost = lost_in_copies(opened, view, partial(_is_among, gone))
            if lost:
                yield _rows(view, copy, lost)


def _is_among(words: set[str], name: str) -> bool:
    return any(fold(name) in word if _MARK in word else fold(name) == word for word in words)


def _missed(opened: OpenedPlan, today: date) -> defaultdict[str, set[str]]:
    """Return by table the words, folded, that it has lost: those a check knew before, or the plan uses."""
    plan, settings = opened.plan, opened.plan.settings
    found: defaultdict[str, set[str]] = defaultdict(set)
    wanted = reports_missed(plan)  # of the others somebody wrote why
    for table, name, _row in lost_rows(Case(opened, today)):
        if table is not layout.CATALOGUE or name in wanted:
            found[str(table.table)].add(fold(name))
    days = opened.file.views[registers.DAILY]
    headings = map(days.titles.get, unknown_sectors(days, settings))
    found[str(layout.SECTORS.table)] = {fold(heading) for heading in headings if heading}
    items = plan.items.values()
    found[str(layout.UNITS.table)] = {fold(item.unit) for item in items} - settings.units.keys() - {""}
    unread = {split_services(item.responsible, settings)[1] for item in items}
    found[str(layout.SERVICES.table)] = {fold(text) + _MARK for text in unread if text}
    for table, register, known in (
        (layout.EVENT_KINDS, registers.EVENTS, settings.event_kinds),
        (layout.LIST_KINDS, registers.LISTS, [fold(kind) for kind in settings.list_kinds]),
    ):  # fmt: skip
        field = table.columns[0].field
        typed = {fold(str(one.values.get(field) or "")) for one in plan.records[register]}
        found[str(table.table)] = typed - {*known, ""}
    return found


_MARK = "|"  # ends a text in which several names may stand


def _rows(view: SheetView, copy: str, lost: tuple[LostRow, ...]) -> Copied:
    values: dict[Place, object] = {
        view.place(one.row, field): value
        for one in lost if one.row
        for field, value in one.values.items() if value is not None
    }  # fmt: skip
    rows = [view.in_order(one.values) for one in lost if not one.row]
    name = f"{view.layout.table}: {few([one.name for one in lost])}"
    return Copied(copy, name, values, view.titles, table=str(view.layout.table), rows=rows)


def _columns(opened: OpenedPlan, view: SheetView) -> Iterator[Copied]:
    copy, found = columns_in_copies(opened, view)
    for field, rows in found.items():
        values = {view.place(row, field): value for row, value in rows.items()}
        yield Copied(copy, f"{view.layout.table}: {view.title(field)}", values, view.titles)
