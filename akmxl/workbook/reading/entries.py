"""Read Oylik: what counts for each month of each item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.vocabulary import meaning
from akmxl.plan.model import Entry, Figure, is_closed
from akmxl.plan.registers import DAILY, IMPORT, JOURNAL
from akmxl.workbook import layout
from akmxl.workbook.reading.coded_rows import coded_rows
from akmxl.workbook.reading.figures import read_figure, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.model import Closed, Item
    from akmxl.workbook.plan_file import PlanFile, SheetView
    from akmxl.workbook.reading.registers import RegisterFigures

UNREADABLE_PART = "part"  # the fault of a figure made of others, one of which could not be read
_FED = {DAILY, JOURNAL, IMPORT, *(sheet.name for sheet in layout.REGISTER_SHEETS)}


def read_entries(
    file: PlanFile, items: Mapping[str, Item], registers: RegisterFigures, closed: Closed = frozenset()
) -> dict[tuple[str, int], Entry]:
    """Read an entry for each month of each item that has a row in Oylik.

    A blank of a month in which the item's services were ``closed`` says that nothing was done.
    """
    view, plan = file.views[layout.MONTHLY], file.views[layout.PLAN]
    entries: dict[tuple[str, int], Entry] = {}
    for code, row in monthly_rows(view).items():
        item = items.get(code)
        if item is None or not item.measured or item.source == "computed":
            continue
        known_source = meaning("source", plan.text(item.row, "source") or "typed")
        for month, field in enumerate(layout.MONTH_FIELDS, 1):
            fed = item.source in _FED or not known_source
            figure = read_figure(view.cell(row, field), view.place(row, field), fed=fed)
            if not known_source and figure.blank:  # whether a register feeds it nobody can tell
                figure = replace(figure, fault=UNREADABLE_PART)
            entry = _entry(item, month, figure, registers)
            if closed and entry.value is None and figure.blank and item.adds_up == "flow":
                entry = replace(entry, value=0) if is_closed(closed, item, month) else entry
            entries[code, month] = entry
    _add_totals(view, items, entries)
    return entries


def monthly_rows(view: SheetView) -> dict[str, int]:
    """Return code -> its row in Oylik; the first where a code stands twice."""
    rows: dict[str, int] = {}
    for row, code in coded_rows(view).items():
        rows.setdefault(code, row)
    return rows


def _entry(item: Item, month: int, figure: Figure, registers: RegisterFigures) -> Entry:
    """Return the entry of a month: a typed figure counts; else the register's.

    The cell's cached value is never believed.
    """
    if item.source not in _FED:
        return Entry(item.code, month, figure, figure.value)
    register = registers.month(item, month)
    if figure.typed or figure.dash:
        return Entry(item.code, month, figure, figure.value, register)
    if register is None and registers.failed(item, month):
        figure = replace(figure, fault=UNREADABLE_PART)
    return Entry(item.code, month, figure, register, register)


def _add_totals(view: SheetView, items: Mapping[str, Item], entries: dict[tuple[str, int], Entry]) -> None:
    """Add the totals' months from their parts, the deepest totals first."""
    rows = monthly_rows(view)
    totals = [item for item in items.values() if item.source == "computed"]
    for total in sorted(totals, key=lambda item: -item.code.count(".")):
        parts = [item.code for item in items.values() if item.parent == total.code]
        row = rows.get(total.code)
        for month, field in enumerate(layout.MONTH_FIELDS, 1):
            below = [entries.get((code, month)) for code in parts]
            figure = _computed(view, row, field) if row else Figure(total.planned.place)
            if any(part is not None and part.failed for part in below):
                figure = replace(figure, fault=UNREADABLE_PART)
            entries[total.code, month] = Entry(total.code, month, figure, sum_of_parts(below))


def _computed(view: SheetView, row: int, field: str) -> Figure:
    """Read a total's own cell: what stands in it does not count, so nothing in it is a fault of types."""
    cell = view.cell(row, field)
    by_formula = cell.formula is not None
    typed = not by_formula and cell.value is not None
    return Figure(view.place(row, field), shown=show(cell.value), typed=typed, by_formula=by_formula)


def sum_of_parts(parts: list[Entry | None]) -> int | None:
    """Add up parts; None when no part is filled, or when one could not be read."""
    if any(part is not None and part.failed for part in parts):
        return None
    known = [part.value for part in parts if part is not None and part.value is not None]
    return sum(known) if known else None
