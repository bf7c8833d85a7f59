"""Tell which reports of a period were sent, and what of their receipts is not as it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.archive.records import ReportKey, Told
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.plan.period import Period
from akmxl.plan.receipts import altered, missing, told_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Plan
    from akmxl.plan.reports import JournalRow, Receipt


@dataclass(frozen=True)
class SentReports:
    """The sealed receipts of a period in their order, and what is told of the plan's side of it."""

    receipts: tuple[Receipt, ...]
    problems: tuple[Told, ...]
    notes: tuple[Told, ...]


def key_of(receipt: Receipt) -> ReportKey:
    """Return what a receipt's report is known by."""
    return ReportKey(receipt.report, receipt.period, receipt.version)


def within(text: str, period: Period) -> bool:
    """Tell whether a period, as a receipt spells it, lies in another; one that cannot be read does not."""
    try:
        return Period.parse(text) in period
    except BadArgument:
        return False


def sent_in(plan: Plan, period: Period) -> SentReports:
    """Return what was sent of the reports whose period lies within ``period``."""
    own = [one for one in plan.receipts if within(one.period, period)]
    rows = [row for row in plan.journal if row.sent and _is_of(row, period)]
    return SentReports(
        tuple(one for one in own if one.sealed),
        tuple(_problems(plan, own, rows)),
        tuple(_notes(plan, own, rows)),
    )


def _is_of(row: JournalRow, period: Period) -> bool:
    if row.period is not None:
        return row.period in period
    return row.sent is not None and Period.month(row.sent.year, row.sent.month) in period


def _key(row: JournalRow) -> ReportKey:
    return ReportKey(row.report, row.period_text, row.version)


def _problems(plan: Plan, own: list[Receipt], rows: list[JournalRow]) -> Iterator[Told]:
    dated = {_key(row) for row in rows}
    for one in own:
        if not one.sealed and key_of(one) in dated:
            yield Told("unsealed", key_of(one))
    lost = missing(plan)
    for row in rows:
        if row in lost:
            yield Told("receipt_lost", _key(row))
    spoilt = altered(plan.receipts)
    for one in own:
        if one.sealed and one in spoilt:
            yield Told("receipt_broken", key_of(one))


def _notes(plan: Plan, own: list[Receipt], rows: list[JournalRow]) -> Iterator[Told]:
    known, dated = {key_of(one) for one in own}, {_key(row) for row in rows}
    for row in rows:
        if _key(row) not in known and not row.values.get("file"):
            yield Told("by_hand", _key(row), why=str(row.values.get("title") or "").strip())
    other = dict.fromkeys(key_of(one.receipt) for one in told_otherwise(plan.receipts, plan.journal))
    other |= dict.fromkeys(key_of(one) for one in own if one.sealed and key_of(one) not in dated)
    for key in other:
        if key in known:
            yield Told("journal", key)
    for one in own:
        if not one.sealed and key_of(one) not in dated:
            yield Told("draft", key_of(one))
