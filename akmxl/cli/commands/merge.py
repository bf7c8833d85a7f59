"""Take over a service's copy: the command ``akmxl merge``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import (
    JSON,
    open_workbook,
    option,
    options,
    print_json,
    says_yes,
    wants_json,
)
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.actions.merge.found import Merge


@click.command(
    help=_(
        "Take a service's own rows and cells out of its copy; what both changed is asked about. "
        "Exit code 1: something is left for a yes."
    )
)
@click.argument("names", nargs=-1, required=True, metavar=_("[FILE] COPY"))
@option(
    "--take",
    multiple=True,
    metavar=_("CELL"),
    help=_("Say yes to this cell, e.g. {cell}; repeatable.", cell="Oylik!H24"),
)
@option("--yes", is_flag=True, help=_("Say yes to all that is asked: for scripts."))
@option("--dry-run", is_flag=True, help=_("Only say what would be taken over."))
@options(JSON)  # fmt: skip
def merge(names: tuple[str, ...], *, take: tuple[str, ...], yes: bool, dry_run: bool) -> None:
    from akmxl.actions.merge.merge import compare_copy, refuse_in_use, write_merge
    from akmxl.actions.open_plan import open_plan
    from akmxl.cli.json_data.merge import merge_json
    from akmxl.cli.text.merge import show_left, show_merge

    if len(names) > 2:
        raise BadArgument(N_("Name the plan and one copy: akmxl merge [FILE] COPY."))
    copy = open_plan(Path(names[-1]))
    found = compare_copy(open_workbook(names[0] if len(names) == 2 else None), copy)
    if not wants_json():
        show_merge(found)
    if not dry_run:
        refuse_in_use(found)  # before anything is asked
    accepted = _accepted(found, take, yes=yes, ask=not dry_run)
    written = not dry_run and write_merge(found, accepted)
    left = [one for one in found.questions if one.name not in accepted]
    if wants_json():
        print_json(merge_json(found, accepted, written=written))
    else:
        show_left(found, left, written=written, dry_run=dry_run)
    sys.exit(1 if left else 0)


def _accepted(found: Merge, take: tuple[str, ...], *, yes: bool, ask: bool) -> set[str]:
    """Return the names of the questions to which somebody says yes, here or on the terminal."""
    from akmxl.actions.merge.merge import known_names
    from akmxl.cli.text.merge import question_words

    accepted = set(known_names(found, take))
    if yes:
        return {one.name for one in found.questions}
    if ask and not wants_json() and sys.stdin.isatty():
        for one in found.questions:
            if one.name not in accepted and says_yes(question_words(found, one)):
                accepted.add(one.name)
    return accepted
