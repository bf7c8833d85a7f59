"""Make again what a workbook of the present edition has lost, in memory; the caller writes it.

Sheets, columns, tables, names and rows of days are found by comparing the workbook with the layout, the year
and its own settings, and are taken from the template. What people had typed there does not come back with
them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.actions.repair.addition import in_the_way
from akmxl.actions.repair.lost_days import put_days_back
from akmxl.actions.repair.lost_headings import expected_titles, is_nameless
from akmxl.actions.repair.lost_items import put_months_back
from akmxl.actions.repair.lost_tables import (
    lost_setting_tables,
    structured_formulas,
    structured_names,
    table_again,
)
from akmxl.actions.repair.match_sheets import match_sheets
from akmxl.actions.repair.month_codes import put_month_codes_back
from akmxl.actions.repair.new_cells import new_cells
from akmxl.actions.repair.new_columns import column_addition
from akmxl.actions.repair.new_names import missing_names, new_names
from akmxl.actions.repair.new_sheets import sheet_addition
from akmxl.actions.repair.outcome import COLUMN, NAME, NOTHING, TABLE, Repair, Repairs
from akmxl.actions.repair.quarters_in_order import quarters_in_order
from akmxl.actions.repair.row_ids import put_id_headings_back, put_ids_back
from akmxl.actions.repair.template import template_for, year_by_days
from akmxl.core.cells import a1, format_range
from akmxl.core.errors import NotAPlan
from akmxl.core.i18n import N_, translate
from akmxl.core.spelling import fold
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.adopting import Adopter
from akmxl.ooxml.look.newtable import add_column
from akmxl.plan import registers
from akmxl.rules.catalogue.structure import columns_present, plan_rows_present, sheets_present
from akmxl.workbook import layout
from akmxl.workbook.copies import newest_copy_with, own_copies
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.lost_ids import lost_ids
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile, text_of
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import read_items
from akmxl.workbook.reading.losses import (
    lost_columns,
    lost_days,
    lost_hidden_sheets,
    lost_names,
    lost_sectors,
    lost_tables,
)
from akmxl.workbook.reading.named_places import misplaced_names
from akmxl.workbook.reading.plan import read_plan
from akmxl.workbook.reading.registers import sector_columns
from akmxl.workbook.reading.settings import read_settings
from akmxl.workbook.receipts_sheet import read_kept
from akmxl.workbook.standing_names import every_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from akmxl.actions.repair.addition import Addition
    from akmxl.workbook.layout import Column
    from akmxl.workbook.plan_file import SheetView

    Step = Callable[[PlanFile, PlanFile], tuple[PlanFile, Repairs]]

_RENAMED = N_(
    "The sheet “{sheet}” has no column “{column}”. "
    "Its figures may stand under the heading “{title}” (cell {cell}): "
    "give that its own name again, or move it to the right end."
)


_NAMELESS = N_(
    "The sheet “{sheet}” has lost headings, “{column}” for one, and no copy in the folder .akmxl-zaxira "
    "tells which column had which. Undo (Ctrl+Z), or write them into their cells, from {cell} on, in Excel. "
    "As a new workbook has them they are: {titles}."
)


_NO_HEADING = N_(
    "The sheet “{sheet}” has no column “{column}”, and cell {cell} has no heading, though something stands "
    "below it. Undo (Ctrl+Z), or write the headings into their own cells again."
)


_NO_HEADINGS = N_(
    "The sheet “{sheet}” has lost its headings. Undo (Ctrl+Z); or insert a row above its first row, copy the "
    "headings into it from the newest copy in the folder .akmxl-zaxira, and run akmxl repair again."
)


_NO_HEADINGS_NOWHERE = N_(
    "The sheet “{sheet}” has lost its headings, and no copy in the folder .akmxl-zaxira has them. Undo "
    "(Ctrl+Z); or insert a row above its first row, write the headings into it, and run akmxl repair again. "
    "As a new workbook has them they are: {titles}."
)


def make_again(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with what it had lost, and the list of that.

    Where something is in the way, ``left`` of the list names it, and the workbook is returned unchanged.
    Raises ``NotAPlan`` where the plan itself or its settings are lost.
    """
    if any(name in layout.NEVER_MADE or _may_be_renamed(file, name) for name in file.missing_sheets):
        sheets_present(file)
    if any(column.field == "code" for column in file.views[layout.PLAN].missing):
        columns_present(file)
    plan_rows_present(file)
    if not _is_lacking(file):
        return file, NOTHING
    made, done = _places_of_names(file, file) if "Yil" in misplaced_names(file) else (file, NOTHING)
    template = template_for(made)
    steps = (
        _tables,
        _sheets,
        _beside,
        put_id_headings_back,
        _columns,
        put_month_codes_back,
        put_ids_back,
        _names,
        _places_of_names,
        _sectors,
        _days,
        put_months_back,
    )
    for step in steps:
        made, repairs = step(made, template)
        if repairs.left:
            return file, Repairs(left=repairs.left)
        done |= repairs
    return made, done


