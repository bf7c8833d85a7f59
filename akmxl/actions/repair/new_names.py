"""The defined names that an earlier edition lacks.

A name is of a table's column, of the rows of a sheet, or of cells that stand by themselves: these come along
with their label (left of them) and their heading (above them), as far from the names beside as in the
template.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from akmxl.actions.repair.addition import Addition, in_the_way
from akmxl.actions.repair.repairs import NAME, Repair
from akmxl.core.cells import a1, format_range
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.ooxml.edit import workbookxml
from akmxl.ooxml.look import looks
from akmxl.ooxml.look.arearules import VALIDATIONS, validation_rules, validation_xml, validations_block
from akmxl.ooxml.look.areas import without
from akmxl.ooxml.xml.children import with_after_rows
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.actions.repair.match import Match
    from akmxl.core.cells import Position, Range
    from akmxl.ooxml.edit.parts import EditedParts
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.look.adopting import Adopter
    from akmxl.workbook.plan_file import PlanFile, SheetView

Area = tuple[str, int, int, int, int]  # a sheet, and first row, first column, last row, last column


def new_cells(file: PlanFile, template: PlanFile, edition: int, trial: Patch) -> Iterator[Addition]:
    """The named cells that a workbook lacks on the sheets that it has; ``trial`` tells what is free."""
    later = {sheet.name for sheet in layout.everything() if sheet.edition > edition} - {layout.SETTINGS}
    for name in _missing(file, template):
        there = template.workbook.name_range(name)
        if there and there[0] not in later and _view(template, there) is None:
            yield _cells(file, template, name, there, trial)


def new_names(file: PlanFile, template: PlanFile, matches: Iterable[Match]) -> dict[str, str]:
    """The other names that a workbook lacks, with what each says in it; the columns stand there already."""
    found = list(matches)
    return {name: _says(file, template, found, name) for name in _missing(file, template)}


def define(edited: EditedParts, name: str, reference: str) -> None:
    """Let a name of the whole workbook say this."""
    part = edited.workbook.part
    edited.parts[part] = workbookxml.with_name(edited.part_xml(part), name, reference)


def _missing(file: PlanFile, template: PlanFile) -> list[str]:
    known = {name.casefold() for name in file.workbook.names}
    return [name for name in template.workbook.names if name.casefold() not in known]


def _view(template: PlanFile, area: Area) -> SheetView | None:
    """The view whose rows an area of the template lies in."""
    sheet, top, left, _, right = area
    for view in template.views.values():
        if view.name == sheet and top >= view.header_row and {left, right} <= view.titles.keys():
            return view
    return None


def _says(file: PlanFile, template: PlanFile, matches: list[Match], name: str) -> str:
    text, area = template.workbook.names[name], template.workbook.name_range(name)
    view = _view(template, area) if area else None
    said: str | None = text
    if area and view:
        match = next((one for one in matches if one.template is view), None)
        here = file.views[view.layout.key]
        said = _reference(here.name, _moved(view, here, match, area[1:]))
    elif not area:
        said = matches[0].formula(text, (1, 1), (1, 1))
    if said is None:
        raise Unsupported(N_("The name “{name}” cannot be added: {reference}."), name=name, reference=text)
    return said


def _moved(there: SheetView, here: SheetView, match: Match | None, area: Range) -> Range:
    """Where an area of the template's rows is: around the rows that are known, else moved as they are."""
    fields = {column: field for field, column in there.columns.items()}
    left, right = (here.columns[fields[column]] for column in (area[1], area[3]))
    up = down = here.first_row - there.first_row
    known = match.rows if match and not match.growing else {}
    rows = {row: beside for row, beside in known.items() if area[0] <= beside <= area[2]}
    if rows:
        up, down = min(rows) - min(rows.values()), max(rows) - max(rows.values())
    return area[0] + up, left, area[2] + down, right


def _cells(file: PlanFile, template: PlanFile, name: str, there: Area, trial: Patch) -> Addition:
    sheet = next(one.name for one in file.workbook.sheets if fold(one.name) == fold(there[0]))
    down, right = _distance(file, template, there)
    area: Range = (there[1] + down, there[2] + right, there[3] + down, there[4] + right)
    spots: list[Position] = []
    left = None
    if not _is_labelled(file, template, sheet, there, (down, right)):
        left = in_the_way(trial, sheet, area, name)
        spots = list(_with_label(template, there, trial, sheet, (down, right)))
    taken_over = partial(_take_over, source=there[0], sheet=sheet, spots=spots, down=down, right=right)

    def carry_out(adopter: Adopter) -> None:
        taken_over(adopter)
        define(adopter.edited, name, _reference(sheet, area))

    return Addition(Repair(NAME, sheet, format_range(area), "", name), carry_out, left)


def _distance(file: PlanFile, template: PlanFile, there: Area) -> Position:
    """How far the cells of a sheet have moved: as far as the nearest cells that have a name in both."""
    names = template.workbook.names.keys() & file.workbook.names.keys()
    both = ((template.workbook.name_range(name), file.workbook.name_range(name)) for name in names)
    moved = [
        (abs(one[1] - there[1]) + abs(one[2] - there[2]), other[1] - one[1], other[2] - one[2])
        for one, other in both
        if one and other and one[0] == there[0] and fold(other[0]) == fold(one[0])
    ]
    return min(moved, default=(0, 0, 0))[1:]


def _is_labelled(file: PlanFile, template: PlanFile, sheet: str, there: Area, moved: Position) -> bool:
    """Whether the cells are there and only their name was lost: the label left of them says so."""
    row = there[1]
    labels = [
        (column, cell.value)
        for column in range(there[2] - 1, 0, -1)
        if (cell := template.grid(there[0]).cell(row, column)) and cell.value is not None
    ]
    if not labels:
        return False
    here = file.grid(sheet).cell(row + moved[0], labels[0][0] + moved[1])
    return here is not None and here.value == labels[0][1]


def _with_label(
    template: PlanFile, there: Area, trial: Patch, sheet: str, moved: Position
) -> Iterator[Position]:
    """The cells of an area of the template, what stands left of them and above, as far as it is free here."""
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
    """Cells of the template with their merges and input checks."""
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


def _reference(sheet: str, area: Range) -> str:
    """Cells as a defined name says them."""
    quoted = sheet if sheet.isalnum() else "'{}'".format(sheet.replace("'", "''"))
    corners = dict.fromkeys((area[:2], area[2:]))
    return f"{quoted}!" + ":".join(_fixed(*corner) for corner in corners)


def _fixed(row: int, column: int) -> str:
    return f"${a1(1, column)[:-1]}${row}"
