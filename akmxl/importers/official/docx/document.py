"""Read a document of Word as tables of cells and the lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import plain_signs
from akmxl.importers.official.docx.numbering import UNKNOWN_NUMBER, Numbering
from akmxl.importers.official.docx.paragraphs import GONE, Shown, mark_is_gone
from akmxl.importers.official.docx.parts import child, children, name_of, switched_on, value, word_parts
from akmxl.importers.official.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Document,
    Grid,
    GridCell,
    GridRow,
    too_large,
)
from akmxl.ooxml.xml.attributes import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

NESTED = N_("a table of {columns} columns stands in the cell")
FOREIGN_PART = N_("The document takes in another file, which is not read: open it in Word and save it again.")
_HIDDEN_ROW = N_("a hidden row was not read: table {table}, below row {row}")
_NO_NUMBER = N_("the number that Word writes by itself is of a kind that is not known")
_WRAPPERS = frozenset(
    ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice")
)


def word_document(data: bytes, file: str) -> Document:
    """Read the tables and lines of a .docx; raises ``Unreadable`` for one that is damaged or hostile."""
    parts = word_parts(data, file)
    reader = _Reader(Numbering(parts), file)
    blocks = tuple(reader.blocks(parts.body))
    return Document(file, blocks, tuple(dict.fromkeys(reader.notes)))


def _inside(element: _Element, *names: str) -> Iterator[_Element]:
    """Yield the children of these names, also those in controls and in what tracked changes put in."""
    for one in children(element):
        name = name_of(one)
        if name in names:
            yield one
        elif name in _WRAPPERS:
            yield from _inside(one, *names)


class _Reader:
    def __init__(self, numbering: Numbering, file: str) -> None:
        self._numbering = numbering
        self._file = file
        self._tables = 0
        self.notes: list[Said] = []

    def blocks(self, body: _Element) -> Iterator[Grid | str]:
        for one in _inside(body, "p", "tbl", "altChunk"):
            match name_of(one):
                case "p":
                    yield plain_signs(self._line(one, Shown()))
                case "tbl":
                    yield from self._table(one)
                case _:
                    self.notes.append(Said(FOREIGN_PART))

    def _table(self, table: _Element) -> list[Grid]:
        """Return a table and, behind it, those in its cells that are wide enough to be a plan's."""
        self._tables += 1
        number, rows, within = self._tables, list[GridRow](), list[Grid]()
        above: tuple[GridCell | None, ...] = ()
        for row in _inside(table, "tr"):
            properties = child(row, "trPr")
            if any(True for _one in children(properties, *GONE)):
                continue
            if switched_on(properties, "hidden"):
                self.notes.append(Said(_HIDDEN_ROW, table=number, row=len(rows)))
                continue
            above = self._row(row, properties, above, within)
            rows.append(GridRow(len(rows) + 1, above))
            if len(rows) > MOST_ROWS:
                raise too_large(self._file)
        return [Grid(tuple(rows), number), *within]

    def _row(
        self, row: _Element, properties: _Element | None, above: tuple[GridCell | None, ...],
        within: list[Grid],
    ) -> tuple[GridCell | None, ...]:  # fmt: skip
        cells: list[GridCell | None] = []
        cells += [None] * whole(value(child(properties, "gridBefore")), 0, most=MOST_COLUMNS)
        for cell in _inside(row, "tc"):
            about = child(cell, "tcPr")
            if child(about, "cellDel") is not None:
                continue
            across = max(1, whole(value(child(about, "gridSpan")), 1, most=MOST_COLUMNS))
            merged = above[len(cells)] if _goes_on(about) and len(cells) < len(above) else None
            if merged is not None:
                cells += [merged] * across
            else:
                cells += self._cell(cell, across, within)
            if len(cells) > MOST_COLUMNS:
                raise too_large(self._file)
        return tuple(cells)

    def _cell(self, cell: _Element, across: int, within: list[Grid]) -> list[GridCell]:
        """Return what a cell shows: the same at each column, but where a table in it has those columns."""
        shown, lines, inner = Shown(), list[str](), list[Grid]()
        goes_on = False
        for one in _inside(cell, "p", "tbl"):
            if name_of(one) == "tbl":
                inner += self._table(one)[:1]
                lines += [" ".join(cell.text for cell in row.distinct) for row in inner[-1].rows]
                continue
            new = [plain_signs(line) for line in self._line(one, shown).split("\n")]
            if goes_on and lines:
                lines[-1], new = f"{lines[-1]}{new[0]}", new[1:]
            lines += new
            goes_on = mark_is_gone(one)
        widest = max((grid.width for grid in inner), default=0)
        within += [grid for grid in inner if grid.width > across]
        if len(inner) == 1 and widest == across > 1:
            return [_column(inner[0], at, shown) for at in range(across)]
        odd = (*shown.odd, Said(NESTED, columns=widest)) if widest > 1 else tuple(shown.odd)
        if inner:  # Word asks for a paragraph behind a table in a cell
            lines = _without_last_blank(lines)
        return [GridCell(tuple(lines), odd)] * across

    def _line(self, paragraph: _Element, shown: Shown) -> str:
        text = shown.text(paragraph)
        number = self._numbering.number(child(paragraph, "pPr"))
        if UNKNOWN_NUMBER in number:
            shown.odd.append(Said(_NO_NUMBER))
        return f"{number} {text}" if number and text.strip() else number or text


def _column(grid: Grid, at: int, shown: Shown) -> GridCell:
    cells = [row.cells[at] if at < len(row.cells) else None for row in grid.rows]
    odd = [said for cell in cells if cell is not None for said in cell.odd]
    return GridCell(tuple(cell.text if cell else "" for cell in cells), (*shown.odd, *odd))


def _goes_on(properties: _Element | None) -> bool:
    """Tell whether a cell is the lower part of a merged one, also by a change that is tracked."""
    merged = child(properties, "vMerge")
    if merged is not None:
        return value(merged) in (None, "continue")
    return value(child(properties, "cellMerge"), "vMerge") == "cont"


def _without_last_blank(lines: list[str]) -> list[str]:
    return lines[:-1] if lines and not lines[-1] else lines
