"""What the Excel of these tests holds: workbooks in memory, loaded by openpyxl from files.

Values are kept as Excel keeps them: every number and day a float, an error its name.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from pathlib import Path

Spot = tuple[int, int]
Area = tuple[int, int, int, int]

_ALLOWED = {
    "formatCells": "AllowFormattingCells",
    "formatColumns": "AllowFormattingColumns",
    "formatRows": "AllowFormattingRows",
    "insertColumns": "AllowInsertingColumns",
    "insertRows": "AllowInsertingRows",
    "insertHyperlinks": "AllowInsertingHyperlinks",
    "deleteColumns": "AllowDeletingColumns",
    "deleteRows": "AllowDeletingRows",
    "sort": "AllowSorting",
    "autoFilter": "AllowFiltering",
    "pivotTables": "AllowUsingPivotTables",
}
ALLOWED = tuple(_ALLOWED.values())


class Fault(str):
    """An error in a cell, by its name."""

    __slots__ = ()


class Held(NamedTuple):
    """What a cell holds: its value, and its formula with ``=`` or None."""

    value: float | str | bool | Fault | None  # None: a formula that was never computed
    formula: str | None = None


@dataclass
class StoredTable:
    name: str
    area: Area
    header: bool
    totals: bool
    computed: dict[int, str] = field(default_factory=dict)  # formulas that Excel puts into new rows

    def copy(self) -> StoredTable:
        return replace(self, computed=dict(self.computed))


@dataclass
class StoredSheet:
    name: str
    state: int  # as Worksheet.Visible has it
    cells: dict[Spot, Held] = field(default_factory=dict)
    formats: dict[Spot, str] = field(default_factory=dict)
    column_formats: dict[int, str] = field(default_factory=dict)
    tables: dict[str, StoredTable] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    arrays: list[Area] = field(default_factory=list)  # areas that one formula fills
    validations: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    protection: dict[str, bool] | None = None  # what is allowed, when it is protected
    password: str = ""
    selectable: int = 0  # EnableSelection: 0 any cell, 1 those not locked, else none
    selected: Spot = (1, 1)
    results: dict[tuple[Spot, str], Held] = field(default_factory=dict)  # formulas computed before
    heights_fitted: set[int] = field(default_factory=set)

    def copy(self) -> StoredSheet:
        return replace(
            self,
            cells=dict(self.cells),
            formats=dict(self.formats),
            column_formats=dict(self.column_formats),
            tables={name: table.copy() for name, table in self.tables.items()},
            merges=list(self.merges),
            arrays=list(self.arrays),
            validations=list(self.validations),
            hidden_rows=set(self.hidden_rows),
            hidden_columns=set(self.hidden_columns),
            protection=None if self.protection is None else dict(self.protection),
            results=dict(self.results),
            heights_fitted=set(self.heights_fitted),
        )

    def format(self, spot: Spot) -> str:
        return self.formats.get(spot) or self.column_formats.get(spot[1], "General")

    @property
    def used(self) -> Area:
        spots = [*self.cells, *self.formats] or [(1, 1)]
        rows, columns = [row for row, _ in spots], [column for _, column in spots]
        return min(rows), min(columns), max(rows), max(columns)


@dataclass
class StoredWorkbook:
    full_name: str
    sheets: list[StoredSheet]
    names: dict[str, str]
    links: tuple[str, ...] = ()
    read_only: bool = False
    saved: bool = True
    date1904: bool = False
    active: int = 0

    def copy(self) -> StoredWorkbook:
        """A workbook that changes by itself: what a cell holds is frozen, so only what holds it is copied
        (``deepcopy`` takes thirty times as long)."""
        return replace(self, sheets=[sheet.copy() for sheet in self.sheets], names=dict(self.names))

    @property
    def day_0(self) -> dt.datetime:
        day = dt.date(1904, 1, 1) if self.date1904 else dt.date(1899, 12, 30)
        return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)

    @property
    def name(self) -> str:
        return re.split(r"[\\/]", self.full_name)[-1]

    def sheet(self, name: str) -> StoredSheet:
        return next(sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold())

    def contents(self) -> dict[str, Any]:
        """What two workbooks must share to be called the same, in a form that shows a difference."""
        return {
            sheet.name: {
                "state": sheet.state,
                "cells": dict(sheet.cells),
                "tables": {name: table.area for name, table in sheet.tables.items()},
                "protection": (sheet.protection, sheet.selectable),
                "merges": sorted(sheet.merges),
            }
            for sheet in self.sheets
        } | {"names": self.names}


def load(path: Path, full_name: str | None = None) -> StoredWorkbook:
    """A workbook as Excel would hold it after opening the file."""
    import openpyxl  # late, as in all of these: the benchmark has no use for it

    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    keys = _keys(path)
    unknown = _without_known(path, keys)
    told, known = (openpyxl.load_workbook(BytesIO(unknown), data_only=values) for values in (False, True))
    names = {name: f"={defined.attr_text}" for name, defined in told.defined_names.items()}
    for sheet in told.worksheets:
        names |= {f"{sheet.title}!{name}": f"={d.attr_text}" for name, d in sheet.defined_names.items()}
    sheets = [_sheet(one, known[one.title], keys.get(one.title)) for one in told.worksheets]
    links = tuple(link.file_link.Target for link in told._external_links)
    for sheet in sheets if links else ():
        sheet.cells = {spot: _spelt_out(held, links) for spot, held in sheet.cells.items()}
    return StoredWorkbook(full_name or str(path), sheets, names, links, date1904=told.epoch.year == 1904)


def save(stored: StoredWorkbook) -> None:
    """Write to the file what was typed since it was opened."""
    from pathlib import Path

    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.read.workbook import Workbook

    path = Path(stored.full_name)
    before, patch = load(path), Patch(Workbook.open(path))
    for sheet in stored.sheets:
        old = before.sheet(sheet.name).cells
        for spot, held in sheet.cells.items():
            if held != old.get(spot) and held.formula is None:
                patch.set(sheet.name, *spot, held.value)
        for spot in set(old) - set(sheet.cells):
            patch.set(sheet.name, *spot, None)
    patch.save()
    stored.saved = True


def _spelt_out(held: Held, links: tuple[str, ...]) -> Held:
    """A formula that looks into other files as Excel shows it: by their names, where a file has numbers."""

    def named(match: re.Match[str]) -> str:
        folder, slash, name = links[int(match[1]) - 1].rpartition("\\")
        return f"'{folder}{slash}[{name}]{match[2]}'!"

    return Held(held.value, re.sub(r"'?\[(\d+)\]([^'!]+)'?!", named, held.formula) if held.formula else None)


_KNOWN: dict[bytes, StoredSheet] = {}  # a sheet by all in the file that says what stands in it
_MOST_KNOWN = 100
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOTHING = f'<worksheet xmlns="{_MAIN[1:-1]}"><sheetData/></worksheet>'


class _Key(NamedTuple):
    part: str
    content: bytes


def _keys(path: Path) -> dict[str, _Key]:
    """Each sheet's part and what it follows from: the part, and all parts but the sheets and their list."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    listed = parts.get("xl/workbook.xml", b"")
    if "xl/_rels/workbook.xml.rels" not in parts or b"<sheet " not in listed:
        return {}
    rels = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {rel.get("Id"): f"xl/{rel.get('Target', '').removeprefix('/xl/')}" for rel in rels}
    beside = blake2b(b"1904" if b"date1904" in listed else b"")
    for name in sorted(parts):
        if (
            name.startswith("xl/")
            and name != "xl/workbook.xml"
            and not name.startswith("xl/worksheets/sheet")
        ):
            beside.update(name.encode() + parts[name])
    keys = {}
    for sheet in ElementTree.fromstring(listed).iter(f"{_MAIN}sheet"):
        part = targets.get(sheet.get(_ID), "")
        if part in parts:
            own = blake2b(beside.digest() + part.encode() + parts[part])
            keys[sheet.get("name", "")] = _Key(part, own.digest())
    return keys


