"""Tell the rows of a table that are plainly no record: a total, a heading within, a signature, a note.

They count nowhere and are told at their own row; a row of which that is not plain stays a record.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.lazy_pattern import lazily
from akmxl.core.side_words import is_signature, is_total, leads_a_total
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import filled_of, says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.coded_rows import coded_rows
from akmxl.workbook.reading.figures import item_code, looks_like_a_code, read_code
from akmxl.workbook.reading.side_cells import adds_up_rows, is_signed_row, is_total_of_year, said_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from akmxl.plan.model import Settings
    from akmxl.workbook.plan_file import SheetView

_WORD = lazily(r"[^\W_]+")
_DAY_LIKE = 6  # words: a text with a figure in it and no more words may be meant for a day
_OF_A_NOTE = 2  # cells: what is signed, and by whom
ITEM_SIGNS = ("unit", "planned", "previous", "due", "kind")  # a row with one of these is an item's row
_PLAN_FIGURES = frozenset(("previous", "planned", *layout.MONTH_FIELDS, *layout.QUARTER_FIELDS, "year_total",
                           "percent", *(f"plan_q{quarter}" for quarter in range(1, 5))))  # fmt: skip
_FIGURES = frozenset(
    ("participants", "women", "children", "quantity", "hours", "year_published", *registers.AGES)
)


def written_rows(view: SheetView) -> Sequence[int]:
    """Return the rows of a register in which people have written, records or not."""
    return filled_of(view.grid, sorted(view.titles.keys() - {view.columns.get("id")}), view.rows)


def no_records(view: SheetView, rows: Sequence[int], settings: Settings) -> frozenset[int]:
    """Return those of a register's rows that are plainly no record.

    Only rows without a day are looked at, and those that stand alone below the last record.
    """
    if not rows:
        return frozenset()
    dates = view.values("date")
    undated = {value for value in set(dates.values()) if day_in(value) is None} | {None}
    kinds = {fold(kind) for kind in (*settings.event_kind_names, *settings.list_kinds)}
    figures = frozenset(column for field, column in view.columns.items() if field in _FIGURES)
    none = {row for row in rows if dates.get(row) in undated and _is_none(view, row, kinds, figures)}
    return frozenset(
        none | _apart(view, rows, lambda row: row in none or _may_be_a_note(view, row, kinds, figures))
    )


def no_days(view: SheetView) -> frozenset[int]:
    """Return the rows of the day log that are plainly no day: totals, and notes without a figure."""
    dates = view.values("date")
    rows = list(view.filled_rows())
    undated = [row for row in rows if day_in(dates.get(row)) is None]
    last = max(set(rows).difference(undated), default=0) if undated else 0
    return frozenset(row for row in undated if _is_no_day(view, row, below=row > last))


def _is_no_day(view: SheetView, row: int, *, below: bool) -> bool:
    date, words = view.cell(row, "date"), {view.columns.get("weekday"), view.columns.get("note")}
    if below and (is_signed_row(view, row) or is_total_of_year(view, row)):
        return True
    if date.formula is not None or (says(date.value) and type(date.value) is not str):
        return False
    figures = frozenset(view.titles.keys() - words - {view.columns["date"]})
    said, named = (
        said_in(view, row, view.titles.keys() - {view.columns["date"]}, figures),
        text_of(date.value),
    )
    if is_total(named) or any(map(is_total, said.texts)):
        return True
    if said.counts:
        alone = not named and not said.texts and not said.sums
        return alone and all(_is_sum_above(view, row, _added(view, c)) for c in said.counts)
    return below and not _is_day_like(named) and said.cells + bool(named) > 0


def no_items(view: SheetView) -> frozenset[int]:
    """Return the rows of Reja or Oylik that are plainly no item: totals, and notes in an item's columns.

    Texts alone are headings of Reja, and its signatures.
    """
    coded = coded_rows(view)
    uncoded = [row for row in view.filled_rows() if row not in coded]
    if not uncoded:
        return frozenset()
    last = max(coded, default=0)
    return frozenset(row for row in uncoded if _is_no_item(view, row, below=row > last))


def _is_no_item(view: SheetView, row: int, *, below: bool) -> bool:
    at = view.columns["code"]
    code = view.at(row, at)
    if below and view.layout.name == layout.MONTHLY and is_signed_row(view, row):
        return True
    if says(code.value):  # a total's name, or a signature; a date is a code that Excel turned into one
        if item_code(code.value):
            return True  # a note
        if type(code.value) is not str or code.formula is not None:
            return below and _stands_alone(view, row, cells=1)  # a day on which something was signed
        return day_in(code.value) is None or (below and _stands_alone(view, row))
    if view.at(row, view.columns["name"]).formula is not None:
        return False  # the row of an item that has lost its code
    figures = frozenset(c for field, c in view.columns.items() if field in _PLAN_FIGURES)
    said = said_in(view, row, view.titles.keys() - {at}, figures)
    named = [text for field in ("printed_no", "name") if (text := view.text(row, field))]
    if any(map(leads_a_total, named)) or (said.sums and not said.counts):
        return True
    if not below or said.counts:
        return False
    if view.layout.name == layout.PLAN:
        signs = any(view.text(row, field) for field in ITEM_SIGNS)
        return signs and said.cells <= _OF_A_NOTE and (not named or any(map(is_signature, said.texts)))
    return said.cells > 0


def _stands_alone(view: SheetView, row: int, cells: int = _OF_A_NOTE) -> bool:
    return sum(says(view.at(row, column).value) for column in view.titles) <= cells


def no_letters(view: SheetView) -> frozenset[int]:
    """Return the rows of the journal that are plainly no letter and no task."""
    return _without_a_subject(view, "title", ("report", "period"))


def no_hand_ins(view: SheetView) -> frozenset[int]:
    """Return the rows of Topshirish that plainly are no month of a service."""
    return _without_a_subject(view, "service", ("period",))


def _without_a_subject(view: SheetView, subject: str, sure: tuple[str, ...]) -> frozenset[int]:
    """Return totals, signatures, texts that stand alone elsewhere than in the subject's column, and what
    stands alone below a blank row. Where the fields ``sure`` hold digits nothing is asked.
    """
    rows = list(view.filled_rows())
    own = {row for row in rows if all(any(map(str.isdecimal, view.text(row, field))) for field in sure)}
    if len(own) == len(rows):
        return frozenset()
    said = {row: [c for c in view.titles if says(view.at(row, c).value)] for row in rows if row not in own}

    def is_beside(row: int) -> bool:
        cells = [view.at(row, column) for column in said[row]]
        if any(day_in(view.cell(row, field).value) for field in ("report_due", "sent", "handed_in")):
            return False
        texts = [cell.value for cell in cells if type(cell.value) is str]
        if any(map(leads_a_total, texts)) or is_signed_row(view, row):
            return True
        if len(texts) < len(cells) or len(cells) > _OF_A_NOTE:
            return False
        alone = len(cells) == 1 and said[row][0] != view.columns[subject]
        return any(map(is_signature, texts)) or (alone and not any(map(str.isdecimal, texts[0])))

    none = {row for row in said if is_beside(row)}
    found = none | _apart(view, rows, lambda row: row in none or (row in said and len(said[row]) == 1))
    return frozenset(row for row in found if row in none or view.columns[subject] not in said[row])


def no_record_text(view: SheetView, row: int) -> str:
    """Return what such a row says first."""
    return text_of(view.at(row, first_said(view, row).column).value)


def first_said(view: SheetView, row: int) -> Place:
    """Return the first cell of a row in which anything stands; akmxl's own number is nothing."""
    own = view.columns.get("id")
    columns = (c for c in sorted(view.titles) if c != own and says(view.at(row, c).value))
    return Place(view.name, row, next(columns, min(view.titles)))


