"""Print the result of making the next year's workbook on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.core.i18n import N_, _
from akmxl.core.value_text import day_text
from akmxl.plan.period import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.actions.close_month import Blank
    from akmxl.actions.new_year.late import LateFigure
    from akmxl.actions.new_year.new_year import NewYear
    from akmxl.plan.period import Period

_STATUS = {
    "made": N_("Made: {file}, the plan of {year}. Its plan figures are empty: write them into “Reja”."),
    "updated": N_("Brought up to date: {file}, the plan of {year}."),
    "unchanged": N_("Nothing to bring up to date: {file}, the plan of {year}."),
    "blank": N_("Not made: {file}. Fill the months in, or make a draft: akmxl new-year --draft"),
}


_MADE_WITH_PLAN = N_(
    "Made: {file}, the plan of {year}, with {count} plan figures of the draft: compare them."
)


def show_new_year(done: NewYear) -> None:
    """Print the result of making the next year's workbook, and what a person has to look at."""
    _show_blanks(done.blanks)
    click.echo(_(N_("Taken from: {file}, the plan of {year}."), file=done.source, year=done.year - 1))
    status = _MADE_WITH_PLAN if done.planned else _STATUS[done.status]
    click.echo(_(status, file=done.path, year=done.year, count=done.planned))
    if done.status == "blank":
        if not done.blanks:
            click.echo(_(N_("The plan of {year} has no figure at all."), year=done.year - 1))
        return
    for change in done.changes:
        _show_change(change)
    titles = (f"{finding.item} ({finding.place.a1})" for finding in done.titles if finding.place)
    windows = (f"{item.code} ({item.window_text})" for item in done.windows)
    holidays = (f"{day_text(day)} {name}".strip() for day, name in done.holidays)
    if done.in_force:
        click.echo(_(N_("Rows of “Royxatlar” still in force, carried over: {count}"), count=done.in_force))
    for text, things in (
        (N_("No figure of the year: {items}"), done.unknown),
        (N_("Not in the new plan: {items}"), done.missing),
        (N_("Titles that carry another year; compare with the signed plan: {items}"), titles),
        (N_("“Oyna” was kept; check whether it holds for the new year: {items}"), windows),
        (N_("Days off that are announced each year were left out: {items}"), holidays),
        (N_("Sheets and columns of your own stay in the old file: {items}"), done.left_behind),
    ):
        _show_list(text, things)


def _show_list(text: str, things: Iterable[str]) -> None:
    if items := ", ".join(things):
        click.echo(_(text, items=items))


def _show_blanks(blanks: Mapping[str, Iterable[tuple[Period, Blank]]]) -> None:
    """Print the missing months by service, each item's together."""
    if blanks:
        click.echo(_(N_("Months without a figure:")))
    for service, missing in blanks.items():
        months: dict[str, list[Period]] = {}
        for period, blank in missing:
            months.setdefault(blank.item.code, []).append(period)
        items = ", ".join(f"{code} ({listed(periods)})" for code, periods in months.items())
        name = service or _(N_("Items without a service"))
        click.echo(f"  {name}: {items}")


def _show_change(change: LateFigure) -> None:
    place = f"{change.place.sheet}!{change.place.a1}"
    words = {"place": place, "item": change.item, "old": change.old or "—", "new": change.new}
    if change.kept:
        text = N_("  {place}, item {item}: {old} was typed by hand and stays; last year's file says {new}.")
    else:
        text = N_("  {place}, item {item}: {old} → {new}")
    click.echo(_(text, **words))
