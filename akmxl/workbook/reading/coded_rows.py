"""Find the rows of Reja and Oylik that have a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.workbook.reading.figures import item_code, looks_like_a_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.plan_file import SheetView


def coded_rows(view: SheetView) -> dict[int, str]:
    """Return row -> the code that stands in it, from top to bottom; notes below the plan have none."""
    values = view.values("code")
    found = {row: code for row in view.rows if (code := item_code(values.get(row)))}
    for row in list(_notes(view, found)):
        del found[row]
    return found


def _notes(view: SheetView, coded: dict[int, str]) -> Iterator[int]:
    """Yield the rows below all others in which something stands in place of a code, and nothing else does.

    What looks like a code is one where it stands right below another.
    """
    others = view.titles.keys() - {view.columns.get("code")}
    alone: list[int] = []
    last = view.header_row
    for row in reversed(coded):
        cells = (view.at(row, column) for column in others)
        if any(cell.formula is not None or cell.value is not None for cell in cells):
            last = row
            break
        alone.append(row)
    for row in reversed(alone):
        if looks_like_a_code(coded[row]) and row == last + 1:
            last = row
        else:
            yield row