def _is_none(view: SheetView, row: int, kinds: set[str], figures: frozenset[int]) -> bool:
    date = view.at(row, at := view.columns["date"])
    if date.formula is not None or (says(date.value) and type(date.value) is not str):
        return False  # a number, an error: the day, mistyped
    named = text_of(date.value)
    if (named and is_total(named)) or _repeats_the_heading(view, row):
        return True
    if _is_named(view, row, kinds):
        return False
    said = said_in(view, row, view.titles.keys() - {at, view.columns.get("id")}, figures)
    if said.sums and not said.counts and not named:
        return True
    if not _is_day_like(named) and any(map(leads_a_total, said.texts)):
        return True
    if said.counts:
        return not named and not said.texts and all(_is_sum_above(view, row, (c,)) for c in said.counts)
    if named and not said.texts:
        return not _is_day_like(named)
    alone = said.cells + bool(named) <= _OF_A_NOTE
    return alone and not said.sums and any(map(is_signature, filter(None, (named, *said.texts))))


def _repeats_the_heading(view: SheetView, row: int) -> bool:
    """Tell whether a row says what the table's heading says, as one that comes again on a page does."""
    said = {column: value for column in view.titles if says(value := view.at(row, column).value)}
    heading = (type(text) is str and fold(text) == fold(view.titles[column]) for column, text in said.items())
    return len(said) > 1 and all(heading)


