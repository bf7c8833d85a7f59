"""Find the rows that rules know by their meaning, where neither their kind nor a register tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from akmxl.plan.model import Item, Plan

# Code in the plan of a district centre, and a word of its name: where a centre numbers its plan otherwise
# the name does not fit, and the rules that compare the row are silent.
_MEANT = {
    "acquired": ("9", "fondlarini to‘ldirish"),
    "catalogued": ("13.2", "nusxa qo‘shish"),
    "resources": ("28", "ma’lumotlar bazasini"),
    "digitised": ("29", "raqamlashtirish"),
}


def item_meant(plan: Plan, meaning: str) -> Item | None:
    """Return the row with a meaning (a key of ``_MEANT``); None where the plan has no such row."""
    code, word = _MEANT[meaning]
    item = plan.items.get(code)
    return item if item and fold(word) in fold(item.name) else None
