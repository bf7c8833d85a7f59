"""What pasting and carelessness do to a workbook, done to its parts as Excel would leave them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter, column_number
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.edit.shift import copy_formula, with_references
from akmxl.ooxml.look.arearules import (
    FORMATS,
    VALIDATIONS,
    by_left_edge,
    format_rules,
    format_xml,
    validation_rules,
    validation_xml,
    validations_block,
    with_formula,
)
from akmxl.ooxml.look.areas import without
from akmxl.ooxml.read.workbook import Workbook
from akmxl.ooxml.xml.xmlbytes import escape, unescape
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.core.cells import Range
    from akmxl.ooxml.look.arearules import AreaRule

FIRST_OWN = 900  # number formats
PLAIN = 0  # the style of a cell of a new workbook


def paste_plain(path: Path, sheet: str, area: Range) -> None:
    """Cells of another workbook pasted over an area with their looks: no format, check or colour is left."""
    patch = Patch(Workbook.open(path))
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            patch.set_style(sheet, row, column, PLAIN)
    xml = patch.settled(patch.locate(sheet)[1])
    checks = [
        validation_xml(with_formula(rule.xml, formula), areas)
        for rule in validation_rules(xml)
        for areas, formula in _outside(rule, area)
    ]
    colours = [
        format_xml([with_formula(rule.xml, formula)], areas)
        for rule in format_rules(xml)
        for areas, formula in _outside(rule, area)
    ]
    patch.set_elements(sheet, VALIDATIONS, [validations_block(xml, checks)])
    patch.set_elements(sheet, FORMATS, colours)
    patch.save(backup=False)


def _outside(rule: AreaRule, area: Range) -> Iterator[tuple[list[Range], str]]:
    for areas in by_left_edge(without(rule.areas, [area])):
        down, right = (here - seen for here, seen in zip(areas[0][:2], rule.corner, strict=True))
        yield areas, copy_formula(rule.formula, down, right)


def restyle(
    path: Path, sheet: str, row: int, column: int, *, fill: str = "", number_format: str = ""
) -> None:
    """A cell whose colour or number format somebody chose anew; the rest of its looks stays."""
    book = Workbook.open(path)
    patch = Patch(book)
    assert book.style_part is not None
    xml = patch.part_xml(book.style_part).decode()
    styles = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", xml[xml.index("<cellXfs") : xml.index("</cellXfs>")])
    style = styles[patch.open_rows(sheet)[1].style_at(row, column) or 0]
    if fill:
        number = int(re.findall(r'<fills count="(\d+)"', xml)[0])
        solid = (
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/></patternFill></fill></fills>'
        )
        xml = xml.replace(f'<fills count="{number}"', f'<fills count="{number + 1}"').replace(
            "</fills>", solid
        )
        style = re.sub(r'fillId="\d+"', f'fillId="{number}"', style)
    if number_format:
        number = FIRST_OWN + xml.count("<numFmt ")
        own = f'<numFmt numFmtId="{number}" formatCode="{number_format}"/></numFmts>'
        xml = xml.replace("</numFmts>", own)
        style = re.sub(r'numFmtId="\d+"', f'numFmtId="{number}"', style)
    patch.set_style_sheet(xml.replace("</cellXfs>", style + "</cellXfs>").encode())
    patch.set_style(sheet, row, column, len(styles))
    patch.save(backup=False)


def without_elements(path: Path, sheet: str, *names: str) -> None:
    """A sheet that lost what stood beside its cells: ``dataValidations``, ``sheetProtection`` ..."""
    patch = Patch(Workbook.open(path))
    for name in names:
        patch.set_elements(sheet, name, [])
    patch.save(backup=False)


def code_to_date(path: Path, sheet: str, code: str) -> None:
    """A code typed anew into a cell that is not text: Excel makes 9.1 the 9th of January."""
    file = PlanFile.open(path)
    view = file.views[sheet]
    row = next(row for row in view.rows if view.text(row, "code") == code)
    day, month, *year = map(int, code.split("."))
    spot = (row, view.columns["code"])
    patch = Patch(file.workbook)
    patch.set_style(view.name, *spot, _date_style(file))
    patch.set(view.name, *spot, date(2000 + year[0] if year else 2025, month, day))
    patch.save(backup=False)


def _date_style(file: PlanFile) -> int:
    view = file.views[registers.DAILY]
    return view.cell(view.first_row, "date").style


def month_cell(path: Path, code: str, field: str) -> tuple[str, int, int]:
    """Sheet, row and column of an item's cell in Oylik."""
    view = PlanFile.open(path).views[layout.MONTHLY]
    return view.name, monthly_rows(view)[code], view.columns[field]


def insert_column(path: Path, sheet: str, at: int) -> None:
    """A blank column, as Excel inserts it: everything right of it moves, formulas and areas follow."""
    patch = Patch(Workbook.open(path))
    part = patch.locate(sheet)[1]

    def moved(text: str) -> str:
        return _ADDRESS.sub(lambda found: found[1] + _letters(found[2], at) + found[3], text)

    def in_formula(found: re.Match[str]) -> str:
        return found[1] + escape(with_references(unescape(found[2]), moved))

    def in_column(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2])
        return f'min="{first + (first >= at)}" max="{last + (last >= at)}"'

    xml = patch.part_xml(part).decode()
    xml = re.sub(r'(\b(?:r|ref|sqref)=")([^"]*)', lambda found: found[1] + moved(found[2]), xml)
    xml = re.sub(r"(<(?:f|formula|formula1)>)([^<]*)", in_formula, xml)
    patch.parts[part] = re.sub(r'min="(\d+)" max="(\d+)"', in_column, xml).encode()
    names = patch.workbook.names
    for name in names:
        area = patch.workbook.name_range(name)
        if area and area[0] == sheet:
            patch.define_name(name, moved(names[name]))
    patch.save(backup=False)


_ADDRESS = re.compile(r"(\$?)\b([A-Z]{1,3})(\$?[0-9]+)\b")


def _letters(letters: str, at: int) -> str:
    number = column_number(letters)
    return column_letter(number + (number >= at))
