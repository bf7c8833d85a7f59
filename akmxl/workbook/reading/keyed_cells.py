"""Read all that people type, by what they know it by: the item and month, the day, the row's ID, the heading.

So two workbooks of one plan can be held side by side whatever was sorted or inserted in either. What akmxl
fills itself is not among it. Cells that no name reaches are one value a sheet, their hash: a change in them
is seen, though not where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import known_value
from akmxl.core.cells import Place
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.hand_ins import COUNTED
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.core.cells import Cell
    from akmxl.plan.handed_in import Key
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView

OWN_TITLE = "="  # before the heading of a column that people added
REASON = "reason"
REST = "*"  # in place of a row: all cells of a sheet that no name reaches
_JOURNAL = ("report_due", "number", "sent", "way", "text", "note")
_HANDED_IN = ("handed_in", "handed_in_by", "note")
_AKMXLS = (*layout.MADE_AGAIN, *layout.OWNED_SHEETS)
_SINGLE = (layout.FIRST_PERIOD, layout.WORK_WEEK, layout.CENTRE_CODE)


class Held(NamedTuple):
    """A cell that people type into: where it is, and what they typed; None where nothing, or our formula."""

    place: Place
    value: object

    @property
    def unread(self) -> bool:
        """Whether nobody can tell what it says: an error, a truth value, a formula without a result."""
        return self.value not in (None, "") and known_value(self.value) is None


def keyed_cells(opened: OpenedPlan) -> dict[Key, Held]:
    """Return the cells of a workbook that people type into, blank ones too."""
    found: dict[Key, Held] = {}
    for cells in (_months, _days, _records, _plan, _journal, _hand_ins, _settings, _reasons):
        found.update(cells(opened))
    found.update(_rest(opened, {held.place for held in found.values()}))
    return found


def _typed(cell: Cell) -> object:
    return None if cell.formula is not None or cell.value in (None, "") else cell.value


def _said(cell: Cell) -> object:
    """Return what a cell of people's says, by their own formula too."""
    return None if cell.value in (None, "") else cell.value


