"""Find what a plan workbook ought to have and has lost: days, sectors, columns, tables, names.

What ought to be there is known: the days of the year, the sectors of Sozlamalar, the layout.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.reading.mistaken_codes import exchanged_codes
from akmxl.workbook.reading.no_records import no_days
from akmxl.workbook.reading.registers import sector_columns
from akmxl.workbook.standing_names import every_name, standing_names
from akmxl.workbook.table_names import odd_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Plan, Settings
    from akmxl.workbook.layout import Column
    from akmxl.workbook.plan_file import PlanFile, SheetView


class LostDays(NamedTuple):
    """Days in a row that no row of the day log has; ``row`` is the row before which they belong."""

    first: date
    last: date
    row: int

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


def lost_days(file: PlanFile, year: int) -> Iterator[LostDays]:
    """Yield the runs of days that the day log lacks.

    A day whose row is there, with a date that nobody can read, of another year or another row's, is not lost:
    that has a finding of its own.
    """
    view = file.views[registers.DAILY]
    rows: dict[date, int] = {}
    misdated, others = set(), no_days(view)
    for row, value in view.values("date").items():
        if row in view.rows:
            found = day_in(value)
            unread = found is None and says(value) and row not in others
            if unread or (found and found.year != year):
                misdated.add(row)
            elif found and (other := rows.setdefault(found, row)) != row:
                mine = day_in(view.cell(row - 1, "date").value) == found - timedelta(1)
                misdated.add(other if mine else row)
                rows[found] = row if mine else other
    start, end = date(year, 1, 1), date(year, 12, 31)
    day, one = start, timedelta(1)
    while day <= end:
        if day in rows:
            day += one
            continue
        first = day
        while day <= end and day not in rows:
            day += one
        above = rows.get(first - one, view.header_row)
        below = rows.get(day, view.last_row + 1)
        if misdated.isdisjoint(range(above + 1, below)):
            yield LostDays(first, day - one, rows.get(day, max(rows.values(), default=view.header_row) + 1))


def lost_sectors(file: PlanFile, settings: Settings) -> tuple[str, ...]:
    """Return the sectors of Sozlamalar that have no column in the day log.

    A column of figures whose heading is no sector's may be that of one of them: it has a finding of its own.
    """
    view = file.views[registers.DAILY]
    found = sector_columns(view, settings)
    lost = [sector for sector in dict.fromkeys(settings.sectors) if sector not in found]
    return tuple(lost[len(unknown_sectors(view, settings)) :])


def unknown_sectors(view: SheetView, settings: Settings) -> list[int]:
    """Return the columns of figures between the weekday and the sum whose headings are no sector's."""
    known = {*sector_columns(view, settings).values(), *view.columns.values()}
    first = view.columns.get("weekday", min(view.titles, default=0))
    between = range(first + 1, view.columns.get("visits", max(view.titles, default=0)))
    return [column for column in between if column not in known and _has_figures(view, column)]


def meant_sectors(view: SheetView, settings: Settings) -> dict[int, str]:
    """Return the sectors that such columns have by their places, where as many are lost there."""
    names = {column: name for name, column in sector_columns(view, settings).items()}
    names |= {column: f"{column}" for column in unknown_sectors(view, settings)}
    columns = {name: column for column, name in names.items()}
    pairs = exchanged_codes([names[column] for column in sorted(names)], settings.sectors)
    alike = ((own, lost) for own, lost in pairs if len(own) == len(lost))
    return {columns[name]: sector for one in alike for name, sector in zip(*one, strict=True)}


def _has_figures(view: SheetView, column: int) -> bool:
    figures = (view.grid.values(column).get(row) for row in view.rows)
    return any(isinstance(figure, int) and not isinstance(figure, bool) for figure in figures)


def lost_columns(file: PlanFile) -> Iterator[tuple[SheetView, Column]]:
    """Yield the columns that a workbook may lack and still be read, but that a new one has."""
    for view in file.views.values():
        if view.layout in layout.OPTIONAL_SHEETS or view.missing:
            continue
        for column in view.layout.columns:
            lost = not column.required and column.field not in view.columns
            if lost and view.layout.name != layout.FINDINGS:  # its keys of cells are written no more
                yield view, column


def lost_tables(file: PlanFile) -> Iterator[SheetView]:
    """Yield the sheets whose Excel table was made into a plain range."""
    renamed = {odd.right for odd in odd_tables(file)}
    for view in file.views.values():
        name = view.layout.table
        there = name in file.workbook.tables or name in renamed
        if name and not there and view.layout.name != layout.SETTINGS:
            yield view


def lost_hidden_sheets(file: PlanFile) -> list[str]:
    """Return the very hidden sheets that every plan has, and this one has lost; an approved plan without a
    cell is none."""
    names = {fold(sheet.name) for sheet in file.workbook.sheets}
    if layout.APPROVED not in file.views:
        names.discard(fold(layout.APPROVED))
    own = layout.CELL_KEYS.casefold()
    said = next((text for name, text in file.workbook.names.items() if name.casefold() == own), "")
    early = own in standing_names(file.workbook) and layout.COLOURS not in said  # they look into Tekshiruv
    every = (layout.APPROVED, layout.COLOURS) if not early else (layout.APPROVED,)
    return [name for name in every if fold(name) not in names]


def lost_names(file: PlanFile) -> tuple[str, ...]:
    """Return the defined names that are gone, or that stand for nothing."""
    known = standing_names(file.workbook)
    if file.kind != layout.PLAN_KIND:
        known -= {layout.FILE_KIND.casefold()}
    return tuple(name for name in every_name(file.layout_edition) if name.casefold() not in known)


def days_off(plan: Plan, lost: LostDays) -> bool:
    """Tell whether nobody works on any of these days."""
    return not any(map(plan.settings.is_working_day, lost.days))
