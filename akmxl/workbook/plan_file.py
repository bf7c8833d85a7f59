"""Open a workbook as a plan: its sheets as views with columns found by their headers; write fills to it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import chain, islice, pairwise, takewhile
from typing import TYPE_CHECKING

from akmxl.core.cells import NOT_CALCULATED, UNCALCULATED, Cell, Place, format_range, parse_a1
from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import as_heading, fold, fold_header, nearest, same_heading
from akmxl.core.unseen import visible, without_breaks
from akmxl.ooxml.read.workbook import odd_table
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.doors.grids import EMPTY, filled
from akmxl.workbook.fills import Fills
from akmxl.workbook.standing_names import OWN_KINDS, edition_of, said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from akmxl.core.cells import Value
    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.workbook.doors.door import Door
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.layout import Column, SheetLayout

_EMPTY = Cell(None, None, 0)
_A_PLAN = 5  # whole sheets: nobody has as many with these names and headings by chance
FAR = 1000  # blank rows: what stands below so many is no part of what stands above
_LABEL = 60  # letters at most
_SEARCHED_ROWS = 40  # a heading stands near the top; people put a few lines above it at most


class SheetView(NamedTuple):
    """One sheet (or one table of Sozlamalar) with its columns resolved.

    ``columns`` maps a field to its column, ``titles`` a column to its header's text; ``first_row`` and
    ``last_row`` bound the data; ``rows`` are those between, without long blank stretches, so that a stray
    cell in the last row of the sheet costs nothing. ``missing`` and ``doubled`` list required columns not
    found, found twice.
    """

    name: str
    layout: SheetLayout
    grid: Grid
    columns: Mapping[str, int]
    titles: Mapping[int, str]
    header_row: int
    first_row: int
    last_row: int
    missing: tuple[Column, ...]
    doubled: tuple[Column, ...]
    rows: Sequence[int]

    def cell(self, row: int, field: str) -> Cell:
        """Return a field's cell in a row; an empty one where there is none."""
        column = self.columns.get(field)
        return (self.grid.cell(row, column) if column else None) or _EMPTY

    def at(self, row: int, column: int) -> Cell:
        """Return the cell of a row and column; an empty one where there is none."""
        return self.grid.cell(row, column) or _EMPTY

    def heading_place(self, column: int) -> Place:
        """Return the cell in which a column's heading stands: of two tiers it may be the upper one."""
        title = self.titles[column]
        above = self.at(self.header_row, column).value != title
        upper = above and self.at(self.header_row - 1, column).value == title
        return Place(self.name, self.header_row - upper, column)

    def values(self, field: str) -> Mapping[int, Value]:
        """Return row -> value for a column's cells that have one, also beside the data; for long sheets."""
        column = self.columns.get(field)
        return self.grid.values(column) if column else {}

    def below_heading(self, field: str) -> Sequence[Value]:
        """Return a column's values without what stands above its data; for long sheets."""
        values = self.values(field)
        above = sum(1 for _ in takewhile(self.first_row.__gt__, values))
        return list(islice(values.values(), above, None))

    def text(self, row: int, field: str) -> str:
        """Return a field's value in a row as text, outer blanks gone; empty for a blank cell."""
        return text_of(self.values(field).get(row))

    def place(self, row: int, field: str) -> Place:
        """Return the place of a field's cell; in column 1 where the sheet lacks the field."""
        return Place(self.name, row, self.columns.get(field, 1))

    def title(self, field: str) -> str:
        """Return a field's header as it stands in the sheet; empty where the sheet lacks the field."""
        return self.titles.get(self.columns.get(field, 0), "")

    def in_order(self, values: Mapping[str, object], own: Mapping[str, object] | None = None) -> list[object]:
        """Return values by field as a row, in the order of the sheet's columns.

        ``own`` says by title what is in the columns that people added.
        """
        fields = {column: field for field, column in self.columns.items()}
        return [
            values.get(fields[column]) if column in fields else (own or {}).get(title)
            for column, title in sorted(self.titles.items())
        ]

    def filled_rows(self) -> Iterator[int]:
        """Return the data rows that hold anything in the view's columns."""
        rows = filled(self.grid, self.titles)
        own = self.rows if isinstance(self.rows, range) else frozenset(self.rows)
        return (row for row in sorted(rows) if row in own)


