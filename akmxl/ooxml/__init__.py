"""A spreadsheet file as a zip of parts: read fast, patched without loss. Knows nothing of plans."""

from akmxl.ooxml.address import a1, column_letter, column_number, parse_a1
from akmxl.ooxml.locks import Holder, holder
from akmxl.ooxml.patch import Patch
from akmxl.ooxml.shift import Expansion
from akmxl.ooxml.values import NOT_CALCULATED, Cell, ExcelError, Formula, NotCalculated
from akmxl.ooxml.workbook import Sheet, Table, Workbook

__all__ = [
    "NOT_CALCULATED",
    "Cell",
    "ExcelError",
    "Expansion",
    "Formula",
    "Holder",
    "NotCalculated",
    "Patch",
    "Sheet",
    "Table",
    "Workbook",
    "a1",
    "column_letter",
    "column_number",
    "holder",
    "parse_a1",
]
