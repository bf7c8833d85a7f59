"""Make a service's own copy of the plan: the command ``akmxl copy``."""

from __future__ import annotations

from pathlib import Path

import click

from akmxl.cli.options import (
    JSON,
    WORKBOOK,
    open_workbook,
    option,
    options,
    print_json,
    today,
    wants_json,
)
from akmxl.core.i18n import _


@click.command(
    help=_("Make a service's own copy of the plan, to be filled in elsewhere and taken over by merge.")
)
@WORKBOOK
@option("--service", required=True, metavar=_("SERVICE"), help=_("The service: its name, or a part of it."))
@option(
    "--out",
    metavar=_("NEWFILE"),
    type=Path,
    help=_("The copy's name (default: the plan's with the service's behind it)."),
)
@options(JSON)  # fmt: skip
def copy(workbook: str | None, service: str, *, out: Path | None) -> None:
    from akmxl.actions.copy import copy_for

    opened = open_workbook(workbook)
    path, name = copy_for(opened, service, today(), out)
    if wants_json():
        print_json({"workbook": str(opened.path), "service": name, "copy": str(path)})
        return
    click.echo(_("Copy for “{service}”: {file}", service=name, file=path))
    command = f'akmxl merge "{path.name}"'
    click.echo(_("Filled in, it is taken over by: {command}", command=command))
