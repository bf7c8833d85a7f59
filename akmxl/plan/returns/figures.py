"""Read the figures of items out of a form: what may be added up, and what may not, as its unit is another."""

from __future__ import annotations

from dataclasses import field
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import term
from akmxl.plan.returns.records import ReturnedItem
from akmxl.plan.values import split_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.plan.returns.records import Entry, Return, Value

Number = int | float
MEASURES = ("fact", "ytd", "plan", "previous")  # those that add up; a percent is worked out again
_LARGEST = 10**15  # beyond it no count is meant, and floats lose whole numbers
UNITS_UNSAID = N_(
    "The form does not say in which units its figures are: they are taken as the plan has them."
)


class Measured(NamedTuple):
    """What a figure is of: the item's code and one of ``MEASURES``."""

    code: str
    measure: str


@dataclass(frozen=True)
class Counted:
    """A form whose values count: its figures by item and measure (None: unknown), and what is refused of it.

    ``items`` holds what each item counts in and how it adds up.
    """

    entry: Entry
    figures: Mapping[Measured, Number | None]
    items: Mapping[str, ReturnedItem]
    faults: tuple[Said, ...] = ()
    doubts: tuple[str, ...] = field(default=())

    @property
    def place(self) -> tuple[str, str, str]:
        """Whose it is, of which report and period."""
        return self.entry.centre, self.entry.report, self.entry.period


def counted(entry: Entry, returned: Return, known: Mapping[str, ReturnedItem]) -> Counted:
    """Read what counts of a form; ``known`` are the items as the plan has them.

    An item in another unit, or of another kind, than the plan's is left out and told.
    """
    own = {item.code: item for item in returned.items}
    said: dict[Measured, Number | None] = {}
    twice: set[str] = set()
    for key, value in returned.values:
        measured = measured_by(key)
        if measured is None:
            continue
        figure = as_number(value)
        if measured in said and said[measured] != figure:
            twice.add(measured.code)
        said[measured] = figure
    codes = dict.fromkeys(measured.code for measured in said)
    faults = {code: fault for code in codes if (fault := _fault(code, own, known, twice))}
    return Counted(
        entry,
        {measured: value for measured, value in said.items() if measured.code not in faults},
        {code: known.get(code) or own.get(code) or ReturnedItem(code, "", "", "") for code in codes},
        tuple(faults.values()),
        (UNITS_UNSAID,) if any(code not in own for code in codes) else (),
    )


def _fault(
    code: str, own: Mapping[str, ReturnedItem], known: Mapping[str, ReturnedItem], twice: set[str]
) -> Said | None:
    """Return why an item's figures must not be added to those of others."""
    if code in twice:
        return Said(N_("{item}: the form has two figures for it; none is added up."), item=code)
    item, right = own.get(code), known.get(code)
    if known and right is None:  # nobody knows whether two centres mean the same by it
        return Said(N_("{item}: the plan has no such item; it is not added up."), item=code)
    if item is None or right is None:
        return None
    if fold(item.unit) != fold(right.unit):
        return Said(
            N_(
                "{item}: its unit is “{unit}”, in the plan “{right}”; it is not added up. Put the unit right."
            ),
            item=code,
            unit=item.unit,
            right=right.unit,
        )
    if item.adds_up != right.adds_up:
        return Said(
            N_("{item}: it adds up as “{kind}”, in the plan as “{right}”; it is not added up."),
            item=code,
            kind=term("adds_up", item.adds_up),
            right=term("adds_up", right.adds_up),
        )
    return None


@cache
def measured_by(key: str) -> Measured | None:
    """Return the item and measure of a key; None for a key of texts, lists or what does not add up."""
    kind, subject, measure = split_key(key)
    return Measured(subject, measure) if kind == "item" and measure in MEASURES else None


def as_number(value: Value) -> Number | None:
    """Return a value as a number; None for a dash, a text, nothing, or what no count can be."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isfinite(value) and abs(value) < _LARGEST else None


def numbers(form: Counted) -> Iterator[tuple[Measured, Number]]:
    """Yield the figures of a form that are known."""
    return ((measured, value) for measured, value in form.figures.items() if value is not None)
