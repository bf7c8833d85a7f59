"""Make the sheets that akmxl fills: Topshirish, Jamlanma, Solishtirma, Tekshiruv, last year's, the hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.spelling import DASH
from akmxl.core.value_text import point_text
from akmxl.plan.kept_settings import rows_as_kept
from akmxl.workbook import layout
from akmxl.workbook.create import formulas, shared
from akmxl.workbook.create.plan import owners
from akmxl.workbook.text_height import row_height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.plan_rows import PlanRow
    from akmxl.workbook.create.shared import Making
    from akmxl.workbook.layout import SheetLayout

TOP = 3
FIRST = TOP + 1
_HIDDEN = frozenset({"key"})
_COMPARED = ("typed", "counted", "imported", "difference")
_YEAR = (*layout.MONTH_FIELDS, *layout.QUARTER_FIELDS, *layout.SINCE_FIELDS)
_NUMBERS = frozenset({*_YEAR, *_COMPARED, "planned", "previous", "zeros"})
_TEXT_COLUMNS = frozenset({"name", "what", "fix", "reason", "service", "note", "handed_in_by", "export"})
_DATES = frozenset({"handed_in", "export_day"})
_TYPED = frozenset({"reason", "note", "handed_in_by"})  # people's own, in a sheet that akmxl fills


def add_hand_ins(making: Making) -> None:
    """Add Topshirish, an empty table of the months that services have handed in."""
    sheet = making.sheet(layout.HAND_INS, shared.GREEN_TAB)
    sheet.write_string(0, 0, f"Xizmatlar topshirgan oylar, {making.year}-yil", making.styles.title())
    hint = (
        "Bu varaqni «Topshirdim» va «Oyni yopish» tugmalari yoki «akmxl hand-in» buyrug‘i to‘ldiradi. "
        "«Kim topshirdi» va «Izoh» ustunlariga o‘zingiz ham yozasiz."
    )
    sheet.write_string(1, 0, hint, making.styles.hint())
    _table(making, sheet, layout.HAND_IN_SHEET)
    sheet.freeze_panes(FIRST, 0)
    shared.page(sheet, (TOP, TOP))


def add_rollup(making: Making) -> None:
    """Add Jamlanma, an empty table of the rollup."""
    sheet = making.sheet(layout.ROLLUP, shared.GREEN_TAB)
    sheet.write_string(0, 0, f"Jamlanma, {making.year}-yil", making.styles.title())
    hint = (
        "Bu varaqni «Jamlanmani yangilash» tugmasi yoki «akmxl rollup» buyrug‘i to‘ldiradi; "
        "qo‘lda yozilgani keyingi safar almashtiriladi."
    )
    sheet.write_string(1, 0, hint, making.styles.hint())
    _table(making, sheet, layout.ROLLUP_SHEET)
    sheet.freeze_panes(FIRST, 2)
    shared.page(sheet, (TOP, TOP))


def add_comparison(making: Making) -> None:
    """Add Solishtirma, an empty table; it prints as an act, each page with two signatures."""
    sheet = making.sheet(layout.COMPARISON, shared.GREEN_TAB)
    last = len(layout.COMPARISON_SHEET.columns) - 1
    title = making.styles(bold=True, font_size=14, align="center")
    sheet.merge_range(0, 0, 0, last, "Ko‘rsatkichlarni solishtirish dalolatnomasi", title)
    whose = making.styles(bold=True, align="center")
    sheet.merge_range(1, 0, 1, last, "", whose)
    organisation = making.basis.organisation.get("organisation")
    shown = f"{organisation}, {making.year}-yil" if organisation else f"{making.year}-yil"
    sheet.write_formula(1, 0, "=" + formulas.whose_and_when(), whose, shown)
    basis = "Asos: «Oylik» va ro‘yxatlardagi sonlar, boshqa dasturlardan import qilingan sonlar."
    sheet.write_string(2, 0, basis, making.styles(italic=True, font_color="#595959", font_size=9))
    _table(making, sheet, layout.COMPARISON_SHEET)
    beyond = shared.index_of(layout.COMPARISON_SHEET.columns, "beyond")
    rule = {
        "type": "cell", "criteria": "==", "value": '"ha"',
        "format": making.workbook.add_format({"bg_color": shared.LIGHT_RED}),
    }  # fmt: skip
    sheet.conditional_format(FIRST, beyond, shared.LAST_FINDING - 1, beyond, rule)
    sheet.freeze_panes(FIRST, 2)
    shared.page(sheet, (TOP, TOP))
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=1.0)
    sheet.set_footer(f"&LDirektor {_LINE}&C&P / &N&RManba uchun mas’ul {_LINE}", {"margin": 0.5})


_LINE = "__________________________ (imzo, F.I.Sh.)"


def add_findings(making: Making) -> None:
    """Add Tekshiruv, an empty table of findings."""
    sheet = making.sheet(layout.FINDINGS, shared.GREEN_TAB)
    sheet.write_string(0, 0, "Tekshiruv", making.styles.title())
    sheet.write_string(1, 0, "Hali tekshirilmagan.", making.styles())
    making.name(layout.CHECK_LINE, layout.FINDINGS, shared.fixed(1, 0, 1, 0))
    _table(making, sheet, layout.FINDINGS_SHEET)
    for code, colour in (
        ("error", shared.LIGHT_RED),
        ("explain", shared.LIGHT_RED),
        ("warning", shared.LIGHT_AMBER),
    ):
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{vocabulary.term("severity", code)}"',
            "format": making.workbook.add_format({"bg_color": colour}),
        }
        sheet.conditional_format(FIRST, 0, shared.LAST_FINDING - 1, 0, rule)
    sheet.freeze_panes(FIRST, 0)
    shared.page(sheet, (TOP, TOP))


def add_last_year(making: Making) -> None:
    """Add last year's months, a row an item; only where they are known."""
    months = making.basis.last_year
    if months is None:
        return
    sheet = making.sheet(layout.LAST_YEAR, shared.GREEN_TAB)
    sheet.write_string(0, 0, f"O‘tgan yil oylari, {making.year - 1}-yil", making.styles.title())
    hint = (
        "Bu varaqni «akmxl new-year» buyrug‘i to‘ldiradi; bu yilning oylari shu sonlar bilan solishtiriladi."
    )
    sheet.write_string(1, 0, hint, making.styles.hint())
    columns = layout.LAST_YEAR_SHEET.columns
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(TOP, index, column.header(), making.styles.heading())
    for at, row in enumerate((row for row in making.rows if row.kind != "group"), FIRST):
        figures = [months.get((row.code, month)) for month in range(1, 13)]
        for index, (column, value) in enumerate(
            zip(columns, (row.code, row.name, row.unit, *figures), strict=True)
        ):
            shared.write_value(sheet, at, index, value, _style(making, column.field))
        sheet.set_row(at, row_height([(row.name, columns[1].width), (row.unit, columns[2].width)]))
    sheet.freeze_panes(FIRST, 2)
    shared.page(sheet, (TOP, TOP))


