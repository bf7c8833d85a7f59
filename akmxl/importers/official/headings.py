"""Find the heading of a plan in a table: one to three rows, columns in any order, years of any plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.cell_values import whole_number
from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, fold_header
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.importers.official.grid import Grid, GridCell, GridRow

PRINTED = ("printed_no", "name", "unit", "previous", "planned", "mechanism", "due", "responsible")
"""The columns of the official form, in its order."""
FIGURES = ("previous", "planned")
MACHINE = ("code", "section", "kind", "adds_up", "source", "rhythm", "window", "to_confirm")
"""What akmxl's own tables have beside these."""
_DEEPEST = 3  # rows that a heading may have
_LOOKED_THROUGH = 200  # rows from the top in which a heading is looked for
_LEAST = 4  # columns that must be known, so that a table is a plan's
_YEAR = lazily(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DONE = lazily(r"\b(?:fakt|amalda|bajarilgan|bajarildi)")
_PLANNED = lazily(r"\breja")
_WHOSE = lazily(r"\bkutubxona.*markazining$")
_KEEP_YEARS = frozenset(FIGURES)
_OF_A_PLAN = frozenset(("mechanism", "due", "responsible"))  # what no sheet of figures has


class Spread(NamedTuple):
    """A heading's cell: its text with those above it, and the grid columns that it covers."""

    text: str
    columns: tuple[int, ...]


@dataclass(frozen=True)
class Heading:
    """The heading of a plan's table: ``columns`` are the grid columns of each field.

    ``year`` is the plan's as the heading says it, ``unknown`` the columns that no field was found for;
    ``first``/``last`` the places of its rows in the table.
    """

    columns: Mapping[str, tuple[int, ...]]
    unknown: tuple[Spread, ...]
    year: int | None
    previous_year: int | None
    first: int
    last: int
    texts: frozenset[str]

    def cell(self, row: GridRow, field: str) -> GridCell | None:
        """Return the cell of a field in a row: the one that covers most of its columns."""
        return covering(row, self.columns.get(field, ()))

    def repeats(self, row: GridRow) -> bool:
        """Tell whether a row is (a part of) the heading again, as on each page."""
        said = [fold_header(cell.text) for cell in row.distinct]
        return len(said) > 1 and self.texts.issuperset(said)


def covering(row: GridRow, columns: Iterable[int]) -> GridCell | None:
    """Return the cell that covers most of some grid columns in a row; None where none does."""
    cells = [row.cells[at] for at in columns if at < len(row.cells)]
    found = Counter(id(cell) for cell in cells if cell is not None)
    if not found:
        return None
    most = found.most_common(1)[0][0]
    return next(cell for cell in cells if id(cell) == most)


def find_heading(grid: Grid) -> Heading | None:
    """Return the heading of a table; None where the table is no plan's."""
    best: Heading | None = None
    for first in range(min(len(grid.rows), _LOOKED_THROUGH)):
        if len(grid.rows[first].distinct) < 2:
            continue
        for depth in range(1, _DEEPEST + 1):
            rows = grid.rows[first : first + depth]
            found = _heading(rows, first, grid.width) if len(rows) == depth else None
            if found and (best is None or len(found.columns) > len(best.columns)):
                best = found
        if best is not None and first >= best.first:
            return best
    return best


def _heading(rows: Sequence[GridRow], first: int, width: int) -> Heading | None:
    columns: dict[str, tuple[int, ...]] = {}
    unknown: list[Spread] = []
    years: dict[str, int] = {}
    for spread in sorted(_spreads(rows, width), key=_latest, reverse=True):
        field = _field(spread.text, columns)
        if field is None:
            unknown.append(spread)
            continue
        columns[field] = spread.columns
        if field in _KEEP_YEARS and (latest := _latest(spread)):
            years[field] = latest
    needed = "name" in columns and columns.keys() & _KEEP_YEARS and columns.keys() & _OF_A_PLAN
    if len(columns) < _LEAST or not needed:
        return None
    texts = frozenset(fold_header(cell.text) for row in rows for cell in row.distinct)
    year, previous = years.get("planned"), years.get("previous")
    if year is None and previous is not None:
        year = previous + 1
    return Heading(columns, tuple(unknown), year, previous, first, first + len(rows) - 1, texts)


def _latest(spread: Spread) -> int:
    """Return the latest year that a heading's cell names: of two columns of plans the later one counts."""
    return max((whole_number(year) or 0 for year in _YEAR.findall(spread.text)), default=0)


def _spreads(rows: Sequence[GridRow], width: int) -> list[Spread]:
    """Return the lowest cells of a heading, each with the texts of those above it."""
    found: dict[tuple[int, ...], tuple[str, list[int]]] = {}
    for at in range(width):
        above: dict[int, str] = {}
        for row in rows:
            cell = row.cells[at] if at < len(row.cells) else None
            if cell is not None and cell.text:
                above[id(cell)] = cell.text
        if above:
            text = " ".join(above.values())
            found.setdefault(tuple(above), (text, []))[1].append(at)
    return [Spread(text, tuple(columns)) for text, columns in found.values()]


def _field(text: str, taken: Mapping[str, object]) -> str | None:
    """Return the field that a heading names: by its whole text, else by its end, as tiers are joined."""
    words = _whole(fold_header(text)).split()
    for start in range(len(words)):
        ending = " ".join(words[start:])
        for field in (*PRINTED, *MACHINE):
            if field not in taken and ending in _spellings(field):
                return field
    folded = fold(text)
    if _YEAR.search(folded) and (done := bool(_DONE.search(folded))) != bool(_PLANNED.search(folded)):
        field = "previous" if done else "planned"
        return None if field in taken else field
    return None


@cache
def _spellings(field: str) -> frozenset[str]:
    if field in PRINTED:
        spellings = vocabulary.signed_spellings(field)
    elif field == "section":
        spellings = vocabulary.header_spellings(field)
    else:
        spellings = layout.PLAN_SHEET.column(field).spellings
    return frozenset(map(_whole, spellings))


def _whole(folded: str) -> str:
    """Return a folded header without hyphens: nobody can tell those of a line's end from those of a word."""
    return folded.replace("-", "")


def with_numbers(heading: Heading, grid: Grid) -> Heading:
    """Return a heading with the untitled column of numbers: the one left of the works' titles."""
    at = min(heading.columns["name"]) - 1
    if "printed_no" in heading.columns or at < 0 or any(at in spread for spread in heading.columns.values()):
        return heading
    if any(at in spread.columns for spread in heading.unknown):
        return heading
    cells = [
        row.cells[at]
        for row in grid.rows[heading.last + 1 :]
        if at < len(row.cells) and len(row.distinct) > 1
    ]
    said = [cell.text for cell in cells if cell is not None and cell.text]
    numbers = [text for text in said if text[0].isdecimal()]
    if not said or 2 * len(numbers) < len(said):
        return heading
    return replace(heading, columns={"printed_no": (at,), **heading.columns})


def organisation_in(texts: Iterable[str]) -> str:
    """Return whose plan it is by the line above it (``... markazining``); empty for none, or for two."""
    found = {" ".join(text.split()).removesuffix("ning") for text in texts if _WHOSE.search(fold(text))}
    return found.pop() if len(found) == 1 else ""


def year_in(texts: Iterable[str]) -> int | None:
    """Return the year that lines above a plan name it by (``2026-yil uchun``); None for none, or for two."""
    found = {year for text in texts if "yil" in fold(text) for year in _YEAR.findall(text)}
    return whole_number(found.pop()) if len(found) == 1 else None
