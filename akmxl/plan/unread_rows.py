"""Tell which rows of a register could not be read, and for which items and months nothing is known by them.

A figure over such a row is unknown, not what the other rows come to; whoever asks for it waits until the row
is mended, which has its own finding. Reading, rules and forms ask here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.core.unseen import visible
from akmxl.plan import registers
from akmxl.plan.model import TOLD
from akmxl.plan.period import WHOLE_YEAR

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from akmxl.plan.model import Plan, Record, Settings
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Report


class Unread(NamedTuple):
    """What a row may count for: the items (None: any that its register feeds) and the months (1-12)."""

    codes: tuple[str, ...] | None
    months: tuple[int, ...]


def unread(record: Record, known: Container[str], settings: Settings, year: int) -> Unread | None:
    """Return what a row may count for where its date, code, kind or quantity could not be read; else None.

    ``known`` are the plan's items.
    """
    codes, day = record.codes, record.date
    if not codes and _of_kind(record, settings.idle_kinds):
        return None  # it counts nowhere, whenever it was
    coded = bool(codes) and all(code in known for code in codes)
    coded = coded and not _of_kind(record, settings.unread_kinds)
    if coded and day is not None and (record.register != registers.LISTS or _counted(record)):
        return None
    if day is not None and day.year != year:
        return None  # of another year: REF09 says so
    return Unread(codes if coded else None, WHOLE_YEAR if day is None else (day.month,))


def _of_kind(record: Record, kinds: Container[str]) -> bool:
    """Tell whether an event is of one of these kinds, which are folded."""
    kind = record.values.get("event_kind") if kinds else None
    return kind is not None and _folded(str(kind)) in kinds


@cache
def _folded(kind: str) -> str:
    return fold(visible(kind).strip())


def _counted(record: Record) -> bool:
    """Tell whether a list's row says how many: a number, also 0 and below."""
    return record.quantity != 0 or str(record.values.get("quantity")).strip() in ("0", "0.0")


def unread_among(
    register: str,
    records: Sequence[Record],
    known: Container[str],
    settings: Settings,
    year: int,
    told: Iterable[tuple[date | None, tuple[str, ...], int]] | None = None,
) -> Iterator[Unread]:
    """Yield ``unread`` of a register's rows; of thousands only those are looked at that are odd at all.

    ``told`` is what the rows say together, where it is known already.
    """
    told = set(map(TOLD, records)) if told is None else told
    rows = _odd_rows(register, records, told, known, settings.unread_kinds)
    found = (unread(record, known, settings, year) for record in rows)
    return (one for one in found if one is not None)


def unread_rows(plan: Plan, register: str) -> Iterator[Unread]:
    """Yield what the rows of a register that could not be read may count for."""
    records = plan.records.get(register, ())
    told = plan.index[register].told if records else ()
    return unread_among(register, records, plan.items, plan.settings, plan.year, told)


def _odd_rows(
    register: str,
    records: Sequence[Record],
    told: Iterable[tuple[date | None, tuple[str, ...], int]],
    known: Container[str],
    unread_kinds: Container[str],
) -> Iterable[Record]:
    """Return the rows that may be unread: all that have a kind where one is unread, else by what they say.

    They are looked at as they are asked for: who wants to know whether there is any, needs the first.
    """
    if unread_kinds and register == registers.EVENTS:
        return records
    odd = {one for one in told if _is_odd(register, *one, known)}
    return (record for record in records if TOLD(record) in odd) if odd else ()


def _is_odd(
    register: str, day: date | None, codes: tuple[str, ...], quantity: int, known: Container[str]
) -> bool:
    counted = register != registers.LISTS or quantity != 0
    return day is None or not codes or not counted or not all(code in known for code in codes)


def may_belong(plan: Plan, register: str, report: Report, period: Period) -> bool:
    """Tell whether a row that could not be read may be one of a report's in a period."""
    return any(
        (one.codes is None or any(map(report.concerns, one.codes))) and _overlap(one.months, period.months)
        for one in unread_rows(plan, register)
    )


def _overlap(one: Iterable[int], other: Iterable[int]) -> bool:
    return not set(one).isdisjoint(other)
