"""Define what a document is read as: tables whose merged cells are known, and the lines between them."""

from __future__ import annotations

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said

_HIDDEN = N_("Hidden rows of “{sheet}” were not read: {rows}.")

MOST_COLUMNS, MOST_ROWS = 256, 20_000
"""What no official plan has more of: a file that says so is refused, before memory is taken for it."""


@dataclass(frozen=True)
class GridCell:
    """One cell as it is shown: its lines from top to bottom, blank ones too, and what is odd about it.

    A merged cell is one and the same object at each place that it covers, so it is compared by identity.
    """

    lines: tuple[str, ...] = ()
    odd: tuple[Said, ...] = ()

    @property
    def text(self) -> str:
        """All lines as one text; a word that was parted at a line's end by a hyphen stays whole."""
        return joined(self.lines)

    @property
    def filled(self) -> tuple[str, ...]:
        """The lines that say something."""
        return tuple(line for line in self.lines if line)


class GridRow(NamedTuple):
    """A row: its number as a person counts it, and its cells by column, None where there is none."""

    number: int
    cells: tuple[GridCell | None, ...]

    @property
    def distinct(self) -> tuple[GridCell, ...]:
        """The cells that say something, each merged one once."""
        return tuple({id(cell): cell for cell in self.cells if cell is not None and cell.text}.values())


@dataclass(frozen=True)
class Grid:
    """A table: ``sheet`` is a sheet's name, empty in a document; ``number`` counts the tables from 1.

    ``hidden`` are the numbers of rows that nobody sees, ``unseen`` says so of the whole sheet.
    """

    rows: tuple[GridRow, ...]
    number: int
    sheet: str = ""
    hidden: frozenset[int] = frozenset()
    unseen: bool = False

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True)
class Document:
    """A document: tables and the lines of text between them, in order, and what was left out of it."""

    file: str
    blocks: tuple[Grid | str, ...]
    notes: tuple[Said, ...] = ()

    def as_shown(self) -> Document:
        """Return the document without what nobody sees, as it is on paper; hidden rows are noted."""
        blocks: list[Grid | str] = []
        notes = list(self.notes)
        for block in self.blocks:
            if isinstance(block, str) or not (block.unseen or block.hidden):
                blocks.append(block)
            elif not block.unseen:
                gone = [row.number for row in block.rows if row.number in block.hidden and row.distinct]
                rows = tuple(row for row in block.rows if row.number not in block.hidden)
                blocks.append(Grid(rows, block.number, block.sheet))
                if gone:
                    notes.append(Said(_HIDDEN, sheet=block.sheet, rows=", ".join(map(str, gone))))
        return Document(self.file, tuple(blocks), tuple(notes))


def joined(lines: tuple[str, ...]) -> str:
    """Put lines together as one text.

    >>> joined(("Axborot-", "metodik", "qo‘llanma"))
    'Axborot-metodik qo‘llanma'
    """
    text = ""
    for line in lines:
        part = " ".join(line.split())
        inside = text[-1:] == "-" and text[-2:-1].isalpha() and part[:1].islower()
        text = f"{text}{part}" if inside or not text else f"{text} {part}".rstrip()
    return text


def too_large(file: str) -> Unreadable:
    """Return the refusal of a table that no official plan is as large as."""
    return Unreadable(
        N_("The table is too large for an official plan: “{file}”. Leave the plan’s table alone in it."),
        file=file,
    )
