"""One thing that an earlier edition lacks, as it is going to be added."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from akmxl.actions.repair.outcome import Left
from akmxl.core.cells import a1, format_range
from akmxl.core.i18n import N_, translate
from akmxl.ooxml.edit.tables import is_free
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from akmxl.actions.repair.outcome import Repair
    from akmxl.core.cells import Range
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.look.adopting import Adopter

TAKEN = N_("akmxl now has one of that name itself: rename yours.")
_IN_THE_WAY = N_("The new “{what}” belongs here: move what stands here.")


class Addition(NamedTuple):
    """What it is in the list of what was done, what does it, and what of people's stands in its way."""

    repair: Repair
    apply: Callable[[Adopter], object]
    left: Left | None = None


def in_the_way(trial: Patch, sheet: str, area: Range, what: str, beside: str | None = None) -> Left | None:
    """What stands in an area that is to be filled; None where it is free but for the table named."""
    own = trial.edited_sheet(sheet)
    if is_free(trial, own, area, beside):
        return None
    top, left, bottom, right = area
    spots = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    found = next((spot for spot in spots if own.cell(*spot)), None)
    cell = own.cell(*found) if found else None
    value = show(cell.value) if cell else ""
    place = a1(*found) if found else format_range(area)
    return Left(sheet, place, value or "-", translate(_IN_THE_WAY, what=what))
