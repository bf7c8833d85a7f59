"""Hold a workbook's parts as they stand after the edits so far: what every kind of edit works on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from akmxl.core.cells import Formula, a1, column_letter, format_range
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit import cellxml, growth, workbookxml
from akmxl.ooxml.edit.row import style_of
from akmxl.ooxml.edit.sheetrows import SHARED, SheetRows
from akmxl.ooxml.read.rawcells import one_cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from akmxl.core.cells import Cell, Range
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.edited import NewCell, NewRows, Rows, Style
    from akmxl.ooxml.edit.plain_rows import PlainRows
    from akmxl.ooxml.read.grid import Column
    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.ooxml.read.workbook import Workbook

FORMULA = lazily(rb"<(?:[A-Za-z_][\w.-]*:)?f[\s>/]")
_PERHAPS_FORMULA = lazily(rb"f(?<=[<:]f)[\s>/]")  # begins with a letter: ten times faster
_WORTH_READING = 64  # rows of a sheet that nobody has read: fewer are quicker asked for cell by cell


def has_formula(xml: bytes) -> bool:
    """Tell whether there is any formula in a part."""
    perhaps = _PERHAPS_FORMULA.search(xml)
    return perhaps is not None and FORMULA.search(xml, xml.rfind(b"<", 0, perhaps.end())) is not None


class EditedParts:
    """The parts of a workbook after the edits so far.

    ``touched`` names the cells (sheet, address; of many their area), ``tables`` are the tables as
    they are now, ``parts`` the new bytes of parts, ``added_sheets`` the part of each new sheet.
    """

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.touched: list[tuple[str, str]] = []
        self.tables: dict[str, Table] = dict(workbook.tables)
        self.parts: dict[str, bytes] = {}
        self.added_sheets: dict[str, str] = {}
        self.formulas_moved = False
        self._rows: dict[str, SheetRows] = {}
        self._located: dict[str, tuple[str, str]] = {}

    @property
    def changed(self) -> bool:
        """Whether saving would write anything."""
        return bool(self.touched or self.parts) or any(rows.dirty for rows in self._rows.values())

    @property
    def file(self) -> str:
        """The file's name, for messages."""
        return self.workbook.package.file

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names that sheets have, those of charts and of new sheets too."""
        return (*self.workbook.sheet_names, *self.added_sheets)

    def define_name(self, name: str, reference: str) -> None:
        """Let a name of the whole workbook stand for this: ``Sheet!$A$1:$B$2``, or a text in quotes."""
        if self.workbook.names.get(name) != reference:
            part = self.workbook.part
            with self.workbook.package.reading(part):
                self.parts[part] = workbookxml.with_name(self.part_xml(part), name, reference)

    def settled(self, part: str) -> bytes:
        """Return a part with all edits so far in it; rows that were open for editing are closed."""
        rows = self._rows.pop(part, None)
        if rows is not None and rows.dirty:
            self.parts[part] = rows.to_bytes()
        return self.part_xml(part)

    def final_parts(self) -> dict[str, bytes]:
        """Return every part that differs from the file's, with all edits in it; open rows stay open."""
        dirty = {part: rows.to_bytes() for part, rows in self._rows.items() if rows.dirty}
        return {**self.parts, **dirty}

    def open_rows(self, sheet: str) -> tuple[str, SheetRows]:
        """Return a sheet's own name and its rows, open for editing; raises Unsupported for no sheet."""
        name, part = self.locate(sheet)
        if part not in self._rows:
            read = part not in self.parts
            known, grid = self.workbook.known(part) if read else None, self.workbook.grid
            columns = (lambda column: grid(name).column(column)) if read else None
            self._rows[part] = SheetRows(self.part_xml(part), name, known, columns)
        return name, self._rows[part]

    def edited_sheet(self, name: str) -> FileSheet:
        """Return a sheet as the editor of cells and tables works on it."""
        return FileSheet(self, *self.open_rows(name))

    def locate(self, sheet: str) -> tuple[str, str]:
        """Return a sheet's own name and its part, added sheets included; raises Unsupported for no sheet."""
        if sheet not in self._located:
            added = (found for found in self.added_sheets.items() if found[0].casefold() == sheet.casefold())
            self._located[sheet] = next(added, None) or self._in_workbook(sheet)
        return self._located[sheet]

    def _in_workbook(self, sheet: str) -> tuple[str, str]:
        found = self.workbook.sheet(sheet)
        return found.name, found.part

    def part_xml(self, part: str) -> bytes:
        """Return a part as it stands after the edits so far (open rows of sheets not counted)."""
        return self.parts[part] if part in self.parts else self.workbook.package.xml(part)

    def cell(self, rows: SheetRows, row: int, col: int) -> Cell | None:
        """Return a cell as it stands after the edits so far."""
        if rows.known is not None and not rows.is_edited(row):
            return rows.known(row, col)
        found = rows.peek(row)
        raw = found.cells.get(col) if found else None
        if found is None or raw is None:
            return None
        if col not in found.known:  # one cell only: its neighbours may be texts, and texts cost their reading
            found.known[col] = one_cell(self.workbook.reader, raw)
        return found.known[col]

    def write(
        self, sheet: str, rows: SheetRows, row: int, col: int, value: Writable, style: int | None
    ) -> None:
        """Write a cell without asking whether that is safe: for callers that have asked."""
        target = rows.edit(row)
        old = target.cells.pop(col, b"")
        target.known.pop(col, None)
        address = a1(row, col)
        raw = cellxml.cell_xml(address, style or 0, value, self.workbook.date1904)
        if raw:
            target.cells[col] = raw
        self.formulas_moved = self.formulas_moved or b"<f>" in raw or bool(old and FORMULA.search(old))
        self.touched.append((sheet, address))

    def write_column(self, sheet: str, rows: SheetRows, column: int, values: Mapping[int, Writable]) -> None:
        """Write the cells of a column, by row, as ``write`` writes each in the style of its place."""
        blank = any(value is None for value in values.values())
        given = {row: value for row, value in values.items() if value is not None} if blank else values
        left = values.keys() - self._put_together(sheet, rows, column, given)
        for row in sorted(left):
            self.write(sheet, rows, row, column, values[row], rows.style_at(row, column))

    def _put_together(
        self, sheet: str, rows: SheetRows, column: int, values: Mapping[int, Writable]
    ) -> Collection[int]:
        """Write the cells of a column into all rows that can be taken apart together; return these rows."""
        letters, date1904 = column_letter(column), self.workbook.date1904

        def made(plain: PlainRows) -> dict[int, bytes]:
            by_style: dict[int, list[int]] = {}
            for row, style in zip(plain.numbers, plain.styles(rows.column_style(column) or 0), strict=True):
                if row in values:
                    by_style.setdefault(style, []).append(row)
            new: dict[int, bytes] = {}
            for style, own in by_style.items():
                cells = cellxml.column_xml(letters, own, style, (values[row] for row in own), date1904)
                new.update(zip(own, cells, strict=True))
            old = b"".join(cell for row, cell in zip(plain.numbers, plain.cells, strict=True) if row in new)
            self.formulas_moved = (
                self.formulas_moved
                or bool(FORMULA.search(old))
                or any(b"<f>" in cell for cell in new.values())
            )
            return new

        if not values:
            return ()
        self.workbook.let_go_of_part(self.locate(sheet)[1])  # a long part is there once: in the rows
        put = rows.put_cells(column, values, made)
        if put:
            self.touched.append((sheet, format_range((min(put), column, max(put), column))))
        return put

    def write_rows(
        self, sheet: str, rows: SheetRows, cells: Iterable[NewCell], styles: Mapping[int, Style]
    ) -> None:
        """Write the cells of rows that do not exist yet, as ``write`` writes each."""
        columns: dict[int, list[tuple[int, Writable]]] = {}
        for row, column, value in cells:
            columns.setdefault(column, []).append((row, value))
        new: dict[int, dict[int, bytes]] = {}
        for column, found in sorted(columns.items()):
            numbers, values = zip(*found, strict=True)
            letters, style = column_letter(column), styles[column] or 0
            made = cellxml.column_xml(letters, numbers, style, values, self.workbook.date1904)
            for row, raw in zip(numbers, made, strict=True):
                own = new.setdefault(row, {})
                if raw:
                    own[column] = raw
            self.formulas_moved = self.formulas_moved or any(type(value) is Formula for value in values)
            self.touched += [(sheet, f"{letters}{row}") for row in numbers]
        rows.add(new)

    def write_alike(
        self, sheet: str, rows: SheetRows, first: int, columns: Mapping[int, Sequence[Writable]]
    ) -> bool:
        """Write columns into rows that say the same, as ``write`` writes each cell in its style.

        False, and nothing written, where the rows are not alike or some columns have no cells in them.
        """
        numbers = range(first, first + len(next(iter(columns.values()))))
        alike = rows.alike(numbers)
        if alike is None or not columns.keys() <= alike.cells.keys():
            return False
        new: dict[int, list[bytes]] = {}
        for column, values in columns.items():
            raw, letters = alike.cells[column], column_letter(column)
            if FORMULA.search(raw) or any(type(value) is Formula for value in values):
                return False
            held, style = one_cell(self.workbook.reader, raw), style_of(raw)
            if any(cellxml.same(held, value, self.workbook.date1904) for value in values):
                return False
            new[column] = cellxml.column_xml(letters, numbers, style, values, self.workbook.date1904)
        rows.put_columns(alike, new)
        self.touched += [(sheet, f"{column_letter(column)}{row}") for column in new for row in numbers]
        return True

    def write_below(
        self, sheet: str, rows: SheetRows, first: int, values: Rows, styles: Mapping[int, Style]
    ) -> None:
        """Write whole rows below all that the sheet has; a row without a value is none."""
        told = [row for row, own in enumerate(values, first) if own.count(None) < len(own)]
        if not told:
            return
        kinds: dict[int, set[type]] = {}
        for _, columns in cellxml.by_column(values, first):
            for column, own in enumerate(columns, 1):
                kinds.setdefault(column, set()).update(map(type, own))
        used = [column for column, own in kinds.items() if own != {type(None)}]
        area = told[0], min(used), told[-1], max(used)
        rows.put_below(cellxml.rows_xml(values, first, styles, self.workbook.date1904), area)
        self.formulas_moved = self.formulas_moved or any(Formula in own for own in kinds.values())
        self.touched.append((sheet, format_range(area)))

    def resize_table(self, table: Table, last_row: int) -> None:
        """Let a table without totals end at another row."""

        def area(end: int) -> str:
            return format_range((table.first_row, table.first_col, end, table.last_col))

        if len(table.columns) != table.last_col - table.first_col + 1:
            raise self.workbook.package.damaged(table.part)
        old, new = area(table.last_row), area(last_row)
        self.parts[table.part] = workbookxml.with_table_end(self.part_xml(table.part), old, new, old, new)
        if last_row > table.last_row:
            rows = self.open_rows(table.sheet)[1]
            rows.tail = growth.with_grown_ranges(rows.tail, table, last_row)
        self.tables[table.name] = table._replace(last_row=last_row)


