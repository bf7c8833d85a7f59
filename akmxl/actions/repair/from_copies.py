"""Find in the dated copies what is lost now: figures of days and sectors, registers' columns, receipts.

Only shown: a person says whether it is taken over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.receipts_back import ReceiptsBack, receipts_in_copies
from akmxl.core.cells import Place
from akmxl.core.i18n import N_, _
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.value_text import day_text, number_text
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.losses import lost_hidden_sheets
from akmxl.workbook.reading.registers import sector_columns
from akmxl.workbook.used_columns import cleared_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from akmxl.plan.model import Plan, Record, Settings
    from akmxl.workbook.fills import FilledRows
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

_NEWEST = 10  # copies that are looked at
_COUNTED = ("loans", "new_readers", "renewed_readers", "note")


class Copied(NamedTuple):
    """What one copy has for a day, a sector or a register's column that is blank now, or receipts.

    ``name`` is the day, the sector or the column, ``values`` what is to be typed, by the places here.
    """

    copy: str
    name: str
    values: Mapping[Place, object]
    titles: Mapping[int, str]
    receipts: ReceiptsBack | None = None
    approved: FilledRows = ()

    @property
    def line(self) -> str:
        """The day, sector or column with its figures, in words."""
        if self.receipts:
            return _(
                N_("receipts of reports: {count} (copy: {copy})"), count=self.receipts.number, copy=self.copy
            )
        if self.approved:
            count = len(self.approved) - 1
            return _(N_("rows of the approved plan: {count} (copy: {copy})"), count=count, copy=self.copy)
        known = [value for value in self.values.values() if isinstance(value, int)]
        if next(iter(self.values)).sheet != registers.DAILY:
            told = _(N_("cells: {count}"), count=len(self.values))
        elif len({place.row for place in self.values}) > 1:
            told = _(N_("{total} on {count} days"), total=number_text(sum(known)), count=len(known))
        else:
            told = "; ".join(f"{self.titles[p.column]} {show(value)}" for p, value in self.values.items())
        return _(N_("{name}: {figures} (copy: {copy})"), name=self.name, figures=told, copy=self.copy)


def found_in_copies(opened: OpenedPlan, today: date, *, days: bool) -> tuple[Copied, ...]:
    """Return what the newest copies have for what is blank now: columns of registers; with ``days`` days."""
    receipts = receipts_in_copies(opened, _NEWEST)
    return (
        *(_days_in_copies(opened.file, opened.plan, today) if days else ()),
        *_columns_in_copies(opened),
        *_approved_in_copies(opened),
        *([Copied(receipts.copy, layout.RECEIPTS, {}, {}, receipts)] if receipts else ()),
    )


def _approved_in_copies(opened: OpenedPlan) -> tuple[Copied, ...]:
    """Return the approved plan as the newest copy has it, where the workbook has lost it."""
    if layout.APPROVED not in lost_hidden_sheets(opened.file):
        return ()
    for copy, other in dated_copies(opened.file.path, opened.plan.year, _NEWEST):
        there = other.views.get(layout.APPROVED)
        if there is not None and not there.missing:
            places = range(1, max(there.titles) + 1)
            rows = [[there.titles.get(column) for column in places]]
            rows += [
                [text_of(there.at(row, column).value) or None for column in places] for row in there.rows
            ]
            return (Copied(copy, layout.APPROVED, {}, {}, approved=rows),)
    return ()


def _columns_in_copies(opened: OpenedPlan) -> tuple[Copied, ...]:
    """Return what the newest copies have for registers' columns that were cleared, row by row by its id."""
    cleared = list(cleared_columns(opened))
    found: dict[tuple[str, str], Copied] = {}
    for copy, other in dated_copies(opened.file.path, opened.plan.year, _NEWEST) if cleared else ():
        for view, field in cleared:
            there = other.views.get(view.layout.key)
            key = view.layout.key, field
            if there is not None and key not in found:
                values = _by_id(opened.plan.records[key[0]], view, there, field)
                if values:
                    found[key] = Copied(copy, f"{view.name}: {view.title(field)}", values, view.titles)
    return tuple(found.values())


def _by_id(records: Iterable[Record], view: SheetView, there: SheetView, field: str) -> dict[Place, object]:
    """Return what a copy has in a column for the rows that have the same ids here; no formulas."""
    rows = {text_of(name): row for row, name in there.values("id").items()}
    formulas = there.grid.formulas(there.columns.get(field, 0))
    known = there.values(field)
    found = {one.row: known.get(row) for one in records if (row := rows.get(one.id)) and row not in formulas}
    return {view.place(row, field): value for row, value in found.items() if value not in (None, "")}


def _days_in_copies(file: PlanFile, plan: Plan, today: date) -> tuple[Copied, ...]:
    """Return what the newest copies have for days up to ``today`` and for sectors that are blank now."""
    view, settings = file.views[registers.DAILY], plan.settings
    columns, rows = _columns(view, settings), _rows(view)
    days = {day: row for day, row in rows.items() if day <= today and _is_blank(view, row, columns)}
    others = {day: row for day, row in rows.items() if day not in days}
    blank = [name for name in sector_columns(view, settings) if _has_nothing(view, columns[name])]
    found: dict[str, Copied] = {}
    for copy, other in dated_copies(file.path, plan.year, _NEWEST):
        there = other.views.get(registers.DAILY)
        if there is None:
            continue
        known = _Known(view, there, columns, _columns(there, settings), _rows(there))
        wanted = {day_text(day): known.cells({day: row}, columns) for day, row in days.items()}
        wanted |= {sector: known.cells(others, [sector]) for sector in blank}
        for name, values in wanted.items():
            if name not in found and any(isinstance(value, int) for value in values.values()):
                found[name] = Copied(copy, name, values, view.titles)
    return tuple(found.values())


class _Known(NamedTuple):
    """The day log here and in a copy: the columns of both by sector or field, the copy's rows by day."""

    here: SheetView
    there: SheetView
    columns: Mapping[str, int]
    their_columns: Mapping[str, int]
    their_rows: Mapping[date, int]

    def cells(self, rows: Mapping[date, int], names: Iterable[str]) -> dict[Place, object]:
        """Return what the copy has for these days and columns, by the places here; no formulas."""
        values: dict[Place, object] = {}
        for day, row in rows.items():
            for name in names:
                at = self.their_rows.get(day), self.their_columns.get(name)
                cell = self.there.at(at[0], at[1]) if at[0] and at[1] else None
                if cell and cell.formula is None and cell.value not in (None, ""):
                    values[Place(self.here.name, row, self.columns[name])] = cell.value
        return values


def _columns(view: SheetView, settings: Settings) -> dict[str, int]:
    fields = {field: view.columns[field] for field in _COUNTED if field in view.columns}
    return {**sector_columns(view, settings), **fields}


def _rows(view: SheetView) -> dict[date, int]:
    days = ((day_in(value), row) for row, value in view.values("date").items())
    return {day: row for day, row in days if day}


def _has_nothing(view: SheetView, column: int) -> bool:
    return not any(row >= view.first_row for row in view.grid.values(column))


def fills_of(copied: Iterable[Copied]) -> Fills:
    """Return all that is taken over: what is to be typed, and the receipts."""
    fills = Fills()
    for one in copied:
        fills |= one.receipts.fills if one.receipts else Fills(one.values)
        fills |= Fills(sheets={layout.APPROVED: one.approved} if one.approved else {})
    return fills


def _is_blank(view: SheetView, row: int, columns: Mapping[str, int]) -> bool:
    return all(view.at(row, column).value in (None, "") for column in columns.values())
