"""Count what an export says for items and months: rows, sums of a column, different values of one.

Rows are added up as they are read, by what decides of them; so millions of them take little memory, and no
reader's name is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import fold
from akmxl.importers.days import order_of, read_day, read_month
from akmxl.importers.heading import place_of
from akmxl.importers.ledger import Counted, Ledger
from akmxl.importers.months_across import count_across
from akmxl.importers.numbers import is_nothing, read_count, text_in
from akmxl.importers.rejects import NO_NUMBER
from akmxl.importers.row_kinds import is_blank_cell
from akmxl.importers.rows import Where
from akmxl.importers.tally import Tally, picker, with_plain_days
from akmxl.importers.years import refuse_months, refuse_year_between, year_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from akmxl.importers.profile.profile import CountRule, Profile
    from akmxl.importers.rows import Data

MOST_KEYS = 3_000_000  # different rows that are told apart in memory
_NOTHING = -1  # of a cell of figures that says none

_BLANK = N_("the cell is blank")
_NO_MONTH = N_("“{value}” is no day or month")


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
    ledger = Ledger(profile, year, marks)
    counter = _Counter(ledger)
    for data in tables:
        if profile.across:
            count_across(data, ledger)
        else:
            counter.read(data, date_order)
        ledger.close(data)
    return ledger.result()


class _Counter:
    """Counts tables whose rows have a day or a month each."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._rejects = ledger, ledger.rejects
        self._profile, self._year = ledger.profile, ledger.year
        self._told, self._months, self._quantities = ledger.told, ledger.months, ledger.quantities
        self._identities: dict[int, Where] = {}

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
            blank = next((name for name in self._ledger.wanted if is_blank_cell(values[name])), None)
            if blank is not None:  # below a merged cell nobody knows whose the row is
                faults[key] = blank, Said(_BLANK)
                self._rejects.count += tally.rows
            elif not all(test(values[name]) for name, test in self._ledger.wanted.items()):
                self._ledger.leave(values, tally.rows)
            elif fault := self._count(values, tally, orders, year):
                faults[key] = fault
                self._rejects.count += tally.rows
        self._rejects.add_faults(data.table)
        if faults:
            self._give_back(data, faults)

    def _add_up(self, data: Data) -> dict[tuple[object, ...], Tally]:
        columns = data.heading.columns
        key_of = self._key_of(data)
        identity_of = picker([columns.get(name) for name in self._profile.identity])
        days = [place for place, name in enumerate(self._told) if name in self._months]
        in_days = [columns[name] for name in self._months if name in columns]
        given_back, text = data.heading.given_back, data.table.texts
        sums = [columns.get(name, -1) for name in self._quantities]
        numbers: dict[object, int | None] = {None: _NOTHING, "": _NOTHING}
        odd = not data.table.texts  # a cell may be true or false there
        tallies: dict[tuple[object, ...], Tally] = {}
        summed = {name: columns[name] for name in self._quantities if name in columns}
        for row, cells in data.rows(summed, in_days):
            self._ledger.rows += 1
            if (given_back and self._rejects.is_known(data, row, cells)) or (
                text and self._rejects.runs_over(data, row, cells)
            ):
                continue
            amounts = [numbers.get(cells[place]) if place >= 0 else _NOTHING for place in sums]
            if None in amounts or odd:
                amounts = [self._number(numbers, cells[place]) if place >= 0 else _NOTHING for place in sums]
                self._refuse_too_many(data, len(numbers))
            if None in amounts:
                place = sums[amounts.index(None)]
                self._rejects.reject(data, row, cells, place, Said(NO_NUMBER, value=cells[place]))
                continue
            if self._profile.identity and self._is_twice(data, row, identity_of(cells)):
                continue
            key = key_of(cells)
            tally = tallies.get(key)
            if tally is None:
                tally = tallies.setdefault(with_plain_days(key, days), Tally(len(sums)))
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
        return picker([*places, data.heading.year] if data.heading.year is not None else places)

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
        self, values: Mapping[str, object], tally: Tally, orders: Mapping[str, str], in_year: int
    ) -> tuple[str, Said] | None:
        """Count rows that are alike by every rule that wants them; return what hinders, then nothing is."""
        wanted = [
            rule
            for rule, tests in zip(self._profile.counts, self._ledger.where, strict=True)
            if all(test(values[name]) for name, test in tests.items())
        ]
        found: list[tuple[CountRule, int, int]] = []
        blank: list[str] = []
        for rule in wanted:
            value = values[rule.month]
            if is_blank_cell(value):
                blank.append(rule.code)
                continue
            month = read_month(value, orders[rule.month], in_year)
            if month is None:
                return rule.month, Said(_NO_MONTH, value=value)
            found.append((rule, *month))
        if wanted and not found:
            return wanted[0].month, Said(_BLANK)
        own = [(rule, month) for rule, year, month in found if year == self._year]
        self._ledger.undated.update(dict.fromkeys(blank, tally.rows))
        if not wanted:
            self._ledger.leave(values, tally.rows)
        elif not own:
            self._ledger.other_years[found[0][1]] += tally.rows
        for rule, in_month in own:
            if not rule.after or _is_later(values, rule, orders):
                self._ledger.add(rule, in_month, values, tally)
        return None

    def _is_twice(self, data: Data, row: int, identity: tuple[object, ...]) -> bool:
        if all(map(is_blank_cell, identity)):
            return False  # nothing to know it again by
        key = hash(tuple(fold.__wrapped__(text_in(value)) for value in identity))
        if first := self._identities.get(key):
            self._ledger.twice.append((first, Where(place_of(data.table), row)))
            return True
        self._identities[key] = Where(place_of(data.table), row)
        self._refuse_too_many(data, len(self._identities))
        return False

    def _give_back(self, data: Data, faults: Mapping[tuple[object, ...], tuple[str, Said]]) -> None:
        """Find the rows that hold what could not be understood, to give them back."""
        columns, key_of = data.heading.columns, self._key_of(data)
        days = [place for place, name in enumerate(self._told) if name in self._months]
        for row, cells in data.rows(days=[columns[name] for name in self._months if name in columns]):
            if fault := faults.get(with_plain_days(key_of(cells), days)):
                refuse_year_between(data, row, cells, self._year)
                self._rejects.give_back(data, row, cells, columns.get(fault[0], -1), fault[1])


def _is_later(values: Mapping[str, object], rule: CountRule, orders: Mapping[str, str]) -> bool:
    """Tell whether a row's day is later than that of the field it must come after, which may be blank."""
    before = read_day(values[rule.after], orders[rule.after])
    day = read_day(values[rule.month], orders[rule.month])
    return before is None or (day is not None and day > before)
