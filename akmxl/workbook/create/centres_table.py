"""Make the workbook of centres that a receiver of reports fills in, and say how its columns are headed."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE = "markazlar.xlsx"
CENTRES_SHEET, EXTENSIONS_SHEET = "markazlar", "Muddatlar"
_MADE = datetime(2025, 1, 1)  # noqa: DTZ001 - of no zone, as XlsxWriter takes it
_ROWS = 300  # that are ready to be filled in; the table grows with what is typed below
_TEXT, _DAY = "@", "dd.mm.yyyy"  # as text, 007 stays 007 and 2025-03 is made no day


class TableColumn(NamedTuple):
    """A column of the tables: its heading, other spellings, and what it is for."""

    field: str
    heading: str
    also: tuple[str, ...]
    width: int
    hint: str


CENTRES = (
    TableColumn("code", "Kod", ("Markaz kodi", "Kodi"), 12, "Markazning «Sozlamalar»dagi kodi."),
    TableColumn("name", "Nomi", ("Markaz nomi", "Markaz"), 48, "Markazning to‘liq nomi."),
    TableColumn(
        "spellings", "Boshqa nomlari", ("Boshqa nomi", "Boshqa yozilishi"), 40,
        "Shakllarda uchraydigan boshqa nomlari, oralarida nuqtali vergul bilan.",
    ),
    TableColumn("region", "Viloyat", ("Viloyati", "Hudud"), 22, "Markaz qaysi viloyatda."),
    TableColumn("district", "Tuman", ("Tumani", "Tuman (shahar)", "Shahar"), 22, "Tuman yoki shahar."),
    TableColumn(
        "group", "Guruh", ("Guruhi",), 16,
        "O‘xshash markazlar uchun bir xil so‘z, masalan: shahar, tuman. Sonlar guruh ichida solishtiriladi.",
    ),
    TableColumn(
        "since", "Boshlanish", ("Boshlanishi", "Boshlanish sanasi"), 14,
        "Markaz ish boshlagan kun. Yil boshidan beri bo‘lsa, bo‘sh qoldiring.",
    ),
    TableColumn(
        "until", "Tugash", ("Tugashi", "Tugash sanasi"), 14,
        "Markaz yopilgan yoki qo‘shib yuborilgan kun. Ishlab turgan bo‘lsa, bo‘sh qoldiring.",
    ),
)  # fmt: skip
EXTENSIONS = (
    TableColumn("centre", "Markaz", ("Markaz kodi", "Kod"), 12, "Markazning kodi."),
    TableColumn("report", "Hisobot", ("Hisobot kodi",), 12, "Hisobotning kodi, masalan: MK-10."),
    TableColumn("period", "Davr", ("Davri",), 14, "Masalan: 2025-03, 2025-Q1, 2025."),
    TableColumn("until", "Yangi muddat", ("Yangi muddati",), 14, "Muddat uzaytirilgan kun."),
    TableColumn("letter", "Xat", ("Xat raqami", "Xat raqami va sanasi"), 36, "Muddatni uzaytirgan xat."),
)
_DAYS = {"since", "until"}


def write_centres_table(path: Path) -> None:
    """Write the empty workbook of centres to a path where none is; raises ``FileProblem``."""
    from akmxl.ooxml.package import save

    save.create_file(path, centres_table_bytes(), overwrite=False)


def centres_table_bytes() -> bytes:
    """Return the empty workbook of centres, the same bytes every time."""
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Markazlar ro‘yxati", "created": _MADE})
        _sheet(book, CENTRES_SHEET, "Markazlar", CENTRES)
        _sheet(book, EXTENSIONS_SHEET, "Muddatlar", EXTENSIONS)
    return out.getvalue()


def _sheet(book: object, name: str, table: str, columns: Sequence[TableColumn]) -> None:
    from xlsxwriter import Workbook

    if not isinstance(book, Workbook):
        raise TypeError(book)
    sheet = book.add_worksheet(name)
    heading = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6EC", "border": 1}
    )
    styles = {
        kind: book.add_format({"num_format": kind, "text_wrap": kind == _TEXT, "valign": "top"})
        for kind in (_TEXT, _DAY)
    }
    options = {
        "name": table,
        "columns": [
            {"header": one.heading, "header_format": heading, "format": styles[_kind(one)]} for one in columns
        ],
        "style": "Table Style Light 15",
        "banded_rows": False,
    }
    for place, one in enumerate(columns):
        sheet.set_column(place, place, one.width, styles[_kind(one)])
        rule = {"validate": "any", "input_title": one.heading, "input_message": one.hint}
        sheet.data_validation(1, place, _ROWS, place, rule)
    sheet.add_table(0, 0, _ROWS, len(columns) - 1, options)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _kind(column: TableColumn) -> str:
    return _DAY if column.field in _DAYS else _TEXT
