"""Find what several rules look at: cells of figures, codes that Excel turned into dates, unknown totals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.cells import Cell
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.text_length import LONGEST_SHOWN, shortened
from akmxl.plan import registers
from akmxl.plan.expected import expected_spans
from akmxl.plan.period import Period
from akmxl.rules.rule import Hit, once
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import read_code, read_figure
from akmxl.workbook.reading.registers import visits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.core.cells import Place
    from akmxl.plan.model import Figure, Item, Plan, Record
    from akmxl.rules.rule import Case
    from akmxl.workbook.plan_file import SheetView

COUNTED_IN_REGISTERS = ("participants", "women", "children", "quantity", *registers.AGES)
_FIGURES_OF_ROWS = (*COUNTED_IN_REGISTERS, "hours")  # reports add up the hours too
_QUARTER_PLANS = tuple(f"plan_q{quarter}" for quarter in range(1, 5))
_CODED_SHEETS = (layout.PLAN, layout.MONTHLY, registers.TRAINING, registers.PRESS, registers.LISTS)


def due_words(item: Item) -> str:
    """Return when an item's work is to be done, as people wrote it; too much for a message is cut."""
    return shortened(item.window_text or item.due_text, LONGEST_SHOWN)


class FigureCell(NamedTuple):
    """A cell of figures with its item and period; ``subject`` names a day or a register's row."""

    figure: Figure
    item: str | None
    period: Period | None = None
    subject: str = ""


@once
def all_figures(case: Case) -> Iterator[FigureCell]:
    """Yield every cell into which people write a figure."""
    yield from _plan_figures(case)
    yield from _months(case)
    yield from _day_figures(case)
    yield from _register_figures(case)


def _plan_figures(case: Case) -> Iterator[FigureCell]:
    view = case.view(layout.PLAN)
    for item in measured(case.plan):
        yield FigureCell(item.planned, item.code, subject=f"{item.code}/planned")
        yield FigureCell(item.previous, item.code, subject=f"{item.code}/previous")
        for field in _QUARTER_PLANS:
            if field in view.columns:
                figure = read_figure(view.cell(item.row, field), view.place(item.row, field))
                yield FigureCell(figure, item.code, subject=f"{item.code}/{field}")


def _months(case: Case) -> Iterator[FigureCell]:
    for entry in case.plan.entries.values():
        if case.plan.items[entry.code].source != "computed":
            yield FigureCell(entry.figure, entry.code, month_of(case, entry.month))


def _day_figures(case: Case) -> Iterator[FigureCell]:
    settings = case.plan.settings
    for day in case.plan.days:
        period = Period.month(day.date.year, day.date.month)
        figures = dict(day.columns)
        if visits_of(day) is day.visits:  # a sum typed in place of the sectors
            figures["visits"] = day.visits
        for name, figure in figures.items():
            code = settings.day_item(name)
            yield FigureCell(figure, code, period, f"{day.date.isoformat()}/{name}")


def _register_figures(case: Case) -> Iterator[FigureCell]:
    for register, records in case.plan.records.items():
        view = case.view(register)
        for field in _FIGURES_OF_ROWS:
            values = view.below_heading(field)
            if set(map(type, values)) <= {int} and min(values, default=0) >= 0:  # type: ignore[type-var, operator]
                continue  # as nearly every column of thousands of rows
            odd = {row for row, value in view.values(field).items() if not _plain_count(value)}
            for record in (one for one in records if one.row in odd and not ends(case, one)):
                figure = read_figure(view.cell(record.row, field), view.place(record.row, field))
                item = item_of(case, record)
                yield FigureCell(figure, item, record_period(case, record), f"{row_name(record)}/{field}")


def figures_of_rows(case: Case) -> Iterator[FigureCell]:
    """Yield every figure of every register's row: of thousands of rows, so only where each is asked about."""
    for register, records in case.plan.records.items():
        view = case.view(register)
        for field in (one for one in _FIGURES_OF_ROWS if one in view.columns):
            for record in records:
                figure = read_figure(view.cell(record.row, field), view.place(record.row, field))
                item, subject = item_of(case, record), f"{row_name(record)}/{field}"
                yield FigureCell(figure, item, record_period(case, record), subject)


def _plain_count(value: object) -> bool:
    """Tell whether a value is a whole number of 0 or more."""
    return type(value) is int and value >= 0


def ends(case: Case, record: Record) -> bool:
    """Tell whether a row of a list says that something in force, such as a contract, has ended."""
    item = case.plan.items.get(item_of(case, record) or "")
    return record.quantity < 0 and item is not None and item.adds_up == "stock"


def measured(plan: Plan) -> Iterator[Item]:
    """Return the rows that have figures of their own: all but the headings of groups."""
    return (item for item in plan.items.values() if item.measured)


def median(values: Iterable[float]) -> float:
    """Return the median of at least one value; to import that of ``statistics`` takes 5 ms."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def all_records(plan: Plan) -> Iterator[Record]:
    """Return the rows of all registers."""
    return (record for rows in plan.records.values() for record in rows)


def row_name(record: Record) -> str:
    """Return the name by which findings call a register's row, the same in every run."""
    return f"{record.register}:{record.name}"


