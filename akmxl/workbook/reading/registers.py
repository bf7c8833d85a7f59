"""Read the day log and the registers; compute what they give a month of an item."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from akmxl.core.cell_values import whole_number
from akmxl.core.cells import Cell, Place
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import BadArgument
from akmxl.core.spelling import fold
from akmxl.core.unseen import without_breaks
from akmxl.core.vocabulary import meaning
from akmxl.plan import registers
from akmxl.plan.model import Day, Figure, Record, RowValues
from akmxl.plan.period import WHOLE_YEAR, Period, month_end
from akmxl.plan.period_words import day_in, due_day_in
from akmxl.plan.reports import JournalRow
from akmxl.plan.unread_rows import unread_among
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.figures import plain_quantity, read_codes, read_figure, read_quantity, show
from akmxl.workbook.reading.no_records import no_days, no_letters, no_records, written_rows
from akmxl.workbook.reading.setting_cells import read_any, read_report_items

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.imports import Imported
    from akmxl.plan.model import Item, Settings
    from akmxl.plan.reports import Report
    from akmxl.workbook.plan_file import PlanFile, SheetView

T = TypeVar("T")

_EQUAL_TO_OTHERS = frozenset([bool, float])  # True is 1, and so is 1.0, to whoever compares values
_COUNTED_BY = attrgetter("date", "codes", "quantity")
_ID_DIGITS = 9  # a longer number is none that akmxl ever gave
_COUNTED = ("loans", "new_readers", "renewed_readers", *registers.AGES)


def sector_columns(view: SheetView, settings: Settings) -> dict[str, int]:
    """Return sector -> its column in the day log, by header, in any of the sector's spellings."""
    known = settings.sector_spellings
    titles = {column: _as_sector(title, known) for column, title in view.titles.items()}
    found = {known[title]: column for column, title in titles.items() if title in known}
    return {name: found[name] for name in settings.sectors if name in found}


def _as_sector(title: str, known: Mapping[str, str]) -> str:
    """Fold a heading; where a break of another program stands in one of its words, to the known sector."""
    folded, whole = fold(title), without_breaks(title)
    return folded if folded in known or whole is title else fold(whole)


def read_days(file: PlanFile, settings: Settings) -> tuple[Day, ...]:
    """Read the rows of Kundalik that carry a date."""
    view = file.views[registers.DAILY]
    columns = sector_columns(view, settings) | {
        field: view.columns[field] for field in _COUNTED if field in view.columns
    }
    typed = {name: (column, view.grid.values(column)) for name, column in columns.items()}
    dates = view.values("date")
    days = []
    for row in view.rows:
        day = day_in(dates.get(row))
        if day is None:
            continue
        figures = {
            name: read_figure(view.at(row, column), view.place(row, "date").in_column(column))
            for name, (column, values) in typed.items()
            if row in values
        }
        visits = read_figure(view.cell(row, "visits"), view.place(row, "visits"))
        days.append(Day(day, row, figures, visits))
    return tuple(days)


