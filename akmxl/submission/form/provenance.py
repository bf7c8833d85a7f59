"""Trace a form's cell to the cells of the plan workbook that it is filled from, as a dry run shows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.cells import Place, format_range
from akmxl.core.dataclass import dataclass
from akmxl.plan import registers
from akmxl.plan.ages import counts_readers
from akmxl.plan.model import Item, Record, Section
from akmxl.plan.period import Period
from akmxl.plan.register_rows import COUNT, records_of
from akmxl.plan.values import SPANS, WITHIN, split_key
from akmxl.submission.form.corrections import Amended
from akmxl.workbook import layout
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.reading.figures import read_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from akmxl.plan.register_rows import FieldValue
    from akmxl.submission.form.content import Content, Subject
    from akmxl.submission.template.placeholders import Placeholder
    from akmxl.workbook.plan_file import PlanFile

_CATALOGUE = ("recipient", "copy_to", "form_kind", "title")
_JOURNAL = ("number", "sent", "text")


@dataclass(frozen=True)
class Placed:
    """One cell of a form, its value, and the cells of the workbook that the value comes from.

    ``field`` is what is asked for in the cell, where it is one thing alone.
    """

    sheet: str
    cell: str
    value: FieldValue
    sources: tuple[str, ...]
    field: str


def sources_of(
    content: Content, file: PlanFile, asked: Iterable[tuple[Placeholder, Subject]]
) -> tuple[str, ...]:
    """Return the areas of the workbook behind the words of one cell, such as ``Oylik!F12:H12``."""
    places = [place for word, subject in asked for place in _places(content, file, word, subject)]
    return areas(place for place in places if place is not None)


def _places(content: Content, file: PlanFile, word: Placeholder, subject: Subject) -> Iterator[Place | None]:
    match word.kind, subject:
        case "letter", _:
            yield _of_letter(content, file, word.field)
        case "figure", _:
            yield from _of_item(content, file, content.plan.items[word.subject], word.field)
        case "item", Item() as item:
            yield from _of_item(content, file, item, word.field)
        case "section", Section() as section:
            yield section.place
        case "record", (int(), Record() as record):
            yield record.places.get(word.field)
        case "total", _ if word.selection:
            field = "date" if word.field == COUNT else word.field
            period = SPANS[word.subject](content.period)
            for record in records_of(content.plan, word.selection, content.report, period):
                yield record.places.get(field)
        case "change", (int(), Amended() as line) if word.field != "old":
            kind, code, field = split_key(line.key)
            if kind == "item" and code in content.plan.items:
                yield from _of_item(content, file, content.plan.items[code], field)


def _of_letter(content: Content, file: PlanFile, field: str) -> Place | None:
    row = content.owed.row
    if field in layout.ORGANISATION:
        return file.named_place(layout.ORGANISATION[field][0])
    if field in _CATALOGUE:
        view = file.views[str(layout.CATALOGUE.table)]
        return Place(view.name, content.report.place.row, view.columns[field])
    return row.places.get(field) if row and field in _JOURNAL else None


def _of_item(content: Content, file: PlanFile, item: Item, field: str) -> Iterator[Place]:
    opened, period = OpenedPlan(content.plan, file), content.period
    if field in ("plan", "percent"):
        yield item.planned.place
    if field in ("previous", "difference"):
        yield item.previous.place
    if field in ("fact", "difference"):
        yield from figure_places(opened, item, period)
    elif field in ("ytd", "percent"):
        yield from figure_places(opened, item, period.since_january)
    elif field in registers.AGES:
        yield from _ages(opened, item, field, period)
    elif field in WITHIN:
        yield from figure_places(opened, item, Period(period.year, *WITHIN[field]))
    elif field == "note":
        note = content.notes.get(item.code, "")
        yield from (e.place for e in content.plan.explanations if e.place and e.reason and e.reason in note)
    elif field in item.places:
        yield item.places[field]


def _ages(opened: OpenedPlan, item: Item, age: str, period: Period) -> Iterator[Place]:
    """Yield the cells that an age is added up from: of the day log for readers, else of events."""
    plan, view = opened.plan, opened.file.views[registers.DAILY]
    if counts_readers(plan, item) and age in view.columns:
        yield from (view.place(day.row, age) for day in plan.days if period.start <= day.date <= period.end)
    elif item.source == registers.EVENTS:
        records = plan.index[registers.EVENTS].dated(item.code.__eq__, period.start, period.end)
        yield from (record.places[age] for record in records if age in record.columns)


def figure_places(opened: OpenedPlan, item: Item, period: Period) -> Iterator[Place]:
    """Yield the cells that an item's figure of a period is read from.

    These are the typed months, else the register's rows, else the parts' cells; of a stock only those of the
    last known month.
    """
    plan = opened.plan
    parts = plan.parts(item)
    if parts:
        for part in parts:
            yield from figure_places(opened, part, period)
        return
    months = period.months
    if item.adds_up == "stock":
        known = [month for month in months if plan.value(item.code, month) is not None]
        months = tuple(known[-1:])
    for month in months:
        entry = plan.entry(item.code, month)
        if entry is None:
            continue
        if entry.figure.typed or item.source not in _REGISTERS:
            yield entry.place
        else:
            yield from _REGISTERS[item.source](opened, item, Period.month(period.year, month))


def _days(opened: OpenedPlan, item: Item, month: Period) -> Iterator[Place]:
    """Return the cells of the day log whose columns Sozlamalar ties to the item."""
    plan, view = opened.plan, opened.file.views[registers.DAILY]
    fields = [field for field, code in plan.settings.daily_items.items() if code == item.code]
    rows = [day.row for day in plan.days if month.start <= day.date <= month.end]
    return (view.place(row, field) for field in fields if field in view.columns for row in rows)


def _records(opened: OpenedPlan, item: Item, month: Period) -> Iterator[Place]:
    """Yield the cells of the register's rows that count; for a stock those of earlier months too."""
    if item.source not in opened.plan.index:
        return
    first = date.min if item.adds_up == "stock" else month.start
    for record in opened.plan.index[item.source].dated(item.code.__eq__, first, month.end):
        yield record.places["quantity" if "quantity" in record.columns else "date"]


