"""What goes over years: ages, trends, the next plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.from_python.arguments import checked, day_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

    from akmxl.actions.from_python.arguments import DayOrText, PathText
    from akmxl.actions.new_year.new_year import NewYear
    from akmxl.actions.next_plan import NextPlan
    from akmxl.workbook.opened import OpenedPlan


@checked
def by_age(opened: OpenedPlan, today: DayOrText | None = None) -> DataFrame:
    """Count readers and participants by age, for the months that have begun, the quarters and the year.

    Returns a table: of (readers, participants), period, age_14, age_15_24, age_25 (missing where not all have
    an age), with_age and all.
    """
    from akmxl.actions.ages import by_age as count
    from akmxl.plan.ages import ages_frame

    return ages_frame(count(opened, day_of(today)))


def trend(
    paths: Iterable[PathText],
    *,
    out: PathText | None = None,
    csv: PathText | None = None,
    today: DayOrText | None = None,
) -> DataFrame:
    """Put the plan workbooks of several years of one centre side by side.

    Returns a table, a row an item and year: year, code, line (which rows are one item), section, title, unit,
    plan, fact (of a whole year of which all is known), so_far, percent, complete_months (0-12) and changed
    (what of the definition is another than the year before). ``out`` is a workbook with the table and charts,
    ``csv`` a file of the table. Raises ``BadArgument`` for two plans of a year or of two centres, an
    ``AkmxlError`` for a file that is no plan or cannot be written.
    """
    from akmxl.actions.trend import trend as several_years, write_trend

    years = several_years(map(Path, paths), day_of(today))
    write_trend(years, day_of(today), out=path_of(out), csv=path_of(csv))
    return years.trend.to_frame()


@checked
def next_plan(
    opened: OpenedPlan,
    *,
    earlier: Iterable[PathText] = (),
    out: PathText | None = None,
    today: DayOrText | None = None,
    dry_run: bool = False,
) -> NextPlan:
    """Make next year's draft plan: the same items, their last three years, an empty column.

    ``earlier`` are plan workbooks of the two years before that do not stand beside the plan; ``out`` is the
    draft (default: beside the year's reports). What people wrote into a draft that stands there is kept.
    Returns a ``NextPlan``: ``path``, ``status``, ``rows``, ``missing`` (years without a plan), ``kept``.
    Raises an ``AkmxlError`` for a file that is no plan of this centre, or another one in the draft's place.
    """
    from akmxl.actions.next_plan import make_next_plan

    day, plans = day_of(today), [Path(one) for one in earlier]
    return make_next_plan(opened, today=day, earlier=plans, out=path_of(out), dry_run=dry_run)


@checked
def new_year(
    opened: OpenedPlan,
    out: PathText,
    *,
    today: DayOrText | None = None,
    draft: bool = False,
    plan_from: PathText | None = None,
) -> NewYear:
    """Make the next year's workbook; where it stands already, bring last year's facts in it up to date.

    Without ``draft`` nothing is made while months are blank (``status``: blank). ``plan_from`` is a draft
    plan (``next_plan``) whose figures are taken. Returns a ``NewYear``: ``status``, ``path``, ``blanks`` and
    what a person should look at. Raises ``BadArgument`` for a text that is no day, a file that is no .xlsx
    and a draft plan that cannot be taken, ``FileProblem`` where another file stands in the place,
    ``NotAPlan`` where the plan's structure has errors.
    """
    from akmxl.actions.new_year.new_year import make_next_year

    return make_next_year(opened, Path(out), today=day_of(today), draft=draft, plan_from=path_of(plan_from))