def undated_rows(file: PlanFile, settings: Settings) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows of the day log that hold figures and no day that can be read, with their fields."""
    view = file.views[registers.DAILY]
    columns = sector_columns(view, settings)
    columns |= {field: view.columns[field] for field in _COUNTED if field in view.columns}
    others, dates = no_days(view), view.values("date")
    for row in view.rows:
        if day_in(dates.get(row)) is None and row not in others:
            fields = tuple(name for name, c in columns.items() if text_of(view.at(row, c).value))
            visits = view.cell(row, "visits")
            fields = fields or (("visits",) if says(visits.value) and not visits.formula else ())
            if fields:
                yield row, fields


def lost_months(
    file: PlanFile, settings: Settings, days: Iterable[Day], year: int
) -> Iterator[tuple[str, int]]:
    """Yield fields and months of the day log that rows without a readable day may belong to.

    These are the months in which a day has no row; where no month lacks one, any.
    """
    rows = list(undated_rows(file, settings))
    if not rows:
        return
    dated = Counter(day.month for day in {one.date for one in days} if day.year == year)
    short = [month for month in WHOLE_YEAR if dated[month] < month_end(year, month).day]
    for field in {name if name in _COUNTED else "visits" for _, fields in rows for name in fields}:
        yield from ((field, month) for month in short or WHOLE_YEAR)


def visits_of(day: Day) -> Figure:
    """Return the day's visits: the sectors' sum; a typed sum counts where no sector has a figure."""
    if not day.columns:
        return _typed_sum(day)
    sectors = [figure for name, figure in day.columns.items() if name not in _COUNTED]
    if any(figure.fault and figure.value is None for figure in sectors):
        return Figure(day.visits.place, fault="part")
    known = [figure.value for figure in sectors if figure.value is not None]
    if known:
        return Figure(day.visits.place, sum(known))
    return _typed_sum(day)


def _typed_sum(day: Day) -> Figure:
    return day.visits if day.visits.typed and not day.visits.by_formula else Figure(day.visits.place)


def read_records(
    file: PlanFile, settings: Settings, highest_ids: Mapping[str, int]
) -> dict[str, tuple[Record, ...]]:
    """Read the rows of the four registers, by sheet; ``highest_ids`` are the highest that were ever given."""
    return {
        sheet.name: tuple(_records(file.views[sheet.name], settings, highest_ids.get(sheet.name, 0)))
        for sheet in layout.REGISTER_SHEETS
    }


def _records(view: SheetView, settings: Settings, highest_id: int) -> Iterator[Record]:
    """Read the rows of a register in which people have written; by column, as there are thousands."""
    rows = written_rows(view)
    if others := no_records(view, rows, settings):
        rows = [row for row in rows if row not in others]
    columns = {field: _in_rows(view.values(field), rows) for field in view.columns}
    columns |= {field: _numbers(columns[field]) for field in _FIGURES & columns.keys()}
    blank = [None] * len(rows)
    days = list(_told(columns.get("date", blank), day_in))
    columns["date"] = [day or typed for day, typed in zip(days, columns.get("date", blank), strict=True)]
    ids, new = _ids(columns.get("id", blank), highest_id)
    return map(
        Record,
        repeat(view.layout.name),
        rows,
        ids,
        map(RowValues, repeat(columns), range(len(rows))),
        days,
        _codes(columns, blank, settings),
        _quantities(view, rows),
        repeat(view.name),
        repeat(view.columns),
        new,
    )


_FIGURES = frozenset({"participants", "women", "children", "quantity", "hours", *registers.AGES})


def _numbers(values: Sequence[object]) -> Sequence[object]:
    """Return figures that stand as texts as the numbers that they are read as (TYP02)."""
    if str not in set(map(type, values)):
        return values
    return [_number(value) if isinstance(value, str) else value for value in values]


def _number(text: str) -> object:
    value = read_figure(Cell(text, None, 0), _NO_PLACE).value
    return text if value is None else value


_NO_PLACE = Place("", 0, 0)


def _in_rows(values: Mapping[int, object], rows: Sequence[int]) -> Sequence[object]:
    """Return a column's values in the order of the rows; None where there is none."""
    if len(values) >= len(rows) > 0 and list(values)[-len(rows) :] == list(rows):  # no blanks, as in most
        return list(values.values())[-len(rows) :]
    return list(map(values.get, rows))


def _told(values: Sequence[object], tell: Callable[[object], T]) -> Iterator[T]:
    """Return what is told of each value of a column; few of them are different."""
    if not _EQUAL_TO_OTHERS.isdisjoint(map(type, values)):
        return map(tell, values)
    known = {value: tell(value) for value in set(values)}
    return map(known.__getitem__, values)


def _ids(given: Sequence[object], highest: int) -> tuple[Sequence[str], Iterable[bool]]:
    """Return each row's id, and whether it is new.

    Rows without an id, or with one copied from a row above, get the next number never given yet.
    """
    if set(map(type, given)) == {int} and _are_ids(given):  # type: ignore[arg-type]
        return list(map(str, given)), repeat(False)  # as in every register that was checked before
    names = list(map(text_of, given))
    numbers = [whole_number(name, _ID_DIGITS) for name in names]
    if len(set(names)) == len(names) and None not in numbers:
        return names, repeat(False)
    following = max([highest, *(number or 0 for number in numbers)]) + 1
    seen: set[str] = set()
    new = []
    for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
        new.append(number is None or name in seen)
        if new[-1]:
            names[place], following = str(following), following + 1
        seen.add(names[place])
    return names, new


