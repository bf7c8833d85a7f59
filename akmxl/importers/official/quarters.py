"""Read the year's plan by quarters: in columns of their own, or as lines of the year's cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.cell_values import whole_number
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.importers.official import doubts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.importers.official.doubts import Doubts
    from akmxl.importers.official.entries import Entry

QUARTERS = tuple(f"plan_q{quarter}" for quarter in range(1, 5))
_NUMBER = r"(iv|i{1,3}|[1-4])(?:-?chi)?[\s-]?"
_AT_END = lazily(rf"(?:^|\s){_NUMBER}(?:(?:chorak|kvartal)\w*|kv)?(?: \(?(?:reja|plan)\)?)?")
_NAMED = lazily(r"chorak|kvartal|\bkv\b")
_OF_ANOTHER = lazily(r"muddat|srok|\bfakt|\bamalda|bajaril|v[iy]poln|ispoln")  # ticks of when, what was done
_IN_CELL = lazily(rf"{_NUMBER}(?:(?:chorak|kvartal)\w*|(?:ch|kv)\.)[\s:-]*(.*)")
_WORTH = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def quarter_in_heading(text: str) -> str | None:
    """Return the field of the quarter whose plan a column holds by its heading; None for another column.

    >>> quarter_in_heading("2026-yil (reja) II chorak"), quarter_in_heading("Choraklar bo‘yicha 4")
    ('plan_q2', 'plan_q4')
    """
    folded = fold(text).rstrip(" .:")
    if not _NAMED.search(folded) or _OF_ANOTHER.search(folded):
        return None
    found = [one for one in _AT_END.finditer(folded) if one.end() == len(folded)]
    return _field(found[0][1]) if found else None


def _field(number: str) -> str:
    return QUARTERS[(_WORTH.get(number) or int(number)) - 1]


def quarters_in_cell(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the lines of a cell that are the year's, and each quarter's figure; None where it has none.

    >>> quarters_in_cell(("24", "I chorak – 10", "III chorak – 14"))
    (('24',), ('10', '', '14', ''))
    """
    year: list[str] = []
    figures: dict[str, str] = {}
    for line in lines:
        found = _IN_CELL.fullmatch(fold(line))
        if found and _field(found[1]) not in figures:
            figures[_field(found[1])] = found[2]
        else:
            year.append(line)
    if len(figures) < 2 or len(year) > 1:
        return None
    return tuple(year), tuple(figures.get(quarter, "") for quarter in QUARTERS)


def tell_quarters(entries: list[Entry], found: Doubts, year: int) -> None:
    """Note quarters that together are not the year's figure, and those that stand without one."""
    with_years = any(entry.planned for entry in entries)
    for entry in entries:
        together = sum(whole_number(figure) or 0 for figure in entry.quarters)
        mark, total = entry.mark._replace(item=entry.code), whole_number(entry.planned)
        if not any(entry.quarters) or (entry.usual is not None and entry.usual.adds_up != "flow"):
            continue
        if total is not None and total != together:
            found.add(
                doubts.QUARTERS_APART, mark, entry.at,
                column=vocabulary.header("planned", year), total=total, sum=together,
            )  # fmt: skip
        elif not entry.planned and with_years:
            found.add(doubts.QUARTERS_ALONE, mark, entry.at, sum=together)
