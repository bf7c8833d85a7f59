"""Workbooks for the tests: small ones by XlsxWriter, odd ones by changing a zip's parts."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

import xlsxwriter

from akmxl.core.cell_values import shown_number
from akmxl.core.unseen import is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def make(path: Path, **sheets: Mapping[str, Any]) -> Path:
    """A workbook from sheets given as {address: value}; dates get a date format."""
    with xlsxwriter.Workbook(
        path, {"default_date_format": "dd.mm.yyyy", "strings_to_formulas": True}
    ) as file:
        for name, cells in sheets.items():
            sheet = file.add_worksheet(name)
            for address, value in cells.items():
                sheet.write(address, value)
    return path


def as_excel_shows(cells: Mapping[tuple[int, int], Any]) -> dict[tuple[int, int], Any]:
    """Cells as they are read: numbers to fifteen digits, none for a text that shows nothing."""
    return {
        place: shown_number(value) if type(value) in (int, float) else value
        for place, value in cells.items()
        if not (isinstance(value, str) and is_blank(value))
    }


def make_table(path: Path, rows: Sequence[Sequence[Any]], *, below: str = "", totals: bool = False) -> Path:
    """A sheet “Jurnal” with a table “Jadval” (Sana, Soni, Izoh) from A2 on, dates and numbers styled."""
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Jurnal")
        day = file.add_format({"num_format": "dd.mm.yyyy", "bg_color": "#FFFFCC"})
        count = file.add_format({"num_format": "0", "bold": True})
        options = {
            "name": "Jadval",
            "total_row": totals,
            "columns": [
                {"header": "Sana", "format": day, "total_string": "Jami" if totals else None},
                {"header": "Soni", "format": count},
                {"header": "Izoh"},
            ],
        }
        last = 2 + len(rows) + totals
        sheet.add_table(1, 0, last - 1, 2, options)
        for number, row in enumerate(rows, 2):
            for column, (value, style) in enumerate(zip(row, (day, count, None), strict=True)):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, value, style)
                else:
                    sheet.write(number, column, value, style)
        if below:
            sheet.write(below, "ostida")
    return path


def repack(source: Path, target: Path, changes: Mapping[str, bytes | None]) -> Path:
    """The same zip with some parts changed, added, or (None) left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = changes.get(info.filename, old.read(info))
            if content is not None:
                new.writestr(info, content)
        for name, content in changes.items():
            if name not in old.namelist() and content is not None:
                new.writestr(name, content)
    return target


def part(path: Path, name: str) -> bytes:
    """A part's content."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def packed_parts(path: Path) -> dict[str, bytes]:
    """Every entry as it lies in the zip: local header, name and compressed bytes."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
    return {info.filename: data[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


def sheet_part(body: str, *, around: str = "") -> bytes:
    """A worksheet part around the given ``sheetData`` content."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'
        f"<sheetData>{body}</sheetData>{around}</worksheet>"
    ).encode()


def with_sheet(tmp_path: Path, xml: bytes, name: str = "odd.xlsx") -> Path:
    """A workbook whose only sheet, “Varaq”, is the given part."""
    base = make(tmp_path / "base.xlsx", Varaq={"A1": 1, "B1": "matn"})
    return repack(base, tmp_path / name, {"xl/worksheets/sheet1.xml": xml})
