"""Find in the dated copies what is lost now: figures of days and sectors, registers' columns, receipts.

Only shown: a person says whether it is taken over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.columns_in_copies import columns_in_copies
from akmxl.actions.repair.copied import Copied
from akmxl.actions.repair.letters_back import letters_in_receipts
from akmxl.actions.repair.receipts_back import receipts_in_copies
from akmxl.actions.repair.settings_in_copies import settings_in_copies
from akmxl.core.cells import Place
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.value_text import day_text
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.losses import lost_hidden_sheets
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from akmxl.plan.model import Plan, Settings
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

_NEWEST = 10  # copies that are looked at
_FIGURES = ("loans", "new_readers", "renewed_readers", *registers.AGES)
_SETTINGS = (layout.FIRST_PERIOD, layout.WORK_WEEK, layout.CENTRE_CODE)
_COUNTED = (*_FIGURES, "note")


def found_in_copies(
    opened: OpenedPlan, today: date, *, days: bool, deep: bool, made: Collection[tuple[str, str]] = ()
) -> tuple[Copied, ...]:
    """Return what the newest copies have for what is blank now: columns of registers; with ``days`` days, if
    ``deep`` all columns and tables that are empty. ``made``: the columns that were made again just now. What
    the receipts have of letters that the journal has lost is among it.
    """
    copies = dated_copies(opened.file.path, opened.plan.year, _NEWEST)
    receipts = receipts_in_copies(opened, _NEWEST)
    columns = columns_in_copies(opened, copies, today, deep=deep, made=made)
    return (
        *(_days_in_copies(opened.file, opened.plan, today) if days else ()),
        *columns,
        *(_organisation_in_copies(opened) if deep else ()),
        *settings_in_copies(opened, today, deep=deep),
        *_approved_in_copies(opened),
        *([Copied(receipts.copy, layout.RECEIPTS, {}, {}, receipts)] if receipts else ()),
        *letters_in_receipts(opened, today, columns),
    )


def _organisation_in_copies(opened: OpenedPlan) -> tuple[Copied, ...]:
    """Return what the newest copy says of the organisation, and in single settings, that are empty now."""
    named = (*(name for name, _ in layout.ORGANISATION.values()), *_SETTINGS)
    names = [name for name in named if not says(opened.file.named_cell(name).value)]
    places = {name: place for name in names if (place := opened.file.named_place(name))}
    for copy, other in dated_copies(opened.file.path, opened.plan.year, _NEWEST) if places else ():
        known = {place: other.named_cell(name).value for name, place in places.items()}
        values = {place: value for place, value in known.items() if says(value)}
        if values:
            return tuple(
                Copied(
                    copy, sheet, {place: value for place, value in values.items() if place.sheet == sheet}, {}
                )
                for sheet in sorted({place.sheet for place in values})
            )
    return ()


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


def _days_in_copies(file: PlanFile, plan: Plan, today: date) -> tuple[Copied, ...]:
    """Return what the newest copies have for days up to ``today`` and for sectors that are blank now."""
    view, settings = file.views[registers.DAILY], plan.settings
    columns, rows = _columns(view, settings), _rows(view)
    days = {day: row for day, row in rows.items() if day <= today and _is_blank(view, row, columns)}
    others = {day: row for day, row in rows.items() if day not in days}
    figures = [*sector_columns(view, settings), *(field for field in _FIGURES if field in columns)]
    blank = {
        name: view.title(name) if name in _FIGURES else name
        for name in figures
        if _has_nothing(view, columns[name])
    }
    found: dict[str, Copied] = {}
    for copy, other in dated_copies(file.path, plan.year, _NEWEST):
        there = other.views.get(registers.DAILY)
        if there is None:
            continue
        known = _Known(view, there, columns, _columns(there, settings), _rows(there))
        wanted = {day_text(day): known.cells({day: row}, columns) for day, row in days.items()}
        wanted |= {title: known.cells(others, [name]) for name, title in blank.items()}
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


def _is_blank(view: SheetView, row: int, columns: Mapping[str, int]) -> bool:
    return all(view.at(row, column).value in (None, "") for column in columns.values())
