"""What the workbook says today otherwise than a report that was sent: by item and by register's row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from akmxl.errors import BadArgument
from akmxl.owed import report_of
from akmxl.period import Period
from akmxl.receipts import plain
from akmxl.values import MEASURES, item_value, record_key, record_value, records_of, split_key
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from akmxl.model import Plan, Receipt, Record

# What a row of a register is called by, in a message or a form.
TITLES = {layout.EVENTS: "title", layout.TRAINING: "course", layout.PRESS: "title", layout.LISTS: "title"}


@dataclass(frozen=True)
class Change:
    """A value that is no longer what was sent; None stands for "not there"."""

    key: str
    old: object
    new: object

    @property
    def field(self) -> str:
        return split_key(self.key)[2]

    @property
    def difference(self) -> int | float | None:
        """How much more it is now; None where it is not about two numbers."""
        if isinstance(self.old, int | float) and isinstance(self.new, int | float):
            difference = self.new - self.old
            return difference if isinstance(difference, int) else round(difference, 1)
        return None


@dataclass(frozen=True)
class Changed:
    """An item, or a row of a register, of which the report would say something else today.

    ``kind``: item, or the register's sheet; ``subject``: the code, or the row's ID; ``how``: changed,
    or for a row added (to the report) or removed (from it).
    """

    kind: str
    subject: str
    how: str
    changes: tuple[Change, ...]


def changed(plan: Plan, receipt: Receipt) -> tuple[Changed, ...]:
    """What the workbook says today otherwise than the receipt of a sent report, in the report's order.

    Rows of the plan that count the letters sent are left out: a letter that goes out later changes no
    figure.
    """
    try:
        period = Period.parse(receipt.period)
    except BadArgument:  # the receipt was altered: the chain of seals says so
        return ()
    return (*_items(plan, receipt, period), *_records(plan, receipt, period))


def text_changed(receipt: Receipt, text: Iterable[str]) -> bool:
    """Whether a report's text says something else now than when it was sent; blanks do not count."""
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
            if new != plain(old):
                found.setdefault(code, []).append(Change(key, old, new))
    for code, changes in found.items():
        yield Changed("item", code, "changed", tuple(changes))


def _counts_letters(plan: Plan, code: str) -> bool:
    item = plan.items.get(code)
    return item is not None and item.source == layout.JOURNAL


def _records(plan: Plan, receipt: Receipt, period: Period) -> Iterator[Changed]:
    """The rows of the registers that the report lists, and those that it would list today."""
    report = report_of(plan, receipt.report, period)
    for register, rows in _sent_rows(plan, receipt).items():
        known = {record.name: record for record in plan.records[register]}
        listed = {r.name: r for r in records_of(plan, register, report, period)} if report else {}
        for name, values in rows.items():
            there = report is None or name in listed
            if one := _row(register, name, values, known.get(name), there=there):
                yield one
        fields = dict.fromkeys(field for values in rows.values() for field in values)
        for name, record in listed.items():
            if name not in rows:
                yield _added(record, tuple(fields) or ("date", TITLES[register]))


def _sent_rows(plan: Plan, receipt: Receipt) -> Mapping[str, dict[str, dict[str, object]]]:
    """Register -> ID -> the values sent by field. A register that had no rows is there, empty."""
    rows: dict[str, dict[str, dict[str, object]]] = {}
    for key, old in receipt.values:
        kind, name, field = split_key(key)
        if kind in plan.records:
            own = rows.setdefault(kind, {})
            if name:  # else the sentence of an empty table
                own.setdefault(name, {})[field] = plain(old)
    return rows


def _row(
    register: str, name: str, sent: Mapping[str, object], record: Record | None, *, there: bool
) -> Changed | None:
    """What became of a row that was sent; ``there``: the report would still list it."""
    now = {field: plain(record_value(record, field)) if record else None for field in sent}
    changes = [
        Change(f"{register}:{name}/{field}", old, now[field])
        for field, old in sent.items()
        if now[field] != old
    ]
    if record is not None and (changes or there):
        return Changed(register, name, "changed", tuple(changes)) if changes else None
    gone = [Change(f"{register}:{name}/{field}", old, None) for field, old in sent.items() if old is not None]
    return Changed(register, name, "removed", tuple(gone))


def _added(record: Record, fields: tuple[str, ...]) -> Changed:
    values = {field: plain(record_value(record, field)) for field in fields}
    changes = (Change(record_key(record, f), None, new) for f, new in values.items() if new is not None)
    return Changed(record.register, record.name, "added", tuple(changes))
