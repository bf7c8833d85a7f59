"""A spreadsheet file as a zip of parts: read fast, patched without loss. Knows nothing of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.ooxml.address import a1, column_letter, column_number, parse_a1
from akmxl.ooxml.values import NOT_CALCULATED, Cell, ExcelError, Formula, NotCalculated
from akmxl.ooxml.workbook import Sheet, Table, Workbook

if TYPE_CHECKING:
    from akmxl.ooxml.locks import Holder, holder
    from akmxl.ooxml.patch import Patch
    from akmxl.ooxml.shift import Expansion

_WRITING = {"Expansion": "shift", "Holder": "locks", "Patch": "patch", "holder": "locks"}

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


def __getattr__(name: str) -> object:
    """What only writing needs is imported when it is first asked for: half of the import time."""
    if name not in _WRITING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_WRITING[name]}"), name)
    globals()[name] = value
    return value
