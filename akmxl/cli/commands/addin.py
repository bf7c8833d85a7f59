"""Install, remove, show and build the tab AKM in Excel: the commands ``akmxl addin``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from akmxl.cli.options import JSON, option, options, print_json, wants_json
from akmxl.core.i18n import _


@click.group(no_args_is_help=False, help=_("The tab AKM in Excel. Its buttons do the work of the commands."))
@options()
def addin() -> None:
    pass


@addin.command(
    "install",
    help=_(
        "Put the tab AKM into Excel (Windows), with --lang ru in Russian. Its own command is tried first."
    ),
)
@options(JSON)
def addin_install() -> None:
    from akmxl.actions.addin.install import excel_here, install
    from akmxl.cli.json_data.machine import status_json
    from akmxl.cli.text.machine import show_installed

    done = install(excel_here())
    if wants_json():
        print_json(status_json(done))
    else:
        show_installed(done)


@addin.command("uninstall", help=_("Take the tab AKM out of Excel (Windows). Nothing of it stays."))
@options(JSON)
def addin_uninstall() -> None:
    from akmxl.actions.addin.install import excel_here, uninstall

    removed = uninstall(excel_here())
    if wants_json():
        print_json({"removed": removed})
    elif removed:
        click.echo(_("The tab AKM has been taken out of Excel."))
    else:
        click.echo(_("There was nothing to take out: the tab AKM is not in Excel."))


@addin.command("status", help=_("Tell how the tab AKM is (Windows). Exit code 1: it is missing or not well."))
@options(JSON)
def addin_status() -> None:
    from akmxl.actions.addin.install import excel_here, status
    from akmxl.actions.doctor.program import addin_diagnosis
    from akmxl.cli.json_data.machine import status_json
    from akmxl.cli.text.machine import show_check

    found = status(excel_here())
    if wants_json():
        print_json(status_json(found))
    else:
        show_check(addin_diagnosis(found))
    sys.exit(0 if found.well else 1)


@addin.command("build", help=_("Build the add-ins from their sources. For developers."))
@option(
    "--out",
    metavar=_("FOLDER"),
    type=Path,
    help=_("Where to (default: macros)."),
)
@options()
def addin_build(out: Path | None) -> None:
    from akmxl.actions.addin.build import build
    from akmxl.core.assets import ADDINS, asset
    from akmxl.ooxml.package.save import create_file

    sources = asset("macros")
    for language, name in ADDINS.items():
        target = (out or sources) / Path(name).name
        create_file(target, build(sources, language), overwrite=True)
        click.echo(_("Made: {file}", file=target))
