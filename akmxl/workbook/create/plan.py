"""Make the sheet Reja: the official form of the plan, the machine columns right of what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.core import vocabulary
from akmxl.core.cell_values import whole_number
from akmxl.workbook import layout
from akmxl.workbook.create import shared
from akmxl.workbook.text_height import PRINT, PRINT_BOLD, row_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.plan_rows import PlanRow
    from akmxl.workbook.create.shared import Making

COLUMNS = layout.PLAN_SHEET.columns
FIRST_PRINTED, LAST_PRINTED = shared.index_of(COLUMNS, "printed_no"), shared.index_of(COLUMNS, "responsible")
FIGURE_COLUMNS = (shared.index_of(COLUMNS, "previous"), shared.index_of(COLUMNS, "planned"))
TOP = 4  # the upper row of the two-tier heading; the years stand in the row below it
FIRST = TOP + 2
FONT = {"font_name": "Times New Roman", "font_size": 11}

_MACHINE_LISTS = {"kind": "kind", "adds_up": "adds_up", "source": "source", "rhythm": "rhythm"}


def add(making: Making) -> None:
    """Add the sheet to a workbook being made."""
    sheet = making.sheet(layout.PLAN, shared.YELLOW_TAB)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
    _titles(making, sheet)
    _headings(making, sheet)
    after = _body(making, sheet)
    _names(making, after)
    _signature(making, sheet, after + 1)
    _validations(sheet, after)
    _colours(making, sheet, after)
    _printing(sheet, after + 1)


def figure(text: str) -> int | str:
    """Return a printed figure as a cell's value: a number where it is one, else the text itself."""
    number = whole_number(text)
    return text if number is None else number


def owners(row: PlanRow) -> str:
    """Return the services that answer for an item as they are printed."""
    return ", ".join(row.responsible)


def _titles(making: Making, sheet: Worksheet) -> None:
    style = making.styles(bold=True, align="center", **{**FONT, "font_size": 14})
    organisation = making.basis.organisation.get("organisation")
    whose = f"{organisation}ning" if organisation else ""
    lines = (
        ('=IF(Tashkilot="","",Tashkilot&"ning")', whose),
        ('=Yil&"-yil uchun mo‘ljallangan"', f"{making.year}-yil uchun mo‘ljallangan"),
    )
    for row, (formula, value) in enumerate(lines):
        sheet.merge_range(row, FIRST_PRINTED, row, LAST_PRINTED, "", style)
        sheet.write_formula(row, FIRST_PRINTED, formula, style, value)
    sheet.merge_range(2, FIRST_PRINTED, 2, LAST_PRINTED, "ISH REJA", style)


def _headings(making: Making, sheet: Worksheet) -> None:
    printed = making.styles.heading(**FONT)
    machine = making.styles.heading(font_size=9, font_color="#595959")
    sheet.set_row(TOP, 18)
    sheet.set_row(TOP + 1, 32)
    sheet.merge_range(TOP, FIGURE_COLUMNS[0], TOP, FIGURE_COLUMNS[1], "Miqdori", printed)
    for index, column in enumerate(COLUMNS):
        text = column.header(making.year)
        if index in FIGURE_COLUMNS:
            sheet.write_string(TOP + 1, index, text, printed)
        else:
            style = printed if FIRST_PRINTED <= index <= LAST_PRINTED else machine
            sheet.merge_range(TOP, index, TOP + 1, index, text, style)


def _body(making: Making, sheet: Worksheet) -> int:
    """Write sections and items; return the row below the last one."""
    names = making.basis.sections
    at, section = FIRST, ""
    for row in making.rows:
        if row.section != section:
            section = row.section
            _section(making, sheet, at, section, names.get(section, ""))
            at += 1
        _item(making, sheet, at, row)
        at += 1
        if row.kind == "total" and row.name.endswith("jami"):
            _line(making, sheet, at, {"name": layout.UNDER_TOTAL})
            at += 1
    return at


def _section(making: Making, sheet: Worksheet, at: int, code: str, name: str) -> None:
    text = f"{code}. {name.upper()}".strip()
    style = making.styles.boxed(bold=True, text_wrap=True, align="center", bg_color=shared.BAND, **FONT)
    sheet.write_string(at, 0, code, _code_style(making))
    sheet.merge_range(at, FIRST_PRINTED, at, LAST_PRINTED, text, style)
    width = sum(column.width for column in COLUMNS[FIRST_PRINTED : LAST_PRINTED + 1])
    sheet.set_row(at, row_height([(text, width)], PRINT_BOLD))


