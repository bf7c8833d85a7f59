"""An Excel in memory behind the real xlwings front end: as strict as the one on Windows, where it matters.

Figures come as floats, days with a time zone, errors as whole numbers; a text that looks like a number
becomes one; a protected sheet takes nothing; calls can be turned away, and a write can fail.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from akmxl.workbook.doors.live.conversion import ERRORS

from . import api
from .store import (
    Area,
    Fault,
    Held,
    Spot,
    StoredSheet,
    StoredTable,
    StoredWorkbook,
    is_day,
    reads_as_other,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_NUMBERS = {name: number for number, name in ERRORS.items()}
_LONGEST_IN_BLOCK = 8203


class ComError(Exception):
    """As pywin32 raises it: a number, and Excel's own words where there are any."""

    def __init__(self, hresult: int, text: str = "", scode: int = 0) -> None:
        super().__init__(hresult, text)
        self.hresult = hresult
        self.excepinfo = (0, "Microsoft Excel", text, None, 0, scode) if text or scode else None


REJECTED, EXCEPTION, EDITING, FAILED = -2147418111, -2147352567, -2146777998, -2146827284


def failure(text: str) -> ComError:
    return ComError(EXCEPTION, text, FAILED)


@dataclass
class Excel:
    """The state of one running Excel, and what a test wants of it."""

    workbooks: list[StoredWorkbook] = field(default_factory=list)
    window: int = 4711
    in_front: int = 0
    screen_updating: bool = True
    enable_events: bool = True
    calculation: str = "automatic"
    fills_columns: bool = True  # of a formula in a table it makes a whole column
    status: Any = False
    answers: list[Any] = field(default_factory=list)  # to questions, in their order
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    writes: list[tuple[str, str]] = field(default_factory=list)  # sheet and address of each range written
    reads: list[tuple[str, str]] = field(default_factory=list)
    busy: list[Exception] = field(default_factory=list)  # for the next calls
    calls: int = 0
    busy_at: int = 0  # the call from which on Excel turns some away, counted from 1
    turned_away: int = 0  # how many
    changes: int = 0
    called_at: list[int] = field(default_factory=list)  # the call of each change
    fail_at: int = 0  # the change that Excel refuses, counted from 1
    fails_on: bool = False  # and all after it

    @property
    def workbook(self) -> StoredWorkbook:
        return self.workbooks[self.in_front]

    def call(self) -> None:
        self.calls += 1
        if self.calls == self.busy_at:
            self.busy = [ComError(REJECTED) for _ in range(self.turned_away)]
        if self.busy:
            raise self.busy.pop()

    def change(self) -> None:
        """One more call that changes a workbook; it may be the one that fails."""
        self.call()
        self.changes += 1
        self.called_at.append(self.calls)
        if self.fail_at and (self.changes == self.fail_at or (self.fails_on and self.changes > self.fail_at)):
            raise failure("Not enough memory.")

    def write(self, sheet: StoredSheet, area: str) -> None:
        self.change()
        if sheet.protection is not None:
            raise failure("The cell or chart is protected.")
        assert not self.screen_updating, "the screen flickers"
        assert not self.enable_events, "other macros would answer"
        assert not self.fills_columns, "a formula would fill the whole column of a table"
        self.writes.append((sheet.name, area))


class Engine:
    name = "memory"
    type = "desktop"

    def __init__(self, *excels: Excel) -> None:
        self.excels = list(excels)

    @property
    def apps(self) -> Apps:
        return Apps(self)


def register(*excels: Excel) -> Any:
    """Make these the Excels that xlwings finds."""
    engine = xlwings.Engine(impl=Engine(*excels))
    xlwings.engines.add(engine)
    engine.activate()
    return engine


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        return [excel.window for excel in self.engine.excels]

    def __iter__(self) -> Any:
        return (App(self.engine, excel) for excel in self.engine.excels)

    def __len__(self) -> int:
        return len(self.engine.excels)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self if app.pid == pid)


