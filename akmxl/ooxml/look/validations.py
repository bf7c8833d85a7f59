"""Read where a sheet's validations stand, and whether Excel is to recalculate the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Range, parse_range
from akmxl.core.lazy_pattern import lazily

if TYPE_CHECKING:
    from akmxl.ooxml.read.workbook import Workbook

# Excel keeps a validation that looks at another sheet in an extension of its own, its area in <xm:sqref>.
_AREAS = lazily(rb"""<(?:\w+:)?dataValidation\s[^>]*?\bsqref=["']([^"']+)["']|<xm:sqref>([^<]+)<""")
_CALCULATION = lazily(rb"<(?:\w+:)?calcPr\b[^>]*>")
_ON_LOAD = lazily(rb"""\bfullCalcOnLoad=["'](?:1|true)["']""")


def validations(workbook: Workbook, sheet: str) -> tuple[Range, ...]:
    """Return the areas of a sheet that have a validation: first row, first column, last row, last column."""
    xml = workbook.package.xml(workbook.sheet(sheet).part)
    found = _AREAS.findall(xml, max(xml.rfind(b"</sheetData>"), 0))
    texts = (text.decode() for pair in found for text in b" ".join(pair).split())
    return tuple(parse_range(text) for text in texts)


def recalculates(workbook: Workbook) -> bool:
    """Tell whether Excel calculates all formulas when it opens the file: kept results may then be old."""
    tag = _CALCULATION.search(workbook.package.xml(workbook.part))
    return tag is not None and bool(_ON_LOAD.search(tag.group()))
