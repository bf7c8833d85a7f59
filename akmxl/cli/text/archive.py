"""Print what was archived, and what is proven of an archive."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from akmxl.actions.archive.wording import KINDS, NOTES, PROBLEMS
from akmxl.cli.text.lines import say
from akmxl.cli.text.verify import show_statements
from akmxl.core.errors import one_line
from akmxl.core.i18n import N_, _, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.actions.archive.records import Archive, Told
    from akmxl.actions.archive.verify_archive import VerifiedArchive

_MOST = 12  # shown of notes of one kind; the archive's page has all of them


def show_archive(made: Archive) -> None:
    """Print what is wrong, what is to be known, and what was made."""
    for one in made.problems:
        say(click.style("✗ ", fg="red"), _told(one, PROBLEMS))
    _show_notes(made.notes)
    counts = Counter(one.kind for one in made.carried)
    told = "; ".join(f"{_(KINDS[kind])}: {count}" for kind, count in counts.items())
    click.echo(_(N_("Reports that were sent: {count}. {files}"), count=len(made.reports), files=told))
    click.echo(_(_ENDS[made.status], file=made.path, count=len(made.problems), kb=number(_kb(made.size))))
    if made.code:
        click.echo(_(N_("Code of the archive, to be written on paper: {code}"), code=made.code))


_ENDS: Mapping[str, str] = {
    "written": N_("Archived: {file} ({kb} KB)."),
    "unchanged": N_("The archive is there already, and the same: {file}"),
    "planned": N_("It would be written: {file} ({kb} KB). Nothing was written: --dry-run."),
    "incomplete": N_(
        "No archive was made. What is in the way: {count}. Mend it; what cannot be mended the archive itself "
        "may say: --incomplete"
    ),
}


def _kb(size: int) -> int:
    return -(-size // 1024)


def _show_notes(notes: Iterable[Told]) -> None:
    shown: Counter[str] = Counter()
    for one in notes:
        shown[one.what] += 1
        if shown[one.what] <= _MOST:
            say("? ", _told(one, NOTES))
    hidden = sum(count - _MOST for count in shown.values() if count > _MOST)
    if hidden:
        click.echo("  " + _(N_("and {count} more"), count=hidden))


def _told(one: Told, words: Mapping[str, str]) -> str:
    return _(words[one.what], name=one.name, file=one.file, why=one.why).strip()


def show_verified_archive(file: str, found: VerifiedArchive) -> None:
    """Print the statements on an archive, and why forms are not what was sent."""
    click.echo(click.style(file, bold=True))
    click.echo(", ".join(filter(None, (found.organisation, found.period))))
    if found.code:
        click.echo(_(N_("Code of the archive: {code}"), code=found.code))
    show_statements(found.statements)
    for one, fault in found.faults.items():
        say(f"  {one_line(one.path)}: ", str(fault))
