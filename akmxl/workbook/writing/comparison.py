"""Fill the sheet Solishtirma: what people typed, registers gave and other systems count, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Formula, column_letter
from akmxl.core.text_length import LONGEST_NAME, shortened
from akmxl.plan import registers
from akmxl.plan.imports import newest_counts
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.whole_tables import fill_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.plan.comparison import Compared
    from akmxl.workbook.opened import OpenedPlan

_YES, _NO, _NOTHING, _AT_LEAST = "ha", "yo‘q", "yozilmagan", "kamida"


def fill_comparison(opened: OpenedPlan, today: date) -> Fills:
    """Fill the whole table of Solishtirma; nothing where nothing was imported and nothing stands there.

    ``plan.imports`` alone is asked for what was imported, so the plan may be one whose imports were replaced.
    A workbook of an earlier edition has no such sheet.
    """
    view = opened.file.views.get(layout.COMPARISON)
    if view is None or not (opened.plan.imports or any(view.filled_rows())):
        return Fills()
    from akmxl.plan.comparison import compared  # late, with the formulas: few plans import anything

    rows = [view.in_order(_values(one)) for one in compared(opened.plan, today)]
    return fill_table(opened.file, view, rows)


def _values(one: Compared) -> dict[str, object]:
    from akmxl.workbook.create.formulas import period_words  # late, as above

    difference = one.difference
    beyond = None if difference is None else _YES if one.beyond else _NO
    bound = f", {_AT_LEAST}" if one.at_least else ""
    exports = "; ".join(
        f"{receipt.file}: {receipt.title or receipt.profile}{bound}" for receipt in one.receipts
    )
    return {
        "code": one.item.code,
        "name": shortened(one.item.name, LONGEST_NAME),
        "unit": shortened(one.item.unit, LONGEST_NAME) or None,
        "period": period_words(one.period),
        "typed": one.typed,
        "counted": one.counted,
        "imported": one.imported,
        "difference": difference,
        "beyond": _NOTHING if one.left_out else beyond,
        "export": shortened(exports, LONGEST_NAME) or None,
        "export_day": day_in(max((receipt.day for receipt in one.receipts), default=None)),
    }


def fed_formulas(opened: OpenedPlan, code_months: Iterable[tuple[str, int]]) -> Fills:
    """Fill the live formulas into blank months of items whose source is Import, so that the counts are seen.

    What a person typed stays; the workbook's own formula over another register, which fed the item before, is
    replaced. A workbook without Solishtirma gets none. What the formulas give is known from ``plan.imports``.
    """
    from akmxl.workbook.create import formulas  # late, as above

    sheet, view = opened.file.views.get(layout.COMPARISON), opened.file.views[layout.MONTHLY]
    plan, counts = opened.plan, newest_counts(opened.plan.imports)
    cells: dict[Place, object] = {}
    if sheet is None or not all(map(sheet.title, formulas.IMPORT_FIELDS)):
        return Fills()
    titles, column = (
        [sheet.title(field) for field in formulas.IMPORT_FIELDS],
        column_letter(view.columns["code"]),
    )
    for code, month in code_months:
        item, entry = plan.items.get(code), plan.entry(code, month)
        if item is None or entry is None or item.source != registers.IMPORT:
            continue
        place, found = entry.place, counts.get((code, month))
        cell = view.at(place.row, place.column)
        text = formulas.month_of_import(f"${column}{place.row}", month, titles)
        blank = cell.formula is None and cell.value in (None, "")
        if blank or (cell.formula not in (None, text) and not entry.figure.typed):
            cells[place] = Formula(text, found.value if found else "")
    return Fills(cells)
