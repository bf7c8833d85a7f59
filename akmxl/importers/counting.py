"""Count what an export says for items and months: rows, sums of a column, different values of one.

Rows are added up as they are read, by what decides of them; so millions of them take little memory, and no
reader's name is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import field
from datetime import date, datetime
from operator import itemgetter
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import fold
from akmxl.core.unseen import is_blank
from akmxl.importers.days import order_of, read_day, read_month
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import is_nothing, read_count, text_in
from akmxl.importers.rows import Rejected, Where
from akmxl.importers.years import (
    refuse_months,
    refuse_other_year,
    refuse_year_between,
    title_says_no_year,
    year_in,
)
from akmxl.plan.period import month_name
from akmxl.plan.period_words import read_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from akmxl.importers.profile.profile import CountRule, Profile
    from akmxl.importers.rows import Data

MOST_KEYS = 3_000_000  # different rows that are told apart in memory
MOST_REJECTED = 10_000  # rows that are given back to be mended; more are only counted
ANY = "*"
_NOTHING = -1  # of a cell of figures that says none

_BLANK = N_("the cell is blank")
_NO_MONTH = N_("“{value}” is no day or month")
_NO_NUMBER = N_("“{value}” is no whole number of 0 or more")
_NO_MARK = N_(
    "the hidden mark of the row is gone, so nobody can tell whether it was counted; mend it in the export"
)
RUNS_OVER = N_("the row has more cells than the heading: a separator stands inside a cell")
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


def count(
    tables: Iterable[Data],
    profile: Profile,
    year: int,
    date_order: str = "",
    marks: frozenset[str] = frozenset(),
) -> Counted:
    """Count what the tables say for the plan's year. ``date_order`` goes before the profile's.

    ``marks`` are those of mended rows that were counted before, and are not counted again. Raises
    ``FileProblem`` where the file's own totals do not agree, ``BadArgument`` where the days of a column can
    be read in two ways.
    """
    counter = _Counter(profile, year, marks)
    for data in tables:
        if profile.across:
            counter.read_across(data)
        else:
            counter.read(data, date_order)
        counter.close(data)
    return counter.result()


class _Tally:
    """The rows that are alike in all that decides of them."""

    __slots__ = ("rows", "said", "sums")

    def __init__(self, sums: int) -> None:
        self.rows = 0
        self.sums = [0] * sums
        self.said = [False] * sums  # whether any of the rows says a quantity: unknown is not 0


class _Counter:
    def __init__(self, profile: Profile, year: int, marks: frozenset[str]) -> None:
        self._profile = profile
        self._year = year
        self._known_marks = marks
        self._marks: list[str] = []
        self._known = 0
        self._undated: Counter[str] = Counter()
        self._left: dict[str, None] = {}
        self._from: dict[tuple[str, int], str] = {}  # which table has an item's month
        self._own: set[tuple[str, int]] = set()  # those of the table that is read
        self._pairs: dict[tuple[int, int], int] = {}  # rule and month of a table side by side: the row
        rules = profile.counts
        days = [name for rule in rules for name in (rule.month, rule.after) if name]
        self._months = list(dict.fromkeys(days))
        conditions = [name for rule in rules for name in (*rule.where, rule.distinct) if name]
        self._told = list(dict.fromkeys([*self._months, *conditions, *profile.filters]))
        self._quantities = list(dict.fromkeys(rule.quantity for rule in rules if rule.quantity))
        self._counts: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._distinct: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self._rejected: list[Rejected] = []
        self._rejected_count = 0
        self._identities: dict[int, Where] = {}
        self._twice: list[tuple[Where, Where]] = []
        self._other_years: Counter[int] = Counter()
        self._filtered = self._rows = 0
        self._wanted = {name: one_of(words) for name, words in profile.filters.items()}
        self._where = [{n: one_of(w) for n, w in rule.where.items()} for rule in rules]

    def close(self, data: Data) -> None:
        """Take over what a table counts.

        Raises ``FileProblem`` where a table before it counts the same: it may be the same again.
        """
        own, table = set(self._own), place_of(data.table)
        if not (self._profile.added or self._profile.identity):
            for code, month in sorted(own & set(self._from)):
                raise FileProblem(
                    N_(
                        "{first} and {second} both have item {code} in {month}. If one is the other again, "
                        "leave one of them; if they are to be added up, write “qoshiladi = true” into "
                        "[oqish] of profile {profile}."
                    ),
                    first=self._from[code, month], second=table, code=code, month=month_name(month),
                    profile=self._profile.path.name,
                )  # fmt: skip
        self._from.update(dict.fromkeys(own, table))
        self._own.clear()
        self._pairs.clear()

    def result(self) -> Counted:
        counts = dict(self._counts)
        for key, values in self._distinct.items():
            counts[key] = counts.get(key, 0) + len(values)
        if self._distinct and self._marks:
            raise FileProblem(
                N_(
                    "Profile {profile} counts different values (“turli”), and mended rows cannot be added to "
                    "them. Mend the rows in the export itself and import all of it."
                ),
                profile=self._profile.path.name,
            )  # fmt: skip
        if self._rows and self._filtered == self._rows:
            raise FileProblem(
                N_(
                    "No row of the file has a word that profile {profile} asks for in [filtr] or “agar”, so "
                    "nothing was imported. In the file stands: {found}."
                ),
                profile=self._profile.path.name, found=", ".join(self._left) or "–",
            )  # fmt: skip
        return Counted(
            counts, tuple(self._rejected), self._rejected_count, tuple(self._twice),
            dict(self._other_years), self._filtered, self._rows, tuple(self._left), dict(self._undated),
            tuple(self._marks), self._known,
        )  # fmt: skip

    def _leave(self, values: Mapping[str, object], rows: int) -> None:
        """Leave rows out that nothing wants, and keep some of the words for which."""
        self._filtered += rows
        names = {*self._profile.filters, *(name for rule in self._profile.counts for name in rule.where)}
        text = " · ".join(filter(None, (text_in(values[name]) for name in self._told if name in names)))
        if text and len(self._left) < _WORDS:
            self._left.setdefault(text)

    def read(self, data: Data, date_order: str) -> None:
        """Read a table twice at most: once to add up, again where rows have to be given back."""
        tallies = self._add_up(data)
        asked = date_order or self._profile.date_order
        told = {name: place for place, name in enumerate(self._told)}
        orders = {}
        for name in self._months:
            different = {key[told[name]] for key in tallies}
            orders[name] = order_of(data.title(name), different, asked)
            if data.heading.year is None:
                refuse_months(data, name, different, orders[name], self._year)
        faults: dict[tuple[object, ...], tuple[str, Said]] = {}
        for key, tally in tallies.items():
            values = dict(zip(self._told, key, strict=False))
            year = year_in(key[-1], self._year) if data.heading.year is not None else self._year
            blank = next((name for name in self._wanted if _is_blank(values[name])), None)
            if blank is not None:  # below a merged cell nobody knows whose the row is
                faults[key] = blank, Said(_BLANK)
                self._rejected_count += tally.rows
            elif not all(test(values[name]) for name, test in self._wanted.items()):
                self._leave(values, tally.rows)
            elif fault := self._count(values, tally, orders, year):
                faults[key] = fault
                self._rejected_count += tally.rows
        for broken in data.table.faults:
            reason = Said(broken.message, **broken.params)
            self._reject(Rejected(broken.row, "", reason, (), place_of(data.table)))
        self._rejected_count += len(data.table.faults)
        if faults:
            self._give_back(data, faults)

    def _add_up(self, data: Data) -> dict[tuple[object, ...], _Tally]:
        columns = data.heading.columns
        key_of = self._key_of(data)
        identity_of = _picker([columns.get(name) for name in self._profile.identity])
        days = [place for place, name in enumerate(self._told) if name in self._months]
        in_days = [columns[name] for name in self._months if name in columns]
        given_back, text = data.heading.given_back, data.table.texts
        sums = [columns.get(name, -1) for name in self._quantities]
        numbers: dict[object, int | None] = {None: _NOTHING, "": _NOTHING}
        odd = not data.table.texts  # a cell may be true or false there
        tallies: dict[tuple[object, ...], _Tally] = {}
        summed = {name: columns[name] for name in self._quantities if name in columns}
        for row, cells in data.rows(summed, in_days):
            self._rows += 1
            if (given_back and self._is_known(data, row, cells)) or (
                text and self._runs_over(data, row, cells)
            ):
                continue
            amounts = [numbers.get(cells[place]) if place >= 0 else _NOTHING for place in sums]
            if None in amounts or odd:
                amounts = [self._number(numbers, cells[place]) if place >= 0 else _NOTHING for place in sums]
                self._refuse_too_many(data, len(numbers))
            if None in amounts:
                place = sums[amounts.index(None)]
                self._rejected_count += 1
                self._reject(_rejected(data, row, cells, place, Said(_NO_NUMBER, value=cells[place])))
                continue
            if self._profile.identity and self._is_twice(data, row, identity_of(cells)):
                continue
            key = key_of(cells)
            tally = tallies.get(key)
            if tally is None:
                tally = tallies.setdefault(_with_plain_days(key, days), _Tally(len(sums)))
                self._refuse_too_many(data, len(tallies))
            tally.rows += 1
            for at, amount in enumerate(amounts):
                if amount != _NOTHING:
                    tally.sums[at] += amount or 0
                    tally.said[at] = True
        return tallies

    def _key_of(self, data: Data) -> Callable[[Sequence[object]], tuple[object, ...]]:
        """Return a function that takes what decides of a row; the year behind it, where a column has it."""
        places = [data.heading.columns.get(name) for name in self._told]
        return _picker([*places, data.heading.year] if data.heading.year is not None else places)

    def _is_known(self, data: Data, row: int, cells: Sequence[object]) -> bool:
        """Tell whether a mended row was counted before, or cannot be told apart from one that was."""
        mark = data.mark(cells)
        if not mark:
            self._rejected_count += 1
            self._reject(_rejected(data, row, cells, -1, Said(_NO_MARK)))
            return True
        if mark in self._known_marks or mark in self._marks:
            self._known += 1
            return True
        self._marks.append(mark)
        return False

    def _runs_over(self, data: Data, row: int, cells: Sequence[object]) -> bool:
        if not data.runs_over(cells):
            return False
        self._rejected_count += 1
        self._reject(_rejected(data, row, cells, -1, Said(RUNS_OVER)))
        return True

    def _number(self, numbers: dict[object, int | None], value: object) -> int | None:
        """Return the number that a cell says; the different cells there are, few mostly, are read once."""
        if value is True or value is False:  # to a dictionary they are 1 and 0
            return None
        if value not in numbers:
            numbers[value] = _NOTHING if is_nothing(value) else read_count(value, self._profile.decimal)
        return numbers[value]

    def _refuse_too_many(self, data: Data, count: int) -> None:
        if count > MOST_KEYS:
            raise FileProblem(
                N_("{file}: more than {most} different rows cannot be told apart. Import it in parts."),
                file=place_of(data.table), most=MOST_KEYS,
            )  # fmt: skip

    def _count(
        self, values: Mapping[str, object], tally: _Tally, orders: Mapping[str, str], in_year: int
    ) -> tuple[str, Said] | None:
        """Count rows that are alike by every rule that wants them; return what hinders, then nothing is."""
        wanted = [
            rule
            for rule, tests in zip(self._profile.counts, self._where, strict=True)
            if all(test(values[name]) for name, test in tests.items())
        ]
        found: list[tuple[CountRule, int, int]] = []
        blank: list[str] = []
        for rule in wanted:
            value = values[rule.month]
            if _is_blank(value):
                blank.append(rule.code)
                continue
            month = read_month(value, orders[rule.month], in_year)
            if month is None:
                return rule.month, Said(_NO_MONTH, value=value)
            found.append((rule, *month))
        if wanted and not found:
            return wanted[0].month, Said(_BLANK)
        own = [(rule, month) for rule, year, month in found if year == self._year]
        self._undated.update(dict.fromkeys(blank, tally.rows))
        if not wanted:
            self._leave(values, tally.rows)
        elif not own:
            self._other_years[found[0][1]] += tally.rows
        for rule, in_month in own:
            if not rule.after or _is_later(values, rule, orders):
                self._add(rule, in_month, values, tally)
        return None

    def _add(self, rule: CountRule, month: int, values: Mapping[str, object], tally: _Tally) -> None:
        self._own.add((rule.code, month))
        if rule.distinct:
            if not _is_blank(values[rule.distinct]):
                self._distinct[rule.code, month].add(fold.__wrapped__(text_in(values[rule.distinct])))
        elif rule.quantity:
            at = self._quantities.index(rule.quantity)
            if tally.said[at]:
                self._counts[rule.code, month] += tally.sums[at]
        else:
            self._counts[rule.code, month] += tally.rows

    def _is_twice(self, data: Data, row: int, identity: tuple[object, ...]) -> bool:
        if all(map(_is_blank, identity)):
            return False  # nothing to know it again by
        key = hash(tuple(fold.__wrapped__(text_in(value)) for value in identity))
        if first := self._identities.get(key):
            self._twice.append((first, Where(place_of(data.table), row)))
            return True
        self._identities[key] = Where(place_of(data.table), row)
        self._refuse_too_many(data, len(self._identities))
        return False

    def _reject(self, rejected: Rejected) -> None:
        if rejected.mark in self._marks:
            self._marks.remove(rejected.mark)
        if len(self._rejected) < MOST_REJECTED:
            self._rejected.append(rejected)

    def _give_back(self, data: Data, faults: Mapping[tuple[object, ...], tuple[str, Said]]) -> None:
        """Find the rows that hold what could not be understood, to give them back."""
        columns, key_of = data.heading.columns, self._key_of(data)
        days = [place for place, name in enumerate(self._told) if name in self._months]
        for row, cells in data.rows(days=[columns[name] for name in self._months if name in columns]):
            if fault := faults.get(_with_plain_days(key_of(cells), days)):
                refuse_year_between(data, row, cells, self._year)
                self._reject(_rejected(data, row, cells, columns.get(fault[0], -1), fault[1]))

    def read_across(self, data: Data) -> None:
        """Read a table whose months stand side by side: a row is a figure, a cell its month."""
        columns, decimal = data.heading.columns, self._profile.decimal
        titles = data.heading.titles
        months = self._own_months(data)
        for row, cells in data.rows({titles[place]: place for place in months}):
            self._rows += 1
            values = {name: cells[columns[name]] if name in columns else None for name in self._told}
            rules = [
                rule
                for rule, tests in zip(self._profile.counts, self._where, strict=True)
                if all(test(values[name]) for name, test in (*tests.items(), *self._wanted.items()))
            ]
            if not rules:
                self._leave(values, 1)
                continue
            if data.heading.given_back and self._is_known(data, row, cells):
                continue
            said = {place: cells[place] for place in months if not is_nothing(cells[place])}
            amounts = {place: read_count(value, decimal) for place, value in said.items()}
            if None in amounts.values():
                place = next(place for place, amount in amounts.items() if amount is None)
                self._rejected_count += 1
                self._reject(_rejected(data, row, cells, place, Said(_NO_NUMBER, value=cells[place])))
                continue
            for rule in rules:
                for place, amount in amounts.items():
                    self._refuse_second_row(data, rule, months[place], row)
                    self._own.add((rule.code, months[place]))
                    self._counts[rule.code, months[place]] += amount or 0

    def _refuse_second_row(self, data: Data, rule: CountRule, month: int, row: int) -> None:
        """Raise ``FileProblem`` where two rows give one item's month: a part of it, or the same again."""
        first = self._pairs.setdefault((rule.place, month), row)
        if first != row and not self._profile.added:
            raise FileProblem(
                N_(
                    "{file}: rows {first} and {second} both give item {code}. Name one of them in “agar” "
                    "of profile {profile}, line {line}; if they are to be added up, write “qoshiladi = true” "
                    "into [oqish]."
                ),
                file=place_of(data.table), first=first, second=row, code=rule.code,
                profile=self._profile.path.name, line=rule.line,
            )  # fmt: skip

    def _own_months(self, data: Data) -> dict[int, int]:
        """Return the columns of the plan's months by place: none of another year, none twice."""
        found: dict[int, int] = {}
        for place, month in data.heading.months.items():
            title = data.heading.titles[place]
            period = read_period(title, self._year)
            if period is None or period.year != self._year:
                continue
            if title_says_no_year(title, self._year):
                refuse_other_year(data, self._year)
            twin = next((p for p, known in found.items() if known == month), None)
            if twin is not None:
                raise FileProblem(
                    N_(
                        "{file}: two columns are headed with the same month, {left} and {right} (“{title}”). "
                        "Leave one of them in the file."
                    ),
                    file=place_of(data.table), left=column_letter(twin + 1),
                    right=column_letter(place + 1), title=title,
                )  # fmt: skip
            found[place] = month
        if not found:
            raise FileProblem(
                N_("{file}: no column is headed with a month of {year}. Its columns: {known}."),
                file=place_of(data.table), year=str(self._year),
                known=", ".join(f"“{title}”" for title in data.heading.titles.values()),
            )  # fmt: skip
        return found


