"""Take rows of an export as rows of a sheet: each cell is understood, or the row is rejected and says why."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold, nearest, nearest_code, tidy
from akmxl.core.text_length import LONGEST_TEXT, units
from akmxl.importers.days import order_of, read_day
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import is_nothing, read_count, text_in
from akmxl.importers.row_kinds import one_of
from akmxl.importers.rows import RUNS_OVER, Rejected, Where
from akmxl.importers.target import DAY_COUNTS, NEEDED, QUANTITY, SECTOR
from akmxl.plan.period import YEARS
from akmxl.plan.registers import DAILY, JOURNAL, LISTS
from akmxl.workbook.reading.figures import read_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.rows import Data
    from akmxl.importers.target import Target
    from akmxl.plan.model import Plan

MOST_ROWS = 200_000  # of a register; more are no list that people look through
_FIRST_PRINTED = 1500
_DATES = ("date", "report_due", "sent")
_COUNTS = ("participants", "women", "children", "hours", QUANTITY, "year_published", *DAY_COUNTS)


class Taken(NamedTuple):
    """A row that is understood: its number in the export, by what it is known, its values by field.

    ``cells`` are those of the export, to give it back where the sheet has no place for it; ``mark`` is that
    of a row that was given back before.
    """

    row: int
    identity: str
    values: Mapping[str, object]
    table: str = ""
    cells: tuple[object, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class TakenRows:
    """The rows of an export for a sheet; ``twice`` are pairs of rows of one identity."""

    rows: tuple[Taken, ...]
    rejected: tuple[Rejected, ...]
    twice: tuple[tuple[Where, Where], ...]
    filtered: int


class _Wrong(Exception):
    """Why a cell is not understood."""

    def __init__(self, message: str, /, **params: object) -> None:
        super().__init__(message)
        self.said = Said(message, **params)


def take(
    tables: Iterable[Data], profile: Profile, target: Target, plan: Plan, date_order: str = ""
) -> TakenRows:
    """Take the rows of an export for a sheet.

    Raises ``FileProblem`` where the file's own totals do not agree or it has too many rows, ``BadArgument``
    where the days of a column can be read in two ways.
    """
    taker = _Taker(profile, target, plan)
    for data in tables:
        taker.read(data, date_order)
    return TakenRows(tuple(taker.rows), tuple(taker.rejected), tuple(taker.twice), taker.filtered)


class _Taker:
    def __init__(self, profile: Profile, target: Target, plan: Plan) -> None:
        self._profile, self._target, self._plan = profile, target, plan
        self._readers = _readers(plan, target.sheet, profile.decimal)
        self._words = {
            name: {fold(theirs): ours for theirs, ours in words.items()}
            for name, words in profile.words.items()
        }
        self._filters = {name: one_of(words) for name, words in profile.filters.items()}
        below = (SECTOR, QUANTITY) if target.below_one_another else ()
        self._needed = (*NEEDED[target.sheet], *below)
        self._known: dict[str, int] = {}  # identity -> its place among the rows
        self.rows: list[Taken] = []
        self.rejected: list[Rejected] = []
        self.twice: list[tuple[Where, Where]] = []
        self.filtered = 0

    def read(self, data: Data, date_order: str) -> None:
        columns, fields = data.heading.columns, self._target.fields
        summed = {data.title(n): c for n, c in columns.items() if fields.get(n) in self._figures}
        if self._profile.control and not summed:
            raise FileProblem(
                N_("Profile {file}: “nazorat” needs a column of figures; [ustunlar] has none."),
                file=self._profile.path.name,
            )  # fmt: skip
        rows = []
        days = [column for name, column in columns.items() if fields.get(name) in _DATES]
        for row, cells in data.rows(summed, days):
            if data.runs_over(cells):
                reason = Said(RUNS_OVER)
                self.rejected.append(
                    Rejected(row, "", reason, data.cells(cells), place_of(data.table), data.mark(cells))
                )
                continue
            rows.append((row, cells))
            if len(rows) > MOST_ROWS:
                raise FileProblem(
                    N_("{file}: more than {most} rows; a sheet of the plan takes no more."),
                    file=place_of(data.table), most=MOST_ROWS,
                )  # fmt: skip
        asked = date_order or self._profile.date_order
        orders = {
            name: order_of(data.title(name), (cells[column] for _, cells in rows), asked)
            for name, column in columns.items()
            if fields.get(name) in _DATES
        }
        for row, cells in rows:
            self._take(data, row, cells, orders)
        for fault in data.table.faults:
            reason = Said(fault.message, **fault.params)
            self.rejected.append(Rejected(fault.row, "", reason, (), place_of(data.table)))

    @cached_property
    def _figures(self) -> tuple[str, ...]:
        sectors = self._plan.settings.sectors if self._target.sheet == DAILY else ()
        return (*_COUNTS, *sectors)

    def _take(self, data: Data, row: int, cells: Sequence[object], orders: Mapping[str, str]) -> None:
        columns = data.heading.columns
        raw: dict[str, object] = dict(self._profile.fixed)  # the file's own words go before it
        raw |= {
            name: cells[place] for name, place in columns.items() if name not in raw or _text(cells[place])
        }
        blank = next((name for name in self._filters if not _text(raw.get(name))), None)
        if blank is not None:  # below a merged cell nobody knows whose the row is
            self._reject(data, row, cells, blank, Said(N_("the cell is blank")))
            return
        if not all(test(raw.get(name)) for name, test in self._filters.items()):
            self.filtered += 1
            return
        values: dict[str, object] = {}
        for name, field in self._target.fields.items():
            try:
                value = self._value(name, field, raw.get(name), orders.get(name, "KOY"))
                self._refuse_year(field, value)
            except _Wrong as wrong:
                self._reject(data, row, cells, name, wrong.said)
                return
            if value is not None:
                values[field] = value
        if self._target.below_one_another:
            values = _of_sector(values)
        identity = self._identity(raw, values)
        place = self._known.get(identity) if identity.strip("|") else None
        if place is None:
            self._known[identity] = len(self.rows)
            own = (data.cells(cells), data.mark(cells)) if self._target.sheet == DAILY else ()
            self.rows.append(Taken(row, identity, values, place_of(data.table), *own))
        elif not self._joined(place, values):
            first = self.rows[place]
            self.twice.append((Where(first.table, first.row), Where(place_of(data.table), row)))

    def _joined(self, place: int, values: Mapping[str, object]) -> bool:
        """Join a row of a day with one that says other figures of it: files of one sector each."""
        first = self.rows[place]
        shared = set(first.values) & set(values) - {"date"}
        if self._target.sheet != DAILY or self._target.below_one_another or shared:
            return False
        self.rows[place] = first._replace(values={**first.values, **values})
        return True

    def _value(self, name: str, field: str, value: object, order: str) -> object:
        if self._words.get(name):
            value = self._words[name].get(fold(_text(value)), value)
        if field in self._figures and is_nothing(value):
            value = None
        if value is None or (isinstance(value, str) and not tidy(value)):
            if field in self._needed:
                raise _Wrong(N_("the cell is blank"))
            return None
        if field in _DATES:
            day = read_day(value, order)
            if day is None:
                raise _Wrong(N_("“{value}” is no day"), value=value)
            return day
        return self._readers.get(field, _read_text)(value)

    def _refuse_year(self, field: str, value: object) -> None:
        if field not in _DATES or value is None:
            return
        day: date = value  # type: ignore[assignment]
        year = self._plan.year
        if self._target.sheet == JOURNAL:
            fits = day.year in YEARS and day.year >= year
        else:
            fits = day.year <= year if self._target.sheet == LISTS else day.year == year
        if not fits:
            raise _Wrong(
                N_("the year {found} is not the plan's, {year}"), found=str(day.year), year=str(year)
            )

    def _identity(self, raw: Mapping[str, object], values: Mapping[str, object]) -> str:
        """Return the folded texts of the identity columns: of their values as they are understood."""
        if self._target.sheet == DAILY:
            sectors = [name for name in values if name in self._plan.settings.sectors]
            return "|".join([str(values["date"]), *(sectors if self._target.below_one_another else ())])
        names = self._profile.identity or tuple(self._profile.columns)
        fields = self._target.fields
        told = (values.get(fields[name]) if name in fields else raw.get(name) for name in names)
        return "|".join(fold(_text(value)) for value in told)

    def _reject(self, data: Data, row: int, cells: Sequence[object], name: str, reason: Said) -> None:
        place = data.heading.columns.get(name)
        title = name if place is None else data.heading.titles.get(place) or column_letter(place + 1)
        self.rejected.append(
            Rejected(row, title, reason, data.cells(cells), place_of(data.table), data.mark(cells))
        )


def _of_sector(values: Mapping[str, object]) -> dict[str, object]:
    """Return a row of one sector as a row of the day log: the quantity under the sector's name."""
    rest = {field: value for field, value in values.items() if field not in (SECTOR, QUANTITY)}
    return rest | {str(values[SECTOR]): values[QUANTITY]}


