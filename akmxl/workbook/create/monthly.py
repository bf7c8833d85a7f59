"""Make the sheet Oylik: a row an item, a column a month, and the live formulas that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.workbook import layout
from akmxl.workbook.create import formulas, shared
from akmxl.workbook.create.plan import figure, owners
from akmxl.workbook.text_height import SMALL, SMALLEST, row_height

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.plan_rows import PlanRow
    from akmxl.workbook.create.shared import Making

COLUMNS = layout.MONTHLY_SHEET.columns
TOP = 3  # the headers' row
FIRST = TOP + 1
NAME, SERVICE, UNIT, PLANNED = (
    shared.index_of(COLUMNS, field) for field in ("name", "service", "unit", "planned")
)
MONTHS = tuple(shared.index_of(COLUMNS, field) for field in layout.MONTH_FIELDS)
QUARTERS = tuple(shared.index_of(COLUMNS, field) for field in layout.QUARTER_FIELDS)
YEAR, PERCENT = shared.index_of(COLUMNS, "year_total"), shared.index_of(COLUMNS, "percent")
ALLOWED = (
    "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "insert_hyperlinks",
    "sort", "autofilter",
)  # fmt: skip
_COMPUTED = ("group", "total")
_IN_VIEW = 8  # months that a narrow screen shows beside the columns before them
_FED_HELP = (
    "Bu oyning soni ro‘yxatdan o‘zi yig‘iladi. "
    "Ustiga son yozilsa, yozilgan son olinadi va ro‘yxat bilan solishtiriladi."
)


@dataclass(frozen=True)
class _Placed:
    """A row of the sheet: an item, or a band (a section's heading) where ``item`` is None."""

    at: int
    item: PlanRow | None
    code: str
    name: str

    @property
    def has_figures(self) -> bool:
        return self.item is not None and self.item.kind != "group"


def add(making: Making) -> None:
    """Add the sheet to a workbook being made."""
    sheet = making.sheet(layout.MONTHLY, shared.YELLOW_TAB)
    placed = _place(making.rows, making.basis.sections)
    _heading(making, sheet, placed[-1].at)
    parts = _parts(placed)
    for row in placed:
        if row.has_figures:
            _figures(making, sheet, row, parts.get(row.code, ()))
        else:
            _band(making, sheet, row)
    _inputs(making, sheet, placed)
    area = (FIRST, PLANNED, placed[-1].at, PERCENT)
    shared.colour_findings(making, sheet, area, row_name=0, header_row=TOP)
    sheet.protect("", dict.fromkeys(ALLOWED, True))
    _open_at(making, sheet, placed)
    shared.page(sheet, (TOP, TOP))


def _open_at(making: Making, sheet: Worksheet, placed: Iterable[_Placed]) -> None:
    """Let the sheet open at the first row that people type, in the first month that is asked for.

    The plan begins with rows that the letters fill: who opens the sheet has nothing to do there.
    """
    row = next((row.at for row in placed if _is_typed(making, row)), FIRST)
    try:
        month = Period.parse(making.basis.first_period).first
    except BadArgument:
        month = 1
    sheet.freeze_panes(FIRST, SERVICE, row, SERVICE if month <= _IN_VIEW else PLANNED)
    at = MONTHS[month - 1]
    sheet.set_selection(row, at, row, at)


def _is_typed(making: Making, row: _Placed) -> bool:
    """Tell whether people type the months of a row: neither a register nor its parts give them."""
    item = row.item
    return item is not None and item.kind not in _COMPUTED and not register_formula(making, item, "A1", 1)


def _place(rows: Iterable[PlanRow], names: Mapping[str, str]) -> list[_Placed]:
    placed: list[_Placed] = []
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            placed.append(_Placed(FIRST + len(placed), None, section, names.get(section, "")))
        placed.append(_Placed(FIRST + len(placed), row, row.code, row.name))
    return placed


def _parts(placed: Iterable[_Placed]) -> dict[str, list[tuple[int, int]]]:
    """Return for each total the rows of its direct parts, as runs: (first, last)."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for row in placed:
        if row.item is None or not row.item.parent:
            continue
        found = runs.setdefault(row.item.parent, [])
        if found and found[-1][1] == row.at - 1:
            found[-1] = (found[-1][0], row.at)
        else:
            found.append((row.at, row.at))
    return runs


def _heading(making: Making, sheet: Worksheet, last: int) -> None:
    heading = making.styles.heading(valign="top")  # the filters' buttons stand below the text
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        sheet.write_string(TOP, index, column.header(making.year), heading)
    sheet.set_row(TOP, 36)
    sheet.write_string(0, 0, f"Oylik ko‘rsatkichlar, {making.year}-yil", making.styles.title())
    legend = (
        (shared.INPUT, "Qo‘lda to‘ldiriladi"),
        (shared.FED, "Ro‘yxatdan o‘zi yig‘iladi"),
        (shared.COMPUTED, "Formula hisoblaydi"),
    )
    for number, (colour, text) in enumerate(legend):
        left = MONTHS[0] + 4 * number
        style = making.styles.boxed(bg_color=colour, align="center", font_size=9)
        sheet.merge_range(1, left, 1, left + 2, text, style)
    sheet.autofilter(TOP, 0, last, PERCENT)


def _band(making: Making, sheet: Worksheet, row: _Placed) -> None:
    """Write a heading row: no figures stand in it."""
    colour = shared.BAND if row.item is None else shared.GROUP
    style = making.styles.boxed(bg_color=colour, bold=True, text_wrap=True, font_size=9)
    code = making.styles.boxed(bg_color=colour, bold=True, num_format="@", align="center")
    sheet.write_string(row.at, 0, row.code, code)
    for index in range(NAME, len(COLUMNS)):
        sheet.write_blank(row.at, index, None, style)
    if row.item is None:
        sheet.write_string(row.at, NAME, row.name, making.styles.boxed(bg_color=colour, bold=True))
        sheet.set_row(row.at, 20)
    else:
        _from_plan(sheet, row.at, NAME, layout.PLAN_NAMES, row.name, style)
        height = row_height([(row.name, COLUMNS[NAME].width)], SMALL)
        sheet.set_row(row.at, max(height, _service(making, sheet, row.at, row.item, colour)))


def _service(making: Making, sheet: Worksheet, at: int, item: PlanRow, colour: str) -> float:
    """Write who answers for an item, by which a service finds its own rows; return the height it needs."""
    style = making.styles.boxed(text_wrap=True, bg_color=colour, font_size=8)
    _from_plan(sheet, at, SERVICE, layout.PLAN_SERVICES, owners(item), style)
    return row_height([(owners(item), COLUMNS[SERVICE].width)], SMALLEST)


def _from_plan(sheet: Worksheet, at: int, index: int, column: str, value: int | str, style: Format) -> None:
    code = f"$A{at + 1}"
    sheet.write_formula(at, index, "=" + formulas.from_plan(column, code), style, value)


def _figures(making: Making, sheet: Worksheet, row: _Placed, parts: Iterable[tuple[int, int]]) -> None:
    item = row.item
    assert item is not None
    styles = making.styles
    total = item.kind == "total"
    bold = {"bold": True} if total else {}
    sheet.write_string(
        row.at, 0, row.code, styles.boxed(num_format="@", align="center", bg_color=shared.COMPUTED, **bold)
    )
    indent = 1 if item.parent else 0
    name_style = styles.boxed(text_wrap=True, bg_color=shared.COMPUTED, font_size=9, indent=indent, **bold)
    _from_plan(sheet, row.at, NAME, layout.PLAN_NAMES, item.name, name_style)
    locked = styles.boxed(
        bg_color=shared.COMPUTED, align="center", num_format=shared.COUNT_FORMAT, text_wrap=True, **bold
    )
    unit_style = styles.boxed(text_wrap=True, bg_color=shared.COMPUTED, font_size=9, align="center", **bold)
    _from_plan(sheet, row.at, UNIT, layout.PLAN_UNITS, item.unit, unit_style)
    _from_plan(sheet, row.at, PLANNED, layout.PLAN_FIGURES, figure(item.planned), locked)
    for month, index in enumerate(MONTHS, 1):
        _month(making, sheet, row, month, index, parts, locked)
    _across(making, sheet, row.at, item, locked)
    texts = [(item.name, COLUMNS[NAME].width - indent), (item.unit, COLUMNS[UNIT].width)]
    service = _service(making, sheet, row.at, item, shared.COMPUTED)
    sheet.set_row(row.at, max(row_height(texts, SMALL), service))


def _month(
    making: Making, sheet: Worksheet, row: _Placed, month: int, index: int,
    parts: Iterable[tuple[int, int]], locked: Format,
) -> None:  # fmt: skip
    item = row.item
    assert item is not None
    if item.kind == "total":
        ranges = [shared.area(first, index, last, index) for first, last in parts]
        sheet.write_formula(row.at, index, "=" + formulas.total(*ranges), locked, "")
        return
    formula = register_formula(making, item, f"$A{row.at + 1}", month)
    colour = shared.FED if formula else shared.INPUT
    style = making.styles.boxed(bg_color=colour, align="center", num_format=shared.COUNT_FORMAT, locked=False)
    if formula:
        sheet.write_formula(row.at, index, "=" + formula, style, "")
    else:
        sheet.write_blank(row.at, index, None, style)


def register_formula(making: Making, item: PlanRow, code: str, month: int) -> str | None:
    """Write the formula that fetches a month from the item's register; None where people type it."""
    of_list = formulas.stock_of_list if item.adds_up == "stock" else formulas.month_of_list
    by_source: Mapping[str, Callable[[], str]] = {
        registers.EVENTS: lambda: formulas.month_of_events(code, month),
        registers.LISTS: lambda: of_list(code, month),
        registers.JOURNAL: lambda: formulas.month_of_sent_reports(code, month),
        registers.TRAINING: lambda: formulas.month_of_records(registers.TRAINING, code, month),
        registers.PRESS: lambda: formulas.month_of_records(registers.PRESS, code, month),
        registers.IMPORT: lambda: formulas.month_of_import(code, month),
    }
    if item.source == registers.DAILY:
        fields = {code: field for field, code in making.basis.daily_items.items()}
        field = fields.get(item.code)
        return formulas.month_of_day_log(vocabulary.header(field), month) if field else None
    make = by_source.get(item.source)
    return make() if make else None


def _across(making: Making, sheet: Worksheet, at: int, item: PlanRow, locked: Format) -> None:
    """Write quarters, the year and the percent, from the row's own months."""
    roll_up = formulas.last_value if item.adds_up == "stock" else formulas.total
    for quarter, index in enumerate(QUARTERS):
        months = shared.area(at, MONTHS[3 * quarter], at, MONTHS[3 * quarter + 2])
        sheet.write_formula(at, index, "=" + roll_up(months), locked, "")
    year = roll_up(shared.area(at, MONTHS[0], at, MONTHS[-1]))
    sheet.write_formula(at, YEAR, "=" + year, locked, "")
    percent = formulas.percent(shared.cell(at, YEAR), shared.cell(at, PLANNED))
    style = making.styles.boxed(bg_color=shared.COMPUTED, align="center", num_format="0.0")
    sheet.write_formula(at, PERCENT, "=" + percent, style, "")


def _inputs(making: Making, sheet: Worksheet, placed: Iterable[_Placed]) -> None:
    """Add validations: one over all typed rows, one over all rows that a register feeds."""
    typed: list[shared.Area] = []
    fed: list[shared.Area] = []
    for row in placed:
        if row.item is None or row.item.kind in _COMPUTED:
            continue
        areas = typed if _is_typed(making, row) else fed
        if areas and areas[-1][2] == row.at - 1:
            areas[-1] = (areas[-1][0], MONTHS[0], row.at, MONTHS[-1])
        else:
            areas.append((row.at, MONTHS[0], row.at, MONTHS[-1]))
    if typed:
        shared.validate_counts(sheet, typed)
    if fed:
        shared.validate_counts(sheet, fed, help_text=_FED_HELP)
