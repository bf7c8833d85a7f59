"""Running ``akmxl repair``, and a workbook as another program sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from running import akmxl

from akmxl.core.cells import parse_range
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

DAY = ("--today", "2025-04-10")
TABLES = ("Kundalik", "Tadbirlar", "Malaka", "Matbuot", "Royxatlar", "Hisobotlar")
TYPED = ("Reja", "Oylik", *TABLES)  # the sheets in which people type
SHEETS = (*TYPED, "Sozlamalar")
DEEP = 400  # rows that are looked at: the registers' checks reach down to 2000


def repair(path: Path, *options: str) -> Any:
    run = akmxl("repair", path, *DAY, "--json", *options)
    assert run.code == 0, run.err
    return run.json


def kinds(data: Any) -> dict[str, int]:
    """How many repairs of each kind that there were any of."""
    return {kind: number for kind, number in data["counts"].items() if number}


def row_of(path: Path, sheet: str, code: str) -> int:
    return code_places(PlanFile.open(path).views[sheet])[code][0].row


def as_seen(path: Path) -> dict[str, Any]:
    """The sheets in which people type as openpyxl sees them: values, formulas, looks, checks, colours."""
    book = load_workbook(path)
    return {name: dict(_sheet(book[name])) for name in SHEETS}


def _sheet(sheet: Worksheet) -> Iterator[tuple[str, object]]:
    yield "protection", {name: value for name, value in sheet.protection if name != "password"}
    for row in sheet.iter_rows(max_row=sheet.max_row):
        for cell in row:
            look = (
                cell.number_format,
                cell.protection.locked,
                cell.fill.fgColor.rgb,
                cell.font.b,
                cell.border.left.style,
            )
            yield cell.coordinate, (cell.value, look)
    for check in sheet.data_validations.dataValidation:
        yield from _of_cells("check", check.sqref, str(check.formula1), check.type, check.prompt)
    for colour in sheet.conditional_formatting:
        for rule in sheet.conditional_formatting[colour]:
            fill = rule.dxf.fill and rule.dxf.fill.bgColor.rgb
            yield from _of_cells("colour", colour.sqref, str(rule.formula[0]), fill, rule.stopIfTrue)


def _of_cells(what: str, areas: Any, formula: str, *more: object) -> Iterator[tuple[str, object]]:
    """A rule cell by cell; its formula as each of its cells sees it."""
    found = sorted(parse_range(str(area)) for area in areas.ranges)
    seen = _ADDRESS.sub(lambda match: _offset(match, *found[0][:2]), formula)
    for top, left, bottom, right in found:
        for row in range(top, min(bottom, DEEP) + 1):
            for column in range(left, right + 1):
                yield f"{what} {row} {column} {more}", seen


_ADDRESS = re.compile(r"(\$?)\b([A-Z]{1,3})(\$?)([0-9]+)\b")


def _offset(match: re.Match[str], row: int, column: int) -> str:
    across = match[2] if match[1] else column_index_from_string(match[2]) - column
    return f"[{match[4] if match[3] else int(match[4]) - row} {across}]"


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What differs, by sheet and cell."""
    return {
        f"{sheet}!{spot}": (one[sheet].get(spot), other[sheet].get(spot))
        for sheet in SHEETS
        for spot in {**one[sheet], **other[sheet]}
        if one[sheet].get(spot) != other[sheet].get(spot)
    }
