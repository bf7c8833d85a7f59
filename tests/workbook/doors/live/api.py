"""Excel's own objects, as far as akmxl asks them past xlwings: their names are Excel's."""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .store import ALLOWED, Area, load, save

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import engine

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Application:
    def __init__(self, app: engine.App) -> None:
        self._app = app

    @property
    def Hwnd(self) -> int:  # noqa: N802
        self._app.excel.call()
        return self._app.excel.window

    @property
    def Workbooks(self) -> Workbooks:  # noqa: N802
        return Workbooks(self._app.excel)

    @property
    def AutoCorrect(self) -> AutoCorrect:  # noqa: N802
        return AutoCorrect(self._app.excel)

    def InputBox(self, prompt: str, title: str, default: str) -> Any:  # noqa: N802
        """A question for a text: the default where the test answers with an ellipsis, False for Esc."""
        excel = self._app.excel
        excel.call()
        assert title == "AKM"
        assert max(map(len, (prompt, default))) <= 255, "Excel refuses a longer one"
        excel.asked.append(prompt)
        answer = excel.answers.pop(0)
        return default if answer is ... else answer

    def GetOpenFilename(self, file_filter: str, index: int, title: str) -> Any:  # noqa: N802
        """A question for a file: the path that the test answers with, False for Esc."""
        excel = self._app.excel
        excel.call()
        assert file_filter.count(",") == 1, "a comma parts the name from its patterns"
        assert len(file_filter) <= 255
        assert index == 1
        excel.asked.append(title)
        return excel.answers.pop(0)

    def Goto(self, cells: Cells) -> None:  # noqa: N802
        excel = self._app.excel
        excel.call()
        sheet = cells.sheet
        sheet.book.activate()
        sheet.activate()
        sheet.stored.selected = cells.area[:2]


class Workbooks:
    def __init__(self, excel: engine.Excel) -> None:
        self._excel = excel

    def Open(self, name: str, update_links: int) -> None:  # noqa: N802
        self._excel.change()
        assert update_links == 0, "Excel would ask about other files"
        self._excel.workbooks.append(load(Path(name)))
        self._excel.in_front = len(self._excel.workbooks) - 1


class AutoCorrect:
    def __init__(self, excel: engine.Excel) -> None:
        self._excel = excel

    @property
    def AutoFillFormulasInLists(self) -> bool:  # noqa: N802
        self._excel.call()
        return self._excel.fills_columns

    @AutoFillFormulasInLists.setter
    def AutoFillFormulasInLists(self, value: bool) -> None:  # noqa: N802
        self._excel.call()
        self._excel.fills_columns = value


class Tab(NamedTuple):
    """A sheet of whatever kind, as far as it is asked for its name."""

    Name: str


class Workbook:
    def __init__(self, book: engine.Book) -> None:
        self._stored = book.stored
        self._excel = book.app.excel

    @property
    def FullName(self) -> str:  # noqa: N802
        self._excel.call()
        return self._stored.full_name

    @property
    def Path(self) -> str:  # noqa: N802
        return self._stored.full_name.removesuffix(self._stored.name).rstrip("\\/")

    @property
    def ReadOnly(self) -> bool:  # noqa: N802
        self._excel.call()
        return self._stored.read_only

    @property
    def Date1904(self) -> bool:  # noqa: N802
        return self._stored.date1904

    @property
    def Sheets(self) -> list[Tab]:  # noqa: N802
        self._excel.call()
        return [Tab(sheet.name) for sheet in self._stored.sheets]

    @property
    def Saved(self) -> bool:  # noqa: N802
        self._excel.call()
        return self._stored.saved

    @Saved.setter
    def Saved(self, value: bool) -> None:  # noqa: N802
        self._stored.saved = value

    def Save(self) -> None:  # noqa: N802
        self._excel.change()
        assert not self._stored.read_only, "Excel would ask for another name"
        save(self._stored)

    def Close(self, save_changes: bool) -> None:  # noqa: N802
        self._excel.change()
        assert not save_changes
        self._excel.workbooks = [one for one in self._excel.workbooks if one is not self._stored]
        self._excel.in_front = 0

    def LinkSources(self, kind: int) -> tuple[str, ...] | None:  # noqa: N802
        assert kind == 1
        return self._stored.links or None


class Protection:
    def __init__(self, allowed: dict[str, bool]) -> None:
        for name in ALLOWED:
            setattr(self, name, allowed[name])


