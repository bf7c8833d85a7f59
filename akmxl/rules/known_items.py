"""Rows that rules know by what they mean, where neither their kind nor a register says it."""

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
    """The row of a meaning; None where the plan has no such row under its code."""
    code, word = _MEANT[meaning]
    item = plan.items.get(code)
    return item if item and fold(word) in fold(item.name) else None
