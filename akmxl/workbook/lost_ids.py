"""Find the registers whose rows have lost the ids by which receipts, reasons and colours know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.workbook.plan_file import PlanFile, SheetView


def lost_ids(file: PlanFile, known_rows: Mapping[str, str]) -> Iterator[SheetView]:
    """Yield the registers that had ids at the last check (``known_rows``), and of whose rows none has one.

    A single row may have been typed after the others were deleted.
    """
    for register, text in known_rows.items():
        view = file.views.get(register)
        if text and view is not None and "id" in view.columns and view.layout in layout.REGISTER_SHEETS:
            if any(map(says, view.below_heading("id"))):
                continue
            if len(list(view.filled_rows())) > 1:
                yield view