@dataclass(frozen=True)
class PlanFile:
    """A workbook opened as a plan, and read by the layout of its own edition.

    ``views`` holds what was found, by sheet or table name.
    """

    workbook: Door
    views: Mapping[str, SheetView]
    missing_sheets: tuple[str, ...]

    @classmethod
    def open(cls, path: Path) -> PlanFile:
        """Open a file as a plan; raises ``Unreadable`` or ``FileProblem`` for no readable workbook."""
        return cls.of(FileDoor.open(path))

    @classmethod
    def of(cls, workbook: Door) -> PlanFile:
        """Find the plan's sheets and columns in an opened workbook."""
        names = {fold(sheet.name): sheet.name for sheet in workbook.sheets}
        edition = _layout_edition(workbook)
        later = {sheet.name for sheet in layout.everything() if sheet.edition > edition} - {layout.SETTINGS}
        required = (name for name in layout.REQUIRED_SHEETS if name not in later)
        missing = tuple(name for name in required if fold(name) not in names)
        views = {}
        for sheet in layout.everything():
            actual = names.get(fold(sheet.name))
            bare = sheet in layout.OPTIONAL_SHEETS and actual and not workbook.grid(actual).columns
            if actual and not bare and sheet.name not in later:
                views[sheet.key] = _view(workbook, actual, sheet.of_edition(edition))
        return cls(workbook, views, missing)

    @property
    def path(self) -> Path:
        return self.workbook.path

    @cached_property
    def kind(self) -> str:
        """The workbook's own word for what it is, empty when it has none."""
        return said_by(self.workbook, layout.FILE_KIND)

    @cached_property
    def is_plan(self) -> bool:
        """Whether it is a plan: it says so or, where its name for that was lost, its sheets do."""
        if self.kind == layout.PLAN_KIND or self.kind.startswith(OWN_KINDS):
            return self.kind == layout.PLAN_KIND
        views = (self.views.get(sheet.name) for sheet in layout.SHEETS if sheet.name not in layout.MADE_AGAIN)
        return sum(view is not None and not view.missing for view in views) >= _A_PLAN

    @property
    def is_copy(self) -> bool:
        """Whether it is a service's own copy of a plan."""
        return layout.SERVICE_COPY in self.workbook.names

    @cached_property
    def edition(self) -> int | None:
        """The edition of the layout that the workbook names; None when it names none."""
        return edition_of(self.workbook)

    @cached_property
    def layout_edition(self) -> int:
        """The edition by whose layout it is read: the one it names, else that of its youngest part."""
        return _layout_edition(self.workbook)

    def similar_sheet(self, name: str) -> str | None:
        """Return the sheet whose name is most like a missing one, or None."""
        others = (*(sheet.name for sheet in layout.OPTIONAL_SHEETS), *layout.OWNED_SHEETS)
        known = {fold(own) for own in (*layout.REQUIRED_SHEETS, *others)}
        return nearest(name, (s.name for s in self.workbook.sheets if fold(s.name) not in known))

    def sheets_like(self, name: str) -> tuple[str, ...]:
        """Return the sheets that are none of the plan's and have what makes a missing one, best first.

        That is all of its headings; of Sozlamalar most of its tables, of Bosh sahifa the places of its names.
        """
        known = {fold(own) for own in (*layout.REQUIRED_SHEETS, *layout.OWNED_SHEETS)}
        known |= {fold(sheet.name) for sheet in layout.OPTIONAL_SHEETS}
        others = [sheet.name for sheet in self.workbook.sheets if fold(sheet.name) not in known]
        wanted = next((sheet for sheet in layout.SHEETS if sheet.name == name), None)
        if wanted:
            views = (_view_by_header(other, wanted, self.grid(other)) for other in others)
            return tuple(view.name for view in views if not view.missing)
        if name == layout.SETTINGS:
            tables = {str(sheet.table) for sheet in layout.SETTINGS_TABLES}
            homes = [table.sheet for key, table in self.workbook.tables.items() if key in tables]
            least = len(tables) // 2
        else:
            labels = {fold(text) for text in (*layout.HOME_LABELS.values(), *layout.PANEL_TITLES.values())}
            homes, least = [one for one in others for text in self._texts(one) & labels], len(labels) // 2
        return tuple(other for other, count in Counter(homes).items() if other in others and count > least)

    def _texts(self, sheet: str) -> set[str]:
        """Return the texts of a sheet, folded; of a long one those near its top."""
        grid = self.grid(sheet)
        return {
            fold(value)
            for column in grid.columns
            for row, value in grid.values(column).items()
            if row <= _SEARCHED_ROWS and isinstance(value, str) and len(value) <= _LABEL
        }

    def named_cell(self, name: str) -> Cell:
        """Return the first cell of a defined name; an empty one where the name is not there."""
        place = self.named_place(name)
        return (self.grid(place.sheet).cell(place.row, place.column) if place else None) or _EMPTY

    def named_place(self, name: str) -> Place | None:
        """Return the place of a defined name's first cell; None where the name is no plain range."""
        found = self.workbook.name_range(name)
        return Place(found[0], found[1], found[2]) if found else None

    def grid(self, sheet: str) -> Grid:
        return self.workbook.grid(sheet)

    def without_cells(self) -> PlanFile:
        """Return the file with its views' headings alone; all that was read of its cells is let go of."""
        if isinstance(self.workbook, FileDoor):
            self.workbook.let_go()
        views = {name: view._replace(grid=EMPTY) for name, view in self.views.items()}
        return PlanFile(self.workbook, views, self.missing_sheets)

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        return self.workbook.cells(sheet)