class App(base_classes.App):
    def __init__(self, engine: Engine, excel: Excel) -> None:
        self.excel = excel
        self._engine = engine

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def api(self) -> api.Application:
        return api.Application(self)

    @property
    def pid(self) -> int:
        return self.excel.window

    @property
    def hwnd(self) -> int:
        """Another window of the same Excel: it has one for each workbook."""
        self.excel.call()
        return self.excel.window + 100_000

    @property
    def books(self) -> Books:
        self.excel.call()
        return Books(self)

    @property
    def selection(self) -> Range:
        workbook = self.excel.workbook
        sheet = workbook.sheets[workbook.active]
        return Range(Sheet(Book(self, workbook), sheet), (*sheet.selected, *sheet.selected))

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:  # noqa: ARG002
        assert title == "AKM"
        if buttons == "ok":
            self.excel.told.append(prompt)
            return "ok"
        self.excel.asked.append(prompt)
        answer: str = self.excel.answers.pop(0)
        return answer

    def _state(name: str) -> Any:  # type: ignore[misc]  # noqa: N805
        def read(self: App) -> Any:
            self.excel.call()
            return getattr(self.excel, name)

        def change(self: App, value: Any) -> None:
            self.excel.call()
            setattr(self.excel, name, value)

        return property(read, change)

    screen_updating = _state("screen_updating")
    enable_events = _state("enable_events")
    calculation = _state("calculation")
    status_bar = _state("status")


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def app(self) -> App:
        return self._app

    def __call__(self, key: int | str) -> Book:
        return next(book for place, book in enumerate(self, 1) if key in (place, book.name))

    def __len__(self) -> int:
        return len(self._app.excel.workbooks)

    def __iter__(self) -> Any:
        return (Book(self._app, workbook) for workbook in self._app.excel.workbooks)

    @property
    def active(self) -> Book:
        return Book(self._app, self._app.excel.workbook)


class Book(base_classes.Book):
    def __init__(self, app: App, stored: StoredWorkbook) -> None:
        self._app = app
        self.stored = stored

    @property
    def api(self) -> api.Workbook:
        return api.Workbook(self)

    @property
    def app(self) -> App:
        return self._app

    @property
    def name(self) -> str:
        self._app.excel.call()
        return self.stored.name

    @property
    def fullname(self) -> str:
        raise AssertionError("xlwings guesses here what a web address means on this PC")

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        excel = self._app.excel
        excel.call()
        excel.in_front = next(n for n, stored in enumerate(excel.workbooks) if stored is self.stored)

    def save(self, *_args: Any) -> None:
        raise AssertionError("nothing is to be saved")


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self.book = book

    def snapshot(self) -> list[tuple[str, Name]]:
        self.book.app.excel.call()
        return [(name, Name(self.book, name)) for name in self.book.stored.names]

    def __call__(self, name: str) -> Name:
        self.book.app.excel.call()
        return Name(self.book, name)

    def contains(self, name: str) -> bool:
        self.book.app.excel.call()
        return name in self.book.stored.names

    def add(self, name: str, refers_to: str) -> Name:
        self.book.app.excel.change()
        assert refers_to.startswith("=")
        self.book.stored.names[name] = refers_to
        return Name(self.book, name)


