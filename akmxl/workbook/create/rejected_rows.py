"""Make the workbook of the rows that an import rejected, ready to be mended and imported again."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from akmxl.core.i18n import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REASON = "Rad etilish sababi"  # the heading of a last column, by which an import knows such a file
MARK = "akmxl belgisi"  # the heading of the hidden one behind it: which row of the export it is
_SHEET = "Rad etilgan"
_WIDTH, _WIDE = 22, 60
_MADE = datetime(2025, 1, 1)  # noqa: DTZ001 - of no zone, as XlsxWriter takes it


class GivenBack(Protocol):
    """A row that was rejected: where it stands in the export, its cells, the reason."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def reason(self) -> object: ...
    @property
    def cells(self) -> tuple[object, ...]: ...


def rejected_bytes(headings: Sequence[str], rows: Iterable[GivenBack], marks: Iterable[str]) -> bytes:
    """Return the workbook as bytes: the export's columns, and last the row in the export and the reason.

    ``marks`` say of each row which one of the export it is, so that none is counted twice.

    Texts stay texts, whatever they begin with.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE})  # the same rows make the same bytes
        sheet = book.add_worksheet(_SHEET)
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D9E2F3", "border": 1}
        )
        plain = book.add_format({"valign": "top", "text_wrap": True})
        day = book.add_format({"valign": "top", "num_format": "dd.mm.yyyy"})
        reason = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#C00000"})
        sheet.write_row(0, 0, [*headings, REASON, MARK], head)
        sheet.set_column(0, len(headings) - 1, _WIDTH)
        sheet.set_column(len(headings), len(headings), _WIDE)
        sheet.set_column(len(headings) + 1, len(headings) + 1, None, None, {"hidden": True})
        for at, (row, mark) in enumerate(zip(rows, marks, strict=True), 1):
            for column, value in enumerate(row.cells):
                _put(sheet, at, column, value, day if isinstance(value, date) else plain)
            sheet.write_string(at, len(headings), _why(row), reason)
            sheet.write_string(at, len(headings) + 1, mark)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


def _why(row: GivenBack) -> str:
    """Say in Uzbek, as all that is written, in which row and column of the export what is wrong."""
    with in_language("uz"):
        where = f"{row.row}-qator" + (f", «{row.column}»" if row.column else "")
        return f"{where}: {row.reason}"


def _put(sheet: object, row: int, column: int, value: object, style: object) -> None:
    from xlsxwriter.worksheet import Worksheet

    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)
