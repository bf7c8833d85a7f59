"""Take figures such as ``6/36`` apart: several measures that are never added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.importers.official import doubts
from akmxl.importers.official.figures import pieces
from akmxl.importers.official.headings import FIGURES
from akmxl.importers.official.quarters import QUARTERS

if TYPE_CHECKING:
    from akmxl.importers.official.doubts import Doubts
    from akmxl.importers.official.entries import Entry


def split_slashes(entries: list[Entry], found: Doubts, year: int | None) -> list[Entry]:
    """Make parts of figures such as ``6/36``, where the rows below are not these parts already."""
    made: list[Entry] = []
    moved = {}
    for at, entry in enumerate(entries):
        moved[at] = len(made)
        above = None if entry.above is None else moved[entry.above]
        made.append(entry.with_(above=above))
        slashed = max((pieces(figure) for figure in entry.figures), key=len)
        if len(slashed) > 1 and not _has_rows(entries, at, len(slashed)):
            parts = _parts(entry, len(slashed), found, year)
            made += [part.with_(above=moved[at]) for part in parts]
            made[moved[at]] = _plain_quarters(made[moved[at]], found, in_parts=bool(parts))
        else:
            made[-1] = _plain_quarters(made[-1], found)
    return made


def _plain_quarters(entry: Entry, found: Doubts, *, in_parts: bool = False) -> Entry:
    """Empty the quarters of a row that hold several measures; a doubt unless its parts have them."""
    slashed = [(at, figure) for at, figure in enumerate(entry.quarters) if "/" in figure]
    for at, figure in slashed:
        if not in_parts:
            column = vocabulary.header(QUARTERS[at])
            found.add(doubts.FIGURE_UNREAD, entry.mark, entry.at, column=column, text=figure)
    return entry.with_(quarters=tuple("" if "/" in figure else figure for figure in entry.quarters))


def _has_rows(entries: list[Entry], at: int, count: int) -> bool:
    """Tell whether the measures of a row stand below it as rows of their own."""
    below = entries[at + 1 : at + 1 + count]
    number = entries[at].number.rstrip(" .)")
    rows = [one for one in below if one.above == at or not one.number or one.number.startswith(f"{number}.")]
    return len(rows) == count


def _parts(entry: Entry, count: int, found: Doubts, year: int | None) -> list[Entry]:
    units = pieces(entry.unit.replace(" ", ""))
    text = next(figure for figure in entry.figures if "/" in figure)
    if len(units) != count:
        found.add(
            doubts.SLASH_APART, entry.mark, entry.at, text=text, count=count, code=entry.number.rstrip(" .)")
        )
        return []
    figures = {field: pieces(getattr(entry, field)) for field in FIGURES}
    quarters = [pieces(figure) for figure in entry.quarters]
    for field, said in (figures | dict(zip(QUARTERS, quarters, strict=False))).items():
        if len(said) == 1 and said[0] not in ("", "-"):
            found.add(
                doubts.SLASH_ONE, entry.mark, entry.at,
                column=vocabulary.header(field, year), text=said[0], parts=", ".join(units),
            )  # fmt: skip
    found.add(doubts.SLASH_MADE, entry.mark, entry.at, text=text, parts=", ".join(units))
    return [
        entry.with_(
            number="", name=unit, unit=unit, at=entry.at + (at + 1) / 1000,
            mark=entry.mark._replace(title=unit),
            **{field: _piece(said, at, count) for field, said in figures.items()},
            quarters=tuple(_piece(said, at, count).replace("-", "") for said in quarters),
        )
        for at, unit in enumerate(units)
    ]  # fmt: skip


def _piece(said: tuple[str, ...], at: int, count: int) -> str:
    if len(said) == count:
        return said[at]
    return "-" if said == ("-",) else ""
