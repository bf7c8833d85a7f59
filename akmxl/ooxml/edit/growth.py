"""Extend the formats and validations of a table's columns when the table grows, as in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import format_range
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import area

if TYPE_CHECKING:
    import re

    from akmxl.ooxml.read.sheet_facts import Table

_LIST = lazily(
    rb"""(<(?:conditionalFormatting|dataValidation|ignoredError)\s[^>]*?\bsqref=["'])([^"']*)(?=["'])"""
    rb"""|(<xm:sqref>)([^<]*)(?=</xm:sqref>)"""
)


def with_grown_ranges(tail: bytes, table: Table, last_row: int) -> bytes:
    """Extend a table's ranges, in the XML that follows its sheet's rows, to the row where it now ends."""

    def grown(match: re.Match[bytes]) -> bytes:
        opening, areas = (match[1], match[2]) if match[1] else (match[3], match[4])
        return opening + b" ".join(_grown(one, table, last_row) for one in areas.split())

    return _LIST.sub(grown, tail)


def _grown(text: bytes, table: Table, last_row: int) -> bytes:
    """Extend a range over the whole of one or more columns of the table; return any other as it is."""
    known = area(text)
    if known is None:
        return text
    first, left, last, right = known
    whole = first <= table.first_data_row and last == table.last_data_row
    if not whole or left < table.first_col or right > table.last_col:
        return text
    return format_range((first, left, last_row, right)).encode()