def odd_sheet_names(file: PlanFile) -> dict[str, str]:
    """Return the plan's sheets whose names are spelt otherwise than they ought to be, each with its own."""
    known = (view.layout.name for view in file.views.values())  # without those of a later edition
    right = {fold(name): name for name in (layout.HOME, *known, *layout.OWNED_SHEETS)}
    there = {sheet.name for sheet in file.workbook.sheets}
    return {
        sheet.name: own
        for sheet in file.workbook.sheets
        if (own := right.get(fold(sheet.name))) and own not in there
    }


def _layout_edition(workbook: Door) -> int:
    if edition := edition_of(workbook):
        return edition
    tables = [sheet for sheet in layout.everything() if sheet.table in workbook.tables]
    columns = (  # a table may have grown by a column alone
        column.edition
        for sheet in tables
        for column in sheet.later_than(1)
        if not column.spellings.isdisjoint(map(fold_header, workbook.tables[str(sheet.table)].columns))
    )
    youngest = (layout.edition_by_names(workbook.names), *(sheet.edition for sheet in tables), *columns)
    return max(youngest)


def text_of(value: object) -> str:
    """Write a cell's value as text, outer blanks and unseen signs gone; whole numbers without a point."""
    if value is None:
        return ""
    if value is NOT_CALCULATED:
        return UNCALCULATED
    return visible(str(value)).strip()