def _is_later(values: Mapping[str, object], rule: CountRule, orders: Mapping[str, str]) -> bool:
    """Tell whether a row's day is later than that of the field it must come after, which may be blank."""
    before = read_day(values[rule.after], orders[rule.after])
    day = read_day(values[rule.month], orders[rule.month])
    return before is None or (day is not None and day > before)


def _rejected(data: Data, row: int, cells: Sequence[object], place: int, reason: Said) -> Rejected:
    title = data.heading.titles.get(place) or (column_letter(place + 1) if place >= 0 else "")
    return Rejected(row, title, reason, data.cells(cells), place_of(data.table), data.mark(cells))


def _picker(places: Sequence[int | None]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    """Return a function that takes the cells at these places; None stands for a column that is not there."""
    known = [place for place in places if place is not None]
    if len(known) == len(places) > 1:
        return itemgetter(*known)
    return lambda cells: tuple(None if place is None else cells[place] for place in places)


_DAY = 10  # signs of a day in figures alone


def _with_plain_days(key: tuple[object, ...], places: Iterable[int]) -> tuple[object, ...]:
    """Take the hour off the days of a key: rows of one day are alike."""
    for place in places:
        value = key[place]
        if isinstance(value, datetime):
            key = (*key[:place], date(value.year, value.month, value.day), *key[place + 1 :])
        elif type(value) is str and len(value) > _DAY and value[_DAY] in "T " and _is_day(value[:_DAY]):
            key = (*key[:place], value[:_DAY], *key[place + 1 :])
    return key


def _is_day(text: str) -> bool:
    """Tell whether ten signs are a day, ``2025-03-05``, ``05.03.2025``: ``12-yanvar, 2024`` has none."""
    figures = (text[:4], text[5:7], text[8:]) if text[4] in "-./" else (text[:2], text[3:5], text[6:])
    return all(map(str.isdigit, figures))


def one_of(words: Iterable[str]) -> Callable[[object], bool]:
    """Return a test whether a cell says one of the words, in any spelling; ``*`` is anything but a blank."""
    known = {fold(word) for word in words}
    if ANY in known:
        return lambda value: not _is_blank(value)
    return lambda value: fold.__wrapped__(text_in(value)) in known


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and is_blank(value))
