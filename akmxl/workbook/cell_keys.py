"""Build the key under which the colours of a sheet look up a finding of a cell.

The colours compute it themselves, by ``create.formulas.cell_key_formula``.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

from akmxl.core.cells import NotCalculated
from akmxl.plan import registers
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.core.cells import Place, Value
    from akmxl.workbook.plan_file import PlanFile

_ROW_NAMES = {
    layout.PLAN: "code",
    layout.MONTHLY: "code",
    registers.DAILY: "date",
    **{sheet.name: "id" for sheet in layout.REGISTER_SHEETS},
}
_NO_IDS: Mapping[int, str] = {}
_EPOCH = date(1899, 12, 30)


def cell_keys(
    file: PlanFile, places: Sequence[Place | None], row_ids: Mapping[int, str] = _NO_IDS
) -> list[str]:
    """Join sheet, row name, header and value of cells of one column, as the conditional formats do.

    Empty where the sheet has no such colours or the row no name. ``row_ids`` has by row the ids
    that are only about to be written.
    """
    first = places[0]
    view = next((view for view in file.views.values() if first and view.name == first.sheet), None)
    field = _ROW_NAMES.get(view.layout.name) if view else None
    if first is None or view is None or field is None or first.column not in view.titles:
        return [""] * len(places)
    names, values = view.values(field), file.grid(view.name).values(first.column)
    header = view.titles[first.column]
    keys = []
    for row in (place.row for place in places if place):
        name = row_ids.get(row) or _text(names.get(row), 1)
        keys.append(f"{view.layout.name}|{name}|{header}|{_text(values.get(row), 1000)}" if name else "")
    return keys


@lru_cache(maxsize=4096, typed=True)
def _text(value: Value | None, scale: int) -> str:
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
