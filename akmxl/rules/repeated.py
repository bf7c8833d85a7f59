"""Gather the hits that one cause gives in many rows, so that it becomes one finding.

A kind that is not on the list, typed in five thousand rows, is one thing to mend. Hits are of one cause where
one rule says the same of one column of a register: of the same value, or of more values than anybody reads.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan import registers
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from akmxl.rules.rule import Hit, Rule

_MANY = 20  # different values in one column: from here on they are one finding
_REGISTERS = frozenset(sheet.name for sheet in layout.REGISTER_SHEETS)


class Told(NamedTuple):
    """A rule and its hits of one cause, in the order of their rows."""

    rule: Rule
    hits: list[Hit]


def gather(said: Iterable[tuple[Rule, Iterable[Hit]]]) -> Iterator[Told]:
    """Yield the hits of rules by their causes.

    A hit outside the registers and the day log is a cause of its own, unless its rule names the cause.
    """
    columns: dict[Hashable, dict[Hashable, Told]] = {}
    for rule, hits in said:
        told = None
        for hit in hits:
            if told and _says_the_same(hit, told.hits[-1]):
                told.hits.append(hit)
            elif (column := _column_of(rule, hit)) is None:
                yield Told(rule, [hit])
            else:
                told = columns.setdefault(column, {}).setdefault(_cause_of(rule, hit), Told(rule, []))
                told.hits.append(hit)
    for causes in columns.values():
        if len(causes) > _MANY:
            every = [hit for cause in causes.values() for hit in cause.hits]
            yield Told(next(iter(causes.values())).rule, sorted(every, key=_row_of))
        else:
            yield from causes.values()


def _column_of(rule: Rule, hit: Hit) -> Hashable | None:
    """Return what hits have in common when the rule says the same of them: a column, or the cause that the
    rule names; None elsewhere.
    """
    place = hit.place
    if hit.cause:
        return rule.code, hit.cause
    if place is None or (place.sheet not in _REGISTERS and place.sheet != registers.DAILY):
        return None
    message, fix = hit.message or rule.message, hit.fix or rule.fix
    says_item, says_period = _says(message, fix)
    item, period = hit.item if says_item else None, hit.period if says_period else None
    return rule.code, hit.report, place.sheet, place.column, message, fix, item, period


@cache
def _says(message: str, fix: str) -> tuple[bool, bool]:
    """Tell whether what is said names the item, and the period."""
    return "{item}" in message + fix, "{period}" in message + fix


def _cause_of(rule: Rule, hit: Hit) -> Hashable:
    """Return what makes hits of a column one cause, however few they are: the value, in a register.

    The same figure on two days is no common cause.
    """
    if hit.cause:
        return hit.cause
    if hit.place is None or hit.place.sheet == registers.DAILY:
        return id(hit)
    params = tuple(sorted((name, repr(value)) for name, value in hit.params.items())) if hit.params else ()
    return rule.code, repr(hit.value), params


def _says_the_same(hit: Hit, other: Hit) -> bool:
    """Tell at once that a hit of a register is of the other's cause; where this is false it may be so yet."""
    place, before = hit.place, other.place
    return (
        hit.value is other.value and hit.params == other.params and hit.message is other.message
        and hit.fix is other.fix and hit.item is other.item and hit.period is other.period
        and hit.report is other.report and hit.cause is other.cause
        and place is not None and before is not None and place.column == before.column
        and place.sheet is before.sheet and place.sheet in _REGISTERS
    )  # fmt: skip


def _row_of(hit: Hit) -> int:
    return hit.place.row if hit.place else 0
