"""Say what the live door asks of xlwings' objects.

xlwings is typed in part, and importing it takes long; so what is asked stands here. Behind ``api`` stand
Excel's own objects, which are typed nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.core.cells import Position

ComObject: TypeAlias = Any
"""An object of Excel's own, over COM: it is asked by name, and Excel alone knows what it has."""


class ExcelRange(Protocol):
    """Cells of one sheet; where they are not alike, Excel tells None."""

    raw_value: object
    number_format: str | None

    @property
    def api(self) -> ComObject: ...
    @property
    def sheet(self) -> ExcelSheet: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def shape(self) -> tuple[int, int]: ...
    @property
    def formula(self) -> object: ...
    @property
    def merge_cells(self) -> bool | None: ...
    @property
    def merge_area(self) -> ExcelRange: ...
    def autofill(self, destination: ExcelRange, type_: str) -> object: ...


class ExcelTable(Protocol):
    """A table of a sheet."""

    @property
    def api(self) -> ComObject: ...
    @property
    def display_name(self) -> str: ...
    @property
    def range(self) -> ExcelRange: ...
    def resize(self, range: ExcelRange) -> object: ...  # noqa: A002 - so xlwings calls it


class ExcelTables(Protocol):
    """The tables of a sheet."""

    def __call__(self, name: str) -> ExcelTable: ...
    def __iter__(self) -> Iterator[ExcelTable]: ...


class ExcelSheet(Protocol):
    """A worksheet."""

    @property
    def api(self) -> ComObject: ...
    @property
    def impl(self) -> ComObject: ...
    @property
    def book(self) -> ExcelBook: ...
    @property
    def name(self) -> str: ...
    @property
    def tables(self) -> ExcelTables: ...
    @property
    def used_range(self) -> ExcelRange: ...
    def range(self, cell1: Position, cell2: Position = ...) -> ExcelRange: ...
    def delete(self) -> None: ...


class ExcelSheets(Protocol):
    """The sheets of a workbook."""

    @property
    def active(self) -> ExcelSheet: ...
    def __call__(self, name_or_number: str | int) -> ExcelSheet: ...
    def __iter__(self) -> Iterator[ExcelSheet]: ...
    def __len__(self) -> int: ...
    def add(self, name: str, *, after: ExcelSheet) -> ExcelSheet: ...


class ExcelName(Protocol):
    """A defined name."""

    refers_to: object

    @property
    def name(self) -> str: ...
    def delete(self) -> None: ...


class ExcelNames(Protocol):
    """The defined names of a workbook."""

    def __getitem__(self, name: str) -> ExcelName: ...
    def __iter__(self) -> Iterator[ExcelName]: ...
    def add(self, name: str, refers_to: str) -> ExcelName: ...


class ExcelBooks(Protocol):
    """The workbooks that an Excel holds."""

    def __call__(self, name: str) -> ExcelBook: ...
    def __iter__(self) -> Iterator[ExcelBook]: ...


class ExcelApp(Protocol):
    """A running Excel."""

    @property
    def api(self) -> ComObject: ...
    @property
    def books(self) -> ExcelBooks: ...
    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> object: ...


class ExcelBook(Protocol):
    """A workbook that an Excel holds."""

    @property
    def api(self) -> ComObject: ...
    @property
    def app(self) -> ExcelApp: ...
    @property
    def name(self) -> str: ...
    @property
    def names(self) -> ExcelNames: ...
    @property
    def sheets(self) -> ExcelSheets: ...
