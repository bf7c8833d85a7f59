"""Say what is found out of a sheet before it is read, and how much of it is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.importers.sources.files import damaged

if TYPE_CHECKING:
    Errors = dict[int, dict[int, str]]  # row and column from 0 -> the error as Excel shows it

MOST_CELLS = 20_000_000

# As files of Excel number them: .xls and .xlsb.
ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


class Found:
    """What a look over a sheet's cells gathers: the last row and column (from 0), the errors."""

    def __init__(self) -> None:
        self.row = -1
        self.column = -1
        self.errors: Errors = {}
        self.sizes: list[int] = []  # in cells, as the file itself says

    def reach(self, row: int, column: int) -> None:
        """Note that there is a cell."""
        if row > self.row:
            self.row = row
        if column > self.column:
            self.column = column

    def error(self, row: int, column: int, text: str) -> None:
        """Note that a cell holds an error."""
        self.errors.setdefault(row, {})[column] = text

    def checked(self, file: str, sheet: str) -> Errors:
        """Return the errors; raises ``Unreadable`` for a sheet with too many cells."""
        refuse_too_many(self.row + 1, self.column + 1, file, sheet)
        if max(self.sizes, default=0) > MOST_CELLS:
            raise damaged(file)
        return self.errors


def refuse_too_many(rows: int, columns: int, file: str, sheet: str) -> None:
    """Raise ``Unreadable`` for a sheet that has more cells than are read."""
    if rows * columns > MOST_CELLS:
        raise Unreadable(
            N_(
                "The sheet “{sheet}” of “{file}” has more than {limit} cells. Save it as CSV and import that."
            ),
            sheet=sheet,
            file=file,
            limit=MOST_CELLS,
        )
