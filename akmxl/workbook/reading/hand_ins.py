"""Read the months that services have handed in: the rows of Topshirish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.workbook import layout

if TYPE_CHECKING:
    from akmxl.workbook.plan_file import PlanFile

Key = tuple[str, str]  # a month as ``2025-03``, and the folded name of a service


class HandIn(NamedTuple):
    """A month that a service has handed in; ``zeros`` are the cells into which 0 was written then."""

    row: int
    zeros: int


def read_hand_ins(file: PlanFile) -> dict[Key, HandIn]:
    """Return the months that were handed in, by month and service; the first row where one stands twice."""
    view = file.views[layout.HAND_INS]
    found: dict[Key, HandIn] = {}
    for row in view.filled_rows():
        zeros = view.cell(row, "zeros").value
        entry = HandIn(row, zeros if isinstance(zeros, int) else 0)
        found.setdefault(hand_in_key(view.text(row, "period"), view.text(row, "service")), entry)
    return found


def hand_in_key(period: str, service: str) -> Key:
    """Return by what a hand-in is known."""
    return period.strip().upper(), fold(service)
