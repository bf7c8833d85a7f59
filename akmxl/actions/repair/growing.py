"""Bring a workbook of an earlier edition up to the present one, in memory; the caller writes it.

What is missing is found by comparing the workbook with the layout and with the template, a new workbook of
the same plan. Either all of it is added or, where something of the user's stands in the way, nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.actions.open_plan import refuse_others
from akmxl.actions.repair.codes import code_repairs
from akmxl.actions.repair.match_sheets import match_sheets
from akmxl.actions.repair.new_cells import new_cells
from akmxl.actions.repair.new_columns import new_columns
from akmxl.actions.repair.new_names import missing_names, new_names
from akmxl.actions.repair.new_sheets import new_sheets, new_tables
from akmxl.actions.repair.new_values import new_values
from akmxl.actions.repair.outcome import COLUMN, EDITION, NAME, Repair, Repairs
from akmxl.actions.repair.template import template_for, template_of
from akmxl.core.cells import parse_range
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look import looks
from akmxl.ooxml.look.adopting import Adopter
from akmxl.ooxml.xml.attributes import areas as areas_of
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk, patch_of
from akmxl.workbook.fills import Fills
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import read_plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.repair.addition import Addition
    from akmxl.actions.repair.sheet_match import Match


def is_earlier(file: PlanFile) -> bool:
    """Tell whether a workbook is of an edition before the present one."""
    return file.edition != layout.EDITION


def bring_up(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook in the present edition and the list of what was added.

    Where something is in the way the workbook is returned unchanged, and ``left`` of the list names it.
    Raises ``NotAPlan`` where it is no whole plan even so, ``Unsupported`` for a name that cannot be defined.
    """
    template = template_for(file)
    additions = _additions(file, template)
    left = tuple(one.left for one in additions if one.left)
    if left:
        return file, Repairs(left=left)
    grown = _with(file, template, additions)
    refuse_others(grown)
    names, finished = _finished(file, grown, template)
    raised = Repair(EDITION, "", "", str(file.edition or "-"), str(layout.EDITION))
    return finished, Repairs((raised, *(one.repair for one in additions), *names))


def _additions(file: PlanFile, template: PlanFile) -> list[Addition]:
    edition, trial = file.layout_edition, Patch(on_disk(file.workbook))
    return [
        *new_sheets(file, template, edition),
        *new_tables(file, template, edition),
        *new_columns(file, template, edition, trial),
        *new_cells(file, template, edition, trial),
    ]


def _with(file: PlanFile, template: PlanFile, additions: list[Addition]) -> PlanFile:
    """Return the workbook with the additions applied and its edition raised."""
    door = on_disk(file.workbook)
    patch = Patch(door)
    adopter = Adopter(patch, on_disk(template.workbook))
    for one in additions:
        one.apply(adopter)
    patch.define_name(layout.FILE_EDITION, str(layout.EDITION))
    adopter.finish()
    return PlanFile.of(door.changed(patch))


def _finished(file: PlanFile, grown: PlanFile, template: PlanFile) -> tuple[list[Repair], PlanFile]:
    """Define the names that are missing and fill the new columns; return the names' entries, the workbook."""
    opened = OpenedPlan(read_plan(grown), grown)
    codes = code_repairs(opened)
    if codes.done:  # the rows of damaged codes are known as well
        filled = PlanFile.of(on_disk(grown.workbook).filled(codes.fills))
        opened = OpenedPlan(read_plan(filled), filled)
        template = template_of(opened.plan)
    found = match_sheets(opened, template)
    names = new_names(grown, template, missing_names(grown, template), found)
    door = on_disk(grown.workbook)
    patch = patch_of(door, Fills(new_values(file, found)))
    _raise_rows(patch, file, template, found)
    for name, reference in names.items():
        patch.define_name(name, reference)
    done = PlanFile.of(door.changed(patch))
    return [Repair(NAME, "", "", "", name) for name in names], done


def _raise_rows(patch: Patch, file: PlanFile, template: PlanFile, matches: Iterable[Match]) -> None:
    """Make the rows of sheets that got a column as high as in the template: the new text may need it."""
    pattern = Patch(on_disk(template.workbook))
    for match in matches:
        if match.growing or not match.actual.layout.later_than(file.layout_edition):
            continue
        for row, there in match.rows.items():
            wanted = looks.height(pattern, match.template.name, there) or 0
            if wanted > (looks.height(patch, match.sheet, row) or wanted):
                looks.set_height(patch, match.sheet, row, wanted)


def without_new_columns(repairs: Repairs, added: Repairs) -> Repairs:
    """Return the repairs without those inside a column that was just added: the column is listed already."""
    columns = {(one.sheet, parse_range(one.area)[1]) for one in added.done if one.kind == COLUMN}

    def is_new(one: Repair) -> bool:
        areas = areas_of(one.area) if one.area and one.sheet else ()
        spots = {(one.sheet, column) for area in areas for column in range(area[1], area[3] + 1)}
        return bool(spots) and spots <= columns

    return replace(repairs, done=tuple(one for one in repairs.done if not is_new(one)))
