"""What people do to a workbook, done to a real file. ``README.md`` lists the words of the cases.

Each edit opens the file, changes it and saves it: as by hand, one after the other.
"""

from __future__ import annotations

import shutil
from itertools import groupby
from typing import TYPE_CHECKING

from making_plans import append_rows, insert_row_above
from odd_cells import with_contents
from rules.examples import column_of, typed_value
from running import akmxl

from akmxl.core.cells import NOT_CALCULATED, Formula, Place
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.edit.shift import copy_formula
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from cases import places, reworking
from cases.case import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from akmxl.workbook.plan_file import SheetView

_ROWS_ARE_THERE = (layout.PLAN, layout.MONTHLY, registers.DAILY, layout.LAST_YEAR)


def apply(path: Path, text: str) -> None:
    """Do to the file what a case's text says, line by line."""
    sheet, times, lines = "", 1, [line.strip() for line in text.strip().splitlines()]
    for is_table, block in groupby(filter(None, lines), key=lambda line: line.startswith("|")):
        if is_table:
            headings, *rows = map(split, block)
            fill(path, sheet, headings, rows * times)
            times = 1
            continue
        for line in block:
            word, colon, argument = line.partition(": ")
            if word == "times":
                times = int(argument)
            elif colon:
                WORDS[word](path, argument.strip())
            else:
                sheet = line


