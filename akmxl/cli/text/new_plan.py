"""Print what became of a new plan workbook on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.init import next_command
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.actions.init import NewPlan
    from akmxl.importers.official.doubts import Doubt

_MOST = 20  # doubts on the terminal; all of them stand in the file


def show_new_plan(made: NewPlan) -> None:
    """Print the file that was made, or the proposal and what of it is in doubt."""
    for column in made.left:
        click.echo(_(N_("A column that is not read: {column}"), column=column))
    if made.status == "unanswered":
        text = N_(
            "Not made: on the sheet “Shubhalar” of “{file}” rows have no answer: {rows}. Write “ha” or "
            "“tuzatildi” into “Javob”, save the file and give it again."
        )
        rows = ", ".join(map(str, made.unanswered))
        click.echo(_(text, file=_name(made), rows=rows))
    elif made.status == "proposed":
        _show_proposal(made)
    elif made.written:
        click.echo(
            _(N_("Made: {file}. Open it in Excel and fill in the sheet “Bosh sahifa” first."), file=made.path)
        )
    else:
        text = N_("Nothing was written. {file} would be made: {rows} rows, the plan of {year}.")
        click.echo(_(text, file=made.path, rows=made.rows, year=made.year))


def _show_proposal(made: NewPlan) -> None:
    count = len(made.open_doubts)
    text = N_("The plan of {year} was read: {rows} rows, doubts to answer: {count}.")
    click.echo(_(text, year=made.year, rows=made.rows, count=count))
    for doubt in made.open_doubts[:_MOST]:
        click.echo(f"  {_place(doubt)}: {doubt.unclear} {doubt.understood}")
    if count > _MOST:
        click.echo("  " + _(N_("and {count} more"), count=count - _MOST))
    if not made.written:
        click.echo(_(N_("Nothing was written. The proposal would be: {file}"), file=made.proposal))
        return
    click.echo(_(N_("The proposed table and the page of doubts: {file}"), file=made.proposal))
    text = (
        N_("Answer the doubts in it, save it, then: {command}")
        if count
        else N_("Look at it, then: {command}")
    )
    click.echo(_(text, command=next_command(str(made.path), str(made.proposal), made.organisation)))


def _place(doubt: Doubt) -> str:
    item = doubt.mark.item.strip()
    title = f" {doubt.first_words}" if doubt.first_words else ""
    return f"{doubt.mark.place}{f', {item}' if item else ''}{title}"


def _name(made: NewPlan) -> str:
    return made.proposal.name if made.proposal else ""
