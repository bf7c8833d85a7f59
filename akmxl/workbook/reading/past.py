"""Read what the year is compared with: the plan as approved, last year's months. Both may be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.model import Approved
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import read_code, read_figure
from akmxl.workbook.reading.items import read_to_confirm

if TYPE_CHECKING:
    from akmxl.workbook.plan_file import PlanFile

_COMPARED = ("kind", "adds_up", "source", "rhythm", "responsible", "due", "planned", "previous")


def read_approved(file: PlanFile) -> dict[str, Approved]:
    """Read the rows of the plan as they were when the workbook was made, by code."""
    view = file.views.get(layout.APPROVED)
    if view is None:
        return {}
    later = [field for field in _COMPARED if field in view.columns]
    return {
        code: Approved(
            name=view.text(row, "name"),
            unit=view.text(row, "unit"),
            section=view.text(row, "section"),
            kept={field: text for field in later if (text := view.text(row, field))},
            waited=read_to_confirm(view.text(row, "to_confirm")),
        )
        for row in view.rows
        if (code := read_code(view.cell(row, "code").value))
    }


class LastYear(NamedTuple):
    """Last year's figures by code and month; ``unread`` are the cells in which something else stands."""

    figures: dict[tuple[str, int], int]
    unread: frozenset[tuple[str, int]]


def read_last_year(file: PlanFile) -> LastYear:
    """Read last year's months (sheet ``Otgan yil``)."""
    figures: dict[tuple[str, int], int] = {}
    unread: set[tuple[str, int]] = set()
    view = file.views.get(layout.LAST_YEAR)
    if view is None:
        return LastYear(figures, frozenset())
    for row in view.rows:
        code = read_code(view.cell(row, "code").value)
        for month, field in enumerate(layout.MONTH_FIELDS, 1) if code else ():
            figure = read_figure(view.cell(row, field), view.place(row, field))
            if figure.value is not None:
                figures[code, month] = figure.value
            elif figure.fault:
                unread.add((code, month))
    return LastYear(figures, frozenset(unread))
