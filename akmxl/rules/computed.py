"""Compare the cells that the workbook computes with what they should show.

Tells also whether their formula is still the workbook's own. A stale result of the own formula is no fault:
the next calculation mends it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING

from akmxl.core.cells import NOT_CALCULATED, REFERENCE, column_letter, referred_area
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import DASH, fold
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.plan.rollup import figure_of, percent_of
from akmxl.rules.figures import measured, month_of, number_of, unknown
from akmxl.rules.rule import once
from akmxl.workbook import layout
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.registers import sector_columns, visits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from akmxl.core.cells import Cell, Place, Position
    from akmxl.plan.model import Item
    from akmxl.rules.rule import Case
    from akmxl.workbook.plan_file import SheetView

TOTAL, ACROSS, PERCENT, VISITS, PLANNED = "total", "across", "percent", "visits", "planned"

_second = itemgetter(1)
_LARGEST = 5000  # cells; a reference to more is none of the workbook's own
_ROUNDING = 0.051  # percents are shown with one decimal


class Computed(NamedTuple):
    """A computed cell beside the value that it should show.

    ``right`` is the value that it should show (None: nothing), ``known`` whether that is certain, ``sources``
    the cells (row, column) that its own formula takes, ``span`` the range of these as it writes them, where
    they stand in one row; ``usual`` is the formula of most cells of its column, where all of them have the
    same one.
    """

    kind: str
    place: Place
    cell: Cell
    right: float | None
    known: bool = True
    item: Item | None = None
    period: Period | None = None
    subject: str = ""
    sources: frozenset[Position] = frozenset()
    usual: str | None = None
    span: str | None = None

    @property
    def position(self) -> Position:
        return self.place.row, self.place.column

    @property
    def constant(self) -> bool:
        """Whether somebody typed a value over the formula."""
        return self.cell.formula is None and self.cell.value is not None

    @property
    def deleted(self) -> bool:
        """Whether the cell is empty: neither the formula nor a value is left."""
        return self.cell.formula is None and self.cell.value is None

    @property
    def altered(self) -> bool:
        """Whether the formula is not the workbook's own; a member of a shared formula cannot be told."""
        if not self.cell.formula:
            return False
        if self.kind in (VISITS, PLANNED):
            return self.usual is not None and rowless(self.cell.formula, self.place.row) != self.usual
        if self.kind == PERCENT:
            return references(self.cell.formula) != self.sources or with_more(self.cell.formula)
        stock = self.item is not None and self.item.adds_up == "stock" and self.kind == ACROSS
        wanted = "LOOKUP(" if stock else "SUM("
        other = wanted not in self.cell.formula or references(self.cell.formula) != self.sources
        return other or with_more(self.cell.formula)

    @property
    def of_other_cells(self) -> bool:
        """Whether the formula has no result yet and leaves out a cell that it ought to take, or adds to them.

        More than these may be columns of people's own, which a range runs across.
        """
        if self.cell.value is not NOT_CALCULATED or not self.cell.formula:
            return False
        if self.kind in (VISITS, PLANNED):
            return self.altered
        if self.span and self.span in self.cell.formula:
            return False
        taken = references(self.cell.formula)
        return taken is not None and (not self.sources <= taken or with_more(self.cell.formula))

    @property
    def own(self) -> bool:
        """Whether the cell has the workbook's own formula."""
        return bool(self.cell.formula) and not self.altered

    @property
    def agrees(self) -> bool:
        """Whether the cell shows what it should; a formula without a result is not judged."""
        if self.cell.value is NOT_CALCULATED:
            return True
        if self.cell.value == "" or fold(str(self.cell.value)) == DASH:
            return self.right is None
        shown = number_of(self.cell, self.place)
        if shown is None or self.right is None:
            return False
        return abs(shown - self.right) < (_ROUNDING if self.kind == PERCENT else 1e-9)


@once
def computed_cells(case: Case) -> Iterator[Computed]:
    """Yield every cell that the workbook computes.

    These are the months of totals, the quarters, year, percent and plan of every row of Oylik, and the day
    log's sums.
    """
    view = case.view(layout.MONTHLY)
    rows = monthly_rows(view)
    usual = _usual(view, "planned")
    spans = {f"q{quarter}": Period.quarter(case.plan.year, quarter) for quarter in range(1, 5)}
    spans["year_total"] = Period.whole(case.plan.year)
    for item in measured(case.plan):
        if row := rows.get(item.code):
            if item.source == "computed":
                yield from _months(case, view, rows, item)
            yield from _across(case, view, row, item, spans)
            plan, cell, place = item.planned, view.cell(row, "planned"), view.place(row, "planned")
            certain = plan.fault is None
            yield Computed(PLANNED, place, cell, plan.value, certain, item, None, f"{item.code}/planned",
                           usual=usual)  # fmt: skip
    yield from _visits(case)


