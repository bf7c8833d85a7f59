"""Import another system's export: the command ``akmxl import``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import JSON, open_workbook, options, print_json, today, wants_json
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.importers.proposal import Proposal
    from akmxl.workbook.opened import OpenedPlan


@click.command(
    "import",
    help=_(
        "Take over what another program knows: rows of a sheet, or counts by item and month, from its export "
        "(Excel, CSV, HTML, MARC, a zip or folder of them), by a profile. Exit code 0: all is in the plan; "
        "1: rows were rejected, or a cell stays as a person left it."
    ),
)
@click.argument("arguments", nargs=-1, metavar=_("[FILE] EXPORT"))
@click.option("--profile", metavar=_("NAME"), help=_("The profile: its name, or its file (.toml)."))
@click.option("--dry-run", is_flag=True, help=_("Show what would be written; write nothing."))
@click.option("--update", is_flag=True, help=_("Only change rows that are there; add none."))
@click.option("--new-only", is_flag=True, help=_("Only add new rows; change none."))
@click.option(
    "--date-order", metavar="[KOY|OKY|YOK]", default="", help=_("Order of day (K), month (O) and year (Y).")
)
@click.option("--encoding", metavar=_("NAME"), default="", help=_("Encoding of a text file, e.g. cp1251."))
@click.option("--undo", is_flag=True, help=_("Take the last import back, but for rows changed since."))
@click.option("--suggest", is_flag=True, help=_("Draft a profile from a sample of the export."))
@options(JSON)
def import_file(
    arguments: tuple[str, ...],
    profile: str | None,
    date_order: str,
    encoding: str,
    *,
    dry_run: bool,
    update: bool,
    new_only: bool,
    undo: bool,
    suggest: bool,
) -> None:
    if undo:
        _undo(_only_workbook(arguments), write=not dry_run)
        return
    workbook, source = _named(arguments)
    opened = open_workbook(workbook)
    if suggest:
        _suggest(opened, source, encoding, write=not dry_run)
        return
    if update and new_only:
        raise BadArgument(N_("Of --update and --new-only write one, or neither for both."))
    from akmxl.actions.import_file import propose, write_import, write_rejected
    from akmxl.cli.text.progress import progress_of_bytes

    with progress_of_bytes(_("Reading")) as tell:
        proposal = propose(
            opened, source, profile or "", date_order=date_order, encoding=encoding,
            update=not new_only, add=not update, progress=tell,
        )  # fmt: skip
    opened.file.workbook.refuse_held() if not dry_run else None
    written = not dry_run and write_import(opened, proposal, today())
    rejected = None if dry_run else write_rejected(proposal, source)
    _say(opened, proposal, written=written, dry_run=dry_run, rejected=rejected)
    sys.exit(0 if proposal.clean else 1)


def _say(
    opened: OpenedPlan, proposal: Proposal, *, written: bool, dry_run: bool, rejected: Path | None
) -> None:
    if wants_json():
        from akmxl.cli.json_data.import_file import import_json

        print_json(import_json(proposal, written=written, rejected=rejected))
        return
    from akmxl.cli.text.import_file import show_import

    show_import(opened, proposal, written=written, dry_run=dry_run, rejected=rejected)


def _undo(workbook: str | None, *, write: bool) -> None:
    from akmxl.actions.import_file import undo_import
    from akmxl.workbook.plan_file import write as write_fills

    opened = open_workbook(workbook)
    found = undo_import(opened, today())
    if write:
        write_fills(opened.file, found.fills)
    if wants_json():
        from akmxl.cli.json_data.import_file import undo_json

        print_json(undo_json(found, written=write))
    else:
        from akmxl.cli.text.import_file import show_undo

        show_undo(found, done=write)
    sys.exit(1 if found.left or found.missing else 0)


def _suggest(opened: OpenedPlan, source: Path, encoding: str, *, write: bool) -> None:
    from akmxl.actions.suggest_profile import suggest_profile
    from akmxl.cli.json_data.suggest import suggest_json
    from akmxl.cli.text.suggest import show_suggestion

    suggestion, path = suggest_profile(opened, source, encoding, write=write)
    if wants_json():
        print_json(suggest_json(suggestion, path))
    else:
        show_suggestion(suggestion, path, source.stem)


def _only_workbook(arguments: tuple[str, ...]) -> str | None:
    if len(arguments) > 1:
        raise BadArgument(
            N_("To take the last import back name the workbook alone: akmxl import FILE --undo")
        )
    return arguments[0] if arguments else None


def _named(arguments: tuple[str, ...]) -> tuple[str | None, Path]:
    """Return the workbook, where one is named, and the source."""
    if not 1 <= len(arguments) <= 2:
        raise BadArgument(N_("Name the file to be imported: akmxl import EXPORT --profile NAME"))
    *workbook, source = arguments
    return workbook[0] if workbook else None, Path(source)
