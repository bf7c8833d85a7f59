"""Take from the template the values of the columns that a workbook of an earlier edition lacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.spelling import fold
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.actions.repair.sheet_match import Match
    from akmxl.workbook.plan_file import PlanFile


def new_values(file: PlanFile, matches: Iterable[Match]) -> dict[Place, object]:
    """Return the values of the new columns by place; ``file`` is the workbook before they were added.

    Rows are matched by code or day, those of Sozlamalar by their first cell. Formulas are left to
    ``formula_repairs``.
    """
    edition = file.layout_edition
    return {
        place: value
        for match in matches
        if match.actual.layout.edition <= edition
        for column in match.actual.layout.later_than(edition)
        for place, value in _values(match, column.field)
    }


def _values(match: Match, field: str) -> Iterator[tuple[Place, object]]:
    source, at = match.template.columns[field], match.actual.columns[field]
    for row, there in _rows(match):
        cell = match.template.at(there, source)
        if cell.value is not None and cell.formula is None:
            yield Place(match.sheet, row, at), cell.value


def _rows(match: Match) -> Iterable[tuple[int, int]]:
    if not match.growing:
        return match.rows.items()
    if match.actual.layout.name != layout.SETTINGS:
        return ()
    first = match.actual.layout.columns[0].field
    known = {fold(match.template.text(row, first)): row for row in match.template.filled_rows()}
    own = ((row, fold(match.actual.text(row, first))) for row in match.actual.filled_rows())
    return [(row, known[name]) for row, name in own if name in known]
