"""Repair a workbook: find all that is to be restored or added, and write it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.actions.open_plan import opened_of, refuse_others
from akmxl.actions.repair.blank_headings import fill_blank_headings
from akmxl.actions.repair.broken_names import take_broken_names_out
from akmxl.actions.repair.calendar import put_calendar_right
from akmxl.actions.repair.codes import code_repairs
from akmxl.actions.repair.colours import colour_repairs
from akmxl.actions.repair.columns_in_copies import bare_ground
from akmxl.actions.repair.copied import fills_of
from akmxl.actions.repair.dead_parts import take_dead_parts_out
from akmxl.actions.repair.exchanged_sheets import refuse_exchanged_sheets, table_nowhere
from akmxl.actions.repair.formulas import formula_repairs, result_repairs
from akmxl.actions.repair.from_copies import found_in_copies
from akmxl.actions.repair.growing import bring_up, is_earlier, without_new_columns
from akmxl.actions.repair.hand_ins import move_hand_ins
from akmxl.actions.repair.heading_rows import put_heading_rows_back
from akmxl.actions.repair.headings import put_headings_back
from akmxl.actions.repair.looks import Judge, look_repairs
from akmxl.actions.repair.lost import make_again
from akmxl.actions.repair.lost_headings import put_lost_headings_back
from akmxl.actions.repair.lost_items import put_plan_rows_back
from akmxl.actions.repair.match_sheets import match_sheets
from akmxl.actions.repair.outcome import COLUMN, NAME, NOTHING, PROTECTION, SHEET, Repair, Repairs
from akmxl.actions.repair.plan_codes import put_plan_codes_back
from akmxl.actions.repair.sheet_names import put_sheet_names_back
from akmxl.actions.repair.sheets_in_copies import sheets_from_copy
from akmxl.actions.repair.shifted_tables import follow_shifted_cells
from akmxl.actions.repair.table_ends import table_end_repairs
from akmxl.actions.repair.table_flags import mend_table_flags
from akmxl.actions.repair.table_names import mend_table_names
from akmxl.actions.repair.table_ranges import mend_table_ranges
from akmxl.actions.repair.template import template_of, year_by_days
from akmxl.actions.repair.validations import validation_repairs
from akmxl.actions.repair.worksheets import worksheets
from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_, translate
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.look.arearules import validation_rules
from akmxl.ooxml.look.styles import StyleSheet
from akmxl.ooxml.xml.attributes import is_on
from akmxl.ooxml.xml.children import after_rows
from akmxl.ooxml.xml.xmlbytes import attribute
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.plan.rollup import begun, without_pasted
from akmxl.plan.values import printed
from akmxl.rules.catalogue.structure import plan_file
from akmxl.rules.computed import computed_cells
from akmxl.rules.rule import Case
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import FileDoor, on_disk
from akmxl.workbook.doors.live.open_here import open_here
from akmxl.workbook.fills import Fills
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile, write as save_plan
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.plan import read_plan
from akmxl.workbook.writing.comparison import fill_comparison

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from akmxl.actions.repair.copied import Copied
    from akmxl.actions.repair.worksheets import Worksheet
    from akmxl.core.cells import Place

_PROTECTION = "sheetProtection"


def open_for_repair(path: Path, *, from_copy: bool = False) -> tuple[PlanFile, Repairs]:
    """Open a workbook of any edition, brought up to the present one in memory; return it and what was added.

    With ``from_copy`` sheets that nothing can make again come from the newest dated copy.

    Where something of the user's is in the way it is in ``left``, and the workbook is unchanged. Raises an
    ``AkmxlError`` where it is no plan, not a whole one, or open in Excel.
    """
    door = open_here(path)
    whole = take_dead_parts_out(on_disk(door) if door else FileDoor.open(path))
    refuse_exchanged_sheets(whole)
    try:
        return _opened(whole, from_copy=from_copy)
    except Unreadable as error:
        raise table_nowhere(path, error) from error


def _opened(whole: FileDoor, *, from_copy: bool) -> tuple[PlanFile, Repairs]:
    again = NOTHING
    for in_file in _IN_THE_FILE:
        whole, done = in_file(whole)
        again |= done
    file = PlanFile.of(whole)
    plan_file(file)
    file, taken = sheets_from_copy(file) if from_copy else (file, NOTHING)
    if taken.left:
        return file, taken
    again |= taken
    for in_plan in _IN_THE_PLAN:
        file, done = in_plan(file)
        again |= done
    file, rows = put_plan_rows_back(file, year_by_days(file)) if from_copy else (file, NOTHING)
    if rows.left:
        return file, rows
    file, made = make_again(file)
    again = again | rows | made
    if again.left:
        return file, again
    refuse_others(file, earlier=True)
    file, added = bring_up(file) if is_earlier(file) else (file, NOTHING)
    if added.left:
        return file, added
    file, moved = move_hand_ins(file)
    return file, again | added | moved


def _table_names(whole: FileDoor) -> tuple[FileDoor, Repairs]:
    return mend_table_names(take_broken_names_out(whole))


# In this order: what the file itself holds, before it can be read as a plan; then what makes it a whole one.
_IN_THE_FILE = (
    put_sheet_names_back, _table_names, fill_blank_headings, follow_shifted_cells, mend_table_flags,
    mend_table_ranges,
)  # fmt: skip
_IN_THE_PLAN = (
    put_heading_rows_back, put_lost_headings_back, put_calendar_right, put_headings_back,
    put_plan_codes_back,
)  # fmt: skip


class Repaired(NamedTuple):
    """The outcome of a repair: what is restored or added, and whether it was written.

    ``stuck``: something of the user's is in the way of the present edition. ``repairs.left`` names it, and
    nothing was repaired. ``copied`` is what the dated copies have for days, sectors and registers' columns
    that are blank; ``taken``: it was taken over. ``waits``: Reja has lost what Oylik is made by, so
    nothing but what was lost was made again. ``unknown``: no copy has it, so Oylik was left as it is.
    """

    repairs: Repairs
    written: bool = False
    stuck: bool = False
    copied: tuple[Copied, ...] = ()
    taken: bool = False
    waits: bool = False
    unknown: bool = False


def repair_file(path: Path, today: date, *, write: bool, from_copy: bool = False) -> Repaired:
    """Repair a workbook of any edition; without ``write`` only find out what is to be done.

    With ``from_copy`` the figures of days and sectors that were lost are taken over from the dated copies.
    Raises ``NotAPlan`` where it is no whole plan, ``Locked`` where somebody, or Excel, holds the file.
    """
    file, added = open_for_repair(path, from_copy=from_copy)
    if added.left:
        return Repaired(added, stuck=True)
    opened, bare = opened_of(file), bare_ground(file)
    days = from_copy or any(one.sheet == registers.DAILY for one in added.done)
    deep = (
        from_copy
        or bool(bare)
        or any(one.kind in (COLUMN, SHEET) or (one.kind == NAME and one.area) for one in added.done)
    )
    made = {(one.sheet, one.after) for one in added.done if one.kind == COLUMN}
    copied = found_in_copies(opened, today, days=days, deep=deep, made=made)
    taken = from_copy and bool(copied)
    back = fills_of(copied) if taken else Fills()
    if taken:  # formulas are made by what is taken over
        opened = opened_of(PlanFile.of(on_disk(file.workbook).filled(back)))
        bare = bare_ground(opened.file)
    plan = file.views[layout.PLAN].name
    missed = not taken and any(place.sheet == plan for one in copied for place in one.values)
    unknown = bool(bare) and not missed  # no copy has what Oylik is made by: all else is put back
    repairs = added if missed else find_repairs(opened, today, added, monthly=not unknown)
    repairs = replace(repairs, fills=repairs.fills | back)
    written = write and bool(repairs.done or taken) and save_plan(file, repairs.fills)
    return Repaired(repairs, written, copied=copied, taken=taken, waits=missed, unknown=unknown)


def find_repairs(
    opened: OpenedPlan, today: date, added: Repairs = NOTHING, *, monthly: bool = True
) -> Repairs:
    """Return what is to be put back, with what was ``added``; without ``monthly`` nothing on Oylik.

    Codes come first: by them the rows of the template are found.
    """
    codes = code_repairs(opened)
    if codes.done:
        filled = PlanFile.of(on_disk(opened.file.workbook).filled(codes.fills))
        opened = OpenedPlan(read_plan(filled), filled)
    file, template = opened.file, template_of(opened.plan)
    own, source = StyleSheet.of(on_disk(file.workbook)), StyleSheet.of(on_disk(template.workbook))
    right = OpenedPlan(without_pasted(opened.plan, today), file)
    found = [
        one for one in match_sheets(opened, template) if monthly or one.actual.layout.name != layout.MONTHLY
    ]
    repairs = (
        table_end_repairs(opened)
        | codes
        | formula_repairs(opened, found, source, _results(right, today), today)
    )
    repairs |= result_repairs(right, repairs.fills.cells, today) if monthly else NOTHING
    repairs |= look_repairs(file, template, found, Judge(own, source))
    sheets = list(worksheets(file, template, found))
    known = [rule for sheet in sheets for rule in validation_rules(sheet.template)]
    for sheet in sheets:
        repairs |= validation_repairs(file, sheet, known)
        repairs |= colour_repairs(sheet, own, source)
        repairs |= _protection(sheet)
    more = Fills(style_sheet=own.xml) | fill_comparison(
        opened, today
    )  # what the formulas of imports look into
    repairs = replace(repairs, fills=repairs.fills | more)
    return added | without_new_columns(repairs, added)


def write_repairs(file: PlanFile, repairs: Repairs) -> bool:
    """Put everything back; return False when there was nothing to put back. Raises ``Locked``."""
    return bool(repairs.done) and save_plan(file, repairs.fills)


def _results(opened: OpenedPlan, today: date) -> dict[Place, object]:
    """Return what the formulas give, for those who open the file without calculating it."""
    plan = opened.plan
    results: dict[Place, object] = {}
    for computed in computed_cells(Case(opened, today)):
        if computed.known:
            results[computed.place] = "" if computed.right is None else computed.right
    for entry in plan.entries.values():
        if plan.items[entry.code].source != "computed":
            known = entry.register is not None and begun(Period.month(plan.year, entry.month), today)
            results[entry.place] = entry.register if known else ""
    view = opened.file.views[layout.MONTHLY]
    for code, row in monthly_rows(view).items():
        if item := plan.items.get(code):
            shown = {
                "name": item.name,
                "service": item.responsible,
                "unit": item.unit,
                "planned": printed(item, item.planned),
            }
            results |= {view.place(row, f): "" if value is None else value for f, value in shown.items()}
    return results


def _protection(sheet: Worksheet) -> Repairs:
    """Return the protection that the template has and the sheet has not; another one that is on stays."""
    wanted, present = (after_rows(xml, _PROTECTION) for xml in (sheet.template, sheet.xml))
    on = any(is_on(attribute(element, b"sheet")) for element in present)
    if not wanted or on:
        return Repairs()
    before, after = translate(N_("not protected")), translate(N_("protected, without a password"))
    repair = Repair(PROTECTION, sheet.name, "", before, after)
    return Repairs((repair,), fills=Fills(elements={(sheet.name, _PROTECTION): wanted}))
