"""Print what was put back on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.repair.wording import by_sheet, copied_lines, outcome_lines
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.actions.repair.repair import Repaired


def show_repairs(outcome: Repaired) -> None:
    """Print the repairs by sheet, and what was left as it is."""
    for sheet, lines in by_sheet(outcome.repairs):
        click.echo(click.style(sheet, bold=True))
        for line in lines:
            click.echo(line)
    for line in (*outcome_lines(outcome), *copied_lines(outcome)):
        click.echo(line)
    if outcome.copied and not outcome.taken:
        click.echo(_(N_("To take these figures over, run: akmxl repair --from-copy.")))
