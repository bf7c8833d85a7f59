"""Find the defined names that stand for other cells than those that they are for.

Where a name ought to stand is known: by the heading of its column, by the label beside its cell, by the title
above its panel.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.cells import Place, column_letter
from akmxl.core.spelling import fold
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.reading.no_records import no_items
from akmxl.workbook.reading.settings import setting_cell
from akmxl.workbook.standing_names import standing_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.core.cells import Position, Range
    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.plan_file import PlanFile

    Found = Iterator[tuple[str, str]]  # a name that stands elsewhere, and the reference that it ought to have

SETTINGS_CELLS = (layout.FIRST_PERIOD, layout.WORK_WEEK, layout.CENTRE_CODE)


def misplaced_names(file: PlanFile) -> dict[str, str]:
    """Return the names that stand for other cells than they ought to, with the right reference of each.

    Those that are gone are none of them, nor those of which nothing tells any more where they belong.
    """
    standing = standing_names(file.workbook)
    names = ((name.casefold(), text) for name, text in file.workbook.names.items())
    known = {name: text for name, text in names if name in standing}
    every = (*_of_plan(file), *_of_tables(file, known), *_of_home(file), *_of_findings(file))
    every = (*every, *_of_colours(file))
    settings = ((name, _of_setting(file, name)) for name in SETTINGS_CELLS)
    return {name: right for name, right in (*every, *settings) if right and name.casefold() in known}


def _of_colours(file: PlanFile) -> Found:
    """Yield the names through which conditional formats look; in early workbooks they look into Tekshiruv."""
    if all(fold(sheet.name) != fold(layout.COLOURS) for sheet in file.workbook.sheets):
        return
    for column, name in enumerate(layout.COLOUR_NAMES, 1):
        found = file.workbook.name_range(name)
        if found is None or fold(found[0]) == fold(layout.FINDINGS):
            continue
        if fold(found[0]) != fold(layout.COLOURS) or (found[2], found[4]) != (column, column):
            yield name, reference_of(layout.COLOURS, (1, column, layout.LAST_COLOUR_ROW, column))


def reference_of(sheet: str, area: Range) -> str:
    """Return a range as the text of a defined name: ``Oylik!$B$7:$B$90``."""
    quoted = sheet if sheet.isalnum() else "'{}'".format(sheet.replace("'", "''"))
    corners = dict.fromkeys((area[:2], area[2:]))
    return f"{quoted}!" + ":".join(f"${column_letter(column)}${row}" for row, column in corners)


def _of_plan(file: PlanFile) -> Found:
    """Yield the names of columns of Reja that are not theirs, or do not have all rows with a code.

    A formula looks a code up in one and takes the row of that number from another: all begin in one row.
    """
    view = file.views.get(layout.PLAN)
    if view is None or "code" not in view.columns:
        return
    values, others = view.values("code"), no_items(view)
    rows = [row for row in view.rows if says(values.get(row)) and row not in others]
    if not rows:
        return
    areas = {name: file.workbook.name_range(name) for name in layout.PLAN_NAMED}
    here = [area for area in areas.values() if area and fold(area[0]) == fold(view.name)]
    starts = Counter(area[1] for area in here if area[1] <= rows[0])
    start = max(starts, key=lambda row: (starts[row], -row), default=view.first_row)
    ends = Counter(area[3] for area in here if area[1] == start and area[3] >= rows[-1])
    end = max(ends, key=ends.__getitem__, default=rows[-1])
    for name, field in layout.PLAN_NAMED.items():
        area, column = areas[name], view.columns.get(field)
        if column is None:
            continue
        columns = (area[2], area[4]) if area in here and area else ()
        if not area or columns != (column, column) or area[1] != start or area[3] < rows[-1]:
            yield name, reference_of(view.name, (start, column, end, column))


def _of_tables(file: PlanFile, known: Mapping[str, str]) -> Found:
    """Yield the names that are not the column of the table that they are for."""
    for sheet, field, name in layout.TABLE_NAMED:
        view, table = file.views.get(sheet.key), file.workbook.tables.get(str(sheet.table))
        if view is None or table is None or field not in view.columns:
            continue
        wanted = f"{table.name}[{view.title(field)}]"
        if _plain(known.get(name.casefold(), "")) == _plain(wanted):
            continue
        column, area = view.columns[field], file.workbook.name_range(name)
        rows = (table.first_row + 1, table.last_data_row)
        as_cells = area is not None and (fold(area[0]), area[2], area[4]) == (fold(view.name), column, column)
        if not (area and as_cells and area[1] == rows[0] and area[3] >= rows[1]):  # as LibreOffice writes it
            yield name, wanted


def _plain(reference: str) -> str:
    return "".join(reference.removeprefix("=").replace("'", "").split()).casefold()


def _of_home(file: PlanFile) -> Found:
    """Yield the names on Bosh sahifa that stand neither beside their label nor below their title."""
    sheet = next((one.name for one in file.workbook.sheets if fold(one.name) == fold(layout.HOME)), None)
    if sheet is None:
        return
    grid = file.grid(sheet)
    labels: dict[str, list[Position]] = {}
    for column in grid.columns:
        for row, value in grid.values(column).items():
            if isinstance(value, str):
                labels.setdefault(fold(value), []).append((row, column))
    own = {fold(label) for label in (*layout.HOME_LABELS.values(), *layout.PANEL_TITLES.values())}
    taken = {spot for text in own for spot in labels.get(text, ())}
    for name, label in layout.HOME_LABELS.items():
        spots, area = sorted(labels.get(fold(label), ())), file.workbook.name_range(name)
        spots = spots or _retyped(grid, name, labels, taken)
        if area and spots and not any(_is_beside(grid, sheet, spot, area, taken) for spot in spots):
            right = (spots[0][0], spots[0][1] + 1)
            yield name, reference_of(sheet, (*right, *right))
    for name, title in layout.PANEL_TITLES.items():
        spots, area = labels.get(fold(title), []), file.workbook.name_range(name)
        if area and len(spots) == 1:
            row, column = spots[0]
            wide = column + layout.PANEL_WIDTHS[name] - 1
            if (fold(area[0]), *area[1:3]) != (fold(sheet), row + 2, column) or area[4] < wide:
                last = row + 1 + layout.PANEL_LENGTHS[name]
                yield name, reference_of(sheet, (row + 2, column, last, max(wide, column)))


def _retyped(
    grid: Grid, name: str, labels: Mapping[str, list[Position]], taken: set[Position]
) -> list[Position]:
    """Return where a label of the organisation's block stands that says something else now.

    It is the text between the labels before and after it, which stand in rows that follow each other.
    """
    order = [own for own, _ in layout.ORGANISATION.values()]
    if name not in order:
        return []
    spots = [sorted(labels.get(fold(layout.HOME_LABELS[own]), ())) for own in order]
    at = order.index(name)
    expected = {(row + step, column) for step in (1, -1) for row, column in _beside(spots, at - step)[:1]}
    spot = expected.pop() if len(expected) == 1 else None
    if spot is None or spot in taken or not isinstance(grid.values(spot[1]).get(spot[0]), str):
        return []
    return [spot]


def _beside(spots: Sequence[list[Position]], at: int) -> list[Position]:
    return spots[at] if 0 <= at < len(spots) else []


def _is_beside(
    grid: Grid, sheet: str, label: Position, area: tuple[str, int, int, int, int], taken: set[Position]
) -> bool:
    """Tell whether a name's cell is the one right of a label: in its row, with nothing between."""
    place, (row, column) = area[1:3], label
    if fold(area[0]) != fold(sheet) or place[0] != row or place[1] <= column or place in taken:
        return False
    return not any(says(grid.values(between).get(row)) for between in range(column + 1, place[1]))


def _of_findings(file: PlanFile) -> Found:
    """Yield the name of the line above the findings where it stands anywhere else."""
    view, area = file.views.get(layout.FINDINGS), file.workbook.name_range(layout.CHECK_LINE)
    if view is None or area is None or not view.titles:
        return
    if fold(area[0]) != fold(view.name) or area[1] >= view.header_row:
        spot = (max(view.header_row - 2, 1), min(view.titles))
        yield layout.CHECK_LINE, reference_of(view.name, (*spot, *spot))


def _of_setting(file: PlanFile, name: str) -> str:
    """Return the reference of a single cell of Sozlamalar whose name stands for another; else ""."""
    setting = setting_cell(file, name)
    if setting.named or setting.place is None:
        return ""
    place: Place = setting.place
    spot = (place.row, place.column)
    return reference_of(place.sheet, (*spot, *spot))
