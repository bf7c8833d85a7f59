"""Put the plans of several years side by side: which items are one and the same, and where they break."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.likeness import likeness
from akmxl.core.spelling import fold
from akmxl.plan.expected import complete
from akmxl.plan.period import Period
from akmxl.plan.rollup import figure_of, last_ended_month, percent_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pandas import DataFrame

    from akmxl.plan.model import Item, Plan

_SAME_TITLE = 0.7  # so alike are two wordings of one title; less, and the code means another item
_OF_ANOTHER_CODE = 0.85  # so alike must a title be to be named as the one of another code


@dataclass(frozen=True)
class Change:
    """What differs in an item's definition from the year before, old and new.

    ``what``: unit, kind, adds_up, source, parts or title (the code means another item).
    """

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class YearRow:
    """An item in one year: a row of the table.

    ``line`` tells which rows are one item over the years: its code, with a number where the code came to mean
    another item. ``fact`` is the year's figure, None unless the year is over and every month is known that
    ought to be; ``so_far`` what is known of it. ``complete_months``: the months (0-12) from January up to
    which nothing is missing. ``changes``: what differs from the year before; figures on the two sides of a
    change are not to be compared.
    """

    year: int
    code: str
    line: str
    section: str
    title: str
    unit: str
    plan: int | None
    fact: int | None
    so_far: int | None
    percent: float | None
    complete_months: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Renumbered:
    """An item that may be another code's of the year before: a person decides, nothing is put together."""

    year: int
    code: str
    title: str
    before_year: int
    before_code: str
    before_title: str


@dataclass(frozen=True)
class Trend:
    """Several years side by side.

    ``years`` in their order, ``missing`` those between them of which there is no plan, ``rows`` by item, then
    by year.
    """

    years: tuple[int, ...]
    rows: tuple[YearRow, ...]
    renumbered: tuple[Renumbered, ...] = ()

    @property
    def missing(self) -> tuple[int, ...]:
        return tuple(year for one, other in pairwise(self.years) for year in range(one + 1, other))

    @property
    def lines(self) -> dict[str, tuple[YearRow, ...]]:
        """The rows of each item over the years, in the plan's order."""
        found: dict[str, list[YearRow]] = {}
        for row in self.rows:
            found.setdefault(row.line, []).append(row)
        return {line: tuple(rows) for line, rows in found.items()}

    def to_frame(self) -> DataFrame:
        """Return the tidy table: a row an item and year; an unknown figure is missing, never 0."""
        return trend_frame(self)


def trend_of(plans: Sequence[Plan], today: date | None = None) -> Trend:
    """Put plans of different years side by side; ``today`` bounds what can have happened."""
    day = today or date.today()
    ordered = sorted(plans, key=lambda plan: plan.year)
    matching = _Matching()
    rows = [row for plan in ordered for row in matching.of_year(plan, day)]
    places = {line: place for place, line in enumerate(matching.order())}
    rows.sort(key=lambda row: (places[row.line], row.year))
    return Trend(tuple(plan.year for plan in ordered), tuple(rows), tuple(matching.renumbered))


class _Matching:
    """Follows the items from year to year, from the earliest on."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, Plan]] = {}  # code -> its line, and the plan that had it last
        self._lines: set[str] = set()
        self._years: list[list[str]] = []  # the lines of each year, in its plan's order
        self._plan: Plan | None = None
        self.renumbered: list[Renumbered] = []

    def of_year(self, plan: Plan, today: date) -> Iterator[YearRow]:
        """Yield the rows of a year's items."""
        new: list[Item] = []
        found: dict[str, tuple[str, Plan]] = {}
        for item in plan.items.values():
            if not item.measured:
                continue
            line, changes = self._followed(plan, item)
            if line not in self._lines or any(one.what == "title" for one in changes):
                new.append(item)
            self._lines.add(line)
            found[item.code] = line, plan
            yield _row(plan, item, line, changes, today)
        self.renumbered += self._moved(plan, new)
        self._last |= found
        self._years.append([line for line, _ in found.values()])
        self._plan = plan

    def order(self) -> list[str]:
        """Return the lines in the newest plan's order; one that it lacks where it stood before."""
        found: list[str] = []
        for lines in reversed(self._years):
            before = -1
            for line in lines:
                if line not in found:
                    found.insert(before + 1, line)
                before = found.index(line)
        return found

    def _followed(self, plan: Plan, item: Item) -> tuple[str, tuple[Change, ...]]:
        """Return the line that an item belongs to, and what changed in it since the year before."""
        if item.code not in self._last:
            return item.code, ()
        line, before = self._last[item.code]
        old = before.items[item.code]
        if not _is_same(item, before):
            base, _, number = line.partition(" / ")
            change = Change("title", old.name, item.name)
            return f"{base} / {int(number or 1) + 1}", (change,)
        return line, tuple(_changes(before, old, plan, item))

    def _moved(self, plan: Plan, new: Sequence[Item]) -> Iterator[Renumbered]:
        """Yield the new items that are worded as one of the year before that is gone."""
        before = self._plan
        if before is None:
            return
        gone = [
            old
            for old in before.items.values()
            if old.measured and (old.code not in plan.items or plan.items[old.code] in new)
        ]
        for item in new:
            like = max(gone, key=lambda old: _title_likeness(old, item), default=None)
            if like and like.code != item.code and _title_likeness(like, item) >= _OF_ANOTHER_CODE:
                yield Renumbered(plan.year, item.code, item.name, before.year, like.code, like.name)


