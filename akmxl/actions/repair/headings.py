"""Put headings back: months in the order that the formulas below them have, cells as their tables say."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import HEADING, Repair, Repairs
from akmxl.actions.repair.template import year_by_days
from akmxl.core.cells import Place, a1
from akmxl.core.errors import NotAPlan
from akmxl.core.i18n import N_
from akmxl.ooxml.edit.patch import Patch
from akmxl.plan import registers
from akmxl.rules.computed import references
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.headings import other_than_the_table, out_of_order, place_among, renamed_sectors
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.settings import read_settings
from akmxl.workbook.table_headings import can_be_plain, with_plain_headings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.plan_file import SheetView

_MONTH = re.compile(r"DATE\(Yil,(\d{1,2}),1\)")


def put_headings_back(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the headings that it ought to have, and the list of those put back.

    A sector that was renamed in its heading and in Sozlamalar has its new name in the table too.

    Raises ``NotAPlan`` where a cell says the heading of another column: the figures may be those.
    """
    for view, column, said, title in other_than_the_table(file):
        _refuse_exchanged(file, view, column, said, title)
    file, renamed = _rename_sectors(file)
    other = list(other_than_the_table(file))
    wanted = {(view.name, view.header_row, column): title for view, column, _, title in other}
    moved = [
        (view, column, right)
        for view, column, right in out_of_order(file)
        if view.layout.name == layout.MONTHLY
    ]
    if moved and _computes_in_order(moved[0][0]):
        wanted |= {(view.name, _row_of(view, c), c): right.header() for view, c, right in moved}
    wanted |= dict(_of_receipts(file))
    if not wanted:
        return file, Repairs(tuple(renamed))
    door = on_disk(file.workbook)
    patch, done = Patch(door), []
    for (sheet, row, column), title in wanted.items():
        known = door.grid(sheet).cell(row, column)
        own, rows = patch.open_rows(sheet)
        patch.write(own, rows, row, column, title, rows.own_style(row, column))
        done.append(Repair(HEADING, sheet, a1(row, column), str(known.value) if known else "", title))
    return PlanFile.of(door.changed(patch)), Repairs((*renamed, *done))


def _refuse_exchanged(file: PlanFile, view: SheetView, column: int, said: str, title: str) -> None:
    table = file.workbook.tables[str(view.layout.table)]
    if place_among(table.columns, said) is not None:
        raise NotAPlan(
            N_(
                "Sheet “{sheet}”, cell {cell}: the heading is “{heading}”, but the column of the table is "
                "called “{title}”: nobody knows which of the two the figures below are. See what stands "
                "there, and write the right headings into their cells in Excel."
            ),
            sheet=view.name, cell=a1(view.header_row, column), heading=said, title=title,
        )  # fmt: skip


_IN_EXCEL = N_(
    "Sheet “{sheet}”, cell {cell}: the heading is “{heading}”, but the column of the table is called "
    "“{title}”. Type the heading there once more in Excel, so that the table takes it over."
)


def _rename_sectors(file: PlanFile) -> tuple[PlanFile, list[Repair]]:
    """Return the workbook whose table of the day log calls sectors as their headings and Sozlamalar do."""
    if not any(True for _ in other_than_the_table(file)):
        return file, []
    found = renamed_sectors(file, read_settings(file, year_by_days(file)).sector_spellings)
    view, done, headings = file.views[registers.DAILY], [], {}
    for column, (title, said) in found.items():
        place = Place(view.name, view.header_row, column)
        if not can_be_plain(file, file.workbook.tables[str(view.layout.table)], title, said):
            raise NotAPlan(
                _IN_EXCEL, sheet=place.sheet, cell=place.a1, heading=said, title=title,
            )  # fmt: skip
        headings[place] = (title, said)
        done.append(Repair(HEADING, place.sheet, place.a1, title, said))
    return with_plain_headings(file, headings), done


def _of_receipts(file: PlanFile) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Yield the headings that the receipts' sheet has lost; what stands below is known by its place.

    The last one came after the first edition, whose sheet is whole without it.
    """
    for sheet in file.workbook.sheets:
        if sheet.name == layout.RECEIPTS:
            grid = file.grid(sheet.name)
            lost = {
                column: title
                for column, title in enumerate(layout.RECEIPTS_HEADER, 1)
                if grid.values(column).get(1) != title
            }
            if grid.columns and lost.keys() - {len(layout.RECEIPTS_HEADER)}:
                yield from (((sheet.name, 1, column), title) for column, title in lost.items())


def _row_of(view: SheetView, column: int) -> int:
    """Return the row in which a column's heading stands: one of two, where the heading has two tiers."""
    rows = (view.header_row, view.header_row - 1)
    return next((row for row in rows if view.at(row, column).value == view.titles[column]), rows[0])


def _computes_in_order(view: SheetView) -> bool:
    """Tell whether the formulas below the headings of Oylik take the months in the order of the year."""
    months = sorted(view.columns[field] for field in layout.MONTH_FIELDS)
    found = [_month_below(view, column) for column in months]
    sums = sorted(view.columns[field] for field in layout.QUARTER_FIELDS)
    taken = [_quarter_below(view, column, months) for column in sums]
    return found == list(range(1, 13)) and taken == list(range(1, 5))


def _month_below(view: SheetView, column: int) -> int:
    """Return the month that most formulas of a column take from the registers; 0 where none takes any."""
    counts: Counter[int] = Counter()
    for formula in view.grid.formulas(column).values():
        bounds = set(map(int, _MONTH.findall(formula)))
        if len(bounds) == 2 and max(bounds) - min(bounds) == 1:
            counts[min(bounds)] += 1
    return max(counts, key=counts.__getitem__, default=0)


def _quarter_below(view: SheetView, column: int, months: list[int]) -> int:
    """Return the quarter whose months most formulas of a column take; 0 where none takes any."""
    quarters = {frozenset(months[3 * n : 3 * n + 3]): n + 1 for n in range(4)}
    counts: Counter[int] = Counter()
    for formula in view.grid.formulas(column).values():
        cells = references(formula) or frozenset()
        counts[quarters.get(frozenset(at for _, at in cells), 0)] += 1
    return max(counts, key=counts.__getitem__, default=0)
