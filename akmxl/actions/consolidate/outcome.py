"""Tell what became of a consolidation: how many files count, how complete and how timely it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.actions.consolidate.written import Outdated
    from akmxl.plan.returns.records import Centre, Consolidation, Entry, Rate


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

    @property
    def refused(self) -> tuple[Entry, ...]:
        """The files that were refused, and versions that nobody can be sure of."""
        entries = self.consolidation.entries
        return tuple(one for one in entries if one.status in (Status.REFUSED, Status.UNSURE))

    @property
    def late(self) -> tuple[Entry, ...]:
        """The reports whose first accepted version came too late."""
        return tuple(one for one in self.consolidation.entries if one.late and one.status is Status.ACCEPTED)

    @property
    def to_look_at(self) -> int:
        """How many figures are to be looked at: not added up, said otherwise elsewhere, or far off."""
        return len(self.consolidation.findings) + len(self.consolidation.outliers)

    def first_came(self, entry: Entry) -> str:
        """Return the day on which the first version of a report came; empty where nobody says."""
        return self._first_came.get((entry.centre, entry.report, entry.period), "")

    @cached_property
    def _first_came(self) -> dict[tuple[str, str, str], str]:
        found: dict[tuple[str, str, str], str] = {}
        for one in self.consolidation.entries:  # in the order of versions
            if one.status in (Status.ACCEPTED, Status.SUPERSEDED):
                found.setdefault((one.centre, one.report, one.period), one.came.received)
        return found

    @property
    def completeness(self) -> float | None:
        """Percent of what is owed that came; None where nothing is."""
        return self._percent(sum(rate.came for rate in self._rates))

    @property
    def timeliness(self) -> float | None:
        """Percent of what is owed that came in time; what is ``undated`` is not in it.

        None where nothing is owed, or where of nothing that came a day is known.
        """
        rates = self._rates
        if rates and self.undated == sum(rate.came for rate in rates) > 0:
            return None
        return self._percent(sum(rate.in_time for rate in rates))

    @property
    def undated(self) -> int:
        """Of how many reports that came nobody knows whether that was in time."""
        return sum(rate.undated for rate in self._rates)

    @property
    def _rates(self) -> list[Rate]:
        return [rate for rate in self.consolidation.rates if rate.of == "centre"]

    def _percent(self, count: int) -> float | None:
        expected = sum(rate.expected for rate in self._rates)
        return round(100 * count / expected, 1) if expected else None

    @property
    def complete(self) -> bool:
        """Whether something came, all was accepted and is in a summary that was asked for, nothing is
        missing, late or to be looked at.
        """
        wanting = self.refused or self.late or self.consolidation.missing or self.to_look_at or self.left_out
        return self.accepted > 0 and not wanting