def _is_same(item: Item, before: Plan) -> bool:
    """Tell whether a code means what it meant: its title is alike, and like no other item of before more."""
    old = before.items[item.code]
    own = _title_likeness(old, item)
    if own == 1.0 or not item.name or not old.name:
        return True
    if own < _SAME_TITLE:
        return False
    others = (other for other in before.items.values() if other.code != item.code and other.measured)
    return all(_title_likeness(other, item) <= own for other in others)


def _title_likeness(one: Item, other: Item) -> float:
    """Return how alike two titles are, whatever year they name."""
    return likeness(one.name, other.name) if one.name and other.name else 0.0


def _changes(before: Plan, old: Item, plan: Plan, new: Item) -> Iterator[Change]:
    if fold(old.unit) != fold(new.unit):
        yield Change("unit", old.unit, new.unit)
    for what in ("kind", "adds_up", "source"):
        if getattr(old, what) != getattr(new, what):
            yield Change(what, getattr(old, what), getattr(new, what))
    parts, others = _parts(before, old), _parts(plan, new)
    if old.kind == new.kind == "total" and parts != others:
        yield Change("parts", ", ".join(parts), ", ".join(others))


def _parts(plan: Plan, item: Item) -> tuple[str, ...]:
    return tuple(part.code for part in plan.parts(item))


def _row(plan: Plan, item: Item, line: str, changes: tuple[Change, ...], today: date) -> YearRow:
    so_far = figure_of(plan, item, Period.whole(plan.year), today)
    months = complete_months(plan, item, today)
    fact = so_far if months == 12 else None
    return YearRow(
        year=plan.year,
        code=item.code,
        line=line,
        section=item.section,
        title=item.name,
        unit=item.unit,
        plan=item.plan,
        fact=fact,
        so_far=so_far,
        percent=percent_of(fact, item.plan),
        complete_months=months,
        changes=changes,
    )


def complete_months(plan: Plan, item: Item, today: date) -> int:
    """Return up to which month (0-12) that has ended every figure is there that ought to be."""
    last = last_ended_month(plan.year, today)
    return next((month - 1 for month in range(1, last + 1) if not _known(plan, item, month)), last)


def _known(plan: Plan, item: Item, month: int) -> bool:
    entry = plan.entry(item.code, month)
    return not (entry is not None and entry.failed) and complete(plan, item, month)


def trend_frame(trend: Trend) -> DataFrame:
    """Make the tidy table of several years: year, code, line, section, title, unit, plan, fact, ..."""
    import pandas as pd  # late: the slowest to import of all

    rows = [
        (
            row.year, row.code, row.line, row.section, row.title, row.unit, row.plan, row.fact, row.so_far,
            row.percent, row.complete_months, "; ".join(change.what for change in row.changes),
        )
        for row in trend.rows
    ]  # fmt: skip
    columns = [
        "year", "code", "line", "section", "title", "unit", "plan", "fact", "so_far", "percent",
        "complete_months", "changed",
    ]  # fmt: skip
    whole = dict.fromkeys(("plan", "fact", "so_far"), "Int64")
    return pd.DataFrame(rows, columns=columns).astype(whole | {"percent": "Float64"})
