"""Share among the makers of sheets: formats, addresses, page set-up, validations."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell, xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from akmxl.core import vocabulary
from akmxl.core.dataclass import dataclass
from akmxl.workbook.create import formulas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from akmxl.workbook.create.basis import Basis
    from akmxl.workbook.create.plan_rows import PlanRow
    from akmxl.workbook.layout import Column

YELLOW_TAB, GREEN_TAB, GREY_TAB = "#FFD966", "#70AD47", "#A6A6A6"
INPUT, FED, COMPUTED = "#FFFDF0", "#EAF3EA", "#F2F2F2"
BAND, GROUP, HEADING = "#D6E0E8", "#EDEDED", "#DCE6EC"
LIGHT_RED, LIGHT_AMBER, DAY_OFF = "#F8C9C4", "#FFE8A8", "#D9D9D9"
LINE = "#B7B7B7"
# 1 413; a plain "# ##0" would show "- 3" and " 302", and without its own part a minus is lost in LibreOffice.
COUNT_FORMAT = "[>=1000]# ##0;[<0]-0;0"
DATE_FORMAT = "dd.mm.yyyy"

Area = tuple[
    int, int, int, int
]  # first row, first column, last row, last column, from 0 as XlsxWriter counts

LONGEST_LIST = 255  # characters of a list that stands in the validation itself
LAST_ROW = 2000  # registers: validations reach down to this row
LAST_FINDING = 5000


class Styles:
    """The formats of a workbook by their properties; each is made once, so that the file stays small."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._known:
            self._known[key] = self._workbook.add_format({"valign": "vcenter", **properties})
        return self._known[key]

    def boxed(self, **properties: object) -> Format:
        return self(border=1, border_color=LINE, **properties)

    def heading(self, **properties: object) -> Format:
        return self.boxed(bold=True, text_wrap=True, align="center", bg_color=HEADING, **properties)

    def title(self) -> Format:
        return self(bold=True, font_size=14)

    def hint(self) -> Format:
        return self(italic=True, font_color="#595959")


_CALLS = re.compile(r"([\w.]+)\(")
_OLD = frozenset(
    ("AND", "COUNT", "COUNTIFS", "DATE", "DAY", "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER",
     "LEFT", "LOOKUP", "MATCH", "OR", "ROUND", "ROW", "SEARCH", "SUBSTITUTE", "SUM", "SUMIFS", "SUMPRODUCT",
     "TEXT", "TODAY", "WEEKDAY")
)  # fmt: skip


class PlanSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that is written faster, and byte for byte the same.

    XlsxWriter looks through each formula for every newer function, which a file spells with a prefix, and
    through each attribute of a cell for signs that no address has: half of the time that a workbook takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if formula.startswith("=") and formula[-1] != "}" and _OLD.issuperset(_CALLS.findall(formula)):
            return formula[1:]
        return str(super()._prepare_formula(formula, expand_future_functions))

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        if kind not in _PLAIN or not cell.format or self.constant_memory:
            super()._write_cell(row, col, cell)
            return
        head = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
        if kind == "String":
            self.fh.write(f'{head} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(f"{head}><v>{cell.number:.16G}</v></c>")


_PLAIN = frozenset({"String", "Number", "Datetime"})


@dataclass(frozen=True)
class Making:
    """One workbook being made, and the data that it is made from."""

    workbook: Workbook
    styles: Styles
    basis: Basis

    @property
    def rows(self) -> Sequence[PlanRow]:
        return self.basis.rows

    @property
    def year(self) -> int:
        return self.basis.year

    def sheet(self, name: str, tab: str) -> Worksheet:
        """Add a worksheet with a colour for its tab."""
        sheet: Worksheet = self.workbook.add_worksheet(name, PlanSheet)
        sheet.set_tab_color(tab)
        return sheet

    def name(self, name: str, sheet: str, area: str) -> None:
        """Define a name for an area; the sheet is quoted where it must be."""
        quoted = f"'{sheet}'" if " " in sheet or sheet.startswith("_") else sheet
        self.workbook.define_name(name, f"={quoted}!{area}")


def cell(row: int, column: int) -> str:
    """Write the relative address of a cell, counted from 0."""
    return str(xl_rowcol_to_cell(row, column))


def area(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Write a range of cells, counted from 0, as relative addresses: ``B5:F9``."""
    return f"{cell(first_row, first_column)}:{cell(last_row, last_column)}"


def fixed(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Write a range of cells, counted from 0, as absolute addresses; one cell stays one address."""
    start = str(xl_rowcol_to_cell(first_row, first_column, row_abs=True, col_abs=True))
    end = str(xl_rowcol_to_cell(last_row, last_column, row_abs=True, col_abs=True))
    return start if start == end else f"{start}:{end}"


def letter(column: int) -> str:
    """Write the letters of a column, counted from 0."""
    return str(xl_col_to_name(column))


def index_of(columns: Sequence[Column], field: str) -> int:
    """Return the place, from 0, of a field among columns."""
    return next(index for index, column in enumerate(columns) if column.field == field)


def page(sheet: Worksheet, heading_rows: tuple[int, int] | None, *, landscape: bool = True) -> None:
    """Set the printed page: A4, one page wide, the heading repeated, the page's number below."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    if heading_rows:
        sheet.repeat_rows(*heading_rows)


def table(
    making: Making, sheet: Worksheet, name: str, top: int, left: int, headers: Sequence[str], rows: int,
    formats: Sequence[Format | None] = (), computed: Mapping[int, str] | None = None,
) -> None:  # fmt: skip
    """Add an Excel table of ``rows`` rows below its header row; its cells are written by the caller.

    ``computed`` gives the formula of a column, which Excel then also writes into new rows.
    """
    heading = making.styles.heading(valign="top")  # the filters' buttons stand below the text
    columns: list[dict[str, Any]] = [{"header": text, "header_format": heading} for text in headers]
    for column, style in zip(columns, formats, strict=False):
        column["format"] = style
    for index, formula in (computed or {}).items():
        columns[index]["formula"] = "=" + formula
    options = {"name": name, "columns": columns, "style": "Table Style Light 15", "banded_rows": False}
    sheet.add_table(top, left, top + rows, left + len(headers) - 1, options)


def write_value(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write a value as what it is; an empty text stays an empty cell."""
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif value:
        sheet.write_string(row, column, str(value), style)
    else:
        sheet.write_blank(row, column, None, style)


def count_rule(at: str, *more: str) -> str:
    """Write the validation of a cell for counts: a whole number from 0 up, or ``-``."""
    accepted = ",".join((f'{at}="-"', f"AND(ISNUMBER({at}),{at}>=0,{at}=INT({at}))", *more))
    return f"=OR({accepted})"


COUNT_HELP = {
    "input_title": "Butun son yoki «-»",
    "input_message": "0 yoki undan katta butun son yozing. Ish bo‘lmagan bo‘lsa — 0, rejada bo‘lmasa — «-».",
    "error_title": "Noto‘g‘ri qiymat",
    "error_message": "0 yoki undan katta butun son yoki «-» yoziladi. So‘z, kasr, manfiy son mumkin emas.",
}


def validate_counts(
    sheet: Worksheet, areas: Sequence[Area], *, more: Sequence[str] = (), help_text: str | None = None
) -> None:
    """Let areas take counts only; the first one is the topmost, its corner is the formula's cell."""
    first, *others = areas
    rule = count_rule(cell(first[0], first[1]), *more)
    options: dict[str, Any] = {"validate": "custom", "value": rule, **COUNT_HELP}
    if help_text:
        options["input_message"] = help_text
    if others:
        options["other_cells"] = [list(other) for other in others]
    sheet.data_validation(*first, options)


def validate_list(sheet: Worksheet, area: Area, source: Sequence[str] | str, *, stop: bool = True) -> None:
    """Offer a list to choose from; with ``stop=False`` another value only brings a warning."""
    options = {
        "validate": "list",
        "value": source,
        "error_title": "Ro‘yxatda yo‘q",
        "error_message": "Bu qiymat ro‘yxatda yo‘q. Ro‘yxatdan tanlang (ular «Sozlamalar» varag‘ida).",
        "error_type": "stop" if stop else "warning",
    }
    sheet.data_validation(*area, options)


def validate_dates(sheet: Worksheet, area: Area, *, years: int = 1) -> None:
    """Let cells take dates only, of the plan's year, or of ``years`` years from its beginning."""
    last = f"=DATE(Yil+{years - 1},12,31)" if years > 1 else "=DATE(Yil,12,31)"
    options = {
        "validate": "date",
        "criteria": "between",
        "minimum": "=DATE(Yil,1,1)",
        "maximum": last,
        "input_title": "Sana",
        "input_message": "Sanani kun.oy.yil ko‘rinishida yozing.",
        "error_title": "Noto‘g‘ri sana",
        "error_message": "Reja yiliga tegishli sanani kun.oy.yil ko‘rinishida yozing.",
    }
    sheet.data_validation(*area, options)


def colour_findings(making: Making, sheet: Worksheet, area: Area, *, row_name: int, header_row: int) -> None:
    """Colour the cells of an area that have an open finding in Tekshiruv.

    ``row_name`` is the column that names the row (code, day or ID), ``header_row`` the headers' row.
    """
    top, left = area[0], area[1]
    name = str(xl_rowcol_to_cell(top, row_name, col_abs=True))
    header = str(xl_rowcol_to_cell(header_row, left, row_abs=True))
    key = formulas.cell_key_formula(sheet.get_name(), name, header, cell(top, left))
    for severities, colour in ((("error", "explain"), LIGHT_RED), (("warning",), LIGHT_AMBER)):
        rule = {
            "type": "formula",
            "criteria": "="
            + formulas.has_finding([vocabulary.term("severity", code) for code in severities], key),
            "format": making.workbook.add_format({"bg_color": colour}),
            "stop_if_true": True,
        }
        sheet.conditional_format(*area, rule)
