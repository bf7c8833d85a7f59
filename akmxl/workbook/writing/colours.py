"""Fill the very hidden sheet by which the conditional formats know the cells that have an open finding.

A row a cell: its key (``cell_keys``) and the finding's severity. A finding may be about many cells, so the
rows of Tekshiruv cannot carry them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import parse_range
from akmxl.core.vocabulary import term
from akmxl.plan.findings import Severity
from akmxl.workbook import layout
from akmxl.workbook.cell_keys import cell_keys
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.plan.findings import Finding
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile


def fill_colours(opened: OpenedPlan, findings: Sequence[Finding]) -> Fills:
    """Fill the sheet with the cells of open findings; let the names stand for its columns.

    In workbooks of before they stand for columns of Tekshiruv.
    """
    file, rows = opened.file, [layout.COLOUR_HEADER]
    records = opened.plan.records
    named = {finding.place.sheet for finding in findings if finding.place}
    ids = {name: {one.row: one.id for one in records[name]} for name in named & records.keys()}
    for finding in findings:
        if not (finding.severity is Severity.EXPLAIN and finding.explained):
            severity = term("severity", finding.severity.value)
            sheet = finding.place.sheet if finding.place else ""
            keys = cell_keys(file, [member.place for member in finding.members], ids.get(sheet, {}))
            rows += [(key, severity) for key in keys if key]
    names = {name: ref for name, ref in _references().items() if _stands_elsewhere(file, name, ref)}
    rows = rows[: layout.LAST_COLOUR_ROW]
    return Fills(sheets={} if _stand_there(file, rows) else {layout.COLOURS: rows}, names=names)


def _stand_there(file: PlanFile, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the sheet has these rows and nothing else: thousands are then left alone at once."""
    if not any(sheet.name == layout.COLOURS for sheet in file.workbook.sheets):
        return False
    grid = file.grid(layout.COLOURS)
    wanted = {column: dict(enumerate(texts, 1)) for column, texts in enumerate(zip(*rows, strict=True), 1)}
    there = {column: grid.values(column) for column in grid.columns}
    return there == wanted and not any(map(grid.formulas, there))


def _references() -> dict[str, str]:
    last = layout.LAST_COLOUR_ROW
    columns = zip(layout.COLOUR_NAMES, "AB", strict=True)
    return {name: f"{layout.COLOURS}!${letter}$1:${letter}${last}" for name, letter in columns}


def _stands_elsewhere(file: PlanFile, name: str, reference: str) -> bool:
    area = file.workbook.name_range(name)
    wanted = parse_range(reference.partition("!")[2])
    return area is None or area[0] != layout.COLOURS or area[1:] != wanted
