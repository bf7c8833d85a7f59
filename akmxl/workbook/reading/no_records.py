"""Tell the rows of a register that are plainly no record: a total, a heading within, a signature, a note.

They count nowhere and are told at their own row; a row of which that is not plain stays a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook.doors.grids import filled_of, says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.figures import looks_like_a_code, read_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.core.cells import Cell
    from akmxl.plan.model import Settings
    from akmxl.workbook.plan_file import SheetView

_TOTAL = lazily(r"(?:jami|itogo|vsego|hammasi|barchasi|yigindi|yigindisi|total|svod)")
_WORD = lazily(r"[^\W_]+")
_DAY_LIKE = 6  # words: a text with a figure in it and no more words may be meant for a day


def written_rows(view: SheetView) -> Sequence[int]:
    """Return the rows of a register in which people have written, records or not."""
    return filled_of(view.grid, sorted(view.titles.keys() - {view.columns.get("id")}), view.rows)


def no_records(view: SheetView, rows: Sequence[int], settings: Settings) -> frozenset[int]:
    """Return those of a register's rows that are plainly no record; only rows without a day are looked at."""
    if not rows:
        return frozenset()
    dates = view.values("date")
    undated = {value for value in set(dates.values()) if day_in(value) is None} | {None}
    kinds = {fold(kind) for kind in (*settings.event_kind_names, *settings.list_kinds)}
    return frozenset(row for row in rows if dates.get(row) in undated and _is_none(view, row, kinds))


def is_total(text: str) -> bool:
    """Tell whether a text names a total: ``Jami``, ``I chorak jami:``, ``Итого``."""
    words = _WORD.findall(fold(text))
    return any(_TOTAL.fullmatch(word) for word in words[:4])


def totals_of_days(view: SheetView) -> frozenset[int]:
    """Return the rows of the day log that have a total's name in the place of the day."""
    texts = {row: value for row, value in view.values("date").items() if type(value) is str}
    return frozenset(row for row, text in texts.items() if row in view.rows and is_total(text))


def _is_none(view: SheetView, row: int, kinds: set[str]) -> bool:
    known = {column: view.at(row, column) for column in view.titles if column != view.columns.get("id")}
    cells = {c: cell for c, cell in known.items() if says(cell.value) or cell.formula is not None}
    at = view.columns["date"]
    date = cells.pop(at, None)
    texts = [cell.value for cell in cells.values() if type(cell.value) is str and cell.formula is None]
    if date is not None and (type(date.value) is not str or date.formula is not None):
        return False  # a number, an error: the day, mistyped
    if date is not None and is_total(str(date.value)):
        return True
    if _is_named(view, row, kinds):
        return False
    if date is not None:
        return not texts and not _is_day_like(str(date.value))
    return _is_sum(list(cells.values())) or any(_TOTAL.match(fold(text)) and is_total(text) for text in texts)


def _is_named(view: SheetView, row: int, kinds: set[str]) -> bool:
    """Tell whether a row says what it is a record of: a kind of the lists, or a code."""
    named = {fold(view.text(row, field)) for field in ("event_kind", "list_kind") if field in view.columns}
    coded = view.layout.name != registers.EVENTS and "code" in view.columns
    code = read_code(view.cell(row, "code").value) if coded else ""
    return not kinds.isdisjoint(named) or (bool(code) and looks_like_a_code(code))


def _is_day_like(text: str) -> bool:
    words = _WORD.findall(text)
    return any(sign.isdecimal() for sign in text) and len(words) <= _DAY_LIKE


def _is_sum(cells: list[Cell]) -> bool:
    """Tell whether formulas over several rows are all that stands in a row."""
    return bool(cells) and all(cell.formula is not None and ":" in cell.formula for cell in cells)


def no_record_text(view: SheetView, row: int) -> str:
    """Return what such a row says first."""
    values = (view.at(row, column).value for column in sorted(view.titles))
    return next((text_of(value) for value in values if says(value)), "")
