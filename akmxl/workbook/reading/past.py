"""Read what the year is compared with: the plan as approved, last year's months. Both may be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def read_last_year(file: PlanFile) -> dict[tuple[str, int], int]:
    """Read last year's months that hold a figure, by code and month (sheet ``Otgan yil``)."""
    view = file.views.get(layout.LAST_YEAR)
    if view is None:
        return {}
    return {
        (code, month): value
        for row in view.rows
        if (code := read_code(view.cell(row, "code").value))
        for month, field in enumerate(layout.MONTH_FIELDS, 1)
        if (value := read_figure(view.cell(row, field), view.place(row, field)).value) is not None
    }
