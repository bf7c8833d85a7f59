"""Fill Topshirish and what `_akmxl` keeps of the months that services hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import fold
from akmxl.plan.hand_ins import hand_in_of
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.receipts_sheet import fill_kept, kept_of
from akmxl.workbook.writing.journal import fill_new_ids, highest_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.plan.handed_in import HandedIn, Standing
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan


def fill_hand_ins(
    opened: OpenedPlan,
    months: Iterable[Standing],
    today: date,
    by: str = "",
    *,
    zeros: Mapping[str, int] | None = None,
    plan: Plan | None = None,
) -> Fills:
    """Fill the rows of Topshirish for months that are handed in, and keep their cells.

    ``by`` is who hands in; empty, whoever stands there already, else the name by which the system knows who
    is at work. ``zeros`` counts by service the cells into which 0 is written; ``plan`` is the plan as it will
    stand, where more is written along. A workbook of an earlier edition has no place for codes: there only
    the row is filled.
    """
    after, view = plan or opened.plan, opened.file.views[layout.HAND_INS]
    cells: dict[Place, object] = {}
    new, handed = [], []
    for one in months:
        who = by or (one.row.by if one.row else "") or system_name()
        kept = hand_in_of(after, one.service, one.period.first, today, who)
        values: dict[str, object] = {"handed_in": today, "handed_in_by": who, "control_code": kept.code}
        if zeros is not None:
            values["zeros"] = zeros[one.service]
        handed.append(kept)
        if one.row is None:
            new.append(view.in_order({"period": kept.period, "service": one.service, **values}))
        else:
            there = [field for field in values if field in view.columns]
            cells |= {view.place(one.row.row, field): values[field] for field in there}
    added = {str(layout.HAND_IN_SHEET.table): new} if new else {}
    if not handed or "control_code" not in view.columns:
        return Fills(cells, added=added)
    kept_now = kept_of(after)._replace(
        hand_ins=_joined(after.hand_ins, handed), highest_ids=highest_ids(after)
    )
    return (
        Fills(cells, added=added) | fill_new_ids(opened) | fill_kept(kept_now)
    )  # rows are kept by their IDs


def _joined(before: Iterable[HandedIn], new: Iterable[HandedIn]) -> tuple[HandedIn, ...]:
    """Return what is kept of hand-ins, a service's month in its newest form, in the order of months."""
    found = {(one.period, fold(one.service)): one for one in (*before, *new)}
    return tuple(found[key] for key in sorted(found))


def system_name() -> str:
    """Return the name by which the system knows who is at work; empty where it knows none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
