"""Read a plan whose rows have their codes and kinds already: a proposal that was mended, the sheet Reja."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.cyrillic import code_letters
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import NotAPlan
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, fold_header
from akmxl.importers.official.figures import read_printed
from akmxl.importers.official.grid import Grid
from akmxl.importers.official.headings import FIGURES, MACHINE, PRINTED, covering, find_heading
from akmxl.importers.official.printout import no_year
from akmxl.importers.official.quarters import QUARTERS
from akmxl.importers.official.sections import is_signature, is_under_total, numbers_columns
from akmxl.importers.official.words import services_in
from akmxl.workbook.create.proposed_plan import (
    ANSWER,
    ANSWERS,
    DOUBTS_SHEET,
    OPEN,
    PLACE_ON_PAPER,
    SECTION_COLUMNS,
    SECTIONS_SHEET,
    STATE,
    TABLE_SHEET,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.importers.official.grid import Document, GridRow
    from akmxl.importers.official.headings import Heading
    from akmxl.workbook.create.plan_rows import CsvRow

_ROMAN = lazily(r"[IVX]{1,6}")
_RENAMED = {"rhythm": "entry"}  # field -> column of the CSV


@dataclass(frozen=True)
class PlanTable:
    """A plan’s table: ``rows`` as of a CSV, ``sections`` by code.

    ``unanswered`` are the rows of open doubts that nobody has answered, ``left`` the columns that were not
    read though something stands in them.
    """

    rows: tuple[CsvRow, ...]
    sections: Mapping[str, str]
    year: int
    unanswered: tuple[int, ...]
    left: tuple[str, ...] = ()


def plan_table(document: Document, year: int | None = None) -> PlanTable | None:
    """Return the plan’s table of a document; None where its rows have no codes and kinds of akmxl's.

    Raises ``NotAPlan`` for a row of work without a code, ``BadArgument`` where the year stands nowhere.
    """
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    found = next(
        ((grid, heading) for grid in grids
         if (heading := find_heading(grid)) and {"code", "kind"} <= heading.columns.keys()), None,
    )  # fmt: skip
    if found is None:
        return None
    grid, heading = found
    plan_year = year or heading.year
    if plan_year is None:
        raise no_year(document.file)
    rows, sections = _Rows(document.file, grid, heading, plan_year).read()
    own = {fold_header(PLACE_ON_PAPER)}
    left = tuple(
        spread.text
        for spread in heading.unknown
        if fold_header(spread.text) not in own and _says_something(grid, heading, spread.columns)
    )
    return PlanTable(
        tuple(rows), sections | _section_names(grids), plan_year, _unanswered(grids, document.file), left
    )


def _says_something(grid: Grid, heading: Heading, columns: tuple[int, ...]) -> bool:
    cells = (covering(row, columns) for row in grid.rows[heading.last + 1 :] if len(row.distinct) > 1)
    return any(cell is not None and cell.text for cell in cells)


class _Rows:
    def __init__(self, file: str, grid: Grid, heading: Heading, year: int) -> None:
        self._file = file
        self._grid = grid
        self._heading = heading
        self._year = year
        self._sections: dict[str, str] = {}
        self._section = ""

    def read(self) -> tuple[list[CsvRow], dict[str, str]]:
        rows = []
        for row in self._grid.rows[self._heading.last + 1 :]:
            cells = row.distinct
            if not cells or self._heading.repeats(row) or numbers_columns(row):
                continue
            if record := self._record(row):
                rows.append(record)
        return rows, self._sections

    def _text(self, row: GridRow, field: str) -> str:
        cell = self._heading.cell(row, field)
        return cell.text if cell is not None else ""

    def _record(self, row: GridRow) -> CsvRow | None:
        code, kind = self._text(row, "code"), self._text(row, "kind")
        if not code:
            said = [cell.text for cell in row.distinct]
            if len(said) == 1 and (is_signature(said[0]) or is_under_total(said[0])):
                return None
            raise NotAPlan(
                N_("“{file}”, sheet “{sheet}”, row {row}: the row has no code. Write one into “Kod”: {text}"),
                file=self._file, sheet=self._grid.sheet, row=row.number, text=said[0][:60],
            )  # fmt: skip
        if not kind and _ROMAN.fullmatch(code_letters(code)):
            self._section = code_letters(code)
            longest = max((cell.text for cell in row.distinct), key=len)
            self._sections[self._section] = longest.removeprefix(f"{self._section}.").strip()
            return None
        texts = {field: self._text(row, field) for field in (*PRINTED, *MACHINE)}
        for field in (*FIGURES, *QUARTERS):
            texts[field] = self._figure(row, field)
        texts["section"] = code_letters(texts["section"]) or self._section
        if not texts["section"]:
            raise NotAPlan(
                N_("“{file}”, sheet “{sheet}”, row {row}: the row has no section. Write one into “Bo‘lim”."),
                file=self._file, sheet=self._grid.sheet, row=row.number,
            )  # fmt: skip
        return self._as_csv(texts)

    def _figure(self, row: GridRow, field: str) -> str:
        cell = self._heading.cell(row, field)
        if cell is None:
            return ""
        figure = read_printed(cell.text)
        if not figure.sure or cell.odd:
            raise NotAPlan(
                N_(
                    "“{file}”, sheet “{sheet}”, row {row}: “{text}” in “{column}” is no whole number. "
                    "Write a whole number, “-”, or leave it empty."
                ),
                file=self._file, sheet=self._grid.sheet, row=row.number, text=cell.text,
                column=vocabulary.header(field, self._year),
            )  # fmt: skip
        return figure.text

    def _as_csv(self, texts: dict[str, str]) -> CsvRow:
        years = {"previous": f"fact_{self._year - 1}", "planned": f"plan_{self._year}"}
        texts["responsible"] = ";".join(_services(texts["responsible"]))
        words = (
            vocabulary.meaning("to_confirm", word.strip()) or word.strip()
            for word in texts["to_confirm"].split(";")
        )
        texts["to_confirm"] = ";".join(filter(None, words))
        renamed = {years.get(field, _RENAMED.get(field, field)): text for field, text in texts.items()}
        return {"parent": "", **renamed}


def _services(text: str) -> tuple[str, ...]:
    if ";" in text:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    return services_in(text)


def _section_names(grids: list[Grid]) -> dict[str, str]:
    """Return the names of the sections from the sheet that a proposal keeps them on."""
    grid = next((grid for grid in grids if fold(grid.sheet) == fold(SECTIONS_SHEET)), None)
    names: dict[str, str] = {}
    for row in grid.rows if grid else ():
        texts = [cell.text if cell else "" for cell in (*row.cells[:2], None, None)]
        if fold_header(texts[0]) != fold_header(SECTION_COLUMNS[0]) and texts[0] and texts[1]:
            names[code_letters(texts[0])] = texts[1]
    return names


def _unanswered(grids: list[Grid], file: str) -> tuple[int, ...]:
    """Return the rows of the page of doubts that nobody has answered.

    Raises ``NotAPlan`` for a proposal without that page: nobody knows what was open.
    """
    if all(fold(grid.sheet) != fold(TABLE_SHEET) for grid in grids):
        return ()
    grid = next((grid for grid in grids if fold(grid.sheet) == fold(DOUBTS_SHEET)), Grid((), 0))
    places: dict[str, int] = {}
    missing = []
    for row in grid.rows:
        texts = [fold(cell.text) if cell else "" for cell in row.cells]
        if not places:
            if fold(ANSWER) in texts and fold(STATE) in texts:
                places = {name: texts.index(fold(name)) for name in (ANSWER, STATE)}
            continue
        state, answer = (covering(row, (places[name],)) for name in (STATE, ANSWER))
        if state is not None and fold(state.text) == fold(OPEN):
            said = fold(answer.text) if answer is not None else ""
            if said not in set(map(fold, ANSWERS)):
                missing.append(row.number)
    if not places:
        raise NotAPlan(
            N_(
                "“{file}” has lost its sheet “{sheet}” or the columns “{state}” and “{answer}” there. "
                "Make the proposal again, or put them back."
            ),
            file=file, sheet=DOUBTS_SHEET, state=STATE, answer=ANSWER,
        )  # fmt: skip
    return tuple(missing)
