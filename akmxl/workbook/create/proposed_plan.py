"""Make the workbook in which a plan is proposed: the table, the page of doubts, the names of the sections."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from akmxl.core import vocabulary
from akmxl.core.named_tuple import NamedTuple
from akmxl.workbook.create import shared
from akmxl.workbook.create.plan import figure
from akmxl.workbook.text_height import SCREEN, row_height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.plan_rows import CsvRow

TABLE_SHEET, DOUBTS_SHEET, SECTIONS_SHEET = "Taklif", "Shubhalar", "Bo‘limlar"
STATE, ANSWER = "Holati", "Javob"
OPEN, TOLD = "ochiq", "eslatma"
ANSWERS = ("ha", "tuzatildi")
PLACE_ON_PAPER = "Hujjatdagi joyi"
SECTION_COLUMNS = ("Bo‘lim", "Nomi")
_DOUBT_COLUMNS = (
    ("№", 5), (STATE, 10), (PLACE_ON_PAPER, 20), ("Band", 9), ("Nomi", 34), ("Nima tushunilmadi", 46),
    ("Nima deb tushunildi", 44), ("Nima qilish kerak", 40), (ANSWER, 12),
)  # fmt: skip
_QUARTERS = tuple(f"plan_q{quarter}" for quarter in range(1, 5))
_COUNTS = ("previous", "planned", *_QUARTERS)
_FIELDS = (
    ("code", 8), ("section", 8), ("printed_no", 6), ("name", 44), ("unit", 14), ("previous", 11),
    ("planned", 11), *((quarter, 10) for quarter in _QUARTERS), ("mechanism", 46), ("due", 20),
    ("responsible", 28), ("kind", 10), ("adds_up", 14), ("source", 12), ("rhythm", 12), ("window", 14),
    ("to_confirm", 20),
)  # fmt: skip
_TERMS = {"kind": "kind", "adds_up": "adds_up", "source": "source", "rhythm": "rhythm"}
_HOW = (
    "1. «Shubhalar» varag‘idagi har bir ochiq qatorni qog‘ozdagi reja bilan solishtiring.",
    "2. Noto‘g‘ri tushunilgan joyni shu varaqda tuzating; shubhali qatorlarning kodi qizil.",
    "3. «Javob» ustuniga yozing: «ha» (to‘g‘ri tushunilgan) yoki «tuzatildi».",
    "4. Faylni saqlang va shu buyruqni bering: {command}",
)
_TOP = len(_HOW) + 2  # the row of the headings, from 0


class DoubtRow(NamedTuple):
    """A doubt in words, as the page shows it; ``row`` is the place of its row in the table, or None."""

    is_open: bool
    place: str
    item: str
    title: str
    unclear: str
    understood: str
    to_do: str
    row: int | None


class ProposedPlan(NamedTuple):
    """What a proposal's workbook is made of: rows with the CSV's columns, their places on paper."""

    year: int
    rows: Sequence[CsvRow]
    places: Sequence[str]
    sections: Mapping[str, str]
    doubts: Sequence[DoubtRow]
    command: str  # what makes the workbook of it, once it is answered


def proposal_bytes(plan: ProposedPlan) -> bytes:
    """Make the workbook's file: the same proposal gives the same bytes."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": f"Ish reja taklifi, {plan.year}", "created": datetime(plan.year, 1, 1)})  # noqa: DTZ001
    styles = shared.Styles(workbook)
    table = workbook.add_worksheet(TABLE_SHEET)
    doubts = workbook.add_worksheet(DOUBTS_SHEET)
    sections = workbook.add_worksheet(SECTIONS_SHEET)
    _add_table(plan, table, styles)
    _add_doubts(plan, doubts, styles)
    _add_sections(plan, sections, styles)
    if any(doubt.is_open for doubt in plan.doubts):
        doubts.activate()
    workbook.close()
    return target.getvalue()