def _may_be_renamed(file: PlanFile, name: str) -> bool:
    """Tell whether a missing sheet may stand under another name: a second one would hide its figures."""
    return bool(file.similar_sheet(name) or file.sheets_like(name))


def _is_lacking(file: PlanFile) -> bool:
    if file.missing_sheets or any(view.missing for view in file.views.values()) or lost_names(file):
        return True
    if any(lost_columns(file)) or any(lost_tables(file)) or misplaced_names(file) or _hidden_to_make(file):
        return True
    year = year_by_days(file)
    if any(lost_ids(file, read_kept(file).known_rows)):
        return True
    _, items = read_items(file, read_settings(file, year))
    if not items.keys() <= monthly_rows(file.views[layout.MONTHLY]).keys():
        return True
    return any(lost_days(file, year)) or bool(lost_sectors(file, read_settings(file, year)))


def _tables(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Make tables of the plain ranges that were tables."""
    found = [*lost_setting_tables(file), *(table_again(view) for view in lost_tables(file))]
    known = {str(sheet.table) for sheet in layout.everything()}
    whole = [one for one in found if one is not None and one.name in known]
    if not whole:
        return file, NOTHING
    patch = Patch(on_disk(file.workbook))
    adopter = Adopter(patch, on_disk(template.workbook))
    for one in whole:
        one.apply(adopter)
    adopter.finish()
    for (sheet, row, column), formula in structured_formulas(file, whole).items():
        patch.set(sheet, row, column, formula)
    for name, reference in structured_names(file, template, whole).items():
        patch.define_name(name, reference)
    repairs = (Repair(TABLE, one.sheet, format_range(one.area), "", one.name) for one in whole)
    return PlanFile.of(on_disk(file.workbook).changed(patch)), Repairs(tuple(repairs))


def _sheets(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    names = (*file.missing_sheets, *_hidden_to_make(file))
    lost = {fold(name) for name in names}
    file, repairs = _added(file, template, [_whole_sheet(file, template, name) for name in names])
    if not repairs.done:
        return file, repairs
    areas = {name: template.workbook.name_range(name) for name in missing_names(file, template)}
    own = {
        name: template.workbook.names[name] for name, area in areas.items() if area and fold(area[0]) in lost
    }
    return _with_names(file, own), repairs


def _hidden_to_make(file: PlanFile) -> list[str]:
    """Return the very hidden sheets that are gone and are made of nothing but the template.

    The approved plan that a dated copy has is taken from there, after a yes.
    """
    lost = lost_hidden_sheets(file)
    if layout.APPROVED in lost and newest_copy_with(file.path, layout.APPROVED):
        lost.remove(layout.APPROVED)
    return lost


def _whole_sheet(file: PlanFile, template: PlanFile, name: str) -> Addition:
    """Return the addition of a sheet; of the approved plan it says what it is made of."""
    addition = sheet_addition(file, template, name)
    if name != layout.APPROVED:
        return addition
    told = translate(_AS_IT_IS, sheet=name, plan=layout.PLAN)
    return addition._replace(repair=replace(addition.repair, after=told))


_AS_IT_IS = N_("{sheet}: today’s “{plan}” counts as approved")


def _beside(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Let tables take in what stands right beside them under the heading of a column that they lack."""
    known = {
        str(view.layout.table): {
            fold(one) for c in view.layout.columns if c.field not in view.columns for one in c.spellings
        }
        for view in file.views.values()
    }
    sectors = lost_sectors(file, read_settings(file, year_by_days(file)))
    known.setdefault(str(layout.DAILY_SHEET.table), set()).update(map(fold, sectors))
    door = on_disk(file.workbook)
    patch = Patch(door)
    adopter, done = Adopter(patch, on_disk(template.workbook)), []
    for view, column, title in _titles_beside(file, known):
        name, rows = str(view.layout.table), door.tables[str(view.layout.table)]
        pattern = title if title in template.workbook.tables[name].columns else _plain_column(template, name)
        add_column(adopter, name, title, name, pattern)
        area = format_range((rows.first_row, column, rows.last_row, column))
        done.append(Repair(TABLE, view.name, area, "", f"{name}: {title}"))
    if not done:
        return file, NOTHING
    adopter.finish()
    return PlanFile.of(door.changed(patch)), Repairs(tuple(done))


def _titles_beside(file: PlanFile, known: Mapping[str, set[str]]) -> Iterator[tuple[SheetView, int, str]]:
    """Yield the columns right of tables, one after the other, whose headings the tables lack."""
    tables = file.workbook.tables
    for view in file.views.values():
        table = tables.get(str(view.layout.table))
        if table is None or table.sheet != view.name:
            continue
        column = table.last_col + 1
        others = [other.area for other in tables.values() if other.sheet == view.name and other != table]
        while fold(title := text_of(view.grid.values(column).get(table.first_row))) in known.get(
            table.name, ()
        ) and not any(
            area[0] <= table.first_row <= area[2] and area[1] <= column <= area[3] for area in others
        ):
            yield view, column, title
            column += 1


def _plain_column(template: PlanFile, table: str) -> str:
    """Return the heading of a column without formulas, lists and ids: a sector's, or the notes."""
    view = next(view for view in template.views.values() if view.layout.table == table)
    own = sorted(view.titles.keys() - set(view.columns.values()))
    return view.titles[own[0]] if own else view.title("note") or view.titles[max(view.titles) - 1]


def _columns(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    trial = Patch(on_disk(file.workbook))
    additions = []
    for view in file.views.values():
        there, at = template.views.get(view.layout.key), _right_end(file, view)
        for column in (*view.missing, *(lost for other, lost in lost_columns(file) if other is view)):
            if there is None or at is None:
                text = _NO_HEADINGS if own_copies(file.path) else _NO_HEADINGS_NOWHERE
                raise NotAPlan(text, sheet=view.name, titles="; ".join(expected_titles(file, view)))
            _refuse_renamed(file, view, there, column)
            table = file.workbook.tables.get(str(view.layout.table))
            additions.append(column_addition(view, there, table, column, at, trial))
            at += 1
    file, repairs = _added(file, template, additions)
    return quarters_in_order(file, repairs) if repairs.done else (file, repairs)


def _right_end(file: PlanFile, view: SheetView) -> int | None:
    """Return the column where a new one goes; None where the sheet or table is not to be found at all."""
    table = file.workbook.tables.get(str(view.layout.table))
    if table is None and not view.columns:
        return None
    return (table.last_col if table else max(view.titles, default=0)) + 1


def _refuse_renamed(file: PlanFile, view: SheetView, there: SheetView, column: Column) -> None:
    """Raise ``NotAPlan`` where a column of people's, with something in it, stands where one is missing.

    It may be the one that is missing, under another heading: a second one would hide its figures.
    """
    order = sorted(there.columns, key=lambda field: there.columns[field])
    if column.field not in order:
        return
    place = order.index(column.field)
    known = [
        [view.columns[f] for f in part if f in view.columns] for part in (order[:place], order[place + 1 :])
    ]
    first, last = max(known[0], default=0), min(known[1], default=max(view.titles, default=0) + 1)
    own = set(view.columns.values())
    for at in range(min(own, default=1), max(own, default=0)) if there.layout.table is None else ():
        if at not in view.titles and view.grid.last_row(at) > view.header_row:
            raise NotAPlan(_NO_HEADING, sheet=view.name, column=column.header(), cell=a1(view.header_row, at))
    if view.layout.name == registers.DAILY:
        own |= set(sector_columns(view, read_settings(file, year_by_days(file))).values())
    for at in range(first + 1, last):
        values = view.grid.values(at)
        if at in view.titles and at not in own and any(row in values for row in view.rows):
            nameless = is_nameless(view.titles[at])
            raise NotAPlan(
                _NAMELESS if nameless else _RENAMED, sheet=view.name, column=column.header(),
                title=view.titles[at], cell=view.heading_place(at).a1,
                titles=_titles_to_type(file, view) if nameless else "",
            )  # fmt: skip


def _titles_to_type(file: PlanFile, view: SheetView) -> str:
    """Return the headings of nameless columns, with their cells where there are as many as in a new one."""
    titles, columns = list(expected_titles(file, view)), sorted(view.titles)
    if len(titles) != len(columns):
        return "; ".join(titles)
    pairs = zip(columns, titles, strict=True)
    return "; ".join(f"{view.heading_place(c).a1}: {one}" for c, one in pairs if is_nameless(view.titles[c]))


def _names(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    if not missing_names(file, template):
        return file, NOTHING
    trial = Patch(on_disk(file.workbook))
    edition = file.edition or layout.EDITION
    file, cells = _added(file, template, list(new_cells(file, template, edition, trial)))
    if cells.left:
        return file, cells
    opened = OpenedPlan(read_plan(file), file)
    own = set(map(str.casefold, every_name(file.layout_edition)))  # those of a later one come with it
    wanted = [name for name in missing_names(file, template) if name.casefold() in own]
    names = new_names(file, template, wanted, match_sheets(opened, template))
    done = tuple(Repair(NAME, "", "", "", name) for name in names)
    return _with_names(file, names), cells | Repairs(done)


def _places_of_names(file: PlanFile, _template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Let the names that stand for other cells stand for their own again."""
    right, said = misplaced_names(file), {n.casefold(): text for n, text in file.workbook.names.items()}
    own = {name: next(n for n in file.workbook.names if n.casefold() == name.casefold()) for name in right}
    done = (
        Repair(NAME, "", "", f"{own[name]}: {said[name.casefold()]}", reference)
        for name, reference in right.items()
    )
    return _with_names(file, {own[name]: reference for name, reference in right.items()}), Repairs(
        tuple(done)
    )


def _with_names(file: PlanFile, names: Mapping[str, str]) -> PlanFile:
    if not names:
        return file
    door = on_disk(file.workbook)
    patch = Patch(door)
    for name, reference in names.items():
        patch.define_name(name, reference)
    return PlanFile.of(door.changed(patch))


def _added(file: PlanFile, template: PlanFile, additions: list[Addition]) -> tuple[PlanFile, Repairs]:
    """Return the workbook with the additions applied; unchanged where something stands in their way."""
    if left := tuple(one.left for one in additions if one.left):
        return file, Repairs(left=left)
    if not additions:
        return file, NOTHING
    door = on_disk(file.workbook)
    patch = Patch(door)
    adopter = Adopter(patch, on_disk(template.workbook))
    for one in additions:
        one.apply(adopter)
    adopter.finish()
    return PlanFile.of(door.changed(patch)), Repairs(tuple(one.repair for one in additions))


def _sectors(file: PlanFile, template: PlanFile) -> tuple[PlanFile, Repairs]:
    """Give each sector without a column one at the right end of the day log, which its sums take in."""
    view, there = file.views[registers.DAILY], template.views[registers.DAILY]
    lost = lost_sectors(file, read_settings(file, year_by_days(file)))
    if not lost:
        return file, NOTHING
    door = on_disk(file.workbook)
    table, trial = door.tables[str(view.layout.table)], Patch(door)
    pattern = min(there.titles.keys() - set(there.columns.values()))
    area = (table.first_row, table.last_col + 1, table.last_row, table.last_col + len(lost))
    if left := in_the_way(trial, view.name, area, lost[0], table.name):
        return file, Repairs(left=(left,))
    patch = Patch(door)
    adopter = Adopter(patch, on_disk(template.workbook))
    done = []
    for at, sector in enumerate(lost, area[1]):
        add_column(adopter, table.name, sector, str(there.layout.table), there.titles[pattern])
        done.append(Repair(COLUMN, view.name, format_range((area[0], at, area[2], at)), "", sector))
    adopter.finish()
    return PlanFile.of(door.changed(patch)), Repairs(tuple(done))


def _days(file: PlanFile, _template: PlanFile) -> tuple[PlanFile, Repairs]:
    lost = list(lost_days(file, year_by_days(file)))
    return put_days_back(file, lost) if lost else (file, NOTHING)
