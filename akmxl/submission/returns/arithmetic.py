"""Add up again what a form says of its items: a total and its parts, the year so far, percents, differences.

Only what follows from the form alone is compared, and only where it says all of it: unknown is not 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.rollup import percent_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.submission.proof.proof import ListedItem

    Figures = Mapping[str, object]

_TOTALS = {
    "fact": N_(
        "Item {item}: its total of the period is {value}, but its parts ({parts}) add up to {right}. "
        "Check them in the plan workbook, make the form again and send it."
    ),
    "ytd": N_(
        "Item {item}: its total since January is {value}, but its parts ({parts}) add up to {right}. "
        "Check them in the plan workbook, make the form again and send it."
    ),
}
_LESS = N_(
    "Item {item}: since January {value}, which is less than {right} of the period alone. Check the months "
    "in the plan workbook, make the form again and send it."
)
_JANUARY = N_(
    "Item {item}: since January {value}, but {right} of the period, which begins in January. Check the "
    "months in the plan workbook, make the form again and send it."
)
_PERCENT = N_(
    "Item {item}: the form says that {value} % of the plan is done, by its own figures it is {right} %. Make "
    "the form again with akmxl and send it."
)
_DIFFERENCE = N_(
    "Item {item}: the form says that the difference from last year is {value}, by its own figures it is "
    "{right}. Make the form again with akmxl and send it."
)


class Slip(NamedTuple):
    """What does not add up: the id of a sentence, and what it names."""

    message: str
    params: Mapping[str, object]


def slip_in(figures: Figures, items: Sequence[ListedItem], *, from_january: bool) -> Slip | None:
    """Return the first thing that does not add up in figures by key (``item:15.1/fact``), or None.

    ``from_january`` tells whether the form's period begins in January.
    """
    totals = [item for item in items if item.parts]
    by_code = {item.code: item for item in items} if totals else {}
    found = (_of_total(figures, total, by_code) for total in totals)
    if slip := next(filter(None, found), None):
        return slip
    return next(filter(None, (_of_item(figures, item, from_january) for item in items)), None)


def _of_total(figures: Figures, total: ListedItem, by_code: Mapping[str, ListedItem]) -> Slip | None:
    """Hold a total beside its parts, where the form has all of them in one unit."""
    codes = total.parts.split(";")
    parts = [by_code[code] for code in codes if code in by_code]
    if len(parts) < len(codes) or any(part[1:3] != total[1:3] for part in parts):
        return None
    for measure, message in _TOTALS.items():
        value = figures.get(f"item:{total.code}/{measure}")
        below = [figures.get(f"item:{code}/{measure}") for code in codes]
        known = [one for one in below if type(one) is int]
        if type(value) is int and len(known) == len(below) and sum(known) != value:
            return _slip(message, total, value, sum(known), parts=", ".join(codes))
    return None


def _of_item(figures: Figures, item: ListedItem, from_january: bool) -> Slip | None:
    """Hold an item's figures beside each other."""
    own = f"item:{item.code}/"
    fact, ytd = figures.get(own + "fact"), figures.get(own + "ytd")
    if type(fact) is int:
        if type(ytd) is int and ytd != fact and (ytd < fact or from_january) and item.kind != "stock":
            return _slip(_JANUARY if ytd > fact else _LESS, item, ytd, fact)
        previous, difference = figures.get(own + "previous"), figures.get(own + "difference")
        if type(previous) is int and type(difference) is int and difference != fact - previous:
            return _slip(_DIFFERENCE, item, difference, fact - previous)
    percent = figures.get(own + "percent")
    if percent is not None and type(ytd) is int and type(planned := figures.get(own + "plan")) is int:
        right = percent_of(ytd, planned)
        if percent != right:
            return _slip(_PERCENT, item, percent, right)
    return None


def _slip(message: str, item: ListedItem, value: object, right: object, **more: object) -> Slip:
    return Slip(message, {"item": item.code, "value": value, "right": right, **more})
