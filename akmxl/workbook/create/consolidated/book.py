"""Share among the sheets of a consolidation: the workbook being made, lists of rows, cells, headings."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING

import xlsxwriter

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.text_length import LONGEST_TEXT, units
from akmxl.core.unseen import visible
from akmxl.plan.returns.records import Centre, Status
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.mark import MARK, PROPERTY
from akmxl.workbook.create.shared import PlanSheet, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Consolidation

PERCENT_FORMAT = "0.0%"
EXACT_FORMAT = "#,##0.0####"  # of a figure with decimals
COUNT_FORMAT = "[>=1000000]# ### ##0;[>=1000]# ##0;0"  # over a nation there are millions
CHANGE_FORMAT = "[<=-1000]-# ##0;[<0]-0;# ### ##0"  # of what may be below 0: the one above loses the minus


class Column(NamedTuple):
    """A column of a list: its heading, its width, what it holds.

    ``kind``: text (wrapped, on the left), word (in the middle), count, change (of counts), decimal, percent,
    exact or day.
    """

    heading: str
    width: float
    kind: str = "word"


class Formula(NamedTuple):
    """A live formula and the value that it comes to."""

    text: str
    value: float | str


Shown = None | str | int | float | date | Formula


@dataclass(frozen=True)
class Lists:
    """A workbook of lists being made."""

    workbook: Workbook
    styles: Styles

    def sheet(self, name: str, tab: str, kind: type[PlanSheet] = PlanSheet) -> Worksheet:
        """Add a worksheet with a colour for its tab."""
        sheet: Worksheet = self.workbook.add_worksheet(name, kind)
        sheet.set_tab_color(tab)
        sheet.hide_gridlines(2)
        return sheet

    @cached_property
    def _plain(self) -> Mapping[str, Format]:
        """The formats of nearly all cells, looked up tens of thousands of times."""
        return {kind: self.styles.boxed(**{**look, "font_size": 9}) for kind, look in _LOOKS.items()}

    def style(self, kind: str, **more: object) -> Format:
        """Return the format of a list's cell."""
        if not more and kind in self._plain:
            return self._plain[kind]
        return self.styles.boxed(**{**_LOOKS[kind], "font_size": 9, **more})


@dataclass(frozen=True)
class Book(Lists):
    """The workbook of a consolidation, what it is made from, and the day on which it is made.

    ``names`` are those of items and reports by their codes, as far as they are known, ``aside`` the files
    that came and are no forms.
    """

    consolidation: Consolidation
    today: date
    names: Mapping[str, str]
    aside: Sequence[str] = ()

    @cached_property
    def centres(self) -> Mapping[str, Centre]:
        """The centres by code, those of the table first, then others whose forms count."""
        known = {centre.code: centre for centre in self.consolidation.centres}
        for entry in self.consolidation.entries:
            if entry.status is Status.ACCEPTED and entry.centre not in known:
                known[entry.centre] = Centre(
                    entry.centre, entry.returned.organisation if entry.returned else ""
                )
        return known

    def centre(self, code: str) -> Centre:
        """Return a centre; of one that the table does not have only the code is known."""
        return self.centres.get(code) or Centre(code, "")


_LOOKS: Mapping[str, Mapping[str, object]] = {
    "text": {"num_format": "@", "text_wrap": True, "align": "left"},
    "word": {"num_format": "@", "text_wrap": True, "align": "center"},
    "count": {"num_format": COUNT_FORMAT, "align": "right", "indent": 1},
    "change": {"num_format": CHANGE_FORMAT, "align": "right", "indent": 1},
    "decimal": {"num_format": "0.0", "align": "right", "indent": 1},
    "percent": {"num_format": PERCENT_FORMAT, "align": "right", "indent": 1},
    "exact": {"num_format": EXACT_FORMAT, "align": "right", "indent": 1},
    "day": {"num_format": shared.DATE_FORMAT, "align": "center"},
}


WRAPPED = frozenset({"text", "word"})
_WHOLE = ("count", "change")


def made(
    title: str, consolidation: Consolidation, today: date, names: Mapping[str, str], aside: Sequence[str] = ()
) -> tuple[Book, BytesIO]:
    """Begin a consolidation's workbook: the same arguments give the same bytes."""
    lists, target = begun(title, today, MARK)
    return Book(lists.workbook, lists.styles, consolidation, today, names, aside), target


def begun(title: str, today: date, mark: str) -> tuple[Lists, BytesIO]:
    """Begin a workbook of lists, which says by ``mark`` what it is; no run time gets in."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(target, options)
    created = datetime(today.year, today.month, today.day)  # noqa: DTZ001
    workbook.set_properties({"title": title, "created": created})
    workbook.set_custom_property(PROPERTY, mark)
    return Lists(workbook, Styles(workbook)), target


def day(text: str) -> date | str | None:
    """Return a day in ISO spelling as one; another text stays what it is, an empty one nothing."""
    with suppress(ValueError):
        return date.fromisoformat(text[:10])
    return text or None


def clean(text: str) -> str:
    """Return a text as a cell can hold it: what no file can spell is replaced, what is too long is cut."""
    if len(text) <= LONGEST_TEXT // 2 and text.isprintable():
        return text  # as nearly all
    text = visible(text.encode("utf-8", "replace").decode("utf-8"))
    if units(text) <= LONGEST_TEXT:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_TEXT - 2].decode("utf-16-le", "ignore") + "…"


def put(
    book: Lists, sheet: Worksheet, row: int, column: int, value: Shown, kind: str, **more: object
) -> None:
    """Write a value as what it is; a text never becomes a formula, nothing stays an empty cell."""
    style = book.style(kind, **more)
    if type(value) is str and value and kind in WRAPPED:  # as most cells
        sheet.write_string(row, column, clean(value), style)
        return
    match value:
        case Formula(text, result):
            sheet.write_formula(row, column, text, book.style(kind_of(kind, result), **more), result)
        case date():
            sheet.write_datetime(
                row, column, value, book.style(kind, **{**more, "num_format": shared.DATE_FORMAT})
            )
        case float() if not isfinite(value):
            sheet.write_string(row, column, str(value), style)
        case int() | float():
            sheet.write_number(row, column, value, book.style(kind_of(kind, value), **more))
        case str() if value:
            words = style if kind in WRAPPED else book.style("word", **more)
            sheet.write_string(row, column, clean(value), words)
        case _:
            sheet.write_blank(row, column, None, style)


def kind_of(kind: str, value: object) -> str:
    """Return what a column of counts holds where a figure has decimals: it is shown with them."""
    return "exact" if kind in _WHOLE and isinstance(value, float) and not value.is_integer() else kind


def title(book: Lists, sheet: Worksheet, text: str, sentence: str) -> None:
    """Write what a sheet is about: its title, and a sentence below."""
    sheet.write_string(0, 0, clean(text), book.styles.title())
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, clean(sentence), book.styles.hint())
