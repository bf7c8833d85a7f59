"""Tell what of a copy is the service's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.hand_ins import day_fields
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import read_codes
from akmxl.workbook.reading.keyed_cells import OWN_TITLE, REST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.copies import CopyOf
    from akmxl.plan.handed_in import Key
    from akmxl.plan.merging_rows import Row
    from akmxl.plan.model import Plan


class Own:
    """Tell what of a copy is the service's own."""

    def __init__(self, plan: Plan, copy: Plan, mark: CopyOf, service: str) -> None:
        self._plan, self._copy = plan, copy
        self._codes = {code for code, item in plan.items.items() if service in item.services}
        self._fields = day_fields(plan, self._codes)
        self._base = mark.cells
        self._reasons = {explanation.key: _item_of(explanation.values) for explanation in copy.explanations}

    def cell(self, key: Key) -> bool:
        sheet, name, field = key
        if sheet == layout.MONTHLY:
            return name in self._codes and field in layout.MONTH_FIELDS
        if sheet == registers.DAILY:
            return field in self._fields or (
                bool(self._fields) and (field == "note" or field[0] == OWN_TITLE)
            )
        return sheet == layout.FINDINGS and self._reasons.get(name) in self._codes

    def row(self, row: Row) -> bool:
        """Tell whether a register's row counts for an item of the service, or did when the copy was made.

        A new one of which nobody can read for what it counts is that of who typed it.
        """
        if row[1] == REST:
            return False
        before = self._base.get((*row, "event_kind")), self._base.get((*row, "code"))
        record = self._copy.index[row[0]].names.get(row[1])
        now = record.codes if record else ()
        if before != (None, None):
            codes = (
                *self._plan.settings.event_kinds.get(fold(str(before[0] or "")), ()),
                *read_codes(before[1]),
            )
            return not self._codes.isdisjoint(codes or now)
        return not now or not self._codes.isdisjoint(now)


def _item_of(values: Mapping[str, object]) -> str:
    heading = layout.FINDINGS_SHEET.column("item").header()
    return str(values.get(heading) or "")