def _months(case: Case, view: SheetView, rows: dict[str, int], item: Item) -> Iterator[Computed]:
    parts = [rows[part.code] for part in case.plan.children.get(item.code, ()) if part.code in rows]
    for month, field in enumerate(layout.MONTH_FIELDS, 1):
        yield Computed(
            TOTAL,
            view.place(rows[item.code], field),
            view.cell(rows[item.code], field),
            case.plan.value(item.code, month),
            not unknown(case.plan, item, (month,)),
            item,
            month_of(case, month),
            sources=frozenset((row, view.columns[field]) for row in parts),
        )


def _across(
    case: Case, view: SheetView, row: int, item: Item, spans: Mapping[str, Period]
) -> Iterator[Computed]:
    columns, done, certain = [view.columns[field] for field in layout.MONTH_FIELDS], None, True
    for field, period in spans.items():  # the year is the last
        done = figure_of(case.plan, item, period, _counted_to(case, item, period))
        certain = not unknown(case.plan, item, period.months)
        own = columns[period.first - 1 : period.last]
        months = frozenset((row, column) for column in own)
        taken = f"({column_letter(min(own))}{row}:{column_letter(max(own))}{row})"
        place, cell = view.place(row, field), view.cell(row, field)
        yield Computed(ACROSS, place, cell, done, certain, item, period, sources=months, span=taken)
    place, cell = view.place(row, "percent"), view.cell(row, "percent")
    sources = frozenset((row, view.columns[field]) for field in ("year_total", "planned"))
    subject, year = f"{item.code}/percent", spans["year_total"]
    percent = percent_of(done, item.plan)
    yield Computed(PERCENT, place, cell, percent, certain, item, year, subject, sources)


def _counted_to(case: Case, item: Item, period: Period) -> date:
    """Return the day up to which the formulas count: they add up what stands in months to come as well."""
    return case.today if item.adds_up == "stock" else period.end


def _visits(case: Case) -> Iterator[Computed]:
    view = case.view(registers.DAILY)
    sectors = sector_columns(view, case.plan.settings)
    item = case.plan.items.get(case.plan.settings.daily_items.get("visits", ""))
    usual = _usual(view, "visits")
    for day in case.plan.days:
        figures = [figure for name, figure in day.columns.items() if name in sectors]
        if all(figure.value is None and not figure.fault for figure in figures):
            continue  # a sum typed in place of the sectors counts
        visits = visits_of(day)
        period = Period.month(day.date.year, day.date.month)
        subject = f"{day.date.isoformat()}/visits"
        cell = view.cell(day.row, "visits")
        yield Computed(
            VISITS, day.visits.place, cell, visits.value, visits.fault is None, item, period, subject,
            usual=usual,
        )  # fmt: skip


def _usual(view: SheetView, field: str) -> str | None:
    """Return the formula that most cells of a column have, whatever their rows; None where none is usual."""
    formulas = view.grid.formulas(view.columns[field]) if field in view.columns else {}
    counts = Counter(rowless(formula, row) for row, formula in formulas.items() if formula)
    formula, times = max(counts.items(), key=_second, default=("", 0))
    return formula if 2 * times > counts.total() else None


def with_more(formula: str) -> bool:
    """Tell whether a formula is more than one call, as ``SUM(F5:F8)+3`` is; the workbook’s own are one."""
    return not (formula[:1].isalpha() and formula.endswith(")"))


def rowless(formula: str, row: int) -> str:
    """Return a formula without the number of its own row."""
    return formula.replace(str(row), "#")


@cache
def references(formula: str) -> frozenset[Position] | None:
    """Return the cells (row, column) of its own sheet that a formula names.

    None where it refers to another sheet or file, or to more than 5000 cells at once.
    """
    if "!" in formula or "[" in formula:
        return None
    cells: set[Position] = set()
    for groups in set(REFERENCE.findall(formula.upper())):  # most name an area twice
        area = referred_area(groups)
        if area is None or (area[2] - area[0] + 1) * (area[3] - area[1] + 1) > _LARGEST:
            return None
        cells.update(product(range(area[0], area[2] + 1), range(area[1], area[3] + 1)))
    return frozenset(cells)
