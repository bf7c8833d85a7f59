"""Write the rows of long lists a row at a time, as the text that the sheet's part holds of them.

XlsxWriter keeps each cell, and looks at each again when the workbook is closed: of the tens of thousands of
cells of a ledger that is most of the time which a result takes. What a chart shows is read out of the cells
that XlsxWriter keeps, so a sheet with such figures is written cell by cell.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from math import isfinite
from operator import getitem
from typing import TYPE_CHECKING, TypeVar

from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.xmlbytes import encode_text, escape
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import WRAPPED, Formula, Shown, clean, kind_of
from akmxl.workbook.create.shared import PlanSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence, Set

    from akmxl.workbook.create.consolidated.book import Lists

Of = TypeVar("Of")
Made = TypeVar("Made")
_DAY_0 = date(1899, 12, 30)  # from which Excel counts days
_DAY = " as a day"  # behind a kind: its look with the format of a day
_EXACT = 10**15  # numbers below it have all their digits in a cell
_OF_PLAIN = r"[\w.,:;()‘’/-](?:[\w.,:;()‘’/ -]{0,250}[\w.,:;()‘’/-])?"
_PLAIN, _ALL_PLAIN = lazily(_OF_PLAIN), lazily(rf"(?:{_OF_PLAIN}\n)*")
_MANY = 1000  # values: beyond it to look at them together is quicker
_PIXELS = 4 / 3  # of a point: heights are whole pixels


class Known(dict[Of, Made]):
    """What is made of a value, once: names, states and days come again in row after row."""

    def __init__(self, make: Callable[[Of], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Of) -> Made:
        made = self[value] = self._make(value)
        return made


class RowSheet(PlanSheet):
    """A sheet whose last rows may be added whole."""

    def __init__(self) -> None:
        super().__init__()
        self._whole: list[str] = []
        self._above = 0  # rows, that are written cell by cell

    def add_row(self, row: int, cells: str, width: int, height: float | None = None) -> None:
        """Add a row right below all others: its cells, from the first one on, as ``RowTexts`` makes them."""
        if not self._whole:
            self._above = row
        self._check_dimensions(row, width - 1)
        self._whole.append(f'<row r="{row + 1}"{_tall(height)}>{cells}</row>')

    def _write_rows(self) -> None:
        last: int = self.dim_rowmax  # type: ignore[has-type]
        self.dim_rowmax = self._above - 1 if self._whole else last
        super()._write_rows()
        self.dim_rowmax = last
        self.fh.write("".join(self._whole))


@cache  # few of thousands
def _tall(height: float | None) -> str:
    return f' ht="{int(height * _PIXELS + 0.5) / _PIXELS:.16g}" customHeight="1"' if height else ""


class RowTexts:
    """Makes rows of one look as texts, by the kinds of their columns: what ``put`` writes cell by cell."""

    def __init__(self, book: Lists, kinds: Sequence[str], look: Mapping[str, object] | None = None) -> None:
        self._book = book
        self._look = look or {}
        self._styles = Known(self._style)
        # Between two of a row's numbers stand the rest of a cell and the letter of the next one.
        self._heads = [*(f'<c r="{shared.letter(column)}' for column in range(len(kinds))), ""]
        self._kinds = kinds
        self._cells = [Known(self._cell_of(*one)) for one in zip(kinds, self._heads[1:], strict=True)]

    def row(self, row: int, values: Sequence[Shown]) -> str:
        """Return the cells of a row, which is counted from 0."""
        return str(row + 1).join([self._heads[0], *map(getitem, self._cells, values)])

    def learn(self, column: int, values: Set[Shown]) -> None:
        """Make the cells of a column at once, where it has many values and all are plain: files, hashes."""
        if None in values:
            values = values - {None}
        kind, head, types = self._kinds[column], self._heads[column + 1], set(map(type, values))
        if len(values) < _MANY:
            return
        if types == {int} and all(map(_is_exact, values)):
            before, behind = _around_number(self._styles[kind], head)
        elif types == {str} and kind in WRAPPED and _are_plain(values):
            before, behind = _around_text(self._styles[kind], head)
        else:
            return
        self._cells[column].update({one: f"{before}{one}{behind}" for one in values})

    def _cell_of(self, kind: str, head: str) -> Callable[[Shown], str]:
        style, wrapped = self._styles, kind in WRAPPED

        def cell(value: Shown) -> str:
            """Return a cell behind its address; most are numbers and words that are the same in XML."""
            if type(value) is int and _is_exact(value):
                before, behind = _around_number(style[kind], head)
            elif wrapped and type(value) is str and _PLAIN.fullmatch(value) and "_x" not in value:
                before, behind = _around_text(style[kind], head)
            else:
                look, content = _content(value, kind)
                return f'" s="{style[look]}"{content}{head}'
            return f"{before}{value}{behind}"

        return cell

    def _style(self, kind: str) -> int:
        more = {"num_format": shared.DATE_FORMAT} if kind.endswith(_DAY) else {}
        style = self._book.style(kind.removesuffix(_DAY), **{**self._look, **more})
        return int(style._get_xf_index())


def _is_exact(value: object) -> bool:
    return isinstance(value, int) and -_EXACT < value < _EXACT


def _are_plain(texts: Iterable[object]) -> bool:
    """Tell whether texts are the same in XML."""
    together = "\n".join(map(str, texts)) + "\n"
    return _ALL_PLAIN.fullmatch(together) is not None and "_x" not in together


def _around_number(style: int, head: str) -> tuple[str, str]:
    return f'" s="{style}"><v>', f"</v></c>{head}"


def _around_text(style: int, head: str) -> tuple[str, str]:
    return f'" s="{style}" t="inlineStr"><is><t>', f"</t></is></c>{head}"


def _content(value: Shown, kind: str) -> tuple[str, str]:
    """Return the kind of a value's look, and what follows the style in its cell."""
    match value:
        case Formula(text, result):
            kind = kind_of(kind, result)
            of, told = (' t="str"', encode_text(result)) if isinstance(result, str) else ("", result)
            return kind, f"{of}><f>{escape(text.removeprefix('='))}</f><v>{told}</v></c>"
        case date():
            return kind + _DAY, f"><v>{(value - _DAY_0).days}</v></c>"
        case float() if not isfinite(value):
            return kind, _text(str(value))
        case int() | float():
            return kind_of(kind, value), f"><v>{value:.16G}</v></c>"
        case str() if value:
            return kind if kind in WRAPPED else "word", _text(clean(value))
        case _:
            return kind, "/>"


def _text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' t="inlineStr"><is><t{space}>{encode_text(text)}</t></is></c>'