def add_receipts(making: Making) -> None:
    """Add the very hidden sheet of what was submitted, with the rows that Sozlamalar begins with."""
    sheet = making.sheet(layout.RECEIPTS, shared.GREY_TAB)
    sheet.very_hidden()
    tables = making.basis.tables
    reports = (_text(code) for code, *_ in tables[str(layout.CATALOGUE.table)])
    thresholds = ((_text(rule), _text(item)) for rule, item, *_ in tables[str(layout.THRESHOLDS.table)])
    kept = rows_as_kept(reports, (one for one in thresholds if "," not in one[1]))  # 15,1 is read as 15.1
    sheet.write_row(0, 0, layout.RECEIPTS_HEADER)
    columns = tuple(map(layout.RECEIPTS_HEADER.index, ("turi", "hisobot", "qiymat yoki nazorat kodi")))
    for at, (table, names) in enumerate(kept.items(), 1):
        for column, text in zip(columns, (layout.KEPT_ROWS, table, names), strict=True):
            sheet.write_string(at, column, text)


def _text(value: object) -> str:
    """Return a shipped text, or what last year's workbook has in its place."""
    return point_text(value) if isinstance(value, float) else str(value or "").strip()


def add_colours(making: Making) -> None:
    """Add the very hidden sheet in which the conditional formats look for cells with a finding."""
    sheet = making.sheet(layout.COLOURS, shared.GREY_TAB)
    sheet.very_hidden()
    sheet.write_row(0, 0, layout.COLOUR_HEADER)
    for column, name in enumerate(layout.COLOUR_NAMES):
        making.name(name, layout.COLOURS, shared.fixed(0, column, layout.LAST_COLOUR_ROW - 1, column))


def add_approved(making: Making) -> None:
    """Add the plan's rows as approved, to compare Reja with."""
    sheet = making.sheet(layout.APPROVED, shared.GREY_TAB)
    sheet.very_hidden()
    for index, column in enumerate(layout.APPROVED_SHEET.columns):
        sheet.write_string(0, index, column.header())
    for number, row in enumerate(making.rows, 1):
        texts = _approved(row)
        for index, column in enumerate(layout.APPROVED_SHEET.columns):
            if text := texts.get(column.field, ""):
                sheet.write_string(number, index, text)


def _approved(row: PlanRow) -> dict[str, str]:
    """Return what is approved of a row, by field, and what of it waits to be confirmed."""
    texts = {name: getattr(row, name) for name in ("code", "name", "unit", "section", "due", "previous")}
    texts["planned"] = row.planned
    for field in ("kind", "adds_up", "source", "rhythm"):
        word = (field == "kind" and row.said_kind) or getattr(row, field)
        texts[field] = vocabulary.term(field, word) if word else ""
    texts["responsible"] = owners(row)
    if row.planned and "planned" not in row.to_confirm:  # a whole row: what it leaves empty is meant to be
        texts |= {field: texts[field] or DASH for field in ("rhythm", "responsible")}
    texts["to_confirm"] = "; ".join(vocabulary.term("to_confirm", field) for field in row.to_confirm)
    return texts


def _table(making: Making, sheet: Worksheet, table: SheetLayout) -> None:
    columns = [column for column in table.columns if column.required]
    styles = [_style(making, column.field) for column in columns]
    for index, (column, style) in enumerate(zip(columns, styles, strict=True)):
        sheet.set_column(index, index, column.width, None, {"hidden": column.field in _HIDDEN})
        sheet.write_blank(FIRST, index, None, style)
    sheet.set_row(TOP, 36)
    headers = [column.header(making.year) for column in columns]
    shared.table(making, sheet, table.name, TOP, 0, headers, 1, styles)


def _style(making: Making, field: str) -> Format:
    if field in _NUMBERS:
        return making.styles.boxed(num_format=shared.COUNT_FORMAT, align="center")
    if field == "percent":
        return making.styles.boxed(num_format="0.0", align="center")
    if field in _DATES:
        return making.styles.boxed(num_format=shared.DATE_FORMAT, align="center")
    if field in _TEXT_COLUMNS:
        background = {"bg_color": shared.INPUT} if field in _TYPED else {}
        return making.styles.boxed(text_wrap=True, **background)
    link = {"font_color": "#0563C1", "underline": 1} if field == "cell" else {}
    return making.styles.boxed(num_format="@", align="center", text_wrap=True, **link)
