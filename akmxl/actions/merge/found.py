"""Define what taking over a copy comes to, and what is asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.core.cells import Place
    from akmxl.plan.handed_in import Key
    from akmxl.plan.merging import Compared, Difference
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.reading.keyed_cells import Held


@dataclass(frozen=True)
class Question:
    """What is not taken without a yes.

    ``name`` is the cell in the plan (``Oylik!H24``), by which a yes is given; of a row that is gone from the
    plan, its ID in the copy. ``kind``: conflict (both changed the cell), removed (the copy has the row no
    more), gone (the copy changed a row that the plan has no more). ``base``, ``old`` and ``new`` are what
    stood there when the copy was made, what the plan says, what the copy says; of rows by field.
    """

    name: str
    kind: str
    key: Key
    base: object
    old: object
    new: object


@dataclass(frozen=True)
class Merge:
    """What taking over a copy comes to; nothing is written yet.

    ``unread`` are the service's own cells of which nobody can tell what the copy says, with what people see
    there: an error, a truth value, a formula without a result. They are not taken.
    """

    service: str
    plan: OpenedPlan
    copy: OpenedPlan
    found: Compared
    questions: tuple[Question, ...]
    held: Mapping[Key, Held]
    copied: Mapping[Key, Held]
    unread: tuple[Difference, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.found.taken or self.found.added or self.reasons or self.questions)

    @property
    def reasons(self) -> tuple[Difference, ...]:
        """Reasons to findings that the plan has not written yet."""
        return tuple(one for one in self.found.homeless if one.key[0] == layout.FINDINGS and one.new)

    @property
    def homeless(self) -> tuple[Difference, ...]:
        """What has no cell in the plan any more."""
        return tuple(one for one in self.found.homeless if one.key[0] != layout.FINDINGS)

    def place(self, key: Key) -> Place | None:
        """Return the cell of the plan; None where the plan has none."""
        held = self.held.get(key)
        return held.place if held else None
