"""Add a sheet that was not there before: its part, and its entries in the three places that list it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import WrongUse, format_range
from akmxl.ooxml.edit import cellxml, tables, workbookxml
from akmxl.ooxml.xml.xmlbytes import MAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.core.cells import Range
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.parts import EditedParts

_STATES = ("visible", "hidden", "veryHidden")


def add_sheet(edited: EditedParts, name: str, rows: Sequence[Sequence[Writable]], state: str) -> None:
    """Add a sheet with these rows, last in order.

    Raises Unsupported for a bad or a taken name, and for what no sheet can hold.
    """
    if state not in _STATES:
        raise WrongUse(f"not a sheet state: {state!r}")
    tables.check_new_sheet(edited, name)
    tables.check_rows(name, rows)
    add_sheet_part(edited, name, sheet_xml(rows, edited.workbook.date1904), state)
    edited.touched.append((name, format_range(_area(rows))))


def add_sheet_part(edited: EditedParts, name: str, xml: bytes, state: str) -> str:
    """Add a sheet of this XML, last in order, and return its part; Unsupported for a bad or a taken name."""
    workbook = edited.part_xml(edited.workbook.part)
    tables.check_new_sheet(edited, name)
    target = free_part(edited, "worksheets/sheet", len(edited.workbook.sheets) + 1)
    folder = edited.workbook.part.rpartition("/")[0]
    part = f"{folder}/{target}" if folder else target
    rels = workbookxml.relationships_part(edited.workbook.package, edited.workbook.part)
    edited.parts[rels], relationship = workbookxml.with_relationship(
        edited.part_xml(rels), "worksheet", target
    )
    edited.parts[edited.workbook.part] = workbookxml.with_sheet(workbook, name, relationship, state)
    add_part(edited, part, xml, workbookxml.WORKSHEET_TYPE)
    edited.added_sheets[name] = part
    return part


def place_sheet(edited: EditedParts, name: str, order: Sequence[str]) -> None:
    """Move an added sheet behind the sheet that goes before it in ``order``; without one it stays last."""
    part = edited.workbook.part
    xml = edited.part_xml(part)
    there = {known.casefold(): place for place, known in enumerate(workbookxml.sheet_names(xml))}
    before = [known.casefold() for known in order[: order.index(name)]] if name in order else []
    behind = next((there[known] for known in reversed(before) if known in there), None)
    if behind is not None and name.casefold() in there:
        edited.parts[part] = workbookxml.with_sheet_moved(xml, there[name.casefold()], behind + 1)


def add_part(edited: EditedParts, part: str, xml: bytes, kind: bytes) -> None:
    """Add a part that was not there, and its content type."""
    edited.parts[part] = xml
    types = edited.workbook.package.find("[Content_Types].xml") or "[Content_Types].xml"
    edited.parts[types] = workbookxml.with_content_type(edited.part_xml(types), part, kind)


def sheet_xml(rows: Sequence[Sequence[Writable]], date1904: bool) -> bytes:
    """Write a whole sheet part, as one string."""
    lines = b"".join(cellxml.rows_xml(rows, 1, {}, date1904, empty_rows=True))
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<worksheet xmlns="%b"><dimension ref="%b"/><sheetData>%b</sheetData></worksheet>'
        % (MAIN.encode(), format_range(_area(rows)).encode(), lines)
    )


def _area(rows: Sequence[Sequence[Writable]]) -> Range:
    return 1, 1, max(len(rows), 1), max(1, *map(len, rows)) if rows else 1


def free_part(edited: EditedParts, name: str, number: int) -> str:
    """Return the name of a part that does not exist yet, and the same as seen from the workbook part."""
    folder = edited.workbook.part.rpartition("/")[0]
    while True:
        target = f"{name}{number}.xml"
        part = f"{folder}/{target}" if folder else target
        if edited.workbook.package.find(part) is None and part not in edited.parts:
            return target
        number += 1
