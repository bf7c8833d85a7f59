"""Find in the dated copies what the day log had where it is blank now: days and sectors that were lost.

Only shown: a person says whether it is taken over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from akmxl.core.cell_values import day_of
from akmxl.core.cells import Place
from akmxl.core.i18n import N_, _
from akmxl.core.value_text import day_text, number_text
from akmxl.plan import registers
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from akmxl.plan.model import Plan, Settings
    from akmxl.workbook.plan_file import PlanFile, SheetView

_NEWEST = 10  # copies that are looked at
_COUNTED = ("loans", "new_readers", "renewed_readers", "note")


class Copied(NamedTuple):
    """What one copy has for a day, or for a sector, that is blank now.

    ``name`` is the day or the sector, ``values`` what is to be typed, by the places of this workbook.
    """

    copy: str
    name: str
    values: Mapping[Place, object]
    titles: Mapping[int, str]

    @property
    def line(self) -> str:
        """The day or sector with its figures, in words."""
        known = [value for value in self.values.values() if isinstance(value, int)]
        if len({place.row for place in self.values}) > 1:
            told = _(N_("{total} on {count} days"), total=number_text(sum(known)), count=len(known))
        else:
            told = "; ".join(f"{self.titles[p.column]} {show(value)}" for p, value in self.values.items())
        return _(N_("{name}: {figures} (copy: {copy})"), name=self.name, figures=told, copy=self.copy)


def figures_in_copies(file: PlanFile, plan: Plan, today: date) -> tuple[Copied, ...]:
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
    days = ((day_of(value), row) for row, value in view.values("date").items())
    return {day: row for day, row in days if day}


def _has_nothing(view: SheetView, column: int) -> bool:
    return not any(row >= view.first_row for row in view.grid.values(column))


def values_of(copied: Iterable[Copied]) -> dict[Place, object]:
    """Return all that is to be typed, by place."""
    return {place: value for one in copied for place, value in one.values.items()}


def _is_blank(view: SheetView, row: int, columns: Mapping[str, int]) -> bool:
    return all(view.at(row, column).value in (None, "") for column in columns.values())
