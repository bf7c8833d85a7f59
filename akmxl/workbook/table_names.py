"""Tell what the plan's tables are to be called and on which sheet they belong, by their headings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, fold_header
from akmxl.core.unseen import without_breaks
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.ooxml.read.sheet_facts import Table
    from akmxl.workbook.layout import SheetLayout
    from akmxl.workbook.plan_file import PlanFile


class OddTable(NamedTuple):
    """A table with what it is to be called, or (``belongs``) with the sheet on which it belongs."""

    table: Table
    right: str
    belongs: bool = False


def right_name(sheet: str, titles: Iterable[str]) -> str:
    """Return what a table with these headings is called on a sheet of the plan; empty for people's own."""
    found = tuple(titles)
    spelt = {fold_header(title) for text in found for title in (text, without_breaks(text))}
    for own in _layouts().get(fold(sheet), ()):
        needed = [
            column.spellings for column in own.columns if column.required and column.edition <= own.edition
        ]
        if not any(map(spelt.isdisjoint, needed)):
            return str(own.table)
    return ""


@cache
def _layouts() -> dict[str, list[SheetLayout]]:
    found: dict[str, list[SheetLayout]] = {}
    for sheet in layout.everything():
        if sheet.table:
            found.setdefault(fold(sheet.name), []).append(sheet)
    return found


def odd_tables(file: PlanFile) -> Iterator[OddTable]:
    """Yield the plan's tables that have another name than formulas give them, or stand on another sheet."""
    tables = file.workbook.tables
    right = {
        str(v.layout.table) for v in file.views.values() if _is_right(v.name, tables.get(str(v.layout.table)))
    }
    homes = {str(sheet.table): sheet.name for sheets in _layouts().values() for sheet in sheets}
    for name, table in tables.items():
        if name in right:
            continue
        wanted = right_name(table.sheet, table.columns)
        if wanted and wanted not in right:
            yield OddTable(table, wanted)
        elif name in homes and fold(homes[name]) != fold(table.sheet):
            yield OddTable(table, homes[name], belongs=True)


def _is_right(sheet: str, table: Table | None) -> bool:
    return table is not None and table.sheet == sheet and right_name(sheet, table.columns) == table.name
