"""Print what a service's copy comes to, and ask about what both changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.merge.wording import merge_lines, question_line
from akmxl.core.i18n import N_, _, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.actions.merge.found import Merge, Question


def show_merge(merge: Merge) -> None:
    """Print what is taken out of a copy, what is asked, and what is left alone."""
    for line in merge_lines(merge):
        click.echo(line)


def question_words(merge: Merge, one: Question) -> str:
    """Return the question for a yes."""
    return _(N_("{question}. Take the copy’s?"), question=question_line(merge, one))


def show_left(merge: Merge, left: Sequence[Question], *, written: bool, dry_run: bool) -> None:
    """Print what became of it, and how a yes is given to what is left."""
    if dry_run:
        click.echo(_(N_("Nothing was written: --dry-run.")))
    elif written:
        click.echo(_(N_("Taken over into: {file}. Now check it: akmxl check"), file=merge.plan.path.name))
    elif not merge.empty:
        click.echo(_(N_("Nothing was written.")))
    if left:
        first = f'--take "{left[0].name}"'
        text = N_("Left as it is in the plan: {count}. To take the copy’s: {take}, or all: --yes")
        click.echo(_(text, count=number(len(left)), take=first))