def _is_sum_above(view: SheetView, row: int, columns: Sequence[int]) -> bool:
    """Tell whether a number in the last of some columns is what the typed numbers above it in them come to;
    two of them at least.
    """
    numbers = [
        number
        for column in columns
        for above, number in view.grid.values(column).items()
        if view.first_row <= above < row and isinstance(number, int | float)
        if above not in view.grid.formulas(column)
    ]
    return len(numbers) > 1 and view.at(row, columns[-1]).value == sum(numbers)


def _added(view: SheetView, column: int) -> Sequence[int]:
    """Return the columns of the day log whose figures a column's sum is made of."""
    return range(view.columns["weekday"] + 1, column + 1) if column == view.columns["visits"] else (column,)


def _may_be_a_note(view: SheetView, row: int, kinds: set[str], figures: frozenset[int]) -> bool:
    """Tell whether a row has only what a note has: a text or two, or a day alone."""
    date = view.cell(row, "date")
    said = said_in(view, row, view.titles.keys() - {view.columns["date"], view.columns.get("id")}, figures)
    if _is_named(view, row, kinds):
        return False
    if is_signed_row(view, row):
        return True
    if said.counts or said.sums:
        return False
    if date.formula is not None:
        return said.cells == 0 and adds_up_rows(date.formula)
    if not says(date.value):
        return 0 < said.cells <= _OF_A_NOTE
    dated = type(date.value) is not str or day_in(date.value) is not None
    return said.cells == 0 if dated else said.cells < _OF_A_NOTE


def _apart(view: SheetView, rows: Sequence[int], is_note: Callable[[int], bool]) -> set[int]:
    """Return the notes below the last record, with a blank row between."""
    below = list(takewhile(is_note, reversed(rows)))
    above = rows[-len(below) - 1] if len(below) < len(rows) else view.header_row
    first = next((row for row in reversed(below) if row > above + 1 and _is_gap(view, row - 1)), None)
    return {row for row in below if first is not None and row >= first}


def _is_gap(view: SheetView, row: int) -> bool:
    return not any(says(view.at(row, c).value) for c in view.titles if c != view.columns.get("id"))


def _is_named(view: SheetView, row: int, kinds: set[str]) -> bool:
    """Tell whether a row says what it is a record of: a kind of the lists, or a code."""
    named = {fold(view.text(row, field)) for field in ("event_kind", "list_kind") if field in view.columns}
    coded = view.layout.name != registers.EVENTS and "code" in view.columns
    code = read_code(view.cell(row, "code").value) if coded else ""
    return not kinds.isdisjoint(named) or (bool(code) and looks_like_a_code(code))


def _is_day_like(text: str) -> bool:
    words = _WORD.findall(text)
    return any(sign.isdecimal() for sign in text) and len(words) <= _DAY_LIKE
