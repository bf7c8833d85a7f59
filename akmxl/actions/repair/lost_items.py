"""Put rows of items back: into Oylik, empty; into Reja, as the newest dated copy has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from akmxl.actions.repair.outcome import NOTHING, TABLE, Left, Repair, Repairs
from akmxl.core.cells import format_range
from akmxl.core.errors import Unsupported
from akmxl.ooxml.edit.patch import Patch
from akmxl.workbook import layout
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.mistaken_codes import codes_by_names, codes_in_order, exchanged_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.workbook.plan_file import SheetView

_NEWEST = 10  # copies that are looked at


def put_months_back(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook whose Oylik has a row for each item, empty, where its row was deleted.

    Where a row without a code, or with one that is no item's, stands in its place, it may be that row: this
    has a finding, and none is added.
    """
    view, wanted = file.views[layout.MONTHLY], list(monthly_rows(template.views[layout.MONTHLY]))
    known = {*monthly_rows(view), *_in_other_rows(view, wanted), *codes_by_names(file)}
    lost: dict[str, Mapping[str, object]] = {code: {} for code in wanted if code not in known}
    return _with_rows(file, view, wanted, lost)


def put_plan_rows_back(file: PlanFile, year: int) -> tuple[PlanFile, Repairs]:
    """Return the workbook whose Reja has a row for each code of Oylik, as the newest copy has it.

    Where a row of Reja that Oylik does not know stands in its place, or has its name, it may be that row:
    this has a finding, and none is added.
    """
    view, monthly = file.views.get(layout.PLAN), file.views.get(layout.MONTHLY)
    if view is None or monthly is None or "code" not in view.columns or "code" not in monthly.columns:
        return file, NOTHING
    missing = monthly_rows(monthly).keys() - monthly_rows(view).keys()
    if missing:
        missing -= {*_in_other_rows(view, codes_in_order(monthly)), *codes_by_names(file).values()}
    for _, copy in dated_copies(file.path, year, _NEWEST) if missing else ():
        there = copy.views.get(layout.PLAN)
        known = monthly_rows(there) if there is not None and "code" in there.columns else {}
        if there is not None and missing & known.keys():
            lost = {code: _values(there, row) for code, row in known.items() if code in missing}
            return _with_rows(file, view, list(known), lost)
    return file, NOTHING


def _in_other_rows(view: SheetView, wanted: Sequence[str]) -> set[str]:
    """Return the codes that a sheet lacks and in whose place another row stands there."""
    return {code for _, lost in exchanged_codes(codes_in_order(view), wanted) for code in lost}


def _values(view: SheetView, row: int) -> dict[str, object]:
    cells = {field: view.cell(row, field) for field in view.columns}
    return {field: cell.value for field, cell in cells.items() if cell.formula is None}


def _with_rows(
    file: PlanFile, view: SheetView, order: list[str], lost: Mapping[str, Mapping[str, object]]
) -> tuple[PlanFile, Repairs]:
    """Insert a row for each lost code below the one that comes before it in the order."""
    door = on_disk(file.workbook)
    patch, done = Patch(door), []
    rows = monthly_rows(view)
    for code in (one for one in order if one in lost):
        before = [rows[one] for one in order[: order.index(code)] if one in rows]
        row = max(before, default=view.header_row) + 1
        try:
            _insert(patch, view, row, {"code": code, **lost[code]})
        except Unsupported as error:
            return file, Repairs(left=(Left(view.name, f"A{row}", code, str(error)),))
        rows = {one: at + (at >= row) for one, at in rows.items()} | {code: row}
        done.append(code)
    if not done:
        return file, NOTHING
    columns = min(view.titles), max(view.titles)
    repairs = (
        Repair(TABLE, view.name, format_range((rows[code], columns[0], rows[code], columns[1])), "", code)
        for code in done
    )
    return PlanFile.of(door.changed(patch)), Repairs(tuple(repairs))


def _insert(patch: Patch, view: SheetView, row: int, values: Mapping[str, object]) -> None:
    """Repeat a row of an item beside the place, and leave in the new one nothing but these values."""
    model = row if _is_item(patch, view, row) else row - 1
    patch.repeat_rows(view.name, model, model, 2)
    sheet, rows = patch.open_rows(view.name)
    fields = {column: field for field, column in view.columns.items()}
    for column in view.titles:
        value = cast("Writable", values.get(fields.get(column, "")))
        patch.write(sheet, rows, row, column, value, rows.own_style(row, column))


def _is_item(patch: Patch, view: SheetView, row: int) -> bool:
    """Tell whether a row is one of an item: a section's has merged cells and no unit."""
    _, rows = patch.open_rows(view.name)
    cell = patch.cell(rows, row, view.columns.get("unit", 0)) if "unit" in view.columns else None
    return cell is not None and bool(cell.value or cell.formula)
