"""Tell a form's figures from its texts: only figures leave the forms, unless texts are asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.plan.returns.records import Return
from akmxl.plan.values import SAID, SPANS

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Refused, Value

FIGURE = "item:"
CENTRE = "centre:"  # of a region's summary form: it is known by these keys
_TOTALS = tuple(f"{span}:" for span in SPANS)  # of lists: they count when they are numbers
_KEPT = (FIGURE, CENTRE)
LEFT_OUT = "lists/left_out", "…"  # stands for all values of a form that are no figures
PRINTED = r"[\d\s.,/%–-]{0,40}"  # a figure as the plan prints it: 6/36, -
_PRINTED = re.compile(PRINTED)


def without_texts(read: Return | Refused) -> Return | Refused:
    """Return a form with its figures alone: no texts, no people's names.

    That it has others is kept: a form of lists is not an empty one; so are the keys of the centres that a
    summary form lists.
    """
    if not isinstance(read, Return):
        return read
    figures = [
        (key, value) if key.startswith(FIGURE) or is_figure(value) else (key, None)
        for key, value in read.values
        if key.startswith(_KEPT) or _is_total(key, value)
    ]
    others = any(value not in (None, "") for key, value in read.values if not key.startswith(FIGURE))
    return read.saying([*figures, LEFT_OUT] if others else figures)


def are_figures(read: Return) -> bool:
    """Tell whether a form holds nothing but figures."""
    return all(
        (key.startswith(_KEPT) and is_figure(value)) or _is_total(key, value) or (key, value) == LEFT_OUT
        for key, value in read.values
    )


def _is_total(key: str, value: Value) -> bool:
    """Tell whether a value is the total of a list, or says of how many centres it is."""
    if not key.startswith(_TOTALS):
        return False
    return value is None or isinstance(value, int | float) or (f"/{SAID}" in key and is_figure(value))


def is_figure(value: Value) -> bool:
    """Tell whether a value is a number, nothing, or a figure as a plan prints it."""
    return not isinstance(value, str) or _PRINTED.fullmatch(value) is not None
