"""Print pages on the terminal: their texts, or the files that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.actions.page import Pages, WrittenPages

STATUS_WORDS = {"written": N_("page written"), "unchanged": N_("page unchanged")}


def show_texts(pages: Pages, made: WrittenPages | None) -> None:
    """Print each page as plain text, a blank line between two; where they were written, the files alone."""
    if made is None:
        click.echo("\n".join(pages.texts), nl=False)
    else:
        show_pages(made, dry_run=False)


def show_pages(made: WrittenPages, *, dry_run: bool) -> None:
    """Print the files, and the copies of those that people had changed."""
    for one in made.files:
        status = N_("would be written") if dry_run and one.status == "written" else STATUS_WORDS[one.status]
        click.echo(f"{_(status)}: {one.path}")
    for copy in made.kept:
        text = N_("A page was changed by hand. A copy of it: {file}. What is to stay goes into the template.")
        click.echo(_(text, file=copy))
