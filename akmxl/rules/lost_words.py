"""Tell where a list of Sozlamalar has lost a word that items have as they were approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.rules.rule import Case, Hit
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from akmxl.core.cells import Place
    from akmxl.plan.model import Item

_SEVERAL = 2  # items: in one alone the word may be the slip
_LOST = N_(
    "Sheet “{sheet}”, cell {cell}: “{value}”, which items of the plan have ({count}), is not on this list."
)
_AGAIN = N_("Write it into the list again; other words for it belong into the column beside it.")
_FIELDS = {layout.UNITS: "unit", layout.SERVICES: "service"}


def lost_word(
    case: Case, sheet: layout.SheetLayout, word: str, items: Sequence[Item], used: Collection[str]
) -> Hit | None:
    """Return the hit at the list where two items or more have a word as it was approved; else None.

    ``used`` are the folded words of the list that items have.
    """
    if len(items) < _SEVERAL or not all(map(_as_approved(case, sheet), items)):
        return None
    stops, subject = tuple(item.code for item in items), f"{sheet.table}/{word}"
    params = {"count": len(items)}
    return Hit(_place(case, sheet, used), value=word, subject=subject, params=params,
               message=_LOST, fix=_AGAIN, stops=stops)  # fmt: skip


def _as_approved(case: Case, sheet: layout.SheetLayout) -> Callable[[Item], bool]:
    def same(item: Item) -> bool:
        approved = case.plan.approved.get(item.code)
        if approved is None:
            return False
        if sheet is layout.UNITS:
            return fold(approved.unit) == fold(item.unit)
        return fold(approved.kept.get("responsible", "")) == fold(item.responsible)

    return same


def _place(case: Case, sheet: layout.SheetLayout, used: Collection[str]) -> Place:
    """Return the cell of the one word that akmxl does not ship, or also no item has; else the heading."""
    from akmxl.workbook.create import shipped  # late: reads a file

    field, view = _FIELDS[sheet], case.view(str(sheet.table))
    own = shipped.units() if sheet is layout.UNITS else shipped.services()
    shipped_words = {fold(one.name) for one in own}
    odd = [row for row in view.filled_rows() if fold(view.text(row, field)) not in shipped_words]
    if len(odd) > 1:
        odd = [row for row in odd if fold(view.text(row, field)) not in used]
    return view.place(odd[0] if len(odd) == 1 else view.header_row, field)
