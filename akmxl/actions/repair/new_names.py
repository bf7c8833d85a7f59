"""Define the names that a workbook of an earlier edition lacks: of table columns, or of rows of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.workbook import layout
from akmxl.workbook.reading.named_places import reference_of
from akmxl.workbook.standing_names import standing_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.repair.sheet_match import Match
    from akmxl.core.cells import Range
    from akmxl.workbook.plan_file import PlanFile, SheetView

SheetArea = tuple[str, int, int, int, int]  # a sheet, and first row, first column, last row, last column


def new_names(
    file: PlanFile, template: PlanFile, names: Iterable[str], matches: Iterable[Match]
) -> dict[str, str]:
    """Return missing names with the reference that each gets in this workbook.

    The new columns must be there already. Raises ``Unsupported`` for a name that cannot be defined.
    """
    found = list(matches)
    return {name: _says(file, template, found, name) for name in names}


def missing_names(file: PlanFile, template: PlanFile) -> list[str]:
    """Return the names that the template has and the workbook lacks, whatever their case.

    A name that stands for nothing is lacking too; one for cells of a sheet that is not there is not.
    """
    sheets = {fold(sheet.name) for sheet in file.workbook.sheets}
    known = standing_names(file.workbook)
    if file.kind != layout.PLAN_KIND:  # the name stands, and says something else
        known -= {layout.FILE_KIND.casefold()}
    lacking = [name for name in template.workbook.names if name.casefold() not in known]
    areas = {name: template.workbook.name_range(name) for name in lacking}
    return [name for name, area in areas.items() if area is None or fold(area[0]) in sheets]


def view_of(template: PlanFile, area: SheetArea) -> SheetView | None:
    """Return the view in whose columns, from its header down, a range of the template lies, or None."""
    sheet, top, left, _, right = area
    for view in template.views.values():
        if view.name == sheet and top >= view.header_row and {left, right} <= view.titles.keys():
            return view
    return None


def _says(file: PlanFile, template: PlanFile, matches: list[Match], name: str) -> str:
    text, area = template.workbook.names[name], template.workbook.name_range(name)
    view = view_of(template, area) if area else None
    said: str | None = text
    if area and view:
        match = next((one for one in matches if one.template is view), None)
        here = file.views[view.layout.key]
        said = reference_of(here.name, _moved(view, here, match, area[1:]))
    elif not area:
        said = matches[0].formula(text, (1, 1), (1, 1))
    if said is None:
        raise Unsupported(N_("The name “{name}” cannot be added: {reference}."), name=name, reference=text)
    return said


def _moved(there: SheetView, here: SheetView, match: Match | None, area: Range) -> Range:
    """Return a range of the template as it is here.

    Its ends move as far as the first and the last matched row in it; without one, as the sheet's first row.
    """
    fields = {column: field for field, column in there.columns.items()}
    left, right = (here.columns[fields[column]] for column in (area[1], area[3]))
    up = down = here.first_row - there.first_row
    known = match.rows if match and not match.growing else {}
    rows = {row: beside for row, beside in known.items() if area[0] <= beside <= area[2]}
    if rows:
        up, down = min(rows) - min(rows.values()), max(rows) - max(rows.values())
    return area[0] + up, left, area[2] + down, right
