"""Check that no figure is larger than a town's library can have in a month, or people at one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import item_of, month_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("Numbers too large"), 60

_CEILINGS = dict.fromkeys(
    ("tadbir", "hujjat", "shartnoma", "marotaba", "royxat", "malumot"), 10_000
)  # a month of what is counted one by one, by folded unit
_CEILING = 1_000_000  # of all other units
_MOST_PEOPLE = 10_000  # at one event


@rule(
    "TYP11",
    Severity.EXPLAIN,
    N_("Cell {cell}: {value} is more than there can be in a month (unit: {unit}, limit: {limit})."),
    N_("Check the digits; if it is right, write the reason."),
)
def beyond_the_ceiling(case: Case) -> Iterator[Hit]:
    """A month's figure is below the ceiling of its unit: 10,000 events or documents, else 1,000,000; an
    event has at most 10,000 participants.

    Sozlamalar sets another one for all items or for one.

    Why: a key that was held down, or a phone number in the wrong column, would outweigh the whole year.

    Okay:
        Oylik
        | Kod | Mart |
        | 26  | 2    |
    Bad:
        Oylik
        | Kod | Mart  |
        | 26  | 22000 |  TYP11
    """
    for entry in case.plan.entries.values():
        if not entry.figure.typed or entry.value is None:
            continue
        item = case.plan.items[entry.code]
        limit = case.threshold("TYP11", item.code, _CEILINGS.get(fold(item.unit), _CEILING))
        if entry.value > limit:
            params = {"unit": item.unit or "-", "limit": limit}
            period = month_of(case, entry.month)
            yield Hit(entry.place, item=item.code, period=period, value=entry.value, params=params)
    yield from _crowds(case)


def _crowds(case: Case) -> Iterator[Hit]:
    """Yield a hit for each event to which more people are said to have come than the limit.

    The figures are searched column by column: there are thousands of rows, and a crowd in hardly any.
    """
    message = N_("Cell {cell}: {value} people are more than come to one event (limit: {limit}).")
    limits = (limit for (code, _), limit in case.plan.settings.thresholds.items() if code == "TYP11")
    least = min([_MOST_PEOPLE, *limits])
    view = case.view(registers.EVENTS)
    for field in ("participants", "women", "children"):
        values = view.values(field)
        figures = [value for value in set(values.values()) if isinstance(value, int | float)]
        if max(figures, default=0) <= least:
            continue
        many = {
            row: value for row, value in values.items() if isinstance(value, int | float) and value > least
        }
        for record in case.plan.records[registers.EVENTS] if many else ():
            item = item_of(case, record)
            limit = case.threshold("TYP11", item, _MOST_PEOPLE)
            value = many.get(record.row, 0)
            if value > limit:
                period, subject = record_period(case, record), f"{row_name(record)}/{field}"
                params = {"limit": limit}
                yield Hit(record.places[field], item, period, value, subject, None, params, message)