def _text(value: object) -> str:
    return text_in(value)


def _readers(plan: Plan, sheet: str, decimal: str) -> dict[str, Callable[[object], object]]:
    """Return the readers of the fields that take no plain text."""
    settings = plan.settings
    below = sheet == LISTS

    def counted(value: object) -> int:
        text = value[1:].strip() if isinstance(value, str) and value[:1] in ("-", "−") else value
        ends = text is not value or (isinstance(value, int | float) and value < 0)
        amount = read_count(-value if isinstance(value, int | float) and ends else text, decimal)
        if amount is None or (ends and not below):
            raise _Wrong(N_("“{value}” is no whole number of 0 or more"), value=value)
        return -amount if ends else amount

    def year_published(value: object) -> int:
        found = counted(value)
        if found not in range(_FIRST_PRINTED, plan.year + 2):
            raise _Wrong(N_("“{value}” is no year of a publication"), value=value)
        return found

    def code(value: object) -> str:
        found = read_code(value)
        if found in plan.items:
            return found
        raise _unknown(N_("item “{value}” is not in the plan"), value, nearest_code(_text(value), plan.items))

    sectors = {fold(name): name for name in settings.sectors} | dict(settings.sector_spellings)
    return {
        **dict.fromkeys((*_COUNTS, *(settings.sectors if sheet == DAILY else ())), counted),
        "code": code,
        "year_published": year_published,
        "event_kind": _one_of(N_("the kind of event “{value}” is not known"), settings.event_kind_names),
        "list_kind": _one_of(N_("the kind of list “{value}” is not known"), settings.list_kinds),
        SECTOR: _one_of(N_("the sector “{value}” is not known"), settings.sectors, sectors),
    }


def _one_of(
    message: str, names: Iterable[str], spellings: Mapping[str, str] | None = None
) -> Callable[[object], str]:
    choices = tuple(names)
    known = spellings or {fold(name): name for name in choices}

    def read(value: object) -> str:
        found = known.get(fold(_text(value)))
        if found is None:
            raise _unknown(message, value, nearest(_text(value), choices))
        return found

    return read


def _unknown(message: str, value: object, like: str | None) -> _Wrong:
    if like is None:
        return _Wrong(message, value=value)
    return _Wrong(N_("{what}; the nearest is “{like}”"), what=Said(message, value=value), like=like)


def _read_text(value: object) -> str:
    text = tidy(_text(value)) if not isinstance(value, str) or "\n" not in value else _text(value)
    if units(text) > LONGEST_TEXT:
        raise _Wrong(N_("the text is longer than a cell of Excel takes, {most} signs"), most=LONGEST_TEXT)
    return text
