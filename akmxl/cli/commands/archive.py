"""Archive what was sent: the command ``akmxl archive``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import (
    JSON,
    WORKBOOK,
    open_workbook,
    option,
    options,
    period_option,
    print_json,
    wants_json,
)
from akmxl.core.i18n import _

if TYPE_CHECKING:
    from akmxl.plan.period import Period


@click.command(
    help=_(
        "Put all that was sent in a period into one zip: forms, letters, receipts, the plan, a list with "
        "hashes. Exit code 1: something that was sent is missing or is not as it was."
    )
)
@WORKBOOK
@option(
    "--period",
    required=True,
    metavar=_("PERIOD"),
    callback=period_option,
    help=_("2025-03, 2025-Q1 or 2025."),
)
@option(
    "--out",
    metavar=_("FILE"),
    type=Path,
    help=_("The zip, or a folder for it (default: beside the workbook)."),
)
@option(
    "--forms",
    multiple=True,
    metavar=_("FOLDER"),
    type=Path,
    help=_("Folder in which the forms lie (default: hisobotlar beside the workbook); may be given again."),
)
@option("--incomplete", is_flag=True, help=_("Make it even where something is missing; its list says what."))
@option("--dry-run", is_flag=True, help=_("Only say what would be archived."))
@options(JSON)
def archive(
    workbook: str | None,
    period: Period,
    *,
    out: Path | None,
    forms: tuple[Path, ...],
    incomplete: bool,
    dry_run: bool,
) -> None:
    from akmxl.actions.archive.archive import ArchiveRequest, make_archive
    from akmxl.cli.json_data.archive import archive_json
    from akmxl.cli.text.archive import show_archive

    request = ArchiveRequest(period, out, forms, dry_run, incomplete)
    made = make_archive(open_workbook(workbook, period), request)
    if wants_json():
        print_json(archive_json(made))
    else:
        show_archive(made)
    sys.exit(1 if made.problems else 0)
