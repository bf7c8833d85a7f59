"""Copy cells, columns and whole sheets of another workbook with their styles.

A sheet keeps its cells, styles, widths, heights, merges, validations, conditional formats, frozen panes,
protection and print set-up (with print area and titles); ``newtable`` copies its tables. Pictures, charts,
comments, links and extensions of newer Excel versions are not copied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from akmxl.core.cells import Formula, a1
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit import cellxml, newsheet, workbookxml
from akmxl.ooxml.edit.sheetrows import SheetRows
from akmxl.ooxml.look import looks
from akmxl.ooxml.look.styles import StyleSheet
from akmxl.ooxml.read.rawcells import one_cell
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.children import WORKSHEET, after_rows, with_after_rows
from akmxl.ooxml.xml.xmlbytes import attribute, with_attribute

if TYPE_CHECKING:
    from akmxl.core.cells import Scalar
    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.parts import EditedParts
    from akmxl.ooxml.edit.row import Row
    from akmxl.ooxml.read.workbook import Workbook


CARRIED = frozenset({
    "sheetProtection", "autoFilter", "mergeCells", "conditionalFormatting", "dataValidations", "printOptions",
    "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "tableParts",
})  # fmt: skip
_STYLED_COLUMN = lazily(rb"<col\s[^>]*>")
_COLUMNS = lazily(rb"<cols>.*?</cols>", re.DOTALL)
_DIFFERENCE = lazily(rb"""(\b(?:dxfId|[A-Za-z]+DxfId)=["'])(\d+)""")


class Adopter:
    """The copying of things of another workbook into one that is being edited.

    A style that the edited workbook lacks is added; ``finish`` must be called last, to write the styles. Rows
    and columns count from 1.
    """

    def __init__(self, edited: EditedParts, other: Workbook) -> None:
        self.edited = edited
        self.other = other
        self._own, self._theirs = StyleSheet.of(edited.workbook), StyleSheet.of(other)
        self._rows: dict[str, SheetRows] = {}

    def finish(self) -> None:
        """Write the styles that were added, and put each new sheet where the other workbook has it.

        The last thing that is done: the places of all sheets may be others then.
        """
        for name in self.edited.added_sheets:
            newsheet.place_sheet(self.edited, name, self.other.sheet_names)
        part = self.edited.workbook.style_part
        if part is not None and self._own.xml != self.edited.part_xml(part):
            self.edited.parts[part] = self._own.xml

    def style(self, number: int) -> int:
        """Return the index here of one of the other workbook's styles; it is added where it is missing."""
        return self._own.adopt(self._theirs, number) if number else 0

    def differences(self, xml: bytes) -> bytes:
        """Give a piece of the other's XML this workbook's indexes of differential styles (``dxfId``)."""
        return _DIFFERENCE.sub(
            lambda found: found[1] + b"%d" % self._own.adopt_difference(self._theirs, int(found[2])), xml
        )

    def rows(self, sheet: str) -> SheetRows:
        """Return the rows of one of the other's sheets, for reading."""
        if sheet not in self._rows:
            self._rows[sheet] = SheetRows(self.xml(sheet), sheet)
        return self._rows[sheet]

    def xml(self, sheet: str) -> bytes:
        """Return the part (XML) of one of the other's sheets."""
        return self.other.package.xml(self.other.sheet(sheet).part)

    def cell(self, source: tuple[str, int, int], target: tuple[str, int, int]) -> None:
        """Copy a cell, if there is one, from ``source`` to ``target`` (sheet, row, column).

        Relative references of a formula move along; raises ``UnclearFormula`` where one leaves the sheet.
        """
        from akmxl.ooxml.edit.shift import copy_formula  # late: with it come 15 ms

        sheet, row, column = source
        found = self.rows(sheet).peek(row)
        raw = found.cells.get(column) if found else None
        if raw is None:
            return
        cell = one_cell(self.other.reader, raw)
        value = cast("Writable", cell.value if cell else None)
        if cell and cell.formula:
            moved = copy_formula(cell.formula, target[1] - row, target[2] - column)
            value = Formula(moved, cast("Scalar", value))
        name, rows = self.edited.open_rows(target[0])
        self.edited.write(name, rows, *target[1:], value, self.style(_style_of(raw)))

    def row_height(self, sheet: str, row: int, target: tuple[str, int]) -> None:
        """Give a row (sheet, row) that does not exist yet the height of one of the other's."""
        found = self.rows(sheet).peek(row)
        given = attributes.measure(
            attribute(found.tag, b"ht") if found else None, 0, least=0, most=attributes.HIGHEST
        )
        if given and self.edited.open_rows(target[0])[1].peek(target[1]) is None:
            looks.set_height(self.edited, *target, given)

    def width(self, sheet: str, column: int, target: tuple[str, int]) -> None:
        """Give a column (sheet, column) the width and the default style of one of the other's."""
        for tag in _STYLED_COLUMN.findall(self.rows(sheet).head):
            if column in _columns_of(tag):
                part = self.edited.locate(target[0])[1]
                self.edited.parts[part] = with_column(self.edited.settled(part), target[1], self._column(tag))

    def sheet(self, name: str) -> str:
        """Copy a whole sheet without its tables, as the last of the workbook; return the name of its part."""
        there = self.other.sheet(name)
        part = newsheet.add_sheet_part(self.edited, there.name, self._whole(there.name), there.state)
        book = self.edited.workbook.part
        place = len(self.edited.sheet_names) - 1
        for local, reference in workbookxml.local_names(
            self.other.package.xml(self.other.part), there.position
        ).items():
            xml = self.edited.part_xml(book)
            self.edited.parts[book] = workbookxml.with_name(xml, local, reference, place)
        self.edited.formulas_moved = self.edited.formulas_moved or b"<f>" in self.edited.parts[part]
        return part

    def _whole(self, name: str) -> bytes:
        """Return the sheet's part as it reads in this workbook."""
        rows = self.rows(name)
        whole = b"".join(self._row(number, row) for number in rows.numbers() if (row := rows.peek(number)))
        head = self._head(rows.head)
        xml = head + whole + rows.tail
        for child in WORKSHEET[WORKSHEET.index("sheetData") + 1 :]:
            found = after_rows(xml, child) if child in CARRIED else []
            xml = with_after_rows(xml, child, [self.differences(_unlinked(one)) for one in found])
        return xml

    def _head(self, head: bytes) -> bytes:
        head = re.sub(rb"""\stabSelected=["'][^"']*["']""", b"", head)
        return _STYLED_COLUMN.sub(lambda found: self._column(found[0]), head)

    def _column(self, tag: bytes) -> bytes:
        style = attribute(tag, b"style")
        return with_attribute(tag, b"style", b"%d" % self.style(attributes.whole(style))) if style else tag

    def _row(self, number: int, row: Row) -> bytes:
        tag, style = row.tag, attribute(row.tag, b"s")
        if style:
            tag = with_attribute(tag, b"s", b"%d" % self.style(attributes.whole(style)))
        cells = (self._cell(number, column, raw) for column, raw in sorted(row.cells.items()))
        return tag + b"".join(cells) + b"</row>"

    def _cell(self, row: int, column: int, raw: bytes) -> bytes:
        style, cell = self.style(_style_of(raw)), one_cell(self.other.reader, raw)
        if cell and cell.formula is not None:
            return cellxml.with_style(raw, style)
        value = cell.value if cell else None
        return cellxml.cell_xml(a1(row, column), style, value, self.edited.workbook.date1904)


def with_column(worksheet: bytes, column: int, tag: bytes) -> bytes:
    """Give one column of a sheet part this ``<col>`` element; columns that shared its old one keep that."""
    end = worksheet.index(b"<sheetData")
    block = _COLUMNS.search(worksheet, 0, end)
    tags = _STYLED_COLUMN.findall(block[0]) if block else []
    new = [_spanning(tag, column, column)]
    for old in tags:
        there = _columns_of(old)
        spans = [(there.start, min(there.stop, column) - 1), (max(there.start, column + 1), there.stop - 1)]
        new += [_spanning(old, *span) for span in spans if span[0] <= span[1]]
    new.sort(key=lambda one: _columns_of(one).start)
    start, stop = block.span() if block else (end, end)
    return worksheet[:start] + b"<cols>" + b"".join(new) + b"</cols>" + worksheet[stop:]


def _columns_of(tag: bytes) -> range:
    return attributes.columns(attribute(tag, b"min"), attribute(tag, b"max"))


def _spanning(tag: bytes, first: int, last: int) -> bytes:
    closed = tag if tag.endswith(b"/>") else tag[:-1] + b"/>"
    return with_attribute(with_attribute(closed, b"min", b"%d" % first), b"max", b"%d" % last)


def _unlinked(element: bytes) -> bytes:
    """Remove an element's reference to a part that does not come along (a printer's settings)."""
    if element.startswith(b"<pageSetup"):
        return re.sub(rb"""\s[\w]+:id=["'][^"']*["']""", b"", element)
    return element


def _style_of(raw: bytes) -> int:
    return attributes.whole(attribute(raw[: raw.index(b">") + 1], b"s"))