def _are_ids(numbers: Sequence[int]) -> bool:
    return len(set(numbers)) == len(numbers) and min(numbers) >= 0 and max(numbers) < 10**_ID_DIGITS


def _codes(
    columns: Mapping[str, Sequence[object]], blank: Sequence[object], settings: Settings
) -> Iterator[tuple[str, ...]]:
    """Return the item codes of the rows: those of a row's kind, or the one that is written there."""
    if "event_kind" in columns:
        return _told(columns["event_kind"], lambda kind: settings.event_kinds.get(fold(text_of(kind)), ()))
    return _told(columns.get("code", blank), lambda written: read_codes(written)[:1])


def _quantities(view: SheetView, rows: Iterable[int]) -> Iterable[int]:
    if "quantity" not in view.columns:
        return repeat(0)
    return (_quantity(view, row) for row in rows)


def _quantity(view: SheetView, row: int) -> int:
    value = view.values("quantity").get(row)
    if type(value) is int and row not in view.grid.formulas(view.columns["quantity"]):
        return plain_quantity(value)  # as in nearly all of thousands of rows
    return read_quantity(view.cell(row, "quantity"), view.place(row, "quantity"))


def read_journal(file: PlanFile) -> tuple[JournalRow, ...]:
    """Read the rows of Hisobotlar: those of reports, and those that people added."""
    view = file.views[registers.JOURNAL]
    others = no_letters(view)
    return tuple(_journal_row(view, row) for row in view.filled_rows() if row not in others)


_DAYS = {"report_due": due_day_in, "rule_due": day_in, "sent": day_in}


def _journal_row(view: SheetView, row: int) -> JournalRow:
    written = view.cell(row, "period").value
    text = show(written) if isinstance(written, date) else text_of(written)
    period = _period(text)
    state = view.text(row, "state")
    values = {field: view.cell(row, field).value for field in view.columns}
    values |= {field: day for field, read in _DAYS.items() if (day := read(values.get(field)))}
    sent = values.get("sent")
    return JournalRow(
        report=code_letters(view.text(row, "report")),
        period=period,
        period_text=str(period) if period else text,  # as receipts have it
        row=row,
        state=meaning("state", state) or state,
        version=read_version(view.cell(row, "version").value) or 1,
        number=view.text(row, "number"),
        sent=sent if isinstance(sent, date) else None,
        text=text_of(view.cell(row, "text").value),
        values=values,
        places={field: view.place(row, field) for field in view.columns},
    )


def read_version(value: object) -> int | None:
    """Return the version that a cell of the journal says, 1 where it is blank; None for anything else."""
    text, fault, _ = read_any(value)
    return None if fault else whole_number(text) if text else 1


def items_of_letter(row: JournalRow, of_report: Iterable[str]) -> tuple[str, ...]:
    """Return the items that a letter counts for: those of its row, else those of its report."""
    read = read_report_items(row.values.get("items"))
    return tuple(of_report) if read.fault and not read.value else read.value


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except BadArgument:
        return None


