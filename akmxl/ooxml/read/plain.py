"""Bring texts and unusual sheets into the plain form that the scan reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import a1
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import cell_place, row_number, whole
from akmxl.ooxml.xml.xmlbytes import MAIN, escape, escape_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_TEXT = lazily(r"<t(?:\s[^>]*?)?>([^<]*)</t>")
_PHONETIC = r"(?s)<rPh[\s>].*?</rPh>"


def joined_raw(body: str) -> str:
    """Join the runs of a text, entities as they are."""
    if "<rPh" in body:
        body = re.sub(_PHONETIC, "", body)
    return "".join(_TEXT.findall(body))


def plain_sheet(xml: bytes) -> bytes:
    """Write a sheet's cells in the plain form that the scan reads: every address given, nothing foreign."""
    return f"<sheetData>{_plain_rows(xml, 0)}</sheetData>".encode()


def plain_rest(xml: bytes, start: int, last_row: int) -> str:
    """Write the rows of a sheet part from a place inside ``<sheetData>`` on, in the plain form.

    ``last_row`` is the number of the row before: one without a number follows it.
    """
    opened = re.compile(rb"<sheetData(?:\s[^>]*)?>").search(xml)
    assert opened is not None
    return _plain_rows(xml[: opened.end()] + xml[start:], last_row)


def _plain_rows(xml: bytes, number: int) -> str:
    from xml.etree import ElementTree  # only for unusual files

    data = ElementTree.fromstring(xml).find(f"{{{MAIN}}}sheetData")
    pieces = []
    for row in [] if data is None else data.findall(f"{{{MAIN}}}row"):
        number = row_number(row.get("r", str(number + 1)))
        cells = list(_plain_cells(row, number))
        number = cells[-1][0] if cells else number
        pieces += [f'<row r="{number}">', *(cell for _, cell in cells), "</row>"]
    return "".join(pieces)


def _plain_cells(row: Element, number: int) -> Iterator[tuple[int, str]]:
    """Yield each cell with its row: by its own address where it has one, else after the cell before."""
    column = 0
    for cell in row.findall(f"{{{MAIN}}}c"):
        reference = cell.get("r")
        number, column = cell_place(reference) if reference else (number, column + 1)
        yield number, "".join(_plain_cell(cell, a1(number, column)))


def _plain_cell(cell: Element, address: str) -> Iterator[str]:
    kind = escape_attribute(cell.get("t", "n"))
    yield f'<c r="{address}" s="{whole(cell.get("s"))}" t="{kind}">'
    for name in ("f", "v"):
        child = cell.find(f"{{{MAIN}}}{name}")
        if child is not None:
            yield f"<{name}>{escape(child.text or '')}</{name}>"
    inline = cell.find(f"{{{MAIN}}}is")
    if inline is not None:
        yield f"<is><t>{escape(_tree_text(inline))}</t></is>"
    yield "</c>"


def plain_strings(xml: bytes) -> bytes:
    """Write the shared strings in the plain form that the scan reads: each its text and nothing else."""
    from xml.etree import ElementTree

    items = ElementTree.fromstring(xml).findall(f"{{{MAIN}}}si")
    return "".join(f"<si><t>{escape(_tree_text(item))}</t></si>" for item in items).encode()


def _tree_text(item: Element) -> str:
    """Return the text of a string item: its own runs, without the phonetic ones."""
    runs = [item, *item.findall(f"{{{MAIN}}}r")]
    return "".join(t.text or "" for run in runs for t in run.findall(f"{{{MAIN}}}t"))
