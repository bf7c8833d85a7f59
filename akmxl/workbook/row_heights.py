"""Make written rows as high as their texts need, and lay a sentence across its whole row.

Programs do not agree on when a row grows by itself, and one with merged cells never does.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.cells import Formula, Place
from akmxl.ooxml.look import looks
from akmxl.workbook.text_height import HIGHEST, text_lines, times_need

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.look.looks import TextStyle
    from akmxl.ooxml.read.sheet_facts import Table


def merge_row(patch: Patch, sheet: str, row: int, columns: Iterable[int]) -> None:
    """Merge all the cells of a row, these columns among them, into one."""
    found = patch.open_rows(sheet)[1].peek(row)
    taken = {*columns, *(found.cells if found else ())}
    looks.merge(patch, sheet, (row, min(taken), row, max(taken)))


def fit_heights(
    patch: Patch, texts: Mapping[tuple[str, int, int], tuple[str, int]], tight: Collection[tuple[str, int]]
) -> frozenset[tuple[str, int, int]]:
    """Make rows high enough for the wrapped ones of these texts; lower only the ``tight`` rows.

    ``texts`` maps sheet, row and column to the text there and its style. Returns the places of those that
    need more than a row can have: their ends are cut off on paper.
    """
    own = looks.Looks(patch.workbook)
    width, need, cut = cache(own.width), cache(_need), set()
    needed: dict[tuple[str, int], float] = defaultdict(float)
    spans = {sheet: _spans(patch, sheet) for sheet in {sheet for sheet, _, _ in texts}}
    for (sheet, row, column), (text, style) in texts.items():
        kind = own.text_style(style)
        if not kind.wraps:
            continue
        last_row, last = spans[sheet].get((row, column), (row, column))
        if last_row == row:
            points = need(text, width(sheet, column, last), kind)
            needed[sheet, row] = max(needed[sheet, row], min(HIGHEST, points))
            if points > HIGHEST:
                cut.add((sheet, row, column))
    for sheet in spans:
        given = looks.heights(patch, sheet)
        now = {row: given.get(row) or 0 for own, row in needed if own == sheet}
        new = {row: needed[sheet, row] for row in now}
        unlike = {
            row: points
            for row, points in new.items()
            if points > now[row] or ((sheet, row) in tight and points != now[row])
        }
        looks.set_heights(patch, sheet, unlike)
    return frozenset(cut)


def fit_table(patch: Patch, name: str, rows: Sequence[Sequence[Writable]]) -> None:
    """Make the rows of a table that were written as high as their texts; hidden columns do not count.

    A row that stood there already keeps its height.
    """
    table = patch.tables[name]
    sheet, height = patch.open_rows(table.sheet)[1], cache(_points)
    numbered = enumerate(rows or [[]], table.first_data_row)
    edited = {row: values for row, values in numbered if sheet.is_edited(row)}
    wrapped = _wrapped(patch, table) if edited else []
    for row, values in edited.items():
        points = [height(_text(values, offset), width, style) for offset, width, style in wrapped]
        if points and max(points) != looks.height(patch, table.sheet, row):
            looks.set_height(patch, table.sheet, row, max(points))


def fit_added(patch: Patch, name: str, rows: Sequence[Sequence[Writable]]) -> None:
    """Make the rows that were added at a table's end high enough for their texts, and none lower.

    People go on typing in them, so they still grow by themselves. One line needs no height of its own.
    """
    table = patch.tables[name]
    sheet = patch.edited_sheet(table.sheet)
    filled = sheet.rows_upwards(table.first_data_row, table.last_data_row)
    last = next((row for row in filled if any(sheet.cell(row, c) for c in _columns(table))), 0)
    height = cache(_points)
    wrapped = _wrapped(patch, table)
    for row, values in enumerate(rows, last - len(rows) + 1):
        points = [height(_text(values, offset), width, style) for offset, width, style in wrapped]
        one_line = [height("", width, style) for _, width, style in wrapped]
        if points and max(points) > max(one_line):
            _raise(patch, table.sheet, row, max(points))


def fit_texts(patch: Patch, texts: Mapping[Place, object]) -> None:
    """Make rows of tables high enough for the texts written into them that take more than a line."""
    tables: dict[str, list[Table]] = defaultdict(list)
    for table in patch.tables.values():
        tables[table.sheet].append(table)
    columns: dict[str, dict[int, tuple[float, TextStyle]]] = {}
    for (sheet, row, column), text in texts.items():
        if not isinstance(text, str) or sheet not in tables or not patch.open_rows(sheet)[1].is_edited(row):
            continue
        for table in tables[sheet]:
            if not (table.first_data_row <= row <= table.last_data_row and column in _columns(table)):
                continue
            if table.name not in columns:
                wrapped = _wrapped(patch, table)
                columns[table.name] = {table.first_col + at: (width, style) for at, width, style in wrapped}
            if column in columns[table.name]:
                width, style = columns[table.name][column]
                points = _points(text, width, style)
                if points > _points("", width, style):
                    _raise(patch, sheet, row, points)


def _raise(patch: Patch, sheet: str, row: int, points: float) -> None:
    if points > (looks.height(patch, sheet, row) or 0):
        looks.set_height(patch, sheet, row, points, growing=True)


def _wrapped(patch: Patch, table: Table) -> list[tuple[int, float, TextStyle]]:
    """Return the columns of a table whose texts wrap, hidden ones left out: offset, width, style.

    A table has no merged cells; its first row says how its columns look.
    """
    own, sheet = looks.Looks(patch.workbook), patch.open_rows(table.sheet)[1]
    hidden = patch.workbook.hidden_columns(table.sheet)
    found = []
    for offset, column in enumerate(_columns(table)):
        style = own.text_style(sheet.style_at(table.first_data_row, column) or 0)
        if style.wraps and column not in hidden:
            found.append((offset, own.width(table.sheet, column, column), style))
    return found


def _columns(table: Table) -> range:
    return range(table.first_col, table.last_col + 1)


def _text(values: Sequence[Writable], position: int) -> str:
    """Return what a cell will show; of a formula its result."""
    value = values[position] if position < len(values) else None
    shown = value.value if isinstance(value, Formula) else value
    return "" if shown is None else str(shown)


def _spans(patch: Patch, sheet: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the first cell of each merged area -> its last cell, as the sheet stands now."""
    return {(r1, c1): (r2, c2) for r1, c1, r2, c2 in patch.open_rows(sheet)[1].merges}


def _points(text: str, width: float, style: TextStyle) -> float:
    """Compute the height in points of a row for a wrapped text in columns of ``width``."""
    return min(HIGHEST, _need(text, width, style))


def _need(text: str, width: float, style: TextStyle) -> float:
    """Compute the height in points that the text needs, be it more than a row can have."""
    width -= style.indent
    if style.font.startswith("Times"):
        return round(times_need(text, width, style.size, bold=style.bold), 1)
    scale = style.size / 11
    letter = (0.98 if style.bold else 0.92) * scale
    lines = sum(text_lines(line, width, letter) for line in text.split("\n"))
    return round(lines * 14.5 * scale + 4, 1)
