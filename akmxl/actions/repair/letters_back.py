"""Find in the receipts, and in what the last check kept, letters whose rows or days the journal lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.copied import Copied
from akmxl.core.vocabulary import term
from akmxl.plan import registers
from akmxl.plan.kept_letters import lost_letters
from akmxl.plan.owed import all_reports
from akmxl.plan.receipts import broken, kept_of_letter
from akmxl.plan.values import split_key, typed
from akmxl.rules.journal_rows import unmatched
from akmxl.rules.rule import Case
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.writing.journal import journal_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.plan.owed import Owed
    from akmxl.plan.reports import JournalRow, Receipt
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView

_Key = tuple[str, str, str]
_NAMED = ("report", "period", "version")  # what a letter is known by


def letters_in_receipts(opened: OpenedPlan, today: date, copied: Sequence[Copied]) -> Iterator[Copied]:
    """Yield the journal's rows, and the cells of rows that are there, that only ``_akmxl`` has.

    ``copied``: what the dated copies have; it is left out.
    """
    plan, view = opened.plan, opened.file.views[registers.JOURNAL]
    letters = dict(_letters(opened, today))
    if not letters:
        return
    from_copies = {key for one in copied if one.table == view.layout.table for key in _keys(view, one.rows)}
    there = {(row.report, row.period_text, str(row.version)): row for row in plan.journal}
    rows: list[list[object]] = []
    cells: dict[Place, object] = {}
    for key, (values, row) in letters.items():
        if own := row or there.get(key):
            blank = {own.places[field]: field for field in own.places if not says(own.values.get(field))}
            cells |= {place: values[field] for place, field in blank.items() if values.get(field)}
        elif key not in from_copies:
            rows.append(view.in_order(values))
    cells = {place: value for place, value in cells.items() if all(place not in one.values for one in copied)}
    if cells:
        yield Copied(layout.RECEIPTS, view.name, cells, view.titles)
    if rows:
        yield Copied(layout.RECEIPTS, view.name, {}, view.titles, table=str(view.layout.table), rows=rows)


def _letters(
    opened: OpenedPlan, today: date
) -> Iterator[tuple[_Key, tuple[dict[str, object], JournalRow | None]]]:
    """Yield what is known of the letters that are lost, by their names, and the row that is theirs still."""
    plan = opened.plan
    receipts = [one for one in unmatched(Case(opened, today)).letters if one not in broken(plan.receipts)]
    kept = list(lost_letters(plan))
    if not receipts and not kept:
        return
    owed = {(one.report.code, str(one.period)): one for one in all_reports(plan)}
    for letter in receipts:
        values = _row_of(letter, owed.get((letter.report, letter.period)))
        yield (letter.report, letter.period, str(letter.version)), (values, None)
    for one in kept:
        its = owed.get((one.report, one.period))
        if its or one.row:
            known = {"number": one.number, "sent": typed("date", one.day), "state": term("state", "sent")}
            values = {**(journal_values(its, state="sent") if its else {}), **known}
            yield (one.report or one.name, one.period, "1"), (values, one.row)


def _keys(view: SheetView, rows: Sequence[Sequence[object]]) -> Iterator[_Key]:
    """Yield what the letters of rows in the journal's order are known by."""
    order = sorted(view.titles)
    places = [order.index(view.columns[field]) for field in _NAMED]
    for row in rows:
        report, period, version = (text_of(row[place]) for place in places)
        yield report, period, version or "1"


def _row_of(letter: Receipt, owed: Owed | None) -> dict[str, object]:
    """Return what a receipt, and the catalogue, say of a letter, by the journal's fields."""
    said = kept_of_letter(letter)
    texts = [str(value) for key, value in letter.values if split_key(key)[0] == "report" and value]
    known = journal_values(owed, state="sent") if owed else {"state": term("state", "sent")}
    values = {
        **said,
        "report": letter.report,
        "period": letter.period,
        "version": letter.version,
        "report_due": typed("date", said.get("report_due", "")),
        "number": letter.number,
        "sent": typed("date", letter.sent),
        "file": letter.file,
        "text": "\n".join(texts),
    }
    return known | {field: value for field, value in values.items() if value}
