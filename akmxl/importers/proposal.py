"""Define what an import comes to: one plan for the preview and for the writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.core.cells import Place
    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.rows import Rejected, Where
    from akmxl.importers.taking import Taken
    from akmxl.plan.period import Period


class Changed(NamedTuple):
    """A row that is there and gets other values: by field what stands there and what comes.

    ``name`` is what the sheet knows the row by, ``places`` the cells by field.
    """

    taken: Taken
    name: str
    old: Mapping[str, object]
    new: Mapping[str, object]
    places: Mapping[str, Place]


class Kept(NamedTuple):
    """A cell that stays as a person left it; ``place`` is None where the whole row is gone from the sheet."""

    row: int
    place: Place | None
    standing: object
    coming: object


class CountChange(NamedTuple):
    """A count of an item's month (1-12): as the last import said (None: nothing), and as this one says."""

    code: str
    month: int
    old: int | None
    new: int
    at_least: bool = False
    other: str = ""  # the profile by which the last import was made, where it is another one

    @property
    def doubtful(self) -> bool:
        """Whether a person should look: it is less than before, or another profile said otherwise."""
        return self.old is not None and (self.new < self.old or bool(self.other))


class Frozen(NamedTuple):
    """A report that was sent and whose figures this import touches."""

    report: str
    period: Period


@dataclass(frozen=True)
class Proposal:
    """What an import would do: rows and counts that are new, changed, unchanged, twice, rejected, kept.

    ``rejected`` holds the first ten thousand, ``rejected_count`` says how many there are. ``other_years``
    counts rows of other years, ``filtered`` those that the profile leaves out, ``left_words`` what stands in
    them, ``undated`` by item those without a day, ``unchanged`` rows and counts that stand there already.
    ``unread_...`` are tables and columns that the profile does not read, ``gone`` months (1-12) of items that
    the last import had and this file has not. ``headings`` is the fingerprint of the export's headings,
    ``marks`` are those of mended rows that are counted.
    """

    profile: Profile
    file: str
    sha256: str
    new: tuple[Taken, ...] = ()
    changed: tuple[Changed, ...] = ()
    counts: tuple[CountChange, ...] = ()
    unchanged: int = 0
    kept: tuple[Kept, ...] = ()
    twice: tuple[tuple[Where, Where], ...] = ()
    rejected: tuple[Rejected, ...] = ()
    rejected_count: int = 0
    frozen: tuple[Frozen, ...] = ()
    other_years: Mapping[int, int] | None = None
    filtered: int = 0
    headings: str = ""
    unread_tables: tuple[str, ...] = ()
    unread_columns: tuple[str, ...] = ()
    left_words: tuple[str, ...] = ()
    undated: Mapping[str, int] | None = None
    gone: tuple[tuple[str, int], ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def new_count(self) -> int:
        return len(self.new) + sum(one.old is None for one in self.counts)

    @property
    def changed_count(self) -> int:
        return len(self.changed) + sum(one.old is not None for one in self.counts)

    @property
    def nothing_to_write(self) -> bool:
        return not (self.new or self.changed or self.counts)

    @property
    def clean(self) -> bool:
        """Whether all that the file says is in the plan, or will be, and nobody need look at anything."""
        doubts = any(one.doubtful for one in self.counts) or self.gone or self.unread_tables
        return not (self.rejected_count or self.twice or self.kept or self.frozen or doubts)