def month_of(case: Case, month: int) -> Period:
    """Return a month (1 to 12) of the plan's year as a period."""
    return Period.month(case.plan.year, month)


def item_of(case: Case, record: Record) -> str | None:
    """Return the code of the item that a record counts for, the first of several; None without one."""
    return next((code for code in record.codes if code in case.plan.items), None)


def record_period(case: Case, record: Record) -> Period | None:
    """Return the month of a record; None where it has no date of the plan's year."""
    if record.date is None or record.date.year != case.plan.year:
        return None
    return month_of(case, record.date.month)


def cell_hit(case: Case, record: Record, field: str, value: object = "", **params: object) -> Hit:
    """Return the hit of a cell of a register's row, with its item and month."""
    subject = f"{row_name(record)}/{field}"
    place, period = record.places[field], record_period(case, record)
    return Hit(place, item_of(case, record), period, value, subject, params=params)


def dated_codes(case: Case) -> dict[Place, str]:
    """Return the cells of codes that hold a date, with the code that was typed: ``9.1`` for 9 January."""
    found = {}
    for name in _CODED_SHEETS:
        view = case.view(name)
        for row, value in view.values("code").items():
            if isinstance(value, date) and view.first_row <= row <= view.last_row:
                found[view.place(row, "code")] = f"{value.day}.{value.month}"
    return found


def without_a_part(case: Case) -> set[str]:
    """Return the totals whose sum is not known because the code of a part was turned into a date."""
    above, found = list(dated_codes(case).values()), set()
    while above:
        code = above.pop().rpartition(".")[0]
        if code and code not in found:
            found.add(code)
            above.append(code)
    return found


def unknown(plan: Plan, item: Item, months: Iterable[int]) -> bool:
    """Tell whether a cell of these months, the item's own or a part's, could not be read."""
    if not plan.has_unread:
        return False
    months = tuple(months)
    entries = (plan.entry(item.code, month) for month in months)
    if any(entry is not None and entry.failed for entry in entries):
        return True
    return any(unknown(plan, part, months) for part in plan.parts(item))


def number_of(cell: Cell, place: Place) -> float | None:
    """Return the number that a computed cell shows, as a number or as a text; None where it shows none."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return cell.value
    return read_figure(Cell(cell.value, None, 0), place).value


def monthly_place(view: SheetView, rows: dict[str, int], code: str, field: str) -> Place | None:
    """Return the cell of an item in a column of Oylik; None where the item has no row."""
    row = rows.get(code)
    return view.place(row, field) if row else None


@once
def _faulty_figures(case: Case) -> Iterator[FigureCell]:
    return (one for one in all_figures(case) if one.figure.fault)


def with_fault(case: Case, fault: str) -> Iterator[Hit]:
    """Yield a hit for every cell of figures in which reading found this fault."""
    for one in _faulty_figures(case):
        if one.figure.fault == fault and (one.figure.typed or _broken_formula(case, one.figure.place)):
            yield _hit(case, one)


def _broken_formula(case: Case, place: Place) -> bool:
    """Tell whether the workbook's own formula lost its reference.

    Other errors that it shows come from other cells, which have their own finding.
    """
    cell = case.file.grid(place.sheet).cell(place.row, place.column)
    return cell is not None and "#REF!" in (cell.formula or "")


def _hit(case: Case, one: FigureCell) -> Hit:
    figure = one.figure
    item = case.plan.items.get(one.item or "")
    number = figure.offered if figure.value is None else figure.value
    return Hit(
        figure.place,
        item=one.item,
        period=one.period,
        value=figure.shown,
        subject=one.subject,
        params={"number": "" if number is None else number, "unit": item.unit if item and item.unit else "-"},
    )


BLANK_IN_ROW = N_("Sheet “{sheet}”, cell {cell}: the column “{column}” is empty, so the row does nothing.")
WITH_A_POINT = N_("Write the code with a point: {meant}.")


def with_a_point(plan: Plan, text: str) -> str:
    """Return the code of the plan that a text names with a comma, as ``19,1`` does; else an empty text."""
    code = read_code(text.replace(",", "."))
    return code if "," in text and code in plan.items else ""


def plans_of_parts(plan: Plan, item: Item, text: str) -> list[int]:
    """Return the plans of a group's parts where its cell prints them (``6/36``), if each has one."""
    below = plan.children.get(item.code, ()) if not item.measured and "/" in text else ()
    plans = [part.plan for part in below if part.plan is not None]
    return plans if len(plans) == len(below) else []


def last_year_by_months(plan: Plan, item: Item) -> int | None:
    """Return last year's figure of an item by its months, of a total by its parts; None where unknown."""
    year = plan.last_year
    known = {month: year[item.code, month] for month in range(1, 13) if (item.code, month) in year}
    if known and all(any(month in known for month in span) for span in expected_spans(item)):
        return known[max(known)] if item.adds_up == "stock" else sum(known.values())
    parts = [last_year_by_months(plan, part) for part in plan.parts(item) if part.previous.value is not None]
    given = [value for value in parts if value is not None]
    return sum(given) if given and len(given) == len(parts) else None