def _view(workbook: Door, name: str, sheet: SheetLayout) -> SheetView:
    grid = workbook.grid(name)
    table = workbook.tables.get(sheet.table) if sheet.table else None
    if table and table.sheet == name:
        titles = {table.first_col + offset: text for offset, text in enumerate(table.columns)}
        if not _has_its_headings(grid, table.first_row, titles):
            raise odd_table(workbook.path.name, table.name, name, format_range(table.area))
        columns, missing, doubled = _resolve(sheet, titles)
        strange = [*_tables_below(workbook, table)]
        strange += [range(table.last_data_row + 1, table.last_row + 1)] if table.totals_rows else []
        last = _last_row(grid, titles, table, strange, whole_sheet=sheet.name != layout.SETTINGS)
        header = table.first_row
        rows = _rows(grid, titles, header + 1, last)
        if any(last > one.start for one in strange):  # rows were typed below its totals, or another table
            rows = tuple(row for row in rows if not any(row in one for one in strange))
        return SheetView(name, sheet, grid, columns, titles, header, header + 1, last, missing, doubled, rows)
    if sheet.name == layout.SETTINGS:  # its tables are only found by name: their headers repeat
        return SheetView(name, sheet, grid, {}, {}, 1, 2, 1, sheet.columns, (), range(0))
    return _view_by_header(name, sheet, grid)


def has_headings(grid: Grid, sheet: SheetLayout) -> bool:
    """Tell whether a sheet of cells has all the headings that a sheet of the plan must have."""
    return not _view_by_header("", sheet, grid).missing


def _has_its_headings(grid: Grid, row: int, titles: Mapping[int, str]) -> bool:
    """Tell whether a heading of a table stands in its cell, or its headings in one another's."""
    if any(_stands(grid, row, column, title) for column, title in titles.items()):
        return True
    said = sorted(fold_header(text_of(grid.values(column).get(row))) for column in titles)
    return said == sorted(map(fold_header, titles.values()))


def _stands(grid: Grid, row: int, column: int, title: str) -> bool:
    """Tell whether a table's heading stands in its cell: a range that was moved has none of them."""
    return same_heading(text_of(grid.values(column).get(row)), title)


def _view_by_header(name: str, sheet: SheetLayout, grid: Grid) -> SheetView:
    """Find the heading: the row, or pair of rows (two tiers), in which most columns are known."""
    texts: dict[int, dict[int, str]] = {}
    for column in grid.columns:
        for row, value in grid.values(column).items():
            if value and row <= _SEARCHED_ROWS and isinstance(value, str):
                texts.setdefault(row, {})[column] = value
    fields = {spelling: column.field for column in reversed(sheet.columns) for spelling in column.spellings}
    known = {  # by field: a cell below that spells a heading's other word adds nothing to it
        row: {fields[known] for text in found.values() if (known := as_heading(text, fields)) in fields}
        for row, found in texts.items()
    }
    best, row, depth = 0, 0, 1
    for candidate in sorted(texts):
        upper, lower = known[candidate], known.get(candidate + 1, set())
        tiers = ((1, upper), (2, upper | lower))  # what is, or was, an Excel table has one
        for number, headers in tiers[:1] if sheet.table else tiers:
            if upper and len(headers) > best:
                best, row, depth = len(headers), candidate, number
    titles = texts.get(row, {}) | (texts.get(row + 1, {}) if depth == 2 else {})
    columns, missing, doubled = _resolve(sheet, titles)
    first = row + depth
    last = max((max(values) for column in titles if (values := grid.values(column))), default=first)
    rows = _rows(grid, titles, first, last)
    return SheetView(name, sheet, grid, columns, titles, first - 1, first, last, missing, doubled, rows)


def _rows(grid: Grid, columns: Iterable[int], first: int, last: int) -> Sequence[int]:
    """Return the rows from first to last; a blank stretch is left out from its ``FAR``-th row on."""
    written: set[int] = set()
    found = [first - 1]
    for column in columns:
        if not any(after - row > FAR for row, after in pairwise((*found, last))):
            return range(first, last + 1)  # long registers have a column that is filled throughout
        written |= filled(grid, (column,))
        found = [first - 1, *sorted(row for row in written if first <= row <= last)]
    gaps = [(row, after) for row, after in pairwise(found) if after - row > FAR]
    starts = [first, *(after for _, after in gaps)]
    ends = [*(row + FAR for row, _ in gaps), min(found[-1] + FAR, last)]
    pieces = [range(start, end + 1) for start, end in zip(starts, ends, strict=True)]
    return pieces[0] if len(pieces) == 1 else tuple(chain.from_iterable(pieces))


