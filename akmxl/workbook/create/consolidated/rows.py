"""Write the rows of long lists a row at a time, as the text that the sheet's part holds of them.

XlsxWriter keeps each cell, and looks at each again when the workbook is closed: of the tens of thousands of
cells of a ledger that is half of the time which a result takes. What a chart shows is read out of the cells
that XlsxWriter keeps, so a sheet with such figures is written cell by cell.
"""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

from akmxl.ooxml.xml.xmlbytes import escape
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import WRAPPED, Formula, clean
from akmxl.workbook.create.shared import PlanSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.workbook.create.consolidated.book import Lists, Shown

_DAY_0 = date(1899, 12, 30)  # from which Excel counts days
_PIXELS = 4 / 3  # of a point: heights are whole pixels


class RowSheet(PlanSheet):
    """A sheet whose last rows may be added whole."""

    def __init__(self) -> None:
        super().__init__()
        self._whole: list[str] = []
        self._letters: list[str] = []
        self._above: int = 0

    def add_row(self, row: int, cells: Sequence[str], height: float | None = None) -> None:
        """Add a row right below all others, from its first cell on, as ``CellTexts`` makes them."""
        if not self._whole:
            self._above = row
            self._letters = [f'<c r="{shared.letter(column)}' for column in range(len(cells))]
        self._check_dimensions(row, len(cells) - 1)
        tall = f' ht="{int(height * _PIXELS + 0.5) / _PIXELS:.16g}" customHeight="1"' if height else ""
        own = "".join([f"{begin}{row + 1}{cell}" for begin, cell in zip(self._letters, cells, strict=True)])
        self._whole.append(f'<row r="{row + 1}"{tall}>{own}</row>')

    def _write_rows(self) -> None:
        last: int = self.dim_rowmax  # type: ignore[has-type]
        if self._whole:
            self.dim_rowmax = self._above - 1
        super()._write_rows()
        self.dim_rowmax = last
        self.fh.write("".join(self._whole))


class CellTexts:
    """Makes cells of one look as texts, each without its address: what ``put`` writes cell by cell."""

    def __init__(self, book: Lists, look: Mapping[str, object] | None = None) -> None:
        self._book = book
        self._look = look or {}
        self._styles: dict[tuple[str, str], str] = {}
        self._shared = book.workbook.str_table._get_shared_string_index

    def row(self, values: Iterable[Shown], kinds: Iterable[str]) -> list[str]:
        """Return the cells of a row."""
        return [self._of(value, kind) for value, kind in zip(values, kinds, strict=True)]

    def _of(self, value: Shown, kind: str) -> str:
        if type(value) is str and value:  # as most cells
            style = self._style(kind if kind in WRAPPED else "word")
            return f'{style} t="s"><v>{self._shared(clean(value))}</v></c>'
        match value:
            case Formula(text, result):
                of = ' t="str"' if isinstance(result, str) else ""
                told = escape(result) if isinstance(result, str) else result
                return f"{self._style(kind)}{of}><f>{escape(text.removeprefix('='))}</f><v>{told}</v></c>"
            case date():
                return f"{self._style(kind, shared.DATE_FORMAT)}><v>{(value - _DAY_0).days}</v></c>"
            case float() if not isfinite(value):
                return f'{self._style(kind)} t="s"><v>{self._shared(str(value))}</v></c>'
            case float() if kind == "count" and not value.is_integer():
                return f"{self._style('exact')}><v>{value:.16G}</v></c>"
            case int() | float():
                return f"{self._style(kind)}><v>{value:.16G}</v></c>"
            case _:
                return f"{self._style(kind)}/>"

    def _style(self, kind: str, number: str = "") -> str:
        """Return the end of a cell's address and its style."""
        known = self._styles.get((kind, number))
        if known is None:
            more = {**self._look, "num_format": number} if number else self._look
            known = f'" s="{self._book.style(kind, **more)._get_xf_index()}"'
            self._styles[kind, number] = known
        return known
