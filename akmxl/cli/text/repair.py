"""Print what was put back on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.repair.wording import by_sheet, outcome_lines

if TYPE_CHECKING:
    from akmxl.actions.repair.repair import Repaired


def show_repairs(outcome: Repaired) -> None:
    """Print the repairs by sheet, and what was left as it is."""
    for sheet, lines in by_sheet(outcome.repairs):
        click.echo(click.style(sheet, bold=True))
        for line in lines:
            click.echo(line)
    for line in outcome_lines(outcome):
        click.echo(line)