def _item(making: Making, sheet: Worksheet, at: int, row: PlanRow) -> None:
    texts = {
        name: getattr(row, name)
        for name in ("code", "printed_no", "name", "unit", "mechanism", "due", "window")
    }
    texts["responsible"] = owners(row)
    texts |= {
        field: vocabulary.term(field, getattr(row, field)) for field in _MACHINE_LISTS if getattr(row, field)
    }
    texts["to_confirm"] = "; ".join(vocabulary.term("to_confirm", field) for field in row.to_confirm)
    texts |= {"previous": row.previous, "planned": row.planned}
    texts |= {f"plan_q{at}": figure for at, figure in enumerate(row.quarters, 1)}
    _line(making, sheet, at, texts, indent=1 if row.parent and not row.printed_no else 0)


def _line(making: Making, sheet: Worksheet, at: int, texts: dict[str, str], indent: int = 0) -> None:
    for index, column in enumerate(COLUMNS):
        style = _style(making, index, column.field, indent)
        value = texts.get(column.field, "")
        is_figure = index in FIGURE_COLUMNS or column.field.startswith("plan_q")
        if is_figure and isinstance(number := figure(value), int):
            sheet.write_number(at, index, number, style)
        elif value:
            sheet.write_string(at, index, value, style)
        else:
            sheet.write_blank(at, index, None, style)
    printed = [
        (texts.get(column.field, ""), column.width) for column in COLUMNS[FIRST_PRINTED : LAST_PRINTED + 1]
    ]
    sheet.set_row(at, row_height(printed, PRINT))


def _code_style(making: Making) -> Format:
    return making.styles(num_format="@", align="center", font_size=9, font_color="#595959")


def _style(making: Making, index: int, field: str, indent: int) -> Format:
    if field == "code":
        return _code_style(making)
    if index in FIGURE_COLUMNS:
        return making.styles.boxed(num_format=shared.COUNT_FORMAT, align="center", **FONT)
    if index > LAST_PRINTED:
        return making.styles.boxed(font_size=9, text_wrap=True, bg_color=shared.COMPUTED, **_number(field))
    if field in ("name", "mechanism"):
        return making.styles.boxed(text_wrap=True, indent=indent if field == "name" else 0, **FONT)
    return making.styles.boxed(num_format="@", text_wrap=True, align="center", **FONT)


def _number(field: str) -> dict[str, Any]:
    return {"num_format": shared.COUNT_FORMAT, "align": "center"} if field.startswith("plan_q") else {}


def _names(making: Making, after: int) -> None:
    # One row more than the plan has: a row inserted below the last one is still inside the names.
    for name, field in layout.PLAN_NAMED.items():
        index = shared.index_of(COLUMNS, field)
        making.name(name, layout.PLAN, shared.fixed(FIRST, index, after, index))


def _signature(making: Making, sheet: Worksheet, at: int) -> None:
    line = "Direktor ____________ "
    style = making.styles(bold=True, **{**FONT, "font_size": 12})
    formula = f'="{line}"&IF(Direktor="","F.I.Sh.",Direktor)'
    sheet.set_row(at, 36)
    sheet.write_formula(at, shared.index_of(COLUMNS, "name"), formula, style, f"{line}F.I.Sh.")


def _validations(sheet: Worksheet, after: int) -> None:
    last = after - 1
    first, end = FIGURE_COLUMNS
    group = shared.cell(FIRST, shared.index_of(COLUMNS, "kind")).replace("J", "$J")
    allowed = f'{group}="{vocabulary.term("kind", "group")}"'
    shared.validate_counts(sheet, [(FIRST, first, last, end)], more=(allowed,))
    quarters = [shared.index_of(COLUMNS, f"plan_q{quarter}") for quarter in (1, 4)]
    shared.validate_counts(sheet, [(FIRST, quarters[0], last, quarters[1])])
    for field, terms in _MACHINE_LISTS.items():
        index = shared.index_of(COLUMNS, field)
        choices = [vocabulary.term(terms, code) for code in vocabulary.TERMS[terms]]
        shared.validate_list(sheet, (FIRST, index, last, index), choices)
    unit = shared.index_of(COLUMNS, "unit")
    shared.validate_list(sheet, (FIRST, unit, last, unit), f"={layout.UNIT_CHOICES}", stop=False)


def _colours(making: Making, sheet: Worksheet, after: int) -> None:
    spans: Sequence[tuple[int, int, int]] = (
        (FIRST_PRINTED, FIGURE_COLUMNS[0] - 1, TOP),
        (*FIGURE_COLUMNS, TOP + 1),
        (FIGURE_COLUMNS[1] + 1, len(COLUMNS) - 1, TOP),
    )
    for left, right, header_row in spans:
        shared.colour_findings(
            making, sheet, (FIRST, left, after - 1, right), row_name=0, header_row=header_row
        )


def _printing(sheet: Worksheet, last: int) -> None:
    shared.page(sheet, (TOP, TOP + 1))
    sheet.print_area(0, FIRST_PRINTED, last, LAST_PRINTED)
    sheet.freeze_panes(FIRST, 0)
    sheet.ignore_errors({"number_stored_as_text": shared.area(FIRST, 0, last, 1)})
