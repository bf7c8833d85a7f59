"""Whole rows at once: appended to a table, or put in the place of all the rows that were there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.errors import Unsupported
from akmxl.i18n import N_
from akmxl.ooxml import cellxml
from akmxl.ooxml.address import MAX_ROW, WrongUse, format_range
from akmxl.ooxml.values import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.ooxml.address import Range
    from akmxl.ooxml.cellxml import Writable
    from akmxl.ooxml.patch import Patch
    from akmxl.ooxml.sheetrows import SheetRows
    from akmxl.ooxml.values import Cell
    from akmxl.ooxml.workbook import Table


def append_rows(patch: Patch, table_name: str, rows: Sequence[Sequence[Writable]]) -> None:
    """See ``Patch.append_rows``."""
    if not rows:
        return
    table, sheet = _owned(patch, table_name, rows)
    first = table.last_data_row + 1
    while first > table.first_data_row and _is_blank(patch, sheet, table, first - 1):
        first -= 1
    model = max(first - 1, table.first_data_row)
    columns = range(table.first_col, table.last_col + 1)
    above = {col: patch.cell(sheet, model, col) for col in columns}
    wanted: list[tuple[int, int, Writable]] = []
    for number, values in enumerate(rows, first):
        inside = number <= table.last_data_row
        for col, value in zip(columns, _padded(values, table), strict=True):
            if inside and (value is None or _stands(patch, sheet, number, col, value)):
                continue  # a blank row may carry a formula of its own
            new = continued(table, above[col], number - model) if value is None else value
            wanted.append((number, col, new))
    _make_room(patch, sheet, table, first + len(rows) - 1)
    for number, col, new in wanted:
        own = sheet.own_style(number, col) if number <= table.last_data_row else None
        style = sheet.style_at(model, col) if own is None else own
        patch.write(table.sheet, sheet, number, col, new, style)


def _stands(patch: Patch, sheet: SheetRows, row: int, col: int, value: Writable) -> bool:
    return cellxml.same(patch.cell(sheet, row, col), value, patch.workbook.date1904)


def continued(table: Table, above: Cell | None, rows: int) -> Formula | None:
    """A column that computes goes on computing in the rows that are added."""
    if above is None or not above.formula:
        return None
    from akmxl.ooxml.shift import UnclearFormula, copy_formula  # late: with it come 15 ms

    try:
        return Formula(copy_formula(above.formula, rows, 0))
    except UnclearFormula as error:
        raise Unsupported(
            N_("A row cannot be added to the table “{table}”: its formula “{formula}” is not clear."),
            table=table.name,
            formula="=" + above.formula,
        ) from error


def set_table_rows(patch: Patch, table_name: str, rows: Sequence[Sequence[Writable]]) -> None:
    """See ``Patch.set_table_rows``."""
    table, sheet = _owned(patch, table_name, rows)
    wanted = rows or [[None] * len(table.columns)]
    last = table.first_data_row + len(wanted) - 1
    columns = range(table.first_col, table.last_col + 1)
    styles = {col: sheet.style_at(table.first_data_row, col) for col in columns}
    _make_room(patch, sheet, table, last)
    for number, values in enumerate(wanted, table.first_data_row):
        inside = number <= table.last_data_row
        for col, value in zip(columns, _padded(values, table), strict=True):
            if inside and _stands(patch, sheet, number, col, value):
                continue
            patch.write(table.sheet, sheet, number, col, value, styles[col])
    for number in range(last + 1, table.last_data_row + 1):
        _clear(patch, table.sheet, sheet, number, columns)
    if last < table.last_row:
        patch.resize_table(table, last)


def set_sheet_rows(patch: Patch, sheet: str, rows: Sequence[Sequence[Writable]], first_row: int) -> None:
    """See ``Patch.set_sheet_rows``."""
    name, target = patch.open_rows(sheet)
    _refuse_structure(patch, name, target, first_row)
    model = target.peek(first_row)
    styles = {col: target.style_at(first_row, col) for col in model.cells} if model else {}
    for number, values in enumerate(rows, first_row):
        for col, value in enumerate(values, 1):
            cellxml.check_value(value, name, number, col)
    for number, values in enumerate(rows, first_row):
        old = target.peek(number)
        for col, value in enumerate(values, 1):
            if not (_stands(patch, target, number, col, value) if old else value is None):
                style = styles[col] if col in styles else target.style_at(number, col)
                patch.write(name, target, number, col, value, style)
        if old:
            _clear(patch, name, target, number, [col for col in old.cells if col > len(values)])
    for number in target.numbers():
        old = target.peek(number) if number >= first_row + len(rows) else None
        if old is not None and old.cells:
            _clear(patch, name, target, number, list(old.cells))


def _owned(patch: Patch, name: str, rows: Sequence[Sequence[Writable]]) -> tuple[Table, SheetRows]:
    """The table and its sheet, once the rows are known to fit its columns and its cells."""
    table = patch.tables.get(name)
    if table is None:
        raise no_table(name, patch.workbook.package.file)
    if table.header_rows != 1:
        raise no_headings(table)
    if len(table.columns) != table.last_col - table.first_col + 1:
        raise patch.workbook.package.damaged(table.part)
    for number, row in enumerate(rows, table.first_data_row):
        if len(row) > len(table.columns):
            raise WrongUse(f"{len(row)} values for the {len(table.columns)} columns of {name}")
        for col, value in enumerate(row, table.first_col):
            cellxml.check_value(value, table.sheet, number, col)
    return table, patch.open_rows(table.sheet)[1]


def _padded(values: Sequence[Writable], table: Table) -> list[Writable]:
    return [*values, *[None] * (len(table.columns) - len(values))]


def _is_blank(patch: Patch, sheet: SheetRows, table: Table, number: int) -> bool:
    """Whether nobody has typed anything into a table row; formulas that wait there do not count."""
    for col in range(table.first_col, table.last_col + 1):
        cell = patch.cell(sheet, number, col)
        if cell is not None and cell.formula is None and cell.value != "":
            return False
    return True


def _make_room(patch: Patch, sheet: SheetRows, table: Table, last: int) -> None:
    """Let a table end at ``last``; Unsupported when that would swallow what stands below it."""
    if last <= table.last_data_row:
        return
    area = (table.last_row + 1, table.first_col, last, table.last_col)
    if table.totals_rows or last > MAX_ROW or not _is_free(patch, sheet, table, area):
        raise cannot_grow(table, area)
    patch.resize_table(table, last)


def _is_free(patch: Patch, sheet: SheetRows, table: Table, area: tuple[int, int, int, int]) -> bool:
    others = [t for t in patch.tables.values() if t.sheet == table.sheet and t.name != table.name]
    areas = [(t.first_row, t.first_col, t.last_row, t.last_col) for t in others]
    for r1, c1, r2, c2 in [*areas, *sheet.merges, *sheet.ranged_formulas]:
        if r1 <= area[2] and area[0] <= r2 and c1 <= area[3] and area[1] <= c2:
            return False
    for number in range(area[0], area[2] + 1):
        row = sheet.peek(number)
        for col, raw in row.cells.items() if row else ():
            if area[1] <= col <= area[3] and patch.workbook.reader.one(raw) is not None:
                return False
    return True


def _clear(patch: Patch, name: str, sheet: SheetRows, number: int, columns: Sequence[int]) -> None:
    """Take cells out with their styles; a row left with none goes too."""
    row = sheet.peek(number)
    for col in [col for col in columns if row and col in row.cells]:
        patch.write(name, sheet, number, col, None, 0)
    row = sheet.peek(number)
    if row is not None and not row.cells and not row.rest:
        sheet.drop(number)


def _refuse_structure(patch: Patch, name: str, sheet: SheetRows, first_row: int) -> None:
    """Rows may be replaced only where they are nothing but rows."""
    tables = [t.name for t in patch.tables.values() if t.sheet == name and t.last_row >= first_row]
    areas = [area for area in (*sheet.merges, *sheet.ranged_formulas) if area[2] >= first_row]
    if tables or areas:
        raise cannot_replace(name, tables[0] if tables else format_range(areas[0]))


def no_table(name: str, file: str) -> Unsupported:
    return Unsupported(N_("There is no table “{table}” in “{file}”."), table=name, file=file)


def no_headings(table: Table) -> Unsupported:
    return Unsupported(
        N_("The table “{table}” has no headings. Give it headings in Excel."), table=table.name
    )


def cannot_grow(table: Table, area: Range) -> Unsupported:
    return Unsupported(
        N_("The table “{table}” on “{sheet}” cannot grow: something stands below it, at {area}. Move it."),
        table=table.name,
        sheet=table.sheet,
        area=format_range(area),
    )


def cannot_replace(sheet: str, what: str) -> Unsupported:
    return Unsupported(
        N_("The rows of “{sheet}” cannot be replaced: {what} stands there. Remove it in Excel."),
        sheet=sheet,
        what=what,
    )
