"""Print what a service hands in, and who has handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.hand_in_wording import hand_in_lines, outcome_line, standing_lines
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.actions.hand_in import MonthOfService, ServiceMonth


def show_hand_in(month: ServiceMonth, *, written: bool, dry_run: bool) -> None:
    """Print what is in the way of a hand-in, what has changed since the last one, and what became of it."""
    for line in hand_in_lines(month):
        click.echo(line)
    if not dry_run:
        click.echo(outcome_line(month, written=written))
        return
    if month.ready:
        said = {"service": month.service, "period": month.period.words}
        click.echo(_(N_("Nothing is in the way of the hand-in: {service}, {period}."), **said))
    click.echo(_(N_("Nothing was written: --dry-run.")))


def show_standings(found: Sequence[MonthOfService]) -> None:
    """Print how the services' months stand, a line each."""
    for line in standing_lines(found):
        click.echo(line)