def _without_known(path: Path, keys: dict[str, _Key]) -> bytes:
    """The file without the contents of sheets that were loaded before: openpyxl takes its time for each."""
    known = {key.part for key in keys.values() if key.content in _KNOWN}
    lean = BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(lean, "w") as written:
        for name in archive.namelist():
            written.writestr(name, _NOTHING if name in known else archive.read(name))
    return lean.getvalue()


def _sheet(told: Any, known: Any, key: _Key | None) -> StoredSheet:
    """A sheet by itself, loaded now or before."""
    if key is None:
        return _loaded(told, known)
    if key.content not in _KNOWN:
        _KNOWN[key.content] = _loaded(told, known)
    return replace(_KNOWN[key.content].copy(), name=told.title, state=_state(told))


def _state(told: Any) -> int:
    return {"visible": -1, "hidden": 0, "veryHidden": 2}[told.sheet_state]


def _loaded(told: Any, known: Any) -> StoredSheet:
    from openpyxl.worksheet.formula import ArrayFormula

    sheet = StoredSheet(told.title, _state(told))
    epoch = told.parent.epoch
    cells = {(cell.row, cell.column): cell for row in told.iter_rows() for cell in row}
    sheet.formats = {s: c.number_format for s, c in cells.items() if c.has_style or c.value is not None}
    sheet.cells = {s: _held(c.value, known.cell(*s), epoch) for s, c in cells.items() if c.value is not None}
    sheet.results = {(s, held.formula): held for s, held in sheet.cells.items() if held.formula}
    for table in told.tables.values():
        header, totals = table.headerRowCount != 0, bool(table.totalsRowCount)
        sheet.tables[table.displayName] = StoredTable(table.displayName, area_of(table.ref), header, totals)
    sheet.arrays = [area_of(c.value.ref) for c in cells.values() if isinstance(c.value, ArrayFormula)]
    sheet.merges = [area_of(str(area)) for area in told.merged_cells.ranges]
    for rule in told.data_validations.dataValidation:
        sheet.validations += [area_of(str(area)) for area in rule.sqref.ranges]
    sheet.hidden_rows = {row for row, size in told.row_dimensions.items() if size.hidden}
    for size in told.column_dimensions.values():
        columns = range(size.min, size.max + 1)
        sheet.column_formats |= dict.fromkeys(columns, size.number_format)
        sheet.hidden_columns |= set(columns) if size.hidden else set()
    if told.protection.sheet:
        sheet.protection = {name: not getattr(told.protection, own) for own, name in _ALLOWED.items()}
        sheet.protection |= {
            "DrawingObjects": told.protection.objects,
            "Scenarios": told.protection.scenarios,
        }
        sheet.password = told.protection.password or ""
    return sheet


