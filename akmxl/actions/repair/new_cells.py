"""Find the named cells that a workbook of an earlier edition lacks on a sheet that it has.

They are copied from the template with their label (to the left) and heading (above), and put as far from the
nearest named cells as they are there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from akmxl.actions.repair.addition import Addition, in_the_way
from akmxl.actions.repair.new_names import missing_names, view_of
from akmxl.actions.repair.outcome import NAME, Repair
from akmxl.core.cells import format_range
from akmxl.core.spelling import fold
from akmxl.ooxml.edit.tables import is_free as is_free_area
from akmxl.ooxml.look import looks
from akmxl.ooxml.look.arearules import VALIDATIONS, validation_rules, validation_xml, validations_block
from akmxl.ooxml.look.areas import without
from akmxl.ooxml.xml.children import with_after_rows
from akmxl.workbook import layout
from akmxl.workbook.reading.named_places import reference_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.actions.repair.new_names import SheetArea
    from akmxl.core.cells import Position, Range
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.look.adopting import Adopter
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.plan_file import PlanFile

_FURTHER = 8  # rows further down in which a lost cell may stand, where its own are taken


def new_cells(file: PlanFile, template: PlanFile, edition: int, trial: Patch) -> Iterator[Addition]:
    """Yield an addition for each missing named cell or range outside the tables.

    ``edition`` is the workbook's; ``trial``, an edit of it that is never saved, tells which cells are free.
    """
    later = {sheet.name for sheet in layout.everything() if sheet.edition > edition} - {layout.SETTINGS}
    for name in missing_names(file, template):
        there = template.workbook.name_range(name)
        if there and there[0] not in later and view_of(template, there) is None:
            yield _cells(
                file,
                template,
                name,
                there,
                trial,
                lost=name in (*layout.names(edition), *layout.COLOUR_NAMES),
            )


def _cells(
    file: PlanFile, template: PlanFile, name: str, there: SheetArea, trial: Patch, *, lost: bool
) -> Addition:
    sheet = next(one.name for one in file.workbook.sheets if fold(one.name) == fold(there[0]))
    down, right = _distance(file, template, there)
    if lost and not _is_labelled(file, template, sheet, there, (down, right), lost=lost):
        down = _free_row(template, there, trial, sheet, (down, right))
    area: Range = (there[1] + down, there[2] + right, there[3] + down, there[4] + right)
    spots: list[Position] = []
    left = None
    if not _is_labelled(file, template, sheet, there, (down, right), lost=lost):
        left = in_the_way(trial, sheet, area, name)
        spots = list(_with_label(template, there, trial, sheet, (down, right)))
    taken_over = partial(_take_over, source=there[0], sheet=sheet, spots=spots, down=down, right=right)

    def apply(adopter: Adopter) -> None:
        taken_over(adopter)
        adopter.edited.define_name(name, reference_of(sheet, area))

    return Addition(Repair(NAME, sheet, format_range(area), "", name), apply, left)


def _distance(file: PlanFile, template: PlanFile, there: SheetArea) -> Position:
    """Return how many rows down and columns right of its place in the template a range belongs.

    It is the distance by which the nearest range has moved that has a name in both workbooks.
    """
    names = template.workbook.names.keys() & file.workbook.names.keys()
    both = ((template.workbook.name_range(name), file.workbook.name_range(name)) for name in names)
    moved = [
        (abs(one[1] - there[1]) + abs(one[2] - there[2]), other[1] - one[1], other[2] - one[2])
        for one, other in both
        if one and other and one[0] == there[0] and fold(other[0]) == fold(one[0])
    ]
    return min(moved, default=(0, 0, 0))[1:]


def _free_row(template: PlanFile, there: SheetArea, trial: Patch, sheet: str, moved: Position) -> int:
    """Return how many rows down a single cell may go with its label: past what stands in its place."""
    source, top, first, bottom, last = there
    if top != bottom:
        return moved[0]
    label = next((c for c in range(first - 1, 0, -1) if (top, c) in template.cells(source)), first)
    own = trial.edited_sheet(sheet)

    def is_free(down: int) -> bool:
        area = (top + down, label + moved[1], top + down, last + moved[1])
        return area[0] > 0 and is_free_area(trial, own, area)

    return next((down for down in range(moved[0], moved[0] + _FURTHER) if is_free(down)), moved[0])


def _is_labelled(
    file: PlanFile, template: PlanFile, sheet: str, there: SheetArea, moved: Position, *, lost: bool
) -> bool:
    """Tell whether only the name is lost: the template's label to the left of the cells is here too.

    Where the workbook's own edition had the name (``lost``), what stands above or in the cells says it too.
    """
    _, top, first, _, last = there
    beside = [(top, column) for column in range(first - 1, 0, -1)]
    above = [(row, column) for row in range(top - 1, 0, -1) for column in range(first, last + 1)]
    within = [(top, column) for column in range(first, last + 1)]
    grid, own = template.grid(there[0]), file.grid(sheet)
    for spots in (beside, above, within) if lost else (beside,):
        labels = [(spot, cell.value) for spot in spots if (cell := grid.cell(*spot)) and cell.value]
        nearest = [(spot, text) for spot, text in labels if spot[0] == labels[0][0][0]]
        nearest = nearest[:1] if spots is beside else nearest
        if nearest and all(_stands(own, spot, moved, text) for spot, text in nearest):
            return True
    return False


def _stands(grid: Grid, spot: Position, moved: Position, text: object) -> bool:
    here = grid.cell(spot[0] + moved[0], spot[1] + moved[1])
    return here is not None and here.value == text


def _with_label(
    template: PlanFile, there: SheetArea, trial: Patch, sheet: str, moved: Position
) -> Iterator[Position]:
    """Yield the cells of a range of the template, with those to the left and above that are free here."""
    own, (down, right) = trial.edited_sheet(sheet), moved
    used = template.cells(there[0])
    _, top, first, bottom, last = there

    def is_free(row: int, column: int) -> bool:
        at = row + down, column + right
        return min(at) > 0 and own.cell(*at) is None

    for row in range(top, bottom + 1):
        yield from ((row, column) for column in range(first, last + 1))
        for column in range(first - 1, 0, -1):
            if (row, column) in used:
                if not is_free(row, column):
                    break
                yield row, column
    for row in range(top - 1, 0, -1):
        above = [(row, column) for column in range(first, last + 1)]
        if not used.keys() & set(above) or not all(is_free(*spot) for spot in above):
            break
        yield from above


def _take_over(
    adopter: Adopter, source: str, sheet: str, spots: list[Position], down: int, right: int
) -> None:
    """Copy cells of the template with their merges and input checks."""
    edited, book = adopter.edited, adopter.other
    for row, column in spots:
        adopter.cell((source, row, column), (sheet, row + down, column + right))
    areas = [(*spot, *spot) for spot in spots]
    for area in book.merged(source):
        if not without([area], areas):
            looks.merge(edited, sheet, _shifted(area, down, right))
    added = [
        validation_xml(rule.xml, [_shifted(area, down, right) for area in rule.areas])
        for rule in validation_rules(adopter.xml(source))
        if not without(rule.areas, areas)
    ]
    if added:
        part = edited.locate(sheet)[1]
        xml = edited.settled(part)
        block = validations_block(xml, [*(rule.xml for rule in validation_rules(xml)), *added])
        edited.parts[part] = with_after_rows(xml, VALIDATIONS, [block])


def _shifted(area: Range, down: int, right: int) -> Range:
    return area[0] + down, area[1] + right, area[2] + down, area[3] + right
