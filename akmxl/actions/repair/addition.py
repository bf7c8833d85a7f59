"""Describe an addition: one sheet, table, column or name that a workbook of an earlier edition lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import Left
from akmxl.core.cells import a1, format_range
from akmxl.core.i18n import N_, translate
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.edit.tables import is_free, meet
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from akmxl.actions.repair.outcome import Repair
    from akmxl.core.cells import Range
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.look.adopting import Adopter

TAKEN = N_("akmxl now has one of that name itself: rename yours.")
_IN_THE_WAY = N_("The new “{what}” belongs here: move what stands here.")
_MERGED = N_("The new “{what}” belongs here: unmerge these cells.")


class Addition(NamedTuple):
    """One thing to add to a workbook.

    ``repair`` is its entry in the list of what was done; ``apply`` adds it; ``left`` names the user's cell,
    sheet or name that stands in its way (None: nothing does).
    """

    repair: Repair
    apply: Callable[[Adopter], object]
    left: Left | None = None


def in_the_way(
    trial: Patch,
    sheet: str,
    area: Range,
    what: str,
    beside: str | None = None,
    merged: Range | None = None,
) -> Left | None:
    """Return the first cell that stands in an area of a sheet, or the area; None where it is free.

    ``trial`` is an edit of the workbook that is never saved, ``what`` the name of the thing to add. The cells
    of the table ``beside`` do not count, nor cells that are merged as those of the new thing are: ``merged``.
    """
    own = trial.edited_sheet(sheet)
    if is_free(trial, own, area, beside, merged):
        return None
    top, left, bottom, right = area
    spots = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    found = next((spot for spot in spots if own.cell(*spot)), None)
    cell = own.cell(*found) if found else None
    value = show(cell.value) if cell else ""
    blank = next((one for one in own.merges if one != merged and meet(one, area)), None)
    if found is None and blank:
        return Left(sheet, format_range(blank), "-", translate(_MERGED, what=what))
    place = a1(*found) if found else format_range(area)
    return Left(sheet, place, value or "-", translate(_IN_THE_WAY, what=what))
