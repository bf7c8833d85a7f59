"""Find the months of Oylik whose columns were exchanged below their headings, figures and formulas alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.workbook import layout

if TYPE_CHECKING:
    from akmxl.workbook.plan_file import SheetView

EXCHANGE_BACK = N_(
    "All that stands in this column is of another month: {other}. Exchange the columns back in Excel."
)
_FIRST_DAY = lazily(r"DATE\(Yil,(\d{1,2}),1\)")
_LEAST = 5  # formulas: fewer may have been copied


def exchanged_months(view: SheetView) -> dict[str, str]:
    """Return for each such column of a month the month that all its formulas over registers take.

    They are the same months in another order: a column that was copied over another is none.
    """
    fields = [field for field in layout.MONTH_FIELDS if field in view.columns]
    taken = {field: _taken(view, field) for field in fields}
    moved = {field: other for field, other in taken.items() if other not in ("", field)}
    return moved if sorted(moved) == sorted(moved.values()) else {}


def _taken(view: SheetView, field: str) -> str:
    formulas = view.grid.formulas(view.columns[field]).values()
    months = [int(found[1]) for text in formulas if text and (found := _FIRST_DAY.search(text))]
    only = len(months) >= _LEAST and len(set(months)) == 1 and 1 <= months[0] <= len(layout.MONTH_FIELDS)
    return layout.MONTH_FIELDS[months[0] - 1] if only else ""
