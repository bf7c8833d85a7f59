"""Let charts keep the values that their cells have now: who does not calculate shows what a chart keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import parse_range
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.xmlbytes import escape, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.core.cells import Range, Value
    from akmxl.ooxml.edit.parts import EditedParts

_MOST_CELLS = 10_000  # of one series: a chart of more says nothing
_KEPT = lazily(
    rb"(<((?:\w+:)?)f(?:\s[^>]*)?>)([^<]*)(</(?:\w+:)?f>\s*)<\2(str|num)Cache[\s>].*?</\2\5Cache>", re.DOTALL
)
_FORMAT = lazily(rb"<(?:\w+:)?formatCode>[^<]*</(?:\w+:)?formatCode>")
_REFERENCE = lazily(r"(?:'((?:[^']|'')+)'|([^'!()]+))!([$A-Z0-9:]+)")


def draw_anew(edited: EditedParts) -> None:
    """Put the values of the cells, as they stand after all edits, into what the charts of a file keep."""
    for entry in edited.workbook.package.entries:
        folded = entry.name.lower()
        if folded.endswith(".xml") and "/charts/chart" in folded:
            old = edited.settled(entry.name)
            new = _KEPT.sub(lambda match: _with_values(edited, match), old)
            if new != old:
                edited.parts[entry.name] = new


def _with_values(edited: EditedParts, match: re.Match[bytes]) -> bytes:
    """Return a reference and what is kept of it; one that is no range of cells, as a name, stays as it is."""
    opening, prefix, reference, closing, kind = match.groups()
    values = _values(edited, unescape(reference.decode()))
    if values is None:
        return match[0]
    numbers = kind == b"num"
    points = b"".join(
        _point(prefix, place, value)
        for place, value in enumerate(values)
        if value is not None and (not numbers or type(value) in (int, float))
    )
    format_ = _FORMAT.search(match[0]) if numbers else None
    name = prefix + kind + b"Cache"
    count = b'<%bptCount val="%d"/>' % (prefix, len(values))
    return b"%b%b%b<%b>%b%b%b</%b>" % (
        opening, reference, closing, name, format_[0] if format_ else b"", count, points, name,
    )  # fmt: skip


def _point(prefix: bytes, place: int, value: Value) -> bytes:
    shown = escape(str(value)).encode()
    return b'<%bpt idx="%d"><%bv>%b</%bv></%bpt>' % (prefix, place, prefix, shown, prefix, prefix)


def _values(edited: EditedParts, reference: str) -> list[Value] | None:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    sheet = (found[1] or found[2]).replace("''", "'")
    if sheet.casefold() not in {one.name.casefold() for one in edited.workbook.sheets}:
        return None
    try:
        area = parse_range(found[3].replace("$", ""))
    except ValueError:
        return None
    cells = (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
    return list(_values_of(edited, sheet, area)) if cells <= _MOST_CELLS else None


def _values_of(edited: EditedParts, sheet: str, area: Range) -> Iterator[Value]:
    rows = edited.open_rows(sheet)[1]
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            cell = edited.cell(rows, row, column)
            yield cell.value if cell else None
