"""Compare the plan today with a report that was sent: by item, by register row, by register total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.spelling import plain_signs
from akmxl.plan import registers
from akmxl.plan.owed import report_of
from akmxl.plan.period import Period
from akmxl.plan.register_rows import Selection, record_value, records_of
from akmxl.plan.registers import TITLE_FIELDS
from akmxl.plan.values import (
    MEASURES,
    OF_PERIOD,
    SPANS,
    item_value,
    record_key,
    span_of,
    split_key,
    total_value,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from akmxl.plan.model import Plan, Record
    from akmxl.plan.reports import Receipt, Report

    SentRows = dict[str, dict[str, object]]

TOTAL = "total"  # the kind of a change of a register's total


@dataclass(frozen=True)
class Change:
    """A value that differs from the one that was sent; None stands for "not there"."""

    key: str
    old: object
    new: object

    @property
    def field(self) -> str:
        return split_key(self.key)[2]

    @property
    def difference(self) -> int | float | None:
        """The value now less the value sent; None where they are not two numbers."""
        if isinstance(self.old, int | float) and isinstance(self.new, int | float):
            difference = self.new - self.old
            return difference if isinstance(difference, int) else round(difference, 1)
        return None


@dataclass(frozen=True)
class Changed:
    """The changes of one item, register row or register total that a report listed, or would list today.

    ``kind``: item, the register's sheet, or total; ``subject``: the code, the row's ID, or the selection of
    rows added up; ``how``: changed, or for a row added (to the report) or removed (from it).
    """

    kind: str
    subject: str
    how: str
    changes: tuple[Change, ...]

    @property
    def register(self) -> str:
        """The register's sheet; empty for an item."""
        selection = Selection.parse(self.subject) if self.kind == TOTAL else None
        return selection.register if selection else "" if self.kind == "item" else self.kind


def changed(plan: Plan, receipt: Receipt) -> tuple[Changed, ...]:
    """Compare the workbook today with the receipt of a sent report; return the changes in the report's order.

    Rows of the plan that count the letters sent are left out: a letter that goes out later changes no
    figure.
    """
    try:
        period = Period.parse(receipt.period)
    except BadArgument:  # the receipt was altered: the chain of seals says so
        return ()
    rows = tuple(_records(plan, receipt, period))
    totals = _totals(plan, receipt, period, {one.kind for one in rows})
    return (*_items(plan, receipt, period), *rows, *totals)


def differs(plan: Plan, receipt: Receipt, text: Iterable[str]) -> bool:
    """Tell whether a plan, and the report's text, no longer say what a receipt does."""
    return bool(changed(plan, receipt)) or text_changed(receipt, text)


def text_changed(receipt: Receipt, text: Iterable[str]) -> bool:
    """Tell whether a report's text has other words now than when it was sent; blanks do not count."""
    sent = [value for key, value in receipt.values if split_key(key)[0] == "report"]
    return bool(sent) and _words(sent) != _words(text)


def _words(texts: Iterable[object]) -> list[str]:
    return [word for text in texts if text for word in str(text).split()]


def _items(plan: Plan, receipt: Receipt, period: Period) -> Iterator[Changed]:
    found: dict[str, list[Change]] = {}
    for key, old in receipt.values:
        kind, code, field = split_key(key)
        if kind == "item" and field in MEASURES and not _counts_letters(plan, code):
            new = plain(item_value(plan, code, field, period))
            ahead = old is None and field in OF_PERIOD and went_out_before(receipt, span_of(field, period))
            if reads_otherwise(new, plain(old)) and not ahead:
                found.setdefault(code, []).append(Change(key, old, new))
    for code, changes in found.items():
        yield Changed("item", code, "changed", tuple(changes))


def went_out_before(receipt: Receipt, period: Period) -> bool:
    """Tell whether a report was sent before its period began, so that it has no figures of it."""
    return bool(receipt.sent) and receipt.sent < period.start.isoformat()


