"""Print what looks over several years: a trend, next year's draft plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.core.i18n import N_, _, number
from akmxl.core.text_length import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from akmxl.actions.next_plan import NextPlan
    from akmxl.actions.trend import YearsOf
    from akmxl.plan.trend import YearRow

_TITLE = 34  # letters of a title in a line


def show_trend(years: YearsOf, out: Path | None, csv: Path | None) -> None:
    """Print each item's facts by year, where it broke, and what may have been renumbered."""
    trend = years.trend
    click.echo(_(N_("{organisation}, {years}:"), organisation=years.organisation or "—",
                 years=", ".join(map(str, trend.years))))  # fmt: skip
    if trend.missing:
        click.echo(_(N_("Years without a plan workbook: {years}"), years=", ".join(map(str, trend.missing))))
    width = max((len(line) for line in trend.lines), default=0)
    for line, rows in trend.lines.items():
        title = shortened(rows[-1].title, _TITLE)
        click.echo(f"  {line:<{width}}  {title:<{_TITLE + 1}}  {'  '.join(_facts(trend.years, rows))}")
    click.echo(_(N_("*: the year is not complete; |: a definition changed; —: not known.")))
    for one in trend.renumbered:
        click.echo(
            _(
                N_(
                    "{year}, {code}: worded as {before} of {before_year} (“{title}”). Where it is the same "
                    "item, give it its code again."
                ),
                year=one.year,
                code=one.code,
                before=one.before_code,
                before_year=one.before_year,
                title=shortened(one.title, 2 * _TITLE),
            )
        )
    for file in filter(None, (out, csv)):
        click.echo(_(N_("Written: {file}"), file=file))


_STATUS = {
    "written": N_("Draft plan of {year} written: {file}"),
    "unchanged": N_("Draft plan of {year} unchanged: {file}"),
    "would_write": N_("Draft plan of {year} would be written: {file}"),
}


def show_next_plan(done: NextPlan) -> None:
    """Print where the draft plan stands, what it was made of and what it lacks."""
    click.echo(_(_STATUS[done.status], year=done.year, file=done.path))
    plans = ", ".join(f"{plan.path.name} ({plan.year})" for plan in done.plans)
    click.echo(_(N_("Made of: {plans}"), plans=plans))
    if done.missing:
        missing = ", ".join(map(str, done.missing))
        click.echo(
            _(
                N_("No plan workbook of {years}: put it beside the plan, or name it with --earlier."),
                years=missing,
            )
        )
    if done.kept:
        click.echo(_(N_("Figures written into the draft before, kept: {count}"), count=done.kept))


def _facts(years: Sequence[int], rows: Sequence[YearRow]) -> Iterator[str]:
    by_year = {row.year: row for row in rows}
    for year in years:
        row = by_year.get(year)
        value = row.so_far if row else None
        text = "—" if value is None else number(value)
        star = "*" if row and row.fact is None and value is not None else ""
        yield f"{'|' if row and row.changes else ' '}{text + star:>9}"
