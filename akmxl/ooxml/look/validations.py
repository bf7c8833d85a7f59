"""Read where a sheet's validations stand, and whether Excel is to recalculate the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import areas, is_on
from akmxl.ooxml.xml.xmlbytes import attribute

if TYPE_CHECKING:
    from akmxl.core.cells import Range
    from akmxl.ooxml.read.workbook import Workbook

# Excel keeps a validation that looks at another sheet in an extension of its own, its area in <xm:sqref>.
_AREAS = lazily(rb"""<(?:\w+:)?dataValidation\s[^>]*?\bsqref=["']([^"']+)["']|<xm:sqref>([^<]+)<""")
_CALCULATION = lazily(rb"<(?:\w+:)?calcPr\b[^>]*>")


def validations(workbook: Workbook, sheet: str) -> tuple[Range, ...]:
    """Return the areas of a sheet that have a validation: first row, first column, last row, last column."""
    xml = workbook.around_rows(sheet)
    found = _AREAS.findall(xml, max(xml.rfind(b"</sheetData>"), 0))
    return areas(b" ".join(text for pair in found for text in pair))


def recalculates(workbook: Workbook) -> bool:
    """Tell whether Excel calculates all formulas when it opens the file: kept results may then be old."""
    tag = _CALCULATION.search(workbook.package.xml(workbook.part))
    return tag is not None and is_on(attribute(tag[0], b"fullCalcOnLoad"))