class Name(base_classes.Name):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name

    @property
    def name(self) -> str:
        return self._name

    @property
    def refers_to(self) -> str:
        return self._book.stored.names[self._name]

    @refers_to.setter
    def refers_to(self, text: str) -> None:
        self._book.app.excel.change()
        assert text.startswith("=")
        self._book.stored.names[self._name] = text

    def delete(self) -> None:
        self._book.app.excel.change()
        del self._book.stored.names[self._name]


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        self.book.app.excel.call()
        return Sheet(self.book, self.book.stored.sheets[self.book.stored.active])

    def __call__(self, key: int | str) -> Sheet:
        self.book.app.excel.call()
        stored = self.book.stored
        return Sheet(self.book, stored.sheet(key) if isinstance(key, str) else stored.sheets[key - 1])

    def __len__(self) -> int:
        return len(self.book.stored.sheets)

    def __iter__(self) -> Any:
        return (Sheet(self.book, sheet) for sheet in self.book.stored.sheets)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:  # noqa: ARG002
        self.book.app.excel.change()
        sheet = StoredSheet("Varaq1", -1)
        self.book.stored.sheets.append(sheet)
        self.book.stored.active = len(self.book.stored.sheets) - 1
        self.book.app.excel.change()
        sheet.name = str(name)
        return Sheet(self.book, sheet)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, stored: StoredSheet) -> None:
        self._book = book
        self.stored = stored

    @property
    def excel(self) -> Excel:
        return self._book.app.excel

    @property
    def api(self) -> api.Worksheet:
        return api.Worksheet(self)

    @property
    def name(self) -> str:
        self.excel.call()
        return self.stored.name

    @property
    def book(self) -> Book:
        return self._book

    @property
    def index(self) -> int:
        return self._book.stored.sheets.index(self.stored) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        self.excel.call()
        if isinstance(arg1, tuple) and len(arg1) == 4:  # first row and column, height and width
            row, column, height, width = arg1
            return Range(self, (row, column, row + height - 1, column + width - 1))
        first, last = ((arg.area[:2] if isinstance(arg, Range) else arg) for arg in (arg1, arg2 or arg1))
        return Range(self, (*first, *last))

    @property
    def used_range(self) -> Range:
        self.excel.call()
        return Range(self, self.stored.used)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    def activate(self) -> None:
        self.excel.call()
        if self.stored.state != -1:
            raise failure("Activate method of Worksheet class failed")
        self._book.stored.active = self.index - 1

    def delete(self) -> None:
        self.excel.change()
        assert self.stored.state != 2, "Excel deletes no very hidden sheet"
        stored = self._book.stored
        left = [sheet for sheet in stored.sheets if sheet is not self.stored]
        front = stored.sheets[stored.active]
        shown = [number for number, sheet in enumerate(left) if sheet is front or sheet.state == -1]
        stored.sheets, stored.active = left, shown[-1] if front is self.stored else left.index(front)


