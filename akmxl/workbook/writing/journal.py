"""Fill Hisobotlar and ``_akmxl``: the journal's rows, the receipts, the registers' row ids."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.core.vocabulary import term
from akmxl.plan import registers
from akmxl.plan.due_days import persons_due
from akmxl.plan.kept_letters import letters_to_keep
from akmxl.plan.kept_settings import KEPT_LAST_YEAR, rows_to_keep, settings_to_keep
from akmxl.plan.owed import all_reports, tasks, tasks_to_keep
from akmxl.plan.row_numbers import numbers_in, ranges
from akmxl.plan.sector_sums import sector_sums
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.lost_ids import lost_ids
from akmxl.workbook.receipts_sheet import fill_kept, kept_of
from akmxl.workbook.used_columns import used_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from akmxl.core.cells import Range
    from akmxl.plan.model import Plan, Record
    from akmxl.plan.owed import Owed
    from akmxl.plan.reports import JournalRow, Receipt
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile


def merged_away(merged: Iterable[Range], column: int) -> set[int]:
    """Return the rows of a column whose cell is merged into another, so that nothing can be written there."""
    return {
        row
        for top, left, bottom, right in merged
        if left <= column <= right
        for row in range(top + (column == left), bottom + 1)
    }


_OWN_STATES = ("", "draft", "overdue")  # other words of people stay


def journal_values(owed: Owed, *, state: str, version: int = 1, file: str = "") -> dict[str, object]:
    """Return, by field, what akmxl writes into a report's row; the columns of people are not among it."""
    return {
        **_named(owed),
        **_due(owed),
        "report": owed.report.code,
        "period": str(owed.period),
        "state": term("state", state),
        "version": version,
        "file": file or None,
    }


def _named(owed: Owed) -> dict[str, object]:
    report = owed.report
    return {"title": report.title, "recipient": report.recipient, "items": "; ".join(report.items)}


def _due(owed: Owed) -> dict[str, object]:
    """Return the due day, where no person wrote one, and the day by the rule beside it."""
    moved = persons_due(owed.row, owed.by_rule) is not None
    return {"rule_due": owed.by_rule} if moved else {"rule_due": owed.by_rule, "report_due": owed.due}


def fill_standing(plan: Plan, today: date) -> Fills:
    """Fill where each row of the journal stands today, in the columns that are akmxl's.

    These are the state, the due day and, where a person added the row of a report, what the catalogue says
    of it.
    """
    owed = ((one.row, one) for one in (*all_reports(plan), *tasks(plan)))
    fills = [fill_row(row, _standing(one, row, today)) for row, one in owed if row is not None]
    sent = (row for row in plan.journal if row.sent is not None and row.state in _OWN_STATES)
    fills += [fill_row(row, {"state": term("state", "sent")}) for row in sent]
    return Fills({place: value for fill in fills for place, value in fill.cells.items()})


def _standing(owed: Owed, row: JournalRow, today: date) -> dict[str, object]:
    values: dict[str, object] = {}
    if not owed.one_off:
        named = {**_named(owed), **_due(owed), "version": 1}
        values = {field: value for field, value in named.items() if row.values.get(field) in (None, "")}
        values |= _due(owed) if row.sent is None else {}
    return values if row.sent else values | _state(owed, row, today)


def _state(owed: Owed, row: JournalRow, today: date) -> dict[str, object]:
    drafted = bool(row.values.get("file"))
    if row.state in _OWN_STATES and owed.status(today) == "overdue":
        return {"state": term("state", "overdue")}
    if row.state == "overdue" or (row.state in _OWN_STATES and drafted):
        return {"state": term("state", "draft") if drafted else None}
    return {}


def fill_row(row: JournalRow, values: Mapping[str, object]) -> Fills:
    """Fill new values into a row that is there, by field; a cell that holds the same is not touched."""
    return Fills({row.places[field]: value for field, value in values.items() if field in row.places})