def _held(value: Any, known: Any, epoch: dt.datetime) -> Held:
    from openpyxl.worksheet.formula import ArrayFormula

    if isinstance(value, ArrayFormula):
        value = value.text
    if isinstance(value, str) and value.startswith("=") and known.value != value:
        if known.value is None:
            return Held("" if known.data_type == "str" else None, value)
        return Held(_plain(known.value, known.data_type, epoch), value)
    return Held(_plain(value, known.data_type, epoch))


def _plain(value: Any, kind: str, epoch: dt.datetime) -> Any:
    from openpyxl.utils.datetime import to_excel

    if kind == "e":
        return Fault(value)
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return float(to_excel(value, epoch))
    return float(value)


def area_of(reference: str) -> Area:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference.replace("$", ""))
    return top, left, bottom, right


@cache
def is_day(number_format: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(number_format))


# How Excel reads what is typed, or handed to Range.Value as a text: in English and in most of Europe.
_TYPED = (
    r"[-+]?\s*\d[\d\s]*(?:[.,]\d+)?(?:e[-+]?\d+)?\s*%?",
    r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?",
    r"\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?",
    r"\d+\s+\d+/\d+",
    r"\d{1,2}:\d{2}(?::\d{2})?",
    r"(?:true|false|истина|ложь)",
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*[ -]\d+",
    r"[-+@]\w.*",
)


def reads_as_other(text: str) -> bool:
    """Whether Excel would make something else of a text than a text."""
    return any(re.fullmatch(pattern, text.strip(), re.IGNORECASE) for pattern in _TYPED)
