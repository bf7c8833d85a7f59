"""Tell of which items an error about a sheet, a table or a letter makes the figures or lists unsure.

Their reports wait (``Hit.stops``) where a finding is about no item of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.plan import registers
from akmxl.rules.rule import once
from akmxl.workbook import layout
from akmxl.workbook.reading.registers import items_of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.reports import JournalRow
    from akmxl.rules.rule import Case

_OF_ALL = (layout.PLAN, layout.MONTHLY)
_REGISTER_OF = {  # of the tables of Sozlamalar by which the rows of a register are read
    layout.EVENT_KINDS.table: registers.EVENTS,
    layout.LIST_KINDS.table: registers.LISTS,
    layout.DAILY_ITEMS.table: registers.DAILY,
    layout.SECTORS.table: registers.DAILY,
}


def items_of(case: Case, name: str | None) -> tuple[str, ...]:
    """Return the items whose figures or lists rest on a sheet, or on a table of Sozlamalar; all for Reja."""
    if name in _OF_ALL:
        return tuple(case.plan.items)
    found = _belonging(case)[0].get(_REGISTER_OF.get(name, name) or "", ())
    if name != layout.EVENT_KINDS.table:
        return found
    named = {code for codes in case.plan.settings.event_kinds.values() for code in codes}
    return tuple(sorted(named.union(found)))


def items_of_lost_code(case: Case) -> tuple[str, ...]:
    """Return the items of whose events nothing is known while a kind of event counts for a lost code."""
    kinds = case.plan.settings.event_kinds.values()
    lost = any(code not in case.plan.items for codes in kinds for code in codes)
    return items_of(case, layout.EVENT_KINDS.table) if lost else ()


@once
def _belonging(case: Case) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield the items to which a row of each register may belong: what it feeds, or a form lists."""
    found: dict[str, set[str]] = {
        register: set() for register in (*case.plan.records, registers.DAILY, registers.JOURNAL)
    }
    for item in case.plan.items.values():
        found.get(item.source, set()).add(item.code)
    for report in case.plan.reports:
        for one in case.lists_of(report.entry):
            found.get(one.register, set()).update(
                [one.selection.item] if one.selection.item else report.items
            )
    yield {register: tuple(sorted(codes)) for register, codes in found.items()}


def items_counting(case: Case, report: str, row: JournalRow | None = None) -> tuple[str, ...]:
    """Return the items that count a letter of a report, as its row in the journal says or the catalogue."""
    listed = next((one.items for one in case.plan.reports if one.code == report), ())
    codes = items_of_letter(row, listed) if row else listed
    return tuple(code for code in codes if code in items_of(case, registers.JOURNAL))
