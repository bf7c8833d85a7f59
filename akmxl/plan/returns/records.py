"""Define the records of a consolidation: a form that came, a centre, a row of the ledger, a total."""

from __future__ import annotations

from dataclasses import field, replace
from enum import Enum
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.returns.regions import NO_REGIONS, Regions
from akmxl.plan.values import SAID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from akmxl.core.said import Said

Value = None | str | int | float
Parts = tuple[object, ...]  # of a form: whether it is a region's, and its fields but how it came
Number = int | float
Place = tuple[str, str, str]  # of a form: the centre, the report, the period


class ReturnedItem(NamedTuple):
    """An item of a form: its unit, how its months add up (``flow``, ``stock``, ``task``), the item above."""

    code: str
    unit: str
    adds_up: str
    parent: str


class Came(NamedTuple):
    """A file as it came: where it was found, the SHA-256 of its bytes, the day (ISO) on which it came.

    ``file`` is what people know it by, ``mart.zip/MK-10.xlsx``; ``received`` is ``claimed`` by the message
    or given by who consolidates, empty where nobody says it.
    """

    file: str
    sha256: str
    received: str = ""
    claimed: bool = False

    @property
    def name(self) -> str:
        """What its sender calls it: in which of the receiver's folders it lies is nothing to them."""
        return self.file.rpartition("/")[2]


@dataclass(frozen=True)
class Return:
    """A form whose list, print and arithmetic agree: who sent it, what it says.

    ``centre`` is the code that it carries, empty in forms of before; ``due`` ISO text; ``supersedes`` the
    ``form_sha256`` of the version before, ``keys`` those of its values in the form's order, ``said`` what it
    says by their places: forms that are alike share their keys, and what follows from these alone is found
    once. ``doubts`` are the ids of sentences on what it does not prove; ``columns`` tell in which its figures
    stand.
    """

    came: Came
    organisation: str
    centre: str
    region: str
    report: str
    period: str
    version: int
    due: str
    supersedes: str
    edition: int
    program: str
    values_sha256: str
    form_sha256: str
    items: tuple[ReturnedItem, ...]
    keys: tuple[str, ...]
    said: tuple[Value, ...]
    doubts: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[tuple[str, Value], ...]:
        """Its keys and values in pairs; they are not kept, as of most forms nobody asks for them."""
        return tuple(zip(self.keys, self.said, strict=True))

    def saying(self, values: Iterable[tuple[str, Value]]) -> Return:
        """Return the same form with other keys and values."""
        pairs = tuple(values)
        return replace(self, keys=tuple([key for key, _ in pairs]), said=tuple([said for _, said in pairs]))

    @property
    def parts(self) -> Parts:
        """All of it but how it came."""
        return (self.is_summary, *_PARTS(self))

    @classmethod
    def of_parts(cls, came: Came, parts: Parts) -> Return:
        """Make a form of which is known whether it is a region's."""
        is_summary, *rest = parts
        form = cls(came, *rest)  # type: ignore[arg-type]
        vars(form)["is_summary"] = is_summary
        return form

    @cached_property
    def is_summary(self) -> bool:
        """Whether it is a region's: it says of how many centres its figures are, or lists centres."""
        return are_of_summary(self.keys)

    def came_as(self, came: Came) -> Return:
        """Return the same form as another file."""
        return Return.of_parts(came, self.parts)


_PARTS = attrgetter(
    "organisation", "centre", "region", "report", "period", "version", "due", "supersedes", "edition",
    "program", "values_sha256", "form_sha256", "items", "keys", "said", "doubts", "columns",
)  # fmt: skip


@lru_cache(maxsize=4096)  # with texts each form has keys of its own
def are_of_summary(keys: tuple[str, ...]) -> bool:
    """Tell whether a form with such keys is a region's."""
    return any(f"/{SAID}" in key or key.startswith("centre:") for key in keys)


@dataclass(frozen=True)
class Refused:
    """A file that is not taken, and why: the id of a sentence that can be sent back, and what it names.

    What of the sender could be read before the fault was found is told, else empty.
    """

    came: Came
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)
    centre: str = ""
    organisation: str = ""
    report: str = ""
    period: str = ""


class Centre(NamedTuple):
    """A centre that sends reports: a row of the table ``markazlar``.

    ``spellings`` are other names of it, ``group`` names the centres that are like it (for outliers),
    ``since`` and ``until`` the first and last day on which it exists.
    """

    code: str
    name: str
    spellings: tuple[str, ...] = ()
    region: str = ""
    district: str = ""
    group: str = ""
    since: date | None = None
    until: date | None = None


class Extension(NamedTuple):
    """More time for a report: the new last day, and the letter that gives it."""

    centre: str
    report: str
    period: str
    until: date
    letter: str


class Status(Enum):
    """What became of a file that came."""

    ACCEPTED = "accepted"  # its values count
    SUPERSEDED = "superseded"  # a later version of an unbroken chain counts
    DUPLICATE = "duplicate"  # the same bytes, or the same values, came already
    UNSURE = "unsure"  # a version beyond a gap or a fork: it does not count, the last sure one does
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """A row of the ledger: a file, what became of it, why (the id of a sentence and what it names).

    ``centre`` is a code of the table of centres, ``late`` tells of the first accepted version whether it came
    after the end of its due day (None: nobody says when it came).
    """

    came: Came
    status: Status
    centre: str
    report: str
    period: str
    version: int
    reason: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    returned: Return | None = None
    late: bool | None = None
    due: str = ""


