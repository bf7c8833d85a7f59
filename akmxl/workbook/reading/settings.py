"""Read Sozlamalar and the catalogue of reports."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.assets import templates_folder
from akmxl.core.cells import Cell, Place
from akmxl.core.cyrillic import code_letters
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import DASH, fold
from akmxl.core.unseen import without_breaks
from akmxl.plan.model import Settings
from akmxl.plan.reports import Report
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.reading import setting_cells as cells
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.workbook.doors.grids import Grid
    from akmxl.workbook.plan_file import PlanFile, SheetView


def read_settings(file: PlanFile, year: int) -> Settings:
    """Read units, services, sectors, kinds, thresholds, holidays and the first period, of the plan's year."""
    kinds = _event_kinds(file)
    unread_kinds = (kind for kind, read in kinds.items() if read.fault)
    idle_kinds = (kind for kind, read in kinds.items() if not (read.fault or read.value))
    lists = dict(_named(file, layout.LIST_KINDS, "list_kind", "pattern"))
    week = cells.read_work_week(setting_cell(file, layout.WORK_WEEK).cell.value)
    work_week = week.value
    code = cells.read_centre_code(setting_cell(file, layout.CENTRE_CODE).cell.value)
    holidays, worked = _moved_days(file, work_week, year)
    first = setting_cell(file, layout.FIRST_PERIOD)
    first_period = cells.read_first_period(first.cell.value, year)
    return Settings(
        units=_spellings(file, layout.UNITS, "unit", commas=True),
        services=_spellings(file, layout.SERVICES, "service"),
        sectors=tuple(word for word, _ in _named(file, layout.SECTORS, "sector", "spellings")),
        event_kinds={fold(kind): read.value for kind, read in kinds.items()},
        event_kind_names=tuple(kinds),
        list_kinds=tuple(lists),
        list_patterns={
            fold(kind): text for kind, pattern in lists.items() if (text := cells.read_pattern(pattern).value)
        },
        daily_items=_daily_items(file),
        thresholds=_thresholds(file),
        switched_off=_switched_off(file),
        holidays=holidays,
        work_week=work_week,
        first_period=first_period.value,
        worked=worked,
        sector_spellings=_spellings(file, layout.SECTORS, "sector", commas=True),
        first_period_text=show(first.cell.value) if first_period.fault else "",
        places={layout.FIRST_PERIOD: first.place} if first.place else {},
        unread_kinds=frozenset(map(fold, unread_kinds)),
        idle_kinds=frozenset(map(fold, idle_kinds)),
        centre_code=code.value,
        written={
            name: str(read.value)
            for name, read in ((layout.WORK_WEEK, week), (layout.CENTRE_CODE, code))
            if not read.fault
        },
    )


class SettingCell(NamedTuple):
    """A single cell of Sozlamalar; ``named`` tells whether its defined name stands for it."""

    place: Place | None
    cell: Cell
    named: bool


_EMPTY = Cell(None, None, 0)
_LABELS = {
    layout.FIRST_PERIOD: "birinchi davr",
    layout.WORK_WEEK: "ish haftasi",
    layout.CENTRE_CODE: "markaz kodi",
}


def setting_cell(file: PlanFile, name: str) -> SettingCell:
    """Return the single cell of a defined name, or of its label where the name stands for another cell."""
    place, label = file.named_place(name), _label(file, name)
    settings = next((view.name for view in file.views.values() if view.layout.name == layout.SETTINGS), "")
    grid = file.grid(settings)
    here = place if place and fold(place.sheet) == fold(settings) else None
    if label and (column := _moved_values(file)):
        named = here is not None and (here.row, here.column) == (label.row, column)
        return SettingCell(
            Place(settings, label.row, column), grid.cell(label.row, column) or _EMPTY, named=named
        )
    if here and (label is None or _is_beside(grid, label, here)):
        return SettingCell(here, file.named_cell(name), named=True)
    if label is None:
        return SettingCell(None, _EMPTY, named=False)
    others = ((file.named_place(other), _label(file, other)) for other in _LABELS if other != name)
    sound = (place.column for place, own in others if place and own and _is_beside(grid, own, place))
    row, column = label.row, next(sound, _VALUE_COLUMN)
    named = here is not None and (here.row, here.column) == (row, column)  # with a note of somebody's between
    return SettingCell(Place(settings, row, column), grid.cell(row, column) or _EMPTY, named=named)


