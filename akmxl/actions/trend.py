"""Put the plan workbooks of several years side by side: as a table, and as a workbook with charts."""

from __future__ import annotations

from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.actions.csv_table import write_table
from akmxl.actions.open_plan import open_plan
from akmxl.actions.own_workbook import refuse_other_file, write_workbook
from akmxl.actions.services_copy import refuse_copy
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.ooxml.package.together import all_or_none
from akmxl.plan.trend import Trend, trend_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from akmxl.plan.model import Plan


@dataclass(frozen=True)
class YearsOf:
    """The plans of one centre, a year each, in the order of their years, and what they come to together."""

    plans: tuple[Plan, ...]
    trend: Trend = field(repr=False)

    @property
    def organisation(self) -> str:
        """The centre's name, as its newest plan says it."""
        return self.plans[-1].organisation.get("organisation", "")


def trend(paths: Iterable[Path], today: date | None = None) -> YearsOf:
    """Read the plan workbooks of several years.

    ``today`` bounds what can have happened (default: this day). Raises an ``AkmxlError`` for a file that is
    no plan, ``BadArgument`` for two plans of a year, or of two centres, or a service's copy.
    """
    plans = sorted((open_plan(path).plan for path in paths), key=lambda plan: plan.year)
    if not plans:
        raise BadArgument(
            N_("Name the plan workbooks of several years: akmxl trend reja-2024.xlsx reja-2025.xlsx")
        )
    refuse_mixed(plans)
    return YearsOf(tuple(plans), trend_of(plans, today))


def refuse_mixed(plans: Sequence[Plan]) -> None:
    """Raise ``BadArgument`` where two plans, in the order of their years, are of one year or two centres.

    For a service's copy too: it does not have what the others did.
    """
    for plan in plans:
        refuse_copy(plan)
    for one, other in pairwise(plans):
        if one.year == other.year:
            raise BadArgument(
                N_("Both are the plan of {year}: “{one}” and “{other}”. Name one of them."),
                year=one.year, one=one.path.name, other=other.path.name,
            )  # fmt: skip
    newest = plans[-1]
    for plan in plans:
        if not _same_centre(plan, newest):
            raise BadArgument(
                N_(
                    "“{one}” is a plan of “{centre}”, “{other}” one of “{another}”. Name the plans of one "
                    "centre. Where it was only renamed, write the same “Markaz kodi” on sheet Sozlamalar "
                    "of both."
                ),
                one=plan.path.name, centre=_centre(plan), other=newest.path.name, another=_centre(newest),
            )  # fmt: skip


def _same_centre(one: Plan, other: Plan) -> bool:
    codes = fold(one.settings.centre_code), fold(other.settings.centre_code)
    if all(codes):
        return codes[0] == codes[1]
    names = [fold(plan.organisation.get("organisation", "")) for plan in (one, other)]
    return not all(names) or names[0] == names[1]


def _centre(plan: Plan) -> str:
    return plan.organisation.get("organisation", "") or plan.settings.centre_code or "?"


def write_trend(years: YearsOf, today: date, *, out: Path | None = None, csv: Path | None = None) -> bool:
    """Write a trend as a workbook, as a CSV table, or both; return whether the workbook is another now.

    Raises ``FileProblem`` where another file stands there, ``Locked`` where somebody holds it.
    """
    from akmxl.workbook.create.years.trend import (
        MARK,
        trend_bytes,
    )  # late: only who makes a workbook needs it

    written = False
    with all_or_none():
        if out:
            refuse_other_file(out, MARK)
            written = write_workbook(out, trend_bytes(years.trend, years.organisation, today), MARK)
        if csv:
            write_table(years.trend.to_frame(), csv, index=False)
    return written