class Measured(NamedTuple):
    """What a figure is of: the item's code and the measure, ``fact`` or another."""

    code: str
    measure: str


measured_as = cache(Measured)  # asked for in each form: to make one takes longer than to look it up


class Count(NamedTuple):
    """Of how many centres a figure of a region's summary form is: ``said`` of ``expected`` have it.

    ``whom`` tells which: their codes, or how many all of them are; None where nobody knows.
    """

    said: int
    expected: int
    whom: frozenset[str] | int | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether all of the region's centres have it."""
        return self.said == self.expected


@dataclass(frozen=True)
class Counted:
    """A form whose values count: its figures by item and measure (None: unknown), and what is refused of it.

    ``items`` holds what each item counts in and how it adds up, ``over`` of how many centres a figure is
    where the form is one of a region.
    """

    entry: Entry
    figures: Mapping[Measured, Number | None]
    items: Mapping[str, ReturnedItem]
    faults: tuple[Said, ...] = ()
    doubts: tuple[str, ...] = ()
    over: Mapping[Measured, Count] = field(default_factory=dict)
    of_region: bool = False

    @property
    def place(self) -> Place:
        """Whose it is, of which report and period."""
        entry = self.entry  # a few look-ups are quicker than to keep it
        return entry.centre, entry.report, entry.period


class Expected(NamedTuple):
    """A report that a centre owes for a period, and by when (ISO; empty where nobody knows)."""

    centre: str
    report: str
    period: str
    due: str


class Total(NamedTuple):
    """What an item comes to over centres: never across units; ``said`` of ``expected`` centres have it.

    Neither of the two holds the centres of the regions ``beyond``: nobody knows how many they are.
    """

    report: str
    period: str
    code: str
    measure: str
    unit: str
    value: Value
    said: int
    expected: int
    beyond: tuple[str, ...] = ()


class ListTotal(NamedTuple):
    """What a field of a list comes to over centres, by span (of ``SPANS``): the sum, of how many it is.

    ``expected`` holds no centres of the regions ``beyond``.
    """

    report: str
    period: str
    selection: str
    field: str
    sums: Mapping[str, tuple[Number, int]]
    expected: int
    beyond: tuple[str, ...] = ()


class Rate(NamedTuple):
    """How many of the reports that are owed came, and in time: by region, centre or report (``of``).

    Of ``undated`` reports that came nobody knows whether that was in time: a day is not said.
    """

    of: str
    name: str
    expected: int
    came: int
    in_time: int
    undated: int = 0

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The counts, in the order of the fields."""
        return self.expected, self.came, self.in_time, self.undated

    @property
    def is_dated(self) -> bool:
        """Tell whether something is known of when the reports came: of one that is missing all is known."""
        return self.undated < self.came or not self.came


class Outlier(NamedTuple):
    """A figure far from those of like centres: the group's median, and how many MADs it is away."""

    centre: str
    report: str
    period: str
    code: str
    measure: str
    value: float
    median: float
    distance: float


class Revised(NamedTuple):
    """A value that a later version says otherwise."""

    centre: str
    report: str
    period: str
    version: int
    key: str
    old: Value
    new: Value


class Finding(NamedTuple):
    """What is to be looked at in a form that counts: an item that is not added up (``left_out``), one that
    another form of the centre says otherwise, or, without an item, a doubt about whose it is or its due day.
    """

    centre: str
    report: str
    period: str
    code: str
    left_out: bool
    said: Said


@dataclass(frozen=True)
class Consolidation:
    """All that a consolidation found: what the result workbook shows, and nothing else.

    ``entries`` are in the order of centre, report, period, version, file; ``missing`` and ``late`` in that of
    centre and report. The same files give the same, in whatever order they came.
    """

    centres: tuple[Centre, ...]
    entries: tuple[Entry, ...]
    expected: tuple[Expected, ...]
    missing: tuple[Expected, ...]
    totals: tuple[Total, ...]
    rates: tuple[Rate, ...]
    outliers: tuple[Outlier, ...]
    revised: tuple[Revised, ...]
    findings: tuple[Finding, ...] = ()
    figures: tuple[Counted, ...] = ()
    regions: Regions = NO_REGIONS

    @property
    def uncounted(self) -> tuple[str, ...]:
        """The regions whose centres no total counts, or not each: nobody knows how many they are."""
        return tuple(sorted({name for one in self.totals for name in one.beyond}))

    @property
    def counted(self) -> tuple[Return, ...]:
        """The forms whose values count, one a centre, report and period."""
        return tuple(e.returned for e in self.entries if e.status is Status.ACCEPTED and e.returned)

    @cached_property
    def are_summaries(self) -> frozenset[bool]:
        """Of the forms that count, whether they are regions': of some, of all, or of none."""
        return frozenset([one.is_summary for one in self.counted])

    @cached_property
    def unasked(self) -> tuple[Entry, ...]:
        """The forms that count and that nobody owes for the periods asked: by events, or of other periods."""
        owed = {one[:3] for one in self.expected}
        return tuple([
            one for one in self.entries
            if one.status is Status.ACCEPTED and (one.centre, one.report, one.period) not in owed
        ])  # fmt: skip