def single_cells(file: PlanFile) -> Iterator[tuple[Place, SettingCell]]:
    """Yield the labels of the single cells of Sozlamalar, each with its cell."""
    for name in _LABELS:
        if label := _label(file, name):
            yield label, setting_cell(file, name)


def _moved_values(file: PlanFile) -> int:
    """Return the column in which the values of all single cells stand, where another program took a column
    out or put one in and the names stayed; 0 elsewhere. What their names stand for is blank then.
    """
    if any(says(file.named_cell(name).value) for name in _LABELS):
        return 0
    labels = {name: label for name in _LABELS if (label := _label(file, name))}
    if len(labels) < len(_LABELS):
        return 0
    grid = file.grid(next(iter(labels.values())).sheet)
    for column in range(max(label.column for label in labels.values()) + 1, _LAST_VALUE_COLUMN + 1):
        values = {name: grid.values(column).get(label.row) for name, label in labels.items()}
        period, code = values[layout.FIRST_PERIOD], values[layout.CENTRE_CODE]
        week = cells.read_work_week(values[layout.WORK_WEEK])
        known = not says(code) or not cells.read_centre_code(code).fault
        if known and not week.fault and not cells.read_first_period(period, _ANY_YEAR).fault:
            return column
    return 0


def _is_beside(grid: Grid, label: Place, place: Place) -> bool:
    """Tell whether a cell is the one right of a label: in its row, with nothing between."""
    between = range(label.column + 1, place.column)
    return (
        place.row == label.row
        and place.column > label.column
        and not any(says(grid.values(column).get(label.row)) for column in between)
    )


_VALUE_COLUMN = 4  # where a new workbook has the single cells
_ANY_YEAR = 2025  # of a month without a year: that it is one is all that matters
_LAST_VALUE_COLUMN = 8  # where they may stand when columns were put in
_LABEL_ROWS = 40


def _label(file: PlanFile, name: str) -> Place | None:
    """Return the cell in which the label of a single cell stands; None where it stands nowhere, or twice."""
    view = file.views[str(layout.UNITS.table)]
    rows = [
        Place(view.name, row, column)
        for column in view.grid.columns[:_VALUE_COLUMN]
        for row, value in view.grid.values(column).items()
        if row <= _LABEL_ROWS and isinstance(value, str) and fold(value).startswith(_LABELS[name])
    ]
    return rows[0] if len(rows) == 1 else None


def _daily_items(file: PlanFile) -> dict[str, str]:
    """Read field of the day log -> item code; the settings name the field by its column's header."""
    pairs = _rows(file, layout.DAILY_ITEMS, "field", "code")
    read = ((cells.read_day_log_column(name).value, cells.read_item_code(code).value) for name, code in pairs)
    items: dict[str, str] = {}
    for field, code in read:
        if field and code and code not in items.values():  # of what stands twice the first row counts
            items.setdefault(field, code)
    return items


def _event_kinds(file: PlanFile) -> dict[str, cells.Read[tuple[str, ...]]]:
    """Read kind -> item codes; of a kind that stands twice the first row counts."""
    kinds: dict[str, cells.Read[tuple[str, ...]]] = {}
    for kind, codes in _named(file, layout.EVENT_KINDS, "event_kind", "codes"):
        kinds.setdefault(kind, cells.read_item_codes(codes))
    return kinds


def _thresholds(file: PlanFile) -> dict[tuple[str, str], float]:
    return {key: value for key, value, _ in _thresholds_read(file) if isinstance(value, float)}


def _switched_off(file: PlanFile) -> dict[tuple[str, str], str]:
    """Read the rules whose threshold is ``o‘chirilgan`` and whose note says why; without a why they stay."""
    return {key: note for key, value, note in _thresholds_read(file) if value == "off" and note}


def _thresholds_read(file: PlanFile) -> Iterator[tuple[tuple[str, str], float | str | None, str]]:
    """Yield rule and item, threshold and note of each row whose item is understood."""
    view = file.views[str(layout.THRESHOLDS.table)]
    for row in view.filled_rows():
        item = cells.read_optional_code(view.cell(row, "item").value)
        if not item.fault:  # a code that is not read must not become every item
            key = code_letters(view.text(row, "rule")), item.value
            yield key, cells.read_threshold(view.cell(row, "threshold").value).value, view.text(row, "note")


