"""Read what a sheet has beside its cells: hidden rows, merged areas, tables."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from akmxl.core.cells import parse_range
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.ooxml.xml import attributes, xmlbytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from akmxl.core.cells import Range


_ROW_TAG = rb"<row\s[^>]*>"
_COLUMN_TAG = rb"<col\s[^>]*>"
_MERGE = lazily(rb"""<mergeCell\s[^>]*?\bref=["']([^"']+)["']""")
_AREA_FORMULA = lazily(rb"""<f\s[^>]*\bt=["'](?:array|dataTable)["'][^>]*>""")
_SHARED_FORMULA = lazily(
    rb"""<c\s[^>]*?\br=["']([A-Z]+[0-9]+)["'][^>]*>\s*<f\s[^>]*?\bt=["'](?:shared|dataTable)["']"""
)


class Sheet(NamedTuple):
    """A worksheet: its name, its part, whether people see it, its place (from 0, charts counted)."""

    name: str
    part: str
    state: str
    position: int


class Table(NamedTuple):
    """An Excel table; rows and columns count from 1, ``first_row`` is the header's.

    ``number`` is the one that its file gives it, 0 where Excel holds the workbook.
    """

    name: str
    sheet: str
    first_row: int
    first_col: int
    last_row: int
    last_col: int
    columns: tuple[str, ...]
    part: str
    header_rows: int = 1
    totals_rows: int = 0
    number: int = 0

    @property
    def first_data_row(self) -> int:
        """The row under the header."""
        return self.first_row + self.header_rows

    @property
    def last_data_row(self) -> int:
        """The last row that is not a totals row."""
        return self.last_row - self.totals_rows

    @property
    def area(self) -> Range:
        """All its cells, header and totals too."""
        return self.first_row, self.first_col, self.last_row, self.last_col


def overlapping(tables: Iterable[Table]) -> Iterator[tuple[Table, Table]]:
    """Yield the pairs of tables that have a cell in common."""
    for one, other in combinations(tables, 2):
        (top, left, bottom, right), there = one.area, other.area
        across = left <= there[3] and there[1] <= right
        if one.sheet == other.sheet and across and top <= there[2] and there[0] <= bottom:
            yield one, other


def area_of_name(
    name: str, names: Mapping[str, str], sheets: Iterable[Sheet]
) -> tuple[str, int, int, int, int] | None:
    """Return sheet, first row, first column, last row, last column of a name that is one range, or None."""
    reference = names.get(name)
    if reference is None:
        folded = {key.casefold(): value for key, value in names.items()}
        reference = folded.get(name.casefold())
    if reference is None:
        return None
    sheet, bang, area = reference.removeprefix("=").rpartition("!")
    first, _, other = sheet.partition("!")
    if other and other.endswith(f":{first}"):  # both corners with the sheet: Reja!A7:Reja!A76
        sheet, area = first, f"{other.removesuffix(first)}{area}"
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    try:
        return (_own_name(sheet, sheets), *parse_range(area)) if bang else None
    except (KeyError, ValueError):
        return None


def _own_name(name: str, sheets: Iterable[Sheet]) -> str:
    """Return a sheet's own name, letter case apart as in Excel; else that of the one that is spelt alike.

    A program that renames a sheet lets names look into it by its old name. Raises KeyError for no sheet.
    """
    every = [sheet.name for sheet in sheets]
    if name in every:
        return name
    known = {own.casefold(): own for own in every}
    if found := known.get(name.casefold()):
        return found
    alike = [own for own in every if fold(own) == fold(name)]
    if len(alike) != 1:
        raise KeyError(name)
    return alike[0]


def hidden_rows(xml: bytes) -> frozenset[int]:
    """Return the numbers of rows whose tag says hidden."""
    hidden: set[int] = set()
    if xml.rfind(b"hidden=") < 0:  # backwards: five times as fast in a long sheet
        return frozenset()
    number = 0
    for tag in re.findall(_ROW_TAG, xml):
        given = xmlbytes.attribute(tag, b"r")
        number = attributes.row_number(given) if given else number + 1
        if b"hidden=" in tag and attributes.is_on(xmlbytes.attribute(tag, b"hidden")):
            hidden.add(number)
    return frozenset(hidden)


def hidden_columns(xml: bytes) -> frozenset[int]:
    """Return the numbers of columns whose tag says hidden."""
    hidden: set[int] = set()
    for tag in re.findall(_COLUMN_TAG, xml[: max(xml.find(b"<sheetData"), 0)]):
        if attributes.is_on(xmlbytes.attribute(tag, b"hidden")):
            hidden.update(attributes.columns(*(xmlbytes.attribute(tag, key) for key in (b"min", b"max"))))
    return frozenset(hidden)


def merged_areas(xml: bytes) -> tuple[Range, ...]:
    """Return every merged area of a sheet part; one that no sheet can have merges nothing."""
    behind = max(xml.rfind(b"</sheetData>"), 0)  # of a long register the rows are all but the whole
    areas = (attributes.area(reference) for reference in _MERGE.findall(xml, behind))
    return tuple(area for area in areas if area is not None)


def formula_areas(xml: bytes) -> tuple[Range, ...]:
    """Return the areas of several cells that one formula fills: arrays, dynamic arrays, data tables."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if xml.find(b"ref", start, end) < 0:  # such a formula names its area
        return ()
    tags = _AREA_FORMULA.findall(xml, start, end)
    areas = (attributes.place_area(xmlbytes.attribute(tag, b"ref") or b"A1") for tag in tags)
    return tuple(area for area in areas if area[:2] != area[2:])


def shared_formulas(xml: bytes) -> frozenset[tuple[int, int]]:
    """Return row and column of the cells whose formula the file stores once for several."""
    if b"shared" not in xml and b"dataTable" not in xml:
        return frozenset()
    return frozenset(attributes.cell_place(address) for address in _SHARED_FORMULA.findall(xml))
