"""Print what was found on this PC, and the result of installing the buttons, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.doctor.diagnosis import ATTENTION, MISSING, OK
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.addin.install import Status
    from akmxl.actions.doctor.diagnosis import Diagnosis

STATE_WORDS = {OK: N_("fine"), ATTENTION: N_("look"), MISSING: N_("none")}
_COLOURS = {OK: "green", ATTENTION: "yellow", MISSING: "yellow"}
WHAT_WORDS = {
    "python": N_("Python"),
    "package": N_("The program"),
    "excel": N_("Excel"),
    "addin": N_("Tab AKM"),
    "libreoffice": N_("LibreOffice (for PDF)"),
    "workbook": N_("Plan workbook"),
    "settings": N_("Settings"),
    "rules": N_("Rules of the check"),
    "paths": N_("Length of the paths"),
    "lock": N_("In use"),
    "writing": N_("Writing"),
    "place": N_("Place"),
    "copies": N_("Copies"),
    "templates": N_("Templates"),
}


def show_checks(checks: Iterable[Diagnosis]) -> None:
    """Print the checks, a line each with what to do below it, then how many hinder the work."""
    hindering = 0
    for check in checks:
        hindering += check.hinders
        show_check(check)
    if hindering:
        click.echo(_("Hinders the work: {count}.", count=hindering))
    else:
        click.echo(_("Nothing hinders the work."))


def show_check(check: Diagnosis) -> None:
    """Print one check: what was looked at, how it is, what to do; red where it hinders the work."""
    colour = "red" if check.hinders else _COLOURS[check.state]
    state = click.style(_(STATE_WORDS[check.state]), fg=colour, bold=check.hinders)
    click.echo(f"{_(WHAT_WORDS[check.what])}: {state}  {check.text}")
    if check.advice:
        click.echo(f"  {check.advice}")


def show_installed(status: Status) -> None:
    """Print the result of installing the tab AKM."""
    click.echo(_("The tab's file: {file}", file=status.addin))
    click.echo(_("Its Python: {python}", python=status.python))
    click.echo(_("The buttons' own command was tried: akmxl {version} answered.", version=status.version))
    click.echo(_("Close Excel and open it again: the tab AKM is there."))
