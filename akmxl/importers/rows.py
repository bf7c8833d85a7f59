"""Go through the rows of an export that are data: totals, column numbers and repeated headings are none.

The totals that the file itself gives are held against the rows that were read.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import MONTHS
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import text_in
from akmxl.importers.own_totals import OwnTotals
from akmxl.importers.row_kinds import beginnings, first_text, folded_texts, is_blank_cell, is_numbered, led_by
from akmxl.plan.period import WHOLE_YEAR
from akmxl.workbook.create.rejected_rows import MARK, REASON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.core.said import Said
    from akmxl.importers.heading import Heading
    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import Row, SourceTable

_FEW_HEADINGS = 2  # words of a heading that make a row another one
BLANK, HEADING, DATA = "blank", "heading", "data"  # what a row is
NOTHING: Mapping[str, int] = MappingProxyType({})
RUNS_OVER = N_("the row has more cells than the heading: a separator stands inside a cell")


class Rejected(NamedTuple):
    """A row that is not imported: its number as its table counts, the column's heading, why.

    ``cells`` are those of the profile's columns, in their order; ``mark`` is that of a row that an import
    gave back before.
    """

    row: int
    column: str
    reason: Said
    cells: tuple[object, ...]
    table: str = ""
    mark: str = ""


class Where(NamedTuple):
    """A row of an export: its table, and its number there."""

    table: str
    row: int


class Data(NamedTuple):
    """A table of an export with its heading found."""

    table: SourceTable
    heading: Heading
    profile: Profile

    def rows(self, summed: Mapping[str, int] = NOTHING, days: Sequence[int] = ()) -> Iterator[Row]:
        """Yield the rows that are data, padded to the width of the heading.

        ``summed`` are the columns, by heading, whose totals the file may give; in ``days`` stand days: a row
        that has one is no total, though its first text begins with the word. Raises ``FileProblem`` where the
        totals do not agree with the rows, or are not there.
        """
        control = None
        if summed and self.profile.control and not self.heading.given_back:
            control = OwnTotals(self.table, self.profile, summed)
        is_skipped, is_control = led_by(self.profile.skipped), led_by(self.profile.control)
        held = control is not None
        for row, cells in self._below_heading():
            if held and is_control(cells, days):
                control.check(row, cells)  # type: ignore[union-attr]
            elif not is_skipped(cells, days):
                if held:
                    control.add(row, cells)  # type: ignore[union-attr]
                yield row, cells
        if control is not None:
            control.finish()

    def _below_heading(self) -> Iterator[Row]:
        """Yield the rows below the heading that are not blank, no heading again and no column numbers.

        A row 1, 2, 3 ... numbers the columns where it stands right below a heading, unless the next row goes
        on with 2 in its first cell: then both are data.
        """
        width = max((*self.heading.titles, *self.heading.columns.values()), default=0) + 1
        first, begins = self.heading.first, beginnings(self.heading)
        place = min(self.heading.columns.values(), default=0)
        headings = {folded_texts(cells) for cells in self.heading.rows}
        below, waiting = True, None  # right below a heading; a row of column numbers that may be data
        for row, cells in self.table.read():
            if row < first:
                continue
            if len(cells) < width:
                cells = [*cells, *(None,) * (width - len(cells))]
            value = cells[place]
            if value is None or value == "" or value in begins or not str(value).strip():
                kind = self._kind(row, cells, headings, begins)
                if kind is not DATA:
                    below |= kind is HEADING
                    continue
            if below:
                if waiting is None and is_numbered(cells, len(self.heading.titles)):
                    waiting = row, cells
                    continue
                if waiting is not None and first_text(cells) == first_text(waiting[1], 1):
                    yield waiting
                below, waiting = False, None
            yield row, cells

    def _kind(
        self, row: int, cells: Sequence[object], headings: set[tuple[str, ...]], begins: set[object]
    ) -> str:
        """Tell a blank row, and a heading that comes again, from data; another heading is refused."""
        if all(map(is_blank_cell, cells)):
            return BLANK
        if folded_texts(cells) in headings:
            return HEADING
        if sum(cell in begins for cell in cells) < _FEW_HEADINGS:
            return DATA
        raise FileProblem(
            N_(
                "{file}, row {row}: another heading stands here, with its columns in another order. "
                "Put what is below it into a file of its own and import that."
            ),
            file=place_of(self.table), row=row,
        )  # fmt: skip

    def cells(self, row: Sequence[object]) -> tuple[object, ...]:
        """Return a row's cells of the profile's columns, in its order; then those of months side by side."""
        columns = self.heading.columns
        own = (row[columns[name]] if name in columns else None for name in self.profile.columns)
        months = {month: row[place] for place, month in self.heading.months.items()}
        return (*own, *(map(months.get, WHOLE_YEAR) if self.profile.across else ()))

    def mark(self, row: Sequence[object]) -> str:
        """Return the mark of a row that an import gave back; empty for others."""
        place = self.heading.mark if self.heading.given_back else None
        return "" if place is None or place >= len(row) else text_in(row[place])

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of columns that the profile does not read."""
        read = {*self.heading.columns.values(), *self.heading.months}
        own = {fold(REASON), fold(MARK)}
        titles = (title for place, title in self.heading.titles.items() if place not in read)
        return tuple(title for title in titles if fold(title) not in own)

    def runs_over(self, cells: Sequence[object]) -> bool:
        """Tell whether a row of a text file is longer than the heading: its figures may stand shifted."""
        if not self.table.kind.endswith("sv"):
            return False
        width = max((*self.heading.titles, *self.heading.columns.values()), default=0) + 1
        return len(cells) > width and not all(map(is_blank_cell, cells[width:]))

    def title(self, name: str) -> str:
        """Return the heading of a profile's column as the export has it."""
        return self.heading.titles.get(self.heading.columns.get(name, -1), name)


def headings_of(profile: Profile) -> tuple[str, ...]:
    """Return the headings under which ``Data.cells`` stand."""
    return (*profile.columns, *((name.capitalize() for name in MONTHS) if profile.across else ()))