class FileSheet:
    """The rows of a sheet's part as the editor of cells and tables works on them."""

    def __init__(self, parts: EditedParts, name: str, rows: SheetRows) -> None:
        self.name = name
        self._parts = parts
        self._rows = rows

    @property
    def merges(self) -> Sequence[Range]:
        return self._rows.merges

    @property
    def formula_areas(self) -> Sequence[Range]:
        return self._rows.formula_areas

    @property
    def shares_formulas(self) -> bool:
        return self._rows.shares_formulas

    def shares_formula(self, row: int, column: int) -> bool:
        found = self._rows.peek(row) if self._rows.may_share_formulas(row) else None
        raw = found.cells.get(column, b"") if found else b""
        return bool(SHARED.search(raw))

    def cell(self, row: int, column: int) -> Cell | None:
        return self._parts.cell(self._rows, row, column)

    def holds(self, row: int, column: int, value: Writable) -> bool:
        return cellxml.same(self.cell(row, column), value, self._parts.workbook.date1904)

    def column(self, column: int) -> Column | None:
        rows, columns = self._rows, self._rows.columns
        if columns is None or (rows.known is None and len(rows.numbers()) < _WORTH_READING):
            return None
        return columns(column)

    def is_empty(self, area: Range) -> bool:
        top, left, bottom, right = area
        found = ((row, self._rows.peek(row)) for row in self.rows_upwards(top, bottom))
        return not any(
            left <= column <= right and self.cell(row, column) is not None
            for row, cells in found
            if cells
            for column in cells.cells
        )

    def rows_upwards(self, top: int, bottom: int) -> Iterator[int]:
        numbers = self._rows.numbers()
        return reversed(numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)])

    def rows_from(self, first_row: int) -> Iterator[tuple[int, Collection[int]]]:
        plain = self._rows.columns_from(first_row)
        if plain is not None:
            return iter(plain.items())
        found = ((row, self._rows.peek(row)) for row in self._rows.numbers() if row >= first_row)
        return ((row, cells.cells.keys()) for row, cells in found if cells)

    def style(self, row: int, column: int) -> Style:
        return self._rows.style_at(row, column)

    def own_style(self, row: int, column: int) -> Style:
        return self._rows.own_style(row, column)

    def put(self, row: int, column: int, value: Writable, style: Style) -> None:
        self._parts.write(self.name, self._rows, row, column, value, style)

    def put_alike(self, first: int, columns: Mapping[int, Sequence[Writable]]) -> bool:
        """Write columns from a row on, where its rows say the same; False, and nothing done, elsewhere."""
        return self._parts.write_alike(self.name, self._rows, first, columns)

    def put_column(self, column: int, values: Mapping[int, Writable]) -> None:
        self._parts.write_column(self.name, self._rows, column, values)

    def lay(self, new: NewRows) -> None:
        last = max(self._rows.numbers(), default=0)
        fresh = [change for change in new.changes if change[0] > last]
        for row, column, value in new.changes[: len(new.changes) - len(fresh)]:
            self.put(row, column, value, new.styles[column])
        self._parts.write_rows(self.name, self._rows, fresh, new.styles)
        if new.fresh:
            first = new.top + len(new.rows) - new.fresh
            self._parts.write_below(self.name, self._rows, first, new.fresh_rows, new.styles)

    def clear(self, row: int, columns: Collection[int]) -> None:
        """Empty cells; a row left with no cell goes too."""
        found = self._rows.peek(row)
        for column in [column for column in columns if found and column in found.cells]:
            self.put(row, column, None, 0)
        found = self._rows.peek(row)
        if found is not None and not found.cells and not found.rest:
            self._rows.drop(row)
