"""What was found on this PC, and what became of the buttons, as people read it on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.doctor.check import ATTENTION, MISSING, OK
from akmxl.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.addin.install import Status
    from akmxl.doctor.check import Check

STATE_WORDS = {OK: N_("fine"), ATTENTION: N_("look"), MISSING: N_("none")}
_COLOURS = {OK: "green", ATTENTION: "yellow", MISSING: "yellow"}
WHAT_WORDS = {
    "python": N_("Python"),
    "package": N_("The program"),
    "excel": N_("Excel"),
    "addin": N_("Tab AKM"),
    "libreoffice": N_("LibreOffice (for PDF)"),
    "workbook": N_("Plan workbook"),
    "lock": N_("In use"),
    "writing": N_("Writing"),
    "place": N_("Place"),
    "copies": N_("Copies"),
    "templates": N_("Templates"),
}


def show_checks(checks: Iterable[Check]) -> None:
    """A line each, what to do below it; what hinders the work is red."""
    hindering = 0
    for check in checks:
        hindering += check.hinders
        colour = "red" if check.hinders else _COLOURS[check.state]
        state = click.style(_(STATE_WORDS[check.state]), fg=colour, bold=check.hinders)
        click.echo(f"{_(WHAT_WORDS[check.what])}: {state}  {check.text}")
        if check.advice:
            click.echo(f"  {check.advice}")
    if hindering:
        click.echo(_("Hinders the work: {count}.", count=hindering))
    else:
        click.echo(_("Nothing hinders the work."))


def show_installed(status: Status) -> None:
    click.echo(_("The tab's file: {file}", file=status.addin))
    click.echo(_("Its Python: {python}", python=status.python))
    click.echo(_("The buttons' own command was tried: akmxl {version} answered.", version=status.version))
    click.echo(_("Close Excel and open it again: the tab AKM is there."))


def show_status(status: Status) -> None:
    if not status.installed:
        click.echo(_("The tab AKM is not in Excel. To put it there: akmxl addin install"))
        return
    click.echo(_("The tab's file: {file}", file=status.addin))
    click.echo(_("Its Python: {python}", python=status.python or "—"))
    if status.well:
        click.echo(_("The tab AKM is well: akmxl {version} answers it.", version=status.version))
    elif not status.answers:
        click.echo(_("This Python does not answer the buttons. Give the command: akmxl addin install"))
    else:
        click.echo(
            _("The tab is of another version: {version}. Give the command: akmxl addin install",
              version=status.version)
        )  # fmt: skip
