"""Walk through a document: find the plan's table, its sections and the groups of its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument, NotAPlan
from akmxl.core.i18n import N_
from akmxl.core.text_length import shortened
from akmxl.importers.official import doubts
from akmxl.importers.official.doubts import WHOLE, Mark, listed, place_in
from akmxl.importers.official.grid import Grid
from akmxl.importers.official.groups import belongs, group_of, tell_odd_cells, without_shared_figures
from akmxl.importers.official.headings import (
    PRINTED,
    READ,
    find_heading,
    organisation_in,
    with_numbers,
    year_in,
)
from akmxl.importers.official.sections import (
    ROMAN,
    SectionLine,
    is_line_of_totals,
    is_signature,
    is_under_total,
    known_name,
    numbers_columns,
    section_in,
    section_row,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.importers.official.doubts import Doubts
    from akmxl.importers.official.grid import Document, GridRow
    from akmxl.importers.official.groups import Group
    from akmxl.importers.official.headings import Heading

_SHOWN = 60
_GOING_ON = ("name", "mechanism", "due", "responsible")  # texts that may reach over a page's end
_OTHER_WIDTH = 4  # columns from which a table that is not read may be one that should have been


@dataclass(frozen=True)
class Printout:
    """A plan as it is printed: its groups in order, the names of its sections.

    ``year`` and ``organisation`` are as the paper says them: None and empty where it does not.
    """

    heading: Heading
    groups: tuple[Group, ...]
    sections: Mapping[str, str]
    year: int | None
    organisation: str


def read_printout(document: Document, found: Doubts) -> Printout:
    """Read the plan in a document; raises ``NotAPlan`` where no table of it is one."""
    plans = [grid for grid in document.blocks if isinstance(grid, Grid) and find_heading(grid)]
    if not plans:
        raise NotAPlan(
            N_("No plan’s table was found in “{file}”: a heading with {columns} is needed."),
            file=document.file,
            columns=", ".join(vocabulary.header(field) for field in ("name", "planned", "due")),
        )
    walk = _Walk(found)
    for block in document.blocks:
        if isinstance(block, Grid):
            walk.table(block)
        else:
            walk.line(block)
    for note in document.notes:
        found.add(doubts.TEXT_LEFT, WHOLE, text=note)
    return walk.printout()


def no_year(file: str) -> BadArgument:
    """Return the refusal of a plan that does not say of which year it is."""
    return BadArgument(N_("“{file}” does not say of which year the plan is. Add it: --year 2026."), file=file)


class _Walk:
    def __init__(self, found: Doubts) -> None:
        self._found = found
        self._heading: Heading | None = None
        self._width = 0
        self._above: list[str] = []  # lines above the plan: whose it is, of which year
        self._sections: dict[str, str] = {}
        self._section = ""
        self._coming: SectionLine | None = None  # a line that is a section's heading if work follows it
        self._groups: list[tuple[Group, list[GridRow]]] = []
        self._headings: dict[
            int, Heading
        ] = {}  # that of each group: tables may have their columns in other orders
        self._parted = False  # a page may have ended here: another table, the heading again
        self._at = 0

    def line(self, text: str) -> None:
        """Take a line between tables: a section's heading, or what stands above the plan."""
        section = section_in(text)
        if section and section.code and self._is_next(section.code):
            self._coming = section
        elif self._heading is None:
            self._above.append(text)

    def _is_next(self, code: str) -> bool:
        return code in ROMAN and ROMAN.index(code) <= len(self._sections)

    def table(self, grid: Grid) -> None:
        """Take a table: the plan's, one that goes on it, or another."""
        heading = find_heading(grid)
        if heading is not None and not self._is_other(heading, grid):
            titled = heading
            self._heading = heading = with_numbers(titled, grid)
            if heading is not titled:
                self._found.add(doubts.COLUMN_BY_PLACE, Mark(place_in(grid, grid.rows[heading.last].number)))
            self._above += [cell.text for row in grid.rows[: heading.first] for cell in row.distinct]
            self._width = grid.width
            self._tell_columns(grid, heading)
            rows = grid.rows[heading.last + 1 :]
        elif heading is None and self._heading is not None and grid.width == self._width:
            rows = grid.rows
        else:
            self._leave(grid)
            return
        self._parted = True
        for row in rows:
            self._row(row, grid)

    def _is_other(self, heading: Heading, grid: Grid) -> bool:
        """Tell whether a table is a second plan: of another year, or on another sheet."""
        first = self._heading
        if first is None:
            return False
        if heading.year in (first.year, None) and (not grid.sheet or self._is_new(heading, grid)):
            return False
        self._found.add(
            doubts.OTHER_PLAN, Mark(place_in(grid, grid.rows[heading.first].number)), year=heading.year or "?"
        )
        return True

    def _is_new(self, heading: Heading, grid: Grid) -> bool:
        """Tell whether a sheet has sections that no sheet before it has: it goes on the plan."""
        rows = grid.rows[heading.last + 1 :]
        sections = {found.code for row in rows if row.distinct and (found := section_row(row, heading))}
        if not sections or "" in sections or sections & self._sections.keys():
            return False
        mark = Mark(place_in(grid, grid.rows[heading.first].number))
        self._found.add(doubts.MORE_SECTIONS, mark, sections=listed(sections))
        return True

    def _leave(self, grid: Grid) -> None:
        said = [cell.text for row in grid.rows for cell in row.distinct]
        if self._heading is None:
            self._above += said
        if not said or find_heading(grid) is not None:
            return
        full = any(len(row.distinct) > _OTHER_WIDTH for row in grid.rows)
        wide = not grid.sheet and grid.width >= _OTHER_WIDTH and (len(grid.rows) > 2 or full)
        self._found.add(
            doubts.OTHER_TABLE if wide else doubts.SMALL_TABLE,
            Mark(place_in(grid, grid.rows[0].number)),
            text=shortened(" | ".join(said), _SHOWN),
        )

    def _tell_columns(self, grid: Grid, heading: Heading) -> None:
        for spread in heading.unknown:
            inside = [row.cells[at] for row in grid.rows[heading.last + 1 :] for at in spread.columns
                      if at < len(row.cells) and not _is_wide(row)]  # fmt: skip
            text = next((cell.text for cell in inside if cell is not None and cell.text), "")
            if text:
                mark = Mark(place_in(grid, grid.rows[heading.last].number))
                self._found.add(doubts.UNKNOWN_COLUMN, mark, column=spread.text, text=shortened(text, _SHOWN))
        for field in PRINTED:
            if field not in heading.columns and not self._groups and field != "printed_no":
                self._found.add(doubts.NO_COLUMN, WHOLE, column=vocabulary.header(field))

    def _row(self, row: GridRow, grid: Grid) -> None:
        heading = self._heading
        assert heading is not None
        cells = row.distinct
        if not cells:
            return
        if heading.repeats(row) or numbers_columns(row):
            self._parted = True
            return
        self._at += 1
        row = heading.one_cell_each(row)
        mark = Mark(place_in(grid, row.number))
        if section := section_row(row, heading):
            self._begin(section, mark)
        elif len(cells) == 1 and is_signature(cells[0].text):
            self._found.add(doubts.SIGNED, mark, self._at, text=shortened(cells[0].text, _SHOWN))
        elif len(cells) > 1 or not is_under_total(cells[0].text):
            self._work(row, mark, heading)
        self._parted = self._parted and bool(section)

    def _begin(self, section: SectionLine, mark: Mark) -> None:
        self._coming = None
        code = section.code
        if not code:
            code = ROMAN[min(len(self._sections), len(ROMAN) - 1)]
            self._found.add(doubts.NO_SECTION, mark, self._at, text=section.name, code=code)
        self._section = code
        self._sections.setdefault(code, known_name(code, section.name))

    def _work(self, row: GridRow, mark: Mark, heading: Heading) -> None:
        """Take a row of work: one more of its group, the rest of a row, or a new group."""
        if self._groups and belongs(row, self._groups[-1][1][-1], heading):
            group, rows = self._groups[-1]
            rows.append(row)
            self._groups[-1] = group_of(rows, heading, group.mark, group.at, group.section), rows
            return
        if self._coming is not None:
            self._begin(self._coming, mark)
        if not self._section:
            self._found.add(doubts.SECTIONLESS, mark, self._at)
            self._begin(SectionLine("I", ""), mark)
        new = group_of([row], heading, mark, self._at, self._section)
        new = replace(
            new, mark=mark._replace(item=new.text("printed_no").rstrip(" .)"), title=new.text("name"))
        )
        if not any(new.text(field) for field in READ):
            text = shortened(" | ".join(cell.text for cell in row.distinct), _SHOWN)
            self._found.add(doubts.NOT_A_ROW, mark, self._at, text=text)
        elif self._groups and self._goes_on(new):
            group, rows = self._groups[-1]
            self._groups[-1] = group.going_on(new), rows
        elif not new.text("name"):
            text = shortened(" | ".join(cell.text for cell in row.distinct), _SHOWN)
            self._found.add(doubts.NOT_A_ROW, mark, self._at, text=text)
        else:
            self._groups.append((new, [row]))
            self._headings[new.at] = heading

    def _goes_on(self, new: Group) -> bool:
        """Tell whether a row is the rest of the one above, which a page's end has parted."""
        if any(new.text(field) for field in READ if field not in _GOING_ON):
            return False
        name = new.text("name")
        small = name[:1].isalpha() and name[:1].islower()
        if name and not small:
            return False
        text = shortened(name or new.text("mechanism") or new.text("responsible") or new.text("due"), _SHOWN)
        sure = not name or self._parted
        self._found.add(doubts.WENT_ON if sure else doubts.GOES_ON, new.mark, new.at, text=text)
        return True

    def printout(self) -> Printout:
        heading = self._heading
        assert heading is not None
        names = {field: vocabulary.header(field, heading.year) for field in READ}
        self._groups = [one for at, one in enumerate(self._groups) if not self._is_total(at)]
        for group, rows in self._groups:
            tell_odd_cells(rows, self._headings[group.at], group, names, self._found)
        if not any(group.text("printed_no") for group, _ in self._groups) and not heading.columns.get(
            "printed_no"
        ):
            self._found.add(doubts.NO_COLUMN, WHOLE, column=names["printed_no"])
        groups = without_shared_figures(self._groups, self._headings, names, self._found)
        year = heading.year or year_in(self._above)
        return Printout(heading, tuple(groups), self._sections, year, organisation_in(self._above))

    def _is_total(self, at: int) -> bool:
        """Tell whether a group is the line of totals below others: one without parts of its own below it."""
        group, below = self._groups[at][0], [one for one, _ in self._groups[at + 1 : at + 2]]
        goes_on = any(not one.text("printed_no") and one.section == group.section for one in below)
        if not is_line_of_totals(group.text("name")) or group.text("printed_no"):
            return False
        if goes_on and not is_line_of_totals(below[0].text("name")):
            return False
        text = shortened(" | ".join(filter(None, map(group.text, READ))), _SHOWN)
        self._found.add(doubts.LINE_OF_TOTALS, group.mark, group.at, text=text)
        return True


def _is_wide(row: GridRow) -> bool:
    """Tell whether one text reaches over a whole row, as a section's heading does."""
    return len(row.distinct) == 1
