"""Define what a document is read as: tables whose merged cells are known, and the lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from akmxl.core.said import Said

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
    """A table: ``sheet`` is a sheet's name, empty in a document; ``number`` counts the tables from 1."""

    rows: tuple[GridRow, ...]
    number: int
    sheet: str = ""

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True)
class Document:
    """A document: tables and the lines of text between them, in order, and what was left out of it."""

    file: str
    blocks: tuple[Grid | str, ...]
    notes: tuple[Said, ...] = ()


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