def _letters(opened: OpenedPlan, item: Item, month: Period) -> Iterator[Place]:
    """Yield the journal's cells of letters that went out, by the last month of their period."""
    for row in opened.plan.journal:
        counted = row.sent and row.period and row.period.last == month.last and row.version < 2
        if counted and item.code in read_codes(row.values.get("items")):
            yield row.places["sent"]


_REGISTERS: Mapping[str, Callable[[OpenedPlan, Item, Period], Iterator[Place]]] = {
    registers.DAILY: _days,
    registers.JOURNAL: _letters,
    **{sheet.name: _records for sheet in layout.REGISTER_SHEETS},
}


def areas(places: Iterable[Place]) -> tuple[str, ...]:
    """Join places into areas: cells side by side, then equal rows below each other, in their first order."""
    runs: dict[tuple[str, int, int, int], None] = {}
    rows: dict[tuple[str, int], list[int]] = {}
    for place in dict.fromkeys(places):
        rows.setdefault((place.sheet, place.row), []).append(place.column)
    for (sheet, row), columns in rows.items():
        for first, last in _spans(sorted(columns)):
            runs[sheet, row, first, last] = None
    columns_of: dict[tuple[str, int, int], list[int]] = {}
    for sheet, row, first, last in runs:
        columns_of.setdefault((sheet, first, last), []).append(row)
    return tuple(
        f"{sheet}!{format_range((top, first, bottom, last))}"
        for (sheet, first, last), numbers in columns_of.items()
        for top, bottom in _spans(sorted(numbers))
    )


def _spans(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last number of each run without a gap in ascending numbers."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last
