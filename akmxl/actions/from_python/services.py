"""What services do: close and hand in their months, work in copies of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions import close_month as closing
from akmxl.actions.from_python.arguments import checked, day_of, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.close_month import Month
    from akmxl.actions.from_python.arguments import DayOrText, PathText
    from akmxl.actions.hand_in import ServiceMonth
    from akmxl.actions.merge.found import Merge
    from akmxl.plan.period import Period
    from akmxl.workbook.opened import OpenedPlan


@checked
def close_month(
    opened: OpenedPlan,
    month: Period | str | None = None,
    *,
    service: str | None = None,
    today: DayOrText | None = None,
    closed: bool = False,
    by: str = "",
    write: bool = True,
) -> Month:
    """Write 0 where a finished month is still blank, and enter in Topshirish that the services handed it in.

    Of services that were ``closed`` all month only that is entered: their blanks then say that nothing was
    done.

    ``month`` is for example ``"2025-03"`` (default: the last one that is over), ``service`` a part of a
    service's name, ``by`` who hands in (default: the name by which the system knows who is at work). Without
    ``write`` nothing is written. Returns the month with its ``blanks`` by service, as they were before.
    Raises ``BadArgument`` for a text that is no day or period, a month that is not over or of another year,
    an unknown service and in a service's copy, ``Locked`` where somebody holds the file.
    """
    day = day_of(today)
    found = closing.month_to_close(opened.plan, None if month is None else period_of(month), service, day)
    if write:
        closing.close_month(opened, found, day, closed=closed, by=by)
    return found


@checked
def hand_in(
    opened: OpenedPlan,
    service: str,
    month: Period | str | None = None,
    *,
    by: str = "",
    today: DayOrText | None = None,
    write: bool = True,
) -> ServiceMonth:
    """Hand in a service's month: enter it in Topshirish with the control code of its cells.

    ``service`` is its name or a part of it, ``month`` for example ``"2025-03"`` (default: the last one that
    is over), ``by`` who hands in (default: the name by which the system knows who is at work). Without
    ``write`` nothing is written, and nothing is where something is in the way. Returns the month as it was
    before: ``ready``, ``errors`` and ``blanks`` (findings, in the way), ``to_explain`` (not in the way),
    ``changed`` (not as it was handed in before). Raises ``BadArgument`` for an unknown service, a month that
    is not over, was closed or is of another year, ``NotAPlan`` for an edition that keeps no codes,
    ``Locked`` where somebody holds the file.
    """
    from akmxl.actions.hand_in import hand_in as enter, month_to_hand_in

    day = day_of(today)
    found = month_to_hand_in(opened, service, None if month is None else period_of(month), day)
    if write and found.ready:
        enter(opened, found, day, by)
    return found


@checked
def copy_for(
    opened: OpenedPlan, service: str, out: PathText | None = None, *, today: DayOrText | None = None
) -> Path:
    """Make a service's own copy of a plan, and return its path.

    ``out`` is the copy's path (default: beside the plan, with the service's name behind the plan's). The copy
    keeps what stood in the plan, so that ``merge`` knows what was changed in it. Raises ``BadArgument`` for
    an unknown service and in a copy, ``FileProblem`` where the file exists or cannot be written, ``Locked``
    where Excel holds the plan.
    """
    from akmxl.actions.copy import copy_for as make

    return make(opened, service, day_of(today), None if out is None else Path(out))[0]


@checked
def merge(
    opened: OpenedPlan, copy: OpenedPlan, *, take: Iterable[str] = (), yes: bool = False, write: bool = True
) -> Merge:
    """Take a service's own rows and cells out of its copy, where the copy alone changed them.

    What both changed, and rows that one of them deleted, are ``questions`` of the result: each has a ``name``
    (the cell, ``"Oylik!H24"``), ``kind``, ``base``, ``old`` (in the plan) and ``new`` (in the copy). ``take``
    says yes to some by their names, ``yes`` to all. Without ``write`` nothing is written. Returns a
    ``Merge``: ``found`` tells what was taken, added, and what was not the service's own. Raises
    ``BadArgument`` for what is no copy, another plan's copy or a damaged one, and for an unknown name,
    ``Locked`` where somebody holds the plan.
    """
    from akmxl.actions.merge.merge import compare_copy, known_names, write_merge

    found = compare_copy(opened, copy)
    accepted = {one.name for one in found.questions} if yes else set(known_names(found, list(take)))
    if write:
        write_merge(found, accepted)
    return found