def _resolve(
    sheet: SheetLayout, titles: Mapping[int, str]
) -> tuple[dict[str, int], tuple[Column, ...], tuple[Column, ...]]:
    """Find the column of each field in a heading; the exact header first, then the other spellings.

    Returns field -> column, the required columns that are missing, and those found twice.
    """
    folded = {column: fold_header(text) for column, text in titles.items()}
    broken = [column for column, text in titles.items() if without_breaks(text) != text]
    if broken:
        known = frozenset().union(*(entry.spellings for entry in sheet.columns))
        folded |= {column: as_heading(titles[column], known) for column in broken}
    taken: dict[str, int] = {}
    doubled: list[Column] = []
    for exact in (True, False):
        for entry in sheet.columns:
            if entry.field in taken:
                continue
            wanted = {fold_header(entry.header())} if exact else entry.spellings
            found = [c for c, text in folded.items() if text in wanted and c not in taken.values()]
            if found:
                taken[entry.field] = found[0]
            if len(found) > 1 and entry.required:
                doubled.append(entry)
    missing = tuple(entry for entry in sheet.columns if entry.required and entry.field not in taken)
    return taken, missing, tuple(doubled)


def _tables_below(workbook: Door, table: Table) -> Iterator[range]:
    """Yield the rows of other tables that stand below one: none of them is a row of it."""
    for other in workbook.tables.values():
        beside = other.last_col < table.first_col or table.last_col < other.first_col
        if other.sheet == table.sheet and other.first_row > table.last_row and not beside:
            yield range(other.first_row, other.last_row + 1)


def _last_row(
    grid: Grid, titles: Mapping[int, str], table: Table, strange: Sequence[range], *, whole_sheet: bool
) -> int:
    """Return the table's last row, with what people typed under it (not every program lets a table grow).

    Its own row of totals, and the rows of other tables, are none of its data: they are ``strange``.
    """
    longer = (column for column in titles if grid.last_row(column) > table.last_row)
    below = {row for row in filled(grid, longer) if row > table.last_row}
    below.difference_update(*strange)
    if whole_sheet:
        return max(below, default=table.last_data_row)
    last = table.last_row
    while last + 1 in below:
        last += 1
    return last if last > table.last_row else table.last_data_row


def place_of(sheet: str, a1: str) -> Place:
    """Return the place of an address such as ``B7``; raises ValueError for anything else."""
    row, column = parse_a1(a1)
    return Place(sheet, row, column)


def write(file: PlanFile, fills: Fills) -> bool:
    """Write fills through the door that the workbook was opened by; False when nothing would change.

    Raises ``Locked`` where it cannot be written; then all is as it was.
    """
    return file.workbook.write(fills)


def preview(file: PlanFile, fills: Fills) -> Door:
    """Return the workbook as it would be with the fills written; nothing is written."""
    return file.workbook.preview(fills)


def fill_named_range(file: PlanFile, name: str, rows: Sequence[Sequence[object]]) -> Fills:
    """Return the fills that put rows of values into a named range and empty the rest of it."""
    area = file.workbook.name_range(name)
    if area is None:
        return Fills()
    sheet, top, left, bottom, right = area
    cells: dict[Place, object] = {
        Place(sheet, row, column): None  # the name may reach to the end of the sheet: only what is filled
        for column in file.grid(sheet).columns
        if left <= column <= right
        for row in file.grid(sheet).values(column)
        if top <= row <= bottom
    }
    for row, values in zip(range(top, bottom + 1), rows, strict=False):
        cells |= {Place(sheet, row, c): v for c, v in zip(range(left, right + 1), values, strict=False)}
    return Fills(dict(sorted(cells.items())))
