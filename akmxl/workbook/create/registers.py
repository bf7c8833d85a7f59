"""Make the sheets of the registers and of the journal: tables with one blank row, to grow downwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.core import vocabulary
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.create import shared

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from akmxl.workbook.create.shared import Making
    from akmxl.workbook.layout import SheetLayout

TOP = 3
FIRST = TOP + 1
_HINTS = {
    registers.EVENTS: (
        "Tadbirlar",
        "Har bir tadbir — bir qator. Turi ro‘yxatdan tanlanadi: tadbir shu turning bandlariga sanaladi.",
    ),
    registers.TRAINING: ("Malaka oshirish", "Har bir xodimning har bir kursi yoki sinovi — bir qator."),
    registers.PRESS: ("Matbuot", "Har bir bibliografik yozuv yoki maqola — bir qator."),
    registers.LISTS: (
        "Boshqa ro‘yxatlar",
        "Shartnoma, dalolatnoma va boshqalar: har biri — bir qator. Tugagan shartnoma — yana bir qator: -1.",
    ),
    registers.JOURNAL: (
        "Hisobotlar daftari",
        (
            "Hisobot yuborilgach, chiqish raqami va sanasini yozing: sonlari qotiriladi. "
            "Bir martalik topshiriqqa qator qo‘shing: nomi, kimga, topshirish muddati."
        ),
    ),
}
_DATES = frozenset({"date", "report_due", "sent", "rule_due"})
_TEXTS = frozenset({"code", "report", "period", "number", "items", "document", "cell", "rule", "item"})
_COUNTS = frozenset(
    {"participants", "women", "children", "hours", "quantity", "year_published", "version", *registers.AGES}
)

_LOWEST = {
    "year_published": (1000, "Faqat 1000 yoki undan katta butun son yoziladi."),
    "quantity": (-9999, "Faqat butun son yoziladi; tugagan shartnoma uchun -1."),
}  # and what Excel says of others


def add(making: Making) -> None:
    """Add the sheets to a workbook being made."""
    for register in (*layout.REGISTER_SHEETS, layout.JOURNAL_SHEET):
        _sheet(making, register)


def _sheet(making: Making, register: SheetLayout) -> None:
    sheet = making.sheet(register.name, shared.YELLOW_TAB)
    title, hint = _HINTS[register.name]
    sheet.write_string(0, 0, f"{title}, {making.year}-yil", making.styles.title())
    sheet.write_string(1, 0, hint, making.styles.hint())
    styles = [column_style(making, column.field) for column in register.columns]
    for index, column in enumerate(register.columns):
        # The column's own format: rows that are added later have it before anybody types.
        sheet.set_column(index, index, column.width, column_style(making, column.field, boxed=False))
    records = making.basis.records.get(register.name) or [(None,) * len(styles)]
    for at, record in enumerate(records, FIRST):
        for index, (value, style) in enumerate(zip(record, styles, strict=True)):
            shared.write_value(sheet, at, index, value, style)
    sheet.set_row(TOP, 48)
    headers = [column.header(making.year) for column in register.columns]
    shared.table(making, sheet, register.name, TOP, 0, headers, len(records), styles)
    for index, column in enumerate(register.columns):
        _validation(making, sheet, register, index, column.field)
    names = {column.field: index for index, column in enumerate(register.columns)}
    area = (FIRST, 0, shared.LAST_ROW, len(register.columns) - 1)
    shared.colour_findings(making, sheet, area, row_name=names.get("id", 0), header_row=TOP)
    sheet.freeze_panes(FIRST, 0)
    shared.page(sheet, (TOP, TOP))


def column_style(making: Making, field: str, *, boxed: bool = True) -> Format:
    """Return the format of a field's cells: dates, codes as text, counts, or wrapped text."""
    made = making.styles.boxed if boxed else making.styles
    if field in _DATES:
        return made(num_format=shared.DATE_FORMAT, align="center")
    if field == "id":
        return made(num_format="@", font_size=8, font_color="#8C8C8C", align="center")
    if field in _TEXTS:
        return made(num_format="@", align="center")
    if field in _COUNTS:
        return made(
            num_format="0" if field in ("year_published", "version") else shared.COUNT_FORMAT, align="center"
        )
    return made(text_wrap=True)


def _validation(making: Making, sheet: Worksheet, register: SheetLayout, index: int, field: str) -> None:
    area = (FIRST, index, shared.LAST_ROW, index)
    lists: dict[str, tuple[Any, bool]] = {
        "event_kind": (f"={layout.EVENT_CHOICES}", True),
        "list_kind": (f"={layout.LIST_CHOICES}", True),
        "person": (f"={layout.STAFF_CHOICES}", False),
        "responsible": (f"={layout.SERVICE_CHOICES}", False),
        "report": (f"={layout.REPORT_CHOICES}", False),
        "state": ([vocabulary.term("state", code) for code in vocabulary.TERMS["state"]], False),
    }
    if field in _DATES:
        shared.validate_dates(sheet, area, years=1 if field == "date" else 2)
    elif field in lists:
        source, stop = lists[field]
        shared.validate_list(sheet, area, source, stop=stop)
    elif field == "details":
        _details(sheet, area, shared.cell(FIRST, shared.index_of(register.columns, "list_kind")))
    elif field == "code":
        shared.validate_list(sheet, area, _codes(making, register.name))
    elif field in _COUNTS:
        _whole_number(sheet, area, *_LOWEST.get(field, (0, "Faqat 0 yoki undan katta butun son yoziladi.")))


def _details(sheet: Worksheet, area: shared.Area, kind: str) -> None:
    """Offer the pattern of the kind in that cell as the one choice; whatever is made of it is welcome."""
    options = {
        "validate": "list",
        "value": f"=INDEX({layout.LIST_PATTERNS},MATCH({kind},{layout.LIST_CHOICES},0))",
        "input_title": "Tafsiloti",
        "input_message": "Turi tanlangach, ro‘yxatdan namunani oling va har bir ikki nuqtadan keyin yozing. "
        "Bo‘lmasa: «-». Namunasi yo‘q turda erkin yoziladi.",
        "show_error": False,
    }
    sheet.data_validation(*area, options)


def _codes(making: Making, register: str) -> list[str] | str:
    """Return the codes that the register feeds; all codes of the plan where it is open to any."""
    fed = [row.code for row in making.rows if row.source == register]
    if register == registers.LISTS or not fed or len(",".join(fed)) > shared.LONGEST_LIST:
        return f"={layout.PLAN_CODES}"
    return fed


def _whole_number(sheet: Worksheet, area: shared.Area, lowest: int, otherwise: str) -> None:
    options = {
        "validate": "integer",
        "criteria": ">=",
        "value": lowest,
        "error_title": "Noto‘g‘ri qiymat",
        "error_message": otherwise,
    }
    sheet.data_validation(*area, options)
