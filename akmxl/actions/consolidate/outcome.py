"""Tell what became of a consolidation: how many files count, how complete and how timely it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.plan.returns import told
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.actions.consolidate.written import Outdated
    from akmxl.plan.returns.records import Centre, Consolidation, Entry, Place, Rate


@dataclass(frozen=True)
class Consolidated:
    """What became of it: the consolidation, where its workbooks stand, how many files came and were read.

    ``aside`` are the names of letters and pictures that came with the forms, ``known`` counts files that the
    store knew. ``kept`` are copies of workbooks that somebody had changed since they were written.
    ``summaries`` are None where nobody asked for them, ``left_out`` the centres that are in none of them.
    ``outdated`` are answers and summaries of earlier runs that no longer follow from what came.
    """

    consolidation: Consolidation
    out: Path | None
    feedback: tuple[Path, ...]
    files: int
    known: int
    aside: tuple[str, ...]
    summaries: tuple[Path, ...] | None = None
    kept: tuple[Path, ...] = ()
    left_out: tuple[Centre, ...] = ()
    outdated: tuple[Outdated, ...] = ()

    @property
    def accepted(self) -> int:
        """How many forms count."""
        return sum(one.status is Status.ACCEPTED for one in self.consolidation.entries)

    @cached_property
    def refused(self) -> tuple[Entry, ...]:
        """The files that were refused, and versions that nobody can be sure of."""
        return tuple(filter(told.is_open, self.consolidation.entries))

    @cached_property
    def late(self) -> tuple[Entry, ...]:
        """The reports that are owed and whose first accepted version came too late."""
        return told.late(self.consolidation)

    @cached_property
    def late_unasked(self) -> tuple[Entry, ...]:
        """The forms that came too late and that nobody owes for these periods."""
        return told.late_unasked(self.consolidation)

    @cached_property
    def to_look_at(self) -> tuple[Entry, ...]:
        """The forms that count and are to be looked at: in each is one of the consolidation's findings."""
        return tuple(filter(told.is_doubtful, self.consolidation.entries))

    def first_came(self, entry: Entry) -> str:
        """Return the day on which the first version of a report came; empty where nobody says."""
        first = self._first.get(told.place_of(entry))
        return first.came.received if first else ""

    @cached_property
    def _first(self) -> dict[Place, Entry]:
        return told.first_versions(self.consolidation.entries)

    @cached_property
    def whole(self) -> Rate:
        """How much of all that is owed came, and in time."""
        return told.whole_rate(self.consolidation)

    @property
    def completeness(self) -> float | None:
        """Percent of what is owed that came; None where nothing is."""
        return self._percent(self.whole.came)

    @property
    def timeliness(self) -> float | None:
        """Percent of what is owed that came in time; what is ``undated`` is not in it.

        None where nothing is owed, or where of nothing that came it is known whether it was in time.
        """
        return self._percent(self.whole.in_time) if self.whole.is_dated else None

    @property
    def undated(self) -> int:
        """Of how many reports that are owed and came nobody knows whether that was in time."""
        return self.whole.undated

    def _percent(self, count: int) -> float | None:
        expected = self.whole.expected
        return round(100 * count / expected, 1) if expected else None

    @property
    def complete(self) -> bool:
        """Whether something came, all was accepted, nothing is missing, late, left out or to be looked at."""
        found = self.consolidation
        late = self.late or self.late_unasked
        wanting = self.refused or found.missing or late or self.to_look_at or found.outliers or self.left_out
        return self.accepted > 0 and not wanting
