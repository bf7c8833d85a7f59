"""Read Sozlamalar and the catalogue of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import BadArgument
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import meaning
from akmxl.plan.model import Settings
from akmxl.plan.period import Period
from akmxl.plan.reports import Report
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.figures import read_code, read_codes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.workbook.plan_file import PlanFile, SheetView


def read_settings(file: PlanFile) -> Settings:
    """Read units, services, sectors, kinds, thresholds, holidays and the first period."""
    kinds = dict(_pairs(file, layout.EVENT_KINDS, "event_kind", "codes"))
    lists = dict(_pairs(file, layout.LIST_KINDS, "list_kind", "pattern"))
    work_week = 5 if file.named_cell(layout.WORK_WEEK).value == 5 else 6
    holidays, worked = _moved_days(file, work_week)
    return Settings(
        units=_spellings(file, layout.UNITS, "unit"),
        services=_spellings(file, layout.SERVICES, "service"),
        sectors=tuple(_column(file, layout.SECTORS, "sector")),
        event_kinds={fold(kind): read_codes(codes) for kind, codes in kinds.items()},
        event_kind_names=tuple(kinds),
        list_kinds=tuple(lists),
        list_patterns={fold(kind): pattern for kind, pattern in lists.items() if pattern},
        daily_items=_daily_items(file),
        thresholds=_thresholds(file),
        switched_off=_switched_off(file),
        holidays=holidays,
        work_week=work_week,
        first_period=_first_period(file),
        worked=worked,
        sector_spellings=_spellings(file, layout.SECTORS, "sector"),
    )


def _daily_items(file: PlanFile) -> dict[str, str]:
    """Read field of the day log -> item code; the settings name the field by its column's header."""
    fields = {
        spelling: column.field for column in layout.DAILY_SHEET.columns for spelling in column.spellings
    }
    pairs = _pairs(file, layout.DAILY_ITEMS, "field", "code")
    return {fields[name]: read_code(code) for title, code in pairs if (name := fold(title)) in fields}


def _thresholds(file: PlanFile) -> dict[tuple[str, str], float]:
    view = file.views[str(layout.THRESHOLDS.table)]
    values = {}
    for row in view.filled_rows():
        value = view.cell(row, "threshold").value
        if isinstance(value, int | float) and not isinstance(value, bool):
            values[_rule(view, row), read_code(view.cell(row, "item").value)] = float(value)
    return values


def _rule(view: SheetView, row: int) -> str:
    return code_letters(view.text(row, "rule"))


def _switched_off(file: PlanFile) -> dict[tuple[str, str], str]:
    """Read the rules whose threshold is ``o‘chirilgan`` and whose note says why; without a why they stay."""
    view = file.views[str(layout.THRESHOLDS.table)]
    return {
        (_rule(view, row), read_code(view.cell(row, "item").value)): view.text(row, "note")
        for row in view.filled_rows()
        if meaning("threshold", view.text(row, "threshold")) == "off" and view.text(row, "note")
    }


def _moved_days(file: PlanFile, work_week: int) -> tuple[frozenset[date], frozenset[date]]:
    """Read the days off and the rest days that are worked, of a week of so many days."""
    view = file.views[str(layout.HOLIDAYS.table)]
    days: dict[str, set[date]] = {"off": set(), "working": set()}
    for row in view.filled_rows():
        day, week = day_of(view.cell(row, "date").value), view.text(row, "week")
        kind = meaning("day_kind", view.text(row, "day_kind") or "off")
        if day and kind and week in ("", str(work_week)):
            days[kind].add(day)
    return frozenset(days["off"]), frozenset(days["working"])


def _first_period(file: PlanFile) -> Period | None:
    text = text_of(file.named_cell(layout.FIRST_PERIOD).value)
    try:
        return Period.parse(text) if text else None
    except BadArgument:
        return None


def _spellings(file: PlanFile, sheet: layout.SheetLayout, field: str) -> dict[str, str]:
    """Read folded spelling -> the word itself; other spellings stand in one cell with ``;`` between."""
    known: dict[str, str] = {}
    for word, others in _pairs(file, sheet, field, "spellings"):
        for spelling in (word, *others.split(";")):
            if fold(spelling):
                known.setdefault(fold(spelling), word)
    return known


def _pairs(file: PlanFile, sheet: layout.SheetLayout, first: str, second: str) -> Iterator[tuple[str, str]]:
    view = file.views[str(sheet.table)]
    for row in view.filled_rows():
        if text := view.text(row, first):
            yield text, view.text(row, second)


def _column(file: PlanFile, sheet: layout.SheetLayout, field: str) -> Iterator[str]:
    view = file.views[str(sheet.table)]
    return (text for row in view.filled_rows() if (text := view.text(row, field)))


def read_reports(file: PlanFile) -> tuple[Report, ...]:
    """Read the catalogue: one record a report."""
    view = file.views[str(layout.CATALOGUE.table)]
    return tuple(_report(view, row) for row in view.filled_rows() if view.text(row, "report"))


def _report(view: SheetView, row: int) -> Report:
    def code(field: str) -> str:
        text = view.text(row, field)
        return meaning(field, text) or text

    periods = view.text(row, "periods")
    items = view.cell(row, "items").value
    return Report(
        code=code_letters(view.text(row, "report")),
        recipient=view.text(row, "recipient"),
        copy_to=view.text(row, "copy_to"),
        form_kind=view.text(row, "form_kind"),
        title=view.text(row, "title"),
        cadence=code("cadence"),
        periods=tuple(
            meaning("periods", part) or part.strip() for part in periods.split(";") if part.strip()
        ),
        due_rule=code("due_rule"),
        days=view.text(row, "days"),
        confirmed=code("confirmed") == "yes",
        items=("*",) if text_of(items) == "*" else read_codes(items),
        place=view.place(row, "report"),
    )
