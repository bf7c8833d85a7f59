"""Define the plan's records, frozen; each knows the cell it came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.dataclass import dataclass
from akmxl.core.spelling import DASH, fold
from akmxl.plan.registers import AGES

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from akmxl.plan.copies import CopyOf, MergedCopy
    from akmxl.plan.handed_in import HandedIn
    from akmxl.plan.imports import ImportReceipt
    from akmxl.plan.period import Period, WorkTime
    from akmxl.plan.reports import JournalRow, KeptTask, Receipt, Report

_ROW, _DATE = attrgetter("row"), attrgetter("date")


@dataclass(frozen=True)
class Figure:
    """The content of a cell that takes a figure.

    ``value`` is the number read (None: blank or not readable), ``dash`` that a ``-`` stands there
    (not planned, does not apply), ``fault`` the code of the rule that the cell breaks, ``shown`` the
    cell's text for a message, ``offered`` the number that the cell seems to mean.
    """

    place: Place
    value: int | None = None
    dash: bool = False
    fault: str | None = None
    shown: str = ""
    offered: int | None = None
    typed: bool = False  # a person's value, not the workbook's own formula
    by_formula: bool = False  # a formula stands in the cell, a person's or the workbook's own

    @property
    def blank(self) -> bool:
        return self.value is None and not self.dash and self.fault is None

    @property
    def said(self) -> int | str | None:
        """Return what the cell says: a number, ``-``, a text that is no number, or None."""
        if self.value is not None:
            return self.value
        return DASH if self.dash else (self.shown or None)


@dataclass(frozen=True)
class Section:
    """A section of the plan; ``place`` is the cell of its code."""

    code: str
    name: str
    place: Place


@dataclass(frozen=True)
class Item:
    """One row of the plan.

    ``kind``: item, total, group, part, task; ``adds_up``: flow, stock, task; ``source``: typed, computed,
    a register's sheet or import; ``rhythm``: monthly, quarterly, once or None.
    """

    code: str
    section: str
    parent: str | None
    kind: str
    adds_up: str
    source: str
    rhythm: str | None
    work_time: WorkTime | None
    printed_no: str
    name: str
    unit: str
    planned: Figure
    previous: Figure
    quarter_plans: tuple[int | None, ...]
    mechanism: str
    due_text: str
    window_text: str
    responsible: str
    services: tuple[str, ...]
    to_confirm: tuple[str, ...]
    row: int
    places: Mapping[str, Place]

    @property
    def measured(self) -> bool:
        """Whether the row has figures: every row but a group, which is only a heading."""
        return self.kind != "group"

    @property
    def window(self) -> tuple[int, ...] | None:
        """The months (1-12) in which the work is done; None when the due text is not known."""
        return self.work_time.months if self.work_time else None

    @property
    def plan(self) -> int | None:
        """The year's plan, None where there is none."""
        return self.planned.value


