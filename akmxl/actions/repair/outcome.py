"""Record the outcome of a repair: what was put back, with before and after, and what was left, with why."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import Unsupported
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from akmxl.core.cells import Place
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.patch import Patch

EDITION, SHEET, TABLE, COLUMN, NAME, MOVED = ADDED = (
    "edition", "sheet", "table", "column", "name", "moved",
)  # fmt: skip
CODE, HEADING, FORMULA, FORMAT, VALIDATION, COLOURS, PROTECTION = PUT_BACK = (
    "code", "heading", "formula", "format", "validation", "colours", "protection",
)  # fmt: skip
KINDS = (*ADDED, *PUT_BACK)


@dataclass(frozen=True)
class Repair:
    """One cell, or the areas of one rule, put back.

    ``area`` is empty where the whole sheet is meant; ``before`` and ``after`` are in the run's language.
    """

    kind: str
    sheet: str
    area: str
    before: str
    after: str


@dataclass(frozen=True)
class Left:
    """A cell that is damaged, or in the way of what is new, and was left as it is, and why."""

    sheet: str
    area: str
    value: str
    reason: str


def refusal(trial: Patch, place: Place, value: Writable) -> str:
    """Return why a cell cannot be written (merged cells, a formula that fills several); empty if it can."""
    try:
        trial.set(place.sheet, place.row, place.column, value)
    except Unsupported as error:
        return str(error)
    return ""


@dataclass(frozen=True)
class Repairs:
    """All that is to be put back, and the fills that do it."""

    done: tuple[Repair, ...] = ()
    left: tuple[Left, ...] = ()
    fills: Fills = field(default_factory=Fills)

    def __or__(self, other: Repairs) -> Repairs:
        return Repairs(self.done + other.done, self.left + other.left, self.fills | other.fills)


NOTHING = Repairs()
