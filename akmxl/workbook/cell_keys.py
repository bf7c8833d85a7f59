"""Build the key under which the colours of a sheet look up a finding of a cell.

The colours compute it themselves, by ``create.formulas.cell_key_formula``.
"""

from __future__ import annotations

from datetime import date, datetime
from math import inf
from typing import TYPE_CHECKING

from akmxl.core.cells import NotCalculated
from akmxl.plan import registers
from akmxl.workbook import layout

if TYPE_CHECKING:
    from akmxl.core.cells import Place
    from akmxl.workbook.plan_file import PlanFile

_ROW_NAMES = {
    layout.PLAN: "code",
    layout.MONTHLY: "code",
    registers.DAILY: "date",
    **{sheet.name: "id" for sheet in layout.REGISTER_SHEETS},
}
_EPOCH = date(1899, 12, 30)


def cell_key(file: PlanFile, place: Place, row_name: str | None = None) -> str:
    """Join sheet, row name, header and value of a cell, as the conditional formats put them together.

    Empty where the sheet has no such colours or the row no name. ``row_name`` is given where the row's id is
    only about to be written.
    """
    view = next((view for view in file.views.values() if view.name == place.sheet), None)
    field = _ROW_NAMES.get(view.layout.name) if view else None
    if view is None or field is None or place.column not in view.titles:
        return ""
    name = row_name or _text(view.cell(place.row, field).value, 1)
    if not name:
        return ""
    value = _text(view.at(place.row, place.column).value, 1000)
    return f"{view.layout.name}|{name}|{view.titles[place.column]}|{value}"


def _text(value: object, scale: int) -> str:
    """Write a value as Excel joins it to a text; numbers in ``1/scale``, dates as day numbers."""
    match value:
        case None | NotCalculated():  # a formula that nobody has calculated shows nothing yet
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            scaled = value * scale  # Excel joins no number that is too large for it
            return str(round(scaled)) if abs(scaled) != inf else ""
        case datetime():
            return str((value.date() - _EPOCH).days * scale)
        case date():
            return str((value - _EPOCH).days * scale)
        case _:
            return str(value)[:80]