def _counts_letters(plan: Plan, code: str) -> bool:
    item = plan.items.get(code)
    return item is not None and item.source == registers.JOURNAL


def _records(plan: Plan, receipt: Receipt, period: Period) -> Iterator[Changed]:
    """Compare the register rows that the report lists, and yield those that it would list today."""
    report = report_of(plan, receipt.report, period)
    told: set[tuple[str, str]] = set()  # a row may stand in two lists of one report
    for selection, rows in sent_rows(plan.records, receipt).items():
        for one in _of_list(plan, report, period, selection, rows):
            if (one.kind, one.subject) not in told:
                told.add((one.kind, one.subject))
                yield one


def _of_list(
    plan: Plan, report: Report | None, period: Period, selection: Selection, rows: SentRows
) -> Iterator[Changed]:
    register = selection.register
    known = plan.index[register].names
    listed = {r.name: r for r in records_of(plan, selection, report, period)} if report else {}
    for name, values in rows.items():
        there = report is None or name in listed
        if one := _row(selection, name, values, known.get(name), there=there):
            yield one
    fields = dict.fromkeys(field for values in rows.values() for field in values)
    for name, record in listed.items():
        if name not in rows:
            yield _added(selection, record, tuple(fields) or ("date", TITLE_FIELDS[register]))


def _totals(plan: Plan, receipt: Receipt, period: Period, told: set[str]) -> Iterator[Changed]:
    """Yield changed register totals that no changed row explains: a row of an earlier month changed."""
    report = report_of(plan, receipt.report, period)
    found: dict[str, list[Change]] = {}
    for key, old in receipt.values if report else ():
        kind, subject, _ = split_key(key)
        selection = Selection.parse(subject) if kind in SPANS else None
        if report and selection and selection.register not in told:
            new = plain(total_value(plan, key, report, period))
            if reads_otherwise(new, plain(old)):
                found.setdefault(subject, []).append(Change(key, old, new))
    for subject, changes in found.items():
        yield Changed(TOTAL, subject, "changed", tuple(changes))


def sent_rows(registers: Container[str], receipt: Receipt) -> Mapping[Selection, SentRows]:
    """Return list -> ID -> the values sent by field. A list that had no rows is there, empty."""
    rows: dict[Selection, SentRows] = {}
    for key, old in receipt.values:
        kind, name, field = split_key(key)
        selection = Selection.parse(kind)
        if selection and selection.register in registers:
            own = rows.setdefault(selection, {})
            if name:  # else the sentence of an empty table
                own.setdefault(name, {})[field] = plain(old)
    return rows


def _row(
    selection: Selection, name: str, sent: Mapping[str, object], record: Record | None, *, there: bool
) -> Changed | None:
    """Compare a row that was sent with the same row today; ``there``: the report would still list it."""
    now = {field: plain(record_value(record, field)) if record else None for field in sent}
    changes = [
        Change(f"{selection}:{name}/{field}", old, now[field])
        for field, old in sent.items()
        if reads_otherwise(now[field], old)
    ]
    if record is not None and (there or any(change.field == "date" for change in changes)):
        return Changed(selection.register, name, "changed", tuple(changes)) if changes else None
    gone = [
        Change(f"{selection}:{name}/{field}", old, None) for field, old in sent.items() if old is not None
    ]
    return Changed(selection.register, name, "removed", tuple(gone))


def reads_otherwise(new: object, old: object) -> bool:
    """Tell whether people see another value; blanks of another kind and unseen signs do not count."""
    if isinstance(new, str) and isinstance(old, str):
        return new != old and plain_signs(new) != plain_signs(old)
    return new != old


def _added(selection: Selection, record: Record, fields: tuple[str, ...]) -> Changed:
    values = {field: plain(record_value(record, field)) for field in fields}
    changes = (
        Change(record_key(record, f, selection), None, new) for f, new in values.items() if new is not None
    )
    return Changed(record.register, record.name, "added", tuple(changes))
