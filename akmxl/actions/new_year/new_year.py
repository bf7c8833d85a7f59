"""Make next year's workbook out of this year's, and bring it up to date when late figures come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.actions.check import check
from akmxl.actions.close_month import Blank, month_to_close
from akmxl.actions.new_year import late
from akmxl.actions.new_year.carried import left_behind, next_basis, other_holidays
from akmxl.actions.new_year.facts import facts_of
from akmxl.actions.next_plan import planned_figures
from akmxl.actions.open_plan import open_plan
from akmxl.actions.services_copy import refuse_copy
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError, BadArgument, FileProblem, NotAPlan
from akmxl.core.i18n import N_
from akmxl.ooxml.package.together import all_or_none
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period
from akmxl.rules.find import RULES
from akmxl.workbook import layout
from akmxl.workbook.create.new_file import create_workbook
from akmxl.workbook.plan_file import write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.actions.new_year.facts import Facts
    from akmxl.actions.new_year.late import LateFigure
    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Item, Plan
    from akmxl.workbook.opened import OpenedPlan


@dataclass(frozen=True)
class NewYear:
    """The result of making the next year's workbook ``path`` from that of this year, ``source``.

    ``status``: made, updated, unchanged, or blank: months are missing, nothing was made. ``blanks`` are the
    missing months by service; ``unknown`` the items without a figure of the year, ``missing`` those that the
    next plan does not have. For a person to look at: ``titles`` that carry another year, ``windows`` that
    were set for this year, ``holidays`` that are announced, how many register rows are still ``in_force``,
    what people added and is ``left_behind``. ``changes`` are the cells of an update, ``planned`` counts the
    plan figures that a draft plan gave.
    """

    source: Path
    path: Path
    year: int
    status: str
    blanks: Mapping[str, tuple[tuple[Period, Blank], ...]]
    unknown: tuple[str, ...] = ()
    titles: tuple[Finding, ...] = ()
    windows: tuple[Item, ...] = ()
    holidays: tuple[tuple[date, str], ...] = ()
    in_force: int = 0
    left_behind: tuple[str, ...] = ()
    changes: tuple[LateFigure, ...] = ()
    missing: tuple[str, ...] = ()
    planned: int = 0


def make_next_year(
    opened: OpenedPlan,
    path: Path,
    *,
    today: date | None = None,
    draft: bool = False,
    plan_from: Path | None = None,
) -> NewYear:
    """Make the next year's workbook; where it stands already, bring last year's facts in it up to date.

    Without ``draft`` nothing is made while months are blank, or the year has no figure. ``plan_from`` is a
    draft plan (``akmxl next-plan``) whose figures become those of the new one. Raises ``FileProblem`` where
    another file stands in the place, ``NotAPlan`` where the plan's structure has errors, ``Locked`` when
    somebody holds a workbook that is to be brought up to date, ``BadArgument`` for a draft plan that cannot
    be taken.
    """
    plan, day = opened.plan, today or date.today()
    refuse_copy(plan)
    _refuse_name(path)
    standing = _standing(path, plan.year + 1) if path.exists() else None
    _refuse_faults(opened, day)
    planned = planned_figures(plan_from, plan) if plan_from else {}
    if planned and standing is not None:
        raise BadArgument(
            N_("“{file}” is there already: its plan figures are people's and stay. Leave --plan-from out."),
            file=path.name,
        )
    facts = facts_of(plan, day)
    done = NewYear(plan.path, path, plan.year + 1, "blank", blanks_of(plan), facts.unknown(plan))
    if (done.blanks or not facts.months) and not draft:
        return done
    if standing is not None:
        return _update(done, standing, facts)
    basis = next_basis(opened, facts, planned)
    with all_or_none():
        create_workbook(path, basis)
        made = open_plan(path)
        found = check(made, day)
    return replace(
        done,
        status="made",
        planned=len(planned),
        titles=tuple(finding for finding in found if finding.rule == "PLN08"),
        windows=tuple(item for item in made.plan.items.values() if item.window_text),
        holidays=tuple(other_holidays(opened)),
        in_force=sum(len(rows) for rows in basis.records.values()),
        left_behind=left_behind(opened),
    )


def blanks_of(plan: Plan) -> dict[str, tuple[tuple[Period, Blank], ...]]:
    """Return the year's blank months by service, from the first period that akmxl answers for."""
    first = plan.settings.first_period
    months = [Period.month(plan.year, month) for month in range(1, 13)]
    over = date(plan.year + 1, 1, 1)
    found: dict[str, list[tuple[Period, Blank]]] = {}
    for month in (month for month in months if first and month.end >= first.start):
        for service, blanks in month_to_close(plan, month, None, over).blanks.items():
            found.setdefault(service, []).extend((month, blank) for blank in blanks)
    return {service: tuple(blanks) for service, blanks in found.items() if blanks}


def _refuse_name(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise BadArgument(
            N_("The file's name must end in .xlsx, or Excel does not open it: “{file}”."), file=path.name
        )


def _standing(path: Path, year: int) -> OpenedPlan:
    """Open the workbook of the next year that is there already; raises ``FileProblem`` for any other file."""
    try:
        standing = open_plan(path)
    except AkmxlError as error:
        raise _other_file(path, year) from error
    if standing.plan.year != year or layout.LAST_YEAR not in standing.file.views:
        raise _other_file(path, year)
    return standing


def _other_file(path: Path, year: int) -> FileProblem:
    return FileProblem(
        N_("“{file}” exists already and is not the plan of {year} that new-year makes. Choose another name."),
        file=path.name, year=year,
    )  # fmt: skip


def _refuse_faults(opened: OpenedPlan, today: date) -> None:
    """Raise ``NotAPlan`` for errors of structure: a row without a code, or with another's, would be lost."""
    for finding in check(opened, today):
        if finding.severity is Severity.ERROR and RULES[finding.rule].family == "structure":
            raise NotAPlan(
                N_("The plan “{file}” cannot be carried over: {why} Mend it first, see: akmxl check."),
                file=opened.path.name, why=finding.message,
            )  # fmt: skip


def _update(done: NewYear, standing: OpenedPlan, facts: Facts) -> NewYear:
    found = late.changes(standing, facts)
    written = write(standing.file, late.fills(found))
    status = "updated" if written else "unchanged"
    return replace(done, status=status, changes=found, missing=late.missing(standing.plan, facts))