def add_rows(file: PlanFile, rows: Iterable[Mapping[str, object]]) -> Fills:
    """Fill rows in at the journal's end, in the order of its columns."""
    view = file.views[registers.JOURNAL]
    lines = [view.in_order(row) for row in rows]
    return Fills(added={str(layout.JOURNAL_SHEET.table): lines}) if lines else Fills()


def fill_receipts(plan: Plan, receipts: Iterable[Receipt]) -> Fills:
    """Fill the receipts, and what is known of the registers, into ``_akmxl``."""
    return fill_kept(kept_of(plan)._replace(receipts=tuple(receipts)))


_ID, _NEW = attrgetter("id"), attrgetter("new_id")
_LONGEST = 32_000  # signs of a cell


def highest_ids(plan: Plan) -> dict[str, int]:
    """Return the highest id that a row of each register has, or ever had."""
    highest = dict(plan.highest_ids)
    for register, records in _with_ids(plan).items():
        highest[register] = max(highest.get(register, 0), max(map(int, map(_ID, records)), default=0))
    return {register: number for register, number in highest.items() if number}


def _with_ids(plan: Plan) -> Mapping[str, Sequence[Record]]:
    """Return the rows but for those without an id that a sent report may know by another than the next."""
    if not any(any(map(_NEW, records)) for records in plan.records.values()):
        return plan.records  # as nearly always
    from akmxl.plan.old_ids import likely_rows

    waiting = {(register, one.row) for (register, _), one in likely_rows(plan).items() if one.new_id}
    if not waiting:
        return plan.records
    return {
        register: [record for record in records if (register, record.row) not in waiting]
        for register, records in plan.records.items()
    }


def fill_new_ids(opened: OpenedPlan, without: Collection[str] = ()) -> Fills:
    """Fill in the ids that reading gave to register rows without one, but for some registers."""
    columns: dict[tuple[str, int], dict[int, object]] = {}
    for register, records in _with_ids(opened.plan).items():
        view = opened.file.views[register]
        new: dict[int, object] = {record.row: int(record.id) for record in records if record.new_id}
        if new and "id" in view.columns and register not in without:
            column = view.columns["id"]
            hidden = merged_away(opened.file.workbook.merged(view.name), column)
            columns[view.name, column] = {row: name for row, name in new.items() if row not in hidden}
    return Fills(columns=columns)


def fill_ids(opened: OpenedPlan, *, told: bool = True) -> Fills:
    """Fill in the ids that reading gave to register rows which had none of their own, and what ``_akmxl``
    keeps: of the registers the highest id, the columns in use, the rows that are there, what the sectors had,
    what the settings said of what is counted, the letters that went out, and the one-off tasks. Rows that
    have gone stay in it until it is ``told``.
    """
    plan, rows = opened.plan, {}
    bare = {view.layout.name for view in lost_ids(opened.file, plan.known_rows)}  # repair gives them back
    ids = fill_new_ids(opened, without=bare)
    for register, records in _with_ids(plan).items():
        before = () if told else numbers_in(plan.known_rows.get(register, ""))
        rows[register] = ranges([*map(int, map(_ID, records)), *before])
        if register in bare:
            rows[register] = plan.known_rows[register]
    highest = highest_ids(plan) | {one: plan.highest_ids[one] for one in bare & plan.highest_ids.keys()}
    known = any(sheet.name == layout.RECEIPTS for sheet in opened.file.workbook.sheets)
    used = used_columns(opened) if known else {}
    rows |= sector_sums(plan) | settings_to_keep(plan, told=told) | rows_to_keep(plan)
    rows |= letters_to_keep(plan)
    if layout.LAST_YEAR in opened.file.views or (not told and KEPT_LAST_YEAR in plan.known_rows):
        rows[KEPT_LAST_YEAR] = "1"
    rows = {name: text for name, text in rows.items() if 0 < len(text) <= _LONGEST}
    tasks = tasks_to_keep(plan)
    there = (plan.highest_ids, plan.used_columns, plan.kept_tasks, plan.known_rows)
    if not known or (highest, used, tasks, rows) == there:
        return ids
    kept = kept_of(plan)._replace(highest_ids=highest, used_columns=used, tasks=tasks, known_rows=rows)
    return ids | fill_kept(kept)