class Worksheet:
    def __init__(self, sheet: engine.Sheet) -> None:
        self._sheet = sheet
        self._stored = sheet.stored

    @property
    def Visible(self) -> int:  # noqa: N802
        self._sheet.excel.call()
        return self._stored.state

    @Visible.setter
    def Visible(self, state: int) -> None:  # noqa: N802
        self._sheet.excel.change()
        self._stored.state = state
        if state != -1:  # another sheet comes to the front
            stored = self._sheet.book.stored
            if stored.sheets[stored.active] is self._stored:
                stored.active = next(n for n, sheet in enumerate(stored.sheets) if sheet.state == -1)

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        self._sheet.excel.call()
        return self._stored.protection is not None

    @property
    def ProtectionMode(self) -> bool:  # noqa: N802
        return False

    @property
    def ProtectDrawingObjects(self) -> bool:  # noqa: N802
        assert self._stored.protection is not None
        return self._stored.protection["DrawingObjects"]

    @property
    def ProtectScenarios(self) -> bool:  # noqa: N802
        assert self._stored.protection is not None
        return self._stored.protection["Scenarios"]

    @property
    def Protection(self) -> Protection:  # noqa: N802
        assert self._stored.protection is not None
        return Protection(self._stored.protection)

    def Unprotect(self, password: str) -> None:  # noqa: N802
        self._sheet.excel.change()
        if password != self._stored.password:
            from .engine import failure

            raise failure("The password you supplied is not correct.")
        self._stored.protection = None
        self._stored.selectable = 0
        self._sheet.book.stored.saved = False

    @property
    def EnableSelection(self) -> int:  # noqa: N802
        self._sheet.excel.call()
        return self._stored.selectable

    @EnableSelection.setter
    def EnableSelection(self, value: int) -> None:  # noqa: N802
        self._sheet.excel.call()
        self._stored.selectable = value
        self._sheet.book.stored.saved = False

    def Protect(self, password: str, *options: bool) -> None:  # noqa: N802
        self._sheet.excel.call()
        drawing, contents, scenarios, only_people, *allowed = options
        assert contents
        assert not only_people
        self._stored.protection = dict(zip(ALLOWED, allowed, strict=True))
        self._stored.protection |= {"DrawingObjects": drawing, "Scenarios": scenarios}
        self._stored.password = password
        self._sheet.book.stored.saved = False

    @property
    def Cells(self) -> Cells:  # noqa: N802
        return Cells(self._sheet, (1, 1, _LAST_ROW, _LAST_COLUMN))


class ListObject:
    def __init__(self, table: engine.Table) -> None:
        self.ShowHeaders = table.stored.header
        self.ShowTotals = table.stored.totals


class _Count:
    def __init__(self, number: int) -> None:
        self.Count = number


class Cells:
    """A range: one rectangle."""

    def __init__(self, sheet: engine.Sheet, area: Area) -> None:
        self.sheet = sheet
        self.area = area

    @property
    def Row(self) -> int:  # noqa: N802
        self.sheet.excel.call()
        return self.area[0]

    @property
    def Column(self) -> int:  # noqa: N802
        return self.area[1]

    @property
    def Rows(self) -> _Count:  # noqa: N802
        return _Count(self.area[2] - self.area[0] + 1)

    @property
    def Columns(self) -> _Count:  # noqa: N802
        return _Count(self.area[3] - self.area[1] + 1)

    @property
    def EntireRow(self) -> Cells:  # noqa: N802
        return Cells(self.sheet, (self.area[0], 1, self.area[2], _LAST_COLUMN))

    def AutoFit(self) -> None:  # noqa: N802
        self.sheet.excel.write(self.sheet.stored, f"heights {self.area[0]}:{self.area[2]}")
        self.sheet.stored.heights_fitted.update(range(self.area[0], self.area[2] + 1))

    @property
    def HasArray(self) -> bool | None:  # noqa: N802
        """None where some of the cells belong to arrays and others do not."""
        self.sheet.excel.call()
        states = {any(_meets(area, spot) for area in self.sheet.stored.arrays) for spot in self._spots()}
        return states.pop() if len(states) == 1 else None

    @property
    def CurrentArray(self) -> Cells:  # noqa: N802
        self.sheet.excel.call()
        return Cells(self.sheet, next(a for a in self.sheet.stored.arrays if _meets(a, self.area)))

    def _spots(self) -> Iterator[Area]:
        if not self.sheet.stored.arrays:
            yield self.area
        else:
            top, left, bottom, right = self.area
            yield from ((r, c, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))

    def SpecialCells(self, kind: int) -> Areas:  # noqa: N802
        from .engine import failure

        self.sheet.excel.call()
        if self.sheet.stored.protection is not None:
            raise failure("You cannot use this command on a protected sheet.")
        found = list(self._visible() if kind == 12 else self._validated(kind))
        if not found:
            raise failure("No cells were found.")
        return Areas(self.sheet, found)

    def _visible(self) -> Iterator[Area]:
        """Rows by columns that nobody has hidden: a hidden column cuts an area in two."""
        stored, (top, _, bottom, _) = self.sheet.stored, self.area
        rows = [row for row in range(top, bottom + 1) if row not in stored.hidden_rows]
        edges = sorted({0, *stored.hidden_columns, _LAST_COLUMN + 1})
        columns = [(a + 1, b - 1) for a, b in pairwise(edges) if b - a > 1]
        return ((first, left, last, right) for first, last in _runs(rows) for left, right in columns)

    def _validated(self, kind: int) -> Iterable[Area]:
        assert kind == -4174
        return self.sheet.stored.validations


class Areas:
    def __init__(self, sheet: engine.Sheet, areas: list[Area]) -> None:
        self.Areas = [Cells(sheet, area) for area in areas]


def _meets(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]
