"""What a plan says: its findings, its rollup, what is due, its pages; and its repair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions import check as checking, rollup as rolling
from akmxl.actions.from_python.arguments import checked, day_of
from akmxl.plan.owed import due_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.actions.from_python.arguments import DayOrText, PathText
    from akmxl.actions.page import Pages, WrittenPages
    from akmxl.actions.repair.outcome import Repairs
    from akmxl.plan.findings import Finding
    from akmxl.plan.owed import Owed
    from akmxl.plan.rollup import Rollup
    from akmxl.workbook.opened import OpenedPlan


@checked
def check(opened: OpenedPlan, today: DayOrText | None = None) -> list[Finding]:
    """Find what is wrong or unusual in a plan; nothing is written.

    ``today`` is the day of the check (default: this day). Returns the findings, the gravest first, each with
    ``rule``, ``severity``, ``place`` (sheet, row, column from 1) of its first cell, ``cells`` (the addresses
    of all), ``message`` and ``fix``. Raises ``BadArgument`` for a text that is no day.
    """
    return checking.check(opened, day_of(today))


@checked
def write_findings(opened: OpenedPlan, findings: Sequence[Finding], today: DayOrText | None = None) -> bool:
    """Write findings into the sheet Tekshiruv; return whether anything changed in the file.

    Takes what ``check`` returned for the same plan and day. Raises ``BadArgument`` for a text that is no day,
    ``Locked`` where somebody holds the file.
    """
    return checking.write_check(opened, list(findings), day_of(today))


@checked
def roll_up(opened: OpenedPlan, today: DayOrText | None = None) -> Rollup:
    """Add up a plan: by item, section and service, for months, quarters, since January and the year.

    ``today`` bounds what can have happened (default: this day). Returns a ``Rollup``: ``by_item``,
    ``by_section`` and ``by_service`` are pandas DataFrames; an unknown figure is missing there, never 0.
    Raises ``BadArgument`` for a text that is no day.
    """
    return rolling.roll_up(opened, day_of(today))


@checked
def write_rollup(opened: OpenedPlan, today: DayOrText | None = None) -> bool:
    """Fill the sheets Jamlanma and Bosh sahifa; return whether anything changed in the file.

    Raises ``BadArgument`` for a text that is no day, ``Locked`` where somebody holds the file.
    """
    return rolling.write_rollup(opened, roll_up(opened, today))


@checked
def due(opened: OpenedPlan, *, today: DayOrText | None = None, until: DayOrText | None = None) -> list[Owed]:
    """List the reports and one-off tasks that are overdue, or due up to a day.

    ``until`` is that day (default: the last of next month). Returns them by day, each with ``report``,
    ``period``, ``due``, ``send_by`` and ``status(today)``: overdue, due, upcoming or sent. Raises
    ``BadArgument`` for a text that is no day.
    """
    return list(due_now(opened.plan, day_of(today), None if until is None else day_of(until)))


@checked
def page(
    opened: OpenedPlan,
    *,
    director: bool = False,
    services: str | Sequence[str] = (),
    today: DayOrText | None = None,
) -> Pages:
    """Tell where things stand: for the director, for services, or without both for all of them.

    ``services`` is a part of a service's name, or several. Returns ``Pages``: ``director`` and ``services``
    hold what is done, late, behind and waiting as data, ``texts`` each page as plain text for a messenger (at
    most 4,096 units of UTF-16, no names of people). Nothing is written. Raises ``BadArgument`` for a service
    that is not in the plan, and a text that is no day.
    """
    from akmxl.actions.page import pages_of

    names = (services,) if isinstance(services, str) else tuple(services)
    return pages_of(opened, day_of(today), director=director, services=names)


@checked
def write_pages(
    opened: OpenedPlan, pages: Pages, out: PathText | None = None, *, dry_run: bool = False
) -> WrittenPages:
    """Write pages as Excel files and as one hisobot.html; return the files, and copies of changed ones.

    Takes what ``page`` returned for the same plan. ``out`` is their folder (default: sahifalar beside the
    workbook). With ``dry_run`` nothing is written. Raises ``BadTemplate`` where a template cannot be filled,
    ``FileProblem`` and ``Locked`` where a file cannot be written; then none is.
    """
    from akmxl.actions.page import write_pages as write

    return write(opened, pages, None if out is None else Path(out), dry_run=dry_run)


def repair(workbook: PathText, *, today: DayOrText | None = None, write: bool = True) -> Repairs:
    """Put back what a paste destroyed; bring a workbook of an earlier edition up to date.

    Takes the workbook's path, as one of an earlier edition cannot be opened otherwise. Without ``write``
    nothing is written. Returns what was put back or added (``done``: kind, sheet, cell, before, after) and
    what was not, with the reason (``left``). Raises ``BadArgument`` for a text that is no day, ``NotAPlan``
    where it is no whole plan, ``Locked`` where somebody, or Excel, holds the file.
    """
    from akmxl.actions.repair.repair import repair_file

    return repair_file(Path(workbook), day_of(today), write=write).repairs