class Tables(base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __call__(self, key: str) -> Table:
        self.sheet.excel.call()
        return Table(self.sheet, self.sheet.stored.tables[key])

    def __iter__(self) -> Any:
        return (Table(self.sheet, table) for table in self.sheet.stored.tables.values())

    def __len__(self) -> int:
        return len(self.sheet.stored.tables)


class Table(base_classes.Table):
    def __init__(self, sheet: Sheet, stored: StoredTable) -> None:
        self.sheet = sheet
        self.stored = stored

    @property
    def api(self) -> api.ListObject:
        return api.ListObject(self)

    @property
    def name(self) -> str:
        return self.stored.name

    @property
    def display_name(self) -> str:
        self.sheet.excel.call()
        return self.stored.name

    @property
    def range(self) -> Range:
        return Range(self.sheet, self.stored.area)

    def resize(self, range: Any) -> None:  # noqa: A002 - the front end gives it this name
        self.sheet.excel.write(self.sheet.stored, f"table {self.stored.name}")
        top, left, bottom, right = range.impl.area
        assert (top, left, right) == (*self.stored.area[:2], self.stored.area[3])
        assert bottom > top, "a table keeps one row"
        for row in rows_between(self.stored.area[2], bottom):
            for column, formula in self.stored.computed.items():
                self.sheet.stored.cells[row, column] = Held(_computed(formula), formula)
        self.stored.area = range.impl.area


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, area: Area) -> None:
        assert area[0] <= area[2]
        assert area[1] <= area[3]
        self._sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def api(self) -> api.Cells:
        return api.Cells(self._sheet, self.area)

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def stored(self) -> StoredSheet:
        return self._sheet.stored

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    @property
    def address(self) -> str:
        return ":".join(map(str, self.area))

    @property
    def raw_value(self) -> Any:
        self._sheet.excel.call()
        self._sheet.excel.reads.append((self.stored.name, self.address))
        return self._block(self._handed_over, None)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._sheet.excel.write(self.stored, self.address)
        rows = data if isinstance(data, tuple) else ((data,),)
        assert (len(rows), *{len(row) for row in rows}) == self.shape, "Excel fills a larger range with #N/A"
        if any(
            0 < len(set(self.spots) & set(spots_of(area))) < len(spots_of(area))
            for area in self.stored.arrays
        ):
            raise failure("You cannot change part of an array.")
        for row, values in enumerate(rows, self.area[0]):
            for column, value in enumerate(values, self.area[1]):
                if len(self) > 1 and isinstance(value, str) and len(value) > _LONGEST_IN_BLOCK:
                    raise failure("Application-defined or object-defined error")
                self._take((row, column), value)
        self._sheet.book.stored.saved = False

    @property
    def formula(self) -> Any:
        self._sheet.excel.call()
        return self._block(self._told, "")

    @property
    def number_format(self) -> str | None:
        self._sheet.excel.call()
        formats = {self.stored.format(spot) for spot in self.spots}
        return formats.pop() if len(formats) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._sheet.excel.write(self.stored, f"format {self.address}")
        self.stored.formats.update(dict.fromkeys(self.spots, value))

    @property
    def merge_cells(self) -> bool | None:
        self._sheet.excel.call()
        states = {any(_holds(area, spot) for area in self.stored.merges) for spot in self.spots}
        return states.pop() if len(states) == 1 else None

    @property
    def merge_area(self) -> Range:
        found = (area for area in self.stored.merges if _holds(area, self.area[:2]))
        return Range(self._sheet, next(found, self.area))

    def autofill(self, destination: Any, type_: str) -> None:
        self._sheet.excel.write(self.stored, f"formats {self.address}")
        assert type_ == "fill_formats"
        assert destination.impl.area[:2] == self.area[:2], "the destination must hold the source"
        for row, column in destination.impl.spots:
            self.stored.formats[row, column] = self.stored.format((self.area[0], column))

    @property
    def spots(self) -> list[Spot]:
        return spots_of(self.area)

    def _block(self, show: Callable[[Spot, Held], Any], empty: str | None) -> Any:
        """All that stands in it; most cells of a sheet are empty, and passed over as fast as can be."""
        top, left, bottom, right = self.area
        blank, cells = (empty,) * (right - left + 1), self.stored.cells
        inside: Iterable[Spot] = cells.keys() & self.spots if len(self) < len(cells) else cells
        written: dict[int, list[Any]] = {}
        for row, column in inside:
            if top <= row <= bottom and left <= column <= right:
                spot = row, column
                written.setdefault(row, list(blank))[column - left] = show(spot, cells[spot])
        rows = tuple(tuple(written.get(row, blank)) for row in range(top, bottom + 1))
        return rows[0][0] if len(self) == 1 else rows

    def _handed_over(self, spot: Spot, held: Held) -> Any:
        if isinstance(held.value, Fault):
            return _NUMBERS[held.value]
        if isinstance(held.value, float) and is_day(self.stored.format(spot)):
            return self._sheet.book.stored.day_0 + dt.timedelta(held.value)
        return held.value

    def _told(self, _spot: Spot, held: Held) -> str:
        if held.formula is not None:
            return held.formula
        return f"{held.value:.17g}" if isinstance(held.value, float) else str(held.value)

    def _take(self, spot: Spot, value: Any) -> None:
        """What becomes of a value that is handed to Range.Value."""
        sheet = self.stored
        assert isinstance(value, float | str | bool), f"not what COM passes on as it is: {value!r}"
        if value == "":
            sheet.cells.pop(spot, None)
        elif not isinstance(value, str):
            sheet.cells[spot] = Held(f"{value:.15g}" if sheet.format(spot) == "@" else value)
        elif sheet.format(spot) == "@":
            sheet.cells[spot] = Held(value)  # formulas and apostrophes too
        elif value.startswith("'"):
            sheet.cells[spot] = Held(value[1:])
        elif value.startswith("="):
            sheet.cells[spot] = sheet.results.get((spot, value)) or Held(_computed(value), value)
        elif value in _NUMBERS:
            sheet.cells[spot] = Held(Fault(value))
        elif reads_as_other(value):
            sheet.cells[spot] = Held(45_000.0)
        else:
            sheet.cells[spot] = Held(value)


def rows_between(above: int, last: int) -> range:
    return range(above + 1, last + 1)


def _computed(formula: str) -> Any:
    """The result of a formula; of all the functions this Excel knows one."""
    if formula.startswith("=HYPERLINK("):
        return formula.rpartition(',"')[2].removesuffix('")')
    return 0.0


def spots_of(area: Area) -> list[Spot]:
    top, left, bottom, right = area
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _holds(area: Area, spot: Spot) -> bool:
    return area[0] <= spot[0] <= area[2] and area[1] <= spot[1] <= area[3]
