"""Give Oylik's rows their codes back where none has one: in the order of a dated copy, or of Reja."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import CODE, NOTHING, Repair, Repairs
from akmxl.actions.repair.template import year_by_days
from akmxl.core.cells import a1
from akmxl.core.spelling import fold
from akmxl.ooxml.edit.patch import Patch
from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.coded_rows import coded_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.workbook.plan_file import SheetView

_NEWEST = 10  # copies that are looked at


def put_month_codes_back(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook whose Oylik has codes; unchanged where a row has one, or the order is not certain.

    It is certain where each section has as many rows as in the newest copy that has codes, and no row has
    lost its figures since, or has another item's. Without such a copy, or where rows came since, Reja's order
    counts in the same way.
    """
    view = file.views[layout.MONTHLY]
    if "code" not in view.columns or coded_rows(view):
        return file, NOTHING
    copy = _newest_copy(file)
    known = {code: _figures(copy, row) for row, code in coded_rows(copy).items()} if copy else {}
    there = template.views[layout.MONTHLY]
    orders = (_codes(view, one) for one in (copy, there) if one is not None)
    codes = next((one for one in orders if one and _agrees(view, one, known)), {})
    if not codes:
        return file, NOTHING
    door, column = on_disk(file.workbook), view.columns["code"]
    patch = Patch(door)
    name, rows = patch.open_rows(view.name)
    for row, code in codes.items():
        patch.write(name, rows, row, column, code, rows.own_style(row, column))
    done = (Repair(CODE, view.name, a1(row, column), "", code) for row, code in codes.items())
    return PlanFile.of(door.changed(patch)), Repairs(tuple(done))


def _newest_copy(file: PlanFile) -> SheetView | None:
    """Return Oylik of the newest dated copy in which it has codes."""
    copies = dated_copies(file.path, year_by_days(file), _NEWEST)
    views = (copy.views.get(layout.MONTHLY) for _, copy in copies)
    return next((one for one in views if one and "code" in one.columns and coded_rows(one)), None)


def _codes(view: SheetView, there: SheetView) -> dict[int, str]:
    """Return row -> code, in the order of another Oylik; nothing where its sections have other rows."""
    coded = coded_rows(there)
    last = max((row for row in view.rows if _is_fetched(view, row)), default=0)  # below it stand notes
    rows = [row for row in view.rows if row <= last and _is_filled(view, row)]
    alike = [_section(view, row) for row in rows] == [_section(there, row) for row in coded]
    return dict(zip(rows, coded.values(), strict=True)) if alike else {}


def _is_filled(view: SheetView, row: int) -> bool:
    cells = (view.at(row, column) for column in view.titles)
    return any(cell.formula is not None or says(cell.value) for cell in cells)


def _section(view: SheetView, row: int) -> str:
    """Return the name of a section, which is typed; of an item, whose name a formula fetches, nothing."""
    return "" if _is_fetched(view, row) else fold(view.text(row, "name"))


def _is_fetched(view: SheetView, row: int) -> bool:
    return any(view.cell(row, field).formula is not None for field in ("name", "service", "unit"))


def _figures(view: SheetView, row: int) -> dict[str, object]:
    """Return what is typed into the months of a row."""
    cells = {field: view.cell(row, field) for field in layout.MONTH_FIELDS if field in view.columns}
    return {field: cell.value for field, cell in cells.items() if cell.formula is None and says(cell.value)}


def _agrees(view: SheetView, codes: Mapping[int, str], known: Mapping[str, Mapping[str, object]]) -> bool:
    """Tell whether no row has lost all the figures that the copy knows of its item, for none or for those of
    another item: that was moved since."""
    for row, code in codes.items():
        own, now = known.get(code, {}), _figures(view, row)
        if not own or own.items() & now.items():
            continue
        if not now or any(other and other.items() <= now.items() for other in known.values()):
            return False
    return True
