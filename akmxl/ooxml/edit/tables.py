"""Edit cells and whole rows of tables and sheets: which cells change, where tables end, what is refused.

Written once, for whatever a sheet is made of: the rows of a file's part (``parts.FileSheet``), or a grid with
new cells laid over it, for Excel and for previews. So none of them writes or accepts what another would not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_COLUMN, MAX_ROW, Formula, WrongUse, a1, check_position, format_range
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.text_length import units
from akmxl.ooxml.edit.cellxml import by_column, check_value, check_values
from akmxl.ooxml.edit.edited import NewRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from akmxl.core.cells import Cell, Range, Value
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.edited import EditedSheet, EditedWorkbook, NewCell, Rows
    from akmxl.ooxml.read.sheet_facts import Table

_LONGEST_NAME = 31
_NOT_IN_NAMES = lazily("[\\[\\]:*?/\\\\\x00-\x1f\ud800-\udfff\ufffe\uffff]|^'|'$")


def set_cell(
    workbook: EditedWorkbook,
    sheet: str,
    row: int,
    column: int,
    value: Writable,
    style_from: tuple[int, int] | None = None,
) -> None:
    """Put a value or a Formula into a cell, with the style of another one when asked; see ``Patch.set``."""
    check_position(row, column)
    target = workbook.edited_sheet(sheet)
    check_value(value, target.name, row, column)
    style = target.style(*(style_from or (row, column)))
    if target.holds(row, column, value) and style in (target.style(row, column), None):
        return
    _refuse_merged_away(target, row, column)
    _refuse_shared(target, [(row, column, value)])
    _refuse_heading(workbook, target.name, row, column)
    target.put(row, column, value, style)


def set_column(workbook: EditedWorkbook, sheet: str, column: int, values: Mapping[int, Writable]) -> None:
    """Put values into cells of one column, by row, as ``set_cell`` puts each."""
    target = workbook.edited_sheet(sheet)
    for row in (min(values, default=1), max(values, default=1)):
        check_position(row, column)
    check_values(values.values(), target.name, values, column)
    changes = _unlike(target, column, values)
    if _may_refuse(workbook, target, column, changes):
        for row, value in changes.items():
            _refuse_merged_away(target, row, column)
            _refuse_shared(target, [(row, column, value)])
            _refuse_heading(workbook, target.name, row, column)
    if changes:
        target.put_column(column, changes)


def may_fill(
    workbook: EditedWorkbook, sheet: str, first_row: int, columns: Mapping[int, Sequence[Writable]]
) -> bool:
    """Tell whether ``set_cell`` would refuse no cell of neighbouring rows, as far as is seen at once."""
    target = workbook.edited_sheet(sheet)
    for column, values in columns.items():
        rows = range(first_row, first_row + len(values))
        check_position(rows[-1], column)
        check_values(values, target.name, rows, column)
        if _may_refuse(workbook, target, column, rows):
            return False
    return True


def _may_refuse(workbook: EditedWorkbook, sheet: EditedSheet, column: int, rows: Collection[int]) -> bool:
    """Tell whether merged cells, formulas of several cells or headings stand near some rows of a column."""
    headings = (
        (table.first_row, table.first_col, table.first_data_row - 1, table.last_col)
        for table in workbook.tables.values()
        if table.sheet == sheet.name
    )
    near = (min(rows, default=0), column, max(rows, default=0), column)
    areas = (*sheet.merges, *sheet.formula_areas, *headings)
    return sheet.shares_formulas or any(meet(near, area) for area in areas)


def _unlike(sheet: EditedSheet, column: int, values: Mapping[int, Writable]) -> dict[int, Writable]:
    """Return those values of a column, by row, that its cells do not hold."""
    known = sheet.column(column)
    if known is None:
        return {row: value for row, value in values.items() if not sheet.holds(row, column, value)}
    there, wanted = list(map(known[0].get, values)), list(values.values())
    if there == wanted and list(map(type, there)) == list(map(type, wanted)) and not known[1]:
        return {}  # as of most columns that are filled again
    held, formulas = known[0].get, known[1].get
    return {
        row: value
        for row, value in values.items()
        if not _alike(held(row), formulas(row), value)
        and (_is_new(held(row), formulas(row), value) or not sheet.holds(row, column, value))
    }


def _alike(held: Value, formula: str | None, value: Writable) -> bool:
    """Tell at once, of most cells that hold a value, that they do."""
    if type(value) is Formula:
        return formula == value.text and (
            value.value is None or (type(held) is type(value.value) and held == value.value)
        )
    return formula is None and type(held) is type(value) and held == value


def _is_new(held: Value, formula: str | None, value: Writable) -> bool:
    """Tell at once, of most cells that do not hold a value, that they hold nothing."""
    return held is None and formula is None and value not in (None, "")


def append_rows(workbook: EditedWorkbook, table_name: str, rows: Rows) -> None:
    """Add rows to a table: into the blank rows at its end first, then growing it."""
    if not rows:
        return
    table, sheet = _checked(workbook, table_name, rows)
    above = sheet.rows_upwards(table.first_data_row, table.last_data_row)
    filled = next((row for row in above if not _is_blank(sheet, table, row)), table.first_data_row - 1)
    first = filled + 1
    model = max(first - 1, table.first_data_row)
    new = list(_appended(sheet, table, rows, first, model))
    styles = {column: sheet.style(model, column) for column in _columns(table)}
    _refuse_shared(sheet, new)
    _make_room(workbook, sheet, table, first + len(rows) - 1)
    for row, column, value in new:
        own = sheet.own_style(row, column) if row <= table.last_data_row else None
        sheet.put(row, column, value, styles[column] if own is None else own)


def set_table_rows(workbook: EditedWorkbook, table_name: str, rows: Rows) -> None:
    """Make these the only data rows of a table; one blank row stays when there are none."""
    table, sheet = _checked(workbook, table_name, rows)
    wanted = [_padded(table, row) for row in rows or [[]]]
    first, last = table.first_data_row, table.first_data_row + len(wanted) - 1
    styles = {column: sheet.style(first, column) for column in _columns(table)}
    there = wanted[: table.last_data_row - first + 1]
    changes = _changes(sheet, first, table.first_col, there)
    changes += [
        (row, column, value)
        for row, values in enumerate(wanted[len(there) :], first + len(there))
        for column, value in zip(_columns(table), values, strict=True)
    ]
    _refuse_shared(sheet, changes)
    _make_room(workbook, sheet, table, last)
    sheet.lay(NewRows(first, table.first_col, wanted, changes, styles))
    for row in sorted(sheet.rows_upwards(last + 1, table.last_data_row)):
        sheet.clear(row, _columns(table))
    if last < table.last_data_row and not table.totals_rows:  # totals stay in their place, below blank rows
        workbook.resize_table(table, last)


def set_sheet_rows(workbook: EditedWorkbook, sheet_name: str, rows: Rows, first_row: int = 1) -> None:
    """Make these the only rows of a sheet from ``first_row`` on, styled as its old first such row."""
    sheet = workbook.edited_sheet(sheet_name)
    _refuse_structure(workbook, sheet, first_row)
    check_rows(sheet.name, rows, first_row)
    width = max(map(len, rows), default=0)
    styles = {column: sheet.style(first_row, column) for column in range(1, width + 1)}
    there = dict(sheet.rows_from(first_row))
    known = rows[: max(there, default=0) - first_row + 1] if there else ()
    changes = _changes(sheet, first_row, 1, known, with_shared=True)  # all of them go
    kept = {row: len(values) for row, values in enumerate(known, first_row)}
    left = [
        (row, [column for column in columns if column > kept.get(row, 0)]) for row, columns in there.items()
    ]
    sheet.lay(NewRows(first_row, 1, rows, changes, styles, fresh=len(rows) - len(known)))
    for row, columns in left:
        if columns or row not in kept:
            sheet.clear(row, columns)


def check_new_sheet(workbook: EditedWorkbook, name: str) -> None:
    """Raise Unsupported for a name that no sheet can have, or that one has already."""
    if not 1 <= units(name) <= _LONGEST_NAME or _NOT_IN_NAMES.search(name):
        shown = name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        raise Unsupported(N_("“{sheet}” cannot be a sheet's name in Excel."), sheet=shown)
    if name.casefold() in {other.casefold() for other in workbook.sheet_names}:
        raise Unsupported(
            N_("There is a sheet “{sheet}” in “{file}” already."), sheet=name, file=workbook.file
        )


def check_rows(sheet: str, rows: Rows, first_row: int = 1) -> None:
    """Raise Unsupported for rows that do not fit onto a sheet, or hold what no cell can hold."""
    if first_row + len(rows) - 1 > MAX_ROW or max(map(len, rows), default=0) > MAX_COLUMN:
        raise Unsupported(
            N_("The rows for “{sheet}” do not fit: a sheet has {rows} rows of {columns} cells."),
            sheet=sheet,
            rows=MAX_ROW,
            columns=MAX_COLUMN,
        )
    for numbers, columns in by_column(rows, first_row):
        for column, cells in enumerate(columns, 1):
            check_values(cells, sheet, numbers, column)


def _changes(
    sheet: EditedSheet, top: int, left: int, rows: Rows, *, with_shared: bool = False
) -> list[NewCell]:
    """Return the cells of rows that hold something else now, row by row.

    ``with_shared``: those whose formula is stored once for several too.
    """
    width = max(map(len, rows), default=0)
    found: list[NewCell] = []
    for place in range(width):
        values = {row: values[place] for row, values in enumerate(rows, top) if place < len(values)}
        unlike = _unlike(sheet, left + place, values)
        if with_shared and sheet.shares_formulas:
            shared = (row for row in values if sheet.shares_formula(row, left + place))
            unlike |= {row: values[row] for row in shared}
        found += [(row, left + place, value) for row, value in unlike.items()]
    return sorted(found, key=_position)


def _position(cell: NewCell) -> tuple[int, int]:
    return cell[:2]


def _appended(sheet: EditedSheet, table: Table, rows: Rows, first: int, model: int) -> Iterator[NewCell]:
    """Yield the cells of added rows; a column that computes goes on computing in those below the table."""
    above = {column: sheet.cell(model, column) for column in _columns(table)}
    for row, values in enumerate(rows, first):
        inside = row <= table.last_data_row
        for column, value in zip(_columns(table), _padded(table, values), strict=True):
            if inside and (value is None or sheet.holds(row, column, value)):
                continue  # a blank row may carry a formula of its own
            yield row, column, _continued(table, above[column], row - model) if value is None else value


def _continued(table: Table, above: Cell | None, rows: int) -> Formula | None:
    if above is None or not above.formula:
        return None
    from akmxl.ooxml.edit.shift import UnclearFormula, copy_formula  # late: with it come 15 ms

    try:
        return Formula(copy_formula(above.formula, rows, 0))
    except UnclearFormula as error:
        raise Unsupported(
            N_("A row cannot be added to the table “{table}”: its formula “{formula}” is not clear."),
            table=table.name,
            formula="=" + above.formula,
        ) from error


def _checked(workbook: EditedWorkbook, name: str, rows: Rows) -> tuple[Table, EditedSheet]:
    """Return the table and its sheet, once the rows are known to fit its columns and its cells."""
    table = workbook.tables.get(name)
    if table is None:
        raise Unsupported(
            N_(
                "There is no table “{table}” in “{file}”. To have it made again: press “Tiklash”, or run: "
                "akmxl repair; copies of the file stand in the folder .akmxl-zaxira."
            ),
            table=name, file=workbook.file,
        )  # fmt: skip
    if table.header_rows != 1:
        raise Unsupported(
            N_("The table “{table}” has no headings. Press “Tiklash”, or run: akmxl repair."),
            table=table.name,
        )
    for number, row in enumerate(rows, table.first_data_row):
        if len(row) > len(_columns(table)):
            raise WrongUse(f"{len(row)} values for the {len(_columns(table))} columns of {name}")
        for column, value in enumerate(row, table.first_col):
            check_value(value, table.sheet, number, column)
    return table, workbook.edited_sheet(table.sheet)


def _columns(table: Table) -> range:
    return range(table.first_col, table.last_col + 1)


def _padded(table: Table, values: Sequence[Writable]) -> list[Writable]:
    return [*values, *[None] * (len(_columns(table)) - len(values))]


def _is_blank(sheet: EditedSheet, table: Table, row: int) -> bool:
    """Tell whether nobody has typed anything into a table row; formulas that wait there do not count."""
    cells = (sheet.cell(row, column) for column in _columns(table))
    return all(cell is None or cell.formula is not None or cell.value == "" for cell in cells)


def _make_room(workbook: EditedWorkbook, sheet: EditedSheet, table: Table, last: int) -> None:
    """Let a table end at ``last``; raise Unsupported when that would swallow what stands below it."""
    if last <= table.last_data_row:
        return
    area = (table.last_row + 1, table.first_col, last, table.last_col)
    if table.totals_rows or last > MAX_ROW or not is_free(workbook, sheet, area, table.name):
        raise Unsupported(
            N_(
                "The table “{table}” on “{sheet}” cannot grow: something stands below it, at {area}. Move it."
            ),
            table=table.name,
            sheet=table.sheet,
            area=format_range(area),
        )
    workbook.resize_table(table, last)


def is_free(
    workbook: EditedWorkbook,
    sheet: EditedSheet,
    area: Range,
    beside: str | None = None,
    merged: Range | None = None,
) -> bool:
    """Tell whether nothing stands in an area: no value, no table but the one named, no cells that are merged,
    unless just as those that go there (``merged``) will be."""
    others = [t for t in workbook.tables.values() if t.sheet == sheet.name and t.name != beside]
    merges = (one for one in sheet.merges if one != merged)
    taken = (*(other.area for other in others), *merges, *sheet.formula_areas)
    return not any(meet(area, other) for other in taken) and sheet.is_empty(area)


def _refuse_structure(workbook: EditedWorkbook, sheet: EditedSheet, first_row: int) -> None:
    """Refuse to replace rows where more than rows stands: tables, merges, formulas of several cells."""
    tables = [t.name for t in workbook.tables.values() if t.sheet == sheet.name and t.last_row >= first_row]
    areas = [area for area in (*sheet.merges, *sheet.formula_areas) if area[2] >= first_row]
    if tables or areas:
        raise Unsupported(
            N_("The rows of “{sheet}” cannot be replaced: {what} stands there. Remove it in Excel."),
            sheet=sheet.name,
            what=tables[0] if tables else format_range(areas[0]),
        )


def _refuse_merged_away(sheet: EditedSheet, row: int, column: int) -> None:
    for area in sheet.merges:
        top, left, bottom, right = area
        if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
            raise merged_away(sheet.name, row, column, area)


def _refuse_shared(sheet: EditedSheet, changes: Iterable[NewCell]) -> None:
    """Refuse to change a cell alone whose formula is stored once for several."""
    areas = sheet.formula_areas
    for row, column, _ in changes if areas or sheet.shares_formulas else ():
        if sheet.shares_formula(row, column) or any(_holds(area, row, column) for area in areas):
            raise Unsupported(
                N_("“{sheet}”!{cell} belongs to a formula that fills several cells. Change it in Excel."),
                sheet=sheet.name,
                cell=a1(row, column),
            )


def _refuse_heading(workbook: EditedWorkbook, sheet: str, row: int, column: int) -> None:
    for table in workbook.tables.values():
        if (
            table.sheet == sheet
            and column in _columns(table)
            and table.first_row <= row < table.first_data_row
        ):
            raise Unsupported(
                N_("“{sheet}”!{cell} is a heading of the table “{table}”. Change it in Excel."),
                sheet=sheet,
                cell=a1(row, column),
                table=table.name,
            )


def merged_away(sheet: str, row: int, column: int, area: Range) -> Unsupported:
    """Return the refusal to write into a cell that is merged into another."""
    return Unsupported(
        N_("“{sheet}”!{cell} lies inside the merged cells {area}. Write to the first of them."),
        sheet=sheet,
        cell=a1(row, column),
        area=format_range(area),
    )


def _holds(area: Range, row: int, column: int) -> bool:
    return area[0] <= row <= area[2] and area[1] <= column <= area[3]


def meet(one: Range, other: Range) -> bool:
    """Tell whether two areas have a cell in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
