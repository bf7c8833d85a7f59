"""Print on the terminal what an import comes to, and what one that is taken back came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.import_wording import parts_of, title_of, undone_lines
from akmxl.cli.text.lines import say
from akmxl.core.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.importers.proposal import Proposal
    from akmxl.importers.writing import Undone
    from akmxl.workbook.opened import OpenedPlan


def show_import(
    opened: OpenedPlan, proposal: Proposal, *, written: bool, dry_run: bool, rejected: Path | None
) -> None:
    """Print an import: what is new, changed, unchanged, twice, rejected, kept; and what was written."""
    click.echo(click.style(title_of(proposal), bold=True))
    for part in parts_of(opened.plan, proposal):
        click.echo(part.heading)
        for line in part.lines:
            say("  ", line)
    if rejected:
        say("", _("The rejected rows are in {path}: mend them there and import that file.", path=rejected))
    if dry_run:
        click.echo(_("Nothing was written: this is only what would be."))
    elif written:
        click.echo(_("Written. To take it back: akmxl import --undo"))
    elif proposal.nothing_to_write:
        click.echo(_("There was nothing to write."))


def show_undo(found: Undone, *, done: bool) -> None:
    """Print what taking an import back came to."""
    for line in undone_lines(found):
        say("", line)
    click.echo(_("Done.") if done else _("Nothing was written: this is only what would be."))
