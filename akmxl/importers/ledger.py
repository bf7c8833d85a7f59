"""Keep what is counted of an export, by item and month."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import text_in
from akmxl.importers.rejects import Rejects
from akmxl.importers.row_kinds import is_blank_cell, one_of
from akmxl.plan.period import month_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.importers.profile.profile import CountRule, Profile
    from akmxl.importers.rows import Data, Rejected, Where
    from akmxl.importers.tally import Tally

_WORDS = 10  # of rows left out, that are told


@dataclass(frozen=True)
class Counted:
    """What an export counts: by item code and month (1-12), and what of it was not counted.

    ``rejected`` are rows that could not be understood, ``rejected_count`` how many there are; ``twice`` pairs
    of rows of one identity; ``other_years`` counts rows of other years by year, ``filtered`` those that the
    profile's filters leave out, ``left_words`` what stands in them, ``rows`` all that were read. ``undated``
    counts by item the rows that would count but for a blank day; ``marks`` are those of mended rows, of which
    ``known`` were counted before.
    """

    counts: Mapping[tuple[str, int], int]
    rejected: tuple[Rejected, ...]
    rejected_count: int
    twice: tuple[tuple[Where, Where], ...]
    other_years: Mapping[int, int]
    filtered: int
    rows: int
    left_words: tuple[str, ...] = ()
    undated: Mapping[str, int] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    known: int = 0


class Ledger:
    """What the tables say so far for the items and months of a year."""

    def __init__(self, profile: Profile, year: int, marks: frozenset[str]) -> None:
        self.profile = profile
        self.year = year
        self.rejects = Rejects(marks)
        self.undated: Counter[str] = Counter()
        self._left: dict[str, None] = {}
        self._from: dict[tuple[str, int], str] = {}  # which table has an item's month
        self._own: set[tuple[str, int]] = set()  # those of the table that is read
        rules = profile.counts
        days = [name for rule in rules for name in (rule.month, rule.after) if name]
        self.months = list(dict.fromkeys(days))
        conditions = [name for rule in rules for name in (*rule.where, rule.distinct) if name]
        self.told = list(dict.fromkeys([*self.months, *conditions, *profile.filters]))
        self.quantities = list(dict.fromkeys(rule.quantity for rule in rules if rule.quantity))
        self._counts: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._distinct: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self.twice: list[tuple[Where, Where]] = []
        self.other_years: Counter[int] = Counter()
        self._filtered = self.rows = 0
        self.wanted = {name: one_of(words) for name, words in profile.filters.items()}
        self.where = [{n: one_of(w) for n, w in rule.where.items()} for rule in rules]

    def close(self, data: Data) -> None:
        """Take over what a table counts.

        Raises ``FileProblem`` where a table before it counts the same: it may be the same again.
        """
        own, table = set(self._own), place_of(data.table)
        if not (self.profile.added or self.profile.identity):
            for code, month in sorted(own & set(self._from)):
                raise FileProblem(
                    N_(
                        "{first} and {second} both have item {code} in {month}. If one is the other again, "
                        "leave one of them; if they are to be added up, write “qoshiladi = true” into "
                        "[oqish] of profile {profile}."
                    ),
                    first=self._from[code, month], second=table, code=code, month=month_name(month),
                    profile=self.profile.path.name,
                )  # fmt: skip
        self._from.update(dict.fromkeys(own, table))
        self._own.clear()

    def result(self) -> Counted:
        """Return what is counted.

        Raises ``FileProblem`` where nothing is, and where mended rows would be added to different values.
        """
        counts = dict(self._counts)
        for key, values in self._distinct.items():
            counts[key] = counts.get(key, 0) + len(values)
        if self._distinct and self.rejects.marks:
            raise FileProblem(
                N_(
                    "Profile {profile} counts different values (“turli”), and mended rows cannot be added to "
                    "them. Mend the rows in the export itself and import all of it."
                ),
                profile=self.profile.path.name,
            )  # fmt: skip
        if self.rows and self._filtered == self.rows:
            raise FileProblem(
                N_(
                    "No row of the file has a word that profile {profile} asks for in [filtr] or “agar”, so "
                    "nothing was imported. In the file stands: {found}."
                ),
                profile=self.profile.path.name, found=", ".join(self._left) or "–",
            )  # fmt: skip
        return Counted(
            counts, tuple(self.rejects.rows), self.rejects.count, tuple(self.twice),
            dict(self.other_years), self._filtered, self.rows, tuple(self._left), dict(self.undated),
            tuple(self.rejects.marks), self.rejects.known,
        )  # fmt: skip

    def leave(self, values: Mapping[str, object], rows: int) -> None:
        """Leave rows out that nothing wants, and keep some of the words for which."""
        self._filtered += rows
        names = {*self.profile.filters, *(name for rule in self.profile.counts for name in rule.where)}
        text = " · ".join(filter(None, (text_in(values[name]) for name in self.told if name in names)))
        if text and len(self._left) < _WORDS:
            self._left.setdefault(text)

    def add(self, rule: CountRule, month: int, values: Mapping[str, object], tally: Tally) -> None:
        """Add rows that are alike to an item's month."""
        self._own.add((rule.code, month))
        if rule.distinct:
            if not is_blank_cell(values[rule.distinct]):
                self._distinct[rule.code, month].add(fold.__wrapped__(text_in(values[rule.distinct])))
        elif rule.quantity:
            at = self.quantities.index(rule.quantity)
            if tally.said[at]:
                self._counts[rule.code, month] += tally.sums[at]
        else:
            self._counts[rule.code, month] += tally.rows

    def add_figure(self, rule: CountRule, month: int, amount: int) -> None:
        """Add a figure to an item's month."""
        self._own.add((rule.code, month))
        self._counts[rule.code, month] += amount
