"""Print templates on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.core.i18n import N_, _
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from akmxl.submission.template.inspection import Inspection, Listing

_SOURCES = {"shipped": N_("shipped"), "none": N_("no template")}


def show_inspection(found: Inspection) -> None:
    """Print a template's faults, its warnings, and whether it can be filled."""
    _show_faults(found)
    if found.unused and found.words:
        click.echo(_(N_("Words it does not use: {words}"), words=", ".join(found.unused)))
    if found.ready:
        click.echo(
            _(N_("{file} can be filled. Words: {count}."), file=found.path.name, count=len(found.words))
        )
    else:
        click.echo(_(N_("{file} cannot be filled. Faults: {count}."), file=found.path.name,
                     count=len(found.faults)))  # fmt: skip


def _show_faults(found: Inspection) -> None:
    for word, colour, texts in (
        (N_("error"), "red", found.faults),
        (N_("warning"), "yellow", found.warnings),
    ):
        shown = click.style(_(word), fg=colour, bold=True)
        for text in texts:
            click.echo(f"  {shown}  {text}")


def show_listing(listing: Listing) -> None:
    """Print the reports with their templates, and the files that serve no report."""
    for one in listing.listed:
        path = one.inspection.path if one.inspection else None
        source = (
            f"{path.parent.name}/{path.name}" if path and one.source == "own" else _(_SOURCES[one.source])
        )
        click.echo(f"{one.report.code:<7} {source:<22} {one.report.title}")
        if one.inspection:
            _show_faults(one.inspection)
    if listing.letter:
        path = listing.letter.path
        click.echo(f"{path.stem:<7} {path.parent.name}/{path.name}")
        _show_faults(listing.letter)
    for page in listing.pages:
        own = page.path.parent.parent.name == OWN_FOLDER
        word = _SOURCES["shipped"]
        source = f"{OWN_FOLDER}/{page.path.parent.name}/{page.path.name}" if own else _(word)
        click.echo(f"{page.path.stem:<7} {source}")
        _show_faults(page)
    for path, nearest in listing.stray:
        near = N_("“{file}” serves no report. The nearest code: {nearest}.")
        none = N_("“{file}” serves no report.")
        click.echo(_(near if nearest else none, file=path.name, nearest=nearest))
    made = sum(bool(one.inspection and one.inspection.ready) for one in listing.listed)
    click.echo(_(N_("Reports: {count}, with a template that can be filled: {made}."),
                 count=len(listing.listed), made=made))  # fmt: skip