class RegisterFigures:
    """The figures that day log, registers, journal and imports give for each month, computed once.

    A month without any row is unknown (None), not 0; unknown too is a month over a cell of the day log, or a
    row of a register, that could not be read.
    """

    def __init__(
        self,
        days: Iterable[Day],
        records: Mapping[str, Sequence[Record]],
        journal: Iterable[JournalRow],
        reports: Iterable[Report],
        settings: Settings,
        year: int,
        items: Container[str],
        lost: Iterable[tuple[str, int]] = (),
        imported: Mapping[tuple[str, int], Imported] | None = None,
    ) -> None:
        """Count everything once.

        ``items`` are the plan's codes; ``lost`` the fields and months of the day log that a row without a
        readable date may belong to; ``imported`` the counts of other systems by code and month.
        """
        self._imported = imported or {}
        self._daily = _daily_sums(days, settings, year)
        self._in_day_log = frozenset(settings.daily_items.values())
        self._failed = {key for key, value in self._daily.items() if value is None}
        self._failed.update((settings.daily_items.get(field, ""), month) for field, month in lost)
        self._unread: set[tuple[str, str | None, int]] = set()  # register, item (None: any of its), month
        self._counts: dict[tuple[str, str, int], int] = defaultdict(int)
        self._earlier: dict[str, int] = defaultdict(int)
        for register, rows in records.items():
            self._count(register, rows, year)
            for found in set(unread_among(register, rows, items, settings, year)):
                self._unread.update((register, c, m) for c in found.codes or (None,) for m in found.months)
        of_report = {report.code: report.items for report in reports}
        for row in journal:
            listed = items_of_letter(row, of_report.get(row.report, ()))
            self._count_letter(row, listed, year)

    def _count(self, register: str, records: Iterable[Record], year: int) -> None:
        lists = register == registers.LISTS
        for (day, codes, quantity), rows in Counter(map(_COUNTED_BY, records)).items():
            if day is None:
                continue
            amount = (quantity if lists else 1) * rows
            for code in codes:
                if day.year == year:
                    self._counts[register, code, day.month] += amount
                elif lists and day.year < year:  # what came into force earlier is in force still
                    self._earlier[code] += amount

    def _count_letter(self, row: JournalRow, items: Iterable[str], year: int) -> None:
        """Count a letter that went out in the last month of its period, without one in the month of its date.

        A correction is the same document again.
        """
        if row.version > 1 or (row.period is None and row.period_text):
            return
        if row.sent is None:
            if row.values.get("sent") not in (None, "") and (not row.period or row.period.year == year):
                months = (row.period.last,) if row.period else WHOLE_YEAR
                self._unread.update((registers.JOURNAL, code, month) for code in items for month in months)
            return
        of_year, month = (row.period.year, row.period.last) if row.period else (row.sent.year, row.sent.month)
        if of_year == year:
            for code in items:
                self._counts[registers.JOURNAL, code, month] += 1

    def failed(self, item: Item, month: int) -> bool:
        """Tell whether a cell or row that the month (1-12) is made of could not be read.

        Where Sozlamalar names no column of the day log for the item, none of them is.
        """
        if item.source == registers.DAILY:
            return (item.code, month) in self._failed or item.code not in self._in_day_log
        if not self._unread:
            return False
        carried = item.adds_up == "stock" and item.source == registers.LISTS
        months = range(1, month + 1) if carried else (month,)
        return any((item.source, code, m) in self._unread for code in (item.code, None) for m in months)

    def month(self, item: Item, month: int) -> int | None:
        """Return what the item's register gives for a month (1-12); None for nothing, or unread."""
        if self.failed(item, month):
            return None
        if item.source == registers.IMPORT:
            found = self._imported.get((item.code, month))
            return found.value if found else None
        if item.source == registers.DAILY:
            return self._daily.get((item.code, month))
        if item.adds_up == "stock" and item.source == registers.LISTS:
            months = (self._counts.get((item.source, item.code, m), 0) for m in range(1, month + 1))
            return (self._earlier.get(item.code, 0) + sum(months)) or None
        return self._counts.get((item.source, item.code, month)) or None


def _daily_sums(days: Iterable[Day], settings: Settings, year: int) -> dict[tuple[str, int], int | None]:
    sums: dict[tuple[str, int], int | None] = {}
    failed = set()
    for day in days:
        if day.date.year != year:
            continue
        for field, code in settings.daily_items.items():
            figure = visits_of(day) if field == "visits" else day.columns.get(field)
            if figure is None:
                continue
            key = code, day.date.month
            if figure.fault and figure.value is None:
                failed.add(key)
            elif figure.value is not None:
                sums[key] = (sums.get(key) or 0) + figure.value
    return sums | dict.fromkeys(failed)