def _moved_days(file: PlanFile, work_week: int, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Read the days off and the rest days that are worked, of a week of so many days."""
    days: dict[str, set[date]] = {"off": set(), "working": set()}
    for moved in moved_days(file, year):
        if moved.day and moved.kind in days and work_week in moved.weeks:
            days[moved.kind].add(moved.day)
    return frozenset(days["off"]), frozenset(days["working"])


class MovedDay(NamedTuple):
    """A row of Bayramlar as read; what is not understood is None or empty, and ``faults`` its fields."""

    row: int
    day: date | None
    kind: str
    weeks: frozenset[int]
    faults: tuple[str, ...]


@cache
def fixed_days() -> frozenset[tuple[int, int]]:
    """Read month and day of the holidays that come on the same day each year.

    A check reads them each time, so without what reads any CSV; a day stands first in its line: ``03-08``.
    """
    return frozenset((int(day[:2]), int(day[3:])) for day, _ in fixed_day_names())


def fixed_day_names() -> tuple[tuple[str, str], ...]:
    """Read the holidays that come on the same day each year: ``03-08`` and what it is called."""
    lines = (templates_folder() / "data" / "holidays_fixed.csv").read_text("utf-8").splitlines()[1:]
    return tuple((line[:5], line[6:]) for line in lines if line)


def moved_days(file: PlanFile, year: int) -> Iterator[MovedDay]:
    """Read the rows of Bayramlar."""
    view = file.views[str(layout.HOLIDAYS.table)]
    for row in view.filled_rows():
        day = cells.read_moved_day(view.cell(row, "date").value, year)
        kind = cells.read_term("day_kind", view.cell(row, "day_kind").value, "off")
        weeks = cells.read_weeks(view.cell(row, "week").value)
        read = {"date": day.fault, "day_kind": kind.fault, "week": weeks.fault}
        faults = tuple(field for field, fault in read.items() if fault)
        yield MovedDay(row, day.value, "" if kind.fault else kind.value, weeks.value, faults)


def _spellings(
    file: PlanFile, sheet: layout.SheetLayout, field: str, *, commas: bool = False
) -> dict[str, str]:
    """Read folded spelling -> the word itself; ``commas`` part spellings too, where names have none."""
    known: dict[str, str] = {}
    for word, others in _named(file, sheet, field, "spellings"):
        for spelling in (word, without_breaks(word), *spellings_of(others, commas=commas)):
            if fold(spelling):
                known.setdefault(fold(spelling), word)
    return known


def spellings_of(value: object, *, commas: bool) -> tuple[str, ...]:
    """Return the other spellings that a cell names; with ``commas`` also what stands between them."""
    whole = cells.read_spellings(value).value
    parts = (part.strip() for spelling in whole for part in spelling.split(",")) if commas else ()
    return tuple(dict.fromkeys((*whole, *parts)))


def _named(
    file: PlanFile, sheet: layout.SheetLayout, first: str, second: str
) -> Iterator[tuple[str, object]]:
    """Yield the name in a table's first column, and what stands beside it, of the rows that have a name."""
    for name, beside in _rows(file, sheet, first, second):
        if text := cells.plain_text(name):
            yield text, beside


def _rows(
    file: PlanFile, sheet: layout.SheetLayout, first: str, second: str
) -> Iterator[tuple[object, object]]:
    view = file.views[str(sheet.table)]
    for row in view.filled_rows():
        yield view.cell(row, first).value, view.cell(row, second).value


def read_reports(file: PlanFile) -> tuple[Report, ...]:
    """Read the catalogue: one record a report."""
    view = file.views[str(layout.CATALOGUE.table)]
    return tuple(_report(view, row) for row in view.filled_rows() if view.text(row, "report"))


def _report(view: SheetView, row: int) -> Report:
    def value(field: str) -> object:
        return view.cell(row, field).value

    def words(field: str) -> str:
        text = cells.plain_text(value(field))
        return "" if fold(text) == DASH else text

    cadence = cells.read_term("cadence", value("cadence")).value
    due_rule = cells.read_term("due_rule", value("due_rule")).value
    return Report(
        code=code_letters(view.text(row, "report")),
        recipient=words("recipient"),
        copy_to=words("copy_to"),
        form_kind=words("form_kind"),
        title=words("title"),
        cadence=cadence,
        periods=cells.read_report_periods(value("periods"), cadence).value,
        due_rule=due_rule,
        days=cells.read_due_number(value("days"), due_rule).value,
        confirmed=cells.read_term("confirmed", value("confirmed"), "no").value == "yes",
        items=cells.read_report_items(value("items")).value,
        place=view.place(row, "report"),
        places={field: view.place(row, field) for field in ("cadence", "due_rule", "days")},
    )