def parent_of(code: str, codes: Container[str]) -> str | None:
    """Return the row above in the numbering: ``9.4`` for ``9.4.1``; None for ``I.2``, as I is a section."""
    parts = code.split(".")
    candidates = (".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
    return next((candidate for candidate in candidates if candidate in codes), None)


@dataclass(frozen=True)
class Entry:
    """The figure of one item in one month (1-12), as it counts.

    ``figure`` is the month's cell in Oylik, ``value`` what counts (typed, else the register's, else
    the parts' sum), ``register`` what the register gives where the row is fed by one.
    """

    code: str
    month: int
    figure: Figure
    value: int | None
    register: int | None = None

    @property
    def place(self) -> Place:
        return self.figure.place

    @property
    def failed(self) -> bool:
        """Whether the cell breaks a rule of types, so that its value is not known."""
        return self.figure.fault is not None and self.value is None

    @property
    def filled(self) -> bool:
        """Whether the month holds a figure or a dash."""
        return self.value is not None or self.figure.dash


@dataclass(frozen=True)
class Day:
    """One row of the day log; ``columns`` holds visits by sector, loans, new and renewed readers."""

    date: date
    row: int
    columns: Mapping[str, Figure]
    visits: Figure  # the cell of the sum


class RowValues(Mapping[str, object]):
    """A row's values by field, looked up in the columns of its register when asked for."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: Mapping[str, Sequence[object]], place: int) -> None:
        self._columns = columns
        self._place = place

    def __getitem__(self, field: str) -> object:
        return self._columns[field][self._place]

    def get(self, field: str, default: object = None) -> object:
        column = self._columns.get(field)
        return default if column is None else column[self._place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowValues):
            return super().__eq__(other)
        if self._columns.keys() != other._columns.keys():
            return False
        here, there = self._place, other._place
        return all(column[here] == other._columns[field][there] for field, column in self._columns.items())

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Record:
    """One row of a register: ``values`` by field; ``date``, ``codes`` and ``quantity`` as read.

    ``id`` keeps the row's identity when it is sorted or edited; ``new_id`` says that reading gave it.
    """

    register: str
    row: int
    id: str
    values: Mapping[str, object]
    date: date | None
    codes: tuple[str, ...]
    quantity: int
    sheet: str
    columns: Mapping[str, int]
    new_id: bool = False

    @property
    def places(self) -> dict[str, Place]:
        """The row's cells by field, put together when asked for: there are thousands of rows."""
        return {field: Place(self.sheet, self.row, column) for field, column in self.columns.items()}

    @property
    def name(self) -> str:
        """The row's name in explanations, cell keys and submissions."""
        return self.id


TOLD = attrgetter("date", "codes", "quantity")
"""What a row says of when and for what it counts, and how much."""


class RecordIndex:
    """The rows of one register, found by item code and day, or by name."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._sorted: dict[str, tuple[Sequence[Record], Sequence[date]]] = {}

    @cached_property
    def _codes(self) -> Mapping[str, list[Record]]:
        """The rows that have a date, by item code."""
        found: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self._records:
            if record.date is not None:
                for code in record.codes:
                    found[code].append(record)
        return dict(found)

    def _by_day(self, code: str) -> tuple[Sequence[Record], Sequence[date]]:
        """Return an item's rows in the order of their days, and those days."""
        if code not in self._sorted:
            rows = sorted(self._codes.get(code, ()), key=_DATE)
            self._sorted[code] = rows, list(map(_DATE, rows))
        return self._sorted[code]

    @cached_property
    def names(self) -> Mapping[str, Record]:
        """The rows by name; the first where two have the same."""
        found: dict[str, Record] = {}
        for record in self._records:
            found.setdefault(record.name, record)
        return found

    @cached_property
    def told(self) -> frozenset[tuple[date | None, tuple[str, ...], int]]:
        """The different days, codes and quantities that rows have together: of thousands of rows a few."""
        return frozenset(map(TOLD, self._records))

    def days(self, code: str) -> Sequence[date]:
        """Return the days of an item's rows, in order."""
        return self._by_day(code)[1]

    def dated(
        self, wanted: Callable[[str], bool], first: date = date.min, last: date = date.max
    ) -> Sequence[Record]:
        """Return the rows between two days that have a wanted item, in the register's order."""
        several: list[Sequence[Record]] = []
        for code in filter(wanted, self._codes):
            records, days = self._by_day(code)
            several.append(records[bisect_left(days, first) : bisect_right(days, last)])
        found = list(chain.from_iterable(several))
        if len(several) > 1:  # a row may have two of the items
            found = list(dict(zip(map(id, found), found, strict=True)).values())
        return sorted(found, key=_ROW)


@dataclass(frozen=True)
class Explanation:
    """A row of Tekshiruv: the reason that a person wrote, and what else stands in the row."""

    key: str
    reason: str
    state: str
    values: Mapping[str, object]  # all columns by header, the unknown ones too
    place: Place | None = None  # the reason's cell
    said: tuple[str, ...] = ()  # rule, item, period, what: by these a row is known that lost its key


@dataclass(frozen=True)
class Approved:
    """A row of the plan as approved: its wording, unit and section when the workbook was made.

    ``kept`` holds the texts of other columns of Reja, by field; a field that was not approved yet is not in
    it. ``waited`` are the fields that were to be confirmed.
    """

    name: str
    unit: str
    section: str = ""  # unknown in workbooks made before the section was kept
    kept: Mapping[str, str] = field(default_factory=dict)
    waited: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """The settings of a plan: the tables and single cells of the sheet Sozlamalar."""

    units: Mapping[str, str]  # folded spelling -> unit
    services: Mapping[str, str]
    sectors: tuple[str, ...]
    event_kinds: Mapping[str, tuple[str, ...]]  # folded kind -> item codes
    event_kind_names: tuple[str, ...]
    list_kinds: tuple[str, ...]
    list_patterns: Mapping[str, str]  # folded kind -> the labels of its details, as a person begins with
    daily_items: Mapping[str, str]  # field of the day log -> item code
    thresholds: Mapping[tuple[str, str], float]  # (rule, item or "") -> value
    switched_off: Mapping[tuple[str, str], str]  # (rule, item or "") -> why the rule is not to speak
    holidays: frozenset[date]
    work_week: int
    first_period: Period | None
    worked: frozenset[date] = frozenset()  # rest days that are worked, because they were moved
    sector_spellings: Mapping[str, str] = field(default_factory=dict)  # folded spelling -> sector
    first_period_text: str = ""  # what stands there where it is not understood
    places: Mapping[str, Place] = field(default_factory=dict)
    unread_kinds: frozenset[str] = frozenset()  # folded kinds of events whose items are not understood
    idle_kinds: frozenset[str] = frozenset()  # folded kinds of events that count for no item
    centre_code: str = ""  # by which those above know the centre; empty where none is written
    written: Mapping[str, str] = field(default_factory=dict)  # what single cells say, by name; not blank ones

    def threshold(self, rule: str, item: str | None, default: float) -> float:
        """Return the threshold of the item, else of the rule, else the default."""
        return self.thresholds.get((rule, item or ""), self.thresholds.get((rule, ""), default))

    def day_item(self, column: str) -> str | None:
        """Return the item that a column of the day log counts for: a sector is part of the visits, an age of
        the readers.
        """
        whole = "new_readers" if column in AGES else "visits"
        return self.daily_items.get(column, self.daily_items.get(whole))

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked: by the work week, the holidays and the rest days that were moved."""
        return day in self.worked or (day.isoweekday() <= self.work_week and day not in self.holidays)


Closed = frozenset[tuple[int, str]]
"""Months (1-12) in which services were closed, by their folded names; an empty name is all of them."""


def is_closed(closed: Closed, item: Item, month: int) -> bool:
    """Tell whether all services of an item were closed in a month (1-12)."""
    if not closed:
        return False
    own = item.services and all((month, fold(service)) in closed for service in item.services)
    return (month, "") in closed or bool(own)


@dataclass(frozen=True)
class Plan:
    """The content of a plan workbook: the plan, its figures, registers, catalogue, journal and receipts.

    Pure data, without the file: it can be pickled and go to another process. Whoever needs cells beside it
    takes an ``OpenedPlan``.
    """

    path: Path
    year: int
    organisation: Mapping[str, str]
    settings: Settings
    sections: tuple[Section, ...]
    items: Mapping[str, Item]
    entries: Mapping[tuple[str, int], Entry]
    days: tuple[Day, ...]
    records: Mapping[str, tuple[Record, ...]]
    reports: tuple[Report, ...]
    journal: tuple[JournalRow, ...]
    approved: Mapping[str, Approved]
    last_year: Mapping[tuple[str, int], int]  # (code, month) -> last year's figure
    explanations: tuple[Explanation, ...]
    receipts: tuple[Receipt, ...]
    highest_ids: Mapping[str, int]  # register -> the highest id that a row of it ever had
    used_columns: Mapping[str, tuple[str, ...]]  # register -> the fields in use at the last check
    closed: Closed = frozenset()  # when which services were closed
    kept_tasks: tuple[KeptTask, ...] = ()  # the one-off tasks that were seen by the last check, and before
    known_rows: Mapping[str, str] = field(default_factory=dict)  # register -> the ids there at the last check
    imports: tuple[ImportReceipt, ...] = ()  # what other systems said, in the order in which it came
    last_year_unread: frozenset[tuple[str, int]] = frozenset()  # (code, month): no figure, and not blank
    hand_ins: tuple[HandedIn, ...] = ()  # the months that services handed in, as they stood then
    copy_of: CopyOf | None = None  # what the workbook is a service's copy of; None for the plan itself
    merged: tuple[MergedCopy, ...] = ()  # what was taken out of services' copies

    @cached_property
    def index(self) -> Mapping[str, RecordIndex]:
        """The registers' rows by item and day, and by name: register -> its index."""
        return {register: RecordIndex(records) for register, records in self.records.items()}

    @cached_property
    def worked_out(self) -> dict[str, object]:
        """What others work out of the whole plan and would work out again: kept with it, by name."""
        return {}

    @cached_property
    def children(self) -> Mapping[str, tuple[Item, ...]]:
        """The rows directly below each row, in the plan's order."""
        below: dict[str, list[Item]] = {}
        for item in self.items.values():
            if item.parent:
                below.setdefault(item.parent, []).append(item)
        return {code: tuple(items) for code, items in below.items()}

    @cached_property
    def has_unread(self) -> bool:
        """Whether any month's cell could not be read: in most plans none, and nobody need ask further."""
        return any(entry.failed for entry in self.entries.values())

    def parts(self, item: Item) -> tuple[Item, ...]:
        """Return the rows that a total adds up; none for a row of another kind."""
        return self.children.get(item.code, ()) if item.kind == "total" else ()

    def entry(self, code: str, month: int) -> Entry | None:
        """Return an item's entry of a month (1-12); None where it has none."""
        return self.entries.get((code, month))

    def value(self, code: str, month: int) -> int | None:
        """Return an item's figure in a month (1-12); None where it is not known."""
        entry = self.entries.get((code, month))
        return entry.value if entry else None

    def is_closed(self, item: Item, month: int) -> bool:
        """Tell whether all services of an item were closed in a month (1-12)."""
        return is_closed(self.closed, item, month)

    def report(self, code: str) -> Report | None:
        """Return the report with a code of the catalogue; None where there is none."""
        return next((report for report in self.reports if report.code == code), None)

    def journal_row(self, report: str, period: Period) -> JournalRow | None:
        """Return the newest version's row for a report and period, or None; of two, the one that was sent."""
        rows = [row for row in self.journal if row.report == report and row.period == period]
        return max(rows, key=lambda row: (row.version, row.sent is not None), default=None)

    def to_frame(self) -> DataFrame:
        """Return a tidy table: code, section, service, unit, period, actual; the year rows carry planned.

        An item with two services has its rows under both.
        """
        return plan_frame(self)


def plan_frame(plan: Plan) -> DataFrame:
    """Make a table, a row an item, service and period (``2025-01`` ... and the year).

    Actual stands by month, planned by year.
    """
    import pandas as pd  # late: the slowest to import of all

    rows: list[tuple[object, ...]] = []
    for item in plan.items.values():
        if not item.measured:
            continue
        for service in item.services or ("",):
            head = (item.code, item.section, service, item.unit)
            rows += (
                (*head, f"{plan.year}-{month:02d}", plan.value(item.code, month), None)
                for month in range(1, 13)
            )
            rows.append((*head, str(plan.year), None, item.plan))
    columns = ["code", "section", "service", "unit", "period", "actual", "planned"]
    return pd.DataFrame(rows, columns=columns).astype({"actual": "Int64", "planned": "Int64"})