def _add_table(plan: ProposedPlan, sheet: Worksheet, styles: shared.Styles) -> None:
    sheet.set_tab_color(shared.YELLOW_TAB)
    sheet.write_string(0, 0, f"{plan.year}-yil ish rejasi: taklif", styles.title())
    for at, line in enumerate(_HOW, 1):
        sheet.write_string(at, 0, line.format(command=plan.command), styles.hint())
    fields = _fields(plan)
    columns = [*fields, (PLACE_ON_PAPER, 20)]
    for at, (field, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        text = field if field == PLACE_ON_PAPER else vocabulary.header(field, plan.year)
        sheet.write_string(_TOP, at, text, styles.heading())
    sheet.set_row(_TOP, 32)
    doubtful = {doubt.row for doubt in plan.doubts if doubt.is_open}
    for at, (row, place) in enumerate(zip(plan.rows, plan.places, strict=True)):
        _add_row(plan, sheet, styles, _TOP + 1 + at, (row, place), red=at in doubtful)
    last = _TOP + max(1, len(plan.rows))
    for field, terms in _TERMS.items():
        at = [name for name, _ in fields].index(field)
        choices = [vocabulary.term(terms, code) for code in vocabulary.TERMS[terms]]
        shared.validate_list(sheet, (_TOP + 1, at, last, at), choices)
    sheet.autofilter(_TOP, 0, last, len(columns) - 1)
    sheet.freeze_panes(_TOP + 1, 4)
    shared.page(sheet, (_TOP, _TOP))
    printed = [name for name, _ in fields].index("responsible")  # akmxl's own columns are for the screen
    sheet.print_area(0, 0, last, printed)
    sheet.ignore_errors({"number_stored_as_text": shared.area(_TOP + 1, 0, last, 2)})


def _fields(plan: ProposedPlan) -> list[tuple[str, int]]:
    """Return the columns of the table and their widths: the quarters' only where the paper has them."""
    return [(field, width) for field, width in _FIELDS if field not in _QUARTERS or field in plan.rows[0]]


def _add_row(
    plan: ProposedPlan,
    sheet: Worksheet,
    styles: shared.Styles,
    at: int,
    content: tuple[CsvRow, str],
    *,
    red: bool,
) -> None:
    row, place = content
    texts = []
    for column, (field, width) in enumerate(_fields(plan)):
        text = _text(plan, row, field)
        style = _style(styles, field, red=red)
        value = figure(text) if field in _COUNTS else text
        shared.write_value(sheet, at, column, value if value != "" else None, style)
        texts.append((text, width))
    sheet.write_string(at, len(texts), place, styles.boxed(text_wrap=True, font_color="#595959"))
    sheet.set_row(at, row_height(texts, SCREEN))


def _text(plan: ProposedPlan, row: CsvRow, field: str) -> str:
    columns = {"previous": f"fact_{plan.year - 1}", "planned": f"plan_{plan.year}", "rhythm": "entry"}
    text = row.get(columns.get(field, field), "")
    if field in _TERMS and text:
        return vocabulary.term(_TERMS[field], text)
    if field == "to_confirm":
        return "; ".join(vocabulary.term("to_confirm", name) for name in text.split(";") if name)
    return text.replace(";", "; ") if field == "responsible" else text


def _style(styles: shared.Styles, field: str, *, red: bool) -> Format:
    if field in ("code", "section", "printed_no"):
        colour = {"bg_color": shared.LIGHT_RED} if red and field == "code" else {}
        return styles.boxed(num_format="@", align="center", **colour)
    if field in _COUNTS:
        return styles.boxed(num_format=shared.COUNT_FORMAT, align="center")
    return styles.boxed(text_wrap=True)


def _add_doubts(plan: ProposedPlan, sheet: Worksheet, styles: shared.Styles) -> None:
    sheet.set_tab_color(shared.YELLOW_TAB)
    count = sum(doubt.is_open for doubt in plan.doubts)
    sheet.write_string(
        0, 0, f"Shubhalar: ochiq — {count} ta, eslatma — {len(plan.doubts) - count} ta", styles.title()
    )
    for at, (text, width) in enumerate(_DOUBT_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(2, at, text, styles.heading())
    link = styles.boxed(font_color="#0563C1", underline=1, align="center")
    for number, doubt in enumerate(plan.doubts, 1):
        at, state = number + 2, OPEN if doubt.is_open else TOLD
        colour = {"bg_color": shared.LIGHT_RED} if doubt.is_open else {}
        sheet.write_number(at, 0, number, styles.boxed(align="center"))
        sheet.write_string(at, 1, state, styles.boxed(align="center", **colour))
        texts = (doubt.place, doubt.item, doubt.title, doubt.unclear, doubt.understood, doubt.to_do)
        for column, text in enumerate(texts, 2):
            sheet.write_string(at, column, text, styles.boxed(text_wrap=True))
        if doubt.row is not None:
            place = shared.cell(_TOP + 1 + doubt.row, 0)
            sheet.write_url(at, 3, f"internal:'{TABLE_SHEET}'!{place}", link, doubt.item or "→")
        answer = {"bg_color": shared.INPUT} if doubt.is_open else {"font_color": "#595959"}
        sheet.write_blank(at, 8, None, styles.boxed(align="center", **answer))
        widths = [width for _, width in _DOUBT_COLUMNS[2:]]
        sheet.set_row(at, row_height(zip(texts, widths, strict=False), SCREEN))
    last = len(plan.doubts) + 2
    if plan.doubts:
        shared.validate_list(sheet, (3, 8, last, 8), list(ANSWERS))
        sheet.autofilter(2, 0, last, len(_DOUBT_COLUMNS) - 1)
    sheet.freeze_panes(3, 0)
    shared.page(sheet, (2, 2))


def _add_sections(plan: ProposedPlan, sheet: Worksheet, styles: shared.Styles) -> None:
    sheet.set_tab_color(shared.YELLOW_TAB)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 100)
    for at, text in enumerate(SECTION_COLUMNS):
        sheet.write_string(0, at, text, styles.heading())
    for at, (code, name) in enumerate(plan.sections.items(), 1):
        sheet.write_string(at, 0, code, styles.boxed(num_format="@", align="center"))
        sheet.write_string(at, 1, name, styles.boxed(text_wrap=True))
        sheet.set_row(at, row_height([(name, 100)], SCREEN))
    sheet.freeze_panes(1, 0)
    shared.page(sheet, (0, 0), landscape=False)