def _months(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    view, plan = opened.file.views[layout.MONTHLY], opened.plan
    for code, row in monthly_rows(view).items():
        for month, field in enumerate(layout.MONTH_FIELDS, 1):
            if field not in view.columns:
                continue
            cell, entry = view.cell(row, field), plan.entry(code, month)
            persons = entry is not None and entry.figure.typed and code in plan.items
            value = _said(cell) if persons and cell.formula is not None else _typed(cell)
            yield (layout.MONTHLY, code, field), Held(view.place(row, field), value)


def _days(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    view = opened.file.views[registers.DAILY]
    named = {column: name for name, column in sector_columns(view, opened.plan.settings).items()}
    named |= {view.columns[field]: field for field in (*COUNTED, "note") if field in view.columns}
    skipped = {view.columns[field] for field in ("date", "weekday", "visits") if field in view.columns}
    others = {c: OWN_TITLE + title for c, title in view.titles.items() if c not in named and c not in skipped}
    for day in opened.plan.days:
        name = day.date.isoformat()
        for column, field in {**named, **others}.items():
            value = _said(view.at(day.row, column))
            yield (registers.DAILY, name, field), Held(Place(view.name, day.row, column), value)
        if "visits" in view.columns:
            value = _typed(view.cell(day.row, "visits"))
            yield (registers.DAILY, name, "visits"), Held(view.place(day.row, "visits"), value)


def titled(view: SheetView, *, without: tuple[str, ...] = ()) -> Mapping[str, int]:
    """Return field -> column of a view; a column that people added goes by its heading."""
    fields = {column: field for field, column in view.columns.items()}
    named = {fields.get(column, OWN_TITLE + title): column for column, title in view.titles.items()}
    return {field: column for field, column in named.items() if field not in without}


def _records(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    for register, records in opened.plan.records.items():
        view = opened.file.views[register]
        columns = titled(view, without=("id",))
        for record in records:
            for field, column in columns.items():
                value = _said(view.at(record.row, column))
                yield (register, record.name, field), Held(Place(view.name, record.row, column), value)


def _plan(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    view = opened.file.views[layout.PLAN]
    columns = titled(view, without=("code",))
    for code, places in code_places(view).items():
        for field, column in columns.items():
            row = places[0].row
            yield (
                (layout.PLAN, code, field),
                Held(Place(view.name, row, column), _typed(view.at(row, column))),
            )


def _journal(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    view = opened.file.views[registers.JOURNAL]
    for row in opened.plan.journal:
        name = f"{row.report} {row.period_text} {row.version}"
        if not row.report:
            name = f"{view.text(row.row, 'title')} {view.text(row.row, 'recipient')}"
        due = row.values.get("report_due")
        for field in _JOURNAL:
            if field == "report_due" and due == row.values.get("rule_due"):
                continue  # akmxl's own
            place = row.places.get(field)
            if place is not None:
                yield (registers.JOURNAL, name, field), Held(place, _typed(view.cell(row.row, field)))


def _hand_ins(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    view = opened.file.views.get(layout.HAND_INS)
    if view is None:
        return
    for row in view.filled_rows():
        name = f"{view.text(row, 'period')} {view.text(row, 'service')}"
        for field in _HANDED_IN:
            yield (layout.HAND_INS, name, field), Held(view.place(row, field), _typed(view.cell(row, field)))


def _settings(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    for table in layout.SETTINGS_TABLES:
        view = opened.file.views.get(table.key)
        if view is None or not view.titles:
            continue
        columns, first = titled(view), min(view.titles)
        for row in view.filled_rows():
            name = fold(text_of(view.at(row, first).value))
            for field, column in columns.items():
                key = (f"{layout.SETTINGS} {table.table}", name, field)
                yield key, Held(Place(view.name, row, column), _typed(view.at(row, column)))
    for name in (*(name for name, _ in layout.ORGANISATION.values()), *_SINGLE):
        place = opened.file.named_place(name)
        if place is not None:
            value = _typed(opened.file.named_cell(name))
            yield (place.sheet, name, "value"), Held(place, value)


def _reasons(opened: OpenedPlan) -> Iterator[tuple[Key, Held]]:
    for one in opened.plan.explanations:
        if one.key and one.place is not None:
            yield (layout.FINDINGS, one.key, REASON), Held(one.place, one.reason or None)


def _rest(opened: OpenedPlan, reached: set[Place]) -> Iterator[tuple[Key, Held]]:
    """Yield for each sheet of people's the hash of what they typed where no name reaches."""
    from akmxl.core.digest import sha256

    file, akmxls = opened.file, _filled_by_akmxl(opened)
    for sheet in file.workbook.sheets:
        if sheet.name in _AKMXLS:
            continue
        grid, texts = file.grid(sheet.name), []
        for column in grid.columns:
            formulas = grid.formulas(column)
            for row, value in grid.values(column).items():
                place = Place(sheet.name, row, column)
                if row not in formulas and place not in reached and not _within(akmxls, place):
                    texts.append(text_of(value))
        digest = sha256("\n".join(sorted(filter(None, texts))).encode())
        yield (sheet.name, REST, REST), Held(Place(sheet.name, 1, 1), digest)


Area = tuple[str, int, int, int, int]


def _filled_by_akmxl(opened: OpenedPlan) -> list[Area]:
    """Return the areas of people's sheets that akmxl fills."""
    file = opened.file
    named = [area for name in layout.NAMES if (area := file.workbook.name_range(name))]
    areas = [area for area in named if area[0] == layout.HOME]
    fields = {
        registers.JOURNAL: [f for f in layout.JOURNAL_SHEET.fields if f not in _JOURNAL] + ["report_due"],
        layout.HAND_INS: [f for f in layout.HAND_IN_SHEET.fields if f not in _HANDED_IN],
        **{name: ["id"] for name in opened.plan.records},
    }
    for name, own in fields.items():
        view = file.views.get(name)
        columns = [view.columns[field] for field in own if field in view.columns] if view else []
        areas += [(view.name, view.first_row, c, 1 << 20, c) for c in columns if view]
    return areas


def _within(areas: list[Area], place: Place) -> bool:
    return any(
        sheet == place.sheet and top <= place.row <= bottom and left <= place.column <= right
        for sheet, top, left, bottom, right in areas
    )