def fill(path: Path, sheet: str, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Type a table: into the rows that are there, or as new rows of a register or a table."""
    file = PlanFile.open(path)
    view = file.views[sheet]
    columns = [column_of(view, heading) for heading in headings]
    if sheet in _ROWS_ARE_THERE:
        cells = {}
        for key, *texts in rows:
            row = places.row_of(view, key)
            for column, text in zip(columns[1:], texts, strict=True):
                cells[Place(view.name, row, column)] = _typed(text, view, row)
        _write(file, cells)
        return
    first = max(view.filled_rows(), default=view.first_row - 1) + 1
    append_rows(path, sheet, [["." for _ in view.titles]] * len(rows))
    cells = {Place(view.name, first + n, column): None for n in range(len(rows)) for column in view.titles}
    for row, texts in enumerate(rows, first):
        for column, text in zip(columns, texts, strict=True):
            cells[Place(view.name, row, column)] = _typed(text, view, row)
    _write(PlanFile.open(path), cells)


def _typed(text: str, view: SheetView, row: int) -> object:
    value, formula = typed_value(text, view, row)
    if formula is None:
        return value
    return Formula(formula) if value is NOT_CALCULATED else Formula(formula, value)


def _write(file: PlanFile, cells: dict[Place, object]) -> None:
    """Write cells; where Excel would take a date the cell gets a date's format, as in Excel."""
    patch, days = Patch(file.workbook), file.views[registers.DAILY]
    for place, value in cells.items():
        name, rows = patch.open_rows(place.sheet)
        style = rows.style_at(place.row, place.column)
        if hasattr(value, "year"):
            style = patch.open_rows(days.name)[1].style_at(days.first_row, days.columns["date"])
        patch.write(name, rows, place.row, place.column, value, style)
    patch.save(backup=False)


def type_in(path: Path, argument: str) -> None:
    where, _, text = argument.partition(" = ")
    file = PlanFile.open(path)
    place = places.place(file, where)
    view = file.views.get(places.parts(where)[0]) or file.views[layout.MONTHLY]
    _write(file, {place: _typed(text.strip(), view, place.row)})


def name(path: Path, argument: str) -> None:
    name, _, text = argument.partition(" = ")
    file = PlanFile.open(path)
    place = file.named_place(name)
    assert place is not None
    _write(file, {place: _typed(text, file.views[layout.MONTHLY], place.row)})


def paste(path: Path, argument: str) -> None:
    """A block over another, whose first cell is named; formulas follow, as in Excel."""
    source, _, target = argument.partition(" -> ")
    file = PlanFile.open(path)
    block, corner = places.area(file, source), places.place(file, target)
    cells = {}
    for down, row in enumerate(block):
        for right, place in enumerate(row):
            to = Place(corner.sheet, corner.row + down, corner.column + right)
            cells[to] = _moved(file, place, to.row - place.row, to.column - place.column)
    _write(file, cells)


def clear(path: Path, argument: str) -> None:
    file = PlanFile.open(path)
    block = places.area(file, argument)
    _write(file, {place: None for row in block for place in row})


def sort(path: Path, argument: str) -> None:
    """Sort rows by a column: ``sheet / rows / heading``, and which columns move if not all of them."""
    sheet, rows, heading, *moved = places.parts(argument)
    file = PlanFile.open(path)
    view = file.views[sheet]
    lines = list(view.filled_rows()) if rows == "all" else list(places.rows_of(view, rows))
    columns = places.columns_of(view, moved[0]) if moved else sorted(view.titles)
    by = column_of(view, heading)
    order = sorted(lines, key=lambda row: str(view.at(row, by).value or "~").casefold())
    _reorder(file, view, lines, order, columns)


def move_row(path: Path, argument: str) -> None:
    """A row cut out and put above another."""
    where, _, before = argument.partition(" -> ")
    sheet, key = places.parts(where)
    file = PlanFile.open(path)
    view = file.views[sheet]
    moved, target = places.row_of(view, key), places.row_of(view, before)
    lines = list(range(min(moved, target), max(moved, target) + 1))
    order = [row for row in lines if row != moved]
    order.insert(order.index(target), moved)
    _reorder(file, view, lines, order, sorted(view.titles))


def _reorder(
    file: PlanFile, view: SheetView, lines: list[int], order: list[int], columns: Iterable[int]
) -> None:
    places = {(to, column): Place(view.name, row, column)
              for to, row in zip(lines, order, strict=True) for column in columns}  # fmt: skip
    _write(file, {Place(view.name, *spot): _moved(file, place, spot[0] - place.row, 0)
                  for spot, place in places.items()})  # fmt: skip


def _moved(file: PlanFile, place: Place, rows: int, columns: int) -> object:
    """What a cell says when it is copied so many rows and columns further."""
    cell = file.cells(place.sheet).get((place.row, place.column))
    if cell is None or not cell.formula:
        return cell.value if cell else None
    return Formula(copy_formula(cell.formula, rows, columns))


def insert_row(path: Path, argument: str) -> None:
    sheet, key = places.parts(argument)
    view = PlanFile.open(path).views[sheet]
    insert_row_above(path, view.name, places.row_of(view, key))


def delete_rows(path: Path, argument: str) -> None:
    sheet, key = places.parts(argument)
    file = PlanFile.open(path)
    rows = places.rows_of(file.views[sheet], key)
    patch = Patch(file.workbook)
    patch.delete_rows(sheet, rows[0], rows[-1])
    patch.save(backup=False)


def run(path: Path, argument: str) -> None:
    """A command of akmxl on the workbook."""
    command, *options = argument.split()
    done = akmxl(command, path, *options)
    assert done.code in (0, 1), done.err


def copy_beside(path: Path, argument: str) -> None:
    shutil.copyfile(path, path.with_name(argument))


def cut_short(path: Path, argument: str) -> None:
    """As a download that broke off leaves a file."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * int(argument.rstrip(" %")) // 100])


def raw(path: Path, argument: str) -> None:
    """What no keyboard types: the tag's attributes and the inside of the cell's element, as XML."""
    where, _, text = argument.partition(" = ")
    attributes, sign, inside = text.partition("<")
    cell = places.place(PlanFile.open(path), where)
    data = with_contents(path, path.with_suffix(".raw"), {cell: (attributes.strip(), sign + inside)})
    data.replace(path)


WORDS: dict[str, Callable[[Path, str], None]] = {
    "type": type_in,
    "name": name,
    "paste": paste,
    "clear": clear,
    "raw": raw,
    "sort": sort,
    "move row": move_row,
    "insert row": insert_row,
    "delete rows": delete_rows,
    "run": run,
    "copy beside": copy_beside,
    "cut short": cut_short,
    **reworking.WORDS,
}
