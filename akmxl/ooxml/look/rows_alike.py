"""Group the rows of a sheet part whose cells have the same styles, so that one of them speaks for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CELL = lazily(rb'<c(?: r="([A-Z]{1,3})[0-9]{1,7}")?([^>]*)>')
_ROW = lazily(rb'<row(?:\s[^>]*?)?\sr="([0-9]{1,7})"[^>]*>')
_STYLED = b"customFormat"


def rows_alike(xml: bytes, origins: Mapping[int, int]) -> Sequence[tuple[int, Sequence[int]]]:
    """Group rows that stand for the same origin and whose cells have the same styles.

    ``origins`` says what each row stands for. Returns origin and rows; a row that is not in the part, or is
    not in the plain form, is alone.
    """
    groups: dict[object, list[int]] = {}
    left = dict(origins)
    for number, shape in _shapes(xml):
        if number in left:
            groups.setdefault((left.pop(number), shape), []).append(number)
    alone = [(origin, [number]) for number, origin in left.items()]
    return [(origins[rows[0]], rows) for rows in groups.values()] + alone


def _shapes(xml: bytes) -> Iterator[tuple[int, object]]:
    """Yield each row's number, and what is equal for two rows only when their cells' styles are."""
    end = xml.rfind(b"</sheetData>")
    start = xml.find(b"<row", xml.find(b"<sheetData"), end)
    while start >= 0:
        following = xml.find(b"<row", start + 1, end)
        stop = end if following < 0 else following
        tag = _ROW.match(xml, start, stop)
        if tag is not None:
            own = xml[start : tag.start(1)] + xml[tag.end(1) : tag.end()] if _STYLED in tag[0] else b""
            yield int(tag[1]), (own, *_CELL.findall(xml, tag.end(), stop))
        start = following
