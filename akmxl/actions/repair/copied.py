"""Hold what a dated copy has of what is lost now; a person says whether it is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, _
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.value_text import number_text
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.actions.repair.receipts_back import ReceiptsBack
    from akmxl.core.cells import Place
    from akmxl.workbook.fills import FilledRows


class Copied(NamedTuple):
    """What one copy has for a day, a sector, a column or a table that is blank now, or receipts.

    ``name`` is the day, the sector, the column or the sheet, ``values`` what is to be typed, by the places
    here; ``rows`` are those of ``table`` that have no blank row to go into.
    """

    copy: str
    name: str
    values: Mapping[Place, object]
    titles: Mapping[int, str]
    receipts: ReceiptsBack | None = None
    approved: FilledRows = ()
    table: str = ""
    rows: FilledRows = ()

    @property
    def line(self) -> str:
        """The day, sector or column with its figures, in words."""
        if self.receipts:
            return _(
                N_("receipts of reports: {count} (copy: {copy})"), count=self.receipts.number, copy=self.copy
            )
        if self.approved:
            count = len(self.approved) - 1
            return _(N_("rows of the approved plan: {count} (copy: {copy})"), count=count, copy=self.copy)
        known = [value for value in self.values.values() if isinstance(value, int)]
        if self.table:
            count = len(self.rows) + len({place.row for place in self.values})
            told = _(N_("rows: {count}"), count=count)
        elif next(iter(self.values)).sheet != registers.DAILY:
            told = _(N_("cells: {count}"), count=len(self.values))
        elif len({place.row for place in self.values}) > 1:
            told = _(N_("{total} on {count} days"), total=number_text(sum(known)), count=len(known))
        else:
            told = "; ".join(f"{self.titles[p.column]} {show(value)}" for p, value in self.values.items())
        return _(N_("{name}: {figures} (copy: {copy})"), name=self.name, figures=told, copy=self.copy)


def fills_of(copied: Iterable[Copied]) -> Fills:
    """Return all that is taken over: what is to be typed, rows, and the receipts."""
    fills = Fills()
    for one in copied:
        fills |= one.receipts.fills if one.receipts else Fills(one.values)
        fills |= Fills(sheets={layout.APPROVED: one.approved} if one.approved else {})
        fills |= Fills(added={one.table: one.rows} if one.rows else {})
    return fills
