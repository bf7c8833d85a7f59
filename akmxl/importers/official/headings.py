"""Find the heading of a plan in a table: one to three rows, columns in any order, years of any plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.cell_values import whole_number
from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold, fold_header
from akmxl.importers.official.grid import GridCell
from akmxl.importers.official.quarters import QUARTERS, quarter_in_heading
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.importers.official.grid import Grid, GridRow

PRINTED = ("printed_no", "name", "unit", "previous", "planned", "mechanism", "due", "responsible")
"""The columns of the official form, in its order."""
READ = (*PRINTED, *QUARTERS)
"""All that is read of a row: the form’s columns, and the quarters that some plans have beside them."""
FIGURES = ("previous", "planned")
MACHINE = ("code", "section", "kind", "adds_up", "source", "rhythm", "window", "to_confirm")
"""What akmxl's own tables have beside these."""
_SEVERAL = N_("several cells stand under one heading")
_DEEPEST = 3  # rows that a heading may have
_LOOKED_THROUGH = 200  # rows from the top in which a heading is looked for
_LEAST = 4  # columns that must be known, so that a table is a plan's
_YEAR = lazily(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DONE = lazily(r"\b(?:fakt|amalda|bajarilgan|bajarildi|v[iy]poln)")
_PLANNED = lazily(r"\b(?:reja|plan)")
_OF_THE_YEAR = lazily(
    r"\b(?:jami|hammasi|umumiy|soni|miqdori|vsego|itogo)$|(?<!yarim )\byil(?:lik)?$"
)  # among columns of a plan
_OTHER_FIGURES = lazily(  # parts of a year, money, percents, what is only expected
    r"\b\d{1,2}-? ?(?:oy|mes)|\boy(?:i|da|ga|iga|lik)?\b|\byarim|polugod|chorak|kvartal|\bkv\b|\bkutil|"
    r"foiz|%|pros[ey]?nt|mablag|\bsom\b|summa|\bnarx|\bosish|\bfarq|nisbatan"
)
_WHOSE = lazily(r"\bkutubxona.*markazining\b(?=$|.*\breja)")
_NAME_OF_IT = lazily(r"(?i)(.*?\b(?:markazi|маркази))(?:ning|нинг)\b.*")
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

    def one_cell_each(self, row: GridRow) -> GridRow:
        """Return a row with one cell for each field: where several stand below its heading, all of them."""
        cells = list(row.cells)
        for columns in self.columns.values():
            inside = {id(cell): cell for at in columns if at < len(cells) and (cell := cells[at]) is not None}
            texts = [cell.text for cell in inside.values() if cell.text and _lies_in(row, cell, columns)]
            if len(texts) > 1:
                one = GridCell((" | ".join(texts),), (Said(_SEVERAL),))
                cells = [
                    one if at in columns and id(cell) in inside else cell for at, cell in enumerate(cells)
                ]
        return row._replace(cells=tuple(cells))

    def repeats(self, row: GridRow) -> bool:
        """Tell whether a row is (a part of) the heading again, as on each page."""
        said = [fold_header(cell.text) for cell in row.distinct]
        return len(said) > 1 and self.texts.issuperset(said)


def _lies_in(row: GridRow, cell: GridCell, columns: tuple[int, ...]) -> bool:
    return set(columns).issuperset(_columns_of(cell, row))


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
            if found and (best is None or _worth(found, grid) > _worth(best, grid)):
                best = found
        if best is not None and first >= best.first:
            return best
    return best


def _worth(heading: Heading, grid: Grid) -> tuple[bool, int]:
    """Return how good a heading is: one whose cells go on in the row below it is cut in two."""
    last, below = grid.rows[heading.last], grid.rows[heading.last + 1 : heading.last + 2]
    is_cut = below and any(_columns_of(cell, last) == _columns_of(cell, below[0]) for cell in last.distinct)
    return not is_cut, len(heading.columns)


def _columns_of(cell: GridCell, row: GridRow) -> list[int]:
    return [at for at, one in enumerate(row.cells) if one is cell]


def _heading(rows: Sequence[GridRow], first: int, width: int) -> Heading | None:
    columns: dict[str, tuple[int, ...]] = {}
    unknown: list[Spread] = []
    years: dict[str, int] = {}
    spreads = sorted(_spreads(rows, width), key=_rank, reverse=True)
    alike = Counter((_by_year(spread.text), *_rank(spread)) for spread in spreads)
    for spread in spreads:
        field = _field(spread.text, columns)
        by_year = _by_year(spread.text)
        if by_year is not None and by_year == field and alike[by_year, *_rank(spread)] > 1:
            field = None  # several columns of one year: nobody can tell which one counts
        if field is None:
            unknown.append(spread)
            continue
        columns[field] = spread.columns
        if field in _KEEP_YEARS and (latest := _latest(spread)):
            years[field] = latest
    figures = columns.keys() & {*_KEEP_YEARS, *QUARTERS}
    needed = "name" in columns and figures and columns.keys() & _OF_A_PLAN
    if len(columns.keys() - set(QUARTERS)) < _LEAST or not needed:
        return None
    texts = frozenset(fold_header(cell.text) for row in rows for cell in row.distinct)
    year, previous = years.get("planned"), years.get("previous")
    if year is None and previous is not None:
        year = previous + 1
    return Heading(columns, tuple(unknown), year, previous, first, first + len(rows) - 1, texts)


def _rank(spread: Spread) -> tuple[int, bool]:
    """Return which of two columns counts as the plan's: that of the later year, the whole year's first."""
    words = _whole(fold_header(spread.text)).split()
    endings = {" ".join(words[start:]) for start in range(len(words))}
    is_plain = not endings.isdisjoint(_spellings("planned") | _spellings("previous"))
    return _latest(spread), is_plain or bool(_OF_THE_YEAR.search(fold(spread.text)))


def _latest(spread: Spread) -> int:
    """Return the latest year that a heading's cell names, 0 for none."""
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
    if quarter := quarter_in_heading(text):
        return None if quarter in taken else quarter
    if len(set(_YEAR.findall(text))) > 1 and _DONE.search(fold(text)) and _PLANNED.search(fold(text)):
        return None  # what was done in one year and what is planned for another
    if _OTHER_FIGURES.search(fold(text)) and _YEAR.search(text):
        return None
    words = _whole(fold_header(text)).split()
    for start in range(len(words)):
        ending = " ".join(words[start:])
        for field in (*PRINTED, *MACHINE):
            if field not in taken and ending in _spellings(field):
                return field
    by_year = _by_year(text)
    return None if by_year in taken else by_year


def _by_year(text: str) -> str | None:
    """Return which figures a heading with a year names: those done or those planned; None for neither."""
    folded = fold(text)
    done, planned = bool(_DONE.search(folded)), bool(_PLANNED.search(folded))
    if not _YEAR.search(folded) or done == planned or _OTHER_FIGURES.search(folded):
        return None
    return "previous" if done else "planned"


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
    """Return a folded header without hyphens: nobody can tell those of a line's end from those of a word.

    Blanks beside a slash are gone too, where a line ends in one.
    """
    return folded.replace("-", "").replace(" /", "/").replace("/ ", "/")


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
    plain = (" ".join(text.split()) for text in texts if _WHOSE.search(fold(text)))
    found = {_NAME_OF_IT.sub(r"\1", text) for text in plain}
    return found.pop() if len(found) == 1 else ""


def year_in(texts: Iterable[str]) -> int | None:
    """Return the year that lines above a plan name it by (``2026-yil uchun``); None for none, or for two."""
    found = {year for text in texts if "yil" in fold(text) for year in _YEAR.findall(text)}
    return whole_number(found.pop()) if len(found) == 1 else None
