"""Find the rows of a plan's tables that are no records of theirs: totals, signatures, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.plan import registers
from akmxl.rules.rule import Case, once
from akmxl.workbook import layout
from akmxl.workbook.reading.no_records import (
    no_days,
    no_hand_ins,
    no_items,
    no_letters,
    no_records,
    written_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.plan_file import SheetView


@once
def side_rows(case: Case) -> Iterator[tuple[SheetView, frozenset[int]]]:
    """Yield each sheet in which people type, with its rows that are no records."""
    for register in case.plan.records:
        view = case.view(register)
        yield view, no_records(view, written_rows(view), case.plan.settings)
    found = {
        registers.DAILY: no_days,
        layout.PLAN: no_items,
        layout.MONTHLY: no_items,
        registers.JOURNAL: no_letters,
        layout.HAND_INS: no_hand_ins,
    }
    for name, find in found.items():
        if name in case.file.views:
            yield case.view(name), find(case.view(name))
